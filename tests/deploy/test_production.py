"""What serve refuses with real visitors, and what it tells systemd."""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import production
from app.cli.notifying import tell_ready
from app.cli.production import refuse_unsafe
from config import Settings, UnsafeSettings
from tests.deploy.machine import ROOT


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of an installation that is as it should be."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(production, "_owner", lambda _path: 1000)
    folder = tmp_path / "instance"
    (folder / "uploads").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    for name in ("secret.key", "wegweiser.sqlite3", "wegweiser.sqlite3-wal"):
        (folder / name).touch(mode=0o600)
    return Settings(folder, f"sqlite:///{folder / 'wegweiser.sqlite3'}", production=True, behind_proxy=True)


def refusal(settings: Settings, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(UnsafeSettings) as refused:
        refuse_unsafe(settings, environment or {})
    return str(refused.value)


def test_a_safe_installation_starts(settings: Settings) -> None:
    refuse_unsafe(settings, {"FLASK_DEBUG": "0", "PATH": "/usr/bin"})


@pytest.mark.parametrize("name", production.DEBUGGING)
def test_debugging_is_refused_by_its_name(settings: Settings, name: str) -> None:
    assert f"{name} is for debugging" in refusal(settings, {name: "1"})


@pytest.mark.parametrize("name", ["", "uploads", "secret.key", "wegweiser.sqlite3", "wegweiser.sqlite3-wal"])
@pytest.mark.parametrize("right", [0o040, 0o020, 0o004, 0o001])
def test_what_others_can_reach_is_refused_and_named(settings: Settings, name: str, right: int) -> None:
    path = settings.instance / name
    path.chmod(path.stat().st_mode | right)
    assert f"chmod go= {path}" in refusal(settings)


def test_what_belongs_to_another_account_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "_owner", lambda path: 0 if path.name == "secret.key" else 1000)
    assert f"{settings.instance / 'secret.key'} belongs to another account" in refusal(settings)


def test_root_is_refused(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(production, "_owner", lambda _path: 0)
    assert "It runs as root" in refusal(settings)


@pytest.mark.parametrize(
    "secret",
    [
        "x" * 40,
        "0123456789abcdef0123456789abcdef",
        "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
        "please-Change-this-4f8a1c0be77d92aa51",
        "dev-secret-7d92aa514f8a1c0be77d92aa51",
    ],
)
def test_a_secret_that_can_be_guessed_is_refused_without_being_shown(settings: Settings, secret: str) -> None:
    said = refusal(Settings(**{**vars(settings), "secret_key": secret}))
    assert "WEGWEISER_SECRET_KEY can be guessed" in said
    assert secret not in said


def test_a_random_secret_is_taken(settings: Settings) -> None:
    for secret in (secrets.token_hex(16), secrets.token_urlsafe(24), secrets.token_urlsafe(200)):
        refuse_unsafe(Settings(**{**vars(settings), "secret_key": secret}), {})


def test_everything_is_said_at_once(settings: Settings) -> None:
    settings.instance.chmod(0o755)
    said = refusal(settings, {"FLASK_DEBUG": "1", "PYTHONDEVMODE": "1"})
    assert [part in said for part in ("FLASK_DEBUG", "PYTHONDEVMODE", "chmod")] == [True] * 3


def test_a_trial_is_let_alone(settings: Settings) -> None:
    settings.instance.chmod(0o755)
    refuse_unsafe(Settings(**{**vars(settings), "production": False}), {"FLASK_DEBUG": "1"})


def test_serve_refuses_before_it_makes_anything(tmp_path: Path) -> None:
    environment = {"WEGWEISER_PRODUCTION": "1", "WEGWEISER_INSTANCE": str(tmp_path / "i"), "FLASK_DEBUG": "1"}
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "FLASK_DEBUG is for debugging" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "i").exists()


def test_systemd_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell_ready()
        tell_ready()
        assert systemd.recv(100) == b"READY=1"
        systemd.setblocking(False)
        with pytest.raises(BlockingIOError):
            systemd.recv(100)
