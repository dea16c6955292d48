"""Why a job of the night failed, as a code that can be stored, shown in words and logged: never an error's own text."""

import errno

from app.db import DatabaseUnavailable
from app.keeping.errors import BadBackup

NO_FOLDER, DENIED, FULL, DATABASE = "no_folder", "denied", "full", "database"
READER, REMNANTS, FOUND, DAMAGED, OTHER = "reader", "remnants", "found", "damaged", "other"
NOT_SET, GONE, CLOCK = "not_set", "gone", "clock"
FAILURES = (NO_FOLDER, DENIED, FULL, DATABASE, READER, REMNANTS, FOUND, DAMAGED, NOT_SET, GONE, CLOCK, OTHER)
_OF_FILES = {
    errno.ENOENT: NO_FOLDER,
    errno.ENOTDIR: NO_FOLDER,
    errno.ESTALE: NO_FOLDER,
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EROFS: DENIED,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
}


def reason(error: BaseException) -> str:
    """One of FAILURES, for an error or what caused it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DatabaseUnavailable):
            return DATABASE
        if isinstance(cause, BadBackup):
            return DAMAGED
        if isinstance(cause, OSError) and cause.errno in _OF_FILES:
            return _OF_FILES[cause.errno]
        cause = cause.__cause__
    return OTHER
