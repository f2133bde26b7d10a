"""Headings → the characters that their font must have, and a problem for each that it lacks.

The site sets its Chinese headings in a serif that few systems have, and that is too large to send whole: it is cut down
by desk/subsets.py. The characters of each subset stand beside it in a file, so that a build needs no font to know them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from microsite.charts.story import Story
from microsite.charts.typesetting import is_wide
from microsite.errors import Problem
from microsite.source.markup import markers, sections
from microsite.source.models import ChartSpec

FOLDER, PICTURES = Path("static/fonts"), Path("static/pictures")
SERIF = "NotoSerifCJK-Bold.ttc"  # of headings
# The subsets, by file. A reader of the story waits for the first only: browsers lay out what is two screens away, too.
OPENING, STORY, PAGES = "opening", "story", "headings"
# Texts of the words files that templates set as headings.
WORDS = ("policy_kinds", "places", "pattern_key", "set_aside.title", "sources.title")
# Figures change, and chapters are numbered: these are always covered, whatever the headings say today.
FIGURES = "0123456789.,%−–“”，。：；、万亿家"
ALWAYS = {OPENING: FIGURES + "壹贰叁肆伍陆柒捌玖拾", STORY: FIGURES, PAGES: FIGURES}


class Heading(NamedTuple):
    """A heading as readers see it, the subset that it is set in, and where it is written; line 0: the whole file."""

    text: str
    face: str
    path: Path
    line: int = 0


def headings(story: Story) -> Iterator[Heading]:
    """Yield every text of a project that the pages set in the headings' font, once for each subset.

    But for the chart under the story's title, titles of charts and labels of statistics are not among them:
    they are many and change often, and the style sheet sets them in fonts of the system.
    """
    project = story.project
    for code, prose in story.proses.items():
        for face in (OPENING, PAGES):  # the name of the site is on every page
            yield Heading(prose.text(project.site.title[code]), face, project.root / "data/site.yaml")
        for names in project.site.subjects.values():
            yield Heading(names[code], PAGES, project.root / "data/site.yaml")
        for name, page in project.pages[code].items():
            chapter = name.removeprefix("chapters/") if name.startswith("chapters/") else ""
            shown_in = OPENING if name == "index" or chapter in project.chapters[:1] else STORY if chapter else PAGES
            for face in (shown_in, PAGES) if chapter in project.subjects else (shown_in,):
                yield Heading(prose.text(page.front.title), face, page.path)
            for section in sections(page.body):
                if section.heading:
                    yield Heading(prose.text(section.heading), shown_in, page.path, page.body_line + section.line + 1)
            for marker in markers(page.front.finding):
                if marker.kind == "chart" and marker.target in project.charts:
                    path = project.where[ChartSpec, marker.target].document.path
                    yield Heading(prose.text(project.charts[marker.target].title[code]), OPENING, path)
        for key in WORDS:
            for text in _texts(project.words[code], key):
                yield Heading(text, PAGES, Path(f"templates/words.{code}.yaml"))


def _texts(words: Mapping[str, Any], key: str) -> Iterator[str]:
    found: Any = words
    for part in key.split("."):
        found = found[part]
    yield from map(str, found.values()) if isinstance(found, dict) else (str(found),)


def heading_characters(found: Iterable[Heading]) -> dict[str, str]:
    """Return the characters that each subset must hold, sorted: those of headings with Han characters."""
    characters = {face: set(always) for face, always in ALWAYS.items()}
    for heading in found:
        if any(map(is_wide, heading.text)):
            characters[heading.face].update(heading.text)
    return {face: "".join(sorted(needed)) for face, needed in characters.items()}


def missing_glyphs(found: Iterable[Heading], covered: Mapping[str, str]) -> list[Problem]:
    """Report each heading with a Han character that its subset lacks; `covered`: the characters of each."""
    problems: dict[Problem, None] = {}
    for heading in found:
        has = covered.get(heading.face, "")
        missing = sorted({character for character in heading.text if is_wide(character)}.difference(has))
        if missing:
            listed = ", ".join(f"'{character}'" for character in missing)
            message = (
                f"the headings' font lacks {listed}: run 'uv run --all-groups build.py fonts' and keep what it writes"
            )
            problem = Problem(heading.path, heading.line, 1 if heading.line else 0, message)
            problems[problem] = None  # once, though it is set in two subsets
    return list(problems)


def read_coverage(root: Path) -> dict[str, str] | None:
    """Return the characters of a project's own subsets; None where it has none, and needs none."""
    paths = ((face, root / FOLDER / f"{face}.txt") for face in ALWAYS)
    return {face: path.read_text("utf-8").replace("\n", "") for face, path in paths if path.is_file()} or None
