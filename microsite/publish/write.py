"""{path: bytes} → a folder, in one step: whoever reads it sees the old site or the new one; and back.

What is replaced or removed is what a build left there, known by its manifest, and nothing else.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ENOTDIR
from itertools import islice
from os import strerror
from pathlib import Path
from stat import S_ISREG

from microsite.errors import BuildError, Problem
from microsite.files import own_name, write
from microsite.publish.exchange import exchange
from microsite.publish.manifest import MANIFEST, MARK, find_foreign, is_of_system, make_manifest, read_manifest, walk

if sys.platform != "win32":
    import fcntl

FILE, FOLDER = 0o644, 0o755  # modes, whatever the umask: the web server is another user
_OWN = re.compile(r"\.microsite-[0-9a-f]{32}")


def write_site(
    site: Mapping[str, bytes], folder: Path, exchange: Callable[[Path, Path], bool] = exchange
) -> dict[str, bytes]:
    """Write the whole site beside `folder`, then put it in its place; builds of one folder take turns.

    Returns what was written: the site, and its manifest. Raises OSError, with the previous site untouched, when
    the new one can't be written, and BuildError for a folder that holds anything else. Killed at any moment, the
    previous site stays or the new one stands (but for a mount, which is filled file by file); what else is left over
    goes with the next build. Where the system can't exchange two folders (Linux and macOS can), one killed between two
    renames leaves the previous site beside its place, and the next build begins by putting it back.
    """
    site = {**site, **MARK}
    site = {MANIFEST: make_manifest(site), **site}  # the first to be written: by it, all others are known
    folder = folder.resolve()
    _make(folder.parent)
    with _turn(folder.parent) as alone:
        if alone:
            _tidy(folder.parent)
        refuse_foreign(folder)
        work = folder.with_name(own_name())
        new, old = work / "new" / folder.name, work / "old" / folder.name
        try:
            for place in {old.parent, new, *((new / path).parent for path in site)}:
                _make(place)
            for path, content in site.items():
                if not _link(folder / path, new / path, content):
                    write(new / path, content)
                    (new / path).chmod(FILE)
            if folder.is_mount():
                _fill(new, folder, site)
            elif not (folder.exists() and exchange(new, folder)):
                _rename(new, folder, old)
            else:  # a server may have mounted the folder that was there: it gets the same, and is put back
                _fill(folder, new, site)
                exchange(new, folder)
        finally:
            _remove(work)
    return site


def refuse_foreign(folder: Path) -> None:
    """Raise BuildError for a folder that a site may not replace, OSError for one that can't be read."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    if found := sorted(islice(find_foreign(folder), 4)) if folder.exists() else []:
        listed = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
        message = f"holds what no build left there as it is: {listed}; empty it, or choose another folder"
        raise BuildError([Problem(folder, 0, 0, message)])


def read_site(folder: Path) -> dict[str, bytes]:
    """Return what `write_site` wrote: every file by its path; of a folder that is not there, none. Raises OSError."""
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


def _make(folder: Path) -> None:
    """Make a folder, and those above it, which others may read."""
    if folder.is_file():
        raise NotADirectoryError(ENOTDIR, strerror(ENOTDIR), str(folder))
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(FOLDER)


def _link(before: Path, path: Path, content: bytes) -> bool:
    """Let a file of the previous site be the new one's, too, where it holds the same and is nobody else's.

    A file that is made takes several times as long, most of all after many were deleted.
    """
    with suppress(OSError):
        said = before.lstat()
        own = S_ISREG(said.st_mode) and said.st_nlink == 1
        if own and said.st_size == len(content) and before.read_bytes() == content:
            before.chmod(FILE)
            os.link(before, path)
            return True
    return False


def _fill(source: Path, folder: Path, site: Mapping[str, bytes]) -> None:
    """Make a folder that stays itself hold the site that lies in `source`, file by file, its manifest last.

    So is one filled that is a mount, and can't change places with another; killed meanwhile, it holds some of each.
    """
    gone = [path for path in walk(folder) if path not in site]
    for path in reversed([*site]):
        place, new = folder / path, folder / path.rpartition("/")[0] / own_name()
        _make(place.parent)
        if not (place.exists() and place.samefile(source / path)):
            try:
                os.link(source / path, new)
            except OSError:  # another file system
                write(new, site[path])
                new.chmod(FILE)
            new.replace(place)
    for path in gone:
        with suppress(OSError):
            (folder / path).unlink()
            for above in (folder / path).parents:  # up to what holds something else
                above.rmdir()
    for base, _, _ in os.walk(folder):
        Path(base).chmod(FOLDER)


def _tidy(parent: Path) -> None:
    """Put back sites that killed builds moved aside, and remove what they left over."""
    for work in [path for path in parent.iterdir() if _OWN.fullmatch(path.name) and path.is_dir()]:
        for old in work.glob("old/*"):
            if not (parent / old.name).exists():
                old.rename(parent / old.name)
        _remove(work)


def _remove(work: Path) -> None:
    """Remove a build's own folder with the sites in it, file by file as their manifests say."""
    for old in work.glob("old/*"):  # which, half removed, is not to be taken for a whole site
        old.rename(work / "new" / old.name)
    for site in work.glob("new/*"):
        listed = read_manifest(site)
        known = [
            path
            for path in walk(site)
            if path in listed or is_of_system(path, listed) or _OWN.fullmatch(path.rpartition("/")[2])  # half written
        ]
        for path in (*known, MANIFEST):
            with suppress(OSError):
                (site / path).unlink()
    for base, _, _ in os.walk(work, topdown=False):
        with suppress(OSError):  # what somebody else put there stays
            Path(base).rmdir()


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
