"""A chart's file → `Chart`, its marks and words in one language; and the table of those very marks.

How anything looks is for the forms and style.py. What an editor got wrong comes back as `Fault`s, for
checks/ to place in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from microsite.errors import hint, refusal
from microsite.facts.derive import Datum, Facts
from microsite.language.phrases import speaking
from microsite.language.prose import UNSAID, Prose
from microsite.language.wording import Wording
from microsite.quantities import Bound
from microsite.source.fields import Line
from microsite.source.models import ChartSpec, MarkSpec, Role, Source, Status
from microsite.source.record import IdOf, Record
from microsite.source.yamlfile import Location

MarkName = Annotated[Line, IdOf("mark")]  # of one of the same chart, as it stands in its `statistic`
# A Plotly figure as Plotly's own JSON: {"data": …, "layout": …}.
Figure = dict[str, Any]
Fault = tuple[Location, str]  # where in the chart's file, and what is wrong there
O = TypeVar("O", bound=Record)  # noqa: E741 - a form's own options


ALL = 1.005  # shares that are rounded may add up to so much


class Artboard(NamedTuple):
    """One picture of a chart: its language, and its width in CSS pixels."""

    slug: str
    language: str
    width: int

    def __str__(self) -> str:
        return f"{self.slug}-{self.language}-{self.width}"


class Mark(NamedTuple):
    """One thing that a chart draws: a figure with its words.

    `head` is its label after that of its group; `text` stands beside the mark (">850,000 firms"), `figure` is the
    same without its unit, `full` says the bound in words for tables, `tip` is the one line a pointer brings up; `pen`
    is what we write of it, `against` the name of the mark with which that compares it, `article` and `others` are what
    these say of it; `name` is what the chart's file calls it, there and in its options.
    """

    name: str
    datum: Datum
    label: str
    head: str
    text: str
    figure: str
    full: str
    tip: str
    accent: bool = False
    group: str | None = None
    pen: str = ""
    against: str | None = None
    article: str = ""
    others: str = ""
    unit_scale: float = 1
    dimension: Mapping[str, int] | None = None  # None: a rank or the like, which has no length

    @property
    def value(self) -> float:
        """The number in the statistic's unit; of a range, its lower end."""
        return float(self.datum.quantity.number)

    @property
    def upper(self) -> float:
        """The same; of a range, its upper end."""
        return float(self.datum.quantity.upper)

    def value_like(self, other: Mark) -> float:
        """The number in the other mark's unit: both must share a dimension."""
        return self.value if self.datum.unit == other.datum.unit else self.value * self.unit_scale / other.unit_scale

    def upper_like(self, other: Mark) -> float:
        """The same; of a range, its upper end."""
        return self.value_like(other) if self.upper == self.value else self.upper * self.unit_scale / other.unit_scale

    def ends_like(self, other: Mark, whole: float = 1) -> tuple[float, float]:
        """Both, as shares of a whole in the other mark's unit."""
        return self.value_like(other) / whole, self.upper_like(other) / whole

    @property
    def bound(self) -> Bound:
        return self.datum.quantity.bound

    @property
    def remark(self) -> str:
        """What is said of it on the drawing."""
        return self.pen or self.article or self.others

    @property
    def loud(self) -> bool:
        """Whether that is in bold."""
        return bool(self.pen) or self.accent

    @property
    def context(self) -> bool:
        """Whether the figure stands beside the article, from another source."""
        return self.datum.role is Role.CONTEXT


@dataclass(frozen=True)
class Chart:
    """A chart in one language, ready to be drawn. Texts are plain: their markers are resolved."""

    slug: str
    spec: ChartSpec
    language: str
    title: str
    subtitle: str
    note: str
    alt: str
    marks: tuple[Mark, ...]
    options: Record
    wording: Wording
    said: Mapping[str, str]  # texts of the options and labels of the data, as typed: what they say

    def __hash__(self) -> int:
        return hash((self.slug, self.language, self.title, self.alt))

    def options_as(self, model: type[O]) -> O:
        """Return the options as the form's own model, for the type checker's sake."""
        assert isinstance(self.options, model)
        return self.options

    def words(self, text: Mapping[str, str] | None) -> str:
        """Return a text of the options, or a label of the data, in this chart's language; nothing for None."""
        return self.said[text[self.language]] if text else ""

    @cached_property
    def named(self) -> Mapping[str, Mark]:
        return {mark.name: mark for mark in self.marks}

    def held_against(self, mark: Mark) -> Mark | None:
        """Return the mark with which the pen compares one."""
        return self.named.get(mark.against or "")

    @property
    def groups(self) -> tuple[tuple[str | None, tuple[Mark, ...]], ...]:
        """Return the marks by group, groups in the order of their first marks."""
        found: dict[str | None, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.group, []).append(mark)
        return tuple((group, tuple(marks)) for group, marks in found.items())


@dataclass(frozen=True)
class Form:
    """A form of chart: the options it knows, what it refuses to draw, and how it draws.

    `draw` takes the width of the artboard in CSS pixels and sets the figure's height itself. `refuse`
    yields what would make the picture dishonest, such as bars of different units on one scale. `pens` tells whether the
    pen has room beside a mark, and between it and another. `series` returns the groups that a reader may switch off.
    `explored`: whether there is more to see in it, as in a cloud or a long course. `remarks`: whether what the article
    or others say of a mark stands where the pen would, if that says nothing.
    """

    Options: type[Record]
    draw: Callable[[Chart, int], Figure]
    refuse: Callable[[Chart], Iterator[Fault]]
    pens: Callable[[Chart, Mark, Mark | None], bool] = lambda _chart, _mark, other: other is None
    series: Callable[[Chart], list[str]] = lambda _: []
    explored: bool = False
    remarks: bool = False

    def faults(self, chart: Chart) -> Iterator[Fault]:
        """Yield what the form refuses, words for which it has no room, and names of marks that the chart lacks."""
        yield from self.refuse(chart)
        for index, mark in enumerate(chart.marks):
            other = chart.held_against(mark)
            if mark.against and not (other and mark.pen):
                wrong = "the pen says nothing of this mark" if other else f"no mark of this chart is '{mark.against}'"
                yield ("marks", index, "against"), wrong
            elif mark.pen and (other is mark or not self.pens(chart, mark, other)):
                of = f"'{mark.name}' against '{mark.against}'" if other else f"'{mark.name}'"
                yield ("marks", index, "pen"), f"here the pen has no room to speak of {of}"
            voices = [name for name in ("pen", "article", "others") if getattr(mark, name)]
            for name in voices:
                if name != "pen" and not (self.remarks and self.pens(chart, mark, None)):
                    yield ("marks", index, name), f"here '{name}' has no room to speak of '{mark.name}'"
                elif name != voices[0]:
                    yield ("marks", index, name), f"where this would stand, stands '{voices[0]}'"
        for location, name, mark in chart.options.marked:
            if isinstance(mark, IdOf) and name not in chart.named:
                yield ("options", *location), f"no mark of this chart is '{name}'"


def read_options(spec: ChartSpec, forms: Mapping[str, Form]) -> Record | None:
    """Return the options as the form's model, or None where `check` has something to say of them."""
    try:
        return spec.options_as(forms[spec.form].Options) if spec.form in forms else None
    except ValidationError:
        return None


def check(spec: ChartSpec, forms: Mapping[str, Form], prose: Prose, resolved: Callable[[], Chart]) -> tuple[Fault, ...]:
    """Return everything that keeps this chart from being drawn; nothing if it can be.

    What the form itself refuses is known only where all is there that the chart would show: once it is `resolved`.
    """
    form = forms.get(spec.form)
    if form is None:
        return ((("form",), f"unknown form '{spec.form}'{hint(spec.form, forms)}"),)
    faults = [*_option_faults(form.Options, spec), *_mark_faults(spec, prose)]
    if faults:
        return tuple(faults)
    try:
        chart = resolved()
    except UNSAID:
        return ()
    return tuple(form.faults(chart))


def _option_faults(options: type[Record], spec: ChartSpec) -> Iterator[Fault]:
    try:
        spec.options_as(options)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            location: Location = ("options", *detail["loc"])
            if detail["type"] == "extra_forbidden":
                near = hint(str(location[-1]), options.model_fields)
                yield location, f"unknown option '{location[-1]}' for the form '{spec.form}'{near}"
            elif detail["type"] == "missing":
                yield location, f"the form '{spec.form}' needs the option '{location[-1]}'"
            else:
                cause = detail.get("ctx", {}).get("error") or detail["msg"]
                yield location, f"the option '{detail['loc'][0]}' of the form '{spec.form}': {cause}"


def _mark_faults(spec: ChartSpec, prose: Prose) -> Iterator[Fault]:
    for index, mark in enumerate(spec.marks):
        location: Location = ("marks", index, "statistic")
        if refusal(prose.facts.find, mark.statistic):
            continue  # as is told
        datum = prose.facts.find(mark.statistic)
        reason = prose.project.statistics[datum.statistic].not_charted
        if reason:
            yield location, f"'{datum.statistic}' is not to be charted: {reason.get(prose.wording.code, '')}"
        quantity = datum.quantity
        ends = quantity.rounded(spec.round_to).ends if spec.round_to else quantity.ends
        if any(quantity.ends) and not any(ends):
            yield ("round_to",), f"of '{mark.statistic}', {quantity}, nothing is left, rounded so"
        if len(set(ends)) < len(set(quantity.ends)):
            yield ("round_to",), f"the two ends of '{mark.statistic}', {quantity}, are one, rounded so"


def resolve(slug: str, spec: ChartSpec, form: Form, prose: Prose) -> Chart:
    """Put a checked chart's marks and texts into one language. Raises UNSAID where something in them is not there."""
    code, say = prose.wording.code, prose.text
    options, marks = spec.options_as(form.Options), tuple(_mark(mark, spec, prose) for mark in spec.marks)
    texts = [*(text for _, text, _ in options.texts), *(mark.datum.label for mark in marks if mark.datum.label)]
    return Chart(
        slug=slug,
        spec=spec,
        language=code,
        title=say(spec.title[code]),
        subtitle=say(spec.subtitle[code]),
        note=say(spec.note[code]),
        alt=say(spec.alt[code]),
        marks=marks,
        options=options,
        wording=prose.wording,
        said={text[code]: say(text[code]) for text in texts},
    )


@lru_cache(maxsize=1024)  # a figure is looked at before it is drawn, and most are the same in the next edition
def draw(form: Form, chart: Chart, width: int) -> Figure:
    """Draw a chart `width` px wide. Who gets the figure leaves it as it is."""
    with speaking(chart.wording.language.tag):
        return form.draw(chart, width)


def _mark(spec: MarkSpec, chart: ChartSpec, prose: Prose) -> Mark:
    wording, datum = prose.wording, prose.facts.find(spec.statistic)
    label = _label(spec, chart, datum, prose)
    full = wording.datum(datum, "full")
    group = prose.text(spec.group[wording.code]) if spec.group else None
    colon = str(wording.words["colon"])
    head = colon.join(filter(None, (group, label))).removesuffix(colon.strip())  # of a label that leads to its figure
    said = [full]
    period = prose.text(wording.period(datum))
    if datum.period and period not in head:
        said.append(period)
    if datum.status is not Status.MEASURED:
        said.append(wording.kind(datum))
    tip = head + colon + str(wording.words["separator"]).join(said)
    drawn = datum.quantity.rounded(chart.round_to) if chart.round_to else datum.quantity
    figure = str(wording.words["signs"][drawn.bound]) + wording.figure(drawn, short=True)
    unit = wording.units[datum.unit]
    return Mark(
        name=spec.statistic,
        datum=datum,
        label=label,
        head=head,
        text=wording.quantity(drawn, datum.unit, "label") if chart.units else figure,
        figure=figure,
        full=full,
        tip=tip,
        accent=spec.accent,
        group=group,
        pen=prose.text(spec.pen[wording.code]) if spec.pen else "",
        against=spec.against,
        article=prose.text(spec.article[wording.code]) if spec.article else "",
        others=prose.text(spec.others[wording.code]) if spec.others else "",
        unit_scale=float(unit.scale),
        dimension=unit.dimension,
    )


def _label(spec: MarkSpec, chart: ChartSpec, datum: Datum, prose: Prose) -> str:
    if spec.label is None and chart.label_by == "period":
        return prose.text(prose.wording.period(datum))
    text: Mapping[str, str] = prose.project.statistics[datum.statistic].label
    if spec.label:
        text = spec.label
    elif chart.label_by == "observation" and datum.label:
        text = datum.label
    return prose.text(text[prose.wording.code])


# --- what several forms refuse


def refuse_unscaled(chart: Chart, marks: Sequence[Mark], *, signed: bool = False) -> Iterator[Fault]:
    """Refuse marks that no scale from zero can hold: ranks, units that don't compare, unless `signed` what is below."""
    for mark in marks:
        location: Location = ("marks", chart.marks.index(mark), "statistic")
        if mark.dimension is None:
            yield location, f"'{mark.datum.statistic}' is in '{mark.datum.unit}', which has no length to draw"
        elif mark.dimension != marks[0].dimension:
            first = marks[0].datum
            yield location, f"'{mark.datum.unit}' can't share a scale with '{first.unit}' of '{first.statistic}'"
        elif mark.value < 0 and not signed:
            message = "is below zero, which this form can't show; 'bars', 'columns' and 'line' can"
            yield location, f"'{mark.datum.statistic}' {message}"
    if not signed and not any(mark.upper > 0 for mark in marks):
        yield ("marks",), "nothing here is above zero, so there is nothing to draw"


def refuse_no_sum(chart: Chart, marks: Sequence[Mark]) -> Iterator[Fault]:
    """Refuse marks that don't add up: of several units or times, inexact, below zero, or shares of more than all."""
    first = marks[0]
    for mark in marks:
        location: Location = ("marks", chart.marks.index(mark), "statistic")
        if mark.datum.unit != chart.marks[0].datum.unit:
            yield location, f"a sum in '{chart.marks[0].datum.unit}' can't hold '{mark.datum.unit}'"
        elif mark.bound is not Bound.EXACT or mark.upper > mark.value:
            yield location, f"'{mark.datum.reference}' is not exact; what is open or about can't be summed"
        elif mark.datum.period != first.datum.period:
            yield location, f"'{mark.datum.reference}' is of another time than '{first.datum.reference}'"
    if first.dimension == {} and first.unit_scale < 1 and sum(mark.value for mark in marks) * first.unit_scale > ALL:
        yield ("marks", chart.marks.index(first), "statistic"), "these shares add up to more than all"


# --- the table under the chart


class Row(NamedTuple):
    """One mark in words, a cell for each column of the head."""

    mark: Mark
    cells: tuple[str, ...]


class Table(NamedTuple):
    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]


def table(chart: Chart, prose: Prose) -> Table:
    """Say the chart's own marks, in the order of its file, with bounds in words."""
    wording = prose.wording
    words = wording.words
    head = [words["chart"]["item"], words["chart"]["value"]]
    head += [words["statistic"]["period"], words["statistic"]["status"], words["statistic"]["source"]]
    judged = any(mark.datum.verdict for mark in chart.marks)
    head += [words["verdict"]["title"]] if judged else []
    rows = []
    for mark in chart.marks:
        sources = str(words["list_break"]).join(credits_of([mark.datum], prose))
        cells = [mark.head, mark.full, prose.text(wording.period(mark.datum)), wording.kind(mark.datum), sources]
        if judged:
            verdict = mark.datum.verdict
            cells.append(prose.text(prose.project.verdicts[verdict.kind].label[wording.code]) if verdict else "")
        rows.append(Row(mark, tuple(cells)))
    return Table(chart.title, tuple(map(str, head)), tuple(rows))


def sources_of(datum: Datum, facts: Facts) -> tuple[str, ...]:
    """Return the ids of the sources behind a figure: its own, or those of all that it is derived from."""
    if datum.source is not None:
        return (datum.source,)
    found = (source for reference in datum.inputs for source in sources_of(facts.find(reference), facts))
    return tuple(dict.fromkeys(found))


def credits_of(data: Iterable[Datum], prose: Prose) -> tuple[str, ...]:
    """Word the sources behind figures, each credit once."""
    ids = (id_ for datum in data for id_ in sources_of(datum, prose.facts))
    return tuple(dict.fromkeys(credit(prose.project.sources[id_], prose.wording) for id_ in ids))


def credit(source: Source, wording: Wording) -> str:
    """Word a source as a newspaper credits it: publisher and date."""
    date = wording.date(source.date) if source.date else ""
    return str(wording.words["separator"]).join(filter(None, (source.publisher[wording.code], date)))
