"""What a print template may load: nothing but what stands in the page itself."""

from typing import Any

from weasyprint.urls import URLFetcher


class ForbiddenAddress(ValueError):
    """A template asked for something that is not in the page itself."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]
    """Answers ``data:`` addresses only: no files, no network."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The response. Raises ForbiddenAddress."""
        if not url.startswith("data:"):
            raise ForbiddenAddress(f"Print templates may not load {url[:80]}")
        return super().fetch(url, headers)
