"""The search for damage: what it finds in a town, and that it is quick about it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.keeping import rows
from app.keeping.verifying import findings
from app.keeping.writing import snapshot
from tests.web.keeping.town import CONTACTS, Town, empty_town, work


@pytest.fixture
def sqlite_town(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    town = empty_town(tmp_path / "town", sqlite_url)
    work(town)
    yield town
    town.database.dispose()


def test_verify_finds_what_is_wrong(sqlite_town: Town) -> None:
    assert findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files) == []
    with sqlite_town.database.writing() as session:
        session.execute(text("INSERT INTO desk_load (quarter, weekday, hour, n) VALUES ('2026-Q4', 1, 9, -1)"))
        session.execute(text("UPDATE rounding_secret SET secret = secret"))
    assert findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files) == [
        "1 counters of “desk_load” are below nothing."
    ]
    with sqlite_town.database.writing() as session:
        session.execute(text("ALTER TABLE desk_load ADD COLUMN visitor VARCHAR(80)"))
    assert findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files) == [
        "The schema is not the program's: remove_column desk_load visitor."
    ]


def test_verify_finds_what_sqlite_lets_through(sqlite_town: Town) -> None:
    with sqlite_town.database.write_engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("DELETE FROM language WHERE tag = 'uk'")
        connection.exec_driver_sql(
            "UPDATE contact SET talk = 'a word that is far too long' WHERE key = (SELECT min(key) FROM contact)"
        )
        connection.exec_driver_sql("COMMIT")
        connection.invalidate()
    found = findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files)
    assert f"{CONTACTS} rows of “contact” name rows of “language” that are not there." in found
    assert "1 values of “contact.talk” are longer than 20 characters." in found


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("contact", "UPDATE contact SET persons = 'Frau Example'"),
        ("contact", "UPDATE contact SET month = x'00ff'"),
        ("contact_topic", "INSERT INTO contact_topic VALUES ('text', 'wohnen/mietproblem')"),
        ("login", "UPDATE login SET ends_at = 'yesterday'"),
        ("resend_key", "UPDATE resend_key SET day = '2026-13-01'"),
        ("stored_file", "UPDATE stored_file SET notes = '{'"),
        ("user", "UPDATE user SET active = 7"),
    ],
    ids=str,
)
def test_verify_finds_what_is_not_of_its_column(sqlite_town: Town, name: str, change: str) -> None:
    file = str(sqlite_town.database.write_engine.url.database)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(change)
    found = findings(sqlite_town.database, sqlite_town.keys, sqlite_town.files)
    assert f"Rows of “{name}” hold what does not belong into their columns." in found


def test_rows_are_read_many_at_once(sqlite_town: Town) -> None:
    """One by one a million of them took five times as long."""
    with snapshot(sqlite_town.database) as connection:
        shape = next(one for one in rows.shapes(connection) if one.name == "contact")
        assert [len(lines) for lines in rows.read(connection, shape)] == [CONTACTS]


def test_verify_of_a_damaged_file(sqlite_town: Town, tmp_path: Path) -> None:
    sqlite_town.database.dispose()
    file = Path(str(sqlite_town.database.write_engine.url.database))
    damaged = tmp_path / "damaged.sqlite3"
    shutil.copyfile(file, damaged)
    content = bytearray(damaged.read_bytes())
    for start in range(4096 * 8, len(content), 4096 * 3):
        content[start : start + 64] = b"\xa5" * 64
    damaged.write_bytes(content)
    town = empty_town(tmp_path / "other", f"sqlite:///{damaged}")
    found = findings(town.database, town.keys, town.files)
    town.database.dispose()
    assert found
    assert "damaged" in found[0] or "cannot be read" in found[0]
