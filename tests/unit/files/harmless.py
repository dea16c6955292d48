"""Files that are as they should be, with all that leaflets have on their pages."""

import io
import zlib
from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, NameTree, Object, OutlineItem, Pdf
from PIL import Image

from tests.unit.files.pdfs import add_annotation, changed, document, one_page, stream, written

RGB, GREY, CMYK = (b"/ColorSpace /Device%s " % name for name in (b"RGB", b"Gray", b"CMYK"))
SHOWN = b"q 400 0 0 300 50 400 cm /I Do Q"
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "


def photo(mode: str = "RGB") -> Image.Image:
    """Something with edges and gradients."""
    picture = Image.linear_gradient("L").resize((64, 48))
    picture.paste(200, (10, 10, 30, 30))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def with_picture(content: bytes, entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    image = stream(content, b"/Subtype /Image /Width 64 /Height 48 /BitsPerComponent 8 " + entries)
    return one_page(
        b"q 400 0 0 300 50 400 cm /I Do Q", resources=b"/XObject << /I 5 0 R >>", others={5: image, **(more or {})}
    )


def packed(picture: Image.Image) -> bytes:
    return zlib.compress(picture.tobytes())


def fax() -> bytes:
    picture = photo("1")
    strip = saved(picture, "TIFF", compression="group4")
    with Image.open(io.BytesIO(strip)) as opened:
        tags = opened.tag_v2  # type: ignore[attr-defined]
        place, size = tags[273][0], tags[279][0]
    parameters = b"/DecodeParms << /K -1 /Columns 64 /Rows 48 >>"
    image = stream(
        strip[place : place + size],
        b"/Subtype /Image /Width 64 /Height 48 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode "
        + parameters,
    )
    return one_page(SHOWN, resources=b"/XObject << /I 5 0 R >>", others={5: image})


def drawn() -> bytes:
    """Gradients, a tiled pattern, a letter that is a drawing, transparency, a turned page of which a part is shown."""
    content = (
        b"q 50 500 200 200 re W n /S1 sh Q q 300 500 200 200 re W n /S2 sh Q /Pattern cs /P1 scn 50 250 200 200 re f "
        b"BT /T3 60 Tf 300 300 Td (ab) Tj ET /G1 gs 1 0 0 rg 100 200 300 300 re f /G2 gs 0 0 1 rg 200 100 200 200 re f "
        b"/Spot cs 0.7 scn 20 20 100 60 re f"
    )
    resources = (
        b"/Shading << /S1 << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [50 500 250 700] /Function 6 0 R >>"
        b" /S2 << /ShadingType 3 /ColorSpace /DeviceRGB /Coords [400 600 10 400 600 90] /Function 7 0 R >> >>"
        b" /Pattern << /P1 8 0 R >> /Font << /T3 9 0 R >> /ExtGState << /G1 << /ca 0.5 /BM /Multiply >> /G2 12 0 R >>"
        b" /ColorSpace << /Spot [/Separation /HKS /DeviceCMYK 14 0 R] >>"
    )
    others = {
        6: b"<< /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 1 0] /N 1 >>",
        7: b"<< /FunctionType 3 /Domain [0 1] /Functions [6 0 R 6 0 R] /Bounds [0.5] /Encode [0 1 1 0] >>",
        8: stream(
            b"0 0.5 0 rg 0 0 5 5 re f",
            b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 10 10] /XStep 10 /YStep 10 /Resources << >>",
        ),
        9: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 98"
        b" /Widths [1 1] /CharProcs << /x 10 0 R /y 11 0 R >> /Encoding << /Differences [97 /x /y] >> >>",
        10: stream(b"1 0 0 0 1 1 d1 0 0 0.8 0.8 re f"),
        11: stream(b"1 0 0 0 1 1 d1 0 0 m 0.8 0 l 0.4 0.8 l f"),
        12: b"<< /Type /ExtGState /SMask << /Type /Mask /S /Luminosity /G 13 0 R >> >>",
        13: stream(
            b"/S sh",
            b"/Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency /CS /DeviceGray >>"
            b" /Resources << /Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray"
            b" /Coords [200 0 400 0] /Extend [true true]"
            b" /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >> >>",
        ),
        14: stream(b"{ dup 0.2 mul exch 0.9 mul 0 0 }", b"/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1 0 1]"),
    }
    return one_page(content, resources=resources, page=b"/Rotate 90 /CropBox [10 10 585 800]", others=others)


def layers() -> bytes:
    """One language shown and one hidden."""
    return one_page(
        b"BT /F1 24 Tf 72 700 Td /OC /L1 BDC (Deutsch) Tj EMC /OC /L2 BDC (English) Tj EMC ET",
        resources=FONT + b"/Properties << /L1 5 0 R /L2 6 0 R >>",
        catalogue=b"/OCProperties << /OCGs [5 0 R 6 0 R] /D << /ON [5 0 R] /OFF [6 0 R] /Order [5 0 R 6 0 R] >> >>",
        others={5: b"<< /Type /OCG /Name (Deutsch) >>", 6: b"<< /Type /OCG /Name (English) >>"},
    )


def button(pdf: Pdf, state: str) -> Object:
    """A box with a cross, or without."""
    looks = {
        name: pdf.make_stream(content, Subtype=Name.Form, BBox=Array([0, 0, 20, 20]))
        for name, content in (("/Yes", b"0 0 m 20 20 l 20 0 m 0 20 l S"), ("/Off", b"0 0 20 20 re S"))
    }
    return add_annotation(pdf, "Widget", FT=Name.Btn, T=state, AS=Name(state), F=4, AP=Dictionary(N=Dictionary(looks)))


def filled_form() -> bytes:
    """What was filled in, with the looks of it left to the viewer; what was ticked; what is hidden."""

    def change(pdf: Pdf) -> None:
        font = pdf.pages[0].obj.Resources.Font
        text = add_annotation(pdf, "Widget", FT=Name.Tx, T="a", V="Leipzig", DA="/F1 18 Tf 0 g", F=4)
        ticked = button(pdf, "/Yes")
        ticked.Rect = Array([72, 500, 92, 520])
        hidden = add_annotation(pdf, "Widget", FT=Name.Tx, T="b", V="Geheim", DA="/F1 18 Tf 0 g", F=2)
        hidden.Rect = Array([72, 400, 300, 440])
        fields = Array([text, ticked, hidden])
        pdf.Root.AcroForm = Dictionary(Fields=fields, NeedAppearances=True, DA="/F1 0 Tf 0 g", DR=Dictionary(Font=font))

    return changed(change)


def linked() -> bytes:
    """To the web, to people, and within the document: by page, by name, by the name of old days, by an action."""
    pdf = document(4)
    pages = [page.obj for page in pdf.pages]
    for address in ("https://www.leipzig.de/", "http://example.org/a?b=c#d", "mailto:a@example.org", "tel:+49341123"):
        add_annotation(pdf, "Link", A=Dictionary(S=Name.URI, URI=address))
    names = NameTree.new(pdf)
    names["zwei"] = Array([pages[1], Name.Fit])
    pdf.Root.Names = Dictionary(Dests=names.obj)
    pdf.Root.Dests = Dictionary(drei=Dictionary(D=Array([pages[2], Name.XYZ, 0, 800, 0])))
    add_annotation(pdf, "Link", Dest=Array([pages[3], Name.Fit]))
    add_annotation(pdf, "Link", Dest="zwei")
    add_annotation(pdf, "Link", Dest=Name.drei)
    add_annotation(pdf, "Link", A=Dictionary(S=Name.GoTo, D="zwei"))
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Kapitel", 1))
    return written(pdf)


LINKS = [
    "https://www.leipzig.de/", "http://example.org/a?b=c#d", "mailto:a@example.org", "tel:+49341123",
    "page 4", "page 2", "page 3", "page 2",
]  # fmt: skip


def tagged() -> bytes:
    """Headed, with a picture that is described."""
    return one_page(
        b"/H1 << /MCID 0 >> BDC BT /F1 24 Tf 72 700 Td (Willkommen) Tj ET EMC",
        resources=FONT,
        page=b"/StructParents 0",
        catalogue=b"/Lang (de-DE) /MarkInfo << /Marked true >> /StructTreeRoot 5 0 R",
        others={
            5: b"<< /Type /StructTreeRoot /K 6 0 R /ParentTree << /Nums [0 [7 0 R]] >> /RoleMap << /Title /H1 >> >>",
            6: b"<< /Type /StructElem /S /Document /P 5 0 R /K [7 0 R 8 0 R] >>",
            7: b"<< /Type /StructElem /S /Title /P 6 0 R /Pg 3 0 R /K 0 /Lang (uk) >>",
            8: b"<< /Type /StructElem /S /Figure /P 6 0 R /Alt (Stadtplan) /A << /O /Layout /BBox [0 0 9 9] >> >>",
        },
    )


def updated() -> bytes:
    """Changed and saved behind what was there before, as many programs do."""
    before = one_page(b"BT /F1 24 Tf 72 700 Td (Alt) Tj ET", resources=FONT)
    start = len(before)
    new = b"4 0 obj\n" + stream(b"BT /F1 24 Tf 72 700 Td (Neu) Tj ET") + b"\nendobj\n"
    previous = before.rindex(b"xref\n0")
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\n" % (start, previous)
    return before + new + table + b"startxref\n%d\n%%%%EOF\n" % (start + len(new))


HARMLESS: dict[str, Callable[[], bytes]] = {
    "photo": lambda: with_picture(saved(photo(), "JPEG"), RGB + b"/Filter /DCTDecode"),
    "photo for print": lambda: with_picture(saved(photo("CMYK"), "JPEG"), CMYK + b"/Filter /DCTDecode"),
    "photo packed once more": lambda: with_picture(
        zlib.compress(saved(photo(), "JPEG")),
        RGB + b"/Filter [/FlateDecode /DCTDecode] /DecodeParms [null << /ColorTransform 1 >>]",
    ),
    "photo in JPEG 2000": lambda: with_picture(saved(photo(), "JPEG2000"), b"/Filter /JPXDecode"),
    "picture": lambda: with_picture(packed(photo()), RGB + b"/Filter /FlateDecode"),
    "picture with a palette": lambda: with_picture(
        packed(photo("L")), b"/ColorSpace [/Indexed /DeviceRGB 255 <%s>] /Filter /FlateDecode" % (b"00ff80" * 256)
    ),
    "picture with soft edges": lambda: with_picture(
        packed(photo()),
        RGB + b"/Filter /FlateDecode /SMask 6 0 R",
        {
            6: stream(
                packed(photo("L")),
                b"/Subtype /Image /Width 64 /Height 48 /BitsPerComponent 8 /Filter /FlateDecode " + GREY,
            )
        },
    ),
    "fax": fax,
    "drawing": drawn,
    "layers": layers,
    "links": linked,
    "tags": tagged,
    "updated": updated,
}
"""By name: how to make it. Cleaned it looks the same and reads the same."""
