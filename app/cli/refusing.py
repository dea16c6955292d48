"""What the web server answers by itself, before the program sees the request: in words, with the program's headers."""

from waitress.task import ErrorTask

from app.catalogue import catalogue
from app.errorpages import TEXTS
from app.errors import Text
from app.files.words import refusal
from app.locales import INTERFACE_LANGUAGES
from app.security import BARE_POLICY, FIXED_HEADERS, TRANSPORT

BODY_TOO_LARGE, HEAD_TOO_LARGE, BROKEN = 413, 431, 500


class Refusal(ErrorTask):  # type: ignore[misc]
    """What waitress says when it takes no request to the program."""

    def execute(self) -> None:
        """Nothing of the request comes back: the server's own words quote it."""
        error = self.request.error
        body = "\n\n".join(_said(error.code, language) for language in INTERFACE_LANGUAGES).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(self._headers().items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(b"" if getattr(self.request, "command", "") == "HEAD" else body)

    def _headers(self) -> dict[str, str]:
        headers = {
            **FIXED_HEADERS,
            "Cache-Control": "no-store",
            "Content-Security-Policy": BARE_POLICY,
            "Content-Type": "text/plain; charset=utf-8",
        }
        # A proxy is trusted only where it ends TLS (see app.cli.serve).
        return headers | ({"Strict-Transport-Security": TRANSPORT} if self.channel.server.adj.trusted_proxy else {})


def _said(code: int, language: str) -> str:
    gettext = catalogue(language).gettext
    if code == BODY_TOO_LARGE:
        reason: Text = refusal("too_large")
        return gettext(reason.template).format(**reason.values)
    text = TEXTS[BODY_TOO_LARGE if code == HEAD_TOO_LARGE else BROKEN if code == BROKEN else 400]
    return f"{gettext(text.heading)}. {gettext(text.sentence)}"
