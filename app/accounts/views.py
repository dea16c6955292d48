"""Login, logout, one's own account.

Hashing takes tens of milliseconds on purpose, so these views do not hold the database's one writer meanwhile: they
are declared as reading and write in short blocks of their own.
"""

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import pages, passwords, service, throttle
from app.accounts.access import access
from app.accounts.forms import ChangeUserForm, LoginForm, NewUserForm, PasswordForm, PreferencesForm
from app.accounts.identity import Staff, current_staff, log_in, log_out
from app.accounts.models import User
from app.accounts.passwords import WeakPassword
from app.accounts.roles import ADMINISTRATORS, EVERYONE, PUBLIC, Role
from app.accounts.unfinished import Unfinished, carried, interrupted
from app.db import Database
from app.errors import N_, WegweiserError
from app.keys import Keys

blueprint = Blueprint("accounts", __name__)
# What somebody can reach who has to change the password first.
BEFORE_CHANGE = frozenset(
    {"accounts.account", "accounts.change_account", "accounts.logout", "health.healthz", "static"}
)
WRONG = N_("Name or password is wrong.")
WRONG_PASSWORD = N_("The current password is wrong.")


@blueprint.before_app_request
def require_new_password() -> AnyResponse | None:
    """A one-time password opens only the page that replaces it."""
    if request.endpoint is None or request.endpoint in BEFORE_CHANGE:
        return None
    staff = current_staff()
    if staff is None or not staff.must_change_password:
        return None
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.account"))
    g.staff = staff
    return pages.account_page(status=403, unfinished=interrupted())


@blueprint.get("/login")
@access(PUBLIC)
def login() -> AnyResponse:
    """The login form."""
    if g.staff is not None:
        return redirect(pages.home(g.staff))
    return pages.login_page(status=200, unfinished=None)


@blueprint.post("/login")
@access(PUBLIC)
def begin_login() -> AnyResponse:
    """Check name and password, begin a login, go on with what was unfinished."""
    form = LoginForm.posted()
    unfinished = carried()
    if not form.validate():
        return pages.login_page(status=400, unfinished=unfinished, form=form)
    user, wait = _try_password(form.text("name"), form.text("password"))
    if user is None:
        status, error = (429, "") if wait else (401, WRONG)
        return pages.login_page(status=status, unfinished=unfinished, form=form, error=error, wait=wait)
    with _database().writing():
        _log_in(user)
    return _go_on(unfinished)


@blueprint.post("/logout")
@access(PUBLIC, writes=True)
def logout() -> AnyResponse:
    """End the login; open to everyone, so that a login which has ended already can be left in the same way."""
    log_out()
    response = redirect(url_for("accounts.login"), 303)
    # Not the cookies: that would reach every host of the town's domain.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/account")
@access(EVERYONE)
def account() -> AnyResponse:
    """Own password and preferences."""
    return pages.account_page(done=request.args.get("done"))


@blueprint.post("/account")
@access(EVERYONE)
def change_account() -> AnyResponse:
    """Change the own password or preferences."""
    return _change_password(g.staff) if "new_password" in request.form else _change_preferences(g.staff)


@blueprint.get("/accounts")
@access(ADMINISTRATORS)
def accounts() -> AnyResponse:
    """All accounts."""
    return pages.accounts_page(users=service.users())


@blueprint.post("/accounts")
@access(ADMINISTRATORS)
def change_accounts() -> AnyResponse:
    """Add an account, or change one."""
    try:
        one_time = _change_user() if "user" in request.form else _add_user()
    except WegweiserError as error:
        name = request.form.get("name", "")
        return pages.accounts_page(users=service.users(), status=400, error=str(error), name=name)
    if one_time is None:
        return redirect(url_for("accounts.accounts"), 303)
    # Shown by this very response: the password is not kept anywhere to be shown after a redirect.
    with _database().reading():
        return pages.accounts_page(users=service.users(), one_time=one_time)


def _add_user() -> pages.OneTimePassword:
    form = NewUserForm.posted()
    if not form.validate():
        raise service.BadName(N_("An account needs a name."))
    name = form.text("name")
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password, name=name)
    with _database().writing():
        user = service.create_user(
            name=name, password_hash=password_hash, role=Role(form.text("role")), must_change_password=True
        )
        return pages.OneTimePassword(user.name, password)


def _change_user() -> pages.OneTimePassword | None:
    form = ChangeUserForm.posted()
    if not form.validate():
        raise WegweiserError(N_("This form is incomplete; reload the page and try again."))
    user_id = int(form.text("user"))
    match form.text("action"):
        case "password":
            return _set_one_time_password(user_id)
        case "role":
            with _database().writing():
                service.change_role(user_id=user_id, role=Role(form.text("role")))
        case action:
            with _database().writing():
                service.set_active(user_id=user_id, active=action == "open")
    return None


def _set_one_time_password(user_id: int) -> pages.OneTimePassword:
    password = passwords.one_time_password()
    password_hash = passwords.hash_password(password, name="")
    with _database().writing():
        user = service.change_password(user_id=user_id, password_hash=password_hash, one_time=True)
        return pages.OneTimePassword(user.name, password)


def _change_password(staff: Staff) -> AnyResponse:
    form = PasswordForm.posted()
    unfinished = carried()
    if not form.validate():
        return pages.account_page(status=400, password=form, unfinished=unfinished)
    user, wait = _try_password(staff.name, form.text("current_password"))
    if user is None:
        status, error = (429, "") if wait else (400, WRONG_PASSWORD)
        return pages.account_page(status=status, password=form, unfinished=unfinished, error=error, wait=wait)
    try:
        password_hash = passwords.hash_password(form.text("new_password"), name=staff.name)
    except WeakPassword as weak:
        return pages.account_page(status=400, password=form, unfinished=unfinished, error=str(weak))
    with _database().writing():
        _log_in(service.change_password(user_id=staff.id, password_hash=password_hash))
    return _go_on(unfinished, to=url_for("accounts.account", done="password"))


def _change_preferences(staff: Staff) -> AnyResponse:
    form = PreferencesForm.posted()
    if not form.validate():
        return pages.account_page(status=400, error=N_("This form is incomplete; reload the page and try again."))
    with _database().writing():
        service.set_preferences(
            user_id=staff.id,
            language=form.text("interface"),
            single_keys=bool(form.single_keys.data),
            colour_scheme=form.text("colour_scheme"),
        )
    # A language chosen by ?lang= would hide the one that was just set.
    session.pop("lang", None)
    return redirect(url_for("accounts.account", done="preferences"), 303)


def _try_password(name: str, password: str) -> tuple[User | None, int]:
    """The account, or None and the seconds to wait before the next try (0: it was tried and is wrong)."""
    with _database().writing():
        wait = throttle.claim(_keys(), name=name, address=_address())
    return (None, wait) if wait else (service.check_password(name, password), 0)


def _log_in(user: User) -> None:
    """Begin a login under a new id, with the failures before it forgotten. Needs a session that writes."""
    throttle.clear(_keys(), name=user.name, address=_address())
    log_in(user)


def _go_on(unfinished: Unfinished | None, to: str | None = None) -> AnyResponse:
    """Where the person who has just logged in goes."""
    staff = g.staff = current_staff()
    assert staff is not None, "log_in has just made this person the current one"
    if staff.must_change_password:
        return pages.account_page(unfinished=unfinished)
    if unfinished is not None:
        return pages.resume_page(unfinished)
    return redirect(to or pages.home(staff), 303)


def _address() -> str:
    # A server on a socket of the file system knows none: then it is the proxy's.
    return request.remote_addr or "127.0.0.1"


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
