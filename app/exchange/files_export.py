"""Files out: the whole directory as CSV, and the public directory as a page with its data."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.directory.stored import stored
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices
from referrals.interchange.public import listing, page
from referrals.interchange.spreadsheet.sheets import SHEETS
from referrals.interchange.spreadsheet.writing import BOM, write
from referrals.routing.service import table


def csv_files(session: Session) -> dict[str, bytes]:
    """All kinds of entries by name of file."""
    return write(stored(session))


def public_files(session: Session, now: datetime) -> dict[str, bytes]:
    """The public page and its JSON-LD."""
    rules = [rule for own in table(session).rules.values() for rule in own]
    # Hours are local times without an offset.
    return page.files(listing.build(offices(session), rules, vocabulary(session), now.replace(tzinfo=None)))


def is_csv_of_ours(name: str, content: bytes) -> bool:
    """Whether a file looks like one that an export or a spreadsheet has written: its header begins as ours."""
    sheet = next(sheet for sheet in SHEETS.values() if sheet.file == name)
    first = content.removeprefix(BOM.encode()).lstrip(b'"')
    return not content or first.startswith(sheet.columns[0].name.encode())


def is_page_of_ours(name: str, content: bytes) -> bool:
    """Whether a file is a public page or its data."""
    return not content or (page.MARK in content if name == page.PAGE else b"https://schema.org" in content)
