"""Serves until told to stop, and then to the last answer: nobody is left without knowing whether it was saved."""

import signal
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

ANSWERS_SECONDS = 10
"""How long what has arrived may take. systemd waits longer (deploy/systemd)."""
POLL_SECONDS = 1.0

Sockets = dict[int, Any]


def serve_until_told(server: Any, sockets: Sockets) -> None:
    """Run a server of waitress, whose ``map`` is ``sockets``, until SIGTERM or Ctrl+C; then take nothing new."""
    told = False

    def tell(*_: object) -> None:
        nonlocal told
        told = True
        # Ends the waiting for the network at once.
        _listeners(sockets)[0].pull_trigger()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    while not told:
        _turn(sockets)
    for listener in _listeners(sockets):
        wasyncore.dispatcher.close(listener)
    last = time.monotonic() + ANSWERS_SECONDS
    while any(map(_is_busy, list(sockets.values()))) and time.monotonic() < last:
        _turn(sockets)
    server.task_dispatcher.shutdown()


def _turn(sockets: Sockets) -> None:
    wasyncore.loop(timeout=POLL_SECONDS, map=sockets, use_poll=True, count=1)


def _listeners(sockets: Sockets) -> list[Any]:
    return [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]


def _is_busy(socket: object) -> bool:
    """Whether a request is being read, worked on or answered there."""
    return isinstance(socket, HTTPChannel) and bool(socket.request or socket.requests or socket.total_outbufs_len)
