"""The eight fields of action of the integration concept: contacts of each, and on which weekdays."""

from collections.abc import Sequence

from app.errors import N_
from app.formatting import listing
from app.locales import babel_locale
from app.released.tables import ALL, Table
from app.reports.charts.values import Heat
from app.reports.comparing import text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import MOST_NAMED, Listing, compared, counted, everything, plain, unpublished
from app.reports.values import Column, Count, Row, Section

FIELD, LOAD = "field_of_action", "field_load"
TABLES = (FIELD, LOAD)
WITHOUT_PROTECTED = N_("Contacts about protected topics count for no field of action.")


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Contacts by field, and by field and weekday."""
    return (_fields(reader, asked), _by_weekday(reader, asked))


def _fields(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    notes = (
        _("A contact can be about several fields of action: they add up to more than all contacts."),
        _(WITHOUT_PROTECTED),
    )
    heading, lines = _("Field of action"), plain(reader, FIELD)
    return compared(
        reader,
        Listing("fields", _("Fields of action"), FIELD, asked.period, heading, lines, everything(reader), notes),
    )


def _by_weekday(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    table = reader.table(LOAD, asked.period)
    nothing = Listing("weekdays", _("Fields of action by weekday"), LOAD, asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing(LOAD, asked.period))
    listed = {cell.key for cell in table.cells if ALL not in cell.key}
    fields = [one for one in reader.values(FIELD) if any(key[0] == one for key in listed)]
    if not fields:
        return unpublished(nothing, _("On no weekday did a field of action have enough contacts to show a number."))
    days = [day for day in reader.values("weekday") if any(key[1] == day for key in listed)]
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=LOAD,
        period=asked.period,
        hash=table.hash,
        first_heading=_("Field of action"),
        columns=tuple(Column(reader.label("weekday", day), "count") for day in days),
        rows=tuple(
            Row(reader.label(FIELD, one), tuple(counted(table, (one, day)) for day in days), (one, days[0]))
            for one in fields
        ),
        reading=_reading(reader, table, fields, days),
        notes=(
            _("A counter that is raised beside the contact and linked to nothing."),
            _("“–”: fewer than may be published, or none."),
            _(WITHOUT_PROTECTED),
        ),
        chart=Heat(
            title=_("Fields of action by weekday, {period}", period=reader.period_text(asked.period)),
            description=_("A row for each field of action, a column for each weekday; the darker, the more contacts."),
            unit=_("contacts"),
            rows=tuple(reader.label(FIELD, one) for one in fields),
            columns=tuple(_short(day, reader.locale) for day in days),
            values=tuple(tuple(table.count(one, day) for day in days) for one in fields),
        ),
    )


def _short(day: str, locale: str) -> str:
    """``Mo``: there is no room for more above a column."""
    return str(babel_locale(locale).days["format"]["abbreviated"][int(day) - 1]).rstrip(".")


def _reading(reader: Reader, table: Table, fields: Sequence[str], days: Sequence[str]) -> str:
    """The day with the largest number for each of the largest fields."""
    _ = reader.say

    def largest(one: str) -> tuple[int, str]:
        return max((table.count(one, day) or 0, day) for day in days)

    top = sorted(fields, key=lambda one: largest(one)[0], reverse=True)[:MOST_NAMED]
    names = [
        _(
            "{field} on {day} ({n})",
            field=reader.label(FIELD, one),
            day=reader.label("weekday", largest(one)[1]),
            n=text(Count(largest(one)[0]), reader.locale),
        )
        for one in top
    ]
    return _("Most in demand: {names}.", names=listing(names, reader.locale))
