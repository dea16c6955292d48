"""Staff report what a visitor who came back says of a slip: code, digit, Enter. The code is neither shown nor kept."""

from typing import Any

import segno
from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.db import Database
from app.directory import settings
from app.feedback import tickets, typed, words
from app.interface import translate
from app.keys import Keys
from app.resend import Harmless
from referrals import feedback

blueprint = Blueprint("feedback", __name__, url_prefix="/feedback")
GONE = 409


@blueprint.get("")
@access(AT_THE_COUNTER)
def form() -> Response:
    """The empty form."""
    return _page()


@blueprint.post("")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def redeem() -> Response:
    """Count it once."""
    given = typed.read(request.form)
    if given.problem or given.code is None or given.outcome is None:
        return _page(400, given=given)
    redeemed = feedback.redeem(_keys(), given.code, given.outcome, now=clock.now())
    if redeemed is None:
        return _page(GONE, toast={"good": False, "text": translate(words.GONE)})
    text = translate(words.COUNTED) % {"outcome": translate(words.TITLES[redeemed.outcome])}
    return _page(toast={"good": True, "text": text, "undo": tickets.seal(_keys(), redeemed)})


@blueprint.post("/undo")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def undo() -> Response:
    """Take the last report back."""
    try:
        done = feedback.take_back(tickets.unseal(_keys(), request.form.get("undo", "")), now=clock.now())
    except tickets.TooLate as error:
        return _page(toast={"good": False, "text": translate(str(error))})
    return _page(toast={"good": done, "text": translate(words.TAKEN_BACK if done else words.TAKEN_BACK_BEFORE)})


@blueprint.get("/sheet")
@access(AT_THE_COUNTER)
def sheet() -> str:
    """A page to print for offices: where slips are reported, as text and as a QR code."""
    return _sheet()


@blueprint.post("/sheet")
@access(EDITORS, resend=Harmless.SAME)
def change_address() -> AnyResponse:
    """Say under which address offices reach this program: sheets and slips name it from now on."""
    database: Database = current_app.extensions["database"]
    given = request.form.get("address", "")[:200]
    try:
        with database.writing() as session:
            settings.set_public_address(session, given)
    except settings.NoAddress as error:
        return make_response(_sheet(given=given, trouble=translate(str(error))), 400)
    return redirect(url_for("feedback.sheet"), 303)


def _sheet(*, given: str | None = None, trouble: str = "") -> str:
    known = settings.public_address(db.session())
    address = f"{known}/r" if known else f"{request.host_url}r"
    return render_template(
        "feedback/sheet.html",
        address=address,
        picture=_picture(address),
        known=known,
        given=known if given is None else given,
        trouble=trouble,
    )


def _picture(address: str) -> str:
    uri: str = segno.make(address, error="m", micro=False).png_data_uri(scale=8, border=4)
    return uri


def _page(status: int = 200, *, given: typed.Typed | None = None, toast: dict[str, Any] | None = None) -> Response:
    body = render_template("feedback/form.html", given=given, toast=toast, choices=words.CHOICES, typed=typed)
    return make_response(body, status)


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys
