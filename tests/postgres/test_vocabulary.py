"""The vocabulary as values: the tree in order, keys, effective handling, questions with their options."""

from app.db import Database
from app.vocabulary.models import Topic
from app.vocabulary.service import topic_keys, vocabulary
from app.vocabulary.values import Label


def test_topics_in_the_order_of_the_file_with_effective_handling(database: Database) -> None:
    with database.reading() as session:
        found = vocabulary(session)
    assert list(found.topics)[:3] == ["aufenthalt", "einbuergerung", "asyl"]
    assert (len(found.topics), len(found.subtopics)) == (18, 92)
    assert found.topics["aufenthalt"].subtopics[0].id == "aufenthalt/anmeldung"
    assert found.subtopics["aufenthalt/anmeldung"].handling == "sensitive"
    assert found.subtopics["einbuergerung/antrag"].handling == "normal"
    assert found.subtopics["schutz/haeusliche_gewalt"].protected
    assert found.subtopics["wohnen/mietproblem"].parent == "wohnen"


def test_every_topic_has_a_letter_and_a_field_of_action(database: Database) -> None:
    with database.reading() as session:
        found = vocabulary(session)
    keys = [topic.key for topic in found.topics.values()]
    assert len(set(keys)) == len(keys) == 18
    assert all(len(key) == 1 and key.isalnum() for key in keys)
    assert found.field_of_action.keys() == found.topics.keys()
    assert found.field_of_action["wohnen"] == "wohnen"


def test_letters_without_wishes() -> None:
    assert topic_keys([("a", None, "Arbeit"), ("b", "A", "Asyl"), ("c", None, "Ämter"), ("d", None, "R")]) == {
        "b": "A",
        "a": "R",
        "c": "M",
        "d": "B",
    }


def test_questions_and_options(database: Database) -> None:
    with database.reading() as session:
        found = vocabulary(session)
    assert list(found.questions)[:6] == ["status", "purpose", "life", "other", "residence", "age"]
    assert list(found.questions["residence"].options) == ["city", "county"]
    assert found.questions["residence"].options["city"] == Label("in der Stadt Leipzig", "in the city of Leipzig")
    assert list(found.questions["profession"].options) == [
        "craft", "health_profession", "teacher_educator", "academic_non_regulated",
    ]  # fmt: skip
    assert "student" in found.questions["purpose"].options
    assert found.questions["status"].none == Label("nicht gefragt oder unklar", "not asked or unclear")
    assert found.questions["own_flat"].options == {}
    assert "craft" not in found.questions
    assert {"acute", "no_insurance", "gets_buergergeld"} <= found.sensitive
    assert "htwk" not in found.sensitive


def test_languages_documents_and_phrases(database: Database) -> None:
    with database.reading() as session:
        found = vocabulary(session)
    keys = {language.key: tag for tag, language in found.languages.items() if language.key}
    assert keys["0"] == "de"
    assert keys["1"] == "uk"
    assert len(keys) == 10
    assert len(found.languages) == 37
    assert found.languages["fa-AF"].locale == "fa_AF"
    assert found.languages["ar"].rtl
    assert found.documents["eat"].keep_german
    assert found.phrases["your_topic"].de == "Ihr Thema"


def test_the_values_follow_the_revision_and_are_shared_until_then(database: Database) -> None:
    with database.reading() as session:
        before = vocabulary(session)
        assert vocabulary(session) is before
    with database.writing() as session:
        session.get_one(Topic, "wohnen").label_de = "Wohnung"
    with database.reading() as session:
        assert vocabulary(session) is before
    with database.writing() as session:
        from app.vocabulary.models import Revision

        session.get_one(Revision, 1).number += 1
    with database.reading() as session:
        assert vocabulary(session).topics["wohnen"].label.de == "Wohnung"
