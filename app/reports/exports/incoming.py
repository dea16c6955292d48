"""Open-data packages of other towns, read and verified: nothing in them is believed, nothing unpacked to disk. Pure.

A package is a ZIP archive or a folder with ``datapackage.json``. Its files must be what the descriptor says, byte by
byte, and released tables that this program knows.
"""

import hashlib
import json
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import WegweiserError
from app.released.periods import kind
from app.released.tables import DECLARED
from app.reports.exports.package import DESCRIPTOR, OURS
from app.reports.exports.tables import columns

MOST_BYTES = 20_000_000
"""Of one file."""
MOST_TOGETHER = 200_000_000
"""Bytes of all files of a package, which are in memory at once."""
MOST_FILES = 1_000
LONGEST_NAME = 80
_DIGEST = 64
Open = Callable[[str], bytes]


class BrokenPackage(WegweiserError):
    """A package cannot be used; the sentence says which one and why."""


@dataclass(frozen=True)
class Part:
    """A released table of a package: ``body`` are its lines below the header."""

    name: str
    period: str
    method: str
    body: str


@dataclass(frozen=True)
class Package:
    """What a town has released for a year; ``example`` says that it is made up.

    ``digest`` is the SHA-256 of the descriptor, which has that of each file.
    """

    path: Path
    town: str
    year: str
    version: str
    digest: str
    example: bool
    parts: tuple[Part, ...]


def read(path: Path) -> Package:
    """The package at this path. Raises BrokenPackage."""
    try:
        with _opened(path) as read_file:
            return _package(path, read_file)
    except KeyError as error:
        raise BrokenPackage(f"{path}: {str(error).strip(chr(39))} is missing; nothing was merged.") from error
    except FileNotFoundError as error:
        raise BrokenPackage(f"{error.filename} is missing; nothing was merged.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise BrokenPackage(f"{path} cannot be read as a package; nothing was merged.") from error
    except (ValueError, TypeError) as error:
        raise BrokenPackage(f"{path}: {error}; nothing was merged.") from error


@contextmanager
def _opened(path: Path) -> Iterator[Open]:
    """Gives the content of a file of the package by its name, no more than may be."""
    if path.is_dir():
        yield lambda name: _limited(name, (path / name).open("rb"))
        return
    with zipfile.ZipFile(path) as archive:
        yield lambda name: _limited(name, archive.open(name))


def _limited(name: str, file: Any) -> bytes:
    """The size that an archive declares may be a lie."""
    with file:
        content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB")
    return content


def _package(path: Path, read_file: Open) -> Package:
    content = read_file(DESCRIPTOR)
    descriptor = json.loads(content)
    about = descriptor[OURS]
    town = unicodedata.normalize("NFC", " ".join(str(about["town"]).split()))
    if not town or len(town) > LONGEST_NAME:
        raise ValueError("it does not say of which town it is")
    resources = descriptor["resources"]
    if len(resources) > MOST_FILES:
        raise ValueError(f"more than {MOST_FILES} files")
    year = str(about["year"])
    if kind(year) != "year":
        raise ValueError(f"{year} is no year")
    parts: list[Part] = []
    for one in resources:
        parts.append(_part(one, year, read_file))
        if sum(len(part.body) for part in parts) > MOST_TOGETHER:
            raise ValueError(f"more than {MOST_TOGETHER // 1_000_000} MB in all")
    if len({(part.name, part.period) for part in parts}) != len(parts):
        raise ValueError("it has a table twice")
    digest, version = hashlib.sha256(content).hexdigest(), str(about["version"])
    return Package(path, town, year, version, digest, about["example"] is True, tuple(parts))


def _part(resource: dict[str, Any], year: str, read_file: Open) -> Part:
    about = resource[OURS]
    name, period, method = str(about["table"]), str(about["period"]), str(about["method"])
    if name not in DECLARED or kind(period) not in DECLARED[name].kinds or period[:4] != year:
        raise ValueError(f"{name[:LONGEST_NAME]} of {period[:LONGEST_NAME]} is no table that can be released")
    file = f"{name}--{period}.csv"
    content = read_file(file)
    if resource["path"] != file or f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
        raise ValueError(f"{file} is not the file that its hash was made of")
    said, header, body = _divided(content.decode())
    wanted = {"table": name, "period": period, "method": method, "hash": about["hash"]}
    if any(said.get(one) != value for one, value in wanted.items()) or len(str(about["hash"])) != _DIGEST:
        raise ValueError(f"{file} says something else of itself than {DESCRIPTOR}")
    if header != ",".join(columns(name)) or '"' in body or "\r" in body:
        raise ValueError(f"{file} is not the long form of table {name}")
    return Part(name, period, method, body)


def _divided(text: str) -> tuple[dict[str, str], str, str]:
    """What a file says of itself, its header, and the lines below."""
    said = {}
    while text.startswith("# "):
        line, _, text = text.partition("\n")
        what, _, value = line[2:].partition(": ")
        said[what] = value
    header, _, body = text.partition("\n")
    return said, header, body
