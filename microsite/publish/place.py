"""The folder that a site shall be written to → refused, where that would harm what sites are made from."""

from __future__ import annotations

from pathlib import Path

from microsite.errors import BuildError, Problem
from microsite.files import ENGINE, FOLDERS
from microsite.publish.write import refuse_foreign


def refuse_place(root: Path, out: Path) -> None:
    """Raise BuildError where a site would replace what sites are made from, or stand within it: of any project.

    So also for a folder that holds something else than a site.
    """
    above = [place for place in (out.resolve(), *out.resolve().parents) if place.exists()]
    projects = [root, ENGINE, *(place for place in above if (place / "data/site.yaml").is_file())]
    sources = [project / name for project in projects for name in (*FOLDERS, ".git")]
    sources += [ENGINE / name for name in ("microsite", "schema", "tests", "docs", ".ci", ".github")]
    if any(source.resolve().is_relative_to(out.resolve()) for source in (root, ENGINE, *sources)):
        raise BuildError([Problem(out, 0, 0, "would be replaced by the site, and holds what the site is made from")])
    for source in filter(Path.exists, sources):
        if any(place.samefile(source) for place in above):
            message = f"lies within {source}, which holds what a site is made from; choose another folder"
            raise BuildError([Problem(out, 0, 0, message)])
    refuse_foreign(out)
