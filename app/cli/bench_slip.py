"""How long a slip takes, against WeasyPrint used plainly on the same page in the same run, and what two cores give."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import combinations, count, cycle
from multiprocessing import get_context
from typing import Any

import weasyprint

from app import pdf
from app.cli.bench_others import others
from app.cli.context import open_instance
from referrals.slip.code import new_code
from referrals.slip.page import html, styles
from referrals.slip.render import render
from referrals.slip.service import slip_for
from referrals.slip.values import Slip

# One language for each of six scripts: Cyrillic, Arabic, Latin, Devanagari, Ethiopic, Han.
LANGUAGES = ("uk", "ar", "vi", "hi", "ti", "zh-Hans")
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
WARM_UP = 4
ROUNDS = 30
PLAIN_ROUNDS = 6
SHARE = 40
FACES = {
    "Noto Sans": "NotoSans",
    "Noto Naskh Arabic": "NotoNaskhArabic",
    "Noto Sans Devanagari": "NotoSansDevanagari",
    "Noto Sans Ethiopic": "NotoSansEthiopic",
    "Noto Sans SC": "NotoSansSC",
}


def bench_slip() -> dict[str, Any]:
    """Milliseconds by language (median, 95th percentile), their ratio to other ways, and the gain of a second core.

    ``again`` is a slip that was printed before, with another code (an office, topic and language of the day);
    ``new`` one that is laid out for the first time, in a process that has printed others. Both from the database to
    the file. The others make a file of the same page: WeasyPrint as one would use it first, and a browser and typst
    where they are installed.
    """
    two_cores = _two_cores()
    # As the server does once it is up.
    gc.collect()
    gc.freeze()
    return {"slip": {language: _figures(language) for language in LANGUAGES}, "two_cores": two_cores}


def _figures(language: str) -> dict[str, Any]:
    codes = _codes()
    rest = cycle(combinations(FURTHER_DOCUMENTS, 2))
    again = _timed(lambda: render(_slip(language, ("eat",), next(codes))), ROUNDS)
    new = _timed(lambda: render(_slip(language, ("eat", *next(rest)), next(codes))), ROUNDS)
    slip = _slip(language, ("eat", *FURTHER_DOCUMENTS[:2]), next(codes))
    page = _plain_page(slip)
    plain = statistics.median(_timed(lambda: weasyprint.HTML(string=page).write_pdf(), PLAIN_ROUNDS))
    return {
        "again_p50_ms": round(statistics.median(again), 1),
        "again_p95_ms": round(statistics.quantiles(again, n=20)[-1], 1),
        "new_p50_ms": round(statistics.median(new), 1),
        "new_p95_ms": round(statistics.quantiles(new, n=20)[-1], 1),
        "plain_weasyprint_p50_ms": round(plain, 1),
        "again_ratio": round(statistics.median(again) / plain, 3),
        "new_ratio": round(statistics.median(new) / plain, 2),
        **others(slip, page, lambda call: statistics.median(_timed(call, PLAIN_ROUNDS))),
    }


def _two_cores() -> dict[str, float]:
    """Slips a second laid out by one process and by two, after both are warm."""
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(_laid_out, (WARM_UP, WARM_UP)))
        start = time.perf_counter()
        pool.submit(_laid_out, SHARE).result()
        one = SHARE / (time.perf_counter() - start)
        start = time.perf_counter()
        list(pool.map(_laid_out, (SHARE, SHARE)))
        two = 2 * SHARE / (time.perf_counter() - start)
    return {"one_process_per_s": round(one, 1), "two_processes_per_s": round(two, 1), "ratio": round(two / one, 2)}


def _laid_out(slips: int) -> None:
    codes, rest = _codes(), cycle(combinations(FURTHER_DOCUMENTS, 3))
    for _ in range(slips):
        render(_slip("uk", ("eat", *next(rest)), next(codes)))


def _codes() -> Iterator[str]:
    """Codes as printed, one after the other."""
    return (new_code(number.to_bytes(16, "big")) for number in count())


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
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"src: url({(pdf.FONTS / f'{name}-{style}.ttf').as_uri()}) }}"
        for family, name in FACES.items()
        for weight, style in ((400, "Regular"), (700, "Bold"))
    )
    size = 9.0
    return html(slip, size).replace("</head>", f"<style>{faces}{''.join(styles(slip))}</style></head>")
