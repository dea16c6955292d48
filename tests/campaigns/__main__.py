"""The campaigns by hand: ``python -m tests.campaigns NAME``, each with its size as options."""

import tempfile
from pathlib import Path

import click

from tests.campaigns import attacks, killing, load, machines, same_numbers, scenes, soak, town
from tests.campaigns import backups as backing
from tests.campaigns.result import end
from tests.database import running_postgres
from tests.web.faults.server import serving


@click.group()
def campaigns() -> None:
    """Try what the program promises, against the running server."""


@campaigns.command("killing")
@click.option("--kills", default=500, show_default=True)
@click.option("--writers", default=30, show_default=True)
@click.option("--seconds", default=0.6, show_default=True, help="Of writing before each kill, at most.")
def killing_(kills: int, writers: int, seconds: float) -> None:
    """Kill -9 under writers: half an hour for 500."""
    with town.temporary() as place:
        end(killing.run(place, kills=kills, writers=writers, seconds=seconds))


@campaigns.command("load")
@click.option("--desks", default=3, show_default=True)
@click.option("--think", default=0.0, show_default=True, help="Seconds before a request, on average.")
@click.option("--seconds", default=60.0, show_default=True)
def load_(desks: int, think: float, seconds: float) -> None:
    """Many desks at the same time, every request timed from outside."""
    with town.temporary() as place, serving(place.instance, place.url) as server:
        end(load.run(server, desks=desks, think=think, seconds=seconds))


@campaigns.command("faults")
@click.argument("names", nargs=-1, type=click.Choice([*scenes.EVERYWHERE, *scenes.AS_ROOT]))
@click.option("--seconds", default=60.0, show_default=True, help="How long a database cannot be written.")
def faults_(names: tuple[str, ...], seconds: float) -> None:
    """What can go wrong with the machine; all scenes if none is named (those of the disk need root)."""
    with tempfile.TemporaryDirectory(prefix="wegweiser-campaign-") as folder:
        wanted = list(names) or [*scenes.EVERYWHERE, *scenes.AS_ROOT]
        end(scenes.play(Path(folder), wanted, seconds=seconds))


@campaigns.command("backups")
@click.option("--backups", default=100, show_default=True)
@click.option("--writers", default=10, show_default=True)
@click.option("--pause", default=0.5, show_default=True, help="Seconds of a desk after each contact.")
def backups_(backups: int, writers: int, pause: float) -> None:
    """Backups under load, each put back and looked through: twenty minutes for 100."""
    with town.temporary() as place:
        folder = place.instance.parent
        end(backing.run(place, folder, backups=backups, writers=writers, pause=pause))


@campaigns.command("soak")
@click.option("--hours", default=1.0, show_default=True)
@click.option("--desks", default=30, show_default=True)
@click.option("--think", default=1.0, show_default=True, help="Seconds before a request, on average.")
def soak_(hours: float, desks: int, think: float) -> None:
    """Desks that work for hours: the server must not grow."""
    with town.temporary() as place, serving(place.instance, place.url) as server:
        end(soak.run(server, desks=desks, think=think, seconds=hours * 3600))


@campaigns.command("same-numbers")
@click.option("--contacts", default=1_000_000, show_default=True)
@click.option("--months", default=24, show_default=True)
def same_numbers_(contacts: int, months: int) -> None:
    """The same contacts on SQLite and PostgreSQL, which it starts itself: every released number must be the same."""
    with (
        tempfile.TemporaryDirectory(prefix="wegweiser-campaign-") as folder,
        running_postgres() as server,
        server.new_database() as url,
    ):
        end(same_numbers.run(Path(folder), url, contacts=contacts, months=months))


attacks.add_to(campaigns)
machines.add_to(campaigns)

if __name__ == "__main__":
    campaigns()
