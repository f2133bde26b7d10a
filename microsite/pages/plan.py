"""Story and drawn charts → {output path: what renders its HTML}, in every language.

Addresses are relative and name index.html, so that the site works under any path and from a folder on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from microsite.charts.chart import Artboard, Chart
from microsite.charts.story import Story
from microsite.pages.edition import Edition
from microsite.pages.social import address
from microsite.pages.templates import Templates
from microsite.pages.uses import find_uses
from microsite.source.addresses import PageName, list_moves, list_pages, page_path


def plan_pages(
    story: Story,
    *,
    charts: Mapping[tuple[str, str], Chart],
    artboards: Mapping[Artboard, str],
    engine: Path,
    assets: Mapping[str, bytes],
    tokens: Mapping[str, Mapping[str, str]],
    today: str = "",
) -> dict[str, Callable[[], str]]:
    """Return what renders each page, by output path.

    `charts` are by slug and language; `assets` are the static files, `tokens` the design's colours;
    `today` is the day as of which figures are called overdue, if any.
    """
    templates = Templates(story.project.root / "templates", engine / "templates")
    uses = find_uses(story.project, story.facts)
    site: dict[str, Callable[[], str]] = {}
    for code in story.proses:
        edition = Edition(
            story,
            code,
            charts,
            artboards=artboards,
            uses=uses,
            today=today,
            templates=templates,
            assets=assets,
            tokens=tokens,
        )
        site |= {f"{edition.folder}{page_path(name)}": make for name, make in _pages(edition)}
    return site


def _pages(edition: Edition) -> Iterator[tuple[str, Callable[[], str]]]:
    for page in list_pages(edition.project):
        yield page.name, partial(_render, edition, page)
    for old, new in list_moves(edition.project).items():
        yield old, partial(_redirect, edition, old, new)


def _render(edition: Edition, page: PageName) -> str:
    return edition.render(page.kind, page.kind.build(edition, page))


def _redirect(edition: Edition, old: str, new: str) -> str:
    url = edition.links(old).page(new)
    context = {
        "tag": edition.project.site.languages[edition.code].tag,
        "url": url,
        "canonical": address(edition.project, new, edition.code) or url,
        "words": edition.words,
    }
    return edition.templates.render("redirect", context)
