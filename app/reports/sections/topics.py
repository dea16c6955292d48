"""What contacts were about: topics and subtopics, of all contacts, of a group or of a language."""

from collections.abc import Iterator

from app.released.rounding import BROKEN_DOWN_FROM
from app.released.tables import ALL
from app.reports.page import Asked, address
from app.reports.reader import Reader
from app.reports.sections.comparison import (
    MULTIPLE,
    NOT_BROKEN_DOWN,
    Line,
    Listing,
    compared,
    everything,
    unpublished,
)
from app.reports.values import Section

TABLES = ("topic", "topic_group", "topic_language")


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """The tree of topics, narrowed to what is asked for; below one topic its groups and languages."""
    topic, group, language = (asked.filters.get(name, "") for name in ("topic", "group", "language"))
    if group and language:
        return (_never(reader, asked),)
    if group:
        return (of_group(reader, asked, group, topic),)
    if language:
        return (of_language(reader, asked, language, topic),)
    if topic:
        return (_tree(reader, asked, topic), _groups_of(reader, asked, topic), _languages_of(reader, asked, topic))
    return (_tree(reader, asked),)


def of_group(reader: Reader, asked: Asked, group: str, topic: str = "", *, most: int = 0) -> Section:
    """The topics of one group (with ``most`` so many of the largest), or of it the subtopics of one topic."""
    _ = reader.say
    name = reader.label("group", group)
    title = (
        _("{topic}: {group}", topic=reader.label("topic", topic), group=name)
        if topic
        else _("Topics: {group}", group=name)
    )
    lines = [
        Line(
            (*key, group), label, level, address("topics", asked, topic=key[0], group=group) if key[1] == ALL else None
        )
        for key, label, level in _keys(reader, topic)
        if not (most and level)
    ]
    whole = Line((ALL, ALL, group), _("All contacts: {name}", name=name))
    notes = _notes(reader)[:1] if most else _notes(reader)
    listed = Listing(f"topics-{group}", title, "topic_group", asked.period, _("Topic"), lines, whole, notes, most=most)
    return compared(reader, listed)


def of_language(reader: Reader, asked: Asked, language: str, topic: str = "") -> Section:
    """The topics of one language."""
    _ = reader.say
    name = reader.label("language", language)
    title = _("Topics: {group}", group=name)
    lines = [
        Line((one, language), reader.label("topic", one), 0, address("topics", asked, topic=one))
        for one in ([topic] if topic else reader.values("topic"))
    ]
    whole = Line((ALL, language), _("All contacts: {name}", name=name))
    notes = (_(MULTIPLE), _("Subtopics are not published by language: almost every number would have to be withheld."))
    return compared(reader, Listing("topics", title, "topic_language", asked.period, _("Topic"), lines, whole, notes))


def _tree(reader: Reader, asked: Asked, topic: str = "") -> Section:
    _ = reader.say
    title = reader.label("topic", topic) if topic else _("Topics")
    lines = [
        Line(key, label, level, None if topic or key[1] != ALL else address("topics", asked, topic=key[0]))
        for key, label, level in _keys(reader, topic)
    ]
    return compared(
        reader,
        Listing("topics", title, "topic", asked.period, _("Topic"), lines, everything(reader, 2), _notes(reader)),
    )


def _groups_of(reader: Reader, asked: Asked, topic: str) -> Section:
    _ = reader.say
    lines = [
        Line((topic, ALL, group), reader.label("group", group), 0, address("topics", asked, topic=topic, group=group))
        for group in reader.values("group")
    ]
    whole = Line((topic, ALL, ALL), reader.label("topic", topic))
    title = _("Groups: {topic}", topic=reader.label("topic", topic))
    return compared(reader, Listing("groups", title, "topic_group", asked.period, _("Group"), lines, whole))


def _languages_of(reader: Reader, asked: Asked, topic: str) -> Section:
    _ = reader.say
    lines = [
        Line((topic, one), reader.label("language", one), 0, address("topics", asked, topic=topic, language=one))
        for one in reader.values("language")
    ]
    whole = Line((topic, ALL), reader.label("topic", topic))
    title = _("Languages: {topic}", topic=reader.label("topic", topic))
    return compared(reader, Listing("languages", title, "topic_language", asked.period, _("Language"), lines, whole))


def _never(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    nothing = Listing("topics", _("Topics"), "topic_group", asked.period, "", (), None)
    why = _("Group and language together are not published for any period: such numbers would give single people away.")
    return unpublished(nothing, f"{why} {_('Choose one of the two.')}")


def _keys(reader: Reader, topic: str) -> Iterator[tuple[tuple[str, str], str, int]]:
    """Key, name and level of the topics in the order of the tree, each followed by its subtopics."""
    below: dict[str, list[str]] = {}
    for subtopic in reader.values("subtopic"):
        below.setdefault(subtopic.partition("/")[0], []).append(subtopic)
    for one in [topic] if topic else reader.values("topic"):
        yield (one, ALL), reader.label("topic", one), 0
        for subtopic in below.get(one, []):
            yield (one, subtopic), reader.label("subtopic", subtopic), 1


def _notes(reader: Reader) -> tuple[str, ...]:
    _ = reader.say
    return _(MULTIPLE), _(NOT_BROKEN_DOWN, base=BROKEN_DOWN_FROM)
