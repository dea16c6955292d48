"""Whatever is sent to the library is understood or refused, and stores no surprise."""

import pytest
from flask.testing import FlaskClient

from app.db import Database
from tests.web.faults.test_requests import ODD
from tests.web.library.shelves import copies, put, stored
from tests.web.staff import post

pytestmark = pytest.mark.one_database

EDITION = ("language", "kind", "link", "issued_on", "valid_until", "pages", "note", "left", "reorder_at", "version",
           "replaces", "request", "file_digest")  # fmt: skip
HANDOUT = ("title_de", "title_en", "evidence", "topics", "traits", "publisher", "seen", "why", "action")


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values(editor: FlaskClient, database: Database, odd: str) -> None:
    edition = put(database, "h_kita", left=3)
    before = stored(database, "h_kita")
    for path in ("/handouts", "/handouts/languages", "/handouts/stock", "/handouts/h_kita"):
        query = dict.fromkeys(("q", "topic", "language", "show", "at", "did", "done", "all", "request"), odd)
        assert editor.get(path, query_string=query).status_code in {200, 400}, path
    for path, names in (
        ("/handouts/h_kita/editions/new", EDITION),
        (f"/handouts/h_kita/editions/{edition}", EDITION),
        ("/handouts/h_kita/edit", HANDOUT),
        ("/handouts/new", HANDOUT),
        (f"/handouts/h_kita/editions/{edition}/state", ("action",)),
    ):
        answer = post(editor, path, dict.fromkeys(names, odd)).status_code
        assert answer in {303, 400, 409, 413}, path
    assert post(editor, f"/handouts/h_kita/editions/{edition}/stock", {"action": odd}).status_code in {303, 400}
    assert stored(database, "h_kita") == before
    held = copies(database, edition)
    assert held is not None
    assert held.left == 3
