"""Login through the town's own login (OpenID Connect), beside or instead of our passwords.

Two things shape it. Our cookie is SameSite=Strict, so the browser does not show it when the provider sends it back:
that page (a GET, which changes nothing) only posts what it was given once more, and this request is our own. And a
form may lead to our own pages only (CSP form-action, which browsers apply to redirects as well), so the way to the
provider is a page that goes on by itself.

What was being entered when a login ended stays in its page: the town's login then opens in a window of its own.
"""

import hmac
import json
from typing import Any

from cryptography.fernet import InvalidToken
from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import oidc_people, pages, throttle
from app.accounts.access import access
from app.accounts.entering import address, database, keys
from app.accounts.identity import current_staff, log_in, was_here
from app.accounts.oidc import Begun, Claims, NotBelieved, Provider, ProviderUnavailable
from app.accounts.oidc_people import Closed, NoRole
from app.accounts.roles import PUBLIC
from app.accounts.unfinished import carried
from app.errors import N_, WegweiserError
from app.interface import language
from app.resend import Harmless

blueprint = Blueprint("town_login", __name__)
# What is there for passwords only; refused where the town's login is the only one.
LOCAL_ONLY = frozenset(
    {"accounts.begin_login", "accounts.code", "accounts.check_code", "welcome.form", "welcome.choose"}
)
SECONDS_TO_COME_BACK = 900
LONGEST_ANSWER = 4000
ANSWERED = ("code", "state", "iss")
NOT_FINISHED = N_("The login was not finished. Start again.")
NOT_BEGUN_HERE = N_("This login was begun too long ago or in another browser. Start again.")
NO_PASSWORDS = N_("Logging in with a password is switched off here; use the town's login.")
REFUSALS: dict[type[WegweiserError], int] = {NotBelieved: 400, NoRole: 403, Closed: 403, ProviderUnavailable: 503}


@blueprint.app_context_processor
def _context() -> dict[str, Any]:
    provider: Provider | None = current_app.extensions["town_login"]
    return {"town_login": provider and provider.name, "local_accounts": current_app.extensions["local_accounts"]}


@blueprint.before_app_request
def refuse_passwords() -> AnyResponse | None:
    """Nothing that needs a password of ours works where there are none."""
    if request.endpoint not in LOCAL_ONLY or current_app.extensions["local_accounts"]:
        return None
    return pages.login_page(status=403, unfinished=carried(), error=NO_PASSWORDS)


@blueprint.post("/login/town")
@access(PUBLIC, resend=Harmless.SAME)
def begin() -> AnyResponse:
    """Send the browser to the town's login; in a window of its own where something unfinished waits in this one.

    Where a login here is locked, has been idle for too long or has ended, one that still goes on there must not open
    it: whoever stands at the desk would come in by pressing the button.
    """
    try:
        begun = _provider().begin(_own_address("town_login.back"), language=language(), anew=was_here())
    except ProviderUnavailable as error:
        return _refused(error)
    response = make_response(render_template("town_login/leave.html", address=begun.url))
    sealed = {**vars(begun), "url": "", "elsewhere": "elsewhere" in request.form}
    response.set_cookie(
        _cookie_name(),
        keys().sealer("town login").encrypt(json.dumps(sealed).encode()).decode(),
        max_age=SECONDS_TO_COME_BACK,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response


@blueprint.get("/login/town/back")
@access(PUBLIC)
def back() -> AnyResponse:
    """Where the town's login sends the browser: a page that posts what it brings, since a GET changes nothing."""
    answered = {name: request.args.get(name, "") for name in ANSWERED}
    if not answered["code"] or max(map(len, answered.values())) > LONGEST_ANSWER:
        return pages.login_page(status=200, unfinished=None, error=NOT_FINISHED)
    return make_response(render_template("town_login/back.html", answered=answered))


@blueprint.post("/login/town/back")
@access(PUBLIC, resend=Harmless.SAME)
def finish() -> AnyResponse:
    """Find out who has come back, and begin a login."""
    begun, elsewhere = _begun()
    given = {name: request.form.get(name, "") for name in ANSWERED}
    if begun is None or not hmac.compare_digest(begun.state.encode(), given["state"].encode()):
        return pages.login_page(status=400, unfinished=None, error=NOT_BEGUN_HERE)
    with database().writing():
        wait = throttle.claim(keys(), name=f"town login {begun.state}", address=address())
    if wait:
        return pages.login_page(status=429, unfinished=None, wait=wait)
    try:
        _log_in(begun, given)
    except tuple(REFUSALS) as error:
        return _refused(error)
    response = _after_login(elsewhere)
    response.delete_cookie(_cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"], samesite="Strict")
    return response


@blueprint.post("/login/town/continue")
@access(PUBLIC, resend=Harmless.SAME)
def go_on() -> AnyResponse:
    """Go on with what was unfinished, after a login in the other window."""
    unfinished = carried()
    if g.staff is None:
        return pages.login_page(status=401, unfinished=unfinished)
    return redirect(pages.home(g.staff), 303) if unfinished is None else pages.resume_page(unfinished)


@blueprint.get("/logout/town")
@access(PUBLIC)
def ended() -> AnyResponse:
    """After a logout: on a shared desk the town's login must end as well, or the next person would come in with it."""
    provider: Provider | None = current_app.extensions["town_login"]
    if g.staff is not None:
        return redirect(pages.home(g.staff))
    if provider is None:
        return pages.login_page(status=200, unfinished=None)
    try:
        address = provider.logout_url(_own_address("accounts.login"))
    except ProviderUnavailable:
        address = None
    return make_response(render_template("town_login/ended.html", address=address))


def _log_in(begun: Begun, given: dict[str, str]) -> None:
    """Ask the provider, then write, so that no other writer waits for it. Raises the errors in REFUSALS."""
    provider = _provider()
    claims = provider.finish(
        begun,
        code=given["code"],
        issuer=given["iss"],
        redirect_uri=_own_address("town_login.back"),
    )
    if oidc_people.role_of(provider, claims) is None:
        with database().writing():
            oidc_people.end_logins(claims)
    try:
        _write(provider, claims, begun.state)
    except IntegrityError:
        # The first login of the same person, or of one of the same name, in two browsers at once.
        _write(provider, claims, begun.state)


def _write(provider: Provider, claims: Claims, state: str) -> None:
    with database().writing():
        user = oidc_people.arrive(provider, claims)
        throttle.clear(keys(), name=f"town login {state}", address=address())
        log_in(user)


def _after_login(elsewhere: bool) -> AnyResponse:
    staff = g.staff = current_staff()
    assert staff is not None, "log_in has just made this person the current one"
    if elsewhere:
        return make_response(render_template("town_login/there.html", name=staff.name))
    return redirect(pages.home(staff), 303)


def _refused(error: WegweiserError) -> AnyResponse:
    current_app.logger.warning("town login refused: %s", type(error).__name__)
    return pages.login_page(status=REFUSALS[type(error)], unfinished=carried(), error=str(error))


def _begun() -> tuple[Begun | None, bool]:
    """The login that this browser has begun, and whether it goes on in another window."""
    try:
        sealed = keys().sealer("town login").decrypt(request.cookies.get(_cookie_name(), ""), SECONDS_TO_COME_BACK)
    except InvalidToken:
        return None, False
    kept = json.loads(sealed)
    elsewhere = bool(kept.pop("elsewhere"))
    return Begun(**kept), elsewhere


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-town"


def _own_address(endpoint: str) -> str:
    """With the name by which the browser calls us (app.security answers to our own names only)."""
    return url_for(endpoint, _external=True)


def _provider() -> Provider:
    provider: Provider | None = current_app.extensions["town_login"]
    if provider is None:
        abort(404)
    return provider
