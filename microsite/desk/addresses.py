"""`build.py addresses`: the list of published addresses, written anew, so that none can be lost unnoticed."""

from __future__ import annotations

import argparse

from microsite.checks.addresses import list_published, render_addresses
from microsite.desk.terminal import say
from microsite.files import put
from microsite.pipeline import read
from microsite.source.project import ADDRESSES

EXAMPLE = "uv run build.py addresses"


def declare(parser: argparse.ArgumentParser) -> None:
    """It takes no more than the project's folder."""


def run(arguments: argparse.Namespace) -> int:
    path = arguments.root / ADDRESSES
    project = read(arguments.root).project
    before = path.read_text("utf-8") if path.is_file() else ""
    put(path, render_addresses(project, before).encode())
    say(f"{path}: {len(list_published(project))} addresses")
    return 0
