"""The public read-only API after HSDS 3.0 under ``/hsds/v3/``: no login, no cookie, nothing about visitors.

There are no CORS headers: aggregators and the city's website fetch it from their servers, and the page for browsers is
the static one. So no script of another site can make the browser of a member of staff ask for anything here.
"""

import json
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import PUBLIC
from app.db import DatabaseUnavailable
from app.errors import NotFound, WegweiserError
from app.hsds.data import ORGANIZATIONS, SERVICE_AT_LOCATIONS, SERVICES, TAXONOMIES, TERMS, Item, data
from app.hsds.parameters import Parameters, page_of, read
from app.vocabulary.service import revision
from referrals.interchange.hsds.form import Object

blueprint = Blueprint("hsds", __name__, url_prefix="/hsds/v3")

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
PAGED = ("search", "page", "per_page")
OF_SERVICES = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")


@blueprint.get("/")
@access(PUBLIC)
def base() -> Response:
    """What this API is."""
    read(request.args, ())
    return _answer(lambda: {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


@blueprint.get("/services")
@access(PUBLIC)
def services() -> Response:
    """Services, without what is nested in them unless ``full``; only id and time of change with ``minimal``."""
    return _listed(SERVICES, *OF_SERVICES, "minimal")


@blueprint.get("/services/<service>")
@access(PUBLIC)
def service(service: str) -> Response:
    """A service with all that belongs to it."""
    return _one(SERVICES, service)


@blueprint.get("/organizations")
@access(PUBLIC)
def organizations() -> Response:
    """Organizations, without what is nested in them unless ``full``."""
    wanted = read(request.args, (*PAGED, "full", "full_service"))
    return _answer(lambda: _with_services(page_of(_items(ORGANIZATIONS).values(), wanted), wanted))


@blueprint.get("/organizations/<organization>")
@access(PUBLIC)
def organization(organization: str) -> Response:
    """An organization with all that belongs to it; ``full_service`` adds its service, in full or (false) in short."""
    wanted = read(request.args, ("full_service",))
    return _answer(lambda: _with_services({"contents": [_found(ORGANIZATIONS, organization)]}, wanted)["contents"][0])


@blueprint.get("/service_at_locations")
@access(PUBLIC)
def service_at_locations() -> Response:
    """Services at their places. ``postcode`` and ``proximity`` are not offered: no place here has coordinates."""
    return _listed(SERVICE_AT_LOCATIONS, *OF_SERVICES)


@blueprint.get("/service_at_locations/<service_at_location>")
@access(PUBLIC)
def service_at_location(service_at_location: str) -> Response:
    """A service at a place with all that belongs to it."""
    return _one(SERVICE_AT_LOCATIONS, service_at_location)


@blueprint.get("/taxonomies")
@access(PUBLIC)
def taxonomies() -> Response:
    """The taxonomies: topics, target groups, further details."""
    return _listed(TAXONOMIES)


@blueprint.get("/taxonomies/<taxonomy>")
@access(PUBLIC)
def taxonomy(taxonomy: str) -> Response:
    """A taxonomy."""
    return _one(TAXONOMIES, taxonomy)


@blueprint.get("/taxonomy_terms")
@access(PUBLIC)
def taxonomy_terms() -> Response:
    """Terms; with ``top_only`` those without a parent, with ``parent_id`` the children of one."""
    return _listed(TERMS, "taxonomy_id", "parent_id", "top_only")


@blueprint.get("/taxonomy_terms/<taxonomy_term>")
@access(PUBLIC)
def taxonomy_term(taxonomy_term: str) -> Response:
    """A term."""
    return _one(TERMS, taxonomy_term)


def _items(kind: str) -> Mapping[str, Item]:
    return data(db.session(), clock.now().date())[kind]


def _found(kind: str, name: str) -> Object:
    item = _items(kind).get(name.lower())
    if item is None:
        raise NotFound(f"There is nothing with this id among {kind}.")
    return item.full


def _one(kind: str, name: str) -> Response:
    read(request.args, ())
    return _answer(lambda: _found(kind, name))


def _listed(kind: str, *further: str) -> Response:
    wanted = read(request.args, (*PAGED, *further))
    return _answer(lambda: page_of(_items(kind).values(), wanted))


def _with_services(page: Object, wanted: Parameters) -> Object:
    """Only when asked for: the schema of an organization has no services in it, the OpenAPI document has."""
    if wanted.full_service is None:
        return page
    items = _items(SERVICES).values()
    by_organization = {item.organization: item.full if wanted.full_service else item.short for item in items}
    return page | {"contents": [one | {"services": [by_organization[one["id"]]]} for one in page["contents"]]}


def _answer(make: Callable[[], Object]) -> Response:
    """JSON that a client may keep as long as the directory stays as it is and the day is the same."""
    value = make()
    response = Response(mimetype="application/json")
    response.set_etag(f"{revision(db.session())}-{clock.now():%Y%m%d}")
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304
    else:
        response.set_data(json.dumps(value, ensure_ascii=False))
    return response


def _problem(code: int, title: str, detail: str) -> Response:
    """An error in the form of RFC 9457."""
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail}
    return Response(json.dumps(body, ensure_ascii=False), code, mimetype="application/problem+json")


@blueprint.errorhandler(WegweiserError)
def refused(error: WegweiserError) -> Response:
    """A request that cannot be answered, with the reason."""
    if isinstance(error, NotFound):
        return _problem(404, "Not Found", str(error))
    return _problem(400, "Bad Request", str(error))


@blueprint.errorhandler(HTTPException)
def http(error: HTTPException) -> Response:
    """What the web server's side refuses."""
    return _problem(error.code or 500, error.name, error.description or error.name)


@blueprint.errorhandler(DatabaseUnavailable)
def unavailable(error: DatabaseUnavailable) -> Response:
    """Another time, perhaps."""
    current_app.logger.error("database unavailable: %s", str(error).partition("\n")[0])
    return _problem(503, "Service Unavailable", "The database cannot be used at the moment. Try again later.")


@blueprint.errorhandler(Exception)
def unexpected(error: Exception) -> Response:
    """A mistake of this program."""
    current_app.logger.error("unexpected error", exc_info=error)
    return _problem(500, "Internal Server Error", "Something went wrong. Nothing was changed.")
