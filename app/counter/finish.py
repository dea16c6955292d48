"""The end of a conversation: log it once, refer, and say what to print and how to undo it."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.contacts import service as contacts
from app.contacts.values import NewContact, TopicOfContact, concept_group
from app.counter import understanding
from app.counter.consultation import Consultation
from app.counter.pages import slip_pages
from app.counter.tickets import FormToken, SlipPage, SlipTicket, UndoTicket
from app.counter.visitor import groups_of
from app.counter.workplace import Workplace
from app.db import session
from app.errors import N_, WegweiserError
from app.house.interpreting.unmet import count_unmet, uncount_unmet
from app.keys import Keys
from handouts.service import hand_out, handed_out, take_back
from referrals import service as referrals
from referrals.routing.service import kept_offices, kept_together
from referrals.slip.code import new_code


class NothingToFinish(WegweiserError):
    """Language or topic is missing."""


@dataclass(frozen=True)
class Finished:
    """What came of it. ``logged`` is None if it was not to be logged, else whether it counted just now."""

    slip: SlipTicket | None
    undo: UndoTicket | None
    logged: bool | None


@dataclass(frozen=True)
class Meaning:
    """What is stored with the hash of a slip's code."""

    office: str
    field_of_action: str


@dataclass(frozen=True)
class Settled:
    """What may be kept and counted of a conversation: the contact, the language that nobody speaks (or ""), the
    handouts that are given along (values of offers), and what the slip's code stands for.
    """

    contact: NewContact
    unmet: str
    given: tuple[str, ...]
    meaning: Meaning | None

    def key(self, token: FormToken, keys: Keys) -> bytes:
        """The contact's key (16 bytes), the same only for the same form and all that counts with it.

        The same form with other topics or material cannot undo what it did not count.
        """
        what = ["contact key", *self.contact.fields_of_action, "unmet", self.unmet, *self.given]
        return token.derive(keys, " ".join(what))


def finish(
    place: Workplace, said: Consultation, *, token: FormToken, keys: Keys, log: bool, print_slip: bool, now: datetime
) -> Finished:
    """Log (or not) and prepare the slip (or not). Raises NothingToFinish, AlreadyUndone."""
    pages = slip_pages(place, said, now)
    if said.language is None or not pages:
        raise NothingToFinish(N_("Please choose language and topic first."))
    slip = slip_ticket(place, said, pages) if print_slip else None
    if not log:
        return Finished(slip, undo=None, logged=None)
    what = settle(place, said, pages, with_slip=slip is not None, now=now)
    logged = contacts.log_contact(
        contact=what.contact, contact_key=what.key(token, keys), form_key=token.key, cell=token.cell, now=now
    )
    if logged.first and logged.receipt:
        referrals.refer(contact_key=logged.receipt.contact_key, offices=list(what.contact.kept_offices))
        contacts.count_load(logged.receipt)
    # The same form sent again counts nothing more, but can undo what was counted the first time.
    handouts = (hand_out if logged.first else handed_out)(session(), what.given, token.cell.quarter)
    code = slip_code(token, keys)
    digest = referrals.code_digest(keys, code)
    meaning = what.meaning
    if logged.first and logged.receipt:
        if what.unmet:
            count_unmet(language=what.unmet, quarter=token.cell.quarter)
        if meaning:
            referrals.issue_code(
                digest=digest, office=meaning.office, field_of_action=meaning.field_of_action, today=now.date()
            )
    if slip and meaning and referrals.stands_for(digest, meaning.office):
        slip = replace(slip, code=code)
    taken = UndoTicket(logged.receipt, digest, handouts, what.unmet) if logged.receipt else None
    return Finished(slip, undo=taken, logged=logged.first)


def settle(
    place: Workplace, said: Consultation, pages: tuple[SlipPage, ...], *, with_slip: bool, now: datetime
) -> Settled:
    """What a conversation with a language and a topic leaves behind; ``with_slip``: a slip is printed. Only reads."""
    contact = new_contact(place, said, pages)
    return Settled(
        contact=contact,
        unmet=(said.language or "") if understanding.unmet(place, said, pages, now) else "",
        given=_given(place, said, contact, now),
        meaning=_meaning(place, contact, pages) if with_slip else None,
    )


def slip_code(token: FormToken, keys: Keys) -> str:
    """The code on the slip of this form."""
    return new_code(token.derive(keys, "slip code"))


def undo(ticket: UndoTicket) -> bool:
    """Take a contact back; False if there was nothing left to take back."""
    done = contacts.undo(ticket.receipt)
    if done:
        quarter = ticket.receipt.cell.quarter
        take_back(session(), ticket.handouts, quarter)
        if ticket.unmet:
            uncount_unmet(language=ticket.unmet, quarter=quarter)
        referrals.withdraw_code(ticket.code_digest)
    return done


def slip_ticket(place: Workplace, said: Consultation, pages: tuple[SlipPage, ...]) -> SlipTicket | None:
    """What is to be printed; of protected topics only if the neutral slip was chosen."""
    wanted = tuple(page for page in pages if said.neutral_paper == "slip" or not place.protected(page.topic))
    if not wanted:
        return None
    protected = any(place.protected(page.topic) for page in pages)
    return SlipTicket(
        pages=wanted,
        language=said.language or "",
        handouts=() if protected else _printed(place, said),
        events=() if protected else said.events,
        paper=said.paper,
        large=said.large,
    )


def _printed(place: Workplace, said: Consultation) -> tuple[str, ...]:
    """The handouts that the slip names."""
    return tuple(value for value in said.handouts if not place.covered(value.partition("/")[0]))


def _given(place: Workplace, said: Consultation, contact: NewContact, now: datetime) -> tuple[str, ...]:
    """What is given along and may be counted, in order; with a protected topic nothing."""
    if contact.protected:
        return ()
    offers = [place.library.offer(value, now.date()) for value in sorted(said.handouts)]
    return tuple(offer.value for offer in offers if offer and not place.telling(offer.handout))


def new_contact(place: Workplace, said: Consultation, pages: tuple[SlipPage, ...]) -> NewContact:
    """What may be logged of a conversation with a language and a topic."""
    topics = tuple(_topic(place, page.topic) for page in pages)
    protected = any(topic.protected for topic in topics)
    groups = [place.vocabulary.groups[group].concept_group for group in groups_of(said.answers, place.vocabulary)]
    return NewContact(
        topics=topics,
        language=said.language or "",
        concept_group=concept_group(groups),
        talk=said.details.talk,
        channel=said.details.channel,
        persons=int(said.details.persons),
        outcome=said.details.outcome,
        duration=said.details.duration,
        kept_offices=() if protected else _kept(place, pages),
    )


def _kept(place: Workplace, pages: tuple[SlipPage, ...]) -> tuple[str, ...]:
    """The offices that may be stored, in order. That others were left out is not stored: it would tell why."""
    kept = [
        office
        for page in pages
        for office in kept_together(
            place.table, page.topic, place.vocabulary.sensitive, [office for office, _ in page.offices]
        )
    ]
    return tuple(dict.fromkeys(kept))


def _meaning(place: Workplace, contact: NewContact, pages: tuple[SlipPage, ...]) -> Meaning | None:
    """A code stands for the first office of the last topic; there is none where that office may not be kept.

    That office may be kept for another topic of the contact: for the last one it would tell a trait all the same.
    """
    field = contact.topics[-1].field_of_action
    if contact.protected or field is None or not pages[-1].offices:
        return None
    main = pages[-1].offices[0][0]
    keepable = kept_offices(place.table, pages[-1].topic, place.vocabulary.sensitive)
    return Meaning(main, field) if main in keepable else None


def _topic(place: Workplace, subtopic: str) -> TopicOfContact:
    known = place.vocabulary.subtopics[subtopic]
    return TopicOfContact(
        subtopic=subtopic,
        topic=known.parent,
        protected=known.protected,
        field_of_action=place.vocabulary.field_of_action.get(known.parent),
    )
