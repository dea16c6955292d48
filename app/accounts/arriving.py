"""Who follows a link from another site, such as the town's start page, is let in like somebody who was here before.

The cookie is SameSite=Strict: the browser does not show it with such a request. Without this, whoever is logged in
would see the login form, and the form's own cookie would take the place of the login. So the page asks for itself
once more, and that request is our own. It is only asked once, whatever a browser makes of it.
"""

from flask import Blueprint, Response, current_app, make_response, render_template, request, session

from app.accounts.roles import PUBLIC

blueprint = Blueprint("arriving", __name__)
# These look at who is logged in although everyone may open them.
FOR_STAFF = frozenset({"accounts.login", "town_login.back"})
SECONDS = 20


@blueprint.before_app_request
def ask_again() -> Response | None:
    """A page that opens the same address again, now from our own site."""
    if not _comes_from_elsewhere() or not _is_for_staff():
        return None
    response = make_response(render_template("accounts/arriving.html", address=request.full_path.rstrip("?")))
    # A language asked for in the address must not begin a session that takes the place of the one held back.
    session.modified = False
    # Not Strict: it is what shows, when the browser still says "from elsewhere", that this was tried already.
    response.set_cookie(
        _cookie_name(),
        "1",
        max_age=SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _comes_from_elsewhere() -> bool:
    """Whether another site's page has led a browser here, and its cookie has been held back."""
    headers = request.headers
    return (
        request.method == "GET"
        and headers.get("Sec-Fetch-Site") == "cross-site"
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
        and _cookie_name() not in request.cookies
    )


def _is_for_staff() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.endpoint in FOR_STAFF or getattr(view, "roles", PUBLIC) != PUBLIC


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-arriving"
