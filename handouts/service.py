"""Handouts as values, and their rows from a directory folder."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.vocabulary.service import ByRevision
from app.vocabulary.values import Label
from handouts.models import Handout
from referrals.directory import stored
from referrals.directory.fields import Record
from referrals.directory.folder import Directory
from referrals.directory.tables import Rows


def rows_of(directory: Directory) -> Rows:
    """The handouts of a valid directory."""
    names = ("id", "title_de", "title_en", "evidence")
    rows = [
        {name: record[name] for name in names} | {"position": position}
        for position, record in enumerate(directory["handouts"])
    ]
    return Rows("handouts", Handout, rows)


def records(session: Session) -> list[Record]:
    """The handouts as records, in order."""
    names = ("id", "title_de", "title_en", "evidence")
    return [stored.record("handouts", stored.picked(row, *names)) for row in stored.ordered(session, Handout)]


def _build(session: Session) -> Mapping[str, Label]:
    found = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return MappingProxyType({handout.id: Label(handout.title_de, handout.title_en) for handout in found})


handouts = ByRevision(_build)
"""handouts(session) -> Mapping[str, Label]: the titles by id, in order."""
