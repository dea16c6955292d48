"""A connection whose answer two threads may send: the one that makes it, and the one that watches all sockets."""

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.adjustments import Adjustments

from app.cli.channel import Channel


@pytest.fixture
def ends() -> Iterator[tuple[Any, socket.socket]]:
    """The server's end, where a request is being answered, and the browser's."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    server = SimpleNamespace(active_channels={}, pull_trigger=lambda: None)
    channel = Channel(server, ours, "browser", Adjustments(), map={})
    channel.requests = [object()]
    yield channel, theirs
    channel.handle_close()
    theirs.close()


def test_who_watches_waits_for_who_sends_and_does_not_ask_again(ends: tuple[Any, socket.socket]) -> None:
    channel, browser = ends
    held, asked, let_go = threading.Event(), threading.Event(), []

    def answering() -> None:
        with channel.outbuf_lock:
            channel.outbufs[-1].append(b"the head")
            channel.total_outbufs_len = len(b"the head")
            held.set()
            assert asked.wait(5)
            let_go.append(True)

    thread = threading.Thread(target=answering)
    thread.start()
    assert held.wait(5)
    assert channel.writable()
    threading.Timer(0.05, asked.set).start()
    channel.handle_write()
    assert let_go
    thread.join(5)
    assert browser.recv(100) == b"the head"
    assert not channel.writable()


def test_what_has_been_sent_meanwhile_is_not_sent_again(ends: tuple[Any, socket.socket]) -> None:
    channel, browser = ends
    channel.write_soon(b"whole answer")
    channel.handle_write()
    assert browser.recv(100) == b"whole answer"
    browser.setblocking(False)
    with pytest.raises(BlockingIOError):
        browser.recv(100)
