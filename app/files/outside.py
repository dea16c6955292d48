"""What a file is, by its content: a PDF from its first byte to its last, or something else."""

import re

END = re.compile(rb"%%EOF[\s\0]*\Z")
LONGEST_TAIL = 64 * 1024


class Unfit(Exception):
    """The file cannot be taken; the text is a code of app.files.words."""


def check(content: bytes) -> None:
    """Raises Unfit unless this is a PDF and nothing besides.

    Viewers look for a PDF anywhere near the beginning; what stands before or behind it can be another kind of file.
    """
    if not content.startswith(b"%PDF-"):
        raise Unfit("mixed" if b"%PDF-" in content[:1024] else "not_pdf")
    tail = content[-LONGEST_TAIL:]
    if not END.search(tail):
        raise Unfit("mixed" if b"%%EOF" in tail else "broken")
