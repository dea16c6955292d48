"""Codes of slips: speakable, and with a check sign that finds a wrong sign and two that were exchanged."""

import hashlib

ALPHABET = "23456789ABCDEFGHJKLMNPQRTUVWXYZS"
"""32 signs without 0/O and 1/I, which are mistaken for each other when read aloud or off paper."""
CODE_SIGNS = 10


def new_code(seed: bytes) -> str:
    """A speakable code of 50 bits and a check sign, ``K7QM-4XDR-2WK``; random if ``seed`` is (16 bytes)."""
    number = int.from_bytes(hashlib.sha256(b"slip code" + seed).digest()[:8], "big") >> 14
    signs = [(number >> shift) & 31 for shift in range((CODE_SIGNS - 1) * 5, -1, -5)]
    text = "".join(ALPHABET[sign] for sign in [*signs, _check_sign(signs)])
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def normalise_code(text: str) -> str | None:
    """The code as printed, from what somebody typed; None if a sign is wrong, missing or exchanged."""
    signs = [ALPHABET.find(sign) for sign in text.upper() if sign.isalnum()]
    if len(signs) != CODE_SIGNS + 1 or -1 in signs or _check_sign(signs[:-1]) != signs[-1]:
        return None
    plain = "".join(ALPHABET[sign] for sign in signs)
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


def _check_sign(signs: list[int]) -> int:
    """The sum of sign times alpha to the place, in the field of 32 elements: finds every single wrong sign and
    every exchange of two signs.
    """
    check, weight = 0, 1
    for sign in signs:
        weight = _times(weight, 2)
        check ^= _times(sign, weight)
    return check


def _times(a: int, b: int) -> int:
    """Multiplication in GF(32) modulo the primitive polynomial x^5 + x^2 + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101
        b >>= 1
    return product
