"""The folder of files: written whole or not at all, under names that only the content gives."""

import errno
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from app.files.store import FileStore, NoSuchFile


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "instance" / "uploads")


def names(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "instance" / "uploads").iterdir()}


def test_a_file_is_known_by_its_content(store: FileStore, tmp_path: Path) -> None:
    digest = store.put(b"leaflet")
    assert digest == sha256(b"leaflet").hexdigest() == store.put(b"leaflet")
    assert store.path(digest).read_bytes() == b"leaflet"
    assert names(tmp_path) == {digest}


def test_only_the_program_can_read_it(store: FileStore) -> None:
    path = store.path(store.put(b"leaflet"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", ".", "..", "../secret.key", "0" * 64, "A" * 64, "a" * 63, "a" * 64 + "\n", "\0"])
def test_no_other_name_leads_anywhere(store: FileStore, tmp_path: Path, name: str) -> None:
    store.put(b"leaflet")
    (tmp_path / "instance" / "secret.key").write_text("secret")
    with pytest.raises(NoSuchFile):
        store.path(name)


def test_a_full_disk_leaves_nothing_half_written(
    store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(b"before")
    before = names(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(b"leaflet")
    assert names(tmp_path) == before


def test_what_a_power_cut_left_is_swept(store: FileStore, tmp_path: Path) -> None:
    kept, other = store.put(b"kept"), store.put(b"other")
    folder = tmp_path / "instance" / "uploads"
    (folder / "new-half").write_bytes(b"lea")
    (folder / "a note of the administrator.txt").write_text("not ours")
    assert store.sweep({kept, other}, older_than_seconds=3600) == 0
    assert store.sweep({kept}, older_than_seconds=-1) == 2
    assert names(tmp_path) == {kept, "a note of the administrator.txt"}


def test_without_a_folder_there_is_nothing_to_sweep(store: FileStore) -> None:
    assert store.sweep((), older_than_seconds=0) == 0
