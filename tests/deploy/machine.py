"""A machine for the scripts of deploy/: a folder in the place of /, stand-ins for what would change the real one."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("handouts", "referrals", "templates", "translations", "docs")
FILES = ("config.py", "README.md", "pyproject.toml", "package.json", "package-lock.json", ".npmrc", "requirements.txt")
HOST = "wegweiser.example.org"

# Does what a release says it does: "app/fails" names the step at which it fails.
PROGRAM = """\
release=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
echo "$(basename -- "$release"): $*" >>"$LOG"
fails() { [ "$(cat "$release/app/fails")" != "$1" ] || { echo "$1 fails" >&2; exit 1; }; }
case $1 in
    prepare)
        [ -e "$WEGWEISER_INSTANCE/wegweiser.sqlite3" ] || echo "First login: name admin, one-time password x" >&2
        echo "as $(basename -- "$release")" >"$WEGWEISER_INSTANCE/wegweiser.sqlite3"
        [ ! -e "$release/app/hangs" ] || { : >"$MACHINE/hanging"; exec sleep 60; }
        fails prepare
        ;;
    backup) fails backup; echo backup >"$2" ;;
    backup-key) echo "# public key: age1example" >"$2" ;;
    settings) env | grep ^WEGWEISER_ >"$2" ;;
esac
"""
PYTHON = """\
release=$(dirname -- "$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")")
case $*:$(cat "$release/app/fails") in
    *http://*:answer | *https://*:answer_outside) exit 1 ;;
esac
"""
SET_UP = """\
here=$(dirname -- "$(readlink -f -- "$0")")
[ "$(cat "$here/app/fails")" != set_up ] || exit 1
mkdir -p "$here/.venv/bin"
cp "$MACHINE/program" "$here/.venv/bin/wegweiser"
cp "$MACHINE/python" "$here/.venv/bin/python"
"""
SYSTEMCTL = """\
echo "systemctl $*" >>"$LOG"
case $1:$(cat "$INSTALL_ROOT/opt/wegweiser/current/app/fails") in restart:start) exit 1 ;; esac
"""
NGINX = 'case $(cat "$INSTALL_ROOT/opt/wegweiser/current/app/fails") in nginx) echo "nginx: no" >&2; exit 1 ;; esac'


class Machine:
    """Debian, as far as the scripts look at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "root"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.instance = self.root / "var/lib/wegweiser"
        self.database = self.instance / "wegweiser.sqlite3"
        self.settings = self.root / "etc/wegweiser/wegweiser.env"
        self.rescue = self.root / "var/lib/wegweiser-upgrade"
        self._write(self.root / "etc/os-release", 'ID=debian\nVERSION_ID="12"\n')
        (self.root / "root").mkdir()
        (self.root / "run/systemd/system").mkdir(parents=True)
        nginx = self.root / "etc/nginx"
        self._write(nginx / "sites-available/default", "server {}\n")
        (nginx / "sites-enabled").mkdir()
        self.welcome_page = nginx / "sites-enabled/default"
        self.welcome_page.symlink_to("/etc/nginx/sites-available/default")
        for name, text in (("program", PROGRAM), ("python", PYTHON)):
            self._write(folder / name, "#!/bin/sh\n" + text, executable=True)
        self.stand_in("systemctl", SYSTEMCTL)
        self.stand_in("nginx", NGINX)
        self.stand_in("id", "echo 0")
        self.stand_in("dpkg-query", "echo 'ii '")
        self.stand_in("setpriv", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
        for name in ("getent", "chown", "useradd", "userdel"):
            self.stand_in(name, "exit 0")

    def _write(self, path: Path, text: str, *, executable: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if executable:
            path.chmod(0o755)

    def stand_in(self, name: str, text: str) -> None:
        """A program in the place of the real one."""
        self._write(self.bin / name, f"#!/bin/sh\n{text}\n", executable=True)

    def checkout(self, version: str, *, fails: str = "nowhere", hangs: bool = False) -> Path:
        """A checkout whose release fails at that step."""
        folder = self.folder / "check outs" / version
        shutil.copytree(ROOT / "deploy", folder / "deploy")
        for part in PARTS:
            (folder / part).mkdir()
        for name in FILES:
            (folder / name).touch()
        self._write(folder / "app/version.py", f'VERSION = "{version}"\n')
        self._write(folder / "app/fails", fails)
        if hangs:
            (folder / "app/hangs").touch()
        self._write(folder / "run.sh", "#!/bin/sh\nset -e\n" + SET_UP, executable=True)
        return folder

    def environment(self, **more: str) -> dict[str, str]:
        """That of the scripts."""
        fixed = {"PATH": f"{self.bin}:{os.environ['PATH']}", "INSTALL_ROOT": str(self.root), "LOG": str(self.log)}
        return {**fixed, "MACHINE": str(self.folder), "WEGWEISER_HOSTS": HOST, **more}

    def run(self, checkout: Path, task: str, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """One of the scripts, with nobody to ask."""
        command = ["sh", str(checkout / "deploy" / f"{task}.sh"), *arguments]
        return subprocess.run(
            command,
            env=self.environment(**more),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def install(self, version: str = "1.0", **more: str) -> "subprocess.CompletedProcess[str]":
        """From a new checkout of that version."""
        return self.run(self.checkout(version), "install", **more)

    def calls(self) -> list[str]:
        """What was called since the last question."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines

    def running(self) -> str:
        """The version that the services start."""
        return os.readlink(self.root / "opt/wegweiser/current").rpartition("-")[0]

    def releases(self) -> set[str]:
        """The versions that are there."""
        found = (self.root / "opt/wegweiser").iterdir()
        return {path.name.rpartition("-")[0] for path in found if not path.is_symlink()}
