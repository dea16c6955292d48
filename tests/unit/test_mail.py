"""E-mail through a real SMTP server, which is started here; and what is said when it cannot be."""

import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

import config
from app import mail
from app.mail import BadMailServer, MailServer, NotSent, server_of
from tests.smtp import PASSWORD, USER, Smtp, certificate


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate that this program trusts."""
    chain = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


def letter(to: str = "info@stelle.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "haus@stadt.example", to, "Stimmt es noch?"
    message.set_content("Öffnungszeiten: …\n")
    return message


def send(server: MailServer, *letters: EmailMessage) -> None:
    with mail.connected(server) as connection:
        for one in letters:
            connection.send(one)


def test_what_is_sent_arrives(smtp: Smtp) -> None:
    send(server_of(f"smtp://127.0.0.1:{smtp.port}?from=haus@stadt.example"), letter(), letter("b@stelle.example"))
    assert [one.to for one in smtp.received] == ["info@stelle.example", "b@stelle.example"]
    assert smtp.received[0].sender == "haus@stadt.example"
    assert smtp.received[0].message.get_content().split() == ["Öffnungszeiten:", "…"]
    assert smtp.connections == 1


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_way_there_is_encrypted_and_the_password_is_asked_for(scheme: str, trusted: ssl.SSLContext) -> None:
    with Smtp(tls=trusted, at_once=scheme == "smtps", login=True) as smtp:
        send(server_of(f"{scheme}://{USER}:{PASSWORD}@localhost:{smtp.port}?starttls"), letter())
        assert len(smtp.received) == 1
        assert smtp.received[0].encrypted
        with pytest.raises(NotSent, match="does not accept the login"):
            send(server_of(f"{scheme}://{USER}:wrong@localhost:{smtp.port}?starttls"), letter())


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    with Smtp(tls=context, login=True) as smtp, pytest.raises(NotSent, match="TLS"):
        send(server_of(f"smtp://{USER}:{PASSWORD}@localhost:{smtp.port}?starttls"), letter())
    assert smtp.logins == []


def test_a_server_without_tls_gets_no_password(smtp: Smtp) -> None:
    with pytest.raises(NotSent, match="TLS"):
        send(server_of(f"smtp://{USER}:{PASSWORD}@localhost:{smtp.port}?starttls"), letter())
    assert smtp.logins == []


def test_a_refused_address_does_not_stop_the_next_one(smtp: Smtp) -> None:
    server = server_of(f"smtp://127.0.0.1:{smtp.port}")
    with mail.connected(server) as connection:
        with pytest.raises(NotSent, match="refuses the address"):
            connection.send(letter("nobody@stelle.example"))
        connection.send(letter())
    assert [one.to for one in smtp.received] == ["info@stelle.example"]


def test_a_server_that_fails_or_is_not_there_is_said_so(smtp: Smtp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.3)
    server = server_of(f"smtp://127.0.0.1:{smtp.port}")
    with pytest.raises(NotSent, match="did not take"):
        send(server, letter("full@stelle.example"))
    with pytest.raises(NotSent, match=r"did not take|cannot be reached"):
        send(server, letter("silent@stelle.example"))
    smtp.close()
    with pytest.raises(NotSent, match="cannot be reached"):
        send(server, letter())
    assert smtp.received == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 587, "none")),
        ("smtps://post.example", MailServer("post.example", 465, "tls")),
        (
            "smtp://haus%40stadt.example:p%2Fw@post.example:25?starttls",
            MailServer("post.example", 25, "starttls", "haus@stadt.example", "p/w", "haus@stadt.example"),
        ),
        (
            "smtp://u:p@post.example?starttls&from=haus@stadt.example",
            MailServer("post.example", 587, "starttls", "u", "p", "haus@stadt.example"),
        ),
    ],
)
def test_the_address_of_the_server(url: str, server: MailServer) -> None:
    assert server_of(url) == server
    assert config.load({"WEGWEISER_SMTP_URL": url}).smtp_url == url
    assert "p/w" not in repr(server_of(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://post.example",
        "post.example:587",
        "smtp://",
        "smtp://post.example:99999",
        "smtp://post.example/path",
        "smtp://post.example?tls",
        "smtp://user:secret@post.example",
        "smtp://post.example?from=a,b@c.example",
        "smtp://post.example?from=%0aBcc:%20a@b.example",
    ],
)
def test_an_unsafe_address_stops_the_start_without_showing_the_password(url: str) -> None:
    with pytest.raises(BadMailServer):
        server_of(url)
    with pytest.raises(config.UnsafeSettings, match="WEGWEISER_SMTP_URL") as refused:
        config.load({"WEGWEISER_SMTP_URL": url})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "text", ["", "a", "a@", "@b.example", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example"]
)
def test_what_is_no_single_address(text: str) -> None:
    assert not mail.is_address(text)
