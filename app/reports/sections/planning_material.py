"""Material: leaflets to translate or to write, for what was asked about in languages without anything to give."""

from collections.abc import Mapping
from dataclasses import dataclass

from app import clock
from app.formatting import listing
from app.released.tables import ALL, Table
from app.reports.comparing import share
from app.reports.planning.cover import Step, cover
from app.reports.planning.spans import Span, span
from app.reports.reader import Reader
from app.reports.sections.planning_basis import latest, missing, of_another
from app.reports.sections.planning_ranking import MOST, Ranked, about, bars, between, reading
from app.reports.values import Column, Count, Row, Section, Words
from app.vocabulary.service import vocabulary
from handouts.demand import Demand
from handouts.gaps import gaps
from handouts.library import Library
from handouts.service import library

Need = tuple[str, str]
"""Topic and language."""


def material(reader: Reader, period: str) -> Section:
    """Leaflets to translate or to write: what was asked about in languages in which there is nothing to give."""
    _ = reader.say
    id, title = "material", _("Material that would have served most")
    table = latest(reader, "topic_language", period)
    if table is None:
        return missing(reader, id, title, "topic_language", period)
    shelf = library(reader.session)
    needs = _needs(reader, shelf, table)
    jobs = _jobs(shelf, needs)
    steps = cover(needs, {name: job.serves for name, job in jobs.items()}, most=MOST)
    ranked = [Ranked(_job_text(reader, shelf, jobs[step.offer]), step.served, step.so_far) for step in steps]
    whole = sum(need.about for need in needs.values())
    return Section(
        id=id,
        title=title,
        table="topic_language",
        period=table.period,
        hash=table.hash,
        first_heading=_("Material"),
        columns=(
            Column(_("Topics that it is for"), "words"),
            Column(_("Mentions, published"), "words"),
            Column(_("at least – at most"), "words"),
            Column(_("with all above, of what is missing"), "share"),
        ),
        rows=tuple(_row_of_material(reader, one.name, step, whole) for one, step in zip(ranked, steps, strict=True)),
        reading=_reading(reader, table, ranked, whole),
        notes=(*of_another(reader, table, period), *_notes_of_material(reader)),
        chart=bars(reader, title, table.period, ranked),
    )


def _reading(reader: Reader, table: Table, ranked: list[Ranked], whole: int) -> str:
    """What to get; without anything, whether that is so because nothing is missing or because nothing is known."""
    _ = reader.say
    if ranked or not any(cell.count for cell in table.cells if ALL not in cell.key):
        return reading(reader, ranked, whole)
    return _("For every topic and language that is published there is material.")


@dataclass(frozen=True)
class _Job:
    """To translate a leaflet into a language, or to write one about a topic (``leaflet`` is "")."""

    leaflet: str
    topic: str
    language: str
    serves: frozenset[Need]


def _needs(reader: Reader, shelf: Library, table: Table) -> dict[Need, Span]:
    """Published topics by language of which there is no valid edition in the language."""
    counts = {(cell.key[0], cell.key[1]): cell.count for cell in table.cells if cell.count and ALL not in cell.key}
    demand = Demand(table.period, counts)
    found = gaps(shelf, demand, vocabulary(reader.session), known=(), today=clock.now().date())
    return {(one.wanted.entry, one.wanted.language): span(Count(one.count)) for one in found if one.why == "demand"}


def _jobs(shelf: Library, needs: Mapping[Need, Span]) -> dict[str, _Job]:
    """What could be done: a leaflet that exists serves all its topics, a new one is about one."""
    jobs: dict[str, _Job] = {}
    today = clock.now().date()
    for leaflet in shelf.leaflets.values():
        about = {name.partition("/")[0] for name in leaflet.topics}
        for language in sorted({language for topic, language in needs if topic in about}):
            if shelf.languages(leaflet.id, today):
                serves = frozenset(need for need in needs if need[0] in about and need[1] == language)
                jobs[f"{leaflet.id} {language}"] = _Job(leaflet.id, "", language, serves)
    for topic, language in needs:
        jobs[f"{topic} {language}"] = _Job("", topic, language, frozenset({(topic, language)}))
    return jobs


def _job_text(reader: Reader, shelf: Library, job: _Job) -> str:
    _ = reader.say
    language = reader.label("language", job.language)
    if not job.leaflet:
        return _("{language}: a new leaflet about “{topic}”", language=language, topic=reader.label("topic", job.topic))
    label = shelf.leaflets[job.leaflet].label
    title = label.en if reader.locale == "en" else label.de
    return _("{language}: translate “{title}”", language=language, title=title)


def _row_of_material(reader: Reader, name: str, step: Step[Need], whole: int) -> Row:
    topics = [reader.label("topic", topic) for topic, _language in step.needs]
    values = (
        Words(listing(topics, reader.locale)),
        Words(about(reader, step.served)),
        Words(between(step.served)),
        share(step.so_far.about, whole),
    )
    return Row(name, values, step.needs[0] if len(step.needs) == 1 else ())


def _notes_of_material(reader: Reader) -> tuple[str, ...]:
    _ = reader.say
    return (
        _(
            "Reckoned with published contacts by topic and language for which no valid edition about the topic is in "
            "the library. A contact with several topics counts for each; not everybody would have taken a leaflet."
        ),
        _("Chosen one after the other: each line serves most of what those above it leave."),
        _("Combinations that are withheld are not in here: small languages may lack material without showing."),
    )
