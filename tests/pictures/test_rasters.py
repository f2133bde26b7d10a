"""PNGs: of the picture as it is now, kept while it is, with every glyph that its fonts or the system's have."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from microsite.pictures import rasters
from microsite.pictures.rasters import KEPT, Fonts, Png, find_fonts
from tests.project import ENGINE

PNG = Png("data/charts/trees-en.png")
FONTS = "Noto Sans CJK SC, sans-serif"


@pytest.fixture
def fonts() -> Fonts:
    return find_fonts(ENGINE)


def picture(words: str = "Trees", family: str = FONTS) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" viewBox="0 0 90 30" '
        f'font-family="{family}"><rect width="90" height="30" fill="#fbfaf7"/>'
        f'<rect x="5" y="5" width="10" height="10" fill="#b5220f"/><text x="20" y="20">{words}</text></svg>'
    )


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def inks(content: bytes) -> list[Any]:
    """Return the pixels where the text of `picture` stands."""
    plain = opened(content).convert("RGB").crop((36, 0, 180, 60))
    return [plain.getpixel((x, y)) for y in range(plain.height) for x in range(plain.width)]


def test_a_png_shows_its_picture_at_its_scale(fonts: Fonts) -> None:
    content = rasters.draw(picture(), 2, fonts)
    image = opened(content)
    assert (image.size, image.mode) == ((180, 60), "P")
    assert content == rasters.draw(picture(), 2, fonts)
    plain = image.convert("RGB")
    assert plain.getpixel((0, 0)) == (0xFB, 0xFA, 0xF7)
    assert plain.getpixel((20, 20)) == (0xB5, 0x22, 0x0F)
    assert min(map(sum, inks(content))) < 90  # its text
    assert opened(rasters.draw(picture(), 5 / 6, fonts)).size == (75, 25)


def test_a_png_is_kept_and_that_of_another_picture_is_not_taken_for_it(tmp_path: Path, fonts: Fonts) -> None:
    first = rasters.render(tmp_path, fonts, PNG, picture())
    (kept,) = (tmp_path / KEPT).rglob("*.png")
    kept.write_bytes(b"kept")
    assert rasters.render(tmp_path, fonts, PNG, picture()) == {PNG.path: b"kept"}
    others = [
        rasters.render(tmp_path, fonts, PNG, picture("Pears")),
        rasters.render(tmp_path, fonts, PNG._replace(scale=1), picture("Pears")),
        rasters.render(tmp_path, fonts._replace(mark="other"), PNG, picture("Pears")),
    ]
    assert b"kept" not in [content for files in others for content in files.values()]
    assert len(list((tmp_path / KEPT).rglob("*.png"))) == 1  # the others showed what is no more
    assert rasters.render(tmp_path, fonts, PNG, picture()) == first


def test_what_another_version_kept_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rasters.keep(tmp_path, "static/fonts/story.woff2", "look", lambda: b"cut") == b"cut"
    assert rasters.keep(tmp_path, "static/fonts/story.woff2", "look", lambda: b"again") == b"cut"
    monkeypatch.setattr(rasters, "VERSION", rasters.VERSION + 1)
    assert rasters.keep(tmp_path, "static/fonts/story.woff2", "look", lambda: b"again") == b"again"


def test_a_project_that_can_not_be_written_to_has_its_pngs(tmp_path: Path, fonts: Fonts) -> None:
    (tmp_path / KEPT).write_text("a file in the way")
    assert rasters.render(tmp_path, fonts, PNG, picture()) == {PNG.path: rasters.draw(picture(), PNG.scale, fonts)}


def test_latin_quotes_take_a_latin_quotes_room_in_english(fonts: Fonts) -> None:
    family = "Open Sans, Noto Sans CJK SC"
    said = {name: inks(rasters.draw(picture("‘i", name), 2, fonts)) for name in (family, FONTS)}
    first = {name: min(n % 144 for n, pixel in enumerate(row) if sum(pixel) < 300) for name, row in said.items()}
    assert first[family] < first[FONTS]


def test_a_character_that_the_fonts_lack_comes_from_the_system_and_stops_nothing(fonts: Fonts) -> None:
    assert fonts.lack([picture("Trees 果树 &gt;900")]) == ""
    assert fonts.lack([picture("Trees 龘\ue000")]) == "龘"  # what is not printed is not missed
    assert rasters.draw(picture("龘"), 2, fonts)


def test_a_project_may_have_fonts_of_its_own(tmp_path: Path) -> None:
    assert find_fonts(tmp_path) == find_fonts(ENGINE)
    own = tmp_path / rasters.FONTS
    own.mkdir(parents=True)
    (own / "plain.otf").write_bytes(b"font")
    (own / rasters.CHARACTERS).write_text("ab\nc\n", "utf-8")
    found = find_fonts(tmp_path)
    assert (found.paths, found.characters) == ((own / "plain.otf",), frozenset("abc"))
    assert found.mark != find_fonts(ENGINE).mark
