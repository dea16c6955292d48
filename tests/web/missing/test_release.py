"""The year's table of demand: released once by the night job from what the counter logged, and read by the list."""

import secrets
from datetime import datetime

from app import clock, night
from app.contacts.models import Contact, ContactTopic
from app.db import Database
from app.released.service import released
from app.released.tables import ALL, Cell, Table
from handouts.demand import demand
from tests.web.counter.desk import page_text
from tests.web.missing.editor import Editor

BEFORE = datetime(2026, 1, 6, 3, 0, tzinfo=clock.ZONE)
DUE = datetime(2026, 1, 7, 3, 0, tzinfo=clock.ZONE)


def contacts(database: Database, n: int, language: str, *topics: str, month: str = "2025-06") -> None:
    with database.writing() as session:
        for _ in range(n):
            key = secrets.token_bytes(16)
            session.add(Contact(key=key, month=month, language=language, talk="direct", channel="phone"))
            session.flush()
            session.add_all(ContactTopic(contact_key=key, topic_id=topic) for topic in topics)


def table(database: Database, year: str = "2025") -> Table | None:
    with database.reading() as session:
        return released(session, "topic_language", year)


def test_released_seven_days_after_the_year_and_once(database: Database) -> None:
    contacts(database, 60, "vi", "wohnen/mietproblem", "wohnen/wohnungssuche")
    contacts(database, 25, "uk", "asyl/rueckkehr")
    contacts(database, 3, "ka", "wohnen/mietproblem")
    contacts(database, 80, "vi", "wohnen/mietproblem", month="2026-01")
    assert "topic_language 2025" not in night.run(database, BEFORE).released
    assert "topic_language 2025" in night.run(database, DUE).released
    found = table(database)
    assert found is not None
    assert found.count("wohnen", "vi") == 60
    assert found.count(ALL, "vi") == 60
    assert found.cell("wohnen", "ka") is None
    assert (found.count(ALL, "ka"), found.cell(ALL, "ka") is not None) == (None, True)
    assert found.count("asyl", ALL) == 25
    assert found.cell("asyl", "uk") == Cell(("asyl", "uk"), 25, 10)
    contacts(database, 40, "vi", "wohnen/mietproblem")
    assert night.run(database, DUE).released == ()
    assert table(database) == found


def test_a_protected_subtopic_counts_for_its_topic_only(database: Database) -> None:
    contacts(database, 30, "vi", "familie")
    contacts(database, 30, "vi", "schutz")
    night.run(database, DUE)
    found = table(database)
    assert found is not None
    assert found.count("familie", "vi") == 30
    assert found.cell("schutz", "vi") == Cell(("schutz", "vi"), 30, 10)
    assert not [cell.key for cell in found.cells if "/" in cell.key[0]]


def test_a_year_whose_contacts_are_partly_forgotten_is_not_counted(database: Database) -> None:
    contacts(database, 60, "vi", "wohnen/mietproblem", month="2024-12")
    night.run(database, datetime(2026, 3, 8, 3, 0, tzinfo=clock.ZONE))
    assert table(database, "2024") is None
    assert table(database, "2025") is not None


def test_before_the_first_contact_nothing_is_due(database: Database) -> None:
    night.run(database, DUE)
    assert table(database) is None


def test_what_is_shown_is_what_was_released_to_the_digit(editor: Editor) -> None:
    contacts(editor.database, 62, "vi", "wohnen/mietproblem")
    night.run(editor.database, DUE)
    with editor.database.reading() as session:
        shown = demand(session).of("wohnen", "vi")
    found = table(editor.database)
    assert found is not None
    assert shown == found.count("wohnen", "vi")
    assert shown in {60, 65}
    assert f"etwa {shown}" in page_text(editor.open().page)


def test_the_running_year_changes_nothing(editor: Editor) -> None:
    contacts(editor.database, 40, "vi", "wohnen/mietproblem")
    night.run(editor.database, DUE)
    before = editor.open().gaps("wohnen")
    contacts(editor.database, 500, "uk", "wohnen/mietproblem", month="2026-11")
    assert editor.open().gaps("wohnen") == before == ["vi"]
