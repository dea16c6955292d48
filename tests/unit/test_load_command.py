"""The command ``wegweiser load`` in a process of its own: output, exit code, nothing half done."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.directory.loading import EXAMPLE
from config import ROOT


def wegweiser(instance: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", *arguments],
        env={"PATH": os.environ["PATH"], "WEGWEISER_INSTANCE": str(instance)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Another town's directory: one of its offices has another name."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "town"))
    text = (folder / "offices.yaml").read_text()
    (folder / "offices.yaml").write_text(text.replace("- id: wzl\n", "- id: zentrum\n"))
    return folder


def test_load_reports_and_is_idempotent(tmp_path: Path) -> None:
    first = wegweiser(tmp_path, "load", "--json")
    assert (first.returncode, first.stderr) == (0, "")
    report = json.loads(first.stdout)
    assert (report["created"], report["changed"], report["unchanged"]) == (912, 0, 0)
    assert report["kinds"]["offices"] == {"created": 77, "changed": 0, "unchanged": 0, "kept": 0}
    second = wegweiser(tmp_path, "load")
    assert second.returncode == 0
    assert second.stdout.splitlines()[-1] == "in all: 0 created, 0 changed, 912 unchanged"


def test_another_town_is_not_mixed_with_the_example(tmp_path: Path, town: Path) -> None:
    rule_file = town / "routing.csv"
    rule_file.write_text(rule_file.read_text().replace("wzl", "zentrum"))
    done = wegweiser(tmp_path, "load", str(town), "--json")
    assert (done.returncode, json.loads(done.stdout)["created"]) == (0, 912)
    done = wegweiser(tmp_path, "load", "--json")
    report = json.loads(done.stdout)
    assert report["kinds"]["offices"]["created"] == 1
    assert report["kinds"]["offices"]["kept"] == 1


def test_a_broken_folder_is_refused(instance: Path, town: Path) -> None:
    (town / "routing.csv").write_text("rule_id,topic\n")
    (town / "offices.yaml").write_text("offices: {\n")
    done = wegweiser(instance, "load", str(town), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The directory was not loaded, nothing was changed.\n")
    assert "offices.yaml, line 2: expected YAML" in done.stderr
    assert json.loads(wegweiser(instance, "load", "--json").stdout)["unchanged"] == 912


def test_wrong_usage(tmp_path: Path, instance: Path) -> None:
    assert wegweiser(instance, "load", "one", "two").returncode == 2
    missing = wegweiser(instance, "load", str(tmp_path / "nowhere"))
    assert missing.returncode == 1
    assert missing.stderr.endswith("nowhere: expected a folder with the files of a directory\n")
