"""What became of the slips: reports by office and field of action, those that led astray most first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.formatting import listing
from app.released.tables import ALL, Table
from app.reports.charts.values import Stack
from app.reports.comparing import share, text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import MOST_BARS, MOST_NAMED, Line, Listing, counted, earlier, unpublished
from app.reports.values import Column, Row, Section, Share
from referrals.feedback import OUTCOMES
from referrals.feedback_rates import ASTRAY, SMALLEST_BASE, TROUBLE

TABLES = ("feedback",)
NAME = "feedback"
RATES = "/feedback/rates"


@dataclass(frozen=True)
class Pair:
    """An office and a field of action in a released quarter, with the same of earlier quarters."""

    line: Line
    table: Table
    others: Sequence[Table] = field(default=())

    @property
    def reports(self) -> int:
        """All reports, as published."""
        return self.table.count(*self.line.key) or 0

    @property
    def broken_down(self) -> bool:
        """Whether the outcomes are published."""
        return self.table.cell(*self.line.key[:2], OUTCOMES[0]) is not None

    def part(self, *outcomes: str, table: Table | None = None) -> Share:
        """The share of these outcomes of all reports, as far as they are published."""
        table = table or self.table
        known = [count for one in outcomes if (count := table.count(*self.line.key[:2], one)) is not None]
        return share(sum(known) if known else None, table.count(*self.line.key))

    @property
    def astray(self) -> float:
        """The share that was wrong there or turned away; 0 where it is not published."""
        return self.part(*ASTRAY).share or 0.0

    @property
    def troubled(self) -> bool:
        """Whether the rules behind it should be looked at."""
        return self.reports >= SMALLEST_BASE and self.astray >= TROUBLE


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """What became of the slips."""
    return (outcomes(reader, asked),)


def outcomes(reader: Reader, asked: Asked) -> Section:
    """The numbers, the worst first: with shares that went astray in this quarter and in those compared with."""
    _ = reader.say
    table = reader.table(NAME, asked.period)
    nothing = Listing("outcomes", _("What became of the slips"), NAME, asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing(NAME, asked.period))
    others = earlier(reader, NAME, asked.period)
    found = sorted(pairs(reader, table, others), key=lambda one: (not one.broken_down, -one.astray, -one.reports))
    if not found:
        return unpublished(nothing, _("For no office were there enough reports to show a number."))
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=NAME,
        period=asked.period,
        hash=table.hash,
        first_heading=_("Office and field of action"),
        columns=_columns(reader, others),
        rows=tuple(_row(one) for one in found),
        reading=_reading(reader, found),
        notes=(
            *notes(reader),
            _("“Astray” is “wrong office” and “turned away” together, as far as both are published."),
        ),
        chart=_stack(reader, asked, [one for one in found if one.broken_down]),
    )


def pairs(reader: Reader, table: Table, others: Sequence[Table] = ()) -> list[Pair]:
    """Every office and field of action that the table lists, by the names of the offices."""
    keys = sorted({cell.key[:2] for cell in table.cells})
    lines = [
        Line((office, one, ALL), f"{reader.label('office', office)} – {reader.label('field_of_action', one)}")
        for office, one in keys
    ]
    return [Pair(line, table, others) for line in sorted(lines, key=lambda line: line.label.casefold())]


def notes(reader: Reader) -> tuple[str, ...]:
    """What these numbers are and what they leave out."""
    _ = reader.say
    return (
        _("Reported by slip code: by visitors who came back, and by the offices. Most slips are never reported."),
        _("Every number is off by up to four, so that shares of few reports are rough."),
        _("Offices that are not listed had fewer reports than may be published, or none."),
    )


def _columns(reader: Reader, others: Sequence[Table]) -> tuple[Column, ...]:
    _ = reader.say
    return (
        Column(_("Reports"), "count"),
        *(Column(reader.label("reported", outcome), "count") for outcome in OUTCOMES),
        Column(_("Astray"), "share"),
        *(Column(_("Astray, {period}", period=reader.period_text(table.period)), "share") for table in others),
    )


def _row(pair: Pair) -> Row:
    numbers = [counted(pair.table, (*pair.line.key[:2], outcome)) for outcome in (ALL, *OUTCOMES)]
    shares = [pair.part(*ASTRAY, table=table) for table in (pair.table, *pair.others)]
    office, one, _all = pair.line.key
    # The last four quarters together, with the rules that lead there.
    return Row(pair.line.label, (*numbers, *shares), pair.line.key, address=f"{RATES}#{office}-{one}")


def _reading(reader: Reader, found: Sequence[Pair]) -> str:
    """Where slips lead astray; or that nothing of the kind can be seen."""
    _ = reader.say
    worst = [one for one in found if one.troubled]
    if worst:
        names = [
            _(
                "{name} ({share} of {n})",
                name=one.line.label,
                share=text(one.part(*ASTRAY), reader.locale),
                n=text(counted(one.table, one.line.key), reader.locale),
            )
            for one in worst[:MOST_NAMED]
        ]
        return _("Slips led astray most often to: {names}.", names=listing(names, reader.locale))
    if not any(one.broken_down for one in found):
        return _("No office had enough reports to say what became of them.")
    if all(one.part(*ASTRAY).share is None for one in found):
        return _("Where slips led astray cannot be seen: no office had enough such reports to show a number.")
    limit = text(Share(TROUBLE), reader.locale)
    return _("As far as is published, nowhere did {share} or more of the slips lead astray.", share=limit)


def _stack(reader: Reader, asked: Asked, found: Sequence[Pair]) -> Stack | None:
    if not found:
        return None
    _ = reader.say
    shown = found[:MOST_BARS]
    when = reader.period_text(asked.period)
    return Stack(
        title=_("What became of the slips, {period}", period=when),
        description=_("A bar for each office, made of what was reported. All numbers are in the table."),
        unit=_("reports"),
        labels=tuple(one.line.label for one in shown),
        series=tuple(reader.label("reported", outcome) for outcome in OUTCOMES),
        parts=tuple(tuple(one.table.count(*one.line.key[:2], outcome) for outcome in OUTCOMES) for one in shown),
        texts=tuple(
            tuple(text(counted(one.table, (*one.line.key[:2], outcome)), reader.locale) for outcome in OUTCOMES)
            for one in shown
        ),
    )
