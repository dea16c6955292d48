"""A period at a glance: contacts and their course, what matters for planning, who came, what about and how."""

from app.released import periods
from app.released.tables import ALL
from app.reports.charts.values import Course
from app.reports.comparing import change, text
from app.reports.page import Asked, address
from app.reports.reader import Reader
from app.reports.sections.beginning import incomplete
from app.reports.sections.comparison import (
    MULTIPLE,
    Line,
    Listing,
    compared,
    counted,
    earlier,
    everything,
    plain,
    unpublished,
)
from app.reports.sections.highlights import highlights
from app.reports.values import Change, Column, Count, Row, Section, Value

TABLES = ("channel", "talk", "topic", "language", "group", "persons", "duration", "outcome")
LONGEST_COURSE = {"month": 25, "quarter": 13, "year": 10}
"""Periods, so that the same one a year (two, three) before is among them."""
MOST = 10
"""Topics and languages that are named."""


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """All sections of the overview."""
    _ = reader.say
    single = {
        "channel": (_("How they came"), _("Way"), True),
        "talk": (_("How the talk went"), _("Talk"), True),
        "persons": (_("Persons"), _("Persons of a contact"), False),
        "duration": (_("Duration"), _("Duration"), False),
        "outcome": (_("What came of it"), _("Outcome"), True),
    }
    return (
        contacts(reader, asked),
        highlights(reader, asked),
        _top_topics(reader, asked),
        _groups(reader, asked),
        _top_languages(reader, asked),
        *(
            compared(
                reader,
                Listing(name, title, name, asked.period, heading, plain(reader, name), everything(reader), (), ranked),
            )
            for name, (title, heading, ranked) in single.items()
        ),
    )


def contacts(reader: Reader, asked: Asked) -> Section:
    """All contacts of this period, of those before it and, in the sentence, of the same one a year before."""
    _ = reader.say
    title = _("Contacts")
    table = reader.table("channel", asked.period)
    if table is None:
        nothing = Listing("contacts", title, "channel", asked.period, "", (), None)
        return unpublished(nothing, reader.why_missing("channel", asked.period))
    shown = _course(reader, asked.period)
    return Section(
        id="contacts",
        title=title,
        table="channel",
        period=asked.period,
        hash=table.hash,
        first_heading=_("Period"),
        columns=(
            Column(_("Contacts"), "count"),
            Column(_("Change since the period before"), "change"),
            Column(_("Change since the year before"), "change"),
        ),
        rows=tuple(_row(reader, period) for period in reversed(shown)),
        reading=_reading(reader, asked.period),
        notes=(
            _("Every period is released by itself and never changed: the table of each is named on its own page."),
            *incomplete(reader, shown),
        ),
        chart=Course(
            title=_("Contacts up to {period}", period=reader.period_text(asked.period)),
            description=_("A column for each released period. All numbers are in the table."),
            unit=_("contacts"),
            periods=tuple(reader.period_text(period) for period in shown),
            series=(_("Contacts"),),
            values=(tuple(_all(reader, period) for period in shown),),
        ),
    )


def _course(reader: Reader, period: str) -> list[str]:
    """The released periods of this kind up to this one, the latest last."""
    kind = periods.kind(period)
    last = periods.months_of(period).stop
    found = [one for one in reader.periods("channel") if periods.kind(one) == kind]
    return [one for one in found if periods.months_of(one).stop <= last][-LONGEST_COURSE[kind] :]


def _all(reader: Reader, period: str) -> int | None:
    table = reader.table("channel", period)
    return table.count(ALL) if table else None


def _row(reader: Reader, period: str) -> Row:
    table = reader.table("channel", period)
    assert table is not None, "only released periods are listed"
    now = table.count(ALL)
    known = {other.period: other.count(ALL) for other in earlier(reader, "channel", period)}
    before = (periods.previous(period), periods.year_before(period))
    values: list[Value] = [counted(table, (ALL,)), *(change(now, known.get(one)) for one in before)]
    return Row(reader.period_text(period), tuple(values), (ALL,))


def _reading(reader: Reader, period: str) -> str:
    _ = reader.say
    table = reader.table("channel", period)
    assert table is not None, "nothing is said of what is not released"
    now = table.count(ALL)
    said = _("{period}: {n} contacts", period=reader.period_text(period), n=text(counted(table, (ALL,)), reader.locale))
    compared_with = [
        _(
            "compared with {period} ({n}): {change}",
            period=reader.period_text(other.period),
            n=text(counted(other, (ALL,)), reader.locale),
            change=_of_change(reader, now, other.count(ALL)),
        )
        for other in earlier(reader, "channel", period)
    ]
    return "; ".join([said, *compared_with]) + "."


def _of_change(reader: Reader, now: int | None, before: int | None) -> str:
    """``about 185 more``, ``about 35 fewer``, ``no clear change``: both numbers are rounded."""
    _ = reader.say
    found = change(now, before)
    if found.difference is None or not found.clear:
        return text(Change(found.difference), reader.locale)
    n = text(Count(abs(found.difference)), reader.locale)
    return _("about {n} more", n=n) if found.difference > 0 else _("about {n} fewer", n=n)


def _top_topics(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = [
        Line((topic, ALL), reader.label("topic", topic), 0, address("topics", asked, topic=topic))
        for topic in reader.values("topic")
    ]
    whole = everything(reader, 2)
    title = _("Most frequent topics")
    return compared(
        reader,
        Listing("topics", title, "topic", asked.period, _("Topic"), lines, whole, (_(MULTIPLE),), most=MOST),
    )


def _groups(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = [
        Line((group,), reader.label("group", group), 0, address("groups", asked, group=group))
        for group in reader.values("group")
    ]
    return compared(
        reader, Listing("groups", _("Groups"), "group", asked.period, _("Group"), lines, everything(reader))
    )


def _top_languages(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = plain(reader, "language")
    title = _("Most frequent languages")
    return compared(
        reader,
        Listing("languages", title, "language", asked.period, _("Language"), lines, everything(reader), most=MOST),
    )
