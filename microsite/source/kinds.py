"""The kinds of records that a project holds, an entry each: what loads, checks, describes and shows them reads it.

A new kind is its model (models.py), its entry here, and what its fields mean (templates/fields.yaml). Those of pages
are in pages/kinds.py, where what makes them is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from microsite.source import models
from microsite.source.record import Record


@dataclass(frozen=True)
class RecordKind:
    """A kind of record.

    `name` is what `uses` of the words files calls it. `files` are one, or all that a pattern finds; each holds one
    record, named like the file, or records by id, or a list of them.
    Where readers find one is the `anchor` of a `page`, {id} being its id; its field `title` names it there. None
    has a page of which no text is shown by itself. `alone`: it is also shown elsewhere, in cards and embedded.
    """

    name: str
    model: type[Record]
    files: str
    holds: Literal["one", "by id", "list"] = "by id"
    title: str = ""
    page: str = ""
    anchor: str = ""
    alone: bool = False

    @property
    def stem(self) -> str:
        """What its files are called, all together."""
        path = Path(self.files)
        return path.parent.name if path.stem == "*" else path.stem

    @property
    def list_page(self) -> str:
        """The page on which all of its records stand, if there is one."""
        return "" if "{" in self.page else self.page

    def scope(self, id_: str) -> str:
        """What verification calls the place that a record's texts are written for."""
        return f"{self.name}:{id_}" if self.alone else f"page:{self.list_page}" if self.list_page else ""


@dataclass(frozen=True)
class PageKind:
    """A kind of page: one that has this name, or one for each record `of` a model, {id} being the record's. That
    without a name is the kind of all other pages that have Markdown.

    `build(edition, page)` makes what its template may use, of a page that addresses.py lists; `parts(edition)` says
    over how many such a page goes, whose others come and go and are no addresses to keep. `required`: no site is
    without its Markdown; of the others, those on which records stand. `shared`: the map, search engines and networks
    are told of it.
    """

    name: str
    template: str
    build: Callable[[Any, Any], Any]
    of: type[Record] | None = None
    required: bool = True
    in_navigation: bool = True
    shared: bool = True
    parts: Callable[[Any], int] = lambda _: 1


RecordKinds = Mapping[type[Record], RecordKind]

RECORDS: RecordKinds = {
    kind.model: kind
    for kind in (  # in the order in which a statistic's page lists where it is used
        RecordKind("unit", models.Unit, "data/units.yaml"),
        RecordKind("speaker", models.Speaker, "data/speakers.yaml"),
        RecordKind("claim", models.Claim, "data/claims.yaml"),
        RecordKind("verdict", models.VerdictKind, "data/verdicts.yaml", "by id", "label", "method", "verdict-{id}"),
        RecordKind("chart", models.ChartSpec, "content/charts/*.yaml", "one", "title", "charts/{id}", alone=True),
        RecordKind(
            "statistic", models.Statistic, "data/statistics/*.yaml", "by id", "label", "statistics/{id}", alone=True
        ),
        RecordKind("term", models.Term, "content/glossary.yaml", "by id", "term", "glossary", "{id}", alone=True),
        RecordKind("exhibit", models.Exhibit, "content/exhibits.yaml", "by id", "name", "exhibits", "{id}"),
        RecordKind("policy", models.Policy, "content/policies.yaml", "by id", "name", "policies", "{id}"),
        RecordKind("place", models.Place, "content/places.yaml", "by id", "name", "policies", "place-{id}"),
        RecordKind("disagreement", models.Disagreement, "data/disagreements.yaml", page="statistics/{statistic}"),
        RecordKind("correction", models.Correction, "data/corrections.yaml", "list", page="corrections"),
        RecordKind("set-aside", models.SetAside, "data/set-aside.yaml", "list", page="method", anchor="set-aside"),
        RecordKind("paragraph", models.Paragraph, "data/shape.yaml", "list"),
        RecordKind("source", models.Source, "data/sources.yaml", "by id", "publisher", "method", "source-{id}"),
        RecordKind("site", models.Site, "data/site.yaml", "one", "title", "index"),
        RecordKind("redirect", models.Redirect, "data/redirects.yaml", "list"),
    )
}
