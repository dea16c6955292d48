"""What the set-up relies on: complete locks without host names, and a build that has everything it needs."""

import csv
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import tinycss2
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.assets import VENDOR, build, version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-test.txt")
PRINTED_LANGUAGES = ("uk", "ar", "en", "ru", "ro", "fa", "vi", "tr", "fr", "es")


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Package -> version and number of hashes."""
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"))
    found = {}
    for block in blocks:
        if match := re.match(r"([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", block):
            found[match[1]] = (match[2], block.count("--hash=sha256:"))
    return found


def declared(*, tests: bool) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = list(project["project"]["dependencies"])
    if tests:
        names += project["dependency-groups"]["test"]
    return [Requirement(name) for name in names]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_package_by_hash_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    packages = locked(name)
    assert len(packages) > 40
    assert [package for package, (_, hashes) in packages.items() if hashes == 0] == []


@pytest.mark.parametrize(("name", "tests"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_lock_is_that_of_the_project_file(name: str, tests: bool) -> None:
    packages = locked(name)
    stale = [
        str(wanted)
        for wanted in declared(tests=tests)
        if (pin := packages.get(canonicalize_name(wanted.name))) is None or not wanted.specifier.contains(pin[0])
    ]
    assert stale == [], f"renew {name} by the command in its first lines"


def test_tests_run_on_the_versions_that_serve() -> None:
    for_tests = locked(LOCKS[1])
    assert {name: for_tests.get(name) for name in locked(LOCKS[0])} == locked(LOCKS[0])


def test_npm_lock_is_complete_and_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    packages = json.loads(text)["packages"]
    for entry in packages.values():
        entry.pop("funding", None)  # npm copies it from the package and never loads it
    assert "://" not in json.dumps(packages)
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert packages.pop("")["dependencies"] == wanted
    assert {name.removeprefix("node_modules/"): entry["version"] for name, entry in packages.items()} == wanted
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


@pytest.mark.parametrize("name", ["run.sh", ".ci/run"])
def test_scripts_can_be_started_and_are_posix(name: str) -> None:
    path = ROOT / name
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert subprocess.run(["/bin/sh", "-n", path], check=False).returncode == 0


# --- the built folder: the test command builds it before the tests run ---------------------------------------


def test_manifest_tells_what_is_there() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    found = {
        path.relative_to(VENDOR).as_posix(): sha256(path.read_bytes()).hexdigest()[:12]
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert manifest == found
    assert {"kern.css", "htmx.min.js", "licences/kern-ux.md"} <= manifest.keys()
    assert version("vendor/kern.css") == manifest["kern.css"]


def test_building_again_gives_the_same_files(tmp_path: Path) -> None:
    built = build.build(tmp_path / "static" / "vendor")
    assert built == json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


def test_missing_package_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "vendor" / "kern.css"
    kept.parent.mkdir()
    kept.write_text("old")
    with pytest.raises(build.AssetError, match="npm ci"):
        build.build(kept.parent, packages=tmp_path / "nothing")
    assert kept.read_text() == "old"


def test_style_sheet_keeps_components_and_drops_the_layout_classes() -> None:
    style = (VENDOR / "kern.css").read_text(encoding="utf-8")
    for kept in (".kern-btn--primary", ".kern-form-input__input", ".kern-alert--danger", "[data-kern-theme=dark]"):
        assert kept in style
    for dropped in (".kern-flex-col", ".kern-col-lg-6", ".kern-container"):
        assert dropped not in style
    rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    assert [rule.message for rule in rules if rule.type == "error"] == []
    for query in ("prefers-color-scheme: dark", "forced-colors: active"):
        assert query.replace(" ", "") in style.replace(" ", "")


def test_rules_lose_nothing_but_what_is_to_go() -> None:
    style = "a{b:1}.x{c:2}.x,.y{d:3}@media (width>1px){.x{e:4}.y .x{f:5}i{g:6}}@media print{.x{h:7}}"
    assert build._without(build._rules(style), {"x"}) == "a{b:1}.x,.y{d:3}@media (width>1px){i{g:6}}"


@pytest.mark.parametrize(
    "style",
    [
        "a{background:url(https://example.org/a.png)}",
        "a{background:url('//example.org/a.png')}",
        'a{background:url("fonts/none.woff2")}',
        '@import "other.css";',
    ],
)
def test_address_outside_the_folder_stops_the_build(style: str, tmp_path: Path) -> None:
    with pytest.raises(build.AssetError, match="not part of the build"):
        build._check_addresses(style, tmp_path)


def printed_texts() -> Iterator[str]:
    for locale in PRINTED_LANGUAGES:
        for path in sorted((ROOT / "translations" / locale / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file):
                    yield from (str(message.string), str(message.id))
    yield (ROOT / "referrals" / "leipzig" / "offices.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_print_fonts_have_every_character_that_can_be_printed(style: str) -> None:
    known = set[int]()
    for family in ("NotoSans", "NotoNaskhArabic"):
        known |= TTFont(VENDOR / "print-fonts" / f"{family}-{style}.ttf").getBestCmap().keys()
    wanted = {ord(character) for text in printed_texts() for character in text + build.SYMBOLS} - {0x0A}
    assert len(wanted) > 300
    assert {chr(code) for code in wanted - known} == set()


def own_names() -> list[dict[str, str]]:
    with (ROOT / "referrals" / "leipzig" / "languages.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def screen_faces() -> list[tuple[str, set[int], set[int]]]:
    """Family, characters of the file and those for which the style sheet lets a browser use it, of each face."""
    style = (VENDOR / "kern.css").read_text(encoding="utf-8")
    faces = []
    for rule in re.findall(r"@font-face{([^}]*)}", style):
        family, file = re.findall(r'"([^"]+)"', rule)[:2]
        known = set(TTFont(VENDOR / file).getBestCmap())
        ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
        span = {code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)}
        faces.append((family, known, span or known))
    return faces


def test_screen_fonts_have_every_character_of_every_own_name() -> None:
    reached = set[int]().union(*(known & span for _, known, span in screen_faces()))
    assert {row["script"] for row in own_names()} >= {"Arab", "Beng", "Deva", "Ethi", "Geor", "Hans", "Hebr"}
    assert {(row["bcp47"], c) for row in own_names() for c in row["autonym"] if ord(c) not in reached} == set()


def test_every_face_is_in_the_stack_that_all_elements_use() -> None:
    stacks = re.findall(r"--kern-typography-font-family-default: ?([^;}]+)", (VENDOR / "kern.css").read_text("utf-8"))
    families = re.findall(r'"([^"]+)"', stacks[-1])
    assert {family for family, _, _ in screen_faces()} == set(families)


def test_faces_for_own_names_are_small() -> None:
    names = list((VENDOR / "fonts").glob("*-names.woff2"))
    assert len(names) == len(build.SCRIPTS)
    assert sum(path.stat().st_size for path in names) < 20_000
