"""What there is to do: every text in every language with its state, decided by the German text it was made from."""

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.locales import Language
from app.translation.sources import BRING_NOTE, Kind, entries, key_of, kind_of, source_hash
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, Translation, read
from app.vocabulary.service import REVISION, TEXTS_REVISION, ByRevision, vocabulary
from app.vocabulary.translations import TownTexts, town_texts

State = Literal["missing", "outdated", "draft", "reviewed"]
Part = Literal["same", "gone", "added"]
STATES: tuple[State, ...] = get_args(State)
NO_LANGUAGE = N_("There is no language with a catalogue of this name in the directory.")
GONE = N_("This text is no longer in the directory, or its German has changed. Reload the page.")
SIMILAR = 0.6
"""From this similarity on (0 to 1) a remark on what to bring counts as a new wording of a former one."""


@dataclass(frozen=True)
class Former:
    """A translation that was made from another German text than today's."""

    german: str
    translation: Translation


@dataclass(frozen=True)
class Item:
    """A text to translate into one language, with what there is.

    ``translation`` is what a slip prints; None for a text that is missing or outdated. ``former`` is set if it is
    outdated.
    """

    domain: Domain
    entry: Entry
    translation: Translation | None = None
    former: Former | None = None

    @cached_property
    def key(self) -> str:
        """Its name in addresses and ids."""
        return key_of(self.domain, self.entry)

    @property
    def kind(self) -> Kind:
        """What sort of text it is."""
        return kind_of(self.domain, self.entry)

    @property
    def state(self) -> State:
        """missing, outdated, draft or reviewed."""
        if self.translation:
            return "reviewed" if self.translation.reviewed else "draft"
        return "outdated" if self.former else "missing"

    @property
    def text(self) -> str:
        """What an editor begins with: the translation, or the former one."""
        known = self.translation or (self.former and self.former.translation)
        return known.text if known else ""

    @property
    def source(self) -> str:
        """The hash of the German text."""
        return source_hash(self.entry.german)

    @property
    def seen(self) -> str:
        """A fingerprint of the German text, the translation and its state: a form that was made from it can tell
        whether somebody else has changed anything since.
        """
        parts = (self.source, self.state, self.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Count:
    """How many texts of a language are in each state."""

    language: Language
    catalogue: str
    states: Mapping[State, int]

    @property
    def total(self) -> int:
        """All texts."""
        return sum(self.states.values())

    @property
    def lacking(self) -> int:
        """Texts that a slip prints in German only."""
        return self.states["missing"] + self.states["outdated"]


@dataclass(frozen=True)
class Changed:
    """A German text that has changed since it was translated: ``formers`` are the texts before, with the catalogues
    of the languages that were translated from each.
    """

    domain: Domain
    entry: Entry
    formers: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """Its name in addresses and ids."""
        return key_of(self.domain, self.entry)

    @property
    def source(self) -> str:
        """The hash of the German text."""
        return source_hash(self.entry.german)

    @property
    def languages(self) -> int:
        """In how many languages it is outdated."""
        return sum(map(len, self.formers.values()))


@dataclass(frozen=True)
class Overview:
    """All languages in the order of the directory, and the German texts that have changed."""

    counts: tuple[Count, ...]
    changed: tuple[Changed, ...]


def languages(session: Session) -> dict[str, Language]:
    """The languages to translate into, by the name of their catalogue; plain German needs none."""
    known = vocabulary(session).languages.values()
    return {one.catalogue: one for one in known if one.catalogue and one.tag != "de"}


def language(session: Session, catalogue: str) -> Language:
    """Raises NotFound."""
    found = languages(session).get(catalogue)
    if found is None:
        raise NotFound(NO_LANGUAGE)
    return found


def items(session: Session, catalogue: str) -> tuple[Item, ...]:
    """Every text with its state in one language, in the order of the directory."""
    texts, town = entries(session), town_texts(session)
    return tuple(item for domain in DOMAINS for item in _items(domain, texts[domain], catalogue, town))


def item(session: Session, catalogue: str, key: str) -> Item:
    """The text with this key. Raises NotFound."""
    found = next((one for one in items(session, catalogue) if one.key == key), None)
    if found is None:
        raise NotFound(GONE)
    return found


def _items(domain: Domain, texts: Iterable[Entry], catalogue: str, town: TownTexts) -> Iterator[Item]:
    known = dict(read(catalogue, domain))
    known |= {
        (context, german): own
        for (own_domain, context, german), own in town.of(catalogue).items()
        if own_domain == domain
    }
    present = {(entry.context, entry.german) for entry in texts}
    formers: dict[str, list[Former]] = {}
    for (context, german), translation in sorted(known.items()):
        if (context, german) not in present:
            formers.setdefault(context, []).append(Former(german, translation))
    for entry in texts:
        current = known.get((entry.context, entry.german))
        former = None if current else _closest(entry, formers.get(entry.context, ()))
        yield Item(domain, entry, current, former)


def _closest(entry: Entry, formers: Iterable[Former]) -> Former | None:
    """The former text that is most like today's: what a text was before has no date, and needs none."""
    least = SIMILAR if entry.context == BRING_NOTE else 0.0
    rated = [(difflib.SequenceMatcher(None, former.german, entry.german).ratio(), former) for former in formers]
    return max((one for one in rated if one[0] >= least), key=lambda one: one[0], default=(0.0, None))[1]


def _survey(session: Session) -> Overview:
    counts = []
    changed: dict[str, Changed] = {}
    for catalogue, spoken in languages(session).items():
        found = items(session, catalogue)
        number = Counter(one.state for one in found)
        counts.append(Count(spoken, catalogue, MappingProxyType({state: number[state] for state in STATES})))
        for one in found:
            if one.former:
                before = changed.get(one.key) or Changed(one.domain, one.entry, {})
                formers = dict(before.formers)
                formers[one.former.german] = (*formers.get(one.former.german, ()), catalogue)
                changed[one.key] = replace(before, formers=formers)
    order = {key_of(domain, entry): n for domain in DOMAINS for n, entry in enumerate(entries(session)[domain])}
    return Overview(tuple(counts), tuple(sorted(changed.values(), key=lambda one: (one.domain, order[one.key]))))


overview = ByRevision(_survey, of=(REVISION, TEXTS_REVISION))
"""overview(session) -> Overview"""


def difference(old: str, new: str) -> tuple[tuple[Part, str], ...]:
    """The words of both texts in order, in stretches: in both, only in the old one, only in the new one."""
    before, after = (re.findall(r"\w+|\s+|.", text) for text in (old, new))
    found: list[tuple[Part, str]] = []
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(before[first:last])))
            continue
        if last > first:
            found.append(("gone", "".join(before[first:last])))
        if end > start:
            found.append(("added", "".join(after[start:end])))
    return tuple(found)
