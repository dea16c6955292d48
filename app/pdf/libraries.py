"""Loads WeasyPrint with the C libraries that it needs by the names they have on Linux.

By itself it asks for names of other systems first, and for each of them ``ldconfig``, ``gcc`` and ``ld`` are started:
up to half a second of every start of the program.
"""

import ctypes.util
import sys


def _not_found(name: str) -> str | None:
    """Without an answer cffi takes the next name, and at last the one that the loader itself knows."""
    del name
    return None


_find = ctypes.util.find_library
if sys.platform == "linux":
    ctypes.util.find_library = _not_found
try:
    import weasyprint  # noqa: F401 - that is what this module is for
finally:
    ctypes.util.find_library = _find
