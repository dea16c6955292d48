"""``wegweiser bench``: measures in one run and prints the figures and the machine as JSON.

Times drift with the machine, so every bench has a baseline in the same run and gives the ratio to it.
"""

import json
import os
import platform
from typing import Any

import click

from app import clock
from app.cli.bench_counter import bench_counter
from app.cli.bench_route import bench_route
from app.cli.bench_slip import bench_slip
from app.cli.bench_stats import bench_stats
from app.cli.context import open_instance
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices
from referrals.routing.service import table


@click.group()
def bench() -> None:
    """Measure; nothing of the installation is changed."""


@bench.command("slip")
def slip() -> None:
    """A warm slip in several scripts, against plain WeasyPrint."""
    _print(bench_slip())


@bench.command("route")
def route() -> None:
    """A suggestion with its offices and a check of the table, here and in a metropolis, against a scan of all rules."""
    with open_instance().reading() as session:
        rules, known, topics = table(session), offices(session), tuple(vocabulary(session).subtopics)
    _print(bench_route(rules, known, topics, clock.now().replace(tzinfo=None)))


@bench.command("counter")
def counter() -> None:
    """A suggestion and a logged contact through the whole web application, in an empty and in a full house."""
    _print(bench_counter())


@bench.command("stats")
@click.option("--contacts", type=click.IntRange(1000, 2_000_000), default=200_000, show_default=True)
@click.option("--database-url", help="An empty database instead of a temporary SQLite file, which the bench fills.")
def stats(contacts: int, database_url: str | None) -> None:
    """The pages of the statistics and a month's release with very many contacts, against counting them by SQL."""
    _print(bench_stats(contacts, database_url))


def _print(figures: dict[str, Any]) -> None:
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    click.echo(json.dumps(figures | {"machine": machine}, indent=2, ensure_ascii=False))
