"""What administrators see on every page when something needs them: what is urgent, and the way to the page about it."""

from flask import Flask, current_app, g, has_request_context

from app import db
from app.accounts.roles import ADMINISTRATORS
from app.db import DatabaseUnavailable
from app.operations import state
from app.operations.concerns import Level, concerns
from app.operations.pages import Said, said


def init_app(app: Flask) -> None:
    """Let templates ask ``urgent()``: pages of administrators, if the page has a session anyway."""
    app.jinja_env.globals["needs_administrator"] = _urgent


def _urgent() -> list[Said]:
    """Pages without a session (errors) do without."""
    staff = g.get("staff") if has_request_context() else None
    if staff is None or staff.role not in ADMINISTRATORS:
        return []
    try:
        found = concerns(state.known(db.session(), current_app.extensions["settings"]))
    except (LookupError, DatabaseUnavailable):
        return []
    return [said(one) for one in found if one.level == Level.ACT]
