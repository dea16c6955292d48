"""Looks into a PDF: whether anything in it acts, what can be read in it, how it looks."""

import io
from collections.abc import Iterator

import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageChops

# Nothing of what stands under these names belongs into a file that is handed out.
ACTIVE_KEYS = {
    "/JS", "/JavaScript", "/AA", "/OpenAction", "/Next", "/PA", "/AcroForm", "/XFA", "/Names", "/Outlines", "/Encrypt",
    "/EF", "/EmbeddedFiles", "/AF", "/FS", "/UF", "/Collection", "/FFilter", "/FDecodeParms", "/Win", "/Unix", "/Mac",
    "/RichMediaContent", "/RichMediaSettings", "/3DD", "/3DA", "/Movie", "/Sound", "/Renditions", "/Trans", "/Threads",
    "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/Info", "/Alternates", "/Thumb", "/PresSteps", "/Perms", "/DSS",
    "/SpiderInfo", "/Requirements", "/NeedsRendering", "/Legal",
}  # fmt: skip
# Nor what says of itself that it is one of these.
ACTIVE_KINDS = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide", "/Sound",
    "/Movie", "/Rendition", "/GoTo3DView", "/RichMediaExecute", "/Named", "/SetOCGState", "/Thread", "/Trans", "/PS",
}  # fmt: skip
SCHEMES = ("http://", "https://", "mailto:", "tel:")


def active(content: bytes) -> set[str]:
    """What in a file acts: keys, and kinds of actions and annotations. Every object is looked at, used or not."""
    with Pdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        found = set()
        for one in [*pdf.objects, pdf.trailer]:
            for entry in _dictionaries(one):
                keys = set(entry.keys())
                found |= keys & ACTIVE_KEYS
                found |= {str(entry.get(key)) for key in ("/S", "/Subtype")} & ACTIVE_KINDS
                if "/Rect" in keys and entry.get("/Subtype") != Name.Link:
                    found.add(f"annotation {entry.get('/Subtype')}")
                if isinstance(entry, Stream) and "/F" in keys:
                    found.add("data in another file")
                address = str(entry.get("/URI", "tel:"))
                if not address.startswith(SCHEMES) or not address.isprintable():
                    found.add(f"address {address}")
        return found


def _dictionaries(one: object) -> Iterator[Object]:
    if isinstance(one, Dictionary | Stream):
        yield one
        yield from (found for _, value in one.items() for found in _below(value))
    elif isinstance(one, Array):
        yield from (found for value in one for found in _below(value))


def _below(value: object) -> Iterator[Object]:
    """What has a number of its own has its own turn."""
    if isinstance(value, Dictionary | Array | Stream) and not value.is_indirect:
        yield from _dictionaries(value)


def addresses(content: bytes) -> list[str]:
    """Where its links lead, in order: addresses, and pages by number."""
    found = []
    with Pdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        for page in pdf.pages:
            for link in page.obj.get("/Annots", []):
                found.append(str(link.A.URI) if "/A" in link else f"page {pages[link.Dest[0].objgen]}")
    return found


def texts(content: bytes) -> list[str]:
    """What can be read, page by page."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def look_the_same(before: bytes, after: bytes) -> bool:
    """Whether nobody sees a difference: letters of fields have softer edges than those of pages."""
    pairs = zip(pictures(before), pictures(after), strict=True)
    differences = (ImageChops.difference(one, other).convert("L").reduce(2) for one, other in pairs)
    return all(max(one.histogram()[50:]) == 0 for one in differences)


def pictures(content: bytes) -> list[Image.Image]:
    """How it looks with its fields, page by page."""
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        return [page.render(scale=1).to_pil().convert("RGB") for page in document]
