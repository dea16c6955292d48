"""Handouts as values, and their rows from a directory folder."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from handouts.models import Handout
from referrals.directory.folder import Directory
from referrals.directory.tables import Rows


@dataclass(frozen=True)
class Leaflet:
    """A handout that can be given along: its id and titles."""

    id: str
    title_de: str
    title_en: str


def rows_of(directory: Directory) -> Rows:
    """The handouts of a valid directory."""
    names = ("id", "title_de", "title_en", "evidence")
    rows = [
        {name: record[name] for name in names} | {"position": position}
        for position, record in enumerate(directory["handouts"])
    ]
    return Rows("handouts", Handout, rows)


def handouts(session: Session) -> tuple[Leaflet, ...]:
    """All handouts in their order."""
    found = session.scalars(select(Handout).order_by(Handout.position, Handout.id))
    return tuple(Leaflet(handout.id, handout.title_de, handout.title_en) for handout in found)
