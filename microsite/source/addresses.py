"""Pages → their paths in the site, and their addresses as seen from another."""

from __future__ import annotations

from typing import NamedTuple

from microsite.source.kinds import PageKind
from microsite.source.markup import SCHEMES
from microsite.source.project import Project

CHAPTERS = "chapters/"  # pages below it are parts of the story
PART = "--"  # what no id has: statistics--2 is the second part of statistics, and of no other name


class Links(NamedTuple):
    """Addresses as seen from one page: `root` leads to the site's root, `folder` to the language's below it.

    Links name index.html, so that they also work in a folder opened from disk.
    """

    root: str
    folder: str

    def page(self, name: str) -> str:
        if name.startswith(CHAPTERS):
            return self.chapter(name.removeprefix(CHAPTERS))
        return f"{self.root}{self.folder}{page_path(name)}"

    def statistic(self, id_: str) -> str:
        return self.page(f"statistics/{id_}")

    def chart(self, slug: str) -> str:
        return self.page(f"charts/{slug}")

    def term(self, id_: str) -> str:
        return f"{self.page('glossary')}#{id_}"

    def chapter(self, id_: str) -> str:
        return f"{self.page('index')}#{id_}"

    def resolve(self, target: str) -> str | None:
        """Return the address of a link in Markdown, or None where its scheme is not allowed."""
        scheme, _, name = target.partition(":")
        known = {"page": self.page, "stat": self.statistic, "chart": self.chart}
        if scheme in known:
            return known[scheme](name)
        return target if scheme in SCHEMES or target.startswith("#") else None


def page_path(name: str) -> str:
    """Return the path of a page below its language's folder: `method` is method/index.html."""
    if name in ("index", "404"):
        return f"{name}.html"
    return f"{name}/index.html"


class PageName(NamedTuple):
    """A page: its kind, its path below a language's folder without the ending, and the id of its record, if any."""

    kind: PageKind
    name: str
    id: str = ""


def part_name(name: str, number: int) -> str:
    """Return the name of a part of a page, or of a file; the first has that of the whole."""
    return f"{name}{PART}{number}" if number > 1 else name


def list_pages(project: Project) -> tuple[PageName, ...]:
    """Return all pages, which are those of every language."""
    kinds = {kind.name: kind for kind in project.page_kinds if not kind.of}
    names = (name for name in project.pages[project.default_language] if not name.startswith(CHAPTERS))
    below = ((kind, id_) for kind in project.page_kinds if kind.of for id_ in project.of(kind.of))
    return (
        *(PageName(kinds.get(name, kinds[""]), name) for name in names),
        *(PageName(kind, kind.name.format(id=id_), id_) for kind, id_ in below),
    )


def list_moves(project: Project) -> dict[str, str]:
    """Return where pages went, by their old names; a chart takes its page for embedding along."""
    moves = {item.old: item.new for item in project.redirects.values()}
    pairs = [[name.partition("/") for name in item] for item in moves.items()]
    embeds = {f"embed/{old[2]}": f"embed/{new[2]}" for old, new in pairs if old[0] == new[0] == "charts"}
    return embeds | moves


def list_addresses(project: Project) -> tuple[str, ...]:
    """Return the paths of all pages and redirects, sorted. The page for missing pages has no address of its own."""
    names = {*(page.name for page in list_pages(project)), *list_moves(project)} - {"404"}
    roots = (language.root for language in project.site.languages.values())
    return tuple(sorted(f"{root}{page_path(name)}" for root in roots for name in names))


def address(project: Project, name: str, code: str) -> str:
    """Return the absolute address of a page; nothing where that of the site is not known."""
    site = project.site
    return site.root and f"{site.root}{site.languages[code].root}{page_path(name)}".removesuffix("index.html")


def alternates(project: Project, name: str) -> tuple[tuple[str, str], ...]:
    """Return the addresses of a page in all languages, by tag, and for others; nothing where they are not known."""
    if not project.site.url:
        return ()
    found = [(language.tag, address(project, name, code)) for code, language in project.site.languages.items()]
    return (*found, ("x-default", found[0][1]))
