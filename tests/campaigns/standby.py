"""A PostgreSQL standby takes over: the primary's power is cut while desks write, the standby is promoted.

With synchronous replication nothing that was acknowledged may be missing; the program must go on by itself, without a
restart, because its URL names both servers and asks for the one that can be written.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.database import prepare
from tests.database import program as postgres_program
from tests.deploy.workers import House, Worked

DATABASE = "wegweiser"
START_SECONDS = 60
OPTIONS = {
    "listen_addresses": "",
    "max_connections": 60,
    "wal_recycle": "off",
    "max_slot_wal_keep_size": "256MB",
    "logging_collector": "off",
}


@dataclass
class TakenOver:
    """What came of it; ``away_s`` are the seconds from the cut to the first contact that the standby took."""

    desks: int
    before: int = 0
    after: int = 0
    lost: int = 0
    contacts: int = 0
    sent_again: int = 0
    away_s: float = 0.0
    strange: tuple[str, ...] = ()

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"{self.lost} acknowledged contacts are lost"] if self.lost else []
        if self.contacts != self.before + self.after:
            found.append(f"{self.contacts} contacts of {self.before + self.after} forms")
        if not self.after:
            found.append("nothing was written after the cut")
        return found + list(self.strange)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Cluster:
    """One PostgreSQL server of the pair, reachable by a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._user = "postgres" if os.geteuid() == 0 else None
        folder.mkdir()
        if self._user:
            shutil.chown(folder, self._user)
        self._process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        """A new one."""
        self._call("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", self.data)

    def follow(self, primary: "Cluster") -> None:
        """A copy of the other one, which it follows from now on."""
        source = f"host={primary.folder} user=postgres application_name=second"
        copying = (
            "--write-recovery-conf",
            "--create-slot",
            "--slot=second",
            "--wal-method=stream",
            "--checkpoint=fast",
        )
        self._call("pg_basebackup", f"--dbname={source}", f"--pgdata={self.data}", *copying)

    def start(self, **options: str) -> None:
        """Serve."""
        told = {**OPTIONS, **options, "unix_socket_directories": str(self.folder)}
        command = [str(postgres_program("postgres")), "-D", str(self.data)]
        command += [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, user=self._user, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)

    def execute(self, statement: str) -> Any:
        """The first value of the answer, if there is one."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]

    def cut_power(self) -> None:
        """All its processes end at once."""
        assert self._process is not None
        # Each has a group of its own; the session is what they share.
        session = self._process.pid
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session:
                os.kill(int(entry.parent.name), signal.SIGKILL)
        self._process.wait(START_SECONDS)

    def stop(self) -> None:
        """Orderly, if it runs."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)

    def _answers(self) -> bool:
        try:
            return bool(self.execute("SELECT 1"))
        except psycopg.OperationalError:
            return False

    def _call(self, name: str, *arguments: object) -> None:
        command = [str(part) for part in (postgres_program(name), *arguments)]
        done = subprocess.run(command, user=self._user, cwd="/", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def run(*, desks: int, seconds: float) -> TakenOver:
    """So many desks write, so many seconds before and after the cut."""
    # Not the usual folder: the path of a socket may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="wegweiser-standby-"))
    folder.chmod(0o755)
    first, second = Cluster(folder / "first"), Cluster(folder / "second")
    try:
        first.create()
        first.start(synchronous_standby_names="second")
        # Until the second follows, the first must not wait for it.
        first.execute("ALTER SYSTEM SET synchronous_commit = local")
        first.execute("SELECT pg_reload_conf()")
        second.follow(first)
        second.start()
        _wait_for(lambda: first.execute("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == 1)
        first.execute("ALTER SYSTEM RESET synchronous_commit")
        first.execute("SELECT pg_reload_conf()")
        first.execute(f"CREATE DATABASE {DATABASE}")
        url = f"postgresql+psycopg://postgres@/{DATABASE}?host={first.folder},{second.folder}"
        url += "&target_session_attrs=read-write"
        prepare(url)
        (folder / "house").mkdir()
        house = House(folder / "house", url)
        try:
            return _cut(house, first, second, desks=desks, seconds=seconds)
        finally:
            house.stop()
    finally:
        first.stop()
        second.stop()
        shutil.rmtree(folder)


def _cut(house: House, first: Cluster, second: Cluster, *, desks: int, seconds: float) -> TakenOver:
    taken, worked, over = TakenOver(desks), Worked(), threading.Event()
    threads = [threading.Thread(target=worked.write, args=(desk, over), daemon=True) for desk in house.desks(desks)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    first.cut_power()
    taken.before, cut = len(worked.acknowledged), time.monotonic()
    second.execute("SELECT pg_promote()")
    _wait_for(lambda: len(worked.acknowledged) > taken.before + desks or worked.strange)
    taken.away_s = round(time.monotonic() - cut, 2)
    time.sleep(seconds)
    over.set()
    for thread in threads:
        thread.join(START_SECONDS)
    lost, taken.contacts = house.books(worked)
    taken.lost, taken.after = len(lost), len(worked.acknowledged) - taken.before
    taken.sent_again, taken.strange = worked.sent_again, tuple(worked.strange)
    return taken


def _wait_for(holds: Any) -> None:
    end = time.monotonic() + START_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
