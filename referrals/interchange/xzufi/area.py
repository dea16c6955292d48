"""Areas of responsibility by their official keys: is it about people in the city, in the county, everywhere, elsewhere?

ARS (12 digits) and AGS (8 digits) begin alike: two digits of the Land, five of the district, then the municipality.
They are a hierarchy: what holds for ``14`` (Saxony) holds for ``14713`` (the city of Leipzig) too, and zeros at the end
only fill up (``147130000000``). Source of the keys: the municipal directory of the Federal Statistical Office.
"""

from collections.abc import Iterable
from dataclasses import dataclass

KEY_LENGTHS = frozenset({2, 3, 5, 8, 9, 12})
DISTRICT = 5
LAND = 2


@dataclass(frozen=True)
class Region:
    """The districts that the residence question of the directory tells apart."""

    city: str
    county: str


LEIPZIG = Region(city="14713", county="14729")
"""City of Leipzig, and Landkreis Leipzig. Nordsachsen (14730) is elsewhere, as in the directory."""


@dataclass(frozen=True)
class Area:
    """For whom something holds; ``part`` are keys of single municipalities of the county."""

    city: bool = False
    county: bool = False
    part: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether it concerns anybody in the region."""
        return self.city or self.county or bool(self.part)

    @property
    def single(self) -> tuple["Area", ...]:
        """City and county one by one, as far as they are concerned."""
        county = Area(county=True) if self.county or self.part else None
        return tuple(one for one in (Area(city=True) if self.city else None, county) if one)

    @property
    def condition(self) -> str:
        """As a condition of a routing rule; "" means everybody."""
        if self.city and (self.county or self.part):
            return "" if self.county else "res=city|county"
        return "res=city" if self.city else "res=county"


def area_of(keys: Iterable[str], region: Region = LEIPZIG) -> Area:
    """What these keys mean for the region. A key that is none counts as elsewhere."""
    city = county = False
    part: list[str] = []
    for key in keys:
        if not key.isascii() or not key.isdigit() or len(key) not in KEY_LENGTHS:
            continue
        stem = _stem(key)
        city |= region.city.startswith(stem) or stem.startswith(region.city)
        county |= region.county.startswith(stem)
        if stem.startswith(region.county) and stem != region.county:
            part.append(key)
    return Area(city, county, () if county else tuple(sorted(set(part))))


def _stem(key: str) -> str:
    """Without what only fills up: a district's five digits, a Land's two, "" for the whole country."""
    if key[DISTRICT:].strip("0"):
        return key
    if key[LAND:].strip("0"):
        return key[:DISTRICT]
    return key[:LAND].strip("0") and key[:LAND]
