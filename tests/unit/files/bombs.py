"""Files that are small and become large, deep or endless when they are opened or drawn."""

import struct
import zlib
from collections.abc import Callable
from functools import cache

from tests.unit.files.pdfs import by_hand, one_page, stream

FLATE = b"/Filter /FlateDecode"
LARGE = 150_000_000
NODES = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}


@cache
def packed_zeros(size: int, sign: bytes = b" ") -> bytes:
    packer = zlib.compressobj(9)
    block = sign * 1_000_000
    return b"".join([packer.compress(block) for _ in range(size // len(block))] + [packer.flush()])


def table_of(kids: dict[int, bytes]) -> bytes:
    return by_hand({**NODES, **kids})


def many_pages(n: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, n + 3))
    return table_of({2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n)} | dict.fromkeys(range(3, n + 3), page))


def deep_pages(n: int) -> bytes:
    nodes = {number: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, n)}
    return table_of(nodes | {n: b"<< /Type /Page /MediaBox [0 0 595 842] >>"})


def many_objects(n: int) -> bytes:
    return one_page(others=dict.fromkeys(range(5, n), b"1"))


def many_reached(n: int) -> bytes:
    """All of them hang on the page."""
    kids = b" ".join(b"/X%d %d 0 R" % (number, number) for number in range(5, n))
    state = b"<</D[[1]0]>>"
    return one_page(resources=b"/ExtGState << %s >>" % kids, others=dict.fromkeys(range(5, n), state))


def object_stream(content: bytes, n: int, first: int, entries: bytes = b"") -> bytes:
    """A table in a stream, which says that object 1 is in the stream of objects 2."""
    out = bytearray(b"%PDF-1.7\n")
    place = len(out)
    out += b"2 0 obj\n" + stream(content, b"/Type /ObjStm /N %d /First %d %s" % (n, first, entries)) + b"\nendobj\n"
    start = len(out)
    rows = b"".join(struct.pack(">BIH", *row) for row in ((0, 0, 65535), (2, 2, 0), (1, place, 0), (1, start, 0)))
    table = b"/Type /XRef /Size 4 /W [1 4 2] /Root 1 0 R"
    return bytes(out) + b"3 0 obj\n" + stream(rows, table) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def objects_in_stream(n: int) -> bytes:
    index = b" ".join(b"%d %d" % (number + 1, 0) for number in range(n)) + b" "
    return object_stream(zlib.compress(index + b"<< >>"), n, len(index), FLATE)


def table_stream(entries: bytes, content: bytes = b"\0" * 70) -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"5 0 obj\n" + stream(content, b"/Type /XRef /Root 1 0 R " + entries) + b"\nendobj\n"
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


def trailer(text: bytes, start: int = 9) -> bytes:
    return b"%PDF-1.7\n" + text + b"\nstartxref\n%d\n%%%%EOF\n" % start


def picture(entries: bytes, content: bytes, resources: bytes = b"") -> bytes:
    shown = b"q 500 0 0 500 0 0 cm /I Do Q"
    image = stream(content, b"/Type /XObject /Subtype /Image " + entries)
    return one_page(shown, resources=b"/XObject << /I 5 0 R >> " + resources, others={5: image})


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def jpx(width: int, height: int) -> bytes:
    size = struct.pack(">HIIIIIIIIH", 0, width, height, 0, 0, width, height, 0, 0, 1) + b"\7\1\1"
    return b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size + b"\xff\x52\0\x0c\0\0\0\1\0\5\4\4\0\0\xff\xd9"


def jbig2(width: int, height: int) -> bytes:
    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\0" + b"\3\xff\xfd\xff\2\xfe\xfe\xfe" + b"\0" * 8
    first = struct.pack(">IBBBI", 0, 48, 0, 1, len(page)) + page
    return first + struct.pack(">IBBBI", 1, 38, 0, 1, len(region)) + region


GREY = b"/ColorSpace /DeviceGray /BitsPerComponent 8"
ONE_BIT = b"/ColorSpace /DeviceGray /BitsPerComponent 1"


def sized(width: int, height: int, more: bytes) -> bytes:
    return b"/Width %d /Height %d %s" % (width, height, more)


def laughs(levels: int, times: int) -> bytes:
    """Each level draws the one below so many times."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    others = {
        number: stream(b"/X Do " * times if number < levels + 4 else b"0 0 9 9 re f", form % (number + 1))
        for number in range(5, levels + 5)
    }
    others[levels + 5] = stream(b"0 0 500 500 re f", b"/Subtype /Form /BBox [0 0 595 842]")
    return one_page(b"/X Do", resources=b"/XObject << /X 5 0 R >>", others=others)


def itself(kind: bytes, entries: bytes, content: bytes = b"/X Do") -> bytes:
    """A resource that needs itself to be drawn."""
    resources = b"/%s << /X 5 0 R >>" % kind
    return one_page(
        content, resources=resources, others={5: stream(content, entries + b" /Resources << %s >>" % resources)}
    )


def tiling(step: bytes) -> bytes:
    cell = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep %s /YStep %s /Resources << >>"
    )
    return one_page(
        b"/Pattern cs /P scn 0 0 595 842 re f",
        resources=b"/Pattern << /P 5 0 R >>",
        others={5: stream(b"0 0 1 1 re f", cell % (step, step))},
    )


def page(box: bytes, more: bytes = b"") -> bytes:
    return table_of(
        {
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s %s >>" % (box, more),
        }
    )


def content(entries: bytes, packed: bytes) -> bytes:
    return one_page(packed, entries=entries)


def kids(tree: bytes) -> bytes:
    return table_of({2: tree, 3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"})


BOMBS: dict[str, dict[str, Callable[[], bytes]]] = {
    "too_much": {
        "content of 150 MB": lambda: content(FLATE, packed_zeros(LARGE)),
        "run length": lambda: content(b"/Filter [/FlateDecode /RunLengthDecode]", packed_zeros(100_000_000, b"\x81a")),
    },
    "broken": {
        "content packed twice": lambda: content(
            b"/Filter [/FlateDecode /FlateDecode]", zlib.compress(packed_zeros(LARGE), 9)
        ),
        "packed fifty times": lambda: content(b"/Filter [%s]" % (b"/FlateDecode " * 50), b"x"),
        "predictor with endless columns": lambda: content(
            FLATE + b" /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
            packed_zeros(1_000_000),
        ),
        "stream of objects of 150 MB": lambda: object_stream(packed_zeros(LARGE), 1, 4, FLATE),
        "table of 150 MB": lambda: table_stream(b"/Size 1000000000 /W [1 4 2] " + FLATE, packed_zeros(LARGE)),
        "filter that nobody knows": lambda: content(b"/Filter /Crypt", b"abc"),
        "tree of pages as deep as the sea": lambda: deep_pages(50_000),
        "tree of pages in a circle": lambda: kids(b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"),
        "table that comes before itself": lambda: trailer(
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>"
        ),
        "table of four thousand million": lambda: trailer(
            b"xref\n0 4294967295\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>"
        ),
        "table far behind the end": lambda: trailer(b"", 999_999_999),
        "table before the beginning": lambda: trailer(b"", -1),
        "table in a stream with endless rows": lambda: table_stream(
            b"/Size 2147483647 /Index [0 2147483647] /W [0 0 0]"
        ),
        "table in a stream with negative widths": lambda: table_stream(b"/Size 10 /W [1 -4 2]"),
        "no JPEG at all": lambda: picture(sized(10, 10, GREY) + b" /Filter /DCTDecode", b"MZ"),
    },
    "no_pages": {
        "numbers of a megabyte": lambda: one_page(page=b"/Rotate 0 /Dur " + b"9" * 1_000_000),
        "no pages": lambda: kids(b"<< /Type /Pages /Kids [] /Count 0 >>"),
        "arrays in arrays": lambda: one_page(page=b"/X " + b"[" * 100_000 + b"]" * 100_000),
        "dictionaries in dictionaries": lambda: one_page(page=b"/X " + b"<< /A " * 50_000 + b"1" + b" >>" * 50_000),
        "page beyond all numbers": lambda: page(b"[0 0 %s 842]" % (b"9" * 5000)),
    },
    "too_many_pages": {
        "101 pages": lambda: many_pages(101),
    },
    "page_size": {
        "page as large as a town": lambda: page(b"[0 0 1000000000 1000000000]"),
        "page of nothing": lambda: page(b"[0 0 0 0]"),
        "page enlarged a million times": lambda: page(b"[0 0 595 842]", b"/UserUnit 1000000"),
    },
    "picture": {
        "picture of 60,000 × 60,000": lambda: picture(sized(60_000, 60_000, GREY) + FLATE, packed_zeros(1_000_000)),
        "fax of 60,000 × 60,000": lambda: picture(
            sized(60_000, 60_000, ONE_BIT) + b" /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 >>",
            b"\0" * 1000,
        ),
        "JPEG that says 10 and means 65,000": lambda: picture(
            sized(10, 10, GREY) + b" /Filter /DCTDecode", jpeg(65_000, 65_000)
        ),
        "JPEG packed once more": lambda: picture(
            sized(10, 10, GREY) + b" /Filter [/FlateDecode /DCTDecode]", zlib.compress(jpeg(65_000, 65_000))
        ),
        "JPEG 2000 that says 10": lambda: picture(sized(10, 10, GREY) + b" /Filter /JPXDecode", jpx(2**31, 2**31)),
        "picture of minus one": lambda: picture(sized(-60_000, -60_000, GREY) + FLATE, packed_zeros(1_000_000)),
    },
    "limit": {
        "million objects in one stream": lambda: objects_in_stream(1_000_000),
        "a thousand million laughs": lambda: laughs(9, 10),
        "twenty million operators": lambda: content(FLATE, zlib.compress(b"0 0 m 9 9 l S " * 4_000_000, 9)),
    },
}
"""By the code of the refusal and by name: how to make it. ``limit`` is one of the child's, whichever comes first."""

SLOW: dict[str, Callable[[], bytes]] = {
    "content of 2 GB": lambda: content(FLATE, packed_zeros(2_000_000_000)),
    "200,000 objects that are used": lambda: many_reached(200_000),
    "100,000 pages": lambda: many_pages(100_000),
    "half a million objects": lambda: many_objects(500_000),
    "pattern in itself": lambda: itself(
        b"Pattern",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9",
        b"/Pattern cs /X scn 0 0 99 99 re f",
    ),
    "pattern of the smallest steps": lambda: tiling(b"0.0001"),
}
"""These come to the end of a limit only after some seconds."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "page without a size": lambda: page(b"[]"),
    "page of words": lambda: page(b"[(a) (b) (c) (d)]"),
    "page that is no number": lambda: page(b"[0 0 NaN NaN]"),
    "form in itself": lambda: itself(b"XObject", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
    "letter in itself": lambda: one_page(
        b"BT /F 9 Tf (a) Tj ET",
        resources=b"/Font << /F 5 0 R >>",
        others={
            5: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0]"
            b" /FirstChar 97 /LastChar 97 /Widths [1] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >>"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            6: stream(b"1 0 d0 BT /F 9 Tf (a) Tj ET"),
        },
    ),
    "colour made of itself": lambda: one_page(
        b"/C cs 1 scn 0 0 9 9 re f", resources=b"/ColorSpace << /C 5 0 R >>", others={5: b"[/Indexed 5 0 R 1 <0000>]"}
    ),
    "function made of itself": lambda: one_page(
        b"/C cs 1 scn 0 0 9 9 re f",
        resources=b"/ColorSpace << /C [/Separation /Spot /DeviceGray 5 0 R] >>",
        others={5: b"<< /FunctionType 3 /Domain [0 1] /Functions [5 0 R] /Bounds [] /Encode [0 1] >>"},
    ),
    "soft mask in itself": lambda: one_page(
        b"/G gs 0 0 9 9 re f",
        resources=b"/ExtGState << /G 5 0 R >>",
        others={
            5: b"<< /Type /ExtGState /SMask << /S /Luminosity /G 6 0 R >> >>",
            6: stream(
                b"/G gs 0 0 9 9 re f",
                b"/Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency /CS /DeviceGray >>"
                b" /Resources << /ExtGState << /G 5 0 R >> >>",
            ),
        },
    ),
    "names in a circle": lambda: one_page(
        catalogue=b"/Names << /Dests 5 0 R >>", others={5: b"<< /Kids [5 0 R] /Limits [(a) (b)] >>"}
    ),
    "structure in a circle": lambda: one_page(
        catalogue=b"/StructTreeRoot 5 0 R",
        others={5: b"<< /Type /StructTreeRoot /K 5 0 R /ParentTree 6 0 R >>", 6: b"<< /Kids [6 0 R] >>"},
    ),
    "fax whose picture is inline": lambda: one_page(
        b"q 99 0 0 99 0 0 cm BI /W 60000 /H 60000 /BPC 1 /CS /G /F /CCF /DP << /K -1 /Columns 60000 >> ID aaaa EI Q"
    ),
    "JBIG2 that is larger than it says": lambda: picture(
        sized(10, 10, ONE_BIT) + b" /Filter /JBIG2Decode", jbig2(2_000_000_000, 2_000_000_000)
    ),
    "letters for all signs of the world": lambda: one_page(
        b"BT /F 9 Tf <0041> Tj ET",
        resources=b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >> >>",
        others={
            5: stream(
                b"1 begincodespacerange <00> <ff> endcodespacerange "
                b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"
            )
        },
    ),
    "forty thousand remarks": lambda: one_page(
        page=b"/Annots [%s]"
        % b" ".join([b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /A << /S /JavaScript /JS (x) >> >>"] * 40_000)
    ),
    "names of a megabyte": lambda: one_page(catalogue=b"/PageLayout /" + b"A" * 1_000_000),
}
"""By name: how to make it. Cleaned it is no danger; refusing it is right, too, but nothing worse may come."""
