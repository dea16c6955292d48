"""Query parameters of the API as its OpenAPI document names them, read strictly: no filter is lost in silence."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from app.errors import WegweiserError
from app.hsds.data import Item
from referrals.interchange.hsds.form import Object

LARGEST_PAGE = 500
PAGE = 50
LONGEST_SEARCH = 200
LAST_PAGE = 1_000_000
FORMAT = "format"


class BadParameter(WegweiserError):
    """A parameter that this address does not know, or with a value that it cannot have."""


@dataclass(frozen=True)
class Parameters:
    """What a list is asked for; ``per_page`` None: the usual number, or all with ``minimal``."""

    search: str = ""
    page: int = 1
    per_page: int | None = None
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    parent_id: str = ""
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool | None = None
    top_only: bool = False


def read(arguments: MultiDict[str, str], allowed: Iterable[str]) -> Parameters:
    """The parameters of a request, of which the address knows ``allowed``. Raises BadParameter."""
    known = (*allowed, FORMAT)
    for name in arguments:
        if name not in known:
            expected = ", ".join(sorted(known))
            raise BadParameter(f"This address has no parameter “{name[:40]}”; expected one of {expected}.")
        if len(arguments.getlist(name)) > 1:
            raise BadParameter(f"The parameter {name} stands twice.")
    if arguments.get(FORMAT, "json") != "json":
        raise BadParameter("The parameter format can only be json.")
    values: dict[str, Any] = {name: _READERS[name](name, text) for name, text in arguments.items() if name != FORMAT}
    return Parameters(**values)


def page_of(items: Iterable[Item], wanted: Parameters) -> Object:
    """The envelope of a list with the page that is wanted."""
    found = [item for item in items if _fits(item, wanted)]
    per_page = wanted.per_page or (max(len(found), 1) if wanted.minimal else PAGE)
    pages = math.ceil(len(found) / per_page)
    shown = found[(wanted.page - 1) * per_page : wanted.page * per_page]
    return {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": wanted.page,
        "size": len(shown),
        "first_page": wanted.page == 1,
        "last_page": wanted.page >= pages,
        "empty": not shown,
        "contents": [_shown(item, wanted) for item in shown],
    }


def _fits(item: Item, wanted: Parameters) -> bool:
    """Whether all filters let it through. What was changed nobody knows when may have been changed since."""
    return (
        all(word in item.text for word in wanted.search.casefold().split())
        and wanted.taxonomy_term_id in {"", *item.terms}
        and wanted.taxonomy_id in {"", *item.taxonomies}
        and wanted.organization_id in {"", item.organization}
        and wanted.parent_id in {"", item.full.get("parent_id", "")}
        and not (wanted.top_only and "parent_id" in item.full)
        and (wanted.modified_after is None or item.modified is None or item.modified >= wanted.modified_after)
    )


def _shown(item: Item, wanted: Parameters) -> Object:
    if wanted.minimal:
        return {name: item.full[name] for name in ("id", "last_modified") if name in item.full}
    return item.full if wanted.full else item.short


def _number(name: str, text: str) -> int:
    largest = LARGEST_PAGE if name == "per_page" else LAST_PAGE
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE)) and 1 <= int(text) <= largest):
        raise BadParameter(f"The parameter {name} needs a whole number from 1 to {largest}.")
    return int(text)


def _yes_no(name: str, text: str) -> bool:
    if text not in {"true", "false"}:
        raise BadParameter(f"The parameter {name} can be true or false.")
    return text == "true"


def _id(name: str, text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise BadParameter(f"The parameter {name} needs a UUID.") from error


def _moment(name: str, text: str) -> datetime:
    """A plus sign in an address that nobody has escaped arrives as a blank. Without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadParameter(f"The parameter {name} needs a moment such as 2026-11-23T08:00:00Z.") from error


def _words(name: str, text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise BadParameter(f"The parameter {name} can have {LONGEST_SEARCH} characters.")
    return text


_READERS: Mapping[str, Callable[[str, str], Any]] = {
    "search": _words,
    "page": _number,
    "per_page": _number,
    "taxonomy_term_id": _id,
    "taxonomy_id": _id,
    "organization_id": _id,
    "parent_id": _id,
    "modified_after": _moment,
    "minimal": _yes_no,
    "full": _yes_no,
    "full_service": _yes_no,
    "top_only": _yes_no,
}
