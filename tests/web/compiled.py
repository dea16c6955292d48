"""Templates and addresses are compiled once for all the applications that tests make: half the time of a web test."""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Keeps the code of a template (by name and content) as long as the process lives."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing if it is not known yet."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = Compiled()
_BUILDERS: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
_compile_builder = Rule._compile_builder


def with_compiled_templates(app: Flask) -> Flask:
    """The application, which compiles no template that another one has compiled."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def _known_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """What builds the address of a rule depends on its text and defaults alone: our converters keep nothing."""
    key = (rule.rule, rule.is_leaf, append_unknown, repr(rule.defaults))
    if key not in _BUILDERS:
        _BUILDERS[key] = _compile_builder(rule, append_unknown)
    return _BUILDERS[key]


Rule._compile_builder = _known_builder  # type: ignore[assignment,method-assign]
