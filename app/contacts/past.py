"""Log contacts of a month afterwards, from a paper sheet, and undo it: once for each form, as at the counter.

Load counters are not raised: weekday and hour of a contact on paper are unknown. Nor is a slip code issued.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, select

from app.contacts.models import Contact
from app.contacts.service import AlreadyUndone, resend_digest, store
from app.contacts.values import NewContact
from app.db import session
from app.resend import ResendKey, claim


def log_past(*, contacts: Mapping[bytes, NewContact], month: str, form_key: bytes, today: date) -> bool:
    """Log these contacts in ``month`` (``2026-11``) unless the same form has been; then False. Raises AlreadyUndone.

    They are by their keys: 16 bytes each, random to anyone without the form. The caller has made sure that nothing of
    the month is released.
    """
    digest = resend_digest(form_key)
    known = session().get(ResendKey, digest)
    if known is not None and known.undone:
        raise AlreadyUndone
    if known is not None or not claim(session(), digest, today):
        return False
    store(contacts, month)
    return True


def month_of(*, contact_keys: list[bytes], form_key: bytes) -> str | None:
    """The month of the contacts of a form; None if there is none of them (any more)."""
    # The form before the contacts, as in logging: the other way round this and the night job could wait for each other.
    session().get(ResendKey, resend_digest(form_key))
    return session().scalar(select(Contact.month).where(Contact.key.in_(contact_keys)).limit(1))


def undo_past(*, contact_keys: list[bytes], form_key: bytes, today: date) -> bool:
    """Take the contacts of a form back; False if that was done before or they are gone.

    ``contact_keys`` may name contacts that the form never had.
    """
    if month_of(contact_keys=contact_keys, form_key=form_key) is None:
        return False
    session().execute(delete(Contact).where(Contact.key.in_(contact_keys)))
    digest = resend_digest(form_key)
    known = session().get(ResendKey, digest)
    # Midnight may have passed since, and the night job have forgotten the form: it must not count again all the same.
    if known is None and claim(session(), digest, today):
        known = session().get_one(ResendKey, digest)
    if known is not None:
        known.undone = True
    session().flush()
    return True
