"""Sample files, and small messages in their form."""

from io import BytesIO
from pathlib import Path

from referrals.interchange.xzufi.reading import read
from referrals.interchange.xzufi.values import Key, Message

CASES = Path(__file__).resolve().parents[3] / "cases" / "xzufi"
TRANSFER, NESTED, LATER = (CASES / name for name in ("transfer_2_2_0.xml", "nested_2_2_0.xml", "transfer_2_3_1.xml"))
NAMESPACE = "http://xoev.de/schemata/xzufi/2_3_1"
AGENCY = "L100042"


def wrapped(inside: str, *, namespace: str = NAMESPACE, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A message with these objects."""
    return f'{head}\n<transfer xmlns="{namespace}">{inside}</transfer>'.encode()


def unit(inside: str, number: int = 1) -> str:
    """An Organisationseinheit in a message."""
    own = f'<id schemeAgencyID="{AGENCY}" schemeID="OE">{number}</id>'
    return f"<schreibe><organisationseinheit>{own}{inside}</organisationseinheit></schreibe>"


def unit_key(number: int = 1) -> Key:
    """Its key."""
    return Key(AGENCY, "OE", str(number))


def competence(number: int, *, service: int = 9, of: int = 1, area: str = "14713", role: str = "01") -> str:
    """A Zuständigkeit as a transfer object."""
    return (
        "<schreibe><zustaendigkeitTransferObjekt>"
        f'<uebergeordnetesObjektID schemeAgencyID="{AGENCY}" schemeID="OE">{of}</uebergeordnetesObjektID>'
        f'<zustaendigkeit><id schemeAgencyID="{AGENCY}" schemeID="Z">{number}</id>'
        f'<leistungID schemeAgencyID="{AGENCY}" schemeID="L">{service}</leistungID>'
        f"<gebietID>{area}</gebietID><rolle><code>{role}</code></rolle></zustaendigkeit>"
        "</zustaendigkeitTransferObjekt></schreibe>"
    )


def message(inside: str) -> Message:
    """What a message with these objects says."""
    return read(BytesIO(wrapped(inside)), "message.xml")
