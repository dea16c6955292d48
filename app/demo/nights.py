"""What happens to contacts after their month: they are counted, released and at last forgotten, as by the night job."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.night import RELEASES, forget
from app.reports import releasing
from app.reports.counting import records
from app.vocabulary.service import vocabulary


def counted(session: Session, month: str) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The contacts of a month as they are counted, by dimension."""
    return (record.values for record in records(session, [month], vocabulary(session).field_of_action))


def night(session: Session, today: date) -> list[str]:
    """Release what is due, then forget what is: a month must be counted before its contacts are gone."""
    done = release(session, today)
    forget(session, clock.now())
    return done


def release(session: Session, today: date) -> list[str]:
    """Release what is due; which tables, as ``feedback 2026-Q3``."""
    of_contacts = releasing.release_due(session, today)
    return of_contacts + [
        f"{name} {period}" for name, release_due in RELEASES for period in release_due(session, today)
    ]
