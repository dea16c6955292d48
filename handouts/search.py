"""Finding handouts by their titles and by the text of their PDFs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy.orm import Session

from app.files.folding import fold
from app.files.searching import in_files, quote, texts_of, words_of

MOST_KEPT = 4096


@dataclass(frozen=True)
class Findable:
    """A handout as it is looked for: its ``names`` (titles, id, publisher) and the files of its editions (digests)."""

    id: str
    names: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A place in a file (digest): what stands before the word that was found, the word, and what stands after it."""

    file: str
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Hits:
    """The ids of what was found, those with all words in a name first, and where a file says it."""

    ids: tuple[str, ...]
    quotes: Mapping[str, Quote] = field(default_factory=dict)


def search(session: Session, handouts: Iterable[Findable], query: str) -> Hits:
    """The handouts in whose names, or names and one file, every word of the query stands; of no query all.

    Case and accents do not matter, and a part of a word is enough.
    """
    words, known = words_of(query), list(handouts)
    found = in_files(session, (file for one in known for file in one.files), words)
    by_name, by_file = [], {}
    for one in known:
        missing = [word for word in words if not any(word in _folded(name) for name in one.names)]
        if not missing:
            by_name.append(one.id)
            continue
        file = next((file for file in one.files if set(missing) <= found.get(file, frozenset())), None)
        if file is not None:
            by_file[one.id] = (file, missing[0])
    texts = texts_of(session, {file for file, _ in by_file.values()})
    quoted = {name: (file, quote(texts[file], word)) for name, (file, word) in by_file.items() if file in texts}
    return Hits(
        ids=(*by_name, *by_file),
        quotes={name: Quote(file, *place) for name, (file, place) in quoted.items() if place is not None},
    )


@lru_cache(maxsize=MOST_KEPT)
def _folded(name: str) -> str:
    return fold(name)
