"""A font → a part of it, with just the glyphs that headings or pictures need: fontTools is used here only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from microsite.charts.typesetting import is_wide
from microsite.files import find_files, put

PICTURES = Path("static/pictures")
SERIF = "NotoSerifCJK-Bold.ttc"  # of headings, and what is cut from it: all of it, and its narrow characters
WHOLE, NARROW = "serif-700.otf", "latin-serif-700.otf"
FACE = 2  # of a file of several: the one whose characters are as mainland China writes them
BOUNDS = "<>≤≥≈−\u00a0\u2002"  # and spaces
# The characters that GB/T 2312 counts as common: who writes one more word need not cut the fonts again.
COMMON = bytes(byte for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF) for byte in (row, column)).decode(
    "gb2312", "ignore"
)
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "“”‘’–—−×·…£€"
LETTERS = "".join(map(chr, [*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180)]))  # of Latin-1 and Extended-A


def picture_characters(folders: Iterable[Path]) -> str:
    """Return the characters that pictures may show, sorted: those of the files in some folders, and all common ones."""
    texts = (
        path.read_text("utf-8")
        for folder in folders
        for end in ("md", "yaml", "csv")
        for path in find_files(folder, f"**/*.{end}")
    )
    found = set(PLAIN + BOUNDS + COMMON).union(*texts)
    return "".join(sorted(character for character in found if character.isprintable()))


def subset_for_pictures(characters: str, fonts: Path, root: Path) -> tuple[Path, ...]:
    """Write what pictures are set in, cut from fonts below a folder, with a list of what they have; return the paths.

    Latin texts have fonts of their own: in a Chinese one, quotes, dashes and signs fill a whole em. What is not in the
    font of a text comes from the first that has it, so their names begin with the plain ones. Raises FileNotFoundError.
    """
    latin = "".join(sorted({*LETTERS, *(character for character in characters if not is_wide(character))}))
    files = {}
    for weight, name in ((400, "Regular"), (700, "Bold")):
        own, han = (find_font(fonts, file) for file in (f"OpenSans-{name}.ttf", f"NotoSansCJK-{name}.ttc"))
        files[PICTURES / f"latin-{weight}.ttf"] = cut(own, -1, latin, flavour=None)
        files[PICTURES / f"sans-{weight}.otf"] = cut(han, FACE, characters, flavour=None)
    serif = find_font(fonts, SERIF)
    narrow = cut(serif, FACE, latin, proportional=True, flavour=None, family="Noto Serif CJK Latin")
    files[PICTURES / NARROW] = narrow
    files[PICTURES / WHOLE] = cut(serif, FACE, characters, flavour=None)
    plain, han = (find_font(fonts, name) for name in ("OpenSans-Regular.ttf", "NotoSansCJK-Regular.ttc"))
    covered = {*_covered(han, FACE), *(code for code in _covered(plain, -1) if not is_wide(chr(code)))}
    listed = "".join(c for c in sorted({*characters, *latin}) if ord(c) in covered)
    files[PICTURES / "characters.txt"] = _listed(listed)
    return _written(root, files)


def find_font(folder: Path, name: str) -> Path:
    """Return a font file somewhere below a folder. Raises FileNotFoundError."""
    for path in sorted(folder.rglob(name)):
        return path
    raise FileNotFoundError(f"no {name} below {folder}; Debian's packages are fonts-noto-cjk and fonts-open-sans")


def _covered(font: Path, number: int) -> Mapping[int, str]:
    """Return the characters of a font, by their numbers."""
    from fontTools.ttLib import TTFont  # dev-only: a build that makes no font does without

    with font.open("rb") as file, TTFont(file, fontNumber=number, lazy=True) as face:
        return dict(face.getBestCmap() or {})


def _listed(characters: str) -> bytes:
    lines = (characters[start : start + 40] for start in range(0, len(characters), 40))
    return ("\n".join(lines) + "\n").encode()


def _written(root: Path, files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write what was cut, over what was cut before: that has a list of its characters. Raises ValueError for others."""
    lists = [root / path for path in files if path.suffix == ".txt"]
    found = [path for path in files if (root / path).exists()]
    if found and not any(map(Path.exists, lists)):
        raise ValueError(f"{found[0].as_posix()} was not written by this command; move it away")
    for path, content in files.items():
        put(root / path, content)
    return tuple(root / path for path in files)


def cut(
    font: Path,
    number: int,
    characters: str,
    *,
    proportional: bool = False,
    flavour: str | None = "woff2",
    family: str = "",
) -> bytes:
    """Return a font of some characters; without subroutines, which compresses better.

    `proportional` gives quotes and dashes their Latin width: in a Chinese font they fill a whole em. `family` is what
    it is called, if not as before.
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
    # What bounds all glyphs bounds some of them: to measure these would take a quarter of the time.
    with TTFont(font, fontNumber=number, recalcTimestamp=False, recalcBBoxes=False, lazy=True) as face:
        if proportional:
            narrow = _proportional(face)
            for table in face["cmap"].tables:
                if hasattr(table, "cmap"):
                    table.cmap = {code: narrow.get(glyph, glyph) for code, glyph in table.cmap.items()}
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(face)
        for record in face["name"].names if family else ():
            if record.nameID == 1:
                record.string = family
        face.flavor = flavour
        face.save(out)
    return out.getvalue()


def _proportional(face: Any) -> dict[str, str]:
    """Return the font's own proportional glyphs (feature `pwid`), by the glyphs that they replace."""
    gsub = face["GSUB"].table
    records = (record for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "pwid")
    lookups = {index for record in records for index in record.Feature.LookupListIndex}
    tables = (table for index in sorted(lookups) for table in gsub.LookupList.Lookup[index].SubTable)
    return {wide: glyph for table in tables for wide, glyph in getattr(table, "ExtSubTable", table).mapping.items()}
