"""Whatever is sent to the form is answered: fields that are missing, doubled or hold what no browser sends."""

import random

import pytest
from werkzeug.datastructures import MultiDict

from config import Settings
from tests.web.offices.editor import Editor, fields_of
from tests.web.pages import check_page

STRANGE = (
    "", "x", "0", "-1", "9" * 20, "\x00", "\u202e", "\ud7ff", "24:00", "2026-02-30", "0000-00-00", "0001-01-01",
    "9999-12-31", "31.2.2026", "1.1.0000", "１２:００", "24.12.", "<script>", "%(text)s {x} %s", "'\"", "ä" * 3000, "*",
    "wzl", "null", "[]", "{}", "Mo-Fr 08:00-12:00; PH off", "week 01-53/2 PH off",
)  # fmt: skip
MORE = (
    "single_day", "single_times", "closure_from", "closure_to", "topics", "as_of-phone", "hours_from", "why", "remove",
    "add",
)  # fmt: skip
ACTIONS = ("save", "publish", "submit", "check", "discard", "undo", "")


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("office", ["wzl", "new"])
def test_every_answer_is_a_page(editor: Editor, office: str, seed: int) -> None:
    chance = random.Random(seed)
    sent = list(fields_of(editor.open(office).form))
    token = [(name, value) for name, value in sent if name == "csrf_token"]
    fields = [(name, value) for name, value in sent if name != "csrf_token"]
    for _ in range(15):
        typed = [(name, chance.choice(STRANGE) if chance.random() < 0.12 else value) for name, value in fields]
        typed = [one for one in typed if chance.random() > 0.05]
        typed += [(chance.choice(MORE), chance.choice(STRANGE)) for _ in range(chance.randint(0, 5))]
        typed += [("action", chance.choice(ACTIONS)), ("office", "wzl")]
        path = f"/offices/{office}" if chance.random() < 0.85 else "/offices/preview.pdf"
        response = editor.client.post(path, data=MultiDict([*token, *typed]))
        assert response.status_code < 500, typed
        if response.mimetype == "text/html" and response.status_code != 303:
            check_page(response)
