"""What it was that went out of a PDF, so that the person who uploaded it can be told."""

from pikepdf import Array, Dictionary, Name, Object, Stream

KEYS = {
    "/XFA": "form",
    "/JavaScript": "script",
    "/JS": "script",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/AF": "embedded",
    "/Collection": "embedded",
    "/Renditions": "media",
    "/RichMediaContent": "media",
    "/3DD": "media",
    "/Movie": "media",
    "/Sound": "media",
}
ACTION_KEYS = frozenset({"/A", "/AA", "/PA", "/OpenAction", "/Next"})
ACTIONS = {
    "/JavaScript": "script",
    "/Movie": "media",
    "/Sound": "media",
    "/Rendition": "media",
    "/GoTo3DView": "media",
    "/RichMediaExecute": "media",
    "/URI": "links",
    "/GoToR": "links",
    "/GoToE": "links",
    # These only move within the document or its view: nobody misses them.
    "/GoTo": "",
    "/Named": "",
    "/SetOCGState": "",
    "/Trans": "",
    "/Thread": "",
}
ANNOTATIONS = {
    "/Widget": "form",
    "/FileAttachment": "embedded",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
    "/RichMedia": "media",
    "/Link": "",
    "/Popup": "",
}
PAGES = (Name.Page, Name.Pages)
MOST_LOOKED_AT = 200


def noticed(key: str, value: object) -> set[str]:
    """Notes for an entry that goes, with what hangs on it."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[str, object]] = [(key, value)]
    for _ in range(MOST_LOOKED_AT):
        if not waiting:
            break
        name, one = waiting.pop()
        if isinstance(one, Dictionary | Array) and one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        found.add(KEYS.get(name, ""))
        if name in ACTION_KEYS and isinstance(one, Dictionary):
            found.add(_action(one))
        waiting += _inside(name, one)
    return found - {""}


def of_annotation(annotation: Object) -> set[str]:
    """Notes for an annotation that becomes part of its page, or goes."""
    kind = str(annotation.get("/Subtype", ""))
    found = {ANNOTATIONS.get(kind, "annotation")} - {""}
    for key in annotation.keys() & (ACTION_KEYS | KEYS.keys()):
        if kind != "/Link" or key != "/A":
            found |= noticed(key, annotation[key])
    return found


def _action(action: Object) -> str:
    kind = action.get("/S")
    return "" if kind is None else ACTIONS.get(str(kind), "action")


def _inside(name: str, one: object) -> list[tuple[str, object]]:
    if isinstance(one, Stream) or (isinstance(one, Dictionary) and one.get("/Type") in PAGES):
        # A page that something leads to has its own turn.
        return []
    if isinstance(one, Dictionary):
        # Additional actions have the events for names; what hangs on another action is one, too.
        return [("/A" if name == "/AA" else key, one[key]) for key in list(one.keys())[:MOST_LOOKED_AT]]
    if isinstance(one, Array):
        return [(name, element) for element in list(one)[:MOST_LOOKED_AT]]
    return []
