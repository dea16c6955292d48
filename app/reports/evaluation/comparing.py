"""The chapter that compares the span with as many months before it."""

from app.released.periods import kind, year_before
from app.released.tables import ALL
from app.reports.comparing import change
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.counted import months_text, nothing
from app.reports.evaluation.source import Over, Source
from app.reports.values import Column, Count, Row, Section, Words

COMPARED = (("channel", ""), ("group", "group"), ("topic", "topic"), ("language", "language"))
"""Tables, and the dimension of those rows that are compared; of the first only the total."""
Key = tuple[str, ...]


def comparison(source: Source) -> Chapter:
    """Against the months before, and the last quarter against the same a year before."""
    _ = source.say
    before = source.span.before
    months = f"{source.reader.period_text(before.first)} – {source.reader.period_text(before.last)}"
    said = source.say.plural(
        "Compared with the month before. Only what rounding cannot have done counts as a change.",
        "Compared with the {n} months before ({months}). Only what rounding cannot have done counts as a change.",
        len(before.months),
        months=months,
    )
    return Chapter("comparison", _("Comparison with the time before"), (said,), (_before(source), _year_before(source)))


def changes(source: Source) -> list[tuple[str, sums.Sum, sums.Sum]]:
    """What differs clearly from the time before: its name, now and before; all contacts first."""
    found = []
    for table, dimension in COMPARED:
        now, before = source.over(table), source.over(table, source.span.before)
        if now.lacking or before.lacking:
            continue
        for key in _keys(source, now, before, dimension):
            name = source.reader.label(dimension, key[0]) if dimension else source.say("All contacts")
            found.append((name, now.sum(*key), before.sum(*key)))
    return [one for one in found if sums.differs(one[1], one[2])]


def _keys(source: Source, now: Over, before: Over, dimension: str) -> list[Key]:
    """All contacts, or the values of a dimension that have a number at one of the two times."""
    if not dimension:
        return [(ALL,)]
    width = len(now.tables[0].cells[0].key)
    keys: list[Key] = [(value, *(ALL,) * (width - 1)) for value in source.reader.values(dimension)]
    return [key for key in keys if now.sum(*key).count or before.sum(*key).count]


def _before(source: Source) -> Section:
    _ = source.say
    title = _("Clear changes")
    whole, earlier = source.over("channel"), source.over("channel", source.span.before)
    if whole.lacking or earlier.lacking:
        missing = _(
            "There is no comparison: {months} are not released.",
            months=months_text(source, (*earlier.lacking, *whole.lacking)),
        )
        return Section("before", title, "channel", str(source.span), missing=missing)
    found = changes(source)
    rows = tuple(
        Row(
            name,
            (
                Words(sums.text(before, source.locale)),
                Words(sums.text(now, source.locale)),
                Words(_("more") if now.low > before.low else _("fewer")),
            ),
        )
        for name, now, before in found
    )
    columns = (Column(_("Before"), "count"), Column(_("This time"), "count"), Column(_("Change"), "words"))
    return Section(
        "before",
        title,
        "channel",
        str(source.span),
        first_heading=_("What"),
        columns=columns if rows else (),
        rows=rows,
        missing="" if rows else _("Nothing has changed so much that rounding could not have done it."),
    )


def _year_before(source: Source) -> Section:
    """The last released quarter of the span and the same one a year before, if both belong to the report."""
    _ = source.say
    title = _("The last quarter and the same one a year before")
    released = {period for name, period in source.kept.releases if name == "channel" and kind(period) == "quarter"}
    last = max(released, default="")
    if not last or year_before(last) not in released:
        return nothing(source, "year-before", title, "channel")
    now, before = source.table("channel", last), source.table("channel", year_before(last))
    keys = [ALL, *(value for value in source.reader.values("channel") if now.cell(value) or before.cell(value))]
    rows = tuple(
        Row(
            source.reader.label("channel", value),
            (
                *(
                    Count(one.count if one else None, one.threshold if one else 5)
                    for one in (before.cell(value), now.cell(value))
                ),
                change(now.count(value), before.count(value)),
            ),
            (value,),
        )
        for value in keys
    )
    columns = (
        Column(source.reader.period_text(before.period), "count"),
        Column(source.reader.period_text(last), "count"),
        Column(_("Change"), "change"),
    )
    return Section(
        "year-before", title, "channel", last, now.hash, first_heading=_("Channel"), columns=columns, rows=rows
    )
