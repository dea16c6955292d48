"""Soak: desks work for hours, and the server must not grow."""

import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.campaigns import load
from tests.web.faults.server import Server

MOST_GROWTH = 0.05
WARM_UP = 0.2
"""The share of the time in which what is made once is made: pages, slips, connections of every thread."""
SAMPLES = 200


@dataclass(frozen=True)
class Soaked:
    """What came of it: resident memory in kB, open files and threads, sampled evenly over the time."""

    loaded: load.Loaded
    memory: list[int]
    files: list[int]
    threads: list[int]

    @property
    def growth(self) -> float:
        """Of memory, as a share: the last tenth of the time against the first tenth after the warm-up."""
        after = self.memory[int(len(self.memory) * WARM_UP) :]
        tenth = max(1, len(self.memory) // 10)
        return statistics.median(after[-tenth:]) / statistics.median(after[:tenth]) - 1

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"memory grew by {self.growth:.1%}"] if self.growth >= MOST_GROWTH else []
        return found + ([f"{len(self.loaded.errors)} errors"] if self.loaded.errors else [])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {
            "growth": round(self.growth, 4),
            "memory_mb": [round(one / 1024) for one in self.memory[:: SAMPLES // 10]],
        }
        return {**told, "files": self.files[-1], "threads": self.threads[-1], **self.loaded.as_dict()}


def run(server: Server, *, desks: int, think: float, seconds: float) -> Soaked:
    """Let so many desks work for so long."""
    over = threading.Event()
    samples: list[tuple[int, int, int]] = []

    def sample() -> None:
        begun, number = time.monotonic(), 0
        while not over.wait(max(0.0, begun + number * seconds / SAMPLES - time.monotonic())):
            samples.append(_look_at(server.process.pid))
            number += 1

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        loaded = load.run(server, desks=desks, think=think, seconds=seconds)
    finally:
        over.set()
        thread.join()
    memory, files, threads = (list(column) for column in zip(*samples, strict=True))
    return Soaked(loaded, memory, files, threads)


def _look_at(pid: int) -> tuple[int, int, int]:
    """Resident memory (kB), open files and threads of a process."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]), len(list(Path(f"/proc/{pid}/fd").iterdir())), int(status["Threads"])
