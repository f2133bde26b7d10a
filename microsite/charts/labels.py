"""Labels of marks → where on a drawing they stand: beside their marks, clear of what is drawn and of each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from microsite.charts.style import GAP
from microsite.charts.typesetting import LINE, widest

Area = tuple[float, float, float, float]  # px: left, top, right, bottom
Spot = tuple[float, float]  # px: from the left, from the top


@dataclass
class Room:
    """A part of a drawing, and the boxes that are taken."""

    area: Area
    taken: list[Area] = field(default_factory=list)

    def cost(self, box: Area) -> float:
        """Return how ill a label would stand: how much of its box lies over what is taken, or outside of the room."""
        left, top, right, bottom = self.area
        inside = box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom
        return overlaps(box, self.taken) + (0 if inside else 1e6)

    def pieces(self, x: float, top: float, foot: float) -> list[tuple[float, float, float, float]]:
        """Return the pieces of an upright line that lie over nothing that is taken, as (x0, y0, x1, y1)."""
        pieces = []
        over = (box for box in self.taken if box[0] <= x <= box[2] and top < box[3] and box[1] < foot)
        for _, start, _, end in sorted(over, key=lambda box: box[1]):
            pieces.append((x, top, x, start))
            top = end
        return [*pieces, (x, top, x, foot)]

    def best_beside(
        self, spot: Spot, reach: float, ways: Sequence[Sequence[str]], *, bold: bool
    ) -> tuple[float, int, Area]:
        """Return how ill a label stands where it does best beside a spot, in which of its lines, and its box there."""
        sizes = [(widest(lines, bold=bold), len(lines) * LINE) for lines in ways]
        boxes = [(way, box) for way, size in enumerate(sizes) for box in beside(spot, reach, size)]
        over, _, way, box = min((self.cost(box), rank, way, box) for rank, (way, box) in enumerate(boxes))
        return over, way, box


def overlap(one: Area, other: Area) -> float:
    """Return how much of two boxes is of both, in px²."""
    if one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]:  # as most do
        return 0
    return (min(one[2], other[2]) - max(one[0], other[0])) * (min(one[3], other[3]) - max(one[1], other[1]))


def overlaps(box: Area, others: Iterable[Area]) -> float:
    """Return how much of a box lies over others, in px²."""
    return math.fsum(overlap(box, other) for other in others)


def around(middle: Spot, size: tuple[float, float]) -> Area:
    """Return the box of a size around its middle, and a px beyond."""
    (x, y), (wide, tall) = middle, size
    return x - wide / 2 - 1, y - tall / 2 - 1, x + wide / 2 + 1, y + tall / 2 + 1


def middle_of(box: Area) -> Spot:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def beside(spot: Spot, reach: float, size: tuple[float, float]) -> list[Area]:
    """Return the boxes that a text of a size may take up beside what reaches so far around a spot, the best first."""
    (x, y), (wide, tall) = spot, size
    aside, over = reach + GAP + wide / 2, reach + GAP / 2 + tall / 2
    straight = [(x + aside, y), (x - aside, y), (x, y - over), (x, y + over)]
    slant = [(x + side * (aside - GAP), y + way * 0.8 * LINE) for side in (1, -1) for way in (1, -1)]
    corners = [(x + side * (wide / 2 - reach), y + way * over) for side in (1, -1) for way in (-1, 1)]
    return [around(middle, size) for middle in (*straight, *slant, *corners)]


def spread(wanted: Sequence[float], tall: Sequence[float]) -> list[float]:
    """Move label positions as little as it takes for labels so `tall`, in px, to stand clear, in their order."""
    places = sorted(range(len(wanted)), key=lambda index: wanted[index])
    moved = [wanted[index] for index in places]
    apart = [(tall[before] + tall[after]) / 2 for before, after in pairwise(places)]
    for _ in range(100):
        close = [index for index, least in enumerate(apart) if moved[index + 1] - moved[index] < least - 0.01]
        if not close:
            break
        for index in close:
            push = (apart[index] - (moved[index + 1] - moved[index])) / 2
            moved[index], moved[index + 1] = moved[index] - push, moved[index + 1] + push
    return [moved[places.index(index)] for index in range(len(wanted))]


def along(start: Spot, end: Spot, step: float) -> list[Spot]:
    """Return spots on the way from one to another, at most so many px apart, from the first on."""
    parts = max(1, math.ceil(math.dist(start, end) / step))
    (x, dx), (y, dy) = ((one, other - one) for one, other in zip(start, end, strict=True))
    return [(x + dx * part / parts, y + dy * part / parts) for part in range(parts)]
