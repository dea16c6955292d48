"""The two lock files as plain values."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)(?: ; ([^\\]+?))? \\")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, order=True)
class Package:
    """A package that serving needs, exactly as it is locked.

    ``system`` is ``pypi`` or ``npm``; ``condition`` says for which Python or system; ``hashes`` are SHA-256 (pypi) or
    SHA-512 (npm), in hexadecimal digits.
    """

    system: str
    name: str
    version: str
    condition: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package URL, its name in a bill of materials."""
        return f"pkg:{self.system}/{self.name.replace('@', '%40')}@{self.version}"


def packages() -> list[Package]:
    """All packages of both locks, by system and name."""
    return sorted([*_of_python(), *_of_npm()])


def _of_python() -> Iterator[Package]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=[a-z0-9])", text):
        if match := PINNED.match(block):
            yield Package("pypi", match[1], match[2], match[3] or "", tuple(HASH.findall(block)))


def _of_npm() -> Iterator[Package]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for path, entry in lock["packages"].items():
        if path:
            digest = base64.b64decode(entry["integrity"].removeprefix("sha512-"), validate=True).hex()
            yield Package("npm", path.removeprefix("node_modules/"), entry["version"], "", (digest,))
