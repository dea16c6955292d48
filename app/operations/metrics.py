"""``GET /metrics``: what an administrator's monitoring (Prometheus) may know, on the server itself only.

Nothing here moves with a contact. Numbers of requests, their durations, the processor's time or the exact size of
a file would tell when somebody stood at a desk: there are none, and sizes are rounded to hundreds of contacts.
"""

import shutil
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import clock
from app.accounts.access import access
from app.accounts.roles import PUBLIC
from app.db import Database, DatabaseUnavailable
from app.keeping import claims, records
from app.keeping.claims import NIGHT
from app.migrations import head
from app.operations import state
from app.operations.state import MIB
from app.version import VERSION

blueprint = Blueprint("metrics", __name__)
DISK_STEP = 64 * MIB
# Any of them means that a proxy has passed the request on from somewhere else.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
FAILURES = "errors of the program"
SERVER_ERROR = 500


class _Failures:
    """How many answers of this process were errors of the program (5xx)."""

    def __init__(self) -> None:
        self.number = 0
        self._lock = threading.Lock()

    def count(self, response: Response) -> Response:
        """For every answer."""
        if response.status_code >= SERVER_ERROR:
            with self._lock:
                self.number += 1
        return response


def init_app(app: Flask) -> None:
    """Count errors of the program."""
    failures = app.extensions[FAILURES] = _Failures()
    app.after_request(failures.count)


@blueprint.get("/metrics")
@access(PUBLIC)
def metrics() -> Response:
    """Everything at once, in the format of Prometheus. 404 for whoever is not on this machine."""
    if not _asked_here():
        abort(404)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _asked_here() -> bool:
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class _Collector:
    """Asks everything when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """The metrics, in the order in which they are shown."""
        database: Database = current_app.extensions["database"]
        yield InfoMetricFamily("wegweiser", "The program", value={"version": VERSION, "schema": head()})
        writable = _is_writable(database)
        yield _gauge("wegweiser_database_writable", "Whether the database can be written (1) or not (0)", writable)
        if writable:
            with database.reading() as session:
                yield from _kept(session)
        folders = GaugeMetricFamily(
            "wegweiser_free_disk_bytes", "Free room, in steps of 64 MiB", labels=["folder"], unit="bytes"
        )
        for name, free in _free():
            folders.add_metric([name], free)
        yield folders
        yield from _process()
        failures: _Failures = current_app.extensions[FAILURES]
        yield CounterMetricFamily("wegweiser_errors", "Answers of this process that were errors (5xx)", failures.number)


def _is_writable(database: Database) -> bool:
    try:
        database.check_writable()
    except DatabaseUnavailable:
        return False
    return True


def _kept(session: Session) -> Iterator[Metric]:
    """What the database knows. A time is left out while there is none: an alarm is set on its absence, too."""
    size = state.database_bytes(session)
    yield _gauge("wegweiser_database_bytes", "Size of the database, in steps of 1 MiB", size, unit="bytes")
    schema = session.scalar(text("SELECT version_num FROM alembic_version"))
    yield _gauge("wegweiser_schema_current", "Whether the schema is the one of the program", schema == head())
    report = claims.standing(session, NIGHT, clock.now()).report
    if report:
        found = len(report.get("findings", ()))
        yield _gauge("wegweiser_findings", "What the search for damage of the last night has found", found)
    for name, moment, what in (
        ("backup", records.last_good_at(session), "the last good backup"),
        ("night", claims.last_done(session, NIGHT), "the night job was last done"),
    ):
        if moment is not None:
            seconds = (clock.now() - moment).total_seconds()
            yield _gauge(f"wegweiser_seconds_since_{name}", f"Seconds since {what}", round(seconds))


def _free() -> Iterator[tuple[str, int]]:
    settings = current_app.extensions["settings"]
    folders: dict[str, Path | None] = {"instance": settings.instance, "backup": settings.backup.folder}
    for name, folder in folders.items():
        if folder is not None and folder.is_dir():
            yield name, _down(shutil.disk_usage(folder).free, DISK_STEP)


def _process() -> Iterator[Metric]:
    """Memory in use and threads; the kernel's own file says it in pages."""
    yield _gauge("wegweiser_threads", "Threads of this process", threading.active_count())
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            resident = _up(int(line.split()[1]) * 1024, 8 * MIB)
            yield _gauge("wegweiser_memory_bytes", "Memory of this process, in steps of 8 MiB", resident, unit="bytes")


def _gauge(name: str, what: str, value: float, unit: str = "") -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=float(value), unit=unit)


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def _down(value: int, step: int) -> int:
    return value // step * step
