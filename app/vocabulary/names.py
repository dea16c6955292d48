"""Names in the words of the interface: languages as the directory calls them."""

from collections.abc import Iterable

from app.formatting import listing
from app.interface import language
from app.locales import language_name
from app.vocabulary.values import Vocabulary


def language_text(tag: str, known: Vocabulary) -> str:
    """The name of a language as the directory has it, else as CLDR, else its tag."""
    found = known.language(tag)
    if found is None:
        return language_name(tag, language()) or tag
    return found.name_en if language() == "en" else found.name_de


def languages_text(tags: Iterable[str], known: Vocabulary) -> str:
    """``Arabisch, Ukrainisch und Vietnamesisch``."""
    return listing(sorted((language_text(tag, known) for tag in tags), key=str.casefold), language())
