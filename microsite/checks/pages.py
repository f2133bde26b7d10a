"""Markdown pages → what of them is missing, would be shown otherwise than it is meant, or leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from microsite.checks.anchors import list_anchors, own_ids, shown_on
from microsite.checks.leftovers import find_in_markdown
from microsite.checks.references import unknown_problem
from microsite.checks.texts import Complaint, complaints
from microsite.errors import Problem, refusal
from microsite.facts.derive import Facts
from microsite.language.conversion import seen, unread
from microsite.language.wording import wording_of
from microsite.source.fields import check_link
from microsite.source.markup import BLOCKS, LINK, SCHEMES, blank, markers, uncoded
from microsite.source.project import Page, Project

INDENTED = 4  # spaces before a line from which Markdown takes it for code
ITEM = re.compile(r"^ *([0-9]{1,3})[.)](?= )", re.MULTILINE)  # of a numbered list
ANGLED = re.compile(r"<([A-Za-z]+:[^<>\s]*|[^<>\s]+@[^<>\s]+)>")  # a link that shows its address
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")  # a mistake by itself, whatever it leads to
LISTED = re.compile(  # what lists by line upon line, where word processors have broken them
    " *(?:[–—‒] |[①-⑳]|[(（]?(?:[一二三四五六七八九十]{1,3}|[a-zA-Z])[、)）])"
)
UNDERLINE = re.compile(r"[ >]{0,3}(=+|-+) *")  # makes a heading of the line above, elsewhere


def check_pages(project: Project, facts: Facts) -> Iterator[Problem]:
    languages = project.site.languages
    required = project.required_pages
    names = dict.fromkeys([*required, *(name for language in languages for name in project.pages[language])])
    for language in languages:
        for name in names:
            if name not in project.pages[language]:
                others = (pages[name].path.relative_to(f"content/{code}") for code, pages in project.pages.items()
                          if name in pages)  # fmt: skip
                path = Path("content", language, next(others, Path(f"{name}.md")))
                yield Problem(path, 0, 0, f"is missing{required.get(name, '')}")
        for page in project.pages[language].values():
            yield from _check_body(project, facts, page)


def _check_body(project: Project, facts: Facts, page: Page) -> Iterator[Problem]:
    above, item = "", 0
    for left in find_in_markdown(page.body):
        before = page.body[: left.start]
        row = page.body_line + before.count("\n") + 1
        yield Problem(page.path, row, left.start - before.rfind("\n"), left.message)
    held = Counter(marker.raw for marker in markers(page.body))
    held.subtract(unread(page.body))
    text = seen(page.body) if ITEM.search(page.body) else ""  # where numbers of lists are not
    lines = zip(page.body.split("\n"), uncoded(page.body).split("\n"), strict=True)
    for number, (line, prose) in enumerate(lines):
        numbered = ITEM.match(line)
        if numbered and int(numbered[1]) in (1, item + 1) and f"{numbered[0].strip()} " not in text:  # from one
            item = int(numbered[1])
            line = blank(numbered) + line[numbered.end() :]
        elif line[:1].strip():
            item = 0
        found = [*complaints(project, facts, line, page.language, blocks=True), *_link_complaints(project, line, page)]
        for marker in markers(line):
            if marker.kind in BLOCKS and line.strip() != marker.raw:
                found.append((marker.start, marker.raw, f"{{{marker.kind}:…}} stands alone on its line"))
            elif marker.kind in BLOCKS and page.name == "404":  # which says in each language what it says in all
                found.append((marker.start, marker.raw, f"a {marker.kind} can't stand in the page of lost addresses"))
            elif marker.kind == "xray" and page.name != "index":  # which alone comes with its style
                found.append((marker.start, marker.raw, "the xray stands on the story's page, index.md"))
            elif marker.kind in BLOCKS and line.startswith((" " * INDENTED, "\t")):
                found.append((marker.start, marker.raw, f"a {marker.kind} so far in is shown as code; move it left"))
            elif held[marker.raw] <= 0 and (shown := wording_of(project, page.language).numerals.find(marker.raw)):
                message = f"stands in code, which shows '{shown[0].text}' as it is typed"
                found.append((marker.start, marker.raw, message))
        if UNDERLINE.fullmatch(prose) and ("=" in prose or above.strip(" >")):
            message = "an underline makes no heading: begin the line above with '##', or leave an empty one for a rule"
            found.append((0, line, message))
        if LISTED.match(prose) and LISTED.match(above):
            found.append(
                (0, line, "lists nothing, and runs on from the line above: begin each with '- ', or part them")
            )
        above = prose
        for column, _, message in found:
            yield Problem(page.path, page.body_line + number + 1, column + 1, message)


def _link_complaints(project: Project, line: str, page: Page) -> Iterator[Complaint]:
    if "]" not in line and ">" not in line:
        return
    for match in (*LINK.finditer(PICTURE.sub(blank, line)), *ANGLED.finditer(line)):
        kinds: dict[str, tuple[str, Collection[str]]] = {
            "page": ("page", {*project.required_pages, *project.pages[project.default_language]}),
            "stat": ("statistic", project.statistics),
            "chart": ("chart", project.charts),
        }
        target = match[1] if ":" in match[1] or match[0][0] != "<" else f"mailto:{match[1]}"
        scheme, _, name = target.partition(":")
        if scheme in kinds:
            if message := unknown_problem(kinds[scheme][0], name, kinds[scheme][1]):
                yield match.start(1), match[1], message
        elif match[1].startswith("#"):
            ids = own_ids(project, page.language, shown_on(page))
            ids |= {anchor.id for anchor in list_anchors(project, page.language)[shown_on(page)]}
            if match[1][1:] not in ids:
                yield match.start(1), match[1], f"nothing on this page has the id '{match[1][1:]}'"
        elif scheme not in SCHEMES:
            message = f"a link leads to {', '.join(f'{known}:…' for known in SCHEMES)}, not to '{match[1]}'"
            yield match.start(1), match[1], message
        elif message := refusal(check_link, target):
            yield match.start(1), match[1], message
