"""A written page whose blanks are filled again and again: what is the same on the next slip is not made anew.

The file is PDF/A-3a and PDF/UA-1 at once. WeasyPrint writes the one; the entry and the schema that tell of the other
are added to its metadata.
"""

import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from struct import unpack_from
from typing import Any

import pydyf
from weasyprint.pdf import generate_pdf

from app.pdf.layout import OPTIONS, Layout
from app.pdf.tagging import Blank, Marks, noticing

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_FASTEST = 1
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER_DATA = 16
# ISO 14289-1, 5; the schema is what PDF/A asks for of every property that it does not define itself.
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


@dataclass(frozen=True)
class _Content:
    """A page's content stream by its operators, with the blanks among them."""

    operators: Sequence[bytes]
    blanks: Sequence[Blank]

    def filled(self, texts: Mapping[str, str]) -> bytes:
        operators = list(self.operators)
        for blank in self.blanks:
            if blank.name not in texts:
                # Somebody's own text that only looks like the blank.
                continue
            glyphs = "".join(blank.glyphs[sign] for sign in texts[blank.name])
            operators[blank.operator] = b"[<%s>] TJ" % glyphs.encode()
        return _stream(b"\n".join(operators))


class Master:
    """A file with blanks. Holds bytes only, so threads may share it."""

    def __init__(self, document: Any, alphabets: Mapping[str, str]) -> None:
        marks = Marks(alphabets)
        with noticing(marks):
            pdf = generate_pdf(document, None, 1, **{**OPTIONS, "uncompressed_pdf": True})
        _tell_of_pdf_ua(pdf)
        pdf.add_object(pdf.info)
        self._root, self._info = pdf.catalog.reference, pdf.info.reference
        self._contents = {
            stream.number: _Content(
                [_bytes(item) for item in stream.stream],
                [blank for other, blank in marks.blanks if other is stream],
            )
            for stream, _ in marks.blanks
        }
        self._alternatives = {element.number: (name, _bytes(element)) for name, element, _ in marks.pictures}
        self._pictures = {_number_of(pdf, image): name for name, _, image in marks.pictures}
        changing = {*self._contents, *self._alternatives, *self._pictures}
        self._objects = [b"" if object_.number in changing else _written(object_) for object_ in pdf.objects[1:]]

    def filled(self, texts: Mapping[str, str], pictures: Mapping[str, str]) -> bytes:
        """The file with these texts by blank, and pictures (``data:`` addresses of PNG in grey) by the blank that
        describes them.

        Raises KeyError if a text has a sign that is not in the blank's alphabet.
        """
        objects = list(self._objects)
        for number, content in self._contents.items():
            objects[number - 1] = content.filled(texts)
        for number, (name, data) in self._alternatives.items():
            objects[number - 1] = data.replace(name.encode(), texts[name].encode())
        for number, name in self._pictures.items():
            objects[number - 1] = _picture(pictures[name])
        return self._file(objects)

    def _file(self, objects: Sequence[bytes]) -> bytes:
        parts, offsets, position = [_HEADER], [], len(_HEADER)
        for number, content in enumerate(objects, start=1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
            offsets.append(b"%010d 00000 n \n" % position)
            position += len(part)
            parts.append(part)
        count = len(objects) + 1
        name = md5(b"".join(parts), usedforsecurity=False).hexdigest().encode()
        parts += [b"xref\n0 %d\n0000000000 65535 f \n" % count, *offsets]
        parts.append(
            b"trailer\n<</Size %d/Root %s/Info %s/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (count, self._root, self._info, name, name, position)
        )
        return b"".join(parts)


def write(*layouts: Layout, alphabets: Mapping[str, str]) -> Master:
    """One file of these pages. ``alphabets``: the texts that are blanks, and the signs each can be filled with.

    Raises UnreadableBlank.
    """
    first, *_ = layouts
    document = first.document.copy([page for layout in layouts for page in layout.document.pages])
    return Master(document, alphabets)


def _tell_of_pdf_ua(pdf: Any) -> None:
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", _PDF_UA)]


def _bytes(value: Any) -> bytes:
    """A value as it stands in the file. The same as pydyf's, for whom a page is ten thousand questions of type."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("ascii")
    if isinstance(value, dict):
        return b"<<%s>>" % b"".join([b"/%s %s" % (_bytes(key), _bytes(item)) for key, item in value.items()])
    if isinstance(value, list):
        return b"[%s]" % b" ".join([_bytes(item) for item in value])
    written: bytes = pydyf._to_bytes(value)
    return written


def _written(object_: Any) -> bytes:
    if not isinstance(object_, pydyf.Stream):
        return _bytes(object_)
    content = b"\n".join([_bytes(item) for item in object_.stream])
    # Metadata stays readable for programs that look for it without knowing PDF.
    if "Filter" in object_.extra or object_.extra.get("Type") == "/Metadata":
        return _stream(content, object_.extra, compressed=True)
    return _stream(content, object_.extra)


def _stream(content: bytes, extra: Mapping[str, Any] | None = None, *, compressed: bool = False) -> bytes:
    keys = dict(extra or {})
    if not compressed:
        content = zlib.compress(content, _FASTEST)
        keys["Filter"] = "/FlateDecode"
    keys["Length"] = len(content)
    return b"%s\nstream\n%s\nendstream" % (_bytes(keys), content)


def _number_of(pdf: Any, image: Any) -> int:
    """The number of the object that an image became."""
    name = f"i{image.id}0"
    drawn = (resources.get("XObject", {}).get(name) for resources in pdf.objects if isinstance(resources, dict))
    return int(next(filter(None, drawn)).split()[0])


def _picture(address: str) -> bytes:
    """The image of a PNG file in shades of grey, whose data a PDF can hold as they are."""
    content = b64decode(address.partition(",")[2])
    width, height, depth = unpack_from(">IIB", content, _PNG_HEADER_DATA)
    keys = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": width,
        "Height": height,
        "ColorSpace": "/DeviceGray",
        "BitsPerComponent": depth,
        "Interpolate": "false",
        "Filter": "/FlateDecode",
        "DecodeParms": {"Predictor": 15, "Columns": width, "BitsPerComponent": depth},
    }
    return _stream(b"".join(_image_data(content)), keys, compressed=True)


def _image_data(png: bytes) -> Iterator[bytes]:
    """The chunks of a PNG file (ISO 15948) that hold the picture."""
    place = len(_PNG_SIGNATURE)
    while place < len(png):
        length, kind = unpack_from(">I4s", png, place)
        if kind == b"IDAT":
            yield png[place + 8 : place + 8 + length]
        place += length + 12
