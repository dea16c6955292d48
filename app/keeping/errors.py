"""What can go wrong with backups, each as one sentence that says what to do."""

from app.errors import WegweiserError


class CannotBackUp(WegweiserError):
    """The backup was not made; what was at its place is as it was."""


class BadBackup(WegweiserError):
    """The file is no whole backup of ours, or cannot be opened with what was given."""


class BadPassphrase(BadBackup, CannotBackUp):
    """The passphrase is no text."""


class NotEmpty(WegweiserError):
    """A backup is only put back where nothing can be lost by it."""


class CannotRestore(WegweiserError):
    """The backup is whole, but it cannot be put there; the instance is as it was."""


class CannotMove(WegweiserError):
    """The data was not moved; where it was, it is as it was."""
