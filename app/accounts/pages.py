"""The pages of login and account, for the views and for requests that were interrupted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request, session, url_for

from app import clock
from app.accounts import links, second_factor, service
from app.accounts.forms import (
    ChosenPasswordForm,
    CodeForm,
    ConfirmForm,
    FactorForm,
    LoginForm,
    PasswordForm,
    PreferencesForm,
)
from app.accounts.identity import ABSOLUTE, LANGUAGE, Staff, locked
from app.accounts.models import aware
from app.accounts.roles import AT_THE_COUNTER, EDITORS
from app.accounts.unfinished import Unfinished
from app.interface import COLOUR_SCHEMES


@dataclass(frozen=True)
class NewLink:
    """A one-time link and whom it is for; shown once, on the page that answers its making."""

    name: str
    address: str


@dataclass(frozen=True)
class OwnLogin:
    """One of the own logins: its digest (hex), since when, and whether it is the one in this browser."""

    digest: str
    begun_at: datetime
    this: bool
    locked: bool


def home(staff: Staff) -> str:
    """Where somebody's work begins."""
    return url_for("counter.start") if staff.role in AT_THE_COUNTER else url_for("statistics.start")


def login_page(
    *,
    status: int,
    unfinished: Unfinished | None,
    form: LoginForm | None = None,
    error: str = "",
    wait: int = 0,
    chosen: bool = False,
) -> Response:
    """The login form, which carries what was unfinished; for an htmx request only what replaces the desk.

    Where the desk is locked, it is the form that unlocks it. ``chosen``: a password has just been chosen by a link.
    """
    template = "accounts/login_desk.html" if "HX-Request" in request.headers else "accounts/login.html"
    owner = locked()
    form = form or LoginForm(data={"name": owner.name if owner else ""})
    shown: dict[str, Any] = {"form": form, "unfinished": unfinished, "error": error, "wait": wait}
    shown |= {"locked": owner, "chosen": chosen}
    if owner is not None:
        shown["colour_scheme"] = owner.colour_scheme if owner.colour_scheme in COLOUR_SCHEMES else None
        if LANGUAGE not in session:
            g.interface_language = owner.language
    return _waiting(make_response(render_template(template, **shown), status), wait)


def code_page(
    *, status: int, unfinished: Unfinished | None, form: CodeForm | None = None, error: str = "", wait: int = 0
) -> Response:
    """Asks for the code of the second factor, after the password."""
    shown = {"form": form or CodeForm(), "unfinished": unfinished, "error": error, "wait": wait}
    return _waiting(make_response(render_template("accounts/code.html", **shown), status), wait)


def resume_page(unfinished: Unfinished) -> Response:
    """A form that goes on with what was unfinished; a script sends it off at once."""
    return make_response(render_template("accounts/resume.html", unfinished=unfinished))


def account_page(
    *,
    status: int = 200,
    password: PasswordForm | None = None,
    factor: FactorForm | None = None,
    ending: ConfirmForm | None = None,
    error: str = "",
    wait: int = 0,
    unfinished: Unfinished | None = None,
    done: str | None = None,
) -> Response:
    """Own password, second factor, logins and preferences; the password alone while it must be changed."""
    staff: Staff = g.staff
    preferences = PreferencesForm(
        data={"interface": staff.language, "single_keys": staff.single_keys, "colour_scheme": staff.colour_scheme}
    )
    problem = next((form for form in (password, factor, ending) if form is not None and form.errors), PasswordForm())
    body = render_template(
        "accounts/account.html",
        password=password or PasswordForm(),
        factor=factor or FactorForm(),
        ending=ending or ConfirmForm(),
        problem=problem,
        preferences=preferences,
        second_factor=second_factor.has(staff.id),
        obligatory=second_factor_is_obligatory() and staff.role in EDITORS,
        codes_left=second_factor.recovery_codes_left(staff.id),
        logins=_own_logins(staff),
        error=error,
        wait=wait,
        unfinished=unfinished,
        done=done,
    )
    return _waiting(make_response(body, status), wait)


def enrolment_page(
    *,
    status: int,
    unfinished: Unfinished | None,
    form: CodeForm | None = None,
    confirm: ConfirmForm | None = None,
    sealed: str = "",
    error: str = "",
    wait: int = 0,
) -> Response:
    """A new secret, or the one that the form carries, to be put into an authenticator."""
    staff: Staff = g.staff
    keys = current_app.extensions["keys"]
    body = render_template(
        "accounts/enrolment.html",
        enrolment=second_factor.offer(keys, user_id=staff.id, name=staff.name, sealed=sealed),
        form=form or CodeForm(),
        confirm=confirm or ConfirmForm(),
        unfinished=unfinished,
        error=error,
        wait=wait,
    )
    return _waiting(make_response(body, status), wait)


def recovery_page(codes: list[str], *, unfinished: Unfinished | None) -> Response:
    """The recovery codes, which are shown once, to be printed."""
    return make_response(render_template("accounts/recovery.html", codes=codes, unfinished=unfinished))


def accounts_page(
    *, status: int = 200, error: str = "", name: str = "", link: NewLink | None = None, done: str | None = None
) -> Response:
    """All accounts, and a form for another."""
    body = render_template(
        "accounts/accounts.html",
        users=service.users(),
        pending={user_id: ends.astimezone(clock.ZONE) for user_id, ends in links.pending(clock.now()).items()},
        enrolled=second_factor.enrolled(),
        error=error,
        name=name,
        link=link,
        done=done,
    )
    return make_response(body, status)


def welcome_page(
    name: str, link: str, *, status: int = 200, form: ChosenPasswordForm | None = None, error: str = ""
) -> Response:
    """A form for the password of the account that a one-time link is for."""
    shown = {"name": name, "link": link, "form": form or ChosenPasswordForm(), "error": error}
    return make_response(render_template("accounts/welcome.html", **shown), status)


def link_gone_page(sentence: str) -> Response:
    """The link opens nothing; the same page for every reason."""
    return make_response(render_template("accounts/link_gone.html", sentence=sentence), 404)


def second_factor_is_obligatory() -> bool:
    """Whether editors and administrators need one here."""
    obligatory: bool = current_app.extensions["settings"].second_factor
    return obligatory


def _own_logins(staff: Staff) -> list[OwnLogin]:
    return [
        OwnLogin(
            digest=login.digest.hex(),
            begun_at=(aware(login.ends_at) - ABSOLUTE).astimezone(clock.ZONE),
            this=login.digest == staff.login_digest,
            locked=login.locked,
        )
        for login in service.logins(staff.id)
    ]


def _waiting(response: Response, wait: int) -> Response:
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
