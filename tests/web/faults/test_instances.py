"""Several commands on one installation, and what others on the machine can read of it."""

import socket
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.keys import BrokenSecret, load_keys
from config import UnsafeSettings, load
from tests.web.faults.server import COMMAND, ROOT, environment, free_port


def wegweiser(instance: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(instance, **more),
        cwd=ROOT,
        umask=0,
        input="korrekt pferd batterie\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_two_first_starts_at_the_same_moment(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with ThreadPoolExecutor() as pool:
        starts = [
            pool.submit(wegweiser, instance, "user", "add", name, "--role", "advisor", "--password-stdin")
            for name in ("anna", "berta")
        ]
    for start in starts:
        done = start.result()
        assert done.returncode == 0, done.stderr
    assert sum("Loading the Leipzig" in start.result().stderr for start in starts) == 1
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [instance, *instance.iterdir()]}
    assert modes.pop("instance") == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_a_second_server_on_the_same_address_says_so(tmp_path: Path, sqlite_url: str) -> None:
    port = free_port()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        settings = {"WEGWEISER_BIND": f"127.0.0.1:{port}", "WEGWEISER_DATABASE_URL": sqlite_url}
        done = wegweiser(tmp_path / "instance", "serve", **settings)
    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_ULR", "x"),
        ("SECRET_KEY", "short"),
        ("BIND", "8000"),
        ("BEHIND_PROXY", "maybe"),
        ("DATABASE_URL", "mysql://x"),
    ],
)
def test_unsafe_settings_are_one_sentence(name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=f"^WEGWEISER_{name} .*[.]$"):
        load({f"WEGWEISER_{name}": value})


def test_a_wrong_name_stops_every_command_before_it_does_anything(tmp_path: Path) -> None:
    done = wegweiser(tmp_path / "instance", "night", WEGWEISER_DATABASE_ULR="x")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "instance").exists()


def test_a_secret_that_is_empty_or_open_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text("")
    path.chmod(0o600)
    with pytest.raises(BrokenSecret, match="no secret"):
        load_keys(tmp_path, None)
    path.unlink()
    first = load_keys(tmp_path, None)
    assert load_keys(tmp_path, None) == first
    path.chmod(0o644)
    with pytest.raises(BrokenSecret, match="chmod 600"):
        load_keys(tmp_path, None)
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_starts_at_the_same_moment_share_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = {keys.secret for keys in pool.map(lambda _: load_keys(tmp_path, None), range(64))}
    assert len(found) == 1
    assert len(found.pop()) == 64
