"""Where links within a document lead: their destination, also when they only know its name."""

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, String

MOST_NAMES = 5000


class Targets:
    """Destinations of a document as arrays ``[page, fit, …]``; read before its names are taken out."""

    def __init__(self, pdf: Pdf) -> None:
        self._named: dict[str, Object] = {}
        names, old = pdf.Root.get("/Names"), pdf.Root.get("/Dests")
        if isinstance(old, Dictionary):
            self._named |= {key: old[key] for key in list(old.keys())[:MOST_NAMES]}
        tree = names.get("/Dests") if isinstance(names, Dictionary) else None
        if isinstance(tree, Dictionary):
            for number, (key, value) in enumerate(NameTree(pdf.make_indirect(tree)).items()):
                if number >= MOST_NAMES:
                    break
                self._named[str(key)] = value

    def of(self, target: object, action: object) -> Object | None:
        """The destination of a link, given directly or by an action that goes there; None if it leads elsewhere."""
        if target is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            target = action.get("/D")
        if isinstance(target, Name | String):
            target = self._named.get(str(target))
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if isinstance(target, Array) and len(target) and _is_page(target[0]):
            return target
        return None


def _is_page(one: object) -> bool:
    return isinstance(one, Dictionary) and one.get("/Type") == Name.Page
