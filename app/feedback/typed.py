"""What was typed into the two forms: tolerant of how, exact about what is wrong. Pure.

That a sign is wrong can be said to everyone: it follows from the signs alone and tells nothing of any code that exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import N_
from referrals.feedback import OUTCOMES
from referrals.slip.code import ALPHABET, CODE_SIGNS, normalise_code

ALL_SIGNS = CODE_SIGNS + 1
LONGEST = 60
"""Characters of a code as it may be typed, with whatever stands between the signs."""
NO_CODE = N_("Please type the code of the slip.")
NO_OUTCOME = N_("Please choose what became of it.")
NO_SUCH_SIGN = N_("The sign “%(sign)s” occurs in no code: there is neither 0 and O nor 1 and I.")
WRONG_LENGTH = N_("A code has %(all)s signs; these are %(n)s.")
WRONG_SIGN = N_("A sign is wrong, or two are exchanged. Please compare the code with the slip.")


@dataclass(frozen=True)
class Problem:
    """What is wrong with ``field`` (``code`` or ``outcome``): an English text with placeholders, and their values."""

    field: str
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Typed:
    """A form as it came: ``text`` as typed, the code in its normal form or None, an outcome or None."""

    text: str
    code: str | None
    outcome: str | None
    problem: Problem | None


def read(form: Mapping[str, str]) -> Typed:
    """The fields ``code`` and ``outcome``; a problem with the first that has one."""
    text = form.get("code", "").strip()[:LONGEST]
    outcome = form.get("outcome", "")
    chosen = outcome if outcome in OUTCOMES else None
    problem = _problem(text) or (None if chosen else Problem("outcome", NO_OUTCOME, {}))
    return Typed(text, normalise_code(text), chosen, problem)


def _problem(text: str) -> Problem | None:
    signs = [sign for sign in text.upper() if sign.isalnum()]
    unknown = [sign for sign in signs if sign not in ALPHABET]
    if not signs:
        return Problem("code", NO_CODE, {})
    if unknown:
        return Problem("code", NO_SUCH_SIGN, {"sign": unknown[0]})
    if len(signs) != ALL_SIGNS:
        return Problem("code", WRONG_LENGTH, {"all": ALL_SIGNS, "n": len(signs)})
    return None if normalise_code(text) else Problem("code", WRONG_SIGN, {})
