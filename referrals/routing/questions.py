"""Which trait to ask next: only what would still change the answer, the one first that leaves the fewest questions."""

import re
from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.errors import WegweiserError
from referrals.routing.condition import HIGHEST_AGE
from referrals.routing.outcomes import Axis, Outcomes, expected_questions, guessed_questions
from referrals.routing.plan import Plan, State
from referrals.routing.truth import Knowledge
from referrals.routing.values import Ask, Option, Question, Visitor

NONE = "none"
YES, NO = "yes", "no"
_BAND = re.compile(r"<(?P<below>[0-9]{1,3})|>=(?P<least>[0-9]{1,3})|(?P<first>[0-9]{1,3})-(?P<last>[0-9]{1,3})")


class UnknownAnswer(WegweiserError):
    """The value is none of the question's options."""


def asks(plan: Plan, visitor: Visitor, knowledge: Knowledge) -> tuple[Ask, ...]:
    """The questions that would still change the answer, the best one first."""
    state = plan.state(visitor, knowledge)
    if not state.open:
        return ()
    for axes in plan.windows(state):
        outcomes, winners = plan.outcomes(axes, state)
        if outcomes.askable:
            builder = _Builder(plan, state, knowledge, outcomes, winners)
            expected = (
                guessed_questions(outcomes)
                if plan.memo is None
                else expected_questions(outcomes, ChainMap({}, plan.memo))
            )
            found = [builder.ask(*one) for one in zip(outcomes.askable, expected, strict=True)]
            return tuple(sorted(found, key=lambda ask: ask.expected))
    return ()


def quiet_options(plan: Plan, visitor: Visitor, knowledge: Knowledge, asked: Sequence[Ask]) -> tuple[Option, ...]:
    """The quiet options that would change the answer and whose question is not asked."""
    state = plan.state(visitor, knowledge)
    result_now = plan.result(plan.winner(state.true))
    found = []
    for index, bundle in enumerate(plan.bundles):
        if bundle.quiet and state.open >> index & 1 and bundle.question not in {ask.trait for ask in asked}:
            winner = plan.winner(state.true | 1 << index)
            if plan.result(winner) != result_now:
                found += [Option(value, plan.rule_id(winner)) for value in bundle.values]
    return tuple(found)


def answer(visitor: Visitor, ask: Ask, values: str | Iterable[str]) -> Visitor:
    """The visitor once the question is answered; several values only where ``ask.several``. Raises UnknownAnswer.

    "None" also means "not asked": nothing is known to be false by it, only the question is not asked again.
    """
    chosen = {values} if isinstance(values, str) else set(values)
    offered = {option.value for option in ask.options}
    if not chosen or not chosen <= offered or (len(chosen) > 1 and (not ask.several or NONE in chosen)):
        raise UnknownAnswer(
            f"“{', '.join(sorted(chosen))}” is no answer to “{ask.trait}”; expected {_listed(offered)}."
        )
    said = {} if NONE in chosen else _said(visitor, ask, chosen)
    return replace(visitor, answered=visitor.answered | {ask.trait}, **said)


def _said(visitor: Visitor, ask: Ask, chosen: set[str]) -> dict[str, Any]:
    """The fields of the visitor that this answer changes."""
    value = next(iter(chosen))
    match ask.kind:
        case "group":
            return {"groups": visitor.groups | chosen}
        case "choice":
            return {"flags": visitor.flags | chosen}
        case "residence":
            return {"residence": value}
        case "age":
            return {"age": _within(visitor.age, _age_range(value))}
        case "flag" if value == YES:
            return {"flags": visitor.flags | {ask.trait}}
        case "flag":
            return {"denied": visitor.denied | {ask.trait}}


class _Builder:
    """Turns the axes of the outcomes into questions with options."""

    def __init__(
        self, plan: Plan, state: State, knowledge: Knowledge, outcomes: Outcomes, winners: tuple[int, ...]
    ) -> None:
        self._plan = plan
        self._state = state
        self._knowledge = knowledge
        self._outcomes = outcomes
        self._asked_by = {rule: plan.asked_by(rule, state) for rule in winners}

    def ask(self, index: int, expected: float) -> Ask:
        axis = self._outcomes.axes[index]
        question = next(one for one in self._plan.questions if one.id == axis.question)
        return Ask(
            trait=question.id,
            kind=question.kind,
            several=question.several,
            options=(*self._options(question, axis, index), self._option(NONE, 0)),
            expected=expected,
            rules=tuple(self._plan.hits.rules[rule].id for rule, asked in self._asked_by.items() if question in asked),
        )

    def _options(self, question: Question, axis: Axis, index: int) -> list[Option]:
        own = self._plan.bundles_of[question.id]
        of_value = {value: bundle for bundle in own for value in self._plan.bundles[bundle].values}
        match question.kind:
            case "flag":
                return [self._option(YES, 1 << own[0]), self._option(NO, 0)]
            case "residence":
                return [
                    self._option(value, 1 << of_value[value] if value in of_value else 0) for value in question.options
                ]
            case "age":
                return self._bands(axis, index)
            case "group" | "choice":
                values = [
                    value
                    for value in question.options
                    if value in of_value
                    and self._knowledge.fact(self._plan.bundles[of_value[value]].kind, value) is None
                    and self._matters(axis, index, of_value[value])
                ]
                values.sort(key=lambda value: value in question.quiet)
                return [self._option(value, 1 << of_value[value]) for value in values]

    def _option(self, value: str, bundles: int) -> Option:
        return Option(value, self._plan.rule_id(self._plan.winner(self._state.true | bundles)))

    def _matters(self, axis: Axis, index: int, bundle: int) -> bool:
        """Whether it makes a difference that this bundle holds, whatever else of the question holds."""
        number = {value: answer for answer, value in enumerate(axis.values)}
        return any(
            self._outcomes.differs(index, answer, number[value | 1 << bundle])
            for value, answer in number.items()
            if value | 1 << bundle in number and not value >> bundle & 1
        )

    def _bands(self, axis: Axis, index: int) -> list[Option]:
        """The ages between those limits that make a difference, the youngest first."""
        bands: list[Option] = []
        lowest = None
        for answer, value in enumerate(axis.values):
            if value and not self._outcomes.differs(index, answer, answer + 1):
                continue
            limit = int(self._plan.bundles[_lowest_bit(value)].values[0]) if value else None
            bands.append(self._option(_band(lowest, limit), value))
            lowest = limit
        return bands


def _band(lowest: int | None, limit: int | None) -> str:
    if lowest is None:
        return f"<{limit}"
    return f">={lowest}" if limit is None else f"{lowest}-{limit - 1}"


def _age_range(band: str) -> tuple[int, int]:
    """The lowest and highest age in years of a side or band. Raises UnknownAnswer."""
    found = _BAND.fullmatch(band)
    if found is None:
        raise UnknownAnswer(f"“{band}” is no age; expected years such as <27, >=27 or 27-29.")
    if found["below"]:
        return 0, int(found["below"]) - 1
    if found["least"]:
        return int(found["least"]), HIGHEST_AGE
    return int(found["first"]), int(found["last"])


def _within(known: tuple[int, int] | None, said: tuple[int, int]) -> tuple[int, int]:
    return said if known is None else (max(known[0], said[0]), min(known[1], said[1]))


def _lowest_bit(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def _listed(values: Iterable[str]) -> str:
    *first, last = sorted(values)
    return f"{', '.join(first)} or {last}" if first else last
