"""Backups are locked with age: for a public key, with a passphrase, or not at all."""

import io
from pathlib import Path
from unicodedata import normalize

import pyrage
import pytest

from app.keeping.errors import BadBackup, CannotBackUp
from app.keeping.locks import ARMOUR_ENDS, Lock, Opener, identities_of, new_identity, unlocked, write_locked

PLAIN = b"\x1f\x8b" + bytes(range(256)) * 1000
PIECES = [PLAIN[start : start + 70_000] for start in range(0, len(PLAIN), 70_000)]
PASSPHRASE = "eine lange Passphrase mit ä"


def locked(path: Path, lock: Lock) -> Opener:
    with path.open("wb") as file:
        return write_locked(PIECES, file, lock)


def opened(path: Path, opener: Opener) -> bytes:
    with unlocked(path, opener) as plain:
        return plain.read()


@pytest.fixture(scope="module")
def with_passphrase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Once: age makes it slow to guess passphrases."""
    path = tmp_path_factory.mktemp("locks") / "backup"
    assert locked(path, Lock(passphrase=PASSPHRASE)).passphrase == PASSPHRASE
    return path


def test_an_umlaut_is_the_same_whichever_way_it_is_typed(with_passphrase: Path) -> None:
    assert opened(with_passphrase, Opener(passphrase=normalize("NFD", PASSPHRASE))) == PLAIN


def test_a_passphrase_of_another_encoding_is_refused_in_words(with_passphrase: Path, tmp_path: Path) -> None:
    """As a file of settings that is saved in Latin-1 gives it."""
    foreign = PASSPHRASE.encode("latin-1").decode("utf-8", "surrogateescape")
    with pytest.raises(CannotBackUp, match="UTF-8"):
        locked(tmp_path / "backup", Lock(passphrase=foreign))
    with pytest.raises(BadBackup, match="UTF-8"):
        opened(with_passphrase, Opener(passphrase=foreign))


def test_for_a_public_key_the_owner_opens_it_and_so_does_whoever_wrote_it_at_once(tmp_path: Path) -> None:
    private, public = new_identity()
    at_once = locked(tmp_path / "backup", Lock(recipient=public))
    assert PLAIN not in (tmp_path / "backup").read_bytes()
    assert private not in at_once.identities
    assert opened(tmp_path / "backup", at_once) == PLAIN
    assert opened(tmp_path / "backup", Opener(identities=(new_identity()[0], private))) == PLAIN
    assert pyrage.decrypt((tmp_path / "backup").read_bytes(), [pyrage.x25519.Identity.from_str(private)]) == PLAIN


def test_with_a_passphrase_both_halves_open_with_age_alone(
    with_passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: dict[bytes, bytes] = {}
    decrypt = pyrage.passphrase.decrypt
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda half, given: keys.setdefault(half, decrypt(half, given)))
    assert opened(with_passphrase, Opener(passphrase=PASSPHRASE)) == PLAIN
    first, ends, second = with_passphrase.read_bytes().partition(ARMOUR_ENDS)
    key = pyrage.x25519.Identity.from_str(keys[first + ends].decode())
    assert pyrage.decrypt(second, [key]) == PLAIN


def test_another_passphrase_and_none(with_passphrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def decrypt(_half: bytes, given: str) -> bytes:
        """Age's own takes its time."""
        assert given == PASSPHRASE + "x"
        raise pyrage.DecryptError("Decryption failed")

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    with pytest.raises(BadBackup, match="passphrase does not open"):
        opened(with_passphrase, Opener(passphrase=PASSPHRASE + "x"))
    with pytest.raises(BadBackup, match="--passphrase-stdin"):
        opened(with_passphrase, Opener(identities=(new_identity()[0],)))


def test_without_a_lock_it_is_what_it_is(tmp_path: Path) -> None:
    assert opened(tmp_path / "backup", locked(tmp_path / "backup", Lock())) == PLAIN


def test_another_key_and_none(tmp_path: Path) -> None:
    locked(tmp_path / "backup", Lock(recipient=new_identity()[1]))
    with pytest.raises(BadBackup, match="encrypted for another one"):
        opened(tmp_path / "backup", Opener(identities=(new_identity()[0],)))
    with pytest.raises(BadBackup, match="--identity FILE"):
        opened(tmp_path / "backup", Opener(passphrase=PASSPHRASE))
    with pytest.raises(BadBackup, match="private key is damaged"):
        opened(tmp_path / "backup", Opener(identities=("AGE-SECRET-KEY-1ABC",)))


def test_cut_off_or_changed_is_never_taken_for_whole(tmp_path: Path, with_passphrase: Path) -> None:
    path = tmp_path / "backup"
    opener = locked(path, Lock(recipient=new_identity()[1]))
    whole = path.read_bytes()
    for length in (1, 30, 200, 500, 65_000, 66_000, len(whole) - 20, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            opened(path, opener)
    for place in (25, 150, 300, 500, 70_000, len(whole) - 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BadBackup):
            opened(path, opener)
    path.write_bytes(with_passphrase.read_bytes()[:200])
    with pytest.raises(BadBackup, match="beginning"):
        opened(path, Opener(passphrase=PASSPHRASE))


def test_what_is_no_backup(tmp_path: Path) -> None:
    for content in (b"", b"SQLite format 3\0", b"PK\x03\x04"):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(BadBackup, match="not a backup of Wegweiser"):
            opened(tmp_path / "file", Opener())
    with pytest.raises(BadBackup, match="cannot be read"):
        opened(tmp_path / "nothing", Opener())
    with pytest.raises(BadBackup, match="cannot be read"):
        opened(tmp_path, Opener())


def test_who_stops_reading_waits_for_nobody(tmp_path: Path) -> None:
    opener = locked(tmp_path / "backup", Lock(recipient=new_identity()[1]))
    with unlocked(tmp_path / "backup", opener) as plain:
        assert plain.read(10) == PLAIN[:10]


def test_a_public_key_that_is_none() -> None:
    with pytest.raises(CannotBackUp, match="not a public key"):
        write_locked([b""], io.BytesIO(), Lock(recipient=new_identity()[1] + "q"))


def test_what_goes_wrong_on_the_way_is_told_as_it_was() -> None:
    def pieces() -> "list[bytes]":
        raise KeyError("mine")

    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(KeyError, match="mine"):
        write_locked((piece for _ in [0] for piece in pieces()), io.BytesIO(), Lock(recipient=new_identity()[1]))
    with pytest.raises(OSError, match="No space left"):
        write_locked(PIECES, Full(), Lock(recipient=new_identity()[1]))


def test_files_of_keys() -> None:
    private, public = new_identity()
    text = f"# created: 2026-11-22\n# public key: {public}\n{private}\n\n"
    assert identities_of(text) == (private,)
    with pytest.raises(BadBackup, match="no private key"):
        identities_of(public)


def test_keys_do_not_show_themselves() -> None:
    private, public = new_identity()
    assert private not in repr(Opener((private,), PASSPHRASE)) + repr(Lock(public, None))
    assert PASSPHRASE not in repr(Opener((), PASSPHRASE)) + repr(Lock(None, PASSPHRASE))
