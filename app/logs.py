"""The program's log on standard error: what happened and where in the program, never to whom or with which values.

A line has the time, the level, what happened and, of an error, the endpoint's name, the status, the kinds of the
exceptions and their way through the program. No path, query, address, user agent or field of a form: an exception's own
text may quote them, so it is left out, and of other people's messages only the part that is written in their source.
There is no log of requests at all: it would tell when a visitor stood at a desk.
"""

import json
import logging
import os
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from flask import has_request_context, request

OURS = ("app", "handouts", "referrals")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
OUR_CODE = tuple(f"{ROOT}{name}{os.sep}" for name in OURS)
LONGEST_TRACE = 30
log = logging.getLogger("app")


class WithoutValues(logging.Filter):
    """Keeps of a record what may be known, as ``facts``, and takes the exception's own text off it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass."""
        if hasattr(record, "facts"):
            return True
        facts = _event(record)
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            facts |= (found := _exception(error))
            # For whoever formats records in another way than we do.
            record.msg, record.args = "%s at\n%s", (found["error"], "\n".join(found["trace"]))
        record.__dict__["facts"] = facts
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class Lines(logging.Formatter):
    """JSON, one object a line, for a machine that collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(_facts(record), ensure_ascii=False)


class Plain(logging.Formatter):
    """The same for somebody who tries the program in a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where an error came from."""
        facts = _facts(record)
        line = " ".join(str(facts[name]) for name in ("time", "level", "source", "event") if facts.get(name))
        where = " ".join(f"{name}={facts[name]}" for name in ("endpoint", "status", "error") if name in facts)
        return "\n  ".join([f"{line} ({where})" if where else line, *facts.get("trace", ())])


def set_up(*, production: bool) -> None:
    """Log to standard error from now on: JSON lines in production, for people otherwise."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(WithoutValues())
    handler.setFormatter(Lines() if production else Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    if production:
        # What nobody has caught would otherwise be printed with all its values.
        logging.raiseExceptions = False
        sys.excepthook = _uncaught
        threading.excepthook = _uncaught_in_thread


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    facts = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
        "level": record.levelname.lower(),
    }
    return facts | getattr(record, "facts", {})


def _event(record: logging.LogRecord) -> dict[str, Any]:
    if record.pathname.startswith(OUR_CODE):
        facts = {"event": _message(record)}
    else:
        # What stands between the values; a message that was put together before has them inside.
        facts = {"source": record.name, "event": str(record.msg) if record.args else "message not shown"}
    if has_request_context() and request.endpoint:
        facts["endpoint"] = request.endpoint
    if (status := getattr(record, "status", None)) is not None:
        facts["status"] = status
    return facts


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # Values that do not fit the text are a mistake, but no reason to end what was going on.
        return str(record.msg)


def _exception(error: BaseException) -> dict[str, Any]:
    """The kinds of an exception and of what it came from, and its way through the program, the last step last."""
    kinds, seen = [type(error).__name__], error
    while (cause := seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)) is not None:
        kinds.append(type(cause).__name__)
        seen = cause
    steps = traceback.extract_tb(error.__traceback__)[-LONGEST_TRACE:]
    return {
        "error": " from ".join(kinds),
        "trace": [f"{step.filename.removeprefix(ROOT)}:{step.lineno} in {step.name}" for step in steps],
    }


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("the program ends", exc_info=(kind, error, trace))


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
        log.critical("a thread ends", exc_info=arguments.exc_value)
