"""The base of all forms, and fields that clean what was typed."""

from typing import Any, Self

from flask import request
from wtforms import Form, StringField


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
