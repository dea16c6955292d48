"""Rules for people without papers and for sensitive flags: no office that only they name is ever stored."""

import pytest
from sqlalchemy import delete, select

from app.contacts.models import Contact
from app.counter.consultation import Consultation, EarlierTopic, OfficeChoice
from app.counter.finish import Finished, finish
from app.counter.pages import answer_for, shown
from app.counter.tickets import new_token
from app.counter.workplace import Workplace
from app.db import Database
from app.keys import Keys
from config import Settings
from referrals.models import Referral, SlipCode
from referrals.routing.service import kept_offices
from referrals.routing.values import UNDOCUMENTED, Rule
from tests.web.counter.conftest import MONDAY

Answers = dict[str, tuple[str, ...]]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What is kept is decided before any database."""
    return sqlite_settings


def sensitive_rules(place: Workplace) -> list[Rule]:
    return [rule for rules in place.table.rules.values() for rule in rules if tells_a_trait(rule, place)]


def tells_a_trait(rule: Rule, place: Workplace) -> bool:
    flags = rule.condition.values("flag") & place.vocabulary.sensitive
    return UNDOCUMENTED in rule.condition.values("g") or bool(flags)


def answers_of(rule: Rule, place: Workplace) -> Answers:
    """What a visitor says to whom the rule applies."""
    answers: Answers = {}
    for part in rule.condition.parts:
        value = part.values[0]
        if part.kind == "res":
            answers["residence"] = (value,)
        elif part.kind == "age":
            answers["age"] = (f"<{value}",)
        else:
            value = next((one for one in part.values if one in {UNDOCUMENTED} | place.vocabulary.sensitive), value)
            question = next((one.id for one in place.table.questions if value in one.options), None)
            answers |= {question: (*answers.get(question, ()), value)} if question else {value: ("yes",)}
    return answers


def named_only_by_sensitive_rules(place: Workplace, subtopic: str) -> set[str]:
    rules = place.table.rules[subtopic]
    named = {office for rule in rules for office in rule.responsible + rule.advises}
    harmless = [rule for rule in rules if not tells_a_trait(rule, place)]
    return named - {office for rule in harmless for office in rule.responsible + rule.advises}


def end(place: Workplace, said: Consultation, keys: Keys) -> Finished:
    return finish(place, said, token=new_token(MONDAY), keys=keys, log=True, print_slip=True, now=MONDAY)


def everything_ticked(place: Workplace, subtopic: str, answers: Answers) -> Consultation:
    """The conversation with every office of the answer on the slip."""
    said = Consultation(language="ar", topic=subtopic.partition("/")[0], subtopic=subtopic, answers=answers)
    offices = shown(answer_for(place, said, subtopic, MONDAY))
    return Consultation(
        language="ar",
        topic=said.topic,
        subtopic=subtopic,
        answers=answers,
        choice=OfficeChoice(frozenset(offices), offices) if offices else None,
    )


def test_no_office_of_a_sensitive_rule_is_kept(database: Database, keys: Keys) -> None:
    walked = 0
    with database.writing() as session:
        place = Workplace.open(session)
        for rule in sensitive_rules(place):
            secret = named_only_by_sensitive_rules(place, rule.topic)
            said = everything_ticked(place, rule.topic, answers_of(rule, place))
            done = end(place, said, keys)
            kept = set(session.scalars(select(Referral.office_id)))
            coded = set(session.scalars(select(SlipCode.office_id)))
            assert not (kept | coded) & secret, rule.id
            assert not (kept | coded) - kept_offices(place.table, rule.topic, place.vocabulary.sensitive), rule.id
            assert session.scalars(select(Contact.concept_group)).one() in {None, "unknown", *groups(place, said)}
            walked += bool(done.logged)
            for model in (SlipCode, Contact):
                session.execute(delete(model))
    assert walked == len(sensitive_rules(place)) > 10


def groups(place: Workplace, said: Consultation) -> set[str]:
    """The concept groups that the visitor named, of which "no papers" is as good as nothing said."""
    assert place.vocabulary.groups[UNDOCUMENTED].concept_group == "unknown"
    named = {value for values in said.answers.values() for value in values} & place.vocabulary.groups.keys()
    return {group for one in named if (group := place.vocabulary.groups[one].concept_group)}


def test_an_office_that_may_be_kept_for_one_topic_gives_the_other_no_code(database: Database, keys: Keys) -> None:
    """The same office in two topics of a contact, of which the last names it for people without papers only."""
    tried = 0
    with database.writing() as session:
        place = Workplace.open(session)
        for rule in sensitive_rules(place):
            secret = named_only_by_sensitive_rules(place, rule.topic)
            said = everything_ticked(place, rule.topic, answers_of(rule, place))
            main = next(iter(shown(answer_for(place, said, rule.topic, MONDAY))), None)
            other = next((topic for topic in place.table.rules if main in plainly_responsible(place, topic)), None)
            if main not in secret or other is None or place.protected(other) or place.protected(rule.topic):
                continue
            assert said.subtopic is not None
            both = Consultation(
                language="ar",
                topic=said.topic,
                subtopic=said.subtopic,
                answers=said.answers,
                choice=said.choice,
                earlier=(EarlierTopic(other, (main,)),),
            )
            end(place, both, keys)
            assert session.scalars(select(SlipCode.office_id)).all() == [], rule.id
            session.execute(delete(Contact))
            tried += 1
    assert tried > 0


def plainly_responsible(place: Workplace, subtopic: str) -> tuple[str, ...]:
    found = answer_for(place, Consultation(language="ar"), subtopic, MONDAY)
    return tuple(entry.office.id for entry in found.responsible)
