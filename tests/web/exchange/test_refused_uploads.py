"""Uploads that must be refused: archives with tricks, files that are none, and whoever may not upload at all."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.db import Database
from app.exchange.files_archive import MOST_ENTRIES, MOST_UPLOAD_BYTES
from config import Settings
from tests.unit.interchange.xzufi.test_parsing import BOMB, ENTITY, EXTERNAL, PARAMETER
from tests.web.exchange.files import Exchanger, Files, changed, zipped
from tests.web.pages import check_page
from tests.web.staff import csrf_token, log_in, post


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Everything is refused before it comes near the database."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> Exchanger:
    return Exchanger(log_in(app, database, Role.EDITOR), database)


def bomb(files: Files) -> bytes:
    """A small archive that would be half a gigabyte."""
    return zipped({f"folder{number}/offices.csv": b"\0" * 100_000_000 for number in range(5)})


def lying(files: Files) -> bytes:
    """An archive that declares a smaller size than it has."""
    content = zipped({"offices.csv": files["offices.csv"] + b"\0" * 60_000_000})
    size = struct.pack("<I", len(files["offices.csv"]) + 60_000_000)
    return content.replace(size, struct.pack("<I", 10))


def encrypted(files: Files) -> bytes:
    """An archive that says that it has a password."""
    content = bytearray(zipped(files))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def damaged(files: Files) -> bytes:
    """An archive in which bytes of a file are others."""
    content = bytearray(zipped(files, zipfile.ZIP_STORED))
    at = content.find(b"Bildung")
    content[at : at + 4] = b"\0\0\0\0"
    return bytes(content)


ARCHIVES: dict[str, tuple[Callable[[Files], bytes], str]] = {
    "bomb": (bomb, "x.zip: ausgepackt sind höchstens 40 MB erlaubt"),
    "lies about its size": (lying, "x.zip: erwartet ist ein ZIP-Archiv; dieses ist beschädigt"),
    "leads upwards": (lambda files: zipped({"../offices.csv": files["offices.csv"]}), "führt aus dem Archiv heraus"),
    "leads to the root": (lambda files: zipped({"/etc/offices.csv": b"x"}), "führt aus dem Archiv heraus"),
    "leads to a drive": (lambda files: zipped({"C:\\offices.csv": b"x"}), "führt aus dem Archiv heraus"),
    "nested": (lambda files: zipped({"inner.zip": zipped(files)}), "ein Archiv in einem Archiv wird nicht gelesen"),
    "with a password": (encrypted, "erwartet ist ein Archiv ohne Passwort"),
    "with another method": (lambda files: zipped(files, zipfile.ZIP_LZMA), "ein gewöhnliches ZIP-Archiv"),
    "cut off": (lambda files: zipped(files)[:-100], "dieses ist beschädigt oder unvollständig"),
    "damaged": (damaged, "dieses ist beschädigt oder unvollständig"),
    "no archive": (lambda files: files["offices.csv"], "dieses ist beschädigt oder unvollständig"),
    "empty": (lambda files: zipped({}), "erwartet ist mindestens eine der Dateien"),
    "too many files": (
        lambda files: zipped({f"{number}.csv": b"" for number in range(MOST_ENTRIES + 1)}),
        "höchstens 60 Dateien im Archiv",
    ),
    "twice": (
        lambda files: zipped({"a/offices.csv": files["offices.csv"], "b/offices.csv": files["offices.csv"]}),
        "diese Datei darf nur einmal vorkommen",
    ),
    "other files": (lambda files: zipped({"lies-mich.txt": b"x"}), "erwartet ist der Name einer exportierten Datei"),
}


@pytest.mark.parametrize("trick", ARCHIVES)
def test_archives(editor: Exchanger, trick: str) -> None:
    make, said = ARCHIVES[trick]
    content = make(editor.download())
    assert len(content) < MOST_UPLOAD_BYTES
    before = editor.everything()
    editor.upload({"x.zip": content}, status=400)
    assert "Es wurde nichts geändert." in editor.trouble
    assert said in editor.trouble
    assert editor.everything() == before


def test_what_file_managers_add_is_left_aside(editor: Exchanger) -> None:
    files = editor.download()
    added = {"__MACOSX/._offices.csv": b"x", "liste/.DS_Store": b"x", "liste/offices.csv": files["offices.csv"]}
    editor.upload({"x.zip": zipped(added)})
    assert set(editor.rows) == {"offices.csv"}


def test_100_megabytes(editor: Exchanger) -> None:
    before = editor.everything()
    response = editor.send({"offices.csv": b"x" * 100_000_000})
    assert response.status_code == 413
    assert "Das ist zu viel auf einmal" in check_page(response).text()
    assert editor.everything() == before


def test_nothing_chosen(editor: Exchanger) -> None:
    editor.upload({}, status=400)
    assert "erwartet ist mindestens eine der Dateien" in editor.trouble


@pytest.mark.parametrize(
    ("file", "cells", "said"),
    [
        ("offices.csv", {"opening_hours": "Montag"}, "offices.csv, Zeile 2, Spalte opening_hours: erwartet"),
        ("offices.csv", {"successor": "wzl"}, "offices.csv, Zeile 2, Spalte successor: "),
        ("routing.csv", {"topic": "fliegen"}, "routing.csv, Zeile 2, Spalte topic: "),
        ("routing.csv", {"condition": "g:niemand"}, "routing.csv, Zeile 2, Spalte condition: "),
        ("routing.csv", {"valid_to": "22.11.26"}, "routing.csv, Zeile 2, Spalte valid_to: "),
    ],
)
def test_files_with_a_mistake(editor: Exchanger, file: str, cells: dict[str, str], said: str) -> None:
    files = editor.download()
    before = editor.everything()
    editor.upload(files | changed(files, file, 1, **cells), status=400)
    assert said in editor.trouble
    assert editor.everything() == before


def test_a_mistake_that_shows_at_an_entry_that_is_not_in_the_file(editor: Exchanger) -> None:
    content = changed(editor.download(), "topics.csv", 1, key="Y")["topics.csv"]
    editor.upload({"topics.csv": b"".join(content.splitlines(keepends=True)[:2])}, status=400)
    assert "topics.csv, Zeile 2, Spalte key: " in editor.trouble
    assert "Thema asyl, " in editor.trouble


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_other_encodings(editor: Exchanger, encoding: str) -> None:
    text = editor.download()["offices.csv"].decode("utf-8-sig")
    editor.upload({"offices.csv": text.encode(encoding, "replace")}, status=400)
    assert "erwartet ist UTF-8" in editor.trouble
    assert "CSV UTF-8" in editor.trouble


def test_many_mistakes_are_told_shortly(editor: Exchanger) -> None:
    text = editor.download()["routing.csv"].decode().replace(";high;", ";sure;")
    editor.upload({"routing.csv": text.encode()}, status=400)
    assert editor.trouble.count("routing.csv, Zeile") == 20
    assert "weitere" in editor.trouble


@pytest.mark.parametrize("bomb", [BOMB, EXTERNAL, ENTITY, PARAMETER])
def test_bombs_in_xml(editor: Exchanger, bomb: str) -> None:
    before = editor.everything()
    fields = {"file": (io.BytesIO(bomb.encode()), "unit.xml"), "csrf_token": csrf_token(editor.client)}
    response = editor.client.post("/proposals/file", data=fields)
    page = check_page(response)
    assert "unit.xml, Zeile" in page.text()
    assert "DOCTYPE" in page.text()
    assert editor.everything() == before


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.ANALYST])
def test_others_may_not_and_their_files_are_not_read(app: Flask, database: Database, role: Role) -> None:
    other = Exchanger(log_in(app, database, role), database)
    assert other.client.get("/exchange/csv.zip").status_code == 403
    assert post(other.client, "/exchange/take-over").status_code == 403
    # Large forms are for editors only: what others send is not even stored to look at it.
    assert other.send({"offices.csv": b"x" * 1_000_000}).status_code == 413
