"""The receiving office reports a slip without an account: one small public form, ``/r``, for any browser.

No CSRF token, and so no cookie: the form acts on nothing but what stands in it. A page of somebody else's that had a
visitor's browser post here would need a valid code of 50 bits, and whoever has one can report it without that browser.
"""

from flask import Blueprint, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.access import access
from app.accounts.roles import PUBLIC
from app.db import Database
from app.extensions import csrf
from app.feedback import guesses, tickets, typed, words
from app.keys import Keys
from app.resend import Harmless
from referrals import feedback

blueprint = Blueprint("stamp", __name__)
csrf.exempt(blueprint)
GONE, TOO_MANY = 409, 429


@blueprint.get("/r")
@access(PUBLIC)
def form() -> Response:
    """The empty form."""
    return _page()


@blueprint.post("/r")
@access(PUBLIC, resend=Harmless.OWN)
def report() -> Response:
    """Count it once. What is mistyped is said before anything is looked up, so that it is no guess either.

    Declared as reading: only a code that could be one takes the database's one writer, for a short block.
    """
    given = typed.read(request.form)
    if given.problem or given.code is None or given.outcome is None:
        return _page(400, given=given)
    keys, now, address = _keys(), clock.now(), request.remote_addr or "127.0.0.1"
    seconds = guesses.wait(keys, address, now)
    if seconds:
        response = _page(TOO_MANY, given=given, minutes=-(-seconds // 60))
        response.headers["Retry-After"] = str(seconds)
        return response
    database: Database = current_app.extensions["database"]
    with database.writing():
        redeemed = feedback.redeem(keys, given.code, given.outcome, now=now)
        if redeemed is None:
            guesses.count(keys, address, now)
    if redeemed is None:
        return _page(GONE, done=words.GONE)
    return _page(done=words.THANKS, undo=tickets.seal(keys, redeemed))


@blueprint.post("/r/undo")
@access(PUBLIC, resend=Harmless.OWN)
def undo() -> Response:
    """The wrong button was pressed: only who has the page with the sealed ticket can say so, once, for five minutes."""
    try:
        redeemed = tickets.unseal(_keys(), request.form.get("undo", ""))
    except tickets.TooLate as error:
        return _page(400, done=str(error))
    database: Database = current_app.extensions["database"]
    with database.writing():
        done = feedback.take_back(redeemed, now=clock.now())
    return _page(done=words.TAKEN_BACK if done else words.TAKEN_BACK_BEFORE)


def _page(
    status: int = 200, *, given: typed.Typed | None = None, done: str = "", undo: str = "", minutes: int = 0
) -> Response:
    body = render_template(
        "feedback/stamp.html", given=given, done=done, undo=undo, minutes=minutes, choices=words.CHOICES
    )
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
