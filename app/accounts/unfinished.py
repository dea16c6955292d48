"""What was being entered when a login ended: it travels through the login form and is stored nowhere.

The fields of the interrupted request become hidden fields ``keep:<name>`` of the login form, and after the login a
page posts them again to where they were meant for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

PREFIX = "keep:"
# Only forms in which much is typed: everything else is done again in a moment. A path of ours cannot lead to another
# host. A file that was chosen must be chosen again.
RESUMABLE = re.compile(
    r"/counter(/[a-z-]+)*|/slip\.pdf|/paper(/check)?|/translations/[A-Za-z0-9_]+|/rules(/[A-Za-z0-9_-]+){1,2}"
    r"|/offices/[A-Za-z0-9_-]+|/(aids|board|events|handouts|requests)/(new|[A-Za-z0-9_-]+/(edit|save))"
    r"|/(interpreters|house/hours|house/agreements)/[A-Za-z0-9_-]+|/handouts/[A-Za-z0-9_-]+/editions/[A-Za-z0-9_-]+"
)
# The lock is pressed in the middle of a form; posted to these, it is shown as it was, and nothing else happens.
LOCK, LEFT_AT = "/lock", "left_at"
SHOWN_AGAIN = frozenset({"/counter/answer"})

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Unfinished:
    """The path that was posted to, and the fields in their order; a repeated field comes repeatedly."""

    resume: str
    fields: Fields

    def hidden(self) -> Fields:
        """The hidden fields that carry it through another form."""
        return (("resume", self.resume), *((PREFIX + name, value) for name, value in self.fields))


def interrupted() -> Unfinished | None:
    """What this request wanted to post, if it can be taken up again after a login."""
    if request.path == LOCK:
        return left()
    if request.method != "POST" or not RESUMABLE.fullmatch(request.path) or comes_from_elsewhere():
        return None
    return Unfinished(request.path, posted_fields())


def left() -> Unfinished | None:
    """What stood in the form that was left to lock the desk: nobody had sent it, so it is only shown again."""
    resume = request.form.get(LEFT_AT, "")
    if resume not in SHOWN_AGAIN or comes_from_elsewhere():
        return carried()
    return Unfinished(resume, tuple((name, value) for name, value in posted_fields() if name != LEFT_AT))


def carried() -> Unfinished | None:
    """What the posted login form carries along."""
    resume = request.form.get("resume", "")
    if not RESUMABLE.fullmatch(resume) or comes_from_elsewhere():
        return None
    kept = ((name.removeprefix(PREFIX), value) for name, value in _posted() if name.startswith(PREFIX))
    return Unfinished(resume, tuple(kept))


def posted_fields() -> Fields:
    """What was posted, without the CSRF token and without passwords."""
    return tuple((name, value) for name, value in _posted() if name != "csrf_token" and "password" not in name)


def comes_from_elsewhere() -> bool:
    """Whether the browser says that a page of another origin posted this.

    Without a valid CSRF token that is all there is to go by: a foreign page's fields must not be shown for sending
    again, since the second time they would count. Browsers leave the header out on plain HTTP only.
    """
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def _posted() -> Iterable[tuple[str, str]]:
    return request.form.items(multi=True)
