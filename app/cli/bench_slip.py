"""How long a warm slip takes, against WeasyPrint used plainly on the same page in the same run."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import weasyprint

from app import pdf
from app.cli.context import open_instance
from referrals.slip.render import html, render, styles
from referrals.slip.service import slip_for
from referrals.slip.values import Slip

LANGUAGES = ("uk", "ar", "en", "vi")
MOMENT = datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001 - local, as hours are
WARM_UP = 3
ROUNDS = 40
PLAIN_ROUNDS = 8
FACES = (
    ("Noto Sans", 400, "NotoSans-Regular.ttf"),
    ("Noto Sans", 700, "NotoSans-Bold.ttf"),
    ("Noto Naskh Arabic", 400, "NotoNaskhArabic-Regular.ttf"),
    ("Noto Naskh Arabic", 700, "NotoNaskhArabic-Bold.ttf"),
)


def bench_slip() -> dict[str, Any]:
    """Milliseconds by language (median, 95th percentile), the ratio to plain WeasyPrint, and the machine."""
    figures: dict[str, Any] = {}
    for language in LANGUAGES:
        warm = _timed(lambda language=language: render(_slip(language)), ROUNDS)  # type: ignore[misc]
        page = _plain_page(_slip(language))
        plain = _timed(lambda page=page: weasyprint.HTML(string=page).write_pdf(), PLAIN_ROUNDS)  # type: ignore[misc]
        figures[language] = {
            "p50_ms": round(statistics.median(warm), 1),
            "p95_ms": round(statistics.quantiles(warm, n=20)[-1], 1),
            "plain_weasyprint_p50_ms": round(statistics.median(plain), 1),
            "ratio": round(statistics.median(warm) / statistics.median(plain), 2),
        }
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    return {"slip": figures, "machine": machine}


def _slip(language: str) -> Slip:
    """An ordinary slip: address on the residence card, with a code."""
    with open_instance().reading() as session:
        return slip_for(
            session,
            language=language,
            now=MOMENT,
            topic="aufenthalt/adresse_eat",
            offices=(("buergerbuero_mitte", "responsible"),),
            documents=("passport", "eat", "wohnungsgeberbestaetigung"),
            code="K7QM-4XDR-2WT",
        )


def _timed(call: Callable[[], object], rounds: int) -> list[float]:
    for _ in range(WARM_UP):
        call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return times


def _plain_page(slip: Slip) -> str:
    """The same page with its style sheet and fonts inside, as one would write it first."""
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url({(pdf.FONTS / name).as_uri()}) }}'
        for family, weight, name in FACES
    )
    size = 9.0
    return html(slip, size).replace("</head>", f"<style>{faces}{''.join(styles(slip))}</style></head>")
