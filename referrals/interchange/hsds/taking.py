"""Services in HSDS -> contents of offices. Pure.

Only what a service says differently from what we would say of the office is taken over. So our own export changes
nothing, and what is internal or more exact here than HSDS can say stays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.errors import Text
from referrals.directory.folder import Directory
from referrals.directory.reading import Problems
from referrals.interchange.hsds import terms
from referrals.interchange.hsds.facts import ATTRIBUTES, CHECKED_ON, DETAIL, FACTS, Content, Fact, attributes, own_id
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.hours import Senseless
from referrals.interchange.hsds.ids import foreign_office, service_id
from referrals.interchange.hsds.offices import office
from referrals.interchange.hsds.reading import Given

FOREIGN_KIND = "other"
TOPICS = f"{ATTRIBUTES} (topic)"
PERSONAL = ("contacts", "funding", "programs", "accessibility", "service_areas")
UNUSED = ("alert", "minimum_age", "maximum_age", "wait_time", "accreditations", "licenses", "program")
NOTHING = (None, (), (None, None, None))
BLANK: Mapping[str, Any] = {
    "status_note": None, "successor": None, "former_names": [], "street": None, "postcode": None, "city": None,
    "tram_stop": None, "phone": None, "email": None, "website": None, "contact_form": None, "opening_hours": None,
    "closures": [], "appointment": None, "appointment_code": None, "cost": None, "cost_code": None, "note_codes": [],
    "languages": [], "language_note": None, "topics": [], "groups": [], "limits": None, "bring": [], "as_of": {},
    "sources": {}, "review": {}, "checked_on": None, "review_on": None, "caretaker": "", "contact_name": "",
    "contact_email": None,
}  # fmt: skip


@dataclass
class Taken:
    """Contents by office as far as they differ from what is stored, where they come from, and what was not taken."""

    contents: dict[str, Content] = field(default_factory=dict)
    places: dict[str, Given] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def take(services: Iterable[Given], directory: Directory, today: date, problems: Problems) -> Taken:
    """What the offices would be. ``directory`` is the stored one; what has no meaning here goes to ``problems``."""
    taken = Taken()
    taking = _Taking(directory, today, problems, taken)
    for given in services:
        for name, service in taking.offices_of(given.service):
            taking.take(name, service, given)
    return taken


class _Taking:
    """The stored offices, and what is said of them."""

    def __init__(self, directory: Directory, today: date, problems: Problems, taken: Taken) -> None:
        self._stored: dict[str, Content] = {record["id"]: dict(record.values) for record in directory["offices"]}
        self._by_uuid = {service_id(name): name for name in self._stored}
        self._known = terms.terms(directory)
        self._topics = {record["id"] for kind in ("topics", "subtopics") for record in directory[kind]} | {"*"}
        self._groups = {record["id"] for record in directory["target groups"]} | {"*"}
        self._today = today
        self._problems = problems
        self._taken = taken

    def offices_of(self, service: Object) -> Iterator[tuple[str, Object]]:
        """The office of a service; one for each place, where another system's service has several."""
        name = own_id(service) or self._by_uuid.get(service["id"].lower())
        places = service.get("service_at_locations", [])
        if name or len(places) < 2:
            yield name or foreign_office(service["id"]), service
            return
        for place in places:
            at = place.get("location", {}).get("name") or place["id"][:8]
            alone = {"name": f"{service['name']} ({at})", "service_at_locations": [place], "id": place["id"]}
            yield foreign_office(place["id"]), service | alone

    def take(self, name: str, service: Object, given: Given) -> None:
        """Compare what is said with what we would say, and take over what differs."""
        if name in self._taken.places:
            expected = Text("expected each office once, “{value}” stands twice", value=name)
            self._problems.add(given.file, given.line, given.place, expected)
            return
        self._taken.places[name] = given
        own = own_id(service) is not None
        stored = self._stored.get(name)
        try:
            content = _typed(stored or self._new(name, service, own=own))
            wanted = _typed(self._with_differences(content, service, own=own))
        except Senseless as error:
            expected = Text("expected {expected}", expected=error.expected)
            self._problems.add(given.file, given.line, f"{given.place}, {error.field}", expected)
            return
        self._count_left_out(service, own=own)
        if stored is None or wanted != content:
            self._taken.contents[name] = wanted

    def _new(self, name: str, service: Object, *, own: bool) -> Content:
        """An office that is not stored yet: all that is said of it. Raises Senseless."""
        content: Content = dict(BLANK) | {"id": name, "kind": FOREIGN_KIND}
        for fact in FACTS:
            found = self._found(fact, service, own=own)
            if not fact.own or (own and found):
                content |= fact.take(found, self._today)
        content.setdefault("name_en", content["name_de"])
        if not own and content["status"] == "active" and not content["checked_on"]:
            # Nobody says when it was true.
            content["status"] = "verify"
        return content

    def _with_differences(self, content: Content, service: Object, *, own: bool) -> Content:
        """The content with what the service says differently. Raises Senseless.

        The silence of others is no difference, nor is it where a system on the way has dropped our attributes.
        """
        ours = office(content, (), self._known, {}, self._today)
        wanted = dict(content)
        whole = own and any(link == DETAIL for link, _, _ in attributes(service))
        for fact in FACTS:
            found = self._found(fact, service, own=own)
            of_attributes = fact.own or fact.name.startswith(ATTRIBUTES)
            silent = (of_attributes and not whole) if own else (fact.own or found in NOTHING)
            if not silent and found != fact.read(ours):
                wanted |= fact.take(found, self._today)
        # The year of the newest source is one of several remarks.
        wanted |= {"review": content["review"] | wanted["review"]}
        return self._confirmed(wanted, service) if whole else wanted

    def _confirmed(self, wanted: Content, service: Object) -> Content:
        """The day of the oldest fact is no confirmation, if that is all that ``assured_date`` says."""
        exact = wanted | CHECKED_ON.take(CHECKED_ON.read(service), self._today)
        ours = office(_typed(exact), (), self._known, {}, self._today)
        return exact if ours.get("assured_date") == service.get("assured_date") else wanted

    def _found(self, fact: Fact, service: Object, *, own: bool) -> Any:
        """What the service says; of others' classifications those that have one of our codes."""
        if fact.name == TOPICS and not own:
            return tuple(code for _, code, _ in attributes(service) if code in self._topics)
        return fact.read(service)

    def _count_left_out(self, service: Object, *, own: bool) -> None:
        """What has no place here: persons above all."""
        left_out = [name for name in PERSONAL if service.get(name) or service.get("organization", {}).get(name)]
        if not own:
            left_out += [name for name in UNUSED if name in service]
            left_out += ["service_at_locations" for _ in service.get("service_at_locations", ())[1:]]
            left_out += ["description"] if {"description", "eligibility_description"} <= service.keys() else []
            left_out += ["schedules without times" for one in service.get("schedules", ()) if "opens_at" not in one]
            known = self._topics | self._groups
            left_out += [f"attributes ({link or code})" for link, code, _ in attributes(service) if code not in known]
        self._taken.left_out.update(left_out)


def _typed(content: Content) -> Content:
    """Dates as dates: what is taken has them as text."""
    closures = [{name: _day(day) for name, day in closure.items()} for closure in content["closures"]]
    return content | {"closures": closures, "checked_on": content["checked_on"] and _day(content["checked_on"])}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
