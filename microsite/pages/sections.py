"""Groups of the pages that list, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, Protocol, TypeVar

from markupsafe import Markup

from microsite.pages.edition import Edition

T = TypeVar("T")


class Section(NamedTuple, Generic[T]):
    """A group of a list; `id` is its anchor, `title` what the page's contents call it."""

    id: str
    title: Markup | str
    items: tuple[T, ...]


class ListEntry(NamedTuple):
    """An item of a list page: an exhibit, a policy, a place, a term; `id` is its anchor. Empty parts are not shown."""

    id: str
    name: Markup | str
    other_names: tuple[tuple[str, str], ...]  # (language tag, name) in the other languages
    text: Markup = Markup()
    lead: str = ""
    claim: Markup = Markup()
    note: Markup = Markup()
    remark: str = ""
    numbers: tuple[tuple[Markup, Markup], ...] = ()  # (label, figure)
    gist: tuple[Markup, ...] = ()  # what is said of it while it is folded
    paragraphs: str = ""
    drawing: Markup = Markup()


class _Listed(Protocol):
    @property
    def subject(self) -> str | None: ...


def by_subject(edition: Edition, records: Mapping[str, _Listed], item: Callable[[str], T]) -> tuple[Section[T], ...]:
    """Group records by what they are listed under: a subject, or a chapter where there are no subjects."""
    sections = []
    for id_ in edition.project.subjects:
        items = tuple(item(key) for key, record in records.items() if record.subject == id_)
        if items:
            sections.append(Section(id_, edition.subject(id_), items))
    return tuple(sections)
