"""The same in Chromium, which holds Strict cookies back and obeys form-action; the provider is another site."""

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import waitress
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.db import Database
from app.factory import create_app
from app.keys import Keys
from tests.browser.conftest import CHROMIUM, PATIENCE_MILLISECONDS, chromium_arguments
from tests.database import settings_for
from tests.oidc.provider import running, settings


@pytest.fixture(scope="module")
def url(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The program on 127.0.0.1, the provider on localhost: for a browser these are two sites."""
    folder = tmp_path_factory.mktemp("town")
    path = folder / "wegweiser.sqlite3"
    shutil.copyfile(prepared_sqlite, path)
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with running(back=[f"{address}/login/town/back"], logged_out=f"{address}/login") as issuer:
        town = replace(settings_for(folder, f"sqlite:///{path}"), open_id=settings(issuer))
        database = Database(town)
        app = create_app(town, Keys("a secret of the tests, long enough"), database)
        server: Any = waitress.create_server(app, sockets=[listening], threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield address
        server.close()
        thread.join(5)
        database.dispose()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=chromium_arguments())
        yield browser
        browser.close()


def opened(chromium: Browser, url: str, *, javascript: bool = True) -> BrowserContext:
    context = chromium.new_context(base_url=url, java_script_enabled=javascript)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context


def at_the_town(page: Page, name: str) -> None:
    """Log in there, and allow what the program asks for."""
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_login_link_from_another_site_and_logout(chromium: Browser, url: str, javascript: bool) -> None:
    context = opened(chromium, url, javascript=javascript)
    page = context.new_page()
    page.goto("/login")
    page.get_by_role("button", name="Anmelden mit Stadt Beispiel").click()
    at_the_town(page, "anna")
    if not javascript:
        page.get_by_role("button", name="Weiter").click()
    page.wait_for_url("**/counter")
    # A link on the town's start page.
    page.goto("about:blank")
    page.route("https://stadt.example/", lambda route: route.fulfill(body=f'<a href="{url}/counter">Wegweiser</a>',
                                                                     content_type="text/html"))  # fmt: skip
    page.goto("https://stadt.example/")
    page.get_by_role("link", name="Wegweiser").click()
    page.wait_for_url("**/counter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    # The program leads to the provider, which asks before it ends its own login.
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url("**/login*")
    context.close()


def test_unfinished_contact_goes_on_after_a_login_in_a_window_of_its_own(chromium: Browser, url: str) -> None:
    context = opened(chromium, url)
    page = context.new_page()
    page.goto("/login")
    page.get_by_role("button", name="Anmelden mit Stadt Beispiel").click()
    at_the_town(page, "berta")
    page.wait_for_url("**/counter")
    page.get_by_label("Sprache", exact=False).first.wait_for(state="attached")
    # The login ends on the server while the desk is open.
    context.clear_cookies(name="wegweiser")
    page.locator("form[action='/counter/answer'], form[action='/counter']").first.evaluate(
        "form => HTMLFormElement.prototype.submit.call(form)"
    )
    with context.expect_page() as other:
        page.get_by_role("button", name="Anmelden mit Stadt Beispiel").click()
    with other.value.expect_event("close") if not other.value.is_closed() else context.expect_page():
        pass
    page.wait_for_url("**/counter**")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    context.close()
