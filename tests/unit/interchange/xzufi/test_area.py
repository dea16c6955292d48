"""Keys of areas are a hierarchy: longer ones lie in shorter ones, zeros at the end only fill up."""

import pytest

from referrals.interchange.xzufi.area import Area, area_of
from referrals.routing.condition import Condition

CITY, COUNTY, BOTH = Area(city=True), Area(county=True), Area(city=True, county=True)


@pytest.mark.parametrize(
    ("keys", "area"),
    [
        (["14713"], CITY),
        (["14713000"], CITY),
        (["147130000000"], CITY),
        (["14729"], COUNTY),
        (["14729000"], COUNTY),
        (["147290000000"], COUNTY),
        (["14"], BOTH),
        (["140000000000"], BOTH),
        (["000000000000"], BOTH),
        (["00"], BOTH),
        (["14713000", "14729"], BOTH),
        (["147290160160"], Area(part=("147290160160",))),
        (["14729160"], Area(part=("14729160",))),
        (["14729", "147290160160"], COUNTY),
        (["14713", "147290160160"], Area(city=True, part=("147290160160",))),
    ],
)
def test_here(keys: list[str], area: Area) -> None:
    assert area_of(keys) == area
    assert area.here


@pytest.mark.parametrize(
    "key", ["14730", "147300000000", "14612000", "15", "09", "", "1471", "Leipzig", "14713x", "１４"]
)
def test_elsewhere(key: str) -> None:
    assert not area_of([key]).here


@pytest.mark.parametrize(
    ("area", "condition"),
    [
        (CITY, "res=city"),
        (COUNTY, "res=county"),
        (BOTH, ""),
        (Area(part=("x",)), "res=county"),
        (Area(city=True, part=("x",)), "res=city|county"),
    ],
)
def test_as_a_condition(area: Area, condition: str) -> None:
    assert area.condition == condition
    assert str(Condition.parse(condition)) == condition
