"""Every endpoint declares who may use it, whether it writes, and why it may be sent twice; here that is enforced.

``access`` opens the session that the endpoint may use: one that cannot write, or one that is committed when the
endpoint has returned. An endpoint without a declaration does not start (see app.factory).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, redirect, request, url_for

from app import clock
from app.accounts.identity import Staff, current_staff
from app.accounts.roles import Role
from app.audit import actors
from app.db import Database
from app.resend import FIELD, Key, Resend, SentBefore, sent_with

P = ParamSpec("P")
R = TypeVar("R")


class LoginRequired(Exception):
    """Nobody is logged in, or the login has ended."""


class Forbidden(Exception):
    """The person who is logged in may not do this."""


def access(
    roles: frozenset[Role], *, writes: bool = False, resend: Resend | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only these roles in; an empty set means that everyone may, logged in or not.

    ``resend`` says why the form may be sent twice: every endpoint that is posted to needs it. With a Key what the form
    asks for is done within app.extensions.written. Raises LoginRequired, Forbidden, DatabaseUnavailable, OldForm.
    """
    # Such a block would be committed with the key also where the form was only shown once more.
    assert not (writes and isinstance(resend, Key)), "an endpoint with a key writes within app.extensions.written"

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            database: Database = current_app.extensions["database"]
            g.staff = current_staff()
            if roles:
                check(g.staff, roles)
            actor = actors.staff(g.staff.name) if g.staff else actors.UNKNOWN
            with actors.acting(actor), database.writing() if writes else database.reading():
                return (
                    _once(resend, lambda: view(*args, **kwargs)) if isinstance(resend, Key) else view(*args, **kwargs)
                )

        declared: Any = guarded
        declared.roles = roles
        declared.writes = writes
        declared.resend = resend
        return guarded

    return declare


def check(staff: Staff | None, roles: frozenset[Role]) -> None:
    """Raises LoginRequired or Forbidden."""
    if staff is None:
        raise LoginRequired
    if staff.role not in roles:
        raise Forbidden


def _once(declared: Key, view: Callable[[], Any]) -> Any:
    """What the view answers or, if the form was done before, the way to where it led then. Raises OldForm."""
    try:
        with sent_with(request.form.get(FIELD, ""), clock.now().date()):
            return view()
    except SentBefore as before:
        taken = set().union(*(rule.arguments for rule in current_app.url_map.iter_rules(declared.to)))
        arguments = {name: value for name, value in (request.view_args or {}).items() if name in taken}
        if declared.made:
            arguments[declared.made] = before.made
        return redirect(url_for(declared.to, **arguments, before="sent"), 303)
