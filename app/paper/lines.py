"""What was typed from a tally sheet, one contact in a line: ``uk w2 f 1 345``. Pure.

First the language, then the topic (or several), then what was circled and the offices, in any order. Capitals, accents
and commas do not matter.
"""

import re
from dataclasses import dataclass, field

from app.counter.search import languages_like, plain
from app.errors import Text, WegweiserError
from app.paper.legend import SHORTEST_NUMBER, Legend
from app.paper.signs import COLUMNS, Choice
from referrals.directory.facts import Office

MOST_LINES = 60
"""At once: two full sheets and some."""
LONGEST_LINE = 120
MOST_MEANT = 4
_SHORTEST_NAME = 3
_BETWEEN = re.compile(r"[\s,;+|/]+")
_DASHES = str.maketrans("–—−", "---")
_CHOICES = {choice.sign: (column, choice) for column in COLUMNS for choice in column.choices}


@dataclass(frozen=True)
class Tally:
    """One contact as noted. ``circled`` are values by column; ``offices`` ids."""

    language: str
    topics: tuple[str, ...]
    circled: dict[str, Choice] = field(default_factory=dict)
    offices: tuple[str, ...] = ()

    def value(self, column: str) -> str:
        """What holds in a column: what was circled, else what is usual."""
        if column in self.circled:
            return self.circled[column].value
        usual = next(one.usual for one in COLUMNS if one.name == column)
        return usual or ("referred" if self.offices else "informed")


@dataclass(frozen=True)
class Line:
    """A line that is not empty, by its place in the text (from 1): what it says, or what is wrong with it."""

    number: int
    text: str
    tally: Tally | None
    problem: Text | None = None


class Misread(WegweiserError):
    """A line that cannot be understood; its only argument is a Text."""


def read(text: str, legend: Legend) -> list[Line]:
    """The lines of a text."""
    return [_line(number, line, legend) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def signs_of(line: str) -> list[str]:
    """The signs of a line as they are compared."""
    return [sign for sign in _BETWEEN.split(plain(line).translate(_DASHES)) if sign]


def _line(number: int, line: str, legend: Legend) -> Line:
    try:
        if len(line) > LONGEST_LINE:
            raise Misread(Text("This line is too long."))
        return Line(number, line, _tally(signs_of(line), legend))
    except Misread as error:
        return Line(number, line, None, error.args[0])


def _tally(signs: list[str], legend: Legend) -> Tally:
    if not signs:
        raise Misread(Text("A language is missing."))
    language = _language(signs[0], legend)
    topics: list[str] = []
    circled: dict[str, Choice] = {}
    offices: list[str] = []
    for place, sign in enumerate(signs[1:]):
        if place == 0 or sign in legend.topics or sign in legend.covered:
            topics.append(_topic(sign, legend))
        elif sign in _CHOICES:
            column, choice = _CHOICES[sign]
            if circled.setdefault(column.name, choice) != choice:
                raise Misread(
                    Text("“{one}” and “{other}” are of the same column.", one=circled[column.name].sign, other=sign)
                )
        else:
            offices.append(_office(sign, legend))
    if not topics:
        raise Misread(Text("A topic is missing."))
    return Tally(language, tuple(dict.fromkeys(topics)), circled, tuple(dict.fromkeys(offices)))


def _language(sign: str, legend: Legend) -> str:
    if sign in legend.languages:
        return legend.languages[sign]
    like = languages_like(sign, legend.vocabulary.languages.values())
    if len(like) > 1:
        raise Misread(Text("“{sign}” is the beginning of several languages.", sign=sign))
    if not like:
        raise Misread(Text("“{sign}” is no language.", sign=sign))
    return like[0].tag


def _topic(sign: str, legend: Legend) -> str:
    known = legend.topics.get(sign) or legend.covered.get(sign)
    if known:
        return known
    if any(known.startswith(sign) for known in legend.topics):
        raise Misread(Text("“{sign}” needs the number of the subtopic, such as {sign}1.", sign=sign))
    raise Misread(Text("“{sign}” is no topic: a letter and a number, such as w2.", sign=sign))


def _office(sign: str, legend: Legend) -> str:
    found = offices_like(sign, legend)
    if len(found) == 1:
        return found[0].id
    if found:
        names = ", ".join(office.name_de for office in found[:MOST_MEANT])
        raise Misread(Text("“{sign}” is the beginning of several offices: {names}.", sign=sign, names=names))
    if sign.isdecimal() and len(sign) >= SHORTEST_NUMBER:
        raise Misread(Text("No office has the number {sign}.", sign=sign))
    raise Misread(Text("“{sign}” is neither a sign of the sheet nor an office.", sign=sign))


def offices_like(sign: str, legend: Legend) -> list[Office]:
    """Offices by the beginning of their number, id or names; if there is none, by a part of them.

    An id in full stands alone.
    """
    if sign.isdecimal():
        return legend.numbered(sign) if len(sign) >= SHORTEST_NUMBER else []
    if sign in legend.offices:
        return [legend.offices[sign]]
    if len(sign) < _SHORTEST_NAME:
        return []
    first = [office for office in legend.offices.values() if any(name.startswith(sign) for name in _names(office))]
    return first or [office for office in legend.offices.values() if any(sign in name for name in _names(office))]


def _names(office: Office) -> list[str]:
    return [plain(name) for name in (office.id, office.name_de, *office.aliases)]
