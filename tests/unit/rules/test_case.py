"""A case played through with two tables."""

from werkzeug.datastructures import MultiDict

from app.rules.case import Case, play, posted, questions_of
from referrals.routing.condition import Condition
from referrals.routing.values import Question, Rule, Table
from tests.unit.rules.examples import TODAY

TOPIC = "a/b"
QUESTIONS = (
    Question("status", "group", ("eu_efta", "tolerated")),
    Question("purpose", "group", ("student", "researcher"), several=True),
    Question("residence", "residence", ("city", "county")),
    Question("age", "age"),
    Question("job", "choice", ("craft", "health")),
    Question("acute", "flag"),
    Question("never", "flag"),
)


def table(*conditions: str) -> Table:
    rules = [Rule(f"R-{n}", TOPIC, n, Condition.parse(text), (f"office{n}",)) for n, text in enumerate(conditions)]
    return Table({TOPIC: tuple(rules)}, QUESTIONS)


BEFORE = table("", "g:student", "res=county")
AFTER = table("", "g:student age<27", "res=county", "flag=craft", "flag=acute")


def test_asked_is_what_a_rule_of_either_table_asks() -> None:
    asked = [(question.id, values) for question, values in questions_of((BEFORE, AFTER), TOPIC)]
    assert asked == [
        ("purpose", ("student",)),
        ("residence", ("city", "county")),
        ("age", ()),
        ("job", ("craft",)),
        ("acute", ("acute",)),
    ]
    assert questions_of((BEFORE, AFTER), "other/topic") == []


def test_before_and_after_and_why_the_others_lost() -> None:
    questions = questions_of((BEFORE, AFTER), TOPIC)
    case = Case({"purpose": ("student",), "residence": ("city",)}, "30", TODAY)
    played = play(case, TOPIC, questions, (BEFORE, AFTER))
    assert played.before.rule is not None
    assert played.after.rule is not None
    assert (played.before.rule.id, played.after.rule.id, played.same) == ("R-1", "R-0", False)
    assert [(lost.rule, lost.why, lost.detail) for lost in played.after.lost] == [
        ("R-1", "not_met", "age<27"),
        ("R-2", "not_met", "res=county"),
        ("R-3", "not_met", "flag=craft"),
        ("R-4", "not_met", "flag=acute"),
    ]
    assert play(case, TOPIC, questions, (BEFORE, BEFORE)).same


def test_flags_and_choices_hold_if_they_are_ticked() -> None:
    questions = questions_of((AFTER,), TOPIC)
    for chosen, rule in (
        ({"acute": ("acute",)}, "R-4"),
        ({"job": ("craft",)}, "R-3"),
        ({"residence": ("county",)}, "R-2"),
    ):
        played = play(Case(chosen, "", TODAY), TOPIC, questions, (AFTER, AFTER))
        assert played.after.rule is not None
        assert played.after.rule.id == rule


def test_what_is_not_on_offer_does_not_count() -> None:
    questions = questions_of((AFTER,), TOPIC)
    form = MultiDict(
        [
            ("case-purpose", "student"),
            ("case-purpose", "student"),
            ("case-purpose", "researcher"),
            ("case-never", "never"),
            ("case-residence", "moon"),
            ("case-age", "1000"),
            ("case-on", "yesterday"),
        ]
    )
    case = posted(form, questions, TODAY)
    assert case == Case({"purpose": ("student",), "residence": (), "age": (), "job": (), "acute": ()}, "", TODAY)
    assert posted(MultiDict([("case-age", "27"), ("case-on", "2027-01-01")]), questions, TODAY).age == "27"
