"""Login in one step or two, and logout.

Hashing takes tens of milliseconds on purpose, so these views do not hold the database's one writer meanwhile: they
are declared as reading and write in short blocks of their own.
"""

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.accounts import entering, pages, second_factor, throttle
from app.accounts.access import access
from app.accounts.forms import CodeForm, LoginForm
from app.accounts.identity import current_staff, log_in, log_out, pending_user
from app.accounts.roles import PUBLIC
from app.accounts.unfinished import carried, interrupted
from app.errors import N_
from app.resend import Harmless

blueprint = Blueprint("accounts", __name__)
# What somebody can reach who first has to replace a one-time password, or to set up a second factor.
ALWAYS = frozenset({"accounts.logout", "lock.lock", "health.healthz", "static"})
BEFORE_CHANGE = ALWAYS | {"account.show", "account.change"}
BEFORE_ENROLMENT = ALWAYS | {"second_factor.enrolment", "second_factor.enrol"}
WRONG = N_("Name or password is wrong.")
TOO_LATE = N_("That took longer than five minutes. Log in again.")


@blueprint.before_app_request
def require_set_up() -> AnyResponse | None:
    """A one-time password opens only the page that replaces it; where a second factor is missing, only its page."""
    if request.endpoint is None or request.endpoint in ALWAYS:
        return None
    staff = current_staff()
    if staff is None or not (staff.must_change_password or staff.must_enrol):
        return None
    if request.endpoint in (BEFORE_CHANGE if staff.must_change_password else BEFORE_ENROLMENT):
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("account.show" if staff.must_change_password else "second_factor.enrolment"))
    g.staff = staff
    return entering.set_up_page(staff, 403, interrupted())


@blueprint.get("/login")
@access(PUBLIC)
def login() -> AnyResponse:
    """The login form; of a locked desk, the one that unlocks it."""
    if g.staff is not None:
        return redirect(pages.home(g.staff))
    return pages.login_page(status=200, unfinished=None, chosen="chosen" in request.args)


@blueprint.post("/login")
@access(PUBLIC, resend=Harmless.SAME)
def begin_login() -> AnyResponse:
    """Check name and password, then begin a login or ask for the second factor."""
    form = LoginForm.posted()
    unfinished = carried()
    if g.staff is not None and unfinished is not None and "password" not in request.form:
        # In another window of this browser, while this one was locked as well.
        return entering.go_on(unfinished)
    if not form.validate():
        return pages.login_page(status=400, unfinished=unfinished, form=form)
    user, wait = entering.try_password(form.text("name"), form.text("password"))
    if user is None:
        status, error = (429, "") if wait else (401, WRONG)
        return pages.login_page(status=status, unfinished=unfinished, form=form, error=error, wait=wait)
    return entering.let_in(user, unfinished)


@blueprint.get("/login/code")
@access(PUBLIC)
def code() -> AnyResponse:
    """Asks for the code of the second factor once more, as after a reload."""
    if g.staff is not None:
        return redirect(pages.home(g.staff))
    if pending_user() is None:
        return redirect(url_for("accounts.login"))
    return pages.code_page(status=200, unfinished=None)


@blueprint.post("/login/code")
@access(PUBLIC, writes=True, resend=Harmless.SAME)
def check_code() -> AnyResponse:
    """Check the code, begin a login, go on with what was unfinished."""
    unfinished = carried()
    if g.staff is not None:
        # By another window of this browser.
        return entering.go_on(unfinished)
    user = pending_user()
    if user is None:
        return pages.login_page(status=401, unfinished=unfinished, error=TOO_LATE)
    form = CodeForm.posted()
    if not form.validate():
        return pages.code_page(status=400, unfinished=unfinished, form=form)
    who = {"name": user.name, "address": entering.address()}
    wait = throttle.claim(entering.keys(), **who)
    if wait:
        return pages.code_page(status=429, unfinished=unfinished, wait=wait)
    if not second_factor.accept(entering.keys(), user_id=user.id, code=form.text("code"), now=clock.now()):
        return pages.code_page(status=401, unfinished=unfinished, error=entering.WRONG_CODE)
    throttle.clear(entering.keys(), **who)
    log_in(user)
    return entering.go_on(unfinished)


@blueprint.post("/logout")
@access(PUBLIC, writes=True, resend=Harmless.SAME)
def logout() -> AnyResponse:
    """End the login; open to everyone, so that a login which has ended already can be left in the same way."""
    town = g.staff is not None and g.staff.town
    log_out()
    response = redirect(url_for("town_login.ended" if town else "accounts.login"), 303)
    # Not the cookies: that would reach every host of the town's domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
