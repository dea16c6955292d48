"""Slows down guessing of codes at the public form: so many failures an hour for a network, and for all together.

A code has 50 random bits. With 10,000 valid ones a guess is right once in 10^11, so a million guesses would hit with
a chance of 1 in 100,000 even without any limit; with the limit of all together they take six weeks. Kept in the
table of failed logins and forgotten with them: the row of an hour is a keyed hash of the network and the hour, so that
neither can be read from it, and only failures leave one. The limit of all together can be used up on purpose; then the
public form has to wait until the hour is over, while the counter, where one is logged in, reports as before.
"""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.accounts.models import LoginFailure
from app.accounts.throttle import neighbourhood
from app.db import session
from app.keys import Keys

HOUR = timedelta(hours=1)
# All offices of a town may share one address: slips that were reported before are failures, too.
MOST_OF_A_NETWORK = 60
MOST_OF_ALL = 1000


def wait(keys: Keys, address: str, now: datetime) -> int:
    """The seconds until this network may try a code; 0 for at once."""
    limits = _limits(keys, address, now)
    rows = session().execute(select(LoginFailure.digest, LoginFailure.failures).where(LoginFailure.digest.in_(limits)))
    if any(failures >= limits[bytes(digest)] for digest, failures in rows):
        return math.ceil((_hour(now) + HOUR - now.astimezone(UTC)).total_seconds())
    return 0


def count(keys: Keys, address: str, now: datetime) -> None:
    """A code was wrong. Needs a session that writes."""
    insert = sqlite_insert if session().get_bind().dialect.name == "sqlite" else postgresql_insert
    for digest in _limits(keys, address, now):
        row = insert(LoginFailure).values(digest=digest, failures=1, wait_until=_hour(now) + HOUR)
        session().execute(
            row.on_conflict_do_update(index_elements=["digest"], set_={"failures": LoginFailure.failures + 1})
        )


def _limits(keys: Keys, address: str, now: datetime) -> dict[bytes, int]:
    """The rows of this hour with what they allow, always in this order: two requests must not wait for each other."""
    hour = _hour(now).isoformat()
    return {
        keys.digest("feedback failures of a network", f"{hour} {neighbourhood(address)}".encode()): MOST_OF_A_NETWORK,
        keys.digest("feedback failures of all", hour.encode()): MOST_OF_ALL,
    }


def _hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
