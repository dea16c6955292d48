"""Where a one-time link leads: somebody chooses a password and then logs in with it.

The link gives nothing but this: no login, and no way around the second factor. Opening it changes nothing, so that
programs which look at links in letters do not use it up.
"""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.accounts import entering, links, pages, passwords
from app.accounts.access import access
from app.accounts.forms import ChosenPasswordForm
from app.accounts.links import LinkGone
from app.accounts.passwords import WeakPassword
from app.accounts.roles import PUBLIC
from app.resend import Harmless

blueprint = Blueprint("welcome", __name__, url_prefix="/welcome")


@blueprint.get("/<link>")
@access(PUBLIC)
def form(link: str) -> AnyResponse:
    """A form for the new password."""
    try:
        return pages.welcome_page(links.find(link, clock.now()).name, link)
    except LinkGone as gone:
        return pages.link_gone_page(str(gone))


@blueprint.post("/<link>")
@access(PUBLIC, resend=Harmless.SAME)
def choose(link: str) -> AnyResponse:
    """Set the password; the link is used up."""
    posted = ChosenPasswordForm.posted()
    try:
        name = links.find(link, clock.now()).name
        if not posted.validate():
            return pages.welcome_page(name, link, status=400, form=posted)
        password_hash = passwords.hash_password(posted.text("new_password"), name=name)
        with entering.database().writing():
            links.use(link, password_hash, clock.now())
    except LinkGone as gone:
        return pages.link_gone_page(str(gone))
    except WeakPassword as weak:
        return pages.welcome_page(name, link, status=400, form=posted, error=str(weak))
    return redirect(url_for("accounts.login", chosen=""), 303)
