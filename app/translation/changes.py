"""What editors change: save, review, keep, take back. Nothing that somebody else wrote meanwhile is lost.

Every call locks the revision of the texts first, so that comparing and writing are one step, and raises it at the end,
so that the next slip has the new text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.errors import WegweiserError
from app.translation import desk, gates
from app.translation.desk import Item
from app.translation.gates import Remark
from app.translation.sources import source_hash
from app.vocabulary.catalogues import Domain, Translation, read
from app.vocabulary.models import Revision, TownTranslation
from app.vocabulary.service import TEXTS_REVISION, raise_revision


class Unfit(WegweiserError):
    """The text cannot be stored; ``remarks`` say why and what to do."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("the text cannot be stored")
        self.remarks = tuple(remarks)


class Conflict(WegweiserError):
    """Somebody else has changed the text or its German since the form was made; ``item`` is what there is now."""

    def __init__(self, item: Item) -> None:
        super().__init__("changed meanwhile")
        self.item = item


@dataclass(frozen=True)
class Change:
    """What became of one text: what the town's table held before and holds now (None: nothing of its own)."""

    catalogue: str
    domain: Domain
    context: str
    german: str
    before: Translation | None
    after: Translation | None


@dataclass(frozen=True)
class Kept:
    """Former translations that were taken for the new German text, and how many could not be."""

    changes: tuple[Change, ...]
    unfit: int


def save(
    session: Session, catalogue: str, key: str, *, text: str, reviewed: bool, seen: str
) -> tuple[Item, tuple[Change, ...]]:
    """Store a translation; ``seen`` is the fingerprint of the item that the form was made from.

    Returns the item as it is now and what was changed, nothing if it was so already. Raises NotFound, Conflict, Unfit.
    """
    lock(session)
    found = desk.item(session, catalogue, key)
    wanted = Translation(gates.tidy(text), reviewed)
    if wanted == found.translation:
        return found, ()
    if found.seen != seen:
        raise Conflict(found)
    if remarks := problems(found, wanted.text):
        raise Unfit(remarks)
    change = _change(session, catalogue, found, wanted)
    return Item(found.domain, found.entry, wanted), _apply(session, [change])


def problems(item: Item, text: str) -> list[Remark]:
    """Why a text (tidied) cannot be stored. What is printed already may stay: then only its review changes."""
    if item.translation and item.translation.text == text:
        return []
    return gates.problems(item.entry, text)


def keep(session: Session, catalogue: str, keys: Iterable[tuple[str, str]]) -> Kept:
    """The meaning has not changed: the former translations of these texts (key and fingerprint) stand for the new
    German texts, reviewed or not as before. What is not outdated any more, or has changed since, stays as it is.
    """
    lock(session)
    wanted = set(keys)
    outdated = [one for one in desk.items(session, catalogue) if one.former and (one.key, one.seen) in wanted]
    return _keep(session, [(catalogue, one) for one in outdated])


def keep_everywhere(session: Session, key: str, source: str) -> Kept:
    """The same for one German text (with the hash ``source``) in all languages."""
    lock(session)
    outdated = [
        (catalogue, one)
        for catalogue in desk.languages(session)
        for one in desk.items(session, catalogue)
        if one.key == key and one.source == source
    ]
    return _keep(session, outdated)


def store(session: Session, catalogue: str, wanted: Iterable[tuple[Item, Translation]]) -> tuple[Change, ...]:
    """Store several translations whose items were read in this session, after ``lock``; texts have passed the gates."""
    return _apply(session, [_change(session, catalogue, found, text) for found, text in wanted])


def undo(session: Session, changes: Iterable[Change]) -> tuple[int, int]:
    """Take changes back. Returns how many were, and how many were not because somebody has changed them since."""
    lock(session)
    changes = list(changes)
    back = [
        Change(one.catalogue, one.domain, one.context, one.german, before=one.after, after=one.before)
        for one in changes
        if _own(session, one.catalogue, one.domain, one.context, one.german) == one.after
    ]
    _apply(session, back)
    return len(back), len(changes) - len(back)


def lock(session: Session) -> None:
    """No other editor writes until this transaction ends."""
    session.get_one(Revision, TEXTS_REVISION, with_for_update=True, populate_existing=True)


def _keep(session: Session, outdated: Iterable[tuple[str, Item]]) -> Kept:
    changes, unfit = [], 0
    for catalogue, one in outdated:
        if one.former is None:
            continue
        if gates.fitting(one.entry.german, one.former.translation.text):
            unfit += 1
        else:
            changes.append(_change(session, catalogue, one, one.former.translation))
    return Kept(_apply(session, changes), unfit)


def _change(session: Session, catalogue: str, found: Item, wanted: Translation) -> Change:
    """The change that makes ``wanted`` the translation. What comes with the program is not stored a second time."""
    place = (found.entry.context, found.entry.german)
    before = _own(session, catalogue, found.domain, *place)
    after = None if read(catalogue, found.domain).get(place) == wanted else wanted
    return Change(catalogue, found.domain, *place, before=before, after=after)


def _row(session: Session, catalogue: str, domain: Domain, context: str, german: str) -> TownTranslation | None:
    key = {"catalogue": catalogue, "domain": domain, "context": context, "source_hash": source_hash(german)}
    return session.get(TownTranslation, key, populate_existing=True)


def _own(session: Session, catalogue: str, domain: Domain, context: str, german: str) -> Translation | None:
    row = _row(session, catalogue, domain, context, german)
    return Translation(row.text, row.reviewed) if row else None


def _apply(session: Session, changes: Iterable[Change]) -> tuple[Change, ...]:
    changed = tuple(one for one in changes if one.before != one.after)
    for one in changed:
        row = _row(session, one.catalogue, one.domain, one.context, one.german)
        if one.after is None:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = TownTranslation(
                catalogue=one.catalogue,
                domain=one.domain,
                context=one.context,
                source_hash=source_hash(one.german),
                source_german=one.german,
            )
            session.add(row)
        row.text, row.reviewed = one.after.text, one.after.reviewed
    if changed:
        session.flush()
        raise_revision(session, TEXTS_REVISION)
    return changed
