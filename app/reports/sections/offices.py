"""Where visitors were sent: contacts by office, and how often it was the right one, as far as slips were reported."""

from app.formatting import listing
from app.reports.comparing import text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections import feedback
from app.reports.sections.comparison import MOST_NAMED, Line, Listing, compared, counted, everything, unpublished
from app.reports.sections.feedback import Pair
from app.reports.values import Column, Row, Section
from referrals.feedback import OUTCOMES

NAME = "office"
TABLES = (NAME, feedback.NAME)
MOST = 60
"""Offices that are listed: the long tail is withheld anyway."""


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Referrals, then the rates of what was reported of them."""
    return (_referrals(reader, asked), _rates(reader, asked))


def _referrals(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    table = reader.table(NAME, asked.period)
    known = reader.values(NAME)
    gone = sorted({cell.key[0] for cell in table.cells} - {*known, *everything(reader).key}) if table else []
    lines = [Line((office,), reader.label(NAME, office)) for office in (*known, *gone)]
    notes = (
        _("A contact can be sent to several offices: they add up to more than all contacts."),
        _("Offices that are not listed had fewer contacts than may be published, or none."),
        _("An office that would tell a sensitive trait of the visitor is not kept with the contact."),
    )
    title = _("Offices referred to")
    empty = _("No office was named often enough to show a number.")
    return compared(
        reader,
        Listing(
            "offices", title, NAME, asked.period, _("Office"), lines, everything(reader), notes, most=MOST, empty=empty
        ),
    )


def _rates(reader: Reader, asked: Asked) -> Section:
    """Which share of the reported slips led to the right office, by office; the counts are on the page of feedback."""
    _ = reader.say
    table = reader.table(feedback.NAME, asked.period)
    nothing = Listing("rates", _("Was it the right office?"), feedback.NAME, asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing(feedback.NAME, asked.period))
    found = [one for one in feedback.pairs(reader, table) if one.broken_down]
    if not found:
        return unpublished(nothing, _("No office had enough reports to say what became of them."))
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=feedback.NAME,
        period=asked.period,
        hash=table.hash,
        first_heading=_("Office and field of action"),
        columns=(
            Column(_("Reports"), "count"),
            *(Column(reader.label("reported", outcome), "share") for outcome in OUTCOMES),
        ),
        rows=tuple(_rate(one) for one in found),
        reading=_reading(reader, found),
        notes=feedback.notes(reader),
    )


def _rate(pair: Pair) -> Row:
    parts = [pair.part(outcome) for outcome in OUTCOMES]
    return Row(pair.line.label, (counted(pair.table, pair.line.key), *parts), pair.line.key)


def _reading(reader: Reader, found: list[Pair]) -> str:
    """Where most slips were reported, and how many of those were right."""
    _ = reader.say
    known = [one for one in found if one.part(OUTCOMES[0]).share is not None]
    if not known:
        return _("How many reached the right office is withheld everywhere.")
    most = sorted(known, key=lambda one: one.reports, reverse=True)[:MOST_NAMED]
    names = [f"{one.line.label} ({text(one.part(OUTCOMES[0]), reader.locale)})" for one in most]
    return _("Reached the right office: {names}.", names=listing(names, reader.locale))
