"""Every route with something in its path that is there, and what the endpoint declares."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.accounts.roles import Role
from app.calendar.feed_views import token as calendar_token
from app.keys import Keys
from referrals.interchange.hsds.ids import uuid_of
from referrals.interchange.hsds.terms import taxonomy_id, term_id

LEAFLET = b"%PDF-1.7 of these tests"
# What stands in a path where an endpoint takes it from there.
IN_PATHS = {
    "catalogue": "uk",
    "chapter": "volumes",
    "digest": sha256(LEAFLET).hexdigest(),
    "domain": "slip",
    "edition": "0" * 12,
    "interpreter": "0" * 12,
    "number": 1,
    "page": "overview",
    "section": "talk",
    "suffix": "svg",
    "form": "csv",
    "name": "talk",
    "period": "2026-Q3",
    "year": "2026",
    "office": "wzl",
    "handout": "h_stadtplan",
    "handout_request": "0" * 12,
    "topic": "aufenthalt",
    "subtopic": "titel_verlaengern",
    "proposal": "0" * 32,
    "report": "0" * 12,
    "link": "0" * 43,
    "aid": "0" * 12,
    "entry": "0" * 12,
    "slot": "0" * 12,
    "closure": "0" * 12,
    "agreement": "0" * 12,
    "token": calendar_token(Keys("a secret of the tests, long enough"), 0),
    "event": "0" * 12,
    "service": uuid_of("service", "wzl"),
    "organization": uuid_of("organization", "wzl"),
    "service_at_location": uuid_of("service_at_location", "wzl"),
    "taxonomy": taxonomy_id("topics"),
    "taxonomy_term": term_id("topics", "wohnen"),
}
# The same word in a path, but something else.
OF_ENDPOINT: dict[str, dict[str, Any]] = {"papers.paper": {"name": "barrierefreiheit", "kind": "md"}}


def values_for(rule: Rule) -> dict[str, Any]:
    """What stands in the path of this rule."""
    values = IN_PATHS | OF_ENDPOINT.get(rule.endpoint, {})
    assert rule.arguments <= values.keys(), f"{rule} needs a value for the tests to visit it"
    return {name: values[name] for name in rule.arguments}


def routes(app: Flask, method: str) -> Iterator[tuple[str, str, frozenset[Role]]]:
    """Endpoint, path and roles of all routes with this method."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and method in (rule.methods or ()):
            built = rule.build(values_for(rule))
            assert built is not None
            yield rule.endpoint, built[1], declaration(app, rule.endpoint).roles


def declaration(app: Flask, endpoint: str) -> Any:
    """The view, with what app.accounts.access has noted on it."""
    return app.view_functions[endpoint]
