"""The campaigns of those who mean harm, and of forms that are sent too often, by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from tests.campaigns import bad_requests, planted, resends, slip_codes, town
from tests.campaigns.result import end
from tests.campaigns.town import Town
from tests.web.faults.server import Server, serving


@click.command("bad-requests")
@click.option("--requests", default=50_000, show_default=True)
@click.option("--seconds", default=3600.0, show_default=True, help="No more requests after so many.")
@click.option("--seed", default=1, show_default=True)
def bad(requests: int, seconds: float, seed: int) -> None:
    """Requests that no browser makes, and what they change: half an hour."""
    with _started() as (place, server):
        end(bad_requests.run(place, server, number=requests, seconds=seconds, seed=seed))


@click.command("resends")
@click.option("--forms", default=10_000, show_default=True)
def resent(forms: int) -> None:
    """Forms that are sent 2 to 50 times, several at the same moment: a quarter of an hour."""
    with _started() as (place, server):
        end(resends.run(place, server, forms=forms))


@click.command("slip-codes")
@click.option("--codes", default=10_000, show_default=True)
@click.option("--guesses", default=1_000_000, show_default=True)
@click.option(
    "--asked", default=300, show_default=True, help="How often a form is asked about each kind of wrong code."
)
def guessed(codes: int, guesses: int, asked: int) -> None:
    """Codes and guesses: a few minutes."""
    with _started() as (place, server):
        end(slip_codes.run(place, server, codes=codes, guesses=guesses, asked=asked))


@click.command("planted")
@click.option("--tokens", default=200, show_default=True)
def plant(tokens: int) -> None:
    """What tells a visitor apart, through every input, and where it is found afterwards: some minutes."""
    with town.temporary() as place:
        end(planted.run(place, tokens=tokens))


COMMANDS: tuple[click.Command, ...] = (bad, resent, guessed, plant)


@contextmanager
def _started() -> Iterator[tuple[Town, Server]]:
    with town.temporary() as place, serving(place.instance, place.url) as server:
        yield place, server


def add_to(group: click.Group) -> None:
    """Make them commands of ``python -m tests.campaigns``."""
    register: Callable[[click.Command], None] = group.add_command
    for command in COMMANDS:
        register(command)
