"""Places by latitude and longitude → a plan: crosses with names and a bar for distances, beside a small outline.

Degrees of longitude are as wide as they are at the middle latitude, so that a short distance measures the
same in every direction. A place is a group of two marks, its latitude and its longitude; a third may be its area,
which is drawn as a circle of that size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from pydantic import Field

from microsite.charts.chart import Chart, Fault, Figure, Form, Mark, MarkName
from microsite.charts.labels import Area, Room, along, around, beside, middle_of
from microsite.charts.sheet import Sheet
from microsite.charts.style import GAP, INK, MUTED, VERMILION, ink
from microsite.charts.typesetting import LINE, TEXT, text_width, wrap
from microsite.quantities import Quantity
from microsite.source.fields import Id, Points
from microsite.source.record import Record

HEIGHTS = {320: 400, 480: 420, 720: 460}  # px, by the artboard's width
CROSS = 8  # px: the length of a cross's arms
EDGE = 2.2 * TEXT  # px between the outermost places and the plan's upper and lower edge
NAME = 10 * TEXT  # px that a line of a name may take up
ANGLE, LENGTH, AREA = {"angle": 1}, {"length": 1}, {"length": 2}
DEGREE = 111.2e3  # metres from one degree of latitude to the next
ROUND = [Decimal(factor).scaleb(power) for power in range(-4, 6) for factor in (1, 2, 5)]  # steps of scales
INSET = 130  # px at most for the outlines
BAR = 0.35  # of the width at most for the bar


class Options(Record):
    """`scale`: the unit of the bar for distances.

    `apart`: by the mark of a distance (as it stands in its `statistic`), one mark each of the places that it joins.
    `outlines`: borders that tell where the plan lies, small in a corner of it, as points longitude,latitude.
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
    sheet = Sheet(width, HEIGHTS.get(width, 460))
    bottom = sheet.height - 3.4 * LINE
    norths = [place.latitude.value for place in places]
    middle = (min(norths) + max(norths)) / 2
    narrow = math.cos(math.radians(middle))
    reach = [place.across / 2 / DEGREE for place in places]  # degrees of latitude
    longitudes, latitudes = (
        [
            end
            for place, away in zip(places, reach, strict=True)
            for end in (place.at[axis] - away / by, place.at[axis] + away / by)
        ]
        for axis, by in ((0, narrow), (1, 1.0))
    )
    middle = (min(latitudes) + max(latitudes)) / 2
    tall, wide = max(latitudes) - min(latitudes), (max(longitudes) - min(longitudes)) * narrow
    rooms = ((bottom - 2 * EDGE) / tall if tall else math.inf, (width - NAME) / wide if wide else math.inf)
    degree = min(rooms)  # px from one degree of latitude to the next
    centre = (min(longitudes) + max(longitudes)) / 2
    half = width / 2 / degree / narrow
    sheet.scale_x(centre - half, centre + half, 0, width)
    sheet.scale_y(middle - bottom / 2 / degree, middle + bottom / 2 / degree, bottom, 0)
    spots = {place.name: (sheet.at_x(place.at[0]), sheet.at_y(place.at[1])) for place in places}
    discs = {place.name: place.across * degree / DEGREE for place in places}  # px
    sizes = {name: max(2 * CROSS, across) for name, across in discs.items()}
    room = Room((0.0, 0.0, width, bottom), [around(spot, (sizes[name],) * 2) for name, spot in spots.items()])
    if options.outlines:
        room.taken.append(_inset(sheet, options.outlines, narrow, room))
    marks, lines = chart.named, []
    for reference, ends in options.apart.items():
        start, end = (spots[marks[one].group or ""] for one in ends)
        sheet.strokes(marks[reference], [(*start, *end)], width=2)
        room.taken += [around(at, (3 * GAP, GAP)) for at in along(start, end, CROSS)[1:]]
        lines.append((marks[reference], middle_of((*start, *end))))
    for place in places:
        x, y = spots[place.name]
        stroke = 3.0 if place.latitude.accent else 1.5
        if place.area:
            sheet.point(place.area, x, y, size=round(discs[place.name], 1), symbol="circle-open")
        sheet.strokes(place.latitude, [(x - CROSS, y, x + CROSS, y)], width=stroke)
        sheet.strokes(place.longitude, [(x, y - CROSS, x, y + CROSS)], width=stroke)
    for place in places:
        # A name that comes near another cross would seem to be that one's.
        others = [
            around(spot, (sizes[name] + 6 * GAP, sizes[name] + LINE))
            for name, spot in spots.items()
            if name != place.name
        ]
        accent, near = place.latitude.accent, Room(room.area, [*room.taken, *others])
        ways = [wrap(place.name, longest, bold=accent) for longest in (3 * NAME, NAME, NAME / 2)]
        _, way, box = near.best_beside(spots[place.name], max(CROSS, discs[place.name] / 2), ways, bold=accent)
        sheet.text(*middle_of(box), ways[way], anchor="middle", bold=accent, colour=ink(place.latitude))
        room.taken.append(box)
    for mark, spot in lines:
        right, left, *others = beside(spot, GAP, (text_width(mark.text, bold=True), LINE))
        box = min((left, right, *others), key=room.cost)
        sheet.text(*middle_of(box), mark.text, anchor="middle", bold=True, colour=VERMILION)
    _furniture(sheet, chart, degree, bottom)
    return sheet.figure()


# --- what a plan needs to be read


def _inset(sheet: Sheet, outlines: Sequence[Points], narrow: float, room: Room) -> Area:
    """Draw the outlines small in the corner where least stands, and in them what the plan shows; return their box."""
    longitudes, latitudes = zip(*(point for outline in outlines for point in outline), strict=True)
    west, north = min(longitudes), max(latitudes)
    wide, tall = (max(longitudes) - west) * narrow, north - min(latitudes)
    *_, width, bottom = room.area
    degree = min(INSET, 0.3 * width) / max(wide, tall)
    size = wide * degree, tall * degree
    corners = [(x, y) for x in (1.0, width - size[0] - 1) for y in (1.0, bottom - size[1] - 1)]
    box = min(((x, y, x + size[0], y + size[1]) for x, y in corners), key=room.cost)

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return box[0] + (longitude - west) * narrow * degree, box[1] + (north - latitude) * degree

    for outline in outlines:
        sheet.outline([at(*point) for point in outline])
    scale_x, scale_y = (sheet.at_x(1) - sheet.at_x(0)), (sheet.at_y(1) - sheet.at_y(0))
    (left, top), (right, foot) = (
        at((x - sheet.at_x(0)) / scale_x, (y - sheet.at_y(0)) / scale_y) for x, y in ((0, 0), (width, bottom))
    )
    sheet.outline([(left, top), (right, top), (right, foot), (left, foot)])
    return box


def _furniture(sheet: Sheet, chart: Chart, degree: float, bottom: float) -> None:
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
    x, top = sheet.width - TEXT, bottom + 1.5 * LINE
    for dx, dy in ((0, 22), (-4, 7), (4, 7)):
        sheet.rule(x, top, x + dx, top + dy, colour=INK)
    sheet.text(x - GAP - 4, top + 12, str(chart.wording.words["chart"]["north"]), anchor="end", colour=MUTED)


FORM = Form(Options, draw, refuse)
