"""Tables of staff accounts. None of them is linked to a contact."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class User(Base):
    """A member of staff; ``role`` is one of app.accounts.roles.Role. Times are UTC."""

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


class Login(Base):
    """A login that has not ended: the hash of its random id, and when it ends at the latest (UTC)."""

    __tablename__ = "login"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class LoginFailure(Base):
    """Failed logins of a name or an address (as keyed hash), and until when the next one must wait (UTC)."""

    __tablename__ = "login_failure"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    wait_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
