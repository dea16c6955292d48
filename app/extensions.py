"""Flask extensions that belong to no single part of the house, and the nonce of the response being made."""

import secrets

from flask import g
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
login_manager = LoginManager()


def csp_nonce() -> str:
    """The random value that a script tag of this response must carry (``nonce="…"``) to be run."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce
