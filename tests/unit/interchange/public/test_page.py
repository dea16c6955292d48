"""The page and its data: nothing internal, nothing that runs, the same offices in both."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from referrals.interchange.public import schema_org
from referrals.interchange.public.page import DATA, PAGE, files, html
from tests.unit.interchange.public.examples import directory, office, rule

NASTY = "</script><script>alert(1)</script> & <b>\u2028"
SCRIPT = re.compile(r'<script type="application/ld\+json">\n(.*?)\n</script>', re.DOTALL)


class Tags(HTMLParser):
    """The elements of a page, with what is open at the end."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, name: str) -> list[Any]:
        """The values of an attribute."""
        return [attrs[name] for _, attrs in self.seen if name in attrs]


def node(**changed: Any) -> dict[str, Any]:
    """What schema.org is told of one office."""
    graph: list[dict[str, Any]] = schema_org.document(directory(office(**changed)))["@graph"]
    return graph[1]


def test_the_page_stands_alone_and_is_whole() -> None:
    page = html(directory(office(), office("b", website="https://b.example/x"), rules=(rule("wohnen", "amt", "b"),)))
    tags = Tags(page)
    assert tags.open == []
    assert {name for name, _ in tags.seen} & {"link", "img", "iframe", "form", "input", "object"} == set()
    assert [attrs for name, attrs in tags.seen if name == "script"] == [{"type": "application/ld+json"}]
    assert "url(" not in page
    assert tags.all("src") == []
    ids = tags.all("id")
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in tags.all("href") if link.startswith("#")} <= set(ids)
    assert set(tags.all("aria-labelledby")) <= set(ids)
    assert [name for name, _ in tags.seen].count("h1") == 1
    assert "{{" not in page


def test_names_of_languages_are_marked() -> None:
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in html(directory(office()))


def test_numbers_stay_on_one_line_and_can_be_dialled() -> None:
    page = html(directory(office(verified=False)))
    assert '<a href="tel:+493411230">+49\u00a0341\u00a01230</a>' in page
    assert "Bitte vorher fragen: +49\u00a0341\u00a01230" in page


def test_nothing_internal_is_published() -> None:
    for content in files(directory(office(street="Geheimweg 7", notes=("address_confidential",)))).values():
        assert b"INTERNAL" not in content
        assert b"Geheimweg" not in content


def test_texts_cannot_break_out() -> None:
    found = directory(office(name_de=NASTY, aliases=(NASTY,), street=NASTY), rules=(rule("wohnen", "amt"),))
    page = html(found)
    assert "<script>alert" not in page
    [data] = SCRIPT.findall(page)
    assert not set(data) & set("<>&\u2028")
    assert json.loads(data) == json.loads(json.dumps(schema_org.document(found)))
    assert json.loads(files(found)[DATA])["@graph"][1]["name"] == NASTY
    assert Tags(page).open == []


def test_the_same_offices_in_page_and_data() -> None:
    found = files(directory(office("a"), office("b")))
    graph = json.loads(found[DATA])["@graph"]
    assert [one["@id"] for one in graph] == ["#page", "#a", "#b"]
    ids = Tags(found[PAGE].decode()).all("id")
    assert {one["@id"].removeprefix("#") for one in graph[1:]} <= set(ids)


def test_an_office_of_the_city() -> None:
    found = node(website="https://www.leipzig.de", aliases=("Wohnungsamt",), cost="free", email="a@b.de")
    assert found["@type"] == "GovernmentOffice"
    assert found["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Markt 1",
        "postalCode": "04109",
        "addressLocality": "Leipzig",
        "addressCountry": "DE",
    }
    assert found["alternateName"] == ["Wohnungsamt"]
    assert found["areaServed"] == {"@type": "City", "name": "Leipzig"}
    assert found["isAccessibleForFree"] is True
    assert found["contactPoint"]["availableLanguage"] == [
        {"@type": "Language", "name": "Deutsch", "alternateName": "de"},
        {"@type": "Language", "name": "Arabisch", "alternateName": "ar"},
    ]
    assert found["openingHoursSpecification"][:2] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday"], "opens": opens, "closes": closes}
        for opens, closes in (("09:00", "12:00"), ("13:00", "18:00"))
    ]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("ngo", "NGO"), ("welfare", "NGO"), ("university", "CollegeOrUniversity"), ("chamber", "Organization")],
)
def test_another_organization_is_open_at_its_location(kind: str, type_: str) -> None:
    found = node(kind=kind)
    assert found["@type"] == type_
    assert "openingHoursSpecification" not in found
    assert found["location"]["@type"] == "Place"
    assert len(found["location"]["openingHoursSpecification"]) == 3


def test_who_is_only_on_the_phone_can_be_reached_at_hours() -> None:
    found = node(kind="ngo", street=None, opening_hours="24/7")
    assert "location" not in found
    [reached] = found["contactPoint"]["hoursAvailable"]
    assert (len(reached["dayOfWeek"]), reached["opens"], reached["closes"]) == (7, "00:00", "23:59")


def test_closed_days_by_date() -> None:
    found = node(closures=((date(2026, 11, 1), date(2026, 11, 22)), (date(2026, 12, 21), date(2026, 12, 23))))
    closed = [(one["validFrom"], one["validThrough"]) for one in found["specialOpeningHoursSpecification"]]
    assert closed[0] == ("2026-12-21", "2026-12-23")
    # Holidays of Saxony on a Monday, Tuesday or Friday within a year; Christmas Day 2026 is a Friday.
    assert ("2026-12-25", "2026-12-25") in closed
    assert ("2027-03-26", "2027-03-26") in closed
    assert ("2026-12-26", "2026-12-26") not in closed
    assert all(one["opens"] == one["closes"] for one in found["specialOpeningHoursSpecification"])


def test_every_other_week_by_date() -> None:
    found = node(opening_hours="week 01-53/2 Th 17:00-19:00")["openingHoursSpecification"]
    days = [date.fromisoformat(one["validFrom"]) for one in found]
    assert days[:2] == [date(2026, 12, 3), date(2026, 12, 17)]
    assert all(day.isoweekday() == 4 and day.isocalendar().week % 2 for day in days)
    assert all(one["validFrom"] == one["validThrough"] for one in found)


def test_nothing_unknown_is_said() -> None:
    found = node(street=None, phone=None, languages=(), opening_hours=None, as_of=None)
    assert set(found) == {"@type", "@id", "name", "areaServed"}
