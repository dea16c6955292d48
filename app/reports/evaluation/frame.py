"""The chapters around those with figures: what matters most, definitions, method, recommendations."""

from datetime import date

from app.formatting import listing
from app.released.tables import ALL
from app.reports.evaluation import sums
from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.comparing import changes
from app.reports.evaluation.counted import months_text, ranked
from app.reports.evaluation.opening import proposal, said_hours
from app.reports.evaluation.referring import astray
from app.reports.evaluation.source import Source
from app.reports.evaluation.visits import volume_text
from app.reports.values import Column, Row, Section, Words
from handouts.requests import ACTIVE

NAMED = 3
MOST_SUGGESTIONS = 3
"""Of one kind."""
LONG_OPEN = 90
"""Days after which an open request is worth a word."""


def summary(source: Source) -> Chapter:
    """The figures that a reader without time needs."""
    _ = source.say
    rows = [
        (_("First consultations"), sums.text(source.over("channel").sum(ALL), source.locale)),
        (_("Most frequent topics"), _first(source, "topic", "topic", 2)),
        (_("Most frequent languages"), _first(source, "language", "language", 1)),
        (_("Largest target groups"), _first(source, "group", "group", 1)),
        (_("Events"), str(len(source.facts.talks))),
        (_("Offices asked for material"), str(len(source.facts.asked))),
        (_("Cooperation agreements"), str(len(source.facts.agreed))),
    ]
    figures = Section(
        "figures",
        _("Key figures"),
        "",
        str(source.span),
        first_heading=_("Figure"),
        columns=(Column(_("Value"), "words"),),
        rows=tuple(Row(name, (Words(value),)) for name, value in rows),
    )
    return Chapter("summary", _("In brief"), (volume_text(source),), (figures,))


def definitions(source: Source) -> Chapter:
    """What is counted."""
    _ = source.say
    said = (
        _("First consultation (contact): one anonymous conversation at the counter, by phone, by e-mail or at an "
          "event. Nobody is registered; no name, no nationality, no date of birth and no case is kept."),
        _("Topic: what the visitor came for. A contact can have several topics; “in total” counts contacts, not "
          "topics."),
        _("Language: the visitor's language in the conversation. It says nothing about nationality or origin."),
        _("Target group: the groups of the concept. Who belongs to none of them or did not say so is “unknown” or "
          "“another group”."),
        _("Referral: an office that the visitor was sent to with a printed slip."),
        _("Report by slip code: what an office or a visitor said of such a slip: reached, wrong office, turned away, "
          "not gone."),
        _("Topics with special protection are counted without subtopic, office, group, persons and duration."),
    )  # fmt: skip
    return Chapter("definitions", _("Definitions"), said)


def method(source: Source) -> Chapter:
    """How the numbers came about, and which months they cover."""
    _ = source.say
    said = [
        _("All figures come from released tables. A table is released once, a week after the end of its month, "
          "quarter or year at the earliest, and never changed; single contacts can be seen by nobody."),
        _("Method: threshold, keyed rounding to five, release check. Numbers below five (below ten for sensitive "
          "topics) are withheld and written as <5 or <10; all others are rounded to a multiple of five by a secret "
          "key; before a release a check makes sure that no combination of tables gives anybody away."),
        _("Where a span is made up of several released periods, their numbers are added up. Each of them can be off by "
          "four; beside the sum stands how far that can go (“±”). Where one of them is withheld, the sum is given as "
          "the range that is possible (“41–53”)."),
        _("Shares and changes are worked out from published numbers only. A change is named only where rounding cannot "
          "have caused it."),
        _("The load by weekday and hour is an exact count; it bears no attribute of a person."),
    ]  # fmt: skip
    lacking = source.over("channel").lacking
    said.append(
        _("Not released, and so not in this report: {months}.", months=months_text(source, lacking))
        if lacking
        else _("Every month of the span is covered by released tables.")
    )
    said.append(_("The annex lists every table that was used with its hash, so that each number can be checked."))
    return Chapter("method", _("Method"), tuple(said))


def recommendations(source: Source) -> Chapter:
    """A list that only people write."""
    _ = source.say
    return Chapter("recommendations", _("Recommended adjustments"), numbered=True)


def suggestions(source: Source) -> list[str]:
    """Sentences that the figures suggest as adjustments; analysts take over what they agree with."""
    _ = source.say
    found = [
        _("Check the rules that lead to {office} for “{field}”: of {base} reported slips {part} led to the wrong door.",
          office=one.office, field=one.field, base=one.base, part=one.part)
        for one in astray(source)[:MOST_SUGGESTIONS]
    ]  # fmt: skip
    unmet = source.over("unmet_language")
    languages = [source.reader.label("language", key[0]) for key in ranked(unmet, unmet.numbers())[:NAMED]]
    if languages:
        found.append(_("Look for interpreting in {languages}.", languages=listing(languages, source.locale)))
    if waiting := _waiting(source):
        found.append(
            source.say.plural(
                "Ask again for the leaflet that has been awaited for more than {days} days.",
                "Ask again for the {n} leaflets that have been awaited for more than {days} days.",
                waiting,
                days=LONG_OPEN,
            )
        )
    other = proposal(source)
    if other:
        hours = "; ".join(said_hours(other.proposed, source.locale))
        found.append(_("Consider other opening hours: {hours}.", hours=hours))
    rising = [name for name, now, before in changes(source)[1:] if now.low > before.low]
    if rising:
        named = listing(rising[:NAMED], source.locale)
        found.append(_("Prepare staff and material for what has grown: {names}.", names=named))
    return found


def _waiting(source: Source) -> int:
    """Requests without an answer for long when the report was made."""
    ages = [
        (source.kept.made_on - date.fromisoformat(one.asked_on)).days
        for one in source.facts.asked
        if one.state in ACTIVE
    ]
    return sum(age > LONG_OPEN for age in ages)


def _first(source: Source, table: str, dimension: str, width: int) -> str:
    over = source.over(table)
    keys: list[tuple[str, ...]] = [(value, *(ALL,) * (width - 1)) for value in source.reader.values(dimension)]
    names = [source.reader.label(dimension, key[0]) for key in ranked(over, keys)[:NAMED]]
    return listing(names, source.locale) if names else sums.UNKNOWN
