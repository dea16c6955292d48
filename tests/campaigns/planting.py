"""What tells a visitor apart, and the requests that bring it in: through every input that a visitor's detail can take.

What an editor writes into an office's note or on the board is not among them: that is what those fields are for.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pikepdf

HEADERS = ("User-Agent", "Referer", "X-Forwarded-For", "Forwarded", "Accept-Language", "From", "X-Real-IP", "Via")
SEARCHED = (
    "/board?q=", "/handouts?q=", "/aids?q=", "/rules?q=", "/offices?q=", "/hsds/v3/services?query=", "/login?next=",
    "/counter?q=", "/counter?name=", "/counter?lang=", "/history?kind=offices&id=", "/proposals?q=", "/r?code=",
)  # fmt: skip
TYPED = (
    "q",
    "language_query",
    "a-age",
    "a-residence",
    "name",
    "phone",
    "note",
    "office",
    "handout",
    "event",
    "earlier",
)
KEPT = "Ablaufplan des Quargelhofs"
"""What an editor calls the files that are uploaded: this must be found."""
UNDONE = {"/counter/undo": "undo", "/counter/report/undo": "undo_report", "/counter/missing/undo": "undo_missing"}


@dataclass(frozen=True)
class Planted:
    """A request. ``who`` sends it: ``advisor``, ``editor`` or ``nobody``. ``form`` begins with a ready conversation."""

    who: str
    method: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    form: bool = False
    file: tuple[str, bytes] | None = None


def details(number: int) -> list[str]:
    """So many different details: names, phone numbers, addresses, devices, moments."""
    made = (
        lambda n: f"Zyrafeh Quxmwangi-{n:04d}",
        lambda n: f"+49 1577 8{n:04d}6613",
        lambda n: f"Quittenwinkelgasse {n:04d}b, 04999 Xantenau",
        lambda n: f"Mozilla/5.0 (Zwetschgophone {n:04d}) Quargel/7.{n}",
        lambda n: f"2026-11-22T14:03:{n % 60:02d}.48{n:04d}",
    )
    return [made[n % len(made)](n) for n in range(number)]


def requests(token: str) -> Iterator[Planted]:
    """The token through every input."""
    yield from _by_address(token)
    yield from _at_the_counter(token)
    yield from _at_other_forms(token)
    yield from _at_the_door(token)
    yield Planted("editor", "POST", "/files", file=(f"{token}.pdf", _pdf(token)))
    aid = {"title": KEPT, "as_of": "2026-01-05", "kind": "file", "action": "save"}
    yield Planted("editor", "POST", "/aids/new", aid,
                  file=(f"{token}.pdf", _pdf(token)))  # fmt: skip


def _by_address(token: str) -> Iterator[Planted]:
    for path in SEARCHED:
        yield Planted("advisor", "GET", path + quote(token))
        yield Planted("editor", "GET", path + quote(token))
    for path in (f"/{quote(token)}", f"/static/{quote(token)}", f"/welcome/{quote(token)}", f"/offices/{quote(token)}"):
        yield Planted("nobody", "GET", path)
    yield Planted("advisor", "PUT", f"/counter/{quote(token)}")


def _at_the_counter(token: str) -> Iterator[Planted]:
    for name in TYPED:
        yield Planted("advisor", "POST", "/counter/answer", {name: token, "go": "search"}, form=True)
    everything = dict.fromkeys((*TYPED, "visitor", "a-name", token), token)
    yield Planted("advisor", "POST", "/counter/answer", {"language": token}, form=True)
    yield Planted("advisor", "POST", "/counter", {"subtopic": token}, form=True)
    yield Planted("advisor", "POST", "/counter", everything, form=True)
    yield Planted("advisor", "POST", "/counter", {"visitor": token, "csrf_token": token}, form=True)
    # What is really logged, with a field more than there is.
    yield Planted("advisor", "POST", "/counter", {"visitor": token, "q": token, "language_query": token}, form=True)
    yield Planted("advisor", "POST", "/counter/report", {"report": token, "report_office": token}, form=True)
    yield Planted("advisor", "POST", "/counter/report", {"report": "gap", "q": token}, form=True)
    yield Planted("advisor", "POST", "/counter/missing", {"missing": f"topic {token}"}, form=True)
    yield Planted("advisor", "POST", "/counter/missing", {"missing": "topic wohnen/mietproblem", "q": token}, form=True)
    for path, name in UNDONE.items():
        yield Planted("advisor", "POST", path, {name: token}, form=True)
    yield Planted("advisor", "POST", "/slip.pdf", {"ticket": token})
    yield Planted("advisor", "POST", "/slip/preview.pdf", {"q": token, "visitor": token}, form=True)


def _at_other_forms(token: str) -> Iterator[Planted]:
    for path in ("/paper/check", "/paper"):
        yield Planted("advisor", "POST", path, {"lines": token, "month": "2026-10", "form": token})
        yield Planted("advisor", "POST", path, {"lines": f"uk wohnen {token}", "month": token})
    for who, path in (("advisor", "/feedback"), ("nobody", "/r")):
        yield Planted(who, "POST", path, {"code": token, "outcome": "reached"})
        yield Planted(who, "POST", path, {"code": "K7QM-4XDR-2WK", "outcome": token, "name": token})
        yield Planted(who, "POST", f"{path}/undo", {"undo": token})
    yield Planted("nobody", "POST", "/counter", {"visitor": token})
    yield Planted("advisor", "POST", "/counter", {"visitor": token + "x" * 300_000})


def _at_the_door(token: str) -> Iterator[Planted]:
    kept = {"resume": "/counter", "keep:q": token, f"keep:{token}": token}
    yield Planted("nobody", "POST", "/login", {"name": token, "password": token, **kept})
    yield Planted("nobody", "POST", "/login", {"name": "advisor", "password": token})
    yield Planted("nobody", "POST", "/login/code", {"code": token, **kept})
    yield Planted("nobody", "POST", "/lock", {"password": token, **kept})


def _pdf(token: str) -> bytes:
    """A page of nothing, whose author, title and device are told in every place where a file tells them."""
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(595, 842))
        with made.open_metadata() as known:
            known["dc:title"] = token
            known["dc:creator"] = [token]
        made.docinfo["/Author"], made.docinfo["/Producer"] = token, token
        made.Root.Lang = token
        target = io.BytesIO()
        made.save(target)
    return target.getvalue()
