"""Slows down guessing of passwords: after each failure of a name or an address, the next try must wait longer.

Kept in the database, so that it holds over restarts and for several processes; names and addresses only as keyed
hashes. Unknown names are treated like known ones.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app import clock
from app.accounts.models import AccountLink, Login, LoginFailure, aware
from app.accounts.service import normal_name
from app.audit import failures
from app.db import session
from app.keys import Keys

LONGEST_WAIT = timedelta(minutes=15)
KEPT = timedelta(days=1)
# All desks may share one address: colleagues who begin work at the same time, or mistype, must not lock each other out.
FREE_TRIES_OF_AN_ADDRESS = 10


def claim(keys: Keys, *, name: str, address: str) -> int:
    """Ask to try a password: 0, or the seconds to wait first. Needs a session that writes.

    The try counts as failed until ``clear``, because tries at the same moment must not overtake the count.
    """
    now = clock.now().astimezone(UTC)
    free_tries = {_name_digest(keys, name): 0, _address_digest(keys, address): FREE_TRIES_OF_AN_ADDRESS}
    # Looked at first, so that whoever has to wait cannot fill the table with names meanwhile.
    known = session().scalars(select(LoginFailure).where(LoginFailure.digest.in_(free_tries)))
    wait = _longest_wait(known, now)
    if wait:
        return wait
    rows = [(_row(digest, now), free) for digest, free in free_tries.items()]
    wait = _longest_wait((row for row, _ in rows), now)
    if wait:
        return wait
    for row, free in rows:
        row.failures += 1
        row.wait_until = now + delay(row.failures - free)
    session().flush()
    failures.count(session(), clock.now().date(), 1)
    return 0


def clear(keys: Keys, *, name: str, address: str) -> None:
    """The password was right: forget the failures of this name and address."""
    # One after the other, in the order of claim: two that hold one each would wait for each other.
    for digest in (_name_digest(keys, name), _address_digest(keys, address)):
        session().execute(delete(LoginFailure).where(LoginFailure.digest == digest))
    failures.count(session(), clock.now().date(), -1)


def release(keys: Keys, *, name: str, address: str) -> None:
    """The password was right, but a code is still to come: this one try did not fail; those before it stay counted.

    So whoever knows the password cannot guess codes any faster.
    """
    now = clock.now().astimezone(UTC)
    for digest in (_name_digest(keys, name), _address_digest(keys, address)):
        row = _row(digest, now)
        row.failures = max(row.failures - 1, 0)
        row.wait_until = now
    session().flush()
    failures.count(session(), clock.now().date(), -1)


def forget(now: datetime) -> None:
    """Delete what is over: failures a day after the last wait, logins and one-time links that have ended. At night."""
    moment = now.astimezone(UTC)
    session().execute(delete(LoginFailure).where(LoginFailure.wait_until < moment - KEPT))
    session().execute(delete(Login).where(Login.ends_at <= moment))
    for link in session().scalars(select(AccountLink).where(AccountLink.ends_at <= moment)):
        session().delete(link)


def delay(failures: int) -> timedelta:
    """How long to wait after so many failures: nothing, 1 s, 2 s, 4 s … 15 minutes."""
    if failures <= 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - 1, 10)), LONGEST_WAIT)


def _longest_wait(rows: Iterable[LoginFailure], now: datetime) -> int:
    """Seconds, 0 if nobody has to wait."""
    return max(
        (math.ceil((aware(row.wait_until) - now).total_seconds()) for row in rows if aware(row.wait_until) > now),
        default=0,
    )


def _row(digest: bytes, now: datetime) -> LoginFailure:
    """The row of a name or an address, made if need be, and locked."""
    insert = sqlite_insert if session().get_bind().dialect.name == "sqlite" else postgresql_insert
    session().execute(insert(LoginFailure).values(digest=digest, failures=0, wait_until=now).on_conflict_do_nothing())
    # Another request may have changed it since it was looked at.
    locked = select(LoginFailure).where(LoginFailure.digest == digest).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def _name_digest(keys: Keys, name: str) -> bytes:
    return keys.digest("login failures of a name", normal_name(name).casefold().encode())


def _address_digest(keys: Keys, address: str) -> bytes:
    return keys.digest("login failures of an address", neighbourhood(address).encode())


def neighbourhood(address: str) -> str:
    """The addresses that count as one: of IPv6 the first half, since whoever has one usually has all that share it."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        # A proxy may say "unknown": then these count together.
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
