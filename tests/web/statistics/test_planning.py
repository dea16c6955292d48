"""Planning: every number is one of the released tables or reckoned from them, and what is proposed has its reason."""

from collections.abc import Iterator

import pytest

from app import clock
from app.released.tables import ALL
from app.reports.comparing import text
from app.reports.page import Asked
from app.reports.planning.spans import span
from app.reports.reader import Reader
from app.reports.sections import planning, planning_hours
from app.reports.sections.open_hours import OpenHours, open_hours
from app.reports.sections.planning_basis import counted_days
from app.reports.values import Count, Section, Share, Words
from tests.web.statistics.conftest import NOW, Published

QUARTER = "2026-Q3"


@pytest.fixture(scope="module")
def reader(published: Published) -> Iterator[Reader]:
    with clock.fixed(NOW), published.database.reading() as session:
        yield Reader(session, "de")


@pytest.fixture(scope="module")
def sections(reader: Reader) -> dict[str, Section]:
    return {section.id: section for section in planning.build(reader, Asked(QUARTER))}


@pytest.mark.parametrize(("id", "name"), [("rising-topics", "topic"), ("rising-languages", "language")])
def test_what_rises_is_released_and_far_more_than_rounding(
    reader: Reader, sections: dict[str, Section], id: str, name: str
) -> None:
    section = sections[id]
    tables = [reader.table(name, period) for period in (QUARTER, "2026-Q2", "2025-Q3")]
    assert len(section.rows) > 1
    for row in section.rows:
        counts = [value.count for value in row.values[:3] if isinstance(value, Count)]
        assert counts == [table and table.count(*row.key) for table in tables]
        assert (counts[0] or 0) - 4 > (counts[2] or 0) + 4
        assert "mindestens" in text(row.values[3], "de")
    assert section.rows[1].label in section.reading


def test_interpreters_are_ranked_by_what_is_published(reader: Reader, sections: dict[str, Section]) -> None:
    talks, unmet = reader.table("language_talk", QUARTER), reader.table("unmet_language", QUARTER)
    assert talks
    assert unmet
    about = []
    for row in sections["interpreters"].rows:
        tag = row.key[0]
        without = [talks.count(tag, talk) for talk in ("companion", "gestures")]
        assert [value.count for value in row.values[:2] if isinstance(value, Count)] == without
        nobody = unmet.count(tag)
        low = max(sum(span(Count(n)).low for n in without), span(Count(nobody)).low)
        assert isinstance(row.values[3], Words)
        assert row.values[3].text.startswith(f"{low} – ")
        about.append(max(sum(n or 0 for n in without), nobody or 0))
    assert about == sorted(about, reverse=True)
    assert "de" not in {row.key[0] for row in sections["interpreters"].rows}


def test_material_that_is_there_is_not_asked_for(reader: Reader, sections: dict[str, Section]) -> None:
    table = reader.table("topic_language", QUARTER)
    assert table
    rows = sections["material"].rows
    shares = [value.share for row in rows for value in row.values if isinstance(value, Share)]
    assert shares == sorted(shares, key=lambda share: share or 0)
    for row in rows:
        if row.key:
            assert text(Count(table.count(*row.key)), "de") == text(row.values[1], "de")
            assert ALL not in row.key
            assert row.key[1] != "de"


def test_hours_are_as_many_as_today_and_cover_more(reader: Reader, sections: dict[str, Section]) -> None:
    section = sections["opening-hours"]
    today, proposed = (
        sum(value.count or 0 for row in section.rows if isinstance(value := row.values[place], Count))
        for place in (1, 3)
    )
    assert proposed > today
    assert f"{text(Count(proposed), 'de')} von" in section.reading
    assert "Probe" in section.reading
    assert any("vergeblich" in note for note in section.notes)
    load = reader.table("desk_load", QUARTER)
    assert load
    listed = [value.count or 0 for row in sections["desk-hours"].rows if isinstance(value := row.values[0], Count)]
    last_year = [reader.table("desk_load", one) for one in ("2025-Q4", "2026-Q1", "2026-Q2", QUARTER)]
    assert sum(listed) == sum(cell.count or 0 for table in last_year if table for cell in table.cells)
    assert len(open_hours(reader.session, QUARTER).own) == 18


def test_a_month_takes_what_there_was_by_then(reader: Reader) -> None:
    found = {section.id: section for section in planning.build(reader, Asked("2026-08"))}
    assert found["rising-topics"].period == "2026-08"
    assert found["opening-hours"].period == "2026-Q2"
    first = {section.id: section for section in planning.build(reader, Asked("2025-05"))}
    assert first["rising-topics"].missing
    assert first["opening-hours"].missing == "Diese Tabelle gibt es nur für Quartale."


def test_a_week_of_the_quarter_in_which_the_centre_began_is_one_of_its_weeks(reader: Reader) -> None:
    assert counted_days(reader, "2025-Q2") == 31 + 30, "furnished from May 2025 on"
    assert counted_days(reader, "2025-Q3") == 92
    nothing = planning.build(reader, Asked("2025-Q2"))[0]
    assert nothing.missing.startswith("2. Quartal 2025: Es gibt noch keinen")
    assert nothing.table == "", "nothing is withheld: there is only nothing to compare with"


def test_a_period_in_which_the_centre_began_is_no_measure(reader: Reader) -> None:
    """The tables begin in May 2025: the second quarter of 2025 has two months, the year eight."""
    found = {section.id: section for section in planning.build(reader, Asked("2026-Q2"))}
    assert [column.heading for column in found["rising-topics"].columns[:2]] == ["2. Quartal 2026", "1. Quartal 2026"]
    assert len(found["rising-topics"].columns) == 3
    assert "Vergleichszeitraum aus dem Jahr davor fehlt" in found["rising-topics"].notes[-1]
    assert "2. Quartal 2025" not in found["opening-hours"].notes[0]


def test_without_opening_hours_nothing_is_proposed(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = OpenHours(frozenset(), frozenset(), "")
    monkeypatch.setattr(planning_hours, "open_hours", lambda *_: unknown)
    found = {section.id: section for section in planning.build(reader, Asked(QUARTER))}
    assert found["opening-hours"].missing == found["desk-hours"].missing
    assert "nicht bekannt" in found["opening-hours"].missing
