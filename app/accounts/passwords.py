"""Passwords: which are good enough, hashing with argon2id, one-time passwords."""

import re
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import N_, WegweiserError

PasswordHash = NewType("PasswordHash", str)
MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
DIFFERENT_SIGNS = 5
ONE_TIME_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
ONE_TIME_GROUPS, ONE_TIME_GROUP = 4, 4
SHORTEST_UNIT = 8
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "qwertzuiopü",
    "asdfghjklöä",
    "qwertzuiopasdfghjklyxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6z7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
# What people put before the digits when a form asks for a long password; compared without digits and signs around.
TRIED_FIRST = """
passwort password kennwort geheim geheimnis willkommen welcome wegweiser willkommenszentrum zentrum leipzig sachsen
deutschland germany beratung frühling sommer herbst winter january januar februar märz april juni juli august september
oktober november dezember montag dienstag mittwoch donnerstag freitag hallo login admin administrator master letmein
changeme default schalke fussball football sonnenschein sunshine
"""
WORDS = frozenset(TRIED_FIRST.split())
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")

# 64 MiB for each hash: a crowd of logins must not fill the memory.
_two_at_a_time = BoundedSemaphore(2)
_hasher = PasswordHasher()


class WeakPassword(WegweiserError):
    """The password is too short, too long or one of those that are tried first."""


def hash_password(password: str, *, name: str) -> PasswordHash:
    """The argon2id hash of a new password for the account ``name``. Raises WeakPassword."""
    password = _normal(password)
    if len(password) < MINIMUM_LENGTH:
        raise WeakPassword(
            N_("The password needs at least 12 characters; several words in a row are easy to remember.")
        )
    if len(password) > MAXIMUM_LENGTH:
        raise WeakPassword(N_("The password may have 200 characters at most."))
    if is_common(password, name=name):
        raise WeakPassword(N_("This password is easy to guess; take several words that do not belong together."))
    with _two_at_a_time:
        return PasswordHash(_hasher.hash(password))


def verify(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash the answer is no and takes as long."""
    with _two_at_a_time:
        # Made before it is known whether it is needed: otherwise the first unknown name after a start takes longer.
        nobodys_hash = _nobodys_hash()
        try:
            return _hasher.verify(stored or nobodys_hash, _normal(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def one_time_password() -> str:
    """A random password (79 bits) that can be read aloud, ``k7qm-4xdr-2wtp-n8sv``."""
    groups = ("".join(secrets.choice(ONE_TIME_SIGNS) for _ in range(ONE_TIME_GROUP)) for _ in range(ONE_TIME_GROUPS))
    return "-".join(groups)


def is_common(password: str, *, name: str) -> bool:
    """Whether it is tried first: few signs, something short repeated, a run of keys, a common word with digits."""
    text = password.casefold()
    core = EDGES.sub("", text)
    if not core or len(set(text)) < DIFFERENT_SIGNS or len(_unit(text)) < SHORTEST_UNIT:
        return True
    if any(_is_run(part, run) for part in (text, core) for run in RUNS):
        return True
    return _unit(core) in WORDS or _unit(core) == EDGES.sub("", name.casefold())


def _is_run(text: str, run: str) -> bool:
    """Whether all of it follows the run, upwards or downwards, as often as it likes."""
    circle = run * (len(text) // len(run) + 2)
    return text in circle or text in circle[::-1]


def _unit(text: str) -> str:
    """``geheim`` for ``geheimgeheim``: the part that it repeats."""
    shift = (text + text).find(text, 1)
    return text[:shift]


def _normal(password: str) -> str:
    """The same password typed on another keyboard may come as other code points."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
