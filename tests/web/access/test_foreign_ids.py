"""Ids swapped: what is another's, of another kind, unknown or no id at all opens nothing and changes nothing.

Asked by an administrator, whom no role stops: whatever is refused here is refused because of the id.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import BuildError, Rule

from app.accounts.models import Login, User
from app.accounts.roles import EVERYONE, PUBLIC, Role
from app.db import Database
from handouts.models import Handout
from tests.web.access.paths import declaration, routes, values_for
from tests.web.access.state import changed, dump
from tests.web.pages import Page
from tests.web.staff import PASSWORD, add_staff, csrf_token, is_logged_in, log_in, post, submit_login

pytestmark = pytest.mark.one_database
UNKNOWN = ("f" * 12, "f" * 32, "h_no_such_thing")
NONE_AT_ALL = (
    "-1",
    "0",
    "9" * 40,
    "x" * 1000,
    "\x00",
    "..",
    "' OR 1=1 --",
    "{{7*7}}",
    "\u202e\U0001f600",
    "%s%n",
    "a\r\nb: c",
)
# Ids that are there, but of something else.
OF_ANOTHER_KIND = {"office": "wzl", "handout": "h_stadtplan", "topic": "aufenthalt"}
# Everything but these and what one types is an id, a version, a ticket or a choice.
NOT_IDS = {"csrf_token", "form_key"}


def swapped(rule: Rule) -> Iterator[str]:
    """The rule's paths, each with one of its ids replaced."""
    right = values_for(rule)
    for name in sorted(rule.arguments):
        others = [value for kind, value in OF_ANOTHER_KIND.items() if name not in {kind, "subtopic"}]
        for wrong in (*UNKNOWN, *NONE_AT_ALL, *others):
            try:
                built = rule.build(right | {name: wrong})
            except (BuildError, ValueError, TypeError):
                continue
            if built is not None and wrong != right[name]:
                yield quote(built[1], safe="/%")


def test_nothing_opens_with_a_foreign_id_in_the_path(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    token, before = csrf_token(client), dump(database)
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or not rule.arguments:
            continue
        for path in swapped(rule):
            if "POST" in (rule.methods or ()):
                response = client.post(path, data={"csrf_token": token})
                assert response.status_code in {303, 400, 404, 405, 409}, (rule.endpoint, path)
            else:
                response = client.get(path)
                assert response.status_code in {302, 308, 400, 404}, (rule.endpoint, path)
    assert changed(before, dump(database)) == set()


def hidden_fields(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Of every form that there is: where it posts to, a hidden field's name, and all fields as the page has them."""
    seen = set()
    for _, path, _ in routes(app, "GET"):
        response = client.get(path)
        if response.mimetype != "text/html" or response.status_code != 200:
            continue
        page = Page(response)
        for form in page.all("form", method="post"):
            inputs = [field for field in form.iter("input") if field.get("name") and field.get("type") != "file"]
            fields = {field.attrib["name"]: field.get("value", "") for field in inputs}
            action = urlsplit(form.get("action") or path).path
            for field in inputs:
                name = field.attrib["name"]
                if field.get("type") == "hidden" and name not in NOT_IDS and (action, name) not in seen:
                    seen.add((action, name))
                    yield action, name, fields


def test_no_hidden_id_breaks_a_form(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    forms = list(hidden_fields(app, client))
    assert len({action for action, _, _ in forms}) > 20, "the pages of the tests have hardly any forms"
    for action, name, fields in forms:
        token = csrf_token(client)
        for wrong in ("f" * 12, "9" * 40, "\x00'\u202e{{7*7}}" * 200):
            response = client.post(action, data=fields | {name: wrong, "csrf_token": token})
            assert response.status_code < 500, (action, name, wrong)


def test_an_edition_is_found_below_its_own_handout_only(app: Flask, database: Database) -> None:
    client = log_in(app, database, Role.ADMIN)
    before = dump(database)
    with database.reading() as reader:
        another = reader.scalars(select(Handout.id).where(Handout.id != "h_stadtplan")).first()
    for path in ("", "/state", "/stock"):
        fields = {"version": "1", "action": "more", "state": "archived"}
        response = post(client, f"/handouts/{another}/editions/{'0' * 12}{path}", fields)
        assert response.status_code == 404, path
    assert changed(before, dump(database)) == set()


def test_nobody_ends_the_logins_of_others(app: Flask, database: Database) -> None:
    mine, other = log_in(app, database, Role.ADVISOR), log_in(app, database, Role.EDITOR)
    with database.reading() as reader:
        editor = reader.scalars(select(Login.digest).join(User).where(User.name == "editor")).one()
    for chosen in (editor.hex(), "00" * 32, "0", "x" * 64, "-1", "", "\x00", "ff" * 1000):
        response = mine.post(
            "/account/logins",
            data={"login": chosen, "current_password": PASSWORD, "csrf_token": csrf_token(mine)},
        )
        assert response.status_code in {303, 400}, chosen
    assert is_logged_in(other)
    assert is_logged_in(mine)


@pytest.mark.parametrize("action", ["link", "withdraw", "second_factor", "logout", "role", "close", "open"])
def test_accounts_that_are_not_there(app: Flask, database: Database, action: str) -> None:
    client = log_in(app, database, Role.ADMIN)
    before = dump(database)
    for user in ("0", "-1", "999999", str(2**31), str(2**63), "9" * 40, "1 OR 1=1", "\x00", ""):
        fields = {"user": user, "action": action, "role": "admin", "csrf_token": csrf_token(client)}
        assert client.post("/accounts", data=fields).status_code in {400, 404}, user
    assert changed(before, dump(database)) == set()


def test_who_is_not_an_administrator_reaches_no_other_account(app: Flask, database: Database) -> None:
    """Whatever id stands in the forms of one's own account: it is one's own that they change."""
    other = add_staff(database, Role.EDITOR)
    client = log_in(app, database, Role.ADVISOR)
    foreign = {"user": str(other), "user_id": str(other), "id": str(other), "name": "editor", "role": "admin"}
    for path, fields in (
        ("/account", {"interface": "en", "colour_scheme": "dark"}),
        ("/account", {"current_password": PASSWORD, "new_password": "vier neue Wörter hier",
                      "repeated_password": "vier neue Wörter hier"}),
    ):  # fmt: skip
        assert client.post(path, data={**fields, **foreign, "csrf_token": csrf_token(client)}).status_code == 303
    with database.reading() as reader:
        users = {user.name: (user.role, user.language) for user in reader.scalars(select(User))}
    assert (users["editor"], users["advisor"]) == (("editor", "de"), ("advisor", "en"))
    assert submit_login(app.test_client(), "editor").status_code == 303


def test_every_id_in_a_path_is_tried(app: Flask) -> None:
    """Nothing with an id is open to everyone but what is published, or what nobody can guess."""
    with_ids = {rule.endpoint for rule in app.url_map.iter_rules() if rule.arguments and rule.endpoint != "static"}
    open_to_all = {endpoint for endpoint in with_ids if declaration(app, endpoint).roles == PUBLIC}
    assert {endpoint for endpoint in open_to_all if not endpoint.startswith("hsds.")} == {
        "feed.feed",
        "material.read",
        "welcome.form",
        "welcome.choose",
    }
    assert not [one for one in with_ids if declaration(app, one).roles == EVERYONE]
