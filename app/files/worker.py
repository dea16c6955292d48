"""The child process that opens an uploaded file: ``python -m app.files.worker``, the file in, the answer out.

It begins by giving up what it does not need; from then on it can open nothing, neither a file nor a connection. The
answer is a line of JSON, then the PDF and the PNG (app.files.cleaning); no answer means that the file was too much.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from typing import Any

from pikepdf import Dictionary, Encryption, Name, Pdf
from PIL import Image

from app.files.outside import Unfit
from app.files.rewriting import rewrite

MEGABYTE = 1024 * 1024
LIMITS = {
    # What is allocated; libraries come on top of it.
    resource.RLIMIT_DATA: 220 * MEGABYTE,
    resource.RLIMIT_CPU: 8,
    resource.RLIMIT_FSIZE: 64 * MEGABYTE,
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_CORE: 0,
}


def main() -> None:
    """Read, clean, answer."""
    _warm_up()
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    answer, *parts = _answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)


def _warm_up() -> None:
    """Let a page of our own go all the way, open and encrypted: what is loaded only when it is needed is there then."""
    Image.init()
    with Pdf.new() as pdf:
        pdf.add_blank_page().obj["/Contents"] = pdf.make_stream(b"BT /F 9 Tf (a) Tj ET")
        fonts = Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        pdf.pages[0].obj["/Resources"] = Dictionary(Font=fonts)
        for encryption in (Encryption(owner="a"), False):
            out = io.BytesIO()
            pdf.save(out, encryption=encryption)
            with suppress(Unfit):
                rewrite(out.getvalue())


def _answer(content: bytes) -> tuple[Any, ...]:
    try:
        return rewrite(content)
    except Unfit as error:
        return ({"refused": str(error)},)
    except (MemoryError, RecursionError):
        return ({"refused": "too_much"},)


if __name__ == "__main__":
    main()
