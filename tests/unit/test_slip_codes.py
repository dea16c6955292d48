"""Codes that are read aloud and typed in: every slip of the tongue is noticed."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.keys import Keys
from referrals.service import code_digest, end_of_third_month
from referrals.slip.code import ALPHABET, new_code, normalise_code

seeds = st.binary(min_size=16, max_size=16)


def plain(code: str) -> str:
    return code.replace("-", "")


def grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


@given(seeds)
def test_a_code_is_its_own_normal_form(seed: bytes) -> None:
    code = new_code(seed)
    assert len(plain(code)) == 11
    assert set(plain(code)) <= set(ALPHABET)
    assert normalise_code(code) == code
    assert normalise_code(f" {plain(code).lower()} ") == code
    assert new_code(seed) == code


@given(seeds, st.integers(0, 10), st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_noticed(seed: bytes, place: int, sign: str) -> None:
    right = plain(new_code(seed))
    wrong = right[:place] + sign + right[place + 1 :]
    assert (normalise_code(wrong) is None) == (wrong != right)


@given(seeds, st.integers(0, 9), st.integers(0, 9))
def test_every_exchange_of_two_signs_is_noticed(seed: bytes, one: int, other: int) -> None:
    signs = list(plain(new_code(seed)))
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    assert (normalise_code(wrong) is None) == (grouped(wrong) != new_code(seed))


@pytest.mark.parametrize("text", ["", "K7QM", "0000-0000-000", "K7QM-4XDR-2W", "K7QM-4XDR-2WTT", "ÄÖÜ"])
def test_what_is_no_code(text: str) -> None:
    assert normalise_code(text) is None


def test_no_signs_that_look_alike() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("01IO") & set(ALPHABET)


def test_codes_spread_over_the_whole_alphabet_at_each_place() -> None:
    codes = [plain(new_code(secrets.token_bytes(16))) for _ in range(4000)]
    for place in range(11):
        assert {code[place] for code in codes} == set(ALPHABET)


def test_the_stored_hash_needs_the_secret() -> None:
    code = new_code(b"0123456789abcdef")
    assert code_digest(Keys("one secret of the tests"), code) != code_digest(Keys("another secret of tests"), code)


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 11, 23), date(2027, 1, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), date(2027, 2, 28)),
    ],
)
def test_a_code_ends_with_the_third_month(today: date, end: date) -> None:
    assert end_of_third_month(today) == end
