"""The same page made by other programs, where they are installed: a warm headless browser, and typst."""

import shutil
import subprocess  # nosec B404 - typst, by its full path
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import pdf
from referrals.slip.values import Pair, Slip

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in r"\#*_`$<>@[]~/-+=&"})


def others(slip: Slip, page: str, median: Callable[[Callable[[], object]], float]) -> dict[str, float]:
    """Milliseconds by program; nothing for one that is not there. ``median`` times a call that is made often."""
    found = {}
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and find_spec("playwright"):
        found["chromium_p50_ms"] = round(_chromium(browser, page, median), 1)
    if typst := shutil.which("typst"):
        found["typst_p50_ms"] = round(_typst(typst, slip, median), 1)
    return found


def _chromium(browser: str, page: str, median: Callable[[Callable[[], object]], float]) -> float:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        source = Path(folder) / "slip.html"
        source.write_text(page, encoding="utf-8")
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()

        def printed() -> Any:
            window.goto(source.as_uri())
            return window.pdf(prefer_css_page_size=True, tagged=True)

        return median(printed)


def _typst(program: str, slip: Slip, median: Callable[[Callable[[], object]], float]) -> float:
    """With the start of the program, as it is a command: about half of its time."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "slip.typ"
        source.write_text(_as_typst(slip), encoding="utf-8")
        command = [program, "compile", "--font-path", str(pdf.FONTS), str(source), str(source.with_suffix(".pdf"))]
        return median(lambda: subprocess.run(command, check=True, capture_output=True))  # noqa: S603  # nosec B603


def _as_typst(slip: Slip) -> str:
    """The statements of a slip in two columns, about as much to lay out as the slip itself."""
    place = slip.place
    pairs = [slip.title, *slip.issued, *slip.warnings]
    pairs += [pair for row in slip.rows for pair in (row.heading, *row.sentences, *row.items, row.note) if pair]
    pairs += [row.label for row in slip.hours] + list(slip.foot)
    lines = [place.name, *place.address, *(line.value for line in place.lines)] if place else []
    return "\n".join(
        (
            '#set page(paper: "a4", margin: 12mm)',
            '#set text(size: 9pt, font: "Noto Sans")',
            *(f"= {line.translate(_SPECIAL)}" for line in lines),
            "#grid(columns: (1fr, 1fr), gutter: 6pt,",
            *(f"[{pair.german.translate(_SPECIAL)}], [{_other(pair)}]," for pair in pairs),
            ")",
        )
    )


def _other(pair: Pair) -> str:
    return "".join(run.text for run in pair.other).translate(_SPECIAL)
