"""What can go wrong with the machine under the running server: the disk, a lock, the clock, fonts, files, pages.

Each scene says what was not as promised (a clear message, nothing lost, recovery by itself within ten seconds, or a
refusal to start that says what to do), and how long it took until all was well again.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app import clock
from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.campaigns.writers import HANDOUT
from tests.web.faults.server import COMMAND, ROOT, Answer, Browser, Server, environment

RECOVERED_SECONDS = 10
LONGEST_WAIT_SECONDS = 20
NOTHING_SAVED = "Es wurde nichts gespeichert, Ihre Eingaben bleiben erhalten."
DESKS = 3
MOST_CONTACTS = 400
"""A write-ahead log that is there already takes some contacts on a full disk, too."""


@dataclass
class Scene:
    """A fault: what should not have been, and the seconds until all was well again."""

    name: str
    findings: list[str] = field(default_factory=list)
    recovered: float = 0.0
    told: str = ""

    def expect(self, holds: object, otherwise: str) -> None:
        """Note ``otherwise`` if it does not hold."""
        if not holds:
            self.findings.append(otherwise)

    def until(self, holds: Callable[[], object], otherwise: str) -> None:
        """Wait until it holds, for as long as recovery may take."""
        begun = time.monotonic()
        while not holds():
            if time.monotonic() - begun > RECOVERED_SECONDS:
                self.findings.append(otherwise)
                return
            time.sleep(0.05)
        self.recovered = max(self.recovered, time.monotonic() - begun)


@dataclass(frozen=True)
class Faults:
    """All scenes that were played."""

    scenes: list[Scene]

    def missed(self) -> list[str]:
        """What was not as promised."""
        return [f"{scene.name}: {finding}" for scene in self.scenes for finding in scene.findings]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            scene.name: {"recovered_s": round(scene.recovered, 2), "findings": scene.findings, "told": scene.told}
            for scene in self.scenes
        }


class Desk:
    """An advisor who remembers which forms were acknowledged."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.acknowledged: list[str] = []
        self.form: dict[str, str] = {}

    def prepare(self) -> None:
        """A conversation that is ready to be finished."""
        self.form = self.browser.form(handout=HANDOUT)

    def finish(self) -> Answer:
        """Send it."""
        answer = self.browser.post("/counter", self.form)
        if answer.status == 200:
            self.acknowledged.append(self.form["token"])
        return answer


def cannot_write(scene: Scene, town: Town, server: Server, fault: AbstractContextManager[None], seconds: float) -> None:
    """Desks work, then for so many seconds nothing can be written, then all is well by itself."""
    desks = [Desk(browser) for browser in server.desks(DESKS)]
    for desk in desks:
        desk.prepare()
        desk.finish()
        desk.prepare()
    with fault:
        begun = time.monotonic()
        _together(desks, lambda desk: _refused(scene, desk))
        scene.expect(desks[0].browser.get("/counter").status == 200, "nothing can be read")
        scene.expect(not server.healthy(), "/healthz says that the database can be written")
        time.sleep(max(0.0, seconds - (time.monotonic() - begun)))
    scene.until(server.healthy, "the database cannot be written again")
    for desk in desks:
        scene.until(partial(_logged, desk), "what was refused cannot be sent again")
    check_books(scene, town, [token for desk in desks for token in desk.acknowledged])
    check_log(scene, server, "database unavailable")


def _together(desks: list[Desk], work: Callable[[Desk], None]) -> None:
    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _refused(scene: Scene, desk: Desk) -> None:
    """Finish conversations until one is refused: with a clear word and all that had been entered."""
    for _ in range(MOST_CONTACTS):
        begun = time.monotonic()
        answer = desk.finish()
        waited = time.monotonic() - begun
        if answer.status != 200:
            scene.told = _heading(answer)
            scene.expect(answer.status == 503, f"answered with {answer.status}")
            scene.expect(NOTHING_SAVED in answer.body, "no word that nothing was saved")
            scene.expect(desk.form["token"] in answer.body, "the input is not kept")
            scene.expect(waited < LONGEST_WAIT_SECONDS, f"told after {waited:.0f} s only")
            return
        desk.prepare()
    scene.findings.append("could write all the time")


def _logged(desk: Desk) -> bool:
    return desk.finish().status == 200


def _heading(answer: Answer) -> str:
    return answer.body.partition("<h1")[2].partition(">")[2].partition("<")[0].strip()


def check_books(scene: Scene, town: Town, acknowledged: list[str]) -> None:
    """All that was acknowledged is there, once and whole."""
    books = Books(town.file)
    missing = books.missing(acknowledged, clock.now().date())
    scene.expect(not missing, f"{len(missing)} acknowledged contacts are lost")
    contacts = books.counts()["contacts"]
    scene.expect(contacts == len(acknowledged), f"{contacts} contacts of {len(acknowledged)} forms")
    scene.findings += books.partial()


def check_log(scene: Scene, server: Server, words: str) -> None:
    """The log says what it was, and shows no traceback."""
    log = server.log.read_text()
    scene.expect(words in log, f"the log does not say “{words}”")
    scene.expect("Traceback" not in log and 'File "' not in log, "a traceback in the log")


def refused_start(scene: Scene, town: Town, *words: str) -> None:
    """The program does not start, and says in one paragraph what to do."""
    env = environment(town.instance, town.url)
    done = subprocess.run(
        [*COMMAND, "serve"], env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    scene.told = done.stderr.strip()
    scene.expect(done.returncode == 1, f"the start ends with {done.returncode}")
    scene.expect("Traceback" not in done.stderr, "a traceback instead of a sentence")
    for word in words:
        scene.expect(word in done.stderr, f"the refusal does not say “{word}”")


@contextmanager
def started(scene: Scene, server: Server) -> Iterator[Server]:
    """Ends the server at the end of a scene, even one that went wrong."""
    try:
        yield server
    finally:
        server.stop()
        scene.expect(server.process.returncode in {0, -9}, f"the server ended with {server.process.returncode}")
