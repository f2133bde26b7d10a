"""{path: bytes} → a folder, in one step: whoever reads it sees the old site or the new one; and back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from errno import ENOTDIR
from os import strerror
from pathlib import Path


def write_site(site: Mapping[str, bytes], folder: Path) -> None:
    """Write the whole site beside `folder`, then put it in its place.

    What stood in the folder before is gone afterwards: it belongs to the build. Raises OSError,
    with the previous site untouched, when the new one can't be written.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    old = new.with_name(new.name.replace("-new-", "-old-"))
    try:
        new.chmod(0o755)
        for parent in {(new / path).parent for path in site}:
            parent.mkdir(parents=True, exist_ok=True)
        for path, content in site.items():
            (new / path).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except BaseException:  # an interrupt, too
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def read_site(folder: Path) -> dict[str, bytes]:
    """Return what `write_site` wrote: every file by its path. Raises OSError."""
    if not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
