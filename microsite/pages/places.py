"""Where a statistic is used → links to there, by kind of place."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from microsite.facts.corrections import list_entries
from microsite.pages.uses import Use
from microsite.pages.views import Link, Views
from microsite.source.addresses import Links
from microsite.source.kinds import RecordKind
from microsite.source.models import SetAside


class UseGroup(NamedTuple):
    """Places of one kind in which a statistic is used."""

    title: str
    places: tuple[Link, ...]


def view_uses(views: Views, id_: str, links: Links) -> tuple[UseGroup, ...]:
    """Where a statistic is used, in this language: links by kind of place."""
    groups: dict[str, list[Link]] = {}
    for use in views.uses().get(id_, ()):
        if use.language in ("", views.code):
            groups.setdefault(use.kind, []).append(_use(views, use, links))
    return tuple(UseGroup(views.words["uses"][kind], tuple(found)) for kind, found in groups.items())


def _use(views: Views, use: Use, links: Links) -> Link:
    if use.kind not in ("page", "claim"):
        return Link(*_record(views, use.kind, use.name, links))
    title = views.prose.text(views.markdown_pages[use.name].front.title)
    place = links.page(use.name)
    if use.section:
        title += views.words["colon"] + views.prose.text(use.heading)
        place = f"{place.partition('#')[0]}#{use.section}"
    if use.words:
        title = str(views.words["quoted"]).format(use.words) + views.words["list_break"] + title
    return Link(title, place)


def _record(views: Views, kind: str, id_: str, links: Links) -> tuple[str | Markup, str]:
    """Name a record that has a page, or a statistic with a formula, and say where readers find it."""
    project = views.project
    if kind == "correction":
        entry = list_entries(project, views.facts)[int(id_)]
        date, label = views.wording.date(entry.correction.date), views.prose.label(entry.datum)
        return f"{date}{views.words['colon']}{label}", f"{links.page('corrections')}#{entry.anchor}"
    if kind == "disagreement":  # told on the pages of all its statistics
        id_ = views.facts.find(project.disagreements[id_].figures[0]).statistic
    told = "statistic" if kind in ("disagreement", "formula") else kind
    found = next(known for known in project.kinds.values() if known.name == told)
    anchor = f"#{found.anchor.format(id=id_)}" if found.anchor else ""
    return _title(views, found, id_), links.page(found.page.format(id=id_)) + anchor


def _title(views: Views, kind: RecordKind, id_: str) -> str | Markup:
    record = views.project.of(kind.model)[id_]
    if isinstance(record, SetAside):
        return views.quotation(record.printed, views.article_language)
    text, is_prose = next((text, is_prose) for at, text, is_prose in record.texts if at == (kind.title,))
    return views.text(text) if is_prose else text[views.code]
