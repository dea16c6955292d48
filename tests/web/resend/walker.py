"""Somebody who sends every form twice: fills it in where its page shows it, and looks at what the second time does."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app import clock
from app.db import Database
from app.resend import FIELD, Key, new_key
from tests.web.access.paths import declaration
from tests.web.access.state import dump
from tests.web.offices.editor import fields_of
from tests.web.pages import Page

Typed = Mapping[str, str | Sequence[str]]
# How often somebody has guessed is not what a form is about, nor is the number by which servers know that they are to
# read something anew.
PASSING = {"login_failure", "failed_logins", "revision"}


class Walker:
    """``page`` is the page that is open, ``walked`` are the endpoints whose forms were sent twice."""

    def __init__(self, app: Flask, client: FlaskClient, database: Database) -> None:
        self.app, self.client, self.database = app, client, database
        self.walked: set[str] = set()
        self._known: dict[str, list[Any]] = {}
        self.page: Page

    def open(self, path: str) -> "Walker":
        """A page that must be there."""
        response = self.client.get(path)
        assert response.status_code == 200, f"{path}: {response.status}"
        self.page = Page(response)
        return self

    def twice(self, action: str, typed: Typed | None = None, *, button: str = "", same: Iterable[str] = ()) -> "Walker":
        """Send the page's form that posts to ``action`` with these fields, by its button of this value, and again.

        The first time must change something, the second time nothing but the tables ``same``. Then the page to which
        the first time led is open.
        """
        form = self._form(action, button)
        fields = MultiDict(fields_of(form))
        for name, value in (typed or {}).items():
            fields.setlist(name, [value] if isinstance(value, str) else list(value))
        for one in form.iter("button"):
            if button and one.get("value") == button:
                fields[one.attrib["name"]] = button
        return self.send_twice(action, fields, same)

    def send_twice(self, action: str, fields: MultiDict[str, Any], same: Iterable[str] = ()) -> "Walker":
        """The same with the fields of a form that a page shows in rare cases only."""
        before = self._known or self.state()
        first = self._post(action, fields)
        after = self.state()
        assert first.status_code in {200, 303}, f"{action}: {first.status} {Page(first).text()}"
        assert before != after, f"{action} changed nothing: {Page(self._led(first)).text()}"
        again = self._post(action, fields)
        now = self.state()
        changed = {name for name in now if now[name] != after[name]} - set(same)
        assert not changed, f"{action} a second time changed {changed}"
        # To look at everything takes longer than what it is looked at for, and reading a page changes nothing.
        self._known = now
        self._check(action, fields, first, again)
        self.page = Page(self._led(first))
        return self

    def state(self) -> dict[str, list[Any]]:
        """Everything that is stored, but for what passes."""
        return {name: rows for name, rows in dump(self.database).items() if name not in PASSING}

    def hidden(self) -> MultiDict[str, Any]:
        """What every form has: the token and a key."""
        return MultiDict({"csrf_token": self.page.csrf_token, FIELD: new_key(clock.now().date())})

    def _form(self, action: str, button: str) -> Element:
        """The first form that posts there by a button of this value."""
        for form in self.page.all("form", method="post"):
            buttons = [one for one in form.iter("button") if not button or one.get("value") == button]
            actions = {
                form.get("action", self.page.response.request.path).partition("#")[0],
                *(one.get("formaction") for one in buttons),
            }
            if action in actions and (buttons or not button):
                return form
        raise AssertionError(f"no form for {action} {button}: {[one.get('action') for one in self.page.all('form')]}")

    def _post(self, action: str, fields: MultiDict[str, Any]) -> TestResponse:
        return self.client.post(action, data=fields)

    def _led(self, response: TestResponse) -> TestResponse:
        return self.client.get(response.location or "") if response.status_code == 303 else response

    def _check(self, action: str, fields: MultiDict[str, Any], first: TestResponse, again: TestResponse) -> None:
        """With a key the second one is led to the same page, which says so; without, it is told or sees the same."""
        endpoint, _ = self.app.url_map.bind("localhost").match(action, method="POST")
        self.walked.add(endpoint)
        declared = declaration(self.app, endpoint).resend
        assert again.status_code < 500, f"{action}: {again.status}"
        if isinstance(declared, Key):
            assert fields.get(FIELD), f"the form of {action} carries no key"
            assert again.status_code == 303, f"{action}: {again.status}"
            assert "before=sent" in (again.location or "")
            page = Page(self._led(again))
            assert page.response.status_code == 200, f"{again.location}: {page.response.status}"
            assert "schon gesendet worden" in page.response.text
            if declared.made and first.status_code == 303:
                made = (again.location or "").partition("?")[0].rpartition("/")[2]
                assert made in (first.location or "")
