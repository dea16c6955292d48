"""The interface's texts in a language, for pages and for what is written without a request."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"


@cache
def catalogue(locale: str) -> GNUTranslations:
    """The interface's texts, compiled in memory: a stale compiled file cannot exist."""
    with (TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        source = read_po(file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, source)
    compiled.seek(0)
    return GNUTranslations(compiled)
