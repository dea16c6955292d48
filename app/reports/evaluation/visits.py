"""Chapters about those who came: how many, what for, in which language, of which group."""

from app.released import rounding
from app.released.tables import ALL
from app.reports.charts.values import Course
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.counted import Asked, months_text, notes, nothing, ranked, section, short_period, with_parts
from app.reports.evaluation.source import Over, Source
from app.reports.values import Column, Count, Row, Section


def volumes(source: Source) -> Chapter:
    """All contacts over time, and by channel, persons, duration and outcome."""
    _ = source.say
    sections = [
        _course(source),
        _simple(source, "channel", "channel", _("How the visitors came"), _("Channel"), ranked_=False),
        _simple(source, "persons", "persons", _("Persons at a contact"), _("Persons"), ranked_=False),
        _simple(source, "duration", "duration", _("How long a contact took"), _("Duration"), ranked_=False),
    ]
    return Chapter("volumes", _("Volume"), (volume_text(source),), tuple(sections))


def volume_text(source: Source) -> str:
    """How many contacts there were, in a sentence or two."""
    _ = source.say
    over = source.over("channel")
    total = over.sum(ALL)
    if not over.tables or not total.count:
        return _("How many first consultations there were is not published for these months.")
    months = len(source.span.months) - len(over.lacking)
    said = source.say.plural(
        "In the month that is published there were {count} first consultations.",
        "In the {n} months that are published there were {count} first consultations, about {monthly} a month.",
        months,
        count=sums.text(total, source.locale),
        monthly=sums.number(round(total.count / months), source.locale),
    )
    if over.lacking:
        said += " " + _("Not released are {months}.", months=months_text(source, over.lacking))
    return said


def topics(source: Source) -> Chapter:
    """Topics and subtopics."""
    _ = source.say
    keys, below = with_parts(source.over("topic"))
    asked = Asked(
        "topic",
        _("Topics and subtopics"),
        "topic",
        _("Topic"),
        keys,
        lambda key: source.reader.label("topic", key[0]) if key[1] == ALL else source.reader.label("subtopic", key[1]),
        _("Contacts"),
        notes=(_several(source), _left_out(source)),
        levels=below,
    )
    fields = _simple(source, "field_of_action", "field_of_action", _("Fields of action of the integration concept"),
                     _("Field of action"), several=True)  # fmt: skip
    return Chapter("topics", _("Topics"), (), (section(source, asked), fields))


def languages(source: Source) -> Chapter:
    """Languages of the conversations."""
    _ = source.say
    counted = _simple(source, "language", "language", _("Languages of the visitors"), _("Language"), sort=True)
    return Chapter("languages", _("Languages"), (), (counted,))


def groups(source: Source) -> Chapter:
    """Target groups of the concept."""
    _ = source.say
    said = _("The groups are those of the concept of the Welcome Centre; a contact has one of them or none.")
    counted = _simple(source, "group", "group", _("Target groups"), _("Group"), sort=True)
    return Chapter("groups", _("Target groups"), (said,), (counted,))


def _simple(
    source: Source, table: str, dimension: str, title: str, heading: str, *,
    sort: bool = False, several: bool = False, ranked_: bool = True,
) -> Section:  # fmt: skip
    """A table of one dimension: as it is ordered by nature, or the largest first and only what is published."""
    _ = source.say
    over = source.over(table)
    keys: list[tuple[str, ...]] = [(value,) for value in source.reader.values(dimension)]
    listed = ranked(over, keys) if sort or several else _listed(over, keys)
    remarks = [_several(source)] if several else []
    remarks += [_left_out(source)] if sort or several else []
    asked = Asked(
        table, title, table, heading, listed, lambda key: source.reader.label(dimension, key[0]), _("Contacts"),
        ranked=ranked_, charted=sort or several, notes=tuple(remarks),
    )  # fmt: skip
    return section(source, asked)


def _listed(over: Over, keys: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [key for key in keys if any(over.cells(*key))]


def _several(source: Source) -> str:
    _ = source.say
    return _("A contact can have several of them, so that they add up to more than all contacts.")


def _left_out(source: Source) -> str:
    _ = source.say
    return _("Left out is what was withheld in every period because it was too small.")


def _course(source: Source) -> Section:
    _ = source.say
    title = _("First consultations over time")
    tables = source.course
    if not tables:
        return nothing(source, "course", title, "channel")
    cells = [table.cell(ALL) for table in tables]
    names = [source.reader.period_text(table.period) for table in tables]
    rows = tuple(
        Row(name, (Count(cell.count if cell else None, cell.threshold if cell else 5),), (ALL,))
        for name, cell in zip(names, cells, strict=True)
    )
    short = tuple(short_period(source, table.period) for table in tables)
    counts = tuple(cell.count if cell else None for cell in cells)
    chart = Course(title, title, _("Contacts"), short, (title,), (counts,)) if len(rows) > 2 else None
    return Section(
        "course", title, "channel", str(source.span), first_heading=_("Period"),
        columns=(Column(_("Contacts"), "count"),), rows=rows, reading=_extremes(source, names, counts),
        notes=_course_notes(source), chart=chart,
    )  # fmt: skip


def _extremes(source: Source, names: list[str], counts: tuple[int | None, ...]) -> str:
    """The fullest and the emptiest period, where rounding leaves no doubt that they differ."""
    _ = source.say
    known = [(count, name) for count, name in zip(counts, names, strict=True) if count is not None]
    if len(known) < 3:
        return ""
    most, least = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    if most[0] - least[0] <= 2 * rounding.FURTHEST:
        return _("No period differs clearly from another one.")
    return _(
        "The most contacts were in {most} ({n}), the fewest in {least} ({m}).",
        most=most[1], n=sums.number(most[0], source.locale),
        least=least[1], m=sums.number(least[0], source.locale),
    )  # fmt: skip


def _course_notes(source: Source) -> tuple[str, ...]:
    _ = source.say
    single = _("Rounded to multiples of five: each published number is off by at most {n}.", n=rounding.FURTHEST)
    return (single, *notes(source, source.over("channel"))[1:])
