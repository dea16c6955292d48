"""Uploaded files: CSV as it is, archives unpacked in memory within limits. Nothing is written, no path is followed."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from app.errors import Text
from referrals.directory.reading import MAXIMUM_BYTES, Problems

MOST_UPLOAD_BYTES = 16_000_000
MOST_UNPACKED_BYTES = 40_000_000
MOST_ENTRIES = 60
LONGEST_NAME = 100
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
# What file managers add.
_NOT_MEANT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# The same files always make the same archive.
_DATE = (1980, 1, 1, 0, 0, 0)


def pack(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(uploads: Iterable[tuple[str, bytes]], problems: Problems) -> dict[str, bytes]:
    """The files by name, from uploads with their names; what cannot be used goes to ``problems``."""
    files: dict[str, bytes] = {}
    for name, content in uploads:
        packed = name.casefold().endswith(".zip")
        found = _from_archive(name, content, problems) if packed else {_base(name): content}
        for inner, inside in found.items():
            if inner in files:
                problems.add(inner, 0, "", Text("expected this file once"))
            files[inner] = inside
    return files


def _base(name: str) -> str:
    """The name without the folders that some browsers send."""
    return name.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME]


def _from_archive(name: str, content: bytes, problems: Problems) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir() and not _added(one.filename)]
            if len(entries) > MOST_ENTRIES:
                problems.add(name, 0, "", Text("expected at most {most} files in the archive", most=MOST_ENTRIES))
                return {}
            return _unpacked(name, archive, entries, problems)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        problems.add(name, 0, "", Text("expected a ZIP archive; this one is damaged or not complete"))
        return {}


def _unpacked(
    name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], problems: Problems
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if complaint := _complaint(entry):
            problems.add(name, 0, entry.filename[:LONGEST_NAME], complaint)
            continue
        # The size that an archive declares may be a lie: no more than this is unpacked.
        with archive.open(entry) as packed:
            content = packed.read(MAXIMUM_BYTES + 1)
        total += len(content)
        if total > MOST_UNPACKED_BYTES:
            most = MOST_UNPACKED_BYTES // 1_000_000
            problems.add(name, 0, "", Text("expected at most {most} MB when unpacked", most=most))
            return {}
        inner = _base(entry.filename)
        if inner in files:
            problems.add(name, 0, inner, Text("expected this file once"))
        files[inner] = content
    return files


def _complaint(entry: zipfile.ZipInfo) -> Text | None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or "\\" in entry.filename:
        return Text("expected a plain name, this one leads out of the archive")
    if path.suffix.casefold() == ".zip":
        return Text("expected CSV files; an archive inside of an archive is not read")
    if entry.flag_bits & _ENCRYPTED:
        return Text("expected an archive without a password")
    if entry.compress_type not in _METHODS:
        return Text("expected an ordinary ZIP archive (method deflate)")
    return None


def _added(name: str) -> bool:
    return name.startswith(_NOT_MEANT[0]) or _base(name) in _NOT_MEANT
