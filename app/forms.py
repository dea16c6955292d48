"""The base of all forms, and fields that clean what was typed."""

import re
from datetime import date
from typing import Any, Self

from flask import abort, request
from wtforms import Form, StringField

# Signs that no screen shows; PostgreSQL does not even take all of them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_NUMBER = 8


def refuse_nameless() -> None:
    """A part of a form without a name is none of ours (400); what looks at the names, as the CSRF check, needs them."""
    nameless: Any = None
    if request.mimetype == "multipart/form-data" and (nameless in request.form or nameless in request.files):
        abort(400)


class BaseForm(Form):
    """A form bound to what was posted.

    It has no CSRF field of its own: app.extensions.csrf checks every request that writes, forms or not. Messages of
    its validators are English and go through the template's ``_()``.
    """

    @classmethod
    def posted(cls) -> Self:
        """The form as this request filled it in."""
        return cls(request.form)

    def text(self, field: str) -> str:
        """What a field holds, as text."""
        return str(self[field].data)


class TextField(StringField):
    """One line of text; spaces around it were not meant."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Strip before anything is validated."""
        super().process_formdata([value.strip() for value in valuelist])


def one_line(text: str) -> str:
    """What was typed into a field of one line, with single spaces."""
    return " ".join(CONTROL.sub(" ", text).split())


def several_lines(text: str) -> str:
    """What was typed into a field of several lines, without empty ones around it."""
    return CONTROL.sub("", text).replace("\r\n", "\n").strip("\n")


def number(text: str) -> int:
    """The number in a hidden field; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def day(text: str) -> date | None:
    """The day in a field for days; None for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
