"""A project's pages and redirects → their paths in the site, held against those once published: none may be lost."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from microsite.errors import Problem, suggestion
from microsite.source.addresses import list_addresses, list_moves, list_pages, page_path
from microsite.source.models import Redirect, Site
from microsite.source.project import ADDRESSES, Project

_HEAD = """\
# Pages that were published, and so stay: a build that would lose one fails, unless data/redirects.yaml says where
# it went. `uv run build.py addresses` adds new ones. Only what never was public may be removed by hand.
"""


def render_addresses(project: Project, before: str) -> str:
    """Return the record with what is new in its place; all that it says, comments too, stays as it is.

    The project has passed all checks, and so has lost nothing that was in it.
    """
    lines = (before or _HEAD).splitlines()
    for path in list_addresses(project):
        if path not in project.addresses:
            after = (number for number, line in enumerate(lines) if line.strip() > path and line[:1] != "#")
            lines.insert(next(after, len(lines)), path)
    return "".join(f"{line}\n" for line in lines)


def check_addresses(project: Project) -> Iterator[Problem]:
    """Yield redirects that lead nowhere or hide a page, pages that hide another, published ones that would be gone."""
    names = [page.name for page in list_pages(project)]
    seen: set[str] = set()
    for id_, item in project.redirects.items():
        where = project.where[Redirect, id_]
        if item.new not in names:
            message = f"there is no page '{item.new}'{suggestion(item.new, names)}"
            yield where.problem("new", message=message)
        if item.old in names or item.old in seen:
            message = "is a page that there is" if item.old in names else "is redirected above already"
            yield where.problem("old", message=f"'{item.old}' {message}")
        seen.add(item.old)
    yield from _doubles(project)
    kept = list_addresses(project)
    for path, line in project.addresses.items():
        if path not in kept:
            yield Problem(ADDRESSES, line, 1, _lost(path, kept))


def find_unrecorded(project: Project) -> Iterator[Problem]:
    """Yield what would be published without a record, in a project that keeps one."""
    new = [path for path in list_addresses(project) if path not in project.addresses]
    if project.addresses and new:
        more = f" and {len(new) - 1} more" if len(new) > 1 else ""
        yield Problem(ADDRESSES, 0, 0, f"lacks {new[0]}{more}; uv run build.py addresses")


def _doubles(project: Project) -> Iterator[Problem]:
    """Yield the languages that share a folder, and the pages that another one would be written over."""
    site = project.where[Site, "site"]
    folders: dict[str, str] = {}
    written: dict[str, Path] = {}
    for code, language in project.site.languages.items():
        if (other := folders.setdefault(language.folder.lower(), code)) != code:
            message = f"'{code}' has the folder of '{other}'; give it one of its own"
            yield site.problem("languages", code, "folder", message=message)
            continue
        names = [page.name for page in list_pages(project)]
        for name in (*names, *(old for old in list_moves(project) if old not in names)):
            path = f"{language.folder}/{page_path(name)}".lstrip("/")
            if path in written:
                message = f"would be written to {path}, as would '{name}' in '{code}'; rename it"
                yield Problem(written[path], 0, 0, message)
            page = project.pages[code].get(name)
            written[path] = page.path if page else site.document.path


def _lost(path: str, kept: Collection[str]) -> str:
    like = suggestion(path, kept).removeprefix(", ")
    asked = "say in data/redirects.yaml where it went" + (f" ({like})" if like else "")
    return f"the page '{path}' was published and would be gone; {asked}"
