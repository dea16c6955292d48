"""Whether what is known of an office can be relied on. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from referrals.directory.facts import Office

STALE_AFTER = timedelta(days=365)
EMERGENCY_NUMBERS = frozenset({"110", "112"})


def doubtful(office: Office, today: date) -> bool:
    """Whether one should ask before going: marked unverified, or no date, or facts older than a year.

    Nobody asks first whether 112 still holds.
    """
    if office.phone in EMERGENCY_NUMBERS:
        return False
    if not office.verified:
        return True
    if not any((office.street, office.phone, office.email, office.website, office.contact_form)):
        return False
    return office.as_of is None or today - end_of(office.as_of) > STALE_AFTER


def end_of(as_of: str) -> date:
    """The last day of an ISO date or its beginning: ``2022`` -> 31 December 2022."""
    year, month, day = ([int(part) for part in as_of.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
