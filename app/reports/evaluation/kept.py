"""Make a report, find it again, and keep its texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import N_, NotFound, WegweiserError
from app.released.periods import months_of
from app.released.service import catalogue
from app.reports.evaluation.facts import Facts, facts_from, gather
from app.reports.evaluation.models import EvaluationReport, EvaluationText
from app.reports.evaluation.span import Span, UnfitSpan
from app.resend import new_id

LONGEST_TEXT = 20_000
NOTHING_RELEASED = N_(
    "Nothing of these months has been released yet. Figures come seven days after the end of a month, quarter or year."
)
Releases = Mapping[tuple[str, str], str]
"""The hash of each released table by name and period."""


class ChangedMeanwhile(WegweiserError):
    """Somebody else has changed the text since the form was opened; ``now`` is what is stored."""

    def __init__(self, now: "Written") -> None:
        super().__init__(
            N_("Somebody else has changed this text meanwhile. Nothing was saved yet; your text is still here.")
        )
        self.now = now


class HasTexts(WegweiserError):
    """A report with texts is not thrown away."""


class UnfitText(WegweiserError):
    """The text cannot be kept."""


@dataclass(frozen=True)
class Written:
    """A chapter's own text; version 0 is one that nobody has written."""

    text: str = ""
    version: int = 0


@dataclass(frozen=True)
class Kept:
    """What a report is made of. ``id`` is empty for one that is not kept. ``texts`` are by chapter and language."""

    id: str
    span: Span
    made_on: date
    releases: Releases
    facts: Facts
    texts: Mapping[tuple[str, str], Written]


def draft(session: Session, span: Span, *, today: date) -> Kept:
    """A report of what is released now, without texts, not kept. Raises UnfitSpan if nothing of it is released."""
    releases = _within(session, span)
    if not releases:
        raise UnfitSpan(NOTHING_RELEASED)
    return Kept("", span, today, releases | _within(session, span.before), gather(session, span, today), {})


def has_newer(session: Session, report: Kept) -> bool:
    """Whether more has been released about its months since it was made."""
    return not _within(session, report.span).keys() <= report.releases.keys()


def make(session: Session, span: Span, *, today: date) -> str:
    """Keep a new report; its id. Needs a session that writes. Raises UnfitSpan."""
    made = draft(session, span, today=today)
    listed = [[name, period, value] for (name, period), value in sorted(made.releases.items())]
    content = {"releases": listed, "facts": made.facts.content()}
    row = EvaluationReport(id=new_id(), first=span.first, last=span.last, made_on=today, made_of=content)
    session.add(row)
    session.flush()
    return row.id


def renew(session: Session, report: str, *, today: date) -> str:
    """Keep a new report about the same months with the same texts; its id. Needs a session that writes.

    Raises NotFound.
    """
    old = _row(session, report)
    new = make(session, Span(old.first, old.last), today=today)
    for one in _texts(session, report):
        place = {"report_id": new, "chapter": one.chapter, "language": one.language}
        session.add(EvaluationText(**place, text=one.text, version=1))
    session.flush()
    return new


def reports(session: Session) -> list[EvaluationReport]:
    """All of them, the latest first."""
    order = (EvaluationReport.made_on.desc(), EvaluationReport.first.desc(), EvaluationReport.id)
    return list(session.scalars(select(EvaluationReport).order_by(*order)))


def latest(session: Session, span: Span) -> str | None:
    """The id of the latest report about exactly these months."""
    same = (EvaluationReport.first == span.first, EvaluationReport.last == span.last)
    found = select(EvaluationReport.id).where(*same).order_by(EvaluationReport.made_on.desc(), EvaluationReport.id)
    return session.scalar(found.limit(1))


def find(session: Session, report: str) -> Kept:
    """Raises NotFound."""
    row = _row(session, report)
    return Kept(
        row.id,
        Span(row.first, row.last),
        row.made_on,
        {(name, period): value for name, period, value in row.made_of["releases"]},
        facts_from(row.made_of["facts"]),
        {(one.chapter, one.language): Written(one.text, one.version) for one in _texts(session, report)},
    )


def written_chapters(session: Session) -> dict[str, int]:
    """How many chapters of each report have a text."""
    chapters = func.count(EvaluationText.chapter.distinct())
    rows = (
        select(EvaluationText.report_id, chapters).where(EvaluationText.text != "").group_by(EvaluationText.report_id)
    )
    return dict(session.execute(rows).all())


def write(session: Session, report: str, chapter: str, language: str, text: str, *, seen: int) -> None:
    """Keep a text, of which the writer has seen this version (0: none). Needs a session that writes.

    Raises NotFound, ChangedMeanwhile, UnfitText.
    """
    _row(session, report)
    if len(text) > LONGEST_TEXT:
        raise UnfitText(N_("This text is too long for one chapter. Please shorten it to 20,000 characters."))
    place = (report, chapter, language)
    row = session.get(EvaluationText, place, populate_existing=True, with_for_update=True)
    if row is None and seen == 0:
        try:
            with session.begin_nested():
                session.add(EvaluationText(report_id=report, chapter=chapter, language=language, text=text, version=1))
        except IntegrityError as error:
            # Another analyst was quicker by a moment; PostgreSQL lets two write at once.
            raise ChangedMeanwhile(_written(session.get_one(EvaluationText, place))) from error
        return
    if row is None or row.version != seen:
        raise ChangedMeanwhile(_written(row) if row else Written())
    row.text, row.version = text, row.version + 1


def remove(session: Session, report: str) -> None:
    """Throw a report away in which nobody has written. Needs a session that writes. Raises NotFound, HasTexts."""
    row = _row(session, report)
    if any(one.text for one in _texts(session, report)):
        raise HasTexts(N_("This report has texts. Please empty them first if it is really to be removed."))
    session.execute(delete(EvaluationText).where(EvaluationText.report_id == report))
    session.delete(row)


def _within(session: Session, span: Span) -> dict[tuple[str, str], str]:
    """The released tables whose periods lie in the span."""
    months = span.months
    return {
        (name, period): value
        for (name, period), value in catalogue(session).items()
        if months.start <= months_of(period).start and months_of(period).stop <= months.stop
    }


def _texts(session: Session, report: str) -> list[EvaluationText]:
    order = (EvaluationText.chapter, EvaluationText.language)
    return list(session.scalars(select(EvaluationText).where(EvaluationText.report_id == report).order_by(*order)))


def _row(session: Session, report: str) -> EvaluationReport:
    row = session.get(EvaluationReport, report)
    if row is None:
        raise NotFound(N_("There is no such report."))
    return row


def _written(row: EvaluationText) -> Written:
    return Written(row.text, row.version)
