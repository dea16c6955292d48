"""A rule as the fields of a form, and back: pure.

``Content`` is a rule as the directory keeps it (see app.directory): JSON values by the field names of routing.csv.
Lists are typed line by line, each line the text of one office, document, group or trait; empty lines do not count.
The condition is a residence, an age limit, and alternatives: each block of lines is one part of the condition, of
which one line must hold, and all blocks must hold at once.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol

from app.errors import N_
from app.rules.names import Kind, Names
from referrals.routing.condition import HIGHEST_AGE, RESIDENCES, Condition, Part, PartKind

Content = dict[str, Any]

MOST_BLOCKS = 5
MOST_LINES = 40
LONGEST = 2_000
CONFIDENCES = ("high", "medium", "low")
TEXTS = ("reason_de", "legal_basis", "bring_note", "source", "note")
SINGLE = (
    "rule_id", "priority", "residence", "age", *TEXTS, "visit", "valid_from", "valid_to", "confidence", "caretaker",
    "review_on",
)  # fmt: skip
DAYS = ("valid_from", "valid_to", "review_on")
LISTS: dict[str, Kind] = {"responsible": "office", "advice": "office", "bring": "document"}
BLOCKS: dict[PartKind, Kind] = {"g": "group", "flag": "flag"}

_RULE_ID = re.compile(r"[A-Za-z0-9_-]{1,30}")
_NUMBER = re.compile(r"[0-9]{1,6}")


class Posted(Protocol):
    """What was posted: one value, or all values of a name."""

    def get(self, name: str, default: str, /) -> str: ...  # noqa: D102
    def getlist(self, name: str, /) -> list[str]: ...  # noqa: D102


@dataclass(frozen=True)
class Fault:
    """What is wrong in a field, and what to do; ``message`` is English with ``{placeholders}`` for ``values``."""

    field: str
    message: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class RuleForm:
    """The fields as they are typed and shown: texts by name, and lines by the name of a list.

    Lists are ``responsible``, ``advice``, ``bring``, and the blocks ``g1``, ``g2`` … (groups), ``flag1`` … (traits).
    """

    texts: dict[str, str]
    lines: dict[str, tuple[str, ...]]

    def blocks(self, kind: PartKind) -> list[str]:
        """The names of the blocks of groups or traits in their order; at least one."""
        found = [name for name in self.lines if re.fullmatch(rf"{kind}[0-9]", name)]
        return sorted(found) or [f"{kind}1"]

    def with_line(self, name: str) -> "RuleForm":
        """One more line at the end of a list."""
        return self._with(name, (*self.lines.get(name, ()), ""))

    def raised(self, name: str, index: int) -> "RuleForm":
        """A line changes places with the one above it."""
        lines = list(self.lines.get(name, ()))
        if 0 < index < len(lines):
            lines[index - 1 : index + 1] = [lines[index], lines[index - 1]]
        return self._with(name, tuple(lines))

    def with_block(self, kind: PartKind) -> "RuleForm":
        """One more block, which has to hold beside the others."""
        blocks = self.blocks(kind)
        return self if len(blocks) >= MOST_BLOCKS else self._with(f"{kind}{len(blocks) + 1}", ("",))

    def _with(self, name: str, lines: tuple[str, ...]) -> "RuleForm":
        return replace(self, lines={**self.lines, name: lines[:MOST_LINES]})


def shown(content: Content, names: Mapping[Kind, Names]) -> RuleForm:
    """The form of a stored rule."""
    condition = Condition.parse(content["condition"])
    texts = {name: str(content.get(name) or "") for name in SINGLE}
    texts["priority"] = str(content["priority"])
    texts["residence"] = " ".join("|".join(part.values) for part in condition.parts if part.kind == "res")
    texts["age"] = "".join(str(part.limit) for part in condition.parts if part.kind == "age")
    lines = {name: tuple(names[kind].text(one) for one in content.get(name) or ()) for name, kind in LISTS.items()}
    for kind, named in BLOCKS.items():
        parts = [part for part in condition.parts if part.kind == kind]
        for number, part in enumerate(parts, start=1):
            lines[f"{kind}{number}"] = tuple(names[named].text(one) for one in part.values)
    return RuleForm(texts, lines)


def posted(form: Posted) -> RuleForm:
    """What somebody typed."""
    texts = {name: " ".join(form.get(name, "").split()) for name in SINGLE}
    blocks = [f"{kind}{number}" for kind in BLOCKS for number in range(1, MOST_BLOCKS + 1)]
    lines = {name: tuple(form.getlist(name)[:MOST_LINES]) for name in (*LISTS, *blocks) if form.getlist(name)}
    return RuleForm(texts, {name: tuple(" ".join(line.split()) for line in found) for name, found in lines.items()})


def read(form: RuleForm, names: Mapping[Kind, Names], base: Content) -> tuple[Content, list[Fault]]:
    """The rule that was typed, on the ground of ``base`` (what the form does not show stays), and what is wrong.

    A field with a fault keeps its value of ``base``.
    """
    reader = _Reader(form, names)
    content = {
        "rule_id": reader.text("rule_id", _rule_id),
        "priority": reader.text("priority", _priority),
        "condition": reader.condition(),
        **{name: reader.ids(name, kind) for name, kind in LISTS.items()},
        **{name: reader.text(name, _line) for name in TEXTS},
        **{name: reader.text(name, _day) for name in DAYS},
        "visit": "wait" if form.texts["visit"] == "wait" else "",
        "confidence": reader.text("confidence", _confidence),
        "caretaker": form.texts["caretaker"][:80],
    }
    if not form.texts["source"]:
        reader.fault("source", N_("Say where this comes from: a law, a page, a conversation."))
    starts, ends = content["valid_from"], content["valid_to"]
    if starts and ends and starts > ends:
        reader.fault("valid_to", N_("The last day must not be before the first day."))
    both = [one for one in content["advice"] or () if one in (content["responsible"] or ())]
    if both:
        reader.fault(
            "advice", N_("“{office}” is responsible already; name it once."), office=names["office"].text(both[0])
        )
    wrong = {fault.field for fault in reader.faults}
    kept = {name: value for name, value in content.items() if name not in wrong and value is not _WRONG}
    return {**base, **kept}, reader.faults


def is_block(name: str) -> bool:
    """Whether this is the name of a block of lines of the condition."""
    return any(name == f"{kind}{number}" for kind in BLOCKS for number in range(1, MOST_BLOCKS + 1))


def content_of(condition: Iterable[Part]) -> str:
    """The text of a condition."""
    return str(Condition.of(condition))


_WRONG: Any = object()


class _Wrong(Exception):
    """A text cannot be what was meant."""


class _Reader:
    """Reads field by field and collects what is wrong."""

    def __init__(self, form: RuleForm, names: Mapping[Kind, Names]) -> None:
        self._form = form
        self._names = names
        self.faults: list[Fault] = []

    def fault(self, field: str, message: str, **values: str) -> None:
        """Note what is wrong."""
        self.faults.append(Fault(field, message, values))

    def text(self, field: str, parse: Callable[[str], Any]) -> Any:
        """A single field."""
        try:
            return parse(self._form.texts[field])
        except _Wrong as wrong:
            self.fault(field, str(wrong))
            return _WRONG

    def ids(self, field: str, kind: Kind) -> list[str]:
        """The ids that the lines of a list stand for."""
        found: list[str] = []
        for line in filter(None, self._form.lines.get(field, ())):
            id_ = self._names[kind].id(line)
            if id_ is None:
                self._unknown(field, kind, line)
            elif id_ in found:
                self.fault(field, N_("“{text}” is named twice."), text=line)
            else:
                found.append(id_)
        return found

    def condition(self) -> str:
        """The condition; parts with a fault are left out."""
        parts = [Part("res", tuple(sorted(set(one.split("|"))))) for one in self._residence().split()]
        age = self.text("age", _age)
        if age and age is not _WRONG:
            parts.append(Part("age", (age,)))
        for kind, named in BLOCKS.items():
            for name in self._form.blocks(kind):
                if values := self.ids(name, named):
                    parts.append(Part(kind, tuple(sorted(values))))
        return content_of(parts)

    def _residence(self) -> str:
        typed = self._form.texts["residence"]
        return typed if set(re.findall(r"[^ |]+", typed)) <= RESIDENCES else ""

    def _unknown(self, field: str, kind: Kind, line: str) -> None:
        similar = self._names[kind].similar(line)
        if similar:
            self.fault(field, N_("“{text}” is not known. Did you mean “{similar}”?"), text=line, similar=similar)
        else:
            self.fault(field, N_("“{text}” is not known. Choose from the list."), text=line)


def _rule_id(typed: str) -> str:
    if not _RULE_ID.fullmatch(typed):
        raise _Wrong(N_("Enter a short id of letters, digits and hyphens, such as AUFE-061."))
    return typed


def _priority(typed: str) -> int:
    if not _NUMBER.fullmatch(typed) or int(typed) > 100_000:
        raise _Wrong(N_("Enter a whole number from 0 to 100000; the smaller one wins."))
    return int(typed)


def _age(typed: str) -> str:
    if not typed:
        return ""
    if not _NUMBER.fullmatch(typed) or not 0 < int(typed) <= HIGHEST_AGE:
        raise _Wrong(N_("Enter an age in whole years, such as 27, or leave it empty."))
    return str(int(typed))


def _line(typed: str) -> str:
    if len(typed) > LONGEST:
        raise _Wrong(N_("This text is too long: at most 2,000 characters."))
    if not typed.isprintable():
        raise _Wrong(N_("This text has control characters in it; type it anew."))
    return typed


def _day(typed: str) -> str | None:
    if not typed:
        return None
    for known in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, known).date().isoformat()  # noqa: DTZ007 - a day without a time
        except ValueError:
            continue
    raise _Wrong(N_("Enter a day such as 31.12.2026, or leave it empty."))


def _confidence(typed: str) -> str:
    if typed not in CONFIDENCES:
        raise _Wrong(N_("Choose how certain this is."))
    return typed


def next_id(known: Sequence[str], of_topic: Sequence[str]) -> str:
    """A free id in the manner of the topic's rules: ``AUFE-061`` after AUFE-060."""
    parts = [one.rpartition("-") for one in (*of_topic, *known)]
    prefix = next((before for before, dash, number in parts if dash and number.isdigit()), "RULE")
    numbers = [int(number) for before, _, number in parts if before == prefix and number.isdigit()]
    return f"{prefix}-{max(numbers, default=0) + 1:03}"


def blank(topic: str, rule_id: str, priority: int, day: date) -> Content:
    """A new rule of ``topic`` (``wohnen/mietproblem``), which holds of everybody from ``day`` on."""
    parent, _, subtopic = topic.partition("/")
    return {
        "rule_id": rule_id,
        "topic": parent,
        "subtopic": subtopic or None,
        "priority": priority,
        "condition": "",
        **{name: [] for name in LISTS},
        **dict.fromkeys(TEXTS, ""),
        "visit": "",
        "valid_from": day.isoformat(),
        "valid_to": None,
        "confidence": "medium",
        "checked_on": None,
        "review_on": None,
        "caretaker": "",
    }
