"""The web server itself: bodies that are larger than they may be, or other than they say."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask, request

from app.cli.serve import THREADS, _server
from config import Settings
from tests.database import settings_for

HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
MEGABYTE = b"x" * 1_000_000
Address = tuple[str, int]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Counts the bytes of bodies that come through."""
    app = Flask("counts")

    @app.post("/")
    def count() -> str:
        return f"came: {len(request.get_data())}"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    plain: Settings = settings_for(tmp_path_factory.mktemp("served"), "sqlite://")
    settings = Settings(plain.instance, plain.database_url, bind=f"127.0.0.1:{address[1]}")
    running = _server(app, settings, {})
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield address
    running.close()
    thread.join(5)


def answer(server: Address, head: bytes, pieces: int = 0, piece: bytes = MEGABYTE) -> tuple[str, int]:
    """What the server says, and how many pieces it let in before it did."""
    sent = 0
    with socket.create_connection(server, timeout=10) as connection:
        connection.sendall(HEAD + head + b"\r\n\r\n")
        with suppress(ConnectionError):
            for _ in range(pieces):
                connection.sendall(piece)
                sent += 1
        said = b""
        with suppress(ConnectionError):
            while piece := connection.recv(4096):
                said += piece
        return said.decode(), sent


def test_an_upload_comes_through(server: Address) -> None:
    said, _ = answer(server, b"Content-Length: 25000000", 25)
    assert said.endswith("came: 25000000")


def test_a_giant_is_refused_by_its_length_in_words(server: Address) -> None:
    said, sent = answer(server, b"Content-Length: 200000000", 200)
    assert said.startswith("HTTP/1.1 413")
    assert "Die Datei ist größer als 25 MB." in said
    assert "The file is larger than 25 MB." in said
    assert "X-Content-Type-Options: nosniff" in said
    assert sent < 100


def test_a_giant_that_does_not_say_its_length_is_refused_on_the_way(server: Address) -> None:
    said, sent = answer(server, b"Transfer-Encoding: chunked", 200, b"f4240\r\n" + MEGABYTE + b"\r\n")
    assert said.startswith("HTTP/1.1 413")
    assert sent < 100


@pytest.mark.parametrize("length", [b"-5", b"1e9", b"0x10", b"", b"5, 6", b"+5"])
def test_a_length_that_is_none_is_refused(server: Address, length: bytes) -> None:
    said, _ = answer(server, b"Content-Length: " + length, 1, b"hello")
    assert said.startswith("HTTP/1.1 400")


def test_more_than_it_says_is_not_read_as_the_body(server: Address) -> None:
    said, _ = answer(server, b"Content-Length: 10", 1, b"0123456789GET / HTTP/1.1\r\n")
    assert said.split("\r\n\r\n")[1].startswith("came: 10")


def test_an_end_that_does_not_come_keeps_no_thread(server: Address) -> None:
    """More connections than threads say that a megabyte comes, and send ten bytes."""
    waiting = [socket.create_connection(server, timeout=10) for _ in range(2 * THREADS)]
    for connection in waiting:
        connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n0123456789")
    said, _ = answer(server, b"Content-Length: 5", 1, b"hello")
    assert said.endswith("came: 5")
    for connection in waiting:
        connection.close()
