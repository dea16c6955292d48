"""The directory's history: every change is kept, any past state can be seen and made again."""

from contextlib import suppress
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory import drafts, history, publishing, settings
from app.directory.entries import Content, Entry, contents, with_contents
from app.directory.loading import EXAMPLE, load, rows_of
from app.directory.models import Change, EntryVersion
from app.directory.stored import stored
from referrals.directory.loader import write
from referrals.directory.reading import Problems
from referrals.directory.service import offices
from referrals.routing.service import table
from referrals.slip.service import slip_for
from tests.web.counter.desk import page_text
from tests.web.pages import check_page, open_page
from tests.web.staff import log_in, post

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=clock.ZONE)
ABH, RULE = Entry("offices", "abh"), Entry("rules", "AUFE-014")


def published(database: Database, entry: Entry) -> Content:
    with database.reading() as session:
        return contents(stored(session))[entry]


def publish(database: Database, entry: Entry, **changed: object) -> int:
    content = published(database, entry) | changed
    with database.writing() as session:
        made = publishing.publish(session, {entry: content}, by="anna", why="es ist so", now=NOW)
        assert made is not None
        return made.number


def drafted(database: Database, entry: Entry, by: str, **changed: object) -> None:
    with database.writing() as session:
        found = drafts.current(session, entry)
        assert found.shown is not None
        drafts.save(session, entry, found.shown | changed, seen=found.seen, by=by, now=NOW)


@pytest.fixture
def editor(app: Flask, database: Database) -> FlaskClient:
    return log_in(app, database, Role.EDITOR)


def test_what_is_stored_can_be_written_again_without_a_change(database: Database) -> None:
    with database.writing() as session:
        directory = stored(session)
        report = write(session, rows_of(directory))
        assert (report.created, report.changed, report.kept, report.moved) == (0, 0, 0, False)
        problems = Problems()
        again = with_contents(directory, contents(directory), problems)
        assert problems.found == []
        assert contents(again) == contents(directory)


def test_the_first_load_is_the_first_change_and_a_second_one_is_none(database: Database) -> None:
    with database.writing() as session:
        load(session, EXAMPLE)
        assert history.last_number(session) == 1
        assert history.state_at(session, 1) == contents(stored(session))


def test_a_change_says_who_when_what_and_why(database: Database) -> None:
    number = publish(database, ABH, phone="+49 341 1234")
    with database.reading() as session:
        change = history.change(session, number)
        assert (change.made_by, change.why, change.approved_by) == ("anna", "es ist so", "")
        assert [(version.kind, version.entry_id) for version in change.versions] == [("offices", "abh")]
        assert history.latest_number(session, ABH) == number
        assert offices(session)["abh"].phone == "+49 341 1234"


def test_a_directory_from_before_the_history_gets_a_first_state(database: Database) -> None:
    with database.writing() as session:
        for model in (EntryVersion, Change):
            session.execute(delete(model))
        before = contents(stored(session))
    number = publish(database, ABH, phone="+49 341 1234")
    with database.reading() as session:
        assert number == 2
        assert history.state_at(session, 1) == before


def test_a_past_state_can_be_made_again(database: Database) -> None:
    with database.reading() as session:
        before = contents(stored(session))
    new = published(database, ABH) | {"id": "neu", "name_de": "Neue Stelle", "former_names": ["Alte Stelle"]}
    rule = published(database, RULE) | {"rule_id": "NEU-1", "responsible": ["neu"]}
    with database.writing() as session:
        edits = {Entry("offices", "neu"): new, Entry("rules", "NEU-1"): rule}
        publishing.publish(session, edits, by="anna", why="", now=NOW)
    publish(database, RULE, reason_de="Etwas anderes.")
    with database.writing() as session:
        publishing.restore(session, 1, by="ben", why="zurück", now=NOW)
    with database.reading() as session:
        after = contents(stored(session))
        gone = after.pop(Entry("offices", "neu"))
        assert gone["status"] == "defunct"
        assert after == before
        assert "NEU-1" not in {rule.id for own in table(session).rules.values() for rule in own}


def test_confirming_makes_an_office_fresh_and_sure(database: Database) -> None:
    with database.reading() as session:
        unsure = next(office for office in offices(session).values() if office.status == "verify" and office.as_of)
    with database.writing() as session:
        publishing.confirm(session, [Entry("offices", unsure.id), RULE], by="anna", now=NOW)
    with database.reading() as session:
        sure = offices(session)[unsure.id]
        assert (sure.status, sure.verified, sure.as_of) == ("active", True, "2026-11-23")
    assert published(database, Entry("offices", unsure.id))["review_on"] == "2027-11-23"
    assert published(database, RULE)["review_on"] == "2027-05-23"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"opening_hours": "Mo 25:00"}, "opening hours"),
        ({"successor": "gibt_es_nicht"}, "gibt_es_nicht"),
        ({"status": "defunct", "successor": "abh"}, "circle"),
        ({"phone": "anrufen"}, "telephone number"),
        ({"id": "anders"}, "keeps its id"),
    ],
)
def test_what_cannot_be_is_refused_whole(database: Database, changed: Content, said: str) -> None:
    before = published(database, ABH)
    good = {RULE: published(database, RULE) | {"note": "x"}}
    with pytest.raises(publishing.Unfit) as refused, database.writing() as session:
        publishing.publish(session, good | {ABH: before | changed}, by="anna", why="", now=NOW)
    assert said in str(refused.value)
    assert [entry for entry, _ in refused.value.problems] == [ABH]
    assert published(database, ABH) == before
    assert published(database, RULE)["note"] != "x"


def published_in(session: object, entry: Entry) -> Content:
    return contents(stored(session))[entry]  # type: ignore[arg-type]


def test_drafts_of_two_editors_are_joined_where_they_do_not_clash(database: Database) -> None:
    drafted(database, RULE, "anna", note="Anna war hier")
    publish(database, RULE, reason_de="Ben war hier.")
    with database.writing() as session:
        drafts.publish_drafts(session, [RULE], by="anna", why="", now=NOW)
    assert published(database, RULE)["note"] == "Anna war hier"
    assert published(database, RULE)["reason_de"] == "Ben war hier."


def test_a_draft_that_clashes_is_not_published_and_not_lost(database: Database) -> None:
    drafted(database, RULE, "anna", reason_de="Anna sagt so.")
    publish(database, RULE, reason_de="Ben sagt so.")
    with pytest.raises(drafts.Conflict) as told, database.writing() as session:
        drafts.publish_drafts(session, [RULE], by="anna", why="", now=NOW)
    assert told.value.fields == ("reason_de",)
    assert published(database, RULE)["reason_de"] == "Ben sagt so."
    with database.reading() as session:
        found = drafts.current(session, RULE)
        assert found.shown is not None
        assert found.shown["reason_de"] == "Anna sagt so."


def test_who_saves_over_an_unseen_draft_is_told(database: Database) -> None:
    with database.reading() as session:
        seen = drafts.current(session, RULE).seen
    drafted(database, RULE, "anna", note="Anna")
    with pytest.raises(drafts.Conflict), database.writing() as session:
        drafts.save(session, RULE, published_in(session, RULE) | {"note": "Ben"}, seen=seen, by="ben", now=NOW)


def test_a_draft_that_says_what_is_published_is_none(database: Database) -> None:
    drafted(database, RULE, "anna", note="Anna")
    drafted(database, RULE, "anna", note=published(database, RULE)["note"])
    with database.reading() as session:
        assert drafts.drafts(session) == []


def test_previews_see_drafts_and_the_counter_does_not(database: Database) -> None:
    drafted(database, RULE, "anna", reason_de="Bald anders.")
    drafted(database, ABH, "anna", phone="+49 341 99")
    with database.reading() as session:
        rules, known = drafts.drafted_table(session)
        topic = "aufenthalt/titel_verlaengern"
        assert {rule.reason for rule in rules.rules[topic] if rule.id == RULE.id} == {"Bald anders."}
        assert known["abh"].phone == "+49 341 99"
        assert offices(session)["abh"].phone != "+49 341 99"
        assert rules.rules.keys() == table(session).rules.keys()


def test_four_eyes(database: Database) -> None:
    drafted(database, RULE, "anna", note="Anna")
    with database.writing() as session:
        settings.set_four_eyes(session, required=True)
        with pytest.raises(drafts.FourEyes):
            drafts.publish_drafts(session, [RULE], by="anna", why="", now=NOW)
        drafts.submit(session, [RULE], by="anna", why="weil")
        made = drafts.publish_drafts(session, [RULE], by="ben", why="", now=NOW)
        assert made is not None
        assert (made.made_by, made.approved_by, made.why) == ("anna", "ben", "weil")


def test_the_history_pages_show_a_change_and_take_it_back(editor: FlaskClient, database: Database) -> None:
    before = published(database, ABH)["phone"]
    number = publish(database, ABH, phone="+49 341 1234")
    assert "anna" in page_text(open_page(editor, "/history"))
    page = page_text(open_page(editor, f"/history/{number}"))
    assert f"{before}" in page
    assert "+49 341 1234" in page
    assert "es ist so" in page
    assert before in page_text(open_page(editor, "/history/1/state?kind=offices&q=abh"))
    assert "Verlauf: Ausländerbehörde (Ordnungsamt)" in page_text(open_page(editor, "/history?kind=offices&id=abh"))
    without_reason = post(editor, "/history/restore", {"number": "1", "kind": "offices", "id": "abh"})
    assert without_reason.status_code == 400
    assert "warum" in page_text(check_page(without_reason))
    answer = post(editor, "/history/restore", {"number": "1", "kind": "offices", "id": "abh", "why": "war falsch"})
    assert answer.status_code == 303
    assert published(database, ABH)["phone"] == before
    again = post(editor, "/history/restore", {"number": "1", "why": "noch einmal"})
    assert "Es ist schon so" in page_text(check_page(again))


def test_a_reason_is_shown_as_it_was_written(editor: FlaskClient, database: Database) -> None:
    why = "zu 100 % sicher, %(name)s und %s {n} <b>"
    with database.writing() as session:
        content = contents(stored(session))[ABH] | {"phone": "+49 341 1234"}
        made = publishing.publish(session, {ABH: content}, by="anna", why=why, now=NOW)
        assert made is not None
        number = made.number
    for path in ("/history", f"/history/{number}", "/history?kind=offices&id=abh"):
        assert why in page_text(open_page(editor, path))


def test_the_number_on_a_slip_leads_to_the_state(editor: FlaskClient) -> None:
    assert editor.get("/history?state=Nr. 1").location == "/history/1/state"
    assert "keine Nummer" in page_text(open_page(editor, "/history?state=K7QM"))
    assert editor.get("/history/99/state").status_code == 404
    assert editor.get("/history/99").status_code == 404


def boxes(editor: FlaskClient) -> list[str]:
    """What the boxes of all drafts stand for."""
    return [box.attrib["value"] for box in open_page(editor, "/drafts").all("input", name="entry")]


def test_drafts_are_published_together_with_a_reason(editor: FlaskClient, database: Database) -> None:
    assert "keine Entwürfe" in page_text(open_page(editor, "/drafts"))
    drafted(database, RULE, "anna", note="Anna")
    drafted(database, ABH, "ben", phone="+49 341 99")
    page = page_text(open_page(editor, "/drafts"))
    assert "Anna" in page
    assert "+49 341 99" in page
    ticked = boxes(editor)
    assert [box.rpartition(" ")[0] for box in ticked] == ["offices abh", "rules AUFE-014"]
    assert post(editor, "/drafts/publish", {"why": "weil"}).status_code == 400
    assert post(editor, "/drafts/publish", {"entry": ticked}).status_code == 400
    assert published(database, ABH)["phone"] != "+49 341 99"
    answer = post(editor, "/drafts/publish", {"entry": ticked, "why": "weil"})
    assert answer.status_code == 303
    assert published(database, ABH)["phone"] == "+49 341 99"
    assert published(database, RULE)["note"] == "Anna"
    assert "anna, ben" in page_text(open_page(editor, answer.location or ""))


def test_drafts_that_do_not_fit_together_say_so(editor: FlaskClient, database: Database) -> None:
    drafted(database, RULE, "anna", responsible=["gibt_es_nicht"])
    assert "erwartet: eine Stelle des Verzeichnisses, gefunden: „gibt_es_nicht“" in page_text(
        open_page(editor, "/drafts")
    )
    refused = post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"})
    assert refused.status_code == 400
    assert "gibt_es_nicht" in page_text(check_page(refused))
    assert post(editor, "/drafts/discard", {"entry": boxes(editor)}).status_code == 303
    assert "keine Entwürfe" in page_text(open_page(editor, "/drafts"))


def test_nobody_publishes_alone_where_four_eyes_are_asked_for(
    app: Flask, editor: FlaskClient, database: Database
) -> None:
    drafted(database, RULE, "editor", note="selbst")
    # Whom it binds does not say whether it binds.
    assert post(editor, "/drafts/four-eyes", {"required": "yes"}).status_code == 403
    admin = log_in(app, database, Role.ADMIN)
    assert post(admin, "/drafts/four-eyes", {"required": "yes"}).status_code == 303
    refused = post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"})
    assert "jemand anderes" in page_text(check_page(refused))
    assert post(editor, "/drafts/submit", {"entry": boxes(editor), "why": "weil"}).status_code == 303
    assert "wartet auf eine zweite Person" in page_text(open_page(editor, "/drafts"))
    assert published(database, RULE)["note"] != "selbst"


def test_nothing_is_done_with_a_draft_that_nobody_has_looked_at(editor: FlaskClient, database: Database) -> None:
    drafted(database, RULE, "anna", note="wie angesehen")
    seen = boxes(editor)
    drafted(database, RULE, "anna", note="danach geschrieben")
    for what in ("publish", "submit", "discard"):
        refused = post(editor, f"/drafts/{what}", {"entry": seen, "why": "weil"})
        assert refused.status_code == 409
        assert "haben sich geändert" in page_text(check_page(refused))
    assert published(database, RULE)["note"] not in {"wie angesehen", "danach geschrieben"}
    assert post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"}).status_code == 303
    assert published(database, RULE)["note"] == "danach geschrieben"


def test_a_draft_that_clashes_is_published_knowingly(editor: FlaskClient, database: Database) -> None:
    drafted(database, RULE, "anna", reason_de="Anna sagt so.")
    publish(database, RULE, reason_de="Ben sagt so.", note="Ben war hier")
    refused = post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"})
    assert refused.status_code == 409
    page = page_text(check_page(refused))
    assert "noch einmal" in page
    assert "vorher: Ben sagt so. jetzt: Anna sagt so." in page
    assert "Ben war hier" not in page
    assert post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"}).status_code == 303
    assert published(database, RULE)["reason_de"] == "Anna sagt so."
    assert published(database, RULE)["note"] == "Ben war hier"


def test_a_draft_from_before_the_history_is_published(database: Database) -> None:
    """Somebody else's change, which the history begins with otherwise, is none of this entry."""
    with database.writing() as session:
        for model in (EntryVersion, Change):
            session.execute(delete(model))
    drafted(database, RULE, "anna", note="Anna war hier")
    publish(database, ABH, phone="+49 341 1234")
    with database.writing() as session:
        assert drafts.publish_drafts(session, [RULE], by="anna", why="", now=NOW) is not None
    assert published(database, RULE)["note"] == "Anna war hier"


def test_a_draft_that_removes_what_is_gone_already(editor: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        drafts.save(session, RULE, None, seen=drafts.current(session, RULE).seen, by="anna", now=NOW)
        publishing.publish(session, {RULE: None}, by="ben", why="", now=NOW)
    for path in ("/rules", "/rules/aufenthalt/titel_verlaengern", "/due", "/proof"):
        open_page(editor, path)
    assert post(editor, "/drafts/publish", {"entry": boxes(editor), "why": "weil"}).status_code == 303
    assert boxes(editor) == []


def test_pages_of_what_nobody_has_changed_and_of_numbers_that_cannot_be(editor: FlaskClient) -> None:
    assert "keine Änderung" in page_text(open_page(editor, "/history?kind=offices&id=gibt_es_nicht"))
    for path in ("/history/9999999999", "/history/99999999999999999999", "/history/99999999999999999999/state"):
        assert editor.get(path).status_code == 404


def test_a_slip_names_the_state_of_its_offices_and_nothing_newer(database: Database) -> None:
    number = publish(database, ABH, phone="+49 341 1234")
    publish(database, RULE, note="später")
    with database.reading() as session:
        state = history.state_of(session, ["abh", "wzl"])
        assert state == number
        made = slip_for(session, language="uk", now=NOW, offices=(("abh", "responsible"),), state=state)
        assert [pair.german.endswith(f" · Nr. {number}") for pair in made.foot].count(True) == 1
        assert history.state_of(session, []) is None


def test_what_is_kept_is_what_is_stored(database: Database) -> None:
    closures = [{"from": "2026-12-28", "to": "2026-12-31"}, {"from": "2026-11-30", "to": "2026-11-30"}]
    publish(database, ABH, former_names=["Z-Amt", "A-Amt", "Z-Amt"], closures=closures, note_codes=["only_city"])
    publish(database, RULE, responsible=["abh", "wzl"], advice=[], bring=["passport"], valid_to="2027-01-31")
    new = published(database, ABH) | {"id": "neu", "name_de": "Neue Stelle", "former_names": []}
    with database.writing() as session:
        copied = published_in(session, RULE) | {"rule_id": "NEU-1", "responsible": ["neu"]}
        edits = {Entry("offices", "neu"): new, Entry("rules", "NEU-1"): copied, RULE: None}
        assert publishing.publish(session, edits, by="anna", why="", now=NOW) is not None
        assert publishing.publish(session, edits, by="anna", why="", now=NOW) is None
    with database.reading() as session:
        assert history.state_at(session, history.last_number(session)) == contents(stored(session))
        assert list(offices(session))[-1] == "neu"
        assert RULE not in contents(stored(session))


def take_back(database: Database) -> Content:
    """What a block saw that published something and then failed."""
    before = published(database, ABH)
    seen: Content = {}
    with suppress(ZeroDivisionError), database.writing() as session:
        publishing.publish(session, {ABH: before | {"phone": "+49 341 1"}}, by="anna", why="", now=NOW)
        seen = contents(stored(session))[ABH]
        raise ZeroDivisionError
    return seen


def test_what_a_block_took_back_is_not_remembered(database: Database) -> None:
    before = published(database, ABH)
    assert take_back(database)["phone"] == "+49 341 1"
    publish(database, RULE, note="x")
    assert published(database, ABH) == before
