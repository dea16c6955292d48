"""Writing a work aid: every kind, what is wrong told beside the field, versions, two editors at once."""

import io
from typing import Any

import pikepdf
import pytest

from app.db import Database
from app.house.aids import service
from app.house.aids.models import WorkAid
from tests.web.aids.writer import Writer
from tests.web.pages import text_of

pytestmark = pytest.mark.one_database

PAGE = {
    "title": "Termine der ABH",
    "body": "# Ablauf\n\nMontags **ab 8 Uhr**.",
    "topics": ["aufenthalt/titel_verlaengern"],
}
LIST = "Amt;Telefon\nABH;0341 1\nSozialamt;0341 2"


def pdf() -> bytes:
    """A page without anything on it."""
    made, target = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(595, 842))
    made.save(target)
    return target.getvalue()


def stored(database: Database) -> list[WorkAid]:
    with database.reading() as session:
        found = [service.find(session, aid.id) for aid in service.aids(session).all]
        session.expunge_all()
        return found


def saved(writer: Writer, database: Database, **typed: str) -> str:
    """The path of a page that was just written and is open."""
    writer.open("/aids/new?kind=page").send(PAGE | typed)
    return f"/aids/{stored(database)[-1].id}"


def test_a_page(writer: Writer, database: Database) -> None:
    writer.open("/aids/new?kind=page").send({**PAGE, "groups": ["student"], "review_on": "2027-01-31"})
    assert "Gespeichert." in writer.said
    assert text_of(writer.page.one("h3")) == "Ablauf"
    [row] = stored(database)
    assert (row.title, row.topics, row.groups) == (PAGE["title"], ["aufenthalt/titel_verlaengern"], ["student"])
    assert (row.as_of.isoformat(), str(row.review_on), row.version) == ("2026-11-23", "2027-01-31", 1)


def test_a_list_a_link_and_a_file(writer: Writer, database: Database) -> None:
    writer.open("/aids/new?kind=list").send({"title": "Telefonliste", "body": LIST})
    assert [text_of(cell) for cell in writer.page.all("td")] == ["ABH", "0341 1", "Sozialamt", "0341 2"]
    assert "nur in der Liste" in writer.said
    writer.open("/aids/new?kind=link").send({"title": "Amt24", "link": "https://amt24.sachsen.de/zufi"})
    assert writer.page.one("a", href="https://amt24.sachsen.de/zufi").get("rel") == "noopener noreferrer"
    writer.open("/aids/new?kind=file").send({"title": "Formblatt", "file": (io.BytesIO(pdf()), "x.pdf")})
    file = next(row for row in stored(database) if row.kind == "file")
    document = writer.client.get(f"/files/{file.file_digest}.pdf")
    assert (document.status_code, document.data[:5]) == (200, b"%PDF-")
    assert writer.page.one("img", alt="Erste Seite des PDF").get("src") == f"/files/{file.file_digest}.png"


def test_a_file_stays_while_another_field_is_corrected(writer: Writer, database: Database) -> None:
    writer.open("/aids/new?kind=file").send({"title": "", "file": (io.BytesIO(pdf()), "x.pdf")}, 400)
    assert "Titel" in writer.said
    assert stored(database) == []
    writer.send({"title": "Formblatt"})
    assert [row.title for row in stored(database)] == ["Formblatt"]


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("page", {"title": " \n "}, "title"),
        ("page", {"title": "x" * 201}, "title"),
        ("page", {"body": "\n \n"}, "body"),
        ("page", {"body": "x" * 100_001}, "body"),
        ("page", {"as_of": ""}, "as_of"),
        ("page", {"as_of": "2026-02-30"}, "as_of"),
        ("page", {"as_of": "2026-11-24"}, "as_of"),
        ("page", {"review_on": "morgen"}, "review_on"),
        ("page", {"review_on": "2026-11-23"}, "review_on"),
        ("list", {"body": "Amt;Telefon"}, "body"),
        ("link", {"link": ""}, "link"),
        ("link", {"link": "javascript:alert(1)"}, "link"),
        ("link", {"link": "https://a b.de"}, "link"),
        ("link", {"link": "ftp://leipzig.de"}, "link"),
        ("file", {}, "file"),
        ("file", {"file": b"MZ no pdf"}, "file"),
        ("file", {"file_digest": "0" * 64}, "file"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_lost(
    writer: Writer, kind: str, typed: dict[str, Any], field: str, database: Database
) -> None:
    right = {"title": "Titel", "body": LIST, "link": "https://leipzig.de"}
    # A stream can be sent once only, and each case runs with both databases.
    files = {name: (io.BytesIO(sent), "a.pdf") for name, sent in typed.items() if isinstance(sent, bytes)}
    writer.open(f"/aids/new?kind={kind}").send(right | typed | files, 400)
    links = list(writer.page.one("div", id="done").iter("a"))
    assert [link.get("href") for link in links] == [f"#{field}"]
    assert writer.page.one("input", id="title").get("value") == " ".join(typed.get("title", "Titel").split())
    assert stored(database) == []


def test_a_preview_saves_nothing(writer: Writer, database: Database) -> None:
    writer.open("/aids/new?kind=page").send(PAGE, 200, action="preview")
    assert text_of(writer.page.one("h3")) == "Ablauf"
    assert stored(database) == []
    writer.send()
    assert len(stored(database)) == 1


def test_topics_and_groups_that_are_not_there_are_left_out(writer: Writer, database: Database) -> None:
    writer.open("/aids/new").send(PAGE | {"topics": ["wohnen", "wohnen", "x", "wohnen/x"], "groups": ["x", "student"]})
    assert [(row.topics, row.groups) for row in stored(database)] == [(["wohnen"], ["student"])]


def test_no_sign_that_a_screen_cannot_show(writer: Writer, database: Database) -> None:
    writer.open("/aids/new").send({"title": "a\tb\x07", "body": "c\x00\x1bd\r\ne"})
    assert [(row.title, row.body) for row in stored(database)] == [("a b", "cd\ne")]


def test_changes_are_versions_that_can_be_taken_back(writer: Writer, database: Database) -> None:
    path = saved(writer, database)
    writer.open(f"{path}/edit").send({"body": "# Ablauf\n\nDienstags **ab 8 Uhr**.", "title": "Termine"})
    assert "unter den Fassungen" in writer.said
    writer.open(f"{path}/versions")
    assert [text_of(one) for one in writer.page.all("ins")] == ["jetzt: Termine", "jetzt: Dienstags **ab 8 Uhr**."]
    assert [text_of(one) for one in writer.page.all("del")] == [
        "vorher: Termine der ABH",
        "vorher: Montags **ab 8 Uhr**.",
    ]
    writer.send(action="restore")
    assert "Wiederhergestellt." in writer.said
    [row] = stored(database)
    assert (row.title, row.version) == ("Termine der ABH", 3)
    writer.send(action="restore")
    assert [row.title for row in stored(database)] == ["Termine"]


def test_saving_the_same_makes_no_version(writer: Writer, database: Database) -> None:
    path = saved(writer, database)
    assert "Nichts zu speichern" in writer.open(f"{path}/edit").send().said
    assert [row.version for row in stored(database)] == [1]


def test_archive_and_back(writer: Writer, database: Database, advisor: Writer) -> None:
    path = saved(writer, database)
    assert "Im Archiv." in writer.send(action="put_away").said
    assert stored(database) == []
    assert "Termine der ABH" not in advisor.open("/aids").text
    assert "Termine der ABH" in writer.open("/aids?archived=yes").text
    assert "Wieder in Gebrauch." in writer.open(path).send(action="put_back").said
    assert len(stored(database)) == 1


def test_still_correct(writer: Writer, database: Database) -> None:
    path = saved(writer, database, as_of="2026-05-24", review_on="2026-11-20")
    assert "Prüfung fällig seit" in writer.open(path).text
    writer.send(action="confirm")
    assert "Stand: Mo 23.11.2026" in writer.text
    [row] = stored(database)
    assert (row.as_of.isoformat(), str(row.review_on)) == ("2026-11-23", "2027-05-22")


def test_two_editors(writer: Writer, colleague: Writer, database: Database) -> None:
    path = saved(writer, database)
    writer.open(f"{path}/edit")
    colleague.open(f"{path}/edit").send({"title": "Termine, neu", "body": "anders", "topics": ["wohnen"]})
    writer.send({"body": "# Ablauf\n\nMittwochs.", "review_on": "2027-10-01"}, 409)
    assert "ist nichts verloren" in writer.said
    # What only the other one has changed is in the form already; what both changed stands beneath.
    assert writer.page.one("input", id="title").get("value") == "Termine, neu"
    assert [box.get("value") for box in writer.page.all("input", name="topics") if "checked" in box.attrib] == [
        "wohnen"
    ]
    assert "Mittwochs." in text_of(writer.page.one("textarea", id="body"))
    assert text_of(writer.page.one("p", id="body-theirs")) == "Jetzt gespeichert: anders"
    writer.send()
    [row] = stored(database)
    assert (row.title, row.body, str(row.review_on)) == ("Termine, neu", "# Ablauf\n\nMittwochs.", "2027-10-01")


def test_an_old_page_s_buttons_change_nothing(writer: Writer, colleague: Writer, database: Database) -> None:
    path = saved(writer, database)
    colleague.open(f"{path}/edit").send({"title": "Termine, neu"})
    writer.send(None, 409, action="put_away")
    assert "Nichts geändert" in writer.said
    assert [row.title for row in stored(database)] == ["Termine, neu"]


@pytest.mark.parametrize("seen", ["", "-1", "99", "x", "9" * 40])
def test_odd_versions(writer: Writer, database: Database, seen: str) -> None:
    path = saved(writer, database)
    writer.open(f"{path}/edit").send({"seen": seen, "title": "Anders"}, 409)
    assert writer.page.one("input", id="title").get("value") == "Anders"
    assert [row.version for row in stored(database)] == [1]
