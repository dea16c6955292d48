"""Texts that a spreadsheet would run as a formula get an apostrophe before them. Pure."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it; ids and names of the directory stay as they are."""
    return "'" + text if text.lstrip(" \u00a0").startswith(_RISKY) or text.startswith(_RISKY) else text
