"""The endpoints of uploaded files: one is checked as soon as it is chosen, and read at the desk by its digest."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from app import db
from app.accounts.access import access
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.files.cleaning import Refused
from app.files.models import StoredFile
from app.files.store import NoSuchFile
from app.files.words import MOST_BYTES, MOST_PAGES, NOTES, refusal
from app.resend import Harmless
from app.uploads import serving
from app.uploads.taking import chosen, takes_files

blueprint = Blueprint("uploads", __name__, url_prefix="/files")
UNFIT = 422
LIMITS = {"bytes": MOST_BYTES, "megabytes": MOST_BYTES // 1_000_000, "pages": MOST_PAGES}


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """For templates/components/upload.html."""
    return {"upload_limits": LIMITS, "upload_notes": NOTES, "upload_too_large": refusal("too_large")}


@blueprint.post("")
@access(EDITORS, resend=Harmless.SAME)
@takes_files
def check() -> Response:
    """Clean the file ``file`` and keep it: a fragment that says what came of it, with its digest for the form."""
    try:
        stored = chosen(db.session())
        if stored is None:
            raise Refused("unfinished")
    except Refused as error:
        response = make_response(render_template("components/upload_done.html", error=error.reason), UNFIT)
    else:
        response = make_response(render_template("components/upload_done.html", stored=stored))
    # Tells the script that this is no page for a login or an error.
    response.headers["X-Upload"] = "answered"
    return response


@blueprint.get("/<digest>.pdf")
@access(AT_THE_COUNTER)
def document(digest: str) -> Response:
    """A cleaned file."""
    if db.session().get(StoredFile, digest) is None:
        raise NoSuchFile(serving.GONE)
    return serving.pdf(digest, digest[:12])


@blueprint.get("/<digest>.png")
@access(AT_THE_COUNTER)
def thumbnail(digest: str) -> Response:
    """The first page of a cleaned file, small; ``digest`` is the file's own."""
    stored = db.session().get(StoredFile, digest)
    if stored is None:
        raise NoSuchFile(serving.GONE)
    return serving.png(stored.thumbnail)
