"""What a backup says of itself is looked at before anything is done with it."""

import json
from typing import Any

import pytest

from app.keeping.errors import BadBackup
from app.keeping.manifest import FORMAT, Manifest, Sum, fingerprint, manifest_of, parsed

MANIFEST = Manifest(
    program="0.1.0",
    revision="0020",
    moment="2026-11-22T15:41:36+00:00",
    database="sqlite",
    secret="ab" * 16,
    audit="17:ab",
    tables={"office": ["id", "name_de"]},
)


def changed(**values: Any) -> bytes:
    return json.dumps(json.loads(MANIFEST.as_bytes()) | values).encode()


def test_it_comes_back() -> None:
    assert manifest_of(MANIFEST.as_bytes()) == MANIFEST


def test_another_form_names_the_program_that_wrote_it() -> None:
    with pytest.raises(BadBackup, match=r"written by Wegweiser 7\.1"):
        manifest_of(changed(format=FORMAT + 1, program="7.1"))


@pytest.mark.parametrize(
    "content",
    [
        changed(more=1),
        changed(moment="yesterday"),
        changed(moment=None),
        changed(revision=20),
        changed(secret=[]),
        changed(tables=None),
        changed(tables={"office": None}),
        changed(tables={"office": [1]}),
        b"",
        b"[]",
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_none_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(BadBackup):
        manifest_of(content)


def test_nested_without_end() -> None:
    with pytest.raises(BadBackup):
        parsed(b'{"a":' * 100_000)


def test_the_fingerprint_of_a_secret_tells_nothing_about_it() -> None:
    secret = "a secret of the tests, long enough"
    assert fingerprint(secret) == fingerprint(secret) != fingerprint(secret + "x")
    assert len(fingerprint(secret)) == 32
    assert all(sign in "0123456789abcdef" for sign in fingerprint(secret))


def test_sums_are_of_the_lines_however_they_were_cut() -> None:
    whole, cut = Sum(), Sum()
    text = whole.add(["[1]", '["ä"]', "[3]"])
    assert text == '[1]\n["ä"]\n[3]\n'.encode()
    assert cut.add_bytes(text[:4]) + cut.add_bytes(text[4:]) == ["[1]", '["ä"]', "[3]"]
    assert whole.as_dict() == cut.as_dict()
    assert whole.as_dict()["rows"] == 3
