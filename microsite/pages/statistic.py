"""A statistic → its definition, formula and verdicts as its page and the index of all show them."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup, escape

from microsite.facts.formulas import tokens
from microsite.pages.views import DatumView, Views
from microsite.source.addresses import Links


class VerdictView(NamedTuple):
    """Whether a figure of the article holds. `kind` is the id of `label`, `url` where it is explained.

    `data` are what it rests on, each with what it counts; `stroke` is how the pen marks it.
    """

    kind: str
    label: str
    stroke: str
    url: str
    day: str
    reason: Markup
    missing: Markup
    data: tuple[tuple[DatumView, str], ...]


class StatisticView(NamedTuple):
    id: str
    label: Markup
    definition: Markup
    note: Markup
    unit: str
    url: str
    first: DatumView
    not_charted: Markup
    formula_words: Markup
    formula: Markup


def view_verdicts(views: Views, id_: str, links: Links) -> tuple[VerdictView, ...]:
    """The verdicts on a statistic's figures in the article."""
    return tuple(
        VerdictView(
            kind=verdict.kind,
            label=views.text(views.project.verdicts[verdict.kind].label),
            stroke=views.project.verdicts[verdict.kind].stroke,
            url=f"{links.page('method')}#verdict-{verdict.kind}",
            day=views.wording.date(verdict.day),
            reason=views.html(verdict.reason, links),
            missing=views.html(verdict.missing, links),
            data=tuple(
                (views.datum(datum, links), views.prose.label(datum))
                for datum in map(views.facts.find, verdict.rests_on)
            ),
        )
        for verdict in (datum.verdict for datum in views.facts.data[id_])
        if verdict
    )


def view_statistic(views: Views, id_: str, links: Links) -> StatisticView:
    statistic = views.project.statistics[id_]
    datum = views.facts.find(id_)
    derive = statistic.derive
    return StatisticView(
        id=id_,
        label=views.html(statistic.label, links),
        definition=views.html(statistic.definition, links),
        note=views.html(statistic.note, links),
        unit=views.project.units[statistic.unit].name[views.code],
        url=links.statistic(id_),
        first=views.datum(datum, links),
        not_charted=views.html(statistic.not_charted, links),
        formula_words=views.html(derive.words, links) if derive else Markup(""),
        formula=_formula(views, derive.formula, links) if derive else Markup(""),
    )


def summarize(views: Views, id_: str) -> str:
    """Say a statistic's own figure, its period and what it counts, for those who see no more of its page."""
    datum, words = views.facts.find(id_), views.words
    said = [views.wording.datum(datum, "full")]
    if datum.period or datum.period_label:
        said.append(views.prose.text(views.wording.period(datum)))
    figure = str(words["separator"]).join(said)
    definition = views.text(views.project.statistics[id_].definition)
    return str(words["stop"]).join((f"{figure[:1].upper()}{figure[1:]}", definition))


def _formula(views: Views, formula: str, links: Links) -> Markup:
    """Show a formula with its ids as links, each followed by its figure."""
    parts = []
    for kind, text in tokens(formula):
        if kind == "id":
            parts.append(views.prose.number(views.facts.find(text), "full", links))
        elif kind == "stated":
            parts.append(views.prose.number(views.facts.find(text), "value", links))
        elif kind == "days":
            parts.append(escape(views.words["statistic"]["days_of"].format(views.wording.date(text))))
        elif kind == "verdicts":
            of = views.text(views.project.verdicts[text].label) if text else views.words["verdict"]["any"]
            parts.append(escape(views.words["verdict"]["count_of"].format(of)))
        elif kind == "distance":
            parts.append(escape(views.words["statistic"]["distance"]))
        else:
            parts.append(escape({"*": "×", "/": "÷", "-": "−"}.get(text, text)))
    return Markup(" ").join(parts)
