"""A statistic's figures → the stretches of its table: those that can be joined, and where a series breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from microsite.facts.derive import Datum
from microsite.pages.views import DatumView, Link, SourceView, Views
from microsite.source.addresses import Links, page_path
from microsite.source.calendar import end_of


class StretchRow(NamedTuple):
    """A figure in a statistic's table, with links to where it is edited and where errors are told."""

    datum: DatumView
    upkeep: tuple[Link, ...]


class Stretch(NamedTuple):
    """Figures of a statistic that can be joined, the newest first; or those that can't, being of no series.

    `heading` says what is counted, where these are the newest of their series; `broken` why they can't be joined with
    those above. `source` and `counter` are those of all, which then are not said at each.
    """

    heading: Markup
    broken: Markup
    source: SourceView | None
    counter: str
    rows: tuple[StretchRow, ...]


def view_stretches(views: Views, id_: str, links: Links) -> tuple[Stretch, ...]:
    """A statistic's figures: those of a series together, the newest first, apart where it breaks."""
    found: dict[tuple[str, str], list[Datum]] = {}
    for datum in views.facts.data[id_]:
        found.setdefault((datum.series or "", datum.base), []).append(datum)
    order = list(dict.fromkeys(series for series, _ in found))
    keys = sorted(found, key=lambda key: end_of(key[1]), reverse=True)
    keys.sort(key=lambda key: order.index(key[0]))
    return tuple(_stretch(views, key, above, found[key], links) for above, key in pairwise([("", ""), *keys]))


def _stretch(views: Views, key: tuple[str, str], above: tuple[str, str], data: list[Datum], links: Links) -> Stretch:
    series, label, broken = key[0], Markup(""), Markup("")
    if above[0] and not series:
        label = escape(views.words["statistic"]["apart"])
    elif series:
        data.sort(key=lambda datum: end_of(datum.period), reverse=True)
        known = views.project.statistics[data[0].statistic].series[series]
        if series != above[0]:
            label = views.html(known.label, links)
        else:
            why = views.html(known.breaks[above[1]], links)
            broken = Markup(views.words["statistic"]["break"]).format(views.wording.date(above[1]), why)
    figures = [views.datum(datum, links) for datum in data]
    source, counter = figures[0].source, figures[0].counter
    same = bool(series) and len(figures) > 1
    source = source if same and all(view.source == source for view in figures) else None
    counter = counter if same and all(view.counter == counter for view in figures) else ""
    rows = (
        StretchRow(
            view._replace(
                label=Markup("") if view.label == label else view.label,
                source=None if source else view.source,
                counter="" if counter else view.counter,
            ),
            _upkeep(views, datum),
        )
        for view, datum in zip(figures, data, strict=True)
    )
    return Stretch(label, broken, source, counter, tuple(rows))


def _upkeep(views: Views, datum: Datum) -> tuple[Link, ...]:
    """Links to a figure's line in the repository, and to a report of an error that knows the figure."""
    site, words = views.project.site, views.words["statistic"]
    if site.repository is None:
        return ()
    path, _, line = views.story.place(datum).rpartition(":")
    page = f"{views.folder}{page_path(f'statistics/{datum.statistic}')}"
    figure = views.prose.wording.datum(datum, "full")
    known = {
        "template": "correction.yml",
        "title": f"{datum.statistic}{views.words['colon']}{figure}",
        "statistic": datum.statistic if datum == views.facts.find(datum.statistic) else datum.reference,
        "figure": figure,
        "page": f"{site.root}{page}",
    }
    return (
        Link(words["edit"], f"{site.repository}/blob/HEAD/{quote(path)}#L{line}"),
        Link(words["report"], f"{site.repository}/issues/new?{urlencode(known)}"),
    )
