"""The page of quick entry as plain values: months to choose from, what was understood of each line, the signs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.formatting import part_of_date
from app.interface import language, translate
from app.paper.entry import UNDO_SECONDS, new_contact, seen
from app.paper.legend import Legend, covered_sign, language_signs, office_numbers, topic_sign, topic_signs
from app.paper.lines import MOST_LINES, Line, Tally, read
from app.paper.months import months
from app.paper.signs import COLUMNS
from app.paper.suggest import suggestions
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.service import offices
from referrals.routing.service import table

KEPT_OF_PROTECTED = ("talk", "channel")


def legend_of(session: Session) -> Legend:
    """What lines are read with, from values that are cached by the directory's revision."""
    return Legend.of(vocabulary(session), offices(session), table(session))


@dataclass(frozen=True)
class Typed:
    """What the form says, and its lines as they were read. ``at`` is the place of the line with the cursor."""

    month: str
    text: str
    lines: list[Line] = field(default_factory=list)
    at: int = 0

    @classmethod
    def of(cls, legend: Legend, *, month: str, text: str, at: int = 0) -> "Typed":
        """Read it."""
        return cls(month, text, read(text, legend), at)

    @property
    def wrong(self) -> list[Line]:
        """The lines that cannot be read."""
        return [line for line in self.lines if line.tally is None]

    @property
    def too_many(self) -> bool:
        """Whether a form cannot hold as many."""
        return len(self.lines) > MOST_LINES

    @property
    def seen(self) -> str:
        """Tells whether somebody has looked at exactly this."""
        return seen(self.month, self.lines)


def page(session: Session, legend: Legend, typed: Typed, *, sealed: str, today: date) -> dict[str, Any]:
    """What ``templates/paper/page.html`` shows. ``sealed`` is the form's key."""
    return {
        "typed": typed,
        "sealed": sealed,
        "most": MOST_LINES,
        "undo_seconds": UNDO_SECONDS,
        "months": [
            {"name": one.name, "label": month_label(one.name), "refused": one.refused is not None}
            for one in months(session, today)
        ],
        "signs": _signs(legend),
        **checked(legend, typed),
    }


def checked(legend: Legend, typed: Typed) -> dict[str, Any]:
    """What ``templates/paper/checked.html`` shows of the lines, and what the line with the cursor can become."""
    raw = typed.text.splitlines()
    line = raw[typed.at] if typed.at < len(raw) else ""
    return {
        "typed": typed,
        "rows": [_row(line, legend) for line in typed.lines],
        "month": month_label(typed.month),
        "next": suggestions(line, legend),
    }


def month_label(month: str) -> str:
    """``November 2026``; as it stands if it is no month."""
    try:
        return part_of_date(month, language())
    except ValueError:
        return month


def _row(line: Line, legend: Legend) -> dict[str, Any]:
    tally = line.tally
    if tally is None:
        return {"number": line.number, "text": line.text, "problem": _said(line)}
    ui, words = language(), legend.vocabulary
    one = words.languages[tally.language]
    contact = new_contact(tally, words, legend.table)
    return {
        "number": line.number,
        "language": one.name_en if ui == "en" else one.name_de,
        "topics": [_topic(subtopic, words, covered=contact.protected) for subtopic in tally.topics],
        "circled": [] if contact.protected else _circled(tally),
        "protected": contact.protected,
        "kept_of_it": [one for one in _circled(tally) if one["name"] in KEPT_OF_PROTECTED],
        "offices": [legend.offices[office].name_de for office in contact.kept_offices],
        "not_kept": [legend.offices[office].name_de for office in tally.offices if office not in contact.kept_offices],
    }


def _topic(subtopic: str, words: Vocabulary, *, covered: bool) -> tuple[str, str]:
    """Topic and subtopic in words; "" for one that is not to be named."""
    known = words.subtopics[subtopic]
    return words.topics[known.parent].label[language()], "" if covered else known.label[language()]


def _circled(tally: Tally) -> list[dict[str, Any]]:
    """The value of each column, and whether it was circled or is what is usual."""
    found = []
    for column in COLUMNS:
        value = tally.value(column.name)
        label = translate(next(choice.label for choice in column.choices if choice.value == value))
        label = translate("{n} pers.").format(n=label) if column.name == "persons" else label
        found.append({"name": column.name, "label": label, "usual": column.name not in tally.circled})
    return found


def _signs(legend: Legend) -> dict[str, Any]:
    """All that can be typed, to look it up."""
    ui, words = language(), legend.vocabulary
    by_tag, by_topic, numbers = language_signs(words), topic_signs(words), office_numbers(legend.offices)
    return {
        "columns": [
            {
                "title": translate(column.title),
                "choices": [(choice.sign, translate(choice.label)) for choice in column.choices],
            }
            for column in COLUMNS
            if column.name != "persons"
        ],
        "languages": [
            (by_tag[one.tag], one.key or "", one.name_en if ui == "en" else one.name_de)
            for one in words.languages.values()
        ],
        "topics": [
            {
                "sign": topic_sign(topic),
                "label": topic.label[ui],
                "covered": covered_sign(topic) if covered_sign(topic) in legend.covered else "",
                "subtopics": [
                    (by_topic[subtopic.id], subtopic.label[ui])
                    for subtopic in topic.subtopics
                    if not subtopic.protected
                ],
            }
            for topic in words.topics.values()
        ],
        "offices": sorted(
            ((numbers[office.id], office.name_de) for office in legend.offices.values() if office.status != "defunct"),
            key=lambda one: one[1].casefold(),
        ),
    }


def problems_of(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """(place, sentence) of each line that cannot be read."""
    return [(line.number, _said(line)) for line in lines if line.problem]


def _said(line: Line) -> str:
    return translate(line.problem) if line.problem else ""
