"""What stands on the board when, and what may not stand there at all."""

from datetime import date

import pytest

from app.house.board.values import NO_EMAIL, NO_PERSON, NO_PHONE, Board, Content, Entry, private

TODAY = date(2026, 11, 23)


LONG = date(2027, 6, 30)


def entry(name: str, *topics: str, until: date = LONG, gone: bool = False) -> Entry:
    return Entry(name, Content("offer", "room", "fizu", name, "", until, topics=topics), gone=gone)


BOARD = Board(
    [
        entry("long", "engagement"),
        entry("today", "engagement/helfen_spenden", until=TODAY),
        entry("yesterday", "engagement/helfen_spenden", until=date(2026, 11, 22)),
        entry("next week", "engagement", until=date(2026, 11, 30)),
        entry("gone", "engagement", gone=True),
        entry("elsewhere", "wohnen"),
        entry("no topic"),
    ]
)


def test_entries_end_by_themselves() -> None:
    assert [one.id for one in BOARD.current(TODAY)] == ["today", "next week", "elsewhere", "long", "no topic"]
    assert [one.id for one in BOARD.current(date(2027, 1, 1))] == ["elsewhere", "long", "no topic"]


def test_beside_an_answer() -> None:
    found = BOARD.matching("engagement/helfen_spenden", TODAY)
    assert [one.id for one in found] == ["today", "next week", "long"]
    assert BOARD.matching("bildung/kita", TODAY) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Schreiben Sie an anna.muster@gmx.de", [NO_EMAIL]),
        ("anna (at) verein.de", [NO_EMAIL]),
        ("Tel. 0341 1234567", [NO_PHONE]),
        ("0341/12 34-567", [NO_PHONE]),
        ("+49 (0)341 123456", [NO_PHONE]),
        ("(0341) 123456", [NO_PHONE]),
        ("0176-23456789 bis 31.12.2026", [NO_PHONE]),
        ("Bitte bei Frau Muster melden", [NO_PERSON]),
        ("Herrn Dr. Beispiel fragen", [NO_PERSON]),
        ("Frau Muster, 0341 1234567, a@b.de", [NO_EMAIL, NO_PHONE, NO_PERSON]),
    ],
)
def test_no_private_person(text: str, why: list[str]) -> None:
    assert list(private(text)) == why


@pytest.mark.parametrize(
    "text",
    [
        "Raum für 30 Personen, 04109 Leipzig, frei vom 01.12.2026 bis 31. 3. 2027",
        "Montags 09:00–12:00 und 14.00 bis 16.30 Uhr",
        "10.000 Euro, 100 Betten, 2026-12-01",
        "Frauen und Männer helfen mit; Frau und Familie",
        "Angebot für eine Frauengruppe; Herrschaftszeiten",
        "Nach § 24 Absatz 1, 3-mal die Woche; 0,5 Stellen",
        "",
    ],
)
def test_ordinary_texts(text: str) -> None:
    assert list(private(text)) == []
