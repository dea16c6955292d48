"""The e-mail to an office: what is stored of it, in German, and the question whether it still holds."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from io import BytesIO

from flask import render_template
from sqlalchemy.orm import Session

from app.formatting import clock, listing, short_date, weekdays
from app.locales import language_name
from app.mail import is_address
from app.vocabulary.service import vocabulary
from referrals.directory.facts import Hours
from referrals.directory.facts import Office as Facts
from referrals.directory.hours import hours
from referrals.directory.models import Office
from referrals.directory.service import offices
from referrals.routing.service import kept_offices, table
from referrals.slip.service import CENTRE

HOUSE = "Willkommenszentrum"
"""What the house calls itself where the directory does not name it."""
MOST_SUBJECTS = 12
WEEKS = {"odd": "in ungeraden Kalenderwochen", "even": "in geraden Kalenderwochen"}
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Letter:
    """An e-mail that is not sent yet; ``to`` is "" if there is no address that could be used."""

    office: str
    name: str
    to: str
    to_name: str
    subject: str
    text: str


@dataclass(frozen=True)
class Sender:
    """Who writes: the house by name, and its address or None if nobody knows one. Answers go to ``reply_to``."""

    name: str
    address: str | None
    reply_to: str | None


def letters(session: Session, wanted: Sequence[str], now: datetime) -> list[Letter]:
    """The e-mails to these offices, in the order of the directory; unknown ones are left out."""
    known = offices(session)
    return [_letter(session, known[name], known.get(CENTRE), now) for name in known if name in set(wanted)]


def sender(session: Session, server_sender: str | None) -> Sender:
    """The house; ``server_sender`` is the address that the mail server sends from, if there is one."""
    centre = offices(session).get(CENTRE)
    own = centre.email if centre and centre.email and is_address(centre.email) else None
    return Sender(centre.name_de if centre else HOUSE, server_sender or own, own)


def message(letter: Letter, house: Sender, now: datetime, *, draft: bool) -> EmailMessage:
    """The e-mail in the form of RFC 5322; with ``draft`` a mail program opens it to be sent.

    Addresses stand in headers as objects, which refuse whatever could begin another header.
    """
    name, subject = _harmless(house.name), _harmless(letter.subject)
    mail = EmailMessage(policy=POLICY)
    if house.address:
        mail["From"] = Address(name, addr_spec=house.address)
        mail["Message-ID"] = make_msgid(domain=house.address.rpartition("@")[2])
    else:
        # Nobody's address (RFC 6854); the mail program that opens the draft puts in its own.
        mail["From"] = Group(name, ())
    if house.reply_to and house.reply_to != house.address:
        mail["Reply-To"] = Address(name, addr_spec=house.reply_to)
    if letter.to:
        mail["To"] = Address(_harmless(letter.to_name), addr_spec=letter.to)
    mail["Subject"] = subject
    mail["Date"] = now
    if draft:
        mail["X-Unsent"] = "1"
    mail.set_content(letter.text)
    return mail


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Several e-mails in one file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files:
            folder.writestr(name, content)
    return packed.getvalue()


def hours_in_words(week: Hours, text: str | None) -> list[str]:
    """Opening hours in German, a line for days with equal times; an irregular week as it is written in OSM."""
    if week.always:
        return ["rund um die Uhr"]
    lines = [
        f"{weekdays(row.weekdays, 'de')}: {listing([_span(*span) for span in row.times], 'de')} Uhr"
        for row in week.rows
        if row.times
    ]
    if not lines:
        return [text] if text else []
    if week.week:
        lines.append(f"nur {WEEKS[week.week]}")
    if week.closed_on_public_holidays:
        lines.append("an Feiertagen geschlossen")
    return lines


def _letter(session: Session, office: Facts, centre: Facts | None, now: datetime) -> Letter:
    row = session.get_one(Office, office.id)
    addresses = (row.contact_email, row.email)
    house = centre.name_de if centre else HOUSE
    text = render_template(
        "upkeep/letter.txt",
        office=office,
        contact_name=row.contact_name,
        house=house,
        phone=centre.phone if centre else None,
        address=_address(centre) if centre else "",
        secret="address_confidential" in office.notes,
        town=_town(office),
        hours=hours_in_words(hours(office, now), office.opening_hours),
        closures=[(short_date(first), short_date(last)) for first, last in office.closures if last >= now.date()],
        languages=listing([language_name(tag, "de") or tag for tag in office.languages], "de"),
        subjects=_subjects(session, office.id),
    )
    return Letter(
        office=office.id,
        name=office.name_de,
        to=next((one for one in addresses if one and is_address(one)), ""),
        to_name=row.contact_name or office.name_de,
        subject=f"Stimmt noch, was wir über Sie sagen? ({office.name_de})",
        text=text,
    )


def _subjects(session: Session, office: str) -> list[str]:
    """What visitors are sent there for. Of protected topics and sensitive rules no e-mail tells."""
    words, rules = vocabulary(session), table(session)
    labels = [
        subtopic.label.de
        for subtopic in words.subtopics.values()
        if not subtopic.protected and office in kept_offices(rules, subtopic.id, words.sensitive)
    ]
    return labels if len(labels) <= MOST_SUBJECTS else [*labels[:MOST_SUBJECTS], "und weitere"]


def _harmless(text: str) -> str:
    """Text for a header: the library decodes what looks encoded (``=?utf-8?q?=0D=0ABcc:…?=``), line breaks and all."""
    return text.replace("=?", "= ?")


def _address(office: Facts) -> str:
    return ", ".join(part for part in (office.street, _town(office)) if part)


def _town(office: Facts) -> str:
    return " ".join(part for part in (office.postcode, office.city) if part)


def _span(start: str, end: str) -> str:
    return f"{clock(start)}–{clock(end)}"
