"""One file's new content → in its place, in one step; and which names no editor gave: back-ups, locks, droppings."""

from __future__ import annotations

import os
import re
from errno import EEXIST
from fnmatch import translate
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1]  # whose templates and style serve a project that has none
FOLDERS = ("data", "content", "templates", "static")  # of a project: what its texts, figures and look are read from
LARGEST = 50  # MB that a file of a project may have

_UNWANTED = re.compile(
    r"""
    \.(?!well-known$).* | .*\.env                                       # hidden, and what keeps secrets
    | .*~ | ~\$.* | \#.*\# | .*___jb_(tmp|old)___                       # editors' back-ups and locks
    | .*\.(bak|old|orig|rej|save|sw[a-p]|kate-swp|te?mp|part|crdownload)[0-9]*   # of merges and downloads, too
    | .*\.(pem|key|p12|pfx|jks|keystore|ppk|kdbx?) | id_(rsa|dsa|ecdsa|ed25519)(_sk)?  # private keys
    | thumbs\.db | ehthumbs.*\.db | desktop\.ini | icon\r | __macosx | __pycache__ | @eadir | \$recycle\.bin
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_unwanted(name: str) -> bool:
    """Whether a file or folder of this name is one that editors, systems or tools leave: neither read nor published."""
    return bool(_UNWANTED.fullmatch(name))


def find_files(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that a pattern finds, sorted, but for those that are unwanted.

    A pattern is for names in one folder, such as `data/*.yaml`, or in all below it: `content/**/*.md`.
    """
    place, _, names = pattern.rpartition("/")
    fits = re.compile(translate(names)).match
    found: list[Path] = []
    for above, folders, files in os.walk(folder / place.removesuffix("**")):
        folders[:] = [name for name in folders if place.endswith("**") and not is_unwanted(name)]
        found += (Path(above, name) for name in files if fits(name) and not is_unwanted(name))
    return sorted(path for path in found if path.is_file())


def own_name() -> str:
    """Return the name of a file or folder for a while: hidden, and nobody else's."""
    return f".microsite-{os.urandom(16).hex()}"


def put(path: Path, content: bytes, *, ours: bytes = b"") -> None:
    """Write a file, and the folders above it. Raises OSError, with what was there untouched.

    `ours` is how a file begins that may be replaced: one that begins otherwise is somebody else's.
    """
    if ours and path.exists() and not (path.is_file() and path.read_bytes().startswith(ours)):
        raise FileExistsError(EEXIST, "was not written by this command; move it away", os.fspath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(own_name())
    try:
        write(new, content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises OSError, which always names it: that of a full disk does not."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, os.fspath(path)) from error
