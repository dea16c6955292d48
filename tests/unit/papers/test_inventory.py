"""The record of processing names every table, and every column in which a conversation leaves a trace."""

from app.migrations.models import METADATA
from app.papers.inventory import COLUMNS, OTHERS, STAFF, VISITORS


def test_every_table_is_named_once() -> None:
    named = [*VISITORS, *STAFF, *OTHERS]
    assert len(named) == len(set(named))
    assert set(named) == set(METADATA.tables)


def test_every_column_about_visitors_is_named() -> None:
    assert set(COLUMNS) == {f"{name}.{column.name}" for name in VISITORS for column in METADATA.tables[name].columns}


def test_tables_with_names_of_staff_are_not_among_the_others() -> None:
    """A foreign key to an account, or a column that says by whom."""
    for name, table in METADATA.tables.items():
        by_whom = any(column.name.endswith("_by") or column.name == "user_id" for column in table.columns)
        assert not by_whom or name in STAFF, name
