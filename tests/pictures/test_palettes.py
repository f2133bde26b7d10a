"""PNGs with a palette: what is flat keeps its colour, and no other is changed by what anybody sees."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from microsite.pictures.palettes import COLOURS, compress

PAPER, INK = (0xFB, 0xFA, 0xF7), (0x1A, 0x1A, 0x1C)


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def furthest(one: Image.Image, other: Image.Image) -> int:
    """Return by how much two pictures differ, at most, in a level of a pixel."""
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(int(band[1]) for band in bands if isinstance(band, tuple))


@pytest.fixture
def drawing() -> Image.Image:
    """A picture with edges that were smoothed, as those of letters are."""
    large = Image.new("RGB", (400, 400), PAPER)
    ImageDraw.Draw(large).ellipse((30, 50, 330, 350), fill=INK)
    ImageDraw.Draw(large).line((10, 20, 390, 310), fill=(0xB5, 0x22, 0x0F), width=22)
    return large.resize((100, 100), Image.Resampling.BOX)


def test_a_drawing_has_a_palette_and_looks_as_before(drawing: Image.Image) -> None:
    small = opened(compress(png(drawing.convert("RGBA"))))
    assert (small.mode, small.size) == ("P", drawing.size)
    assert furthest(small, drawing) < 4
    assert {PAPER, INK} <= {small.convert("RGB").getpixel(at) for at in ((0, 99), (50, 65))}
    assert len(compress(png(drawing))) < len(png(drawing))


def test_what_is_most_frequent_stands_first_and_for_what_is_nearly_as_it(drawing: Image.Image) -> None:
    nearly = (PAPER[0] - 3, PAPER[1] - 2, PAPER[2])
    drawing.putpixel((0, 99), nearly)
    small = opened(compress(png(drawing)))
    assert small.convert("RGB").getpixel((0, 99)) == PAPER
    assert (small.getpalette() or [])[:3] == [*PAPER]


def test_colours_are_told_apart_by_any_of_their_levels() -> None:
    colours = [(r, g, b) for r in (3, 100, 255) for g in (3, 4, 200) for b in (3, 7, 251)]
    image = Image.new("RGB", (len(colours), 1))
    image.putdata(colours)
    assert furthest(opened(compress(png(image))), image) == 0


def test_a_picture_of_many_colours_has_the_nearest_of_a_palette() -> None:
    bands = [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)]
    image = Image.merge("RGB", bands)
    small = opened(compress(png(image)))
    assert (small.mode, len(small.getcolors(COLOURS) or [])) == ("P", COLOURS)
    assert furthest(small, image) < 48
