"""Debian's Chromium on the real server; an advisor whose presses are counted."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, StorageState, expect, sync_playwright

import app.db
from app.accounts import passwords
from app.accounts.roles import Role
from tests.browser.advisor import Advisor
from tests.browser.server import PASSWORD, Server
from tests.database import settings_for

CHROMIUM = "/usr/bin/chromium"
ROLES = {"beratung": Role.ADVISOR, "leise": Role.ADVISOR, "verwaltung": Role.ADMIN}
Open = Callable[..., Advisor]
# Long for a person, short for a machine that does something else as well.
PATIENCE_MILLISECONDS = 15_000

# Instead of the print dialogue: what would have been printed, told to the page itself.
STUB_PRINT = "window.print = () => top.postMessage({ printed: document.contentType }, '*');"
LISTEN = "window.printed = []; addEventListener('message', (event) => window.printed.push(event.data.printed));"


@pytest.fixture(scope="package")
def server(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    path = folder / "wegweiser.sqlite3"
    shutil.copyfile(prepared_sqlite, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(app.db, "BUSY_TIMEOUT_SECONDS", 0.3)
        passwords._nobodys_hash.cache_clear()
        running = Server(settings_for(folder, f"sqlite:///{path}"))
        for name, role in ROLES.items():
            running.add_user(name, role)
        yield running
        running.close()


def chromium_arguments() -> list[str]:
    """What every Chromium of the tests is started with."""
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    return [*arguments, "--no-sandbox"] if os.geteuid() == 0 else arguments


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=chromium_arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def logins(server: Server, chromium: Browser) -> dict[str, StorageState]:
    """The cookies of everyone who is logged in."""
    states = {}
    for name in ROLES:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{server.url}/login")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passwort").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/counter")
        states[name] = context.storage_state()
        context.close()
    server.remember_logins()
    return states


@pytest.fixture
def visit(server: Server, chromium: Browser, logins: dict[str, StorageState]) -> Iterator[Open]:
    """Open the counter (or another page) in a new window; every script error fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        path: str = "/counter",
        *,
        name: str | None = "beratung",
        javascript: bool = True,
        dark: bool = False,
        width: int = 1280,
        height: int = 800,
    ) -> Advisor:
        context = chromium.new_context(
            base_url=server.url,
            storage_state=logins[name] if name else None,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        if javascript:
            context.add_init_script(STUB_PRINT)
        page = context.new_page()
        if javascript:
            page.add_init_script(f"if (window === top) {{ {LISTEN} }}")
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return Advisor(page)

    server.forget_contacts()
    server.restore_logins()
    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def advisor(visit: Open) -> Advisor:
    """At an empty counter, with a keyboard."""
    return visit()
