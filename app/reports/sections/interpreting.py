"""How visitors and the desk understood each other: how talks went, what nobody could interpret, and who interprets."""

from collections.abc import Mapping, Sequence

from app.errors import N_
from app.formatting import listing
from app.house.interpreting.service import interpreters
from app.house.interpreting.values import MODES, Service
from app.released.tables import Table
from app.reports.charts.values import Bar, Bars
from app.reports.comparing import NOTHING, change, text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import (
    MOST_BARS,
    MOST_NAMED,
    Listing,
    compared,
    counted,
    earlier,
    everything,
    plain,
    unpublished,
)
from app.reports.sections.languages import by_talk
from app.reports.values import Column, Count, Row, Section, Value, Words
from referrals.routing.answer import speaks

TALK, UNMET = "talk", "unmet_language"
TABLES = (TALK, "language_talk", UNMET)
MOST_WITHOUT = 8
"""Languages without a service that a sentence names."""
LISTED = N_("Languages with fewer than five such contacts are not listed, nor is there a total.")


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Talks, in all and by language, unmet languages with the services that could help, and all services."""
    services = _offered(reader)
    return (
        _talks(reader, asked),
        by_talk(reader, asked),
        unmet(reader, asked, services),
        _services(reader, asked, services),
    )


def _offered(reader: Reader) -> list[Service]:
    return [one for one in interpreters(reader.session) if one.offered]


def _talks(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = plain(reader, TALK)
    return compared(
        reader,
        Listing("talks", _("How the talk went"), TALK, asked.period, _("Talk"), lines, everything(reader)),
    )


def unmet(reader: Reader, asked: Asked, services: Sequence[Service] | None = None) -> Section:
    """Languages that nobody was known to interpret, beside the services that interpret them today."""
    _ = reader.say
    services = _offered(reader) if services is None else services
    table = reader.table(UNMET, asked.period)
    nothing = Listing("unmet", _("No interpreter to be found"), UNMET, asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing(UNMET, asked.period))
    published = {cell.key[0]: cell.count for cell in table.cells if cell.count}
    if not published:
        return unpublished(nothing, _("There were no five such contacts in any language."))
    tags = sorted(published, key=lambda tag: (-published[tag], tag))
    others = earlier(reader, UNMET, asked.period)
    columns = [Column(reader.period_text(asked.period), "count")]
    for other in others:
        before = reader.period_text(other.period)
        columns += [Column(before, "count"), Column(_("Change since {period}", period=before), "change")]
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=UNMET,
        period=asked.period,
        hash=table.hash,
        first_heading=_("Language"),
        columns=(*columns, Column(_("Who interprets it today"), "words")),
        rows=tuple(_unmet_row(reader, tag, table, others, services) for tag in tags),
        reading=_unmet_reading(reader, tags, published, services),
        notes=(_("Counted where a talk needed an interpreter and the counter knew of none."), _(LISTED)),
        chart=_unmet_bars(reader, asked, tags[:MOST_BARS], published, others),
    )


def _unmet_row(reader: Reader, tag: str, table: Table, others: Sequence[Table], services: Sequence[Service]) -> Row:
    now = table.count(tag)
    values: list[Value] = [Count(now)]
    for other in others:
        values += [counted(other, (tag,)), change(now, other.count(tag))]
    names = _names(tag, services)
    return Row(reader.label("language", tag), (*values, Words(", ".join(names) or NOTHING)), (tag,))


def _names(tag: str, services: Sequence[Service]) -> list[str]:
    return [one.facts.name for one in services if speaks(one.facts.languages, tag)]


def _unmet_reading(
    reader: Reader, tags: Sequence[str], published: Mapping[str, int], services: Sequence[Service]
) -> str:
    _ = reader.say
    names = [f"{reader.label('language', tag)} ({text(Count(published[tag]), reader.locale)})" for tag in tags]
    said = _("Most often missing: {names}.", names=listing(names[:MOST_NAMED], reader.locale))
    without = [reader.label("language", tag) for tag in tags if not _names(tag, services)]
    if without:
        missing = _("No service is recorded for: {names}.", names=_some(reader, without))
    else:
        missing = _("Today a service is recorded for each of these languages.")
    return f"{said} {missing}"


def _some(reader: Reader, names: Sequence[str]) -> str:
    """The names; of many the first ones, and how many more there are."""
    shown = list(names[:MOST_WITHOUT])
    if len(names) > MOST_WITHOUT:
        more = len(names) - MOST_WITHOUT
        shown.append(reader.say.plural("{n} more language", "{n} more languages", more))
    return listing(shown, reader.locale)


def _unmet_bars(
    reader: Reader, asked: Asked, tags: Sequence[str], published: Mapping[str, int], others: Sequence[Table]
) -> Bars:
    _ = reader.say
    before = others[0] if others else None
    return Bars(
        title=_("{title}, {period}", title=_("No interpreter to be found"), period=reader.period_text(asked.period)),
        description=_("A bar for each language, the longest first. All numbers are in the table."),
        unit=_("contacts"),
        bars=tuple(
            Bar(
                reader.label("language", tag),
                published[tag],
                text(Count(published[tag]), reader.locale),
                before.count(tag) if before else None,
                text(counted(before, (tag,)), reader.locale) if before else "",
            )
            for tag in tags
        ),
        before=reader.period_text(before.period) if before else "",
    )


def _services(reader: Reader, asked: Asked, services: Sequence[Service]) -> Section:
    """The interpreting services as they are recorded today; no figures."""
    _ = reader.say
    title = _("Interpreting services, as recorded today")
    if not services:
        return Section("services", title, "", asked.period, missing=_("No interpreting service is recorded yet."))
    tags = {tag for one in services for tag in one.facts.languages}
    return Section(
        id="services",
        title=title,
        table="",
        period=asked.period,
        first_heading=_("Service"),
        columns=(
            Column(_("Languages"), "words"),
            Column(_("Ways"), "words"),
            Column(_("Days ahead"), "words"),
        ),
        rows=tuple(_service(reader, one) for one in services),
        reading=reader.say.plural(
            "Together they interpret {n} language.", "Together they interpret {n} languages.", len(tags)
        ),
        notes=(_("Kept by the editors; what is recorded today, not what was there in the period."),),
    )


def _service(reader: Reader, one: Service) -> Row:
    _ = reader.say
    names = sorted((reader.label("language", tag) for tag in one.facts.languages), key=str.casefold)
    ways = [_(label) for mode, label in MODES.items() if mode in one.facts.modes]
    ahead = NOTHING if one.facts.lead_days is None else str(one.facts.lead_days)
    return Row(one.facts.name, (Words(", ".join(names) or NOTHING), Words(", ".join(ways) or NOTHING), Words(ahead)))
