"""Jinja templates, the project's before the engine's, and a context → HTML. Templates present and compute nothing."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from microsite.charts.style import swatch
from microsite.errors import BuildError, Problem, suggestion
from microsite.files import find_files


class Templates:
    """The templates of some folders, the first that has one winning."""

    def __init__(self, *folders: Path) -> None:
        self.environment = _environment(tuple(_changes(folders)))

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Raises BuildError with what is wrong in a template, at its line."""
        try:
            return self.environment.get_template(f"{name}.html").render(context)
        except TemplateError as error:
            raise BuildError([_problem(error)]) from error


def _changes(folders: Iterable[Path]) -> Iterator[tuple[Path, Path, int]]:
    for folder in folders:
        yield from ((folder, path, path.stat().st_mtime_ns) for path in find_files(folder, "*.html"))


@lru_cache(maxsize=4)
def _environment(changes: Sequence[tuple[Path, Path, int]]) -> Environment:
    """Return the templates of the folders that have some, compiled again where they change: most projects have none."""
    folders = [*dict.fromkeys(folder for folder, *_ in changes)]
    environment = Environment(
        loader=FileSystemLoader(folders),
        bytecode_cache=None if sys.dont_write_bytecode else _Compiled(folders[-1]),
        auto_reload=False,  # it would look at a file for each of thousands of fragments
        autoescape=True,
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["draw_swatch"] = swatch
    return environment


class _Unknown(StrictUndefined):
    """What a template names and is not there: an editor is told what may be meant."""

    @property
    def _undefined_message(self) -> str:
        known = self._undefined_obj if isinstance(self._undefined_obj, Mapping) else ()
        return f"there is no '{self._undefined_name}' here{suggestion(str(self._undefined_name), known)}"


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept beside the engine's own as Python keeps its modules, where that can be."""

    def __init__(self, templates: Path) -> None:
        super().__init__(str(templates / "__pycache__"), "%s.bin")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def _problem(error: TemplateError) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        name, line = error.filename or error.name or "", error.lineno
    else:  # Jinja rewrites the traceback: the innermost frame of a template is the place
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
        name, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("templates", 0)
    return Problem(Path("templates", Path(name).name), line, 1 if line else 0, error.message or "can't be rendered")
