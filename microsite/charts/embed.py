"""A chart's bare page → the code that shows it in a page elsewhere: a frame, and the script that fits it.

Without that script the frame keeps the height that is worked out here, and scrolls where it is too low.
"""

from __future__ import annotations

from html import escape
from math import ceil, fsum

from microsite.charts.chart import Chart
from microsite.charts.typesetting import text_width

WIDTH = 560  # px: of the column in which a frame most likely stands
FURNITURE = 170  # px: margins, the rule, the line of links, and where it is from
STEP = 20  # px: no height pretends to be exact


def frame_height(chart: Chart, sources: str, tall: float) -> int:
    """Return the px that the bare page takes up in a column of WIDTH, with its table closed.

    The drawing shown there is as `tall` as so many of its widths.
    """
    texts = ((chart.title, 19, 1.4), (chart.subtitle, 15, 1.5), (chart.note, 13, 1.55), (sources, 13, 1.55))
    height = fsum(ceil(text_width(text, size=size) / WIDTH) * size * leading for text, size, leading in texts if text)
    return ceil((height + tall * WIDTH + FURNITURE) / STEP) * STEP


def embed_code(address: str, script: str, title: str, height: int) -> str:
    """Return HTML for the host's page; `address` is the bare page's, `script` that of embed.js."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" '
        f'style="border:0" loading="lazy"></iframe>\n<script src="{escape(script)}" async></script>'
    )
