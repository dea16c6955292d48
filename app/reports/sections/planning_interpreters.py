"""Interpreters: the languages in which most talks went without one, or nobody could be found."""

from app.formatting import listing
from app.house.interpreting.service import interpreters as services
from app.released.periods import kind, parts
from app.released.tables import ALL, Table
from app.reports.comparing import NOTHING, share, text
from app.reports.planning.cover import Step, cover
from app.reports.planning.spans import Span, span, together
from app.reports.reader import Reader
from app.reports.sections.comparison import counted
from app.reports.sections.planning_basis import latest, missing, of_another
from app.reports.sections.planning_ranking import MOST, Ranked, bars, between, published_sum, reading
from app.reports.values import Column, Count, Row, Section, Value, Words
from app.vocabulary.service import vocabulary
from referrals.routing.answer import speaks

WITHOUT = ("companion", "gestures")
"""How a talk went that an interpreter would have served."""


def interpreters(reader: Reader, period: str) -> Section:
    """Languages in which talks went with a companion or by gestures, or nobody could be found to interpret."""
    _ = reader.say
    id, title = "interpreters", _("Interpreters that would have helped most")
    table = latest(reader, "language_talk", period)
    if table is None:
        return missing(reader, id, title, "language_talk", period)
    unmet = _unmet(reader, table.period)
    foreign = [tag for tag, one in vocabulary(reader.session).languages.items() if not one.is_german]
    needs = {tag: _need(table, unmet, tag) for tag in reader.values("language") if tag in foreign}
    steps = cover(needs, {tag: frozenset({tag}) for tag in needs}, most=MOST)
    ranked = [Ranked(reader.label("language", step.offer), step.served, step.so_far) for step in steps]
    whole = _whole(table, unmet)
    return Section(
        id=id,
        title=title,
        table="language_talk",
        period=table.period,
        hash=table.hash,
        first_heading=_("Language"),
        columns=(
            *(Column(reader.label("talk", talk), "count") for talk in WITHOUT),
            Column(_("nobody to interpret"), "words"),
            Column(_("at least – at most"), "words"),
            Column(_("with all above, of such talks"), "share"),
            Column(_("Services known today"), "words"),
        ),
        rows=tuple(_row_of_language(reader, table, unmet, step, whole) for step in steps),
        reading=reading(reader, ranked, whole),
        notes=(*of_another(reader, table, period), *_notes_of_languages(reader, table, unmet)),
        chart=bars(reader, title, table.period, ranked),
    )


def _unmet(reader: Reader, period: str) -> list[Table] | None:
    """The tables of the quarters of this period; None where one of them is not released."""
    quarters = parts(period) if kind(period) == "year" else [period]
    tables = [reader.table("unmet_language", quarter) for quarter in quarters]
    found = [table for table in tables if table]
    return found if len(found) == len(quarters) else None


def _need(table: Table, unmet: list[Table] | None, language: str) -> Span:
    """Talks that needed an interpreter: in how many of both counts the same contact stands nobody knows."""
    whole = table.cell(language, ALL)
    most = span(Count(whole.count, whole.threshold)) if whole else Span()
    cells = [table.cell(language, talk) for talk in WITHOUT]
    talks = together([span(Count(cell.count, cell.threshold)) if cell else Span(high=most.high) for cell in cells])
    nobody = together([span(Count(quarter.count(language))) for quarter in unmet or []])
    return talks.within(most).union(nobody).within(most) if whole else nobody


def _whole(table: Table, unmet: list[Table] | None) -> int | None:
    """About how many there were: of the two counts the larger one."""
    talks = published_sum([table.count(ALL, talk) for talk in WITHOUT])
    nobody = published_sum([cell.count for quarter in unmet or [] for cell in quarter.cells])
    return max((n for n in (talks, nobody) if n is not None), default=None)


def _row_of_language(
    reader: Reader, table: Table, unmet: list[Table] | None, step: Step[str], whole: int | None
) -> Row:
    tag = step.offer
    nobody = published_sum([quarter.count(tag) for quarter in unmet]) if unmet else None
    known = [one.facts.name for one in services(reader.session) if one.offered and speaks(one.facts.languages, tag)]
    _ = reader.say
    values: tuple[Value, ...] = (
        *(counted(table, (tag, talk)) for talk in WITHOUT),
        Words(NOTHING if nobody is None else text(Count(nobody), reader.locale)),
        Words(between(step.served)),
        share(step.so_far.about, whole),
        Words(listing(known, reader.locale) if known else _("none")),
    )
    return Row(reader.label("language", tag), values, (tag, ALL))


def _notes_of_languages(reader: Reader, table: Table, unmet: list[Table] | None) -> tuple[str, ...]:
    _ = reader.say
    notes = [
        _(
            "Reckoned with talks that went with a companion or by gestures, and with contacts for whom nobody could "
            "be found to interpret at the office. The same contact may be in both: at least the larger number, at "
            "most the sum."
        ),
        _("Some bring a companion because they want to. Those who never came for want of an interpreter are not seen."),
    ]
    if unmet is None:
        notes.append(_("For {period} “nobody to interpret” is not published.", period=reader.period_text(table.period)))
    return tuple(notes)
