"""XML -> small trees, one object of the message at a time, by expat: nothing is expanded and nothing is fetched.

A document type is refused as soon as it begins, so no entity can be declared, let alone expanded. Size, depth, number
of elements and length of a text have limits; the bytes must be the UTF-8 that XÖV prescribes.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.errors import N_
from referrals.interchange.xzufi.values import BrokenMessage, Flaw

MOST_BYTES = 50_000_000
MOST_DEPTH = 40
MOST_ELEMENTS = 3_000_000
MOST_ELEMENTS_OF_AN_OBJECT = 50_000
MOST_ATTRIBUTES = 50
LONGEST_TEXT = 200_000
CHUNK = 4 * 1024 * 1024
"""Bytes read at once: older versions of expat begin anew with each piece of a text that does not end."""
OBJECTS = frozenset({"leistung", "organisationseinheit", "zustaendigkeitTransferObjekt", "loesche", "nachrichtenkopf"})
"""Elements that are handed on as a tree, as soon as they end."""
NAMESPACE = "http://xoev.de/schemata/xzufi/"
VERSIONS = {"2_2_0": "2.2", "2_3_0": "2.3", "2_3_1": "2.3"}
SEPARATOR = " "

TOO_BIG = N_("The file is larger than %(most)s MB. Ask the sender for a part of it, such as that of your region.")
EMPTY = N_("The file is empty.")
NOT_UTF8 = N_("The file is not in UTF-8, which XZuFi prescribes.")
LYING = N_("The file says that it is in %(found)s. XZuFi prescribes UTF-8.")
DTD = N_("The file has a document type (DOCTYPE) with entities or references to other files. XZuFi has none.")
NOT_XML = N_("The file is not whole XML, perhaps it was cut off while it was copied (%(reason)s).")
TOO_DEEP = N_("There are more than %(most)s elements inside each other.")
TOO_MANY = N_("There are more than %(most)s elements in the file. Ask the sender for a part of it.")
TOO_LARGE = N_("A single entry has more than %(most)s elements.")
TOO_LONG = N_("A text has more than %(most)s characters.")
CROWDED = N_("An element has more than %(most)s attributes.")
FOREIGN = N_("This is no XZuFi file of version 2.2 or 2.3: its first element is “%(found)s”.")


@dataclass(slots=True)
class Node:
    """An element of an object: name without namespace, attributes by name without namespace, text, children."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, *path: str) -> list["Node"]:
        """The elements at this path of names."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def first(self, *path: str) -> str:
        """The first text at this path that is not empty, with single blanks; "" if there is none."""
        return next((text for node in self.all(*path) if (text := node.plain)), "")

    @property
    def plain(self) -> str:
        """The text with single blanks."""
        return " ".join(self.text.split())


class _Refused(Exception):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


def parse_file(path: Path, take: Callable[[Node], None]) -> tuple[str, int]:
    """Hand the objects of the file to ``take`` one by one; returns the version (``2.2``) and how many objects of other
    kinds there are. Raises BrokenMessage.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenMessage(path.name, _too_big())
        with path.open("rb") as stream:
            return parse(stream, path.name, take)
    except OSError as error:
        raise BrokenMessage(path.name, Flaw(NOT_XML, values={"reason": error.strerror or "unreadable"})) from error


def parse(stream: IO[bytes], file: str, take: Callable[[Node], None]) -> tuple[str, int]:
    """The same with an open stream. Raises BrokenMessage; what was taken until then must not be used."""
    reader = _Reader(take)
    try:
        return reader.read(stream)
    except _Refused as error:
        raise BrokenMessage(file, error.flaw) from error
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BrokenMessage(file, Flaw(NOT_XML, error.lineno, {"reason": reason})) from error


def _too_big() -> Flaw:
    return Flaw(TOO_BIG, values={"most": MOST_BYTES // 1_000_000})


class _Reader:
    """One parser for one file; ``stack`` is the open path of the object that is being read."""

    def __init__(self, take: Callable[[Node], None]) -> None:
        self.take = take
        self.version = ""
        self.depth = self.elements = self.size = self.others = 0
        self.stack: list[Node] = []
        self.texts: list[list[str]] = []
        self.length = 0
        # The encoding is checked here: a declaration that says otherwise must not change how the bytes are read.
        self.parser = expat.ParserCreate("utf-8", SEPARATOR)
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self, stream: IO[bytes]) -> tuple[str, int]:
        decoder = codecs.getincrementaldecoder("utf-8")()
        total, lines = 0, 1
        while chunk := stream.read(CHUNK):
            total += len(chunk)
            if total > MOST_BYTES:
                raise _Refused(_too_big())
            lines = self._check_encoding(decoder, chunk, lines)
            self.parser.Parse(chunk, False)
        if not total:
            raise _Refused(Flaw(EMPTY))
        self.parser.Parse(b"", True)
        return self.version, self.others

    @staticmethod
    def _check_encoding(decoder: codecs.IncrementalDecoder, chunk: bytes, lines: int) -> int:
        """The number of the line that the next chunk begins in."""
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            before = bytes(error.object[: error.start]).count(b"\n")
            raise _Refused(Flaw(NOT_UTF8, lines + before)) from error
        return lines + chunk.count(b"\n")

    def _refuse(self, message: str, **values: str | int) -> _Refused:
        return _Refused(Flaw(message, self.parser.CurrentLineNumber, values))

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in {"utf-8", "utf8"}:
            raise self._refuse(LYING, found=encoding[:40])

    def _doctype(self, _name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        raise self._refuse(DTD)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name[name.rfind(SEPARATOR) + 1 :]
        self.depth += 1
        self.elements += 1
        if self.depth == 1:
            self._check_root(name.rpartition(SEPARATOR)[0], local)
        if self.depth > MOST_DEPTH:
            raise self._refuse(TOO_DEEP, most=MOST_DEPTH)
        if self.elements > MOST_ELEMENTS:
            raise self._refuse(TOO_MANY, most=MOST_ELEMENTS)
        if len(attributes) > MOST_ATTRIBUTES:
            raise self._refuse(CROWDED, most=MOST_ATTRIBUTES)
        if not self.stack:
            # The root, a container, or something else that may hold objects: only objects are kept.
            if self.depth > 3 or local not in OBJECTS:
                self.others += self.depth == 3
                return
            self.size = 0
        self.size += 1
        if self.size > MOST_ELEMENTS_OF_AN_OBJECT:
            raise self._refuse(TOO_LARGE, most=MOST_ELEMENTS_OF_AN_OBJECT)
        plain = {key[key.rfind(SEPARATOR) + 1 :]: value for key, value in attributes.items()}
        node = Node(local, self.parser.CurrentLineNumber, plain)
        if self.stack:
            self.stack[-1].children.append(node)
        self.stack.append(node)
        self.texts.append([])
        self.length = 0

    def _check_root(self, namespace: str, local: str) -> None:
        version = VERSIONS.get(namespace.removeprefix(NAMESPACE)) if namespace.startswith(NAMESPACE) else None
        if version is None:
            raise self._refuse(FOREIGN, found=f"{namespace} {local}".strip()[:120])
        self.version = version

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if not self.stack:
            return
        node = self.stack.pop()
        node.text = "".join(self.texts.pop())
        self.length = 0
        if not self.stack:
            self.take(node)

    def _characters(self, text: str) -> None:
        if self.stack:
            self.length += len(text)
            if self.length > LONGEST_TEXT:
                raise self._refuse(TOO_LONG, most=LONGEST_TEXT)
            self.texts[-1].append(text)
