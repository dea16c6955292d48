"""The pages of the evaluation report, as Flask responses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.evaluation.typed import check_printable
from app.interface import language
from app.released.periods import month_text, months_of
from app.reports import comparing
from app.reports.charts.render import svg
from app.reports.evaluation import kept
from app.reports.evaluation.chapter import Chapter, items, paragraphs
from app.reports.evaluation.kept import Kept, Written
from app.reports.evaluation.report import CHAPTERS, chapter, suggestions
from app.reports.evaluation.source import Source
from app.reports.reader import Reader

USUAL_MONTHS = 18
"""The concept asks for an evaluation after a year and a half."""


@dataclass(frozen=True)
class Line:
    """A report in the list."""

    id: str
    span: str
    made_on: date
    written: int


@dataclass(frozen=True)
class Told:
    """A chapter in the list of a report: its texts by language."""

    id: str
    title: str
    texts: dict[str, str]


@dataclass(frozen=True)
class Editing:
    """The open form: language (``de`` or ``en``), text, the version it began with. ``theirs`` is what somebody else
    has saved meanwhile.
    """

    language: str
    text: str
    version: int
    preview: bool = False
    fault: str = ""
    theirs: str | None = None

    def check(self) -> None:
        """Raises Unprintable."""
        check_printable(self.text)

    def wrong(self, fault: str) -> "Editing":
        """The same with what is wrong."""
        return replace(self, fault=fault)

    def behind(self, now: Written) -> "Editing":
        """The same after somebody else has saved: the next save replaces what is shown beside it."""
        return replace(self, version=now.version, theirs=now.text)


def list_page(
    session: Session, *, typed: tuple[str, str] | None = None, error: str = "", done: str = "", status: int = 200
) -> Response:
    """All reports, and the form for a new one with the months that can be chosen."""
    reader = Reader(session, language())
    counted = kept.written_chapters(session)
    lines = [
        Line(row.id, _span(reader, row.first, row.last), row.made_on, counted.get(row.id, 0))
        for row in kept.reports(session)
    ]
    months = _months(reader)
    body = render_template(
        "evaluation/list.html",
        reports=lines,
        months={month: reader.period_text(month) for month in months},
        typed=typed or ((months[-USUAL_MONTHS:][0], months[-1]) if months else ("", "")),
        error=error,
        done=done,
        chapters=len(CHAPTERS),
    )
    return make_response(body, status)


def report_page(session: Session, found: Kept, *, done: str = "", error: str = "", status: int = 200) -> Response:
    """The chapters of a report."""
    reader = Reader(session, language())
    source = Source(reader, found)
    told = [
        Told(name, chapter(source, name).title, {one: _text(found, name, one) for one in ("de", "en")})
        for name in CHAPTERS
    ]
    body = render_template(
        "evaluation/report.html",
        report=found,
        span=_span(reader, found.span.first, found.span.last),
        chapters=told,
        newer=kept.has_newer(session, found),
        done=next((one for one in told if one.id == done), None),
        empty=not any(text for one in told for text in one.texts.values()),
        error=error,
    )
    return make_response(body, status)


def chapter_page(session: Session, found: Kept, name: str, editing: Editing, *, status: int = 200) -> Response:
    """The text of a chapter beside its figures. Raises NotFound."""
    reader = Reader(session, language())
    made = chapter(Source(reader, found), name)
    names = list(CHAPTERS)
    place = names.index(name)
    body = render_template(
        "evaluation/chapter.html",
        report=found,
        span=_span(reader, found.span.first, found.span.last),
        chapter=made,
        editing=editing,
        shown=_shown(made, editing.text),
        drawn={one.id: svg(one.chart, language()) for one in made.sections if one.chart},
        text=lambda value: comparing.text(value, language()),
        suggestions=suggestions(Reader(session, editing.language), found) if made.numbered else [],
        following=names[place + 1] if place + 1 < len(names) else "",
        longest=kept.LONGEST_TEXT,
    )
    return make_response(body, status)


def _shown(made: Chapter, text: str) -> Sequence[str]:
    """The text as it is printed: paragraphs, or the items of a list."""
    return (items if made.numbered else paragraphs)(text)


def _months(reader: Reader) -> list[str]:
    """From the first month of which something is released to the last one that is over."""
    first = min((months_of(period).start for period in reader.periods("channel")), default=None)
    if first is None:
        return []
    now = clock.now()
    return [month_text(month) for month in range(first, now.year * 12 + now.month - 1)]


def _span(reader: Reader, first: str, last: str) -> str:
    if first == last:
        return reader.period_text(first)
    return f"{reader.period_text(first)} – {reader.period_text(last)}"


def _text(found: Kept, name: str, wanted: str) -> str:
    return found.texts.get((name, wanted), Written()).text
