"""How long a warm slip takes, against WeasyPrint used plainly on the same page in the same run."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from itertools import combinations, count, cycle
from typing import Any

import weasyprint

from app import pdf
from app.cli.context import open_instance
from referrals.slip.render import html, render, styles
from referrals.slip.service import slip_for
from referrals.slip.values import Slip

LANGUAGES = ("uk", "ar", "en", "vi")
MOMENT = datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001 - local, as hours are
FURTHER_DOCUMENTS = (
    "passport",
    "wohnungsgeberbestaetigung",
    "meldebescheinigung",
    "birth_certificate",
    "marriage_certificate",
    "employment_contract",
    "payslips",
    "rental_contract",
    "insurance_proof",
    "photo",
)
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
    """Milliseconds by language (median, 95th percentile) and the ratio to plain WeasyPrint.

    ``warm`` is a slip that was printed before, with another code (an office, topic and language of the day);
    ``new`` one that is laid out for the first time, in a process that has printed others.
    """
    return {"slip": {language: _figures(language) for language in LANGUAGES}}


def _figures(language: str) -> dict[str, Any]:
    codes = (f"K7QM-4XDR-{number:03d}" for number in count())
    rest = cycle(combinations(FURTHER_DOCUMENTS, 2))
    warm = _timed(lambda: render(_slip(language, ("eat",), next(codes))), ROUNDS)
    new = _timed(lambda: render(_slip(language, ("eat", *next(rest)), next(codes))), ROUNDS)
    page = _plain_page(_slip(language, ("eat", *FURTHER_DOCUMENTS[:2]), next(codes)))
    plain = _timed(lambda: weasyprint.HTML(string=page).write_pdf(), PLAIN_ROUNDS)
    middle = statistics.median(plain)
    return {
        "p50_ms": round(statistics.median(warm), 1),
        "p95_ms": round(statistics.quantiles(warm, n=20)[-1], 1),
        "new_p50_ms": round(statistics.median(new), 1),
        "new_p95_ms": round(statistics.quantiles(new, n=20)[-1], 1),
        "plain_weasyprint_p50_ms": round(middle, 1),
        "ratio": round(statistics.median(warm) / middle, 2),
        "new_ratio": round(statistics.median(new) / middle, 2),
    }


def _slip(language: str, documents: tuple[str, ...], code: str) -> Slip:
    """An ordinary slip: address on the residence card."""
    with open_instance().reading() as session:
        return slip_for(
            session,
            language=language,
            now=MOMENT,
            topic="aufenthalt/adresse_eat",
            offices=(("buergerbuero_mitte", "responsible"),),
            documents=documents,
            code=code,
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
