"""A build's inputs and its site → a stamp beside the site, by which the next build knows that nothing changed.

Imports next to nothing: a build that has nothing to do is over before the rest of the engine is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from microsite.files import FOLDERS, LARGEST, put
from microsite.publish.manifest import MANIFEST, is_intact

BEGUN = time.time_ns() - 50_000_000  # of this process; file systems take their time from a clock that ticks slowly
OF_ENGINE = ("build.py", "microsite", "templates", "static")


@dataclass(frozen=True)
class Stamp:
    """One way to build: from `root` with `engine` into `out`, with options that change what is made or refused."""

    engine: Path
    root: Path
    out: Path
    options: tuple[str, ...]
    begun: int = BEGUN  # before anything was read

    @property
    def path(self) -> Path:
        out = self.out.resolve()
        return out.parent / f".{out.name}-stamp.json"

    def holds(self) -> str:
        """Return what the build said that made the site, where it would make the same again; else nothing."""
        if not self.path.is_file():
            return ""
        try:
            kept = json.loads(self.path.read_bytes())
            same = kept["site"] == self._site() and kept["inputs"] == self._inputs() and is_intact(self.out)
            return str(kept["said"]) if same else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def keep(self, said: str) -> None:
        """Stamp the site that was just built, unless an input changed since this process began to read them."""
        with suppress(OSError):
            if any(_changed(path) > self.begun for path in self._paths()):
                return
            content = json.dumps({"inputs": self._inputs(), "site": self._site(), "said": said})
            put(self.path, content.encode(), ours=b'{"inputs": ')

    def _site(self) -> str:
        return hashlib.sha256((self.out / MANIFEST).read_bytes()).hexdigest()

    def _inputs(self) -> str:
        """Return a hash of all that decides what the site holds."""
        digest = hashlib.sha256("\0".join([sys.version, *self.options, *_packages()]).encode())
        for path in self._paths():
            if path.is_file() and path.stat().st_size > LARGEST * 10**6:
                raise ValueError("no build reads this")
            content = path.read_bytes() if path.is_file() else b""
            digest.update(f"\0{path}\0{len(content)}\0".encode(errors="surrogateescape") + content)
        return digest.hexdigest()

    def _paths(self) -> Iterator[Path]:
        """Yield all files and folders of the project and the engine that a build may read."""
        tops = [self.root / name for name in FOLDERS] + [self.engine / name for name in OF_ENGINE]
        for top in dict.fromkeys(tops):
            if top.is_file():
                yield top
            for base, folders, names in os.walk(top):
                folders[:] = sorted(name for name in folders if name != "__pycache__")
                yield Path(base)
                links = [name for name in folders if Path(base, name).is_symlink()]
                yield from (Path(base, name) for name in sorted([*names, *links]))


def _changed(path: Path) -> int:
    """Return when a file or folder last changed in any way, in ns; of a link, nobody knows: ever."""
    said = path.lstat()
    return sys.maxsize if stat.S_ISLNK(said.st_mode) else max(said.st_ctime_ns, said.st_mtime_ns)


def _packages() -> list[str]:
    """Return the installed packages with their versions, as their folders are called."""
    folders = [Path(name) for name in sys.path if Path(name).is_dir()]
    return sorted(
        path.name for folder in folders for path in folder.iterdir() if path.suffix in (".dist-info", ".egg-info")
    )
