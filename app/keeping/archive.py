"""The file inside: a tar archive, compressed with gzip, that any system can unpack, written and read streaming.

Members are whole in memory and so have a limit; large tables are cut into parts. Only plain members are read, so that
nothing of what else an archive can say (links, long names, other headers) has to be trusted.
"""

import gzip
import tarfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from typing import BinaryIO

from app.keeping.errors import BadBackup

BLOCK = tarfile.BLOCKSIZE
MOST_BYTES = 64 * 1024 * 1024
"""Of a member: more than any file that can be uploaded, and any row."""
SWELLING = 200
"""How many times as large as the file its content may be. A real one is five to fifteen times as large."""
GRACE_BYTES = 256 * 1024 * 1024
FASTEST = 1
NOT_OURS = "The backup holds something that Wegweiser does not write; it is none of ours."
DAMAGED = "The backup is damaged or cut off; take another one."


def pack(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The compressed archive of these names and contents, in pieces. The members bear no time and no owner."""
    # 31: gzip's own header, in which Python writes no time either.
    packer = zlib.compressobj(FASTEST, zlib.DEFLATED, 31)
    for piece in _tar(members):
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _tar(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    for name, content in members:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        yield info.tobuf(tarfile.USTAR_FORMAT)
        yield content
        yield bytes(-len(content) % BLOCK)
    yield bytes(2 * BLOCK)


def unpack(packed: BinaryIO, size: int) -> Generator[tuple[str, bytes], None, None]:
    """Names and contents, read to the very end; ``size`` is that of the whole file. Raises BadBackup."""
    try:
        with gzip.GzipFile(fileobj=packed) as file:
            left = GRACE_BYTES + SWELLING * size
            while info := _header(file):
                left -= info.size
                if left < 0:
                    raise BadBackup("The backup holds far more than a file of its size can; it is none of ours.")
                content = _exactly(file, info.size)
                _exactly(file, -info.size % BLOCK)
                yield info.name, content
            if file.read(BLOCK).strip(b"\0") or file.read(BLOCK):
                raise BadBackup(DAMAGED)
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError) as error:
        raise BadBackup(DAMAGED) from error


def _header(file: gzip.GzipFile) -> tarfile.TarInfo | None:
    """Of the next member; None at the end."""
    block = _exactly(file, BLOCK)
    if not any(block):
        return None
    info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    if info.type != tarfile.REGTYPE or not 0 <= info.size <= MOST_BYTES:
        raise BadBackup(NOT_OURS)
    return info


def _exactly(file: gzip.GzipFile, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise BadBackup(DAMAGED)
    return content
