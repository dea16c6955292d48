"""Plain values that the routing engine takes and gives. No database, no web."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from referrals.routing.condition import Condition

UNDOCUMENTED = "undocumented"
"""The group that is never asked for and never kept."""

STATUS_UNKNOWN = "status_unknown"
"""The group that says that the status was not asked; no rule asks for it, and it is no option of the question."""

QuestionKind = Literal["group", "residence", "age", "choice", "flag"]


@dataclass(frozen=True)
class Rule:
    """A routing rule; ids only. ``visit`` is "" or "wait". ``valid_from``/``valid_to`` are both included.

    ``confidence`` is high, medium or low; ``review_on`` is when somebody has to look at the rule again.
    """

    id: str
    topic: str
    priority: int
    condition: Condition
    responsible: tuple[str, ...]
    advises: tuple[str, ...] = ()
    reason: str = ""
    legal_basis: str = ""
    bring: tuple[str, ...] = ()
    bring_note: str = ""
    visit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    confidence: str = ""
    review_on: date | None = None

    @property
    def result(self) -> tuple[object, ...]:
        """What a visitor is told; rules with equal results need no question to tell them apart."""
        return (self.responsible, self.advises, self.bring, self.bring_note, self.visit)


@dataclass(frozen=True)
class Question:
    """A question that can be asked: ``options`` are the values (groups, flags of a choice, city/county).

    ``id`` is the trait: status, purpose, life, other, residence, age, a choice's id or a flag's id.
    For age and flags ``options`` is empty: the engine derives the sides of the limits, and yes/no. ``quiet`` options
    are never asked for: the question is not asked on their account, but offers them where it is asked anyway.
    """

    id: str
    kind: QuestionKind
    options: tuple[str, ...] = ()
    several: bool = False
    quiet: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Visitor:
    """What is known of a visitor. Nothing unknown matches.

    ``groups`` and ``flags`` hold; ``age`` is (lowest, highest) possible age in years; ``answered`` are the ids of
    questions that need not be asked again, "not asked" and "none of these" included; ``denied`` are flags that are
    known not to hold and groups that are known not to hold.
    """

    groups: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    residence: str | None = None
    age: tuple[int, int] | None = None
    denied: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Option:
    """An answer to a question.

    ``value`` is a group, flag, ``yes``/``no``, ``city``/``county``, an age side (``<27``, ``27-29``, ``>=30``), or
    ``none``: none of these, or not asked; ``leads_to`` is the rule that then stands if nothing else is said.
    """

    value: str
    leads_to: str | None


@dataclass(frozen=True)
class Ask:
    """A question that would still change the answer.

    ``expected`` is how many questions are to be expected if this one comes first, itself included; ``rules`` are those
    that ask for it and may still win.
    """

    trait: str
    kind: QuestionKind
    several: bool
    options: tuple[Option, ...]
    expected: float
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lost:
    """A rule of the topic that did not win.

    ``why`` is a code: not_valid (``detail`` = the from or to date that the day misses), not_met (``detail`` = the part
    of the condition that does not hold), unknown (``detail`` = the part that is not known), less_specific or
    lower_priority (``detail`` = the rule that beat it).
    """

    rule: str
    why: Literal["not_valid", "not_met", "unknown", "less_specific", "lower_priority"]
    detail: str


@dataclass(frozen=True)
class Decision:
    """The winning rule or None, the parts of its condition that hold, the losers, and what to ask next.

    ``quiet`` are the options that would change the answer but whose question is not asked: offered, never asked for.
    """

    rule: Rule | None
    because: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    ask: tuple[Ask, ...] = ()
    quiet: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Table:
    """All rules by topic, and all questions. Built once, shared between threads.

    ``prepared`` is for the engine: what it works out of a topic's rules, once.
    """

    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    prepared: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
