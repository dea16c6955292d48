"""Damaged files against a real database: refused with nothing changed, or read; never does the directory change."""

from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.db import Database
from app.directory.drafts import drafts
from app.directory.entries import contents
from app.directory.stored import stored
from app.exchange.proposals_import import compare, take_in
from referrals.interchange.models import Proposal
from referrals.interchange.xzufi.reading import read
from referrals.interchange.xzufi.values import BrokenMessage
from tests.unit.interchange.xzufi.files import LATER, NESTED, TRANSFER

WHOLE = [path.read_bytes() for path in (TRANSFER, NESTED, LATER)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(WHOLE), st.data())
def test_the_directory_never_changes(sqlite_database: Database, whole: bytes, data: st.DataObject) -> None:
    with sqlite_database.reading() as session:
        directory = contents(stored(session))
        before = {row.id: row.state for row in session.scalars(select(Proposal))}
    parts = whole.split(b"<")
    for place in data.draw(st.lists(st.integers(1, len(parts) - 1), max_size=4)):
        tag, end, _ = parts[place].partition(b">")
        other = data.draw(st.sampled_from([b"", b"14713", b"501", b"1001", b"L100042", b"2026-11-30", b"\xff", b"&x;"]))
        parts[place] = tag + end + other if end else parts[place]
    content = b"<".join(parts)[: data.draw(st.integers(len(whole) // 2, 2 * len(whole)))]
    broken = False
    try:
        message = read(BytesIO(content), "file.xml")
        with sqlite_database.reading() as session:
            found = compare(session, message, clock.now().date())
        with sqlite_database.writing() as session:
            take_in(session, message, found, now=clock.now())
    except BrokenMessage:
        broken = True
    with sqlite_database.reading() as session:
        assert contents(stored(session)) == directory
        assert drafts(session) == []
        after = {row.id: row.state for row in session.scalars(select(Proposal))}
    assert after == before or not broken
    assert before.keys() <= after.keys()
