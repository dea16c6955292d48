"""What can be done with accounts. Functions use the current session (app.db.session)."""

import unicodedata
from datetime import UTC

from sqlalchemy import delete, or_, select

from app import clock
from app.accounts import passwords
from app.accounts.models import Login, User, aware
from app.accounts.passwords import PasswordHash
from app.accounts.roles import Role
from app.db import session
from app.errors import N_, NotFound, WegweiserError

MAXIMUM_NAME = 80
NO_PASSWORD = PasswordHash("")


class BadName(WegweiserError):
    """The name is empty or too long."""


class NameTaken(WegweiserError):
    """Another account has this name."""


class LastAdministrator(WegweiserError):
    """Without this account nobody could manage accounts."""


def any_users() -> bool:
    """Whether there is an account yet."""
    return session().scalar(select(User.id).limit(1)) is not None


def users() -> list[User]:
    """All accounts, active ones first, by name."""
    return sorted(session().scalars(select(User)), key=lambda user: (not user.active, user.name.casefold()))


def add_user(*, name: str, password: str, role: Role, must_change_password: bool) -> User:
    """Add an account. Raises BadName, NameTaken, WeakPassword."""
    return create_user(
        name=name,
        password_hash=passwords.hash_password(password, name=name),
        role=role,
        must_change_password=must_change_password,
    )


def create_user(
    *, name: str, role: Role, password_hash: PasswordHash = NO_PASSWORD, must_change_password: bool = False
) -> User:
    """The same with a password that was hashed before, or without one: then it is chosen by a one-time link."""
    name = normal_name(name)
    if not name:
        raise BadName(N_("An account needs a name."))
    if len(name) > MAXIMUM_NAME:
        raise BadName(N_("The name may have 80 characters at most."))
    if _named(name) is not None:
        raise NameTaken(N_("This name is taken; choose another."))
    user = User(name=name, password_hash=password_hash, role=role.value, must_change_password=must_change_password)
    session().add(user)
    session().flush()
    return user


def check_password(name: str, password: str) -> User | None:
    """The active account with this name and password; takes the same time whatever is wrong."""
    user = _named(name)
    stored = (user.password_hash or None) if user is not None and user.active else None
    return user if passwords.verify(password, stored) else None


def change_password(*, user_id: int, password_hash: PasswordHash) -> User:
    """Set a password that the person has chosen, and end all logins of the account. Raises NotFound."""
    user = user_by_id(user_id)
    user.password_hash = password_hash
    user.must_change_password = False
    end_logins(user_id)
    return user


def set_preferences(*, user_id: int, language: str, single_keys: bool, colour_scheme: str) -> None:
    """How the account wants the interface. Raises NotFound."""
    user = user_by_id(user_id)
    user.language = language
    user.single_keys = single_keys
    user.colour_scheme = colour_scheme
    session().flush()


def change_role(*, user_id: int, role: Role) -> None:
    """Raises NotFound, LastAdministrator."""
    user = user_by_id(user_id)
    if role is not Role.ADMIN:
        _keep_one_administrator(user)
    user.role = role.value
    session().flush()


def set_active(*, user_id: int, active: bool) -> None:
    """Close an account, which ends its logins at once, or open it again. Raises NotFound, LastAdministrator."""
    user = user_by_id(user_id)
    if not active:
        _keep_one_administrator(user)
        end_logins(user_id)
    user.active = active
    session().flush()


def logins(user_id: int) -> list[Login]:
    """The logins of an account that can still be used or unlocked, the newest first."""
    now = clock.now().astimezone(UTC)
    rows = session().scalars(select(Login).where(Login.user_id == user_id).order_by(Login.ends_at.desc(), Login.digest))
    return [row for row in rows if aware(row.ends_at) > now]


def end_logins(user_id: int, *, only: bytes | None = None, but: bytes | None = None) -> None:
    """End all logins of an account, or only one of them, or all but one (by digest)."""
    ended = delete(Login).where(Login.user_id == user_id)
    if only is not None:
        ended = ended.where(Login.digest == only)
    if but is not None:
        ended = ended.where(Login.digest != but)
    session().execute(ended)
    session().flush()


def normal_name(name: str) -> str:
    """The name as it is kept: composed letters, single spaces, no control characters (PostgreSQL refuses NUL)."""
    visible = "".join(sign for sign in name if sign.isspace() or unicodedata.category(sign) != "Cc")
    return " ".join(unicodedata.normalize("NFC", visible).split())


def _named(name: str) -> User | None:
    """Capital letters make no difference, and databases disagree on what they are: so Python compares."""
    wanted = normal_name(name).casefold()
    return next((user for user in session().scalars(select(User)) if user.name.casefold() == wanted), None)


def user_by_id(user_id: int) -> User:
    """Raises NotFound."""
    user = session().get(User, user_id)
    if user is None:
        raise NotFound(N_("This account does not exist any more."))
    return user


def user_named(name: str) -> User:
    """Raises NotFound."""
    user = _named(name)
    if user is None:
        raise NotFound(N_("There is no account of this name."))
    return user


def _keep_one_administrator(user: User) -> None:
    # Who has not chosen a password yet, perhaps never will: that account is no way in.
    can_log_in = or_(User.password_hash != "", User.subject.is_not(None))
    active = select(User.id).where(User.role == Role.ADMIN.value, User.active.is_(True), can_log_in)
    administrators = active.order_by(User.id)
    # Locked, so that two administrators who remove each other cannot both succeed.
    if set(session().scalars(administrators.with_for_update())) == {user.id}:
        raise LastAdministrator(N_("This is the last administrator; appoint another one first."))
