"""How a campaign by hand ends: its figures and the machine as JSON, and 1 if a goal is missed."""

import json
import os
import platform
import sys
from typing import Any, Protocol

import click


class Result(Protocol):
    """What a campaign gives."""

    def missed(self) -> list[str]:
        """Which goals were missed."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""


def end(result: Result) -> None:
    """Print it, and exit with 1 if a goal was missed."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    missed = result.missed()
    click.echo(json.dumps(result.as_dict() | {"missed": missed, "machine": machine}, indent=2, ensure_ascii=False))
    sys.exit(1 if missed else 0)
