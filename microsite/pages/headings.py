"""Headings → the fonts that they are set in, cut down to their characters.

The site sets its headings in a serif that few systems have, and that is too large to send whole. A character that it
lacks is shown in a font of the reader's system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from microsite.charts.story import Story
from microsite.charts.typesetting import is_wide
from microsite.pictures.rasters import find_fonts, keep
from microsite.pictures.subsets import NARROW, PICTURES, PLAIN, WHOLE, cut
from microsite.source.markup import sections
from microsite.source.own import get_own

FOLDER = Path("static/fonts")
# The fonts, by file. A reader of the story waits for the first only: browsers lay out what is two screens away, too.
OPENING, STORY, PAGES, LATIN = "opening", "story", "headings", "headings-latin"
# Texts of the words files that templates set as headings.
WORDS = ("policy_kinds", "places", "pattern_key", "set_aside.title", "sources.title")
# Figures change, and chapters are numbered: these are always covered, whatever the headings say today.
FIGURES = "0123456789.,%−–“”，。：；、万亿家"
ALWAYS = {OPENING: FIGURES + "壹贰叁肆伍陆柒捌玖拾", STORY: FIGURES, PAGES: FIGURES, LATIN: PLAIN}


def headings(story: Story) -> Iterator[tuple[str, str]]:
    """Yield every text that the pages set in the headings' font, with the font that it is set in, once for each.

    Where they are Chinese, titles of charts and labels of statistics are not among them: they are many and change
    often, and the style sheet sets them in fonts of the system.
    """
    project = story.project
    for code, prose in story.proses.items():
        for face in (OPENING, PAGES):  # the name of the site is on every page
            yield prose.text(project.site.title[code]), face
        for names in project.site.subjects.values():
            yield names[code], PAGES
        for name, page in project.pages[code].items():
            chapter = name.removeprefix("chapters/") if name.startswith("chapters/") else ""
            shown_in = OPENING if name == "index" or chapter in project.chapters[:1] else STORY if chapter else PAGES
            for face in (shown_in, PAGES) if chapter in project.subjects else (shown_in,):
                yield prose.text(page.front.title), face
            for section in sections(page.body):
                yield prose.text(section.heading), shown_in
        for key in WORDS:
            for text in _texts(project.words[code], key):
                yield text, PAGES
        plain = [spec.title for spec in project.charts.values()] + [item.label for item in project.statistics.values()]
        yield from ((said, LATIN) for text in plain if not is_han(said := prose.text(text[code])))


def is_han(text: str) -> bool:
    """Whether a heading needs the font of Chinese characters."""
    return any(map(is_wide, text))


def _texts(words: Mapping[str, Any], key: str) -> Iterator[str]:
    found: Any = words
    for part in key.split("."):
        found = found[part]
    yield from map(str, found.values()) if isinstance(found, dict) else (str(found),)


def heading_characters(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the characters that each font must hold, sorted."""
    characters = {face: set(always) for face, always in ALWAYS.items()}
    for text, face in found:
        characters[face if is_han(text) else LATIN].update(text)
    return {face: "".join(sorted(needed)) for face, needed in characters.items()}


@lru_cache(maxsize=64)  # half a second, for each of the hundreds of small projects that tests build
def _cut(font: Path, _mark: str, characters: str) -> bytes:
    """Return a font of some characters; `_mark` tells it from others of its name."""
    return cut(font, -1, characters)


def render_headings(story: Story) -> dict[str, bytes]:
    """Return the fonts by path below the site, but for those that a project brings itself."""
    root, mark = story.project.root, find_fonts(story.project.root).mark
    fonts: dict[str, bytes] = {}
    for face, characters in heading_characters(headings(story)).items():
        path = (FOLDER / f"{face}.woff2").as_posix()
        if not (root / path).is_file():
            whole = get_own(PICTURES / (NARROW if face == LATIN else WHOLE), root)
            make = partial(_cut, whole, mark, characters)
            fonts[path] = keep(root, path, f"{mark}\n{characters}", make)
    return fonts
