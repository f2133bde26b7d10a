"""A project's folder → what reading or publishing it must not follow: links out of it, pipes, devices."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from microsite.errors import Problem
from microsite.files import FOLDERS, LARGEST, is_unwanted

ALL = 500  # MB of all files together: a site is held in memory until it is sound
_STRAY = re.compile("[\ud800-\udfff]")  # a byte of a name that is not UTF-8, as Python has it
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?|.*[<>:\"|?*\\].*", re.IGNORECASE)


def find_unsafe(root: Path) -> Iterator[Problem]:
    """Yield what must not be followed, read or published, or can't be: links out of it, pipes, what is too large."""
    inside = f"{root.resolve()}{os.sep}"
    seen: dict[str, str] = {}
    total = 0
    for entry in _entries(root):
        is_link = entry.is_symlink()
        kind = Path(entry.path) if is_link else entry  # which knows already what it is
        if is_link and not os.path.realpath(entry.path).startswith(inside):
            message = "is a link that leads out of the project; put here what it leads to"
        elif not (kind.is_file() or kind.is_dir()):
            message = "is neither a file nor a folder, or leads to none; remove it"
        elif kind.is_file() and (size := kind.stat().st_size) > LARGEST * 10**6:
            message = f"has {size / 10**6:.0f} MB, where a file may have {LARGEST}; keep it where it can be linked to"
        elif not os.access(entry.path, os.R_OK | (os.X_OK if kind.is_dir() else 0)):
            message = "may not be read; change who may"
        elif _STRAY.search(entry.name):
            message = "has a name that is not UTF-8; rename it"
        elif not entry.name.isprintable():
            message = "has signs in its name that nobody sees; rename it"
        elif _RESERVED.fullmatch(entry.name) or entry.name[-1] in ". ":
            message = (
                "has a name that Windows keeps for itself, or cuts: the project could not be copied there; rename it"
            )
        elif (other := seen.setdefault(f"{Path(entry.path).parent}/{entry.name.casefold()}", entry.name)) != entry.name:
            message = (
                f"differs from '{other}' in its letters' case alone: Windows and macOS take both for one; rename it"
            )
        else:
            total += kind.stat().st_size
            continue
        shown = os.fsencode(Path(entry.path).relative_to(root))
        yield Problem(Path(shown.decode(errors="backslashreplace")), 0, 0, message)
    if total > ALL * 10**6:
        yield Problem(Path(FOLDERS[-1]), 0, 0, f"and the others have {total / 10**6:.0f} MB, where all may have {ALL}")


def _entries(root: Path) -> Iterator[os.DirEntry[str]]:
    """Yield a project's folders and all that lies in them; of links, only those folders' are followed."""
    with os.scandir(root) as found:
        waiting = [entry for entry in found if entry.name.lower() in FOLDERS]  # a twin, too
    tops = frozenset(waiting)
    while waiting:
        entry = waiting.pop()
        yield entry
        if entry.is_dir(follow_symlinks=entry in tops):
            with suppress(OSError), os.scandir(entry) as found:
                waiting += (below for below in found if not is_unwanted(below.name))
