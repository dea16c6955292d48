"""What the drafts of a topic would change: exactly, for how many in a year, and what is wrong then."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.directory.drafts import drafted_table
from app.directory.entries import Entry
from app.released.service import Estimate, estimate
from app.rules.desk import OFFICES, Desk, Doubt, entry_of
from app.rules.rows import Row
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.analysis.check import check
from referrals.routing.analysis.differences import TopicDifference, differences
from referrals.routing.analysis.findings import Conflict, Gap, Report, Unreachable
from referrals.routing.condition import Condition
from referrals.routing.service import table
from referrals.routing.values import Rule, Table

MOST_DAYS = 6
"""Days on which the answers may change that are looked at: drafts rarely have more."""

Finding = Gap | Conflict | Unreachable


@dataclass(frozen=True)
class Both:
    """The routing table as published and with the drafts of one topic, and the offices with those that they need."""

    before: Table
    after: Table
    offices_before: Mapping[str, Office]
    offices_after: Mapping[str, Office]


@dataclass(frozen=True)
class Step:
    """What is different from a day on; ``since`` is None for today."""

    since: date | None
    difference: TopicDifference


@dataclass(frozen=True)
class Remark:
    """Something to know of an office that a draft names."""

    office: str
    what: Doubt


@dataclass(frozen=True)
class Effect:
    """What publishing would do.

    ``steps`` are the days from which answers differ, the first one first; none if no answer does. ``estimate`` is None
    if it cannot be said. ``by_group`` is whether it counts the groups of the conditions only. ``worse`` are findings
    that the drafts would bring, ``better`` those that they would end.
    """

    steps: tuple[Step, ...]
    combinations: int
    estimate: Estimate | None
    by_group: bool
    worse: tuple[Finding, ...]
    better: tuple[Finding, ...]
    remarks: tuple[Remark, ...]

    @property
    def touched(self) -> frozenset[str]:
        """The published rules that lose visitors or tell them something else, on the first of the days."""
        changes = self.steps[0].difference.changes if self.steps else ()
        return frozenset(change.before.id for change in changes if change.before)


def both(session: Session, desk: Desk, topic: str) -> Both:
    """The tables before and after publishing the drafts of ``topic``."""
    rows = desk.drafts_of(topic)
    named = {one for row in rows for one in (*row.content["responsible"], *row.content["advice"])}
    entries = [entry_of(row.id) for row in rows]
    entries += [Entry(OFFICES, one) for one in sorted(named & desk.drafted_offices.keys())]
    if not entries:
        return Both(table(session), table(session), offices(session), offices(session))
    after, known = drafted_table(session, entries)
    return Both(table(session), after, offices(session), known)


def effect(session: Session, desk: Desk, topic: str, tables: Both) -> Effect:
    """All that the drafts of a topic would change."""
    rows = desk.drafts_of(topic)
    days = _days(rows, desk)
    found = [(day, differences(tables.before, tables.after, [topic], day)[0]) for day in days]
    before = _findings(_of_topic(tables.before, topic), tables.offices_before, topic, desk.today)
    after = _findings(_of_topic(tables.after, topic), tables.offices_after, topic, desk.today)
    groups = _concept_groups(rows, desk)
    return Effect(
        steps=tuple(_steps(found, desk.today)),
        combinations=found[0][1].combinations,
        estimate=estimate(session, topic, groups),
        by_group=bool(groups),
        worse=tuple(one for key, one in after.items() if key not in before),
        better=tuple(one for key, one in before.items() if key not in after),
        remarks=tuple(_remarks(rows, desk)),
    )


def findings_by_topic(report: Report) -> dict[str, int]:
    """How many gaps, conflicts and unreachable rules each topic has."""
    found: dict[str, int] = {}
    every: tuple[Finding, ...] = (*report.gaps, *report.conflicts, *report.unreachable)
    for one in every:
        found[one.topic] = found.get(one.topic, 0) + 1
    return found


def _steps(found: Iterable[tuple[date, TopicDifference]], today: date) -> Iterator[Step]:
    """The days on which something else changes than on the day before; days before the first change do not count."""
    last: tuple[object, ...] = ()
    for day, difference in found:
        if difference.changes != last:
            last = difference.changes
            yield Step(None if day == today else day, difference)


def _days(rows: Iterable[Row], desk: Desk) -> list[date]:
    """Today, and the later days on which a draft or what it replaces begins or has ended."""
    days = {desk.today}
    for row in rows:
        for content in (row.content, desk.published.get(row.id)):
            if content is not None:
                starts, ends = content["valid_from"], content["valid_to"]
                days |= {date.fromisoformat(starts)} if starts else set()
                days |= {date.fromisoformat(ends) + timedelta(1)} if ends else set()
    return sorted(day for day in days if day >= desk.today)[:MOST_DAYS]


def _of_topic(whole: Table, topic: str) -> Table:
    return Table(rules={topic: whole.rules.get(topic, ())}, questions=whole.questions)


def _findings(of_topic: Table, known: Mapping[str, Office], topic: str, on: date) -> dict[tuple[object, ...], Finding]:
    """Gaps, conflicts and unreachable rules by what makes them the same before and after."""
    report = check(of_topic, known, [topic], on)
    found: dict[tuple[object, ...], Finding] = {}
    for gap in report.gaps:
        found["gap", gap.rule, gap.since, gap.example] = gap
    for conflict in report.conflicts:
        found["conflict", *conflict.rules] = conflict
    for unreachable in report.unreachable:
        found["unreachable", unreachable.rule] = unreachable
    return found


def _concept_groups(rows: Iterable[Row], desk: Desk) -> frozenset[str]:
    """The groups of contacts that the conditions ask for, before and after; none if one of them asks for no group.

    A group that contacts do not keep counts as none.
    """
    found: set[str] = set()
    for row in rows:
        for content in (row.content, desk.published.get(row.id)):
            if content is None:
                continue
            groups = Condition.parse(content["condition"]).values("g")
            kept = [desk.vocabulary.groups[one].concept_group for one in groups if one in desk.vocabulary.groups]
            if not groups or None in kept:
                return frozenset()
            found |= {one for one in kept if one}
    return frozenset(found)


def _remarks(rows: Iterable[Row], desk: Desk) -> Iterator[Remark]:
    named = dict.fromkeys(one for row in rows for one in (*row.content["responsible"], *row.content["advice"]))
    for id_ in named:
        if what := desk.doubt(id_):
            yield Remark(id_, what)


def told(rule: Rule | None) -> dict[str, tuple[str, ...]]:
    """What a visitor is told by role and bringing."""
    if rule is None:
        return {"responsible": (), "advises": (), "bring": ()}
    return {"responsible": rule.responsible, "advises": rule.advises, "bring": rule.bring}


def gone_and_come(before: Collection[str], after: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is in the first only, and in the second only."""
    return tuple(one for one in before if one not in after), tuple(one for one in after if one not in before)
