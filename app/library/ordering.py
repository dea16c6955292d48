"""Ordering more copies: an e-mail to the publisher that only has to be sent."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import render_template

from app.library.shelf import Copy, Title
from app.locales import language_name
from referrals.directory.facts import Office
from referrals.slip.service import CENTRE

HOUSE = "Willkommenszentrum"


def order_mail(offices: Mapping[str, Office], title: Title, copy: Copy) -> str:
    """The address that opens it in the program for e-mails, subject and text included; "" without an e-mail address."""
    publisher = offices.get(title.row.publisher or "")
    if publisher is None or not publisher.email:
        return ""
    centre = offices.get(CENTRE)
    text = render_template(
        "library/order.txt",
        title=title.row.title_de,
        language_name=language_name(copy.row.language, "de") or copy.row.language,
        left=copy.stock.left,
        house=centre.name_de if centre else HOUSE,
    )
    subject, _, body = text.strip().partition("\n\n")
    # Lines of an e-mail end with CRLF in such an address, too.
    return f"mailto:{publisher.email}?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"
