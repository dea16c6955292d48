"""From language to answer, in the way a browser without JavaScript goes."""

import pytest

from tests.web.counter.desk import Desk, page_text
from tests.web.pages import check_fragment, open_page

pytestmark = pytest.mark.one_database


def test_a_ukrainian_with_private_accommodation_is_sent_to_the_arrival_centre(desk: Desk) -> None:
    desk.press("language", "uk").press("topic", "aufenthalt").press("subtopic", "aufenthalt/ukraine_24")
    assert desk.asked[0] == "residence"
    desk.press("a-residence", "city")
    assert desk.asked[0] == "private_accommodation"
    desk.press("a-private_accommodation", "yes")
    text = page_text(desk.page)
    assert "Ankommenszentrum der Stadt Leipzig" in text
    assert "Ungeprüft, Stand 2022" in text
    assert "AUFE-027" in text
    assert "AUFE-028" in text
    assert desk.asked in ([], ["status"])


def test_only_questions_that_change_the_answer_are_asked(desk: Desk) -> None:
    desk.press("language", "ar").press("topic", "kultur").press("subtopic", "kultur/bibliothek")
    assert desk.asked in ([], ["status"])
    assert not desk.page.all("fieldset", **{"class": "ask"})


def test_without_papers_is_never_asked_but_can_be_said(desk: Desk) -> None:
    desk.press("language", "ar").press("topic", "einbuergerung").press("subtopic", "einbuergerung/sachstand_wartezeit")
    desk.press("a-residence", "city")
    asked = [element for element in desk.page.all("fieldset") if element.get("data-keys") == "question"]
    assert not asked
    desk.press("a-status", "undocumented")
    assert "Caritas" in page_text(desk.page)


def test_do_not_send_there_yet(desk: Desk) -> None:
    desk.press("language", "ar").press("topic", "einbuergerung").press("subtopic", "einbuergerung/sachstand_wartezeit")
    desk.press("a-residence", "city")
    assert "Bitte jetzt noch nicht hinschicken" in page_text(desk.page)


@pytest.mark.parametrize(
    ("typed", "tag"), [("tig", "ti"), ("ungar", "hu"), ("polski", "pl"), ("somali", "so"), ("ΕΛΛΗΝΙΚΑ", "el")]
)
def test_a_language_is_found_by_what_is_typed(desk: Desk, typed: str, tag: str) -> None:
    desk.press("go", "next", language_query=typed)
    assert ("language", tag) in desk.form()


def test_an_ambiguous_language_is_asked_back(desk: Desk) -> None:
    desk.press("go", "next", language_query="kurd")
    assert ("language", "ku") not in desk.form()
    desk.press("language", "ckb")
    assert ("language", "ckb") in desk.form()


def test_an_unknown_language_keeps_the_screen_and_says_so(desk: Desk) -> None:
    desk.press("go", "next", language_query="xyz")
    assert "Keine Sprache beginnt mit „xyz“" in page_text(desk.page)
    desk.press("language", "uk")
    assert ("language", "uk") in desk.form()


def test_a_language_without_catalogue_says_which_slip_there_is(desk: Desk) -> None:
    desk.press("go", "next", language_query="romanes")
    assert "Noch kein Zettel in dieser Sprache" in page_text(desk.page)


@pytest.mark.parametrize(
    ("query", "subtopic"),
    [
        ("Kaution", "wohnen/mietproblem"),
        ("deposit", "wohnen/mietproblem"),
        ("Meldebescheinigung", "aufenthalt/anmeldung"),
        ("Bürgeramt Mitte", "aufenthalt/anmeldung"),
        ("FLÜCHTLINGSRAT", None),
        ("führerschein", "alltag/fuehrerschein"),
    ],
)
def test_search_by_label_keyword_and_former_office_name(desk: Desk, query: str, subtopic: str | None) -> None:
    desk.press("go", "search", q=query)
    found = [button.get("value") for button in desk.page.all("button", name="subtopic")]
    if subtopic is None:
        assert found or "Nichts gefunden" in page_text(desk.page)
    else:
        assert subtopic in found
        desk.press("subtopic", subtopic)
        assert ("subtopic", subtopic) in desk.form()


def test_one_step_back_at_a_time(desk: Desk) -> None:
    desk.serve("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"))
    desk.press("go", "back")
    assert ("a-residence", "city") not in desk.form()
    desk.press("go", "back")
    assert not [value for name, value in desk.form() if name == "subtopic"]
    desk.press("go", "back").press("go", "back")
    assert not [value for name, value in desk.form() if name == "language"]


def test_an_answer_can_be_taken_back_alone(desk: Desk) -> None:
    desk.serve("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "no"))
    desk.press("go", "drop residence")
    assert ("a-private_accommodation", "no") in desk.form()
    assert desk.asked[0] == "residence"


def test_another_topic_keeps_what_is_known_of_the_person(desk: Desk) -> None:
    desk.serve("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "yes"))
    desk.press("go", "more").press("topic", "kultur").press("subtopic", "kultur/bibliothek")
    assert ("a-residence", "city") in desk.form()
    assert "Ankommenszentrum" in page_text(desk.page)


def test_a_topic_without_a_rule_gets_the_centre_itself(desk: Desk) -> None:
    with desk.client.application.extensions["database"].writing() as session:
        from referrals.routing.models import RoutingRule

        for rule in session.query(RoutingRule).filter_by(topic_id="kultur/bibliothek"):
            session.delete(rule)
        from app.vocabulary.models import Revision

        session.get_one(Revision, 1).number += 1
    desk.press("language", "uk").press("topic", "kultur").press("subtopic", "kultur/bibliothek")
    text = page_text(desk.page)
    assert "passt keine Regel" in text
    assert "Willkommenszentrum Leipzig (WZL)" in text


def test_neutral_mode_covers_the_topic(desk: Desk) -> None:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    for trait in ("male_victim", "acute"):
        if trait in desk.asked:
            desk.press(f"a-{trait}", "yes" if trait == "acute" else "no")
    text = page_text(desk.page)
    assert "Neutraler Modus" in text
    assert "+49 341 55010420" in text
    covered = [element for element in desk.page.all("details") if "data-cover" in element.attrib]
    assert len(covered) > 2, "the topic and each office"
    assert not [element for element in covered if "open" in element.attrib]
    for element in [*covered, *desk.page.all("details", **{"class": "why box pad"})]:
        desk.page.parents[element].remove(element)
    assert not [word for word in ("Gewalt", "Frauen", "Sofortaufnahme", "Schutz") if word in page_text(desk.page)]
    assert "persons" not in {field.get("name") for field in desk.page.all("input", type="radio")}


@pytest.mark.parametrize(
    "fields",
    [
        {"language": "xx"},
        {"topic": "nowhere"},
        {"subtopic": "wohnen/nowhere"},
        {"a-nonsense": "yes", "language": "uk", "subtopic": "kultur/bibliothek"},
        {"a-residence": "moon", "language": "uk", "subtopic": "aufenthalt/ukraine_24"},
        {"a-age": "young", "language": "uk", "subtopic": "kultur/bibliothek"},
        {"earlier": "nowhere|abh"},
    ],
)
def test_what_the_directory_does_not_have_is_said_in_a_sentence(desk: Desk, fields: dict[str, str]) -> None:
    response = desk.client.post("/counter/answer", data=fields | {"csrf_token": desk.page.csrf_token})
    desk.show(response)
    assert [element for element in desk.page.root.iter() if element.get("role") == "alert"]


def test_htmx_gets_the_desk_alone(desk: Desk) -> None:
    response = desk.client.post(
        "/counter/answer",
        data={"language": "uk", "csrf_token": desk.page.csrf_token},
        headers={"HX-Request": "true"},
    )
    page = check_fragment(response)
    assert page.all("html") == []
    page.one("div", id="desk")


def test_traits_are_in_no_address(desk: Desk) -> None:
    desk.serve("uk", "aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"))
    addresses = [
        element.get(name, "") for element in desk.page.root.iter() for name in ("href", "action", "formaction")
    ]
    assert not [address for address in addresses if "residence" in address or "ukraine" in address]


def test_in_english(desk: Desk) -> None:
    desk.page = open_page(desk.client, "/counter?lang=en")
    desk.press("language", "uk").press("topic", "wohnen")
    assert "Finding a flat" in page_text(desk.page)
    assert desk.page.one("html").get("lang") == "en"
