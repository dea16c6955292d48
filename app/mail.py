"""E-mail through the town's own server, where ``WEGWEISER_SMTP_URL`` names one.

``smtp://user:password@mail.example.org:587?starttls&from=welcome@example.org``, or ``smtps://…`` for TLS from the
beginning. Special characters in name and password are written as in any address on the web (``%40`` for ``@``).
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import N_, WegweiserError

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_SECONDS = 15
"""For each step of the conversation with the server: an editor waits for it."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

UNREACHABLE = N_("The mail server cannot be reached. Nothing is lost; try again later, or download the e-mail.")
NO_LOGIN = N_("The mail server does not accept the login. An administrator has to check WEGWEISER_SMTP_URL.")
NO_TLS = N_("The mail server cannot be reached safely (TLS). An administrator has to check WEGWEISER_SMTP_URL.")
REFUSED = N_("The mail server does not take this e-mail: it refuses the address. Check it at the office.")
FAILED = N_("The mail server did not take this e-mail. Nothing is lost; try again later, or download the e-mail.")


class BadMailServer(ValueError):
    """The address of the mail server cannot be used; the text says why."""


class NotSent(WegweiserError):
    """An e-mail was not sent; the text says why and what to do."""


@dataclass(frozen=True)
class MailServer:
    """Where to send e-mail. ``security`` is ``tls``, ``starttls`` or ``none``; ``sender`` an address or None."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str | None = None


class Connection:
    """A conversation with the server, for one e-mail after another."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def send(self, message: EmailMessage) -> None:
        """Hand an e-mail over. Raises NotSent; others may be sent all the same."""
        try:
            self._smtp.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            raise NotSent(REFUSED) from error
        except smtplib.SMTPException as error:
            raise NotSent(FAILED) from error
        except OSError as error:
            raise NotSent(UNREACHABLE) from error


def server_of(url: str) -> MailServer:
    """The server that an address names. Raises BadMailServer."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        options = parse_qs(parts.query, keep_blank_values=True)
    except ValueError as error:
        raise BadMailServer("is no address such as smtp://user:password@host:587?starttls") from error
    if (
        parts.scheme not in PORTS
        or not parts.hostname
        or parts.path.strip("/")
        or not options.keys() <= {"starttls", "from"}
    ):
        raise BadMailServer("must be smtp://user:password@host:587?starttls or smtps://user:password@host, with &from=")
    security = "tls" if parts.scheme == "smtps" else "starttls" if "starttls" in options else "none"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and security == "none" and parts.hostname not in LOCAL:
        raise BadMailServer("would send the password unprotected; add ?starttls or use smtps://")
    sender = options.get("from", [user if "@" in user else ""])[0]
    if sender and not is_address(sender):
        raise BadMailServer("names a sender (from) that is no e-mail address")
    return MailServer(parts.hostname, port, security, user, password, sender or None)


def is_address(text: str) -> bool:
    """Whether it is exactly one e-mail address, which can stand in a header."""
    try:
        return "@" in text and Address(addr_spec=text).addr_spec == text
    except (ValueError, IndexError, HeaderParseError):
        return False


@contextmanager
def connected(server: MailServer) -> Iterator[Connection]:
    """A conversation with the server. Raises NotSent if there can be none."""
    try:
        smtp = _opened(server)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(NO_LOGIN) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise NotSent(NO_TLS) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(UNREACHABLE) from error
    try:
        yield Connection(smtp)
    finally:
        _close(smtp)


def _opened(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _close(smtp: smtplib.SMTP) -> None:
    """What was handed over stays so, however the conversation ends."""
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()
