"""PNGs: of the picture as it is now, with every glyph, or none at all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from microsite.pictures import rasters
from microsite.pictures.rasters import MissingGlyphsError, Png
from microsite.pictures.svg import NoBrowserError, find_browser

PNG = Png("data/charts/trees-en.png", Path("static/charts/trees/en.png"))
PEARS = Png("data/charts/pears-en.png", Path("static/charts/pears/en.png"), scale=1, colours=16)
FONTS = "Noto Sans CJK SC, sans-serif"
needs_browser = pytest.mark.skipif(find_browser() is None, reason="no browser to render with")


def picture(words: str = "Trees", width: int = 90) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="30" viewBox="0 0 {width} 30" '
        f'font-family="{FONTS}"><rect width="{width}" height="30" fill="#fbfaf7"/>'
        f'<rect x="5" y="5" width="10" height="10" fill="#b5220f"/><text x="20" y="20">{words}</text></svg>'
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(pictures: Mapping[Png, str]) -> dict[Png, bytes]:
        rows = zlib.compress(b"\0\0")
        return {
            png: rasters.encode(1, 1, b"\0\0\0", rows, rasters.fingerprint(drawing))
            for png, drawing in pictures.items()
        }

    monkeypatch.setattr(rasters, "draw", draw)


@pytest.mark.usefixtures("quick")
def test_a_png_of_another_picture_waits(tmp_path: Path) -> None:
    pictures = {PNG: picture()}
    missing = rasters.read(tmp_path, pictures)
    assert missing.waiting == (PNG,)

    drawn = rasters.render(tmp_path, pictures, missing)
    assert drawn.waiting == ()
    assert rasters.read(tmp_path, pictures) == drawn
    assert rasters.read(tmp_path, {PNG: picture("Pears")}).waiting == (PNG,)


@pytest.mark.usefixtures("quick")
def test_pngs_of_what_is_no_more_are_removed(tmp_path: Path) -> None:
    pictures = {PNG: picture(), PEARS: picture("Pears")}
    drawn = rasters.render(tmp_path, pictures, rasters.read(tmp_path, pictures))
    assert rasters.remove_unused(tmp_path, [PNG]) == (tmp_path / PEARS.kept,)
    assert not (tmp_path / PEARS.kept.parent).exists()
    assert rasters.read(tmp_path, pictures).current == {PNG: drawn.current[PNG]}


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_there_is_none(tmp_path: Path) -> None:
    pictures = {PNG: picture()}
    with pytest.raises(NoBrowserError):
        rasters.render(tmp_path, pictures, rasters.read(tmp_path, pictures))
    assert not (tmp_path / "static").exists()


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int]]]:
    """Return width, height and colours of a PNG as `encode` writes it."""
    chunks, at = {}, 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        chunks[kind] = content
        at += 12 + length
    width, height, *form = struct.unpack(">2I5B", chunks[b"IHDR"])
    depth = form[0]
    assert form == [depth, 3, 0, 0, 0]
    palette = [tuple(chunks[b"PLTE"][start : start + 3]) for start in range(0, len(chunks[b"PLTE"]), 3)]
    rows = zlib.decompress(chunks[b"IDAT"])
    length = width if depth == 8 else (width + 1) // 2
    assert len(rows) == (length + 1) * height
    found = []
    for start in range(0, len(rows), length + 1):
        assert rows[start] == 0
        row = rows[start + 1 : start + length + 1]
        indices = [*row] if depth == 8 else [half for byte in row for half in (byte >> 4, byte & 15)][:width]
        found += [(r, g, b) for r, g, b in (palette[index] for index in indices)]
    return width, height, found


@needs_browser
def test_a_png_shows_its_picture_at_twice_the_size() -> None:
    drawn = rasters.draw({PNG: picture()})[PNG]
    assert drawn == rasters.draw({PNG: picture()})[PNG]
    width, height, found = pixels(drawn)
    assert (width, height) == (180, 60)
    assert found[0] == (0xFB, 0xFA, 0xF7)
    assert found[20 * width + 20] == (0xB5, 0x22, 0x0F)
    assert min(sum(colour) for colour in found) < 90  # its text


@needs_browser
def test_a_png_of_few_colours_shows_the_same_in_half_a_byte_a_pixel() -> None:
    drawn = rasters.draw({PEARS: picture(width=91)})[PEARS]
    assert len(drawn) < len(rasters.draw({Png("", Path(), scale=1): picture(width=91)})[Png("", Path(), scale=1)])
    width, height, found = pixels(drawn)
    assert (width, height) == (91, 30)
    assert (found[0], found[10 * width + 10], found[-1]) == ((0xFB, 0xFA, 0xF7), (0xB5, 0x22, 0x0F), (0xFB, 0xFA, 0xF7))
    assert len(set(found)) <= 16


@needs_browser
def test_many_colours_are_brought_down_to_256() -> None:
    greys = "".join(f'<rect x="{n}" width="1" height="9" fill="rgb({n},{n},{n})"/>' for n in range(256))
    reds = "".join(f'<rect x="{n}" y="9" width="1" height="1" fill="rgb({n},{n - 1},{n})"/>' for n in range(1, 256))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="10" viewBox="0 0 256 10">{greys}{reds}</svg>'
    width, _, found = pixels(rasters.draw({PNG: svg})[PNG])
    assert [found[2 * n] for n in range(256)] == [(n, n, n) for n in range(256)]  # the commonest, as they are
    rare = [found[19 * width + 2 * n] for n in range(1, 256)]
    assert rare == [(n, n, n) for n in range(1, 256)]  # the others, as the nearest of those


@needs_browser
def test_characters_that_no_font_has_are_an_error_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = Path("/usr/share/fonts/truetype/dejavu")
    if not fonts.is_dir():
        pytest.skip("no DejaVu fonts, the only ones that the browser shall see")
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    assert rasters.draw({PNG: picture("Trees")})
    with pytest.raises(MissingGlyphsError, match=r"果树.*apt-get install fonts-noto-cjk"):
        rasters.draw({PNG: picture("900果树")})


@needs_browser
def test_characters_that_a_font_has_are_drawn() -> None:
    try:
        assert rasters.draw({PNG: picture("果树")})
    except MissingGlyphsError:
        pytest.skip("no Chinese fonts on this machine")
