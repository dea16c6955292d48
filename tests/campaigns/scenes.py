"""The scenes of the campaign of faults. Those of the disk need root, since they mount and lock real files."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app import pdf
from app.db import Database
from app.files.models import StoredFile
from app.files.store import files_of
from handouts.models import HandoutEdition
from tests.campaigns.faults import Desk, Faults, Scene, cannot_write, check_books, check_log, refused_start, started
from tests.campaigns.town import Town, found
from tests.database import settings_for
from tests.web.faults.server import ROOT, Answer, Browser, Server, environment, serving

LAUNCHER = [sys.executable, "-m", "tests.campaigns.started"]
DAY = 24 * 3600
PAGE = 4096
LEAFLET = b"%PDF-1.7 a leaflet"


@dataclass(frozen=True)
class Stage:
    """Where a scene is played: a folder, a prepared database to begin with (else one is made), and for how many
    seconds a database cannot be written.
    """

    folder: Path
    like: Path | None
    seconds: float

    def town(self, folder: Path | None = None) -> Town:
        """An installation."""
        return found((folder or self.folder) / "instance", self.like)


def locked(scene: Scene, stage: Stage) -> None:
    """Another program holds the database."""
    town = stage.town()
    with serving(town.instance, town.url) as server:
        cannot_write(scene, town, server, _lock(town.file), stage.seconds)


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def disk_full(scene: Scene, stage: Stage) -> None:
    """Something else fills the disk to its last byte."""
    disk = stage.folder / "disk"
    with _small_disk(disk, megabytes=64):
        town = stage.town(disk)
        with serving(town.instance, town.url) as server:
            cannot_write(scene, town, server, _ballast(disk / "ballast"), stage.seconds)
        with _ballast(disk / "ballast"):
            refused_start(scene, town, "nothing was changed")


@contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def _ballast(file: Path) -> Iterator[None]:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(handle, bytes(PAGE))
    except OSError:
        os.close(handle)
    try:
        yield
    finally:
        file.unlink()


def read_only(scene: Scene, stage: Stage) -> None:
    """The files cannot be written any more, as after a failure of the disk; nor can the program be started then."""
    town = stage.town()
    with serving(town.instance, town.url) as server:
        cannot_write(scene, town, server, _immutable(town), stage.seconds)
    with _immutable(town):
        refused_start(scene, town, "nothing was changed")


@contextmanager
def _immutable(town: Town) -> Iterator[None]:
    files = [str(path) for path in (town.instance, *town.instance.glob("wegweiser.sqlite3*"))]
    subprocess.run(["chattr", "+i", *files], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


def clock_wrong(scene: Scene, stage: Stage) -> None:
    """The clock goes a day ahead, the night job runs, the clock goes back; and the other way round."""
    town, wrong = stage.town(), stage.folder / "clock"
    wrong.write_text("0")
    with started(scene, Server(town.instance, town.url, command=LAUNCHER, CAMPAIGN_CLOCK=str(wrong))) as server:
        for days in (1, -1):
            _through_a_wrong_day(scene, town, server, wrong, days)
        scene.expect('File "' not in server.log.read_text(), "a traceback in the log")


def _through_a_wrong_day(scene: Scene, town: Town, server: Server, wrong: Path, days: int) -> None:
    (browser,) = server.desks(1)
    sent, begun = Desk(browser), Desk(browser)
    for desk in (sent, begun):
        desk.prepare()
    before = _contacts(town)
    scene.expect(sent.finish().status == 200, "the contact was not logged")
    _set(wrong, days * DAY, browser)
    for desk in (sent, begun):
        _expect_no_contact(scene, desk.finish(), f"{days:+} day")
    _run_night_job(scene, town, wrong)
    _expect_no_contact(scene, sent.finish(), f"{days:+} day, after the night job")
    scene.expect(server.browser().log_in().get("/counter").status == 200, "nobody can log in while the clock is wrong")
    _set(wrong, 0, browser)
    begun.browser.log_in()
    begun.prepare()
    scene.until(lambda: begun.finish().status == 200, "the desk cannot go on")
    again = sent.browser.post("/counter", {**sent.form, "csrf_token": begun.browser.get("/counter").csrf})
    scene.expect(again.status < 500, f"sent again after the clock was put right: {again.status}")
    scene.expect(_contacts(town) == before + 2, f"{_contacts(town) - before} contacts of two forms")


def _set(wrong: Path, seconds: int, browser: Browser) -> None:
    """The server takes connections of a day ago for forgotten ones; a browser makes a new one by itself."""
    new = wrong.with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(wrong)
    browser.close()


def _expect_no_contact(scene: Scene, answer: Answer, when: str) -> None:
    """Asked to log in, or to send it once more: neither an error nor a word that it was logged."""
    scene.expect(answer.status in {200, 400, 401}, f"{when}: answered with {answer.status}")


def _run_night_job(scene: Scene, town: Town, wrong: Path) -> None:
    env = environment(town.instance, town.url, CAMPAIGN_CLOCK=str(wrong))
    done = subprocess.run([*LAUNCHER, "night"], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    scene.expect(done.returncode == 0, f"the night job ends with {done.returncode}: {done.stderr[-300:]}")


def _contacts(town: Town) -> int:
    with closing(sqlite3.connect(town.file)) as connection:
        return int(connection.execute("SELECT count(*) FROM contact").fetchone()[0])


def fonts_missing(scene: Scene, stage: Stage) -> None:
    """The fonts of print are gone: contacts are logged all the same, and slips say what to do until they are back."""
    town, fonts = stage.town(), stage.folder / "fonts"
    with started(scene, Server(town.instance, town.url, command=LAUNCHER, CAMPAIGN_FONTS=str(fonts))) as server:
        (browser,) = server.desks(1)
        desk = Desk(browser)
        desk.prepare()
        page = desk.finish()
        scene.expect(page.status == 200, "the contact was not logged")
        slip = _slip(desk, page)
        scene.told = _sentence(slip)
        scene.expect(slip.status == 500, f"the slip is answered with {slip.status}")
        scene.expect("./run.sh" in slip.body, "no word of what to do")
        fonts.symlink_to(pdf.FONTS)
        scene.until(lambda: _slip(desk, page).status == 200, "no slip after the fonts were back")
        check_books(scene, town, desk.acknowledged)


def _sentence(page: Answer) -> str:
    """The first one below the heading."""
    return page.body.partition("<h1")[2].partition("<p")[2].partition(">")[2].partition("<")[0].strip()


def _slip(desk: Desk, page: Answer) -> Answer:
    ticket = page.body.partition('name="ticket" value="')[2].partition('"')[0]
    return desk.browser.post("/slip.pdf", {"csrf_token": page.csrf, "ticket": ticket})


def upload_damaged(scene: Scene, stage: Stage) -> None:
    """A leaflet's file has lost a bit, then is gone: it is not shown as if it were whole."""
    town = stage.town()
    digest = _offer(town)
    file = files_of(town.instance).path(digest)
    with serving(town.instance, town.url) as server:
        (browser,) = server.desks(1)
        scene.expect(browser.get(f"/files/{digest}.pdf").body == LEAFLET.decode(), "the leaflet is not shown")
        file.write_bytes(LEAFLET.replace(b"leaflet", b"leaf1et"))
        damaged = browser.get(f"/files/{digest}.pdf")
        scene.told = damaged.body.partition("<h1")[2].partition("<p")[2].partition(">")[2].partition("<")[0].strip()
        scene.expect(
            damaged.status == 500 and "beschädigt" in damaged.body, "a damaged file is shown as if it were whole"
        )
        file.unlink()
        scene.expect(browser.get(f"/files/{digest}.pdf").status == 404, "a lost file is not told")
        scene.expect(server.healthy(), "a damaged file keeps the desks from working")
        files_of(town.instance).put(LEAFLET)
        scene.until(lambda: browser.get(f"/files/{digest}.pdf").status == 200, "the leaflet does not come back")
        check_log(scene, server, "DamagedFile")


def _offer(town: Town) -> str:
    files, database = files_of(town.instance), Database(settings_for(town.instance, town.url))
    digest = files.put(LEAFLET)
    row = StoredFile(digest=digest, size=len(LEAFLET), pages=1, width=595, height=842, text="", folded="", notes=[],
                     thumbnail=files.put(b"png"), stored_on=date(2026, 11, 1))  # fmt: skip
    edition = {"kind": "file", "file_digest": digest, "link": None, "issued_on": None, "pages": 1}
    with database.writing() as session:
        session.add(row)
        session.flush()
        session.add(HandoutEdition(id="0123456789ab", handout_id="h_stadtplan", language="uk", **edition))
    database.dispose()
    return digest


def page_damaged(scene: Scene, stage: Stage) -> None:
    """Pages of the database are lost under the running server; a restart is refused until a whole file is back."""
    town, copy = stage.town(), stage.folder / "copy"
    with started(scene, Server(town.instance, town.url)) as server:
        desk = Desk(server.browser().log_in())
        desk.prepare()
        scene.expect(desk.finish().status == 200, "the contact was not logged")
        with closing(sqlite3.connect(town.file)) as whole, closing(sqlite3.connect(copy)) as kept:
            whole.backup(kept)
            whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _lose_pages(town.file)
        for path in ("/counter", "/house", "/board"):
            status = desk.browser.get(path).status
            scene.expect(status in {200, 302, 303, 403, 500, 503}, f"{path} is answered with {status}")
        scene.expect('File "' not in server.log.read_text(), "a traceback in the log")
        server.kill()
    refused_start(scene, town, "damaged", "restore")
    for file in town.instance.glob("wegweiser.sqlite3*"):
        file.unlink()
    shutil.copyfile(copy, town.file)
    check_books(scene, town, desk.acknowledged)


def _lose_pages(file: Path) -> None:
    """All but the first, which says what the file is."""
    size = file.stat().st_size
    with file.open("r+b") as pages:
        pages.seek(PAGE)
        pages.write(bytes(size - PAGE))


Play = Callable[[Scene, Stage], None]
EVERYWHERE: dict[str, Play] = {
    "locked": locked,
    "clock": clock_wrong,
    "fonts": fonts_missing,
    "upload": upload_damaged,
    "page": page_damaged,
}
AS_ROOT: dict[str, Play] = {"full": disk_full, "read-only": read_only}


def play(folder: Path, names: list[str], *, seconds: float, like: Path | None = None) -> Faults:
    """Play these scenes, each in a folder of its own; the rest: see Stage."""
    scenes = []
    for name in names:
        scene = Scene(name)
        own = folder / name
        own.mkdir()
        (EVERYWHERE | AS_ROOT)[name](scene, Stage(own, like, seconds))
        scenes.append(scene)
    return Faults(scenes)
