"""What comes out of the printer after a conversation."""

import pypdfium2
import pytest

from tests.web.counter.desk import Desk, pdf_text

pytestmark = pytest.mark.one_database

PRIVATE = ("aufenthalt", "aufenthalt/ukraine_24", ("residence", "city"), ("private_accommodation", "yes"))


def printed(desk: Desk) -> bytes:
    response = desk.client.post("/slip.pdf", data=desk.hidden("/slip.pdf"))
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    content: bytes = response.data
    return content


def test_the_slip_says_where_to_go_and_nothing_of_the_person(desk: Desk) -> None:
    text = pdf_text(printed(desk.serve("uk", *PRIVATE).finish()))
    assert "Ankommenszentrum der Stadt Leipzig" in text
    assert "Schutz für Geflüchtete aus der Ukraine" in text
    for secret in ("AUFE", "privat", "advisor", "10:00"):
        assert secret not in text


def test_print_again_is_the_same_slip(desk: Desk) -> None:
    desk.serve("ar", *PRIVATE).finish()
    assert pdf_text(printed(desk)) == pdf_text(printed(desk))


def test_a_logged_slip_has_a_code_and_a_printed_one_has_none(desk: Desk) -> None:
    logged = pdf_text(printed(desk.serve("uk", *PRIVATE).finish()))
    only_printed = pdf_text(printed(desk.serve("uk", *PRIVATE).finish("print")))
    assert "Zettelcode" in logged
    assert "Zettelcode" not in only_printed


def test_several_topics_are_several_pages(desk: Desk) -> None:
    desk.serve("uk", *PRIVATE).press("go", "more").press("topic", "kultur").press("subtopic", "kultur/bibliothek")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    assert len(pypdfium2.PdfDocument(printed(desk.finish()))) == 2


@pytest.mark.parametrize(("paper", "large", "width"), [("A4", "", 595), ("A5", "", 420), ("A4", "1", 595)])
def test_paper_and_large_print(desk: Desk, paper: str, large: str, width: int) -> None:
    desk.serve("uk", *PRIVATE).finish(paper=paper, **({"large": large} if large else {}))
    page = pypdfium2.PdfDocument(printed(desk))[0]
    assert round(page.get_width()) == width


def test_a_neutral_slip_tells_nothing_of_the_topic(desk: Desk) -> None:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "yes" if desk.asked[0] == "acute" else "none")
    text = pdf_text(printed(desk.finish()))
    assert "Wichtige Nummern" in text
    assert "55010420" in text.replace(" ", "")
    for word in ("Gewalt", "Frauen", "Kinderschutz", "Sofortaufnahme", "насили", "Zettelcode", "Wegweiser"):
        assert word not in text


@pytest.mark.parametrize("choice", ["card", "none"])
def test_of_a_protected_topic_only_what_was_chosen_is_printed(desk: Desk, choice: str) -> None:
    desk.press("language", "ru").press("topic", "schutz").press("subtopic", "schutz/haeusliche_gewalt")
    while desk.page.all("fieldset", **{"data-keys": "question"}):
        desk.press(f"a-{desk.asked[0]}", "none")
    desk.finish(neutral_paper=choice)
    assert not desk.page.all("form", action="/slip.pdf")


def test_the_preview_logs_nothing_and_has_no_code(desk: Desk) -> None:
    desk.serve("uk", *PRIVATE)
    response = desk.post("/slip/preview.pdf", [("finish", "preview")])
    assert response.mimetype == "application/pdf"
    assert "Zettelcode" not in pdf_text(response.data)


def test_a_forged_or_old_ticket_is_refused_with_a_sentence(desk: Desk) -> None:
    response = desk.client.post("/slip.pdf", data={"ticket": "forged", "csrf_token": desk.page.csrf_token})
    assert response.status_code == 400
    assert "zu alt" in response.text
