"""./run.sh install and uninstall, on a machine of stand-ins."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.machine import HOST, Machine


def snapshot(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """Every file with its rights and content."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            os.readlink(path) if path.is_symlink() else path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def test_everything_is_in_its_place(machine: Machine) -> None:
    done = machine.install()
    assert done.returncode == 0, done.stderr
    assert machine.running() == "1.0"
    settings = machine.settings.read_text()
    assert "WEGWEISER_PRODUCTION='1'\n" in settings
    assert f"WEGWEISER_HOSTS='{HOST}'\n" in settings
    assert "WEGWEISER_BACKUP_RECIPIENT='age1example'\n" in settings
    assert machine.settings.stat().st_mode & 0o777 == 0o600
    assert machine.instance.stat().st_mode & 0o777 == 0o700
    units = machine.root / "etc/systemd/system"
    assert {path.name for path in units.iterdir()} == {
        *("wegweiser.service", "wegweiser.service.d", "wegweiser@.service", "wegweiser@.service.d"),
        *("wegweiser-.service.d", "wegweiser-night.service", "wegweiser-night.timer"),
        *("wegweiser-backup.service", "wegweiser-backup.timer"),
    }
    site = (machine.root / "etc/nginx/sites-enabled/wegweiser.conf").read_text()
    assert f"server_name {HOST};" in site
    assert "server 127.0.0.1:8000 max_fails=0;" in site
    assert "@" not in site
    assert not machine.welcome_page.is_symlink()
    assert "ATTENTION: the certificate is self-signed" in done.stderr
    assert "ATTENTION: only the key in" in done.stderr
    assert "First login: name admin, one-time password x" in done.stderr.splitlines()[-1]


def test_it_starts_after_it_was_made_ready(machine: Machine) -> None:
    machine.install()
    calls = [call.split(": ")[-1] for call in machine.calls()]
    assert calls.index("prepare") < calls.index("systemctl daemon-reload")
    assert calls[-4:] == [
        "systemctl enable --quiet wegweiser.service wegweiser-night.timer wegweiser-backup.timer",
        "systemctl restart wegweiser.service wegweiser-night.timer wegweiser-backup.timer",
        "systemctl enable --quiet nginx",
        "systemctl reload-or-restart nginx",
    ]


def test_again_it_changes_nothing_and_mends_what_is_missing(machine: Machine) -> None:
    checkout = machine.checkout("1.0")
    assert machine.run(checkout, "install").returncode == 0
    before = snapshot(machine.root)
    (machine.root / "etc/systemd/system/wegweiser.service").unlink()
    (machine.root / "etc/nginx/sites-available/wegweiser.conf").write_text("broken")
    done = machine.run(checkout, "install", WEGWEISER_HOSTS="")
    assert done.returncode == 0, done.stderr
    assert "First login" not in done.stderr
    assert snapshot(machine.root) == before


def test_another_name_gets_another_certificate(machine: Machine) -> None:
    checkout = machine.checkout("1.0")
    machine.run(checkout, "install")
    machine.settings.write_text(machine.settings.read_text().replace(HOST, f"{HOST},other.example.org"))
    done = machine.run(checkout, "install")
    assert done.returncode == 0, done.stderr
    certificate = machine.root / "etc/wegweiser/tls/certificate.pem"
    told = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-text"], capture_output=True, check=True)
    assert b"DNS:other.example.org" in told.stdout


def test_another_release_is_for_upgrade(machine: Machine) -> None:
    machine.install("1.0")
    done = machine.install("1.1")
    assert done.returncode == 1
    assert "./run.sh upgrade" in done.stderr
    assert machine.running() == "1.0"


def test_own_settings_are_kept_and_the_first_password_is_none_of_them(machine: Machine) -> None:
    own = {"WEGWEISER_SMTP_URL": "smtp://a:b$c@mail?starttls&x=1", "WEGWEISER_BACKUP_RECIPIENT": "age1own"}
    machine.install(**own, WEGWEISER_ADMIN_PASSWORD="a password of mine")
    text = machine.settings.read_text()
    for name, value in own.items():
        assert f"{name}='{value}'\n" in text
    assert "a password of mine" not in text
    assert not (machine.root / "root/wegweiser-backup-key.txt").exists()


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"WEGWEISER_HOSTS": ""}, "WEGWEISER_HOSTS is missing"),
        ({"WEGWEISER_HOSTS": "https://a"}, "must be names like"),
        ({"WEGWEISER_HOSTS": "a; return 200"}, "must be names like"),
        ({"WEGWEISER_SMTP_URL": "smtp://o'neill"}, "quotation mark"),
        ({"WEGWEISER_SMTP_URL": "smtp://a\nWEGWEISER_PRODUCTION=0"}, "line break"),
        ({"INSTALL_WORKERS": "2"}, "INSTALL_WORKERS needs PostgreSQL"),
        ({"INSTALL_WORKERS": "0"}, "INSTALL_WORKERS must be a number"),
        ({"INSTALL_PORT": "http"}, "INSTALL_PORT must be a number"),
        ({"INSTALL_CERTIFICATE": "/etc/hostname"}, "belong together"),
        ({"INSTALL_CERTIFICATE": "/dev/null", "INSTALL_CERTIFICATE_KEY": "/dev/null"}, "not a certificate"),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_runs(
    machine: Machine, environment: dict[str, str], words: str
) -> None:
    done = machine.install(**environment)
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert not any(call.startswith("systemctl") for call in machine.calls())


def test_workers_on_postgresql_have_a_port_each(machine: Machine) -> None:
    done = machine.install(INSTALL_WORKERS="2", INSTALL_PORT="8100", WEGWEISER_DATABASE_URL="postgresql://h/d")
    assert done.returncode == 0, done.stderr
    site = (machine.root / "etc/nginx/sites-available/wegweiser.conf").read_text()
    assert "    server 127.0.0.1:8100 max_fails=0;\n    server 127.0.0.1:8101 max_fails=0;\n" in site
    assert "BIND=127.0.0.1:8100\n" in (machine.root / "etc/systemd/system/wegweiser.service").read_text()
    assert any("restart wegweiser.service wegweiser@8101.service" in call for call in machine.calls())


@pytest.mark.parametrize(("host", "accepted"), [(HOST, True), ("other.example.org", False)])
def test_a_certificate_must_be_for_the_name(machine: Machine, tmp_path: Path, host: str, accepted: bool) -> None:
    files = (tmp_path / "own.pem", tmp_path / "own.key")
    command = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=x", "-days", "2"]
    command += ["-addext", f"subjectAltName=DNS:{host}", "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(command, check=True, capture_output=True)
    done = machine.install(INSTALL_CERTIFICATE=str(files[0]), INSTALL_CERTIFICATE_KEY=str(files[1]))
    assert (done.returncode == 0) is accepted, done.stderr
    if accepted:
        assert f"ssl_certificate {files[0]};" in (machine.root / "etc/nginx/sites-available/wegweiser.conf").read_text()
        assert "self-signed" not in done.stderr
    else:
        assert f"is not for {HOST}" in done.stderr


def test_what_nginx_refuses_is_taken_back(machine: Machine) -> None:
    checkout = machine.checkout("1.0", fails="nginx")
    done = machine.run(checkout, "install")
    assert done.returncode == 1
    assert "nginx does not accept" in done.stderr
    assert machine.welcome_page.is_symlink()
    assert not (machine.root / "etc/nginx/sites-enabled/wegweiser.conf").is_symlink()


@pytest.mark.parametrize(("stand_in", "words"), [("echo 1000", "needs root"), ("echo 0", "is for Debian 12 and 13")])
@pytest.mark.parametrize("task", ["install", "upgrade"])
def test_elsewhere_nothing_is_done(machine: Machine, task: str, stand_in: str, words: str) -> None:
    machine.stand_in("id", stand_in)
    (machine.root / "etc/os-release").write_text("ID=ubuntu\nVERSION_ID=24.04\n")
    done = machine.run(machine.checkout("1.0"), task)
    assert done.returncode == 1
    assert words in done.stderr
    assert not (machine.root / "opt").exists()


def test_without_systemd_nothing_is_done(machine: Machine) -> None:
    (machine.root / "run/systemd/system").rmdir()
    for task in ("install", "upgrade", "uninstall"):
        done = machine.run(machine.checkout(task), task)
        assert done.returncode == 1
        assert "systemd" in done.stderr
    assert machine.calls() == []


def test_uninstall_leaves_data_and_install_takes_them_up(machine: Machine) -> None:
    checkout = machine.checkout("1.0")
    machine.run(checkout, "install")
    machine.database.write_text("contacts")
    settings = machine.settings.read_text()
    done = machine.run(checkout, "uninstall")
    assert done.returncode == 0, done.stderr
    assert not (machine.root / "opt/wegweiser").exists()
    assert list((machine.root / "etc/systemd/system").iterdir()) == []
    assert machine.welcome_page.is_symlink()
    assert machine.database.read_text() == "contacts"
    assert machine.run(checkout, "install").returncode == 0
    assert machine.settings.read_text() == settings


def test_purge_needs_a_yes_and_leaves_nothing(machine: Machine) -> None:
    before = set(snapshot(machine.root))
    checkout = machine.checkout("1.0")
    machine.run(checkout, "install")
    refused = machine.run(checkout, "uninstall", "--purge")
    assert refused.returncode == 1
    assert machine.database.exists()
    assert machine.run(checkout, "uninstall", "--purge", "--yes").returncode == 0
    # The key of the backups is the administrator's to delete: backups may lie elsewhere.
    left = set(snapshot(machine.root)) - before
    assert left == {"root/wegweiser-backup-key.txt", "run/wegweiser-deploy.lock"}


def test_the_command_takes_settings_as_they_are(machine: Machine, tmp_path: Path) -> None:
    machine.install()
    trap = tmp_path / "trap"
    values = {"WEGWEISER_SMTP_URL": f"a'b\"c $(touch {trap}) `touch {trap}` \\n # ;", "WEGWEISER_OIDC_NAME": " x "}
    with machine.settings.open("a") as file:
        file.write("# comment\nPATH=/nowhere\n")
        file.writelines(f'{name}="{value}"\n' for name, value in values.items())
    command = ["sh", str(machine.root / "opt/wegweiser/current/deploy/command.sh"), "settings", str(tmp_path / "seen")]
    environment = machine.environment(
        WEGWEISER_SETTINGS=str(machine.settings), WEGWEISER_RELEASE=str(machine.root / "opt/wegweiser/current")
    )
    subprocess.run(command, env=environment, check=True)
    seen = (tmp_path / "seen").read_text()
    for name, value in values.items():
        assert f"{name}={value}\n" in seen
    assert not trap.exists()
