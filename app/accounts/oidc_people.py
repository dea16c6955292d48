"""From what the town's login says about a person to an account and a role of ours."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from app.accounts.models import Login, User
from app.accounts.oidc import Claims, Provider
from app.accounts.roles import Role
from app.accounts.service import MAXIMUM_NAME, NO_PASSWORD, normal_name
from app.db import session
from app.errors import N_, WegweiserError

LONGEST_SUBJECT = 500
# From what the person types at the town's login to what is always there.
NAMES = ("preferred_username", "name", "email", "sub")


class NoRole(WegweiserError):
    """The town's login gives this person no role of ours."""


class Closed(WegweiserError):
    """An administrator has closed the account."""


def role_of(provider: Provider, claims: Claims) -> Role | None:
    """The first role in the order of the settings that the person has; None if there is none.

    The order is the administrator's: who is in two groups gets what stands first in WEGWEISER_OIDC_ROLES.
    """
    claimed = _values(claims.said, provider.role_claim)
    return next((Role(role) for value, role in provider.roles.items() if value in claimed), None)


def arrive(provider: Provider, claims: Claims) -> User:
    """The account of this person, made at the first login, with name and role as the town's login has them now.

    Needs a session that writes. Raises Closed, NoRole.
    """
    role = role_of(provider, claims)
    if role is None or len(claims.subject) > LONGEST_SUBJECT:
        raise NoRole(N_("Your login is right, but it has no role in Wegweiser. Ask the administrator for one."))
    user = session().scalars(select(User).where(User.subject == claims.subject)).one_or_none()
    if user is None:
        user = User(
            name=_free_name(provider, claims), password_hash=NO_PASSWORD, role=role.value, subject=claims.subject
        )
        session().add(user)
    elif not user.active:
        raise Closed(N_("This account is closed. An administrator can open it again."))
    if user.role != role.value:
        user.role = role.value
    session().flush()
    return user


def end_logins(claims: Claims) -> None:
    """End all logins of a person who has lost the role. Needs a session that writes."""
    user = select(User.id).where(User.subject == claims.subject)
    session().execute(delete(Login).where(Login.user_id == user.scalar_subquery()))


def _values(said: Mapping[str, Any], claim: str) -> set[str]:
    """A claim's values: one text, a list of them, or an object's names that hold something; ``a.b``: b inside of a."""
    found: Any = said.get(claim)
    if found is None:
        found = said
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return {found}
    if isinstance(found, Mapping):
        # {"admin": false} names what the person is not.
        return {str(one) for one, value in found.items() if value}
    return {str(one) for one in found} if isinstance(found, list) else set()


def _free_name(provider: Provider, claims: Claims) -> str:
    """The person's name there; never that of another account, since the town's login must not lead into that."""
    said = (normal_name(str(claims.said.get(name) or "")) for name in NAMES)
    name = next((one for one in said if one), provider.name)[: MAXIMUM_NAME - 10]
    taken = {one.casefold() for one in session().scalars(select(User.name))}
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one.casefold() not in taken)
