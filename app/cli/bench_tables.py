"""Large routing tables to measure with: a real one multiplied to a metropolis, and one made to be hard. Seeded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from referrals.directory.facts import Office
from referrals.routing.answer import FALLBACK
from referrals.routing.condition import Condition, Part
from referrals.routing.values import Question, Rule, Table

MOST_DISTRICTS = 17
SETS_OF_TOPICS = 2
RENEWED = 0.05


@dataclass(frozen=True)
class Large:
    """A table with its offices."""

    table: Table
    offices: Mapping[str, Office]

    @property
    def rules(self) -> int:
        """How many rules there are."""
        return sum(len(own) for own in self.table.rules.values())


def metropolis(table: Table, offices: Mapping[str, Office], on: date, *, rules: int = 10_000, seed: int = 1) -> Large:
    """The same topics for two kinds of administration, with districts that have offices of their own.

    Each rule is there for the whole city, and once more for every district until there are ``rules``; some change on
    a day within the next year. The table has the gaps, conflicts and unreachable rules of the one that it is made of.
    """
    random = Random(seed)  # noqa: S311 - not for secrets
    districts = tuple(f"district_{number:02}" for number in range(1, MOST_DISTRICTS + 1))
    found: dict[str, tuple[Rule, ...]] = {}
    for kind in range(SETS_OF_TOPICS):
        for topic, own in table.rules.items():
            city = (_moved(rule, f"{topic}_{kind}", f"_{kind}") for rule in own)
            found[f"{topic}_{kind}"] = tuple(city)
    total = sum(map(len, found.values()))
    for district in districts:
        for topic, own in list(found.items()):
            if total < rules:
                added = [new for rule in own if "/" not in rule.id for new in _local(rule, district, on, random)]
                found[topic] = (*own, *added)
                total += len(added)
    questions = (*table.questions, Question("district", "choice", districts))
    return Large(Table(found, questions), _all_offices(offices, found))


def _moved(rule: Rule, topic: str, suffix: str) -> Rule:
    return replace(
        rule,
        id=f"{rule.id}{suffix}",
        topic=topic,
        responsible=tuple(f"{name}{suffix}" for name in rule.responsible),
        advises=tuple(f"{name}{suffix}" for name in rule.advises),
    )


def _local(rule: Rule, district: str, on: date, random: Random) -> Iterator[Rule]:
    """The rule for those who live in a district; some are renewed."""
    local = _moved(rule, rule.topic, f"/{district}")
    local = replace(local, condition=Condition.of((*rule.condition.parts, Part("flag", (district,)))))
    if rule.valid_to is not None or random.random() > RENEWED:
        yield local
        return
    last = on + timedelta(days=random.randint(5, 365))
    yield replace(local, valid_to=last)
    yield replace(local, id=f"{local.id}/new", valid_from=last + timedelta(days=1), bring_note="from next year on")


def _all_offices(offices: Mapping[str, Office], rules: Mapping[str, tuple[Rule, ...]]) -> dict[str, Office]:
    """The offices under the names that the rules give them, with their successors, and the centre itself."""
    named = {name for own in rules.values() for rule in own for name in rule.responsible + rule.advises}
    suffixes: dict[str, list[str]] = {}
    for name in sorted(named):
        original, suffix = _original(name)
        suffixes.setdefault(original, []).append(suffix)
    found = {FALLBACK: offices[FALLBACK]}
    for original, own in suffixes.items():
        for suffix in own:
            office: Office | None = offices[original]
            while office is not None and office.id + suffix not in found:
                then = offices[office.successor] if office.successor else None
                new = replace(office, id=office.id + suffix, successor=then.id + suffix if then else None)
                found[new.id] = new
                office = then
    return found


def _original(name: str) -> tuple[str, str]:
    """The office that was multiplied, and what its name got: ``_0``, or ``_0/district_03``."""
    before, slash, district = name.partition("/")
    original, kind = before[:-2], before[-2:]
    return original, kind + slash + district


HARD_QUESTIONS = (
    Question("status", "group", tuple(f"status_{n}" for n in range(9))),
    Question("purpose", "group", tuple(f"purpose_{n}" for n in range(7)), several=True),
    Question("life", "group", tuple(f"life_{n}" for n in range(7)), several=True),
    Question("residence", "residence", ("city", "county")),
    Question("age", "age"),
    Question("matter", "choice", tuple(f"matter_{n}" for n in range(5))),
    *(Question(f"flag_{n}", "flag") for n in range(8)),
)


def hard(*, topics: int = 80, rules: int = 125, seed: int = 1) -> Table:
    """Topics with so many rules each, whose conditions overlap in every way, with ties and rules that never win."""
    random = Random(seed)  # noqa: S311 - not for secrets
    return Table({f"hard/{n}": tuple(_hard(f"hard/{n}", rules, random)) for n in range(topics)}, HARD_QUESTIONS)


def _hard(topic: str, rules: int, random: Random) -> Iterator[Rule]:
    groups, flags, ages = _hard_values()
    for number in range(rules - 1):
        parts = [
            Part("g", tuple(sorted(random.sample(groups, random.choice((1, 1, 2, 3)))))),
            Part("flag", tuple(sorted(random.sample(flags, random.choice((1, 1, 2)))))),
            Part("res", (random.choice(("city", "county")),)),
            Part("age", (random.choice(ages),)),
            Part("g", (random.choice(groups),)),
        ]
        condition = Condition.of(random.sample(parts, random.choice((1, 2, 2, 3))))
        office = f"office_{random.randint(1, 20)}"
        yield Rule(f"{topic}-{number:03}", topic, random.randint(1, 60), condition, (office,))
    yield Rule(f"{topic}-999", topic, 99, Condition(), ("office_0",))


def _hard_values() -> tuple[list[str], list[str], list[str]]:
    of = {question.id: question.options for question in HARD_QUESTIONS}
    groups = [*of["status"], *of["purpose"], *of["life"]]
    flags = [*of["matter"], *(question.id for question in HARD_QUESTIONS if question.kind == "flag")]
    return groups, flags, ["12", "18", "27", "65"]
