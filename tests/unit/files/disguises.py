"""Files that are no PDF whatever they are called, or something else besides, or not whole; why each is refused."""

import io
import zipfile
from collections.abc import Callable

from pikepdf import Dictionary, Encryption, Name, Permissions

from tests.unit.files.pdfs import document, embedded, plain, written


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name in names:
            file.writestr(name, plain() if name.endswith(".pdf") else "<w:document/>")
    return out.getvalue()


def encrypted(user: str, owner: str) -> bytes:
    allowed = Permissions(extract=False, modify_other=False)
    return written(document(), encryption=Encryption(user=user, owner=owner, R=6, allow=allowed))


def old_encryption() -> bytes:
    protection = Encryption(user="", owner="geheim", R=4, aes=False, metadata=False)
    return written(document(), encryption=protection)


def portfolio() -> bytes:
    pdf = document()
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.T)
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=["a", pdf.make_indirect(embedded(pdf))]))
    return written(pdf)


def living_form() -> bytes:
    """Only Adobe's program shows more than "please wait"."""
    pdf = document()
    pdf.Root.NeedsRendering = True
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    return written(pdf)


def cut(part: float) -> bytes:
    content = plain(3)
    return content[: int(len(content) * part)]


DISGUISES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "a word": (lambda: b"Guten Tag", "not_pdf"),
    "program for Windows": (lambda: b"MZ\x90\0" + bytes(500), "not_pdf"),
    "program for Linux": (lambda: b"\x7fELF\2\1\1" + bytes(500), "not_pdf"),
    "script": (lambda: b"#!/bin/sh\nrm -rf ~\n", "not_pdf"),
    "ZIP archive": (lambda: archive("a.txt"), "not_pdf"),
    "text document": (lambda: archive("[Content_Types].xml", "word/document.xml"), "not_pdf"),
    "web page": (lambda: b"<!doctype html><script>alert(1)</script>", "not_pdf"),
    "picture with a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_pdf"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "not_pdf"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0\n(%pipe%id) (r) file", "not_pdf"),
    "PDF far behind": (lambda: b" " * 2000 + plain(), "not_pdf"),
    "header only": (lambda: b"%PDF-1.7\n", "broken"),
    "header and end": (lambda: b"%PDF-1.7\n%%EOF\n", "broken"),
    "blank before it": (lambda: b"\n" + plain(), "mixed"),
    "picture and PDF": (lambda: b"GIF89a\1\0\1\0\0\0\0=1;" + plain(), "mixed"),
    "web page and PDF": (lambda: b"<!--" + plain() + b"--><script>alert(1)</script>", "mixed"),
    "PDF and web page": (lambda: plain() + b"<script>alert(1)</script>", "mixed"),
    "PDF and archive": (lambda: plain() + archive("a.txt"), "mixed"),
    "archive and PDF": (lambda: b"PK\3\4" + bytes(26) + plain(), "mixed"),
    "archive that holds a PDF": (lambda: archive("a.pdf"), "mixed"),
    "byte order mark before it": (lambda: b"\xef\xbb\xbf" + plain(), "mixed"),
    "two documents": (lambda: plain() + b"\nMZ" + bytes(70_000), "broken"),
    "password": (lambda: encrypted("geheim", "geheimer"), "encrypted"),
    "protected with an empty password": (lambda: encrypted("", "geheim"), "encrypted"),
    "protected as in old days": (old_encryption, "encrypted"),
    "portfolio": (portfolio, "collection"),
    "living form": (living_form, "xfa"),
    "no table of objects": (lambda: plain().replace(b"startxref\n", b"startxref\n9"), "broken"),
}
"""By name: how to make it, and the code of the refusal (app.files.words)."""

PARTS = (1, 5, 20, 40, 60, 80, 90, 97, 99)
"""Percent of a file after which it is cut off."""
