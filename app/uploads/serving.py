"""Serves files of the store as what they are, under names of our own. Their headers: app.security."""

import re

from flask import Response, send_file

from app.errors import N_
from app.uploads.taking import store

GONE = N_("This file is not there any more.")


def pdf(digest: str, name: str) -> Response:
    """To be read in the browser; ``name`` is what it is called when it is saved. Raises NoSuchFile, DamagedFile."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "file"
    return send_file(
        store().whole(digest), mimetype="application/pdf", download_name=f"{plain}.pdf", etag=digest, max_age=0
    )


def png(digest: str) -> Response:
    """A thumbnail. Raises NoSuchFile, DamagedFile."""
    return send_file(store().whole(digest), mimetype="image/png", etag=digest, max_age=0)
