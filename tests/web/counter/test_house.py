"""The house around the desk at the counter: who is here, what can be given, and what is counted of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app import clock
from app.accounts.roles import Role
from app.contacts.models import Contact
from app.db import Database
from handouts.models import EditionStock, HandoutGiven
from referrals.models import Referral, SlipCode
from tests.house import ARABIC, GUIDE, GUIDE_LINK, ROMANIAN, furnish
from tests.web.counter.conftest import MONDAY
from tests.web.counter.desk import Desk, page_text, pdf_text
from tests.web.staff import submit_login

pytestmark = pytest.mark.one_database

LABOUR = ("arbeit", "arbeit/arbeitsrecht", ("status", "eu_efta"))
PROTECTED = ("schutz", "schutz/haeusliche_gewalt")


@pytest.fixture
def house(database: Database) -> SimpleNamespace:
    with database.writing() as session:
        return furnish(session)


def served(desk: Desk, language: str = "ro", *what: Any) -> Desk:
    topic, subtopic, *answers = what or LABOUR
    desk.press("language", language).press("topic", topic).press("subtopic", subtopic)
    for trait, value in answers:
        if trait in desk.asked:
            desk.press(f"a-{trait}", value)
    while desk.asked:
        desk.press(f"a-{desk.asked[0]}", "none")
    return desk


def served_from_topic(desk: Desk, topic: str, subtopic: str) -> Desk:
    desk.press("topic", topic).press("subtopic", subtopic)
    while desk.asked:
        desk.press(f"a-{desk.asked[0]}", "none")
    return desk


def later(desk: Desk) -> Desk:
    """The login of the morning has ended."""
    assert submit_login(desk.client, Role.ADVISOR.value).status_code == 303
    return Desk(desk.client)


def section(desk: Desk, mark: str) -> str:
    [found] = [one for one in desk.page.all("details") if mark in one.attrib]
    return " ".join("".join(found.itertext()).split())


def offices(desk: Desk) -> list[str]:
    return [box.get("value", "") for box in desk.page.all("input", name="office")]


def left(database: Database) -> dict[str, int | None]:
    with database.reading() as session:
        return {row.edition_id: row.left for row in session.scalars(select(EditionStock))}


def given(database: Database) -> dict[tuple[str, str], int]:
    with database.reading() as session:
        return {(row.handout_id, row.language): row.n for row in session.scalars(select(HandoutGiven))}


def values(desk: Desk, name: str) -> list[str]:
    return [box.get("value", "") for box in desk.page.all("input", name=name)]


def slip(desk: Desk) -> str:
    pdf = desk.client.post("/slip.pdf", data=desk.hidden("/slip.pdf")).data
    return " ".join(pdf_text(pdf).split())


def test_who_is_here_says_until_when_and_comes_first_of_those_who_help(desk: Desk, house: SimpleNamespace) -> None:
    text = page_text(served(desk).page)
    assert "Jetzt hier im Haus, bis 12:00 UhrRaum 2 · Rumänisch" in text
    shown = offices(desk)
    assert shown.index("verbraucherzentrale") > shown.index("babs"), "who decides comes first whoever is here"


def test_whoever_has_gone_is_not_named_any_more(desk: Desk, house: SimpleNamespace) -> None:
    assert "verbraucherzentrale" in offices(served(desk))
    with clock.fixed(MONDAY.replace(hour=11)):
        assert "verbraucherzentrale" not in offices(served(later(desk)))


def test_a_partner_who_sits_here_for_the_topic_says_why(desk: Desk, house: SimpleNamespace) -> None:
    assert "Verbraucherzentrale" in section(served(desk), "data-why")
    assert "ist heute zu diesem Thema hier im Haus" in section(desk, "data-why")


def test_later_today_and_next_week_are_said_too(desk: Desk, house: SimpleNamespace) -> None:
    text = page_text(served(desk, "ar", "aufenthalt", "aufenthalt/titel_verlaengern").page)
    assert "Heute hier im Haus, 14:00–16:00 Uhr" in text
    with clock.fixed(MONDAY.replace(hour=17)):
        text = page_text(served(later(desk), "ar", "aufenthalt", "aufenthalt/titel_verlaengern").page)
    assert "Hier im Haus am Mo 30.11.2026, 14:00–16:00 Uhr" in text


def test_an_office_that_no_rule_names_is_printed_but_not_kept(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    served(desk)
    boxes = [("office", "verbraucherzentrale")]
    fields = [pair for pair in desk.form() if pair[0] != "office"]
    desk.show(desk.client.post("/counter", data=MultiDict([*fields, *boxes, ("finish", "print_log")])))
    assert "Verbraucherzentrale" in slip(desk)
    with database.reading() as session:
        assert session.scalars(select(Referral)).all() == []
        assert session.scalars(select(SlipCode)).all() == []


def test_today_stands_on_the_empty_counter(desk: Desk, house: SimpleNamespace) -> None:
    text = page_text(Desk(desk.client).page)
    assert "09:00–12:00" in text
    assert "BABS" in text
    assert "08:00–09:00" not in text, "it is over"


def test_material_comes_in_the_visitors_language_first(desk: Desk, house: SimpleNamespace) -> None:
    material = section(served(desk), "data-material")
    assert values(desk, "handout")[0] == ROMANIAN
    assert "Rumänisch · noch 3" in material
    assert "QR-Code · zu prüfen" in material
    assert "keine mehr da" in section(served(Desk(desk.client), "ar"), "data-material")


def test_giving_is_logged_printed_counted_and_undone(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk)
    desk.extra = [("handout", ROMANIAN), ("handout", GUIDE)]
    desk.finish()
    assert left(database) == {"rumaenisch": 2, "arabisch": 0}
    assert given(database) == {("h_arbeitsrecht", "ro"): 1, ("h_info_to_go", "en"): 1}
    printed = slip(desk)
    assert "Faltblatt Arbeitsrechte" in printed
    assert "Sprache: Englisch" in printed
    assert "Mit dem Handy lesen" in printed
    desk.show(desk.client.post("/counter/undo", data=desk.hidden("/counter/undo")))
    assert left(database) == {"rumaenisch": 3, "arabisch": 0}
    assert given(database) == {}


def test_a_form_that_is_sent_again_counts_once_and_undoes_all(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    form = [*served(desk).form(), ("handout", ROMANIAN), ("finish", "print_log")]
    for _ in range(3):
        desk.show(desk.client.post("/counter", data=MultiDict(form)))
    assert left(database)["rumaenisch"] == 2
    assert given(database) == {("h_arbeitsrecht", "ro"): 1}
    desk.show(desk.client.post("/counter/undo", data=desk.hidden("/counter/undo")))
    assert left(database)["rumaenisch"] == 3
    assert given(database) == {}


def test_the_stock_never_falls_below_nothing(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk, "ar")
    desk.tick("handout", ARABIC).finish()
    assert left(database)["arabisch"] == 0
    assert given(database) == {("h_arbeitsrecht", "ar"): 1}
    desk.show(desk.client.post("/counter/undo", data=desk.hidden("/counter/undo")))
    assert left(database)["arabisch"] == 0


def test_print_only_gives_nothing_away(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk).tick("handout", ROMANIAN).finish("print")
    assert left(database)["rumaenisch"] == 3
    assert given(database) == {}


def test_what_was_ticked_for_an_earlier_topic_stays(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk)
    desk.extra = [("handout", ROMANIAN), ("event", house.event)]
    served_from_topic(desk.press("go", "more"), "kultur", "kultur/bibliothek")
    assert ("handout", ROMANIAN) in desk.form()
    assert ("event", house.event) in desk.form()
    desk.finish()
    assert left(database)["rumaenisch"] == 2
    assert "Arbeiten in Leipzig" in slip(desk)


def test_an_event_is_printed_on_wish(desk: Desk, house: SimpleNamespace) -> None:
    events = section(served(desk), "data-events")
    assert "Do 03.12.2026, 17:00–18:30 · Saal" in events
    assert "Deutsch und Rumänisch · mit Anmeldung: 0341 1234567 · 20 Plätze" in events
    desk.tick("event", house.event).finish()
    printed = slip(desk)
    assert "Arbeiten in Leipzig" in printed
    assert "Munca în Leipzig" in printed
    assert "Bitte melden Sie sich vorher an: 0341 1234567" in printed
    other = served(Desk(desk.client)).finish()
    assert "Arbeiten in Leipzig" not in slip(other), "nobody wished for it"


def test_a_partner_of_the_house_is_on_the_slip(desk: Desk, house: SimpleNamespace) -> None:
    served(desk).finish()
    printed = slip(desk)
    assert "Hier im Haus: Montag, 23. November 2026" in printed
    assert "09:00–12:00" in printed
    assert "Raum: 2" in printed


def test_aids_and_offers_are_for_the_screen_only(desk: Desk, house: SimpleNamespace) -> None:
    aids = section(served(desk), "data-aids")
    assert "Lohn nicht gezahlt" in aids
    assert "Frist: drei Wochen" in aids
    assert "Begleitung zu Ämtern" in section(desk, "data-offers")
    desk.finish()
    assert "Lohn nicht gezahlt" not in slip(desk)
    assert "Begleitung" not in slip(desk)


def test_neutral_mode_shows_and_counts_nothing_of_it(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk, "ro", *PROTECTED)
    for mark in ("data-material", "data-events", "data-offers", "data-today"):
        assert not [one for one in desk.page.all("details") if mark in one.attrib], mark
    [aids] = [one for one in desk.page.all("details") if "data-aids" in one.attrib]
    assert "open" not in aids.attrib
    assert "data-cover" in aids.attrib
    desk.show(desk.post("/counter", [("finish", "print_log"), ("handout", ROMANIAN), ("event", house.event)]))
    assert left(database)["rumaenisch"] == 3
    assert given(database) == {}
    with database.reading() as session:
        assert len(session.scalars(select(Contact)).all()) == 1


def test_a_handout_that_expired_meanwhile_is_left_out(desk: Desk, house: SimpleNamespace, database: Database) -> None:
    served(desk)
    desk.extra = [("handout", "h_arbeitsrecht/gibtesnicht"), ("handout", GUIDE)]
    desk.finish()
    assert given(database) == {("h_info_to_go", "en"): 1}
    assert "Faltblatt Arbeitsrechte" not in slip(desk)
    assert GUIDE_LINK not in slip(desk), "it is in the code"


def test_the_search_finds_material_and_aids_without_leaving_the_contact(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    desk.press("language", "ro").press("go", "search", q="arbeitsrechte faltblatt")
    assert ROMANIAN in values(desk, "handout")
    desk.tick("handout", ROMANIAN).press("go", "next", q="")
    served_from_topic(desk, "kultur", "kultur/bibliothek").finish("log")
    assert left(database)["rumaenisch"] == 2
    desk.press("go", "search", q="drei wochen")
    assert "Lohn nicht gezahlt" in page_text(desk.page), "found by its text"


def test_what_is_given_already_is_said_in_the_search(desk: Desk, house: SimpleNamespace) -> None:
    served(desk)
    desk.tick("handout", ROMANIAN).press("go", "search", q="arbeitsrechte")
    assert "wird mitgegeben" in page_text(desk.page)
    assert ("handout", ROMANIAN) in desk.form()


def test_the_search_says_nothing_more_in_neutral_mode(desk: Desk, house: SimpleNamespace) -> None:
    served(desk, "ro", *PROTECTED).press("go", "search", q="arbeitsrechte")
    assert values(desk, "handout") == []
