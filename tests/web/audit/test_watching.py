"""What is written is logged with who, before and after; what must not be known is not."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts import service as accounts
from app.accounts.models import AccountLink, SecondFactor, User
from app.accounts.passwords import PasswordHash
from app.accounts.roles import Role
from app.audit import chain
from app.audit.actors import acting, command, staff
from app.audit.deeds import MOST_ALONE
from app.audit.models import AuditEntry
from app.audit.watching import Unwatched, watch
from app.db import Database
from app.directory import publishing
from app.directory import settings as choices
from app.directory.entries import Content, Entry
from app.directory.models import Setting
from app.directory.stored import stored_contents
from app.house.presence.models import HouseClosure
from app.keys import Keys
from app.released.models import Release
from app.vocabulary.models import TownTranslation
from referrals.interchange.models import ExternalId
from tests.web.audit.conftest import Entries

HIDDEN = {"hidden": True}
OFFICE, RULE = Entry("offices", "wzl"), Entry("rules", "AUFE-036")
HASH = PasswordHash("$argon2id$ a hash that must not be read")


def told(entry: AuditEntry) -> tuple[object, ...]:
    return entry.action, entry.kind, entry.title, entry.before, entry.after


def publish(database: Database, entry: Entry, **changed: Any) -> Content:
    """Change an entry of the directory; what it was."""
    with acting(staff("Redaktion")), database.writing() as session:
        before = stored_contents(session)[entry]
        publishing.publish(session, {entry: before | changed}, by="Redaktion", why="Anruf", now=clock.now())
        return before


def add_user(database: Database, name: str = "Eva") -> int:
    with database.writing() as session:
        user = User(name=name, role=Role.EDITOR.value, password_hash=HASH)
        session.add(user)
        session.flush()
        return user.id


def test_an_office_with_its_parts_is_one_entry_and_the_change_another(watched: Database, entries: Entries) -> None:
    before = publish(watched, OFFICE, phone="0341 1", former_names=["Altes Amt"])
    office, change = entries()
    assert told(change)[:3] == ("created", "change", "Anruf")
    assert told(office) == (
        "changed",
        "office",
        "Willkommenszentrum Leipzig (WZL)",
        {"phone": before["phone"]},
        {"phone": "0341 1", "office_alias": [{"name": "Altes Amt"}]},
    )
    assert {(entry.actor_kind, entry.actor) for entry in entries()} == {("staff", "Redaktion")}
    publish(watched, OFFICE, former_names=["Amt"])
    last = entries()[-2]
    assert (last.before, last.after) == ({"office_alias": [{"name": "Altes Amt"}]}, {"office_alias": [{"name": "Amt"}]})
    assert last.title == "Willkommenszentrum Leipzig (WZL)"


@pytest.mark.one_database
def test_parts_that_come_back_as_they_were_are_no_change(watched: Database, entries: Entries) -> None:
    before = publish(watched, RULE, note="now")
    rule = entries()[0]
    assert told(rule) == ("changed", "routing_rule", before["reason_de"], {"note": before["note"]}, {"note": "now"})
    publish(watched, RULE, note="now")
    assert len(entries()) == 2


@pytest.mark.one_database
def test_an_account_without_its_secrets_and_without_its_habits(watched: Database, entries: Entries, keys: Keys) -> None:
    with acting(command("wegweiser user add")):
        number = add_user(watched)
    (made,) = entries()
    assert (made.actor_kind, made.actor, made.subject) == ("command", "user add", str(number))
    assert made.after == {
        "id": number,
        "name": "Eva",
        "role": "editor",
        "active": True,
        "must_change_password": False,
        "password_hash": HIDDEN,
    }
    with watched.writing():
        accounts.set_preferences(user_id=number, language="en", single_keys=False, colour_scheme="dark")
    assert len(entries()) == 1
    with watched.writing() as session:
        session.get_one(User, number).password_hash = HASH + "!"
    with watched.writing():
        accounts.change_role(user_id=number, role=Role.ADMIN)
    changed, promoted = entries()[1:]
    assert (changed.before, changed.after) == ({"password_hash": HIDDEN}, {"password_hash": HIDDEN})
    assert (promoted.before, promoted.after) == ({"role": "editor"}, {"role": "admin"})
    with watched.reading() as session:
        assert chain.verify(session, keys) == []
        assert "argon" not in str([(entry.before, entry.after) for entry in entries()])


def test_a_link_and_a_second_factor_belong_to_the_account(watched: Database, entries: Entries) -> None:
    number, day = add_user(watched), datetime(2026, 11, 22, tzinfo=UTC)
    with watched.writing() as session:
        session.add(AccountLink(user_id=number, digest=b"d" * 32, ends_at=day))
        session.add(SecondFactor(user_id=number, sealed="sealed", last_step=1))
    with watched.writing() as session:
        session.get_one(SecondFactor, number).last_step = 2
        session.execute(delete(AccountLink))
    given, used = entries()[1:]
    link = {"digest": HIDDEN, "ends_at": day.isoformat()}
    assert (given.title, given.after) == ("Eva", {"account_link": [link], "second_factor": [{"sealed": HIDDEN}]})
    assert used.after == {}
    assert used.before is not None
    assert [one["digest"] for one in used.before["account_link"]] == [HIDDEN]


@pytest.mark.one_database
def test_a_thing_without_a_name_is_logged_by_its_key(watched: Database, entries: Entries) -> None:
    with watched.writing() as session:
        session.add(ExternalId(agency="a", scheme="", value="", kind="office", entry_id=None))
    assert (entries()[0].title, entries()[0].subject) == ("", "a///office")


def test_statements_for_many_rows_do_not_get_past(watched: Database, entries: Entries) -> None:
    add_user(watched, "Eva")
    add_user(watched, "Udo")
    with watched.writing() as session:
        session.execute(update(User).values(active=False))
    with watched.writing() as session:
        session.execute(update(User).where(User.name == "Eva").values(name="Eva B."))
    with watched.writing() as session:
        session.execute(delete(User).where(User.name == "Udo"))
    closed, other, renamed, gone = entries()[2:]
    assert [(one.title, one.before, one.after) for one in (closed, other, renamed)] == [
        ("Eva", {"active": True}, {"active": False}),
        ("Udo", {"active": True}, {"active": False}),
        ("Eva B.", {"name": "Eva"}, {"name": "Eva B."}),
    ]
    assert (gone.action, gone.title, gone.after) == ("removed", "Udo", None)
    assert gone.before is not None
    assert gone.before["active"] is False


def test_inserted_rows_do_not_get_past(watched: Database, entries: Entries) -> None:
    release = {"name": "talk", "period": "2026-10", "content": {}, "hash": "0" * 64, "method": "m"}
    with watched.writing() as session:
        session.execute(insert(Release).values(**release, made_on=date(2026, 11, 1)))
        session.execute(insert(Setting), [{"name": "one", "value": "1"}, {"name": "two", "value": "2"}])
    released, one, two = entries()
    assert [(entry.kind, entry.subject) for entry in (one, two, released)] == [
        ("setting", "one"),
        ("setting", "two"),
        ("release", "talk/2026-10"),
    ]
    assert released.after is not None
    assert "content" not in released.after
    with pytest.raises(Unwatched), watched.writing() as session:
        session.execute(insert(User).values(name="Eva", role="admin", password_hash=""))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE setting SET value = ''",
        "delete from Setting",
        'INSERT INTO "setting" VALUES (1, 2)',
        "WITH x AS (SELECT 1) UPDATE setting SET value = ''",
    ],
)
@pytest.mark.one_database
def test_text_may_not_touch_a_watched_table(watched: Database, statement: str) -> None:
    with pytest.raises(Unwatched), watched.writing() as session:
        session.execute(text(statement))


def test_what_is_rolled_back_is_not_logged(watched: Database, entries: Entries) -> None:
    with suppress(KeyError), watched.writing() as session:
        choices.set_four_eyes(session, required=True)
        raise KeyError
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    with watched.writing() as session:
        choices.set_four_eyes(session, required=True)
        with suppress(IntegrityError), session.begin_nested():
            session.add(HouseClosure(id="1", starts_on=first, ends_on=second, reason="one"))
            session.flush()
            session.add(HouseClosure(id="2", starts_on=second, ends_on=first, reason="two"))
        with session.begin_nested():
            session.add(HouseClosure(id="3", starts_on=first, ends_on=second, reason="three"))
    assert [(entry.kind, entry.title) for entry in entries()] == [("setting", "four_eyes"), ("house_closure", "three")]


@pytest.mark.one_database
def test_what_is_changed_and_changed_back_is_not_logged(watched: Database, entries: Entries) -> None:
    with watched.writing() as session:
        choices.set_four_eyes(session, required=False)
    with watched.writing() as session:
        choices.set_four_eyes(session, required=True)
        choices.set_four_eyes(session, required=False)
    with watched.writing() as session:
        session.add(Setting(name="there", value="x"))
        session.flush()
        session.delete(session.get_one(Setting, "there"))
    assert len(entries()) == 1


@pytest.mark.one_database
def test_many_new_rows_of_a_kind_are_one_entry(watched: Database, entries: Entries) -> None:
    def phrases(number: int, language: str) -> list[TownTranslation]:
        same = {"catalogue": language, "domain": "slip", "context": "", "source_german": "x", "reviewed": False}
        return [TownTranslation(**same, source_hash=f"{n:064}", text=str(n)) for n in range(number)]

    with watched.writing() as session:
        session.add_all(phrases(MOST_ALONE + 1, "uk"))
    (summary,) = entries()
    assert summary.after is not None
    assert (summary.action, summary.kind, summary.subject, summary.after["rows"]) == (
        "created",
        "translation",
        "",
        MOST_ALONE + 1,
    )
    with watched.writing() as session:
        session.add_all(phrases(MOST_ALONE, "ar"))
    assert len(entries()) == 1 + MOST_ALONE


def test_many_who_write_at_once_leave_one_chain(watched: Database, entries: Entries, keys: Keys) -> None:
    def write(number: int) -> None:
        with acting(staff(f"Konto {number % 3}")), clock.fixed(clock.now() + timedelta(seconds=number)):
            for change in range(5):
                with watched.writing() as session:
                    session.add(Setting(name=f"{number} {change}", value=str(number)))

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(write, range(8)))
    assert len(entries()) == 40
    assert {(entry.actor[-1], entry.after["value"]) for entry in entries() if entry.after} == {
        (str(number % 3), str(number)) for number in range(8)
    }
    with watched.reading() as session:
        assert chain.verify(session, keys) == []


@pytest.mark.one_database
def test_watching_twice_logs_once(watched: Database, entries: Entries, keys: Keys) -> None:
    watch(watched, keys)
    with watched.writing() as session:
        choices.set_four_eyes(session, required=True)
    assert len(entries()) == 1


@pytest.mark.one_database
def test_what_was_there_is_read_again_where_it_is_not_in_memory(watched: Database, entries: Entries) -> None:
    number = add_user(watched)
    with watched.writing() as session:
        user = session.get_one(User, number)
        session.expire(user)
        user.role = "admin"
    assert (entries()[-1].before, entries()[-1].after) == ({"role": "editor"}, {"role": "admin"})
