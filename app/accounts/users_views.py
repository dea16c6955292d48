"""What administrators do with accounts."""

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts import links, pages, second_factor, service
from app.accounts.access import access
from app.accounts.account_views import INCOMPLETE
from app.accounts.forms import ChangeUserForm, NewUserForm
from app.accounts.models import User
from app.accounts.roles import ADMINISTRATORS, Role
from app.errors import N_, WegweiserError
from app.resend import Harmless

blueprint = Blueprint("users", __name__)


class OwnAccount(WegweiserError):
    """What an administrator does to the own account needs the password."""


class RoleOfTheTown(WegweiserError):
    """The town's login says the role at each login."""


@blueprint.get("/accounts")
@access(ADMINISTRATORS)
def accounts() -> AnyResponse:
    """All accounts."""
    return pages.accounts_page(done=request.args.get("done"))


@blueprint.post("/accounts")
@access(ADMINISTRATORS, writes=True, resend=Harmless.SAME)
def change() -> AnyResponse:
    """Add an account, or change one."""
    try:
        # All or nothing: what was begun when an error came is taken back.
        with db.session().begin_nested():
            made = _change_user() if "user" in request.form else _add_user()
    except WegweiserError as error:
        return pages.accounts_page(status=400, error=str(error), name=request.form.get("name", ""))
    if made is None:
        return redirect(url_for("users.accounts", done=request.form.get("action", "")), 303)
    # Shown by this very response: the token is not kept anywhere to be shown after a redirect.
    return pages.accounts_page(link=made)


def _add_user() -> pages.NewLink:
    form = NewUserForm.posted()
    if not form.validate():
        raise service.BadName(N_("An account needs a name."))
    return _link(service.create_user(name=form.text("name"), role=Role(form.text("role"))))


def _change_user() -> pages.NewLink | None:
    form = ChangeUserForm.posted()
    if not form.validate():
        raise WegweiserError(INCOMPLETE)
    user = service.user_by_id(int(form.text("user")))
    action = form.text("action")
    if user.id == g.staff.id and action in {"link", "second_factor", "logout"}:
        raise OwnAccount(N_("This is your own account; use the page of your account."))
    match action:
        case "link":
            return _link(user)
        case "withdraw":
            links.withdraw(user.id)
        case "second_factor":
            second_factor.remove(user.id)
            service.end_logins(user.id)
        case "logout":
            service.end_logins(user.id)
        case "role":
            if user.subject is not None:
                raise RoleOfTheTown(N_("The town's login says the role of this account."))
            if not form.role.data:
                raise WegweiserError(INCOMPLETE)
            service.change_role(user_id=user.id, role=Role(form.text("role")))
        case _:
            service.set_active(user_id=user.id, active=action == "open")
    return None


def _link(user: User) -> pages.NewLink:
    token = links.make(user.id, clock.now())
    return pages.NewLink(user.name, url_for("welcome.form", link=token, _external=True))
