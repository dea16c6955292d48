"""Ids of HSDS objects: UUIDs made of the ids of the directory, so that they are the same in every export.

An office that came from another system as HSDS keeps the UUID of its service in its id, and gets it back here.
"""

import re
from uuid import UUID, uuid5

NAMESPACE = UUID("8c19f114-818a-4206-b266-7e9238ba453c")
SCHEME = "wegweiser"
"""The ``identifier_scheme`` under which an organization bears the id of its office."""
FOREIGN = re.compile(r"hsds-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def uuid_of(kind: str, *names: str) -> str:
    """The UUID (version 5) of an object of this kind; ``names`` tell it from the others of its kind."""
    return str(uuid5(NAMESPACE, "/".join((kind, *names))))


def service_id(office: str) -> str:
    """The UUID of an office's service."""
    found = FOREIGN.fullmatch(office)
    return found[1] if found else uuid_of("service", office)


def foreign_office(service: str) -> str:
    """The id of an office for a service of another system."""
    return f"hsds-{service.lower()}"
