"""Chapters about where people were sent, whether it was right, and how one talked with them."""

from dataclasses import dataclass

from app.formatting import listing
from app.released.tables import ALL, Table
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.counted import Asked, notes, nothing, ranked, section
from app.reports.evaluation.source import Source
from app.reports.values import Column, Row, Section, Value, Words
from referrals.feedback_rates import ASTRAY, SMALLEST_BASE, TROUBLE

MOST_NAMED = 4


@dataclass(frozen=True)
class Astray:
    """Of ``base`` reports about an office and a field of action (names), ``part`` are of slips that went astray."""

    office: str
    field: str
    part: int
    base: int


def referrals(source: Source) -> Chapter:
    """Offices, outcomes, and what came back by slip code."""
    _ = source.say
    outcome = Asked(
        "outcome", _("What became of a contact"), "outcome", _("Outcome"),
        [(value,) for value in source.reader.values("outcome") if any(source.over("outcome").cells(value))],
        lambda key: source.reader.label("outcome", key[0]), _("Contacts"), charted=False, ranked=False,
    )  # fmt: skip
    over = source.over("office")
    offices = Asked(
        "office", _("Offices that visitors were sent to"), "office", _("Office"),
        ranked(over, [(value,) for value in source.reader.values("office")]),
        lambda key: source.reader.label("office", key[0]), _("Contacts"),
        notes=(_("A contact can be sent to several offices, and to none."),),
    )  # fmt: skip
    return Chapter(
        "referrals",
        _("Referrals, and where they were wrong"),
        (),
        (section(source, outcome), section(source, offices), _feedback(source)),
    )


def astray(source: Source) -> list[Astray]:
    """Where one in five slips or more led to the wrong door, the worst first; from published numbers only."""
    found = [one for one in _judged(source) if one.part / one.base >= TROUBLE]
    return sorted(found, key=lambda one: -one.part / one.base)


def _judged(source: Source) -> list[Astray]:
    """All pairs of which enough reports are broken down."""
    over = source.over("feedback")
    found = []
    for office, field in sorted(_totals(source)):
        part = base = 0
        for table in over.tables:
            total = table.count(office, field, ALL)
            if total is not None and _is_broken_down(table, office, field):
                base += total
                part += sum(table.count(office, field, one) or 0 for one in ASTRAY)
        if base >= SMALLEST_BASE:
            names = source.reader.label("office", office), source.reader.label("field_of_action", field)
            found.append(Astray(*names, min(part, base), base))
    return found


def _is_broken_down(table: Table, office: str, field: str) -> bool:
    return any(cell.key[:2] == (office, field) and cell.key[2] != ALL for cell in table.cells)


def interpreters(source: Source) -> Chapter:
    """How the talk went, for whom nobody was known, and which services interpret."""
    _ = source.say
    talk = Asked(
        "talk", _("How one talked with each other"), "talk", _("Talk"),
        [(value,) for value in source.reader.values("talk") if any(source.over("talk").cells(value))],
        lambda key: source.reader.label("talk", key[0]), _("Contacts"), ranked=False,
    )  # fmt: skip
    over = source.over("unmet_language")
    unmet = Asked(
        "unmet_language", _("Languages for which nobody was known"), "unmet_language", _("Language"),
        ranked(over, over.numbers()),
        lambda key: source.reader.label("language", key[0]), _("Contacts"), share=False,
    )  # fmt: skip
    services = source.facts.services
    said = (
        _("Interpreting services that the centre can book: {names}.", names=listing(services, source.locale))
        if services
        else _("No interpreting service was entered when this report was made.")
    )
    return Chapter("interpreters", _("Interpreting"), (said,), (section(source, talk), section(source, unmet)))


def _totals(source: Source) -> set[tuple[str, ...]]:
    over = source.over("feedback")
    return {cell.key[:2] for table in over.tables for cell in table.cells if cell.count is not None}


def _feedback(source: Source) -> Section:
    _ = source.say
    title = _("What came back by slip code")
    over = source.over("feedback")
    if not over.tables:
        return nothing(source, "feedback", title, "feedback")
    outcomes = source.reader.values("reported")
    pairs = [pair for pair in sorted(_totals(source)) if ALL not in pair]
    pairs.sort(key=lambda pair: -over.sum(*pair, ALL).count)
    rows = tuple(_feedback_row(source, pair, outcomes) for pair in pairs)
    names = (source.reader.label("reported", outcome) for outcome in outcomes)
    return Section(
        "feedback", title, "feedback", str(source.span), first_heading=_("Office and field of action"),
        columns=(Column(_("Reports"), "count"), *(Column(name, "count") for name in names)), rows=rows,
        reading=_astray_text(source),
        notes=(_("Offices and visitors report by slip code, and only some do: a sign, not a measure."),
               *notes(source, over)),
        missing="" if rows else _("All numbers of this table are too small to be published."),
    )  # fmt: skip


def _feedback_row(source: Source, pair: tuple[str, ...], outcomes: list[str]) -> Row:
    over = source.over("feedback")
    label = f"{source.reader.label('office', pair[0])}, {source.reader.label('field_of_action', pair[1])}"
    counts: list[Value] = [Words(sums.text(over.sum(*pair, outcome), source.locale)) for outcome in (ALL, *outcomes)]
    return Row(label, tuple(counts), pair)


def _astray_text(source: Source) -> str:
    _ = source.say
    found = astray(source)[:MOST_NAMED]
    if not _judged(source):
        return _("Too few reports could be published to say where slips led to the wrong door.")
    if not found:
        return _("Where enough reports are published, fewer than one in five slips led to the wrong door.")
    named = [f"{one.office}, {one.field} ({one.part}/{one.base})" for one in found]
    return _("One in five reported slips or more led to the wrong door at: {names}.", names="; ".join(named))
