"""Reports in the browser: made, written in, read, thrown away."""

import io

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from app import clock
from app.accounts.roles import Role
from app.demo.mark import set_demo
from app.directory.example import MARK
from app.directory.models import Setting
from app.reports.evaluation.models import EvaluationReport, EvaluationText
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from tests.slips.pages import page_count, text_of, without_spaces
from tests.web.evaluation.conftest import Published
from tests.web.pages import Page, check_page, open_page
from tests.web.staff import post
from tests.web.statistics.conftest import NOW


@pytest.fixture
def report(published: Published) -> str:
    """The address of a new one about two months, the only one there is."""
    with published.database.writing() as session:
        session.execute(delete(EvaluationText))
        session.execute(delete(EvaluationReport))
    with clock.fixed(NOW):
        response = post(published.analyst, "/evaluation", {"first": "2026-08", "last": "2026-09"})
    assert response.status_code == 303
    return response.location


def write(client: FlaskClient, chapter: str, text: str, version: int, **more: str) -> Page:
    """The page after the form of a chapter was sent; after saving, that of the report."""
    response = post(client, chapter, {"text": text, "version": str(version), "language": "de", **more})
    if response.status_code == 303:
        return open_page(client, response.location.partition("#")[0])
    return check_page(response)


def test_the_list_offers_the_last_eighteen_months(published: Published, report: str) -> None:
    with clock.fixed(NOW):
        page = open_page(published.analyst, "/evaluation")
    assert page.one("a", href=report).text == "August 2026 – September 2026"
    chosen = [option.get("value") for option in page.all("option") if "selected" in option.attrib]
    assert chosen == ["2025-05", "2026-10"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-09", "2026-08", "Der erste Monat liegt nach dem letzten"),
        ("2026-12", "2027-02", "noch nicht vorbei"),
        ("2024-01", "2024-03", "noch nichts veröffentlicht"),
        ("gestern", "", "mit Jahr und Monat"),
    ],
)
def test_months_that_cannot_be_are_refused_in_words(published: Published, first: str, last: str, said: str) -> None:
    with clock.fixed(NOW):
        response = post(published.analyst, "/evaluation", {"first": first, "last": last})
    assert response.status_code == 400
    assert said in check_page(response).text()


def test_before_the_first_release_there_is_nothing_to_report_on(unpublished: Published) -> None:
    assert "Noch ist nichts veröffentlicht" in open_page(unpublished.analyst, "/evaluation").text()


def test_a_text_is_written_seen_and_printed(published: Published, report: str) -> None:
    client = published.analyst
    seen = write(client, f"{report}/volumes", "Viel los.\r\n\r\nZweiter Absatz.", 0, do="preview")
    [preview] = seen.all("section", id="preview")
    assert [one.text for one in preview.iter("p")] == ["Viel los.", "Zweiter Absatz."]
    assert "Noch kein Text." in open_page(client, report).text()
    saved = write(client, f"{report}/volumes", "Viel los.\r\n\r\nZweiter Absatz.", 0, do="save")
    assert "Gespeichert: Umfang" in saved.text()
    write(client, f"{report}/volumes", "Busy.", 0, do="save", language="en")
    german = client.get(f"{report}/report.pdf?language=de")
    assert german.mimetype == "application/pdf"
    assert "evaluation-2026-08--2026-09-de.pdf" in german.headers["Content-Disposition"]
    assert "Viellos." in without_spaces(text_of(german.data))
    english = docx.Document(io.BytesIO(client.get(f"{report}/report.docx?language=en").data))
    assert "Busy." in [one.text for one in english.paragraphs]


def test_two_analysts_lose_nothing(published: Published, report: str) -> None:
    first, second = published.analyst, published.staff[Role.ADMIN]
    write(first, f"{report}/topics", "Von der ersten", 0, do="save")
    response = post(second, f"{report}/topics", {"text": "Von der zweiten", "version": "0", "language": "de"})
    assert response.status_code == 409
    page = check_page(response)
    assert "Von der ersten" in page.text()
    assert page.one("textarea").text == "Von der zweiten"
    assert dict(page.fields(f"{report}/topics"))["version"] == "1"
    write(second, f"{report}/topics", "Von beiden", 1, do="save")
    with published.database.reading() as session:
        assert session.scalars(select(EvaluationText.text)).all() == ["Von beiden"]


def test_a_suggestion_is_taken_over_as_a_line(published: Published, report: str) -> None:
    page = write(published.analyst, f"{report}/recommendations", "Eigenes", 0, take="0")
    own, taken = (page.one("textarea").text or "").split("\n")
    assert own == "Eigenes"
    assert taken.startswith("Personal und Material auf das vorbereiten, was zugenommen hat")
    out_of_range = write(published.analyst, f"{report}/recommendations", "Eigenes", 0, take="99")
    assert out_of_range.one("textarea").text == "Eigenes"


def test_what_cannot_be_kept_stays_in_the_form(published: Published, report: str) -> None:
    for text, said in (("Ein \x07 Ton", "U+0007"), ("x" * 20_001, "20.000 Zeichen")):
        response = post(published.analyst, f"{report}/volumes", {"text": text, "version": "0", "language": "de"})
        assert response.status_code == 400
        page = check_page(response)
        assert said in page.text()
        assert page.one("textarea").text == text


def test_the_figures_stand_beside_the_text(published: Published, report: str) -> None:
    page = open_page(published.analyst, f"{report}/languages")
    assert len(page.all("svg")) >= 1
    assert "Ukrainisch" in page.text()
    assert published.analyst.get(f"{report}/annex").status_code == 404
    assert published.analyst.get(f"{report}/nothing").status_code == 404
    assert published.analyst.get("/evaluation/000000000000").status_code == 404


def test_only_known_chapters_are_written(published: Published, report: str) -> None:
    for chapter in ("nothing", "annex", "x" * 50):
        text = {"text": "Text", "version": "0", "language": "de"}
        assert post(published.analyst, f"{report}/{chapter}", text).status_code == 404
    with published.database.reading() as session:
        assert not session.scalars(select(EvaluationText)).all()


def test_only_a_report_without_texts_is_removed(published: Published, report: str) -> None:
    write(published.analyst, f"{report}/volumes", "Text", 0, do="save")
    assert post(published.analyst, f"{report}/remove").status_code == 409
    write(published.analyst, f"{report}/volumes", "", 1, do="save")
    assert post(published.analyst, f"{report}/remove").status_code == 303
    assert published.analyst.get(report).status_code == 404


def test_made_up_figures_say_so_on_every_page(published: Published, report: str) -> None:
    with published.database.writing() as session:
        set_demo(session)
    try:
        printed = published.analyst.get(f"{report}/report.pdf?language=de").data
        edited = docx.Document(io.BytesIO(published.analyst.get(f"{report}/report.docx?language=de").data))
    finally:
        with published.database.writing() as session:
            session.delete(session.get_one(Setting, MARK))
            raise_revision(session, HOUSE_REVISION)
    said = "Beispieldaten: Alle Kontakte und Zahlen sind erfunden."
    # Once below the title, and at the foot of each page.
    assert without_spaces(text_of(printed)).count(without_spaces(said)) == page_count(printed) + 1
    assert said in [one.text for one in edited.paragraphs]
    assert edited.sections[0].footer.paragraphs[0].text.startswith(said)


def test_others_do_not_get_in(published: Published, report: str) -> None:
    for role in set(Role) - {Role.ANALYST, Role.ADMIN}:
        for address in ("/evaluation", report, f"{report}/report.pdf", f"{report}/volumes"):
            assert published.staff[role].get(address).status_code == 403
