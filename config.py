"""Settings from the environment. Refuses to start on unknown names and unsafe values, with one sentence."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

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
        "PRODUCTION",
        "HOSTS",
        "SECOND_FACTOR",
        "LOCAL_ACCOUNTS",
        "AUDIT_DAYS",
        "BACKUP_FOLDER",
        "BACKUP_RECIPIENT",
        "BACKUP_PASSPHRASE",
        "OIDC_ISSUER",
        "OIDC_CLIENT_ID",
        "OIDC_CLIENT_SECRET",
        "OIDC_NAME",
        "OIDC_ROLE_CLAIM",
        "OIDC_ROLES",
    }
)
MINIMUM_SECRET_LENGTH = 32
MINIMUM_PASSPHRASE_LENGTH = 20
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?")
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
AUDIT_DAYS = 90
ROLES = frozenset({"advisor", "partner", "editor", "analyst", "admin"})
LONGEST_AUDIT_DAYS = 3650


class UnsafeSettings(ValueError):
    """The environment holds a setting that is unknown or unsafe; the text says which and what to do."""


@dataclass(frozen=True)
class OpenIdSettings:
    """The town's own login (OpenID Connect): ``issuer`` is its address, ``name`` what the button says.

    ``roles`` says which value of the claim ``role_claim`` means which role of ours.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    role_claim: str
    roles: Mapping[str, str]


@dataclass(frozen=True)
class BackupSettings:
    """Where the daily backup goes (None: there is none), and whom it is encrypted for.

    ``recipient`` is a public key of age; with ``passphrase`` it is encrypted with that. One of them or none.
    """

    folder: Path | None = None
    recipient: str | None = None
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides.

    ``database_url`` is a SQLAlchemy URL; ``bind`` is host:port; ``behind_proxy`` means that TLS ends
    at a proxy on this host, which sets X-Forwarded-For and X-Forwarded-Proto. ``smtp_url``: see app.mail.
    ``production`` means real visitors: nothing unsafe is tolerated. ``hosts`` are the names the program answers to, any
    name of its proxy if empty. ``second_factor``: whether editors and administrators need one. ``local_accounts``:
    whether one can log in with a password. ``audit_days``: how long the log of staff actions is kept.
    """

    instance: Path
    database_url: str
    bind: str = "127.0.0.1:8000"
    behind_proxy: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    admin_password: str | None = field(default=None, repr=False)
    production: bool = False
    hosts: frozenset[str] = frozenset()
    second_factor: bool = False
    local_accounts: bool = True
    audit_days: int = AUDIT_DAYS
    open_id: OpenIdSettings | None = None
    backup: BackupSettings = BackupSettings()

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
        if name not in NAMES:
            raise UnsafeSettings(f"{PREFIX}{name} is not a setting of Wegweiser; remove it or correct its spelling.")
    instance = Path(env.get("INSTANCE") or ROOT / "instance").absolute()
    production = _switch("PRODUCTION", env.get("PRODUCTION", ""))
    open_id = _open_id(env)
    settings = Settings(
        instance=instance,
        database_url=_database_url(env.get("DATABASE_URL"), instance),
        bind=_bind(env.get("BIND") or "127.0.0.1:8000"),
        behind_proxy=_switch("BEHIND_PROXY", env.get("BEHIND_PROXY", "")),
        smtp_url=_smtp_url(env.get("SMTP_URL")),
        secret_key=_secret(env.get("SECRET_KEY")),
        admin_password=_password(env.get("ADMIN_PASSWORD")),
        production=production,
        hosts=_hosts(env.get("HOSTS", "")),
        second_factor=_second_factor(env.get("SECOND_FACTOR"), production),
        local_accounts=_switch("LOCAL_ACCOUNTS", env.get("LOCAL_ACCOUNTS") or "1"),
        audit_days=_audit_days(env.get("AUDIT_DAYS")),
        open_id=open_id,
        backup=_backup(env),
    )
    if not settings.local_accounts and open_id is None:
        raise UnsafeSettings(f"{PREFIX}LOCAL_ACCOUNTS=0 needs {PREFIX}OIDC_ISSUER; otherwise nobody could log in.")
    if production:
        _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: Settings) -> None:
    """With real visitors nothing travels or lies in the open."""
    if not settings.behind_proxy and settings.host not in OWN_HOSTS:
        raise UnsafeSettings(
            f"{PREFIX}PRODUCTION=1 with {PREFIX}BIND={settings.bind} would serve without TLS; let a proxy on this "
            f"machine end TLS and set {PREFIX}BEHIND_PROXY=1."
        )
    if settings.backup.folder and not (settings.backup.recipient or settings.backup.passphrase):
        raise UnsafeSettings(
            f"{PREFIX}BACKUP_FOLDER needs {PREFIX}BACKUP_RECIPIENT or {PREFIX}BACKUP_PASSPHRASE: a backup holds the "
            "whole database and the secret, so it must be encrypted."
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


def _hosts(value: str) -> frozenset[str]:
    names = frozenset(value.lower().replace(",", " ").split())
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise UnsafeSettings(f"{PREFIX}HOSTS must be names like wegweiser.example.org, without port, not “{name}”.")
    return names


def _second_factor(value: str | None, production: bool) -> bool:
    if not value:
        return production
    if value not in {"required", "optional"}:
        raise UnsafeSettings(f"{PREFIX}SECOND_FACTOR must be required or optional, not “{value}”.")
    return value == "required"


def _audit_days(value: str | None) -> int:
    if not value:
        return AUDIT_DAYS
    if not re.fullmatch("[0-9]{1,4}", value) or not 1 <= int(value) <= LONGEST_AUDIT_DAYS:
        raise UnsafeSettings(f"{PREFIX}AUDIT_DAYS must be a number of days from 1 to {LONGEST_AUDIT_DAYS}.")
    return int(value)


def _backup(env: Mapping[str, str]) -> BackupSettings:
    folder, recipient, passphrase = (
        env.get(f"BACKUP_{name}") or None for name in ("FOLDER", "RECIPIENT", "PASSPHRASE")
    )
    if recipient and passphrase:
        raise UnsafeSettings(f"Set {PREFIX}BACKUP_RECIPIENT or {PREFIX}BACKUP_PASSPHRASE, not both.")
    if recipient and not RECIPIENT.fullmatch(recipient):
        raise UnsafeSettings(f"{PREFIX}BACKUP_RECIPIENT must be a public key of age (age1 and 58 signs).")
    if passphrase and len(passphrase) < MINIMUM_PASSPHRASE_LENGTH:
        raise UnsafeSettings(f"{PREFIX}BACKUP_PASSPHRASE must have at least {MINIMUM_PASSPHRASE_LENGTH} characters.")
    return BackupSettings(Path(folder).absolute() if folder else None, recipient, passphrase)


def _open_id(env: Mapping[str, str]) -> OpenIdSettings | None:
    given = {name for name in env if name.startswith("OIDC_") and env[name]}
    if not given:
        return None
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ROLES"):
        if name not in given:
            raise UnsafeSettings(f"{PREFIX}{name} is missing; the login through OpenID Connect needs it.")
    issuer = urlsplit(env["OIDC_ISSUER"])
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in {"localhost", "127.0.0.1"}):
        raise UnsafeSettings(f"{PREFIX}OIDC_ISSUER must begin with https://.")
    return OpenIdSettings(
        issuer=env["OIDC_ISSUER"].rstrip("/"),
        client_id=env["OIDC_CLIENT_ID"],
        client_secret=env["OIDC_CLIENT_SECRET"],
        name=env.get("OIDC_NAME") or issuer.hostname or "",
        role_claim=env.get("OIDC_ROLE_CLAIM") or "roles",
        roles=_roles(env["OIDC_ROLES"]),
    )


def _roles(value: str) -> Mapping[str, str]:
    """``Beratung=advisor, Redaktion=editor``: what the town's login says, and what it means here."""
    pairs = [pair.strip().rpartition("=") for pair in value.split(",") if pair.strip()]
    roles = {claimed.strip(): role.strip() for claimed, _, role in pairs}
    if not roles or not all(roles) or not set(roles.values()) <= ROLES:
        raise UnsafeSettings(
            f"{PREFIX}OIDC_ROLES must be pairs like group=advisor, separated by commas, with the roles "
            f"{', '.join(sorted(ROLES))}."
        )
    return roles
