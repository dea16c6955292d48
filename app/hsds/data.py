"""What the API serves: the directory in HSDS, built again only when it has changed or a new day has come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models import Change, EntryVersion
from app.directory.stored import stored
from app.vocabulary.service import ByRevision
from referrals.directory.folder import Directory
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.offices import package

SERVICES = "services"
ORGANIZATIONS = "organizations"
SERVICE_AT_LOCATIONS = "service_at_locations"
TAXONOMIES = "taxonomies"
TERMS = "taxonomy_terms"


@dataclass(frozen=True)
class Item:
    """An object in full and as it stands in lists (fields of one value only), and what it can be found by."""

    full: Object
    short: Object
    text: str
    terms: frozenset[str] = frozenset()
    taxonomies: frozenset[str] = frozenset()
    organization: str = ""
    modified: datetime | None = None


Data = Mapping[str, Mapping[str, Item]]
"""Items by kind and id, in the order of the directory."""


@dataclass
class _State:
    """A state of the directory, and what is served of it on the last day that was asked for."""

    directory: Directory
    modified: Mapping[str, datetime]
    days: dict[date, Data] = field(default_factory=dict)

    def on(self, day: date) -> Data:
        """What is served on a day: closures begin and end, rules expire."""
        found = self.days.get(day)
        if found is None:
            found = _data(self.directory, self.modified, day)
            self.days = {day: found}
        return found


_state = ByRevision(lambda session: _State(stored(session), last_modified(session)))


def data(session: Session, day: date) -> Data:
    """What is served on a day; shared between threads, not to be changed."""
    return _state(session).on(day)


def last_modified(session: Session) -> dict[str, datetime]:
    """When an office, or a rule that named it before or after, was last changed; by office, in UTC."""
    found: dict[str, datetime] = {}
    named: dict[str, frozenset[str]] = {}
    rows = session.execute(
        select(EntryVersion.kind, EntryVersion.entry_id, EntryVersion.content, Change.made_at)
        .join(Change, Change.number == EntryVersion.change_number)
        .where(EntryVersion.kind.in_(["offices", "rules"]))
        .order_by(Change.number, EntryVersion.kind, EntryVersion.entry_id)
    )
    for kind, name, content, made_at in rows:
        offices = frozenset({name})
        if kind == "rules":
            now = frozenset([*content["responsible"], *content["advice"]]) if content else frozenset()
            offices = now | named.get(name, frozenset())
            named[name] = now
        # SQLite gives moments without their zone.
        moment = made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
        found |= dict.fromkeys(offices, moment.astimezone(UTC))
    return found


def _data(directory: Directory, modified: Mapping[str, datetime], day: date) -> Data:
    found = package(directory, day, modified)
    services = {one["id"]: _service(one) for one in found.services}
    organizations = zip(found.organizations, services.values(), strict=True)
    return {
        SERVICES: services,
        ORGANIZATIONS: {one["id"]: _organization(one, service) for one, service in organizations},
        SERVICE_AT_LOCATIONS: {item.full["id"]: item for one in services.values() for item in _places(one)},
        TAXONOMIES: {one["id"]: Item(one, one, _text(one)) for one in found.taxonomies},
        TERMS: {
            one["id"]: Item(one, one, _text(one), taxonomies=frozenset({one["taxonomy_id"]})) for one in found.terms
        },
    }


def _service(service: Object) -> Item:
    terms = [one["taxonomy_term"] for one in service.get("attributes", ())]
    organization = service["organization"]
    moment = service.get("last_modified")
    return Item(
        full=service,
        short=_scalars(service) | {"organization": _scalars(organization)},
        text=" ".join([_text(service), _text(organization), *(term["name"] for term in terms)]).casefold(),
        terms=frozenset(term["id"] for term in terms),
        taxonomies=frozenset(term["taxonomy_id"] for term in terms),
        organization=organization["id"],
        modified=datetime.fromisoformat(moment) if moment else None,
    )


def _organization(organization: Object, service: Item) -> Item:
    return Item(organization, _scalars(organization), service.text, modified=service.modified)


def _places(service: Item) -> Iterator[Item]:
    """The places of a service; each has the service in it, the other way round than the service has its places."""
    inner = {name: value for name, value in service.full.items() if name != SERVICE_AT_LOCATIONS}
    for place in service.full.get(SERVICE_AT_LOCATIONS, ()):
        yield Item(
            full=place | {"service": inner},
            short=_scalars(place) | {"location": _scalars(place["location"]), "service": service.short},
            text=f"{service.text} {_text(place['location'])}",
            terms=service.terms,
            taxonomies=service.taxonomies,
            organization=service.organization,
            modified=service.modified,
        )


def _scalars(value: Object) -> dict[str, Any]:
    return {name: one for name, one in value.items() if not isinstance(one, list | dict)}


def _text(value: Object) -> str:
    names = ("name", "alternate_name", "description")
    return " ".join(value[name] for name in names if name in value).casefold()
