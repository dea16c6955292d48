"""Whether this database holds made-up contacts: every page says so, and real ones are never mixed with them."""

from flask import Flask, has_request_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.contacts.models import Contact, DeskLoad
from app.db import DatabaseUnavailable
from app.directory.example import is_example, mark_example
from app.errors import WegweiserError
from app.released.models import Release
from app.vocabulary.service import HOUSE_REVISION, ByRevision, raise_revision


class RealContacts(WegweiserError):
    """The database has contacts that are not made up."""


class AlreadyDemo(WegweiserError):
    """The database has a demo set."""


is_demo = ByRevision(is_example, of=(HOUSE_REVISION,))
"""is_demo(session) -> bool, for every page."""


def set_demo(session: Session) -> None:
    """Mark the database for good. Last of all: caches notice that something has changed."""
    mark_example(session)
    raise_revision(session, HOUSE_REVISION)


def check_empty(session: Session) -> None:
    """Raises RealContacts or AlreadyDemo where no demo set may be made."""
    if is_demo(session):
        raise AlreadyDemo("This database holds example data already; another set needs a new instance folder.")
    for column in (Contact.key, DeskLoad.n, Release.name):
        if session.scalar(select(column).limit(1)) is not None:
            raise RealContacts(
                "This database holds real contacts or figures of them; example data must not be mixed with them."
            )


def init_app(app: Flask) -> None:
    """Let templates ask ``example_data()``: only pages, and only if the page has a session anyway."""
    app.jinja_env.globals["example_data"] = _shown


def _shown() -> bool:
    """Pages without a session (errors) do without."""
    try:
        return has_request_context() and is_demo(db.session())
    except (LookupError, DatabaseUnavailable):
        return False
