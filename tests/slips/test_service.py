"""Slips by ids from the database, and the command."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import wegweiser
from app.cli.slip import most_general_rule
from app.db import Database
from app.errors import NotFound
from app.locales import GERMAN
from config import Settings
from referrals.slip.service import OfficeGone, language_of_text, slip_for
from tests.slips.pages import page_count, text_of
from tests.unit.slip.examples import languages, printed

NOW = datetime.fromisoformat("2026-11-23T10:30+01:00")


def slip(database: Database, **wanted: Any) -> Any:
    with database.reading() as session:
        return slip_for(session, now=NOW, **wanted)


def test_a_slip_by_ids(sqlite_database: Database) -> None:
    made = slip(
        sqlite_database,
        language="uk",
        topic="aufenthalt/adresse_eat",
        offices=(("buergerbuero_mitte", "responsible"), ("mosaik_mbe", "advises")),
        documents=("passport",),
        code="K7QM-4XDR-2WK",
    )
    assert made.place.name.startswith("Bürgerbüro")
    assert made.also[0].name.startswith("Mosaik")
    assert made.staff.code == "K7QM-4XDR-2WK"
    assert made.language.tag == "uk"


def test_a_protected_topic_makes_a_neutral_slip_unasked(sqlite_database: Database) -> None:
    made = slip(
        sqlite_database, language="ar", topic="schutz/haeusliche_gewalt", offices=(("hilfetelefon", "advises"),)
    )
    assert made.place is None
    assert "116016" in [number.number for number in made.numbers]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"language": "xx"}, "There is no language “xx”"),
        ({"language": "uk", "topic": "a/b"}, "There is no topic “a/b”"),
        ({"language": "uk", "offices": (("nowhere", "advises"),)}, "There is no office “nowhere”"),
        ({"language": "uk", "documents": ("paper",)}, "There is no document “paper”"),
    ],
)
def test_unknown_ids_are_named(sqlite_database: Database, wanted: dict[str, Any], expected: str) -> None:
    with pytest.raises(NotFound, match=expected):
        slip(sqlite_database, **wanted)


def test_nobody_is_sent_to_an_office_that_is_gone(sqlite_database: Database) -> None:
    with pytest.raises(OfficeGone, match="its successor is “johanniter_beratung”"):
        slip(sqlite_database, language="uk", offices=(("fluechtlingsrat_leipzig", "advises"),))


def test_the_second_column_is_english_where_there_is_no_catalogue() -> None:
    columns = {tag: language_of_text(language) for tag, language in languages().items()}
    assert columns["de"] is language_of_text(GERMAN) is None
    for tag in printed():
        assert columns[tag] == languages()[tag]
    column = columns["rmn / rmy"]
    assert column is not None
    assert column.tag == "en"


@pytest.mark.parametrize(
    ("topic", "office", "expected"),
    [
        ("aufenthalt/titel_erst", "abh", "AUFE-011"),
        ("aufenthalt/anmeldung", "buergerbuero_mitte", "AUFE-001"),
        ("aufenthalt/anmeldung", "caritas", "AUFE-041"),
        ("aufenthalt/anmeldung", "vhs", None),
    ],
)
def test_what_to_bring_is_that_of_the_most_general_rule(
    sqlite_database: Database, topic: str, office: str, expected: str | None
) -> None:
    with sqlite_database.reading() as session:
        rule = most_general_rule(session, topic, office, date.fromisoformat("2026-11-23"))
    assert (rule.id if rule else None) == expected


@pytest.fixture
def run(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("WEGWEISER_INSTANCE", str(sqlite_settings.instance))
    monkeypatch.setenv("WEGWEISER_DATABASE_URL", sqlite_settings.database_url)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(wegweiser, ["slip", *arguments])

    return invoke


def test_the_command_writes_a_page_without_a_code(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    result = run("abh", "--topic", "aufenthalt/titel_erst", "--language", "ar", "-o", str(file), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["file"] == str(file)
    content = file.read_bytes()
    text = text_of(content)
    assert page_count(content) == 1
    assert "Terminschreiben" in text
    assert "Zettelcode" not in text


def test_the_command_takes_day_paper_and_neutral(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    common = ("abh", "--topic", "aufenthalt/titel_erst", "--language", "uk", "-o", str(file))
    assert run(*common, "--date", "2026-12-01", "--paper", "A5", "--large").exit_code == 0
    assert "01.12.2026" in text_of(file.read_bytes())
    assert run(*common, "--neutral").exit_code == 0
    assert "Aufenthaltstitel" not in text_of(file.read_bytes())


def test_a_refused_slip_leaves_no_file(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    result = run("nowhere", "--topic", "aufenthalt/titel_erst", "--language", "uk", "-o", str(file))
    assert isinstance(result.exception, NotFound)
    assert not file.exists()
    assert run("abh", "--language", "uk", "-o", str(file)).exit_code == 2
