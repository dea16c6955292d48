"""The released tables of many towns as tables of the state, by DuckDB. It reads one folder and reaches nothing else.

A state's cell is the sum of what the towns have published, so it tells nothing that they have not told: a number that
a town withholds is in no sum, and how many towns withhold one stands beside it. Every published number is off by four
at most, so the sum of the true numbers lies between ``low`` and ``high``; its standard error is that of independent
roundings (every town has a secret of its own).
"""

import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from app.errors import WegweiserError
from app.released.rounding import BASE, FURTHEST, METHOD, SENSITIVE_THRESHOLD, THRESHOLD
from app.released.tables import DECLARED, EXACT
from app.reports.exports.incoming import BrokenPackage, Package, Part, read
from app.reports.exports.tables import FROM, WITHHELD

KNOWN = frozenset({"threshold-rounding-1", METHOD})
"""Methods whose numbers have these thresholds and this rounding; what is audited before a release may differ."""
VARIANCE = 4
"""Of one rounding: r (5 - r) for the remainder r, on average over the five remainders."""


@dataclass(frozen=True)
class Town:
    """A package that was merged."""

    town: str
    year: str
    version: str
    digest: str


@dataclass(frozen=True)
class Sum:
    """A cell of the state.

    ``count`` is the sum over the ``towns`` that publish a number (None if there is none), the true sum of these towns
    lies within ``low`` and ``high``. ``withheld`` towns list the cell without a number: together they have at most
    ``withheld_at_most``. ``unlisted`` towns have released the table and do not list the cell.
    """

    key: tuple[str, ...]
    count: int | None
    low: int | None
    high: int | None
    standard_error: float | None
    towns: int
    withheld: int
    withheld_at_most: int
    unlisted: int


@dataclass(frozen=True)
class State:
    """``tables`` are the cells by name and period, ``released`` how many towns have released each of them.

    ``methods`` is the one method of each of them, ``example`` says that all is made up.
    """

    methods: Mapping[tuple[str, str], str]
    towns: tuple[Town, ...]
    tables: Mapping[tuple[str, str], Sequence[Sum]]
    released: Mapping[tuple[str, str], int]
    example: bool


class NoRoom(WegweiserError):
    """There is no room for what is being merged."""


def merge(paths: Iterable[Path]) -> State:
    """Join the packages at these paths.

    Raises BrokenPackage for one that cannot be used or does not fit the others, NoRoom if memory or disk are full.
    """
    try:
        return _merged(paths)
    except (OSError, duckdb.OperationalError) as error:
        raise NoRoom("There is no room for what is being merged; nothing was merged.") from error


def _merged(paths: Iterable[Path]) -> State:
    with (
        tempfile.TemporaryDirectory(prefix="wegweiser-merge-") as folder,
        closing(_Gathered(Path(folder))) as gathered,
    ):
        for path in paths:
            gathered.add(read(path))
        gathered.close()
        with duckdb.connect(":memory:") as connection:
            _shut_in(connection, folder)
            cells = {name: _sums(connection, gathered, name) for name in sorted(gathered.names)}
    tables = {(name, period): sums for name, periods in cells.items() for period, sums in periods.items()}
    return State(gathered.methods, tuple(gathered.towns), tables, gathered.released, gathered.example)


class _Gathered:
    """The lines of all packages in a file for each table, with the number of the town and the period before them."""

    def __init__(self, folder: Path) -> None:
        self.example = False
        self.methods: dict[tuple[str, str], str] = {}
        self.towns: list[Town] = []
        self.released: Counter[tuple[str, str]] = Counter()
        self._known: set[tuple[str, str]] = set()
        self._folder = folder
        self._files: dict[str, Any] = {}

    @property
    def names(self) -> set[str]:
        return set(self._files)

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.csv"

    def add(self, package: Package) -> None:
        known = (package.town.casefold(), package.year)
        if known in self._known:
            raise BrokenPackage(f"{package.path}: {package.town} {package.year} is there twice; nothing was merged.")
        self._known.add(known)
        if package.example != self.example and self.towns:
            raise BrokenPackage(f"{package.path}: made-up example data and real figures cannot be added.")
        self.example = package.example
        for part in package.parts:
            self._check_method(package, part)
            self.released[part.name, part.period] += 1
            if part.body:
                self._write(part.name, f"{len(self.towns)},{part.period},", part.body)
        self.towns.append(Town(package.town, package.year, package.version, package.digest))

    def _check_method(self, package: Package, part: Part) -> None:
        """A town may have changed its method within a year, but numbers of different methods cannot be added."""
        first = self.methods.setdefault((part.name, part.period), part.method)
        said = f"{package.path}: {part.name} of {part.period} was made by the method {part.method}"
        if part.method not in KNOWN:
            raise BrokenPackage(f"{said}, which this program does not know; nothing was merged.")
        if part.method != first:
            raise BrokenPackage(f"{said}, that of others by {first}: they cannot be added; nothing was merged.")

    def _write(self, name: str, begins: str, body: str) -> None:
        if name not in self._files:
            self._files[name] = self.path(name).open("w", encoding="utf-8", newline="")
        self._files[name].write(begins + body.rstrip("\n").replace("\n", "\n" + begins) + "\n")

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _shut_in(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    """From here on it sees this folder only, and nobody can change that."""
    quoted = folder.replace("'", "''")
    for setting in (
        "enable_progress_bar = false",
        "memory_limit = '1GB'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"temp_directory = '{quoted}'",
        f"allowed_directories = ['{quoted}']",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def _sums(connection: duckdb.DuckDBPyConnection, gathered: _Gathered, name: str) -> dict[str, list[Sum]]:
    """The cells of a table by period."""
    dimensions = DECLARED[name].dimensions
    keys = ", ".join(f'"{one}"' for one in dimensions)
    try:
        _load(connection, gathered.path(name), dimensions)
    except duckdb.OperationalError:
        raise
    except duckdb.Error as error:
        raise BrokenPackage(f"A file of table {name} is not a table; nothing was merged.") from error
    _refuse_strange(connection, gathered, name, keys)
    off = 0 if name in EXACT else FURTHEST
    rows = connection.execute(
        f"""
        SELECT period, {keys}, sum(n),
               sum(greatest(n - {off}, least(threshold, n))) FILTER (n IS NOT NULL),
               sum(n + {off}), count(n), count(*) - count(n),
               coalesce(sum(threshold - 1) FILTER (n IS NULL), 0)
        FROM cell GROUP BY period, {keys} ORDER BY period, {keys}
        """  # noqa: S608 - names of the declared dimensions
    ).fetchall()
    found: dict[str, list[Sum]] = {}
    for period, *rest in rows:
        found.setdefault(period, []).append(_sum(name, tuple(rest), gathered.released[name, period]))
    return found


def _sum(name: str, row: tuple[Any, ...], released: int) -> Sum:
    *key, count, low, high, towns, withheld, at_most = row
    unlisted = released - towns - withheld
    if count is None:
        return Sum(tuple(key), None, None, None, None, towns, withheld, int(at_most), unlisted)
    error = 0.0 if name in EXACT else round(math.sqrt(VARIANCE * towns), 1)
    return Sum(tuple(key), int(count), int(low), int(high), error, towns, withheld, int(at_most), unlisted)


def _load(connection: duckdb.DuckDBPyConnection, path: Path, dimensions: Sequence[str]) -> None:
    columns = {"town": "INTEGER"} | dict.fromkeys(("period", *dimensions, "number", "note"), "VARCHAR")
    texts = ", ".join(f"'{one}': '{kind}'" for one, kind in columns.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE cell AS
        SELECT *, try_cast(number AS BIGINT) AS n,
               CASE WHEN number = '<{SENSITIVE_THRESHOLD}' OR note = '{FROM}{SENSITIVE_THRESHOLD}'
                    THEN {SENSITIVE_THRESHOLD} ELSE {THRESHOLD} END AS threshold
        FROM read_csv(?, header = false, auto_detect = false, delim = ',', quote = '', escape = '', nullstr = '\\0',
                      columns = {{{texts}}})
        """,  # noqa: S608 - names of the declared dimensions and numbers of this program
        [str(path)],
    )


def _refuse_strange(connection: duckdb.DuckDBPyConnection, gathered: _Gathered, name: str, keys: str) -> None:
    """No cell twice, no number that cannot have passed the disclosure control."""
    passed = "true" if name in EXACT else f"n >= threshold AND n % {BASE} = 0"
    strange = connection.execute(
        f"""
        SELECT town FROM cell
        WHERE NOT coalesce((regexp_full_match(number, '[0-9]{{1,9}}') AND {passed}
                            AND note IN ('', '{FROM}{SENSITIVE_THRESHOLD}'))
              OR (number IN ('<{THRESHOLD}', '<{SENSITIVE_THRESHOLD}') AND note = '{WITHHELD}'), false)
        UNION ALL
        SELECT town FROM cell GROUP BY town, period, {keys} HAVING count(*) > 1
        LIMIT 1
        """  # noqa: S608 - names of the declared dimensions and numbers of this program
    ).fetchone()
    if strange:
        town = gathered.towns[strange[0]]
        raise BrokenPackage(
            f"{town.town} {town.year}: table {name} has a cell that no release has; nothing was merged."
        )
