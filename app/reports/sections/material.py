"""Material: what visitors would need in their language beside what there is, what was given, what was asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app import clock
from app.errors import N_
from app.formatting import listing
from app.released.periods import kind, months_of
from app.released.tables import ALL, Table
from app.reports.charts.values import Bar, Bars
from app.reports.comparing import text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import MOST_BARS, MOST_NAMED, Line, Listing, compared, unpublished
from app.reports.sections.material_requests import requested
from app.reports.values import Column, Count, Row, Section, Words
from app.vocabulary.service import vocabulary
from handouts.given_release import NAME as GIVEN
from handouts.given_release import NOT_RECORDED
from handouts.library import Edition, Library
from handouts.service import library
from handouts.stock import stocks

DEMAND = "topic_language"
TABLES = (GIVEN, DEMAND)
THERE, MISSING, UNRECORDED = "there", "missing", "unrecorded"
MOST = 60
"""Topics and languages that are listed."""


@dataclass(frozen=True)
class Need:
    """Contacts with a topic (id) in a language (tag), as published, and what there is for them today.

    ``state`` is missing, unrecorded (there is a handout, but nobody has recorded its editions), expired, out (it is on
    paper only, and no copy is left) or there.
    """

    topic: str
    language: str
    count: int
    threshold: int
    state: str
    handouts: tuple[str, ...]
    """The handouts about the topic that have, or had, an edition in the language, or of which none is recorded."""


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Demand against editions, what was given, and what was requested."""
    return (_demand(reader, asked), _given(reader, asked), requested(reader, asked))


def _demand(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    table = _covering(reader, asked.period)
    nothing = Listing("demand", _("Material that is needed"), DEMAND, asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing(DEMAND, asked.period))
    found = needs(reader, table, clock.now().date())
    if not found:
        when = reader.period_text(table.period)
        why = _("In {period} no topic in a language other than German has a published number.", period=when)
        return unpublished(nothing, why)
    said = _state_texts(reader)
    return Section(
        id=nothing.id,
        title=nothing.title,
        table=DEMAND,
        period=table.period,
        hash=table.hash,
        first_heading=_("Topic and language"),
        columns=(
            Column(_("Contacts, {period}", period=reader.period_text(table.period)), "count"),
            Column(_("Material today"), "words"),
            Column(_("Which"), "words"),
        ),
        rows=tuple(
            Row(
                _name(reader, need),
                (
                    Count(need.count, need.threshold),
                    Words(said[need.state]),
                    Words(", ".join(reader.label("handout", one) for one in need.handouts) or "–"),
                ),
                (need.topic, need.language),
            )
            for need in found[:MOST]
        ),
        reading=_reading(reader, found),
        notes=(
            _(
                "Contacts of {period}; the material is that of the library today.",
                period=reader.period_text(table.period),
            ),
            _("Listed are languages other than German, as far as their number with a topic is published."),
            _("At most {n} rows: those without material first, the largest number first.", n=MOST),
            _("Material for everybody, such as a city map, is not counted as material about a topic."),
            _("Sensitive topics are never counted by language, so that they are not listed here."),
        ),
        chart=_bars(reader, table, [need for need in found if need.state != THERE]),
    )


def _covering(reader: Reader, period: str) -> Table | None:
    """The last released year that covers the period or ended before it; the period's own table if there is no year."""
    until = months_of(period)
    years = [one for one in reader.periods(DEMAND) if kind(one) == "year"]
    near = [one for one in years if months_of(one).start <= until.start]
    return reader.table(DEMAND, near[-1]) if near else reader.table(DEMAND, period)


def needs(reader: Reader, table: Table, today: date) -> list[Need]:
    """Topics in languages with a published number: those without material first, the largest number first."""
    words = vocabulary(reader.session)
    shelf = _by_topic(library(reader.session))
    copies = {edition: one.left for edition, one in stocks(reader.session).items() if one.left is not None}
    found = []
    for cell in table.cells:
        topic, language = cell.key
        known = words.languages.get(language)
        if cell.count is None or ALL in cell.key or known is None or known.is_german:
            continue
        editions = shelf.get((topic, language)) or shelf.get((topic, ""), {})
        state = state_of([one for of in editions.values() for one in of], copies, today)
        if editions and state == MISSING:
            state = UNRECORDED
        found.append(Need(topic, language, cell.count, cell.threshold, state, tuple(editions)))
    return sorted(found, key=lambda one: (one.state == THERE, -one.count, one.topic, one.language))


def _by_topic(shelf: Library) -> dict[tuple[str, str], dict[str, list[Edition]]]:
    """The editions by topic (of subtopics: their topic) and language, then by handout; under the language "" handouts
    of which no edition was ever recorded.
    """
    found: dict[tuple[str, str], dict[str, list[Edition]]] = {}
    for leaflet in shelf.leaflets.values():
        for topic in {name.partition("/")[0] for name in leaflet.topics}:
            if not leaflet.known:
                found.setdefault((topic, ""), {})[leaflet.id] = []
            for edition in leaflet.editions:
                found.setdefault((topic, edition.language), {}).setdefault(leaflet.id, []).append(edition)
    return found


def state_of(editions: Iterable[Edition], copies: Mapping[str, int], today: date) -> str:
    """What these editions come to; ``copies`` are those left of editions that are counted."""
    known = list(editions)
    valid = [one for one in known if one.valid(today)]
    if not valid:
        return "expired" if known else MISSING
    # A file can be printed and a link be read whatever is left on the shelf.
    can_be_given = [one for one in valid if one.kind != "paper" or copies.get(one.id, 1) > 0]
    return THERE if can_be_given else "out"


def _state_texts(reader: Reader) -> dict[str, str]:
    _ = reader.say
    return {
        MISSING: _("missing"),
        UNRECORDED: _("no edition recorded"),
        "expired": _("expired"),
        "out": _("out of stock"),
        THERE: _("there"),
    }


def _name(reader: Reader, need: Need) -> str:
    return f"{reader.label('topic', need.topic)} – {reader.label('language', need.language)}"


def _reading(reader: Reader, found: Sequence[Need]) -> str:
    _ = reader.say
    short = [need for need in found if need.state != THERE]
    if not short:
        return _("For every topic and language with a published number there is material.")
    said = _state_texts(reader)
    names = [
        _(
            "{name} ({n} contacts, {state})",
            name=_name(reader, need),
            n=text(Count(need.count), reader.locale),
            state=said[need.state],
        )
        for need in sorted(short, key=lambda one: -one.count)[:MOST_NAMED]
    ]
    return _(
        "For {n} of {whole} topics and languages no material is recorded, or none is left. Most needed: {names}.",
        n=len(short),
        whole=len(found),
        names=listing(names, reader.locale),
    )


def _bars(reader: Reader, table: Table, short: Sequence[Need]) -> Bars | None:
    if not short:
        return None
    _ = reader.say
    shown = sorted(short, key=lambda one: -one.count)[:MOST_BARS]
    return Bars(
        title=_("Contacts without material in their language, {period}", period=reader.period_text(table.period)),
        description=_("A bar for each topic and language, the longest first. All numbers are in the table."),
        unit=_("contacts"),
        bars=tuple(Bar(_name(reader, need), need.count, text(Count(need.count), reader.locale)) for need in shown),
    )


def _given(reader: Reader, asked: Asked) -> Section:
    """How often handouts were given along, with their languages."""
    _ = reader.say
    table = reader.table(GIVEN, asked.period)
    keys = {cell.key for cell in table.cells} if table else set()
    lines = []
    for handout in reader.values("handout"):
        lines.append(Line((handout, ALL), reader.label("handout", handout)))
        languages = [*reader.values("language"), NOT_RECORDED]
        lines += [
            Line((handout, one), _("no edition recorded") if one == NOT_RECORDED else reader.label("language", one), 1)
            for one in languages
            if (handout, one) in keys
        ]
    notes = (
        _("A handout that is not listed was given less often than may be published, or not at all."),
        _("Nothing that was given in a talk about a protected topic is counted."),
    )
    return compared(
        reader,
        Listing(
            "given",
            _("Handouts given"),
            GIVEN,
            asked.period,
            _("Handout"),
            lines,
            None,
            notes,
            empty=_("No handout was given often enough to show a number."),
            unit=N_("copies"),
        ),
    )
