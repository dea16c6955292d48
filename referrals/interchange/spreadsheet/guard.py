"""What keeps a spreadsheet from running or rewriting a cell: an apostrophe before it, taken off again on reading.

A cell that begins with ``=`` is a formula, ``04109`` loses its zero, ``24/7`` becomes 24 July, ``wahr`` a truth value.
An apostrophe that is part of the text gets a second one.
"""

import re

MARK = "'"
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", MARK, "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,10}")
_NUMBER_OR_TIME = re.compile(r"[0-9.,][0-9 .,:/%€$eE+-]*")
_MONTHS = "jan|feb|mär|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"
_MONTH = re.compile(rf"(?=.*[0-9])[0-9]{{0,4}}[ ./-]*(?:{_MONTHS})[a-zäé]*[ ./-]*[0-9]{{0,4}}", re.IGNORECASE)
_TRUTH = re.compile(r"true|false|wahr|falsch", re.IGNORECASE)
_ERROR = re.compile(r"#[A-ZÜ/0]{1,10}[!?]?")


def guarded(text: str) -> str:
    """The text as a spreadsheet leaves it alone."""
    return MARK + text if _changes(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that guards it."""
    return text.removeprefix(MARK)


def is_guarded(text: str) -> bool:
    """Whether the text is exactly as somebody wrote it, and not what a spreadsheet made of it."""
    return text.startswith(MARK)


def is_error(text: str) -> bool:
    """Whether it is what a spreadsheet shows instead of a value: ``#NAME?``."""
    return _ERROR.fullmatch(text) is not None


def _changes(text: str) -> bool:
    if not text or _PLAIN_NUMBER.fullmatch(text):
        return False
    return (
        text.startswith(_RUN)
        or not text.strip()
        or text.lstrip().startswith(_RUN)
        or any(kind.fullmatch(text.strip()) for kind in (_NUMBER_OR_TIME, _MONTH, _TRUTH, _ERROR))
    )
