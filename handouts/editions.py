"""Keeping editions of handouts: make, change, archive and put back, confirm. Writes raise the house's revision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.versions import check_seen, keep
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts.models import HandoutEdition
from referrals.directory.fields import Record
from referrals.directory.loader import Count

CHECK_EVERY = timedelta(days=365)
"""After so long somebody should look again whether an edition is still right."""
KINDS = ("file", "link", "paper")
GONE = N_("There is no such edition.")


@dataclass(frozen=True)
class Wish:
    """What an edition shall be; ``digest`` is of a stored file, for the kind ``file`` alone, ``link`` for ``link``."""

    language: str
    kind: str
    digest: str | None = None
    link: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    pages: int | None = None
    note: str = ""


def editions(session: Session, handout: str | None = None) -> list[HandoutEdition]:
    """The editions of a handout, or all, archived ones too, by handout, language and id."""
    wanted = select(HandoutEdition)
    if handout is not None:
        wanted = wanted.where(HandoutEdition.handout_id == handout)
    order = (HandoutEdition.handout_id, HandoutEdition.language, HandoutEdition.id)
    return list(session.scalars(wanted.order_by(*order)))


def edition(session: Session, edition_id: str) -> HandoutEdition:
    """An edition, archived or not. Raises NotFound."""
    found = session.get(HandoutEdition, edition_id)
    if found is None:
        raise NotFound(GONE)
    return found


def add(session: Session, handout: str, wish: Wish, *, today: date) -> HandoutEdition:
    """A new edition, which somebody has looked at today."""
    made = HandoutEdition(id=new_id(), handout_id=handout, checked_on=today, archived=False, version=1)
    _set(made, wish)
    session.add(made)
    _changed(session)
    return made


def change(session: Session, edition_id: str, wish: Wish, *, version: int, today: date) -> HandoutEdition:
    """Make an edition what is wished for. Raises NotFound, ChangedMeanwhile."""
    found = _of_version(session, edition_id, version)
    _set(found, wish)
    found.checked_on = today
    keep(session, found)
    return found


def archive(session: Session, edition_id: str, *, archived: bool) -> HandoutEdition:
    """Take an edition out of the library, or put it back. Raises NotFound."""
    found = edition(session, edition_id)
    if found.archived != archived:
        found.archived = archived
        keep(session, found)
    return found


def confirm(session: Session, edition_id: str, *, today: date) -> HandoutEdition:
    """Somebody has looked: it is still right. Raises NotFound."""
    found = edition(session, edition_id)
    found.checked_on = today
    keep(session, found)
    return found


def unchecked(row: HandoutEdition, today: date) -> bool:
    """Whether nobody has looked at this edition, or not for a year."""
    return row.checked_on is None or row.checked_on + CHECK_EVERY < today


def seed(session: Session, handouts: Iterable[Record]) -> Count:
    """Make the links that a directory folder names where the handout has no edition in that language yet.

    One that was archived is not made again. They are to be checked: only the evidence says how old they are.
    """
    present = {(row.handout_id, row.language) for row in editions(session)}
    count = Count()
    for handout in handouts:
        for wish in handout.values.get("editions") or ():
            key = (handout["id"], wish["language"])
            if key in present:
                count.unchanged += 1
                continue
            present.add(key)
            made = HandoutEdition(id=new_id(), handout_id=handout["id"], note="", archived=False, version=1)
            _set(made, Wish(language=wish["language"], kind="link", link=wish["link"]))
            session.add(made)
            count.created += 1
    if count.created:
        _changed(session)
    return count


def _of_version(session: Session, edition_id: str, version: int) -> HandoutEdition:
    found = session.get(HandoutEdition, edition_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(GONE)
    check_seen(found, version)
    return found


def _set(row: HandoutEdition, wish: Wish) -> None:
    row.language, row.kind = wish.language, wish.kind
    row.file_digest = wish.digest if wish.kind == "file" else None
    row.link = wish.link if wish.kind == "link" else None
    row.issued_on, row.valid_until = wish.issued_on, wish.valid_until
    row.pages, row.note = wish.pages, wish.note


def _changed(session: Session) -> None:
    session.flush()
    raise_revision(session, HOUSE_REVISION)
