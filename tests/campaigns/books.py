"""What an installation has on its books, read from the database file itself: whether all of a contact is there."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import date
from pathlib import Path

from app.contacts.service import resend_digest
from app.counter.tickets import open_form
from app.keys import Keys
from tests.database import SECRET

COUNTED = {
    "contacts": "count(*) FROM contact",
    "contacts with a topic": "count(DISTINCT contact_key) FROM contact_topic",
    "contacts with an office": "count(DISTINCT contact_key) FROM referral",
    "resend keys": "count(*) FROM resend_key",
    "slip codes": "count(*) FROM slip_code",
    "load of the desks": "coalesce(sum(n), 0) FROM desk_load",
    "load of the topics": "coalesce(sum(n), 0) FROM topic_load",
    "handouts given": "coalesce(sum(n), 0) FROM handout_given",
}
"""All of these go up by one with every contact of a campaign, or with none."""


class Books:
    """The file of an installation that runs with the secret of the tests."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def counts(self) -> dict[str, int]:
        """How much there is of everything that a contact leaves behind."""
        with closing(sqlite3.connect(self._file)) as connection:
            return {name: connection.execute(f"SELECT {what}").fetchone()[0] for name, what in COUNTED.items()}

    def missing(self, tokens: Collection[str], today: date) -> list[str]:
        """The forms (by their sealed tokens) of which nothing is there."""
        keys = Keys(SECRET)
        with closing(sqlite3.connect(self._file)) as connection:
            known = {bytes(row[0]) for row in connection.execute("SELECT digest FROM resend_key")}
        return [one for one in tokens if resend_digest(open_form(keys, one, today).key) not in known]

    def keys(self) -> set[bytes]:
        """The keys of all contacts."""
        with closing(sqlite3.connect(self._file)) as connection:
            return {bytes(row[0]) for row in connection.execute("SELECT key FROM contact")}

    def partial(self, *, restored: bool = False) -> list[str]:
        """Things of which there are more or fewer than contacts, and whatever SQLite finds wrong with the file.

        A ``restored`` database has no resend keys.
        """
        counts = self.counts()
        contacts = counts["contacts"]
        if restored:
            counts["resend keys"] += contacts
        found = [f"{name}: {n}, contacts: {contacts}" for name, n in counts.items() if n != contacts]
        with closing(sqlite3.connect(self._file)) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        return found + [one for one in told if one != "ok"] + [f"orphan in {row[0]}" for row in orphans]
