"""``wegweiser import xzufi`` in a process of its own."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.unit.interchange.xzufi.files import CASES, LATER, TRANSFER
from tests.unit.test_load_command import wegweiser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample files."""
    return Path(shutil.copytree(CASES, tmp_path / "xzufi"))


def report(instance: Path, folder: Path) -> Any:
    done = wegweiser(instance, "import", "xzufi", str(folder), "--json")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    return json.loads(done.stdout)


def test_a_folder_is_taken_in_oldest_first_and_once(instance: Path, folder: Path) -> None:
    first = report(instance, folder)
    assert [file["file"] for file in first["files"]] == [
        "nested_2_2_0.xml",
        "transfer_2_2_0.xml",
        "transfer_2_3_1.xml",
    ]
    numbers = ("created", "known", "older", "withdrawn", "unknown_deletions", "left_out", "elsewhere", "empty")
    assert [first[name] for name in numbers] == [8, 0, 0, 2, 4, 3, 2, 1]
    assert first["flaws"][0] == (
        "nested_2_2_0.xml, line 18: This responsibility names no service, no office or no area."
    )
    second = report(instance, folder)
    assert [second[name] for name in numbers] == [0, 7, 1, 0, 6, 3, 2, 1]


def test_in_words(instance: Path) -> None:
    done = wegweiser(instance, "import", "xzufi", str(TRANSFER))
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == ["5 new proposals", "2 about other regions", "1 say too little"]


@pytest.mark.parametrize("end", [0, 2000])
def test_one_broken_file_refuses_all(instance: Path, folder: Path, end: int) -> None:
    (folder / LATER.name).write_bytes(LATER.read_bytes()[:end])
    done = wegweiser(instance, "import", "xzufi", str(folder))
    assert done.returncode == 1
    assert done.stderr.startswith("Nothing was taken in.\ntransfer_2_3_1.xml: ")
    shutil.copy(LATER, folder)
    assert report(instance, folder)["known"] == 0


def test_large_files_are_refused(instance: Path, folder: Path) -> None:
    with (folder / "large.xml").open("wb") as file:
        file.truncate(100_000_000)
    done = wegweiser(instance, "import", "xzufi", str(folder))
    assert done.returncode == 1
    assert "large.xml: The file is larger than 50 MB." in done.stderr


def test_a_folder_without_files_is_refused(tmp_path: Path, instance: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        done = wegweiser(instance, "import", "xzufi", str(path))
        assert done.returncode == 1
        assert "expected a folder with XZuFi files" in done.stderr
