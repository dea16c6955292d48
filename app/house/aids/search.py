"""Finding work aids by their titles, their text and the text of their files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.folding import fold
from app.files.models import StoredFile
from app.house.aids.values import Aid

MOST_WORDS = 8
AROUND = 8
"""Words that are shown before and after the one that was found."""
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
    words = tuple(dict.fromkeys(fold(query).split()))[:MOST_WORDS]
    known = list(aids)
    in_files = _in_files(session, {aid.digest for aid in known if aid.digest}, words)
    in_title, in_text = [], []
    for aid in known:
        title, text, file = _folded(aid.title), _folded(aid.text), in_files.get(aid.digest or "", frozenset())
        missing = [word for word in words if word not in title]
        if not missing:
            in_title.append(Hit(aid))
        elif all(word in text or word in file for word in missing):
            in_text.append((aid, missing[0]))
    texts = _texts(session, {aid.digest for aid, word in in_text if aid.digest and word not in _folded(aid.text)})
    return in_title + [Hit(aid, quote(texts.get(aid.digest or "", aid.text), word)) for aid, word in in_text]


def quote(text: str, word: str) -> tuple[str, str, str] | None:
    """The first place of a folded word, with what stands around it; None if it is not there."""
    words = text.split()
    place = next((number for number, one in enumerate(words) if word in fold(one)), None)
    if place is None:
        return None
    before, after = words[max(0, place - AROUND) : place], words[place + 1 : place + 1 + AROUND]
    return (
        ("… " if place > AROUND else "") + " ".join(before),
        words[place],
        " ".join(after) + (" …" if place + AROUND + 1 < len(words) else ""),
    )


@lru_cache(maxsize=MOST_KEPT)
def _folded(text: str) -> str:
    return fold(text)


def _in_files(session: Session, digests: set[str], words: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Which of the words stand in which files; the database looks, so that long texts stay there."""
    if not digests or not words:
        return {}
    found = [StoredFile.folded.contains(word, autoescape=True) for word in words]
    rows = session.execute(select(StoredFile.digest, *found).where(StoredFile.digest.in_(digests)))
    return {row[0]: frozenset(word for word, there in zip(words, row[1:], strict=True) if there) for row in rows}


def _texts(session: Session, digests: set[str]) -> Mapping[str, str]:
    query = select(StoredFile.digest, StoredFile.text).where(StoredFile.digest.in_(digests))
    return {row.digest: row.text for row in session.execute(query)}
