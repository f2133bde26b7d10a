"""Pages that list records: exhibits, policies with their places, terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from microsite.charts import exhibits
from microsite.pages.edition import Context, Edition
from microsite.pages.sections import ListEntry, Section, by_subject
from microsite.pictures.svg import draw as draw_svg
from microsite.source.addresses import Links, PageName
from microsite.source.models import Exhibit, Place, Policy


@dataclass(frozen=True)
class ListContext(Context):
    sections: tuple[Section[ListEntry], ...]


@dataclass(frozen=True)
class ExhibitsContext(Context):
    entries: tuple[ListEntry, ...]


def build_exhibits(edition: Edition, page: PageName) -> ExhibitsContext:
    links = edition.links(page.name)
    drawings = {
        id_: (item.drawing, [edition.facts.find(reference) for reference in item.drawing.of])
        for id_, item in edition.project.exhibits.items()
        if item.drawing
    }
    outlines = exhibits.outlines_of(edition.project.charts.values())
    figures = exhibits.draw(drawings, edition.project.units, outlines)
    drawn = {id_: draw_svg(figure, f"exhibit-{id_}") for id_, figure in figures.items()}
    entries = [
        _exhibit(edition, id_, item, drawn.get(id_, ""), links) for id_, item in edition.project.exhibits.items()
    ]
    entries.sort(key=lambda entry: not entry.drawing)  # those with a drawing stand together
    return ExhibitsContext(edition.shared(page), tuple(entries))


def _exhibit(edition: Edition, id_: str, item: Exhibit, drawing: str, links: Links) -> ListEntry:
    words = edition.words["exhibit"]
    maker = item.maker[edition.code] if item.maker else words["unknown_maker"] if edition.project.site.article else ""
    if item.maker and not item.maker_named:
        maker = words["not_named"].format(maker)
    names = _beside(edition, item, typed=True)
    return ListEntry(
        id_,
        item.name[edition.code],
        names,
        lead=maker,
        claim=edition.html(item.claim, links),
        note=edition.html(item.note, links),
        remark=_rendering(edition, item.name_is) if names else "",
        numbers=tuple(edition.named_figure(other, links) for other in item.statistics),
        paragraphs=edition.wording.paragraphs(*item.paragraphs),
        drawing=Markup(drawing),
    )


def _beside(edition: Edition, item: Exhibit | Policy | Place, *, typed: bool = False) -> tuple[tuple[str, str], ...]:
    """Return a name in the other languages; none in the article's, which has it so."""
    return () if edition.is_of_article else edition.other_names(item.name, typed=typed)


def _rendering(edition: Edition, kind: str | None) -> str:
    """Say whose a name is in this language; nothing where there is no other."""
    return str(edition.words["renderings"][kind]) if kind and len(edition.project.site.languages) > 1 else ""


def build_policies(edition: Edition, page: PageName) -> ListContext:
    links, project = edition.links(page.name), edition.project
    policies = _grouped(edition, project.policies, "policy_kinds", links)
    places = _grouped(edition, project.places, "place_kinds", links)
    everywhere = Section("places", edition.words["places"], tuple(item for part in places for item in part.items))
    return ListContext(edition.shared(page), (*policies, everywhere) if places else policies)


def _grouped(
    edition: Edition, records: Mapping[str, Policy] | Mapping[str, Place], kinds: str, links: Links
) -> tuple[Section[ListEntry], ...]:
    """Group records by kind, in the order of the words file."""
    sections = []
    for kind, title in edition.words[kinds].items():
        entries = tuple(_entry(edition, id_, item, links) for id_, item in records.items() if item.kind == kind)
        if entries:
            sections.append(Section(kind, title, entries))
    return tuple(sections)


def _entry(edition: Edition, id_: str, item: Policy | Place, links: Links) -> ListEntry:
    policy = item if isinstance(item, Policy) else None
    names, numbers = _beside(edition, item), tuple(edition.named_figure(other, links) for other in item.statistics)
    return ListEntry(
        edition.project.kinds[type(item)].anchor.format(id=id_),
        edition.html(item.name, links),
        names,
        edition.html(item.summary, links),
        note=edition.html(policy.note if policy else None, links),
        remark=_rendering(edition, policy.name_is) if policy and names else "",
        numbers=numbers,
        gist=tuple(
            Markup("<span>{} <small>{}</small></span>").format(figure, label.striptags()) for label, figure in numbers
        ),
        paragraphs=edition.wording.paragraphs(*item.paragraphs),
    )


def build_glossary(edition: Edition, page: PageName) -> ListContext:
    terms = edition.project.terms
    sections = by_subject(edition, terms, lambda id_: _term(edition, page, id_))
    others = tuple(_term(edition, page, id_) for id_, term in terms.items() if term.subject is None)
    return ListContext(edition.shared(page), (*sections, *((Section("terms", "", others),) if others else ())))


def _term(edition: Edition, page: PageName, id_: str) -> ListEntry:
    links, term = edition.links(page.name), edition.project.terms[id_]
    first, stop, _ = term.definition[edition.code].partition(edition.words["stop"])
    name_is = (_rendering(edition, term.rendering), edition.html(term.rendering_note, links))
    return ListEntry(
        id_,
        edition.html(term.term, links),
        edition.other_names(term.term),
        edition.html(term.definition, links),
        remark=escape(edition.words["stop"]).join(filter(None, name_is)),
        gist=(edition.prose.html(first + stop.rstrip(), links),),
    )
