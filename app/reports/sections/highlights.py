"""What a planner should look at first: a sentence each from the pages about planning, interpreters, load and slips."""

from dataclasses import dataclass

from app.reports.page import Asked, address
from app.reports.reader import Reader
from app.reports.sections import feedback, interpreting, load, planning_rising
from app.reports.sections.planning_basis import latest
from app.reports.values import Column, Row, Section, Words


@dataclass(frozen=True)
class _Found:
    """A section of another page, with that page."""

    page: str
    section: Section


def highlights(reader: Reader, asked: Asked) -> Section:
    """The sentences of those sections that have something to say, each with the page it is from.

    Tables that do not come for this period say what they said of the last one before its end.
    """
    _ = reader.say
    found = [
        _Found("planning", planning_rising.topics(reader, asked.period)),
        _Found("planning", planning_rising.languages(reader, asked.period)),
    ]
    if table := latest(reader, "unmet_language", asked.period):
        found.append(_Found("interpreting", interpreting.unmet(reader, Asked(table.period))))
    if table := latest(reader, "desk_load", asked.period):
        found.append(_Found("load", load.busiest(reader, table)))
    if table := latest(reader, "feedback", asked.period):
        found.append(_Found("feedback", feedback.outcomes(reader, Asked(table.period))))
    rows = tuple(_row(reader, asked, one) for one in found if one.section.reading)
    title = _("What matters for planning")
    if not rows:
        nothing = _("There are no figures yet that planning could go by: the pages say when they come.")
        return Section("highlights", title, "", asked.period, missing=nothing)
    return Section(
        id="highlights",
        title=title,
        table="",
        period=asked.period,
        first_heading=_("About"),
        columns=(Column(_("What can be read from it"), "words"),),
        rows=rows,
    )


def _row(reader: Reader, asked: Asked, one: _Found) -> Row:
    section = one.section
    when = "" if section.period == asked.period else f", {reader.period_text(section.period)}"
    where = f"{address(one.page, Asked(section.period))}#{section.id}"
    return Row(f"{section.title}{when}", (Words(section.reading),), address=where)
