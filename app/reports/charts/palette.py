"""What the parts of a chart look like in a file and on paper. ``static/css/charts.css`` says the same for the page.

Bars are in the blue of the page's actions. Series of parts are colours of the set of Okabe and Ito ("Color Universal
Design", 2008; the blue darker) that differ in lightness, too, and so in grey. Steps of a heat map are equal steps of
lightness (OKLCH) of the one blue. Nothing is told by a colour alone: every mark has its words, lines have their own
dashes and points, what is withheld is hatched.
"""

TEXT = "#10131c"
MUTED = "#4d5266"
WHITE = "#ffffff"
SERIES = ("#005f96", "#009e73", "#e69f00", "#f0e442", "#1f2937")
"""From dark to light, the darkest last; further series begin again, hatched."""
LINES = ("#0072b2", "#d55e00", "#1f2937", "#007a58", "#a34d7d")
"""Of the same set (the last two darker), as thin lines need three to one against white."""
STEPS = ("#eff4fc", "#d2dff6", "#a8c2ef", "#7da1e3", "#4873c6", "#2b5bb7", "#113988")
_WHITE_ON = {SERIES[0], SERIES[4], STEPS[4], STEPS[5], STEPS[6]}

Look = dict[str, str]


def _on(colour: str) -> Look:
    return {"fill": WHITE if colour in _WHITE_ON else TEXT}


LOOKS: dict[str, Look] = {
    "ch-mark": {},
    "ch-ground": {"fill": WHITE},
    "ch-text": {"fill": TEXT},
    "ch-muted": {"fill": MUTED},
    "ch-grid": {"stroke": "#c3c7d6", "fill": "none"},
    "ch-axis": {"stroke": MUTED, "fill": "none"},
    "ch-bar": {"fill": "#2044aa"},
    "ch-before": {"fill": TEXT, "stroke": WHITE, "stroke-width": "1.5"},
    "ch-withheld": {"stroke": MUTED, "fill": "none"},
    "ch-own": {"stroke": TEXT, "fill": "none", "stroke-width": "3", "stroke-linecap": "square"},
    "ch-guest": {"fill": WHITE, "stroke": TEXT, "stroke-width": "1.5"},
    "ch-point": {"fill": WHITE},
    "ch-area": {"fill": "none", "pointer-events": "all"},
    # The light ones have an edge against white.
    **{
        f"ch-s{number}": {"fill": colour, "stroke": MUTED, "stroke-width": "0.75"}
        for number, colour in enumerate(SERIES)
    },
    **{f"ch-s{number}-text": _on(colour) for number, colour in enumerate(SERIES)},
    **{f"ch-s{number}-over": {"stroke": _on(colour)["fill"], "fill": "none"} for number, colour in enumerate(SERIES)},
    **{f"ch-l{number}": {"stroke": colour, "stroke-width": "2"} for number, colour in enumerate(LINES)},
    **{f"ch-h{number}": {"fill": colour} for number, colour in enumerate(STEPS)},
    **{f"ch-h{number}-text": _on(colour) for number, colour in enumerate(STEPS)},
}
"""Presentation attributes by class: a style sheet overrides them, a viewer without one shows them."""
