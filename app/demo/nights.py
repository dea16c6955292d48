"""What happens to contacts after their month: they are counted, released and at last forgotten, as by the night job."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.contacts import service as contacts
from app.contacts.service import months_kept
from app.house.events import service as events
from app.house.interpreting import unmet
from app.night import RELEASES
from app.reports import releasing
from app.reports.counting import records
from app.vocabulary.service import vocabulary
from handouts import service as handouts
from referrals import feedback
from referrals import service as referrals


def counted(session: Session, month: str) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The contacts of a month as they are counted, by dimension."""
    return (record.values for record in records(session, [month], vocabulary(session).field_of_action))


def night(session: Session, today: date) -> list[str]:
    """Release what is due, then forget what is: a month must be counted before its contacts are gone."""
    done = release(session, today)
    forget(session, today)
    return done


def release(session: Session, today: date) -> list[str]:
    """Release what is due; which tables, as ``feedback 2026-Q3``."""
    counters = [f"{name} {period}" for name, release_due in RELEASES for period in release_due(session, today)]
    return counters + releasing.release_due(session, today)


def forget(session: Session, today: date) -> None:
    """Forget what is kept no longer."""
    oldest = months_kept(today)
    events.forget(oldest_month=oldest)
    feedback.forget(oldest_month=oldest)
    handouts.forget(session, oldest_month=oldest)
    unmet.forget(oldest_month=oldest)
    contacts.forget(today=today, oldest_month=oldest)
    referrals.forget(today=today)
