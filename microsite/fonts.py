"""Headings → the glyphs they need; a serif font → a subset of just those.

The site sets its Chinese headings in a serif that few systems have, and that is too large to send
whole. `subset` cuts it down, which needs fontTools and the font; `missing_glyphs` needs neither, for
the characters of the subset stand beside it in headings.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microsite.errors import Problem
from microsite.load import Project
from microsite.models import ChartSpec
from microsite.prose import Prose, markers

FOLDER = Path("static/fonts")
COVERAGE = FOLDER / "headings.txt"
HEADING = re.compile(r"^#{1,6} +(.*?) *#*$", re.MULTILINE)
# Texts of the words files that templates set as headings.
WORDS = ("policy_kinds", "places", "pattern_key", "set_aside.title", "sources.title")
# Figures change and chapters are numbered: these are always covered, whatever the headings say today.
ALWAYS = "0123456789.,%−–“”，。：；、壹贰叁肆伍陆柒捌玖拾万亿家"
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "“”‘’–—−×·…£€"


@dataclass(frozen=True)
class Heading:
    """A heading as readers see it, and where it is written; line 0 means the file as a whole."""

    text: str
    path: Path
    line: int = 0


def headings(project: Project, proses: Mapping[str, Prose]) -> Iterator[Heading]:
    """Yield every text of a project that the pages set in the headings' font.

    But for the chart under the story's title, titles of charts and labels of statistics are not among them:
    they are many and change often, and the style sheet sets them in fonts of the system.
    """
    for code, prose in proses.items():
        yield Heading(prose.text(project.site.title[code]), project.root / "data/site.yaml")
        for page in project.pages[code].values():
            yield Heading(prose.text(page.front.title), page.path)
            for match in HEADING.finditer(page.body):
                line = page.body_line + page.body.count("\n", 0, match.start()) + 1
                yield Heading(prose.text(match[1]), page.path, line)
            for marker in markers(page.front.finding):
                if marker.kind == "chart" and marker.target in project.charts:
                    path = project.where[ChartSpec, marker.target].document.path
                    yield Heading(prose.text(project.charts[marker.target].title[code]), path)
        for key in WORDS:
            for text in _texts(project.words[code], key):
                yield Heading(text, Path(f"templates/words.{code}.yaml"))


def _texts(words: Mapping[str, Any], key: str) -> Iterator[str]:
    found: Any = words
    for part in key.split("."):
        found = found[part]
    yield from map(str, found.values()) if isinstance(found, dict) else (str(found),)


def heading_characters(found: Iterable[Heading]) -> str:
    """Return the characters that the subset must hold, sorted: those of headings with Han characters."""
    texts = (heading.text for heading in found if any(map(_is_han, heading.text)))
    return "".join(sorted(set(ALWAYS).union(*texts)))


def missing_glyphs(found: Iterable[Heading], covered: str) -> list[Problem]:
    """Report each heading with a Han character that the subset, whose characters are `covered`, lacks."""
    problems = []
    for heading in found:
        missing = sorted({character for character in heading.text if _is_han(character)} - set(covered))
        if missing:
            listed = ", ".join(f"'{character}'" for character in missing)
            message = (
                f"the headings' font lacks {listed}: run 'uv run --all-groups build.py fonts' and keep what it writes"
            )
            problems.append(Problem(heading.path, heading.line, 1 if heading.line else 0, message))
    return problems


def read_coverage(root: Path) -> str | None:
    """Return the characters of a project's own subset; None where it has none, and needs none."""
    path = root / COVERAGE
    return path.read_text("utf-8").replace("\n", "") if path.is_file() else None


def _is_han(character: str) -> bool:
    return character >= "\u2e80"


def subset(characters: str, font: Path, root: Path, *, number: int = 2) -> tuple[Path, ...]:
    """Write the subsets of `font` and the list of covered characters; return their paths.

    `number` is the face within a collection: 2 is Simplified Chinese in Noto's. Latin has a file of its
    own, so that an English page loads 10 KB. Raises ValueError for a character that the font lacks.
    """
    from fontTools.ttLib import TTFont  # dev-only: a build that makes no font does without

    cmap = TTFont(font, fontNumber=number, lazy=True).getBestCmap()
    lacking = sorted(character for character in characters if ord(character) not in cmap)
    if lacking:
        raise ValueError(f"{font.name} has no glyph for {', '.join(lacking)}")
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = (folder / "headings.woff2", folder / "headings-latin.woff2", root / COVERAGE)
    written[0].write_bytes(_cut(font, number, characters))
    written[1].write_bytes(_cut(font, number, "".join(c for c in LATIN if ord(c) in cmap), proportional=True))
    lines = (characters[start : start + 40] for start in range(0, len(characters), 40))
    written[2].write_text("\n".join(lines) + "\n", "utf-8")
    return written


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
    options.layout_features = ["kern"]
    options.notdef_outline = True
    face = TTFont(font, fontNumber=number, recalcTimestamp=False)
    if proportional:
        narrow = _proportional(face)
        for table in face["cmap"].tables:
            if hasattr(table, "cmap"):
                table.cmap = {code: narrow.get(glyph, glyph) for code, glyph in table.cmap.items()}
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(face)
    face.flavor = "woff2"
    out = BytesIO()
    face.save(out)
    return out.getvalue()


def _proportional(face: Any) -> dict[str, str]:
    """Return the font's own proportional glyphs (feature `pwid`), by the glyphs that they replace."""
    gsub = face["GSUB"].table
    records = (record for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "pwid")
    lookups = {index for record in records for index in record.Feature.LookupListIndex}
    tables = (table for index in sorted(lookups) for table in gsub.LookupList.Lookup[index].SubTable)
    return {wide: glyph for table in tables for wide, glyph in getattr(table, "ExtSubTable", table).mapping.items()}
