"""The pages of login and account, for the views and for requests that were interrupted."""

from dataclasses import dataclass

from flask import Response, g, make_response, render_template, request, url_for

from app.accounts.forms import LoginForm, PasswordForm, PreferencesForm
from app.accounts.identity import Staff
from app.accounts.models import User
from app.accounts.roles import AT_THE_COUNTER, Role
from app.accounts.unfinished import Unfinished


@dataclass(frozen=True)
class OneTimePassword:
    """Shown once, on the page that answers its making."""

    name: str
    password: str


def home(staff: Staff) -> str:
    """Where somebody's work begins."""
    return url_for("counter.start") if staff.role in AT_THE_COUNTER else url_for("statistics.start")


def login_page(
    *, status: int, unfinished: Unfinished | None, form: LoginForm | None = None, error: str = "", wait: int = 0
) -> Response:
    """The login form, which carries what was unfinished; for an htmx request only what replaces the desk."""
    template = "accounts/login_desk.html" if "HX-Request" in request.headers else "accounts/login.html"
    body = render_template(template, form=form or LoginForm(), unfinished=unfinished, error=error, wait=wait)
    response = make_response(body, status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def resume_page(unfinished: Unfinished) -> Response:
    """A form that goes on with what was unfinished; a script sends it off at once."""
    return make_response(render_template("accounts/resume.html", unfinished=unfinished))


def account_page(
    *,
    status: int = 200,
    password: PasswordForm | None = None,
    error: str = "",
    wait: int = 0,
    unfinished: Unfinished | None = None,
    done: str | None = None,
) -> Response:
    """Own password and preferences; the password alone while it must be changed."""
    staff: Staff = g.staff
    preferences = PreferencesForm(
        data={"interface": staff.language, "single_keys": staff.single_keys, "colour_scheme": staff.colour_scheme}
    )
    body = render_template(
        "accounts/account.html",
        password=password or PasswordForm(),
        preferences=preferences,
        error=error,
        wait=wait,
        unfinished=unfinished,
        done=done,
    )
    return make_response(body, status)


def accounts_page(
    *, users: list[User], status: int = 200, error: str = "", name: str = "", one_time: OneTimePassword | None = None
) -> Response:
    """All accounts, and a form for another."""
    body = render_template(
        "accounts/accounts.html", users=users, all_roles=list(Role), error=error, name=name, one_time=one_time
    )
    return make_response(body, status)
