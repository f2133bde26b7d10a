"""Corrections and disagreements → how pages tell of them, each figure with its source."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from microsite.downloads.feed import changes_of
from microsite.facts.corrections import list_entries
from microsite.facts.derive import Datum
from microsite.pages.views import DatumView, SourceView, Views
from microsite.source.addresses import Links
from microsite.source.models import split_reference


class CorrectionView(NamedTuple):
    """An entry of the log. `changes` are what stood and what stands instead; there are none where all else was wrong.

    `unseen` are those that no reader saw; `evidence` are figures, or none, each with its source.
    """

    anchor: str
    date: str
    label: Markup
    changes: tuple[tuple[Markup, Markup], ...]
    why: Markup
    url: str
    unseen: bool
    evidence: tuple[tuple[Markup, SourceView | None], ...]


class RivalsView(NamedTuple):
    """Figures that disagree, each with what it counts, the one that is used first, and why it is."""

    data: tuple[tuple[DatumView, str], ...]
    why: Markup


def view_corrections(views: Views, links: Links, id_: str = "") -> tuple[CorrectionView, ...]:
    """The log of corrections, or what of it is about one statistic."""
    entries = list_entries(views.project, views.facts, id_)
    published = views.project.site.published
    return tuple(
        CorrectionView(
            anchor=entry.anchor,
            date=views.wording.date(entry.correction.date),
            label=Markup('<a href="{}">{}</a>').format(
                links.statistic(entry.datum.statistic), views.prose.label(entry.datum)
            ),
            changes=changes_of(entry, views.prose, links),
            why=views.html(entry.correction.why, links),
            url=f"{links.page('corrections')}#{entry.anchor}",
            unseen=entry.is_unseen(published),
            evidence=tuple(
                (
                    _named(views, datum, entry.datum, links) if datum else Markup(""),
                    views.source(source, links) if source else None,
                )
                for datum, source in entry.evidence
            ),
        )
        for entry in entries
    )


def _named(views: Views, datum: Datum, beside: Datum, links: Links) -> Markup:
    """Say a figure with its period, and with what it counts where that is not what another counts."""
    about = [views.prose.label(datum)] if views.prose.label(datum) != views.prose.label(beside) else []
    about += [views.prose.text(views.wording.period(datum))] if datum.period else []
    named = views.words["separator"].join(about) + views.words["colon"] if about else ""
    return Markup("{}{}").format(named, views.prose.number(datum, "full", links))


def view_rivals(views: Views, id_: str, links: Links) -> tuple[RivalsView, ...]:
    """The disagreements in which a statistic's figures take part."""
    found = []
    for item in views.project.disagreements.values():
        if any(split_reference(reference)[0] == id_ for reference in item.figures):
            data = map(views.facts.find, item.figures)
            figures = tuple((views.datum(datum, links), views.prose.label(datum)) for datum in data)
            found.append(RivalsView(figures, views.html(item.why, links)))
    return tuple(found)
