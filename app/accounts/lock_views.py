"""Locking a desk at once: the visitor sees nothing, and nothing that was entered is lost.

The login is locked on the server. What was being entered at the counter travels through the form that unlocks it, as
it does when a login has ended: it is in the page and nowhere else. The same person goes on with the password; a
colleague may log in instead and goes on with the contact.
"""

from flask import Blueprint, g
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import pages
from app.accounts.access import access
from app.accounts.identity import lock as lock_login
from app.accounts.roles import PUBLIC
from app.accounts.unfinished import left
from app.resend import Harmless

blueprint = Blueprint("lock", __name__)


@blueprint.post("/lock")
@access(PUBLIC, writes=True, resend=Harmless.SAME)
def lock() -> AnyResponse:
    """Lock the login, if there is one; open to everyone, so that pressing twice or too late shows the same page."""
    unfinished = left()
    lock_login()
    g.staff = None
    response = pages.login_page(status=200, unfinished=unfinished)
    # Pages that the browser keeps for its Back button must not come back.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
