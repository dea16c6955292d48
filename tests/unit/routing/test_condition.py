import pytest
from hypothesis import given

from referrals.routing.condition import Condition, ConditionError
from tests.unit.routing.leipzig import leipzig
from tests.unit.routing.random_tables import conditions


def parse(text: str) -> Condition:
    return Condition.parse(text)


def test_text_is_canonical() -> None:
    assert str(parse("res=county  flag=b|a g:z|y age<027")) == "age<27 flag=a|b g:y|z res=county"
    assert str(parse("")) == ""


def test_a_part_that_another_implies_says_nothing() -> None:
    assert parse("g:a g:a|b age<30 age<27") == parse("age<27 g:a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("group:a", "expected g:GROUP, flag=FLAG, res=city, res=county or age<YEARS"),
        ("res=berlin", "expected res=city or res=county"),
        ("g:a|", "expected ids of small letters"),
        ("flag=A", "expected ids of small letters"),
        ("age<27|30", "expected age< and whole years"),
        ("age<0", "expected age< and whole years"),
        ("age<151", "expected age< and whole years"),
        ("age<²", "expected age< and whole years"),
        ("age<", "expected age< and whole years"),
        ("g: a", "expected ids of small letters"),
    ],
)
def test_an_error_names_the_word_and_what_is_expected(text: str, expected: str) -> None:
    with pytest.raises(ConditionError) as raised:
        parse(text)
    assert expected in str(raised.value)
    assert f"“{text.split(maxsplit=1)[0]}”" in str(raised.value)


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("g:a", ""),
        ("g:a", "g:a|b"),
        ("g:a res=county", "g:a|b"),
        ("g:a res=county", "res=county"),
        ("age<27", "age<30"),
        ("flag=x g:a", "flag=x|y g:a|c"),
        ("g:a g:b", "g:a"),
    ],
)
def test_more_specific(stronger: str, weaker: str) -> None:
    assert parse(stronger).is_more_specific_than(parse(weaker))
    assert not parse(weaker).is_more_specific_than(parse(stronger))


@pytest.mark.parametrize(
    ("one", "other"), [("g:a", "g:b"), ("g:a res=county", "g:b"), ("flag=a", "g:a"), ("g:a flag=x flag=y", "age<27")]
)
def test_neither_is_more_specific_however_many_parts(one: str, other: str) -> None:
    assert not parse(one).implies(parse(other))
    assert not parse(other).implies(parse(one))


@given(conditions, conditions, conditions)
def test_implication_is_a_partial_order(a: Condition, b: Condition, c: Condition) -> None:
    assert a.implies(a)
    assert not (a.implies(b) and b.implies(c)) or a.implies(c)
    assert (a.implies(b) and b.implies(a)) == (a == b)


@given(conditions)
def test_text_is_read_back_as_the_same_condition(condition: Condition) -> None:
    assert parse(str(condition)) == condition
    assert hash(parse(str(condition))) == hash(condition)


def test_values_by_kind() -> None:
    condition = parse("g:a|b g:c flag=x age<27")
    assert condition.values("g") == {"a", "b", "c"}
    assert condition.values("flag") == {"x"}
    assert condition.values("res") == frozenset()


def test_every_condition_of_leipzig_is_read() -> None:
    rules = [rule for rules in leipzig().rules.values() for rule in rules]
    assert len(rules) == 287
    assert all(Condition.parse(str(rule.condition)) == rule.condition for rule in rules)
