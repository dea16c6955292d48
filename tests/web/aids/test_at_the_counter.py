"""Work aids beside the answer: those that fit, for the advisor's eyes, never on paper."""

from datetime import date
from xml.etree.ElementTree import Element

import pytest

from app.db import Database
from app.house.aids import service
from app.house.aids.values import Content
from tests.web.counter.conftest import MONDAY, desk
from tests.web.counter.desk import Desk, pdf_text
from tests.web.counter.test_printing import PRIVATE, printed
from tests.web.pages import text_of

pytestmark = pytest.mark.one_database

__all__ = ["desk"]
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def aids(database: Database) -> None:
    with database.writing() as session:
        for content in (
            Content(
                "page", "Ablauf im Ankommenszentrum", DAY, topics=("aufenthalt/ukraine_24",), body="Nur **intern**."
            ),
            Content("link", "Amt24", date(2025, 1, 1), topics=("aufenthalt",), link="https://amt24.de", review_on=DAY),
            Content("list", "Bibliotheken", DAY, topics=("kultur",), body="Ort;Tage\nMitte;Mo"),
            Content("page", "Für das Team", DAY, body="überall"),
            Content("page", "Gespräch in Ruhe", DAY, topics=("schutz/haeusliche_gewalt",), body="Tür schließen."),
            Content("page", "Alt", DAY, topics=("aufenthalt",), body="alt", archived=True),
        ):
            service.create(session, content, by="editor", now=MONDAY)


def box(desk: Desk) -> Element:
    [found] = [one for one in desk.page.all("details") if "data-aids" in one.attrib]
    return found


def test_those_that_fit_the_closest_first(desk: Desk) -> None:
    shown = text_of(box(desk.serve("uk", *PRIVATE)))
    assert shown.index("Ablauf im Ankommenszentrum") < shown.index("Amt24")
    assert "Nur intern." in shown
    assert "Prüfung überfällig" in shown.partition("Amt24")[2]
    for other in ("Bibliotheken", "Für das Team", "Gespräch in Ruhe", "Alt "):
        assert other not in shown


def test_no_box_where_there_is_nothing(desk: Desk) -> None:
    desk.serve("uk", "wohnen", "wohnen/mietproblem")
    assert not [one for one in desk.page.all("details") if "data-aids" in one.attrib]


@pytest.mark.parametrize("how", ["print_log", "print"])
def test_nothing_of_it_is_printed(desk: Desk, how: str) -> None:
    text = pdf_text(printed(desk.serve("uk", *PRIVATE).finish(how)))
    assert "Ankommenszentrum der Stadt Leipzig" in text
    for internal in ("Ablauf", "intern", "Amt24"):
        assert internal not in text


def test_with_a_protected_topic_they_are_covered_like_the_topic(desk: Desk) -> None:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    assert "Tür schließen." in text_of(box(desk))
    assert "data-cover" in box(desk).attrib
    assert "open" not in box(desk).attrib
