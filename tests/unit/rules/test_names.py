"""What is typed in place of an id."""

import pytest

from app.rules.names import Name, Names
from tests.unit.rules.examples import NAMES


@pytest.mark.parametrize("typed", ["abh", "Ausländerbehörde (abh)", "ausländerbehörde  (ABH)", "irgendwas (abh)"])
def test_an_office_by_its_name_or_id(typed: str) -> None:
    assert NAMES["office"].id(typed) == "abh"


@pytest.mark.parametrize("typed", ["", "Ausländer", "abh2", "(nobody)", "Caritas (nobody)"])
def test_what_is_not_known(typed: str) -> None:
    assert NAMES["office"].id(typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "similar"),
    [
        ("group", "forsch", "Forscher/in"),
        ("office", "auslaenderbehörde", "Ausländerbehörde (abh)"),
        ("group", "xyz", ""),
    ],
)
def test_what_may_have_been_meant(kind: str, typed: str, similar: str) -> None:
    assert NAMES[kind].similar(typed) == similar  # type: ignore[index]


def test_two_with_the_same_text_bear_their_ids() -> None:
    names = Names([Name("a", "Beratung"), Name("b", "beratung"), Name("c", "Amt")])
    assert [one.text for one in names.all] == ["Beratung (a)", "beratung (b)", "Amt"]
    assert (names.id("Beratung (b)"), names.id("Beratung"), names.id("amt")) == ("b", None, "c")
    assert names.text("gone") == "gone"
