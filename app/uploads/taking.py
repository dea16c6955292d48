"""Takes a file of a form: cleaned first, then kept. For views that declare that they read (app.accounts.access).

A file is checked as soon as it is chosen (static/js/upload.js); the form then carries its digest only. Without
JavaScript the form carries the file itself. Either way nothing is lost when another field has to be corrected: the
file is kept apart from what it belongs to, and swept a day later if it belongs to nothing.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app import clock
from app.accounts.identity import current_staff
from app.db import Database
from app.files.cleaning import Cleaned, Refused, clean
from app.files.folding import fold
from app.files.models import StoredFile
from app.files.store import FileStore
from app.files.words import MOST_BYTES

View = TypeVar("View", bound=Callable[..., Any])
MOST_BODY = 60 * 1000 * 1000
"""More than the web server lets through, so that files of any size are refused in the words for files."""


def takes_files(view: View) -> View:
    """A view whose form may carry a file; put this right above its ``def``, below ``access``."""
    marked: Any = view
    marked.takes_files = True
    return view


def allow_files() -> None:
    """Files are larger than forms. Before anything reads the form; only for those whom the view lets in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False) and (staff := current_staff()) and staff.role in getattr(view, "roles", ()):
        request.max_content_length = MOST_BODY


def store() -> FileStore:
    """The files of this installation."""
    files: FileStore = current_app.extensions["files"]
    return files


def chosen(session: Session, field: str = "file") -> StoredFile | None:
    """The file of this form: the one that it uploads, or the one uploaded before; None if there is neither.

    ``field`` is the one of templates/components/upload.html. Call it before the block that writes: checking takes
    seconds. Raises Refused.
    """
    upload = request.files.get(field)
    if upload is not None and upload.filename:
        return take(upload)
    digest = request.form.get(f"{field}_digest", "")
    if not digest:
        return None
    known = session.get(StoredFile, digest)
    if known is None:
        raise Refused("gone")
    return known


def take(upload: FileStorage) -> StoredFile:
    """Clean it and keep it; what comes back belongs to no session. Raises Refused, DatabaseUnavailable."""
    # Its name and its type as the browser says are never looked at.
    cleaned = clean(upload.stream.read(MOST_BYTES + 1))
    try:
        return _kept(cleaned)
    except IntegrityError:
        # The same file was uploaded twice at the same moment: now it is there.
        return _kept(cleaned)


def _kept(cleaned: Cleaned) -> StoredFile:
    database: Database = current_app.extensions["database"]
    with database.writing() as session:
        kept = keep(session, store(), cleaned)
        session.flush()
        session.expunge(kept)
    return kept


def keep(session: Session, files: FileStore, cleaned: Cleaned) -> StoredFile:
    """The row of a cleaned file, whose bytes are on disk before the row is. Raises Refused."""
    try:
        digest, thumbnail = files.put(cleaned.content), files.put(cleaned.thumbnail)
    except OSError as error:
        raise Refused("no_room") from error
    row = session.get(StoredFile, digest)
    if row is None:
        row = StoredFile(
            digest=digest,
            size=len(cleaned.content),
            pages=cleaned.pages,
            width=cleaned.width,
            height=cleaned.height,
            text=cleaned.text,
            folded=fold(cleaned.text),
        )
        session.add(row)
    # Of two originals that become the same document the later one's notes are shown.
    row.notes, row.thumbnail, row.stored_on = list(cleaned.notes), thumbnail, clock.now().date()
    return row
