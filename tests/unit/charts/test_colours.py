"""Colours: letters can be read on every one of them, and what lies side by side differs in grey."""

import re
from itertools import pairwise

from app.assets import STATIC
from app.reports.charts.palette import LINES, LOOKS, MUTED, SERIES, STEPS, TEXT, WHITE

STYLE = (STATIC / "css" / "charts.css").read_text(encoding="utf-8")
DARK_CARD = "#1d2034"


def luminance(colour: str) -> float:
    """As WCAG 2.2 defines it."""
    hexadecimal = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(hexadecimal[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """L* of CIE, 0 to 100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def on_screen(look: str, name: str) -> tuple[str, str]:
    """What the style sheet says: light, dark."""
    block = next(body for head, body in re.findall(r"^([^@{}]+) \{([^}]*)\}", STYLE, re.MULTILINE) if said(head, look))
    value = re.search(rf"\b{name}: ([^;]+);", block)
    assert value, look
    both = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value[1])
    return (both[1], both[2]) if both else (value[1], value[1])


def said(head: str, look: str) -> bool:
    return f".{look}" in head.strip().split(", ")


def test_letters_on_a_colour_can_be_read() -> None:
    for look in [f"ch-s{place}" for place, _ in enumerate(SERIES)] + [f"ch-h{place}" for place, _ in enumerate(STEPS)]:
        assert contrast(LOOKS[look]["fill"], LOOKS[f"{look}-text"]["fill"]) >= 4.5, look
        for ground, letters in zip(on_screen(look, "fill"), on_screen(f"{look}-text", "fill"), strict=True):
            assert contrast(ground, letters) >= 4.5, look


def test_lines_and_words_stand_out_from_their_ground() -> None:
    assert contrast(TEXT, WHITE) >= 7
    assert contrast(MUTED, WHITE) >= 4.5
    for place, colour in enumerate(LINES):
        light, dark = on_screen(f"ch-l{place}", "stroke")
        assert light == colour
        assert contrast(light, WHITE) >= 3
        assert contrast(dark, DARK_CARD) >= 3


def test_neighbours_differ_in_grey() -> None:
    assert all(abs(lightness(one) - lightness(other)) >= 12 for one, other in pairwise(SERIES))
    assert all(lightness(one) - lightness(other) >= 6 for one, other in pairwise(STEPS))
    dark = [on_screen(f"ch-h{place}", "fill")[1] for place, _ in enumerate(STEPS)]
    assert all(lightness(other) - lightness(one) >= 6 for one, other in pairwise(dark))


def test_the_page_shows_the_same_colours_as_the_file_where_it_is_light() -> None:
    for look in [f"ch-s{place}" for place, _ in enumerate(SERIES)] + [f"ch-h{place}" for place, _ in enumerate(STEPS)]:
        assert on_screen(look, "fill")[0] == LOOKS[look]["fill"]


def test_every_look_with_a_colour_changes_with_the_page() -> None:
    coloured = {look for look, attributes in LOOKS.items() if "#" in "".join(attributes.values())}
    assert {look for look in coloured if not re.search(rf"\.{look}[ ,]", STYLE)} == set()
