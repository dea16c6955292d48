"""The town's own login (OpenID Connect): what we ask its provider for, and what of its answers is believed.

Authorization code with PKCE, state and nonce; the ID token counts only if the provider that the settings name has
signed it for us, for this very login, and not long ago. Knows neither Flask nor our tables.
"""

import json
import math
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.errors import N_, WegweiserError

# What only the provider's private key can make: a shared secret or no signature at all proves nothing here.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
SCOPE = "openid profile"
# Somebody stands at the counter and waits: connecting and every answer, in seconds.
TIMEOUT = (3.05, 6.0)
LONGEST_ANSWER = 1_000_000
# How far the provider's clock may be from ours.
LEEWAY_SECONDS = 60
LONGEST_AGE_SECONDS = 900
ASKED_AGAIN_SECONDS = 3600
KEYS_ASKED_AGAIN_SECONDS = 60
# A provider that hangs must not keep the threads that the counter needs: one asks, the others wait only so long, and
# after a failure nobody asks for a while.
WAIT_FOR_ANOTHER_SECONDS = 3.0
LEFT_ALONE_SECONDS = 15
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class ProviderUnavailable(WegweiserError):
    """The provider does not answer, or not as such a provider does."""


class NotBelieved(WegweiserError):
    """The provider's answer does not prove who this is."""


@dataclass(frozen=True)
class Begun:
    """A login that was begun: where the browser goes, and what must fit when it comes back.

    ``since``: the person must have shown who it is after this moment (seconds of Unix time; 0: whenever).
    """

    url: str
    state: str
    nonce: str
    verifier: str
    since: int = 0


@dataclass(frozen=True)
class Claims:
    """Who the provider says this is; ``subject`` is unique for all times and providers."""

    subject: str
    said: Mapping[str, Any]


@dataclass
class Provider:
    """The provider that the settings name. One object for all threads; what it asks for once is kept for an hour."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    role_claim: str
    roles: Mapping[str, str]
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _metadata: dict[str, Any] = field(default_factory=dict, repr=False)
    _asked: float = field(default=0.0, repr=False)
    _failed: float = field(default=-math.inf, repr=False)
    _keys: KeySet | None = field(default=None, repr=False)
    _keys_asked: float = field(default=0.0, repr=False)

    def begin(self, redirect_uri: str, *, language: str, anew: bool = False) -> Begun:
        """Where to send the browser; ``anew``: a login that it still has at the provider is not enough.

        Raises ProviderUnavailable.
        """
        # With max_age a provider has to tell when (OpenID Connect Core, 3.1.2.1): the address bar is not to be trusted.
        asked_anew = {"prompt": "login", "max_age": LONGEST_AGE_SECONDS} if anew else {}
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                ui_locales=language,
                **asked_anew,
            )
        return Begun(url, state, nonce, verifier, int(time.time()) if anew else 0)

    def finish(self, begun: Begun, *, code: str, issuer: str, redirect_uri: str) -> Claims:
        """Who has come back with this code. Raises ProviderUnavailable, NotBelieved."""
        self._check_sender(issuer)
        with self._client(redirect_uri) as client:
            token = self._token(client, code, begun.verifier)
            said = self._believed(token, begun.nonce)
            _check_moment(said.get("auth_time"), begun.since)
            said.update(self._more(client, said["sub"]))
        return Claims(f"{self._told()['issuer']} {said['sub']}", said)

    def logout_url(self, back: str) -> str | None:
        """Where the browser ends the login at the provider; None if the provider has no such place.

        Without the ID token as a hint, which we would have to keep: the provider asks before it ends anything.
        Raises ProviderUnavailable.
        """
        if not self._told().get("end_session_endpoint"):
            return None
        query = f"client_id={quote_plus(self.client_id)}&post_logout_redirect_uri={quote_plus(back)}"
        endpoint = self._endpoint("end_session_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"

    def _client(self, redirect_uri: str) -> Any:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )

    def _check_sender(self, issuer: str) -> None:
        """Another provider must not be able to pass its code off as this one's (RFC 9207)."""
        told = self._told()
        if issuer != told["issuer"] and (issuer or told.get("authorization_response_iss_parameter_supported") is True):
            raise NotBelieved(N_("The answer does not come from the town's login. Start again."))

    def _token(self, client: Any, code: str, verifier: str) -> Mapping[str, Any]:
        """What the provider gives for the code."""
        methods = self._told().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        # RFC 6749, 2.3.1: in the header both are form-encoded.
        basic = (quote_plus(self.client_id), quote_plus(self.client_secret))
        try:
            token: Mapping[str, Any] = client.fetch_token(
                self._endpoint("token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                auth=basic if "client_secret_basic" in methods else client.client_auth("client_secret_post"),
            )
        except OAuthError as error:
            raise NotBelieved(N_("The town's login does not confirm this login. Start again.")) from error
        except (requests.RequestException, ValueError, AuthlibBaseError) as error:
            raise unavailable() from error
        return token

    def _believed(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of the ID token, if everything about it is right."""
        try:
            decoded = self._decoded(str(token.get("id_token")))
            claims: Any = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self._told()["issuer"]},
                    "aud": {"essential": True, "value": self.client_id},
                    "sub": {"essential": True},
                },
                {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotBelieved(
                N_("The answer of the town's login cannot be trusted. Tell the administrator.")
            ) from error
        if not isinstance(claims["sub"], str):
            raise NotBelieved(N_("The answer of the town's login cannot be trusted. Tell the administrator."))
        return dict(claims)

    def _decoded(self, id_token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            return jwt.decode(id_token, self._key_set(), registry=registry)
        except (InvalidKeyIdError, ValueError):
            # The provider may have begun to sign with a new key.
            return jwt.decode(id_token, self._key_set(anew=True), registry=registry)

    def _more(self, client: Any, subject: str) -> Mapping[str, Any]:
        """What the provider tells about the person apart from the ID token; many tell the roles only there."""
        if not self._told().get("userinfo_endpoint"):
            return {}
        try:
            with client.get(self._endpoint("userinfo_endpoint"), stream=True, allow_redirects=False) as answer:
                told = _content(answer)
        except (requests.RequestException, ValueError, AuthlibBaseError) as error:
            raise unavailable() from error
        if told.get("sub") != subject:
            raise NotBelieved(N_("The answer of the town's login cannot be trusted. Tell the administrator."))
        return told

    def _told(self) -> dict[str, Any]:
        """What the provider tells about itself (OpenID Connect Discovery); what it told before while it is silent."""
        if not self._lock.acquire(timeout=WAIT_FOR_ANOTHER_SECONDS):
            raise unavailable()
        try:
            now = time.monotonic()
            if (
                not self._metadata or now - self._asked > ASKED_AGAIN_SECONDS
            ) and now - self._failed > LEFT_ALONE_SECONDS:
                self._ask()
            if not self._metadata:
                raise unavailable()
            return self._metadata
        finally:
            self._lock.release()

    def _ask(self) -> None:
        try:
            told = _fetched(f"{self.issuer}/.well-known/openid-configuration")
        except ProviderUnavailable:
            told = {}
        if str(told.get("issuer", "")).rstrip("/") == self.issuer:
            self._metadata, self._asked, self._keys = told, time.monotonic(), None
        else:
            self._failed = time.monotonic()

    def _endpoint(self, name: str) -> str:
        """An address that the provider tells; never one without TLS, unless it is on this very machine."""
        address = self._told().get(name)
        if not isinstance(address, str):
            raise unavailable()
        parts = urlsplit(address)
        own = parts.hostname in LOOPBACK and urlsplit(self.issuer).hostname in LOOPBACK
        if parts.scheme != "https" and not (parts.scheme == "http" and own):
            raise unavailable()
        return address

    def _key_set(self, *, anew: bool = False) -> KeySet:
        """The provider's public keys; asked for again when one is missing, but not with every made up token."""
        address = self._endpoint("jwks_uri")
        with self._lock:
            stale = self._keys is None or (anew and time.monotonic() - self._keys_asked > KEYS_ASKED_AGAIN_SECONDS)
            if self._keys is None or stale:
                keys = [key for key in _fetched(address).get("keys", []) if _for_signing(key)]
                self._keys = KeySet.import_key_set({"keys": keys})
                self._keys_asked = time.monotonic()
            return self._keys


def _check_moment(moment: Any, since: int) -> None:
    """Raises NotBelieved if the person has not shown who it is since then, or the provider does not tell when."""
    if since and not (isinstance(moment, (int, float)) and moment >= since - LEEWAY_SECONDS):
        raise NotBelieved(N_("The town's login does not confirm this login. Start again."))


def _for_signing(key: Any) -> bool:
    return isinstance(key, dict) and key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig"


def _fetched(address: str) -> dict[str, Any]:
    """The JSON object at an address of the provider. Raises ProviderUnavailable."""
    try:
        with requests.get(address, timeout=TIMEOUT, stream=True, allow_redirects=False) as answer:
            return _content(answer)
    except (requests.RequestException, ValueError) as error:
        raise unavailable() from error


def _content(answer: requests.Response) -> dict[str, Any]:
    """The JSON object in an answer that is no longer than such answers are. Raises ValueError."""
    answer.raise_for_status()
    content = answer.raw.read(LONGEST_ANSWER + 1, decode_content=True)
    if answer.status_code != requests.codes.ok or len(content) > LONGEST_ANSWER:
        raise ValueError("not the answer of a provider")
    told = json.loads(content)
    if not isinstance(told, dict):
        raise ValueError("not the answer of a provider")
    return told


def unavailable() -> ProviderUnavailable:
    """The sentence for everyone who wanted to log in through the provider."""
    return ProviderUnavailable(
        N_("The town's login does not answer at the moment. Try again, or tell the administrator.")
    )
