"""Where the table sends people wrong: rates of released feedback, and the rules behind them.

From published numbers only, of the last four released quarters. A quarter counts towards a rate where its total was
broken down; the numbers are rounded, so that parts need not add up to their total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.released.service import periods, released
from app.released.tables import ALL, Table
from app.vocabulary.service import vocabulary
from referrals.feedback import OUTCOMES
from referrals.feedback_release import NAME, Pair
from referrals.routing.service import table as routing_table
from referrals.routing.values import Rule

QUARTERS = 4
ASTRAY = ("wrong_office", "turned_away")
"""The outcomes that speak against a rule; who did not go may have had any reason."""
TROUBLE = 0.2
"""The share of slips gone astray from which a pair is listed: one visitor in five stood at the wrong door. No lower one
could be seen in the smallest base that is broken down, where five of 20 to 25 is the least that is published."""
SMALLEST_BASE = 20


@dataclass(frozen=True)
class Rate:
    """Feedback of an office and field of action (ids) over the quarters.

    ``reports`` is the sum of the totals, ``base`` of those that were broken down. ``parts`` are the outcomes that could
    be published, by OUTCOMES; None for one that was below ``threshold`` in every quarter. ``rules`` are those of today
    and later that name the office for a topic of the field.
    """

    office: str
    field: str
    reports: int
    base: int
    parts: Mapping[str, int | None]
    threshold: int
    rules: tuple[Rule, ...]

    @property
    def astray(self) -> float:
        """The share of wrong office and turned away, 0 to 1, as far as it is published."""
        return min(1.0, sum(self.parts.get(outcome) or 0 for outcome in ASTRAY) / self.base) if self.base else 0.0

    @property
    def troubled(self) -> bool:
        """Whether an editor should look at the rules."""
        return self.base >= SMALLEST_BASE and self.astray >= TROUBLE

    @property
    def withheld(self) -> int:
        """What of the base is in no published outcome."""
        return max(0, self.base - sum(count or 0 for count in self.parts.values()))


@dataclass(frozen=True)
class Troubled:
    """An office and field of action (ids) with too many slips gone astray: ``rate`` (0.2 to 1) of ``base`` reports."""

    office: str
    field: str
    rate: float
    base: int
    rules: tuple[Rule, ...]


def last_quarters(session: Session) -> list[str]:
    """The released quarters that rates are of, the latest last; none before the first release."""
    return periods(session, NAME)[-QUARTERS:]


def rates(session: Session) -> list[Rate]:
    """All pairs with a published number: those in trouble first, the worst first, then by number of reports."""
    found = [table for quarter in last_quarters(session) if (table := released(session, NAME, quarter))]
    pairs = {(cell.key[0], cell.key[1]) for table in found for cell in table.cells}
    rules = _rules(session, clock.now().date()) if pairs else {}
    every = [_rate(pair, found, rules.get(pair, ())) for pair in sorted(pairs)]
    return sorted(every, key=lambda one: (not one.troubled, -one.astray if one.troubled else 0.0, -one.reports))


def troubled(session: Session) -> list[Troubled]:
    """What belongs on the editors' list, the worst first; empty while nothing is released."""
    return [Troubled(one.office, one.field, one.astray, one.base, one.rules) for one in rates(session) if one.troubled]


def _rate(pair: Pair, found: list[Table], rules: tuple[Rule, ...]) -> Rate:
    totals = [(table, total) for table in found if (total := table.cell(*pair, ALL))]
    broken_down = [(table, total) for table, total in totals if table.cell(*pair, OUTCOMES[0])]
    parts: dict[str, int | None] = {}
    for outcome in OUTCOMES if broken_down else ():
        counts = [count for table, _ in broken_down if (count := table.count(*pair, outcome)) is not None]
        parts[outcome] = sum(counts) if counts else None
    return Rate(
        office=pair[0],
        field=pair[1],
        reports=sum(total.count or 0 for _, total in totals),
        base=sum(total.count or 0 for _, total in broken_down),
        parts=parts,
        threshold=max(total.threshold for _, total in totals),
        rules=rules,
    )


def _rules(session: Session, today: date) -> dict[Pair, tuple[Rule, ...]]:
    """The rules that name an office for a topic of a field, without those that have expired."""
    words = vocabulary(session)
    named: dict[Pair, dict[str, Rule]] = {}
    for subtopic, rules in routing_table(session).rules.items():
        known = words.subtopics.get(subtopic)
        field = words.field_of_action.get(known.parent) if known else None
        for rule in rules if field else ():
            if rule.valid_to is None or rule.valid_to >= today:
                for office in rule.responsible + rule.advises:
                    named.setdefault((office, field or ""), {})[rule.id] = rule
    return {pair: tuple(found.values()) for pair, found in named.items()}
