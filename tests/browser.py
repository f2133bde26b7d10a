"""What tests look at pages with: today's browser, the oldest that the site is made for, and Firefox's reading view.

`python -m tests.browser` installs what there is not: today's browser from Debian, as root, or else Playwright's own;
the others from npm, where that is.
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
# Debian's; the fonts set Chinese.
PACKAGES = ("chromium", "chromium-headless-shell", "firefox-esr", "fonts-noto-cjk", "fontconfig")
APT = ("apt-get", "-qq", "-y")
CACHE = Path(__file__).resolve().parents[1] / ".browsers_cache"
OLDEST = CACHE / "chromium-92"  # of July 2021, the oldest there is on npm
READER = CACHE / "reader.js"  # what makes Firefox's reading view of a page

# What npm's packages hold, by where it is put.
PACKED = {
    OLDEST: ("@sparticuz/chromium@92.0.0", ["bin/chromium.br"]),
    READER: ("@mozilla/readability@0.6.0", ["Readability.js", "Readability-readerable.js"]),
}


def find_browser() -> str | None:
    """Return a browser of the system, or else Playwright's own, if it has been installed."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def install_browser() -> None:
    """Install Debian's, with fonts, as root; elsewhere, Playwright fetches one."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update",), ("install", *PACKAGES)):
            subprocess.run([*APT, *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)
    if find_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def unpack(package: str, names: list[str], target: Path) -> None:
    """Put files of a package of npm's into one; nothing where it can't be had."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=False, stdout=subprocess.DEVNULL)
        for archive in Path(folder).glob("*.tgz"):
            content = b""
            with tarfile.open(archive) as files:
                for name in names:
                    packed = files.extractfile(f"package/{name}")
                    read = packed.read() if packed else b""
                    content += brotli.decompress(read) if name.endswith(".br") else read
            part = Path(folder) / "part"
            part.write_bytes(content)
            part.chmod(0o755)
            target.parent.mkdir(exist_ok=True)
            shutil.move(part, target)


if __name__ == "__main__":
    if find_browser() is None:
        install_browser()
    if find_browser() is None:
        sys.exit("no browser found, and none could be installed; on Debian: apt-get install chromium")
    for target, (package, names) in PACKED.items():
        if not target.is_file() and shutil.which("npm") and sys.platform == "linux":
            unpack(package, names, target)
        if not target.is_file():
            sys.stderr.write(f"without {package}, which npm has: what needs it is not tested\n")
