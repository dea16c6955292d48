"""HTML -> PDF: reaches nothing, says that fonts are missing, one font configuration for each thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import pdf
from app.pdf import fonts
from tests.slips.pages import page_count, text_of

STYLE = '@page { size: A5 } html { font-family: "Noto Sans", "Noto Naskh Arabic" }'


def written(*layouts: pdf.Layout) -> bytes:
    return pdf.write(*layouts, alphabets={}).filled({}, {})


def page(body: str) -> str:
    return f'<html lang="de"><head><title>Probe</title></head><body>{body}</body></html>'


def test_pages_are_counted_before_they_are_written() -> None:
    short = pdf.lay_out(page("<p>kurz</p>"), (STYLE,))
    long = pdf.lay_out(page("<p>lang</p>" * 200), (STYLE,))
    assert short.pages == 1
    assert long.pages > 1
    assert page_count(written(short, long)) == 1 + long.pages


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/picture.png", "picture.png"])
def test_nothing_is_loaded_from_outside_the_page(address: str, caplog: pytest.LogCaptureFixture) -> None:
    content = written(pdf.lay_out(page(f'<p>Text</p><img src="{address}" alt="Bild"/>'), (STYLE,)))
    assert "Text" in text_of(content)
    assert b"/Image" not in content
    assert address not in caplog.text, "the log names nothing of a page"


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:9/picture.png", "picture.png"])
def test_the_fetcher_refuses_everything_but_what_the_page_holds(address: str) -> None:
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.LockedFetcher().fetch(address)
    assert pdf.LockedFetcher().fetch("data:text/plain,inside").read() == b"inside"


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONTS", tmp_path)
    with (
        ThreadPoolExecutor(1) as fresh,
        pytest.raises(pdf.FontsMissing, match=r"start \./run\.sh once"),
    ):
        fresh.submit(pdf.lay_out, page("<p>x</p>"), (STYLE,)).result()


def test_threads_print_at_the_same_time() -> None:
    texts = [f"Seite {number} صفحة" for number in range(12)]

    def printed(text: str) -> bytes:
        return written(pdf.lay_out(page(f"<p>{text}</p>"), (STYLE,)))

    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(printed, texts))
    assert together == [printed(text) for text in texts]
