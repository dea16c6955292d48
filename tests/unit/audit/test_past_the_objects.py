"""What is written past the session's objects, for speed, is nothing that the log of staff actions has to see."""

import ast

from app.audit.declared import WATCHED
from app.db import Base
from app.migrations.models import METADATA
from config import ROOT

# Each with the place of its argument that is the model.
WRITERS = {"insert_rows": 0, "insert_or": 1, "raise_counter": 0, "lower_counter": 0}


def _models() -> set[str]:
    """Names of the models that are given to one of these by name."""
    found = set()
    for folder in ("app", "referrals", "handouts"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS:
                    model = node.args[WRITERS[node.func.id]]
                    assert isinstance(model, ast.Name), f"{path}:{node.lineno}"
                    found.add(model.id)
    return found


def test_no_watched_table_is_written_past_its_objects() -> None:
    assert METADATA.tables
    tables = {mapper.class_.__name__: str(mapper.local_table) for mapper in Base.registry.mappers}
    # "model": handed on by the two that count in load cells, see below.
    named = _models() - {"model"}
    assert {"Contact", "ContactTopic", "Referral", "SlipCode", "HandoutGiven", "ResendKey"} <= named
    assert not {tables[name] for name in named} & WATCHED.keys()
    assert not {"desk_load", "topic_load"} & WATCHED.keys()
