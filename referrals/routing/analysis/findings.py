"""What a check of the routing table finds. Ids only; facts are written as in conditions (``g:student``)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Gap:
    """Visitors for whom nobody responsible is left: no rule matches (``rule`` None), or ``rule`` wins and names only
    ``offices``, which are gone without a successor.

    ``since`` is the first day, None if it is so already; ``combinations`` how many of the topic's combinations
    (``out_of``) it takes in on that day, at least as many if not ``exact``; ``example`` the facts of a visitor.
    """

    topic: str
    rule: str | None
    since: date | None
    example: tuple[str, ...]
    combinations: int
    out_of: int
    exact: bool = True
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Two rules of equal priority and different results that both remain for ``example``, from ``since`` on."""

    topic: str
    rules: tuple[str, str]
    since: date | None
    example: tuple[str, ...]


@dataclass(frozen=True)
class Unreachable:
    """A rule that wins for no possible visitor: rules ``in_the_way`` win where it would hold, or nobody fulfils it."""

    topic: str
    rule: str
    in_the_way: tuple[str, ...]
    impossible: bool


@dataclass(frozen=True)
class Expired:
    """A rule whose validity has ended."""

    topic: str
    rule: str
    valid_to: date


@dataclass(frozen=True)
class Expiring:
    """A rule that ends within a month; ``leaves_gap``: those for whom it wins, who then have nobody responsible."""

    topic: str
    rule: str
    valid_to: date
    leaves_gap: Gap | None


@dataclass(frozen=True)
class Stale:
    """An office that rules name (by topic in the same order) and that is closed ``until`` a day, gone or doubtful."""

    office: str
    why: Literal["closed", "stale", "defunct"]
    rules: tuple[str, ...]
    topics: tuple[str, ...]
    until: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class InterpreterOnly:
    """A topic for which none of the ``offices`` that its valid ``rules`` name speaks more than German."""

    topic: str
    offices: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class TopicFindings:
    """What the rules of one topic show by themselves; ``combinations`` is how many visitors they can tell apart."""

    topic: str
    combinations: int = 1
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    expired: tuple[Expired, ...] = ()
    expiring: tuple[Expiring, ...] = ()


@dataclass(frozen=True)
class Report:
    """All findings, in the order of the topics and rules."""

    on: date
    combinations: int
    gaps: tuple[Gap, ...]
    conflicts: tuple[Conflict, ...]
    unreachable: tuple[Unreachable, ...]
    expired: tuple[Expired, ...]
    expiring: tuple[Expiring, ...]
    stale: tuple[Stale, ...]
    unused_offices: tuple[str, ...]
    interpreter_only: tuple[InterpreterOnly, ...]

    @property
    def complete(self) -> bool:
        """Whether everybody is told who is responsible, without a contradiction or a rule that does nothing."""
        return not (self.gaps or self.conflicts or self.unreachable)
