"""Chapters about the house's own work: material, events, partners."""

from datetime import date
from statistics import median

from app.formatting import listing, short_date, weekday
from app.released.tables import ALL
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.counted import Asked, ranked, section, with_parts
from app.reports.evaluation.facts import Hours, Talk
from app.reports.evaluation.source import Source
from app.reports.labels import UNKNOWN
from app.reports.values import Column, Row, Section, Words
from handouts.requests import ACTIVE


def material(source: Source) -> Chapter:
    """What was given along, and what offices were asked for and how long it took them."""
    _ = source.say
    keys, below = with_parts(source.over("handout"))
    given = Asked(
        "handout", _("Information material that was given along"), "handout", _("Leaflet and language"), keys,
        lambda key: _leaflet(source, key),
        _("Copies"), share=False, levels=below,
    )  # fmt: skip
    said = (_waiting(source),) if source.facts.asked else ()
    return Chapter("material", _("Information material"), said, (section(source, given), _requests(source)))


def events(source: Source) -> Chapter:
    """Which took place, and how many people came, in sums."""
    _ = source.say
    over = source.over("event")
    keys = [(ALL,), *ranked(over, [(one,) for one in source.reader.values("topic")])] if over.tables else []
    came = Asked(
        "event", _("People at events"), "event", _("Topic of the event"), keys,
        lambda key: source.reader.label("topic", key[0]), _("Persons"), share=False, ranked=False, charted=False,
    )  # fmt: skip
    talks = source.facts.talks
    took_place = source.say.plural(
        "One event took place in these months.", "{n} events took place in these months.", len(talks)
    )
    return Chapter("events", _("Events"), (took_place,) if talks else (), (_held(source, talks), section(source, came)))


def partners(source: Source) -> Chapter:
    """Hours in the house, and agreements."""
    _ = source.say
    rows = tuple(Row(one.name, (Words(_when(source, one)),)) for one in source.facts.hours if one.kind != "desk")
    hours = _plain(
        source,
        "hours_in_house",
        title=_("Hours of partners in the house"),
        heading=_("Partner"),
        columns=(Column(_("When"), "words"),),
        rows=rows,
        missing=_("No hours of partners were entered when this report was made."),
    )
    agreed = tuple(
        Row(one.office, (Words(one.title), Words(_day(one.signed_on)), Words(_day(one.ends_on) or _("without an end"))))
        for one in source.facts.agreed
    )
    columns = (Column(_("Agreement"), "words"), Column(_("Signed"), "words"), Column(_("Holds until"), "words"))
    agreements = _plain(
        source,
        "agreements",
        title=_("Cooperation agreements"),
        heading=_("Partner"),
        columns=columns,
        rows=agreed,
        missing=_("No agreement was entered when this report was made."),
    )
    said = _("As entered on {day}.", day=short_date(source.kept.made_on))
    return Chapter("partners", _("Partners"), (said,), (hours, agreements))


def _waiting(source: Source) -> str:
    _ = source.say
    asked = source.facts.asked
    days = [one.days for one in asked if one.state == "delivered" and one.days is not None]
    still = sum(one.state in ACTIVE for one in asked)
    said = _(
        "Offices were asked for {n} leaflets or translations: {delivered} came, {declined} were declined, {open} are "
        "still open.",
        n=len(asked), delivered=len(days), declined=sum(one.state == "declined" for one in asked), open=still,
    )  # fmt: skip
    if days:
        said += " " + _(
            "From the letter to the leaflet it took {median} days in the middle, {most} at the longest.",
            median=round(median(days)), most=max(days),
        )  # fmt: skip
    return said


def _requests(source: Source) -> Section:
    _ = source.say
    states = {
        "open": _("still open"),
        "asked": _("asked"),
        "promised": _("promised"),
        "delivered": _("delivered"),
        "declined": _("declined"),
    }
    rows = tuple(
        Row(
            (one.title_en if source.locale == "en" else one.title_de) or one.title_de,
            (
                Words(source.reader.label("language", one.language)),
                Words(one.office or sums.UNKNOWN),
                Words(states[one.state]),
                Words(_day(one.asked_on)),
                Words(sums.UNKNOWN if one.days is None else str(one.days)),
            ),
        )
        for one in sorted(source.facts.asked, key=lambda one: (one.asked_on, one.title_de))
    )
    heads = (_("Language"), _("Office"), _("State"), _("Asked on"))
    columns = (*(Column(head, "words") for head in heads), Column(_("Days"), "count"))
    return _plain(
        source,
        "requests",
        title=_("Requests for material"),
        heading=_("What for"),
        columns=columns,
        rows=rows,
        missing=_("No office was asked for material in these months."),
    )


def _held(source: Source, talks: tuple[Talk, ...]) -> Section:
    _ = source.say
    rows = tuple(
        Row(
            (talk.title_en if source.locale == "en" else talk.title_de) or talk.title_de,
            (
                Words(_day(talk.day)),
                Words(talk.office or _("the house itself")),
                Words(listing([_language(source, one) for one in talk.languages], source.locale)),
            ),
        )
        for talk in talks
    )
    heads = (_("Day"), _("Organised by"), _("Languages"))
    columns = tuple(Column(head, "words") for head in heads)
    return _plain(
        source,
        "talks",
        title=_("Events in the house"),
        heading=_("Event"),
        columns=columns,
        rows=rows,
        missing=_("No event took place in these months."),
    )


def _plain(
    source: Source,
    id_: str,
    *,
    title: str,
    heading: str,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    missing: str,
) -> Section:
    """A list of what the house has entered; it is in no released table."""
    return Section(
        id_, title, "", str(source.span), first_heading=heading, columns=columns if rows else (), rows=rows,
        missing="" if rows else missing,
    )  # fmt: skip


def _leaflet(source: Source, key: tuple[str, ...]) -> str:
    """A leaflet, or the language of one."""
    _ = source.say
    handout, language = key
    if language == ALL:
        return source.reader.label("handout", handout)
    return _("not recorded") if language == UNKNOWN else source.reader.label("language", language)


def _language(source: Source, tag: str) -> str:
    _ = source.say
    return {"de": _("German"), "en": _("English")}.get(tag) or source.reader.label("language", tag)


def _when(source: Source, one: Hours) -> str:
    _ = source.say
    weeks = {"odd": _("odd weeks"), "even": _("even weeks"), "every2": _("every second week")}.get(one.weeks, "")
    said = f"{weekday(one.weekday, source.locale)} {one.starts}–{one.ends}"
    return f"{said} ({weeks})" if weeks else said


def _day(iso: str) -> str:
    return short_date(date.fromisoformat(iso)) if iso else ""
