"""Copies at the desk: one more, one less, counted; what is low is asked for where it comes from."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.db import Database
from handouts.editions import Wish
from handouts.service import hand_out
from handouts.stock import Stock
from tests.web.library.shelves import copies, put
from tests.web.pages import check_page, open_page, text_of
from tests.web.staff import post


def press(client: FlaskClient, edition: str, action: str, **fields: str) -> str:
    """Where pressing the button leads."""
    response = post(client, f"/handouts/h_kita/editions/{edition}/stock", {"action": action, **fields})
    assert response.status_code == 303
    return str(response.location)


def test_an_advisor_counts_up_and_down_and_stays_on_the_button(advisor: FlaskClient, database: Database) -> None:
    edition = put(database, "h_kita", left=1, reorder_at=1)
    where = press(advisor, edition, "more", back="stock")
    assert where == f"/handouts/stock?at={edition}&did=more"
    assert copies(database, edition) == Stock(2, 1)
    (focused,) = [button for button in open_page(advisor, where).all("button") if button.get("autofocus") is not None]
    assert focused.get("value") == "more"
    assert focused.get("aria-label") == "Ein Exemplar mehr: Heft Kinderbetreuung (de, en, ar, Dari), Ukrainisch"
    for _ in range(3):
        press(advisor, edition, "less")
    assert copies(database, edition) == Stock(0, 1)


@pytest.mark.parametrize(
    ("left", "reorder_at", "after"),
    [
        ("40", "10", Stock(40, 10)),
        ("", "10", Stock(None, 10)),
        (" 7 ", "", Stock(7, None)),
        ("-3", "viele", Stock(None, None)),
        ("99999999", "1", Stock(100_000, 1)),
        ("٣", "3", Stock(None, 3)),
    ],
)
def test_what_was_counted(advisor: FlaskClient, database: Database, left: str, reorder_at: str, after: Stock) -> None:
    edition = put(database, "h_kita", left=3)
    assert press(advisor, edition, "set", left=left, reorder_at=reorder_at).startswith("/handouts/h_kita?")
    assert copies(database, edition) == after


def test_of_another_handout_or_of_none_nothing_is_counted(advisor: FlaskClient, database: Database) -> None:
    edition = put(database, "h_jmd", left=3)
    for path in (f"/handouts/h_kita/editions/{edition}/stock", "/handouts/h_kita/editions/nothing/stock"):
        assert post(advisor, path, {"action": "more"}).status_code == 404
    assert copies(database, edition) == Stock(3)


def test_low_ones_first_with_the_publisher_to_ask(advisor: FlaskClient, database: Database) -> None:
    put(database, "h_kita", left=100, reorder_at=5)
    put(database, "h_cabl", left=2, reorder_at=5)
    put(database, "h_jmd", left=0, reorder_at=5)
    put(database, "h_mbe", left=1, reorder_at=5)
    put(database, "h_ikurs_2026")
    put(database, "h_anerkennung", Wish("uk", "link", link="https://example.org/"))
    page = open_page(advisor, "/handouts/stock")
    assert [text_of(heading) for heading in page.all("h2")] == ["Nachzubestellen", "Genug da", "Nicht gezählt"]
    low, enough, uncounted = (text_of(section) for section in page.all("section"))
    assert "Faltblatt CABL Ukrainisch nur noch 2" in low
    assert "Von: Naomi e.V., Jugendmigrationsdienst (JMD) · keine Kontaktdaten erfasst" in low
    assert "keine mehr da" in low
    assert "Es ist kein Herausgeber erfasst." in low
    assert "Heft Kinderbetreuung" in enough
    assert "Integrationskurs 2026" in uncounted
    assert "Anerkennung" not in page.text()


def test_the_e_mail_to_the_publisher_is_written_already(advisor: FlaskClient, database: Database) -> None:
    put(database, "h_cabl", left=0, reorder_at=5)
    (link,) = [a for a in open_page(advisor, "/handouts/stock").all("a") if a.get("href", "").startswith("mailto:")]
    address = urlsplit(link.get("href", ""))
    assert address.path == "kontakt@cab-leipzig.de"
    said = parse_qs(address.query, strict_parsing=True)
    assert said["subject"] == ["Bitte um neue Exemplare: Faltblatt CABL (Ukrainisch)"]
    (body,) = said["body"]
    assert body.startswith("Guten Tag,\r\n\r\nwir geben Ihr Material „Faltblatt CABL“ (Ukrainisch) in der Beratung")
    assert "Wir haben keine Exemplare mehr." in body
    assert body.endswith("Grüße\r\nWillkommenszentrum Leipzig (WZL)")
    assert "\n\r\n\r\n" not in body


def test_before_anything_is_counted_the_page_says_how(advisor: FlaskClient) -> None:
    assert "Es ist noch keine gedruckte Ausgabe erfasst." in open_page(advisor, "/handouts/stock").text()


def test_in_english(advisor: FlaskClient, database: Database) -> None:
    put(database, "h_cabl", left=2, reorder_at=5)
    page = check_page(advisor.get("/handouts/stock?lang=en"))
    assert "CABL leaflet Ukrainian only 2 left" in page.text()


def test_a_number_that_nobody_typed_does_not_bring_back_what_was_handed_out_meanwhile(
    advisor: FlaskClient, database: Database
) -> None:
    edition = put(database, "h_kita", left=20, reorder_at=1)
    page = open_page(advisor, "/handouts/h_kita")
    (left,), (was,) = page.all("input", name="left"), page.all("input", name="was")
    form = {"left": left.attrib["value"], "was": was.attrib["value"], "reorder_at": "1"}
    assert form["left"] == form["was"] == "20"
    with database.writing() as session:
        hand_out(session, [f"h_kita/{edition}"], "2026-Q4")
    press(advisor, edition, "set", **{**form, "reorder_at": "5"})
    assert copies(database, edition) == Stock(left=19, reorder_at=5)
    press(advisor, edition, "set", **{**form, "left": "12"})
    assert copies(database, edition) == Stock(left=12, reorder_at=1)
    press(advisor, edition, "set", **{**form, "left": ""})
    assert copies(database, edition) == Stock(left=None, reorder_at=1)
