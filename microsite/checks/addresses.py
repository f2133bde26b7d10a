"""A project's pages, their parts and redirects → their paths in the site, held against those once published."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path

from microsite.checks.anchors import list_anchors
from microsite.errors import Problem, command, suggestion
from microsite.source.addresses import list_addresses, list_moves, list_pages, page_path
from microsite.source.models import Redirect, Site
from microsite.source.project import ADDRESSES, Project

_HEAD = """\
# Pages that were published, and parts of them, and so stay: a build that would lose one fails, unless
# data/redirects.yaml says where the page went. The command `addresses` adds new ones. Only what never was public
# may be removed by hand.
"""


def list_published(project: Project) -> tuple[str, ...]:
    """Return the paths of all pages and redirects, and of the parts of pages to which readers can link, sorted.

    Of parts only where the record names one, or there is none yet: whoever began one before is not held to more.
    """
    if project.addresses and not any("#" in path for path in project.addresses):
        return list_addresses(project)
    parts = (f"{page}#{id_}" for page, ids in _parts(project).items() for id_ in ids)
    return tuple(sorted({*list_addresses(project), *parts}))


def _parts(project: Project) -> dict[str, dict[str, Problem]]:
    """Return the ids of parts and where they are given, by the paths of all pages that may have some."""
    languages = project.site.languages.items()
    pages = ((item.root, *page) for code, item in languages for page in list_anchors(project, code).items())
    return {
        f"{root}{page_path(name)}": {part.id: part.place for part in parts if part.is_part}
        for root, name, parts in pages
    }


def render_addresses(project: Project, before: str) -> str:
    """Return the record with what is new in its place; all that it says, comments too, stays as it is.

    The project has passed all checks, and so has lost nothing that was in it.
    """
    lines = (before or _HEAD).splitlines()
    for path in list_published(project):
        if path not in project.addresses:
            after = (number for number, line in enumerate(lines) if line.strip() > path and line[:1] != "#")
            lines.insert(next(after, len(lines)), path)
    return "".join(f"{line}\n" for line in lines)


def check_addresses(project: Project) -> Iterator[Problem]:
    """Yield redirects that lead nowhere or hide a page, pages that hide another, published ones that would be gone."""
    names = [page.name for page in list_pages(project)]
    seen: set[str] = set()
    for _, item, where in project.placed(Redirect):
        if item.new not in names:
            message = f"there is no page '{item.new}'{suggestion(item.new, names)}"
            yield where.problem("new", message=message)
        if item.old in names or item.old in seen:
            message = "is a page that there is" if item.old in names else "is redirected above already"
            yield where.problem("old", message=f"'{item.old}' {message}")
        seen.add(item.old)
    yield from _doubles(project)
    kept, parts = dict.fromkeys(list_published(project)), _parts(project)
    for path, line in project.addresses.items():
        page, _, part = path.partition("#")
        if part and part not in parts.get(page, [part]):  # where the page moved or is gone, that is said, or known
            new = {id_: place for id_, place in parts[page].items() if f"{page}#{id_}" not in project.addresses}
            like = get_close_matches(part, new, n=1, cutoff=0.5) or (list(new) if len(new) == 1 else [])
            message = f"the part '{path}' was published and would be gone; its heading keeps its id: ## … {{#{part}}}"
            yield (new[like[0]] if like else Problem(ADDRESSES, line, 1, ""))._replace(message=message)
        elif not part and path not in kept:
            yield Problem(ADDRESSES, line, 1, _lost(path, kept))


def find_unrecorded(project: Project) -> Iterator[Problem]:
    """Yield what would be published without a record, in a project that keeps one."""
    new = [path for path in list_published(project) if path not in project.addresses]
    if project.addresses and new:
        more = f" and {len(new) - 1} more" if len(new) > 1 else ""
        yield Problem(ADDRESSES, 0, 0, f"lacks {new[0]}{more}; {command(project.root, 'addresses')}")


def _doubles(project: Project) -> Iterator[Problem]:
    """Yield the languages that share a folder, and the pages that another one would be written over."""
    site = project.where[Site, "site"]
    folders: dict[str, str] = {}
    written: dict[str, Path] = {}
    records = tuple(kind.name.partition("{")[0] for kind in project.page_kinds if kind.of)
    for code, language in project.site.languages.items():
        if (other := folders.setdefault(language.folder.lower(), code)) != code:
            message = f"'{code}' has the folder of '{other}'; give it one of its own"
            yield site.problem("languages", code, "folder", message=message)
            continue
        names = [page.name for page in list_pages(project)]
        for name, page in project.pages[code].items():
            if name.startswith(records) and names.count(name) == 1:
                yield Problem(page.path, 0, 0, "stands where pages of records are, and is of none; rename it")
        for name in (*names, *(old for old in list_moves(project) if old not in names)):
            path = f"{language.root}{page_path(name)}"
            if path in written:
                message = f"would be written to {path}, as would '{name}' in '{code}'; rename it"
                yield Problem(written[path], 0, 0, message)
            own = project.pages[code].get(name)
            written[path] = own.path if own else site.document.path


def _lost(path: str, kept: Collection[str]) -> str:
    like = suggestion(path, kept).removeprefix(", ")
    asked = "say in data/redirects.yaml where it went" + (f" ({like})" if like else "")
    return f"the page '{path}' was published and would be gone; {asked}"
