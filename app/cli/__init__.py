"""The ``wegweiser`` command."""
# ruff: noqa: E402

import gc

# What is imported stays: the collector would walk through all of it again and again (measured: a fifth of every start).
gc.disable()

import click

from app.cli import context
from app.cli.audit import audit
from app.cli.backup import backup
from app.cli.bench import bench
from app.cli.catalogues import catalogues
from app.cli.check_routing import check_routing
from app.cli.demo import demo
from app.cli.exchange import export_, import_
from app.cli.keys_for_backups import backup_key
from app.cli.load import load
from app.cli.merge import merge
from app.cli.move import move
from app.cli.night import night
from app.cli.papers import papers
from app.cli.prepare import prepare
from app.cli.report import report
from app.cli.restore import restore
from app.cli.route import route
from app.cli.serve import serve
from app.cli.slip import slip
from app.cli.stats import stats
from app.cli.users import user
from app.cli.verify import verify
from app.version import VERSION

gc.freeze()
gc.enable()


@click.group()
@click.version_option(package_name=None, version=VERSION, prog_name="wegweiser")
def wegweiser() -> None:
    """Desk tool of a welcome centre: who is responsible, and a slip that says so in two languages."""


for command in (
    audit,
    backup,
    backup_key,
    bench,
    catalogues,
    check_routing,
    demo,
    export_,
    import_,
    load,
    merge,
    move,
    night,
    papers,
    prepare,
    report,
    restore,
    route,
    serve,
    slip,
    stats,
    user,
    verify,
):
    wegweiser.add_command(command)


def main() -> None:
    """Entry point of the console script."""
    context.run(wegweiser)
