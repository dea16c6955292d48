"""Every page and every step: nothing for axe to find, nothing that scrolls sideways, directions kept."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.advisor import UKRAINIAN, Advisor
from tests.browser.conftest import Open
from tests.browser.server import LATER, Server

WIDTHS = (360, 412, 768, 1024, 1280, 1920)

# What is pressed, and what can be seen then.
STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "language": ((), ".step-language"),
    "topic": (("1",), ".step-topic"),
    "subtopic": (("1", "a"), ".step-subtopic"),
    "long topics": (("1", "h"), ".step-subtopic"),
    "question": (("1", "a", "7"), ".ask"),
    "answer": (UKRAINIAN, ".resp"),
    "why": ((*UKRAINIAN, "w"), "[data-why][open]"),
    "material": ((*UKRAINIAN, "m"), "[data-material][open]"),
    "right to left": (("2", "a", "2", "1", "0"), ".resp bdi[dir=rtl]"),
    "no slip yet": ((*"romanes", "Enter", "w", "1", "0", "0"), ".steps small"),
    "another topic": ((*UKRAINIAN, "+"), ".step-topic"),
    "neutral question": (("4", "r", "1"), ".neutral-mode .ask"),
    "neutral": (("4", "r", "1", "1"), ".neutral-mode .log"),
    "finished": ((*UKRAINIAN, "Enter"), ".toast"),
    "list of keys": (("?",), ".keylist"),
    "results": (("/", *"wohn", "Enter"), ".results li"),
    "nothing found": (("/", *"xyzxyz", "Enter"), ".results"),
    "several languages": ((*"kurd", "Enter"), "#matches"),
    "unknown language": ((*"xyz", "Enter"), ".notice"),
}
PAGES = {"account": "/account", "accounts": "/accounts", "no such page": "/nowhere"}

both_languages = pytest.mark.parametrize("language", ["de", "en"])


Rules = dict[str, object]
ALL: Rules = {}
# Contrast takes axe as long as all the rest, and colours are the same in every language: German will do for them.
WITHOUT_COLOURS: Rules = {"rules": {"color-contrast": {"enabled": False}}}
# All that another colour scheme can change.
COLOURS: Rules = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(advisor: Advisor, rules: Rules = ALL) -> list[str]:
    """What axe finds: rule and element."""
    found = Axe().run(advisor.page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


def inspect(advisor: Advisor) -> None:
    """In both colour schemes and at every width."""
    page = advisor.page
    german = page.locator("html").get_attribute("lang") == "de"
    page.emulate_media(color_scheme="light")
    found = violations(advisor, ALL if german else WITHOUT_COLOURS)
    if german:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in violations(advisor, COLOURS)]
    assert not found
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
        cut = page.evaluate(CUT_OFF)
        assert not cut, f"cut off at {width} px: {cut}"


BACKGROUND = "getComputedStyle(document.body).backgroundColor"

# Texts that are wider than the element that holds them; what only screen readers hear is clipped on purpose.
CUT_OFF = """() => [...document.querySelectorAll("button, .tile, p, h1, h2, h3, b, label, li, td")]
  .filter((one) => one.checkVisibility() && !one.closest(".kern-sr-only, #slip-frame"))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .map((one) => one.outerHTML.slice(0, 120))"""


@both_languages
@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_counter(visit: Open, step: str, language: str) -> None:
    keys, seen = STEPS[step]
    advisor = visit(f"/counter?lang={language}").press(*keys)
    expect(advisor.page.locator(seen).first).to_be_visible()
    inspect(advisor)


@both_languages
@pytest.mark.parametrize("page", PAGES)
def test_every_other_page(visit: Open, page: str, language: str) -> None:
    inspect(visit(f"{PAGES[page]}?lang={language}", name="verwaltung"))


@both_languages
def test_the_login(visit: Open, language: str) -> None:
    advisor = visit(f"/login?lang={language}", name=None)
    inspect(advisor)
    advisor.page.locator("[name=name]").fill("nobody")
    advisor.page.locator("[name=password]").fill("wrong")
    advisor.press("Enter")
    expect(advisor.page.get_by_role("alert")).to_be_visible()
    inspect(advisor)


@both_languages
def test_messages_in_the_middle_of_a_contact(visit: Open, server: Server, language: str) -> None:
    advisor = visit(f"/counter?lang={language}").press(*UKRAINIAN).at("answer")
    with server.locked():
        advisor.press("e")
        expect(advisor.notice).to_be_visible()
    inspect(advisor)
    server.now = LATER
    advisor.page.set_viewport_size({"width": 1280, "height": 800})
    advisor.press("e")
    expect(advisor.page.locator("[name=password]")).to_be_visible()
    inspect(advisor)


def test_a_dark_account_is_dark_on_a_light_device(visit: Open) -> None:
    advisor = visit("/account", name="leise")
    light = advisor.page.evaluate(BACKGROUND)
    advisor.page.get_by_label("Farben").select_option("dunkel")
    advisor.click("Einstellungen speichern").expect_text("Ihre Einstellungen sind gespeichert")
    assert advisor.page.evaluate(BACKGROUND) != light
    assert violations(advisor) == []


def test_a_name_that_runs_right_to_left_stays_apart(advisor: Advisor) -> None:
    tile = advisor.page.get_by_role("button", name="Arabisch").locator("small")
    expect(tile).to_have_attribute("lang", "ar")
    expect(tile.locator("bdi")).to_have_attribute("dir", "rtl")
    advisor.press("2", "a", "2", "1", "0").at("answer")
    gloss = advisor.page.locator(".resp .gloss")
    expect(gloss).to_have_attribute("lang", "ar")
    expect(gloss.locator("bdi")).to_have_attribute("dir", "rtl")


def test_an_ordinary_answer_needs_no_scrolling(advisor: Advisor) -> None:
    advisor.press("2", "a", "2", "1", "0").at("answer")
    for selector in (".resp .office", ".resp .where", ".resp .state", ".bring", ".fin .kern-btn--primary"):
        box = advisor.page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        bottom = 800 if selector.startswith(".fin") else advisor.page.locator(".fin").bounding_box()["y"]  # type: ignore[index]
        assert box["y"] + box["height"] <= bottom, selector
