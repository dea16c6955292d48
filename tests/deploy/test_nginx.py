"""The web server before the program, as the installation sets it up."""

import json
import ssl
from collections.abc import Iterator

import pytest

from tests.deploy.front import LARGE, Echoes, Front
from tests.deploy.machine import HOST, Machine

STRICT = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=()",
    "cache-control": "no-store",
}


@pytest.fixture(scope="module")
def echoes() -> Echoes:
    return Echoes()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, echoes: Echoes) -> Iterator[Front]:
    machine = Machine(tmp_path_factory.mktemp("front"))
    done = machine.install(INSTALL_WORKERS="2", WEGWEISER_DATABASE_URL="postgresql://database/wegweiser")
    assert done.returncode == 0, done.stderr
    running = Front(machine, echoes.ports)
    yield running
    running.stop()


def test_it_says_who_asks_and_how_whatever_the_browser_says(front: Front) -> None:
    lies = ("X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: http", "X-Forwarded-Host: evil", "Forwarded: for=10.0.0.1")
    answer = front.ask("GET /counter?a=%20b HTTP/1.1", *lies)
    came = json.loads(answer.body)
    assert came["path"] == "/counter?a=%20b"
    headers = {name.lower(): value for name, value in came["headers"].items()}
    assert headers["host"] == HOST
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert not headers.keys() & {"x-forwarded-host", "forwarded", "x-real-ip", "via"}


@pytest.mark.parametrize("path", ["/", "/mine"])
def test_the_programs_answers_stay_its_own(front: Front, path: str) -> None:
    answer = front.ask(f"GET {path} HTTP/1.1")
    assert answer.status == (503 if path == "/mine" else 200)
    assert answer.headers["content-security-policy"] == ["its own"]
    assert json.loads(answer.body)["path"] == path


@pytest.mark.parametrize(
    ("line", "header", "status"),
    [
        ("GET / HTTP/1.1", "Bad Header", 400),
        ("nonsense", "X: y", 400),
        ("GET /" + 20_000 * "a" + " HTTP/1.1", "X: y", 414),
        ("GET / HTTP/1.1", "Cookie: " + 40_000 * "a", 400),
        ("POST / HTTP/1.1", "Content-Length: 60000000", 413),
        ("POST / HTTP/1.1", "Content-Length: -1", 400),
        ("GET /metrics HTTP/1.1", "X: y", 404),
        ("GET //metrics/../metrics HTTP/1.1", "X: y", 404),
        ("GET /-nginx/page.html HTTP/1.1", "X: y", 404),
    ],
)
def test_what_it_answers_itself_is_as_strict_as_the_program(front: Front, line: str, header: str, status: int) -> None:
    answer = front.ask(line, header)
    assert answer.status == status
    for name, value in STRICT.items():
        assert len(answer.headers[name]) == 1
        assert answer.headers[name][0].startswith(value)
    assert answer.headers["strict-transport-security"] == ["max-age=31536000"]
    assert answer.headers["server"] == ["nginx"]


def test_without_tls_it_only_says_where_to_go(front: Front) -> None:
    answer = front.ask("POST /login?x=1 HTTP/1.1", body=b"password=1", tls=False)
    assert answer.status == 308
    assert answer.headers["location"] == [f"https://{HOST}/login?x=1"]
    assert answer.headers.keys() >= STRICT.keys()
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1", ""])
def test_another_name_gets_no_answer(front: Front, host: str) -> None:
    assert front.ask("GET / HTTP/1.1", host=host, tls=False).status in ({0} if host else {0, 400})
    assert front.ask("GET / HTTP/1.1", host=host).status in {0, 400, 421}
    with pytest.raises(OSError, match=r"(?i)unrecognized.name"):
        front.connect(name="evil.example.org")


@pytest.mark.parametrize(
    ("version", "accepted"),
    [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
def test_old_protocols_are_refused(front: Front, version: str, accepted: bool) -> None:
    if accepted:
        with front.connect(version=ssl.TLSVersion[version]) as connection:
            assert connection.version() == version.replace("_", ".").removesuffix(".0")
        return
    with pytest.raises(ssl.SSLError):
        front.connect(version=ssl.TLSVersion[version])


def test_nothing_of_a_request_comes_to_a_file(front: Front) -> None:
    secret = b"a visitor's words " * 20_000
    assert json.loads(front.ask("POST /?q=visitors-words HTTP/1.1", body=secret).body)["length"] == len(secret)
    assert len(front.ask("GET /large HTTP/1.1").body) == LARGE
    files = {path.relative_to(front.folder).as_posix() for path in front.folder.rglob("*") if path.is_file()}
    assert files == {"nginx.conf", "site.conf", "nginx.pid", "logs/error.log", "logs/access.log"}
    assert list((front.folder / "client_body").iterdir()) == []
    assert list((front.folder / "proxy").iterdir()) == []
    assert (front.folder / "logs/access.log").read_bytes() + (front.folder / "logs/error.log").read_bytes() == b""


def test_one_worker_less_is_not_noticed_and_none_is_said_in_words(front: Front, echoes: Echoes) -> None:
    gone = [echoes.stop()]
    for _ in range(4):
        assert front.ask("POST / HTTP/1.1", body=b"a=1").status == 200
    gone.append(echoes.stop())
    page = front.ask("POST /counter HTTP/1.1", body=b"a=1")
    assert page.status in {502, 504}
    assert "Ihre Eingaben sind nicht verloren" in page.body.decode()
    assert page.headers["content-type"] == ["text/html; charset=utf-8"]
    assert page.headers.keys() >= STRICT.keys()
    notice = front.ask("POST /counter/answer HTTP/1.1", "HX-Request: true", body=b"a=1")
    assert notice.status in {502, 504}
    assert notice.body.startswith(b'<p class="notice" role="alert">')
    assert notice.headers["hx-retarget"] == ["#notice"]
    for port in gone:
        echoes.start(port)
