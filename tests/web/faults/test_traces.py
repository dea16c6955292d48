"""What a real server leaves behind in files, log, cookies and headers after visitors with every flag and group."""

import random
from contextlib import closing
from pathlib import Path

import pytest

from app import night
from app.contacts import values
from app.db import Database
from app.files.store import files_of
from app.keeping.archive import unpack
from app.keeping.locks import Lock
from app.keeping.writing import write_backup
from app.keys import Keys
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from config import Settings
from tests.database import SECRET
from tests.house import ARABIC, GUIDE, ROMANIAN, furnish
from tests.web.faults.server import Answer, Browser, add_advisor, serving

MARKS = ("zzsuchwort", "zzsprache", "zzmerkmal", "zzwert", "zzstelle", "zzmaterial")
"""Words that only these visitors bring: in searches, language fields and traits that do not exist."""


@pytest.fixture(autouse=True)
def monday() -> None:
    """Here the clock is the real one: the server's."""


def occurrences(path: Path, words: list[str]) -> dict[str, int]:
    content = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    return {word: content.count(word.encode()) for word in words}


def visit(desk: Browser, words: Vocabulary, number: int, chance: random.Random, event: str) -> list[Answer]:
    """A visitor with an answer to every question, who searches, mistypes, is given material that others miss, and is
    logged; every third one is undone.
    """
    form = desk.form(
        language=chance.choice(list(words.languages)),
        subtopic=list(words.subtopics)[number % len(words.subtopics)],
        persons=chance.choice(values.PERSONS),
        q="zzsuchwort",
        language_query="zzsprache",
        handout=chance.choice((ROMANIAN, ARABIC, GUIDE, "h_mbe", "zzmaterial")),
        event=event,
    )
    for trait, question in words.questions.items():
        options = list(question.options) or (["<27", ">=27"] if trait == "age" else ["yes", "no"])
        options = [option for option in options if option != "status_unknown"]
        form[f"a-{trait}"] = options[number % len(options)]
    answers = [
        desk.post("/counter/answer", form | {"go": "search"}),
        desk.post("/counter/answer", form | {"language": "", "go": "next"}),
        desk.post("/counter", form | {"a-zzmerkmal": "zzwert"}),
        desk.post("/counter", form | {"csrf_token": "zzwert"}),
        desk.request("POST", "/counter", b"\xffzzmerkmal=zzwert", {"Content-Type": "multipart/form-data; boundary="}),
        desk.post("/slip.pdf", {"csrf_token": form["csrf_token"], "ticket": "zzwert"}),
        desk.post("/counter/zzwert", form),
        desk.post("/counter/missing", form | {"missing": f"topic {form['subtopic']}"}),
        desk.post("/counter/missing", form | {"missing": "topic zzmaterial"}),
        desk.post("/counter/missing/undo", form | {"undo_missing": "zzmaterial"}),
        desk.post("/counter", form),
    ]
    assert answers[-1].status == 200
    undo = 'name="undo" value="'
    if number % 3 == 0 and undo in answers[-1].body:
        sealed = answers[-1].body.partition(undo)[2].partition('"')[0]
        answers.append(desk.post("/counter/undo", {"csrf_token": form["csrf_token"], "undo": sealed}))
    return answers


def leave_traces(settings: Settings, visitors: int) -> None:
    """Serves the visitors and looks for them everywhere."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    add_advisor(settings.database_url, settings.instance)
    database = Database(settings)
    with database.writing() as session:
        event = furnish(session).event
    night.run(database)
    with database.reading() as session:
        words = vocabulary(session)
    traits = [*words.flags, *words.groups]
    # Reading the file by hand would drop the locks of this process's own connections on it.
    database.dispose()
    before, backed_up = occurrences(path, traits), in_backup(settings, traits)
    chance = random.Random(7)
    answers: list[Answer] = []
    temp = settings.instance.parent / "temp"
    temp.mkdir()
    with serving(settings.instance, settings.database_url, TMPDIR=str(temp)) as server:
        (desk,) = server.desks(1)
        for number in range(visitors):
            answers += visit(desk, words, number, chance, event)
        log = server.log.read_text()
    assert occurrences(path, list(MARKS)) == dict.fromkeys(MARKS, 0)
    night.run(database)
    database.dispose()
    after = occurrences(path, traits)
    # A contact keeps concept groups, of which some are named like a trait, and topics, in whose ids some traits occur.
    kept = " ".join([*values.CONCEPT_GROUPS, *words.subtopics])
    told = [trait for trait in traits if trait not in kept]
    assert len(told) > 40
    assert [after[trait] for trait in told] == [before[trait] for trait in told]
    assert in_backup(settings, list(MARKS)) == dict.fromkeys(MARKS, 0)
    again = in_backup(settings, traits)
    assert [again[trait] for trait in told] == [backed_up[trait] for trait in told]
    assert not list(temp.rglob("*"))
    headers = "".join(answer.headers for answer in answers) + desk.cookie
    for text in (log, headers, *_files(settings.instance)):
        assert not [word for word in (*MARKS, *traits) if word in text]
    assert not [answer.status for answer in answers if answer.status >= 500]
    assert "/counter" not in log


def in_backup(settings: Settings, words: list[str]) -> dict[str, int]:
    """How often each word is in a backup, opened and unpacked."""
    database, path = Database(settings), settings.instance.parent / "backup"
    written = write_backup(database, Keys(SECRET), files_of(settings.instance), path, Lock())
    database.dispose()
    with path.open("rb") as file, closing(unpack(file, written.bytes)) as members:
        content = b"".join(one for _, one in members)
    return {word: content.count(word.encode()) for word in words}


def _files(folder: Path) -> list[str]:
    return [path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]


def test_visitors_leave_no_traces(sqlite_settings: Settings) -> None:
    leave_traces(sqlite_settings, 6)


@pytest.mark.campaign
def test_two_hundred_visitors_leave_no_traces(sqlite_settings: Settings) -> None:
    leave_traces(sqlite_settings, 200)
