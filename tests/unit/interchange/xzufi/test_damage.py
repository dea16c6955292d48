"""Whatever happens to a file on its way: it is read or refused, and nothing else."""

from contextlib import suppress
from datetime import date
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.interchange.xzufi.proposing import Directory, proposed
from referrals.interchange.xzufi.reading import read
from referrals.interchange.xzufi.values import BrokenMessage
from tests.unit.interchange.xzufi.files import LATER, NESTED, TRANSFER

WHOLE = [path.read_bytes() for path in (TRANSFER, NESTED, LATER)]
TODAY = date(2026, 11, 23)


def survives(content: bytes) -> None:
    with suppress(BrokenMessage):
        proposed(read(BytesIO(content), "file.xml"), Directory({}, {}, {}), TODAY)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_cut_off(whole: bytes, data: st.DataObject) -> None:
    survives(whole[: data.draw(st.integers(0, len(whole)))])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_bytes_replaced(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))
    survives(bytes(content))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_pieces_taken_out_doubled_and_moved(whole: bytes, data: st.DataObject) -> None:
    """Lines of the samples are elements mostly, so many results are XML in another order."""
    lines = whole.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(lines) - 1))
        end = data.draw(st.integers(start, min(start + 6, len(lines))))
        target = data.draw(st.integers(0, len(lines)))
        piece = lines[start:end]
        if data.draw(st.booleans()):
            del lines[start:end]
        lines[target:target] = piece if data.draw(st.booleans()) else []
    survives(b"".join(lines))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_texts_replaced(whole: bytes, data: st.DataObject) -> None:
    """Another text in place of a piece between two tags: still XML, with any content."""
    parts = whole.decode().split("<")
    for place in data.draw(st.lists(st.integers(1, len(parts) - 1), min_size=1, max_size=8)):
        tag, end, _ = parts[place].partition(">")
        other = data.draw(st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs", "Cc"]), max_size=40))
        parts[place] = f"{tag}{end}{other}" if end else parts[place]
    survives("<".join(parts).encode())
