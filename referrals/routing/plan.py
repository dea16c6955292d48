"""The rules of one topic that are valid on a day, prepared for asking: which answers lead to which result."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import combinations
from math import prod
from operator import or_

from referrals.routing.condition import PartKind
from referrals.routing.hits import Hits, bits
from referrals.routing.outcomes import WIDTH, Axis, Memo, Outcomes, expected_questions
from referrals.routing.truth import Knowledge, any_of
from referrals.routing.values import Question, Visitor

MOST_COMBINATIONS = 20_000
MOST_CELLS = 4_096
MOST_SUBSETS = 6

NO, YES = b"\0\0", b"\0\1"


@dataclass(frozen=True)
class Bundle:
    """Facts of one question that always occur together, so that it makes no difference which of them holds."""

    kind: PartKind
    values: tuple[str, ...]
    question: str | None
    quiet: bool


@dataclass(frozen=True)
class State:
    """Which bundles hold and which can still be asked for, as bit masks; the others do not hold."""

    true: int
    open: int


class Plan:
    """What can be asked in one topic. Built once for each set of valid rules, shared between threads."""

    def __init__(self, hits: Hits, valid: int, questions: Sequence[Question]) -> None:
        self.hits = hits
        self.valid = tuple(bits(valid))
        self.bundles = tuple(_bundles(hits, self.valid, questions))
        number = {(one.kind, value): index for index, one in enumerate(self.bundles) for value in one.values}
        self._part_mask = {
            part: _union(1 << number[hits.parts[part].kind, value] for value in hits.parts[part].values)
            for rule in self.valid
            for part in hits.parts_of[rule]
        }
        self._asking = [(part, mask, hits.rules_with[part]) for part, mask in self._part_mask.items()]
        self._valid_mask = valid
        self.questions = tuple(
            question for question in questions if any(one.question == question.id for one in self.bundles)
        )
        self.bundles_of = {
            question.id: tuple(i for i, one in enumerate(self.bundles) if one.question == question.id)
            for question in self.questions
        }
        self._question_of = {
            bundle: index for index, question in enumerate(self.questions) for bundle in self.bundles_of[question.id]
        }
        self._everything_open = State(true=0, open=_union(1 << i for own in self.bundles_of.values() for i in own))
        self._full_axes = {question.id: self._new_axis(question, self._everything_open) for question in self.questions}

    def state(self, visitor: Visitor, knowledge: Knowledge) -> State:
        """What this plan has to know about a visitor."""
        true = open_ = 0
        for index, bundle in enumerate(self.bundles):
            holds = any_of(knowledge.fact(bundle.kind, value) for value in bundle.values)
            if holds:
                true |= 1 << index
            elif holds is None and bundle.question is not None and bundle.question not in visitor.answered:
                open_ |= 1 << index
        return State(true, open_)

    def winner(self, true: int) -> int | None:
        """The index of the rule that stands if these bundles hold and no others."""
        missed = 0
        for _, mask, rules in self._asking:
            if not mask & true:
                missed |= rules
        return self.hits.winner(self._valid_mask & ~missed)

    def rule_id(self, rule: int | None) -> str | None:
        """The id of the rule with this index."""
        return None if rule is None else self.hits.rules[rule].id

    def result(self, rule: int | None) -> int:
        """The number of the result of the rule with this index; no rule has 0."""
        return 0 if rule is None else self.hits.result_number[rule]

    def asked_by(self, rule: int, state: State) -> tuple[Question, ...]:
        """The questions on which this rule still hangs; none if it holds or cannot hold any more."""
        undecided = [mask for part in self.hits.parts_of[rule] if not (mask := self._part_mask[part]) & state.true]
        if not all(mask & state.open for mask in undecided):
            return ()
        hanging = _union(undecided) & state.open
        return tuple(one for one in self.questions if any(hanging >> i & 1 for i in self.bundles_of[one.id]))

    def axis(self, question: Question, state: State) -> Axis:
        """The answers that this question can still have."""
        own = _union(1 << i for i in self.bundles_of[question.id])
        if own & state.open == own:
            return self._full_axes[question.id]
        return self._new_axis(question, state)

    def windows(self, state: State) -> list[tuple[Axis, ...]]:
        """The open questions in groups small enough to be looked at together; in most topics one group.

        In every group that a rule falls into are all questions on which it hangs, and the groups of rules that
        win earlier come first. If one group does not show a question to ask, the next one may.
        """
        axes = [self.axis(one, state) for one in self.questions]
        windows: list[int] = []
        window = 0
        for mine in self._hanging(state):
            if mine & ~window:
                if window and self.is_too_large(axes[one] for one in bits(window | mine)):
                    windows.append(window)
                    window = 0
                window |= mine
        # One order everywhere, so that what was worked out once is found again.
        return [tuple(axes[one] for one in bits(chosen)) for chosen in (*windows, window)]

    def _hanging(self, state: State) -> Iterator[int]:
        """For each rule that can still win, in their order, the set of questions on which it hangs."""
        lost, hanging = 0, {}
        for part, mask, rules in self._asking:
            if not mask & state.true:
                still = mask & state.open
                hanging[part] = _union(1 << self._question_of[bundle] for bundle in bits(still))
                lost |= 0 if still else rules
        for rule in bits(self._valid_mask & ~lost):
            yield _union(hanging.get(part, 0) for part in self.hits.parts_of[rule])

    def outcomes(self, axes: tuple[Axis, ...], state: State) -> tuple[Outcomes, tuple[int, ...]]:
        """The results of all combinations of these answers, the other open questions left unanswered; reduced.

        And the indices of the rules that can win. One number holds the truth of a bundle for all combinations.
        """
        sizes = [len(axis.values) for axis in axes]
        cells = prod(sizes)
        truths = dict.fromkeys(bits(state.true), int.from_bytes(YES * cells, "big"))
        for index, axis in enumerate(axes):
            truths |= self._truths_along(axis, prod(sizes[:index]), prod(sizes[index + 1 :]))
        matches = self._matches(truths, cells)
        taken = total = 0
        winners = []
        matching = _union(1 << rule for rule in matches)
        for rule, match in matches.items():
            wins = match & ~taken
            if wins:
                wins &= ~_union(matches[other] for other in bits(self.hits.more_specific[rule] & matching))
            if wins:
                taken |= wins
                winners.append(rule)
                total += wins * self.hits.result_number[rule]
        return Outcomes(total.to_bytes(cells * WIDTH, "big"), axes).reduced(), tuple(winners)

    @staticmethod
    def is_too_large(axes: Iterable[Axis]) -> bool:
        """Whether these questions have too many combinations of answers to be looked at together."""
        return prod(len(axis.values) for axis in axes) > MOST_CELLS

    @cached_property
    def memo(self) -> Memo | None:
        """What there is to expect from every state that asking can lead to; None if the topic is too large for that.

        Filled for all visitors at once: what stays in memory must not depend on who came.
        """
        axes = tuple(self._full_axes.values())
        if prod(len(axis.values) + 1 for axis in axes) > MOST_COMBINATIONS or self.is_too_large(axes):
            return None
        memo: Memo = {}
        outcomes, _ = self.outcomes(axes, self._everything_open)
        expected_questions(outcomes, memo)
        return memo

    def _matches(self, truths: dict[int, int], cells: int) -> dict[int, int]:
        everywhere = int.from_bytes(YES * cells, "big")
        holds = {part: _union(truths.get(bundle, 0) for bundle in bits(mask)) for part, mask in self._part_mask.items()}
        matches = {}
        for rule in self.valid:
            match = everywhere
            for part in self.hits.parts_of[rule]:
                match &= holds[part]
            if match:
                matches[rule] = match
        return matches

    def _truths_along(self, axis: Axis, before: int, after: int) -> dict[int, int]:
        return {
            bundle: int.from_bytes(
                b"".join([(YES if value >> bundle & 1 else NO) * after for value in axis.values]) * before, "big"
            )
            for bundle in self.bundles_of[axis.question]
            if any(value >> bundle & 1 for value in axis.values)
        }

    def _new_axis(self, question: Question, state: State) -> Axis:
        mine = [i for i in self.bundles_of[question.id] if state.open >> i & 1]
        quiet = _union(1 << i for i in mine if self.bundles[i].quiet)
        if question.kind == "age":
            values = [_union(1 << i for i in mine[first:]) for first in range(len(mine))]
        elif question.several:
            sizes = range(len(mine), 0, -1) if len(mine) <= MOST_SUBSETS else (2, 1)
            values = [_union(1 << i for i in chosen) for size in sizes for chosen in combinations(mine, size)]
        else:
            values = [1 << i for i in mine]
        values.append(0)
        ways = [prod(len(self.bundles[i].values) for i in bits(value)) for value in values]
        return Axis(
            question=question.id,
            values=tuple(values),
            chances=tuple(one / sum(ways) for one in ways),
            quiet=tuple(index for index, value in enumerate(values) if value & quiet),
        )


def _bundles(hits: Hits, valid: Iterable[int], questions: Sequence[Question]) -> Iterable[Bundle]:
    """All facts that valid rules ask for; age limits rise, so that who is below one is below all that follow."""
    occurrences: dict[tuple[PartKind, str], set[int]] = {}
    for part in sorted({part for rule in valid for part in hits.parts_of[rule]}):
        for value in hits.parts[part].values:
            occurrences.setdefault((hits.parts[part].kind, value), set()).add(part)
    together: dict[tuple[PartKind, str | None, bool, object], list[str]] = {}
    for (kind, value), parts in occurrences.items():
        question = _question_of(kind, value, questions)
        quiet = question is not None and value in question.quiet
        asked = question.id if question else None
        together.setdefault((kind, asked, quiet, frozenset(parts)), []).append(value)
    bundles = [Bundle(kind, tuple(values), asked, quiet) for (kind, asked, quiet, _), values in together.items()]
    return sorted(bundles, key=lambda one: int(one.values[0]) if one.kind == "age" else 0)


def _question_of(kind: PartKind, value: str, questions: Sequence[Question]) -> Question | None:
    def asks(question: Question) -> bool:
        match question.kind:
            case "residence":
                return kind == "res"
            case "age":
                return kind == "age"
            case "group":
                return kind == "g" and value in question.options
            case "choice":
                return kind == "flag" and value in question.options
            case "flag":
                return kind == "flag" and value == question.id

    return next((question for question in questions if asks(question)), None)


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
