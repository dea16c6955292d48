"""Builds ``app/static/vendor/``, all that the pages and the PDFs need from other projects.

``python -m app.assets.build`` takes it from the npm packages under ``node_modules/``: KERN's style sheet without
the utility classes and the grid, its fonts, htmx, and the Noto fonts cut down to the scripts that are used,
for scripts in which nothing is printed to the letters of the languages' own names.
The folder appears as a whole or not at all. ``manifest.json`` maps every file to the first 12 hexadecimal
digits of its SHA-256, for addresses that browsers may cache. The licences come along.
"""

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.assets import VENDOR

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
LANGUAGES = ROOT / "referrals" / "leipzig" / "languages.csv"

KERN = "@kern-ux/native"
NOTO = "@expo-google-fonts/noto-sans"
NASKH = "@expo-google-fonts/noto-naskh-arabic"
ARROWS = "@expo-google-fonts/noto-sans-symbols"
SIGNS = "@expo-google-fonts/noto-sans-symbols-2"
HTMX = "htmx.org"

FIRA_WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
NOTO_FILES = {"Regular": "400Regular/NotoSans_400Regular.ttf", "Bold": "700Bold/NotoSans_700Bold.ttf"}
NASKH_FILES = {"Regular": "NotoNaskhArabic_400Regular.ttf", "Bold": "NotoNaskhArabic_700Bold.ttf"}
ARROWS_FILES = {"Regular": "400Regular/NotoSansSymbols_400Regular.ttf", "Bold": "700Bold/NotoSansSymbols_700Bold.ttf"}
SIGNS_FILE = "400Regular/NotoSansSymbols2_400Regular.ttf"
SCRIPT_FILES = {
    "Regular": "{package}/400Regular/NotoSans{script}_400Regular.ttf",
    "Bold": "{package}/700Bold/NotoSans{script}_700Bold.ttf",
}

# Noto Sans has neither arrows nor boxes: they are added to it from the two symbol fonts.
SYMBOLS = "⟨⟩←↑→↓↔☎☏☐☑☒⚠✆✉✎✓✔✗✘■□▪▫▲▶▸►▼◀●○◯"
# No font of ours has these two, but one their older twins.
_DRAWN_AS = {0x27E8: 0x2329, 0x27E9: 0x232A}
PUNCTUATION = (*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2000, 0x2070))
EUROPEAN = (
    *PUNCTUATION,
    *range(0x100, 0x250),  # Latin Extended-A and -B
    *range(0x250, 0x370),  # phonetic letters (Azerbaijani ə), modifiers, combining marks
    *range(0x370, 0x530),  # Greek, Cyrillic
    *range(0x1D00, 0x1DC0),  # small raised letters
    *range(0x1E00, 0x2000),  # Vietnamese, old Greek
    *range(0x2070, 0x2190),  # superscripts, currencies, letterlike signs, number forms
    0x2212,
    0x25CC,
)
ARABIC = (
    *range(0x20, 0x40),  # digits and punctuation join Arabic words in one run
    0xA0,
    0xAB,
    0xBB,
    *range(0x600, 0x700),
    *range(0x750, 0x780),
    *range(0x8A0, 0x900),
    *range(0x2000, 0x2070),
    0x25CC,
    *range(0xFB50, 0xFE00),
    *range(0xFE70, 0xFF00),
)


def _simplified_chinese() -> Iterator[int]:
    """The characters of the standard GB 2312, and three that CLDR names beside them."""
    yield from map(ord, "呣啰瞭")
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            with suppress(UnicodeDecodeError):
                yield ord(bytes((row, cell)).decode("gb2312"))


# Noto Sans by script, beside Latin, Greek, Cyrillic and Arabic: what of each font is printed.
_JOINERS = (0x20, 0x200C, 0x200D, 0x25CC)
SCRIPTS = {
    "Ethiopic": (*_JOINERS, *range(0x1200, 0x13A0), *range(0x2D80, 0x2DE0), *range(0xAB00, 0xAB30)),
    "Georgian": (*_JOINERS, *range(0x10A0, 0x1100), *range(0x1C90, 0x1CC0), *range(0x2D00, 0x2D30)),
    "Devanagari": (*_JOINERS, *range(0x900, 0x980), *range(0x1CD0, 0x1D00), *range(0xA8E0, 0xA900)),
    "Bengali": (*_JOINERS, 0x964, 0x965, *range(0x980, 0xA00)),
    "Hebrew": (*_JOINERS, *range(0x591, 0x5F5), *range(0xFB1D, 0xFB50)),
    # What mainland print uses; with all that the font has, a slip would take half as long again.
    "SC": (
        0x20,
        *_simplified_chinese(),
        *range(0x3000, 0x3040),
        *range(0xFE10, 0xFE70),
        *range(0xFF01, 0xFF5F),
        *range(0xFFE0, 0xFFE7),
    ),
}
NAME_FAMILIES = tuple(f"Noto Sans {script}" for script in SCRIPTS)
SCREEN_FAMILIES = ("Fira Sans", "Noto Naskh Arabic", "Noto Sans Symbols", *NAME_FAMILIES)


@dataclass(frozen=True)
class NameFace:
    """A file below ``fonts/`` that has those characters of languages' own names which no other face has."""

    family: str
    file: str
    characters: frozenset[int]


class AssetError(Exception):
    """A package lacks what the build takes from it, or its style sheet would load something from elsewhere."""


def build(target: Path = VENDOR, packages: Path = PACKAGES) -> dict[str, str]:
    """Write the folder ``target`` anew and return its manifest. Raises AssetError."""
    # Beside the target: a rename cannot cross file systems.
    work, old = target.with_name(f"{target.name}-new"), target.with_name(f"{target.name}-old")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        _copy(packages, HTMX, "dist/htmx.min.js", work / "htmx.min.js")
        _licences(packages, work / "licences")
        _print_fonts(packages, work / "print-fonts")
        _screen_fonts(packages, work / "fonts")
        style = _style_sheet(packages, _name_fonts(packages, work / "fonts"))
        (work / "kern.css").write_text(style, encoding="utf-8")
        _check_addresses(style, work)
    except OSError as error:
        raise AssetError(
            f"{error.filename or error}: {error.strerror or 'cannot be read'}; run npm ci first."
        ) from error
    manifest = {
        path.relative_to(work).as_posix(): sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(work.rglob("*"))
        if path.is_file()
    }
    (work / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def _copy(packages: Path, package: str, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(packages / package / name, target)


def _licences(packages: Path, folder: Path) -> None:
    """The licence texts ask to travel with the files."""
    _copy(packages, KERN, "LICENSE.md", folder / "kern-ux.md")
    _copy(packages, HTMX, "LICENSE", folder / "htmx.txt")
    # The other Noto fonts are under the same text; the line of copyright of each is among its names.
    _copy(packages, NOTO, "LICENSE_FONT", folder / "noto-fonts.txt")


# --- style sheet ---------------------------------------------------------------------------------------------


def _style_sheet(packages: Path, names: Iterable[NameFace]) -> str:
    """KERN's components, tokens and both themes, with the fonts of the screen."""
    dist = packages / KERN / "dist"
    layout = set[str]()
    for name in ("kern-utilities.min.css", "kern-grid.min.css"):
        layout |= set(_classes(_rules((dist / name).read_text(encoding="utf-8"))))
    kept = _without(_rules((dist / "kern.min.css").read_text(encoding="utf-8")), layout)
    version = json.loads((packages / KERN / "package.json").read_text(encoding="utf-8"))["version"]
    families = ",".join(f'"{family}"' for family in SCREEN_FAMILIES)
    return "".join(
        (
            '@charset "UTF-8";\n',
            f"/*! {KERN} {version}, EUPL-1.2, without utilities and grid; see licences/ */\n",
            *(_font_face("Fira Sans", f"FiraSans-{name}.woff2", weight) for name, weight in FIRA_WEIGHTS.items()),
            _font_face("Noto Naskh Arabic", "NotoNaskhArabic-Regular.woff2", 400, "U+600-8FF,U+FB50-FEFF"),
            _font_face("Noto Sans Symbols", "NotoSansSymbols.woff2", 400, _unicode_range(map(ord, SYMBOLS))),
            *(_font_face(face.family, face.file, 400, _unicode_range(sorted(face.characters))) for face in names),
            kept,
            # KERN gives every element this family by itself, so the stack has to be changed in the variable.
            f"\n:root{{--kern-typography-font-family-default:{families},sans-serif}}\n",
        )
    )


def _font_face(family: str, file: str, weight: int, characters: str = "") -> str:
    span = f";unicode-range:{characters}" if characters else ""
    return (
        f'@font-face{{font-family:"{family}";src:url("fonts/{file}") format("woff2");'
        f"font-weight:{weight};font-style:normal;font-display:swap{span}}}\n"
    )


def _unicode_range(characters: Iterable[int]) -> str:
    return ",".join(f"U+{code:X}" for code in characters)


def _rules(style: str | list[Any]) -> list[Any]:
    """The rules of a style sheet or of the block of an at-rule, as tinycss2 nodes."""
    rules: list[Any] = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "error":
            raise AssetError(f"KERN's style sheet, line {rule.source_line}: {rule.message}.")
    return rules


def _classes(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _class_names(rule.prelude)
        elif rule.at_keyword == "media":
            yield from _classes(_rules(rule.content))


def _class_names(selector: list[Any]) -> set[str]:
    return {name.value for sign, name in pairwise(selector) if sign == "." and name.type == "ident"}


def _without(rules: Iterable[Any], classes: set[str]) -> str:
    """The rules as text, without those whose every selector needs one of ``classes``."""
    parts = []
    for rule in rules:
        if rule.type == "qualified-rule":
            if not all(_class_names(selector) & classes for selector in _selectors(rule.prelude)):
                parts.append(rule.serialize())
        elif rule.at_keyword == "media":
            if inner := _without(_rules(rule.content), classes):
                parts.append(f"@media{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif rule.at_keyword != "charset":
            parts.append(rule.serialize())
    return "".join(parts)


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    selector: list[Any] = []
    for part in prelude:
        if part == ",":
            yield selector
            selector = []
        else:
            selector.append(part)
    yield selector


def _check_addresses(style: str, folder: Path) -> None:
    """Every address in the style sheet is a file of ours or a picture within the sheet itself."""
    for match in re.finditer(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)|@import""", style):
        address = match[1] or match[2] or match[3] or match[0]
        if not address.startswith("data:image/") and not (folder / address).is_file():
            raise AssetError(f"KERN's style sheet loads {address[:80]}, which is not part of the build.")


# --- fonts ---------------------------------------------------------------------------------------------------


def _print_fonts(packages: Path, folder: Path) -> None:
    """Static TrueType faces for the PDFs: small ones lay out and embed faster."""
    folder.mkdir()
    for style, name in NOTO_FILES.items():
        font = _subset(packages / NOTO / name, EUROPEAN)
        _add_symbols(font, packages / ARROWS / ARROWS_FILES[style], packages / SIGNS / SIGNS_FILE)
        font.save(folder / f"NotoSans-{style}.ttf")
    for style, name in NASKH_FILES.items():
        _subset(packages / NASKH / name, ARABIC).save(folder / f"NotoNaskhArabic-{style}.ttf")
    for script, characters in SCRIPTS.items():
        for style in SCRIPT_FILES:
            _subset(_script_file(packages, script, style), characters).save(folder / f"NotoSans{script}-{style}.ttf")


def _script_file(packages: Path, script: str, style: str) -> Path:
    return packages / SCRIPT_FILES[style].format(package=f"{NOTO}-{script.lower()}", script=script)


def _screen_fonts(packages: Path, folder: Path) -> None:
    """Compressed faces for the browser, so that names of languages show on a computer without fonts."""
    folder.mkdir()
    for weight in FIRA_WEIGHTS:
        name = f"FiraSans-{weight}.woff2"
        _copy(packages, KERN, f"dist/fonts/fira-sans/{name}", folder / name)
    _save_compressed(
        _subset(packages / NASKH / NASKH_FILES["Regular"], ARABIC), folder / "NotoNaskhArabic-Regular.woff2"
    )
    signs = _subset(packages / SIGNS / SIGNS_FILE, map(ord, SYMBOLS), layout=False)
    _add_symbols(signs, packages / ARROWS / ARROWS_FILES["Regular"])
    _save_compressed(signs, folder / "NotoSansSymbols.woff2")


def _name_fonts(packages: Path, folder: Path) -> list[NameFace]:
    """Compressed faces, of a few letters each, for languages that only the counter writes in their own script."""
    wanted = _own_names() - {*EUROPEAN, *ARABIC}
    faces = []
    for script in SCRIPTS:
        path = _script_file(packages, script, "Regular")
        characters = wanted & TTFont(path, lazy=True).getBestCmap().keys()
        face = NameFace(f"Noto Sans {script}", f"NotoSans{script}-names.woff2", frozenset(characters))
        _save_compressed(_subset(path, characters), folder / face.file)
        faces.append(face)
        wanted -= characters
    return faces


def _own_names() -> set[int]:
    with LANGUAGES.open(encoding="utf-8", newline="") as file:
        return {ord(character) for row in csv.DictReader(file) for character in row["autonym"]}


def _save_compressed(font: TTFont, path: Path) -> None:
    font.flavor = "woff2"
    font.save(path)


def _subset(path: Path, characters: Iterable[int], *, layout: bool = True) -> TTFont:
    """The font with these characters only, unhinted, with the shaping that scripts need or with none."""
    options = Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]  # copyright and licence are among the names
    options.drop_tables += ["vhea", "vmtx", "meta"]  # nothing is set from top to bottom or chosen by its script
    if not layout:
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    # Reproducible: the time of the build is not written into the font.
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def _add_symbols(font: TTFont, *sources: Path) -> None:
    """Draw the symbols that ``font`` lacks into it, from the first source that has them."""
    mapping = font.getBestCmap()
    for source in (TTFont(path) for path in sources):
        if source["head"].unitsPerEm != font["head"].unitsPerEm:
            raise AssetError(f"{source.reader.file.name} is drawn on another grid than the font it is to join.")
        glyphs, names = source.getGlyphSet(), source.getBestCmap()
        for code in map(ord, SYMBOLS):
            drawn_as = _DRAWN_AS.get(code, code)
            if code in mapping or drawn_as not in names:
                continue
            _draw(font, glyphs, names[drawn_as], code)
            mapping[code] = f"symbol{code:04X}"


def _draw(font: TTFont, glyphs: Any, name: str, code: int) -> None:
    recording = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(pen)
    new = f"symbol{code:04X}"
    glyph = pen.glyph()
    glyph.recalcBounds(font["glyf"])
    font["glyf"][new] = glyph
    font["hmtx"][new] = (round(glyphs[name].width), glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = new


def main() -> int:
    """Build and say on standard error what came out; 1 when a package is missing or not as expected."""
    try:
        manifest = build()
    except AssetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.write(f"{len(manifest)} files in {VENDOR.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
