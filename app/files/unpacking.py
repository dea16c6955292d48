"""How large the streams of a PDF are when they are unpacked, and its pictures: before anything is drawn."""

import io
import zlib
from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, StreamDecodeLevel
from PIL import Image, UnidentifiedImageError

from app.files.outside import Unfit
from app.files.words import MOST_MEGAPIXELS, MOST_UNPACKED

MOST_OF_ONE = 64 * 1000 * 1000
MOST_PIXELS = MOST_MEGAPIXELS * 1_000_000
PACKERS = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})
PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
WITH_OWN_SIZE = frozenset({"/DCTDecode", "/JPXDecode"})


def check(pdf: Pdf, streams: Iterable[Object]) -> None:
    """Raises Unfit for what is too large or cannot be unpacked, MemoryError for what has no room at all."""
    unpacked = 0
    for stream in streams:
        unpacked += _size(pdf, stream)
        if unpacked > MOST_UNPACKED:
            raise Unfit("too_much")


def _size(pdf: Pdf, stream: Object) -> int:
    filters = _listed(stream.get("/Filter"))
    names = [str(one) for one in filters]
    picture = names[-1] if names and names[-1] in PICTURES else ""
    if not set(names[: -1 if picture else None]) <= PACKERS:
        raise Unfit("broken")
    width, height = stream.get("/Width", 0), stream.get("/Height", 0)
    if isinstance(width, int) and isinstance(height, int) and width * height > MOST_PIXELS:
        raise Unfit("picture")
    try:
        if picture and len(names) > 1:
            _unwrap(pdf, stream, filters)
        content = stream.read_raw_bytes() if picture else stream.read_bytes(StreamDecodeLevel.specialized)
    except PdfError as error:
        raise Unfit("too_much" if _inflates(stream.read_raw_bytes()) else "broken") from error
    if picture in WITH_OWN_SIZE:
        _check_own_size(content)
    if len(content) > MOST_OF_ONE:
        raise Unfit("too_much")
    return len(content)


def _unwrap(pdf: Pdf, stream: Object, filters: list[Object]) -> None:
    """A picture that is packed once more becomes the picture alone."""
    parameters = _listed(stream.get("/DecodeParms"))
    given = [one if isinstance(one, Dictionary) else Dictionary() for one in parameters]
    given += [Dictionary()] * (len(filters) - len(given))
    outer = pdf.make_stream(stream.read_raw_bytes(), Filter=Array(filters[:-1]), DecodeParms=Array(given[:-1]))
    stream.write(outer.read_bytes(), filter=Array(filters[-1:]), decode_parms=Array(given[-1:]))


def _inflates(packed: bytes) -> bool:
    """Whether this is larger than anything may be, rather than damaged."""
    try:
        return len(zlib.decompressobj().decompress(packed, MOST_OF_ONE)) == MOST_OF_ONE
    except zlib.error:
        return False


def _check_own_size(content: bytes) -> None:
    """What a picture says of itself counts, not what the PDF says of it."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "JPEG2000")) as picture:
            width, height = picture.size
    except Image.DecompressionBombError as error:
        raise Unfit("picture") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Unfit("broken") from error
    if width * height > MOST_PIXELS:
        raise Unfit("picture")


def _listed(value: object) -> list[Object]:
    if isinstance(value, Array):
        return list(value)
    return [value] if isinstance(value, Name | Dictionary) else []
