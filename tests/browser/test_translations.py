"""Three texts reviewed with the keyboard, with JavaScript and without, and the desk's pages as they look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, expect
from sqlalchemy import delete, update

from app.translation import desk
from app.vocabulary.models import Revision, SlipPhrase, TownTranslation
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect

REVIEWED = {"de": "Gespeichert und geprüft.", "en": "Saved and reviewed."}
PAGES = {
    "overview": "/translations",
    "language": "/translations/uk",
    "right to left": "/translations/ar?state=outdated",
    "other script": "/translations/zh_Hans?kind=topic",
    "nothing found": "/translations/am?q=nonsense",
}

both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        session.execute(delete(TownTranslation))
        session.execute(update(SlipPhrase).where(SlipPhrase.key == "your_topic").values(label_de="Ihr Thema"))
        session.execute(update(Revision).values(number=Revision.number + 1))


@pytest.fixture
def outdated(server: Server) -> None:
    with server.database.writing() as session:
        session.execute(update(SlipPhrase).where(SlipPhrase.key == "your_topic").values(label_de="Ihr Anliegen"))
        session.execute(update(Revision).values(number=Revision.number + 1))


def states(server: Server) -> list[str]:
    with server.database.reading() as session:
        return [item.state for item in desk.items(session, "uk")]


def focused(advisor: Advisor, number: int) -> None:
    """The field of this text has the focus, can be seen, and stands below what was said about the last one."""
    field = advisor.page.locator("textarea").nth(number)
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


@both_languages
def test_three_texts_with_ctrl_enter(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/translations/uk?state=draft&lang={language}", name="verwaltung")
    advisor.page.locator("textarea").first.focus()
    for _ in range(3):
        advisor.press("Control+Enter")
        expect(advisor.page.locator("#done")).to_contain_text(REVIEWED[language])
        focused(advisor, 0)
    assert states(server)[:4] == ["reviewed"] * 3 + ["draft"]


@both_languages
def test_three_texts_without_javascript(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/translations/uk?lang={language}", name="verwaltung", javascript=False)
    advisor.page.locator("textarea").first.focus()
    for number in range(1, 4):
        # From the field one step on is "save as reviewed".
        advisor.press("Tab", "Enter")
        expect(advisor.page.locator("#done")).to_contain_text(REVIEWED[language])
        focused(advisor, number)
    assert states(server)[:4] == ["reviewed"] * 3 + ["draft"]


def test_what_is_typed_is_counted_saved_and_undone(visit: Open, server: Server) -> None:
    advisor = visit("/translations/uk", name="verwaltung")
    field, counter = advisor.page.locator("textarea").first, advisor.page.locator("[data-n]").first
    before = field.input_value()
    field.fill("Моя нова назва")
    expect(counter).to_have_text("14")
    field.press("Enter")
    expect(field).to_have_value("Моя нова назва")
    field.press("Control+Enter")
    expect(advisor.page.locator("textarea").first).to_have_value("Моя нова назва")
    advisor.click("Rückgängig")
    expect(advisor.page.locator("textarea").first).to_have_value(before)
    assert states(server)[0] == "draft"


def test_what_was_typed_elsewhere_on_the_page_is_not_lost_in_silence(visit: Open, server: Server) -> None:
    advisor = visit("/translations/uk", name="verwaltung")
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    advisor.page.on("dialog", stay)
    fields = advisor.page.locator("textarea")
    fields.nth(0).press_sequentially("а")
    typed = fields.nth(0).input_value()
    fields.nth(1).press("Control+Enter")
    expect(fields.nth(0)).to_have_value(typed)
    assert asked == ["beforeunload"]
    assert states(server)[1] == "draft"
    fields.nth(0).press("Control+Enter")
    expect(advisor.page.locator("#done")).to_be_visible()
    assert asked == ["beforeunload"]


def test_the_slip_stands_beside_the_text(visit: Open) -> None:
    advisor = visit("/translations/uk", name="verwaltung", width=1400)
    with advisor.page.expect_response("**/translations/preview.pdf*") as first:
        advisor.page.locator("textarea").nth(1).focus()
    assert first.value.headers["content-type"] == "application/pdf"
    expect(advisor.page.locator("iframe[name=preview]")).to_be_visible()
    advisor.page.locator("textarea").nth(1).fill("Щось інше")
    with advisor.page.expect_response("**/translations/preview.pdf") as typed:
        advisor.page.get_by_role("button", name="Vorschau").nth(1).click()
    assert (typed.value.request.method, typed.value.status) == ("POST", 200)
    expect(advisor.page.locator("textarea").nth(1)).to_have_value("Щось інше")


def test_without_javascript_the_slip_opens_in_a_window_of_its_own(visit: Open) -> None:
    advisor = visit("/translations/uk", name="verwaltung", javascript=False)
    with advisor.page.context.expect_event("response", lambda response: "preview.pdf" in response.url) as slip:
        advisor.page.get_by_role("button", name="Vorschau").first.click()
    assert slip.value.headers["content-type"] == "application/pdf"
    expect(advisor.page.locator("iframe")).to_have_count(0)


@pytest.mark.usefixtures("outdated")
def test_one_click_for_what_has_not_changed_in_meaning(visit: Open, server: Server) -> None:
    advisor = visit("/translations", name="verwaltung", javascript=False)
    advisor.click("Ukrainisch").expect_text("1 deutscher Text hat sich geändert")
    advisor.click("Für diese Sprache hat sich nichts geändert").expect_text("1 Übersetzung behalten.")
    assert "outdated" not in states(server)


@pytest.mark.usefixtures("outdated")
@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_looks(visit: Open, page: str, language: str) -> None:
    path = PAGES[page]
    advisor = visit(f"{path}{'&' if '?' in path else '?'}lang={language}", name="verwaltung")
    for summary in advisor.page.locator("summary").all():
        if not summary.locator("..").evaluate("details => details.open"):
            summary.click()
    inspect(advisor)


@both_languages
def test_messages(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/translations/ar?lang={language}", name="verwaltung")
    field = advisor.page.locator("textarea").first
    field.fill("<b>{x}")
    field.press("Control+Enter")
    expect(advisor.page.locator(".kern-error").first).to_be_visible()
    inspect(advisor)
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    with server.database.writing() as session:
        item = desk.items(session, "ar")[0]
        session.add(
            TownTranslation(
                catalogue="ar",
                domain="slip",
                context=item.entry.context,
                source_hash=item.source,
                source_german=item.entry.german,
                text="نص آخر",
                reviewed=True,
            )
        )
        session.execute(update(Revision).values(number=Revision.number + 1))
    field.fill("نصي")
    field.press("Control+Enter")
    expect(advisor.page.locator(".theirs")).to_contain_text("نص آخر")
    inspect(advisor)
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    field.press("Control+Enter")
    expect(advisor.page.locator("#done")).to_be_visible()
    inspect(advisor)


@both_languages
def test_import(visit: Open, language: str) -> None:
    advisor = visit(f"/translations/fa?lang={language}", name="verwaltung")
    exported = advisor.page.request.get("/translations/fa/slip.po").text()
    changed = exported.replace("#, fuzzy\n", "") + '\nmsgctxt "gone"\nmsgid "Weg"\nmsgstr "رفت"\n'
    file = {"name": "slip.po", "mimeType": "text/x-gettext-translation", "buffer": changed.encode()}
    advisor.page.locator("summary", has_text="Poedit").click()
    advisor.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    advisor.page.locator("form[enctype] button").click()
    expect(advisor.page.locator(".entry").first).to_be_visible()
    inspect(advisor)
    advisor.page.go_back()
    broken = {**file, "buffer": b"x"}
    advisor.page.locator("summary", has_text="Poedit").click()
    advisor.page.locator("input[type=file]").set_input_files(broken)  # type: ignore[arg-type]
    advisor.page.locator("form[enctype] button").click()
    expect(advisor.page.get_by_role("alert")).to_be_visible()
    inspect(advisor)
