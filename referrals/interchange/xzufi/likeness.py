"""Which of our offices a sender's may be. Only a hint with its reasons: the editor chooses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from referrals.interchange.xzufi.contact import same_form

Reason = Literal["phone", "email", "name", "alias", "address"]
WEIGHTS: dict[Reason, int] = {"phone": 4, "email": 4, "name": 4, "alias": 4, "address": 3}
ENOUGH = 3
SIMILAR = 0.84
MOST = 5
STEM = 6
COMMON = "beantrag"
"""How words begin that stand in the name of every other service."""
# Words that many offices share tell nothing.
FILLING = re.compile(
    r"\b(?:stadt|leipzig|landkreis|der|die|das|des|und|für|in|im|am|gemeinde|landratsamt|e\.?v\.?)\b|[^\w ]"
)


@dataclass(frozen=True)
class Likeness:
    """One of our offices that it may be, and what they have in common."""

    office: str
    reasons: tuple[Reason, ...]


class Offices:
    """Our offices (content by id), prepared for being compared with many others."""

    def __init__(self, offices: Mapping[str, Mapping[str, Any]]) -> None:
        self.same: dict[tuple[Reason, str], list[str]] = {}
        self.names: dict[str, list[_Name]] = {}
        for office, content in offices.items():
            if content.get("kind") == "generic":
                continue
            for feature in _features(content):
                self.same.setdefault(feature, []).append(office)
            for number, name in enumerate((content.get("name_de"), *(content.get("former_names") or []))):
                known = _Name(office, "alias" if number else "name", _bare(name))
                for beginning in _beginnings_of(known.text):
                    self.names.setdefault(beginning, []).append(known)

    def like(self, facts: Mapping[str, str]) -> tuple[Likeness, ...]:
        """Those that have enough in common with ``facts``, the likeliest first."""
        reasons: dict[str, set[Reason]] = {}
        for feature in _features(facts):
            for office in self.same.get(feature, ()):
                reasons.setdefault(office, set()).add(feature[0])
        name = _bare(facts.get("name_de"))
        # Names that are nearly the same have a word that begins alike.
        for known in dict.fromkeys(one for start in _beginnings_of(name) for one in self.names.get(start, ())):
            if known.is_like(name):
                reasons.setdefault(known.office, set()).add(known.reason)
        scored = sorted((-sum(map(_weight, found)), office) for office, found in reasons.items())
        return tuple(
            Likeness(office, tuple(reason for reason in WEIGHTS if reason in reasons[office]))
            for score, office in scored[:MOST]
            if -score >= ENOUGH
        )


class _Name:
    """A name of an office that many others are compared with."""

    def __init__(self, office: str, reason: Reason, text: str) -> None:
        self.office, self.reason, self.text = office, reason, text
        self.matcher = SequenceMatcher(None, "", text, autojunk=False)

    def is_like(self, other: str) -> bool:
        """Whether they are nearly the same. The cheap bounds come first: a file may hold thousands of offices."""
        self.matcher.set_seq1(other)
        return all(
            bound() >= SIMILAR
            for bound in (self.matcher.real_quick_ratio, self.matcher.quick_ratio, self.matcher.ratio)
        )


def _weight(reason: Reason) -> int:
    return WEIGHTS[reason]


def _features(office: Mapping[str, Any]) -> Iterable[tuple[Reason, str]]:
    """What must be exactly the same, as far as the office says it."""
    if phone := same_form("phone", office.get("phone")):
        yield "phone", phone
    if email := same_form("email", office.get("email")):
        yield "email", email
    street = same_form("street", office.get("street"))
    if street and office.get("postcode"):
        yield "address", f"{office['postcode']} {street}"


def _bare(name: str | None) -> str:
    return " ".join(FILLING.sub(" ", (name or "").casefold()).split())


def _beginnings_of(name: str) -> set[str]:
    return {word[:4] for word in name.split()}


def topics_like(name: str, topics: Mapping[str, str]) -> tuple[str, ...]:
    """Which of our subtopics a service may be: those whose texts have words that begin like those of its ``name``."""
    wanted = _words(name)
    scored = [(-_beginnings(wanted, _words(text)), topic) for topic, text in topics.items()]
    return tuple(topic for score, topic in sorted(scored)[:MOST] if score < 0)


def _words(text: str) -> list[str]:
    words = re.findall(r"\w+", text.casefold())
    return [word for word in words if len(word) >= STEM and not word.startswith(COMMON)]


def _beginnings(wanted: Iterable[str], known: Sequence[str]) -> int:
    """How long the beginnings are that the words have in common; short ones tell nothing."""
    longest = (max((_common_letters(word, other) for other in known), default=0) for word in wanted)
    return sum(n for n in longest if n >= STEM)


def _common_letters(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
