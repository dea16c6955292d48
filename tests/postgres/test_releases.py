"""Whatever was counted, the night job releases nothing that singles anybody out by its own cells, of any period."""

import random
from collections import Counter
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from app import clock, night
from app.contacts.models import Contact, ContactTopic, DeskLoad
from app.db import Database
from app.house.events.models import Event
from app.house.interpreting.models import LanguageUnmet
from app.released.models import Release
from app.released.periods import months_of, quarter_of
from app.released.tables import ALL, Cell, cells_of
from app.vocabulary.models import Topic
from app.vocabulary.service import REVISION, raise_revision, vocabulary

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=clock.ZONE)
QUARTERS = tuple(f"{year}-Q{number}" for year in (2025, 2026) for number in (1, 2, 3, 4))[:7]
PROTECTED = "schutz"
CHECKED = {"event", "topic_language", "unmet_language"}
"""Tables whose true numbers are reckoned here."""
LANGUAGES = ("uk", "ar", "ru", "vi", "ti", "pl")
Numbers = Counter[tuple[str, str, str]]
"""Of a table's name, period and key, joined."""


def count(name: str, period: str, *key: str) -> tuple[str, str, str]:
    return name, period, " ".join(key)


def contacts(database: Database, chance: random.Random, topics: list[str]) -> Numbers:
    """Contacts of the year, most of few languages and topics; their true numbers."""
    true: Numbers = Counter()
    likely = chance.sample(topics, 3)
    with database.writing() as session:
        for _ in range(chance.choice((3, 12, 60, 250))):
            key, language = chance.randbytes(16), chance.choice(LANGUAGES[: chance.randint(1, len(LANGUAGES))])
            month = f"2025-{chance.randint(1, 12):02d}"
            found = set(
                chance.sample(likely, chance.randint(1, 2)) if chance.random() < 0.9 else [chance.choice(topics)]
            )
            session.add(Contact(key=key, month=month, language=language, talk="direct", channel="in_person"))
            session.flush()
            session.add_all(ContactTopic(contact_key=key, topic_id=topic) for topic in found)
            true.update(
                count("topic_language", "2025", topic, tag) for topic in (ALL, *found) for tag in (ALL, language)
            )
    return true


def counters(database: Database, chance: random.Random, topics: list[str]) -> Numbers:
    """Unmet languages and participants of every quarter; their true numbers."""
    true: Numbers = Counter()
    with database.writing() as session:
        session.add(DeskLoad(quarter=QUARTERS[0], weekday=1, hour=9, n=1))
        for quarter in QUARTERS:
            for language in LANGUAGES:
                n = chance.choice((1, 3, 4, 5, 9, 17))
                session.add(LanguageUnmet(language=language, quarter=quarter, n=n))
                true[count("unmet_language", quarter, language)] = n
            for number in range(chance.randint(0, 4)):
                about = chance.sample(topics, chance.randint(0, 2))
                people = chance.choice((0, 2, 4, 9, 12, 30))
                session.add(event(f"{quarter}-{number}", quarter, about, people))
                if set(about) != {PROTECTED}:
                    keys = {ALL, *about} - {PROTECTED}
                    true.update({count("event", quarter, topic): people for topic in keys})
    return true


def event(id_: str, quarter: str, topics: list[str], participants: int) -> Event:
    month = months_of(quarter).start
    words = {"title_de": "Vortrag", "title_en": "Talk", "description": "", "room": "Saal", "contact": "", "link": ""}
    rest: dict[str, Any] = {"titles": {}, "languages": ["de"], "office_id": None, "seats": None, "notes": []}
    day = date(month // 12, month % 12 + 1, 5)
    hours = {"starts": time(17), "ends": time(18), "registration": "none", "cancelled": False, "version": 1}
    return Event(id=id_, topics=topics, day=day, participants=participants, **words, **rest, **hours)


@pytest.mark.parametrize("seed", range(8))
def test_no_released_cell_is_small_or_exact(sqlite_database: Database, seed: int) -> None:
    database, chance = sqlite_database, random.Random(seed)
    with database.writing() as session:
        session.execute(update(Topic).where(Topic.id == PROTECTED).values(handling="protection"))
        raise_revision(session, REVISION)
    with database.reading() as session:
        handling = {topic.id: topic.handling for topic in vocabulary(session).topics.values()}
    true = contacts(database, chance, list(handling)) + counters(database, chance, list(handling))
    night.run(database, NOW)
    with database.reading() as session:
        found = [(row.name, row.period, cells_of(row.content)) for row in session.scalars(select(Release))]
    assert {name for name, _, _ in found} >= CHECKED
    assert {period for name, period, _ in found if name == "unmet_language"} == set(QUARTERS)
    for name, period, cells in found:
        if name in CHECKED:
            for cell in cells:
                check(cell, true[count(name, period, *cell.key)], handling, name)
            check_broken_down(cells)


def check(cell: Cell, truth: int, handling: dict[str, str], name: str) -> None:
    topic = cell.key[0]
    assert name == "topic_language" or PROTECTED not in cell.key
    sensitive = name != "unmet_language" and handling.get(topic, "normal") != "normal"
    assert cell.threshold >= (10 if sensitive else 5)
    if cell.count is not None:
        assert truth >= cell.threshold
        assert cell.count % 5 == 0
        assert abs(cell.count - truth) <= 4


def check_broken_down(cells: tuple[Cell, ...]) -> None:
    """A cell below a total is there only where that total is 20 or more."""
    counts = {cell.key: cell.count for cell in cells}
    for key in counts:
        for place, value in enumerate(key):
            above = (*key[:place], ALL, *key[place + 1 :])
            if value != ALL and (ALL,) * len(key) in counts:
                assert (counts[above] or 0) >= 20, key


def test_quarters_are_released_once_they_are_over(sqlite_database: Database) -> None:
    counters(sqlite_database, random.Random(1), ["wohnen", "arbeit"])
    night.run(sqlite_database, NOW)
    with sqlite_database.reading() as session:
        periods = set(session.scalars(select(Release.period).where(Release.name == "unmet_language")))
    assert quarter_of(NOW.date()) not in periods
