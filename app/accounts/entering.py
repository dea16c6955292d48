"""How somebody gets in: the password under the throttle, the second factor where there is one, then the work.

What was unfinished travels through every one of these pages as hidden fields.
"""

from flask import current_app, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.accounts import pages, second_factor, service, throttle
from app.accounts.identity import Staff, begin_pending, current_staff, locked, log_in, may_unlock
from app.accounts.models import User
from app.accounts.unfinished import Unfinished
from app.db import Database
from app.errors import N_
from app.keys import Keys

WRONG_PASSWORD = N_("The current password is wrong.")
WRONG_CODE = N_("The code is wrong, or was used before. Take the newest one.")


def try_password(name: str, password: str) -> tuple[User | None, int]:
    """The account, or None and the seconds to wait before the next try (0: it was tried and is wrong).

    The try counts as failed until throttle.clear or throttle.release. Hashes, so not within a block that writes.
    """
    with database().writing():
        wait = throttle.claim(keys(), name=_counted(name), address=address())
    return (None, wait) if wait else (service.check_password(name, password), 0)


def confirm(staff: Staff, password: str, code: str | None = None) -> tuple[str, int]:
    """Whether it is this person who wants to change the account: an error and seconds to wait, or neither.

    ``code``: of the second factor, where the password is not enough; it is used up, and a wrong one is a failed try.
    """
    user, wait = try_password(staff.name, password)
    if user is None or user.id != staff.id:
        return ("" if wait else WRONG_PASSWORD), wait
    with database().writing():
        if code is not None and not second_factor.accept(keys(), user_id=user.id, code=code, now=clock.now()):
            return WRONG_CODE, 0
        throttle.clear(keys(), name=user.name, address=address())
    return "", 0


def let_in(user: User, unfinished: Unfinished | None) -> AnyResponse:
    """The password was right: begin a login, or ask for the code of the second factor first."""
    with database().writing():
        if second_factor.has(user.id) and not may_unlock(user):
            throttle.release(keys(), name=_counted(user.name), address=address())
            begin_pending(user)
            return pages.code_page(status=200, unfinished=unfinished)
        throttle.clear(keys(), name=_counted(user.name), address=address())
        log_in(user)
    return go_on(unfinished)


def go_on(unfinished: Unfinished | None, to: str | None = None) -> AnyResponse:
    """Where the person who has just logged in goes."""
    staff = g.staff = current_staff()
    assert staff is not None, "log_in has just made this person the current one"
    required = set_up_page(staff, 200, unfinished)
    if required is not None:
        return required
    if unfinished is not None:
        return pages.resume_page(unfinished)
    return redirect(to or pages.home(staff), 303)


def set_up_page(staff: Staff, status: int, unfinished: Unfinished | None) -> AnyResponse | None:
    """What this person has to do before anything else, if there is something."""
    if staff.must_change_password:
        with database().reading():
            return pages.account_page(status=status, unfinished=unfinished)
    if staff.must_enrol:
        return pages.enrolment_page(status=status, unfinished=unfinished)
    return None


def _counted(name: str) -> str:
    """By what tries are counted: the name or, where this person's desk is locked, this login.

    So nobody who guesses elsewhere keeps the person out who was locked in the midst of a contact; and who guesses here
    needs the person's whole login for every other count.
    """
    owner = locked()
    own = owner is not None and service.normal_name(name).casefold() == owner.name.casefold()
    return f"locked {owner.login_digest.hex()}" if owner is not None and own else name


def address() -> str:
    """Where the request comes from, for the throttle only."""
    # A server on a socket of the file system knows none: then it is the proxy's.
    return request.remote_addr or "127.0.0.1"


def keys() -> Keys:
    """The keys of this installation."""
    found: Keys = current_app.extensions["keys"]
    return found


def database() -> Database:
    """The database of this installation."""
    found: Database = current_app.extensions["database"]
    return found
