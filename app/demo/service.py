"""Make a demo set: month by month as if it were happening, with the nights that release and forget. All or nothing."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.counter.workplace import Workplace
from app.db import Database
from app.demo import house, mark, nights
from app.demo.feeding import Desk, Report, feed, redeem
from app.demo.months import closed_months, open_hours, spread
from app.demo.talks import hold
from app.demo.truth import TruthFile
from app.demo.visits import Crowd
from app.keys import Keys
from app.released.periods import first_day_of_release
from referrals.routing.answer import FALLBACK

NIGHT = time(3)


@dataclass(frozen=True)
class Made:
    """What was made: the contacts of these months, events, slips that came back, and what was released of it."""

    contacts: int
    first_month: str
    last_month: str
    events: int
    feedback: int
    released: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def make(
    database: Database, keys: Keys, *, contacts: int, months: int, seed: int, truth: TruthFile | None = None
) -> Made:
    """Make ``contacts`` in the last ``months`` closed months, mark the database, release what is due.

    The same visits for the same seed, directory and day; their keys hang on the installation's secret and the rounding
    on that of the database, so that published numbers differ by some of five. Raises RealContacts, AlreadyDemo,
    DatabaseUnavailable; then nothing has been done.
    """
    today = clock.now().date()
    names = closed_months(today, months)
    with database.writing() as session:
        mark.check_empty(session)
        place = house.with_interpreters(Workplace.open(session), today)
        history = _History(session, Desk(place, keys), Random(seed), truth)  # noqa: S311 - not for secrets
        for month, number in zip(names, spread(contacts, names), strict=True):
            history.month(month, number, until=today)
        house.furnish(session, place, today)
        mark.set_demo(session)
    return Made(contacts, names[0], names[-1], history.events, history.feedback, tuple(history.released))


class _History:
    """What has happened so far."""

    def __init__(self, session: Session, desk: Desk, random: Random, truth: TruthFile | None) -> None:
        self.events = 0
        self.feedback = 0
        self.released: list[str] = []
        self._session = session
        self._random = random
        self._truth = truth
        self._desk = desk
        options = {question.id: question.options for question in desk.place.table.questions}
        self._crowd = Crowd(desk.place.vocabulary, options)
        self._reports: defaultdict[str, list[Report]] = defaultdict(list)

    def month(self, month: str, contacts: int, *, until: date) -> None:
        """A month, and the night in which it can be released (on ``until`` at the latest)."""
        place = self._desk.place
        hours = open_hours(place.offices.get(FALLBACK), month)
        for report in feed(self._desk, self._crowd.month(self._random, hours, contacts)):
            self._reports[f"{report.moment:%Y-%m}"].append(report)
        self.feedback += redeem(self._desk, self._reports.pop(month, ()))
        self.events += hold(self._session, self._random, place.vocabulary, hours)
        if self._truth:
            self._truth.add(month, nights.counted(self._session, month))
        with _at_night(min(first_day_of_release(month), until)) as today:
            self.released += nights.night(self._session, today)


@contextmanager
def _at_night(day: date) -> Iterator[date]:
    with clock.fixed(datetime.combine(day, NIGHT)):
        yield day
