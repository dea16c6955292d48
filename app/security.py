"""Cookies, response headers and the check of the Host header."""

import re
import socket
from ipaddress import ip_address
from typing import Any

from flask import Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.extensions import csp_nonce

# The only pages that another one may show in a frame: the slip is printed from a hidden frame of the counter, and
# stands beside the texts at the translation desk.
FRAMED_PATHS = frozenset({"/slip.pdf", "/translations/preview.pdf", "/offices/preview.pdf"})
# The same for everyone, whoever is logged in: no cookie; clients may keep an answer and ask whether it still holds.
PUBLIC_DATA = frozenset({"hsds", "material"})
# Named by their content, which never changes.
KEPT_FOR_GOOD = frozenset({"uploads.document", "uploads.thumbnail"})
# What somebody has uploaded: it may be shown and do nothing else, whatever app.files has overlooked.
UPLOADED = KEPT_FOR_GOOD | {"material.read"}
UPLOADED_POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?")
# Nothing before the name (``user@``) and nothing but a port behind it.
HOST = re.compile(r"(?:\[(?P<ip6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII)
# A request on this machine: monitoring, and the proxy's own check.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
FOUND = frozenset({200, 206, 304})
FEATURES = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    # Names of offices' sites looked up in advance would tell the network what somebody at the counter is shown.
    "X-DNS-Prefetch-Control": "off",
}
# A year, and for what may stand below our name too; only ever sent where TLS ends at our own proxy.
TRANSPORT = "max-age=31536000; includeSubDomains"
# Of an answer that needs nothing: no script, no style, no frame, no form.
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def cookie_settings(*, behind_proxy: bool) -> dict[str, Any]:
    """Flask's settings of the session cookie; behind a proxy that ends TLS it never travels in the open.

    ``__Host-`` makes the browser refuse a cookie of that name that another host or an open connection sets.
    """
    return {
        "SESSION_COOKIE_NAME": "__Host-wegweiser" if behind_proxy else "wegweiser",
        "SESSION_COOKIE_SECURE": behind_proxy,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_PATH": "/",
        # Compares the Referer, which our own Referrer-Policy keeps browsers from sending.
        "WTF_CSRF_SSL_STRICT": False,
    }


class _PagesOnly(SecureCookieSessionInterface):
    """Files are the same for everyone; ``Vary: Cookie`` would have them fetched anew whenever the cookie changes.

    With what another site sends the browser holds our cookie back (SameSite), but would take a new one in its place:
    whoever followed such a link, or a form of that site's, would be logged out.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return
        if request.endpoint != "static" and request.blueprint not in PUBLIC_DATA:
            super().save_session(app, session, response)


def init_app(app: Flask, *, hosts: frozenset[str] = frozenset()) -> None:
    """Check every request's host and set the headers of every response, errors and static files included.

    ``hosts`` are the only names that are answered to, apart from this machine's own for itself; empty: see _check_host.
    """
    app.session_interface = _PagesOnly()
    app.config["HOSTS"] = hosts
    app.before_request(_check_host)
    app.after_request(_set_headers)


def _check_host() -> None:
    """A foreign name that leads to this machine (DNS rebinding) must not be answered.

    Such an attack needs a name of the attacker's, so that addresses are safe whatever we listen on. Behind a proxy
    the name is the proxy's business, unless the settings name ours: it answers to its own ones only, and TLS ties
    them to its certificate.
    """
    found = HOST.fullmatch(request.host)
    name = (found["name"] or found["ip6"]).lower() if found else ""
    if not (name in LOOPBACK or _is_ours(name)):
        abort(400)


def _is_ours(name: str) -> bool:
    hosts: frozenset[str] = current_app.config["HOSTS"]
    if hosts:
        return name in hosts
    return (
        _is_address(name) or name == socket.gethostname().lower() or bool(_behind_proxy() and HOST_NAME.fullmatch(name))
    )


def _behind_proxy() -> bool:
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    return secure


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _set_headers(response: Response) -> Response:
    response.headers.update(FIXED_HEADERS)
    uploaded = request.endpoint in UPLOADED and response.status_code in FOUND
    response.headers["Content-Security-Policy"] = UPLOADED_POLICY if uploaded else _content_security_policy()
    response.headers["Cache-Control"] = _cache_control(response)
    response.headers.pop("Server", None)
    if _behind_proxy():
        response.headers["Strict-Transport-Security"] = TRANSPORT
    return response


def _content_security_policy() -> str:
    framed_by = "'self'" if request.path in FRAMED_PATHS else "'none'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        ]
    )


def _cache_control(response: Response) -> str:
    """Nothing is kept but public data after asking, and files: those with a hash in the address for good."""
    if response.status_code not in FOUND:
        return "no-store"
    if request.blueprint in PUBLIC_DATA:
        return "no-cache"
    if request.endpoint in KEPT_FOR_GOOD:
        return "private, max-age=31536000, immutable"
    if request.endpoint != "static":
        return "no-store"
    return "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
