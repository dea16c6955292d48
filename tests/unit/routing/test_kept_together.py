"""Offices that are harmless one by one may tell a trait together."""

from referrals.routing.condition import Condition
from referrals.routing.service import kept_together
from referrals.routing.values import Rule, Table

SENSITIVE = {"acute"}


def rule(name: str, condition: str, *offices: str) -> Rule:
    return Rule(name, "a/b", 10, Condition.parse(condition), offices)


TABLE = Table(
    rules={
        "a/b": (
            rule("X-1", "", "north", "south"),
            rule("X-2", "g:student", "east"),
            rule("X-3", "g:undocumented", "south", "east"),
            rule("X-4", "flag=acute", "west", "north"),
        )
    }
)


def test_what_one_harmless_rule_names_is_kept_whole() -> None:
    assert kept_together(TABLE, "a/b", SENSITIVE, ["south", "north"]) == ("south", "north")
    assert kept_together(TABLE, "a/b", SENSITIVE, ["east"]) == ("east",)


def test_a_set_that_only_a_sensitive_rule_names_is_cut_down_to_a_harmless_one() -> None:
    assert len(kept_together(TABLE, "a/b", SENSITIVE, ["south", "east"])) == 1
    assert kept_together(TABLE, "a/b", SENSITIVE, ["west", "north"]) == ("north",)


def test_nothing_is_kept_where_every_rule_is_sensitive() -> None:
    only = Table(rules={"a/b": TABLE.rules["a/b"][2:]})
    assert kept_together(only, "a/b", SENSITIVE, ["south", "east"]) == ()
    assert kept_together(TABLE, "c/d", SENSITIVE, ["south"]) == ()
