"""The worked example of the method: invented contacts, taken through the very rounding that makes the tables. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.released import rounding
from app.reports.planning.spans import Span, span, together
from app.reports.values import Count

_SECRET = b"The example's own secret, which is no secret."
COUNTS = {"ar": 23, "uk": 12, "fa": 7, "ti": 3, "so": 0}
"""Invented: contacts of a quarter by language."""
BROKEN_DOWN = "ar"
"""The only language that is large enough to be broken down."""
TALKS = {"direct": 14, "interpreter": 6, "companion": 2, "gestures": 1}
"""How these went."""
ALIKE = "fa"
"""All of these talks were interpreted: another table counts the same contacts."""


@dataclass(frozen=True)
class Line:
    """A number on its way: the true one, what is published, and all that an outsider must reckon with."""

    value: str
    true: int
    published: Count
    possible: Span


@dataclass(frozen=True)
class Example:
    """The languages with their total, and how the talks of the largest one went.

    ``suppressed`` is what plain suppression would prove of those that are withheld; ``possible`` is what an outsider
    can reckon of them here. ``alike`` is the number of the contacts of ``alike_language`` in another table.
    """

    total: Line
    languages: tuple[Line, ...]
    talks: tuple[Line, ...]
    alike_language: Line
    alike: Line
    suppressed: int
    possible: Span
    broken_down: str = BROKEN_DOWN


def example() -> Example:
    """Always the same."""
    contacts = {tag: [_key(f"{tag} {number}") for number in range(n)] for tag, n in COUNTS.items()}
    languages = tuple(_line(tag, keys) for tag, keys in contacts.items())
    total = _line("", [key for keys in contacts.values() for key in keys])
    of_talk = iter(contacts[BROKEN_DOWN])
    talks = tuple(_line(talk, [next(of_talk) for _ in range(n)]) for talk, n in TALKS.items())
    shown = [line for line in languages if line.published.count is not None]
    return Example(
        total=total,
        languages=languages,
        talks=talks,
        alike_language=next(line for line in languages if line.value == ALIKE),
        alike=_line("interpreter", contacts[ALIKE]),
        suppressed=total.true - sum(line.true for line in shown),
        possible=_rest(total, shown, withheld=[line for line in languages if line not in shown]),
    )


def _line(value: str, keys: Sequence[bytes]) -> Line:
    decision = rounding.decision_of_records(_SECRET, keys)
    count = Count(rounding.published(len(keys), decision))
    return Line(value, len(keys), count, span(count))


def _rest(total: Line, shown: Sequence[Line], withheld: Sequence[Line]) -> Span:
    """What the total leaves for those that are withheld."""
    parts = together([line.possible for line in shown])
    most = together([line.possible for line in withheld])
    return Span(max(0, total.possible.low - parts.high), 0, min(most.high, total.possible.high - parts.low))


def _key(name: str) -> bytes:
    """A contact's random key, as if it were one."""
    return hashlib.sha256(name.encode()).digest()[:16]
