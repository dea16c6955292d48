"""The list and the form of interpreting services: take over, save, correct, end, put back, two editors."""

import re

import pytest
from flask.testing import FlaskClient

from app.db import Database
from app.house.interpreting.service import interpreters
from app.house.interpreting.values import Service
from referrals.directory.service import offices
from tests.web.interpreting.services import FORM, sits, stored
from tests.web.pages import check_page, open_page, text_of
from tests.web.staff import post

pytestmark = pytest.mark.one_database


def services(database: Database) -> list[Service]:
    with database.reading() as session:
        return list(interpreters(session))


def only(database: Database) -> Service:
    (service,) = services(database)
    return service


def test_an_empty_house_offers_what_the_directory_knows(editor: FlaskClient, advisor: FlaskClient) -> None:
    page = open_page(editor, "/interpreters")
    assert "Noch ist kein Dolmetschdienst eingetragen." in page.text()
    assert page.one("a", href="/interpreters/new?office=sprint") is not None
    form = open_page(editor, "/interpreters/new?office=sprint")
    ticked = {box.get("value") for box in form.all("input", name="languages") if "checked" in box.attrib}
    assert {"ar", "fa", "ti", "vi"} <= ticked
    assert form.one("input", name="as_of").get("value") == ""
    assert "languages of the 2011 and 2018/19 training cohorts" in form.text()
    assert not open_page(advisor, "/interpreters").all("a", href="/interpreters/new?office=sprint")


def test_a_service_that_is_taken_over_is_not_offered_again(editor: FlaskClient, database: Database) -> None:
    assert post(editor, "/interpreters/new", FORM | {"office": "sprint"}).status_code == 303
    service = only(database)
    assert (service.facts.office, service.office and service.office.id) == ("sprint", "sprint")
    assert not open_page(editor, "/interpreters").all("a", href="/interpreters/new?office=sprint")


def test_what_is_typed_is_stored_and_shown(editor: FlaskClient, advisor: FlaskClient, database: Database) -> None:
    response = post(editor, "/interpreters/new", FORM)
    facts = only(database).facts
    assert (facts.languages, facts.modes, facts.lead_days) == (("ti", "so"), ("phone",), 0)
    assert (facts.hours, str(facts.as_of)) == ("Mo 08:00-16:00", "2026-10-01")
    assert "Sprachtelefon ist gespeichert." in open_page(editor, response.location or "").text()
    page = open_page(advisor, "/interpreters")
    (row,) = [row for row in page.all("tr") if "Tigrinya" in text_of(row)]
    assert "Sprachtelefon: jetzt, per Telefon, bis 16:00 Uhr" in text_of(row)
    assert re.search(r"Für diese Sprachen ist niemand eingetragen:.* Ukrainisch", page.text())
    assert not page.all("a", href=f"/interpreters/{only(database).id}")


def test_interpreters_who_sit_in_the_house_today_are_shown(advisor: FlaskClient, database: Database) -> None:
    sits(database, "09:00", "12:00")
    sits(database, "07:00", "09:30")
    page = open_page(advisor, "/interpreters")
    (section,) = [one for one in page.all("section") if one.get("aria-labelledby") == "here"]
    assert text_of(section) == "Sprachmittlung heute im Haus 09:00–12:00 Tigrinya und Ukrainisch Raum 2"
    assert "07:00–09:30" not in page.text()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Bitte nennen Sie die Organisation."),
        ("name", "x" * 151, "Das ist zu lang."),
        ("office", "gibtsnicht", "Diese Stelle gibt es im Verzeichnis nicht."),
        ("languages", [], "Bitte kreuzen Sie mindestens eine Sprache an."),
        ("languages", ["xx"], "Eine der Sprachen steht nicht im Verzeichnis."),
        ("modes", [], "Bitte kreuzen Sie mindestens einen Weg an."),
        ("to-1", "7", "Bitte berichtigen Sie die markierten Zeiten."),
        ("lead_days", "61", "Eine Zahl von Tagen von 0 bis 60, oder nichts."),
        ("lead_days", "bald", "Eine Zahl von Tagen von 0 bis 60, oder nichts."),
        ("book_phone", "anrufen", "Eine Telefonnummer, etwa 0341 123-45."),
        ("book_email", "info", "Eine E-Mail-Adresse, etwa info@example.org."),
        ("book_email", "info@example.org?bcc=x@example.org", "Eine E-Mail-Adresse, etwa info@example.org."),
        ("book_link", "javascript:alert(1)", "Eine Internetadresse, die mit https:// beginnt."),
        ("as_of", "2026-11-24", "Ein Tag, der nicht in der Zukunft liegt, oder nichts."),
        ("as_of", "gestern", "Ein Tag, der nicht in der Zukunft liegt, oder nichts."),
    ],
)
def test_what_cannot_be_so_is_said_beside_the_field(
    editor: FlaskClient, database: Database, field: str, value: str | list[str], message: str
) -> None:
    response = post(editor, "/interpreters/new", FORM | {field: value})
    assert response.status_code == 400
    page = check_page(response)
    name = "hours" if field == "to-1" else field
    (link,) = [link for link in page.all("a") if link.get("href") == f"#f-{name}"]
    assert page.one("p", id=f"e-{name}") is not None
    assert page.text().count(message) == 2
    assert text_of(link)
    if field != "name":
        assert page.one("input", name="name").get("value") == "Sprachtelefon"
    assert services(database) == []


def test_an_ended_service_can_be_put_back(editor: FlaskClient, database: Database) -> None:
    name = stored(database)
    response = post(editor, f"/interpreters/{name}", FORM | {"seen": "1", "action": "end"})
    assert not only(database).offered
    page = open_page(editor, response.location or "")
    assert "Sprachtelefon wird nicht mehr vorgeschlagen." in page.text()
    assert post(editor, f"/interpreters/{name}", {"seen": "2", "action": "put back"}).status_code == 303
    assert only(database).offered


def test_nobody_writes_over_what_somebody_else_has_stored(editor: FlaskClient, database: Database) -> None:
    name = stored(database)
    post(editor, f"/interpreters/{name}", FORM | {"seen": "1", "cost": "Zahlt das Amt."})
    response = post(editor, f"/interpreters/{name}", FORM | {"seen": "1", "cost": "kostenlos", "languages": ["ti"]})
    assert response.status_code == 409
    page = check_page(response)
    assert text_of(page.one("p", id="o-cost")) == "Jetzt gespeichert: Zahlt das Amt."
    assert text_of(page.one("p", id="o-languages")) == "Jetzt gespeichert: Somali und Tigrinya"
    assert page.one("input", name="cost").get("value") == "kostenlos"
    assert not page.all("p", id="o-name")
    seen = page.one("input", name="seen").get("value", "")
    assert only(database).facts.cost == "Zahlt das Amt."
    assert post(editor, f"/interpreters/{name}", FORM | {"seen": seen, "cost": "kostenlos"}).status_code == 303
    assert only(database).facts.cost == "kostenlos"


def test_an_old_page_ends_nothing(editor: FlaskClient, database: Database) -> None:
    name = stored(database)
    post(editor, f"/interpreters/{name}", FORM | {"seen": "1"})
    assert post(editor, f"/interpreters/{name}", FORM | {"seen": "1", "action": "end"}).status_code == 409
    assert only(database).offered


def test_hours_that_have_no_place_in_the_grid_stay(editor: FlaskClient, database: Database) -> None:
    name = stored(database, hours="week 1-53/2 Mo 08:00-10:00; Dec 24 off")
    page = open_page(editor, f"/interpreters/{name}")
    form = page.fields(f"/interpreters/{name}")
    grid = [
        (field.attrib["name"], field.get("value", "")) for field in page.all("input") if field.get("class") == "time"
    ]
    texts = {"opening_hours": page.one("input", name="opening_hours").get("value", ""), "holidays": ""}
    fields: dict[str, list[str]] = {}
    for key, value in (*form, *grid, *texts.items()):
        fields.setdefault(key, []).append(value)
    post(editor, f"/interpreters/{name}", {key: value for key, value in FORM.items() if "-1" not in key} | fields)
    assert only(database).facts.hours == "week 1-53/2 Mo 08:00-10:00; Dec 24 off"


def test_a_service_whose_office_is_gone_is_told_so_and_not_suggested(editor: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        gone = next(office.id for office in offices(session).values() if office.status == "defunct")
    stored(database, office=gone)
    text = open_page(editor, "/interpreters").text()
    assert "ihre Stelle gibt es nicht mehr" in text
    assert "jetzt, per Telefon" not in text


def test_no_such_service(editor: FlaskClient) -> None:
    assert editor.get("/interpreters/000000000000").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 400),
        ({"name": "x\0y"}, 303),
        ({"seen": "9" * 40}, 303),
        ({"seen": "²"}, 303),
        ({"lead_days": "²"}, 400),
        ({"as_of": "0001-01-01"}, 303),
        ({"languages": ["ti"] * 5000}, 303),
        ({"opening_hours": "Mo-Fr ((", "grid": ""}, 400),
        ({"name": "<script>alert(1)</script>"}, 303),
    ],
)
def test_strange_input_is_stored_as_text_or_refused(
    editor: FlaskClient, fields: dict[str, str | list[str]], status: int
) -> None:
    response = post(editor, "/interpreters/new", FORM | fields if fields else {})
    assert response.status_code == status
    page = open_page(editor, "/interpreters")
    assert not [one for one in page.all("script") if "alert" in text_of(one)]
