"""The hit policy once more, written down from the issue without looking at the engine: slow, plain, to compare with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product

from referrals.routing.condition import Condition, Part
from referrals.routing.questions import answer
from referrals.routing.values import Ask, Question, Rule, Visitor


@dataclass(frozen=True)
class Person:
    """Somebody of whom everything is known."""

    groups: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    residence: str = "elsewhere"
    age: int = 40

    def fits(self, part: Part) -> bool:
        match part.kind:
            case "g":
                return not self.groups.isdisjoint(part.values)
            case "flag":
                return not self.flags.isdisjoint(part.values)
            case "res":
                return self.residence in part.values
            case "age":
                return self.age < part.limit

    def known(self, questions: Iterable[Question]) -> Visitor:
        """The visitor of whom everything was said."""
        return Visitor(
            groups=self.groups,
            flags=self.flags,
            residence=self.residence,
            age=(self.age, self.age),
            answered=frozenset(question.id for question in questions),
        )


def valid(rules: Iterable[Rule], day: date) -> list[Rule]:
    return [rule for rule in rules if (rule.valid_from or day) <= day <= (rule.valid_to or day)]


def stands(rules: Iterable[Rule], person: Person, day: date) -> Rule | None:
    """The rule that stands, by the words of the issue."""
    matches = [rule for rule in valid(rules, day) if all(person.fits(part) for part in rule.condition.parts)]
    left = [rule for rule in matches if not any(is_more_specific(other, rule) for other in matches)]
    return min(left, key=lambda rule: (rule.priority, rule.id), default=None)


def result(rule: Rule | None) -> tuple[object, ...] | None:
    return rule.result if rule else None


def is_more_specific(rule: Rule, than: Rule) -> bool:
    """Whether the first rule's condition implies the other's and not the reverse."""
    return _implies(rule.condition, than.condition) and not _implies(than.condition, rule.condition)


def _implies(stronger: Condition, weaker: Condition) -> bool:
    def part_implies(mine: Part, theirs: Part) -> bool:
        if mine.kind != theirs.kind:
            return False
        return mine.limit <= theirs.limit if mine.kind == "age" else set(mine.values) <= set(theirs.values)

    return all(any(part_implies(mine, theirs) for mine in stronger.parts) for theirs in weaker.parts)


def people(rules: Iterable[Rule], questions: Iterable[Question]) -> Iterator[Person]:
    """Everybody whom these rules can tell apart: all combinations of the facts that they ask for.

    ``elsewhere`` stands for every place that the rules do not name.
    """
    parts = {part for rule in rules for part in rule.condition.parts}
    named = {kind: {value for part in parts if part.kind == kind for value in part.values} for kind in ("g", "flag")}
    groups: list[list[frozenset[str]]] = [[frozenset()]]
    flags: list[list[frozenset[str]]] = [[frozenset()]]
    for question in questions:
        if question.kind == "group":
            groups.append(_choices(named["g"] & set(question.options), question.several))
        elif question.kind in {"choice", "flag"}:
            flags.append(_choices(named["flag"] & {question.id, *question.options}, several=False))
    limits = sorted({part.limit for part in parts if part.kind == "age"})
    ages = [limits[0] - 1, *limits] if limits else [40]
    places = [*sorted({value for part in parts if part.kind == "res" for value in part.values}), "elsewhere"]
    for chosen_groups, chosen_flags, residence, age in product(product(*groups), product(*flags), places, ages):
        yield Person(frozenset().union(*chosen_groups), frozenset().union(*chosen_flags), residence, age)


def _choices(options: set[str], several: bool) -> list[frozenset[str]]:
    sizes = range(len(options) + 1) if several else range(2)
    return [frozenset(chosen) for chosen in chain.from_iterable(combinations(sorted(options), size) for size in sizes)]


def truthful(visitor: Visitor, ask: Ask, person: Person) -> Visitor:
    """The visitor after this person has answered the question truthfully."""
    offered = {option.value for option in ask.options}
    match ask.kind:
        case "group":
            return answer(visitor, ask, (person.groups & offered) or "none")
        case "choice":
            return answer(visitor, ask, (person.flags & offered) or "none")
        case "residence":
            return answer(visitor, ask, person.residence if person.residence in offered else "none")
        case "flag":
            return answer(visitor, ask, "yes" if ask.trait in person.flags else "no")
        case "age":
            return answer(visitor, ask, next(band for band in offered - {"none"} if _in_band(person.age, band)))


def _in_band(age: int, band: str) -> bool:
    if band.startswith("<"):
        return age < int(band[1:])
    if band.startswith(">="):
        return age >= int(band[2:])
    first, last = band.split("-")
    return int(first) <= age <= int(last)


def questions_along_the_table(rules: Iterable[Rule], questions: Iterable[Question], person: Person, day: date) -> int:
    """How many questions somebody asks who goes down the table by priority and asks what each rule needs.

    A rule that cannot hold any more is passed over; quiet groups are not asked for.
    """
    trait_of = _traits(questions)
    quiet = frozenset().union(*(question.quiet for question in questions))
    asked: set[str] = set()
    for rule in sorted(valid(rules, day), key=lambda rule: (rule.priority, rule.id)):
        parts = rule.condition.parts
        needs = [{trait_of.get((part.kind, value), part.kind) for value in part.values} for part in parts]
        silent = any(part.kind == "g" and quiet.issuperset(part.values) and "status" not in asked for part in parts)
        settled = [need <= asked for need in needs]
        if silent or any(done and not person.fits(part) for done, part in zip(settled, parts, strict=True)):
            continue
        for part, need in zip(parts, needs, strict=True):
            asked |= need
            if not person.fits(part):
                break
        else:
            break
    return len(asked)


def _traits(questions: Iterable[Question]) -> dict[tuple[str, str], str]:
    traits: dict[tuple[str, str], str] = {}
    for question in questions:
        kind = "g" if question.kind == "group" else "flag"
        traits |= {(kind, value): question.id for value in question.options or (question.id,)}
    return traits
