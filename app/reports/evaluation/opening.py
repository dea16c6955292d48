"""The chapter about the load by weekday and hour, and the hours that would carry most of it."""

from app.formatting import weekday
from app.reports.charts.values import Heat
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.counted import notes, nothing
from app.reports.evaluation.source import Source
from app.reports.planning.hours import Cell, Proposal, blocks, propose
from app.reports.values import Column, Row, Section, Words


def hours(source: Source) -> Chapter:
    """The load of the desks, and a proposal with as many hours as today."""
    _ = source.say
    said = _(
        "The load tells how many contacts there were in which hour. It is counted apart from everything else: nothing "
        "leads from an hour to a person."
    )
    load = _counts(source)
    sections = (_load(source, load), *([_proposal(source, load)] if load and source.facts.own else []))
    return Chapter("hours", _("Opening hours"), (said,), sections)


def proposal(source: Source) -> Proposal | None:
    """Other hours that carry clearly more; None if those of today are as good, or it cannot be said."""
    load = _counts(source)
    if not load or not source.facts.own:
        return None
    found = propose(load, frozenset(source.facts.own))
    return found if found.proposed != found.today and found.clear else None


def said_hours(cells: frozenset[Cell], locale: str) -> list[str]:
    """``Montag 9–12, 14–18`` for each weekday with hours."""
    return [
        f"{weekday(day, locale)} {', '.join(f'{first}–{last}' for first, last in blocks(cells, day))}"
        for day in sorted({day for day, _hour in cells})
    ]


def _counts(source: Source) -> dict[Cell, int]:
    over = source.over("desk_load")
    sums = {(int(day), int(hour)): over.sum(day, hour).count for day, hour in over.numbers()}
    return {cell: n for cell, n in sums.items() if n}


def _load(source: Source, load: dict[Cell, int]) -> Section:
    """Hours down, weekdays across; only those between the first and the last contact."""
    _ = source.say
    title = _("Contacts by weekday and hour")
    if not load:
        return nothing(source, "load", title, "desk_load")
    days = sorted({day for day, _hour in load})
    ends = [hour for _day, hour in load]
    every = range(min(ends), max(ends) + 1)
    names = {day: weekday(day, source.locale) for day in days}
    labels = {hour: source.reader.label("hour", str(hour)) for hour in every}
    day, hour = max(sorted(load), key=lambda cell: load[cell])
    reading = _(
        "The fullest hour was {day} from {hour}, with {n} contacts.",
        day=names[day],
        hour=labels[hour],
        n=sums.number(load[day, hour], source.locale),
    )
    places = {(one, at): (row, column) for row, one in enumerate(days) for column, at in enumerate(every)}
    chart = Heat(
        title,
        reading,
        _("Contacts"),
        tuple(names.values()),
        tuple(labels.values()),
        tuple(tuple(load.get((day, hour), 0) for hour in every) for day in days),
        own=frozenset(places[cell] for cell in source.facts.own if cell in places),
        guests=frozenset(places[cell] for cell in source.facts.guests if cell in places),
        own_text=_("our own hours"),
        guests_text=_("hours of partners"),
    )
    rows = tuple(
        Row(labels[hour], tuple(Words(sums.number(load.get((day, hour), 0), source.locale)) for day in days))
        for hour in every
    )
    return Section(
        "load",
        title,
        "desk_load",
        str(source.span),
        first_heading=_("From"),
        columns=tuple(Column(name, "count") for name in names.values()),
        rows=rows,
        reading=reading,
        notes=notes(source, source.over("desk_load")),
        chart=chart,
    )


def _proposal(source: Source, load: dict[Cell, int]) -> Section:
    _ = source.say
    found = propose(load, frozenset(source.facts.own))
    if not found.clear or found.proposed == found.today:
        reading = _("The hours of today carry about as much as any others of the same length would.")
    else:
        reading = _(
            "With as many hours a week as today, other hours would have carried {proposed} instead of {today} of "
            "{whole} contacts.",
            proposed=sums.number(found.covered, source.locale),
            today=sums.number(found.covered_today, source.locale),
            whole=sums.number(found.whole, source.locale),
        )
    days = sorted({day for day, _hour in found.today | found.proposed})
    rows = tuple(
        Row(weekday(day, source.locale), tuple(Words(_times(cells, day)) for cells in (found.today, found.proposed)))
        for day in days
    )
    return Section(
        "proposal",
        _("Proposal from the load"),
        "desk_load",
        str(source.span),
        first_heading=_("Weekday"),
        columns=(Column(_("Hours today"), "words"), Column(_("Hours with the largest load"), "words")),
        rows=rows,
        reading=reading,
        notes=(
            _("Whoever came while the house was closed was not counted: the load is silent on hours without a desk."),
        ),
    )


def _times(cells: frozenset[Cell], day: int) -> str:
    return ", ".join(f"{first}–{last}" for first, last in blocks(cells, day)) or "–"
