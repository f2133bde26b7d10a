"""{path: bytes} → a folder, in one step: whoever reads it sees the old site or the new one; and back."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EINVAL, ENOSYS, ENOTDIR, ENOTSUP
from os import strerror
from pathlib import Path
from stat import S_ISREG

if sys.platform != "win32":
    import fcntl


def write_site(site: Mapping[str, bytes], folder: Path) -> None:
    """Write the whole site beside `folder`, then put it in its place; builds of one folder take turns.

    What stood in the folder before is gone afterwards: it belongs to the build. Raises OSError, with the
    previous site untouched, when the new one can't be written. Killed at any moment, the previous site stays
    or the new one stands; what else is left over goes with the next build. Where the system can't exchange two
    folders (Linux and macOS can), one killed between two renames leaves the previous site beside its place, and
    the next build begins by putting it back.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _turn(folder.parent) as alone:
        if alone:
            _tidy(folder)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
        old = new.with_name(new.name.replace("-new-", "-old-"))
        try:
            new.chmod(0o755)
            for parent in {(new / path).parent for path in site}:
                parent.mkdir(parents=True, exist_ok=True)
            for path, content in site.items():
                if not _link(folder / path, new / path, content):
                    (new / path).write_bytes(content)
            if not (folder.exists() and _exchange(new, folder)):
                _rename(new, folder, old)
        finally:
            _remove(new)
            _remove(old)


def read_site(folder: Path) -> dict[str, bytes]:
    """Return what `write_site` wrote: every file by its path. Raises OSError."""
    if not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@contextmanager
def _turn(folder: Path) -> Iterator[bool]:
    """Wait until no other build writes into the folder; yield whether that is certain. It ends with the process."""
    if sys.platform == "win32":
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # some network file systems
            alone = False
        else:
            alone = True
        yield alone
    finally:
        os.close(handle)


def _link(before: Path, path: Path, content: bytes) -> bool:
    """Let a file of the previous site be the new one's, too, where it holds the same and is nobody else's.

    A file that is made takes several times as long, most of all after many were deleted.
    """
    with suppress(OSError):
        said = before.lstat()
        own = S_ISREG(said.st_mode) and said.st_nlink == 1
        if own and said.st_size == len(content) and before.read_bytes() == content:
            os.link(before, path)
            return True
    return False


def _tidy(folder: Path) -> None:
    """Put back the site that a killed build moved aside, and remove what killed builds left over."""
    for old in folder.parent.glob(f".{folder.name}-old-*"):
        if not folder.exists():
            old.rename(folder)
    for kind in ("new", "old"):
        for left in folder.parent.glob(f".{folder.name}-{kind}-*"):
            _remove(left)


def _remove(left: Path) -> None:
    """Remove a folder, under a name by which, half removed, it is not taken for a whole site."""
    half = left.with_name(left.name.replace("-old-", "-new-"))
    with suppress(OSError):
        left.rename(half)
    shutil.rmtree(half, ignore_errors=True)


def _exchange(new: Path, folder: Path) -> bool:
    """Let two folders change places, at once; return False where the system can't. Raises OSError."""
    names = os.fsencode(new), os.fsencode(folder)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = system.renamex_np(*names, ctypes.c_uint(2))
        else:
            here = ctypes.c_int(-100)  # AT_FDCWD; the flag 2 is RENAME_EXCHANGE
            failed = system.renameat2(here, names[0], here, names[1], ctypes.c_uint(2))
    except (AttributeError, TypeError, OSError):  # no such call, or no such library
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (EINVAL, ENOSYS, ENOTSUP):
        return False
    raise OSError(code, strerror(code), str(folder))


def _rename(new: Path, folder: Path, old: Path) -> None:
    """Move the site to `old` where there is one, and the new one to its place."""
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:  # an interrupt, too
        if old.exists():
            old.rename(folder)
        raise
