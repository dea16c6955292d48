"""``wegweiser serve``: the web server, with the night job beside it."""

import gc
import logging
from typing import Any

import click
import waitress
from flask import Flask
from waitress.server import BaseWSGIServer

import config
from app.cli.channel import Channel
from app.cli.context import note, open_whole_instance
from app.cli.dispatching import Dispatcher
from app.cli.instance import first_administrator
from app.cli.notifying import tell_ready
from app.cli.production import refuse_unsafe
from app.cli.stopping import Sockets, serve_until_told
from app.errors import WegweiserError
from app.factory import create_app
from app.nightly import House, start_nightly
from config import Settings

# So many can wait for a lock or a large file at the same time; short requests are done one after the other.
THREADS = 8
CONNECTION_LIMIT = 1000
# Objects, some megabytes of them; measured: a page takes 5 % less time than with Python's 700.
GARBAGE_THRESHOLD = 20_000
# More than the program lets any form have, so that its own words answer; the rest is not even read.
MAXIMUM_BODY_BYTES = 56 * 1024 * 1024
# Kept in memory, since a form holds what must never be in a file. Only uploads are larger.
MAXIMUM_BYTES_IN_MEMORY = 4 * 1024 * 1024
log = logging.getLogger(__name__)


class AddressInUse(WegweiserError):
    """Another program listens there."""


@click.command()
def serve() -> None:
    """Serve the desk tool until stopped."""
    refuse_unsafe(config.load())
    instance = open_whole_instance()
    # Again: whatever has only now been made lies as safely.
    refuse_unsafe(instance.settings)
    # A log keeps what it is told, so that a one-time password does not belong there: ``prepare`` says it.
    if not instance.settings.production:
        first_administrator(instance)
    app = create_app(instance.settings, instance.keys, instance.database)
    # It would tell when how many desks are busy.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: Sockets = {}
    server = _server(app, instance.settings, sockets)
    start_nightly(House(instance.settings, instance.keys, instance.database))
    # What the program is made of stays: the collector need not walk through it while somebody waits for a slip.
    gc.collect()
    gc.freeze()
    # Nor through every page that is being made: nearly all of it is gone by itself when the page is.
    gc.set_threshold(GARBAGE_THRESHOLD, *gc.get_threshold()[1:])
    tell_ready()
    if instance.settings.production:
        log.info("serves on %s", instance.settings.bind)
    else:
        note(f"Wegweiser serves on http://{instance.settings.bind}")
    serve_until_told(server, sockets)


def _dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.set_thread_count(THREADS)
    return dispatcher


def _server(app: Flask, settings: Settings, sockets: Sockets) -> Any:
    """Listens at once, so that a second start fails before it does anything. Raises AddressInUse."""
    BaseWSGIServer.channel_class = Channel
    try:
        return waitress.create_server(
            app,
            map=sockets,
            _dispatcher=_dispatcher(),
            host=settings.host,
            port=settings.port,
            connection_limit=CONNECTION_LIMIT,
            max_request_body_size=MAXIMUM_BODY_BYTES,
            inbuf_overflow=MAXIMUM_BYTES_IN_MEMORY,
            ident=None,
            trusted_proxy="127.0.0.1" if settings.behind_proxy else None,
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if settings.behind_proxy else set(),
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        raise AddressInUse(
            f"Cannot listen on {settings.bind}: {error}. Stop the other program, or set WEGWEISER_BIND."
        ) from error
