"""What is due: offices and rules that somebody has to look at, why, and what is most urgent. Pure.

An entry is due for reasons; the first one decides its place in the list. Whatever an editor confirms is fresh until the
day of its next review: then only a report from the counter, or the end of a rule's validity, makes it due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, product
from typing import Literal

from referrals.directory.freshness import STALE_AFTER, end_of
from referrals.reports import Wrong
from referrals.routing.condition import Part
from referrals.routing.engine import decide
from referrals.routing.values import Rule, Table, Visitor

Kind = Literal["offices", "rules", "subtopics"]
Reason = Literal["reported", "unsure", "expiring", "overdue", "incomplete", "soon"]

REASONS: tuple[Reason, ...] = ("reported", "unsure", "expiring", "overdue", "incomplete", "soon")
"""The most urgent one first."""
EXPIRING = timedelta(days=60)
"""How long before its last day a rule is to be looked at."""
SOON = timedelta(days=30)
"""How long before a review is due it can be seen in the list."""
MOST_VISITORS = 16
"""Visitors tried to find out what follows a rule: one for each way in which its condition can hold, as far as that."""


@dataclass(frozen=True)
class Kept:
    """An office or rule as far as keeping it right goes; a subtopic only takes reports of gaps.

    ``topics`` are ids of main topics; ``table`` is the topic whose decision table holds a rule, or could close a gap;
    ``named`` is by how many subtopics the office is named (1 for others). ``as_of`` is the date of its facts (ISO or
    its beginning), None if no date is known; ``ages`` is False for what cannot become old (a kind of office without any
    address, the number 112). ``unsure``: marked so by an editor, with a ``note``. ``missing`` are fields of an office
    that visitors ask for: phone, opening_hours, appointment_code. ``follows`` are the rules that take over the day
    after ``valid_to``.
    """

    kind: Kind
    id: str
    title: str
    topics: tuple[str, ...] = ()
    named: int = 1
    caretaker: str = ""
    as_of: str | None = None
    ages: bool = True
    checked_on: date | None = None
    review_on: date | None = None
    unsure: bool = False
    note: str = ""
    missing: tuple[str, ...] = ()
    valid_to: date | None = None
    follows: tuple[str, ...] = ()
    subtitle: str = ""
    table: str = ""


@dataclass(frozen=True)
class Due:
    """An entry that is due: its reasons, the most urgent first, and how often what was reported."""

    entry: Kept
    reasons: tuple[Reason, ...]
    reports: Mapping[str, int] = field(default_factory=dict)

    @property
    def reason(self) -> Reason:
        """The most urgent one."""
        return self.reasons[0]


def due(entries: Iterable[Kept], reports: Mapping[Wrong, int], today: date) -> list[Due]:
    """The entries that are due, the most urgent first: by reason, then by how many topics it concerns."""
    by_entry: dict[str, dict[str, int]] = {}
    for wrong, n in reports.items():
        by_entry.setdefault(wrong.entry, {})[wrong.what] = n
    found = []
    for entry in entries:
        said = by_entry.get(entry.id, {}) if entry.kind != "rules" else {}
        if reasons := _reasons(entry, bool(said), today):
            found.append(Due(entry, reasons, said))
    return sorted(found, key=_urgency)


def is_fresh(entry: Kept, today: date) -> bool:
    """Whether somebody has confirmed the whole entry and the next review is still to come."""
    if entry.checked_on is None:
        return False
    return today < (entry.review_on or entry.checked_on + STALE_AFTER)


def is_overdue(entry: Kept, today: date) -> bool:
    """Whether the review is due, or the entry was never confirmed and its facts are older than a year or undated."""
    if entry.review_on is not None:
        return entry.review_on <= today
    if entry.checked_on is not None:
        return not is_fresh(entry, today)
    return entry.ages and (entry.as_of is None or today - end_of(entry.as_of) > STALE_AFTER)


def following(table: Table, rule: Rule) -> tuple[str, ...]:
    """The rules that stand in place of this one on the day after its last, for those to whom it applies; in order."""
    if rule.valid_to is None:
        return ()
    after = rule.valid_to + timedelta(days=1)
    found = [decide(table, rule.topic, visitor, after).rule for visitor in _visitors(rule)]
    return tuple(sorted({one.id for one in found if one is not None}))


def is_over(entry: Kept, today: date) -> bool:
    """Whether it is a rule that is not valid any more: nobody has to keep it right."""
    return entry.valid_to is not None and entry.valid_to < today


def _reasons(entry: Kept, reported: bool, today: date) -> tuple[Reason, ...]:
    if entry.kind == "subtopics":
        return ("reported",) if reported else ()
    if is_over(entry, today):
        return ()
    holds: dict[Reason, bool] = {
        "reported": reported,
        "unsure": entry.unsure,
        "expiring": _is_expiring(entry, today),
        "overdue": is_overdue(entry, today),
        "incomplete": bool(entry.missing and entry.named) and not is_fresh(entry, today),
        "soon": is_overdue(entry, today + SOON) and not is_overdue(entry, today),
    }
    return tuple(reason for reason in REASONS if holds[reason])


def _is_expiring(entry: Kept, today: date) -> bool:
    """A rule that ends soon, unless somebody has confirmed it since that could be seen."""
    if entry.valid_to is None or not today <= entry.valid_to <= today + EXPIRING:
        return False
    return entry.checked_on is None or entry.checked_on < entry.valid_to - EXPIRING


def _urgency(one: Due) -> tuple[object, ...]:
    entry = one.entry
    return (
        REASONS.index(one.reason),
        -sum(one.reports.values()),
        entry.valid_to if one.reason == "expiring" and entry.valid_to else date.min,
        -entry.named,
        entry.as_of or "",
        entry.title,
        entry.id,
    )


def _visitors(rule: Rule) -> list[Visitor]:
    """Those to whom the rule applies: one for each way in which its condition can hold."""
    ways = product(*([(part, value) for value in part.values] for part in rule.condition.parts))
    return [_visitor(way) for way in islice(ways, MOST_VISITORS)]


def _visitor(way: tuple[tuple[Part, str], ...]) -> Visitor:
    limits = [part.limit for part, _ in way if part.kind == "age"]
    return Visitor(
        groups=frozenset(value for part, value in way if part.kind == "g"),
        flags=frozenset(value for part, value in way if part.kind == "flag"),
        residence=next((value for part, value in way if part.kind == "res"), None),
        age=(0, min(limits) - 1) if limits else None,
    )
