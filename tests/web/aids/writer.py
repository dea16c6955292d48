"""What an editor does with the forms of work aids and of the board: opens pages, types, presses a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.offices.editor import fields_of
from tests.web.pages import Page, check_page, open_page, text_of

Typed = str | Sequence[str] | tuple[Any, str]


class Writer:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page

    def open(self, path: str) -> "Writer":
        self.page = open_page(self.client, path)
        return self

    def send(
        self,
        typed: Mapping[str, Typed] | None = None,
        status: int = 303,
        *,
        action: str = "save",
        form: str | None = None,
    ) -> "Writer":
        """Send the page's form, or the one that posts to ``form``, by its button with this value."""
        posting = [one for one in self.page.all("form", method="post") if _sends(one, action, form)]
        assert posting, f"no form with a button {action}"
        fields: MultiDict[str, Any] = MultiDict([*fields_of(posting[0]), ("action", action)])
        for name, value in (typed or {}).items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        # An empty field for a file is none for the test client.
        if fields.get("file") == "":
            fields.poplist("file")
        response = self.client.post(posting[0].attrib["action"], data=fields, content_type="multipart/form-data")
        assert response.status_code == status, response.status
        self.page = open_page(self.client, response.location or "") if status == 303 else check_page(response)
        return self

    @property
    def said(self) -> str:
        """What the page says about the last step."""
        return text_of(self.page.one("div", id="done"))

    @property
    def text(self) -> str:
        return self.page.text("main")


def _sends(form: Any, action: str, path: str | None) -> bool:
    if path is not None:
        return bool(form.attrib["action"] == path)
    buttons = [one for one in form.iter("button") if one.get("type") == "submit"]
    in_the_header = form.attrib["action"] in {"/lock", "/logout"}
    return any(one.get("value", "save") == action for one in buttons) and not in_the_header
