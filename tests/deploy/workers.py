"""Two workers on one PostgreSQL database behind nginx, and desks that write while one of the workers is killed."""

import ssl
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

from sqlalchemy import select

from app import clock
from app.contacts.models import Contact
from app.contacts.service import resend_digest
from app.counter.tickets import open_form
from app.db import Database
from app.keys import Keys
from app.resend import ResendKey
from tests.database import SECRET, settings_for
from tests.deploy.front import Front
from tests.deploy.machine import HOST, Machine
from tests.web.faults.server import Answer, Browser, Server, add_advisor, free_port

PATIENCE_SECONDS = 0.1


class _Connection(HTTPSConnection):
    """To the address of this machine, by the name that the site answers to."""

    def __init__(self, port: int) -> None:
        self._own = ssl.create_default_context()
        self._own.check_hostname = False
        self._own.verify_mode = ssl.CERT_NONE
        super().__init__("127.0.0.1", port, timeout=60, context=self._own)

    def connect(self) -> None:
        """As a browser that has looked up the name."""
        super(HTTPSConnection, self).connect()
        self.sock = self._own.wrap_socket(self.sock, server_hostname=HOST)


class Desk(Browser):
    """A browser before nginx."""

    def __init__(self, front: Front) -> None:
        super().__init__(front.tls)
        self._connection = _Connection(front.tls)

    def request(self, method: str, path: str, body: bytes = b"", headers: "dict[str, str] | None" = None) -> Answer:  # type: ignore[override]
        return super().request(method, path, body, {"Host": HOST, **(headers or {})})


@dataclass
class Worked:
    """What the desks saw and what the database holds."""

    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    strange: list[str] = field(default_factory=list)

    def write(self, desk: Desk, over: threading.Event) -> None:
        """Serve visitors; a form that was not acknowledged is sent again."""
        while not over.is_set():
            page = desk.get("/counter")
            if page.status >= 502:
                time.sleep(PATIENCE_SECONDS)
                continue
            if page.status != 200:
                self.strange.append(f"GET /counter: {page.status}")
                return
            form = {"csrf_token": page.csrf, "token": page.token, "finish": "print_log"}
            form |= {"language": "uk", "subtopic": "wohnen/mietproblem"}
            while (status := self._post(desk, form)) != 200:
                if status and status < 502:
                    self.strange.append(f"POST /counter: {status}")
                    return
                self.sent_again += 1
                time.sleep(PATIENCE_SECONDS)
            self.acknowledged.append(form["token"])

    def _post(self, desk: Desk, form: dict[str, str]) -> int:
        """The status, 0 without an answer."""
        try:
            return desk.post("/counter", form).status
        except (OSError, HTTPException):
            return 0


class House:
    """Two workers, nginx and an advisor."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self.instance = folder / "instance"
        self.instance.mkdir(mode=0o700)
        add_advisor(url, self.instance)
        self.workers = [self.start(free_port()) for _ in range(2)]
        machine = Machine(folder / "machine")
        done = machine.install(INSTALL_WORKERS="2", WEGWEISER_DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        self.front = Front(machine, [worker.port for worker in self.workers])

    def start(self, port: int) -> Server:
        """A worker."""
        return Server(self.instance, self.url, port=port, WEGWEISER_BEHIND_PROXY="1")

    def stop(self) -> None:
        """All of it."""
        self.front.stop()
        for worker in self.workers:
            worker.stop()

    def desks(self, number: int) -> list[Desk]:
        """Browsers that share one login."""
        desks = [Desk(self.front) for _ in range(number)]
        desks[0].log_in()
        for desk in desks:
            desk.cookie = desks[0].cookie
        return desks

    def books(self, worked: Worked) -> tuple[list[str], int]:
        """The acknowledged forms of which nothing is there, and how many contacts there are."""
        keys, today = Keys(SECRET), clock.now().date()
        database = Database(settings_for(self.instance, self.url))
        with database.reading() as session:
            known = {bytes(digest) for digest in session.scalars(select(ResendKey.digest))}
            contacts = len(session.scalars(select(Contact.key)).all())
        database.dispose()
        lost = [one for one in worked.acknowledged if resend_digest(open_form(keys, one, today).key) not in known]
        return lost, contacts


def work_through(house: House, *, desks: int, seconds: float, kills: int) -> Worked:
    """Let the desks write while so many times a worker is killed and started again, the two of them in turn."""
    worked, over = Worked(), threading.Event()
    threads = [threading.Thread(target=worked.write, args=(desk, over), daemon=True) for desk in house.desks(desks)]
    for thread in threads:
        thread.start()
    for number in range(kills):
        time.sleep(seconds / kills / 2)
        worker = house.workers[number % 2]
        worker.kill()
        time.sleep(seconds / kills / 2)
        house.workers[number % 2] = house.start(worker.port)
    over.set()
    for thread in threads:
        thread.join(60)
    return worked
