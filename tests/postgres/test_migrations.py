"""Models and migrations say the same, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from app.db import Database
from app.migrations import head, upgrade
from app.migrations.models import METADATA
from config import Settings
from tests.database import Postgres, settings_for

TABLES_ABOUT_VISITORS = (
    "contact", "contact_topic", "referral", "slip_code", "desk_load", "topic_load", "resend_key", "feedback",
)  # fmt: skip


def test_models_and_migrations_agree(database: Database) -> None:
    with database.write_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == head()


def test_upgrading_twice_changes_nothing_and_keeps_the_data(database: Database) -> None:
    with database.reading() as session:
        before = session.scalar(text("SELECT count(*) FROM office"))
    upgrade(database.write_engine)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM office")) == before == 77


def test_upgrade_works_from_any_folder_on_an_empty_database(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with postgres.new_database() as url:
        for settings in (settings_for(tmp_path, f"sqlite:///{tmp_path}/new.sqlite3"), settings_for(tmp_path, url)):
            database = Database(settings)
            upgrade(database.write_engine)
            names = set(inspect(database.write_engine).get_table_names())
            database.dispose()
            assert names == {*METADATA.tables, "alembic_version"}


def test_tables_about_visitors_have_no_order_of_insertion(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        for table in TABLES_ABOUT_VISITORS:
            written = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
            assert str(written).rstrip().endswith("WITHOUT ROWID"), table


def test_the_database_really_is_what_the_url_says(database: Database, settings: Settings) -> None:
    with database.reading() as session:
        dialect = session.get_bind().dialect.name
    assert settings.database_url.startswith(dialect)
