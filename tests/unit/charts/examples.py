"""Charts of all kinds: few and many marks, long and hostile labels, some and all withheld, none at all."""

from app.reports.charts.values import Bar, Bars, Chart, Course, Heat, Stack

HOSTILE = '</title><script>alert(1)</script> & "style" \x00\x1b]]>'
LONG = (
    "Anerkennung ausländischer Schul-, Berufs- und Hochschulabschlüsse sowie Arbeitnehmerfreizügigkeitsangelegenheiten"
)
WITHHELD = "–"
MONTHS = tuple(f"{month} {year}" for year in (2025, 2026) for month in ("Januar", "Juni", "September", "Dezember"))
SERIES = ("direkt", "mit Dolmetschenden", "in Begleitung", "mit Gesten", "gar nicht", "unbekannt")


def bars(*values: int | None, before: str = "", label: str = "Thema") -> Bars:
    """A bar for each value; the period before was one less."""
    made = tuple(
        Bar(
            f"{label} {place}",
            value,
            WITHHELD if value is None else str(value),
            value - 1 if before and value is not None else None,
            (WITHHELD if value is None else str(value - 1)) if before else "",
        )
        for place, value in enumerate(values)
    )
    return Bars("Themen", "Was am häufigsten war.", "Erstkontakte", made, before)


def stack(parts: tuple[tuple[int | None, ...], ...], series: tuple[str, ...] = SERIES) -> Stack:
    """Rows of parts."""
    labels = tuple(f"Sprache {place}" for place, _ in enumerate(parts))
    return Stack("Gespräche", "Wie gesprochen wurde.", "Erstkontakte", labels, series, parts)


def course(*values: tuple[int | None, ...]) -> Course:
    """Eight periods, a series for each row."""
    names = tuple(f"Reihe {place}" for place, _ in enumerate(values))
    return Course("Verlauf", "Mehr als vorher.", "Erstkontakte", MONTHS, names, values)


def heat(own: frozenset[tuple[int, int]] = frozenset({(0, 1), (0, 2), (1, 1)})) -> Heat:
    """Two days of eleven hours."""
    hours = tuple(f"{hour} Uhr" for hour in range(8, 19))
    values = (tuple(range(0, 1100, 100)), (*range(10), None))
    guests = frozenset({(1, 10), (0, 1)})
    days = ("Montag", "Donnerstag")
    return Heat(
        "Andrang", "Wann viele da waren.", "", days, hours, values, own, guests, "Öffnungszeit", "Partner im Haus"
    )


CHARTS: dict[str, Chart] = {
    "bars": bars(1235, 400, None, 20, 0, before="2. Quartal 2026"),
    "a bar": bars(25),
    "no bars": bars(),
    "eighty bars": bars(*range(800, 0, -10), label=LONG),
    "hostile bars": bars(20, None, label=HOSTILE),
    "all withheld": bars(None, None),
    "stack": stack(((420, 35, 60, 5, None, 20), (None, None, 40, 0, 10, 10))),
    "long stack": stack(((1, 1, 1),), (LONG, HOSTILE, "kurz")),
    "withheld stack": stack(((None, None, None),), SERIES[:3]),
    "columns": course((120, 155, None, 180, 1235, 1300, None, 900)),
    "lines": course((120, 155, None, 180, 1235, 1300, None, 900), (None, 5, 10, None, 5, None, None, None), (1,) * 8),
    "withheld lines": course((None,) * 8, (None,) * 8),
    "no course": Course("Verlauf", "Nichts.", "", (), (), ()),
    "heat": heat(),
    "no heat": Heat("Andrang", "Nichts.", "", (), (), ()),
}
