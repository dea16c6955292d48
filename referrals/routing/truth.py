"""What is known of a visitor, as three values: True holds, False does not hold, None is not known."""

from collections.abc import Iterable, Mapping

from referrals.routing.condition import Part, PartKind
from referrals.routing.values import Question, Visitor

Truth = bool | None


def rivals_of(questions: Iterable[Question]) -> dict[str, frozenset[str]]:
    """For each group and flag those that cannot hold beside it: the other options of a question with one answer."""
    return {
        option: frozenset(question.options) - {option}
        for question in questions
        if question.kind in {"group", "choice"} and not question.several
        for option in question.options
    }


class Knowledge:
    """The facts of one visitor; ``rivals`` as given by rivals_of."""

    def __init__(self, visitor: Visitor, rivals: Mapping[str, frozenset[str]]) -> None:
        self._visitor = visitor
        self._rivals = rivals

    def fact(self, kind: PartKind, value: str) -> Truth:
        """Whether one fact of a part holds."""
        visitor = self._visitor
        if kind == "age":
            return _below(int(value), visitor.age)
        if kind == "res":
            return None if visitor.residence is None else visitor.residence == value
        held = visitor.groups if kind == "g" else visitor.flags
        if value in held:
            return True
        if value in visitor.denied or not held.isdisjoint(self._rivals.get(value, ())):
            return False
        return None

    def part(self, part: Part) -> Truth:
        """Whether one part of a condition holds: one fact is enough."""
        return any_of(self.fact(part.kind, value) for value in part.values)


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is, False if all are, else None."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def _below(limit: int, age: tuple[int, int] | None) -> Truth:
    if age is None:
        return None
    lowest, highest = age
    if highest < limit:
        return True
    return False if lowest >= limit else None
