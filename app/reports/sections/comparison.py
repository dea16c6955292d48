"""A section that lists cells of one table beside those of the period before and of the same one a year before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.errors import N_
from app.formatting import listing
from app.released import periods
from app.released.rounding import BROKEN_DOWN_FROM
from app.released.tables import ALL, Table
from app.reports.charts.values import Bar, Bars
from app.reports.comparing import CLEAR_FROM, NOTHING, change, share, text
from app.reports.reader import Reader
from app.reports.sections.beginning import incomplete
from app.reports.values import Change, Column, Count, Row, Section, Share, Value, Words

ROUNDED = N_("Every number is rounded by itself: parts need not add up to their total.")
CHANCE = N_(
    "A change of less than {least} may be rounding alone. Whether a larger one is more than chance is said on the page "
    "“Planning”."
)
MULTIPLE = N_("A contact can have several topics: they add up to more than all contacts.")
NOT_BROKEN_DOWN = N_("A row is broken down where its published total is at least {base}; “–” is not broken down.")
UNLISTED = N_("Not listed, whatever their number: {names}.")
MOST_NAMED = 3
"""Rows that a sentence names."""
MOST_BARS = 15
"""Bars in a chart; more cannot be read."""


@dataclass(frozen=True)
class Line:
    """A row to be: the cell's key, its name, and the page that narrows to it. At ``level`` 1 it is a part of a row
    above.
    """

    key: tuple[str, ...]
    label: str
    level: int = 0
    address: str | None = None


RowOrLine = TypeVar("RowOrLine", Row, Line)


@dataclass(frozen=True)
class Listing:
    """What a section lists.

    ``lines`` in their natural order; those of level 0 are ranked by what is published, each followed by its parts,
    unless ``ranked`` is False. Of a ranking ``most`` are listed, published ones only. ``whole`` is the total that
    shares are of, and the first row; a counter has none. ``empty`` says what it means if the table lists none of the
    lines. ``unit`` ("contacts") is for the chart.
    """

    id: str
    title: str
    table: str
    period: str
    heading: str
    lines: Sequence[Line]
    whole: Line | None
    notes: tuple[str, ...] = ()
    ranked: bool = True
    most: int = 0
    empty: str = ""
    unit: str = N_("contacts")


def compared(reader: Reader, wanted: Listing) -> Section:
    """The section with counts, shares and changes; ``missing`` where the table is not released or lists nothing."""
    _ = reader.say
    table = reader.table(wanted.table, wanted.period)
    if table is None:
        return unpublished(wanted, reader.why_missing(wanted.table, wanted.period))
    lines = _in_order(table, wanted)
    if not lines:
        why = _(
            "A number is broken down only where its published total is at least {base}; sensitive topics are not "
            "published by month, and protected ones not at all.",
            base=BROKEN_DOWN_FROM,
        )
        return unpublished(wanted, wanted.empty or why)
    others = earlier(reader, wanted.table, wanted.period)
    whole = [wanted.whole] if wanted.whole and table.cell(*wanted.whole.key) else []
    rows = tuple(_row(line, table, others, wanted.whole) for line in [*whole, *lines])
    unlisted = _unlisted(table, wanted)
    return Section(
        id=wanted.id,
        title=wanted.title,
        table=wanted.table,
        period=wanted.period,
        hash=table.hash,
        first_heading=wanted.heading,
        columns=_columns(reader, wanted, others),
        rows=rows,
        reading=_reading(reader, rows[len(whole) :], others, complete=not unlisted),
        notes=(
            *wanted.notes,
            *([_(UNLISTED, names=listing(unlisted, reader.locale))] if unlisted else []),
            *incomplete(reader, [wanted.period, *_before(reader, wanted.table, wanted.period)]),
            *general(reader)[: 2 if others else 1],
        ),
        chart=_bars(reader, wanted, lines, table, others),
    )


def general(reader: Reader) -> tuple[str, str]:
    """Notes on every section: on its numbers, and where there are changes on them. A page says them once."""
    _ = reader.say
    return _(ROUNDED), _(CHANCE, least=CLEAR_FROM)


def everything(reader: Reader, dimensions: int = 1) -> Line:
    """The row of all contacts."""
    _ = reader.say
    return Line((ALL,) * dimensions, _("All contacts"))


def earlier(reader: Reader, name: str, period: str) -> list[Table]:
    """The table of the period before and that of a year before, as far as they are released.

    A period in which the centre had only just begun is none: nothing grew so much as it would seem.
    """
    found = (reader.table(name, one) for one in _before(reader, name, period) if not incomplete(reader, [one]))
    return [one for one in found if one]


def _before(reader: Reader, name: str, period: str) -> list[str]:
    """The released ones of the period before and the same one a year before."""
    wanted = dict.fromkeys((periods.previous(period), periods.year_before(period)))
    return [one for one in wanted if (name, one) in reader.catalogue]


def unpublished(wanted: Listing, why: str) -> Section:
    """The section that says that there is nothing, and why."""
    return Section(wanted.id, wanted.title, wanted.table, wanted.period, missing=why)


def counted(table: Table, key: tuple[str, ...]) -> Value:
    """The cell as a value; what the table does not list is not known to be small, and shown as nothing."""
    cell = table.cell(*key)
    return Count(cell.count, cell.threshold) if cell else Words(NOTHING)


def plain(reader: Reader, dimension: str) -> list[Line]:
    """The lines of a table that has this dimension alone."""
    return [Line((value,), reader.label(dimension, value)) for value in reader.values(dimension)]


def _in_order(table: Table, wanted: Listing) -> list[Line]:
    """What the table lists: the largest first with their parts, then what is withheld, in its natural order."""
    lines = [line for line in wanted.lines if table.cell(*line.key)]
    if not wanted.ranked:
        return lines
    families: list[list[Line]] = []
    for line in lines:
        if line.level and families:
            families[-1].append(line)
        else:
            families.append([line])

    def size(line: Line) -> int:
        return table.count(*line.key) or 0

    for family in families:
        family[1:] = sorted(family[1:], key=size, reverse=True)
    families.sort(key=lambda family: size(family[0]), reverse=True)
    ranked = [line for family in families for line in family]
    return [line for line in ranked if size(line)][: wanted.most] if wanted.most else ranked


def _unlisted(table: Table, wanted: Listing) -> list[str]:
    """The names of rows that the table is silent about (sensitive topics by month); a counter is about most of them."""
    return [line.label for line in wanted.lines if wanted.whole and not line.level and not table.cell(*line.key)]


def _columns(reader: Reader, wanted: Listing, others: Sequence[Table]) -> tuple[Column, ...]:
    _ = reader.say
    columns = [Column(reader.period_text(wanted.period), "count")]
    if wanted.whole:
        columns.append(Column(_("Share"), "share"))
    for table in others:
        before = reader.period_text(table.period)
        columns += [Column(before, "count"), Column(_("Change since {period}", period=before), "change")]
    return tuple(columns)


def _row(line: Line, table: Table, others: Iterable[Table], whole: Line | None) -> Row:
    now = table.count(*line.key)
    values: list[Value] = [counted(table, line.key)]
    if whole:
        values.append(share(now, table.count(*whole.key)))
    for other in others:
        values += [counted(other, line.key), change(now, other.count(*line.key))]
    return Row(line.label, tuple(values), line.key, line.level, line.address)


def _reading(reader: Reader, rows: Sequence[Row], others: Sequence[Table], *, complete: bool) -> str:
    """The largest, and what has clearly changed since the period before."""
    _ = reader.say
    top = _side_by_side(rows)
    counts = [(row, value.count) for row in top if isinstance(value := row.values[0], Count) and value.count]
    named = [_named(reader, row) for row, _count in sorted(counts, key=lambda one: one[1], reverse=True)]
    if not named:
        return _("All numbers are withheld.")
    names = listing(named[:MOST_NAMED], reader.locale)
    said = [
        _("Most often: {names}.", names=names) if complete else _("Most often of those listed: {names}.", names=names)
    ]
    if others:
        said.append(_changes(reader, top, reader.period_text(others[0].period)))
    return " ".join(said)


def _side_by_side(rows: Sequence[RowOrLine]) -> list[RowOrLine]:
    """Those of level 0, or their parts if there is but one: a bar or a name beside its own part says little."""
    top = [row for row in rows if row.level == 0]
    return top if len(top) > 1 else [row for row in rows if row.level] or top


def _named(reader: Reader, row: Row) -> str:
    """``Wohnen mit 115 (12 %)``: many names end with a bracket, or a number, of their own."""
    _ = reader.say
    parts = [value for value in row.values if isinstance(value, Share) and value.share is not None]
    shown = f" ({text(parts[0], reader.locale)})" if parts else ""
    return _("{name} with {n}", name=row.label, n=f"{text(row.values[0], reader.locale)}{shown}")


def _changes(reader: Reader, rows: Sequence[Row], before: str) -> str:
    _ = reader.say
    first = [(row, next(value for value in row.values if isinstance(value, Change))) for row in rows]
    found = [(row, value) for row, value in first if value.clear]
    if not found:
        return _("No clear change since {period}.", period=before)

    def size(one: tuple[Row, Change]) -> int:
        return abs(one[1].difference or 0)

    largest = sorted(found, key=size, reverse=True)[:MOST_NAMED]
    names = [f"{row.label} {text(value, reader.locale)}" for row, value in largest]
    return _("What has changed most since {period}: {names}.", period=before, names=listing(names, reader.locale))


def _bars(reader: Reader, wanted: Listing, lines: Sequence[Line], table: Table, others: Sequence[Table]) -> Bars | None:
    """Without what is withheld."""
    published = [line for line in _side_by_side(lines) if table.count(*line.key) is not None][:MOST_BARS]
    if not published:
        return None
    _ = reader.say
    before = others[0] if others else None
    when = reader.period_text(wanted.period)

    def bar(line: Line) -> Bar:
        count = table.count(*line.key)
        earlier = before.count(*line.key) if before else None
        known = text(counted(before, line.key), reader.locale) if before else ""
        return Bar(line.label, count, text(Count(count), reader.locale), earlier, known)

    return Bars(
        title=_("{title}, {period}", title=wanted.title, period=when),
        description=_describe(reader, published, table),
        unit=_(wanted.unit),
        bars=tuple(bar(line) for line in published),
        before=reader.period_text(before.period) if before else "",
    )


def _describe(reader: Reader, lines: Sequence[Line], table: Table) -> str:
    _ = reader.say
    largest = [f"{line.label} {text(counted(table, line.key), reader.locale)}" for line in lines[:MOST_NAMED]]
    return _("Bars, the longest: {names}. All numbers are in the table.", names=listing(largest, reader.locale))
