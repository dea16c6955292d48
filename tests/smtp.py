"""A small SMTP server for tests: takes e-mail, asks for a password, speaks TLS, and can refuse."""

import email
import socketserver
import ssl
import threading
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "haus", "richtig"
# Addresses by what the server does with them.
NOBODY, FULL, SILENT = "nobody@stelle.example", "full@stelle.example", "silent@stelle.example"


@dataclass(frozen=True)
class Received:
    """An e-mail that was taken."""

    sender: str
    to: str
    message: EmailMessage
    encrypted: bool


class Smtp(socketserver.ThreadingTCPServer):
    """Listens on ``port`` of this machine until closed; ``tls`` with ``at_once`` before the first word."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, tls: ssl.SSLContext | None = None, at_once: bool = False, login: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port: int = self.server_address[1]
        self.tls, self.at_once, self.login = tls, at_once, login
        self.received: list[Received] = []
        self.logins: list[str] = []
        self.connections = 0
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join(5)
            self.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error."""


class _Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: Smtp

    def setup(self) -> None:
        self.server.connections += 1
        self.encrypted = False
        if self.server.at_once and self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.encrypted = True
        super().setup()

    def handle(self) -> None:
        self._say("220 test")
        self.sender, self.to, self.trusted = "", "", not self.server.login
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                return self._say("221 bye")
            getattr(self, f"do_{verb.lower()}", self._unknown)(rest)
        return None

    def do_ehlo(self, _rest: str) -> None:
        offers = ["STARTTLS"] if self.server.tls and not self.encrypted else []
        offers += ["AUTH PLAIN"] if self.server.login and self.encrypted else []
        for line in ["test", *offers]:
            self._say(f"250-{line}")
        self._say("250 8BITMIME")

    def do_starttls(self, _rest: str) -> None:
        assert self.server.tls
        self._say("220 go ahead")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.encrypted = True
        super().setup()

    def do_auth(self, rest: str) -> None:
        words = b64decode(rest.partition(" ")[2]).decode().split("\0")
        self.server.logins.append(words[1])
        self.trusted = words[1:] == [USER, PASSWORD]
        self._say("235 welcome" if self.trusted else "535 no")

    def do_mail(self, rest: str) -> None:
        self.sender = _address(rest)
        self._say("250 ok" if self.trusted else "530 log in first")

    def do_rcpt(self, rest: str) -> None:
        self.to = _address(rest)
        if self.to == SILENT:
            threading.Event().wait(1)
        self._say("550 no such person" if self.to == NOBODY else "250 ok")

    def do_data(self, _rest: str) -> None:
        self._say("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if self.to == FULL:
            return self._say("452 no room")
        message = email.message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(message, EmailMessage)
        self.server.received.append(Received(self.sender, self.to, message, self.encrypted))
        return self._say("250 taken")

    def do_rset(self, _rest: str) -> None:
        self._say("250 ok")

    def _unknown(self, _rest: str) -> None:
        self._say("502 what?")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate for localhost, signed by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
