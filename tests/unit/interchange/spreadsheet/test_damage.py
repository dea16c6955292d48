"""Files with any damage are read, or refused with a sentence; nothing else ever happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.files_archive import pack, unpack
from referrals.directory import checks
from referrals.directory.reading import BrokenDirectory, Problems
from referrals.interchange.spreadsheet.comparing import compare
from referrals.interchange.spreadsheet.reading import read
from tests.unit.interchange.spreadsheet.directories import example, exported

SOME_OFFICES = b"\r\n".join(exported()["offices.csv"].split(b"\r\n")[:4]) + b"\r\n"
SOME_RULES = b"\r\n".join(exported()["routing.csv"].split(b"\r\n")[:6]) + b"\r\n"
PIECES = [
    b'"',
    b";",
    b"\r\n",
    b"\n",
    b"\0",
    b"'",
    b"\\",
    b"{",
    b"\xff",
    b"\xef\xbb\xbf",
    b"=",
    b",",
    "ä".encode(),
    b"|",
    b":",
]


def taken(files: dict[str, bytes]) -> None:
    """As an import does it, up to the database."""
    problems = Problems()
    upload = read(files, problems)
    if not problems.found:
        checks.check(compare(example(), upload.records).directory, problems)
    if problems.found:
        with pytest.raises(BrokenDirectory):
            problems.refuse()


@pytest.mark.parametrize(("file", "whole"), [("offices.csv", SOME_OFFICES), ("routing.csv", SOME_RULES)])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_pieces_put_in_taken_out_and_doubled(file: str, whole: bytes, data: st.DataObject) -> None:
    content = whole
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 60)))
        piece = data.draw(st.sampled_from([*PIECES, b"", content[start:end] * 2]) | st.binary(max_size=8))
        content = content[:start] + piece + content[end:]
    taken({file: content})


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes(content: bytes) -> None:
    taken({"topics.csv": content})


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_damage_of_an_archive(data: st.DataObject) -> None:
    files = {"topics.csv": exported()["topics.csv"], "options.csv": exported()["options.csv"]}
    whole = bytearray(pack(files))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    problems = Problems()
    found = unpack([("x.zip", bytes(whole))], problems)
    # Its checksums are looked at: what comes out under its own name is what was put in.
    assert {name: content for name, content in found.items() if name in files} == {
        name: files[name] for name in found.keys() & files.keys()
    }


def test_an_archive_holds_what_was_packed() -> None:
    problems = Problems()
    assert unpack([("a.ZIP", pack(exported()))], problems) == exported()
    assert problems.found == []
    assert pack(exported()) == pack(exported())
