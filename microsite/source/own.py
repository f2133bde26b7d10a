"""A file of the project, or else the engine's of the same name: so a project without style or words has them."""

from __future__ import annotations

from pathlib import Path

from microsite.errors import refuse
from microsite.files import ENGINE
from microsite.source.yamlfile import Document, parse, read_text


def find_own(name: str | Path, root: Path) -> Path | None:
    """Return where it is; None where neither has it."""
    return next((path for path in (root / name, ENGINE / name) if path.is_file()), None)


def get_own(name: str | Path, root: Path) -> Path:
    """Return where it is; the engine has it."""
    return find_own(name, root) or ENGINE / name


def read_document(path: Path, shown: Path) -> Document:
    """Read and parse a YAML file, called `shown` in messages. Raises BuildError."""
    text, problems = read_text(path, shown)
    refuse(problems)
    document, problems = parse(text, shown)
    refuse(problems)
    return document
