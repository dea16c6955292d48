"""The fonts of print: our own folder and nothing else, one configuration for each thread."""

import atexit
import os
import threading
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from weasyprint.text.fonts import FontConfiguration

from app.errors import N_, Damaged

FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor" / "print-fonts"
FAMILIES = (
    "NotoSans",
    "NotoNaskhArabic",
    "NotoSansBengali",
    "NotoSansDevanagari",
    "NotoSansEthiopic",
    "NotoSansGeorgian",
    "NotoSansHebrew",
    "NotoSansSC",
)
NEEDED_FONTS = tuple(f"{family}-{style}.ttf" for family in FAMILIES for style in ("Regular", "Bold"))


MISSING = N_("The slip's fonts are missing. An administrator has to start ./run.sh once to build them.")


class FontsMissing(Damaged):
    """The fonts of the slip are not there: the build step has not run."""


# A font configuration shared between threads corrupts memory.
_local = threading.local()
_environment_lock = threading.Lock()


def thread_fonts() -> Any:
    """WeasyPrint's font configuration of this thread. Raises FontsMissing."""
    if not hasattr(_local, "fonts"):
        _local.fonts = _font_configuration()
    return _local.fonts


def _font_configuration() -> Any:
    if not all((FONTS / name).is_file() for name in NEEDED_FONTS):
        raise FontsMissing(MISSING)
    # fontconfig reads its file by the name in the environment; other programs of this process keep the system's.
    with _environment_lock:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(_fontconfig_file())
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@cache
def _fontconfig_file() -> Path:
    """A fontconfig file that knows only our fonts: no surprise from what a desk computer has, and quicker."""
    folder = TemporaryDirectory(prefix="wegweiser-fonts-")
    # As long as the process, and no longer.
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder.name}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path
