"""What ``serve`` refuses with real visitors: debugging, a secret that can be guessed, files that others can read."""

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import make_url
from zxcvbn import zxcvbn

from app.keys import SECRET_FILE
from config import Settings, UnsafeSettings

# Python itself and Flask read these; each shows or keeps values of requests, or opens a prompt beside the server.
DEBUGGING = (
    "FLASK_DEBUG",
    "FLASK_ENV",
    "PYTHONDEVMODE",
    "PYTHONINSPECT",
    "PYTHONBREAKPOINT",
    "PYTHONTRACEMALLOC",
    "PYTHONASYNCIODEBUG",
    "WERKZEUG_DEBUG_PIN",
)
PLACEHOLDERS = ("change", "secret", "example", "default", "password", "passwort", "geheim")
# A random secret of 32 hexadecimal digits has 32, a keyboard pattern or a repetition less than 10.
FEWEST_GUESSES_LOG10 = 20
LONGEST_JUDGED = 72
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def refuse_unsafe(settings: Settings, environment: Mapping[str, str] | None = None) -> None:
    """With ``settings.production`` nothing unsafe is started. Raises UnsafeSettings: all that is to be mended."""
    if not settings.production:
        return
    found = list(_found(settings, os.environ if environment is None else environment))
    if found:
        raise UnsafeSettings("WEGWEISER_PRODUCTION=1 refuses to start. " + " ".join(found))


def _found(settings: Settings, environment: Mapping[str, str]) -> Iterator[str]:
    if os.geteuid() == 0:
        yield "It runs as root; start it as an account of its own (./run.sh install makes one)."
    for name in DEBUGGING:
        if environment.get(name, "0") not in {"", "0", "production"}:
            yield f"{name} is for debugging; remove it from the environment."
    if sys.flags.dev_mode or sys.flags.inspect:
        yield "Python runs in development mode (-X dev, -i); start it without."
    if settings.secret_key is not None and _can_be_guessed(settings.secret_key):
        yield "WEGWEISER_SECRET_KEY can be guessed; leave it out and one is made in the instance folder."
    for path in _private(settings):
        if path.stat().st_mode & OTHERS:
            yield f"Others can reach {path}; allow it to its owner only (chmod go= {path})."
        elif _owner(path) != os.geteuid():
            yield f"{path} belongs to another account; give it to the one that runs the program (chown)."


def _owner(path: Path) -> int:
    return path.stat().st_uid


def _can_be_guessed(secret: str) -> bool:
    if any(word in secret.lower() for word in PLACEHOLDERS):
        return True
    return float(zxcvbn(secret[:LONGEST_JUDGED])["guesses_log10"]) < FEWEST_GUESSES_LOG10


def _private(settings: Settings) -> Iterator[Path]:
    """The folder and what lies in it that tells something; only what is there."""
    files = [settings.instance, settings.instance / SECRET_FILE, settings.instance / "uploads"]
    if settings.is_sqlite and (database := make_url(settings.database_url).database):
        files += [Path(f"{database}{beside}") for beside in ("", "-wal", "-shm")]
    yield from (path for path in files if path.exists())
