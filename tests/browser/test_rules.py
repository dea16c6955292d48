"""A cell edited and published with the keyboard, with JavaScript and without; two editors; the pages as they look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, expect
from sqlalchemy import delete

from app import clock
from app.directory import history, publishing
from app.directory.entries import Content, Entry
from app.directory.models import Draft
from app.rules.desk import published
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect

TABLE = "/rules/aufenthalt/titel_verlaengern"
RULE = "AUFE-017"
PUBLISHED = {"de": "Veröffentlicht: 1 Regel.", "en": "Published: 1 rule."}
PAGES = {
    "start": "/rules",
    "search": "/rules?q=caritas",
    "nothing found": "/rules?q=gibtsnicht",
    "table": TABLE,
    "filtered": f"{TABLE}?office=caritas&sort=valid",
    "open row": f"{TABLE}?edit={RULE}",
    "new rule": f"{TABLE}?new=1",
    "long labels": "/rules/geld/buergergeld?edit=GELD-003",
}

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    """Drafts go, and what was published is published back."""
    with server.database.reading() as session:
        before = dict(published(session))
    yield
    with server.database.writing() as session:
        session.execute(delete(Draft))
        now = dict(published(session))
        edits = {Entry("rules", one): before.get(one) for one in before | now if before.get(one) != now.get(one)}
        publishing.publish(session, edits, by="test", why="as it was", now=clock.now())


def rule(server: Server, name: str = RULE) -> Content:
    with server.database.reading() as session:
        return published(session)[name]


def drafted(server: Server) -> list[str]:
    with server.database.reading() as session:
        return [one.entry_id for one in session.query(Draft).order_by(Draft.entry_id)]


def cell(advisor: Advisor, column: str, name: str = RULE) -> None:
    """This cell has the focus."""
    expect(advisor.page.locator(f"tr[data-rule='{name}'] [data-column='{column}']")).to_be_focused()


def go_to(advisor: Advisor, name: str = RULE) -> Advisor:
    """From the top of the page into the table, down to a row, with keys only."""
    advisor.page.locator("#table [tabindex='0']").focus()
    rows = advisor.page.locator("tr[data-rule]").evaluate_all("rows => rows.map((row) => row.dataset.rule)")
    return advisor.press(*["ArrowDown"] * rows.index(name))


@both_languages
def test_a_cell_is_edited_and_published_with_the_keyboard_only(visit: Open, server: Server, language: str) -> None:
    advisor = go_to(visit(f"{TABLE}?lang={language}", name="verwaltung"))
    cell(advisor, "rule")
    advisor.press(*["ArrowRight"] * 6)
    cell(advisor, "advises")
    advisor.press("Enter")
    field = advisor.page.locator("#advice-1")
    expect(field).to_be_focused()
    advisor.press("Control+a")
    advisor.page.keyboard.type("caritas")
    advisor.press("Enter")
    expect(advisor.page.locator("#effect")).to_contain_text("Caritas")
    cell(advisor, "rule")
    assert rule(server)["advice"] == ["naomi_jmd"]
    advisor.press("w")
    expect(advisor.page.locator("#why")).to_be_focused()
    advisor.page.keyboard.type("Naomi hat zu")
    advisor.press("Tab", "Enter")
    expect(advisor.page.locator("#done")).to_contain_text(PUBLISHED[language])
    expect(advisor.page.locator("#done")).to_be_focused()
    assert rule(server)["advice"] == ["caritas"]
    with server.database.reading() as session:
        assert history.changes(session, limit=1)[0].why == "Naomi hat zu"
    advisor.page.locator("#done button").focus()
    advisor.press("Enter")
    expect(advisor.page.locator("#done")).to_be_focused()
    assert rule(server)["advice"] == ["naomi_jmd"]


@both_languages
def test_the_same_without_javascript(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"{TABLE}?lang={language}", name="verwaltung", javascript=False)
    advisor.page.locator(f"a.id[href*='{RULE}']").focus()
    advisor.press("Enter")
    field = advisor.page.locator("#advice-1")
    expect(field).to_have_value("Naomi e.V., Jugendmigrationsdienst (JMD) (naomi_jmd)")
    field.focus()
    advisor.press("Control+a")
    advisor.page.keyboard.type("caritas")
    advisor.press("Enter")
    expect(advisor.page.locator("#effect")).to_contain_text("Caritas")
    advisor.page.locator("#why").fill("Naomi hat zu")
    advisor.press("Tab", "Enter")
    expect(advisor.page.locator("#done")).to_contain_text(PUBLISHED[language])
    assert rule(server)["advice"] == ["caritas"]


def test_moving_with_alt_and_arrows(visit: Open, server: Server) -> None:
    advisor = go_to(visit(TABLE, name="verwaltung"), "AUFE-033")
    rows = advisor.page.locator("tr[data-rule]")
    advisor.press("Alt+ArrowUp")
    expect(advisor.page.locator("#done")).to_contain_text("Verschoben, als Entwurf: AUFE-033.")
    expect(rows.nth(4)).to_have_id("r-AUFE-033")
    cell(advisor, "rule", "AUFE-033")
    assert drafted(server) == ["AUFE-033"]
    advisor.press("Alt+ArrowDown")
    expect(rows.nth(5)).to_have_id("r-AUFE-033")
    cell(advisor, "rule", "AUFE-033")


def test_arrows_stop_at_the_edges_and_escape_leaves_the_form(visit: Open, server: Server) -> None:
    advisor = go_to(visit(TABLE, name="verwaltung"), "AUFE-044")
    cell(advisor, "rule", "AUFE-044")
    advisor.press("ArrowUp", "ArrowLeft")
    cell(advisor, "rule", "AUFE-044")
    advisor.press("End", "ArrowRight", "ArrowDown")
    cell(advisor, "checked", "AUFE-032")
    advisor.press("Home", "Enter")
    expect(advisor.page.locator("#priority")).to_be_focused()
    advisor.press("Escape")
    cell(advisor, "rule", "AUFE-032")
    expect(advisor.page.locator("#open")).to_have_count(0)
    assert drafted(server) == []


def test_single_letters_only_in_the_table_and_only_if_they_are_on(visit: Open, server: Server) -> None:
    advisor = go_to(visit(TABLE, name="verwaltung"))
    advisor.press("n")
    expect(advisor.page.locator("#rule_id")).to_be_focused()
    advisor.page.locator("#note").focus()
    advisor.page.keyboard.type("nfw")
    expect(advisor.page.locator("#note")).to_have_value("nfw")
    quiet = visit("/account", name="verwaltung")
    letters = quiet.page.locator("[name=single_keys]")
    letters.uncheck()
    quiet.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")
    quiet.page.goto(TABLE)
    go_to(quiet).press("n")
    cell(quiet, "rule")
    quiet.page.goto("/account")
    letters.check()
    quiet.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")


def test_what_was_typed_is_not_left_in_silence(visit: Open) -> None:
    advisor = visit(f"{TABLE}?edit={RULE}", name="verwaltung")
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    advisor.page.on("dialog", stay)
    field = advisor.page.locator("#note")
    field.press_sequentially("x")
    field.press("Escape")
    expect(field).to_have_value("x")
    assert asked == ["beforeunload"]


def test_two_editors_of_one_row(visit: Open, server: Server) -> None:
    first, second = (visit(f"{TABLE}?edit={RULE}", name="verwaltung") for _ in range(2))
    first.page.locator("#reason_de").fill("von der ersten")
    first.page.locator("#advice-1").press("Enter")
    expect(first.page.locator("#done")).to_be_visible()
    second.page.locator("#note").fill("von der zweiten")
    second.page.locator("#advice-1").press("Enter")
    conflict = second.page.locator("#conflict")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("von der ersten")
    expect(second.page.locator("#note")).to_have_value("von der zweiten")
    inspect(second)
    second.page.set_viewport_size({"width": 1280, "height": 800})
    second.page.locator("#reason_de").fill("von der ersten")
    second.page.locator("#advice-1").press("Enter")
    expect(second.page.locator("#done")).to_contain_text("als Entwurf gespeichert")
    with server.database.reading() as session:
        content = session.get_one(Draft, ("rules", RULE)).content
    assert content is not None
    assert (content["note"], content["reason_de"]) == ("von der zweiten", "von der ersten")


def test_a_new_rule_and_a_case_with_the_mouse(visit: Open, server: Server) -> None:
    advisor = visit(TABLE, name="verwaltung", javascript=False)
    advisor.click("Neue Regel")
    advisor.page.locator("#g1-1").fill("Forscher/in, Gastwissenschaftler/in")
    advisor.page.locator("#responsible-1").fill("abh")
    advisor.page.locator("#source").fill("Gespräch")
    advisor.page.locator("#priority").fill("36")
    advisor.page.locator(".rule-form .kern-btn--primary").click()
    expect(advisor.page.locator("#effect")).to_contain_text("dann AUFE-050")
    advisor.page.get_by_label("Forscher/in, Gastwissenschaftler/in").check()
    advisor.page.locator("button[value=play]").click()
    expect(advisor.page.locator("#played")).to_contain_text("AUFE-050")
    assert drafted(server) == ["AUFE-050"]


@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_looks(visit: Open, page: str, language: str) -> None:
    path = PAGES[page]
    advisor = visit(f"{path}{'&' if '?' in path else '?'}lang={language}", name="verwaltung")
    for summary in advisor.page.locator("main summary").all():
        if not summary.locator("..").evaluate("details => details.open"):
            summary.click()
    inspect(advisor)


@both_languages
def test_looks_with_faults_drafts_and_a_case(visit: Open, language: str) -> None:
    advisor = visit(f"{TABLE}?edit={RULE}&lang={language}", name="verwaltung")
    advisor.page.locator("#responsible-1").fill("Auslnderbehörde")
    advisor.page.locator("#source").fill("")
    advisor.page.locator("#priority").press("Enter")
    expect(advisor.page.locator(".kern-error").first).to_be_visible()
    inspect(advisor)
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    advisor.page.locator("#responsible-1").fill("caritas")
    advisor.page.locator("#source").fill("S1")
    advisor.page.locator("#priority").press("Enter")
    expect(advisor.page.locator("#effect")).to_be_visible()
    advisor.page.goto(f"{TABLE}?edit=AUFE-018")
    advisor.page.locator("#age").fill("40")
    advisor.page.locator("#age").press("Enter")
    expect(advisor.page.locator("#effect .drafts li")).to_have_count(2)
    advisor.page.locator("#case-age").fill("25")
    advisor.page.locator("#case-age").press("Enter")
    expect(advisor.page.locator("#played")).to_be_visible()
    inspect(advisor)
