"""Trees of a message -> values. Liberal: what is missing is empty, and what cannot be used is left out and noted."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import IO

from app.errors import N_
from referrals.interchange.xzufi.hours import intervals
from referrals.interchange.xzufi.parsing import Node, parse, parse_file
from referrals.interchange.xzufi.values import (
    Address,
    Channel,
    Competence,
    Deletion,
    Flaw,
    Key,
    Message,
    Service,
    Unit,
)

LONGEST_KEY = 200
LONGEST = 500
NAME_OF_SERVICE = "02"
"""The text module of a Leistung that holds its name (LeiKa's text modules)."""
LEGAL_BASIS = "07"
MARKUP = re.compile(r"<[^<>]*>")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

NO_KEY = N_("This %(kind)s has no id.")
LONG_KEY = N_("The id of this %(kind)s is too long.")
NO_AGENCY = N_("The id of this %(kind)s has no schemeAgencyID, so it cannot be told from those of other senders.")
NO_REFERENCE = N_("This responsibility names no service, no office or no area.")


def read_file(path: Path) -> Message:
    """What the file says. Raises BrokenMessage."""
    message = Message(path.name)
    message.version, message.others = parse_file(path, _Taker(message).take)
    return message


def read(stream: IO[bytes], file: str) -> Message:
    """The same with an open stream. Raises BrokenMessage."""
    message = Message(file)
    message.version, message.others = parse(stream, file, _Taker(message).take)
    return message


class _Taker:
    def __init__(self, message: Message) -> None:
        self.message = message

    def take(self, node: Node) -> None:
        """Add an object to the message."""
        match node.name:
            case "nachrichtenkopf":
                self._head(node)
            case "organisationseinheit":
                self._unit(node)
            case "leistung":
                self._service(node)
            case "zustaendigkeitTransferObjekt":
                self._transferred(node)
            case "loesche":
                self._deletion(node)

    def _head(self, node: Node) -> None:
        # Its place in the head has changed between the versions.
        for element in _descendants(node):
            if element.name == "erstellungszeitpunkt":
                self.message.written_on = self.message.written_on or _day(element.plain)

    def _unit(self, node: Node) -> None:
        if key := self._key(node, "organisationseinheit"):
            self.message.units.append(read_unit(node, key))
            for nested in node.all("zustaendigkeit"):
                self._competence(nested, key)

    def _service(self, node: Node) -> None:
        if key := self._key(node, "leistung"):
            texts = {module.first("leikaTextmodul", "code"): module for module in reversed(node.all("modulText"))}
            name = _localised(texts[NAME_OF_SERVICE].all("inhalt")) if NAME_OF_SERVICE in texts else {}
            names = name or _localised(node.all("bezeichnung")) or _localised(node.all("name"))
            basis = _localised(texts[LEGAL_BASIS].all("inhalt")) if LEGAL_BASIS in texts else {}
            leika = tuple(code for element in node.all("referenzLeiKa") if (code := element.first("code")))
            service = Service(key, node.line, german(names)[:LONGEST], leika, _without_markup(german(basis))[:LONGEST])
            self.message.services.append(service)

    def _transferred(self, node: Node) -> None:
        above = node.all("uebergeordnetesObjektID")
        unit = _key_of(above[0]) if above else None
        for nested in node.all("zustaendigkeit"):
            if unit is None:
                self.message.leave_out(Flaw(NO_REFERENCE, nested.line))
            else:
                self._competence(nested, unit)

    def _competence(self, node: Node, unit: Key) -> None:
        services = [_key_of(element, unit.agency) for element in node.all("leistungID")]
        areas = tuple(dict.fromkeys(element.plain for element in node.all("gebietID") if element.plain))
        own = node.all("id")
        key = _key_of(own[0], unit.agency) if own else None
        starts, ends = _validity(node)
        role = node.first("rolle", "code") or node.first("rolle")
        if not areas or not services or not all(one.value for one in (unit, *services)):
            self.message.leave_out(Flaw(NO_REFERENCE, node.line))
            return
        if not all(map(_is_short, (unit, *services, *([key] if key else [])))):
            self.message.leave_out(Flaw(LONG_KEY, node.line, {"kind": "zustaendigkeit"}))
            return
        for service in services:
            self.message.competences.append(
                Competence(key if key and key.value else None, node.line, service, unit, areas, role, starts, ends)
            )

    def _deletion(self, node: Node) -> None:
        kind = node.attributes.get("klasse", "").casefold()
        if key := self._key(node, kind or "loesche"):
            self.message.deletions.append(Deletion(kind, key, node.line))

    def _key(self, node: Node, kind: str) -> Key | None:
        ids = node.all("id")
        key = _key_of(ids[0]) if ids else Key("", "", "")
        if not key.value:
            self.message.leave_out(Flaw(NO_KEY, node.line, {"kind": kind}))
        elif not key.agency:
            self.message.leave_out(Flaw(NO_AGENCY, node.line, {"kind": kind}))
        elif not _is_short(key):
            self.message.leave_out(Flaw(LONG_KEY, node.line, {"kind": kind}))
        else:
            return key
        return None


def read_unit(node: Node, key: Key) -> Unit:
    """An Organisationseinheit without its responsibilities."""
    prose = [element for name in ("infoOeffnungszeitenText", "oeffnungszeitenText") for element in node.all(name)]
    return Unit(
        key=key,
        line=node.line,
        names=_localised(node.all("name", "name")) or _localised(node.all("name")),
        short=node.first("name", "kurzbezeichnung"),
        synonyms=_texts(node.all("synonym")),
        addresses=tuple(filter(None, (_address(element) for element in node.all("anschrift")))),
        channels=tuple(_channels(node)),
        websites=_websites(node),
        intervals=tuple(intervals(node)),
        prose=tuple(dict.fromkeys(filter(None, (_without_markup(element.plain)[:LONGEST] for element in prose)))),
        valid_to=_validity(node)[1],
    )


def german(names: dict[str, str]) -> str:
    """The German text, else one without a language, else any."""
    for language in ("de", ""):
        for tag, text in names.items():
            if tag.partition("-")[0] == language and "-x-" not in tag:
                return text
    return next(iter(names.values()), "")


def _key_of(element: Node, agency: str = "") -> Key:
    """``agency`` holds for a reference that does not say its own: it means the sender of the thing around it."""
    found = element.attributes
    return Key(found.get("schemeAgencyID", "").strip() or agency, found.get("schemeID", "").strip(), element.plain)


def _is_short(key: Key) -> bool:
    return max(map(len, (key.agency, key.scheme, key.value))) <= LONGEST_KEY


def _localised(elements: Iterable[Node]) -> dict[str, str]:
    """The first text of each language."""
    found: dict[str, str] = {}
    for element in elements:
        if element.plain:
            found.setdefault(element.attributes.get("languageCode", "").casefold(), element.plain[:LONGEST])
    return found


def _texts(elements: Iterable[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(element.plain[:LONGEST] for element in elements if element.plain))


def _address(node: Node) -> Address | None:
    street = " ".join(filter(None, (node.first("strasse"), node.first("hausnummer"))))
    found = Address(
        kind=node.first("typ", "code"),
        street=street[:LONGEST],
        box=node.first("postfach")[:LONGEST],
        postcode=node.first("postleitzahl")[:20],
        city=node.first("ort")[:LONGEST],
    )
    return found if any((found.street, found.box, found.postcode, found.city)) else None


def _channels(node: Node) -> Iterable[Channel]:
    for name in ("kommunikationssystem", "kommunikation", "erreichbarkeit"):
        for element in node.all(name):
            address = element.first("kennung")
            kind = element.first("kanal", "code") or element.first("kanal") or element.first("kanal", "name")
            if address:
                yield Channel(kind, address[:LONGEST])


def _websites(node: Node) -> tuple[str, ...]:
    found = [element.first("uri") or element.plain for element in node.all("internetadresse")]
    return tuple(dict.fromkeys(address[:LONGEST] for address in found if address))


def _validity(node: Node) -> tuple[date | None, date | None]:
    for element in node.all("gueltigkeit"):
        return _day(element.first("beginn")), _day(element.first("ende"))
    return None, None


def _day(text: str) -> date | None:
    found = DAY.match(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _without_markup(text: str) -> str:
    return " ".join(MARKUP.sub(" ", text).split())


def _descendants(node: Node) -> Iterable[Node]:
    for child in node.children:
        yield child
        yield from _descendants(child)
