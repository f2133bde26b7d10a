"""Headings → the glyphs they need; a serif font → a subset of just those for each place that shows them.

The site sets its Chinese headings in a serif that few systems have, and that is too large to send
whole. `subset` cuts it down, which needs fontTools and the font; `missing_glyphs` needs neither, for
the characters of each subset stand beside it in a text file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from microsite.errors import Problem
from microsite.files import put
from microsite.language.prose import Prose
from microsite.source.markup import markers, sections
from microsite.source.models import ChartSpec
from microsite.source.project import Project

FOLDER = Path("static/fonts")
# The subsets, by file. A reader of the story waits for the first only: browsers lay out what is two screens away, too.
OPENING, STORY, PAGES = "opening", "story", "headings"
# Texts of the words files that templates set as headings.
WORDS = ("policy_kinds", "places", "pattern_key", "set_aside.title", "sources.title")
# Figures change, and chapters are numbered: these are always covered, whatever the headings say today.
FIGURES = "0123456789.,%−–“”，。：；、万亿家"
ALWAYS = {OPENING: FIGURES + "壹贰叁肆伍陆柒捌玖拾", STORY: FIGURES, PAGES: FIGURES}
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "“”‘’–—−×·…£€"


class Heading(NamedTuple):
    """A heading as readers see it, the subset that it is set in, and where it is written; line 0: the whole file."""

    text: str
    face: str
    path: Path
    line: int = 0


def headings(project: Project, proses: Mapping[str, Prose]) -> Iterator[Heading]:
    """Yield every text of a project that the pages set in the headings' font, once for each subset.

    But for the chart under the story's title, titles of charts and labels of statistics are not among them:
    they are many and change often, and the style sheet sets them in fonts of the system.
    """
    for code, prose in proses.items():
        for face in (OPENING, PAGES):  # the name of the site is on every page
            yield Heading(prose.text(project.site.title[code]), face, project.root / "data/site.yaml")
        for name, page in project.pages[code].items():
            chapter = name.removeprefix("chapters/") if name.startswith("chapters/") else ""
            story = OPENING if name == "index" or chapter in project.chapters[:1] else STORY if chapter else PAGES
            for face in (story, PAGES) if chapter else (story,):
                yield Heading(prose.text(page.front.title), face, page.path)
            for section in sections(page.body):
                if section.heading:
                    yield Heading(prose.text(section.heading), story, page.path, page.body_line + section.line + 1)
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
        if any(map(_is_han, heading.text)):
            characters[heading.face].update(heading.text)
    return {face: "".join(sorted(needed)) for face, needed in characters.items()}


def missing_glyphs(found: Iterable[Heading], covered: Mapping[str, str]) -> list[Problem]:
    """Report each heading with a Han character that its subset lacks; `covered`: the characters of each."""
    problems: dict[Problem, None] = {}
    for heading in found:
        has = covered.get(heading.face, "")
        missing = sorted({character for character in heading.text if _is_han(character)}.difference(has))
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


def _is_han(character: str) -> bool:
    return character >= "\u2e80"


def subset(characters: Mapping[str, str], font: Path, root: Path, *, number: int = 2) -> tuple[Path, ...]:
    """Write the subsets of `font`, each with its list of characters; return their paths.

    `number` is the face within a collection: 2 is Simplified Chinese in Noto's. Latin has a file of its
    own, so that an English page loads 10 KB. Raises ValueError for a character that the font lacks.
    """
    from fontTools.ttLib import TTFont  # dev-only: a build that makes no font does without

    with font.open("rb") as file, TTFont(file, fontNumber=number, lazy=True) as face:
        cmap = face.getBestCmap() or {}
    lacking = sorted({c for needed in characters.values() for c in needed if ord(c) not in cmap})
    if lacking:
        raise ValueError(f"{font.name} has no glyph for {', '.join(lacking)}")
    latin = "".join(c for c in LATIN if ord(c) in cmap)
    files = {FOLDER / "headings-latin.woff2": _cut(font, number, latin, proportional=True)}
    for name, needed in characters.items():
        files[FOLDER / f"{name}.woff2"] = _cut(font, number, needed)
        lines = (needed[start : start + 40] for start in range(0, len(needed), 40))
        files[FOLDER / f"{name}.txt"] = ("\n".join(lines) + "\n").encode()
    for path, content in files.items():
        put(root / path, content)
    return tuple(root / path for path in files)


def _cut(font: Path, number: int, characters: str, *, proportional: bool = False) -> bytes:
    """Return a WOFF2 of some characters; without subroutines, which compresses better.

    `proportional` gives quotes and dashes their Latin width: in a Chinese font they fill a whole em.
    """
    from io import BytesIO

    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["kern", "halt"]  # the latter trims an opening quote at the start of a line
    options.notdef_outline = True
    out = BytesIO()
    with TTFont(font, fontNumber=number, recalcTimestamp=False) as face:
        if proportional:
            narrow = _proportional(face)
            for table in face["cmap"].tables:
                if hasattr(table, "cmap"):
                    table.cmap = {code: narrow.get(glyph, glyph) for code, glyph in table.cmap.items()}
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(face)
        face.flavor = "woff2"
        face.save(out)
    return out.getvalue()


def _proportional(face: Any) -> dict[str, str]:
    """Return the font's own proportional glyphs (feature `pwid`), by the glyphs that they replace."""
    gsub = face["GSUB"].table
    records = (record for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "pwid")
    lookups = {index for record in records for index in record.Feature.LookupListIndex}
    tables = (table for index in sorted(lookups) for table in gsub.LookupList.Lookup[index].SubTable)
    return {wide: glyph for table in tables for wide, glyph in getattr(table, "ExtSubTable", table).mapping.items()}
