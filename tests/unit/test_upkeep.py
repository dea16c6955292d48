"""What is due and in what order, day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from referrals.reports import Wrong
from referrals.routing.condition import Condition
from referrals.routing.values import Question, Rule, Table
from referrals.upkeep import EXPIRING, REASONS, SOON, Kept, due, following, is_fresh, is_overdue

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
FRESH = Kept("offices", "fresh", "Fresh", checked_on=TODAY - 10 * DAY, review_on=TODAY + 300 * DAY, as_of="2026-11-13")
RULE = replace(FRESH, kind="rules", id="R-1")


def reasons(entry: Kept, reports: dict[Wrong, int] | None = None, today: date = TODAY) -> tuple[str, ...]:
    found = due([entry], reports or {}, today)
    return found[0].reasons if found else ()


def test_what_was_confirmed_is_not_due() -> None:
    assert reasons(FRESH) == ()
    assert is_fresh(FRESH, TODAY)


@pytest.mark.parametrize("missing", [("phone",), ("phone", "opening_hours", "appointment_code")])
def test_a_confirmed_office_may_lack_something(missing: tuple[str, ...]) -> None:
    assert reasons(replace(FRESH, missing=missing)) == ()
    never = replace(FRESH, checked_on=None, review_on=None, as_of="2026-10", missing=missing)
    assert reasons(never) == ("incomplete",)
    assert reasons(replace(never, named=0)) == ()


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (TODAY - DAY, ("overdue",)),
        (TODAY, ("overdue",)),
        (TODAY + DAY, ("soon",)),
        (TODAY + SOON, ("soon",)),
        (TODAY + SOON + DAY, ()),
    ],
)
def test_the_day_of_the_review_decides(review: date, expected: tuple[str, ...]) -> None:
    assert reasons(replace(FRESH, review_on=review)) == expected
    assert reasons(replace(RULE, review_on=review, checked_on=None, as_of=None)) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, ("overdue",)),
        ("2024", ("overdue",)),
        ("2025-11", ("soon",)),
        ("2025-11-22", ("overdue",)),
        ("2025-11-23", ("soon",)),
        ("2025-12-22", ("soon",)),
        ("2025-12-23", ()),
        ("2026", ()),
    ],
)
def test_what_nobody_has_checked_is_due_a_year_after_its_date(as_of: str | None, expected: tuple[str, ...]) -> None:
    assert reasons(replace(FRESH, checked_on=None, review_on=None, as_of=as_of)) == expected


def test_what_cannot_become_old_is_not_due_by_its_date() -> None:
    assert reasons(replace(FRESH, checked_on=None, review_on=None, as_of=None, ages=False)) == ()


def test_a_check_without_a_review_day_lasts_a_year() -> None:
    entry = replace(FRESH, review_on=None, checked_on=TODAY - 364 * DAY)
    assert is_fresh(entry, TODAY)
    assert not is_overdue(entry, TODAY)
    assert is_overdue(entry, TODAY + DAY)


def test_unsure_holds_whenever_it_was_checked() -> None:
    assert reasons(replace(FRESH, unsure=True)) == ("unsure",)


def test_a_rule_that_ends_is_due_until_somebody_has_seen_that() -> None:
    ends = replace(RULE, valid_to=TODAY + 38 * DAY)
    assert reasons(replace(ends, checked_on=ends.valid_to and ends.valid_to - EXPIRING - DAY)) == ("expiring",)
    assert reasons(replace(ends, checked_on=TODAY)) == ()
    assert reasons(replace(ends, checked_on=None, valid_to=TODAY + EXPIRING)) == ("expiring",)
    assert reasons(replace(ends, checked_on=None, valid_to=TODAY + EXPIRING + DAY)) == ()
    assert reasons(replace(ends, checked_on=None, valid_to=TODAY)) == ("expiring",)


def test_a_rule_that_is_over_needs_nobody() -> None:
    assert reasons(replace(RULE, valid_to=TODAY - DAY, unsure=True, review_on=TODAY - DAY)) == ()


def test_reports_make_an_office_due_and_a_gap_its_subtopic() -> None:
    reports = {Wrong("fresh", "phone"): 2, Wrong("fresh", "gone"): 1, Wrong("a/b", "gap"): 1}
    (found,) = due([FRESH], reports, TODAY)
    assert (found.reason, found.reports) == ("reported", {"phone": 2, "gone": 1})
    subtopic = Kept("subtopics", "a/b", "B")
    assert reasons(subtopic, reports) == ("reported",)
    assert reasons(subtopic) == ()
    assert reasons(replace(RULE, id="fresh"), reports) == (), "a rule is not the office of the same name"


def test_every_reason_is_named_and_the_most_urgent_decides_the_place() -> None:
    worst = Kept("offices", "worst", "Worst", as_of="2015", unsure=True, missing=("phone",))
    assert reasons(worst, {Wrong("worst", "gone"): 1}) == ("reported", "unsure", "overdue", "incomplete")
    entries = [
        replace(FRESH, id="soon", review_on=TODAY + DAY),
        replace(FRESH, id="incomplete", checked_on=None, review_on=None, as_of="2026", missing=("phone",)),
        replace(FRESH, id="overdue", review_on=TODAY),
        replace(RULE, id="expiring", checked_on=None, valid_to=TODAY + DAY),
        replace(FRESH, id="unsure", unsure=True),
        replace(FRESH, id="reported"),
    ]
    found = due(entries, {Wrong("reported", "phone"): 1}, TODAY)
    assert [one.entry.id for one in found] == [one.reason for one in found] == list(REASONS)


def test_within_a_reason_what_concerns_more_topics_comes_first_then_what_is_older() -> None:
    old = Kept("offices", "old", "Old", as_of="2015")
    entries = [replace(old, id="new", as_of="2020"), old, replace(old, id="often named", named=9, as_of="2022")]
    assert [one.entry.id for one in due(entries, {}, TODAY)] == ["often named", "old", "new"]


def test_within_reports_the_number_and_within_expiring_the_days_decide() -> None:
    reports = {Wrong("twice", "phone"): 2, Wrong("once", "phone"): 1}
    offices = [replace(FRESH, id="once", named=50), replace(FRESH, id="twice")]
    assert [one.entry.id for one in due(offices, reports, TODAY)] == ["twice", "once"]
    rules = [replace(RULE, id=str(days), checked_on=None, valid_to=TODAY + days * DAY) for days in (30, 3)]
    assert [one.entry.id for one in due(rules, {}, TODAY)] == ["3", "30"]


def table(*rules: Rule) -> Table:
    questions = (Question("status", "group", ("refugee", "student")), Question("residence", "residence", ("city",)))
    return Table({"a/b": rules}, questions)


def rule(name: str, condition: str, **values: object) -> Rule:
    made = Rule(name, "a/b", 10, Condition.parse(condition), ("office",))
    return replace(made, **values)  # type: ignore[arg-type]


def test_what_follows_a_rule_is_what_stands_the_day_after_for_those_it_was_for() -> None:
    ends = rule("R-1", "g:refugee|student", valid_to=TODAY)
    general = rule("R-2", "", priority=30)
    refugees = rule("R-3", "g:refugee", valid_from=TODAY + DAY)
    others = rule("R-4", "res=city", priority=20)
    assert following(table(ends, general, refugees, others), ends) == ("R-2", "R-3")
    assert following(table(ends, others), ends) == ()
    assert following(table(ends, general), general) == ()
