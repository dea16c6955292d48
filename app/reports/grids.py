"""The axes and grids of this town: its topics, languages, offices, and which of them take a higher threshold."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from app.contacts.values import CHANNELS, CONCEPT_GROUPS, DURATIONS, OUTCOMES, PERSONS, TALKS
from app.disclosure.grids import Axis, Grid, Key
from app.disclosure.relations import Link
from app.released.rounding import SENSITIVE_THRESHOLD
from app.released.tables import ALL, DECLARED
from app.reports.labels import UNKNOWN, WEEKDAYS
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Topic, Vocabulary
from referrals.directory.service import offices
from referrals.routing.service import table as routing_table

NORMAL = "normal"
OF_CONTACTS = tuple(name for name, declared in DECLARED.items() if declared.unit == "contacts")
"""The tables that pass the release gate together; ``field_load`` goes with them."""


def grids(session: Session) -> dict[str, Grid]:
    """The grid of every table of contacts, and that of the load by field of action and weekday."""
    words = vocabulary(session)
    normal = Axis("topic", tuple(words.topics), several=True, thresholds=_higher(words.topics.values()))
    tree = _tree(words)
    fields = _fields(words)
    axes = {
        "channel": Axis("channel", CHANNELS),
        "duration": _with_unknown("duration", DURATIONS),
        "field_of_action": fields,
        "group": Axis("group", CONCEPT_GROUPS),
        "language": Axis("language", tuple(words.languages)),
        "office": _offices(session, words),
        "outcome": _with_unknown("outcome", OUTCOMES),
        "persons": _with_unknown("persons", PERSONS),
        "talk": Axis("talk", TALKS),
    }
    spanned = {
        "language_talk": (axes["language"], axes["talk"]),
        "topic": (tree,),
        "topic_group": (tree, axes["group"]),
        "topic_language": (normal, axes["language"]),
    }
    found = {name: Grid(name, spanned.get(name) or (axes[name],)) for name in OF_CONTACTS}
    weekdays = Axis("weekday", tuple(str(day) for day in WEEKDAYS), unhidden="topic")
    return found | {"field_load": Grid("field_load", (fields, weekdays), margins=False)}


def links(session: Session) -> tuple[Link, ...]:
    """What the directory tells: which topics a field of action has, and the rules of which subtopics name an office.

    An office is kept with a contact only for a subtopic whose rules name it, a field is counted for its topics.
    """
    words = vocabulary(session)
    fields: dict[str, list[str]] = defaultdict(list)
    for topic, field in words.field_of_action.items():
        fields[field].append(topic)
    found = [
        Link(_cell("field_of_action", one), tuple(_cell("topic", t) for t in own), True) for one, own in fields.items()
    ]
    named: dict[str, list[str]] = defaultdict(list)
    for subtopic, rules in sorted(routing_table(session).rules.items()):
        known = words.subtopics.get(subtopic)
        if known is None or known.protected:
            continue
        for office in {office for rule in rules for office in rule.responsible + rule.advises}:
            named[office].append(subtopic)
    found += [Link(_cell("office", one), tuple(_cell("topic", s) for s in own), False) for one, own in named.items()]
    return tuple(found)


def _cell(axis: str, value: str) -> Key:
    return ((axis, value),)


def row_of(name: str, key: Key) -> tuple[str, ...]:
    """The cell's place in the table: a value for each dimension."""
    values = dict(key)
    topic = values.get("topic")
    if topic and "subtopic" in DECLARED[name].dimensions:
        values |= {"topic": topic.partition("/")[0], "subtopic": topic if "/" in topic else ALL}
    return tuple(values.get(dimension, ALL) for dimension in DECLARED[name].dimensions)


def key_of(name: str, row: tuple[str, ...]) -> Key:
    """The key of a cell by its place in the table."""
    values = {dim: value for dim, value in zip(DECLARED[name].dimensions, row, strict=True) if value != ALL}
    if "subtopic" in values:
        values["topic"] = values.pop("subtopic")
    return tuple(sorted(values.items()))


def _with_unknown(name: str, values: tuple[str, ...]) -> Axis:
    """Nothing is kept of contacts with a protected topic: who is not known is as sensitive as they are."""
    return Axis(name, (*values, UNKNOWN), thresholds={UNKNOWN: SENSITIVE_THRESHOLD})


def _tree(words: Vocabulary) -> Axis:
    topics = words.topics.values()
    parts = {one.id: tuple(part.id for part in one.subtopics if not part.protected) for one in topics}
    higher = _higher(topics)
    for topic in topics:
        sensitive = {one.id for one in topic.subtopics if topic.id in higher or one.handling != NORMAL}
        higher |= dict.fromkeys(sorted(sensitive), SENSITIVE_THRESHOLD)
    hiding = tuple(one.id for one in topics if any(part.protected for part in one.subtopics))
    return Axis("topic", tuple(words.topics), several=True, parts=parts, thresholds=higher, hiding=hiding)


def _higher(topics: Iterable[Topic]) -> dict[str, int]:
    return {topic.id: SENSITIVE_THRESHOLD for topic in topics if topic.handling != NORMAL}


def _fields(words: Vocabulary) -> Axis:
    """A field with a sensitive topic can be that topic alone."""
    of: Mapping[str, str] = words.field_of_action
    sensitive = {field for topic, field in of.items() if words.topics[topic].handling != NORMAL}
    values = tuple(dict.fromkeys(of.values()))
    thresholds = dict.fromkeys(sorted(sensitive), SENSITIVE_THRESHOLD)
    complete = len(of) == len(words.topics)
    return Axis("field_of_action", values, several=True, complete=complete, thresholds=thresholds)


def _offices(session: Session, words: Vocabulary) -> Axis:
    """An office that a rule of a sensitive topic names can stand for that topic."""
    sensitive: set[str] = set()
    for subtopic, rules in routing_table(session).rules.items():
        known = words.subtopics.get(subtopic)
        if known is None or known.handling != NORMAL or words.topics[known.parent].handling != NORMAL:
            sensitive |= {office for rule in rules for office in rule.responsible + rule.advises}
    values = tuple(sorted(offices(session)))
    thresholds = {office: SENSITIVE_THRESHOLD for office in values if office in sensitive}
    return Axis("office", values, several=True, complete=False, thresholds=thresholds)
