"""The released table ``feedback``: reports by office, field of action and outcome, of one quarter.

Its cells are, for each office and field of action, the total of all outcomes and, where the published total is large
enough, the four outcomes. There are no totals over offices or fields: each further one would be another equation.
Whatever is below the threshold is not listed at all, so that nobody sees that there was anything.

Reports of a quarter are of slips from it or from the one before. Where one of these two withholds how many were sent
to an office, so many reports could prove that somebody was, and then nothing is listed of the office.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.released import rounding
from app.released.periods import previous
from app.released.quarters import due
from app.released.service import release, released, rounding_secret
from app.released.tables import ALL, Cell, Table
from app.vocabulary.service import vocabulary
from referrals.feedback import OUTCOMES
from referrals.models import Feedback
from referrals.routing.service import table as routing_table

NAME, SENT = "feedback", "office"
Pair = tuple[str, str]
"""Office and field of action, ids."""


def release_due(session: Session, today: date) -> list[str]:
    """Release the table of every quarter that is due and has not been released; which these were.

    Needs a session that writes.
    """
    return [quarter for quarter in due(session, NAME, today) if release(session, _table(session, quarter), today=today)]


def _table(session: Session, quarter: str) -> Table:
    counts: dict[Pair, dict[str, int]] = {}
    for row in session.scalars(select(Feedback).where(Feedback.quarter == quarter)):
        counts.setdefault((row.office_id, row.field_of_action_id), {})[row.outcome] = row.n
    harmless = _harmless(session)
    secret = rounding_secret(session)
    cells: list[Cell] = []
    for pair, outcomes in sorted(counts.items()):
        threshold = rounding.THRESHOLD if pair in harmless else rounding.SENSITIVE_THRESHOLD
        cells += cells_of_pair(pair, outcomes, secret=secret, quarter=quarter, threshold=threshold)
    sent = [released(session, SENT, one) for one in (quarter, previous(quarter))]
    return Table(NAME, quarter, rounding.METHOD, tuple(without_proof(cells, sent)))


def without_proof(cells: Sequence[Cell], sent: Sequence[Table | None]) -> list[Cell]:
    """The cells without those of offices that they would prove somebody was sent to in a quarter that withholds it.

    ``sent`` are the released contacts by office of the quarter and of the one before, None where there is no such
    table. Pure.
    """
    least: dict[str, int] = {}
    for cell in cells:
        if cell.key[2] == ALL and cell.count is not None:
            least[cell.key[0]] = least.get(cell.key[0], 0) + max(cell.threshold, cell.count - rounding.BASE + 1)
    proven = {
        office
        for office, n in least.items()
        for here, other in (sent, sent[::-1])
        if here and other and _withheld(here, office) and n > _most(other, office)
    }
    return [cell for cell in cells if cell.key[0] not in proven]


def _withheld(sent: Table, office: str) -> bool:
    cell = sent.cell(office)
    return cell is not None and cell.count is None


def _most(sent: Table, office: str) -> float:
    cell = sent.cell(office)
    if cell is None:
        return math.inf
    return cell.threshold - 1 if cell.count is None else cell.count + rounding.BASE - 1


def cells_of_pair(pair: Pair, outcomes: dict[str, int], *, secret: bytes, quarter: str, threshold: int) -> list[Cell]:
    """The cells of a pair with these numbers by outcome: none, its total, or its total and all outcomes. Pure."""

    def cell(outcome: str, n: int) -> Cell:
        key = (*pair, outcome)
        decision = rounding.decision_of_counter(secret, table=NAME, period=quarter, cell=key, n=n)
        return Cell(key, rounding.published(n, decision, threshold=threshold), threshold)

    n = sum(outcomes.values())
    total = cell(ALL, n)
    if total.count is None:
        return []
    parts = [cell(outcome, outcomes.get(outcome, 0)) for outcome in OUTCOMES]
    if _gives_away(total, parts) and total.count > n:
        # Rounded down it is as right as rounded up. 16 reports, four of each, would be 20 and prove every four.
        total = replace(total, count=total.count - rounding.BASE)
    if not rounding.may_be_broken_down(total.count) or _gives_away(total, parts):
        return [total]
    return [total, *parts]


def _gives_away(total: Cell, parts: list[Cell]) -> bool:
    return rounding.may_be_broken_down(total.count) and rounding.proves_a_small_part(
        total.count or 0, [part.count for part in parts], threshold=total.threshold
    )


def _harmless(session: Session) -> frozenset[Pair]:
    """The pairs that no topic handled as sensitive leads to. Of one that no rule leads to any more nobody can tell."""
    words = vocabulary(session)
    named: dict[bool, set[Pair]] = {True: set(), False: set()}
    for subtopic, rules in routing_table(session).rules.items():
        known = words.subtopics.get(subtopic)
        field = words.field_of_action.get(known.parent) if known else None
        if known and field:
            offices = {office for rule in rules for office in rule.responsible + rule.advises}
            named[known.handling == "normal"] |= {(office, field) for office in offices}
    return frozenset(named[True] - named[False])
