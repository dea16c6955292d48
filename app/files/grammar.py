"""What may be in a PDF that is handed out: for each kind of dictionary the keys that stay, and of what kind they are.

Everything else goes, known to be dangerous or not: the file becomes what is listed here. Names are those of ISO 32000.
``VALUE`` is a number, a text, a name or an array of such; an array of a kind may stand wherever the kind may. ``ANY``
as a key stands for names that the file itself gives, such as those of its fonts.
"""

from collections.abc import Mapping

VALUE = "value"
ANY = "*"
CATALOGUE = "catalogue"
LINK = "link"
STRUCTURE = "structure"
GRAPHIC = "graphic"
STREAM = "stream"


def _values(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), VALUE)


_FUNCTION = _values("FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds")
_FUNCTION["Functions"] = "function"

GRAMMAR: Mapping[str, Mapping[str, str]] = {
    CATALOGUE: {
        **_values("Type PageLayout Lang"),
        "Pages": "page",
        "PageLabels": "labels",
        "ViewerPreferences": "viewer",
        "MarkInfo": "marked",
        "StructTreeRoot": STRUCTURE,
        "OCProperties": "layers",
    },
    "viewer": _values("DisplayDocTitle Direction"),
    "marked": _values("Marked Suspects UserProperties"),
    "labels": {**_values("Limits"), "Nums": "label", "Kids": "labels"},
    "label": _values("Type S P St"),
    # A page, or a node of the tree of pages, from which pages inherit.
    "page": {
        **_values("Type Count MediaBox CropBox Rotate UserUnit StructParents Tabs"),
        "Kids": "page",
        "Parent": "page",
        "Contents": "content",
        "Resources": "resources",
        "Group": "group",
        "Annots": LINK,
    },
    "content": {},
    LINK: {
        **_values("Type Subtype Rect Border C H F QuadPoints StructParent Contents"),
        "BS": "border style",
        "A": "address",
        # The first element of a destination is the page.
        "Dest": "page",
    },
    "border style": _values("Type W S D"),
    "address": _values("Type S URI"),
    "resources": {
        **_values("ProcSet"),
        "Font": "fonts",
        "XObject": "graphics",
        "ExtGState": "states",
        "ColorSpace": "colours by name",
        "Pattern": "patterns",
        "Shading": "shadings",
        "Properties": "properties",
    },
    "fonts": {ANY: "font"},
    "graphics": {ANY: GRAPHIC},
    "states": {ANY: "state"},
    "colours by name": {ANY: "colours"},
    "patterns": {ANY: "pattern"},
    "shadings": {ANY: "shading"},
    "properties": {ANY: "layer"},
    # A picture, or a form: a page within the page.
    GRAPHIC: {
        **_values("Type Subtype Name FormType BBox Matrix StructParents StructParent"),
        **_values("Width Height BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte"),
        "Resources": "resources",
        "Group": "group",
        "OC": "layer",
        "ColorSpace": "colours",
        "Mask": GRAPHIC,
        "SMask": GRAPHIC,
    },
    "group": {**_values("Type S I K"), "CS": "colours"},
    "state": {
        **_values("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK"),
        "Font": "font",
        "SMask": "soft mask",
        "TR": "function",
        "TR2": "function",
        "BG": "function",
        "BG2": "function",
        "UCR": "function",
        "UCR2": "function",
    },
    "soft mask": {**_values("Type S BC"), "G": GRAPHIC, "TR": "function"},
    "function": _FUNCTION,
    # Also what stands in the array of a colour space: profile, palette, the function of a spot colour.
    "colours": {
        **_FUNCTION,
        **_values("WhitePoint BlackPoint Gamma Matrix Subtype Components"),
        "Alternate": "colours",
        "Colorants": "colours by name",
        "Process": "colours",
        "ColorSpace": "colours",
    },
    "pattern": {
        **_values("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
        "Resources": "resources",
        "Shading": "shading",
        "ExtGState": "state",
    },
    "shading": {
        **_values("ShadingType Background BBox AntiAlias Coords Domain Extend Matrix Decode"),
        **_values("BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow"),
        "ColorSpace": "colours",
        "Function": "function",
    },
    "font": {
        **_values("Type Subtype BaseFont Name FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix"),
        "FontDescriptor": "font descriptor",
        "Encoding": "encoding",
        "ToUnicode": "encoding",
        "DescendantFonts": "font",
        "CIDSystemInfo": "system",
        "CIDToGIDMap": "content",
        "CharProcs": "glyphs",
        "Resources": "resources",
    },
    "glyphs": {ANY: "content"},
    "system": _values("Registry Ordering Supplement"),
    "encoding": {
        **_values("Type BaseEncoding Differences CMapName WMode"),
        "CIDSystemInfo": "system",
        "UseCMap": "encoding",
    },
    "font descriptor": {
        **_values("Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading"),
        **_values("CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet Lang"),
        "FontFile": "font file",
        "FontFile2": "font file",
        "FontFile3": "font file",
        "CIDSet": "content",
    },
    "font file": _values("Type Subtype Length1 Length2 Length3"),
    # Layers, and what a piece of a page's content says of itself.
    "layer": {
        **_values("Type Name Intent P MCID Lang ActualText Alt E"),
        "OCGs": "layer",
        "VE": "layer",
        "Usage": "usage",
    },
    "layers": {"OCGs": "layer", "D": "layers shown"},
    "layers shown": {
        **_values("Name BaseState Intent ListMode"),
        "ON": "layer",
        "OFF": "layer",
        "Order": "layer",
        "RBGroups": "layer",
        "Locked": "layer",
        "AS": "layer event",
    },
    "layer event": {**_values("Event Category"), "OCGs": "layer"},
    "usage": {
        **_values("Lang Preferred ExportState PrintState ViewState min max Subtype"),
        **dict.fromkeys(("Language", "Export", "Zoom", "Print", "View", "PageElement"), "usage"),
    },
    "parents": {**_values("Limits"), "Nums": STRUCTURE, "Kids": "parents"},
    "roles": {ANY: VALUE},
    "classes": {ANY: "attributes"},
    # What screen readers read: the root, which is the parent of what is below it, and the elements.
    STRUCTURE: {
        **_values("Type S ID C R T Lang Alt E ActualText MCID ParentTreeNextKey"),
        "ParentTree": "parents",
        "RoleMap": "roles",
        "ClassMap": "classes",
        "P": STRUCTURE,
        "K": STRUCTURE,
        "Pg": "page",
        "A": "attributes",
        "Obj": LINK,
    },
    "attributes": _values(
        "O Scope Headers RowSpan ColSpan Summary ListNumbering Placement WritingMode BBox Width Height TextAlign"
    ),
    # Of every stream, besides what its kind has.
    STREAM: {**_values("Length Filter"), "DecodeParms": "unpacking"},
    "unpacking": {
        **_values("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock"),
        **_values("BlackIs1 DamagedRowsBeforeError ColorTransform"),
        "JBIG2Globals": "content",
    },
}
