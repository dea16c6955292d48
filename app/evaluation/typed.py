"""What analysts type: the text of a chapter, its language, its version. No database, no request."""

from collections.abc import Mapping

from app.errors import N_, Text, WegweiserError
from app.locales import INTERFACE_LANGUAGES
from app.pdf.repertoire import lacking

UNPRINTABLE = N_("These signs cannot be printed: {signs}. Please take them out.")


class Unprintable(WegweiserError):
    """The text has signs that would be empty boxes on paper."""


def cleaned(text: str) -> str:
    """The text with ordinary line ends and without blanks at the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def check_printable(text: str) -> None:
    """Raises Unprintable."""
    if signs := lacking(text):
        # Some of them cannot be shown either.
        shown = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs)
        raise Unprintable(Text(UNPRINTABLE, signs=shown))


def language_of(fields: Mapping[str, str], default: str = "de") -> str:
    """The language of a text that was asked for: ``de`` or ``en``."""
    wanted = fields.get("language", default)
    return wanted if wanted in INTERFACE_LANGUAGES else default


def number(text: str) -> int:
    """A version or place; what is none is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
