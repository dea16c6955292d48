"""Takes out of a PDF, in place, whatever the grammar does not name; what is not reached any more is not written."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from app.files.grammar import ANY, CATALOGUE, GRAMMAR, GRAPHIC, LINK, STREAM, VALUE
from app.files.noticing import noticed
from app.files.targets import Targets

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LONGEST_ADDRESS = 2000
MOST_REACHED = 300_000
KEPT_IN_TRAILER = frozenset({"/Root", "/Size", "/ID"})


class TooManyObjects(Exception):
    """More dictionaries, streams and arrays than any leaflet has."""


class Keeper:
    """Walks from the catalogue. ``notes`` are codes of what went (app.files.words); ``streams`` are those that stay."""

    def __init__(self, pdf: Pdf) -> None:
        self.notes: set[str] = set()
        self.streams: dict[tuple[int, int], Object] = {}
        self._pdf = pdf
        self._targets = Targets(pdf)
        self._seen: set[tuple[tuple[int, int], str]] = set()
        self._reached = 0

    def keep(self) -> None:
        """Raises TooManyObjects."""
        trailer = self._pdf.trailer
        for key in set(trailer.keys()) - KEPT_IN_TRAILER:
            del trailer[key]
        waiting: list[tuple[Object, str]] = [(self._pdf.Root, CATALOGUE)]
        while waiting:
            waiting.extend(self._inside(*waiting.pop()))

    def _inside(self, one: Object, kind: str) -> Iterator[tuple[Object, str]]:
        if one.is_indirect:
            place = (one.objgen, kind)
            if place in self._seen:
                return
            self._seen.add(place)
        self._reached += 1
        if self._reached > MOST_REACHED:
            raise TooManyObjects
        if isinstance(one, Array):
            yield from self._elements(one, kind)
        else:
            yield from self._entries(one, kind)

    def _elements(self, array: Array, kind: str) -> Iterator[tuple[Object, str]]:
        gone = []
        for index, value in enumerate(array):
            if not is_container(value):
                continue
            if self._fits(value, kind):
                yield value, kind
            else:
                gone.append(index)
        for index in reversed(gone):
            # Of numbers and the like the place counts.
            if kind == LINK:
                del array[index]
            else:
                array[index] = None

    def _entries(self, one: Object, kind: str) -> Iterator[tuple[Object, str]]:
        grammar = GRAMMAR[kind]
        streamed = GRAMMAR[STREAM] if isinstance(one, Stream) else {}
        if isinstance(one, Stream):
            self.streams[one.objgen] = one
        for key in list(one.keys()):
            value = one[key]
            below = grammar.get(key[1:]) or streamed.get(key[1:]) or grammar.get(ANY)
            if below is None or (is_container(value) and not self._fits(value, below)):
                self.notes |= noticed(key, value)
                del one[key]
            elif is_container(value):
                yield value, below

    def _fits(self, value: Object, kind: str) -> bool:
        """Whether a container may stand here at all."""
        if isinstance(value, Array):
            return True
        if kind == VALUE:
            return False
        if kind == GRAPHIC:
            # A program for printers.
            return isinstance(value, Stream) and value.get("/Subtype") != Name.PS
        return kind != LINK or self._leads_somewhere(value)

    def _leads_somewhere(self, link: Object) -> bool:
        """Settle where a link leads: to the web, to a person, or to a page of this document."""
        if isinstance(link, Stream) or link.get("/Subtype") != Name.Link:
            return False
        action = link.get("/A")
        if is_address(action):
            return True
        target = self._targets.of(link.get("/Dest"), action)
        if target is None:
            self.notes |= noticed("/A", action) or {"links"}
            return False
        link["/Dest"] = target
        if "/A" in link:
            del link["/A"]
        return True


def is_container(value: object) -> bool:
    """Whether something can be in it."""
    return isinstance(value, Array | Dictionary | Stream)


def is_address(action: object) -> bool:
    """Whether this leads to the web, to an e-mail address or to a telephone, and does nothing else."""
    if not isinstance(action, Dictionary) or action.get("/S") != Name.URI:
        return False
    try:
        address = str(action["/URI"])
        return len(address) <= LONGEST_ADDRESS and address.isprintable() and urlsplit(address).scheme in SCHEMES
    except (KeyError, ValueError):
        return False
