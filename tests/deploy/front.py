"""The real nginx with the site that the installation writes, before two small servers that say what came."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.deploy.machine import HOST, Machine
from tests.web.faults.server import free_port

LARGE = 3_000_000


class _Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked; /large with much, /mine with headers and an error page of its own."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        said = {"path": self.path, "headers": dict(self.headers.items()), "length": len(body)}
        content = b"x" * LARGE if self.path == "/large" else json.dumps(said).encode()
        self.send_response(503 if self.path == "/mine" else 200)
        self.send_header("Content-Security-Policy", "its own")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = _answer
    do_POST = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Echoes:
    """Two small servers in the place of the program's workers."""

    def __init__(self) -> None:
        self._running: list[ThreadingHTTPServer] = []
        for _ in range(2):
            self.start()

    @property
    def ports(self) -> list[int]:
        """Where they listen."""
        return [one.server_port for one in self._running]

    def start(self, port: int = 0) -> None:
        """One more."""
        one = ThreadingHTTPServer(("127.0.0.1", port), _Echo)
        one.daemon_threads = True
        threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True).start()
        self._running.append(one)

    def stop(self) -> int:
        """One less; the port of it."""
        one = self._running.pop(0)
        one.shutdown()
        one.server_close()
        return one.server_port


class Front:
    """nginx on free ports, before workers on these ``ports``."""

    def __init__(self, machine: Machine, ports: Sequence[int]) -> None:
        self.folder = machine.folder / "nginx"
        self.open, self.tls = free_port(), free_port()
        site = (machine.root / "etc/nginx/sites-available/wegweiser.conf").read_text(encoding="utf-8")
        for before, after in (
            ("listen 80", f"listen 127.0.0.1:{self.open}"),
            ("listen 443", f"listen 127.0.0.1:{self.tls}"),
            ("server 127.0.0.1:8000 max", f"server 127.0.0.1:{ports[0]} max"),
            ("server 127.0.0.1:8001 max", f"server 127.0.0.1:{ports[1]} max"),
        ):
            assert before in site
            site = site.replace(before, after)
        self.folder.mkdir()
        (self.folder / "logs").mkdir()
        (self.folder / "site.conf").write_text(
            "\n".join(line for line in site.splitlines() if "[::]" not in line), encoding="utf-8"
        )
        (self.folder / "nginx.conf").write_text(self._main(), encoding="utf-8")
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "nginx is missing; ./run.sh test installs it"
        command = [program, "-p", str(self.folder), "-c", "nginx.conf", "-e", "logs/error.log"]
        self._process = subprocess.Popen(command)
        self._wait()

    def _main(self) -> str:
        user = "user root;" if os.geteuid() == 0 else ""
        # Levels: a file there leaves its folders behind even if it is deleted at once.
        folders = "".join(f"{kind}_temp_path {kind} 1 2; " for kind in ("client_body", "proxy"))
        return (
            f"{user} daemon off; worker_processes 1; pid nginx.pid; events {{}}\n"
            f"http {{ include /etc/nginx/mime.types; access_log logs/access.log; {folders} include site.conf; }}\n"
        )

    def _wait(self) -> None:
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.tls), timeout=1).close()
                return
            except OSError:
                assert self._process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def connect(self, name: str = HOST, version: ssl.TLSVersion | None = None) -> ssl.SSLSocket:
        """A connection over TLS, as by that name."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if version:
            context.minimum_version = context.maximum_version = version
            context.set_ciphers("ALL:@SECLEVEL=0")
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.tls), timeout=10), server_hostname=name)

    def ask(self, line: str, *headers: str, host: str = HOST, body: bytes = b"", tls: bool = True) -> "Answer":
        """The answer to one request."""
        head = "\r\n".join((line, f"Host: {host}", "Connection: close", *headers))
        if body:
            head += f"\r\nContent-Length: {len(body)}"
        connection = self.connect() if tls else socket.create_connection(("127.0.0.1", self.open), timeout=10)
        with connection:
            connection.sendall(head.encode() + b"\r\n\r\n" + body)
            said = b""
            while piece := connection.recv(65536):
                said += piece
        return Answer(said)


class Answer:
    """Status (0: none), headers by their small names, body."""

    def __init__(self, said: bytes) -> None:
        head, _, self.body = said.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if lines[0] else 0
        self.headers: dict[str, list[str]] = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            self.headers.setdefault(name.lower(), []).append(value)
