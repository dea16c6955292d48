"""One's own second factor: set up, new recovery codes, switched off."""

from functools import partial

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.accounts import entering, pages, second_factor, service
from app.accounts.access import access
from app.accounts.account_views import NO_PASSWORD_HERE
from app.accounts.forms import CodeForm, ConfirmForm, FactorForm
from app.accounts.identity import Staff
from app.accounts.roles import EDITORS, EVERYONE
from app.accounts.second_factor import EnrolmentTooOld, WrongCode
from app.accounts.unfinished import carried
from app.errors import N_
from app.resend import Harmless

blueprint = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")
OBLIGATORY = N_("Your role needs the second factor; it cannot be switched off.")


@blueprint.get("")
@access(EVERYONE)
def enrolment() -> AnyResponse:
    """A new secret for the authenticator. Nothing is stored before a code proves that it is there."""
    staff: Staff = g.staff
    if staff.town or second_factor.has(staff.id):
        return redirect(url_for("account.show"))
    return pages.enrolment_page(status=200, unfinished=None)


@blueprint.post("")
@access(EVERYONE, resend=Harmless.SAME)
def enrol() -> AnyResponse:
    """Store the secret, end all other logins, show the recovery codes."""
    staff: Staff = g.staff
    form, unfinished, sealed = CodeForm.posted(), carried(), request.form.get("sealed", "")
    if staff.town or second_factor.has(staff.id):
        return redirect(url_for("account.show"), 303)
    again = partial(pages.enrolment_page, unfinished=unfinished, sealed=sealed)
    confirm = None if staff.must_enrol else ConfirmForm.posted()
    if not form.validate() or (confirm and not confirm.validate()):
        return again(status=400, form=form, confirm=confirm)
    if confirm:
        error, wait = entering.confirm(staff, confirm.text("current_password"))
        if error or wait:
            return again(status=429 if wait else 400, error=error, wait=wait)
    try:
        with entering.database().writing():
            codes = second_factor.enrol(
                entering.keys(), user_id=staff.id, sealed=sealed, code=form.text("code"), now=clock.now()
            )
            service.end_logins(staff.id, but=staff.login_digest)
    except (WrongCode, EnrolmentTooOld) as wrong:
        return again(status=400, error=str(wrong))
    return pages.recovery_page(codes, unfinished=unfinished)


@blueprint.post("/codes")
@access(EVERYONE, resend=Harmless.SAME)
def new_codes() -> AnyResponse:
    """Ten new recovery codes; the old ones open nothing any more."""
    refused = _refused(g.staff)
    if refused is not None:
        return refused
    with entering.database().writing():
        codes = second_factor.new_recovery_codes(entering.keys(), g.staff.id)
    return pages.recovery_page(codes, unfinished=None)


@blueprint.post("/off")
@access(EVERYONE, resend=Harmless.SAME)
def remove() -> AnyResponse:
    """Switch it off, where it is not obligatory; ends all other logins."""
    staff: Staff = g.staff
    if pages.second_factor_is_obligatory() and staff.role in EDITORS:
        return pages.account_page(status=400, error=OBLIGATORY)
    refused = _refused(staff)
    if refused is not None:
        return refused
    with entering.database().writing():
        second_factor.remove(staff.id)
        service.end_logins(staff.id, but=staff.login_digest)
    return redirect(url_for("account.show", done="off"), 303)


def _refused(staff: Staff) -> AnyResponse | None:
    """What is answered to somebody without a second factor, or who has not both.

    The password alone unlocks the desk: whoever has seen it typed must not get codes for everywhere there.
    """
    form = FactorForm.posted()
    if staff.town:
        return pages.account_page(status=400, error=NO_PASSWORD_HERE)
    if not second_factor.has(staff.id):
        return redirect(url_for("account.show"), 303)
    if not form.validate():
        return pages.account_page(status=400, factor=form)
    error, wait = entering.confirm(staff, form.text("current_password"), form.text("code"))
    if error or wait:
        return pages.account_page(status=429 if wait else 400, factor=form, error=error, wait=wait)
    return None
