"""Says things in German and in the visitor's language, from checked vocabulary only.

What has no translation is said in German in both columns, marked as German. Text in a right-to-left language is cut
into runs: bidi does not cross inline boxes, so each German word, number or time is one isolated run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.formatting import Punctuation, clean, listing, punctuation
from app.locales import Language, capitalised, language_name
from app.vocabulary.catalogues import Translation
from referrals.slip.values import Pair, Run, Term, Text, Translator

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
# From a Latin letter, digit, plus or section sign to the last such sign before another script begins. Brackets stay
# outside, so that they open and close in the direction of the paragraph.
_HAS_LETTER = re.compile(f"[{_LETTER}]")
# Arabic print does without them, and readers of PDF files (screen readers, pdfium) tear them off their letters.
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
# A number stands right by itself in a text from right to left; each run of its own costs time.
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*%?")
_LEFT_TO_RIGHT = re.compile(rf"[{_LETTER}\d+§](?:[{_LETTER}\d\s.,:;/@&'’–‑\-+%§_]*[{_LETTER}\d%])?")


@dataclass(frozen=True)
class Both:
    """A value for a placeholder: in German, and in the visitor's language (``german_only``: German there too)."""

    german: str
    other: str
    german_only: bool = False


def same(text: str) -> Both:
    """A value that reads the same in every language: a phone number, an address, a name."""
    return Both(text, text, german_only=True)


class Wording:
    """Phrases and vocabulary for one slip. ``unreviewed`` tells whether a text was used that nobody has reviewed."""

    def __init__(self, phrases: Mapping[str, str], translator: Translator | None, language: Language | None) -> None:
        self._phrases = phrases
        self._translator = translator
        self._language = language
        self.unreviewed = False

    @property
    def locale(self) -> str:
        """The Babel identifier of the second column."""
        return (self._language.locale if self._language else None) or "de"

    def phrase(self, key: str, **values: Both) -> Pair:
        """A phrase of the slip. Raises KeyError for an unknown phrase or a placeholder without value."""
        german = self._phrases[key]
        found = self._translator.phrase(key, german) if self._translator else None
        filled = _PLACEHOLDER.sub(lambda match: values[match[1]].german, german)
        return Pair(filled, self._fill(found, german, values))

    def topic(self, term: Term) -> Pair:
        """The label of a topic."""
        return self._pair(term, self._translator.topic(term.id, term.german) if self._translator else None)

    def document(self, term: Term) -> Pair:
        """A document to bring, with the German word in brackets where an office will ask for it by that name."""
        return self._pair(term, self._translator.document(term.id, term.german) if self._translator else None)

    def handout(self, term: Term) -> Pair:
        """The title of a handout."""
        return self._pair(term, self._translator.handout(term.id, term.german) if self._translator else None)

    def titled(self, german: str, other: str) -> Pair:
        """A title that somebody wrote in both languages; German in both columns where there is only that."""
        if not self._language:
            return Pair(german)
        return Pair(german, self._runs(other) if other else (_isolated(german),))

    def bring_note(self, german: str) -> Pair:
        """A remark on what to bring."""
        return self._pair(Term("", german), self._translator.bring_note(german) if self._translator else None)

    def gloss(self, office_id: str, name: str) -> Text:
        """What the office is, or nothing where that is not translated: its German name stands there anyway."""
        found = self._translator.office(office_id, name) if self._translator else None
        return self._translated(found) if found else ()

    def german_name(self, name: str) -> Text:
        """A German name for the second column."""
        return (_isolated(name),) if self._language else ()

    def languages(self, tags: tuple[str, ...]) -> Both:
        """Names of languages by CLDR in both languages, those left out that it cannot name."""
        script = self._language.script if self._language else "Latn"
        return Both(self._names(tags, "de"), capitalised(self._names(tags, self.locale), script))

    def text(self, german: str, other: str) -> Pair:
        """A statement that was formatted for both languages (dates, weekdays)."""
        return Pair(german, self._runs(other) if self._language else ())

    @property
    def punctuation(self) -> Punctuation:
        """The signs of the second column's language."""
        return punctuation(self.locale)

    @staticmethod
    def joined(separator: str, *pairs: Pair, other_separator: str | None = None) -> Pair:
        """Statements one after the other in each language."""
        between = separator if other_separator is None else other_separator
        other: list[Run] = []
        for pair in pairs:
            other += [*([Run(between)] if other and between and pair.other else []), *pair.other]
        return Pair(separator.join(pair.german for pair in pairs), tuple(other))

    def _names(self, tags: tuple[str, ...], locale: str) -> str:
        return listing([name for tag in tags if (name := language_name(tag, locale))], locale)

    def _pair(self, term: Term, found: Translation | None) -> Pair:
        if not self._language:
            return Pair(term.german)
        if not found:
            return Pair(term.german, (_isolated(term.german),))
        other = self._translated(found)
        if term.keep_german and term.german.casefold() not in found.text.casefold():
            before, after = (" – ", "") if "(" in term.german else (" (", ")")
            other = (*other, Run(before), _isolated(term.german), Run(after))
        return Pair(term.german, other)

    def _fill(self, found: Translation | None, german: str, values: Mapping[str, Both]) -> Text:
        if not self._language:
            return ()
        if not found:
            return (_isolated(_PLACEHOLDER.sub(lambda match: values[match[1]].german, german)),)
        self.unreviewed |= not found.reviewed
        runs: list[Run] = []
        # Odd parts are names of placeholders. Each is cut on its own: two numbers side by side must not swap.
        for index, part in enumerate(_PLACEHOLDER.split(found.text)):
            if index % 2 == 0:
                runs += self._runs(part)
            elif values[part].german_only:
                runs.append(_isolated(values[part].other))
            else:
                runs += self._runs(values[part].other)
        return tuple(runs)

    def _translated(self, found: Translation) -> Text:
        self.unreviewed |= not found.reviewed
        return self._runs(found.text)

    def _runs(self, text: str) -> Text:
        text = clean(text)
        if self._language and self._language.script == "Arab":
            text = _VOWEL_MARKS.sub("", text)
        if not text:
            return ()
        if not (self._language and self._language.rtl):
            return (Run(text),)
        runs = []
        end = 0
        for match in _LEFT_TO_RIGHT.finditer(text):
            if _NUMBER.fullmatch(match[0]):
                continue
            if match.start() > end:
                runs.append(Run(text[end : match.start()]))
            runs.append(_isolated(match[0]))
            end = match.end()
        if end < len(text):
            runs.append(Run(text[end:]))
        return tuple(runs)


def _isolated(text: str) -> Run:
    return Run(text, "de" if _HAS_LETTER.search(text) else "", isolated=True)
