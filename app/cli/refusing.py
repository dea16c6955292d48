"""What the web server answers by itself when a body is larger than the program ever reads: what to do, not a number."""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from app.catalogue import catalogue
from app.files.words import refusal
from app.locales import INTERFACE_LANGUAGES

TOO_LARGE = 413


class _Refusal(ErrorTask):  # type: ignore[misc]
    def execute(self) -> None:
        if self.request.error.code != TOO_LARGE:
            super().execute()
            return
        reason = refusal("too_large")
        said = [catalogue(one).gettext(reason.template).format(**reason.values) for one in INTERFACE_LANGUAGES]
        body = "\n\n".join(said).encode()
        self.status = f"{TOO_LARGE} Request Entity Too Large"
        self.response_headers.extend(
            [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
        )
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that refuses in words."""

    error_task_class: Any = _Refusal
