"""The browsers that tests look at pages with: today's, and the oldest that the site is made for.

`python -m tests.browser` installs what there is not: today's from Debian, as root, or else Playwright's own; the
oldest from npm, where that is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli
from playwright.sync_api import sync_playwright

# The first is Chromium without all that is around pages, at half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "chromium-headless-shell", "fonts-noto-cjk", "fontconfig")  # Debian's; the fonts set Chinese
APT = ("apt-get", "-qq", "-y")
OLDEST = "92.0.0"  # of npm's @sparticuz/chromium, the oldest there is; of July 2021
OLDEST_FILE = Path(__file__).resolve().parents[1] / ".browsers_cache" / f"chromium-{OLDEST}"


def find_browser() -> str | None:
    """Return a browser of the system, or else Playwright's own, if it has been installed."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def find_oldest() -> str | None:
    """Return the oldest browser that the site is made for, if it has been installed."""
    return str(OLDEST_FILE) if OLDEST_FILE.is_file() else None


def install_browser() -> None:
    """Install Debian's, with fonts, as root; elsewhere, Playwright fetches one."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update",), ("install", *PACKAGES)):
            subprocess.run([*APT, *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)
    if find_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def install_oldest() -> None:
    """Unpack the oldest from its package on npm, which holds it compressed."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"@sparticuz/chromium@{OLDEST}"]
        subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)
        for archive in Path(folder).glob("*.tgz"):
            with tarfile.open(archive) as files:
                packed = files.extractfile("package/bin/chromium.br")
                program = brotli.decompress(packed.read()) if packed else b""
            OLDEST_FILE.parent.mkdir(exist_ok=True)
            unpacked = Path(folder) / "chromium"
            unpacked.write_bytes(program)
            unpacked.chmod(0o755)
            shutil.move(unpacked, OLDEST_FILE)


if __name__ == "__main__":
    if find_browser() is None:
        install_browser()
    if find_browser() is None:
        sys.exit("no browser found, and none could be installed; on Debian: apt-get install chromium")
    if find_oldest() is None and shutil.which("npm") and sys.platform == "linux":
        install_oldest()
    if find_oldest() is None:
        sys.stderr.write("without Chromium 92, which npm has: what it would look at is left out\n")
