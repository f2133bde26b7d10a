"""Places by latitude and longitude → a plan: crosses with names and a bar for distances, on the ground where they lie.

Degrees of longitude are as wide as they are at the middle latitude, so that a short distance measures the
same in every direction. A place is a group of two marks, its latitude and its longitude; a third may be its area,
which is drawn as a circle of that size. Distances are the pen's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.labels import Room, along, around, middle_of
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, INK, MUTED, VERMILION, ink
from microsite.charts.typesetting import LINE, TEXT, text_width, wrap
from microsite.quantities import Quantity
from microsite.source.fields import Id, Points
from microsite.source.record import Record

HEIGHTS = {320: 380, 480: 480, 720: 500}  # px, by the artboard's width
FOOT = 2.4 * LINE  # px below the map, for the bar
CROSS = 6  # px: the length of a cross's arms
NAME = 11 * TEXT  # px that a line of words may take up
ALONE = NAME, 4 * TEXT  # px of the map's width and height that are left for names where no ground has room for them
ANGLE, LENGTH, AREA = {"angle": 1}, {"length": 1}, {"length": 2}
DEGREE = 111.2e3  # metres from one degree of latitude to the next
ROUND = [Decimal(factor).scaleb(power) for power in range(-4, 6) for factor in (1, 2, 5)]  # steps of scales
BAR = 0.35  # of the width at most for the bar


class Options(Record):
    """`scale`: the unit of the bar for distances.

    `apart`: by the mark of a distance (as it stands in its `statistic`), one mark each of the places that it joins.
    `outlines`: the ground on which places lie, all of which is shown, as points longitude,latitude.
    """

    scale: Id
    outlines: tuple[Points, ...] = ()
    apart: dict[MarkName, tuple[MarkName, MarkName]] = Field(default={})


class _Place(NamedTuple):
    name: str
    latitude: Mark
    longitude: Mark
    area: Mark | None = None

    @property
    def at(self) -> tuple[float, float]:
        return self.longitude.value, self.latitude.value

    @property
    def across(self) -> float:
        """How wide a circle of its area is, in metres; 0 for none."""
        return 2 * math.sqrt(self.area.value * self.area.unit_scale / math.pi) if self.area else 0


def refuse(chart: Chart) -> Iterator[Fault]:
    options = chart.options_as(Options)
    unit = chart.wording.units.get(options.scale)
    if unit is None or unit.dimension != LENGTH:
        yield ("options", "scale"), f"'{options.scale}' is no unit of length"
    marks = chart.named
    for reference, ends in options.apart.items():
        here = ("options", "apart", reference)
        if not {reference, *ends} <= marks.keys():
            continue
        if marks[reference].dimension != LENGTH:
            yield here, f"'{reference}' is no distance"
        elif not {name for end in ends for name in _place(chart, end)} <= set(marks[reference].datum.inputs):
            yield here, f"'{reference}' is not computed from these places"
    for group, members in _groups(chart):
        where = ("marks", chart.marks.index(members[0]), "group")
        if group is None or len(members) not in (2, 3):
            said = f"'{group}'" if group else "what has no 'group'"
            message = f"{said} has {len(members)} marks; a place is a group of its latitude and its longitude"
            yield where, message
            continue
        if members[2:] and (members[2].dimension != AREA or members[2].value <= 0):
            third = ("marks", chart.marks.index(members[2]), "statistic")
            yield third, f"'{members[2].datum.reference}' is no area, as a third mark of a place is"
        for mark, name, most in zip(members[:2], ("latitude", "longitude"), (90, 180), strict=True):
            at = ("marks", chart.marks.index(mark), "statistic")
            if mark.dimension != ANGLE or mark.upper > mark.value:
                yield at, f"'{mark.datum.reference}' is no angle, and so no {name}"
            elif abs(mark.value) > most:
                yield at, f"'{mark.datum.reference}' is {mark.value:g}, which is no {name}"
    if len({tuple(mark.value for mark in members) for _, members in _groups(chart)}) < 2:
        yield ("marks",), "a plan needs at least two places, apart from each other"


def pens(chart: Chart, mark: Mark, other: Mark | None) -> bool:
    return other is None and mark.name in chart.options_as(Options).apart


def _groups(chart: Chart) -> list[tuple[str | None, tuple[Mark, ...]]]:
    """Return the marks of each place: all but the distances."""
    apart = chart.options_as(Options).apart
    return [(group, marks) for group, marks in chart.groups if not all(mark.name in apart for mark in marks)]


def _place(chart: Chart, reference: str) -> list[str]:
    """Return both references of the place that one of them names."""
    return [mark.name for mark in chart.marks if mark.group == chart.named[reference].group]


def draw(chart: Chart, width: int) -> Figure:
    options = chart.options_as(Options)
    places = [_Place(group or "", *marks) for group, marks in _groups(chart)]
    sheet = Sheet(width, HEIGHTS.get(width, 500))
    bottom = sheet.height - FOOT
    norths = [place.latitude.value for place in places]
    narrow = math.cos(math.radians((min(norths) + max(norths)) / 2))
    seen = [point for outline in options.outlines for point in outline]
    spare = (2, 2) if seen else ALONE
    for place in places:
        (longitude, latitude), away = place.at, place.across / 2 / DEGREE
        seen += [(longitude + way * away / narrow, latitude + way * away) for way in (-1, 1)]
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*seen, strict=True))
    rooms = ((width - spare[0], (east - west) * narrow), (bottom - spare[1], north - south))
    degree = min(room / size for room, size in rooms if size)  # px from one degree of latitude to the next
    aside, above = width / 2 / degree / narrow, bottom / 2 / degree
    sheet.scale_x((west + east) / 2 - aside, (west + east) / 2 + aside, 0, width)
    sheet.scale_y((south + north) / 2 - above, (south + north) / 2 + above, bottom, 0)
    for outline in options.outlines:
        sheet.outline([(sheet.at_x(x), sheet.at_y(y)) for x, y in outline])
    spots = {place.name: (sheet.at_x(place.at[0]), sheet.at_y(place.at[1])) for place in places}
    discs = {place.name: place.across * degree / DEGREE for place in places}  # px
    sizes = {name: max(2 * CROSS, across) for name, across in discs.items()}
    room = Room((0.0, 0.0, width, bottom), [around(spot, (sizes[name],) * 2) for name, spot in spots.items()])
    for reference, ends in options.apart.items():
        mark, (start, end) = chart.named[reference], (spots[chart.named[one].group or ""] for one in ends)
        sheet.strokes(mark, [(*start, *end)], width=3, pen=True)  # as long as it says: the crosses lie over its ends
        room.taken += [around(at, (3 * GAP, GAP)) for at in along(start, end, CROSS)[1:]]
        words = mark.pen or mark.text
        ways = [wrap(words, longest, bold=True) for longest in (3 * NAME, NAME)]
        _, way, box = room.best_beside(middle_of((*start, *end)), 1.5 * GAP, ways, bold=True)
        sheet.text(*middle_of(box), ways[way], anchor="middle", bold=True, colour=VERMILION)
        room.taken.append(box)
    for place in places:
        x, y = spots[place.name]
        accent = place.latitude.accent
        stroke, colour = (3.0, ink(place.latitude)) if accent else (1.5, MUTED)
        if place.area:
            sheet.point(place.area, x, y, size=round(discs[place.name], 1), symbol="circle-open")
        sheet.strokes(place.latitude, [(x - CROSS, y, x + CROSS, y)], width=stroke)
        sheet.strokes(place.longitude, [(x, y - CROSS, x, y + CROSS)], width=stroke)
        # A name that comes near another cross would seem to be that one's.
        others = [
            around(spot, (sizes[name] + 6 * GAP, sizes[name] + LINE))
            for name, spot in spots.items()
            if name != place.name
        ]
        near, area = Room(room.area, [*room.taken, *others]), [place.area.text] if place.area else []
        ways = [[*wrap(place.name, longest, bold=accent), *area] for longest in (3 * NAME, NAME, NAME / 2)]
        _, way, box = near.best_beside((x, y), max(CROSS, discs[place.name] / 2), ways, bold=accent)
        sheet.text(*middle_of(box), ways[way], anchor="middle", bold=accent, colour=colour)
        room.taken.append(box)
    _furniture(sheet, chart, degree)
    return sheet.figure()


# --- what a plan needs to be read


def _furniture(sheet: Sheet, chart: Chart, degree: float) -> None:
    """Draw a bar that says how long a distance is, and which way north is."""
    unit = chart.options_as(Options).scale
    per_unit = degree / DEGREE * float(chart.wording.units[unit].scale)
    step = max(round_ for round_ in ROUND if 2 * float(round_) * per_unit <= BAR * sheet.width)
    y = sheet.height - 6
    left = text_width("0") / 2
    last = 2 * step
    for tick in (Decimal(0), step, last):
        x = left + float(tick) * per_unit
        said = chart.wording.quantity(Quantity(tick), unit, "value") if tick == last else chart.wording.number(tick)
        sheet.rule(x, y - 5, x, y, colour=INK)
        sheet.text(x, y - 5 - LINE / 2, said, anchor="middle", colour=MUTED)
    sheet.rule(left, y, left + float(last) * per_unit, y, colour=INK)
    x, top = sheet.width - TEXT, y - 22
    for dx, dy in ((0, 22), (-4, 7), (4, 7)):
        sheet.rule(x, top, x + dx, top + dy, colour=INK)
    sheet.text(x - GAP - 4, top + 12, str(chart.wording.words["chart"]["north"]), anchor="end", colour=MUTED)


FORM = Form(Options, draw, refuse, pens)
