"""Files that must be refused: each with its line and reason, before anything is expanded or used."""

import time
from io import BytesIO
from pathlib import Path

import pytest

from referrals.interchange.xzufi import parsing
from referrals.interchange.xzufi.reading import read, read_file
from referrals.interchange.xzufi.values import BrokenMessage, Flaw
from tests.unit.interchange.xzufi.files import NAMESPACE, TRANSFER, unit, wrapped

HEAD = '<?xml version="1.0"?>'
BOMB = (
    HEAD
    + '\n<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for name, inner in zip("bcdefghij", "abcdefghi", strict=True))
    + f']>\n<t xmlns="{NAMESPACE}">&j;</t>'
)
EXTERNAL = f'{HEAD}<!DOCTYPE t SYSTEM "file:///etc/hostname"><t xmlns="{NAMESPACE}"/>'
ENTITY = f'{HEAD}<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><t xmlns="{NAMESPACE}">&x;</t>'
PARAMETER = f'{HEAD}<!DOCTYPE t [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]><t xmlns="{NAMESPACE}"/>'


def refused(content: bytes) -> Flaw:
    with pytest.raises(BrokenMessage) as error:
        read(BytesIO(content), "file.xml")
    assert str(error.value).startswith("file.xml: ")
    return error.value.flaw


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, ENTITY, PARAMETER])
def test_document_types_are_refused_before_anything_is_expanded(content: str) -> None:
    began = time.monotonic()
    flaw = refused(content.encode())
    assert flaw.message == parsing.DTD
    assert flaw.line in {1, 2}
    assert time.monotonic() - began < 1


def test_an_entity_without_a_declaration_is_no_xml() -> None:
    assert refused(wrapped("&nothing;")).message == parsing.NOT_XML


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-7"])
def test_another_declared_encoding_is_refused(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    flaw = refused(wrapped(unit("<name><name>Amt</name></name>"), head=head))
    assert (flaw.message, flaw.line, flaw.values) == (parsing.LYING, 1, {"found": encoding})


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    lying = wrapped("\n\n" + unit("<name><name>Müll</name></name>")).decode().encode("iso-8859-1")
    assert (refused(lying).message, refused(lying).line) == (parsing.NOT_UTF8, 4)
    assert refused(wrapped("x").decode().encode("utf-16")).message == parsing.NOT_UTF8


def test_a_wrong_byte_far_behind_has_its_line_too() -> None:
    lines = b"\n" * (2 * parsing.CHUNK)
    assert refused(wrapped("").replace(b"</transfer>", lines + b"\xff</transfer>")).line == 2 * parsing.CHUNK + 2


def test_a_mark_of_utf_8_is_read() -> None:
    assert read(BytesIO(b"\xef\xbb\xbf" + wrapped("")), "file.xml").version == "2.3"


def test_truncated_files_are_refused_wherever_they_end() -> None:
    whole = TRANSFER.read_bytes()
    for end in range(1, len(whole) - 1, 97):
        assert refused(whole[:end]).line > 0
    assert refused(b"").message == parsing.EMPTY


@pytest.mark.parametrize(
    "namespace", ["", "http://xoev.de/schemata/xzufi/2_1_0", "http://xoev.de/schemata/xzufi/3_0_0", "urn:other"]
)
def test_other_namespaces_and_versions_are_refused(namespace: str) -> None:
    flaw = refused(wrapped(unit(""), namespace=namespace) if namespace else b"<transfer/>")
    assert flaw.message == parsing.FOREIGN
    assert "transfer" in str(flaw.values["found"])


@pytest.mark.parametrize(("minor", "version"), [("2_2_0", "2.2"), ("2_3_0", "2.3"), ("2_3_1", "2.3")])
def test_these_versions_are_read(minor: str, version: str) -> None:
    assert read(BytesIO(wrapped("", namespace=parsing.NAMESPACE + minor)), "file.xml").version == version


def test_depth_has_a_limit() -> None:
    deep = unit("<name>" * parsing.MOST_DEPTH + "</name>" * parsing.MOST_DEPTH)
    assert refused(wrapped(deep)).message == parsing.TOO_DEEP
    assert refused(wrapped("<a>" * 100_000)).message == parsing.TOO_DEEP


def test_size_of_an_entry_texts_and_attributes_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(wrapped(unit("<a/>" * parsing.MOST_ELEMENTS_OF_AN_OBJECT))).message == parsing.TOO_LARGE
    assert refused(wrapped(unit(f"<a>{'x' * (parsing.LONGEST_TEXT + 1)}</a>"))).message == parsing.TOO_LONG
    many = " ".join(f'a{number}=""' for number in range(parsing.MOST_ATTRIBUTES + 1))
    assert refused(wrapped(unit(f"<a {many}/>"))).message == parsing.CROWDED
    monkeypatch.setattr(parsing, "MOST_ELEMENTS", 10)
    assert refused(wrapped("<a/>" * 20)).message == parsing.TOO_MANY


def test_large_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    began = time.monotonic()
    with pytest.raises(BrokenMessage, match="larger than 50 MB"):
        read_file(path)
    assert time.monotonic() - began < 0.5


def test_large_streams_are_refused_as_soon_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_BYTES", 1_000_000)
    assert refused(wrapped("<!-- " + "x" * 2_000_000 + " -->")).message == parsing.TOO_BIG


def test_a_folder_or_nothing_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xml"):
        with pytest.raises(BrokenMessage):
            read_file(path)
