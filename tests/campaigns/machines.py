"""Campaigns about more than one process: workers that are killed, a database server that takes over."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tests.campaigns import standby
from tests.campaigns.result import end
from tests.database import prepare, running_postgres
from tests.deploy.workers import House, work_through


@dataclass
class Kept:
    """What came of killing workers."""

    kills: int
    desks: int
    acknowledged: int
    contacts: int
    lost: int
    sent_again: int
    strange: tuple[str, ...]

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"{self.lost} acknowledged contacts are lost"] if self.lost else []
        if self.contacts != self.acknowledged:
            found.append(f"{self.contacts} contacts of {self.acknowledged} forms")
        return found + list(self.strange)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return vars(self)


def add_to(campaigns: click.Group) -> None:
    """Make them commands of the group."""
    campaigns.add_command(_standby)
    campaigns.add_command(_workers)


@click.command("standby")
@click.option("--desks", default=30, show_default=True)
@click.option("--seconds", default=30.0, show_default=True, help="Of writing, before and after the cut.")
def _standby(desks: int, seconds: float) -> None:
    """The power of PostgreSQL's primary is cut; the standby takes over."""
    end(standby.run(desks=desks, seconds=seconds))


@click.command("workers")
@click.option("--desks", default=30, show_default=True)
@click.option("--kills", default=20, show_default=True)
@click.option("--seconds", default=120.0, show_default=True)
def _workers(desks: int, kills: int, seconds: float) -> None:
    """Two workers on PostgreSQL behind nginx, killed in turn."""
    with running_postgres() as server, tempfile.TemporaryDirectory(prefix="wegweiser-campaign-") as folder:
        # nginx looks into it as an account of its own.
        Path(folder).chmod(0o755)
        with server.new_database() as url:
            prepare(url)
            house = House(Path(folder), url)
            try:
                worked = work_through(house, desks=desks, seconds=seconds, kills=kills)
                lost, contacts = house.books(worked)
            finally:
                house.stop()
    number = len(worked.acknowledged)
    end(Kept(kills, desks, number, contacts, len(lost), worked.sent_again, tuple(worked.strange)))
