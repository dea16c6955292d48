"""Finding work aids by their titles, their text and the text of their files."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from app.files.folding import fold
from app.files.searching import in_files, quote, texts_of, words_of
from app.house.aids.values import Aid

MOST_KEPT = 1024


@dataclass(frozen=True)
class Hit:
    """An aid that was found, and the place in its text: before, the word itself, after; empty if the title says it."""

    aid: Aid
    quote: tuple[str, str, str] | None = None


def search(session: Session, aids: Iterable[Aid], query: str) -> list[Hit]:
    """The aids in which every word of the query stands, those with all of them in the title first.

    Without a query all of them. Case and accents do not matter, and a part of a word is enough.
    """
    words = words_of(query)
    known = list(aids)
    found = in_files(session, {aid.digest for aid in known if aid.digest}, words)
    in_title, in_text = [], []
    for aid in known:
        title, text, file = _folded(aid.title), _folded(aid.text), found.get(aid.digest or "", frozenset())
        missing = [word for word in words if word not in title]
        if not missing:
            in_title.append(Hit(aid))
        elif all(word in text or word in file for word in missing):
            in_text.append((aid, missing[0]))
    texts = texts_of(session, {aid.digest for aid, word in in_text if aid.digest and word not in _folded(aid.text)})
    return in_title + [Hit(aid, quote(texts.get(aid.digest or "", aid.text), word)) for aid, word in in_text]


@lru_cache(maxsize=MOST_KEPT)
def _folded(text: str) -> str:
    return fold(text)
