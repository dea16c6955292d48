"""The child process that opens an uploaded file: ``python -m app.files.worker``, the file in, the answer out.

It begins by giving up what it does not need. The answer is a line of JSON, then the PDF and the PNG
(app.files.cleaning); no answer means that the file was too much for it.
"""

import json
import resource
import sys
from typing import Any

MEGABYTE = 1024 * 1024
LIMITS = {
    # What is allocated; libraries come on top of it.
    resource.RLIMIT_DATA: 220 * MEGABYTE,
    resource.RLIMIT_CPU: 8,
    resource.RLIMIT_FSIZE: 64 * MEGABYTE,
    resource.RLIMIT_NOFILE: 16,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_CORE: 0,
}


def main() -> None:
    """Read, clean, answer."""
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    content = sys.stdin.buffer.read()
    answer, *parts = _answer(content)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for part in parts:
        sys.stdout.buffer.write(part)


def _answer(content: bytes) -> tuple[Any, ...]:
    # Only now: what follows works on a stranger's file, within the limits.
    from app.files.outside import Unfit
    from app.files.rewriting import rewrite

    try:
        return rewrite(content)
    except Unfit as error:
        return ({"refused": str(error)},)
    except (MemoryError, RecursionError):
        return ({"refused": "too_much"},)


if __name__ == "__main__":
    main()
