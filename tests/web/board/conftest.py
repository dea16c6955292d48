"""The board is written by the same people as the work aids."""

from tests.web.aids.conftest import advisor, colleague, monday, writer

__all__ = ["advisor", "colleague", "monday", "writer"]
