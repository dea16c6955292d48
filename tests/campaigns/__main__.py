"""The campaigns by hand: ``python -m tests.campaigns NAME``, each with its size as options."""

import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any, Protocol

import click

from tests.campaigns import killing, load, scenes, town
from tests.web.faults.server import serving


class Result(Protocol):
    """What a campaign gives."""

    def missed(self) -> list[str]:
        """Which goals were missed."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""


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
        _end(killing.run(place, kills=kills, writers=writers, seconds=seconds))


@campaigns.command("load")
@click.option("--desks", default=3, show_default=True)
@click.option("--think", default=0.0, show_default=True, help="Seconds before a request, on average.")
@click.option("--seconds", default=60.0, show_default=True)
def load_(desks: int, think: float, seconds: float) -> None:
    """Many desks at the same time, every request timed from outside."""
    with town.temporary() as place, serving(place.instance, place.url) as server:
        _end(load.run(server, desks=desks, think=think, seconds=seconds))


@campaigns.command("faults")
@click.argument("names", nargs=-1, type=click.Choice([*scenes.EVERYWHERE, *scenes.AS_ROOT]))
@click.option("--seconds", default=60.0, show_default=True, help="How long a database cannot be written.")
def faults_(names: tuple[str, ...], seconds: float) -> None:
    """What can go wrong with the machine; all scenes if none is named (those of the disk need root)."""
    with tempfile.TemporaryDirectory(prefix="wegweiser-campaign-") as folder:
        wanted = list(names) or [*scenes.EVERYWHERE, *scenes.AS_ROOT]
        _end(scenes.play(Path(folder), wanted, seconds=seconds))


def _end(result: Result) -> None:
    """Print it, and exit with 1 if a goal was missed."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    missed = result.missed()
    click.echo(json.dumps(result.as_dict() | {"missed": missed, "machine": machine}, indent=2, ensure_ascii=False))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    campaigns()
