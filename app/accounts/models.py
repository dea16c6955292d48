"""Tables of staff accounts. None of them is linked to a contact."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class User(Base):
    """A member of staff; ``role`` is one of app.accounts.roles.Role. Times are UTC.

    ``password_hash`` is empty while there is no password: one is chosen by a one-time link, or it is the town's login.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="de")
    single_keys: Mapped[bool] = mapped_column(default=True)
    colour_scheme: Mapped[str] = mapped_column(String(10), default="auto")
    # Who this is at the town's login; None for an account of our own.
    subject: Mapped[str | None] = mapped_column(String(500), unique=True, index=True)


class Login(Base):
    """A login that has not ended: the hash of its random id, and when it ends at the latest (UTC).

    ``locked``: the desk was locked; until the person unlocks it, it is nobody's login.
    """

    __tablename__ = "login"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    locked: Mapped[bool] = mapped_column(default=False)


class LoginFailure(Base):
    """Failed logins of a name or an address (as keyed hash), and until when the next one must wait (UTC)."""

    __tablename__ = "login_failure"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    wait_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class SecondFactor(Base):
    """The secret of an account's authenticator, encrypted, and the last step of 30 s whose code was accepted."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(300))
    last_step: Mapped[int]


class RecoveryCode(Base):
    """The keyed hash of a code that stands in for the authenticator once."""

    __tablename__ = "recovery_code"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("second_factor.user_id", ondelete="CASCADE"), index=True)


class AccountLink(Base):
    """The hash of the one-time link by which somebody chooses a password, and when it ends (UTC)."""

    __tablename__ = "account_link"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


def aware(moment: datetime) -> datetime:
    """A moment from the database; SQLite gives UTC back without saying so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
