"""A PDF for a handout: chosen, dropped, refused, cancelled, waited for; with the keyboard, and without JavaScript."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect
from sqlalchemy import delete, select

from app.files.models import StoredFile
from handouts.models import EditionStock, HandoutEdition
from tests.browser.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.server import Server
from tests.browser.test_looks import inspect
from tests.unit.files.active import ACTIVE
from tests.unit.files.pdfs import plain

SAVED = re.compile(r"/handouts/h_stadtplan\?done=")
FORM = "/handouts/h_stadtplan/editions/new"
both_languages = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture(autouse=True)
def as_it_was(server: Server) -> Iterator[None]:
    yield
    with server.database.writing() as session:
        for table in (EditionStock, HandoutEdition, StoredFile):
            session.execute(delete(table))


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


GOOD = file("Stadtplan.pdf", plain(2))
WITH_SCRIPT = file("../../etc/passwd\u202efdp.exe", ACTIVE["script on opening"][0]())
NO_PDF = file("Stadtplan.pdf", b"MZ" + bytes(1000))


def form(visit: Open, language: str = "de", *, javascript: bool = True) -> Advisor:
    """An editor who describes a new edition."""
    advisor = visit(f"{FORM}?lang={language}", name="verwaltung", javascript=javascript)
    advisor.page.locator("#f-language").select_option("uk")
    advisor.page.locator("[name=kind][value=file]").check()
    return advisor


def choose(page: Page, payload: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(payload)


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern").press("Enter")


def stored(server: Server) -> list[tuple[int, list[str]]]:
    """Pages and notes of the files of all editions."""
    named = select(HandoutEdition.file_digest)
    with server.database.reading() as session:
        rows = session.scalars(select(StoredFile).where(StoredFile.digest.in_(named)))
        return [(row.pages, row.notes) for row in rows]


def test_a_file_is_checked_at_once_and_saved_with_the_form(visit: Open, server: Server) -> None:
    page = form(visit).page
    choose(page, WITH_SCRIPT)
    done = page.locator(".upload-done")
    expect(done).to_contain_text("Geprüft und bereit zum Speichern.")
    expect(done).to_contain_text("Programme in der Datei (JavaScript) wurden entfernt.")
    picture = done.get_by_role("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(image) => image.naturalWidth") == 240
    assert page.locator("input[type=file]").evaluate("(input) => input.files.length") == 0
    save(page)
    page.wait_for_url(SAVED)
    assert stored(server) == [(1, ["script"])]


def test_saving_waits_for_the_check(visit: Open, server: Server) -> None:
    page = form(visit).page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/files", hold)
    page.evaluate("window.stayed = true")
    choose(page, GOOD)
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.evaluate("document.querySelector('.edition-form [type=submit]').click()")
    assert page.evaluate("window.stayed"), "the form is still there"
    held[0].continue_()
    page.wait_for_url(SAVED)
    assert stored(server) == [(2, [])]


def test_a_refusal_says_what_to_do_and_the_form_stays(visit: Open) -> None:
    page = form(visit).page
    page.locator("[name=note]").fill("im Schrank links")
    choose(page, NO_PDF)
    refused = page.locator(".upload-refused")
    expect(refused).to_contain_text("Das ist keine PDF-Datei")
    expect(refused).to_contain_text("drucken Sie sie neu in eine PDF-Datei")
    expect(page.locator("[name=note]")).to_have_value("im Schrank links")
    choose(page, GOOD)
    expect(page.locator(".upload-done")).to_contain_text("2 Seiten")
    expect(refused).to_have_count(0)


def test_a_new_file_that_is_refused_leaves_the_one_before(visit: Open, server: Server) -> None:
    page = form(visit).page
    choose(page, GOOD)
    expect(page.locator(".upload-done")).to_contain_text("2 Seiten")
    choose(page, NO_PDF)
    expect(page.locator(".upload-done")).to_contain_text("Das ist keine PDF-Datei")
    expect(page.locator(".upload-done")).to_contain_text("2 Seiten")
    save(page)
    page.wait_for_url(SAVED)
    assert stored(server) == [(2, [])]


def test_a_file_can_be_dropped(visit: Open) -> None:
    page = form(visit).page
    expect(page.locator(".upload-drop")).to_have_text("oder ziehen Sie die Datei hierher")
    drop(page, 2)
    expect(page.locator(".upload-said")).to_have_text("Bitte ziehen Sie nur eine einzige Datei hierher.")
    drop(page, 1)
    expect(page.locator(".upload-done")).to_contain_text("2 Seiten")


def drop(page: Page, times: int) -> None:
    page.evaluate(
        """([bytes, times]) => {
          const data = new DataTransfer();
          for (let n = 0; n < times; n++) data.items.add(new File([new Uint8Array(bytes)], `${n}.pdf`));
          const event = { dataTransfer: data, bubbles: true, cancelable: true };
          const place = document.querySelector(".upload-place");
          place.dispatchEvent(new DragEvent("dragover", event));
          place.dispatchEvent(new DragEvent("drop", event));
        }""",
        [list(GOOD["buffer"]), times],
    )


def test_an_upload_can_be_cancelled(visit: Open, server: Server) -> None:
    page = form(visit).page
    page.route("**/files", lambda route: None)
    choose(page, GOOD)
    cancel = page.get_by_role("button", name="Hochladen abbrechen")
    cancel.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Abgebrochen")).to_have_text(
        "Abgebrochen. Es wurde keine Datei hochgeladen."
    )
    expect(page.locator("input[type=file]")).to_be_focused()
    expect(cancel).to_be_hidden()


def test_a_broken_line_is_told(visit: Open) -> None:
    page = form(visit).page
    page.route("**/files", lambda route: route.abort())
    choose(page, GOOD)
    expect(page.locator(".upload-said")).to_have_text(
        "Das Hochladen wurde unterbrochen. Bitte wählen Sie die Datei noch einmal aus."
    )


def test_a_giant_is_not_even_sent(visit: Open, tmp_path: Path) -> None:
    giant = tmp_path / "riese.pdf"
    with giant.open("wb") as opened:
        opened.truncate(200_000_000)
    page = form(visit).page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("input[type=file]").set_input_files(giant)
    expect(page.locator(".upload-refused")).to_contain_text("größer als 25 MB")
    assert sent == []


def test_without_javascript(visit: Open, server: Server) -> None:
    """The form itself carries the file; refused it says why, and a file that was good stays when a field is not."""
    page = form(visit, javascript=False).page
    choose(page, NO_PDF)
    page.locator("[name=note]").fill("im Schrank links")
    save(page)
    expect(page.locator(".upload-refused")).to_contain_text("Das ist keine PDF-Datei")
    expect(page.locator("[name=note]")).to_have_value("im Schrank links")
    choose(page, GOOD)
    page.locator("#f-language").select_option("")
    save(page)
    expect(page.locator(".upload-done")).to_contain_text("2 Seiten")
    page.locator("#f-language").select_option("uk")
    save(page)
    page.wait_for_url(SAVED)
    assert stored(server) == [(2, [])]


@both_languages
def test_looks(visit: Open, language: str) -> None:
    advisor = form(visit, language)
    inspect(advisor)
    choose(advisor.page, WITH_SCRIPT)
    expect(advisor.page.locator(".upload-kept")).to_be_visible()
    inspect(advisor)
    choose(advisor.page, NO_PDF)
    expect(advisor.page.locator(".upload-refused")).to_be_visible()
    inspect(advisor)
