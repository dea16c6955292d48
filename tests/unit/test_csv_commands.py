"""``wegweiser export csv|public`` and ``wegweiser import csv`` in processes of their own, and their folders."""

import json
from pathlib import Path

import pytest

from app.errors import WegweiserError
from app.exchange import files_export, files_folder
from app.exchange.files_folder import NotWritten
from referrals.directory.reading import MAXIMUM_BYTES
from tests.unit.test_load_command import wegweiser


def test_out_and_into_another_instance_and_out_again(tmp_path: Path, instance: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    done = wegweiser(instance, "export", "csv", "-o", str(first), "--json")
    assert done.returncode == 0
    assert sorted(json.loads(done.stdout)["files"]) == sorted(path.name for path in first.iterdir())
    into = wegweiser(tmp_path / "b", "import", "csv", str(first), "--json")
    assert (into.returncode, into.stderr) == (0, "")
    report = json.loads(into.stdout)
    assert (report["created"], report["changed"], report["unchanged"], report["kept"]) == (907, 0, 0, 0)
    assert report["kinds"]["offices"] == {"created": 77, "changed": 0, "unchanged": 0, "kept": 0}
    assert report["change"] == 1
    assert wegweiser(tmp_path / "b", "export", "csv", "-o", str(second)).returncode == 0
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {
        path.name: path.read_bytes() for path in second.iterdir()
    }
    again = wegweiser(tmp_path / "b", "import", "csv", str(second))
    assert again.stdout.splitlines()[-1] == "in all: 0 created, 0 changed, 907 unchanged"


def test_a_broken_file_is_one_message_and_exit_code_1(tmp_path: Path, instance: Path) -> None:
    folder = tmp_path / "out"
    wegweiser(instance, "export", "csv", "-o", str(folder))
    path = folder / "routing.csv"
    path.write_bytes(path.read_bytes().replace(b";high;", b";sure;", 1))
    done = wegweiser(instance, "import", "csv", str(folder), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1].startswith("routing.csv, line 2, field confidence: expected one of high")
    missing = wegweiser(instance, "import", "csv", str(tmp_path / "nothing"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == f"There is no folder {tmp_path / 'nothing'} to read CSV files from.\n"


def test_the_public_page(tmp_path: Path, instance: Path) -> None:
    done = wegweiser(instance, "export", "public", "-o", str(tmp_path / "www"))
    assert done.returncode == 0
    assert "Willkommenszentrum Leipzig" in (tmp_path / "www" / "index.html").read_text()
    assert len(json.loads((tmp_path / "www" / "directory.jsonld").read_text())["@graph"]) > 70


HEADER = b"\xef\xbb\xbfid;label_de"


def test_our_own_files_are_replaced(tmp_path: Path) -> None:
    for content in (HEADER, b"id,label_de", b'"id";"label_de"', b""):
        (tmp_path / "topics.csv").write_bytes(content)
        files_folder.write(tmp_path, {"topics.csv": HEADER}, own=files_export.is_csv_of_ours)
        assert (tmp_path / "topics.csv").read_bytes() == HEADER
    assert [path.name for path in tmp_path.iterdir()] == ["topics.csv"]


@pytest.mark.parametrize("name", ["topics.csv", "index.html"])
def test_files_of_others_are_not_replaced_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    own = files_export.is_csv_of_ours if name.endswith("csv") else files_export.is_page_of_ours
    (tmp_path / name).write_bytes(b"Mein Tagebuch")
    with pytest.raises(NotWritten, match=f"{name} is there already and was not written by an export"):
        files_folder.write(tmp_path, {"flags.csv": b"id", name: HEADER}, own=own)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: b"Mein Tagebuch"}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritten, match="cannot be written"):
        files_folder.write(tmp_path / "file" / "inside", {"flags.csv": b"id"}, own=files_export.is_csv_of_ours)


def test_only_csv_is_read_and_no_more_than_may_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "b.CSV").write_bytes(b"y")
    with (tmp_path / "c.csv").open("wb") as huge:
        huge.truncate(100_000_000)
    (tmp_path / "d.csv").mkdir()
    found = files_folder.read(tmp_path)
    assert {name: len(content) for name, content in found.items()} == {"b.CSV": 1, "c.csv": MAXIMUM_BYTES + 1}
    with pytest.raises(WegweiserError, match="cannot be read"):
        files_folder.read(tmp_path / "nothing")
