"""``wegweiser check-routing``: whether the routing table is complete and without contradictions, and what ends soon."""

import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from app import clock
from app.cli.context import DAY, open_instance, say
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices
from referrals.routing.analysis.check import check
from referrals.routing.analysis.findings import Conflict, Expiring, Gap, Report, Stale, Unreachable
from referrals.routing.service import table


@click.command("check-routing")
@click.option("--date", "day", type=DAY, help="The first day that is looked at; default: today.")
@click.option("--json", "as_json", is_flag=True)
def check_routing(*, day: datetime | None, as_json: bool) -> None:
    """Prove the routing table for every possible visitor; exit code 1 for gaps, conflicts and unreachable rules."""
    on = (day or clock.now()).date()
    with open_instance().reading() as session:
        rules, known, topics = table(session), offices(session), tuple(vocabulary(session).subtopics)
    start = time.perf_counter()
    report = check(rules, known, topics, on)
    seconds = round(time.perf_counter() - start, 3)
    say(as_json, as_json_values(report) | {"seconds": seconds}, "\n".join(_lines(report)))
    if not report.complete:
        sys.exit(1)


def as_json_values(report: Report) -> dict[str, Any]:
    """The findings in the form that CONTRACT.md names, with a few more keys."""
    return {
        "date": report.on.isoformat(),
        "combinations": report.combinations,
        "gaps": [_gap(gap) for gap in report.gaps],
        "conflicts": [
            {"topic": one.topic, "rules": list(one.rules), "from": _day(one.since), "example": list(one.example)}
            for one in report.conflicts
        ],
        "unreachable": [
            {"topic": one.topic, "rule": one.rule, "in_the_way": list(one.in_the_way), "impossible": one.impossible}
            for one in report.unreachable
        ],
        "expired": [
            {"topic": one.topic, "rule": one.rule, "valid_to": one.valid_to.isoformat()} for one in report.expired
        ],
        "stale": [_stale(one) for one in report.stale],
        "expiring": [
            {
                "topic": one.topic,
                "rule": one.rule,
                "valid_to": one.valid_to.isoformat(),
                "leaves_gap": _gap(one.leaves_gap) if one.leaves_gap else None,
            }
            for one in report.expiring
        ],
        "unused_offices": list(report.unused_offices),
        "interpreter_only": [
            {"topic": one.topic, "offices": list(one.offices), "rules": list(one.rules)}
            for one in report.interpreter_only
        ],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "topic": gap.topic,
        "rule": gap.rule,
        "offices": list(gap.offices),
        "from": _day(gap.since),
        "example": list(gap.example),
        "combinations": gap.combinations,
        "out_of": gap.out_of,
        "exact": gap.exact,
    }


def _stale(one: Stale) -> dict[str, Any]:
    return {
        "office": one.office,
        "why": one.why,
        "rules": list(one.rules),
        "topics": list(dict.fromkeys(one.topics)),
        "until": _day(one.until),
        "successor": one.successor,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(report: Report) -> Iterator[str]:
    state = "Complete" if report.complete else "NOT complete"
    yield (
        f"{state}: {report.combinations} combinations checked; gaps {len(report.gaps)}, "
        f"conflicts {len(report.conflicts)}, unreachable rules {len(report.unreachable)}."
    )
    findings: tuple[Gap | Conflict | Unreachable | Expiring | Stale, ...]
    findings = (*report.gaps, *report.conflicts, *report.unreachable, *report.expiring, *report.stale)
    yield from map(_line, findings)
    for expired in report.expired:
        yield f"Expired: {expired.rule} ({expired.topic}), on {expired.valid_to}"
    if report.unused_offices:
        yield f"Offices that no rule names: {', '.join(report.unused_offices)}"
    if report.interpreter_only:
        yield f"Only through an interpreter: {', '.join(one.topic for one in report.interpreter_only)}"


def _line(finding: Gap | Conflict | Unreachable | Expiring | Stale) -> str:
    match finding:
        case Gap():
            why = f"{finding.rule} names only {', '.join(finding.offices)}" if finding.rule else "no rule matches"
            return f"Gap: {finding.topic}, {why}, for {_whom(finding.example)}{_since(finding.since)}"
        case Conflict():
            both = " and ".join(finding.rules)
            return f"Conflict: {finding.topic}, {both}, for {_whom(finding.example)}{_since(finding.since)}"
        case Unreachable():
            why = "nobody fulfils it" if finding.impossible else f"behind {', '.join(finding.in_the_way)}"
            return f"Unreachable: {finding.rule} ({finding.topic}), {why}"
        case Expiring():
            then = "; then nobody is responsible for some" if finding.leaves_gap else ""
            return f"Expires: {finding.rule} ({finding.topic}) on {finding.valid_to}{then}"
        case Stale():
            return f"Office {finding.office} is {finding.why}: {', '.join(finding.rules)}"


def _whom(example: tuple[str, ...]) -> str:
    return " ".join(example) or "anybody of whom nothing is known"


def _since(day: date | None) -> str:
    return f", from {day} on" if day else ""
