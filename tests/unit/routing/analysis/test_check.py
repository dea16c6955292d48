import time
from dataclasses import replace
from datetime import date, timedelta

from app.cli.bench_tables import hard, metropolis
from referrals.routing.analysis.check import check, combinations
from referrals.routing.analysis.findings import InterpreterOnly, Report, Stale
from referrals.routing.condition import Condition
from referrals.routing.values import Rule, Table
from tests.unit.routing.leipzig import leipzig, offices
from tests.unit.routing.random_tables import QUESTIONS, TOPIC

DAY = date(2026, 11, 23)
OPEN = replace(offices()["wzl"], id="open", verified=True, languages=("de",), as_of="2026-10", phone="1")
SPEAKS = replace(OPEN, id="speaks", languages=("de", "uk"))
GONE = replace(OPEN, id="gone", status="defunct")
MOVED = replace(GONE, id="moved", successor="open")


def rule(name: str, office: str, condition: str = "", **more: object) -> Rule:
    made = Rule(name, TOPIC, len(name), Condition.parse(condition), tuple(office.split()))
    return replace(made, **more)  # type: ignore[arg-type]


def report(*rules: Rule, **changes: object) -> Report:
    known = {office.id: office for office in (OPEN, SPEAKS, GONE, MOVED)}
    known["open"] = replace(OPEN, **changes)  # type: ignore[arg-type]
    return check(Table({TOPIC: rules}, QUESTIONS), known, [TOPIC], DAY)


def test_a_topic_of_the_vocabulary_without_rules_is_a_gap() -> None:
    found = check(Table({}, QUESTIONS), {}, [TOPIC, "other"], DAY)
    assert [gap.topic for gap in found.gaps] == [TOPIC, "other"]
    assert (found.combinations, found.complete) == (2, False)


def test_rules_of_a_topic_that_cannot_be_asked_for_are_looked_at_without_gaps() -> None:
    found = check(Table({"parent": (rule("A", "open", "age<18"),)}, QUESTIONS), {"open": OPEN}, [], DAY)
    assert found.complete
    assert found.combinations == 2


def test_a_rule_whose_offices_are_all_gone_is_a_gap() -> None:
    (gap,) = report(rule("A", "gone"), rule("BB", "open", "age<18")).gaps
    assert (gap.rule, gap.offices, gap.combinations) == ("A", ("gone",), 1)


def test_a_successor_or_another_office_is_enough() -> None:
    assert report(rule("A", "moved")).gaps == ()
    assert report(rule("A", "gone open")).gaps == ()


def test_an_office_that_is_not_there_is_as_good_as_gone() -> None:
    (gap,) = report(rule("A", "nowhere")).gaps
    assert (gap.rule, gap.offices) == ("A", ("nowhere",))


def test_offices_that_one_cannot_rely_on_are_listed_with_their_rules() -> None:
    rules = (rule("A", "gone moved"), rule("BB", "open", "age<18", advises=("moved",)))
    assert report(*rules).stale == (
        Stale("gone", "defunct", ("A",), (TOPIC,)),
        Stale("moved", "defunct", ("A", "BB"), (TOPIC, TOPIC), successor="open"),
    )


def test_a_closed_office_and_an_old_entry_are_listed() -> None:
    closures = ((DAY - timedelta(days=9), DAY - timedelta(days=2)), (DAY, DAY + timedelta(days=7)))
    found = report(rule("A", "open speaks"), closures=closures, as_of="2020")
    assert found.stale == (
        Stale("open", "closed", ("A",), (TOPIC,), until=DAY + timedelta(days=7)),
        Stale("open", "stale", ("A",), (TOPIC,)),
    )
    assert report(rule("A", "open"), closures=closures[:1]).stale == ()


def test_expired_rules_hold_nothing_up() -> None:
    over = rule("A", "gone", valid_to=DAY - timedelta(days=1))
    found = report(over, rule("BB", "open"))
    assert found.stale == ()
    assert [one.rule for one in found.expired] == ["A"]


def test_offices_that_no_rule_leads_to() -> None:
    assert report(rule("A", "moved")).unused_offices == ("speaks",)
    assert report(rule("A", "open", advises=("speaks",))).unused_offices == ()
    later = rule("BB", "speaks", "age<18", valid_from=DAY + timedelta(days=1))
    assert report(rule("A", "open"), later).unused_offices == ()


def test_the_centre_itself_is_never_unused() -> None:
    assert check(Table({}, QUESTIONS), {"wzl": replace(OPEN, id="wzl")}, [], DAY).unused_offices == ()


def test_a_topic_where_everybody_needs_an_interpreter() -> None:
    assert report(rule("A", "moved")).interpreter_only == (InterpreterOnly(TOPIC, ("open",), ("A",)),)
    assert report(rule("A", "open", advises=("speaks",))).interpreter_only == ()
    later = rule("BB", "speaks", "age<18", valid_from=DAY + timedelta(days=1))
    assert [one.rules for one in report(rule("A", "open"), later).interpreter_only] == [("A",)]


def test_leipzig_is_complete_and_quickly_checked() -> None:
    start = time.perf_counter()
    found = check(leipzig(), offices(), leipzig().rules, DAY)
    assert time.perf_counter() - start < 5
    assert found.complete
    assert found.combinations == combinations(leipzig(), leipzig().rules, DAY) > 2000
    assert [one.rule for one in found.expired] == ["SPRA-004", "GELD-004"]


def test_ten_thousand_rules_are_checked_within_a_minute() -> None:
    large = metropolis(leipzig(), offices(), DAY)
    assert large.rules >= 10_000
    assert len(large.offices) >= 2_000
    start = time.perf_counter()
    found = check(large.table, large.offices, large.table.rules, DAY)
    assert time.perf_counter() - start < 60
    assert found.complete
    assert len(found.expiring) > 10


def test_overlapping_conditions_do_not_take_longer() -> None:
    table = hard()
    assert sum(map(len, table.rules.values())) == 10_000
    stand_ins = {f"office_{number}": replace(OPEN, id=f"office_{number}") for number in range(21)}
    start = time.perf_counter()
    found = check(table, stand_ins, table.rules, DAY)
    assert time.perf_counter() - start < 60
    assert found.conflicts
    assert found.unreachable
    assert found.gaps == ()
