"""The form of a handout: what was typed, as the content of its entry in the directory."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from app.directory.entries import Content
from app.errors import N_
from app.files.folding import fold

TEXTS: Mapping[str, int] = {"title_de": 200, "title_en": 200, "evidence": 300}
LISTS = ("topics", "traits")
TAKEN = frozenset({"new", "stock", "languages"})
"""What stands in addresses in the place of an id."""
LONGEST_ID = 60
MISSING = N_("Please enter a title; translators work from the English one, too.")
UNKNOWN = N_("Please choose from the list.")


def blank() -> Content:
    """A handout of which nothing is known yet."""
    empty: Content = dict.fromkeys(("id", *TEXTS), "")
    return empty | {"topics": [], "traits": [], "publisher": None, "withdrawn": False}


@dataclass
class Sheet:
    """The form as it stands: ``wish`` is what it comes to, ``seen`` stands for what the page was made from.

    ``problems`` say what is expected, by field; ``theirs`` what somebody else has stored meanwhile.
    """

    wish: Content
    seen: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def posted(cls, values: MultiDict[str, str], shown: Content) -> "Sheet":
        """The form as it was sent; what has no field stays as it is."""
        wish = dict(shown)
        for name, longest in TEXTS.items():
            wish[name] = _tidy(values.get(name, ""))[:longest]
        for name in LISTS:
            wish[name] = list(dict.fromkeys(values.getlist(name)))
        wish["publisher"] = values.get("publisher", "") or None
        return cls(wish, values.get("seen", ""))

    def check(self, topics: Collection[str], groups: Collection[str], offices: Collection[str]) -> None:
        """Note what cannot be so."""
        for name in ("title_de", "title_en"):
            if not self.wish[name]:
                self.problems[name] = MISSING
        known = {"topics": topics, "traits": groups}
        for name in LISTS:
            if not set(self.wish[name]) <= set(known[name]):
                self.problems[name] = UNKNOWN
        if self.wish["publisher"] and self.wish["publisher"] not in offices:
            self.problems["publisher"] = UNKNOWN

    def conflict(self, stored: Content, seen: str) -> None:
        """Somebody else was quicker: show what they stored; saving once more writes over it, knowingly."""
        self.theirs = {name: stored[name] for name in (*TEXTS, *LISTS, "publisher") if stored[name] != self.wish[name]}
        self.seen = seen


def new_id(title: str, taken: Collection[str]) -> str:
    """An id made of the title, that nothing else has."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_") or "handout"
    wanted = f"h_{words}"[: LONGEST_ID - 4].rstrip("_")
    known = TAKEN.union(taken)
    return next(name for n in range(1, len(known) + 2) if (name := wanted if n == 1 else f"{wanted}_{n}") not in known)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
