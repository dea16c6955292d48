"""./run.sh upgrade: the way there, and the way back from every step that can fail."""

import os
import signal
import subprocess
import time

import pytest

from tests.deploy.machine import Machine


@pytest.fixture
def installed(machine: Machine) -> Machine:
    """Release 1.0 runs on data of a morning's work."""
    assert machine.install("1.0").returncode == 0
    machine.database.write_text("a morning's work")
    (machine.instance / "uploads").mkdir()
    (machine.instance / "uploads/leaflet").write_text("leaflet")
    machine.calls()
    return machine


def test_the_new_release_runs_on_the_migrated_data(installed: Machine) -> None:
    done = installed.run(installed.checkout("1.1"), "upgrade")
    assert done.returncode == 0, done.stderr
    assert installed.running() == "1.1"
    assert installed.database.read_text().startswith("as 1.1-")
    assert not installed.rescue.exists()
    steps = [call.split(" ")[1] for call in installed.calls()]
    assert steps.index("backup") < steps.index("stop") < steps.index("prepare") < steps.index("restart")


def test_two_releases_are_kept(installed: Machine) -> None:
    for version in ("1.1", "1.2"):
        assert installed.run(installed.checkout(version), "upgrade").returncode == 0
    assert installed.releases() == {"1.1", "1.2"}


def test_the_same_release_is_nothing_to_do(installed: Machine) -> None:
    done = installed.run(installed.folder / "check outs/1.0", "upgrade")
    assert (done.returncode, installed.calls()) == (0, [])
    assert "is installed already" in done.stderr


@pytest.mark.parametrize("step", ["set_up", "backup"])
def test_what_fails_beforehand_stops_nothing(installed: Machine, step: str) -> None:
    done = installed.run(installed.checkout("1.1", fails=step), "upgrade")
    assert done.returncode == 1
    assert "what was running runs on" in done.stderr
    assert not [call for call in installed.calls() if call.startswith("systemctl")]
    assert installed.database.read_text() == "a morning's work"


@pytest.mark.parametrize("step", ["prepare", "start", "answer", "nginx", "answer_outside"])
def test_whatever_fails_the_old_release_runs_again_on_its_data(installed: Machine, step: str) -> None:
    site = (installed.root / "etc/nginx/sites-available/wegweiser.conf").read_text()
    # The waiting for an answer need not be long here.
    checkout = installed.checkout("1.1", fails=step)
    done = installed.run(checkout, "upgrade")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("The release of before runs again, and nothing was lost.")
    assert installed.running() == "1.0"
    assert installed.database.read_text() == "a morning's work"
    assert (installed.instance / "uploads/leaflet").read_text() == "leaflet"
    assert (installed.root / "etc/nginx/sites-available/wegweiser.conf").read_text() == site
    assert not installed.rescue.exists()
    assert [call for call in installed.calls() if call.startswith("systemctl restart")]


def hanging(installed: Machine) -> "subprocess.Popen[str]":
    """An upgrade in the midst of its migration."""
    script = installed.checkout("1.1", hangs=True) / "deploy/upgrade.sh"
    running = subprocess.Popen(
        ["sh", str(script)],
        env=installed.environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 30
    while not (installed.folder / "hanging").exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    assert installed.database.read_text().startswith("as 1.1-")
    return running


def test_a_cut_of_power_is_undone_by_the_next_upgrade(installed: Machine) -> None:
    running = hanging(installed)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(30)
    assert installed.rescue.exists()
    refused = installed.run(installed.folder / "check outs/1.0", "install")
    assert "an upgrade was interrupted" in refused.stderr
    again = installed.run(installed.checkout("1.2", fails="prepare"), "upgrade")
    assert again.returncode == 1
    assert installed.running() == "1.0"
    assert installed.database.read_text() == "a morning's work"


def test_a_signal_undoes_it_at_once(installed: Machine) -> None:
    running = hanging(installed)
    os.killpg(running.pid, signal.SIGTERM)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    assert "it was interrupted" in said
    assert signal.SIGTERM.name not in said
    assert installed.running() == "1.0"
    assert installed.database.read_text() == "a morning's work"
    assert not installed.rescue.exists()
