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
        self.known = {name: _features(office) for name, office in offices.items() if office.get("kind") != "generic"}

    def like(self, facts: Mapping[str, str]) -> tuple[Likeness, ...]:
        """Those that have enough in common with ``facts``, the likeliest first."""
        wanted = _features(facts)
        scored = []
        for name, features in self.known.items():
            reasons = tuple(_common(wanted, features))
            score = sum(WEIGHTS[reason] for reason in reasons)
            if score >= ENOUGH:
                scored.append((-score, name, Likeness(name, reasons)))
        return tuple(likeness for _, _, likeness in sorted(scored)[:MOST])


@dataclass(frozen=True)
class _Features:
    phone: str
    email: str
    address: str
    name: str
    aliases: tuple[str, ...]


def _features(office: Mapping[str, Any]) -> _Features:
    street = same_form("street", office.get("street"))
    return _Features(
        phone=same_form("phone", office.get("phone")),
        email=same_form("email", office.get("email")),
        address=f"{office.get('postcode')} {street}" if street and office.get("postcode") else "",
        name=_bare(office.get("name_de")),
        aliases=tuple(_bare(name) for name in office.get("former_names") or []),
    )


def _common(wanted: _Features, known: _Features) -> Iterable[Reason]:
    if wanted.phone and wanted.phone == known.phone:
        yield "phone"
    if wanted.email and wanted.email == known.email:
        yield "email"
    if wanted.address and wanted.address == known.address:
        yield "address"
    if _similar(wanted.name, known.name):
        yield "name"
    elif any(_similar(wanted.name, alias) for alias in known.aliases):
        yield "alias"


def _bare(name: str | None) -> str:
    return " ".join(FILLING.sub(" ", (name or "").casefold()).split())


def _similar(one: str, other: str) -> bool:
    if not one or not other:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The cheap bounds first: a file may hold thousands of offices.
    return matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


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
