"""Every table and column says whether the log shows it; a new one cannot be forgotten, and no secret can slip in."""

import re
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

from app.audit.declared import DEEDS, LEFT_OUT, WATCHED, Watched
from app.migrations.models import METADATA
from app.operations import audit_words
from app.upkeep import words
from config import ROOT

SECRET = re.compile("hash|secret|sealed|digest|token|(?<!change_)password$|subject$")
KNOWN_BY_THEIR_CONTENT = {("release", "hash"), ("stored_file", "digest"), ("work_aid", "file_digest")}
KNOWN_BY_THEIR_CONTENT |= {("handout_edition", "file_digest"), ("translation", "source_hash")}
ABOUT_VISITORS = {"contact", "contact_topic", "referral", "slip_code", "feedback", "desk_load", "topic_load"}
ABOUT_VISITORS |= {"handout_given", "edition_stock", "language_unmet", "wrong_data", "missing_note", "resend_key"}


def test_every_table_is_declared_once() -> None:
    assert set(WATCHED) | set(LEFT_OUT) == set(METADATA.tables)
    assert not set(WATCHED) & set(LEFT_OUT)


@pytest.mark.parametrize(("name", "watched"), WATCHED.items(), ids=list(WATCHED))
def test_every_column_is_declared_once(name: str, watched: Watched) -> None:
    sets = (watched.shown, watched.hidden, watched.left_out)
    assert sorted(column for declared in sets for column in declared) == sorted(METADATA.tables[name].columns.keys())
    assert watched.title is None or watched.title in watched.shown
    assert (watched.part_of is None) == (watched.owner is None)
    if watched.part_of:
        assert watched.owner in watched.shown
        assert len(METADATA.tables[watched.part_of].primary_key) == 1
        assert WATCHED[watched.part_of].part_of is None


@pytest.mark.parametrize(("name", "watched"), WATCHED.items(), ids=list(WATCHED))
def test_no_secret_is_shown(name: str, watched: Watched) -> None:
    columns = METADATA.tables[name].columns
    risky = {column.name for column in columns if SECRET.search(column.name) or isinstance(column.type, LargeBinary)}
    assert not {(name, column) for column in risky & watched.shown} - KNOWN_BY_THEIR_CONTENT


def test_nothing_about_visitors_and_no_working_hours_are_watched() -> None:
    assert set(LEFT_OUT) >= ABOUT_VISITORS | {"login", "login_failure", "draft"}
    assert WATCHED["user"].left_out >= {"language", "single_keys", "colour_scheme"}
    assert "last_step" in WATCHED["second_factor"].left_out
    assert "participants" in WATCHED["event"].left_out


def test_every_kind_and_field_has_a_name() -> None:
    wholes = {name for name, watched in WATCHED.items() if watched.part_of is None}
    assert set(audit_words.KINDS) >= wholes | DEEDS
    shown = {column for watched in WATCHED.values() for column in (watched.shown | watched.hidden) - {watched.owner}}
    parts = set(WATCHED) - wholes
    assert shown | parts <= set(audit_words.FIELDS) | set(words.FIELDS)


def test_nothing_writes_rows_past_the_log() -> None:
    """SQLAlchemy's older ways of writing many rows raise no event, and connections know nothing of the log."""
    past = re.compile(r"\.bulk_(save|insert|update)|\.connection\(\)|write_engine\.(begin|connect)")
    own = {ROOT / "app/db.py", *(ROOT / "app/keeping").glob("*.py"), *(ROOT / "app/migrations").rglob("*.py")}
    folders = (ROOT / name for name in ("app", "referrals", "handouts"))
    files = [path for folder in folders for path in folder.rglob("*.py") if path not in own]
    assert [path for path in files if past.search(Path(path).read_text(encoding="utf-8"))] == []
