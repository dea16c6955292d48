"""The letter to the office that should write or translate something: German, on paper and as an e-mail.

It says what is missing in which language, what released figures tell of the demand, what is asked, and until when.
Nothing in it is about a visitor.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage

from flask import render_template
from sqlalchemy.orm import Session

from app.formatting import long_date
from app.locales import language_name
from app.mail import is_address
from app.upkeep import letters as mails
from app.vocabulary.service import vocabulary
from handouts import letters as paper
from handouts.demand import demand
from handouts.requests import Request
from handouts.service import handouts, library
from handouts.wanted import label_of
from referrals.directory.facts import Office as Facts
from referrals.directory.models import Office
from referrals.directory.service import offices
from referrals.slip.service import CENTRE

WEEKS_TO_ANSWER = 4
WEEKS_AFTER_A_REMINDER = 2
EASY_GERMAN = "de-x-leicht"


@dataclass(frozen=True)
class Figure:
    """A released number: contacts of a year with a topic (its name) in the language of the request."""

    year: str
    topic: str
    count: int


@dataclass(frozen=True)
class Appeal:
    """What the letter says. ``title`` is the handout's or the topic's, ``language_phrase`` is ``auf Ukrainisch``.

    ``asked_on`` is set in a reminder, ``promised`` where the office has said that it will come, maybe until
    ``promised_for``; ``ended`` is the last day of the last edition.
    """

    is_handout: bool
    title: str
    language: str
    language_phrase: str
    figures: tuple[Figure, ...]
    until: date
    ended: date | None = None
    asked_on: date | None = None
    promised: bool = False
    promised_for: date | None = None
    contact: str = ""

    @property
    def subject(self) -> str:
        """The line above the letter."""
        what = f"„{self.title}“" if self.is_handout else f"Material zum Thema „{self.title}“"
        return f"{'Erinnerung: ' if self.asked_on else ''}{what} {self.language_phrase}"


@dataclass(frozen=True)
class House:
    """Who writes."""

    name: str
    email: str
    phone: str
    address: tuple[str, ...]
    town: str


@dataclass(frozen=True)
class Written:
    """A letter that can go out. ``mail`` has the recipient's address, "" if there is none that could be used."""

    mail: mails.Letter
    paper: paper.Letter


def figures(session: Session, request: Request) -> tuple[Figure, ...]:
    """The released numbers for the topics of what is missing, the largest first; none where none is published."""
    words, known = vocabulary(session), demand(session)
    wanted = request.wanted
    leaflet = library(session).leaflets.get(wanted.entry) if wanted.kind == "handout" else None
    names = leaflet.topics if leaflet else {wanted.topic} if wanted.topic else set()
    topics = {name.partition("/")[0] for name in names if name} & words.topics.keys()
    found = [(topic, known.of(topic, wanted.language)) for topic in sorted(topics)]
    made = [Figure(known.year or "", words.topics[topic].label.de, count) for topic, count in found if count]
    return tuple(sorted(made, key=lambda figure: -figure.count))


def appeal(session: Session, request: Request, today: date) -> Appeal:
    """What the letter of this request says today."""
    words, wanted, now = vocabulary(session), request.wanted, request.now
    label = label_of(wanted, handouts(session), words)
    known = words.languages.get(wanted.language)
    name = known.name_de if known else language_name(wanted.language, "de") or wanted.language
    contact = session.get_one(Office, now.office).contact_name if now.office else ""
    weeks = WEEKS_AFTER_A_REMINDER if now.asked_on else WEEKS_TO_ANSWER
    return Appeal(
        is_handout=wanted.kind == "handout",
        title=label.de if label else wanted.entry,
        language=name,
        language_phrase="in Leichter Sprache" if wanted.language == EASY_GERMAN else f"auf {name}",
        figures=figures(session, request),
        until=today + timedelta(weeks=weeks),
        ended=_ended(session, request, today),
        asked_on=now.asked_on,
        promised=now.state == "promised",
        promised_for=now.promised_for,
        contact=contact,
    )


def written(session: Session, request: Request, now: datetime) -> Written | None:
    """The letter as it would go out now; None as long as no office is chosen."""
    office = offices(session).get(request.now.office or "")
    if office is None:
        return None
    house, said = _house(session), appeal(session, request, now.date())
    text = render_template("missing/letter.txt", appeal=said, house=house, german=_german).strip() + "\n"
    row = session.get_one(Office, office.id)
    to = next((one for one in (row.contact_email, row.email) if one and is_address(one)), "")
    mail = mails.Letter(office.id, office.name_de, to, row.contact_name or office.name_de, said.subject, text)
    return Written(
        mail,
        paper.Letter(
            sender=(house.name, *house.address),
            recipient=tuple(line for line in (office.name_de, row.contact_name, *_address(office)) if line),
            place_and_day=", ".join(part for part in (house.town, _german(now.date())) if part),
            subject=said.subject,
            text=text,
            foot=tuple(line for line in (house.name, *house.address, house.phone, house.email) if line),
        ),
    )


def message(session: Session, letter: Written, now: datetime, *, sender: str | None, draft: bool) -> EmailMessage:
    """The e-mail with the letter on paper beside it; ``sender`` is the mail server's address, if there is one."""
    mail = mails.message(letter.mail, mails.sender(session, sender), now, draft=draft)
    mail.add_attachment(paper.render(letter.paper), maintype="application", subtype="pdf", filename="anfrage.pdf")
    return mail


def _ended(session: Session, request: Request, today: date) -> date | None:
    """The last day of the last edition in the language, if all are over."""
    leaflet = library(session).leaflets.get(request.wanted.handout or "")
    days = [one.valid_until for one in leaflet.editions if one.language == request.wanted.language] if leaflet else []
    over = [day for day in days if day and day < today]
    return max(over) if over and len(over) == len(days) else None


def _house(session: Session) -> House:
    centre = offices(session).get(CENTRE)
    if centre is None:
        return House(mails.HOUSE, "", "", (), "")
    return House(centre.name_de, centre.email or "", centre.phone or "", _address(centre), centre.city or "")


def _address(office: Facts) -> tuple[str, ...]:
    if "address_confidential" in office.notes:
        return ()
    town = " ".join(part for part in (office.postcode, office.city) if part)
    return tuple(line for line in (office.street, town) if line)


def _german(day: date) -> str:
    return long_date(day, "de")
