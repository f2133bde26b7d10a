"""`build.py fonts`: the fonts of pictures and headings, cut down to common characters and a project's own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from microsite.desk.terminal import say
from microsite.files import ENGINE
from microsite.pictures.subsets import picture_characters, subset_for_pictures

EXAMPLE = "uv run build.py fonts"
FONTS = Path("/usr/share/fonts")  # of Debian's fonts-noto-cjk and fonts-open-sans


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fonts", type=Path, default=FONTS, help="a folder above the fonts (default: Debian's)")


def run(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    folders = (root / "data", root / "content", root / "templates", ENGINE / "templates")
    try:
        paths = subset_for_pictures(picture_characters(folders), arguments.fonts, root)
    except Exception as error:  # of what is no font, or another than is needed, fontTools raises what it meets
        say(f"{arguments.fonts}: can't be cut down: {type(error).__name__}: {error}", stream=sys.stderr)
        return 1
    say(*paths)
    return 0
