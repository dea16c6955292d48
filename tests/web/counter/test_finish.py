"""Logging a contact once, undoing it, and what is then in the database."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.contacts.models import Contact, ContactTopic, DeskLoad, TopicLoad
from app.db import Base, Database
from app.resend import ResendKey
from referrals.models import Referral, SlipCode
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk, page_text, pdf_text
from tests.web.pages import check_page

UKRAINIAN = ("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "yes"))


def rows(database: Database, model: type[Base]) -> list[Any]:
    with database.reading() as session:
        found = list(session.scalars(select(model)))
        session.expunge_all()
        return found


def one(database: Database, model: type[Base]) -> Any:
    (row,) = rows(database, model)
    return row


def test_a_contact_is_kept_as_coarse_as_the_design_says(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).finish()
    contact = one(database, Contact)
    assert (contact.month, contact.language, contact.talk, contact.channel) == ("2026-11", "uk", "direct", "in_person")
    assert (contact.concept_group, contact.persons, contact.outcome, contact.duration) == (
        "unknown",
        1,
        "referred",
        "to15",
    )
    assert one(database, ContactTopic).topic_id == "aufenthalt/ukraine_24"
    assert {row.office_id for row in rows(database, Referral)} == {"ankommenszentrum", "mosaik_mbe"}
    load = one(database, DeskLoad)
    assert (load.quarter, load.weekday, load.hour, load.n) == ("2026-Q4", 1, 10, 1)
    assert (one(database, TopicLoad).field_of_action_id, one(database, TopicLoad).n) == ("oeffnung", 1)
    code = one(database, SlipCode)
    assert (code.office_id, code.valid_until.isoformat()) == ("ankommenszentrum", "2027-01-31")
    assert "Erfasst, Zettel wird gedruckt." in desk.toast


def test_details_and_group_are_kept(desk: Desk, database: Database) -> None:
    desk.press("language", "en").press("topic", "aufenthalt").press("subtopic", "aufenthalt/titel_erst")
    while "status" not in desk.asked[:1]:
        desk.press(f"a-{desk.asked[0]}", "city" if desk.asked[0] == "residence" else "none")
    desk.press("a-status", "ukraine_24")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    desk.finish(talk="companion", channel="phone", persons="3", outcome="informed", duration="over30")
    contact = one(database, Contact)
    assert (contact.talk, contact.channel, contact.persons) == ("companion", "phone", 3)
    assert (contact.outcome, contact.duration, contact.concept_group) == ("informed", "over30", "refugee")


def test_the_same_form_counts_once(desk: Desk, database: Database) -> None:
    form = [*desk.serve(*UKRAINIAN).form(), ("finish", "print_log")]
    pages = [check_page(desk.client.post("/counter", data=_multi(form))) for _ in range(3)]
    assert len(rows(database, Contact)) == 1
    assert one(database, DeskLoad).n == 1
    assert len(rows(database, SlipCode)) == 1
    assert "Schon gezählt" in page_text(pages[1])
    assert "Erfasst" in page_text(pages[0])


def test_undo_takes_everything_back_and_the_form_is_not_logged_again(desk: Desk, database: Database) -> None:
    form = [*desk.serve(*UKRAINIAN).form(), ("finish", "print_log")]
    desk.finish()
    undo = desk.hidden("/counter/undo")
    desk.show(desk.client.post("/counter/undo", data=undo))
    assert "zählt nicht" in desk.toast
    for model in (Contact, ContactTopic, Referral, SlipCode, DeskLoad, TopicLoad):
        assert rows(database, model) == [], model.__name__
    desk.show(desk.client.post("/counter/undo", data=undo))
    assert "schon rückgängig" in desk.toast
    desk.show(desk.client.post("/counter", data=_multi(form)))
    assert "nicht noch einmal erfasst" in desk.toast
    assert rows(database, Contact) == []


def test_undo_ends_after_five_minutes(desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.serve(*UKRAINIAN).finish()
    undo = desk.hidden("/counter/undo")
    monkeypatch.setattr("app.counter.tickets.UNDO_SECONDS", -1)
    desk.show(desk.client.post("/counter/undo", data=undo))
    assert "bleibt erfasst" in desk.toast
    assert len(rows(database, Contact)) == 1


def test_print_only_logs_nothing_and_has_no_code(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).finish("print")
    for model in (Contact, SlipCode, DeskLoad, TopicLoad, ResendKey):
        assert rows(database, model) == [], model.__name__
    assert desk.hidden("/slip.pdf")["ticket"]


def test_material_is_ticked_and_travels_with_the_slip(desk: Desk) -> None:
    desk.serve(*UKRAINIAN)
    offered = {box.get("value") for box in desk.page.all("input", name="handout")}
    assert "h_stadtplan" in offered
    assert "h_neutral" not in offered, "it would tell of a protected topic"
    desk.tick("handout", "h_stadtplan").finish()
    pdf = desk.client.post("/slip.pdf", data=desk.hidden("/slip.pdf")).data
    assert "Willkommens-Stadtplan" in " ".join(pdf_text(pdf).split())


def test_log_only_prints_nothing(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).finish("log")
    assert len(rows(database, Contact)) == 1
    assert rows(database, SlipCode) == []
    assert not desk.page.all("form", action="/slip.pdf")


def test_an_office_that_tells_a_trait_is_not_kept(desk: Desk, database: Database) -> None:
    desk.press("language", "ar").press("topic", "aufenthalt").press("subtopic", "aufenthalt/titel_erst")
    desk.show(desk.post("/counter/answer", [("a-status", "undocumented")]))
    desk.finish()
    contact = one(database, Contact)
    assert contact.concept_group == "unknown"
    assert rows(database, Referral) == []
    assert rows(database, SlipCode) == []


def test_a_protected_topic_keeps_next_to_nothing(desk: Desk, database: Database) -> None:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "yes" if desk.asked[0] == "acute" else "none")
    desk.finish()
    contact = one(database, Contact)
    kept = (contact.concept_group, contact.persons, contact.outcome, contact.duration)
    assert kept == (None, None, None, None)
    assert one(database, ContactTopic).topic_id == "schutz"
    for model in (Referral, SlipCode, TopicLoad):
        assert rows(database, model) == [], model.__name__
    assert one(database, DeskLoad).n == 1


def test_a_protected_topic_beside_another_protects_both(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).press("go", "more").press("topic", "schutz").press("subtopic", "schutz/rechte_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    desk.finish()
    assert {row.topic_id for row in rows(database, ContactTopic)} == {"aufenthalt", "schutz"}
    assert rows(database, Referral) == []
    assert one(database, Contact).persons is None


def test_several_topics_are_one_contact(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN).press("go", "more").press("topic", "kultur").press("subtopic", "kultur/bibliothek")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    desk.finish()
    assert len(rows(database, Contact)) == 1
    assert {row.topic_id for row in rows(database, ContactTopic)} == {"aufenthalt/ukraine_24", "kultur/bibliothek"}
    assert {row.office_id for row in rows(database, Referral)} >= {"ankommenszentrum", "bibliothek"}
    assert {row.field_of_action_id for row in rows(database, TopicLoad)} == {"oeffnung", "dialog"}


def test_only_ticked_offices_are_referred_to(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    fields = [pair for pair in desk.form() if pair[0] != "office"] + [("office", "mosaik_mbe"), ("finish", "print_log")]
    desk.show(desk.client.post("/counter", data=_multi(fields)))
    assert one(database, Referral).office_id == "mosaik_mbe"
    assert one(database, SlipCode).office_id == "mosaik_mbe"


def test_an_office_that_is_not_suggested_cannot_be_smuggled_in(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    desk.show(desk.client.post("/counter", data=_multi([*desk.form(), ("office", "abh"), ("finish", "print_log")])))
    assert "abh" not in {row.office_id for row in rows(database, Referral)}


def test_without_language_or_topic_nothing_is_logged(desk: Desk, database: Database) -> None:
    empty = desk.form()
    for fields in ([("language", "uk")], [("subtopic", "kultur/bibliothek")], []):
        for how in ("log", "print", "print_log"):
            desk.show(desk.client.post("/counter", data=_multi([*empty, *fields, ("finish", how)])))
            assert "nichts erfasst" in page_text(desk.page)
            assert not desk.page.all("form", action="/slip.pdf")
    assert rows(database, Contact) == []


def test_a_form_without_a_token_of_ours_logs_nothing(desk: Desk, database: Database) -> None:
    desk.serve(*UKRAINIAN)
    desk.show(desk.post("/counter", [("finish", "log")], token="forged"))
    assert "nichts erfasst" in page_text(desk.page)
    assert rows(database, Contact) == []


def test_the_hour_is_that_of_the_beginning(desk: Desk, database: Database) -> None:
    with clock.fixed(MONDAY - timedelta(minutes=4)):
        desk.serve(*UKRAINIAN)
    with clock.fixed(MONDAY + timedelta(minutes=25)):
        desk.finish()
    assert one(database, DeskLoad).hour == 9


def _multi(fields: Iterable[tuple[str, str]]) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict(fields)
