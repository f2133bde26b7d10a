"""The house style: colours, widths, and how each status and each bound is drawn, so that all charts agree.

Colours are design tokens, given to Plotly as sentinel colours that svg.py turns into custom properties.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from microsite.charts.chart import Mark
from microsite.quantities import FROM_ABOVE, FROM_BELOW, Bound, Quantity
from microsite.source.models import Role, Status

# One sentinel a token of static/tokens.yaml. Plotly takes no `var(--ink)`, and these never arise by themselves.
TOKENS = ("paper", "ink", "muted", "axis", "grid", "vermilion", "indigo")
SENTINELS = {token: f"#0102{17 + number:02x}" for number, token in enumerate(TOKENS)}
PAPER, INK, MUTED, AXIS, GRID, VERMILION, INDIGO = SENTINELS.values()
WIDTHS = (320, 480, 720)  # of the artboards, in CSS pixels; a page shows the widest that fits
SPARK = 80  # px: the width of a course in a row of a table
GAP = 6  # px between a mark and the text beside it
OPEN_END, SHORT_END = 22, 6  # px that an open end takes up beyond the bound; where a px is much


class Style(NamedTuple):
    """How a status is drawn: an area by outline and pattern, a point by symbol, a line by dash.

    None is told by lightness: that belongs to the second ink.
    """

    outlined: bool = False
    pattern: str = ""
    symbol: str = "circle"
    dash: str = "solid"


STYLES = {
    Status.MEASURED: Style(),
    Status.ESTIMATED: Style(outlined=True, pattern="-", symbol="diamond", dash="longdash"),
    Status.TARGETED: Style(outlined=True, symbol="circle-open", dash="dash"),
    Status.CLAIMED: Style(outlined=True, pattern="/", symbol="diamond-open", dash="dashdot"),
    Status.DERIVED: Style(outlined=True, pattern=".", symbol="circle-open-dot", dash="dot"),
}


# Sizes of patterns that repeat after whole px: Plotly multiplies that of "/" by √2, and what is rounded drifts.
PERIOD = {"/": 8 / math.sqrt(2), ".": 6, "-": 4}
SOLIDITY = {"/": 0.14, ".": 0.2, "-": 0.5}  # the share of ink: light enough for figures of the same ink beside them
OPEN_BELOW = (*FROM_ABOVE, Bound.NEARLY)


# --- the notation beside words

_FRAME = "M.75.75h22.5v10.5H.75z"
_WITHIN = {
    "": "",
    "-": "M1 4.25h22M1 7.75h22",
    "/": "M2 10l8-8M8 10l8-8M14 10l8-8",
    ".": "M4 4h0m4 0h0m4 0h0m4 0h0m4 0h0M4 8h0m4 0h0m4 0h0m4 0h0m4 0h0",
}

_ENDS = {
    "open": "M.75.75h9.5v10.5H.75zM14 .75h1.5v10.5H14zM19 .75h.5v10.5H19zM23 .75v10.5",
    "about": "M.75.75h22.5v2.5h-7v5.5h7v2.5H.75z",
}


def swatch(status: str, role: str) -> str:
    """Return a drawing, 24 by 12, of how charts show a figure: it needs no style, and no grounds on paper.

    `ours` is no status, but what we write into charts; `open` and `about` no roles, but how bars end. Where
    no role is given, the colour is that of none: it shows the status alone.
    """
    colours: dict[str, str] = {Role.CONTEXT: "indigo", Role.ARTICLE: "ink"}
    colour = f"var(--{'vermilion' if status == 'ours' else colours.get(role, 'muted')})"
    if status == "ours":
        filled, path = False, "M.75 12V.75h22.5V12"
    elif role in _ENDS:
        filled, path = True, _ENDS[role]
    else:
        look = STYLES[Status(status)]
        filled, path = not look.outlined, _FRAME + _WITHIN[look.pattern]
    return (
        f'<svg role="none" viewBox="0 0 24 12" width="24" height="12" fill="{colour if filled else "none"}" '
        f'stroke="{colour}" stroke-width="1.5" stroke-linecap="round"><path d="{path}"/></svg>'
    )


# An open end runs out in ever thinner strips: (distance from the bound, width), in px.
BEYOND = ((2, 4), (9, 3), (15.5, 2), (20.5, 1.5))
_SHORT = ((1.5, 1.5), (4.5, 1.5))  # so that it comes up to no larger figure
_BEFORE = (-6, 4)  # paper let in before an upper bound: what may not be reached is a line
_NOTCH = (-8, 9)  # and at the end of what is about so much, in its middle third: two strokes, as those of its sign


def ink(mark: Mark) -> str:
    """Ink for what the article prints, indigo for what others publish. Vermilion is the pen, and draws no mark."""
    return INDIGO if mark.context else INK


def style(mark: Mark) -> Style:
    return STYLES[mark.datum.status]


def area(mark: Mark) -> dict[str, Any]:
    """Return the `marker` of a bar trace in the mark's status. Patterns lie on paper, not on what is behind."""
    look, colour = style(mark), ink(mark)
    marker: dict[str, Any] = {
        "color": PAPER if look.outlined else colour,
        "line": {"color": colour, "width": 1.5 if look.outlined else 0},
    }
    if look.pattern:
        pattern = {
            "shape": look.pattern,
            "size": PERIOD[look.pattern],
            "solidity": SOLIDITY[look.pattern],
            "fillmode": "replace",
        }
        marker["pattern"] = {**pattern, "fgcolor": colour, "bgcolor": PAPER}
    return marker


def point(mark: Mark, size: float = 10) -> dict[str, Any]:
    """Return the `marker` of a scatter trace: symbols of one size, in px, in the mark's status."""
    look, colour = style(mark), ink(mark)
    return {
        "symbol": look.symbol,
        "size": size,
        "color": colour,
        "line": {"color": colour, "width": 1.5 if look.outlined else 0},
    }


def side(of: Quantity) -> int:
    """Return where a bar of a quantity lies from zero, -1 below it."""
    return -1 if of.upper <= 0 and (of.number < 0 or of.bound in OPEN_BELOW) else 1


def _is_open(of: Quantity) -> bool:
    """Whether a bar of a quantity is open at its end: of one below zero, that is where less is."""
    return of.bound in (FROM_BELOW if side(of) > 0 else OPEN_BELOW)


def reach(mark: Mark, *, short: bool) -> float:
    """Return how far beyond its number the bar of a mark is drawn, in px, `short` on phones and of columns."""
    return (SHORT_END if short else OPEN_END) if _is_open(mark.datum.quantity) else 0


def strips(mark: Mark, length: float, thick: float, *, short: bool) -> list[tuple[float, float, float, str]]:
    """Return the strips at the end of a bar in its middle: px outwards from the number, how wide, how thick, colour."""
    of = mark.datum.quantity
    if _is_open(of):
        return [(*strip, thick, ink(mark)) for strip in (_SHORT if short else BEYOND)]
    if of.bound in (*FROM_BELOW, *OPEN_BELOW) and length > 2 * OPEN_END:
        return [(*_BEFORE, thick, PAPER)]
    if of.bound is Bound.ABOUT and length > -2 * _NOTCH[0]:
        return [(*_NOTCH, 2 * round(thick / 6), PAPER)]  # on whole px
    return []
