"""The open data of a year: every released table as CSV, described after the Data Package standard. Pure.

The standard is that of frictionlessdata.io (Tabular Data Package): programs find in ``datapackage.json`` which file
holds what, with types, hashes and licence. What is ours stands there under ``wegweiser``.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.released.tables import DECLARED, Table
from app.reports.exports.archive import pack
from app.reports.exports.readme import LICENCE, LICENCE_ADDRESS, LICENCE_NAME, Publisher, readme
from app.reports.exports.tables import csv_of
from app.reports.exports.terms import example_text
from app.reports.exports.titles import DIMENSIONS, TITLES
from app.reports.wording import Speech
from app.version import VERSION

DESCRIPTOR = "datapackage.json"
README = "README.md"
OURS = "wegweiser"
MISSING = ("", "<5", "<10")
"""What stands for a number that is withheld."""
_SPELT = {"ä": "ae", "ö": "oe", "ü": "ue"}


@dataclass(frozen=True)
class Year:
    """The released tables of a year, its quarters and its months, and who publishes them.

    ``example`` says that all is made up.
    """

    year: str
    publisher: Publisher
    tables: Sequence[Table]
    example: bool = False


def write(year: Year) -> bytes:
    """The package as a ZIP archive."""
    return pack(files(year))


def files(year: Year) -> dict[str, bytes]:
    """Its files by name."""
    found = {file_name(table): csv_of(table, example=year.example) for table in year.tables}
    descriptor = _descriptor(year, found)
    described = (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return found | {
        DESCRIPTOR: described,
        README: readme(year.year, year.publisher, year.tables, example=year.example).encode(),
    }


def file_name(table: Table) -> str:
    """``topic--2026-Q3.csv``."""
    return f"{table.name}--{table.period}.csv"


def _descriptor(year: Year, found: dict[str, bytes]) -> dict[str, Any]:
    german, english = Speech("de"), Speech("en")
    publisher = year.publisher
    return {
        "profile": "tabular-data-package",
        "name": "-".join(["wegweiser", *_slug(publisher.town), year.year]),
        "title": (f"{example_text(german)} " if year.example else "")
        + german("First consultations of {house}, {year}", house=publisher.house, year=year.year),
        "description": english("First consultations of {house}, {year}", house=publisher.house, year=year.year)
        + f". See {README}.",
        "version": VERSION,
        "licenses": [{"name": LICENCE, "path": LICENCE_ADDRESS, "title": LICENCE_NAME}],
        "sources": [{"title": f"{publisher.house} · Wegweiser {VERSION}"}],
        "contributors": [{"title": publisher.house, "role": "publisher"}],
        OURS: {
            "town": publisher.town,
            "year": year.year,
            "methods": sorted({table.method for table in year.tables}),
            "version": VERSION,
            "example": year.example,
        },
        "resources": [_resource(table, found[file_name(table)]) for table in year.tables],
    }


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    declared = DECLARED[table.name]
    german, english = Speech("de"), Speech("en")
    return {
        "profile": "tabular-data-resource",
        "name": f"{table.name}--{table.period}".lower(),
        "path": file_name(table),
        "title": f"{german(TITLES[table.name])}, {table.period}",
        "description": f"{english(TITLES[table.name])}, {table.period}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "commentChar": "#"},
        "schema": _schema(declared.dimensions),
        OURS: {
            "table": table.name,
            "period": table.period,
            "unit": declared.unit,
            "multiple": list(declared.multiple),
            "method": table.method,
            "hash": table.hash,
        },
    }


def _schema(dimensions: tuple[str, ...]) -> dict[str, Any]:
    german, english = Speech("de"), Speech("en")
    fields: list[dict[str, Any]] = [
        {
            "name": one,
            "type": "string",
            "title": german(DIMENSIONS[one]),
            "description": f"{english(DIMENSIONS[one])}. ALL: total.",
            "constraints": {"required": True},
        }
        for one in dimensions
    ]
    withheld = " ".join(say("Withheld: fewer than stands after the sign <.") for say in (german, english))
    fields.append({"name": "count", "type": "integer", "title": german("Number"), "description": withheld})
    fields.append({"name": "note", "type": "string", "title": german("Note")})
    return {"fields": fields, "primaryKey": list(dimensions), "missingValues": list(MISSING)}


def _slug(town: str) -> list[str]:
    """The town in the letters that the standard allows in a name, in parts."""
    letters = "".join(_SPELT.get(letter, letter) for letter in town.casefold())
    return re.findall(r"[a-z0-9]+", letters)
