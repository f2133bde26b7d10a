"""A chart's figure → what Plotly does not take of it. Needs Plotly itself, which takes half a second to load."""

from __future__ import annotations

from copy import deepcopy

from microsite.charts.chart import Figure


def find_invalid(figure: Figure) -> str:
    """Return the first line of what Plotly says of a figure that it refuses; nothing for any other."""
    import plotly.graph_objects as go

    try:
        go.Figure(deepcopy(figure))  # which it puts into an order of its own
    except ValueError as error:
        return next(filter(None, map(str.strip, str(error).splitlines())), "no reason given")
    return ""
