"""Facts and rules -> the public directory. Only what a visitor may know: no notes of editors, no secret address."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from app.formatting import clock, listing, long_date, part_of_date, weekdays
from app.locales import GERMAN
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Hours, Office
from referrals.directory.freshness import doubtful
from referrals.directory.hours import hours
from referrals.interchange.public.values import PublicDirectory, PublicOffice, PublicTopic
from referrals.routing.values import UNDOCUMENTED, Rule

PUBLISHER = "wzl"
"""The office that publishes the directory, if there is one of this id."""
_APPOINTMENTS = {
    "none": "no_appointment",
    "recommended": "appointment_recommended",
    "required": "appointment_required",
    "by_post": "appointment_by_post",
    "phone": "appointment_phone",
}
_COSTS = {"free": "free_of_charge", "fee": "cost_fee", "members": "members_only"}
_NOTES: Mapping[str, Mapping[str, str]] = {
    "address_confidential": {},
    "address_unsure": {},
    "confidential": {},
    "anonymous_possible": {},
    "only_city": {},
    "age_12_26": {"from": "12", "to": "26"},
    "age_from_27": {"from": "27"},
    "members_only": {},
    "interpreter_on_site": {},
    "interpreter_ask": {},
    "bring_interpreter": {},
    "german_only": {},
}
_PHRASE_OF_NOTE = {"age_12_26": "age_limit", "age_from_27": "age_from"}
# A word that says "book on the Internet" ends with a colon, for the address that follows on the slip.
_ONLINE = "appointment_required"


class _Words:
    """The town's German phrases."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases = vocabulary.phrases

    def say(self, key: str, **values: str) -> str:
        """The phrase, or nothing where the directory has none."""
        text = self._phrases[key].de if key in self._phrases else ""
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def build(
    offices: Mapping[str, Office], rules: Iterable[Rule], vocabulary: Vocabulary, now: datetime
) -> PublicDirectory:
    """The directory of the day of ``now`` (local): offices that exist and can be found, by the rules that hold."""
    words = _Words(vocabulary)
    today = now.date()
    centre = offices.get(PUBLISHER)
    shown = {
        name: _public(office, vocabulary, words, now, centre)
        for name, office in offices.items()
        if office.status != "defunct" and not office.generic
    }
    valid = [rule for rule in rules if _holds(rule, today) and _is_for_the_public(rule, vocabulary)]
    topics = tuple(
        topic
        for found in vocabulary.topics.values()
        for topic in [_topic(found.id, found.label.de, valid, shown)]
        if topic.responsible or topic.advises
    )
    named = {one.facts.id for topic in topics for one in (*topic.responsible, *topic.advises)}
    ordered = tuple(sorted(shown.values(), key=_name))
    others = tuple(one for one in ordered if one.facts.id not in named)
    return PublicDirectory(shown.get(PUBLISHER), today, topics, ordered, others)


def _holds(rule: Rule, today: date) -> bool:
    return (rule.valid_from or today) <= today <= (rule.valid_to or today)


def _is_for_the_public(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Whom to turn to without papers, or in another plight that nobody should have to tell, is said at the counter."""
    condition = rule.condition
    return UNDOCUMENTED not in condition.values("g") and condition.values("flag").isdisjoint(vocabulary.sensitive)


def _topic(topic: str, name: str, rules: Iterable[Rule], shown: Mapping[str, PublicOffice]) -> PublicTopic:
    own = [rule for rule in rules if rule.topic.partition("/")[0] == topic]
    responsible = {office for rule in own for office in rule.responsible}
    advises = {office for rule in own for office in rule.advises} - responsible

    def by_name(names: set[str]) -> tuple[PublicOffice, ...]:
        return tuple(one for one in sorted(shown.values(), key=_name) if one.facts.id in names)

    return PublicTopic(topic, name, by_name(responsible), by_name(advises))


def _name(one: PublicOffice) -> str:
    """As a German dictionary sorts: ä like a."""
    return unicodedata.normalize("NFKD", one.facts.name_de.casefold()).encode("ascii", "ignore").decode()


def _public(
    office: Office, vocabulary: Vocabulary, words: _Words, now: datetime, centre: Office | None
) -> PublicOffice:
    week = hours(office, now)
    secret = "address_confidential" in office.notes
    town = " ".join(part for part in (office.postcode, office.city) if part)
    spoken = [found for tag in office.languages if (found := GERMAN if tag == GERMAN.tag else vocabulary.language(tag))]
    return PublicOffice(
        facts=office,
        week=week,
        address=(office.street, *([town] if town else [])) if office.street and not secret else (),
        hours=tuple(_hours(week, words)) if office.street or office.opening_hours else (),
        closures=tuple(_closures(office, words, now.date())),
        languages=tuple(spoken),
        notes=tuple(_notes(office, words)),
        as_of=part_of_date(office.as_of, GERMAN.tag) if office.as_of else "",
        warning=_warning(office, words, now.date(), centre),
    )


def _hours(week: Hours, words: _Words) -> Iterable[str]:
    if week.always:
        yield words.say("open_day_and_night")
        return
    opened = [row for row in week.rows if row.times]
    if not opened:
        yield words.say("hours_unknown")
        return
    for row in opened:
        spans = listing([f"{clock(start)} bis {clock(end)}" for start, end in row.times], GERMAN.tag)
        yield f"{weekdays(row.weekdays, GERMAN.tag)}: {spans} Uhr"
    if week.week:
        yield words.say(f"{week.week}_weeks")
    if week.closed_on_public_holidays:
        yield words.say("closed_public_holidays")


def _closures(office: Office, words: _Words, today: date) -> Iterable[str]:
    for first, last in sorted(office.closures):
        if last >= today:
            yield words.say("closed_until", **{"from": long_date(first, GERMAN.tag), "to": long_date(last, GERMAN.tag)})


def _notes(office: Office, words: _Words) -> Iterable[str]:
    if office.appointment == "online":
        yield words.say(_ONLINE)
    elif office.appointment in _APPOINTMENTS:
        yield words.say(_APPOINTMENTS[office.appointment])
    said = set()
    if office.cost in _COSTS:
        said.add(_COSTS[office.cost])
        yield words.say(_COSTS[office.cost])
    for note in office.notes:
        key = _PHRASE_OF_NOTE.get(note, note)
        if note in _NOTES and key not in said:
            said.add(key)
            yield words.say(key, **_NOTES[note])


def _warning(office: Office, words: _Words, today: date, centre: Office | None) -> str:
    if not doubtful(office, today):
        return ""
    contact = office.phone or office.email or (centre.phone or centre.name_de if centre else office.name_de)
    if office.as_of is None:
        return words.say("unverified_ask_undated", contact=contact)
    return words.say("unverified_ask", date=part_of_date(office.as_of, GERMAN.tag), contact=contact)
