"""Who is logged in. The cookie holds a random id and when it was last seen; the table ``login`` a hash of the id.

So a login can be ended on the server at any time, and a request that only reads writes nothing. A locked login is
nobody's: it only remembers until when its person may go on with the password alone. The second factor was shown in
this very browser within these ten hours, and whoever has to type a code after every errand does not lock at all.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import flask
from flask import Flask, current_app, g
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import Row, bindparam, select

from app import clock, db
from app.accounts.models import Login, SecondFactor, User, aware
from app.accounts.roles import EDITORS, Role
from app.extensions import login_manager

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
TOKEN, SEEN, LANGUAGE, PENDING = "_user_id", "seen", "lang", "pending"
# Between the password and the code of the second factor.
PENDING_FOR = timedelta(minutes=5)


Found = Row[*tuple[Any, ...]]
# Asked by every request: made once, and answered with a row instead of objects.
_WHO = (
    select(
        *(User.id, User.name, User.role, User.language, User.single_keys, User.colour_scheme),
        *(User.must_change_password, User.subject, Login.digest, Login.ends_at, Login.locked),
        SecondFactor.user_id.label("factor_of"),
    )
    .join(Login, Login.user_id == User.id)
    .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    .where(Login.digest == bindparam("login"), Login.ends_at > bindparam("now"), User.active.is_(True))
)


@dataclass(frozen=True)
class Staff(UserMixin):  # type: ignore[misc]
    """The person who is logged in; ``login_digest`` is the key of this login in the database, it ends at the latest at
    ``login_ends_at`` (UTC). ``town``: by the town's login, without a password here. ``must_enrol``: a second factor is
    obligatory and not there yet.
    """

    id: int
    name: str
    role: Role
    language: str
    single_keys: bool
    colour_scheme: str
    must_change_password: bool
    must_enrol: bool
    town: bool
    login_digest: bytes
    login_ends_at: datetime


def init_app(app: Flask) -> None:
    """Load the person of a request when somebody asks for it."""
    # Its own check would put a hash of the browser's address into the cookie.
    login_manager.session_protection = None
    login_manager.user_loader(_load)
    # Without its context processor: an error page must not ask the database who is there.
    login_manager.init_app(app, add_context_processor=False)


def current_staff() -> Staff | None:
    """The person of this request, None if nobody is logged in. Raises DatabaseUnavailable."""
    user = current_user._get_current_object()
    return user if isinstance(user, Staff) else None


def locked() -> Staff | None:
    """Whose locked login this browser holds, if it can still be unlocked; known once current_staff was asked."""
    found: Staff | None = g.get("locked_staff")
    return found


def log_in(user: User, *, ends_at: datetime | None = None) -> None:
    """Begin a login under a new id; of the former session only the language stays. Needs a session that writes.

    The login that this browser had is over. Without ``ends_at`` the new one ends as late as the person's own locked
    one would have, or else in ten hours.
    """
    language = flask.session.get(LANGUAGE)
    now = clock.now().astimezone(UTC)
    former = _former()
    if former is not None and ends_at is None and may_unlock(user):
        ends_at = aware(former.ends_at)
    if former is not None:
        db.session().delete(former)
    token = secrets.token_urlsafe(32)
    login = Login(digest=_digest(token), user_id=user.id, ends_at=ends_at or now + ABSOLUTE, locked=False)
    db.session().add(login)
    db.session().flush()
    login_user(_staff(user, login, has_second_factor=db.session().get(SecondFactor, user.id) is not None))
    # Also forgets the hash of address and browser that Flask-Login has just noted.
    _forget_session()
    g.pop("locked_staff", None)
    flask.session[TOKEN] = token
    flask.session[SEEN] = int(now.timestamp())
    if language:
        flask.session[LANGUAGE] = language


def may_unlock(user: User) -> bool:
    """Whether this browser holds a locked login of this person that has not ended. Needs a session that writes."""
    former = _former()
    now = clock.now().astimezone(UTC)
    return former is not None and former.locked and former.user_id == user.id and aware(former.ends_at) > now


def was_here() -> bool:
    """Whether somebody has logged in with this browser and not out: the login is there, locked, idle or over."""
    return TOKEN in flask.session


def lock() -> None:
    """Lock this login; the id stays, since other windows lock at the same moment. Needs a session that writes."""
    login, staff = _former(), current_staff()
    if login is None or staff is None:
        return
    login.locked = True
    db.session().flush()
    g.locked_staff = staff
    g._login_user = None
    g.staff = None


def log_out() -> None:
    """End this login on the server and in the browser, even if it is locked or has been idle for too long."""
    former = _former()
    if former is not None:
        db.session().delete(former)
    logout_user()
    _forget_session()
    g.pop("locked_staff", None)


def begin_pending(user: User) -> None:
    """The password was right, the code of the second factor is still to come: not a login."""
    flask.session[PENDING] = [user.id, int(clock.now().timestamp()), _mark(user)]


def pending_user() -> User | None:
    """Whose code is asked for, unless the five minutes are over, the account is closed or has another password."""
    user_id, begun, mark = flask.session.get(PENDING) or (0, 0, "")
    if not timedelta() <= clock.now() - datetime.fromtimestamp(begun, UTC) <= PENDING_FOR:
        return None
    user = db.session().get(User, user_id)
    return user if user is not None and user.active and _mark(user) == mark else None


def _mark(user: User) -> str:
    """Another one after every change of the password."""
    return hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]


def _former() -> Login | None:
    """The login that this browser's id names, whatever its state, for whoever changes it now."""
    token = flask.session.get(TOKEN)
    return db.session().get(Login, _digest(token), with_for_update=True) if token else None


def _load(token: str) -> Staff | None:
    now = clock.now().astimezone(UTC)
    digest = _digest(token)
    database: db.Database = current_app.extensions["database"]
    with database.reading() as reader:
        found = db.ask(reader, _WHO, login=digest, now=now).one_or_none()
    if found is None:
        return None
    staff = _staff(found, found, has_second_factor=found.factor_of is not None)
    if found.locked:
        g.locked_staff = staff
        return None
    idle = now - datetime.fromtimestamp(flask.session.get(SEEN, 0), UTC)
    if idle > IDLE:
        # The session stays: its CSRF token proves that what is posted now comes from a page of ours.
        return None
    if idle >= SEEN_EVERY:
        flask.session[SEEN] = int(now.timestamp())
    return staff


def _staff(user: User | Found, login: Login | Found, *, has_second_factor: bool) -> Staff:
    role, town = Role(user.role), user.subject is not None
    obligatory: bool = current_app.extensions["settings"].second_factor
    return Staff(
        id=user.id,
        name=user.name,
        role=role,
        language=user.language,
        single_keys=user.single_keys,
        colour_scheme=user.colour_scheme,
        must_change_password=user.must_change_password,
        must_enrol=obligatory and role in EDITORS and not town and not has_second_factor,
        town=town,
        login_digest=login.digest,
        login_ends_at=aware(login.ends_at),
    )


def _forget_session() -> None:
    flask.session.clear()
    # Flask-WTF remembers the token of this request here; the next page needs one of the new session.
    g.pop("csrf_token", None)


def _digest(token: str) -> bytes:
    """The id has 256 random bits, so that its plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()
