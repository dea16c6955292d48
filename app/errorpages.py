"""Error pages: what happened, what became of the input, how to go on. They work without the database.

To an htmx request the answer is a notice beside the form, which stays as it is. The log says what failed and where in
the program, never what was asked for, by whom, or with which values.
"""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import pages
from app.accounts.access import Forbidden, LoginRequired
from app.accounts.identity import Staff, current_staff
from app.accounts.unfinished import Fields, carried, comes_from_elsewhere, interrupted, posted_fields
from app.db import DatabaseUnavailable
from app.errors import N_, Damaged, NotFound, WegweiserError
from app.logs import WithoutValues
from app.resend import FIELD, OldForm


@dataclass(frozen=True)
class Text:
    """Heading and sentence of an error page, in English; templates translate them."""

    heading: str
    sentence: str


TEXTS = {
    400: Text(N_("This request cannot be understood"), N_("Go back, reload the page and try again.")),
    401: Text(N_("Please log in"), N_("This page is for members of staff who have logged in.")),
    403: Text(
        N_("This page is not open to you"), N_("Your role does not allow this. An administrator can change roles.")
    ),
    404: Text(N_("There is no such page"), N_("Check the address, or go on from the start page.")),
    405: Text(N_("This address does not work like that"), N_("Go back and use the buttons of the page.")),
    413: Text(
        N_("That is too much at once"), N_("What was sent is larger than any form of this program. Nothing was saved.")
    ),
    500: Text(
        N_("Something went wrong"), N_("Nothing was saved. Try again; if it happens again, tell the administrator.")
    ),
    503: Text(
        N_("The database cannot be used at the moment"),
        N_("Nothing was saved, and your input is kept. Try again in a moment; if it goes on, tell the administrator."),
    ),
}
STALE_FORM = Text(
    N_("Please send this again"),
    N_("The page was opened before your last login, so nothing was saved. Your input is kept."),
)
OLD_FORM = Text(
    N_("Please send this again"),
    N_(
        "This page is not of today, so nothing was done now. Look first whether it was done before. Your input is kept."
    ),
)


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.logger.addFilter(WithoutValues())
    app.register_error_handler(LoginRequired, _login_required)
    app.register_error_handler(Forbidden, lambda _error: _page(403))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OldForm, _old_form)
    app.register_error_handler(DatabaseUnavailable, _unavailable)
    app.register_error_handler(NotFound, lambda error: _page(404, sentence=str(error)))
    app.register_error_handler(Damaged, _damaged)
    app.register_error_handler(WegweiserError, lambda error: _page(400, sentence=str(error)))
    app.register_error_handler(DataError, _unfit_value)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _login_required(_error: Exception) -> AnyResponse:
    """A page to read is asked for again after the login; what was posted travels through the login form."""
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return redirect(url_for("accounts.login"))
    return pages.login_page(status=401, unfinished=interrupted())


def _csrf(_error: CSRFError) -> AnyResponse:
    """The token belongs to a session that is gone, or to none.

    Nobody logged in: as with any login that has ended. Somebody is: the cookie is SameSite=Strict, so the request
    comes from our own site, mostly from a page that was open since before the login. It is not carried out; a person
    sees a page of ours, which no frame can hold, and presses the button. Where the browser says that another origin
    posted, even that is not offered.
    """
    staff = _staff()
    if staff is None:
        return pages.login_page(status=401, unfinished=carried() or interrupted())
    if comes_from_elsewhere():
        return _page(400)
    g.staff = staff
    template = "errors/again_desk.html" if "HX-Request" in request.headers else "errors/again.html"
    return make_response(render_template(template, text=STALE_FORM, fields=posted_fields(), path=request.path), 400)


def _old_form(_error: OldForm) -> AnyResponse:
    """The form has no key of today: nothing is done until somebody who has looked presses the button."""
    fields = tuple((name, value) for name, value in posted_fields() if name != FIELD)
    shown = {"text": OLD_FORM, "fields": fields, "path": request.path, "done_once": True}
    template = "errors/again_desk.html" if "HX-Request" in request.headers else "errors/again.html"
    return make_response(render_template(template, **shown), 409)


def _unavailable(error: DatabaseUnavailable) -> AnyResponse:
    current_app.logger.error("database unavailable: %s", str(error).partition("\n")[0], extra={"status": 503})
    return _page(503, fields=posted_fields() if request.method == "POST" else None)


def _unfit_value(error: DataError) -> AnyResponse:
    """Something that the database cannot hold, such as a NUL: no form of ours sends it."""
    current_app.logger.error("value that the database cannot hold", exc_info=error, extra={"status": 400})
    return _page(400)


def _http(error: HTTPException) -> AnyResponse:
    code = error.code or 500
    if isinstance(error, InternalServerError) and error.original_exception:
        # Flask comes here when an error page itself has failed: the templates are not to be trusted.
        return Response(f"{TEXTS[500].heading}. {TEXTS[500].sentence}\n", 500, mimetype="text/plain")
    if code < 400:
        return Response.force_type(error.get_response(), request.environ)
    response = _page(code)
    if "Allow" in error.get_response().headers:
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _damaged(error: Damaged) -> AnyResponse:
    current_app.logger.error("damaged data: %s", type(error).__name__, extra={"status": 500})
    return _page(500, sentence=str(error))


def _unexpected(error: Exception) -> AnyResponse:
    current_app.logger.error("unexpected error", exc_info=error, extra={"status": 500})
    return _page(500)


def _page(code: int, *, sentence: str | None = None, fields: Fields | None = None) -> Response:
    """The page of an error; with ``fields`` a form that sends them again."""
    text = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    g.staff = staff = _staff()
    shown = {"text": Text(text.heading, sentence or text.sentence), "code": code}
    if "HX-Request" in request.headers:
        response = make_response(render_template("errors/notice.html", **shown), code)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    home = pages.home(staff) if staff else url_for("accounts.login")
    template = "errors/error.html" if fields is None else "errors/again.html"
    return make_response(render_template(template, **shown, home=home, fields=fields, path=request.path), code)


def _staff() -> Staff | None:
    """Who is logged in, as far as that can be known."""
    try:
        return current_staff()
    except DatabaseUnavailable:
        return None
