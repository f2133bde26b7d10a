"""{path: bytes} → SHA256SUMS, which says what a finished site holds; and whether a folder still holds that.

`sha256sum --check SHA256SUMS`, in the site's folder, reads it too.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISREG

MANIFEST = "SHA256SUMS"
MARK = {".nojekyll": b"A build of microsite made this folder, and may replace it.\n"}  # in every site
_OLDER = {*MARK, "index.html", "data/verification.json"}  # in those of builds that did not say so yet
_READ = 0o444
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\n")
_OF_SYSTEMS = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini", re.IGNORECASE)  # put wherever somebody looks


def make_manifest(site: Mapping[str, bytes]) -> bytes:
    """Return a line a file: its hash and its path, in the paths' order."""
    return "".join(f"{_hash(site[path])}  {path}\n" for path in sorted(site)).encode()


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the hashes of a site's files by path; of a folder without a manifest of ours, none."""
    manifest = folder / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():  # a pipe would be waited for
        return {}
    text = manifest.read_bytes().decode("utf-8", "surrogateescape")
    listed = {path: digest for digest, path in _LINE.findall(text)}
    made = all(listed.get(path) == _hash(said) for path, said in MARK.items()) or listed.keys() >= _OLDER
    ours = made and "".join(f"{listed[path]}  {path}\n" for path in sorted(listed)) == text
    return listed if ours else {}


def find_missing(site: Mapping[str, bytes]) -> list[str]:
    """Return the paths that a site's manifest lists, and that are not there."""
    listed = _LINE.findall(site.get(MANIFEST, b"").decode("utf-8", "replace"))
    return [path for _, path in listed if path not in site]


def find_foreign(folder: Path) -> Iterator[str]:
    """Yield what a folder holds that no build left there as it is. Raises OSError."""
    listed = read_manifest(folder)
    for path in walk(folder):
        if path in listed:
            if not S_ISREG((folder / path).lstat().st_mode) or _hash((folder / path).read_bytes()) != listed[path]:
                yield path
        elif not (path == MANIFEST and listed) and not is_of_system(path, listed):
            yield path


def is_of_system(path: str, listed: Mapping[str, str]) -> bool:
    """Whether a file in a site is what a system puts beside those that are listed, when somebody looks at them."""
    above, _, name = path.rpartition("/")
    beside = name.startswith("._") and f"{above}/{name[2:]}".lstrip("/") in listed
    return bool(listed) and (beside or bool(_OF_SYSTEMS.fullmatch(name)))


def is_intact(folder: Path) -> bool:
    """Whether the folder holds what its manifest lists, and nothing else, for whoever serves it to read."""
    try:
        listed = read_manifest(folder)
        same = bool(listed) and {*walk(folder)} == {*listed, MANIFEST} and not any(find_foreign(folder))
        return same and all(path.stat().st_mode & _READ == _READ for path in (folder, *folder.rglob("*")))
    except OSError:
        return False


def walk(folder: Path) -> Iterator[str]:
    """Yield the paths of all files, links and empty folders below a folder, with slashes. Raises OSError."""

    def fail(error: OSError) -> None:
        raise error

    for base, folders, names in os.walk(folder, onerror=fail):
        below = os.path.relpath(base, folder).replace(os.sep, "/")
        for name in [*names, *(name for name in folders if Path(base, name).is_symlink())]:
            yield name if below == "." else f"{below}/{name}"
        if not names and not folders and below != ".":
            yield below


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
