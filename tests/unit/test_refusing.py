"""What the web server answers by itself: every header of the program, nothing of the request, no name of the server."""

import socket
import threading
from collections.abc import Iterator

import pytest
import waitress
from waitress.server import BaseWSGIServer

from app.cli.channel import Channel
from app.security import BARE_POLICY, FIXED_HEADERS

PLANTED = b"Planted-7f3a"


def broken(_environ: object, _start: object) -> list[bytes]:
    raise ZeroDivisionError(PLANTED.decode())


@pytest.fixture(scope="module", params=[None, "127.0.0.1"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[int, bool]]:
    """Its port, and whether a proxy is before it that ends TLS; the program behind it always breaks."""
    former = BaseWSGIServer.channel_class
    BaseWSGIServer.channel_class = Channel
    running = waitress.create_server(
        broken,
        host="127.0.0.1",
        port=0,
        ident=None,
        max_request_body_size=1000,
        trusted_proxy=request.param,
        trusted_proxy_headers={"x-forwarded-proto"} if request.param else set(),
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield running.effective_port, request.param is not None
    running.close()
    thread.join(5)
    BaseWSGIServer.channel_class = former


def answer(port: int, request: bytes) -> tuple[str, dict[str, str], str]:
    """Status line, headers and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        said = b""
        while piece := connection.recv(65536):
            said += piece
    head, _, body = said.decode().partition("\r\n\r\n")
    status, *lines = head.split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), body


@pytest.mark.parametrize(
    ("code", "request_"),
    [
        (400, b"GET /%s HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n"),
        (400, b"GET /%s HTTP/1.1\r\nHost: a\r\n%s\x00: x\r\n\r\n"),
        (400, b"%s nothing like http %s\r\n\r\n"),
        (413, b"POST /%s HTTP/1.1\r\nHost: a\r\nX-A: %s\r\nContent-Length: 5000\r\n\r\n"),
        (431, b"GET /%s HTTP/1.1\r\nHost: a\r\nX-A: %s" + b"x" * 262_200 + b"\r\n\r\n"),
        (501, b"POST /%s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %s\r\n\r\n"),
        (500, b"GET /%s HTTP/1.1\r\nHost: a\r\nX-A: %s\r\nConnection: close\r\n\r\n"),
    ],
)
def test_every_refusal(server: tuple[int, bool], code: int, request_: bytes) -> None:
    port, behind_proxy = server
    status, headers, body = answer(port, request_.replace(b"%s", PLANTED))
    assert status.startswith(f"HTTP/1.{'1' if status[7] == '1' else '0'} {code} ")
    assert {name.lower(): value for name, value in FIXED_HEADERS.items()}.items() <= {
        name.lower(): value for name, value in headers.items()
    }.items()
    assert headers["Content-Security-Policy"] == BARE_POLICY
    assert headers["Cache-Control"] == "no-store"
    assert ("Strict-Transport-Security" in headers) is behind_proxy
    assert not {"Server", "Via"} & headers.keys()
    assert len(body.strip().split("\n\n")) == 2, "in German and in English"
    assert PLANTED.decode().lower() not in (status + str(headers) + body).lower()
    assert "waitress" not in (status + str(headers) + body).lower()
