"""Which words stand in which stored files, and the place where one does. Words are folded (see app.files.folding)."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.folding import fold
from app.files.models import StoredFile

MOST_WORDS = 8
AROUND = 8
"""Words that are shown before and after the one that was found."""


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, each once, as they are looked for."""
    return tuple(dict.fromkeys(fold(query).split()))[:MOST_WORDS]


def in_files(session: Session, digests: Iterable[str], words: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Which of the words, or parts of words, stand in which of these files; the long texts stay in the database."""
    wanted = set(digests)
    if not wanted or not words:
        return {}
    found = [StoredFile.folded.contains(word, autoescape=True) for word in words]
    rows = session.execute(select(StoredFile.digest, *found).where(StoredFile.digest.in_(wanted)))
    return {row[0]: frozenset(word for word, there in zip(words, row[1:], strict=True) if there) for row in rows}


def texts_of(session: Session, digests: Iterable[str]) -> Mapping[str, str]:
    """The texts of these files."""
    query = select(StoredFile.digest, StoredFile.text).where(StoredFile.digest.in_(set(digests)))
    return {row.digest: row.text for row in session.execute(query)}


def quote(text: str, word: str) -> tuple[str, str, str] | None:
    """The first place of a word: what stands before it, the word as it is written there, and what stands after it.

    None if it is not there.
    """
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
