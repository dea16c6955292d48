"""Conditions of routing rules: parse, compare, canonical text.

A condition is a conjunction of parts, each a disjunction of facts of one kind: ``g:a|b`` (groups), ``flag=a|b``,
``res=city|county``, ``age<27`` (years). The empty condition holds of everybody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app.errors import Text, WegweiserError

PartKind = Literal["g", "flag", "res", "age"]

RESIDENCES = frozenset({"city", "county"})
HIGHEST_AGE = 150
_SEPARATORS: dict[PartKind, str] = {"g": "g:", "flag": "flag=", "res": "res=", "age": "age<"}
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class ConditionError(WegweiserError):
    """The text is not a condition; the message says what is expected."""


@dataclass(frozen=True, order=True)
class Part:
    """One part of a condition: it holds if one of ``values`` does; of ``age`` the value is the limit in years."""

    kind: PartKind
    values: tuple[str, ...]

    def __str__(self) -> str:
        return _SEPARATORS[self.kind] + "|".join(self.values)

    @property
    def facts(self) -> tuple[str, ...]:
        """The single facts as text, such as ``g:student``; unique within a table."""
        return tuple(_SEPARATORS[self.kind] + value for value in self.values)

    @property
    def limit(self) -> int:
        """The age in years that an ``age`` part stays below."""
        return int(self.values[0])

    def implies(self, other: "Part") -> bool:
        """Whether everybody of whom this part holds is one of whom the other holds."""
        if self.kind != other.kind:
            return False
        if self.kind == "age":
            return self.limit <= other.limit
        return set(self.values) <= set(other.values)


@dataclass(frozen=True)
class Condition:
    """A conjunction of parts, sorted and without parts that another part implies, so that equal means equivalent."""

    parts: tuple[Part, ...] = ()

    @staticmethod
    def parse(text: str) -> "Condition":
        """Read the text of routing.csv. Raises ConditionError."""
        return Condition.of(_parse_part(word) for word in text.split())

    @staticmethod
    def of(parts: Iterable[Part]) -> "Condition":
        """The condition of these parts, normalised."""
        unique = set(parts)
        return Condition(
            tuple(sorted(part for part in unique if not any(o.implies(part) for o in unique if o != part)))
        )

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.parts)

    def implies(self, other: "Condition") -> bool:
        """Whether each part of the other is implied by a part of this one; anything implies the empty condition."""
        return all(any(mine.implies(theirs) for mine in self.parts) for theirs in other.parts)

    def is_more_specific_than(self, other: "Condition") -> bool:
        """Whether this implies the other and not the reverse; parts are never counted."""
        return self.implies(other) and not other.implies(self)

    def values(self, kind: PartKind) -> frozenset[str]:
        """All values of this kind that the condition names."""
        return frozenset(value for part in self.parts if part.kind == kind for value in part.values)


def _parse_part(word: str) -> Part:
    for kind, separator in _SEPARATORS.items():
        if word.startswith(separator):
            values = word.removeprefix(separator).split("|")
            return _age(word, values) if kind == "age" else _named(word, kind, values)
    raise ConditionError(
        Text("“{word}” is not a condition; expected g:GROUP, flag=FLAG, res=city, res=county or age<YEARS.", word=word)
    )


def _named(word: str, kind: PartKind, values: list[str]) -> Part:
    if kind == "res" and not set(values) <= RESIDENCES:
        raise ConditionError(Text("“{word}” names an unknown residence; expected res=city or res=county.", word=word))
    if not all(_IDENTIFIER.fullmatch(value) for value in values):
        raise ConditionError(
            Text(
                "“{word}” is not complete; expected ids of small letters, digits and _, | between them, no spaces.",
                word=word,
            )
        )
    return Part(kind, tuple(sorted(set(values))))


def _age(word: str, values: list[str]) -> Part:
    text = values[0]
    if len(values) != 1 or not (text.isascii() and text.isdigit()) or not 0 < int(text) <= HIGHEST_AGE:
        raise ConditionError(
            Text("“{word}” is not an age limit; expected age< and whole years, such as age<27.", word=word)
        )
    return Part("age", (str(int(text)),))
