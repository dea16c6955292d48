"""Sealed texts in the page: only ours, only in time, and nothing readable in them."""

from datetime import date, timedelta

import pytest

from app.contacts.service import Receipt
from app.contacts.values import LoadCell
from app.counter import tickets
from app.counter.tickets import SlipPage, SlipTicket, TicketExpired, UndoTicket
from app.keys import Keys

KEYS = Keys("a secret of the tests, long enough")
OTHERS = Keys("another secret of the tests, also long")
CELL = LoadCell("2026-Q4", 1, 10)
TODAY = date(2026, 11, 23)
SLIP = SlipTicket(
    pages=(
        SlipPage("wohnen/mietproblem", (("mieterverein", "responsible"),), ("rental_contract",), "sortiert", "wait"),
    ),
    language="ar",
    handouts=("h_notruf",),
    code="K7QM-4XDR-2WK",
    paper="A5",
    large=True,
)
UNDO = UndoTicket(Receipt(b"k" * 16, CELL, ("wohnen",), b"r" * 32), b"c" * 32)


def test_what_is_sealed_comes_back_the_same() -> None:
    assert tickets.open_slip(KEYS, tickets.seal_slip(KEYS, SLIP)) == SLIP
    assert tickets.open_undo(KEYS, tickets.seal_undo(KEYS, UNDO)) == UNDO
    token = tickets.FormToken(b"f" * 16, CELL, TODAY)
    assert tickets.open_form(KEYS, tickets.seal_form(KEYS, token), TODAY) == token


def test_a_form_counts_on_its_day_only() -> None:
    sealed = tickets.seal_form(KEYS, tickets.FormToken(b"f" * 16, CELL, TODAY))
    with pytest.raises(TicketExpired):
        tickets.open_form(KEYS, sealed, TODAY + timedelta(days=1))


def test_one_kind_cannot_be_used_as_another() -> None:
    with pytest.raises(TicketExpired):
        tickets.open_undo(KEYS, tickets.seal_slip(KEYS, SLIP))


def test_another_installation_cannot_open_it() -> None:
    with pytest.raises(TicketExpired):
        tickets.open_slip(OTHERS, tickets.seal_slip(KEYS, SLIP))


@pytest.mark.parametrize("text", ["", "x", "gAAAAA", "ü", "\x00"])
def test_rubbish_is_refused(text: str) -> None:
    with pytest.raises(TicketExpired):
        tickets.open_slip(KEYS, text)


def test_every_ticket_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = tickets.seal_slip(KEYS, SLIP)
    monkeypatch.setattr(tickets, "SLIP_SECONDS", -1)
    with pytest.raises(TicketExpired):
        tickets.open_slip(KEYS, sealed)


def test_nothing_of_it_can_be_read_in_the_page() -> None:
    sealed = tickets.seal_slip(KEYS, SLIP)
    for word in ("wohnen", "mieterverein", "K7QM", "rental"):
        assert word not in sealed


def test_derived_keys_are_the_same_for_the_same_form_and_different_for_each_purpose() -> None:
    token = tickets.FormToken(b"f" * 16, CELL, TODAY)
    assert token.derive(KEYS, "contact key") == token.derive(KEYS, "contact key")
    assert token.derive(KEYS, "contact key") != token.derive(KEYS, "slip code")
    assert token.derive(KEYS, "contact key") != tickets.FormToken(b"g" * 16, CELL, TODAY).derive(KEYS, "contact key")
