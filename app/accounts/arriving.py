"""Who follows a link from another site, such as the town's start page, is let in like somebody who was here before.

The cookie is SameSite=Strict: the browser does not show it with such a request. Without this, whoever is logged in
would see the login form, and the form's own cookie would take the place of the login. So the page opens itself once
more under a slightly other address (browsers take the same one for a reload, which comes from the other site again),
and this request is our own.
"""

from urllib.parse import urlencode

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.roles import PUBLIC

blueprint = Blueprint("arriving", __name__)
# These look at who is logged in, or have a form, although everyone may open them.
FOR_STAFF = frozenset({"accounts.login", "town_login.back", "welcome.form"})
ARRIVING = "arriving"


@blueprint.before_app_request
def ask_again() -> AnyResponse | None:
    """A page that opens itself again; it is asked once, whatever a browser makes of it."""
    if request.method != "GET" or not _is_for_staff():
        return None
    has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    if ARRIVING in request.args:
        return redirect(_address()) if has_cookie else None
    if has_cookie or not _comes_from_elsewhere():
        return None
    response = make_response(render_template("accounts/arriving.html", address=_address(arriving="1")))
    # A language asked for in the address must not begin a session that takes the place of the one held back.
    session.modified = False
    return response


def _comes_from_elsewhere() -> bool:
    """Whether a page of another site has led a browser here; older browsers, and all on plain HTTP, do not say."""
    headers = request.headers
    return (
        headers.get("Sec-Fetch-Site") == "cross-site"
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
    )


def _is_for_staff() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint in FOR_STAFF or getattr(view, "roles", PUBLIC) != PUBLIC


def _address(**more: str) -> str:
    """This page's own address on this host."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != ARRIVING]
    query = urlencode([*kept, *more.items()])
    return f"{request.path}?{query}" if query else request.path
