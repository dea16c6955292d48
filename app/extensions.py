"""Flask extensions that belong to no single part of the house, and the nonce of the response being made."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import current_app, g
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from app.db import Database
from app.resend import once

T = TypeVar("T")

csrf = CSRFProtect()
login_manager = LoginManager()


def csp_nonce() -> str:
    """The random value that a script tag of this response must carry (``nonce="…"``) to be run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def written(work: Callable[[Session], T]) -> T:
    """What ``work`` gives, committed, by a session of its own that writes; once for a form with a key (app.resend).

    Raises SentBefore, which is not to be caught by views: app.accounts.access answers it.
    """
    database: Database = current_app.extensions["database"]
    with database.writing() as session, once(session):
        return work(session)
