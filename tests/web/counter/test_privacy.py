"""Two hundred visitors with every flag and group: what is left of them is what the design allows, and nothing else."""

import logging
import random
import sqlite3
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, text

from app.contacts import values
from app.contacts.models import Contact
from app.db import Database
from app.vocabulary.service import vocabulary
from tests.web.counter.desk import Desk
from tests.web.pages import open_page

CONTACTS = 200
ALLOWED = {
    "contact": {
        "key",
        "month",
        "language",
        "talk",
        "channel",
        "outcome",
        "concept_group",
        "persons",
        "duration",
    },
    "contact_topic": {"contact_key", "topic_id"},
    "referral": {"contact_key", "office_id"},
    "desk_load": {"quarter", "weekday", "hour", "n"},
    "topic_load": {"field_of_action_id", "weekday", "quarter", "n"},
    "slip_code": {"digest", "office_id", "field_of_action_id", "valid_until"},
    "resend_key": {"digest", "day", "undone"},
    # Reports by slip code, counted by the quarter of the report: see referrals.models.Feedback.
    "feedback": {"office_id", "field_of_action_id", "quarter", "outcome", "n"},
    # What is wrong of an office (of a gap: a subtopic that is not protected), counted: see referrals.models.WrongData.
    "wrong_data": {"entry_id", "what", "n"},
    # What was given along: counted by the edition's language and the quarter, and copies that are left.
    "handout_given": {"handout_id", "language", "quarter", "n"},
    "edition_stock": {"edition_id", "left", "reorder_at"},
    # Contacts for whose language nobody was known, counted: see app.house.interpreting.models.LanguageUnmet.
    "language_unmet": {"language", "quarter", "n"},
    # Material that was missing in a language in a month, without a count: see handouts.request_models.MissingNote.
    "missing_note": {"kind", "entry_id", "language", "month"},
}
"""The whole of DESIGN.md, "Anonymous by construction": a new column here is a decision about visitors."""
STAFF_AND_DIRECTORY = {
    "user",
    "login",
    "login_failure",
    "revision",
    "field_of_action",
    "topic",
    "target_group",
    "question",
    "question_option",
    "flag",
    "language",
    "document",
    "slip_phrase",
    "source",
    "office",
    "office_alias",
    "office_closure",
    "routing_rule",
    "rule_office",
    "rule_document",
    "handout",
    "handout_edition",
    # When editors last asked an office by e-mail whether its entry still holds.
    "office_asked",
    # Texts of the vocabulary in other languages, by town's editors; says nothing of who wrote them, or when.
    "translation",
    # Who of the staff changed which entry of the directory, when and why: entries are offices, rules and words.
    "change",
    "entry_version",
    "draft",
    "setting",
    # What everyone may know of the counters, and 32 random bytes.
    "release",
    "release_plan",
    "rounding_flip",
    "rounding_secret",
    "withheld_table",
    # What files of other systems say of offices and rules, who of the staff decided on it, and whose id is which entry.
    "proposal",
    "external_id",
    # What is known of leaflets that editors have uploaded.
    "stored_file",
    # Organisations that interpret; no person of theirs has a place in it.
    "interpreter",
    # Talks in the house: what is announced, and one number of people for the whole room.
    "event",
    # Internal aids for the desk with who of the staff wrote which version, and what organisations offer and ask for.
    "work_aid",
    "work_aid_version",
    "board_entry",
    # Who sits in the house when, when it is closed, and what was agreed with partners: organisations, never visitors.
    "presence_slot",
    "presence_exception",
    "house_closure",
    "agreement",
    # What offices are asked to write or translate; of the counter's notes only after their month: see the same place.
    "handout_request",
    # Reports made of released tables, and what analysts, who have seen nothing else, say in their chapters.
    "evaluation_report",
    "evaluation_text",
    # Accounts: a second factor, codes to fall back on, a one-time link; how many passwords were wrong on a day.
    "second_factor",
    "recovery_code",
    "account_link",
    "failed_logins",
    # What staff changed, never at the counter (tests/web/counter/test_log_of_changes.py), and both ends of the chain.
    "audit_entry",
    "audit_chain",
    # When the night job ran and a backup was made.
    "nightly_job",
    "backup_record",
    "alembic_version",
}


def test_the_schema_has_no_place_for_more(database: Database) -> None:
    schema = inspect(database.read_engine)
    tables = set(schema.get_table_names())
    assert tables == ALLOWED.keys() | STAFF_AND_DIRECTORY
    for table, columns in ALLOWED.items():
        assert {column["name"] for column in schema.get_columns(table)} == columns, table


def test_tables_about_visitors_have_no_order_of_writing(sqlite_database: Database, sqlite_url: str) -> None:
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        for table in ALLOWED:
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                connection.execute(f"SELECT rowid FROM {table}")
    connection.close()


@pytest.fixture
def visitors(desk: Desk, caplog: pytest.LogCaptureFixture) -> list[set[str]]:
    """Serves CONTACTS visitors; the answers that each of them gave."""
    caplog.set_level(logging.DEBUG)
    chance = random.Random(2026)
    with desk.client.application.extensions["database"].reading() as session:
        words = vocabulary(session)
    subtopics, languages = list(words.subtopics), list(words.languages)
    given = []
    for number in range(CONTACTS):
        token = desk.page.one("input", name="token").get("value", "")
        answers = _everything_once(words, number) | {}
        form = {
            "csrf_token": desk.page.csrf_token,
            "token": token,
            "language": chance.choice(languages),
            "subtopic": subtopics[number % len(subtopics)],
            "finish": "print_log",
            **{f"a-{trait}": value for trait, value in answers.items()},
            "talk": chance.choice(values.TALKS),
            "persons": chance.choice(values.PERSONS),
            "duration": chance.choice(values.DURATIONS),
        }
        desk.client.post("/counter/answer", data={**form, "finish": ""})
        desk.show(desk.client.post("/counter", data=form))
        given.append(set(answers.values()) | set(answers))
    return given


def _everything_once(words: Any, number: int) -> dict[str, str]:
    """Answers to all questions; over the visitors every flag, group and option comes up."""
    answers = {}
    for trait, question in words.questions.items():
        options = list(question.options) or (["<27", ">=27"] if trait == "age" else ["yes", "no"])
        options = [option for option in options if option != "status_unknown"]
        answers[trait] = options[number % len(options)]
    return answers


def test_nothing_is_left_but_what_the_design_allows(
    desk: Desk, visitors: list[set[str]], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.reading() as session:
        words = vocabulary(session)
        contacts = list(session.scalars(select(Contact)))
        stored = {table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))] for table in ALLOWED}
        flags, groups = set(words.flags), set(words.groups)
        assert {value for answers in visitors for value in answers} >= flags | (groups - {"status_unknown"})
        assert len(contacts) == CONTACTS
        keys = [bytes(contact.key) for contact in contacts]
        for contact in contacts:
            assert contact.month == "2026-11"
            assert contact.language in words.languages
            assert contact.concept_group in (None, *values.CONCEPT_GROUPS)
    _no_trait_in(stored, flags | groups - {"student", "family_member", "third_country"})
    _no_trait_in([record.getMessage() for record in caplog.records], flags | groups)
    _no_trait_in([str(record.args) for record in caplog.records], flags | groups)
    _cookie_is_about_the_login_only(desk.client)
    _keys_tell_nothing_of_order_or_time(keys)


def _no_trait_in(things: object, traits: set[str]) -> None:
    written = repr(things)
    assert not [trait for trait in traits if f"'{trait}'" in written or f"={trait}" in written]


def _cookie_is_about_the_login_only(client: FlaskClient) -> None:
    open_page(client, "/counter")
    with client.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "_id", "csrf_token", "seen", "lang"}


def _keys_tell_nothing_of_order_or_time(keys: list[bytes]) -> None:
    assert len(set(keys)) == CONTACTS
    assert all(len(key) == 16 for key in keys)
    ones = sum(bin(byte).count("1") for key in keys for byte in key)
    assert abs(ones / (CONTACTS * 128) - 0.5) < 0.02
