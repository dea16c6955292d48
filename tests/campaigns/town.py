"""An installation for a campaign: a folder of its own with the Leipzig directory and an advisor."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.database import prepare
from tests.web.faults.server import add_advisor


@dataclass(frozen=True)
class Town:
    """Its folder and the file of its database (SQLite)."""

    instance: Path

    @property
    def file(self) -> Path:
        """The database."""
        return self.instance / "wegweiser.sqlite3"

    @property
    def url(self) -> str:
        """Its URL."""
        return f"sqlite:///{self.file}"


def found(instance: Path, like: Path | None = None) -> Town:
    """An installation in this folder, which must not be there yet; ``like`` is a prepared database to be copied."""
    town = Town(instance)
    instance.mkdir(mode=0o700, parents=True)
    if like:
        shutil.copyfile(like, town.file)
    else:
        prepare(town.url)
    add_advisor(town.url, instance)
    return town


@contextmanager
def temporary() -> Iterator[Town]:
    """An installation that is gone afterwards, with all that lies beside it."""
    with tempfile.TemporaryDirectory(prefix="wegweiser-campaign-") as folder:
        yield found(Path(folder) / "instance")
