"""How the program fares, for administrators, and a backup at once."""

import logging
import threading

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ADMINISTRATORS
from app.audit import actors
from app.nightly import House, backup_at_once
from app.operations import pages
from app.resend import Harmless

blueprint = Blueprint("operations", __name__, url_prefix="/operations")
PATIENCE_SECONDS = 8
"""How long the page waits for a backup that was asked for; it goes on without it."""
STARTED = "started"
log = logging.getLogger(__name__)


@blueprint.get("")
@access(ADMINISTRATORS)
def overview() -> str:
    """How things stand."""
    asked = request.args.get("backup") == STARTED
    return pages.overview(db.session(), current_app.extensions["settings"], asked=asked)


@blueprint.post("/backup")
@access(ADMINISTRATORS, resend=Harmless.SAME)
def back_up() -> Response:
    """A backup at once, beside this request: a large one takes a minute. Of two at the same moment one is made."""
    house = House(*(current_app.extensions[name] for name in ("settings", "keys", "database")))
    # The snapshot of this request would keep the other one from emptying the log.
    db.session().commit()
    actor = actors.current()
    thread = threading.Thread(target=lambda: _back_up(house, actor), name="backup at once", daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    return redirect(url_for("operations.overview", backup=STARTED), 303)


def _back_up(house: House, actor: actors.Actor) -> None:
    try:
        with actors.acting(actor):
            backup_at_once(house, clock.now())
    except Exception as error:
        # The page shows what is known; an error's own text stays out of the log.
        log.error("backup at once: %s", type(error).__name__)
