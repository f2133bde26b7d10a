"""Story and drawn charts → {output path: what renders its HTML}, in every language.

Addresses are relative and name index.html, so that the site works under any path and from a folder on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from microsite.charts.story import Story
from microsite.files import ENGINE
from microsite.pages.assets import read_tokens, render_assets
from microsite.pages.edition import Edition
from microsite.pages.templates import Templates
from microsite.pages.uses import find_uses
from microsite.pictures.drawn import Drawn
from microsite.source.addresses import address, list_moves, list_pages, page_path, part_name


def plan_pages(story: Story, drawn: Drawn, today: str = "") -> dict[str, Callable[[], str]]:
    """Return what renders each page, by its path in the site; `today` is the day as of which figures are overdue."""
    root = story.project.root
    tokens = read_tokens(root, ENGINE)
    uses = cache(partial(find_uses, story.project, story.facts))
    templates = Templates(root / "templates", ENGINE / "templates")
    assets = cache(partial(render_assets, root, ENGINE, tokens))
    site: dict[str, Callable[[], str]] = {}
    for code in story.proses:
        edition = Edition(
            story=story,
            code=code,
            charts=drawn.all_charts,
            artboards=drawn.artboards,
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
        for number in range(1, page.kind.parts(edition) + 1):
            part = page._replace(name=part_name(page.name, number))
            yield part.name, partial(edition.render, part)
    for old, new in list_moves(edition.project).items():
        yield old, partial(_redirect, edition, old, new)


def _redirect(edition: Edition, old: str, new: str) -> str:
    url = edition.links(old).page(new)
    context = {
        "tag": edition.project.site.languages[edition.code].tag,
        "url": url,
        "canonical": address(edition.project, new, edition.code) or url,
        "words": edition.words,
    }
    return edition.templates.render("redirect", context)
