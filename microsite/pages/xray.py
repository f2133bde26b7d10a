"""The article's shape and the verdicts → its X-ray: all but its figures removed, and the same figures by verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from microsite.facts.derive import Datum
from microsite.pages.views import Views
from microsite.source.addresses import Links
from microsite.source.models import Mention, Paragraph

BLANK = " "  # stands for a character of the article, and is painted over


class Cell(NamedTuple):
    """A figure where it stands, as printed or worded; how the pen marks it, and its verdict, where it has one.

    `label` is what it counts, where the figure alone does not say it.
    """

    html: Markup
    url: str
    status: str
    stroke: str
    verdict: str
    label: str = ""


class BarePassage(NamedTuple):
    """A paragraph: its clauses, as so many blanks, and the figures between them; it has a name where there are some."""

    name: str
    headline: bool
    runs: tuple[str | Cell, ...]


class Group(NamedTuple):
    """The figures that have one verdict; `counted` is empty where no statistic counts them."""

    label: str
    stroke: str
    meaning: Markup
    url: str
    counted: Markup
    cells: tuple[Cell, ...]


class XRay(NamedTuple):
    paper: tuple[BarePassage, ...]
    tally: tuple[Group, ...]


@dataclass(frozen=True)
class Darkroom:
    """Makes the X-ray of the article for a page."""

    views: Views
    links: Links

    def xray(self) -> XRay:
        paragraphs = enumerate(self.views.project.shape.values(), 1)
        paper = tuple(self._passage(number, paragraph) for number, paragraph in paragraphs)
        return XRay(paper, tuple(self._groups()))

    def _passage(self, number: int, paragraph: Paragraph) -> BarePassage:
        name = self.views.wording.paragraphs(number) if paragraph.figures else ""
        figures = list(_placed(number, [self.views.facts.find(reference) for reference in paragraph.figures]))
        phrases = [printed for _, printed in figures]
        # A phrase that states two figures at once ("first and second") is no name for either.
        quoted = {printed for printed in phrases if self.views.is_of_article and phrases.count(printed) == 1}
        cells = iter([self._cell(datum, printed if printed in quoted else "") for datum, printed in figures])
        runs = (BLANK * run if isinstance(run, int) else next(cells) for run in paragraph.runs)
        return BarePassage(name, paragraph.headline, tuple(runs))

    def _groups(self) -> Iterator[Group]:
        views = self.views
        judged = [datum for datum in views.facts if datum.verdict]
        printed = Counter(place for datum in views.facts for place in {*datum.places})
        for id_, kind in views.project.verdicts.items():
            own = [datum for datum in judged if datum.verdict and datum.verdict.kind == id_]
            counter = views.count_of(id_)
            counted = views.prose.data(counter, "value") if counter else Markup("")
            url = f"{self.links.page('method')}#verdict-{id_}"
            cells = tuple(self._named(datum, self._phrase(datum, printed)) for datum in own)
            if own:
                meaning = views.html(kind.meaning, self.links)
                yield Group(views.text(kind.label), kind.stroke, meaning, url, counted=counted, cells=cells)

    def _phrase(self, datum: Datum, printed: Mapping[Mention, int]) -> str:
        """Return how the article prints a figure, in its language, unless it prints another so in the same breath."""
        own = datum.places[0]
        return own.printed if self.views.is_of_article and printed[own] == 1 else ""

    def _named(self, datum: Datum, printed: str) -> Cell:
        """Say what a rank counts, and a figure without a digit: the tally would hold “1st” many times."""
        views, cell = self.views, self._cell(datum, printed)
        is_rank = views.project.units[datum.unit].plural == "ordinal"
        is_bare = is_rank or not any(map(str.isdigit, printed or views.wording.datum(datum, "full")))
        return cell._replace(label=views.prose.label(datum)) if is_bare else cell

    def _cell(self, datum: Datum, printed: str) -> Cell:
        views = self.views
        kind = views.project.verdicts[datum.verdict.kind] if datum.verdict else None
        html = views.prose.data(datum, "full")
        if printed:
            html = Markup("<q {}>{}</q>").format(views.prose.record(datum), printed)
        return Cell(
            html,
            self.links.statistic(datum.statistic),
            datum.status,
            kind.stroke if kind else "",
            views.text(kind.label) if kind else "",
        )


def _placed(number: int, data: list[Datum]) -> Iterator[tuple[Datum, str]]:
    """Yield the figures of a paragraph, each with the phrase that it is printed as: its next one there."""
    phrases = {
        datum.reference: iter([place.printed for place in datum.places if place.paragraph == number]) for datum in data
    }
    yield from ((datum, next(phrases[datum.reference])) for datum in data)
