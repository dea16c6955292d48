"""Names and rules for tests of the decision table, without a database."""

from datetime import date

from app.rules.form import Content, blank
from app.rules.names import Kind, Name, Names
from app.rules.rows import Row, is_due, validity

TODAY = date(2026, 11, 23)
NAMES: dict[Kind, Names] = {
    "group": Names(
        [Name("student", "Student/in"), Name("eu_efta", "EU, EWR, Schweiz"), Name("researcher", "Forscher/in")]
    ),
    "flag": Names([Name("craft", "Handwerk"), Name("acute", "Ist es dringend")]),
    "office": Names(
        [Name("abh", "Ausländerbehörde (abh)"), Name("caritas", "Caritas (caritas)"), Name("naomi", "Naomi (naomi)")]
    ),
    "document": Names([Name("passport", "Pass"), Name("eat", "Aufenthaltstitel")]),
}


def content(**values: object) -> Content:
    """A rule of ``aufenthalt/titel`` for everybody, with some values of its own."""
    ground = blank("aufenthalt/titel", "AUFE-001", 30, TODAY)
    return ground | {"responsible": ["abh"], "source": "S1", "valid_from": None} | values


def row(id_: str = "AUFE-001", **values: object) -> Row:
    """The row of such a rule; its cells say only what it names."""
    own = content(rule_id=id_, **values)
    cells = {
        "rule": id_,
        "residence": "",
        "group": own["condition"],
        "age": "",
        "flag": "",
        "responsible": ", ".join(NAMES["office"].text(one) for one in own["responsible"]),
        "advises": ", ".join(NAMES["office"].text(one) for one in own["advice"]),
        "valid": "",
        "checked": "",
    }
    return Row(id_, own, "", cells, validity(own, TODAY), is_due(own, TODAY))
