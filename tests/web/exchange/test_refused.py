"""Everything that must be refused, in every way in: with file, line and reason, and the database as it was.

A folder is loaded, CSV is imported, HSDS is imported, XZuFi is taken in. Each way gets whole files that are its own
export or sample, with one thing wrong.
"""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app import clock
from app.cli.exchange_xzufi import read_folder
from app.db import Database
from app.directory.loading import EXAMPLE, load
from app.errors import WegweiserError
from app.exchange import files_export, files_folder, files_import
from app.hsds import files as hsds
from tests.unit.interchange.xzufi.files import TRANSFER
from tests.unit.interchange.xzufi.test_parsing import BOMB, ENTITY, EXTERNAL, PARAMETER
from tests.web.access.state import dump
from tests.web.exchange.files import changed

Change = Callable[[Path], None]
HUGE = 100_000_000


def huge(file: str) -> Change:
    """The file goes on for 100 MB (of nothing, which takes no room on the disk)."""

    def change(folder: Path) -> None:
        with (folder / file).open("r+b") as opened:
            opened.truncate(HUGE)

    return change


def cut(file: str, share: float = 0.6) -> Change:
    """The file ends early, within a line."""

    def change(folder: Path) -> None:
        content = (folder / file).read_bytes()
        end = int(len(content) * share)
        while content[end - 1 : end] in {b"\n", b"\r"}:
            end -= 1
        (folder / file).write_bytes(content[:end])

    return change


def encoded(file: str, encoding: str) -> Change:
    """The file is saved in another encoding."""

    def change(folder: Path) -> None:
        text = (folder / file).read_bytes().decode("utf-8-sig")
        (folder / file).write_bytes(text.encode(encoding, "replace"))

    return change


def replaced(file: str, old: str, new: str, times: int = 1) -> Change:
    """A text of the file is another one."""

    def change(folder: Path) -> None:
        text = (folder / file).read_bytes().decode()
        assert old in text
        (folder / file).write_bytes(text.replace(old, new, times).encode())

    return change


def both(*changes: Change) -> Change:
    """One after the other."""

    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


def cells(file: str, row: int, **values: str) -> Change:
    """Other cells in a row of an exported CSV file (1 = first after the header)."""

    def change(folder: Path) -> None:
        files = changed({file: (folder / file).read_bytes()}, file, row, **values)
        (folder / file).write_bytes(files[file])

    return change


def service(number: int, **values: object) -> Change:
    """Other fields of an HSDS service; the tables go, so that they need not say the same."""

    def change(folder: Path) -> None:
        shutil.rmtree(folder / "tabular")
        found = json.loads((folder / "services.json").read_text())
        found[number].update(values)
        (folder / "services.json").write_text(json.dumps(found, indent=1))

    return change


def written(file: str, text: str) -> Change:
    """Another file in its place."""

    def change(folder: Path) -> None:
        (folder / file).write_text(text)

    return change


# way, what is wrong, what it does to the files, what must be said
CASES: list[tuple[str, str, Change, tuple[str, ...]]] = [
    ("load", "cut off", cut("routing.csv"), ("routing.csv, line 1", "expected")),
    ("load", "cut off yaml", cut("topics.yaml"), ("topics.yaml", "expected")),
    ("load", "windows-1252", encoded("routing.csv", "cp1252"), ("routing.csv, line 2: expected UTF-8",)),
    ("load", "utf-16", encoded("offices.yaml", "utf-16"), ("offices.yaml, line 1: expected UTF-8",)),
    ("load", "100 MB", huge("routing.csv"), ("routing.csv: expected at most 10 MB",)),
    ("load", "100 MB yaml", huge("offices.yaml"), ("offices.yaml: expected at most 10 MB",)),
    (
        "load",
        "yaml bomb",
        written("handouts.yaml", "handouts:\n- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n"),
        ("handouts.yaml, line 3: expected the value itself; YAML aliases",),
    ),
    (
        "load",
        "circle of successors",
        both(
            replaced("offices.yaml", "- id: abh\n", "- id: abh\n  successor: akzess\n"),
            replaced("offices.yaml", "- id: akzess\n", "- id: akzess\n  successor: abh\n"),
        ),
        ("offices.yaml, line ", "field successor: expected no circle"),
    ),
    (
        "load",
        "hours",
        replaced("offices.yaml", "opening_hours: Mo,Tu,Th", "opening_hours: Montag"),
        ("offices.yaml, line ", "field opening_hours: expected opening hours in OSM syntax"),
    ),
    (
        "load",
        "unknown topic",
        replaced("routing.csv", "AUFE-041,aufenthalt,anmeldung", "AUFE-041,aufenthalt,fliegen"),
        ("routing.csv, line 2, field subtopic: expected an id of topics.yaml, found “aufenthalt/fliegen”",),
    ),
    ("csv", "cut off", cut("routing.csv"), ("routing.csv, line 1", "cut off")),
    ("csv", "windows-1252", encoded("offices.csv", "cp1252"), ("offices.csv, line 2: expected UTF-8", "Windows-1252")),
    ("csv", "utf-16", encoded("offices.csv", "utf-16"), ("offices.csv: expected UTF-8, found UTF-16",)),
    ("csv", "100 MB", huge("offices.csv"), ("offices.csv: expected at most 10 MB",)),
    (
        "csv",
        "circle of successors",
        both(cells("offices.csv", 4, successor="akzess"), cells("offices.csv", 6, successor="abh")),
        ("offices.csv, line 5, field successor: expected no circle", "offices.csv, line 7, field successor"),
    ),
    (
        "csv",
        "hours",
        cells("offices.csv", 1, opening_hours="Montag 8-12"),
        ("offices.csv, line 2, field opening_hours: expected opening hours in OSM syntax",),
    ),
    (
        "csv",
        "unknown topic",
        cells("routing.csv", 1, topic="fliegen"),
        ("routing.csv, line 2, field topic: expected an id of topics.yaml, found “fliegen/",),
    ),
    ("csv", "unknown file", written("stellen.csv", "id\r\n"), ("stellen.csv: expected the name of an exported file",)),
    ("hsds", "cut off", cut("services.json"), ("services.json, line ", "expected")),
    ("hsds", "windows-1252", encoded("services.json", "cp1252"), ("services.json, line ", "UTF-8")),
    ("hsds", "utf-16", encoded("services.json", "utf-16"), ("services.json", "UTF-8")),
    ("hsds", "100 MB", huge("services.json"), ("services.json: expected at most 50 MB",)),
    ("hsds", "100 MB of tables", huge("tabular/services.csv"), ("tabular/services.csv: expected at most 50 MB",)),
    ("hsds", "cut off table", cut("tabular/schedules.csv"), ("tabular/schedules.csv, line ",)),
    ("hsds", "deep", written("services.json", "[" * 100_000), ("services.json", "expected")),
    ("hsds", "unknown status", service(0, status="closed"), ("services.json, line ", "status")),
    ("hsds", "no id", service(3, id="wzl"), ("services.json, line ", "id")),
    (
        "hsds",
        "hours",
        service(0, schedules=[{"id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "freq": "DAILY", "byday": "MO"}]),
        ("services.json, line ", "schedules"),
    ),
    ("xzufi", "cut off", cut("transfer.xml"), ("transfer.xml", "line ", "cut off")),
    ("xzufi", "windows-1252", encoded("transfer.xml", "cp1252"), ("transfer.xml", "line ", "not in UTF-8")),
    ("xzufi", "utf-16", encoded("transfer.xml", "utf-16"), ("transfer.xml", "not in UTF-8")),
    ("xzufi", "100 MB", huge("transfer.xml"), ("transfer.xml", "larger than 50 MB")),
    *(
        ("xzufi", f"bomb {number}", written("transfer.xml", bomb), ("transfer.xml", "line ", "DOCTYPE"))
        for number, bomb in enumerate((BOMB, EXTERNAL, ENTITY, PARAMETER))
    ),
    ("xzufi", "no xzufi", written("transfer.xml", "<a/>"), ("transfer.xml", "no XZuFi file of version 2.2 or 2.3")),
]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """Everything is refused before it comes near the database."""
    return sqlite_database


def prepare(way: str, database: Database, folder: Path) -> None:
    """Whole files of this way in."""
    if way == "load":
        shutil.copytree(EXAMPLE, folder)
        return
    folder.mkdir()
    with database.reading() as session:
        if way == "csv":
            files_folder.write(folder, files_export.csv_files(session), own=lambda *_: False)
        elif way == "hsds":
            hsds.export(session, folder, date(2026, 11, 23))
        else:
            shutil.copyfile(TRANSFER, folder / "transfer.xml")


def take(way: str, database: Database, folder: Path) -> None:
    """What the command does; that of XZuFi reads all files before it takes anything in."""
    if way == "xzufi":
        read_folder(folder)
        return
    with database.writing() as session:
        if way == "load":
            load(session, folder)
        elif way == "csv":
            found = files_import.plan(session, files_folder.read(folder))
            files_import.publish(session, found, by="test", why="", now=clock.now())
        else:
            hsds.take_in(session, folder, now=clock.now())


@pytest.mark.parametrize("case", CASES, ids=[f"{way}: {what}" for way, what, *_ in CASES])
def test_refused(database: Database, tmp_path: Path, case: tuple[str, str, Change, tuple[str, ...]]) -> None:
    way, _, change, said = case
    folder = tmp_path / "files"
    prepare(way, database, folder)
    change(folder)
    before = dump(database)
    with pytest.raises(WegweiserError) as refused:
        take(way, database, folder)
    for words in said:
        assert words in str(refused.value)
    assert dump(database) == before


@pytest.mark.parametrize("way", ["load", "csv", "hsds"])
def test_what_is_whole_changes_nothing_either(database: Database, tmp_path: Path, way: str) -> None:
    """The files that are spoilt above are right before."""
    folder = tmp_path / "files"
    prepare(way, database, folder)
    before = dump(database)
    take(way, database, folder)
    assert dump(database) == before
