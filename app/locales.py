"""Languages as values: BCP 47 tag, Babel locale, direction, names. Interface language by request."""

from dataclasses import dataclass
from functools import cache

from babel import Locale as BabelLocale

INTERFACE_LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Language:
    """A language of a visitor or of the interface.

    ``tag`` is BCP 47 (``fa-AF``), ``locale`` the Babel identifier (``fa_AF``) or None where CLDR knows none,
    ``script`` ISO 15924, ``direction`` ltr or rtl, ``key`` its fixed digit at the counter.
    """

    tag: str
    locale: str | None
    name_de: str
    name_en: str
    autonym: str
    script: str
    direction: str
    key: str | None = None

    @property
    def catalogue(self) -> str | None:
        """The folder of its translations (``fa_AF``, ``de_x_leicht``); None where CLDR has nothing for the rest."""
        return self.tag.replace("-", "_") if self.locale else None

    @property
    def own_name(self) -> str:
        """Its name as it stands alone, with a capital where its script has any in such a place."""
        return capitalised(self.autonym, self.script)

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self.direction == "rtl"

    @property
    def is_german(self) -> bool:
        """Whether it is German, plain or easy."""
        return self.tag.partition("-")[0] == "de"


# Georgian has capitals too, but only for words in capitals throughout.
_CAPITALS = frozenset(("Latn", "Cyrl", "Grek"))


def capitalised(text: str, script: str) -> str:
    """The text with a capital at its beginning, in scripts that begin sentences with one."""
    return text[:1].upper() + text[1:] if script in _CAPITALS else text


GERMAN = Language("de", "de", "Deutsch", "German", "Deutsch", "Latn", "ltr", "0")
ENGLISH = Language("en", "en", "Englisch", "English", "English", "Latn", "ltr")


@cache
def babel_locale(identifier: str) -> BabelLocale:
    """The CLDR data of a locale identifier with underscores."""
    return BabelLocale.parse(identifier)


def language_name(tag: str, locale: str) -> str | None:
    """The name of the language ``tag`` in the language of ``locale``; None where CLDR does not know it."""
    names = babel_locale(locale).languages
    return names.get(tag.replace("-", "_")) or names.get(tag)
