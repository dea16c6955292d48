"""Every endpoint declares who may use it and whether it writes; what it declares is enforced here.

``access`` opens the session that the endpoint may use: one that cannot write, or one that is committed when the
endpoint has returned. An endpoint without a declaration does not start (see app.factory).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g

from app.accounts.identity import Staff, current_staff
from app.accounts.roles import Role
from app.db import Database

P = ParamSpec("P")
R = TypeVar("R")


class LoginRequired(Exception):
    """Nobody is logged in, or the login has ended."""


class Forbidden(Exception):
    """The person who is logged in may not do this."""


def access(roles: frozenset[Role], *, writes: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only these roles in; an empty set means that everyone may, logged in or not.

    Raises LoginRequired, Forbidden, DatabaseUnavailable.
    """

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            database: Database = current_app.extensions["database"]
            g.staff = current_staff()
            if roles:
                check(g.staff, roles)
            with database.writing() if writes else database.reading():
                return view(*args, **kwargs)

        declared: Any = guarded
        declared.roles = roles
        declared.writes = writes
        return guarded

    return declare


def check(staff: Staff | None, roles: frozenset[Role]) -> None:
    """Raises LoginRequired or Forbidden."""
    if staff is None:
        raise LoginRequired
    if staff.role not in roles:
        raise Forbidden
