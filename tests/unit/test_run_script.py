"""run.sh with stand-ins for Debian's and Python's tools: what it asks for, what it repeats, what it passes on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("cat", "chmod", "cut", "dirname", "env", "flock", "mkdir", "mv", "readlink", "rm", "sh", "sha256sum")
LINE = "apt-get update && apt-get install --yes --no-install-recommends"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Machine:
    """A copy of the project's set-up files in a folder with a space, and a PATH with stand-ins only."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "weg weiser"
        self.log = folder / "log"
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        for name in ("run.sh", "requirements.txt", "requirements-test.txt", "package.json", "package-lock.json"):
            self.project.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.project / name)
        (self.project / "app" / "assets").mkdir(parents=True)
        shutil.copy(ROOT / "app" / "assets" / "build.py", self.project / "app" / "assets")
        (self.project / "referrals" / "leipzig").mkdir(parents=True)
        shutil.copy(ROOT / "referrals" / "leipzig" / "languages.csv", self.project / "referrals" / "leipzig")
        self.write("dpkg-query", "echo 'ii '")
        self.write("id", "echo 1000")
        self.write("apt-get", f'echo "apt-get $*" >>"{self.log}"')
        # An environment that works, whose interpreter only writes down what it is called for.
        self.python = self.project / ".venv" / "bin" / "python"
        vendor = self.project / "app" / "static" / "vendor"
        self.write(
            self.python,
            f'echo "python $*" >>"{self.log}"',
            f'case "$*" in *app.assets.build*) mkdir -p "{vendor}"; : >"{vendor}/manifest.json";; esac',
            'case "$*" in *"fail"*) exit 3;; esac',
        )

    def write(self, name: str | Path, *lines: str) -> None:
        path = self.bin / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(("#!/bin/sh", *lines, "")))
        path.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "HOME": "/nonexistent"}
        command = [str(self.project / "run.sh"), *arguments]
        return subprocess.run(
            command, env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    def calls(self) -> list[str]:
        """What was called since the last question, without the look whether the environment works."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [line for line in lines if line != "python -c import pip"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_first_start_sets_up_and_passes_on_what_was_asked_for(machine: Machine) -> None:
    done = machine.run("route", "wohnen/mietproblem", "--language", "uk", "two words")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    pip, npm, build, command = machine.calls()
    assert pip.startswith("python -m pip install ")
    assert "--require-hashes" in pip
    assert " ci " in npm
    assert build == "python -m app.assets.build"
    assert command == f"python {machine.project}/.venv/bin/wegweiser route wohnen/mietproblem --language uk two words"


def test_later_start_repeats_nothing(machine: Machine) -> None:
    machine.run("night")
    machine.calls()
    done = machine.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert machine.calls() == [f"python {machine.project}/.venv/bin/wegweiser serve"]


def test_changed_lock_repeats_its_own_step(machine: Machine) -> None:
    machine.run("night")
    machine.calls()
    with (machine.project / "package-lock.json").open("a") as file:
        file.write("\n")
    machine.run("night")
    assert [call.split()[1:3] for call in machine.calls()[:2]] == [["-c", "import"], ["-m", "app.assets.build"]]


def test_interrupted_set_up_starts_that_step_again(machine: Machine) -> None:
    machine.run("night")
    stamps = machine.project / ".venv" / "stamps"
    assert {path.name for path in stamps.iterdir()} == {"packages", "command", "npm", "assets"}
    (stamps / "assets").unlink()
    machine.calls()
    assert machine.run("night").returncode == 0
    assert machine.calls()[0] == "python -m app.assets.build"


def test_result_of_the_command_is_the_result_of_the_script(machine: Machine) -> None:
    assert machine.run("fail").returncode == 3


@pytest.mark.parametrize(
    ("arguments", "packages"),
    [((), LIBRARIES), (("test",), f"{LIBRARIES} chromium postgresql default-jdk-headless nginx openssl systemd")],
)
def test_without_rights_the_line_for_an_administrator_is_printed(
    machine: Machine, arguments: tuple[str, ...], packages: str
) -> None:
    machine.write("dpkg-query", "exit 1")
    done = machine.run(*arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == f"{LINE} {packages}"
    assert machine.calls() == []


def test_only_what_is_missing_is_asked_for(machine: Machine) -> None:
    machine.write("dpkg-query", 'case "$4" in libpango-1.0-0) echo "rc ";; *) echo "ii ";; esac')
    assert machine.run().stderr.splitlines()[-1] == f"{LINE} libpango-1.0-0"


@pytest.mark.parametrize("way", ["root", "sudo"])
def test_with_rights_packages_are_installed(machine: Machine, way: str) -> None:
    machine.write("dpkg-query", "exit 1")
    if way == "root":
        machine.write("id", "echo 0")
    else:
        machine.write("sudo", '[ "$1" = -n ] || exec "$@"')
    assert machine.run("night").returncode == 0
    assert machine.calls()[:2] == [
        "apt-get update -q",
        f"apt-get install --yes --no-install-recommends -q {LIBRARIES}",
    ]


@pytest.mark.parametrize("task", ["install", "upgrade", "uninstall"])
def test_tasks_of_the_administrator_set_nothing_up_here(machine: Machine, task: str) -> None:
    (machine.project / "deploy").mkdir()
    (machine.project / "deploy" / f"{task}.sh").write_text('echo "$0 $*"; exit 4\n')
    done = machine.run(task, "--purge")
    assert (done.returncode, done.stdout) == (4, f"{machine.project}/deploy/{task}.sh --purge\n")
    assert machine.calls() == []


def test_the_login_provider_of_the_tests_is_installed_once(machine: Machine) -> None:
    oidc = machine.project / "tests" / "oidc"
    oidc.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        (oidc / name).write_text("{}")
    machine.run("test", "-x")
    assert len([call for call in machine.calls() if " ci " in call]) == 2
    machine.run("test", "-x")
    assert [call for call in machine.calls() if " ci " in call] == []


def test_two_starts_at_once_set_up_once(machine: Machine) -> None:
    environment = {"PATH": str(machine.bin), "HOME": os.devnull}
    command = [str(machine.project / "run.sh"), "night"]
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert len([call for call in machine.calls() if "pip install" in call]) == 1
