"""The auditor finds what is known to be there, and nothing that is not: else its silence would say nothing."""

import hashlib

import pytest

from tests.audit.attack import Finding, attack, possible
from tests.audit.knowledge import CONTACTS, LOAD, Directory, Knowledge, Unknown
from tests.audit.published import Figure, Key, Published
from tests.audit.town import DIRECTORY, Contact, Publish, contacts, count, published

MONTHS = ("2026-01", "2026-02", "2026-03")
NOBODY = Directory({}, frozenset())
Numbers = dict[str, int | None]


def suppressed(n: int) -> Figure:
    """The method of many offices: what is below five is left out, and that is all."""
    return Figure(n if n >= 5 else None)


def rounded(n: int) -> Figure:
    """Withheld or rounded as the centre does it, by chance; but everything is broken down, and nobody checks it."""
    up = hashlib.sha256(b"any secret %d" % n).digest()[0] % 5 < n % 5
    return Figure(n - n % 5 + 5 * up if n >= 5 else None)


def table(name: str, period: str, numbers: Numbers, *, threshold: int = 5, multi: bool = False) -> Published:
    figures: dict[Key, Figure] = {(value,): Figure(count, threshold) for value, count in numbers.items()}
    return Published(name, period, (name,), figures, CONTACTS, frozenset({name}) if multi else frozenset())


def load(period: str, n: int) -> Published:
    return Published(LOAD, period, ("weekday", "hour"), {("1", "9"): Figure(n)}, "counter")


def found(*tables: Published, directory: Directory = NOBODY) -> set[str]:
    return set(map(str, attack(Knowledge(tables, directory)).findings))


def test_the_load_of_the_desks_gives_away_what_rounding_hides() -> None:
    talk = table("talk", "2026-Q1", {"ALL": 20, "direct": 15, "gestures": None})
    assert found(talk) == set()
    assert found(talk, load("2026-Q1", 22)) == {"contacts 2026-Q1: talk gestures is 3 to 4"}


def test_a_quarter_gives_away_its_months() -> None:
    quarter = table("language", "2026-Q1", {"uk": 35})
    months = [table("language", month, {"uk": 10}) for month in MONTHS[:2]]
    assert found(quarter, *months, table("language", MONTHS[2], {"uk": 5})) == set()
    assert found(quarter, *months, table("language", MONTHS[2], {"uk": None})) == {
        "contacts 2026-03: language uk is 3 to 4"
    }


def test_a_month_that_is_not_published_is_what_the_quarter_leaves() -> None:
    quarter = table("language", "2026-Q1", {"uk": 15})
    months = [table("language", month, {"uk": 5}) for month in MONTHS[:2]]
    assert found(quarter, *months) == set()
    everybody = [table("channel", month, {"ALL": n}) for month, n in zip(MONTHS, (60, 60, None), strict=True)]
    months = [table("language", month, {"uk": 5, "ar": 55}) for month in MONTHS[:2]]
    wider = table("language", "2026-Q1", {"uk": 25, "ar": 110})
    assert found(wider, *months, *everybody) == {"contacts 2026-03: language uk is 3 to 4"}


def test_a_year_gives_away_a_quarter() -> None:
    quarters = [table("group", f"2026-Q{number}", {"student": 5}) for number in (1, 2, 3)]
    withheld = table("group", "2026-Q4", {"student": None})
    assert found(table("group", "2026", {"student": 35}), *quarters, withheld) == {
        "contacts 2026-Q4: group student is 4 to 4"
    }


def test_a_field_of_action_gives_away_its_only_topic() -> None:
    field = table("field_of_action", "2026-Q1", {"health": 5, "living": 55}, multi=True)
    topic = table("topic", "2026-Q1", {"ALL": 60, "illness": None, "housing": 55}, threshold=10, multi=True)
    assert found(field, topic) == set()
    only = Directory({"illness": "health"}, frozenset())
    assert found(field, topic, directory=only) == {"contacts 2026-Q1: topic illness is 5 to 9"}
    assert found(field, topic, directory=Directory({"illness": "health", "sport": "health"}, frozenset())) == set()


def test_topics_may_add_up_to_more_than_all_but_not_to_less() -> None:
    few = table("topic", "2026-Q1", {"ALL": 30, "housing": 20, "work": None}, multi=True)
    assert found(few) == {"contacts 2026-Q1: topic work is 2 to 4"}
    many = table("topic", "2026-Q1", {"ALL": 30, "housing": 30, "work": None}, multi=True)
    assert found(many) == set()


def test_numbers_that_cannot_be_are_told() -> None:
    assert not possible(Knowledge((table("talk", "2026-Q1", {"ALL": 20, "direct": 30}),), NOBODY))
    assert possible(Knowledge((table("talk", "2026-Q1", {"ALL": 20, "direct": 25}),), NOBODY))


@pytest.mark.parametrize(("method", "rounded_by"), [(suppressed, 0), (rounded, 4)], ids=["suppressed", "rounded"])
def test_known_bad_methods_are_caught_and_nothing_untrue_is_proven(method: Publish, rounded_by: int) -> None:
    caught = 0
    for seed in range(2):
        town = contacts(250, MONTHS, seed)
        knowledge = Knowledge(published(town, method, months=MONTHS), DIRECTORY, rounded_by=rounded_by)
        true = {one: count(town, one.period, one.values) for one in knowledge.bounds}
        for unknown, (low, high) in knowledge.bounds.items():
            assert low <= true[unknown] <= high, unknown.name()
        for equation in knowledge.equations:
            assert equation.low <= sum(factor * true[one] for one, factor in equation.terms) <= equation.high, equation
        findings = attack(knowledge).findings
        assert all(one.least <= true[one.unknown] <= one.most for one in findings)
        caught += len(findings)
    assert caught > 0


def test_a_finding_says_who() -> None:
    of = Unknown(CONTACTS, "2026-01", frozenset({("language", "uk"), ("talk", "direct")}))
    assert str(Finding(of, 1, 4)) == "contacts 2026-01: language uk, talk direct is 1 to 4"


def test_the_town_is_counted_as_its_contacts_are() -> None:
    one = Contact("2026-01", frozenset({"t0/s0", "t1/s2"}), "l1", "direct", "other", "phone")
    assert count([one], "2026-Q1", frozenset({("topic", "t1"), ("language", "l1")})) == 1
    assert count([one], "2026-Q1", frozenset({("subtopic", "t1/s0")})) == 0
    assert count([one], "2026-02", frozenset()) == 0
