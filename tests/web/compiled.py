"""Templates are compiled once for all the applications that tests make: that was half the time of a request."""

from types import CodeType

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


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


def with_compiled_templates(app: Flask) -> Flask:
    """The application, which compiles no template that another one has compiled."""
    app.jinja_env.bytecode_cache = _COMPILED
    return app
