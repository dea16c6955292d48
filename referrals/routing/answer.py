"""What the desk is told: the decision with its offices, how they stand at this moment, and how one is understood there.

Pure: takes the table and the offices, gives values. A defunct office is never suggested.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from referrals.directory.facts import Hours, Office
from referrals.directory.hours import hours
from referrals.routing.engine import decide, winner
from referrals.routing.values import Decision, Rule, Table, Visitor

State = Literal["unverified", "closed_until", "appointment", "phone", "open", "opens", "unknown", "closed"]
Understanding = Literal["spoken", "interpreter_there", "ask_interpreter", "bring_interpreter", "german_only", "unknown"]

FALLBACK = "wzl"
ONLY_BY_APPOINTMENT = frozenset({"required", "by_post", "online", "phone"})
_UNDERSTANDING: dict[str, Understanding] = {
    "interpreter_on_site": "interpreter_there",
    "interpreter_ask": "ask_interpreter",
    "bring_interpreter": "bring_interpreter",
    "interpreter_allowed": "bring_interpreter",
    "german_only": "german_only",
}


@dataclass(frozen=True)
class Query:
    """What is asked at the desk. ``at`` is local time; ``language`` the visitor's BCP 47 tag, None if not known."""

    topic: str
    visitor: Visitor
    at: datetime
    language: str | None = None


@dataclass(frozen=True)
class Entry:
    """An office that is suggested, by which rule and why; ``rule`` is None for the fallback.

    ``because`` are the parts of the rule's condition, all of which hold; ``replaces`` is the defunct office that the
    rule names and whose successor this is.
    """

    office: Office
    rule: Rule | None
    because: tuple[str, ...]
    hours: Hours
    state: State
    replaces: str | None = None


@dataclass(frozen=True)
class Answer:
    """Who decides, who helps, and everything that explains it.

    ``fallback`` is True if no rule led to an office, so that ``advises`` names the centre itself. ``dropped`` are
    defunct offices without a successor. ``language_route`` says by office id how a visitor of this language will be
    understood; None without a language.
    """

    decision: Decision
    responsible: tuple[Entry, ...]
    advises: tuple[Entry, ...]
    fallback: bool
    dropped: tuple[str, ...]
    language_route: dict[str, Understanding] | None


def answer(table: Table, offices: Mapping[str, Office], query: Query, fallback: str = FALLBACK) -> Answer:
    """Decide and look up the offices. With ``fallback`` in ``offices`` the answer is never empty."""
    decision = decide(table, query.topic, query.visitor, query.at.date())
    rule = decision.rule
    named = _Successors(offices)
    responsible = named.living(rule.responsible if rule else ())
    advises = named.living(rule.advises if rule else ())
    entries = [entry_of(office, decision, query.at, replaces) for office, replaces in (*responsible, *advises)]
    found = bool(entries)
    if not found and fallback in offices:
        entries = [entry_of(offices[fallback], Decision(rule=None), query.at)]
    return Answer(
        decision=decision,
        responsible=tuple(entries[: len(responsible)]),
        advises=tuple(entries[len(responsible) :]),
        fallback=not found,
        dropped=tuple(named.dropped),
        language_route=None
        if query.language is None
        else {entry.office.id: understanding(entry.office, query.language) for entry in entries},
    )


def deciding(table: Table, offices: Mapping[str, Office], topic: str, visitor: Visitor, on: date) -> tuple[Office, ...]:
    """Those of the answer who decide, and nothing else of it."""
    rule = winner(table, topic, visitor, on)
    return tuple(office for office, _ in _Successors(offices).living(rule.responsible if rule else ()))


def state(office: Office, at: Hours) -> State:
    """How to reach the office now, as one word; data that nobody has verified comes before everything else."""
    if not office.verified:
        return "unverified"
    if at.code == "closed_until":
        return "closed_until"
    if office.appointment in ONLY_BY_APPOINTMENT:
        return "appointment"
    if office.street is None and office.phone is not None:
        return "phone"
    return at.code


def understanding(office: Office, language: str) -> Understanding:
    """How somebody who speaks this language will be understood there; a dialect counts as its language."""
    if speaks((*office.languages, "de"), language):
        return "spoken"
    return next((meaning for code, meaning in _UNDERSTANDING.items() if code in office.notes), "unknown")


def speaks(languages: Iterable[str], language: str) -> bool:
    """Whether this language is among them (BCP 47 tags); a dialect counts as its language."""
    return _primary(language) in {_primary(tag) for tag in languages}


def living(offices: Mapping[str, Office], name: str) -> Office | None:
    """The office, or whatever came in the place of one that is gone; None if nothing did."""
    passed: set[str] = set()
    office = offices.get(name)
    while office is not None and office.status == "defunct" and office.id not in passed:
        passed.add(office.id)
        office = offices.get(office.successor) if office.successor else None
    return office if office is not None and office.status != "defunct" else None


class _Successors:
    """Puts successors in the place of defunct offices; every office comes once, deciding before helping."""

    def __init__(self, offices: Mapping[str, Office]) -> None:
        self._offices = offices
        self._seen: set[str] = set()
        self.dropped: list[str] = []

    def living(self, names: Iterable[str]) -> list[tuple[Office, str | None]]:
        """The offices to suggest, each with the id of the one it replaces or None."""
        found = []
        for name in names:
            office = living(self._offices, name)
            if office is None:
                self.dropped.append(name)
            elif office.id not in self._seen:
                self._seen.add(office.id)
                found.append((office, None if office.id == name else name))
        return found


def entry_of(office: Office, decision: Decision, at: datetime, replaces: str | None = None) -> Entry:
    """The office as it stands at this moment, by the rule of the decision, if there is one."""
    at_hours = hours(office, at)
    return Entry(office, decision.rule, decision.because, at_hours, state(office, at_hours), replaces)


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()
