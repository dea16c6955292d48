"""The open data of a year: other programs understand it, and its numbers are those of the released tables."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import frictionless
import pytest

from app.db import Database
from app.reports.exports import package
from app.reports.exports.readme import Publisher
from app.reports.files import NotReleased, open_data
from app.reports.reader import Reader

HOUSE = Publisher("Frankenberg/Sa.", "Willkommenszentrum")


def test_frictionless_finds_nothing_wrong_and_reads_the_same_numbers(furnished: Database, tmp_path: Path) -> None:
    with furnished.reading() as session:
        reader = Reader(session, "de")
        tables = [
            table for name, period in reader.catalogue if period == "2025-Q3" and (table := reader.table(name, period))
        ]
    for name, content in package.files(package.Year("2025", HOUSE, tables)).items():
        (tmp_path / name).write_bytes(content)
    read = frictionless.Package(str(tmp_path / package.DESCRIPTOR))
    report = read.validate()
    assert report.valid, report.flatten(["title", "fieldName", "note"])
    assert read.name == "wegweiser-frankenberg-sa-2025"
    assert len(read.resources) == len(tables)
    for table in tables:
        rows = [tuple(dict(row).values()) for row in read.get_table_resource(f"{table.name}--2025-q3").read_rows()]
        cells = sorted(table.cells, key=lambda cell: cell.key)
        assert [row[:-1] for row in rows] == [(*cell.key, cell.count) for cell in cells]


def test_the_archive_of_a_year(furnished: Database) -> None:
    with furnished.reading() as session:
        content = open_data(Reader(session, "de"), "2025", example=False)
        assert content == open_data(Reader(session, "en"), "2025", example=False), "the same numbers are the same bytes"
        with pytest.raises(NotReleased, match="Nothing is released for '2024'; released are: 2026, 2025"):
            open_data(Reader(session, "de"), "2024", example=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        described = json.loads(archive.read(package.DESCRIPTOR))
        readme = archive.read(package.README).decode()
        for resource in described["resources"]:
            file = archive.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(file).hexdigest()}"
            assert resource["bytes"] == len(file)
            assert f"# hash: {resource['wegweiser']['hash']}\n" in file.decode()
    assert described["wegweiser"]["town"] == "Leipzig"
    assert {resource["wegweiser"]["period"][:4] for resource in described["resources"]} == {"2025"}
    assert "Schwelle, schlüsselgebundene 5er-Rundung, Freigabeprüfung" in readme
    assert "Threshold, keyed rounding to 5, release audit" in readme
    assert "Namensnennung" in readme
