"""The archive inside a backup: any system can unpack it, and nothing but what we write is read."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from app.keeping import archive
from app.keeping.archive import pack, unpack
from app.keeping.errors import BadBackup

MEMBERS = [("manifest.json", b"{}"), ("tables/office.000001.jsonl", b"x" * 511), ("empty", b""), ("b", b"y" * 100_000)]


def packed(members: list[tuple[str, bytes]] | None = None) -> bytes:
    return b"".join(pack(MEMBERS if members is None else members))


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    return list(unpack(io.BytesIO(content), len(content)))


def foreign(
    name: str = "manifest.json", content: bytes = b"{}", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(content), kind, link
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(content))
    return file.getvalue()


def test_what_goes_in_comes_out() -> None:
    assert unpacked(packed()) == MEMBERS


def test_it_is_an_archive_that_any_system_can_unpack_and_tells_no_time_and_no_owner() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed())) as tar:
        found = [(one.name, one.mtime, one.uid, one.uname, one.mode) for one in tar]
        assert found == [(name, 0, 0, "", 0o600) for name, _ in MEMBERS]
    assert packed()[4:8] == bytes(4)


def test_a_cut_off_archive_is_never_whole() -> None:
    whole = packed()
    for length in range(0, len(whole), 7):
        with pytest.raises(BadBackup):
            unpacked(whole[:length])


def test_one_wrong_byte_never_changes_the_content() -> None:
    whole, refused = packed(), 0
    # From behind gzip's own header: who wrote it and when is not looked at.
    for place in range(10, len(whole)):
        try:
            # Within a run of the same sign another distance means the same.
            assert unpacked(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]) == MEMBERS
        except BadBackup:
            refused += 1
    assert refused > 500


@pytest.mark.parametrize(
    "content",
    [
        foreign(kind=tarfile.SYMTYPE, content=b"", link="/etc/passwd"),
        foreign(kind=tarfile.LNKTYPE, content=b"", link="secret.key"),
        foreign(kind=tarfile.CHRTYPE, content=b""),
        foreign(kind=tarfile.DIRTYPE, content=b""),
        foreign(name="a" * 200),
        foreign(name="ä" * 60),
        gzip.compress(b"not a tar archive" * 100),
        gzip.compress(b""),
        packed() + b"more behind it",
        gzip.compress(gzip.decompress(packed()) + b"more behind it"),
    ],
    # Compressed content has the second in it: its own name would be another one in each process of the tests.
    ids=(
        *("symbolic link", "hard link", "device", "folder", "long name", "long name in bytes"),
        *("no archive", "nothing", "more behind", "more within"),
    ),
)
def test_what_is_none_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(BadBackup):
        unpacked(content)


def test_no_member_is_larger_than_memory_allows() -> None:
    info = tarfile.TarInfo("manifest.json")
    info.size = archive.MOST_BYTES + 1
    with pytest.raises(BadBackup):
        unpacked(gzip.compress(info.tobuf(tarfile.USTAR_FORMAT)))


def test_a_file_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "GRACE_BYTES", 100_000)
    bomb = packed([(f"tables/office.{number:06d}.jsonl", bytes(1_000_000)) for number in range(40)])
    assert len(bomb) < 190_000
    with pytest.raises(BadBackup, match="far more"):
        unpacked(bomb)


def test_a_name_is_never_a_place(tmp_path: Path) -> None:
    """Names are compared with those that we write; this only shows that none is used as a path here."""
    members = [("../../etc/passwd", b"x"), ("/etc/passwd", b"x")]
    assert unpacked(packed(members)) == members
    assert list(tmp_path.iterdir()) == []
