"""What bad requests are made of: values that no form sends, and whole requests that no browser makes, in 25 classes.

A request is written as bytes by hand, since no client would send most of it.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlencode

Fields = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"
LARGEST = 10 * 1024 * 1024
LONE = "\ud800"


@dataclass(frozen=True)
class Form:
    """A form of the program as its page shows it: where it posts to and the fields with what stands in them."""

    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """What an attacker with an account knows: forms, addresses, a CSRF token of another browser's, sealed values."""

    forms: Sequence[Form]
    paths: Sequence[str]
    posts: Sequence[str]
    foreign: str


@dataclass
class Bad:
    """A request; ``{csrf}`` in a field stands for the token of the browser that sends it. ``raw`` is sent as it is."""

    method: str
    path: str
    fields: Fields = field(default_factory=list)
    body: bytes | None = None
    kind: str = FORM
    headers: dict[str, str] = field(default_factory=dict)
    cookie: str | None = None
    raw: bytes | None = None

    def encoded(self, csrf: str) -> bytes:
        """The body."""
        if self.body is not None:
            return self.body.replace(b"{csrf}", csrf.encode())
        said = [(name, value.replace("{csrf}", csrf)) for name, value in self.fields]
        return urlencode(said, errors="surrogatepass").encode()


VALUES: dict[str, tuple[str, ...]] = {
    "unicode": ("𝔞𝔟", "e\u0301" * 200, "🏳️‍🌈" * 40, "\ufffe\uffff", LONE, "ﷺ" * 500, "Z̷̢͍a̵l̶g̸o̵", "ı", "ß" * 999,
    "\u2028\u2029"),
    "nul and controls": ("\x00", "a\x00b", "\x00" * 500, "\x01\x02\x1b[31m", "\x7f", "\x85", "\r\n.\r\n", "\x0b\x0c"),
    "right to left": ("\u202e3202", "\u2066a\u2069", "\u200f" * 300, "\u061c", "مرحبا\u202d", "\u202a\u202b\u202c",
    "\ufeff"),
    "sql": (
        "'", "' OR '1'='1", "1; DROP TABLE contact; --", "\" OR \"\"=\"", "') UNION SELECT password_hash FROM user --",
        "%' ESCAPE '!", "1/**/OR/**/1=1", "\\'; EXEC xp_cmdshell('x')", "$$;SELECT pg_sleep(9)$$", "0x31303030",
    ),
    "templates": (
        "{{ 7 * 7 }}", "{% import os %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{ config.SECRET_KEY }}", "%(name)s %s %n",
        "{0.__class__}", "{csrf_token}", "{{ ''.__class__.__mro__ }}",
    ),
    "markup": (
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "</textarea><script>",
        "<!--",
        "<svg/onload=alert(1)>", "' autofocus onfocus='alert(1)", "]]>", "&#x3c;script&#x3e;", "data:text/html,x",
    ),
    "formulas": ("=1+1", "=cmd|'/C calc'!A0", "+49;=HYPERLINK(\"http://x\")", "@SUM(A1)", "-2+3", "\t=1",
    "=\"a\"&\"b\""),
    "numbers": ("-1", "0", "1e309", "NaN", "0x10", "٣", "9" * 400, "1.5", "+1", " 7 ", "2147483648", "-0", "1_000",
    "²", "∞"),
    "dates": (
        "0000-00-00", "9999-99-99", "2026-02-30", "10000-01-01", "-0001-01-01", "2026-W53-9", "31.02.2026",
        "١٢٣٤-٠١-٠١",
        "2026-11-22T25:61:61", "0001-01-01", "24:60", "99:99", "1969-13", "2026-00",
    ),
}  # fmt: skip
IDS = (
    "-1", "0", "99999999999999999999", "x", "../../etc/passwd", "%00", "0" * 12, "f" * 12, "wzl'", "wohnen/x/y", " ",
    "*",
    "00000000-0000-0000-0000-000000000000", "NULL", "true", "h_stadtplan%2f..", "é", "a" * 4000, "1e3", "0x0",
    "wzl\u202e",
)  # fmt: skip
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "OPTIONS", "HEAD", "get", "POST", "MKCOL", "X" * 50, "LOCK")
KINDS = (
    "application/json", "text/plain", "text/xml", "application/octet-stream", "", "multipart/form-data", "a/b/c",
    "x" * 3000,
    f"{FORM}; charset=utf-16", f"{FORM}; charset=\x80", "application/x-www-form-urlencoded;",
    "multipart/mixed; boundary=",
)  # fmt: skip
PATHS = (
    "//", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../config.py",
    "/static/%2e%2e/factory.py", "/./",
    "/static//etc/passwd", "/%00", "/counter%00", "/counter/", "/counter;a=b", "/counter\\..", "/%c0%af", "/%ff",
    "/%u0041",
    "/counter%2fanswer", "/COUNTER", "/static/vendor/%2e%2e%2f%2e%2e", "/.git/config", "/.env", "/instance/secret",
    "/~root",
    "http://example.org/", "/" + "a/" * 1000, "/" + "x" * 9000, "/counter?" + "a" * 9000, "/wp-admin", "*",
    "/static/js/", "/r/r/r",
    "/files/../../secret", "/uploads/%2e%2e/secret", "/hsds/v3/services/%2e%2e", "/?%", "/?%zz=%", "/#x",
    "/static/\x7f",
)  # fmt: skip
QUERIES = (
    "lang=xx", "lang=de&lang=en", "lang[]=de", "lang=%00", "q=" + "a" * 5000, "&&&&=&=", "a=b;c=d", "=", "%",
    "q=%ff%fe", "page=-1",
    "page=99999999999999", "done=<script>", "day=9999-12-31", "week=2026-W99", "kind=%27", "language=../..",
    "before=sent", "at=%00",
    "first=x&last=y", "number=1e9", "sort=__class__", "per_page=0", "per_page=100000000", "edit=x&new=1&copy=y",
    "&".join(["a=1"] * 1500),
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"Range": "bytes=0-0,-1,5-2"}, {"If-Match": "*"}, {"If-None-Match": "\"" * 900}, {"If-Modified-Since": "Mon, 99"},
    {"Accept": "*" * 3000}, {"Accept-Language": "de;q=9e9,xx" + ",en" * 800}, {"X-Forwarded-For": "1.2.3.4, ' OR 1=1"},
    {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "gopher"}, {"Forwarded": "for=\"[::1"},
    {"Expect": "200-ok"},
    {"HX-Request": "true", "HX-Target": "<b>"}, {"Origin": "null"}, {"Referer": "\\\\x"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Authorization": "Basic !!!"}, {"Authorization": "Bearer " + "x" * 3000}, {"X-HTTP-Method-Override": "DELETE"},
    {"Content-Encoding": "gzip"}, {"Upgrade": "h2c", "Connection": "Upgrade"}, {"Cookie2": "$Version=1"},
    {"TE": "trailers"},
    {"Accept-Encoding": "br;q=x"}, {"User-Agent": "() { :; }; x"}, {"Host": "evil.example"},
    {"Host": "localhost:99999"}, {"Host": ""},
)  # fmt: skip
RAW = (
    b"GET\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", b"GET /\r\nHost: localhost\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", b"\r\n\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n", b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\n\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
)  # fmt: skip


def one(kind: str, chance: random.Random, known: Known) -> Bad:
    """A bad request of this class."""
    return _spoiled(VALUES[kind], chance, known) if kind in VALUES else MADE[kind](chance, known)


def _posted(chance: random.Random, known: Known) -> tuple[Bad, Fields]:
    form = chance.choice(known.forms)
    fields = [("csrf_token", "{csrf}"), *((name, value) for name, value in form.fields if name != "csrf_token")]
    return Bad("POST", form.action), fields


def _spoiled(values: Sequence[str], chance: random.Random, known: Known) -> Bad:
    """A form, or the search of a page, with such values in one to three places."""
    if chance.random() < 0.25:
        query = quote_plus(chance.choice(values), errors="surrogatepass")
        name = chance.choice(("q", "lang", "language", "kind", "day", "state", "office", "topic", "done", "id"))
        return Bad("GET", f"{chance.choice(known.paths)}?{name}={query}")
    bad, fields = _posted(chance, known)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(1, len(fields)) if len(fields) > 1 else 0
        name = fields[at][0] if at else chance.choice(("q", "token", "action", "entry"))
        fields[at or len(fields) :] = [(name, chance.choice(values)), *fields[at + 1 if at else len(fields) :]]
    bad.fields = fields
    return bad


def _long(chance: random.Random, known: Known) -> Bad:
    bad, fields = _posted(chance, known)
    name = chance.choice(fields)[0] if len(fields) > 1 else "q"
    size = int(10 ** chance.uniform(3, 5.3))
    bad.fields = [
        *(pair for pair in fields if pair[0] != name or name == "csrf_token"),
        (name, chance.choice("xé𝔞") * size),
    ]
    return bad


def _huge(chance: random.Random, known: Known) -> Bad:
    size = LARGEST if chance.random() < 0.02 else int(10 ** chance.uniform(5.4, 6.6))
    return Bad("POST", chance.choice(known.posts), body=b"a=" + b"x" * size, kind=chance.choice((FORM, "text/plain")))


def _ids(chance: random.Random, known: Known) -> Bad:
    path = chance.choice([*known.paths, *known.posts])
    parts = path.split("/")
    parts[chance.randrange(1, len(parts))] = quote(chance.choice(IDS), safe="/%.*'")
    method = "POST" if path in known.posts else "GET"
    return Bad(
        method, "/".join(parts), fields=[("csrf_token", "{csrf}"), ("version", "1"), ("seen", chance.choice(IDS))]
    )


def _method(chance: random.Random, known: Known) -> Bad:
    return Bad(
        chance.choice(METHODS),
        chance.choice([*known.paths, *known.posts]),
        fields=[("csrf_token", "{csrf}")] * chance.randint(0, 1),
    )


def _without_csrf(chance: random.Random, known: Known) -> Bad:
    bad, fields = _posted(chance, known)
    bad.fields = [("csrf_token", ""), *fields[1:]] if chance.random() < 0.3 else fields[1:]
    return bad


def _double_csrf(chance: random.Random, known: Known) -> Bad:
    bad, fields = _posted(chance, known)
    bad.fields = [("csrf_token", known.foreign), *fields, ("csrf_token", "x")]
    return bad


def _foreign_csrf(chance: random.Random, known: Known) -> Bad:
    bad, fields = _posted(chance, known)
    cut = chance.randrange(len(known.foreign))
    bad.fields = [("csrf_token", chance.choice((known.foreign, known.foreign[:cut], "a.b.c", "IiI.x.y"))), *fields[1:]]
    return bad


def _json(chance: random.Random, known: Known) -> Bad:
    depth = int(10 ** chance.uniform(1, 4.5))
    body = chance.choice(
        (b"[" * depth, b'{"a":' * depth + b"1" + b"}" * depth, b'{"csrf_token":{"$ne":null}}', b"1e9999", b'"\\ud800"')
    )
    return Bad("POST", chance.choice(known.posts), body=body, kind=chance.choice(("application/json", FORM)))


def _multipart(chance: random.Random, known: Known) -> Bad:
    b = b"--x\r\n"
    part = b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n{csrf}\r\n'
    file = (
        b'Content-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: application/pdf\r\n\r\n%%PDF\r\n'
    )
    name = chance.choice(
        (
            b"../../x.pdf",
            b"a\x00.pdf",
            b"x" * 5000,
            b"C:\\x\\y.pdf",
            b'";x="',
            b"\xff\xfe",
            b"=cmd.csv",
            b"x.po",
            b"..",
            b"",
        )
    )
    body = chance.choice(
        (
            b"", b, b + part, b + b"\r\n", b + b"Content-Disposition: form-data\r\n\r\nx\r\n--x--",
            b + file % name + b"--x--",
            (b + part) * chance.randint(2, 1200) + b"--x--", b + file % name, b + b"A: " + b"b" * 20_000 + b"\r\n\r\n",
            b + b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n" + part + b"--y--\r\n--x--",
            b"--x--\r\n" + b + part,
            b + b'Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--',
        )
    )  # fmt: skip
    kind = chance.choice(
        ("multipart/form-data; boundary=x", "multipart/form-data", 'multipart/form-data; boundary="' + "x" * 500 + '"')
    )
    return Bad("POST", chance.choice(known.posts), body=body, kind=kind)


def _cookies(chance: random.Random, known: Known) -> Bad:
    cookie = chance.choice(
        ("session=x", "session=.eJx.a.b", "session=" + "A" * 6000, "session=a; session=b", "=", ";;;;",
        "session=\"\\", "__Host-session=x",
         "session=eyJfZnJlc2giOnRydWV9.aaaa.bbbb", "session=%00", "a=" + "b" * 200)
    )  # fmt: skip
    bad, fields = _posted(chance, known)
    bad.fields, bad.cookie = fields, cookie
    return bad if chance.random() < 0.6 else Bad("GET", chance.choice(known.paths), cookie=cookie)


def _headers(chance: random.Random, known: Known) -> Bad:
    bad, fields = _posted(chance, known)
    bad.fields = fields[1:]
    found = bad if chance.random() < 0.4 else Bad("GET", chance.choice(known.paths))
    found.headers = dict(chance.choice(HEADERS))
    return found


def _injected(chance: random.Random, known: Known) -> Bad:
    value = chance.choice(
        (
            "x%0d%0aSet-Cookie:%20a=b",
            "%0d%0a%0d%0a<html>",
            "x%0aLocation:%20http://evil.example",
            "%E5%98%8A%E5%98%8D",
            "%c4%8d",
        )
    )
    name = chance.choice(("lang", "back", "next", "resume", "done", "q", "office", "language"))
    if chance.random() < 0.5:
        return Bad("GET", f"{chance.choice(known.paths)}?{name}={value}")
    bad, fields = _posted(chance, known)
    bad.fields = [*fields, (name, "x\r\nSet-Cookie: a=b"), ("back", "//evil.example"), ("resume", "//evil.example")]
    return bad


def _sealed(chance: random.Random, known: Known) -> Bad:
    """Tickets, tokens and versions that are not what the program has sealed."""
    bad, fields = _posted(chance, known)
    names = (
        "token",
        "undo",
        "ticket",
        "undo_report",
        "undo_missing",
        "form",
        "form_key",
        "seen",
        "version",
        "entry",
        "key",
    )
    made = (
        "gAAAAABn" + "A" * chance.randint(0, 400),
        "x" * 2000,
        "2026-11-22.",
        ".",
        "é",
        "",
        "gAAAA==",
        "null",
        "-1",
        "0" * 400,
    )
    bad.fields = [pair for pair in fields if pair[0] not in names] + [(name, chance.choice(made)) for name in names]
    return bad


def _kept(chance: random.Random, known: Known) -> Bad:
    """What travels through the login form, made up."""
    resume = chance.choice(
        (
            "//evil.example",
            "/counter/../login",
            "/login",
            "javascript:x",
            "/counter",
            "/rules/x/y",
            "/slip.pdf",
            "\\\\x",
        )
    )
    fields = [
        ("resume", resume),
        ("keep:", "x"),
        ("keep:keep:keep:q", "<b>"),
        ("keep:csrf_token", "x"),
        *[("keep:q", "y")] * 50,
    ]
    return Bad(
        "POST",
        chance.choice(("/login", "/login/code", "/lock")),
        [("csrf_token", chance.choice(("{csrf}", "x"))), *fields],
    )


Maker = Callable[[random.Random, Known], Bad]
MADE: Mapping[str, Maker] = {
    "types": lambda chance, known: Bad(
        "POST", chance.choice(known.posts), [("csrf_token", "{csrf}")], kind=chance.choice(KINDS)
    ),
    "lengths": _long,
    "bodies to 10 MB": _huge,
    "ids": _ids,
    "wrong methods": _method,
    "missing csrf": _without_csrf,
    "duplicate csrf": _double_csrf,
    "foreign csrf": _foreign_csrf,
    "nested json": _json,
    "path tricks": lambda chance, _known: Bad(chance.choice(("GET", "POST", "HEAD")), chance.choice(PATHS)),
    "multipart tricks": _multipart,
    "forged cookies": _cookies,
    "odd headers": _headers,
    "header injection": _injected,
    "odd queries": lambda chance, known: Bad("GET", f"{chance.choice(known.paths)}?{chance.choice(QUERIES)}"),
    "forged tickets": _sealed,
    "forged unfinished input": _kept,
    "broken protocol": lambda chance, _known: Bad("", "", raw=chance.choice(RAW)),
}
CLASSES = (*VALUES, *MADE)
