"""Passwords: which are good enough, and hashing with argon2id."""

import re
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from app.errors import N_, WegweiserError

PasswordHash = NewType("PasswordHash", str)
MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 200
# What zxcvbn calls "very unguessable": it takes more than 10^10 guesses.
SCORE = 4
# Its time grows with the length, and what is that long is not guessed.
ESTIMATED_SIGNS = 48
# zxcvbn knows English words and leaked passwords; what people here put into a password when a form asks for a long one.
TRIED_FIRST = """
passwort password kennwort geheim geheimnis geheimwort willkommen welcome wegweiser willkommenszentrum zentrum leipzig
sachsen dresden chemnitz halle berlin hamburg muenchen münchen deutschland germany beratung beratungsstelle erstberatung
migration integration referat stadt rathaus verwaltung auslaender ausländer behoerde behörde zettel schalter frühling
fruehling sommer herbst winter januar january februar märz maerz april juni juli august september oktober november
dezember montag dienstag mittwoch donnerstag freitag samstag sonntag hallo servus tschuess tschüss guten morgen abend
login admin administrator verwalter master letmein changeme default standard schalke fussball fußball football
sonnenschein sunshine ichliebedich schatz schatzi liebling liebe ich dich dir mich mein meine unser unsere und oder der
die das ein eine ist bin neu neues alt gross klein passwörter benutzer kunde arbeit computer rechner internet urlaub
ferien familie mama papa oma opa hund katze pferd auto haus garten sterne himmel wasser feuer kaffee
abcdefghijklmnopqrstuvwxyz qwertz qwertzuiop qwertzuiopü asdfghjkl asdfghjklö asdfghjklöä yxcvbnm
1q2w3e4r5t6z7u8i9o0p 1qaz2wsx3edc4rfv5tgb6yhn7ujm
"""
WORDS = tuple(TRIED_FIRST.split())
# Signs in the place of letters, one meaning each: zxcvbn would try every combination, and take seconds.
LOOKS_LIKE = str.maketrans("@({[<€!|$+%", "acccceilstx")
WORD = re.compile(r"[^\W\d_]+")

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


def is_common(password: str, *, name: str) -> bool:
    """Whether few guesses lead to it: leaked passwords, words, names, dates, runs of keys, and what repeats them."""
    text = password.casefold().translate(LOOKS_LIKE)[:ESTIMATED_SIGNS]
    own = [name.casefold(), *WORD.findall(name.casefold())]
    estimate = zxcvbn(text, user_inputs=[*own, *WORDS])
    return bool(estimate["score"] < SCORE)


def _normal(password: str) -> str:
    """The same password typed on another keyboard may come as other code points."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(32))
