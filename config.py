"""Settings from the environment. Refuses to start on unknown names and unsafe values, with one sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import mail

PREFIX = "WEGWEISER_"
ROOT = Path(__file__).resolve().parent
NAMES = frozenset(
    {
        "DATABASE_URL",
        "INSTANCE",
        "SECRET_KEY",
        "ADMIN_PASSWORD",
        "BIND",
        "BEHIND_PROXY",
        "SMTP_URL",
    }
)
OIDC_PREFIX = "OIDC_"
MINIMUM_SECRET_LENGTH = 32


class UnsafeSettings(ValueError):
    """The environment holds a setting that is unknown or unsafe; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides.

    ``database_url`` is a SQLAlchemy URL; ``bind`` is host:port; ``behind_proxy`` means that TLS ends
    at a proxy on this host, which sets X-Forwarded-For and X-Forwarded-Proto. ``smtp_url``: see app.mail.
    """

    instance: Path
    database_url: str
    bind: str = "127.0.0.1:8000"
    behind_proxy: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    admin_password: str | None = field(default=None, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of ours, which needs the writer's lock."""
        return self.database_url.startswith("sqlite")

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.bind.rsplit(":", 1)[0].strip("[]")

    @property
    def port(self) -> int:
        """The TCP port to listen on."""
        return int(self.bind.rsplit(":", 1)[1])


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises UnsafeSettings."""
    env = {
        name.removeprefix(PREFIX): value
        for name, value in (os.environ if environment is None else environment).items()
        if name.startswith(PREFIX)
    }
    for name in sorted(env):
        if name not in NAMES and not name.startswith(OIDC_PREFIX):
            raise UnsafeSettings(f"{PREFIX}{name} is not a setting of Wegweiser; remove it or correct its spelling.")
    instance = Path(env.get("INSTANCE") or ROOT / "instance").absolute()
    return Settings(
        instance=instance,
        database_url=_database_url(env.get("DATABASE_URL"), instance),
        bind=_bind(env.get("BIND") or "127.0.0.1:8000"),
        behind_proxy=_switch("BEHIND_PROXY", env.get("BEHIND_PROXY", "")),
        smtp_url=_smtp_url(env.get("SMTP_URL")),
        secret_key=_secret(env.get("SECRET_KEY")),
        admin_password=_password(env.get("ADMIN_PASSWORD")),
    )


def _database_url(value: str | None, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'wegweiser.sqlite3'}"
    if value.startswith("postgresql://"):
        return value.replace("postgresql://", "postgresql+psycopg://", 1)
    if value.startswith(("sqlite:///", "postgresql+psycopg://")):
        return value
    raise UnsafeSettings(
        f"{PREFIX}DATABASE_URL must start with sqlite:/// or postgresql+psycopg://; other databases are not supported."
    )


def _bind(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise UnsafeSettings(f"{PREFIX}BIND must be host:port, such as 127.0.0.1:8000, not “{value}”.")
    return value


def _smtp_url(value: str | None) -> str | None:
    if value:
        try:
            mail.server_of(value)
        except mail.BadMailServer as error:
            # Without the value: it may hold a password.
            raise UnsafeSettings(f"{PREFIX}SMTP_URL {error}.") from error
    return value or None


def _switch(name: str, value: str) -> bool:
    if value.lower() in {"", "0", "no", "false", "off"}:
        return False
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    raise UnsafeSettings(f"{PREFIX}{name} must be 1 or 0, not “{value}”.")


def _secret(value: str | None) -> str | None:
    if value is not None and len(value) < MINIMUM_SECRET_LENGTH:
        raise UnsafeSettings(
            f"{PREFIX}SECRET_KEY must have at least {MINIMUM_SECRET_LENGTH} characters; leave it out and one is made."
        )
    return value


def _password(value: str | None) -> str | None:
    if value is not None and len(value) < 12:
        raise UnsafeSettings(f"{PREFIX}ADMIN_PASSWORD must have at least 12 characters; leave it out and one is made.")
    return value
