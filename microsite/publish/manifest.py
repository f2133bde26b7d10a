"""{path: bytes} → SHA256SUMS, which says what a finished site holds; and whether a folder still holds that.

`sha256sum --check SHA256SUMS`, in the site's folder, reads it too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

MANIFEST = "SHA256SUMS"


def make_manifest(site: Mapping[str, bytes]) -> bytes:
    """Return a line a file: its hash and its path, in the paths' order."""
    return "".join(f"{hashlib.sha256(site[path]).hexdigest()}  {path}\n" for path in sorted(site)).encode()


def find_missing(site: Mapping[str, bytes]) -> list[str]:
    """Return the paths that a site's manifest lists, and that are not there."""
    listed = (line.partition("  ")[2] for line in site.get(MANIFEST, b"").decode("utf-8", "replace").splitlines())
    return [path for path in listed if path not in site]


def is_intact(folder: Path) -> bool:
    """Whether the folder holds what its manifest lists, and nothing else."""
    try:
        said = (folder / MANIFEST).read_bytes()
        held = {path: (folder / path).read_bytes() for path in walk(folder) if path != MANIFEST}
    except OSError:
        return False
    return make_manifest(held) == said


def walk(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, with slashes."""
    for base, _, names in os.walk(folder):
        below = os.path.relpath(base, folder)
        for name in names:
            yield name if below == "." else f"{below}/{name}".replace(os.sep, "/")
