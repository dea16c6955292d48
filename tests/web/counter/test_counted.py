"""What is counted beside a contact: undo takes back what was counted and no more, and nothing that would tell."""

from types import SimpleNamespace

import pytest
from sqlalchemy import update
from werkzeug.datastructures import MultiDict

from app.db import Database
from app.vocabulary.service import REVISION, raise_revision
from handouts.models import Handout
from tests.house import GUIDE, ROMANIAN, furnish
from tests.web.counter.desk import Desk, page_text
from tests.web.counter.test_house import given, left, served, slip, values
from tests.web.interpreting.services import unmet

PAIR = [("handout", ROMANIAN), ("handout", GUIDE)]
BIRTH = ("familie", "familie/geburt")
NO_PAPERS = ("aufenthalt", "aufenthalt/anmeldung", ("status", "undocumented"))


@pytest.fixture
def house(database: Database) -> SimpleNamespace:
    with database.writing() as session:
        return furnish(session)


def send(desk: Desk, form: list[tuple[str, str]], *more: tuple[str, str]) -> None:
    desk.show(desk.client.post("/counter", data=MultiDict([*form, *more, ("finish", "print_log")])))


def undo_if_offered(desk: Desk) -> None:
    if any(form.get("action") == "/counter/undo" for form in desk.page.all("form")):
        desk.client.post("/counter/undo", data=desk.hidden("/counter/undo"))


def meant_for(database: Database, handout: str, *, topics: list[str], traits: list[str]) -> None:
    with database.writing() as session:
        session.execute(update(Handout).where(Handout.id == handout).values(topics=topics, traits=traits))
        raise_revision(session, REVISION)


def test_the_same_form_with_other_material_does_not_take_back_what_others_were_given(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    send(Desk(desk.client), served(Desk(desk.client)).form(), *PAIR)
    counted = given(database)
    form = served(Desk(desk.client)).form()
    send(desk, form)
    send(desk, form, *PAIR)
    undo_if_offered(desk)
    assert given(database) == counted
    assert left(database)["rumaenisch"] == 2


def test_nor_with_another_language_those_that_nobody_speaks(desk: Desk, database: Database) -> None:
    Desk(desk.client).serve("uk", *BIRTH).finish("log")
    assert unmet(database) == {("uk", "2026-Q4"): 1}
    form = Desk(desk.client).serve("de", *BIRTH).form()
    send(desk, form)
    send(desk, [pair for pair in form if pair[0] != "language"], ("language", "uk"))
    undo_if_offered(desk)
    assert unmet(database) == {("uk", "2026-Q4"): 1}


def test_an_office_that_is_not_kept_does_not_make_a_language_unmet(desk: Desk, database: Database) -> None:
    """Of a rare language the count would tell that a visitor without papers was sent there."""
    assert "erwachsene Person" in page_text(desk.serve("uk", *NO_PAPERS).page)
    desk.finish("log")
    assert unmet(database) == {}


def test_material_of_a_protected_topic_is_neither_found_nor_printed_nor_counted_beside_another(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    meant_for(database, "h_arbeitsrecht", topics=["schutz/haeusliche_gewalt"], traits=[])
    desk.press("language", "ro").press("go", "search", q="arbeitsrechte")
    assert ROMANIAN not in values(desk, "handout")
    served(desk := Desk(desk.client))
    send(desk, desk.form(), *PAIR)
    assert given(database) == {("h_info_to_go", "en"): 1}
    assert left(database)["rumaenisch"] == 3
    assert "Arbeitsrechte" not in slip(desk)


def test_material_for_people_without_papers_is_printed_but_not_counted(
    desk: Desk, house: SimpleNamespace, database: Database
) -> None:
    meant_for(database, "h_arbeitsrecht", topics=["arbeit"], traits=["undocumented"])
    served(desk)
    send(desk, desk.form(), *PAIR)
    assert "Rückgängig" in page_text(desk.page)
    assert given(database) == {("h_info_to_go", "en"): 1}
    assert left(database)["rumaenisch"] == 3
    assert "Arbeitsrechte" in slip(desk)
