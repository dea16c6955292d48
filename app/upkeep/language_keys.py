"""Which languages have a digit of their own at the counter."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.directory import history
from app.errors import N_, WegweiserError
from app.resend import Harmless
from app.vocabulary.service import set_language_keys, vocabulary

blueprint = Blueprint("vocabulary", __name__)
DIGITS = "1234567890"
KEYS_CHANGED = N_("Keys of the counter")


@blueprint.get("/languages")
@access(EDITORS)
def languages() -> str:
    """The ten keys and what they stand for."""
    known = vocabulary(db.session()).languages
    chosen = {language.key: language.tag for language in known.values() if language.key}
    return _page(chosen, saved="saved" in request.args)


@blueprint.post("/languages")
@access(EDITORS, writes=True, resend=Harmless.SAME)
def change_languages() -> AnyResponse | tuple[str, int]:
    """Give the keys to other languages; the counter has them from its next page on."""
    chosen = {digit: request.form.get(f"key-{digit}", "") for digit in DIGITS}
    try:
        with history.recording(db.session(), by=g.staff.name, why=KEYS_CHANGED, now=clock.now()):
            set_language_keys(db.session(), {digit: tag for digit, tag in chosen.items() if tag})
    except WegweiserError as error:
        db.session().rollback()
        return _page(chosen, error=str(error)), 400
    return redirect(url_for("vocabulary.languages", saved=1), 303)


def _page(chosen: dict[str, str], *, saved: bool = False, error: str = "") -> str:
    return render_template(
        "vocabulary/languages.html",
        digits=DIGITS,
        chosen=chosen,
        known=list(vocabulary(db.session()).languages.values()),
        english=g.interface_language == "en",
        saved=saved,
        error=error,
    )
