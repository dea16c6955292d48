"""What a translation must keep to before it is stored: a slip prints whatever is stored, in one page, in one script."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.errors import N_
from app.vocabulary.catalogues import Entry, placeholders

REFUSED_LENGTH = 2.0
LONG_LENGTH = 1.5
LONGEST = 1000
"""Characters of a text without a limit of its own."""
JOINERS_AND_SPACES = frozenset("\u200c\u200d\u00a0 ")
"""Invisible signs that texts need: zero-width non-joiner and joiner, no-break space, space."""

EMPTY = N_("There is no translation. Write one, or leave the entry as it is.")
WRONG_PLACEHOLDERS = N_("The words in braces must be the same as in the German text: %(expected)s.")
NO_PLACEHOLDERS = N_("The German text has no words in braces, so remove the braces.")
MARKUP = N_("Remove the sign %(sign)s: slips have no markup.")
HIDDEN = N_("Remove the invisible sign %(sign)s at place %(place)s; it often comes along when text is copied.")
TOO_LONG = N_("%(length)s characters do not fit where about %(limit)s have room. Shorten it to at most %(most)s.")
LONG = N_("%(length)s characters are many for a place of about %(limit)s. Look at the slip, whether it is still good.")


@dataclass(frozen=True)
class Remark:
    """A sentence about a text: ``message`` goes through the interface's catalogue, then takes ``values``."""

    message: str
    values: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


def tidy(text: str) -> str:
    """The text as it is stored: NFC, in one line, without spaces around it or several in a row."""
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def problems(entry: Entry, text: str) -> list[Remark]:
    """Why this text (tidied) cannot be the translation of the entry, each with what to do; none if it can."""
    if not text.strip("".join(JOINERS_AND_SPACES)):
        return [Remark(EMPTY)]
    found = []
    if (remark := fitting(entry.german, text)) is not None:
        found.append(remark)
    found += [Remark(MARKUP, {"sign": sign}) for sign in "<>&" if sign in text]
    if (place := next(filter(lambda at: _hidden(text[at]), range(len(text))), None)) is not None:
        found.append(Remark(HIDDEN, {"sign": f"U+{ord(text[place]):04X}", "place": place + 1}))
    limit = entry.max_chars or LONGEST / REFUSED_LENGTH
    if len(text) > REFUSED_LENGTH * limit:
        values = {"length": len(text), "limit": int(limit), "most": int(REFUSED_LENGTH * limit)}
        found.append(Remark(TOO_LONG, values))
    return found


def warnings(entry: Entry, text: str) -> list[Remark]:
    """What may be wrong with a text that can be stored."""
    if entry.max_chars and len(text) > LONG_LENGTH * entry.max_chars:
        return [Remark(LONG, {"length": len(text), "limit": entry.max_chars})]
    return []


def fitting(german: str, text: str) -> Remark | None:
    """What is wrong with the placeholders: the program fills in dates and names in their places."""
    expected = placeholders(german) or ()
    if placeholders(text) == expected:
        return None
    if not expected:
        return Remark(NO_PLACEHOLDERS)
    return Remark(WRONG_PLACEHOLDERS, {"expected": ", ".join(f"{{{name}}}" for name in expected)})


def _hidden(sign: str) -> bool:
    """Control characters, direction marks, odd spaces, half characters and code points that mean nothing."""
    return unicodedata.category(sign)[0] in "CZ" and sign not in JOINERS_AND_SPACES
