"""A form as it was typed: texts and ticked lists by field, what is wrong, what somebody else stored meanwhile."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Self, TypeVar

from werkzeug.datastructures import MultiDict

from app.errors import N_

T = TypeVar("T")
NO_DATE = N_("Please give the date as 24.12.2026.")
NO_TIME = N_("Please give the time as 09:00.")
LONGEST = 1000
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?")


@dataclass
class Sheet:
    """``seen`` is the version that the page was made from, 0 for something new."""

    texts: dict[str, str]
    lists: dict[str, list[str]] = field(default_factory=dict)
    seen: int = 0
    wrong: dict[str, str] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)

    @classmethod
    def posted(cls, values: MultiDict[str, str], texts: Iterable[str], lists: Iterable[str] = ()) -> Self:
        """What the browser sent for these fields, without blanks around it."""
        return cls(
            {name: values.get(name, "").replace("\0", "").strip()[:LONGEST] for name in texts},
            {name: list(dict.fromkeys(values.getlist(name))) for name in lists},
            number(values.get("seen", "")) or 0,
        )

    def day(self, name: str) -> date | None:
        """The date in a field; notes if it is none."""
        return self._read(name, read_day, NO_DATE)

    def clock(self, name: str) -> time | None:
        """The time in a field; notes if it is none."""
        return self._read(name, read_time, NO_TIME)

    def note(self, problems: Mapping[str, str]) -> None:
        """Add what is wrong; what was noted of a field before stays."""
        self.wrong = dict(problems) | self.wrong

    def compare(self, theirs: Self) -> None:
        """Somebody else was quicker: show what is stored now, and let the next attempt write over that."""
        self.seen = theirs.seen
        self.stored = {name: text for name, text in theirs.texts.items() if text != self.texts.get(name)}
        self.stored |= {
            name: ", ".join(ids) for name, ids in theirs.lists.items() if set(ids) != set(self.lists.get(name, ()))
        }

    def _read(self, name: str, reader: Callable[[str], T | None], expected: str) -> T | None:
        text = self.texts.get(name, "")
        found = reader(text) if text else None
        if text and found is None:
            self.wrong[name] = expected
        return found


def read_day(text: str) -> date | None:
    """A date from 1900 to 2199 as browsers send it (2026-12-24) or as people write it (24.12.2026)."""
    if match := _GERMAN_DATE.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    try:
        return date.fromisoformat(text) if re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time of day to the minute: 9, 9:00, 9.30, 0930, 9 Uhr."""
    match = _CLOCK.fullmatch(text.removesuffix("Uhr").strip())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))


def number(text: str) -> int | None:
    """A whole number of few digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None
