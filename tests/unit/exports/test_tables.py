"""A released table in its long form: what CONTRACT.md promises, and that its hash can be reckoned from the file."""

import csv
import json

import pytest

from app.db import Database
from app.released.rounding import METHOD
from app.released.tables import Cell, Table
from app.reports.exports.guard import guarded
from app.reports.exports.tables import NotATable, csv_of, json_of, read_csv
from app.reports.reader import Reader

SMALL = Table(
    "topic",
    "2026-Q3",
    METHOD,
    (
        Cell(("wohnen", "wohnen/mietproblem"), None, 5),
        Cell(("ALL", "ALL"), 120, 5),
        Cell(("asyl", "ALL"), 45, 10),
        Cell(("asyl", "asyl/familiensuche"), None, 10),
    ),
)
LONG_FORM = f"""\
# table: topic
# period: 2026-Q3
# unit: contacts
# method: {METHOD}
# version: 0.1.0
# hash: {SMALL.hash}
topic,subtopic,count,note
ALL,ALL,120,
asyl,ALL,45,from 10
asyl,asyl/familiensuche,<10,withheld
wohnen,wohnen/mietproblem,<5,withheld
"""


def test_the_long_form() -> None:
    assert csv_of(SMALL).decode() == LONG_FORM
    whole = json.loads(json_of(SMALL))
    assert [whole[one] for one in ("table", "period", "method", "hash")] == ["topic", "2026-Q3", METHOD, SMALL.hash]
    names, *rows = csv.reader(line for line in LONG_FORM.splitlines() if line[0] != "#")
    assert [[str(row[name]) for name in names] for row in whole["rows"]] == rows


def test_every_released_table_can_be_read_back_from_its_file_and_has_its_hash(furnished: Database) -> None:
    with furnished.reading() as session:
        reader = Reader(session, "de")
        for (name, period), digest in reader.catalogue.items():
            table = reader.table(name, period)
            assert table is not None
            again = read_csv(csv_of(table))
            assert set(again.cells) == set(table.cells)
            assert again.hash == digest


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (",120,", ",125,", "is not that of its numbers"),
        (",120,", ",121,", "has not passed the disclosure control"),
        ("<5,withheld", "<10,withheld", "is not that of its numbers"),
        ("topic,subtopic", "subtopic,topic", "columns are not those"),
        ("# table: topic", "# table: contact", "contact"),
        ("<5", "five", "five"),
    ],
)
def test_a_file_that_was_changed_is_none(old: str, new: str, why: str) -> None:
    with pytest.raises(NotATable, match=why):
        read_csv(LONG_FORM.replace(old, new, 1).encode())


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx", " =1", "＝1"])
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_ids_stay_as_they_are() -> None:
    for text in ("ALL", "wohnen/mietproblem", "9", "to5", "fa-AF", "<5"):
        assert guarded(text) == text
