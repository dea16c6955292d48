"""Which signs our print fonts have: one that none of them has would be an empty box on paper."""

from functools import cache

from fontTools.ttLib import TTFont

from app.pdf.fonts import FAMILIES, FONTS

_INVISIBLE = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u2060")


def lacking(text: str) -> str:
    """The signs of the text that cannot be printed, each once, in their order."""
    return "".join(dict.fromkeys(sign for sign in text if sign not in _INVISIBLE and ord(sign) not in _printable()))


@cache
def _printable() -> frozenset[int]:
    """Code points that some family has, in regular and in bold."""
    return frozenset().union(*(_signs(f"{family}-Regular") & _signs(f"{family}-Bold") for family in FAMILIES))


def _signs(name: str) -> frozenset[int]:
    path = FONTS / f"{name}.ttf"
    if not path.is_file():
        return frozenset()
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
