"""A provider that can answer in every wrong way; only what the program asks a provider for."""

import hashlib
import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT = "wegweiser"
CODE = "the-code"
KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})


@dataclass
class Fake:
    """What it says can be set in every part; ``asked`` are the paths it was asked for, in their order."""

    issuer: str = ""
    key: RSAKey | ECKey = field(default_factory=lambda: KEY)
    public: list[dict[str, Any]] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "1"})
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    token: dict[str, Any] | None = None
    raw: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonce: str = ""

    def begin(self, address: str) -> None:
        """Remember the nonce with which a browser was sent here."""
        self.nonce = parse_qs(urlsplit(address).query)["nonce"][0]

    def id_token(self) -> str:
        """Signed with ``key``; claims that are None are left out."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "7",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "auth_time": now,
            "nonce": self.nonce,
            "preferred_username": "anna",
            "roles": ["Beratung"],
        } | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        if self.header["alg"] == "HS256":
            return _with_public_key_as_secret(self.header, kept, self.key)
        algorithms = ["none", "RS256", "ES256"]
        return jwt.encode(self.header, kept, self.key, registry=JWSRegistry(algorithms=algorithms))

    def answer(self, path: str) -> dict[str, Any] | None:
        """What is said at a path."""
        match path:
            case "/.well-known/openid-configuration":
                own = {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "userinfo_endpoint": f"{self.issuer}/me" if self.userinfo is not None else None,
                }
                return own | self.metadata
            case "/keys":
                return {"keys": self.public or [self.key.as_dict(private=False)]}
            case "/token":
                return self.token or {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
            case "/me":
                return self.userinfo
        return None


def _with_public_key_as_secret(header: dict[str, Any], claims: dict[str, Any], key: RSAKey | ECKey) -> str:
    """By hand: no library that is any good signs like that."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signature = hmac.new(key.as_pem(private=False), b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@contextmanager
def serving(fake: Fake) -> Iterator[Fake]:
    """The fake, while it listens."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            fake.asked.append(path)
            status, body = fake.raw.get(path) or (200, json.dumps(fake.answer(path)).encode())
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake.issuer = f"http://localhost:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield fake
        server.shutdown()
