"""A log line says what happened and where in the program, and never a value."""

import io
import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from flask import Flask

from app import logs
from config import ROOT

SECRET = "Example Person 0341 123456"


def line(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    logs.WithoutValues().filter(record)
    return formatter.format(record)


def record(name: str, message: str, *args: object, error: Exception | None = None, path: str = "") -> logging.LogRecord:
    try:
        if error is not None:
            raise error
    except Exception:
        info: Any = sys.exc_info()
    else:
        info = None
    return logging.LogRecord(name, logging.ERROR, path or str(ROOT / "app/night.py"), 1, message, args, info)


def facts(made: logging.LogRecord) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(line(logs.Lines(), made))
    return read


def test_our_own_words_and_the_kind_of_the_error() -> None:
    found = facts(record("app.night", "night job: %s", "again", error=ValueError(SECRET)))
    assert (found["event"], found["level"], found["error"]) == ("night job: again", "error", "ValueError")
    assert found["trace"][-1].startswith("tests/unit/test_logs.py:")
    assert found["trace"][-1].endswith(" in record")
    assert SECRET not in str(found)
    assert found["time"].endswith("+00:00")


def test_the_cause_of_an_error_is_named_without_its_text() -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as error:
        made = record("app", "unexpected", error=error)
    assert facts(made)["error"] == "RuntimeError from KeyError"
    assert SECRET not in line(logs.Plain(), made)


@pytest.mark.parametrize(
    ("message", "args", "event"),
    [
        ("Exception while serving %s", (SECRET,), "Exception while serving %s"),
        (f"Unknown token: {SECRET}", (), "message not shown"),
    ],
)
def test_of_other_programs_only_what_stands_in_their_source(message: str, args: tuple[str, ...], event: str) -> None:
    made = record("waitress", message, *args, path="/usr/lib/python3/waitress/server.py")
    assert (facts(made)["event"], facts(made)["source"]) == (event, "waitress")
    assert SECRET not in line(logs.Plain(), made)


def broken(name: str) -> str:
    raise ZeroDivisionError(name)


def test_values_that_do_not_fit_end_nothing() -> None:
    assert facts(record("app", "%d entries", SECRET))["event"] == "%d entries"


def test_flask_puts_the_path_into_its_message_and_we_do_not() -> None:
    app = Flask("app")
    heard = logging.StreamHandler(io.StringIO())
    heard.addFilter(logs.WithoutValues())
    heard.setFormatter(logs.Lines())
    app.logger.addHandler(heard)
    app.logger.propagate = False
    app.add_url_rule("/offices/<name>", "offices.one", broken)
    try:
        assert app.test_client().get(f"/offices/{SECRET}?q={SECRET}").status_code == 500
    finally:
        app.logger.removeHandler(heard)
        app.logger.propagate = True
    found = json.loads(heard.stream.getvalue())
    assert (found["endpoint"], found["error"]) == ("offices.one", "ZeroDivisionError")
    assert not [part for part in ("Example", "/offices", "0341") if part in str(found)]


UNCAUGHT = """
import threading, logging
from app import logs
logs.set_up(production=True)
logging.getLogger("app.night").info("newest entry: %s", 1)
logging.getLogger("sqlalchemy").info("not interesting")
thread = threading.Thread(target=lambda: {}["SECRET"])
thread.start()
thread.join()
raise ValueError("SECRET")
"""


def test_in_production_nothing_is_printed_but_lines() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNCAUGHT.replace("SECRET", SECRET)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    said = [json.loads(one) for one in done.stderr.splitlines()]
    assert [(one["event"], one.get("error")) for one in said] == [
        ("newest entry: %s", None),
        ("a thread ends", "KeyError"),
        ("the program ends", "ValueError"),
    ]
    assert SECRET not in done.stderr
