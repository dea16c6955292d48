"""A chart as a picture for the PDF."""

from base64 import b64encode
from xml.etree.ElementTree import fromstring, register_namespace, tostring  # nosec B405 - see picture_address

from app.reports.charts.measure import width
from app.reports.charts.render import picture
from app.reports.charts.values import Chart

SVG = "http://www.w3.org/2000/svg"
PARTS = {"middle": 0.5, "end": 1.0}
"""How much of a text stands before its anchor."""


def picture_address(chart: Chart, locale: str) -> str:
    """An address that holds the chart, with every text from where it begins.

    WeasyPrint draws a text with another anchor into a group of its own, and the viewers of browsers cut the first
    letter of such a group.
    """
    register_namespace("", SVG)
    root = fromstring(picture(chart, locale, titled=False))  # noqa: S314 - our own drawing  # nosec B314
    for text in root.iter(f"{{{SVG}}}text"):
        part = PARTS.get(text.get("text-anchor", ""), 0.0)
        if part:
            before = part * width(text.text or "", float(text.attrib["font-size"]))
            text.attrib.update({"x": f"{float(text.attrib['x']) - before:.2f}", "text-anchor": "start"})
    return f"data:image/svg+xml;base64,{b64encode(tostring(root)).decode()}"
