"""Chromium's own viewer, as on a visitor's phone: a cleaned file looks as it did before, under the headers it has."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from app.files.cleaning import clean
from app.security import UPLOADED_POLICY
from tests.browser.conftest import CHROMIUM, chromium_arguments
from tests.unit.files.harmless import HARMLESS

SHOWN = ("picture with soft edges", "drawing", "layers", "fax")
TRIES = 40
PAUSE_MILLISECONDS = 250


@pytest.fixture(scope="module")
def viewer(chromium: Browser) -> Iterator[Browser]:
    """The old headless mode has no viewer for PDF files."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*chromium_arguments(), "--headless=new"], ignore_default_args=["--headless"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serves every file as it was and as it is now, with the headers of app.security."""
    files = {f"/{number}.pdf": HARMLESS[name]() for number, name in enumerate(SHOWN)}
    files |= {path.replace("/", "/cleaned-"): clean(content).content for path, content in files.items()}

    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path, b"")
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", "application/pdf")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", UPLOADED_POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Not into the output of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def shown(page: Page, url: str) -> Image.Image:
    """How the first page looks when the viewer has come to rest."""
    page.goto(f"{url}#toolbar=0&navpanes=0")
    before = b""
    for _ in range(TRIES):
        page.wait_for_timeout(PAUSE_MILLISECONDS)
        now = page.screenshot()
        picture = Image.open(io.BytesIO(now)).convert("RGB")
        if now == before and len(picture.getcolors(1 << 24) or ()) > 2:
            return picture
        before = now
    raise AssertionError("the viewer shows nothing")


def test_it_looks_the_same(viewer: Browser, address: str) -> None:
    page = viewer.new_page(viewport={"width": 700, "height": 900})
    for number, name in enumerate(SHOWN):
        before, after = (shown(page, f"{address}/{prefix}{number}.pdf") for prefix in ("", "cleaned-"))
        assert ImageChops.difference(before, after).getbbox() is None, name
