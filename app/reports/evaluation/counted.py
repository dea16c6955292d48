"""Sections about counted things: a released table over the span, each period beside the others, and their sum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.formatting import listing
from app.released import rounding
from app.released.periods import last_day, previous
from app.released.tables import ALL, EXACT, Cell
from app.reports.charts.values import Bar, Bars
from app.reports.comparing import share
from app.reports.evaluation import sums
from app.reports.evaluation.source import Over, Source
from app.reports.values import Column, Count, Row, Section, Share, Value, Words

MOST_PERIODS = 4
"""Columns of single periods that have room beside their sum."""
MOST_BARS = 10
NAMED_FIRST = 3
"""How many a sentence names."""
Label = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class Asked:
    """What a section shows: of which table, which cells in which order, under which words.

    ``share`` of all; ``ranked`` names the largest in a sentence; ``unit`` is what the chart counts; ``levels`` are
    those of keys that belong to the one above.
    """

    id: str
    title: str
    table: str
    heading: str
    keys: Sequence[tuple[str, ...]]
    label: Label
    unit: str
    share: bool = True
    ranked: bool = True
    charted: bool = True
    notes: tuple[str, ...] = ()
    levels: frozenset[tuple[str, ...]] = frozenset()


def section(source: Source, asked: Asked) -> Section:
    """The section, or why there is none."""
    over = source.over(asked.table)
    if not over.tables:
        return nothing(source, asked.id, asked.title, asked.table)
    whole = over.sum(*(ALL,) * len(asked.keys[0])) if asked.share and asked.keys else None
    rows = tuple(_row(source, asked, over, key, whole) for key in asked.keys)
    return Section(
        asked.id,
        asked.title,
        asked.table,
        str(source.span),
        first_heading=asked.heading,
        columns=columns(source, over, share=asked.share),
        rows=rows,
        reading=_leading(source, asked, over) if asked.ranked else "",
        notes=(*asked.notes, *notes(source, over), *_unbounded(source, over, asked.keys)),
        missing="" if rows else source.say("All numbers of this table are too small to be published."),
        chart=_chart(source, asked, over) if asked.charted and rows else None,
    )


def nothing(source: Source, id_: str, title: str, table: str) -> Section:
    """A table that is not released for any of these months."""
    _ = source.say
    return Section(id_, title, table, str(source.span), missing=_("This table is not released for these months."))


def ranked(over: Over, keys: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those with a published number, the largest first; equal ones as they stand."""
    published = [key for key in keys if over.sum(*key).count]
    return sorted(published, key=lambda key: -over.sum(*key).count)


def with_parts(over: Over) -> tuple[list[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    """The keys (whole, ALL) of a table of two dimensions and below each those of its parts, and which are parts."""
    keys: list[tuple[str, ...]] = []
    listed = {cell.key for table in over.tables for cell in table.cells}
    wholes = sorted(key for key in listed if key[1] == ALL and key[0] != ALL)
    parts = sorted(key for key in listed if ALL not in key)
    for whole in ranked(over, wholes):
        keys += [whole, *ranked(over, [key for key in parts if key[0] == whole[0]])]
    return keys, frozenset(key for key in keys if key[1] != ALL)


def columns(source: Source, over: Over, *, share: bool) -> tuple[Column, ...]:
    """Single periods where they have room, the sum, the share."""
    _ = source.say
    names = [short_period(source, period) for period in over.periods]
    if len(names) == 1:
        counts = [Column(names[0], "count")]
    else:
        shown = names if len(names) <= MOST_PERIODS else []
        counts = [*(Column(name, "count") for name in shown), Column(_("In total"), "count")]
    return (*counts, *([Column(_("Share"), "share")] if share else []))


def values(source: Source, over: Over, key: tuple[str, ...]) -> list[Value]:
    """The numbers of a row for these columns, without the share."""
    cells = over.cells(*key)
    if len(cells) == 1:
        return [_value(cells[0])]
    total = Words(sums.text(over.sum(*key), source.locale))
    return [*(map(_value, cells) if len(cells) <= MOST_PERIODS else ()), total]


def short_period(source: Source, period: str) -> str:
    """``Jul 2025``, ``Q3 2025``, ``2025``: the head of a narrow column."""
    _ = source.say
    year, _dash, part = period.partition("-")
    if not part:
        return year
    if part.startswith("Q"):
        return _("{quarter} {year}", quarter=part, year=year)
    return last_day(period).strftime("%m/%Y")


def notes(source: Source, over: Over) -> tuple[str, ...]:
    """How far the numbers can be off, and which months are not in them."""
    _ = source.say
    found = []
    if over.name not in EXACT:
        found.append(
            _("Rounded to multiples of five: each published number is off by at most {n}.", n=rounding.FURTHEST)
            if len(over.tables) == 1
            else _("Each sum says how far rounding can have taken it (±), or between which numbers it lies.")
        )
    if over.lacking:
        found.append(_("Not included, because not released: {months}.", months=months_text(source, over.lacking)))
    return tuple(found)


def _unbounded(source: Source, over: Over, keys: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    _ = source.say
    if all(over.sum(*key).high is not None for key in keys):
        return ()
    return (_("“At least” stands where one of the periods does not list the number at all."),)


def months_text(source: Source, months: Sequence[str]) -> str:
    """Months in words; a run of them by its ends."""
    runs: list[list[str]] = []
    for month in months:
        if runs and previous(month) == runs[-1][-1]:
            runs[-1].append(month)
        else:
            runs.append([month])
    named = [[source.reader.period_text(run[0]), source.reader.period_text(run[-1])] for run in runs]
    return listing([first if first == last else f"{first} – {last}" for first, last in named], source.locale)


def _value(cell: Cell | None) -> Value:
    return Words(sums.UNKNOWN) if cell is None else Count(cell.count, cell.threshold)


def _row(source: Source, asked: Asked, over: Over, key: tuple[str, ...], whole: sums.Sum | None) -> Row:
    own = over.sum(*key)
    shares: list[Value] = []
    if asked.share:
        known = whole is not None and whole.published and own.published
        shares = [share(own.count, whole.count) if known and whole else Share(None)]
    level = int(key in asked.levels)
    return Row(asked.label(key), (*values(source, over, key), *shares), key, level)


def _leading(source: Source, asked: Asked, over: Over) -> str:
    _ = source.say
    first = [key for key in ranked(over, asked.keys) if key not in asked.levels][:NAMED_FIRST]
    if not first:
        return ""
    named = [f"{asked.label(key)} ({sums.text(over.sum(*key), source.locale)})" for key in first]
    return _("Named most often in the published numbers: {names}.", names=listing(named, source.locale))


def _chart(source: Source, asked: Asked, over: Over) -> Bars | None:
    _ = source.say
    keys = [key for key in asked.keys if key not in asked.levels and ALL not in key[:1]][:MOST_BARS]
    bars = tuple(
        Bar(asked.label(key), own.count if own.count else None, sums.text(own, source.locale))
        for key in keys
        for own in [over.sum(*key)]
    )
    if len(bars) < 2:
        return None
    reading = _leading(source, asked, over)
    return Bars(asked.title, reading or asked.title, asked.unit, bars)
