"""The bill of materials (CycloneDX 1.6) of what serving needs; the same bytes for the same locks."""

import json
import uuid
from collections.abc import Mapping
from hashlib import sha256

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from app.version import VERSION
from tests.supply.facts import Facts
from tests.supply.locks import ROOT, Package

FILE = ROOT / "docs" / "sbom.cdx.json"


def text(packages: list[Package], facts: Mapping[tuple[str, str, str], Facts]) -> str:
    """The file's content."""
    program = Component(name="wegweiser", version=VERSION, type=ComponentType.APPLICATION, bom_ref="wegweiser")
    bill = Bom(components=[_component(one, facts) for one in packages])
    bill.metadata.component = program
    bill.register_dependency(program, bill.components)
    # Of the locks' content instead of chance and clock.
    bill.serial_number = uuid.UUID(bytes=sha256(repr(packages).encode()).digest()[:16], version=4)
    written = json.loads(JsonV1Dot6(bill).output_as_string())
    del written["metadata"]["timestamp"]
    return json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _component(package: Package, facts: Mapping[tuple[str, str, str], Facts]) -> Component:
    algorithm = HashAlgorithm.SHA_512 if package.system == "npm" else HashAlgorithm.SHA_256
    # One component, several files: a hash each, of which pip accepts any.
    hashes = [HashType(alg=algorithm, content=digest) for digest in package.hashes]
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=package.purl,
        purl=PackageURL.from_string(package.purl),
        hashes=hashes,
        licenses=[LicenseExpression(facts[package.system, package.name, package.version].licence)],
        properties=[Property(name="wegweiser:condition", value=package.condition)] if package.condition else (),
    )
