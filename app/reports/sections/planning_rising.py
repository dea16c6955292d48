"""Topics and languages that rise: only what neither rounding nor chance could have done."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.released.periods import year_before
from app.released.tables import ALL, Cell, Table
from app.reports.comparing import text
from app.reports.planning.rising import FALSE, LEAST, Point, Rise, Series, rises
from app.reports.reader import Reader
from app.reports.sections.comparison import counted
from app.reports.sections.planning_basis import complete, days, latest, longest_row, missing, of_another, row_of
from app.reports.values import Column, Count, Row, Section, Share, Words

Key = tuple[str, ...]
MOST_NAMED = 3


@dataclass(frozen=True)
class _Wanted:
    """A section to be.

    ``names`` are the cells that are looked at, with what they are called; ``nothing`` says that none of them rises.
    """

    id: str
    title: str
    heading: str
    table: str
    names: Mapping[Key, str]
    nothing: str


def topics(reader: Reader, period: str) -> Section:
    """Topics and subtopics."""
    _ = reader.say
    names: dict[Key, str] = {(ALL, ALL): _("All contacts")}
    names |= {(topic, ALL): reader.label("topic", topic) for topic in reader.values("topic")}
    for subtopic in reader.values("subtopic"):
        topic = subtopic.partition("/")[0]
        names[topic, subtopic] = f"{reader.label('topic', topic)}: {reader.label('subtopic', subtopic)}"
    nothing = _("No topic rises so clearly that rounding and chance can be ruled out.")
    wanted = _Wanted("rising-topics", _("Topics that rise"), _("Topic"), "topic", names, nothing)
    return _section(reader, wanted, period)


def languages(reader: Reader, period: str) -> Section:
    """Languages."""
    _ = reader.say
    names: dict[Key, str] = {(ALL,): _("All contacts")}
    names |= {(tag,): reader.label("language", tag) for tag in reader.values("language")}
    nothing = _("No language rises so clearly that rounding and chance can be ruled out.")
    wanted = _Wanted("rising-languages", _("Languages that rise"), _("Language"), "language", names, nothing)
    return _section(reader, wanted, period)


def _section(reader: Reader, wanted: _Wanted, period: str) -> Section:
    _ = reader.say
    now = latest(reader, wanted.table, period)
    if now is None:
        return missing(reader, wanted.id, wanted.title, wanted.table, period)
    row = row_of(reader, wanted.table, now.period, longest_row(now.period))
    before = complete(reader, wanted.table, year_before(now.period))
    series = {key: one for key in wanted.names if (one := _series(key, row, before))}
    if not series:
        why = _(
            "There is nothing yet to compare {period} with: no whole period of its kind before it is published.",
            period=reader.period_text(now.period),
        )
        return Section(wanted.id, wanted.title, "", now.period, missing=why)
    found = {
        key: [_rise(reader, rise, row[-len(series[key].row) :]) for rise in said] for key, said in rises(series).items()
    }
    shown = [*reversed(row[-2:]), *([before] if before else [])]
    counts = (Column(reader.period_text(table.period), "count") for table in shown)
    return Section(
        id=wanted.id,
        title=wanted.title,
        table=wanted.table,
        period=now.period,
        hash=now.hash,
        first_heading=wanted.heading,
        columns=(*counts, Column(_("What is clear"), "words")),
        rows=tuple(_row(key, wanted.names[key], said, shown) for key, said in found.items()),
        reading=_reading(reader, wanted, found),
        notes=(*of_another(reader, now, period), *_notes(reader, len(series), before)),
    )


def _row(key: Key, label: str, said: list[str], shown: list[Table]) -> Row:
    return Row(label, (*(counted(table, key) for table in shown), Words("; ".join(said))), key)


def _series(key: Key, row: list[Table], before: Table | None) -> Series | None:
    """What was published of a cell, as far back as it is listed; None if there is nothing to compare."""
    points: list[Point] = []
    for table in reversed(row):
        cell = table.cell(*key)
        if cell is None:
            break
        points.insert(0, _point(cell, table))
    earlier = before.cell(*key) if before else None
    if not points or (len(points) == 1 and earlier is None):
        return None
    return Series(tuple(points), _point(earlier, before) if earlier and before else None)


def _point(cell: Cell, table: Table) -> Point:
    return Point(Count(cell.count, cell.threshold), days(table.period))


def _rise(reader: Reader, rise: Rise, row: list[Table]) -> str:
    """``mindestens 20 % mehr als im 2. Quartal 2026``."""
    _ = reader.say
    percent = text(_downwards(rise.at_least), reader.locale)
    if rise.against == "trend":
        return _(
            "for {n} periods ever more, by at least {share} since {period}",
            n=len(row),
            share=percent,
            period=reader.period_text(row[0].period),
        )
    period = row[-2].period if rise.against == "previous" else year_before(row[-1].period)
    return _("at least {share} more than in {period}", share=percent, period=reader.period_text(period))


def _downwards(part: float) -> Share:
    """To whole percents, so that "at least" stays true."""
    return Share(int(part * 100) / 100)


def _reading(reader: Reader, wanted: _Wanted, found: Mapping[Key, list[str]]) -> str:
    """The clearest; and whether all contacts rise, so that a part of them need not be anything of its own."""
    _ = reader.say
    parts = [
        _("“{name}” {rise}", name=wanted.names[key], rise=said[0]) for key, said in found.items() if set(key) != {ALL}
    ]
    whole = next((said[0] for key, said in found.items() if set(key) == {ALL}), None)
    rising = _("All contacts together rise: {rise}.", rise=whole) if whole else ""
    if not parts:
        small = _("Numbers of this size cannot show smaller changes.")
        return f"{rising} {wanted.nothing} {small}".strip()
    clearest = "; ".join(parts[:MOST_NAMED])
    if len(parts) > MOST_NAMED:
        said = _("{n} rise clearly, most clearly: {names}.", n=len(parts), names=clearest)
    else:
        said = _("Clearly more: {names}.", names=clearest)
    return f"{said} {rising}".strip()


def _notes(reader: Reader, asked: int, before: Table | None) -> tuple[str, ...]:
    _ = reader.say
    notes = [
        _(
            "A published number is off by up to 4. Each comparison is reckoned with the true numbers that speak most "
            "against a rise, and for the different lengths of the periods."
        ),
        _(
            "{n} rows were looked at, and the more are looked at, the clearer a rise must be to be said: of what "
            "stands here about {share} at most is expected to be chance (binomial test, Benjamini and Hochberg). "
            "Rises of less than {least} are left out.",
            n=asked,
            share=text(Share(FALSE), reader.locale),
            least=text(Share(LEAST), reader.locale),
        ),
    ]
    if before is None:
        notes.append(_("There is no whole period of a year before: a rise may be that of every year's season."))
    return tuple(notes)
