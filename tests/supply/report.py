"""``docs/lieferkette.md``: every package with its licence and age, for whoever has to approve the program."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from tests.supply.facts import Facts
from tests.supply.locks import ROOT, Package

FILE = ROOT / "docs" / "lieferkette.md"
OLD_DAYS = 3 * 365
HEAD = """# Lieferkette: woraus Wegweiser besteht

Erzeugt mit `python -m tests.supply` am {day}; nicht von Hand ändern. Die Stückliste im Format CycloneDX 1.6 liegt
daneben (`sbom.cdx.json`). Installiert wird nur, was `requirements.txt` und `package-lock.json` mit Prüfsumme nennen;
eine andere Datei gleichen Namens wird abgelehnt.

{count} Pakete. Älter als drei Jahre: {old}. Neuere Fassung vorhanden: {behind}.

## Lizenzen

Alle erlauben die Nutzung in der Verwaltung ohne Entgelt. Die LGPL (psycopg) und die MPL (pikepdf, certifi) verpflichten
nur, wer diese Pakete selbst ändert und weitergibt.

| Lizenz | Pakete |
| --- | --- |
{licences}

## Pakete und ihr Alter

Ein altes Paket ist nicht unsicher, aber ein Anlass nachzusehen, ob es noch gepflegt wird. Ob eine Schwachstelle bekannt
ist, sagen diese Zahlen nicht: Dafür prüft man die Stückliste mit einem Werkzeug, das Schwachstellen kennt.

| Paket | Fassung | vom | Tage alt | neueste | vom |
| --- | --- | --- | --- | --- | --- |
{packages}
"""


def text(packages: list[Package], facts: Mapping[tuple[str, str, str], Facts], today: date) -> str:
    """The file's content, oldest packages first."""
    known = {one: facts[one.system, one.name, one.version] for one in packages}
    counted = Counter(fact.licence for fact in known.values())
    by_age = sorted(known.items(), key=lambda item: (item[1].released, item[0]))
    return HEAD.format(
        day=f"{today:%d.%m.%Y}",
        count=len(packages),
        old=", ".join(one.name for one, fact in by_age if (today - fact.released).days > OLD_DAYS) or "keines",
        behind=sum(fact.newest != one.version for one, fact in by_age),
        licences="\n".join(f"| {licence} | {n} |" for licence, n in sorted(counted.items())),
        packages="\n".join(_line(one, fact, today) for one, fact in by_age),
    )


def _line(package: Package, fact: Facts, today: date) -> str:
    newer = fact.newest != package.version
    cells = [
        package.name,
        package.version + (f" ({package.condition})" if package.condition else ""),
        f"{fact.released:%d.%m.%Y}",
        str((today - fact.released).days),
        fact.newest if newer else "–",
        f"{fact.newest_released:%d.%m.%Y}" if newer else "–",
    ]
    return f"| {' | '.join(cells)} |"
