"""The languages of a project → where one cites a statistic, claim, term or chart that another does not.

They need not say the same words, nor divide a page alike: where one has a section, the other may have several,
in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from microsite.charts.texts import written
from microsite.errors import Problem
from microsite.source.markup import FIGURES, UNFINISHED, markers, sections
from microsite.source.models import FrontMatter, split_reference
from microsite.source.project import Page, Project

_CITING = (*FIGURES, "term", "chart", "claim")

Cited = frozenset[tuple[str, str]]  # a kind and an id


def check_parity(project: Project) -> Iterator[Problem]:
    """Yield what only some of the languages cite: in a page's text, in its front matter, in a text of a record."""
    for name in project.pages[project.default_language]:
        versions = [pages[name] for pages in project.pages.values() if name in pages]
        for path, kind, id_, others in _lacking({page.path.as_posix(): _cited(page.body) for page in versions}):
            yield Problem(Path(path), 0, 0, f"does not cite the {kind} '{id_}', which {', '.join(others)} cites")
        fronts = {page.language: _cited("\n".join(page.front.shown)) for page in versions}
        for code, kind, id_, others in _lacking(fronts):
            message = f"the texts above the page do not cite the {kind} '{id_}', which those in {_quoted(others)} cite"
            yield project.where[FrontMatter, f"{code}/{name}"].problem(message=message)
        for page in versions[1:]:
            if not (page.front.sections_differ or versions[0].front.sections_differ):
                yield from _check_sections(versions[0], page)
    for _, _, record, where in project.entries():
        for location, text, is_prose in written(record):
            if not is_prose or "{" not in "".join(text.values()):
                continue  # most cite nothing
            texts = {code: _cited(words) for code, words in text.items() if UNFINISHED not in words}
            for code, kind, id_, others in _lacking(texts):
                message = f"does not cite the {kind} '{id_}', which the text in {_quoted(others)} cites"
                yield where.problem(*location, code, message=message)


@lru_cache(maxsize=8192)  # as its markers are kept
def _cited(text: str) -> Cited:
    found = (marker for marker in markers(text) if marker.kind in _CITING)
    return frozenset(
        ("statistic" if marker.kind in FIGURES else marker.kind, split_reference(marker.target)[0]) for marker in found
    )


def _quoted(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _lacking(versions: Mapping[str, Cited]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield what a version does not cite that others do: its name, the kind and id, and the names of the others."""
    if len({*versions.values()}) < 2:
        return
    everything = frozenset[tuple[str, str]]().union(*versions.values())
    for name, own in versions.items():
        for kind, id_ in sorted(everything - own):
            yield name, kind, id_, [other for other, theirs in versions.items() if (kind, id_) in theirs]


def _check_sections(first: Page, page: Page) -> Iterator[Problem]:
    if _cited(first.body) != _cited(page.body):
        return  # said already
    ours, theirs = ([_cited(section.text) for section in sections(item.body)] for item in (page, first))
    reached = _matched(ours, theirs)
    if reached < len(ours):
        line = page.body_line + list(sections(page.body))[reached].line + 1
        message = (
            f"from here on, the sections cite other things than those of {first.path.as_posix()}; "
            "move what stands elsewhere, or say why in 'sections_differ'"
        )
        yield Problem(page.path, line, 1, message)


def _matched(ours: Sequence[Cited], theirs: Sequence[Cited]) -> int:
    """Return how many of our sections correspond, in order: one section to one, or to several of the other page.

    Those that cite nothing, or what the one above does, go with that.
    """
    places = [i for i, cited in enumerate(ours) if cited and cited != (ours[i - 1] if i else None)]
    own = [ours[i] for i in places]
    other = [cited for j, cited in enumerate(theirs) if cited and cited != (theirs[j - 1] if j else None)]
    i = j = 0
    while i < len(own) and j < len(other):
        end, beyond, mine, yours = i + 1, j + 1, own[i], other[j]
        while mine < yours and end < len(own):
            mine, end = mine | own[end], end + 1
        while end == i + 1 and yours < mine and beyond < len(other):
            yours, beyond = yours | other[beyond], beyond + 1
        if mine != yours:
            return places[i]
        i, j = end, beyond
    return len(ours) if i == len(own) and j == len(other) else places[min(i, len(own) - 1)]
