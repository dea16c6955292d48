"""The form that the program knows is that of Open Referral's schemas; the check of the tests sees what is wrong."""

import pytest

from referrals.interchange.hsds.form import TABLES, Table
from tests.unit.interchange.hsds import schema

KINDS = {"datetime": "date-time"}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_each_table_is_that_of_the_schemas(table: Table) -> None:
    official = schema.TABLES[table.name]
    assert table.file == official["file"]
    columns = {column.name: list(column.choices) or KINDS.get(column.kind, column.kind) for column in table.columns}
    nested = {name: ["list", child] for name, child in table.many.items()}
    nested |= {name: ["object", child] for name, child in table.one.items()}
    assert columns | nested == official["fields"]
    assert {column.name for column in table.columns if column.required} == set(official["required"])
    assert {column.name for column in table.columns if column.linked} == set(official["required_in_tables"])


def test_all_tables_are_known() -> None:
    assert TABLES.keys() == schema.TABLES.keys()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"further": "x"}, ".further: unknown"),
        ({"description": None}, ".description: None is no string"),
        ({"id": "7"}, ".id: '7' is no uuid"),
        ({"website": "Rathaus"}, ".website: 'Rathaus' is no uri"),
        ({"phones": []}, ".phones: no list, or an empty one"),
        ({"phones": [{"id": "00000000-0000-4000-8000-000000000000"}]}, ".phones[0].number: missing"),
    ],
)
def test_the_check_of_these_tests_is_strict(change: dict[str, object], fault: str) -> None:
    organization = {"id": "00000000-0000-4000-8000-000000000000", "name": "A", "description": "B"}
    assert list(schema.faults("organization", organization)) == []
    assert list(schema.faults("organization", organization | change)) == [fault]
