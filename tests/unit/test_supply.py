"""Bill of materials, licences and ages are those of the locks."""

import json
import re

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import bill, facts, report
from tests.supply.locks import packages

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "EUPL-1.2",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "ZPL-2.1",
    "Zlib",
}


def may_be_used(licence: str) -> bool:
    """Whether one of the alternatives is allowed wholly."""
    return any(set(one.split(" AND ")) <= ALLOWED for one in licence.split(" OR "))


def test_facts_are_known_of_exactly_what_is_locked() -> None:
    assert set(facts.read()) == {(one.system, one.name, one.version) for one in packages()}


def test_every_licence_may_be_used() -> None:
    assert {licence for fact in facts.read().values() if not may_be_used(licence := fact.licence)} == set()
    assert not may_be_used("AGPL-3.0-only")
    assert not may_be_used("MIT AND GPL-3.0-only")


def test_the_bill_is_that_of_the_locks_and_valid() -> None:
    written = bill.FILE.read_text(encoding="utf-8")
    assert written == bill.text(packages(), facts.read())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    listed = json.loads(written)["components"]
    assert {one["purl"] for one in listed} == {one.purl for one in packages()}
    assert all(one["hashes"] and one["licenses"] for one in listed)


def test_the_report_names_every_package_with_its_age() -> None:
    written = report.FILE.read_text(encoding="utf-8")
    for one in packages():
        day = facts.read()[one.system, one.name, one.version].released
        assert re.search(
            rf"^\| {re.escape(one.name)} \| {re.escape(one.version)}.* \| {day:%d\.%m\.%Y} \|", written, re.M
        )
