"""The start page and the table: rows, words, order, filters, search, addresses."""

import pytest
from sqlalchemy import delete, update

from app.vocabulary.models import Revision
from config import Settings
from referrals.routing.models import RoutingRule, RuleDocument, RuleOffice
from tests.web.pages import text_of
from tests.web.rules.desk import RULE, TABLE, Editor


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Reading is the same on both databases."""
    return sqlite_settings


def test_the_start_page_has_every_subtopic_with_what_there_is_to_do(editor: Editor) -> None:
    editor.open("/rules")
    assert "287 Regeln. Keine Lücke, kein Widerspruch" in editor.text
    assert len(editor.page.all("section")) == 18
    links = [one.attrib["href"] for one in editor.page.all("a") if one.attrib["href"].startswith("/rules/")]
    assert len(links) == 92
    assert TABLE in links
    row = next(one for one in editor.page.all("tr") if any(link.get("href") == TABLE for link in one.iter("a")))
    assert text_of(row).endswith("10 –")


def test_drafts_and_due_rules_are_counted_on_the_start_page(editor: Editor) -> None:
    editor.edit().save(review_on="2026-11-23", note="x")
    editor.open("/rules")
    row = next(one for one in editor.page.all("tr") if any(link.get("href") == TABLE for link in one.iter("a")))
    assert "1 Entwurf 1 fällig" in text_of(row)
    assert "1 Entwurf ist nicht veröffentlicht." in editor.text


def test_search_by_words_and_straight_to_an_id(editor: Editor) -> None:
    editor.open("/rules?q=Naomi 27 aufenthaltstitel verlängern")
    assert text_of(editor.page.one("h2", id="found")) == "1 Regel gefunden"
    assert f"{TABLE}?edit={RULE}" in [one.attrib["href"] for one in editor.page.all("a")]
    response = editor.client.get(f"/rules?q={RULE}")
    assert (response.status_code, response.location) == (302, f"{TABLE}?edit={RULE}")
    assert "Keine Regel enthält diese Wörter" in editor.open("/rules?q=gibtsnicht").text
    assert "Die ersten 50 sind zu sehen" in editor.open("/rules?q=e").text


def test_rows_in_the_order_in_which_they_win_with_words(editor: Editor) -> None:
    editor.open()
    assert editor.rules() == [
        "AUFE-044", "AUFE-032", "AUFE-012", "AUFE-013", "AUFE-014", "AUFE-033", "AUFE-015", "AUFE-016", "AUFE-017",
        "AUFE-018",
    ]  # fmt: skip
    assert editor.cells() == {
        "rule": "AUFE-017 Prioritätszahl 37",
        "residence": "egal",
        "group": "egal",
        "age": "unter 27",
        "flag": "egal",
        "responsible": "Ausländerbehörde (Ordnungsamt)",
        "advises": "Naomi e.V., Jugendmigrationsdienst (JMD)",
        "valid": "immer",
        "checked": "–",
    }
    assert editor.cells("AUFE-018")["rule"].endswith("Auffangregel")
    assert editor.cells("AUFE-032")["residence"] == "Landkreis"
    assert editor.cells("AUFE-014")["valid"] == "bis 04.03.2027"
    assert editor.cells("AUFE-033")["valid"] == "später ab 05.03.2027"
    headings = [text_of(one) for one in editor.page.all("th", scope="colgroup")]
    assert headings == ["Wenn …", "… dann"]
    assert not editor.page.all("aside", id="effect"), "there is nothing to publish"


def test_in_english(editor: Editor) -> None:
    editor.open(f"{TABLE}?lang=en")
    assert editor.cells()["age"] == "under 27"
    assert editor.cells()["residence"] == "any"
    assert [text_of(one) for one in editor.page.all("th", scope="colgroup")] == ["When …", "… then"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("office=naomi_jmd", ["AUFE-017"]),
        ("group=student", ["AUFE-012", "AUFE-015", "AUFE-016", "AUFE-017", "AUFE-018"]),
        ("valid=later", ["AUFE-033"]),
        ("only=drafts", []),
        ("q=fiktion nichts", []),
        ("q=aufe-017", ["AUFE-017"]),
        ("office=naomi_jmd&sort=nonsense&valid=nonsense", ["AUFE-017"]),
    ],
)
def test_filters(editor: Editor, query: str, found: list[str]) -> None:
    editor.open(f"{TABLE}?{query}")
    assert editor.rules() == found
    assert f"{len(found)} von 10 Regeln" in editor.text


def test_sorting_says_so_and_turns_round(editor: Editor) -> None:
    editor.open(f"{TABLE}?sort=rule")
    assert editor.rules()[0] == "AUFE-012"
    heading = next(one for one in editor.page.all("th") if "aria-sort" in one.attrib)
    assert heading.get("aria-sort") == "ascending"
    link = next(heading.iter("a")).attrib["href"]
    assert editor.open(link).rules()[0] == "AUFE-044"
    assert "Sortiert nach „Regel“" in editor.text


def test_old_and_foreign_addresses(editor: Editor) -> None:
    response = editor.client.get(f"/rules/wohnen/mietproblem?edit={RULE}")
    assert (response.status_code, response.location) == (302, f"{TABLE}?edit={RULE}")
    assert editor.client.get(f"/rules/aufenthalt?edit={RULE}").location == f"{TABLE}?edit={RULE}"
    assert editor.client.get("/rules/aufenthalt").location == "/rules#t-aufenthalt"
    for path in ("/rules/nowhere", "/rules/aufenthalt/nowhere", f"{TABLE}?edit=AUFE-999", f"{TABLE}?copy=AUFE-999"):
        assert editor.client.get(path).status_code == 404, path


def test_a_topic_without_rules_says_what_happens(editor: Editor) -> None:
    rules = editor.open().rules()
    with editor.database.writing() as session:
        for column in (RuleOffice.rule_id, RuleDocument.rule_id, RoutingRule.id):
            session.execute(delete(column.class_).where(column.in_(rules)))
        session.execute(update(Revision).values(number=Revision.number + 1))
    assert "Dieses Thema hat noch keine Regel" in editor.open().text
    assert "1 Befund" in editor.open("/rules").text
    assert editor.open(f"{TABLE}?new=1").field("rule_id") == "AUFE-050"


def test_a_rule_of_a_whole_topic_has_a_table_of_its_own(editor: Editor) -> None:
    with editor.database.writing() as session:
        session.execute(update(RoutingRule).where(RoutingRule.id == RULE).values(topic_id="aufenthalt"))
        session.execute(update(Revision).values(number=Revision.number + 1))
    links = [one.attrib["href"] for one in editor.open("/rules").page.all("a")]
    assert "/rules/aufenthalt" in links
    assert editor.open("/rules/aufenthalt").rules() == [RULE]
    assert editor.open(f"/rules/aufenthalt?edit={RULE}").save(note="neu").shown()["note"] == "neu"
