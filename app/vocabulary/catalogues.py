"""PO catalogues of everything a visitor reads: written from the vocabulary, read with its review state.

Two domains per language under ``translations/<locale>/LC_MESSAGES/``: ``slip.po`` (phrases) and
``vocabulary.po`` (topics, documents to bring, offices, notes). The msgid is the German source, the
msgctxt says what it is (``topic wohnen/mietproblem``), so that a changed German text loses its
translation by itself and is printed in German only. PO's ``fuzzy`` flag means "not yet reviewed by
a native speaker"; such an entry is used, and the slip says so.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"
Domain = Literal["slip", "vocabulary"]
DOMAINS: tuple[Domain, ...] = ("slip", "vocabulary")
PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")


@dataclass(frozen=True)
class Entry:
    """One text to translate: ``context`` is unique in its domain, ``german`` is the msgid."""

    context: str
    german: str
    english: str = ""
    note: str = ""
    max_chars: int | None = None

    def comments(self) -> list[str]:
        """What the translator sees: the English text, the note, the length that fits."""
        lines = [f"en: {self.english}"] if self.english else []
        if self.note:
            lines.append(self.note)
        if self.max_chars:
            lines.append(f"at most about {self.max_chars} characters")
        return lines


@dataclass(frozen=True)
class Translation:
    """A translated text and whether a native speaker has reviewed it."""

    text: str
    reviewed: bool


def placeholders(text: str) -> tuple[str, ...] | None:
    """The names in braces, sorted; None if a brace stands alone."""
    return None if re.search(r"[{}]", PLACEHOLDER.sub("", text)) else tuple(sorted(PLACEHOLDER.findall(text)))


def po_path(locale: str, domain: Domain) -> Path:
    """Where the catalogue of a language lies; ``locale`` is the name of a language's folder such as ``fa_AF``."""
    return TRANSLATIONS / locale / "LC_MESSAGES" / f"{domain}.po"


@cache
def has_catalogue(locale: str) -> bool:
    """Whether a slip can be printed in this language."""
    return all(po_path(locale, domain).is_file() for domain in DOMAINS)


@cache
def read(locale: str, domain: Domain) -> dict[tuple[str, str], Translation]:
    """The catalogue as {(context, German): translation}; empty if there is none."""
    path = po_path(locale, domain)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        (message.context or "", str(message.id)): Translation(str(message.string), not message.fuzzy)
        for message in catalogue
        if message.id and message.string
    }


def write(
    locale: str,
    domain: Domain,
    entries: Iterable[Entry],
    texts: Mapping[tuple[str, str], Translation] = MappingProxyType({}),
) -> bytes:
    """The PO file for these entries, as bytes: those in ``texts`` (by context and German), else the kept ones.

    An entry without either stays untranslated. Sorted as given, without locations and dates, so that
    a catalogue in git only changes where its texts change.
    """
    kept = read(locale, domain)
    lines = []
    for entry in entries:
        found = texts.get((entry.context, entry.german)) or kept.get((entry.context, entry.german))
        if found is None and locale == "en" and entry.english:
            found = Translation(entry.english, reviewed=True)
        lines.append((entry, found, ""))
    return serialise(locale, lines)


def serialise(locale: str, lines: Iterable[tuple[Entry, Translation | None, str]]) -> bytes:
    """A PO file of texts with their translations. One that was made from another German text comes with that text:
    it is marked fuzzy and names it as ``#| msgid``, as gettext's own tools do.
    """
    # Babel knows no private-use tags: easy German goes by the language it belongs to.
    catalogue = Catalog(locale=locale.partition("_x_")[0], project="Wegweiser", fuzzy=False)
    for entry, found, former in lines:
        catalogue.add(
            entry.german,
            found.text if found else "",
            context=entry.context,
            auto_comments=entry.comments(),
            flags={"fuzzy"} if found and (former or not found.reviewed) else set(),
            previous_id=former,
        )
    return _with_header(catalogue)


def _with_header(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, omit_header=True, sort_output=False, include_previous=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()
