"""``python -m tests.campaigns.started serve``: the program as it is, on a machine with something wrong with it.

``CAMPAIGN_CLOCK`` is a file that says by how many seconds the clock is wrong, ``CAMPAIGN_FONTS`` a folder in place of
the fonts of print. Both are looked at again each time, so that a campaign can change them while the program runs.
"""

import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

_right_time = time.time


def _wrong_by() -> float:
    """Seconds."""
    file = os.environ.get("CAMPAIGN_CLOCK")
    return float(Path(file).read_text()) if file else 0.0


def main() -> None:
    """The ``wegweiser`` command."""
    # Before anything of the program is imported: some of it keeps the functions that it found.
    time.time = lambda: _right_time() + _wrong_by()
    from app import clock

    right_now = clock.now
    clock.now = lambda: right_now() + timedelta(seconds=_wrong_by())
    assert isinstance(clock.now(), datetime)
    if folder := os.environ.get("CAMPAIGN_FONTS"):
        from app.pdf import fonts

        fonts.FONTS = Path(folder)
    from app.cli import main as wegweiser

    sys.argv[0] = "wegweiser"
    wegweiser()


if __name__ == "__main__":
    main()
