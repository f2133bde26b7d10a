"""Getting the browser that draws charts onto a machine that has none, by the system's own means."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from microsite.desk.terminal import say
from microsite.pictures.svg import fetch_browser, find_browser

APT = ("apt-get", "-qq", "-y")
PACKAGES = ("chromium", "fonts-noto-cjk", "fontconfig")  # the fonts measure and draw Chinese text


def install_browser() -> Path | None:
    """Install a browser, and Chinese fonts where Debian has them; return it, or None where that fails.

    Debian's packages need root. Elsewhere Kaleido fetches a Chrome of its own.
    """
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update",), ("install", *PACKAGES)):
            subprocess.run([*APT, *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)
    if find_browser() is None:
        with suppress(Exception):  # no network, no space, no Kaleido: there is no browser then, as before
            fetch_browser()
    return find_browser()


EXAMPLE = "uv run build.py browser"


def declare(parser: argparse.ArgumentParser) -> None:
    """It takes no more than the project's folder."""


def run(_: argparse.Namespace) -> int:
    path = find_browser() or install_browser()
    if path is None:
        say("no browser found, and none could be installed; on Debian: apt-get install chromium", stream=sys.stderr)
        return 1
    say(path)
    return 0
