"""An advisor at the screen: presses keys, which are counted, or the visible controls."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import PASSWORD

# Ukrainian, residence, § 24, in the city, privately housed.
UKRAINIAN = ("1", "a", "7", "1", "1")


class Advisor:
    """``presses`` counts the keys since the page was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> "Advisor":
        """One key after the other, without waiting for answers: what is typed ahead must not be lost.

        A page that is still being read does not know its keys yet, so that much is waited for.
        """
        for key in keys:
            self.page.wait_for_load_state()
            self.page.keyboard.press(key)
            self.presses += 1
        return self

    def at(self, step: str) -> "Advisor":
        """Wait until this step is open."""
        expect(self.page.locator("#desk")).to_have_class(re.compile(rf"\bstep-{step}\b"))
        return self

    def click(self, name: str) -> "Advisor":
        """A visible button or link, by what it says."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()
        return self

    def log_in(self, name: str = "beratung") -> "Advisor":
        """Fill in the form that is shown."""
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Passwort").fill(PASSWORD)
        return self.click("Anmelden")

    def value(self, field: str) -> str | None:
        """What the contact's form would send for a field, None for nothing."""
        script = "name => new FormData(document.getElementById('contact')).get(name)"
        value: str | None = self.page.evaluate(script, field)
        return value

    @property
    def focused(self) -> Locator:
        """What has the focus."""
        return self.page.locator(":focus")

    @property
    def toast(self) -> Locator:
        """What became of the last contact."""
        return self.page.locator("[data-toast]")

    @property
    def notice(self) -> Locator:
        """The message above the desk."""
        return self.page.locator("#notice [role=alert]")

    def expect_text(self, *texts: str) -> "Advisor":
        """All of this can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()
        return self
