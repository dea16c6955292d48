"""A report says what the released tables say, keeps to them, and says what they do not have."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.db import Database
from app.released.models import Release
from app.released.service import ChangedRelease
from app.released.tables import ALL, EXACT
from app.reports.comparing import text
from app.reports.evaluation.annex import whole_hash
from app.reports.evaluation.chapter import Chapter, Report
from app.reports.evaluation.kept import Written
from app.reports.evaluation.report import CHAPTERS, suggestions
from app.reports.evaluation.span import Span, UnfitSpan
from app.reports.reader import Reader
from app.reports.values import Count, Section
from tests.released import UNKNOWN
from tests.unit.evaluation.conftest import drafted, report_of

YEAR = Span("2026-07", "2026-09")


def chapter(report: Report, name: str) -> Chapter:
    return next(one for one in report.chapters if one.id == name)


def section(report: Report, name: str) -> Section:
    return next(one for made in report.chapters for one in made.sections if one.id == name)


def said(report: Report, name: str) -> dict[str, tuple[str, ...]]:
    """The rows of a section as they are written."""
    return {row.label: tuple(text(one, report.language) for one in row.values) for row in section(report, name).rows}


def every_text(report: Report) -> Iterator[str]:
    for made in report.chapters:
        yield from (made.title, *made.paragraphs)
        for one in made.sections:
            yield from (one.title, one.reading, one.missing, one.first_heading, *one.notes)
            yield from (column.heading for column in one.columns)


def test_every_chapter_of_the_issue_is_there(report: Report) -> None:
    assert [one.id for one in report.chapters] == [*CHAPTERS, "annex"]
    assert report.title == "Evaluation des Willkommenszentrums"
    assert report.subtitle == "Juli 2025 – Oktober 2026"
    assert report.sender[0] == "Willkommenszentrum Leipzig (WZL)"


def test_a_quarter_has_the_very_cells_of_its_tables(released: Database) -> None:
    report = report_of(released, drafted(released, YEAR))
    compared = 0
    with released.reading() as session:
        reader = Reader(session, "de")
        for one in (one for made in report.chapters for one in made.sections):
            table = reader.table(one.table, "2026-Q3") if one.table and one.period == str(YEAR) else None
            if table is None or one.id == "course" or one.table in EXACT:
                continue
            for row in one.rows:
                if row.key and isinstance(row.values[0], Count):
                    cell = table.cell(*row.key)
                    assert cell is not None, row
                    assert row.values[0] == Count(cell.count, cell.threshold), row
                    compared += 1
    assert compared > 100


def test_a_longer_span_adds_its_periods_and_says_how_far_rounding_goes(released: Database, report: Report) -> None:
    with released.reading() as session:
        reader = Reader(session, "de")
        tables = [
            reader.table("language", period) for period in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
        ]
        october = reader.table("language", "2026-10")
        total = sum(table.count("uk") or 0 for table in (*tables, october) if table)
        share = total / sum(table.count(ALL) or 0 for table in (*tables, october) if table)
        loads = [reader.table("desk_load", table.period) for table in tables if table]
    assert said(report, "language")["Ukrainisch"] == (
        f"{total:,}\u00a0±\u00a024".replace(",", "."),
        f"{share:.0%}".replace("%", "\u00a0%"),
    )
    monday = sum(table.count("1", "11") or 0 for table in loads if table)
    assert said(report, "load")["11 Uhr"][0] == f"{monday:,}".replace(",", ".")


def test_what_is_not_released_is_said(released: Database) -> None:
    report = report_of(released, drafted(released, Span("2026-03", "2026-12")))
    assert any("November 2026 – Dezember 2026" in one for one in chapter(report, "method").paragraphs)
    assert any("Oktober 2026 – Dezember 2026" in note for note in section(report, "office").notes)
    assert section(report, "before").missing.startswith("Kein Vergleich möglich")
    with pytest.raises(UnfitSpan, match="Nothing of these months"):
        drafted(released, Span("2024-01", "2024-06"))


def test_a_month_without_tables_of_offices_copes(released: Database) -> None:
    report = report_of(released, drafted(released, Span("2026-10", "2026-10")))
    assert section(report, "office").missing == "Diese Tabelle ist für diese Monate nicht veröffentlicht."
    assert section(report, "load").missing
    assert said(report, "channel")["vor Ort"][0].isdigit() or "." in said(report, "channel")["vor Ort"][0]


def test_changes_are_named_only_where_rounding_cannot_have_made_them(released: Database) -> None:
    report = report_of(released, drafted(released, Span("2026-01", "2026-06")))
    rows = said(report, "before")
    assert rows["Alle Erstkontakte"][2] == "mehr"
    assert UNKNOWN not in rows
    for before, now, _direction in rows.values():
        assert before != now


def test_the_annex_has_the_hash_of_every_table_that_was_read(released: Database, report: Report) -> None:
    listed = said(report, "releases")
    with released.reading() as session:
        catalogue = Reader(session, "de").catalogue
    assert len(listed) > 60
    found = {}
    for label, (value,) in listed.items():
        name, _, period = label.partition("--")
        assert catalogue[name, period] == value
        found[name, period] = value
    assert report.hash == whole_hash(found)
    assert any(report.hash in one for one in chapter(report, "annex").paragraphs)


def test_what_the_house_has_done(report: Report) -> None:
    assert said(report, "talks")["Mietrecht im Alltag"] == (
        "04.03.2026",
        "Mieterverein Leipzig e.V.",
        "Deutsch und Ukrainisch",
    )
    assert said(report, "hours_in_house")["Jobcenter Leipzig"] == ("Dienstag 09:00–12:00 (ungerade Wochen)",)
    assert said(report, "agreements")["Jobcenter Leipzig"] == ("Sprechstunde im Haus", "01.07.2025", "ohne Ende")
    assert said(report, "requests")["Wohnen"][2:] == ("gefragt", "10.01.2026", "–")
    [asked] = chapter(report, "material").paragraphs
    assert "geliefert: 1, abgelehnt: 0, noch offen: 1" in asked
    assert "(Median) 42 Tage" in asked


def test_people_at_a_single_event_are_nowhere(report: Report) -> None:
    assert "17" not in " ".join(" ".join(row) for row in said(report, "talks").values())


def test_figures_suggest_adjustments_that_nobody_has_to_take(released: Database, report: Report) -> None:
    with released.reading() as session:
        found = suggestions(Reader(session, "de"), drafted(released))
    assert any(one.startswith("Regeln prüfen, die im Handlungsfeld") for one in found)
    assert any(one.startswith("An das Infomaterial erinnern, auf das seit mehr als 90 Tagen") for one in found)
    assert chapter(report, "recommendations").own == ()


def test_texts_stand_in_their_chapters_and_english_falls_back_to_german(released: Database) -> None:
    texts = {
        ("volumes", "de"): Written("Erster Absatz.\n\nZweiter\nAbsatz.", 1),
        ("volumes", "en"): Written("First.", 1),
        ("topics", "de"): Written("Themen.", 1),
        ("recommendations", "de"): Written("- Mehr Dolmetscher\n2. Andere Zeiten\n\n18 Uhr ist zu früh", 1),
    }
    found = replace(drafted(released), texts=texts)
    german, english = report_of(released, found), report_of(released, found, "en")
    assert chapter(german, "volumes").own == ("Erster Absatz.", "Zweiter\nAbsatz.")
    assert chapter(german, "recommendations").own == ("Mehr Dolmetscher", "Andere Zeiten", "18 Uhr ist zu früh")
    assert (chapter(english, "volumes").own, chapter(english, "volumes").own_language) == (("First.",), "en")
    assert (chapter(english, "topics").own, chapter(english, "topics").own_language) == (("Themen.",), "de")


def test_nothing_german_is_left_in_the_english_report(released: Database) -> None:
    found = drafted(released)
    german, english = (set(every_text(report_of(released, found, one))) for one in ("de", "en"))
    same = {one for one in german & english if one and not one.replace(".", "").isdigit()}
    # Names of weekdays, numbers and codes differ; what is the same in both languages has been looked at.
    assert same <= {"Partner", "Name", "Start", "Status"}


def test_a_report_keeps_to_its_releases(released: Database) -> None:
    found = drafted(released)
    before = report_of(released, found)
    later = {one: value for one, value in found.releases.items() if one[1] != "2026-10"}
    older = report_of(released, replace(found, releases=later))
    assert older.hash != before.hash
    assert any("Oktober 2026" in note for note in section(older, "language").notes)
    changed = dict.fromkeys(found.releases, "0" * 64)
    with pytest.raises(ChangedRelease):
        report_of(released, replace(found, releases=changed))
    with released.reading() as session:
        assert session.get(Release, ("language", "2026-10")) is not None
