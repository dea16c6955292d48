"""A town with something in every table, and what is the same of it in two databases."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.accounts.models import Login, User
from app.accounts.roles import Role
from app.contacts.models import Contact, ContactTopic
from app.db import Database
from app.files.models import StoredFile
from app.files.store import FileStore
from app.keeping import rows
from app.keeping.contents import KEPT
from app.keeping.manifest import Sum
from app.keeping.writing import snapshot
from app.keys import Keys
from app.resend import ResendKey
from referrals.models import Referral
from tests.database import settings_for

SECRET = "the secret of the town that is kept here"
CONTACTS = 30


@dataclass(frozen=True)
class Town:
    """An installation: its database, files, secret and folder."""

    database: Database
    files: FileStore
    keys: Keys
    folder: Path


def empty_town(folder: Path, url: str) -> Town:
    """Nothing in it yet."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return Town(Database(settings_for(folder, url)), FileStore(folder / "uploads"), Keys(SECRET), folder)


def work(town: Town) -> list[str]:
    """Accounts, a login, contacts, a file: as after some days. The digests of the files."""
    file, picture = town.files.put(b"%PDF-1.7 a leaflet"), town.files.put(b"\x89PNG its first page")
    ends = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    with town.database.writing() as session:
        session.add(User(id=7, name="anna", password_hash="not a real one", role=Role.ADMIN))
        session.flush()
        session.add(Login(digest=b"l" * 32, user_id=7, ends_at=ends))
        session.add(ResendKey(digest=b"r" * 32, day=ends.date()))
        keys = [bytes([number]) * 16 for number in range(CONTACTS)]
        session.add_all(
            Contact(key=key, month="2026-11", language="uk", talk="direct", channel="in_person") for key in keys
        )
        session.flush()
        session.add_all(ContactTopic(contact_key=key, topic_id="wohnen/mietproblem") for key in keys)
        session.add_all(Referral(contact_key=key, office_id="wzl") for key in keys[::2])
        session.add(
            StoredFile(
                digest=file,
                size=18,
                pages=1,
                width=595.3,
                height=841.9,
                text="Größe",
                folded="groesse",
                notes=["links"],
                thumbnail=picture,
                stored_on=ends.date(),
            )
        )
    return sorted((file, picture))


def sums(database: Database, *, whole: bool = False) -> dict[str, dict[str, object]]:
    """Number and hash of every table that a backup has, or of all of them."""
    found = {}
    with snapshot(database) as connection:
        for shape in rows.shapes(connection):
            if whole or shape.name in KEPT:
                found[shape.name] = Sum()
                for lines in rows.read(connection, shape):
                    found[shape.name].add(lines)
    return {name: one.as_dict() for name, one in found.items()}
