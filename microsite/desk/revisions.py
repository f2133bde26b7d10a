"""A folder or a git revision → a folder that holds the project as it was then. The only caller of git."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from microsite.errors import suggestion
from microsite.files import FOLDERS


@contextmanager
def checked_out(root: Path, name: str) -> Iterator[Path]:
    """Give the folder `name`, or the files that the project below `root` had at a revision of that name.

    The repository and its working tree stay as they are. Raises ValueError where there is no such thing.
    """
    if (Path(name) / "data").is_dir():
        yield Path(name)
        return
    with TemporaryDirectory() as folder:
        _extract(root, name, Path(folder))
        yield Path(folder)


def _extract(root: Path, revision: str, folder: Path) -> None:
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError:
        raise ValueError(
            f"'{revision}' is no folder that holds data/, and there is no git here that knows revisions"
        ) from None
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"").decode(errors="replace")
        raise ValueError(
            f"'{revision}' is neither a folder that holds data/ nor a revision that git knows"
            + (f"; git says: {' '.join(said.split())}" if said.strip() else _hint(root, revision))
        ) from None
    found = _git(root, "ls-tree", "--name-only", commit.decode().strip()).decode().split()
    paths = [path for path in FOLDERS if path in found]
    if "data" not in paths:
        raise ValueError(f"the revision '{revision}' has no data/ there")
    archive = _git(root, "archive", "--format=zip", commit.decode().strip(), *paths)
    with ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)


def _hint(root: Path, revision: str) -> str:
    try:
        known = _git(root, "for-each-ref", "--format=%(refname:short)").decode().split()
    except (OSError, subprocess.CalledProcessError):
        return ""
    return suggestion(revision, known)


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True).stdout
