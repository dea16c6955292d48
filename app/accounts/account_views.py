"""One's own account: password, preferences, logins."""

from flask import Blueprint, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts import entering, links, pages, passwords, service
from app.accounts.access import access
from app.accounts.forms import ConfirmForm, EndLoginsForm, PasswordForm, PreferencesForm
from app.accounts.identity import Staff, log_in
from app.accounts.passwords import WeakPassword
from app.accounts.roles import EVERYONE
from app.accounts.unfinished import carried
from app.errors import N_
from app.resend import Harmless

blueprint = Blueprint("account", __name__)
INCOMPLETE = N_("This form is incomplete; reload the page and try again.")
NO_PASSWORD_HERE = N_("This account uses the town's login and has no password here.")


@blueprint.get("/account")
@access(EVERYONE)
def show() -> AnyResponse:
    """Own password, second factor, logins and preferences."""
    return pages.account_page(done=request.args.get("done"))


@blueprint.post("/account")
@access(EVERYONE, resend=Harmless.SAME)
def change() -> AnyResponse:
    """Change the own password or preferences."""
    return _change_password(g.staff) if "new_password" in request.form else _change_preferences(g.staff)


@blueprint.post("/account/logins")
@access(EVERYONE, resend=Harmless.SAME)
def end_logins() -> AnyResponse:
    """End one or all of the other logins; with the password, so that nobody at an open desk shuts its owner out."""
    staff: Staff = g.staff
    form, confirm = EndLoginsForm.posted(), ConfirmForm.posted()
    if not form.validate():
        return pages.account_page(status=400, error=INCOMPLETE)
    if not staff.town:
        if not confirm.validate():
            return pages.account_page(status=400, ending=confirm)
        error, wait = entering.confirm(staff, confirm.text("current_password"))
        if error or wait:
            return pages.account_page(status=429 if wait else 400, ending=confirm, error=error, wait=wait)
    chosen = form.text("login")
    with entering.database().writing():
        only = bytes.fromhex(chosen) if chosen else None
        service.end_logins(staff.id, only=only, but=staff.login_digest)
    return redirect(url_for("account.show", done="logins"), 303)


def _change_password(staff: Staff) -> AnyResponse:
    form = PasswordForm.posted()
    unfinished = carried()
    if staff.town:
        return pages.account_page(status=400, error=NO_PASSWORD_HERE)
    if not form.validate():
        return pages.account_page(status=400, password=form, unfinished=unfinished)
    error, wait = entering.confirm(staff, form.text("current_password"))
    if error or wait:
        status = 429 if wait else 400
        return pages.account_page(status=status, password=form, unfinished=unfinished, error=error, wait=wait)
    try:
        password_hash = passwords.hash_password(form.text("new_password"), name=staff.name)
    except WeakPassword as weak:
        return pages.account_page(status=400, password=form, unfinished=unfinished, error=str(weak))
    with entering.database().writing():
        # Whoever has got hold of a link must not set yet another password with it.
        links.withdraw(staff.id)
        # As long as the login before: the password alone does not make it last.
        log_in(service.change_password(user_id=staff.id, password_hash=password_hash), ends_at=staff.login_ends_at)
    return entering.go_on(unfinished, to=url_for("account.show", done="password"))


def _change_preferences(staff: Staff) -> AnyResponse:
    form = PreferencesForm.posted()
    if not form.validate():
        return pages.account_page(status=400, error=INCOMPLETE)
    with entering.database().writing():
        service.set_preferences(
            user_id=staff.id,
            language=form.text("interface"),
            single_keys=bool(form.single_keys.data),
            colour_scheme=form.text("colour_scheme"),
        )
    # A language chosen by ?lang= would hide the one that was just set.
    session.pop("lang", None)
    return redirect(url_for("account.show", done="preferences"), 303)
