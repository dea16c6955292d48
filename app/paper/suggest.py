"""What can come next in a line that is being typed: signs with their labels."""

from collections.abc import Iterator
from itertools import islice

from app.counter.search import languages_like, plain
from app.errors import N_
from app.interface import language, translate
from app.paper.legend import Legend, covered_sign, language_signs, office_numbers, topic_sign, topic_signs
from app.paper.lines import offices_like, signs_of
from app.paper.signs import COLUMNS

MOST_SUGGESTED = 12
SHORTEST_WORD = 3
Suggestion = tuple[str, str]


def suggestions(line: str, legend: Legend) -> list[Suggestion]:
    """(sign, label) of what the last sign of the line can become; of what comes next where it is complete."""
    signs = signs_of(line)
    typed = "" if not line or line[-1].isspace() or not signs else signs.pop()
    by_place = (_languages, _topics, _rest)[min(len(signs), 2)]
    return list(islice(by_place(typed, legend, signs), MOST_SUGGESTED))


def _languages(typed: str, legend: Legend, _before: list[str]) -> Iterator[Suggestion]:
    signs = language_signs(legend.vocabulary)
    keyed = [one for one in legend.vocabulary.languages.values() if one.key]
    for one in languages_like(typed, legend.vocabulary.languages.values()) if typed else keyed:
        yield signs[one.tag], one.name_en if language() == "en" else one.name_de


def _topics(typed: str, legend: Legend, _before: list[str]) -> Iterator[Suggestion]:
    signs, ui = topic_signs(legend.vocabulary), language()
    for topic in legend.vocabulary.topics.values():
        if not typed:
            yield topic_sign(topic), topic.label[ui]
            continue
        covered = covered_sign(topic)
        if covered.startswith(typed) and covered in legend.covered:
            yield covered, translate(N_("{topic}: what is not to be named")).format(topic=topic.label[ui])
        for subtopic in topic.subtopics:
            words = plain(subtopic.label[ui]).split()
            named = len(typed) >= SHORTEST_WORD and any(word.startswith(typed) for word in words)
            begins = signs[subtopic.id].startswith(typed) or named
            if begins and not subtopic.protected:
                yield signs[subtopic.id], subtopic.label[ui]


def _rest(typed: str, legend: Legend, before: list[str]) -> Iterator[Suggestion]:
    """Offices for a number or a name; else the signs of the first column of which none is there yet.

    Nothing where the topic is not to be named: more is not kept.
    """
    if legend.covered.keys() & set(before):
        return
    if typed:
        numbers, keepable = office_numbers(legend.offices), legend.keepable()
        for office in offices_like(typed, legend):
            if office in keepable:
                yield numbers[office.id], office.name_de
        return
    for column in COLUMNS:
        if not {choice.sign for choice in column.choices} & set(before[2:]):
            for choice in column.choices:
                yield choice.sign, translate(choice.label)
            return
