"""Which passwords are accepted, and how they are kept."""

import time

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from app.accounts import passwords
from app.accounts.passwords import WeakPassword


@pytest.mark.parametrize(
    "password",
    [
        "Willkommen2026!",
        "!!passwort1234",
        "PASSWORT-2026-",
        "geheimgeheim12",
        "123456789012",
        "210987654321",
        "qwertzuiopü1",
        "asdfghjklöä12",
        "1q2w3e4r5t6z",
        "abcdefghijkl",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "abc123abc123",
        "2026-11-24-2026",
        "anna.beispiel2026",
        "P@$$wort12345",
        "Willkommen in Leipzig",
        "ichliebedich1",
        "q1w2e3r4t5z6",
        "iloveyou1234",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword, match="easy to guess"):
        passwords.hash_password(password, name="Anna.Beispiel")


@pytest.mark.parametrize("password", ["", "elf Zeichen", "x" * 11, "langes Wort " * 17])
def test_length(password: str) -> None:
    with pytest.raises(WeakPassword, match="characters"):
        passwords.hash_password(password, name="anna")


@pytest.mark.parametrize(
    "password",
    ["korrekt pferd batterie", "admin-password-123", "Grüße aus 04109", "kQ7vX2mP9tR4"],
)
def test_others_are_accepted(password: str) -> None:
    stored = passwords.hash_password(password, name="anna")
    assert passwords.verify(password, stored)
    assert not passwords.verify(password + " ", stored)


def test_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = (passwords.hash_password("korrekt pferd batterie", name="anna") for _ in range(2))
    parameters = extract_parameters(first)
    assert parameters.type is Type.ID
    assert (parameters.memory_cost, parameters.time_cost) == (64 * 1024, 3)
    assert first != second


def test_same_password_from_another_keyboard() -> None:
    stored = passwords.hash_password("Gr\u00fc\u00dfe an alle Ämter", name="anna")
    assert passwords.verify("Gru\u0308\u00dfe an alle A\u0308mter", stored)


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_nothing_belongs_to_no_hash(stored: str | None) -> None:
    assert not passwords.verify("korrekt pferd batterie", stored)


def test_estimating_takes_no_time_whatever_was_typed() -> None:
    worst = ("4@8({[<3€69!1|0$5+7%2" * 10, "01.02.2003" * 20, "a4b8e3g6i1o0s5t7z2" * 12, "ﷺ" * 200, "x" * 200)
    began = time.process_time()
    for password in worst:
        passwords.is_common(password[:200], name="anna")
    assert time.process_time() - began < 0.25
