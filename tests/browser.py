"""The browser that tests look at pages with. `python -m tests.browser` installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

# The first is Chromium without all that is around pages, at half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "chromium-headless-shell", "fonts-noto-cjk", "fontconfig")  # Debian's; the fonts set Chinese
APT = ("apt-get", "-qq", "-y")


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


if __name__ == "__main__":
    if find_browser() is None:
        install_browser()
    if find_browser() is None:
        sys.exit("no browser found, and none could be installed; on Debian: apt-get install chromium")
