"""Measures every child process that is started, as the kernel counts it."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

MOST_SECONDS = 10
MOST_KILOBYTES = 300 * 1024
INTERVAL = 0.005


@pytest.fixture(autouse=True)
def within_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No file takes longer than 10 s or more than 300 MB."""
    peaks, seconds = [0], [0.0]

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            threading.Thread(target=self._watch, daemon=True).start()

        def _watch(self) -> None:
            start = time.monotonic()
            with suppress(OSError):
                while self.returncode is None:
                    seconds.append(time.monotonic() - start)
                    for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
                        if line.startswith("VmHWM"):
                            peaks.append(int(line.split()[1]))
                    time.sleep(INTERVAL)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    yield
    assert max(seconds) < MOST_SECONDS
    assert max(peaks) < MOST_KILOBYTES
