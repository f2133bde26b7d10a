"""Pages → the ids in them, of sections, charts and records: none is another's or the page's own; no link is to none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from microsite.errors import Problem
from microsite.source.addresses import CHAPTERS
from microsite.source.kinds import RECORDS
from microsite.source.markup import HEADING, markers, sections
from microsite.source.models import ChartSpec, Policy, Site, Statistic
from microsite.source.project import Page, Project

OWN = {  # ids that templates give, by page; those of "" to all
    "": ("main", "navigation", "contents", "cite", "figures", "embed", "download"),
    "exhibits": ("hatched-article", "hatched-context"),
    "method": ("notation", "sources", "set-aside", "verdicts"),
    "index": ("xray-keys",),
    "statistics": ("find", "elsewhere"),
    "policies": ("places",),
}
LISTED = {Statistic: ("statistics", "{id}"), ChartSpec: ("charts", "chart-{id}")}  # with those that are shown alone
_ID = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*")  # as those that are made of a heading's words
TITLED = "{}-title"  # the id of what heads a part that has an id


class Anchor(NamedTuple):
    """An id on a page, and where what has it is written; whether it is a chapter's or a heading's."""

    id: str
    place: Problem
    is_part: bool = False


def shown_on(page: Page) -> str:
    """Return the name of the page on which a Markdown text is shown."""
    return "index" if page.name.startswith(CHAPTERS) else page.name


@lru_cache(maxsize=8)  # several checks ask for them
def list_anchors(project: Project, code: str) -> dict[str, list[Anchor]]:
    """Return the ids on every page of a language that has Markdown, but for the page's own."""
    anchors: dict[str, list[Anchor]] = {name: [] for name in project.pages[code] if not name.startswith(CHAPTERS)}
    listed = [name for name in ("charts", "statistics") if name in anchors]
    grouped = [*listed, *(["glossary"] if "glossary" in anchors else [])]
    for id_ in project.site.subjects:
        here = project.where[Site, "site"].problem("subjects", message="", at_key=True)
        for shown in grouped:
            anchors[shown] += [Anchor(id_, here), Anchor(TITLED.format(id_), here)]
    for page in project.pages[code].values():
        here = Problem(page.path, 1, 1, "")
        name = page.name.removeprefix(CHAPTERS)
        if page.name != name:
            for shown in ("index", *(() if project.site.subjects else listed)):
                own = Anchor(name, here, is_part=shown == "index")
                anchors.setdefault(shown, []).extend((own, Anchor(TITLED.format(name), here)))
            anchors["index"] += [Anchor(old, here, is_part=True) for old in page.front.anchors.split()]
        for part in filter(lambda part: part.id, sections(page.body)):
            place = here._replace(line=page.body_line + part.line + 1, message="give it another, behind it: {#…}")
            anchors.setdefault(shown_on(page), []).append(Anchor(part.id, place, is_part=True))
        for number, line in enumerate(page.body.split("\n"), page.body_line + 1):
            for marker in markers(line):
                if marker.kind == "chart":
                    place = here._replace(line=number, message="a page shows a chart once")
                    anchors.setdefault(shown_on(page), []).append(Anchor(f"chart-{marker.target}", place))
    for model, kind in project.kinds.items():
        shown, name = (kind.page, kind.anchor) if "{id}" in kind.anchor else LISTED.get(model, ("", ""))
        for id_, _, where in project.placed(model) if shown in anchors else ():
            anchors[shown].append(Anchor(name.format(id=id_), where.problem(message="", at_key=True)))
    return anchors


def own_ids(project: Project, code: str, page: str) -> set[str]:
    """Return the ids that a page has whatever editors write on it."""
    ids = {*OWN[""], *OWN.get(page, ())}
    if page == RECORDS[Policy].page:
        ids |= project.words[code].get("policy_kinds", {}).keys()
    return ids | {TITLED.format(id_) for id_ in ids}


def check_anchors(project: Project) -> Iterator[Problem]:
    """Yield what has the id of something else on its page: links to one would lead to the other."""
    for text in (page for pages in project.pages.values() for page in pages.values()):
        for part in sections(text.body):
            typed = HEADING.match(part.text)
            if typed and len(typed[1]) == 1:
                message = "a page has one title, in its front matter; a heading below it begins with '## '"
                yield Problem(text.path, text.body_line + part.line + 1, 1, message)
            if typed and typed[3] is not None and not _ID.fullmatch(typed[3]):
                message = f"'{typed[3]}' is not an id: lower-case letters, digits and single hyphens"
                yield Problem(text.path, text.body_line + part.line + 1, typed.start(3) + 1, message)
    for code in project.site.languages:
        for page, anchors in list_anchors(project, code).items():
            seen: dict[str, Problem | None] = dict.fromkeys(own_ids(project, code, page))
            for id_, place, _ in anchors:
                if id_ in seen:
                    other = f"{there.path.as_posix()}:{there.line}" if (there := seen[id_]) else "the page itself"
                    message = f"has the id '{id_}' on the page '{page}', as has {other}; {place.message or 'rename it'}"
                    yield place._replace(message=message)
                seen.setdefault(id_, place)
