"""What a message says, as plain values; and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.errors import WegweiserError

MOST_FLAWS = 20


@dataclass(frozen=True, order=True)
class Key:
    """An identifier of the sender: unique only as a whole."""

    agency: str
    scheme: str
    value: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.agency, self.scheme, self.value) if part)


@dataclass(frozen=True)
class Flaw:
    """Something wrong at a line (0: the file as a whole). ``message`` is English, with ``%(name)s`` for ``values``."""

    message: str
    line: int = 0
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return place + self.message % self.values


class BrokenMessage(WegweiserError):
    """A file cannot be read, and nothing of it was used."""

    def __init__(self, file: str, flaw: Flaw) -> None:
        super().__init__(f"{file}: {flaw}")
        self.file = file
        self.flaw = flaw


@dataclass(frozen=True)
class Address:
    """An address; ``kind`` is the code of its type, "" if none is given."""

    kind: str = ""
    street: str = ""
    box: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True)
class Channel:
    """A way to reach an office: ``kind`` is the channel's code or name, ``address`` the number or address."""

    kind: str
    address: str


@dataclass(frozen=True)
class Interval:
    """A row of structured opening hours, as written: the day's word or code, times, and from when to when it holds."""

    day: str
    start: str
    end: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Unit:
    """An Organisationseinheit. ``names`` by language ("" where none is said); ``prose`` are hours as sentences."""

    key: Key
    line: int
    names: Mapping[str, str]
    short: str = ""
    synonyms: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    channels: tuple[Channel, ...] = ()
    websites: tuple[str, ...] = ()
    intervals: tuple[Interval, ...] = ()
    prose: tuple[str, ...] = ()
    valid_to: date | None = None


@dataclass(frozen=True)
class Service:
    """A Leistung: its name, LeiKa keys and legal basis, as text."""

    key: Key
    line: int
    name: str
    leika: tuple[str, ...] = ()
    legal_basis: str = ""


@dataclass(frozen=True)
class Competence:
    """A Zuständigkeit: this unit does this service for people in these areas. ``key`` is None where it has no id."""

    key: Key | None
    line: int
    service: Key
    unit: Key
    areas: tuple[str, ...]
    role: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Deletion:
    """The sender has deleted a thing; ``kind`` is its class in small letters (``organisationseinheit``)."""

    kind: str
    key: Key
    line: int


@dataclass
class Message:
    """All that a file says and that is of use here. ``flaws`` are parts that were left out, at most MOST_FLAWS of
    ``flawed``; ``others`` counts objects of kinds that are not read.
    """

    file: str
    version: str = ""
    written_on: date | None = None
    units: list[Unit] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    competences: list[Competence] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    flawed: int = 0
    others: int = 0

    def leave_out(self, flaw: Flaw) -> None:
        """Note a part that cannot be used."""
        self.flawed += 1
        if len(self.flaws) < MOST_FLAWS:
            self.flaws.append(flaw)
