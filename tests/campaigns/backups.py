"""Backups while desks write: each is put back into an empty instance and compared with what was there before."""

import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyrage import x25519

from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.campaigns.writers import writing
from tests.web.faults.server import COMMAND, ROOT, environment, serving

LONGEST_SECONDS = 60
IDENTITY = "identity"


@dataclass
class BackedUp:
    """What came of it; ``seconds`` are those of each backup, ``findings`` what was not as promised."""

    contacts: int = 0
    seconds: list[float] = field(default_factory=list)
    restoring: list[float] = field(default_factory=list)
    size: int = 0
    findings: list[str] = field(default_factory=list)

    def missed(self) -> list[str]:
        """Which goals were missed."""
        slowest = max(self.seconds)
        late = [f"a backup took {slowest:.0f} s, not less than {LONGEST_SECONDS}"] if slowest >= LONGEST_SECONDS else []
        return self.findings[:10] + late

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"backups": len(self.seconds), "contacts": self.contacts, "bytes_of_the_last": self.size}
        return told | {"slowest_s": round(max(self.seconds), 1), "slowest_restore_s": round(max(self.restoring), 1)}


def run(town: Town, folder: Path, *, backups: int, writers: int, pause: float) -> BackedUp:
    """Make so many backups one after the other while so many desks write with ``pause`` seconds after each contact."""
    done, live = BackedUp(), Books(town.file)
    key = x25519.Identity.generate()
    (folder / IDENTITY).write_text(str(key))
    recipient = ["--recipient", str(key.to_public())]
    with serving(town.instance, town.url) as server, writing(server.desks(writers), pause) as sent:
        for number in range(backups):
            sent.wait_for_more()
            acknowledged, before = len(sent.acknowledged), live.keys()
            file = folder / f"{number}.age"
            done.seconds.append(_wegweiser(done, town.instance, town.url, "backup", str(file), *recipient))
            after = live.keys()
            done.size = file.stat().st_size if file.exists() else 0
            if len(before) < acknowledged:
                done.findings.append(f"backup {number}: the live database had lost contacts")
            _compare(done, folder, number, before, after)
            file.unlink(missing_ok=True)
    done.contacts = len(live.keys())
    done.findings += sent.refused + live.partial()
    return done


def _compare(done: BackedUp, folder: Path, number: int, before: set[bytes], after: set[bytes]) -> None:
    """Put the backup back, look through it, throw it away."""
    empty = Town(folder / "restored")
    file, identity = folder / f"{number}.age", ["--identity", str(folder / IDENTITY)]
    done.restoring.append(_wegweiser(done, empty.instance, empty.url, "restore", str(file), *identity))
    _wegweiser(done, empty.instance, empty.url, "verify")
    books = Books(empty.file)
    found = books.keys()
    if lost := len(before - found):
        done.findings.append(f"backup {number}: {lost} contacts from before its start are missing")
    if foreign := len(found - after):
        done.findings.append(f"backup {number}: {foreign} contacts that never were")
    done.findings += [f"backup {number}: {finding}" for finding in books.partial(restored=True)]
    shutil.rmtree(empty.instance)


def _wegweiser(done: BackedUp, instance: Path, url: str, *arguments: str) -> float:
    """Run a command; the seconds it took. What it refuses is a finding."""
    begun = time.monotonic()
    ended = subprocess.run(
        [*COMMAND, *arguments],
        env=environment(instance, url),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        done.findings.append(f"{arguments[0]} ends with {ended.returncode}: {(ended.stderr or ended.stdout)[-300:]}")
    return time.monotonic() - begun
