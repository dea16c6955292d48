"""HTML -> PDF; the only import of WeasyPrint. Our own fonts, a fetcher that reaches nothing, PDF/A-3a and PDF/UA-1.

A page is laid out first (``lay_out``), so that the caller can see whether it fits, then written (``write``) with
blanks, and filled as often as wanted.
"""

import app.pdf.libraries  # noqa: F401 - before anything else loads WeasyPrint
from app.pdf.fetcher import ForbiddenAddress, LockedFetcher
from app.pdf.fonts import FONTS, NEEDED_FONTS, FontsMissing
from app.pdf.layout import Layout, lay_out
from app.pdf.master import Master, write

__all__ = [
    "FONTS",
    "NEEDED_FONTS",
    "FontsMissing",
    "ForbiddenAddress",
    "Layout",
    "LockedFetcher",
    "Master",
    "lay_out",
    "write",
]
