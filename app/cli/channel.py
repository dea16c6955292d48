"""A browser's connection: it refuses in words, and never turns in circles."""

from typing import Any

from waitress.channel import HTTPChannel

from app.cli.refusing import Refusal


class Channel(HTTPChannel):  # type: ignore[misc]
    """Waitress's channel with the program's own words."""

    error_task_class: Any = Refusal

    def handle_write(self) -> None:
        """Send what is there, as soon as the thread that answers does not send by itself."""
        # Waitress would ask again and again whether it may, and so keep the interpreter from that very thread: seen for
        # 40 ms, once a second under load. Whoever holds the lock never waits for the browser.
        with self.outbuf_lock:
            super().handle_write()
