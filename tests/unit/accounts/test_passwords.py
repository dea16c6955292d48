"""Which passwords are accepted, and how they are kept."""

import re

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
    ["korrekt pferd batterie", "admin-password-123", "leipzig im november", "Grüße aus 04109", "kQ7vX2mP9tR4"],
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


def test_one_time_passwords_are_fit_and_different() -> None:
    made = {passwords.one_time_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[2-9a-hj-km-np-z]{4}(-[2-9a-hj-km-np-z]{4}){3}", password)
        assert not passwords.is_common(password, name="anna")
