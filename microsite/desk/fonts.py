"""`build.py fonts`: the headings' font, cut down to what headings need."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from microsite.checks.fonts import heading_characters, headings, subset
from microsite.desk.terminal import say
from microsite.pipeline import read

EXAMPLE = "uv run --all-groups build.py fonts"
SERIF = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")  # Debian's fonts-noto-cjk


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--font", type=Path, default=SERIF, help="the font (default: Debian's Noto Serif CJK)")


def run(arguments: argparse.Namespace) -> int:
    story = read(arguments.root, fonts=False)
    try:
        characters = heading_characters(headings(story.project, story.proses))
        paths = subset(characters, arguments.font, arguments.root)
    except Exception as error:  # of what is no font, or another than is needed, fontTools raises what it meets
        say(f"{arguments.font}: can't be cut down: {type(error).__name__}: {error}", stream=sys.stderr)
        return 1
    say(*paths)
    return 0
