"""Reports and their texts in the database: nothing of two analysts' work is lost."""

import pytest

from app.db import Database
from app.errors import NotFound
from app.reports.evaluation import kept
from app.reports.evaluation.kept import ChangedMeanwhile, HasTexts, UnfitText, Written
from app.reports.evaluation.span import Span
from tests.released import TODAY, furnish

SPAN = Span("2026-08", "2026-09")


@pytest.fixture
def report(database: Database) -> str:
    with database.writing() as session:
        furnish(session, first="2026-08", last="2026-09")
        return kept.make(session, SPAN, today=TODAY)


def test_a_report_comes_back_as_it_was_made(database: Database, report: str) -> None:
    with database.reading() as session:
        found, fresh = kept.find(session, report), kept.draft(session, SPAN, today=TODAY)
        assert (found.span, found.made_on, found.releases) == (SPAN, TODAY, fresh.releases)
        assert found.facts == fresh.facts
        assert [row.id for row in kept.reports(session)] == [report]
        assert kept.latest(session, SPAN) == report
        assert kept.latest(session, Span("2026-08", "2026-08")) is None
        assert not kept.has_newer(session, found)
        with pytest.raises(NotFound):
            kept.find(session, "0" * 12)


def test_the_second_of_two_writers_is_told_what_the_first_one_wrote(database: Database, report: str) -> None:
    def write(text: str, *, seen: int, language: str = "de") -> None:
        with database.writing() as session:
            kept.write(session, report, "volumes", language, text, seen=seen)

    write("Erste Fassung", seen=0)
    with pytest.raises(ChangedMeanwhile) as told:
        write("Auch eine erste", seen=0)
    assert told.value.now == Written("Erste Fassung", 1)
    write("Zweite Fassung", seen=1)
    write("English", seen=0, language="en")
    with pytest.raises(ChangedMeanwhile) as told:
        write("Aus der ersten", seen=1)
    assert told.value.now == Written("Zweite Fassung", 2)
    with pytest.raises(UnfitText):
        write("x" * 20_001, seen=2)
    with database.reading() as session:
        texts = kept.find(session, report).texts
        assert texts == {("volumes", "de"): Written("Zweite Fassung", 2), ("volumes", "en"): Written("English", 1)}
        assert kept.written_chapters(session) == {report: 1}


def test_only_a_report_without_texts_is_thrown_away(database: Database, report: str) -> None:
    with database.writing() as session:
        kept.write(session, report, "volumes", "de", "Text", seen=0)
    with database.writing() as session, pytest.raises(HasTexts):
        kept.remove(session, report)
    with database.writing() as session:
        kept.write(session, report, "volumes", "de", "", seen=1)
        kept.remove(session, report)
    with database.reading() as session:
        assert kept.reports(session) == []


def test_later_releases_make_a_new_report_that_takes_the_texts_along(database: Database, report: str) -> None:
    with database.writing() as session:
        longer = kept.make(session, Span("2026-08", "2026-10"), today=TODAY)
        kept.write(session, longer, "volumes", "de", "Text", seen=0)
        assert not kept.has_newer(session, kept.find(session, longer))
        furnish(session, first="2026-08", last="2026-10")
        new = kept.renew(session, longer, today=TODAY)
    with database.reading() as session:
        old, renewed = kept.find(session, longer), kept.find(session, new)
        assert kept.has_newer(session, old)
        assert not kept.has_newer(session, renewed)
        assert not kept.has_newer(session, kept.find(session, report))
        assert old.texts == renewed.texts == {("volumes", "de"): Written("Text", 1)}
        assert (old.span, {period for _, period in renewed.releases.keys() - old.releases.keys()}) == (
            renewed.span,
            {"2026-10"},
        )
