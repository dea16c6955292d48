"""``GET /healthz``: whether the database can be written, for whoever watches over the server."""

from flask import Blueprint, Response, current_app

from app.accounts.access import access
from app.accounts.roles import PUBLIC
from app.db import Database, DatabaseUnavailable

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(PUBLIC)
def healthz() -> Response:
    """200 ``ok`` or 503. The one GET that writes, what is there already: nothing less proves that it can."""
    database: Database = current_app.extensions["database"]
    try:
        database.check_writable()
    except DatabaseUnavailable:
        return Response("the database cannot be written\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
