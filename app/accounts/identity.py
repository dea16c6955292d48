"""Who is logged in. The cookie holds a random id and when it was last seen; the table ``login`` a hash of the id.

So a login can be ended on the server at any time, and a request that only reads writes nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import flask
from flask import Flask, current_app, g
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import delete, select

from app import clock, db
from app.accounts.models import Login, User
from app.accounts.roles import Role
from app.extensions import login_manager

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
TOKEN, SEEN, LANGUAGE = "_user_id", "seen", "lang"


@dataclass(frozen=True)
class Staff(UserMixin):  # type: ignore[misc]
    """The person who is logged in; ``login_digest`` is the key of this login in the database."""

    id: int
    name: str
    role: Role
    language: str
    single_keys: bool
    colour_scheme: str
    must_change_password: bool
    login_digest: bytes


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


def log_in(user: User) -> None:
    """Begin a login under a new id; of the former session only the language stays. Needs a session that writes."""
    language = flask.session.get(LANGUAGE)
    token = secrets.token_urlsafe(32)
    now = clock.now().astimezone(UTC)
    digest = _digest(token)
    db.session().add(Login(digest=digest, user_id=user.id, ends_at=now + ABSOLUTE))
    db.session().flush()
    login_user(_staff(user, digest))
    # Also forgets the hash of address and browser that Flask-Login has just noted.
    _forget_session()
    flask.session[TOKEN] = token
    flask.session[SEEN] = int(now.timestamp())
    if language:
        flask.session[LANGUAGE] = language


def log_out() -> None:
    """End this login on the server and in the browser, even if it has been idle for too long."""
    token = flask.session.get(TOKEN)
    if token:
        db.session().execute(delete(Login).where(Login.digest == _digest(token)))
    logout_user()
    _forget_session()


def _load(token: str) -> Staff | None:
    now = clock.now().astimezone(UTC)
    idle = now - datetime.fromtimestamp(flask.session.get(SEEN, 0), UTC)
    if idle > IDLE:
        # The session stays: its CSRF token proves that what is posted now comes from a page of ours.
        return None
    digest = _digest(token)
    database: db.Database = current_app.extensions["database"]
    with database.reading() as reader:
        user = reader.scalar(
            select(User).join(Login).where(Login.digest == digest, Login.ends_at > now, User.active.is_(True))
        )
        staff = _staff(user, digest) if user else None
    if staff and idle >= SEEN_EVERY:
        flask.session[SEEN] = int(now.timestamp())
    return staff


def _staff(user: User, digest: bytes) -> Staff:
    return Staff(
        id=user.id,
        name=user.name,
        role=Role(user.role),
        language=user.language,
        single_keys=user.single_keys,
        colour_scheme=user.colour_scheme,
        must_change_password=user.must_change_password,
        login_digest=digest,
    )


def _forget_session() -> None:
    flask.session.clear()
    # Flask-WTF remembers the token of this request here; the next page needs one of the new session.
    g.pop("csrf_token", None)


def _digest(token: str) -> bytes:
    """The id has 256 random bits, so that its plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).digest()
