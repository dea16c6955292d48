"""In which languages: contacts by language, how the talk went in each, and where nobody could be found to interpret."""

from app.contacts.values import TALKS
from app.formatting import listing
from app.released.tables import ALL, Table
from app.reports.charts.values import Stack
from app.reports.comparing import share, text
from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections.comparison import (
    MOST_BARS,
    MOST_NAMED,
    Line,
    Listing,
    compared,
    counted,
    everything,
    plain,
    unpublished,
)
from app.reports.values import Column, Count, Row, Section

TABLES = ("language", "language_talk", "unmet_language")


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """Languages, talks, unmet demand."""
    return (_languages(reader, asked), by_talk(reader, asked), _unmet(reader, asked))


def _languages(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = plain(reader, "language")
    return compared(
        reader,
        Listing("languages", _("Languages"), "language", asked.period, _("Language"), lines, everything(reader)),
    )


def _unmet(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    notes = (
        _("Counted where a talk needed an interpreter and the counter knew of none."),
        _("Languages with fewer than five such contacts are not listed, nor is there a total."),
    )
    title = _("No interpreter to be found")
    empty = _("There were no five such contacts in any language.")
    lines = plain(reader, "language")
    return compared(
        reader, Listing("unmet", title, "unmet_language", asked.period, _("Language"), lines, None, notes, empty=empty)
    )


def by_talk(reader: Reader, asked: Asked) -> Section:
    """For each language that is broken down: spoken at the desk, interpreted, with a companion, by gestures."""
    _ = reader.say
    title = _("How the talk went, by language")
    table = reader.table("language_talk", asked.period)
    nothing = Listing("talk", title, "language_talk", asked.period, "", (), None)
    if table is None:
        return unpublished(nothing, reader.why_missing("language_talk", asked.period))
    lines = _broken_down(reader, table)
    if not lines:
        return unpublished(nothing, _("No language has enough contacts to be broken down by how the talk went."))
    whole = [everything(reader, 2)] if table.cell(ALL, ALL) else []
    rows = tuple(_row(line, table) for line in [*whole, *lines])
    talks = [Column(reader.label("talk", talk), "count") for talk in TALKS]
    return Section(
        id="talk",
        title=title,
        table="language_talk",
        period=asked.period,
        hash=table.hash,
        first_heading=_("Language"),
        columns=(Column(_("Contacts"), "count"), *talks, Column(_("Share without help"), "share")),
        rows=rows,
        reading=_reading(reader, lines, table),
        notes=(_("Listed are languages that are broken down; every number is rounded by itself."),),
        chart=_stack(reader, asked, lines, table),
    )


def _broken_down(reader: Reader, table: Table) -> list[Line]:
    """Languages of which a talk is listed, the largest first."""
    lines = [Line((tag, ALL), reader.label("language", tag)) for tag in reader.values("language")]
    listed = [line for line in lines if any(table.cell(line.key[0], talk) for talk in TALKS)]
    return sorted(listed, key=lambda line: table.count(*line.key) or 0, reverse=True)


def _row(line: Line, table: Table) -> Row:
    language = line.key[0]
    parts = tuple(counted(table, (language, talk)) for talk in TALKS)
    spoken = share(table.count(language, "direct"), table.count(*line.key))
    return Row(line.label, (counted(table, line.key), *parts, spoken), line.key)


def _reading(reader: Reader, lines: list[Line], table: Table) -> str:
    """Where most talks were interpreted."""
    _ = reader.say
    ranked = sorted(lines, key=lambda line: table.count(line.key[0], "interpreter") or 0, reverse=True)
    named = [
        f"{line.label} ({text(Count(n), reader.locale)})"
        for line in ranked[:MOST_NAMED]
        if (n := table.count(line.key[0], "interpreter"))
    ]
    if not named:
        return _("The numbers of talks with an interpreter are withheld in every language.")
    return _("Most often interpreted: {names}.", names=listing(named, reader.locale))


def _stack(reader: Reader, asked: Asked, lines: list[Line], table: Table) -> Stack:
    _ = reader.say
    shown = lines[:MOST_BARS]
    return Stack(
        title=_("How the talk went, {period}", period=reader.period_text(asked.period)),
        description=_(
            "A bar for each language, made of the ways in which the talk went. All numbers are in the table."
        ),
        unit=_("contacts"),
        labels=tuple(line.label for line in shown),
        series=tuple(reader.label("talk", talk) for talk in TALKS),
        parts=tuple(tuple(table.count(line.key[0], talk) for talk in TALKS) for line in shown),
        texts=tuple(
            tuple(text(counted(table, (line.key[0], talk)), reader.locale) for talk in TALKS) for line in shown
        ),
    )
