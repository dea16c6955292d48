"""Work aids: read from a cache, written with a version for every change."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import N_, NotFound
from app.house.aids import markup
from app.house.aids.models import WorkAid, WorkAidVersion
from app.house.aids.values import Aid, Aids, Content
from app.house.versions import check_seen
from app.resend import new_id
from app.vocabulary.service import HOUSE_REVISION, ByRevision, raise_revision

ID_BYTES = 6
GONE = N_("There is no such work aid.")
NO_VERSION = N_("There is no such version of the work aid.")
# What a version holds as text in JSON.
DAYS = ("as_of", "review_on")
RENDER: dict[str, Callable[[str], Markup]] = {"page": markup.page, "list": markup.table}


def _build(session: Session) -> Aids:
    found = session.scalars(select(WorkAid).where(WorkAid.archived.is_(False)).order_by(WorkAid.id))
    return Aids(shown(row) for row in found)


aids = ByRevision(_build, of=(HOUSE_REVISION,))
"""aids(session) -> Aids: those that are not archived, shared between threads."""


def shown(row: WorkAid) -> Aid:
    """The values of a row, archived or not, with its text as HTML."""
    render = RENDER.get(row.kind)
    html = render(row.body) if render else Markup("")
    return Aid(
        id=row.id,
        kind=row.kind,
        title=row.title,
        html=html,
        link=row.link,
        digest=row.file_digest,
        as_of=row.as_of,
        review_on=row.review_on,
        topics=tuple(row.topics),
        groups=frozenset(row.groups),
        text=html.striptags(),
    )


def find(session: Session, name: str) -> WorkAid:
    """The row of an aid, archived or not. Raises NotFound."""
    row = session.get(WorkAid, name)
    if row is None:
        raise NotFound(GONE)
    return row


def archive_of(session: Session) -> list[WorkAid]:
    """The aids that were put away, by title."""
    return list(session.scalars(select(WorkAid).where(WorkAid.archived).order_by(WorkAid.title, WorkAid.id)))


def create(session: Session, content: Content, *, by: str, now: datetime) -> WorkAid:
    """A new aid with its first version; the caller commits."""
    row = WorkAid(id=new_id(), version=0)
    session.add(row)
    _store(session, row, content, by=by, now=now)
    return row


def change(session: Session, name: str, content: Content, *, seen: int, by: str, now: datetime) -> WorkAid:
    """Make an aid what ``content`` says, if its version is still the one that was seen; the same changes nothing.

    Raises NotFound, ChangedMeanwhile.
    """
    row = session.get(WorkAid, name, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(GONE)
    check_seen(row, seen)
    if content_of(row) != content:
        _store(session, row, content, by=by, now=now)
    return row


def put_away(session: Session, name: str, *, archived: bool, seen: int, by: str, now: datetime) -> WorkAid:
    """Archive an aid, or bring it back. Raises NotFound, ChangedMeanwhile."""
    wanted = replace(content_of(find(session, name)), archived=archived)
    return change(session, name, wanted, seen=seen, by=by, now=now)


def restore(session: Session, name: str, number: int, *, seen: int, by: str, now: datetime) -> WorkAid:
    """Make an aid again what it was after its change with this number; that is a new version.

    Raises NotFound, ChangedMeanwhile.
    """
    return change(session, name, content_at(session, name, number), seen=seen, by=by, now=now)


def versions(session: Session, name: str) -> list[WorkAidVersion]:
    """All versions of an aid, the newest first."""
    query = select(WorkAidVersion).where(WorkAidVersion.aid_id == name).order_by(WorkAidVersion.number.desc())
    return list(session.scalars(query))


def content_at(session: Session, name: str, number: int) -> Content:
    """What an aid was after its change with this number. Raises NotFound."""
    version = session.get(WorkAidVersion, (name, number))
    if version is None:
        raise NotFound(NO_VERSION)
    return read(version.content)


def file_digests(session: Session) -> set[str]:
    """The files that an aid has or had: a version that is restored needs its file."""
    kept = session.scalars(select(WorkAidVersion.content)).all()
    return {content["file_digest"] for content in kept if content.get("file_digest")}


def content_of(row: WorkAid) -> Content:
    """What an editor would have written to get this row."""
    values = {name: getattr(row, name) for name in Content.__dataclass_fields__}
    return Content(**values | {"topics": tuple(row.topics), "groups": tuple(row.groups)})


def read(kept: dict[str, Any]) -> Content:
    """The content of a version, of whatever program version: fields it does not know yet have their defaults."""
    values = {name: kept[name] for name in Content.__dataclass_fields__ if name in kept}
    days = {name: date.fromisoformat(values[name]) for name in DAYS if values.get(name)}
    return Content(**values | days | {name: tuple(values.get(name, ())) for name in ("topics", "groups")})


def _store(session: Session, row: WorkAid, content: Content, *, by: str, now: datetime) -> None:
    values = asdict(content) | {"topics": list(content.topics), "groups": list(content.groups)}
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    kept = values | {name: values[name].isoformat() if values[name] else None for name in DAYS}
    version = WorkAidVersion(aid_id=row.id, number=row.version, content=kept, made_by=by, made_at=now.astimezone(UTC))
    session.add(version)
    raise_revision(session, HOUSE_REVISION)
