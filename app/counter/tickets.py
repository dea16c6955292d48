"""What travels through the page between requests, sealed so that nobody can read or change it on the way.

Five kinds, each with its own key: the form's token (who counts once, and when the conversation began), the slip's
ticket (what to print, ten minutes), the undo ticket (what to take back, five minutes), and those of a report of wrong
data and of a note of missing material (five minutes). None holds a trait.
"""

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from cryptography.fernet import InvalidToken

from app.contacts.service import Receipt
from app.contacts.values import LoadCell
from app.errors import N_, WegweiserError
from app.keys import Keys
from handouts.wanted import Wanted
from referrals.reports import Wrong
from referrals.slip.values import Paper, Role

SLIP_SECONDS = 10 * 60
UNDO_SECONDS = 5 * 60
FORM_SECONDS = 24 * 3600
TOO_OLD = N_("This page is too old for that. Please start again.")


class TicketExpired(WegweiserError):
    """The ticket is too old, or not one of ours."""


@dataclass(frozen=True)
class FormToken:
    """The random key of a form (16 bytes), when its conversation began, and the only day on which it counts.

    Resend keys are forgotten after their day: the same form could count twice afterwards.
    """

    key: bytes
    cell: LoadCell
    day: date

    def derive(self, keys: Keys, purpose: str) -> bytes:
        """16 bytes that are random to anyone without the form: the same form gives the same."""
        return keys.digest(purpose, self.key)[:16]


@dataclass(frozen=True)
class SlipPage:
    """One page to print: a topic and the offices for it, ids only. ``role`` is responsible or advises."""

    topic: str
    offices: tuple[tuple[str, Role], ...]
    documents: tuple[str, ...] = ()
    bring_note: str = ""
    visit: str = ""


@dataclass(frozen=True)
class SlipTicket:
    """Everything that a slip is made of, so that printing again is the same ticket."""

    pages: tuple[SlipPage, ...]
    language: str
    handouts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    code: str | None = None
    paper: Paper = "A4"
    large: bool = False


@dataclass(frozen=True)
class UndoTicket:
    """What undo takes back. ``handouts`` are those that were counted, as handouts.service.hand_out gave them;
    ``unmet`` is the language that was counted as understood by nobody, or "".
    """

    receipt: Receipt
    code_digest: bytes
    handouts: tuple[str, ...] = ()
    unmet: str = ""


@dataclass(frozen=True)
class ReportTicket:
    """A report of wrong data that undo takes back, with the digest of its form."""

    wrong: Wrong
    digest: bytes


@dataclass(frozen=True)
class MissingTicket:
    """A note of missing material that undo takes back.

    ``month`` is the note's (``2026-11``), ``digest`` its form's; ``own`` is False if another form had made it.
    """

    wanted: Wanted
    month: str
    digest: bytes
    own: bool


def new_token(moment: datetime) -> FormToken:
    """A fresh form's token."""
    return FormToken(secrets.token_bytes(16), LoadCell.at(moment), moment.date())


def seal_form(keys: Keys, token: FormToken) -> str:
    """The form's token for a hidden field."""
    return _seal(keys, "form", {"key": _text(token.key), "cell": asdict(token.cell), "day": token.day.isoformat()})


def open_form(keys: Keys, sealed: str, today: date) -> FormToken:
    """Raises TicketExpired after the form's day."""
    data = _open(keys, "form", sealed, FORM_SECONDS)
    token = FormToken(_bytes(data["key"]), LoadCell(**data["cell"]), date.fromisoformat(data["day"]))
    if token.day != today:
        raise TicketExpired(TOO_OLD)
    return token


def seal_slip(keys: Keys, ticket: SlipTicket) -> str:
    """The slip's ticket for a hidden field."""
    return _seal(keys, "slip", asdict(ticket))


def open_slip(keys: Keys, sealed: str) -> SlipTicket:
    """Raises TicketExpired after ten minutes."""
    data = _open(keys, "slip", sealed, SLIP_SECONDS)
    pages = tuple(
        SlipPage(
            topic=page["topic"],
            offices=tuple((office, role) for office, role in page["offices"]),
            documents=tuple(page["documents"]),
            bring_note=page["bring_note"],
            visit=page["visit"],
        )
        for page in data.pop("pages")
    )
    lists = {name: tuple(data[name]) for name in ("handouts", "events")}
    return SlipTicket(**{**data, **lists, "pages": pages})


def seal_undo(keys: Keys, ticket: UndoTicket) -> str:
    """The undo ticket for a hidden field."""
    receipt = ticket.receipt
    return _seal(
        keys,
        "undo",
        {
            "contact": _text(receipt.contact_key),
            "cell": asdict(receipt.cell),
            "fields": list(receipt.fields_of_action),
            "resend": _text(receipt.resend_digest),
            "code": _text(ticket.code_digest),
            "handouts": list(ticket.handouts),
            "unmet": ticket.unmet,
        },
    )


def open_undo(keys: Keys, sealed: str) -> UndoTicket:
    """Raises TicketExpired after five minutes."""
    data = _open(keys, "undo", sealed, UNDO_SECONDS)
    receipt = Receipt(
        contact_key=_bytes(data["contact"]),
        cell=LoadCell(**data["cell"]),
        fields_of_action=tuple(data["fields"]),
        resend_digest=_bytes(data["resend"]),
    )
    return UndoTicket(receipt, _bytes(data["code"]), tuple(data["handouts"]), data["unmet"])


def seal_report(keys: Keys, ticket: ReportTicket) -> str:
    """The ticket of a report for its undo button."""
    return _seal(keys, "report", {**asdict(ticket.wrong), "digest": _text(ticket.digest)})


def open_report(keys: Keys, sealed: str) -> ReportTicket:
    """Raises TicketExpired after five minutes."""
    data = _open(keys, "report", sealed, UNDO_SECONDS)
    return ReportTicket(Wrong(data["entry"], data["what"]), _bytes(data["digest"]))


def seal_missing(keys: Keys, ticket: MissingTicket) -> str:
    """The ticket of a note for its undo button."""
    data = asdict(ticket.wanted) | {"month": ticket.month, "digest": _text(ticket.digest), "own": ticket.own}
    return _seal(keys, "missing", data)


def open_missing(keys: Keys, sealed: str) -> MissingTicket:
    """Raises TicketExpired after five minutes."""
    data = _open(keys, "missing", sealed, UNDO_SECONDS)
    wanted = Wanted(data["kind"], data["entry"], data["language"])
    return MissingTicket(wanted, data["month"], _bytes(data["digest"]), data["own"])


def _seal(keys: Keys, purpose: str, data: dict[str, Any]) -> str:
    return keys.sealer(f"ticket {purpose}").encrypt(json.dumps(data).encode()).decode()


def _open(keys: Keys, purpose: str, sealed: str, seconds: int) -> dict[str, Any]:
    try:
        text = keys.sealer(f"ticket {purpose}").decrypt(sealed.encode(), ttl=seconds)
    except InvalidToken as error:
        raise TicketExpired(TOO_OLD) from error
    opened: dict[str, Any] = json.loads(text)
    return opened


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return b64decode(value)
