"""An installation with released tables in which reports are made."""

from tests.web.statistics.conftest import Published, published, unpublished

__all__ = ["Published", "published", "unpublished"]
