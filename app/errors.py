"""Domain errors: small named classes with a sentence that a user can act on."""


class WegweiserError(Exception):
    """An error whose text may be shown to the person at the screen or in the terminal."""


class NotFound(WegweiserError):
    """Something named by its id does not exist."""


def N_(text: str) -> str:
    """Mark a text for the interface's catalogue where it is written down; whoever shows it translates it."""
    return text
