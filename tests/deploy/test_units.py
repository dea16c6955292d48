"""The units as systemd reads them."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.deploy.machine import ROOT, Machine

SERVICES = ("wegweiser.service", "wegweiser@8001.service", "wegweiser-night.service", "wegweiser-backup.service")
TIMERS = ("wegweiser-night.timer", "wegweiser-backup.timer")
# Tenths, of a hundred; a service without any protection has 96. What is left: network, files of the system, a compiler.
HIGHEST_EXPOSURE = 15


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in the place of / of a machine on which it is installed."""
    machine = Machine(tmp_path_factory.mktemp("units"))
    assert machine.install().returncode == 0
    known = machine.root / "usr/lib/systemd/system"
    known.mkdir(parents=True)
    for target in ("sysinit", "basic", "network", "multi-user", "timers", "shutdown", "local-fs"):
        (known / f"{target}.target").write_text("[Unit]\n")
    return machine.root


def analyze(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ["systemd-analyze", f"--root={root}", "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_has_nothing_to_say_against_them(root: Path) -> None:
    units = [str(root / "etc/systemd/system" / name) for name in (*SERVICES, *TIMERS)]
    done = analyze(root, "verify", *[unit for unit in units if "@" not in unit])
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_may_do_is_little(root: Path, service: str) -> None:
    done = analyze(root, "security", "--offline=true", "--json=short", f"--threshold={HIGHEST_EXPOSURE}", service)
    assert done.returncode == 0, done.stdout
    found = {one["name"]: one["set"] for one in json.loads(done.stdout)}
    assert {"NoNewPrivileges=", "ProtectSystem=", "PrivateTmp=", "UMask=", "User=/DynamicUser="} <= found.keys()
    needed = ("NoNewPrivileges=", "ProtectHome=", "ProtectProc=", "PrivateUsers=", "RestrictNamespaces=~user")
    assert [name for name in needed if not found[name]] == []


def test_the_server_and_the_proxy_read_the_same_size() -> None:
    serve = (ROOT / "app/cli/serve.py").read_text(encoding="utf-8")
    assert "MAXIMUM_BODY_BYTES = 56 * 1024 * 1024" in serve
    assert "client_max_body_size 56m;" in (ROOT / "deploy/nginx/site.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted((ROOT / "deploy").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_posix(path: Path) -> None:
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
