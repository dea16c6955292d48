"""Topics with more combinations than can be looked at together: the same promises, by looking through windows."""

from datetime import date
from random import Random

from referrals.routing.condition import Condition
from referrals.routing.engine import decide
from referrals.routing.plan import MOST_CELLS
from referrals.routing.values import Question, Rule, Table, Visitor
from tests.unit.routing.oracle import Person, result, stands, truthful

DAY = date(2026, 11, 23)
FLAGS = tuple(f"flag_{number:02}" for number in range(24))
QUESTIONS = (
    Question("status", "group", ("citizen", "refugee", "student", "undocumented"), quiet=frozenset({"undocumented"})),
    Question("residence", "residence", ("city", "county")),
    *(Question(flag, "flag") for flag in FLAGS),
)


def large_table(seed: int) -> Table:
    """Every flag is asked for, alone or with others; more specific rules never come later than general ones."""
    random = Random(seed)
    rules = [Rule("R-999", "t/large", 99, Condition(), ("office_0",))]
    for number, flag in enumerate(FLAGS):
        parts = [
            f"flag={flag}",
            *random.sample(["g:refugee", "res=county", f"flag={random.choice(FLAGS)}"], number % 3),
        ]
        condition = Condition.parse(" ".join(parts))
        office = f"office_{random.randint(1, 9)}"
        rules.append(
            Rule(f"R-{number:03}", "t/large", 50 - 10 * len(condition.parts) + number % 7, condition, (office,))
        )
    return Table({"t/large": tuple(rules)}, QUESTIONS)


def test_there_are_more_combinations_than_fit() -> None:
    assert 2 ** len(FLAGS) > MOST_CELLS


def test_asking_is_enough_for_anybody() -> None:
    random = Random(1)
    for seed in range(3):
        table = large_table(seed)
        for _ in range(12):
            person = Person(
                frozenset({random.choice(("citizen", "refugee", "student"))}),
                frozenset(random.sample(FLAGS, random.choice((0, 1, 2, 12)))),
                random.choice(("city", "county")),
            )
            visitor, asked = Visitor(), set[str]()
            while asks := decide(table, "t/large", visitor, DAY).ask:
                assert asks[0].trait not in asked
                asked.add(asks[0].trait)
                visitor = truthful(visitor, asks[0], person)
            decided = decide(table, "t/large", visitor, DAY).rule
            assert result(decided) == result(stands(table.rules["t/large"], person, DAY))


def test_whoever_is_known_is_asked_nothing() -> None:
    table = large_table(0)
    person = Person(frozenset({"refugee"}), frozenset(FLAGS[:5]), "county")
    assert decide(table, "t/large", person.known(QUESTIONS), DAY).ask == ()
