"""What the engine may know of the visitor, from the answers in the form."""

from app.counter.consultation import UNKNOWN, UnknownValue
from app.vocabulary.values import Vocabulary
from referrals.routing.questions import NONE, UnknownAnswer, answer
from referrals.routing.values import Ask, Option, Question, Table, Visitor


def visitor_of(answers: dict[str, tuple[str, ...]], table: Table) -> Visitor:
    """The visitor who gave these answers, in any order. Raises UnknownValue."""
    questions = {question.id: question for question in table.questions}
    visitor = Visitor()
    for trait, values in answers.items():
        if trait not in questions:
            raise UnknownValue(UNKNOWN["answer"])
        try:
            visitor = answer(visitor, _as_asked(questions[trait], values), values)
        except UnknownAnswer as error:
            raise UnknownValue(UNKNOWN["answer"]) from error
    return visitor


def groups_of(answers: dict[str, tuple[str, ...]], vocabulary: Vocabulary) -> list[str]:
    """The target groups among the answers."""
    return [value for values in answers.values() for value in values if value in vocabulary.groups]


def _as_asked(question: Question, values: tuple[str, ...]) -> Ask:
    """The question with every option it can ever have: answers may be given out of turn."""
    options = (*question.options, "yes", "no", NONE) if question.kind != "age" else (*values, NONE)
    return Ask(
        trait=question.id,
        kind=question.kind,
        several=question.several,
        options=tuple(Option(value, None) for value in options),
        expected=0,
    )
