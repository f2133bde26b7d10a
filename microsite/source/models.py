"""What the YAML files and the Markdown front matter may say.

Every model forbids unknown keys and is frozen: what load.py accepts is what all later stages read.
Text that a reader sees is a mapping of language to text (`Text`); it may hold markers such as
`{tech-firms}` (see markup.py). Ids are kebab-case, public and permanent.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from microsite.quantities import MOST_DIGITS, Bound
from microsite.source.fields import (
    Address,
    Date,
    Day,
    Flag,
    Folder,
    Id,
    Line,
    LocaleName,
    NameText,
    Number,
    PagePath,
    Paragraphs,
    Patterns,
    Period,
    Power,
    Repository,
    Runs,
    Scale,
    Script,
    SiteAddress,
    Step,
    Tag,
    Text,
    Value,
    Whole,
    parse_stated,
)
from microsite.source.record import AmongWords, IdOf, Record

ClaimId = Annotated[Id, IdOf("claim")]
SourceId = Annotated[Id, IdOf("source")]
SpeakerId = Annotated[Id, IdOf("speaker")]
StatisticId = Annotated[Id, IdOf("statistic")]
SubjectId = Annotated[Id, IdOf("subject")]
UnitId = Annotated[Id, IdOf("unit")]
FigureId = Annotated[Line, IdOf("figure")]  # of a statistic, or id@key of one of its observations
DatedId = Annotated[Line, IdOf("dated figure")]  # the same where it shall not become that of a newer one


def split_reference(reference: str) -> tuple[str, str | None]:
    """Split `id@key` into the statistic's id and the observation's key, None meaning the first."""
    id_, at, key = reference.partition("@")
    return id_, key if at else None


class Status(StrEnum):
    """How a figure came about. Each is drawn and worded differently, everywhere."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    TARGETED = "targeted"
    CLAIMED = "claimed"
    DERIVED = "derived"


class Role(StrEnum):
    """Whether a figure is the article's own or stands beside it, from another source."""

    ARTICLE = "article"
    CONTEXT = "context"


# --- data/site.yaml, data/units.yaml, data/sources.yaml, data/speakers.yaml


class Language(Record):
    """One language of the site. `folder` is where its pages stand below the site's root.

    `compact_from` is the number from which figures are written with scale words (9.4 trillion, 85万).
    `script` is a regular expression for a run of this language in the text of another, marked there as such.
    """

    tag: Tag  # BCP 47, for `lang` and `hreflang`
    locale: LocaleName  # CLDR, for Babel
    folder: Folder = ""
    name: Line  # in that language itself
    compact_from: Number = Decimal(10**6)
    script: Script | None = None
    grouping: Flag = True  # whether thousands are separated: 1,035 or 1035
    words_a_minute: Annotated[Whole, Field(gt=0)] = 240  # read in silence; of scripts without spaces, characters
    shortest_alt: Whole = 40  # characters that a chart's alternative text needs: kind, what it shows, what it says

    @property
    def root(self) -> str:
        """Where its pages are below the site's root: nothing, or a path that ends with a slash."""
        return f"{self.folder}/" if self.folder else ""


class Site(Record):
    title: Text
    description: Text
    languages: dict[Id, Language] = Field(min_length=1)  # the first is the default
    subjects: dict[Id, NameText] = Field(default={})  # what statistics and charts are listed under; else chapters are
    article: SourceId | None = None  # the source whose paragraphs the observations of role article cite
    url: SiteAddress = ""  # of the published site, where one is known
    repository: Repository | None = None  # where numbers are edited, errors told
    published: Date | None = None  # when the site first was; citations name it
    updated: Date | None = None  # when its data or text last changed, as an editor says: no build looks at a clock
    feed_id: Line = ""  # of which the ids of feeds and their entries are made: it stays when the title changes
    licence: NameText
    licence_url: Address = ""  # its terms
    author: NameText | None = None  # who wrote the story
    contact: Address = ""  # where readers reach its editors: a page, or mailto: and an address
    synonyms: tuple[tuple[str, ...], ...] = ()  # words of which a search for one finds what is named by another
    publisher: NameText | None = None  # who answers for the site, where that is not the site by its own name

    @property
    def root(self) -> str:
        """Its address with a slash at its end; nothing where that is not known."""
        return f"{self.url.rstrip('/')}/" if self.url else ""


class Unit(Record):
    """A unit of measure and its wording.

    `dimension` and `scale` carry units through formulas: a minute is {time: 1} at scale 60, a daily rate
    {time: -1} at scale 1/86400, a percent dimensionless at scale 0.01. A unit without `dimension` (a rank,
    an edition) takes no part in arithmetic. Patterns hold `{0}`, or are a mapping of CLDR plural category
    to such a pattern.
    """

    name: NameText  # for table heads: "enterprises", "家"
    text: Patterns | None = None  # in running text, where the noun follows by itself
    full: Patterns  # standing alone: "{0} enterprises", "{0}家"
    plural: Literal["cardinal", "ordinal"] = "cardinal"
    grouping: Flag = True  # whether thousands are separated; of years, say, they are not: 1933
    bound: Literal["outside", "inside"] = "outside"  # "more than US$5 billion", but 每天超过300家
    dimension: dict[str, Power] | None = None
    scale: Scale = Decimal(1)
    larger: UnitId | None = None  # the unit in which whole ones are worded: of minutes hours, as in 1 h 23 min

    def patterns(self, code: str) -> tuple[str, ...]:
        """Return the ways in which it is written in a language, those of all plurals."""
        said = [wording[code] for wording in (self.text, self.full) if wording and code in wording]
        found = (item for form in said for item in ([form] if isinstance(form, str) else form.values()))
        return tuple(dict.fromkeys(found))


class Source(Record):
    title: NameText | None = None
    publisher: NameText
    language: Tag | None = None
    date: Period | None = None  # of publication, or the two between which it must lie; omitted where it bears none
    date_note: Text | None = None
    grade: Annotated[Id, AmongWords("grades")]
    url: Address | None = None
    note: Text | None = None


class Speaker(Record):
    """Who states a figure inside the article, or counted one."""

    label: Text
    note: Text | None = None
    is_a: Literal["Person", "Organization"] | None = None  # as schema.org calls it; None: nobody in particular


# --- data/statistics/*.yaml


class Mention(Record):
    """A further place where the article prints the same figure."""

    paragraph: Whole
    printed: Line
    implied: Flag = False


class Shared(Record):
    """What an observation says besides its figure; a series says it once for all of its values.

    `printed` is the source's own short phrase; `implied` says that the phrase implies the value
    without a numeral that could be read out of it ("runner-up" for 2). `source` is who printed it, `counter`
    who counted, where that is another.
    """

    bound: Bound = Bound.EXACT
    period_is: Literal["stated", "inferred", "unstated"] = "stated"
    period_label: Text | None = None
    status: Status = Status.MEASURED
    role: Role = Role.CONTEXT
    source: SourceId | None = None
    counter: SpeakerId | None = None
    speaker: SpeakerId | None = None
    paragraph: Whole | None = None
    printed: Line | None = None
    worded: Line | None = None  # the part of `printed` that is the figure with the words of its bound
    implied: Flag = False
    mentions: tuple[Mention, ...] = ()
    note: Text | None = None
    next_release: Period | None = None  # when its source is due to publish the next figure


class Entry(Shared):
    """A value of a series that says more than its number. `key` as of an observation."""

    value: Value
    key: Id | None = None
    label: Text | None = None  # what this observation counts, where it differs from the statistic


class Verdict(Record):
    """Whether a figure of the article holds: the kind, the day on which that was judged, and what it rests on.

    `rests_on` are observations (id or id@key) and `claims` comparisons; checks/verdicts.py holds the kind against them.
    """

    kind: Annotated[Id, IdOf("verdict")]
    day: Day
    rests_on: tuple[DatedId, ...] = ()
    claims: tuple[ClaimId, ...] = ()
    reason: Text
    missing: Text | None = None  # what one would have to know, of a figure that can't be judged


class Observation(Entry):
    """A statistic's figure for one period, from one source.

    `key` names it in markers (`{unicorns@hurun}`); it is the period where none is given.
    """

    source: SourceId
    period: Period | None = None
    series: Id | None = None  # of its statistic's
    verdict: Verdict | None = None  # of the article's own figures

    @property
    def places(self) -> tuple[Mention, ...]:
        """Where the article prints it, each with its paragraph and phrase, its own first."""
        if self.paragraph is None or self.printed is None:
            return self.mentions
        own = Mention.model_construct(paragraph=self.paragraph, printed=self.printed, implied=self.implied)
        return (own, *self.mentions)


_ShortForm = dict[Period, Value | Entry] | Annotated[str, Field(pattern=r"\.csv$")]  # as editors type it


class Series(Shared):
    """Observations that can be joined: of one thing, counted by one office.

    Beside what it shares with all of them it can hold them in short form, values by period, or name the CSV file that
    does: series.py makes observations of these before they come here. `breaks` says where it goes on from another
    base: by the first period there, why.
    """

    label: Text  # what is counted, by whom, on which base
    values: Annotated[dict[Period, Any], BeforeValidator(lambda typed: typed, json_schema_input_type=_ShortForm)] = (
        Field(default={})
    )
    breaks: dict[Period, Text] = Field(default={})


class Derivation(Record):
    """A value computed from other statistics. `significant` is the number of digits that it bears."""

    formula: Line
    words: Text
    period: Period | None = None
    significant: Annotated[Whole, Field(ge=1, le=MOST_DIGITS)] = 3
    across: Text | None = None  # why it may calculate across a break of a series


class Statistic(Record):
    label: Text
    definition: Text
    note: Text | None = None
    unit: UnitId
    subject: SubjectId
    not_charted: Text | None = None  # why no chart may draw it
    observations: tuple[Observation, ...] = ()
    series: dict[Id, Series] = Field(default={})
    derive: Derivation | None = None
    related: tuple[StatisticId, ...] = ()


class Claim(Record):
    """What words such as "fewer than the year before" rest on: a comparison or a course that the build tests again.

    `holds` compares formulas (`a < b`, `a >= b`, or a chain `a < b < c`), or says how a series went on, such as
    `rises(a@2019..2024)`: claims.py knows the courses.
    """

    holds: Line
    across: Text | None = None  # why it may compare across a break of a series
    despite: Text | None = None  # why its words stand, though a third figure of a series says otherwise
    note: Text | None = None


class VerdictRule(StrEnum):
    """What evidence a kind of verdict needs; checks/verdicts.py says what each misses."""

    INDEPENDENT = "independent"
    SAME_VOICE = "same-voice"
    CLAIMS = "claims"
    OLD = "old"
    LATER = "later"
    TARGET_MET = "target-met"
    TARGET_MISSED = "target-missed"
    TARGET_OPEN = "target-open"
    INCOMPATIBLE = "incompatible"
    SOLE = "sole"
    NONE = "none"


class VerdictKind(Record):
    """One kind of verdict: what it is called, what it means, what evidence it needs, and how the pen marks it.

    `rating` is its place on a scale from 1 (wrong) to 5 (right), for machines; without one, it is said in words only.
    """

    label: Text
    meaning: Text
    rule: VerdictRule
    stroke: Literal[
        "underline", "double", "dashed", "dotted", "wavy", "arrow", "short", "ring", "bracket", "query", "tick"
    ]
    rating: Annotated[Whole, Field(ge=1, le=5)] | None = None


class Disagreement(Record):
    """Figures (id or id@key) that can't all be right, or that readers could take for one; the first is the one used."""

    figures: tuple[DatedId, ...] = Field(min_length=1)
    why: Text  # how they differ, and why the first is used


class SetAside(Record):
    """A numeral of the article that is no statistic, and why."""

    paragraph: Paragraphs
    printed: Line
    reason: Annotated[Id, AmongWords("reasons")]
    note: Text | None = None


class Paragraph(Record):
    """A paragraph of the article with all but its figures removed: what stands in it, in order.

    A number is as many characters, up to a punctuation mark or a figure; a figure is `id` or `id@key`.
    """

    runs: Runs
    headline: Flag = False

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(run for run in self.runs if isinstance(run, str))


# --- content/*.yaml


class Term(Record):
    term: Text
    definition: Text
    subject: SubjectId | None = None
    rendering: Literal["established", "ours"] | None = None  # where there are several languages
    rendering_note: Text | None = None


class Drawing(Record):
    """How an exhibit's figures are drawn: a length as an outline, figures before and after as bars, a count as dots."""

    form: Literal["outline", "pairs", "dots"]
    of: tuple[FigureId, ...] = Field(min_length=1)
    like: Line | None = None  # whose outline in a chart to scale stands for it, where it has none there


Rendering = Literal["established", "ours", "descriptive"]  # whose a name is in another language


class Exhibit(Record):
    name: NameText
    maker: NameText | None = None
    maker_named: Flag = True  # whether the article names the maker
    claim: Text | None = None  # what is said of it, in our words
    note: Text | None = None
    paragraphs: Paragraphs = ()  # of the article
    statistics: tuple[StatisticId, ...] = ()
    drawing: Drawing | None = None
    name_is: Rendering | None = None


class Policy(Record):
    name: Text
    kind: Annotated[Id, AmongWords("policy_kinds")]
    summary: Text
    note: Text | None = None
    paragraphs: Paragraphs = ()  # of the article
    statistics: tuple[StatisticId, ...] = ()
    name_is: Rendering | None = None


class Place(Record):
    name: Text
    kind: Annotated[Id, AmongWords("place_kinds")]
    summary: Text
    paragraphs: Paragraphs = ()  # of the article
    statistics: tuple[StatisticId, ...] = ()


class Stated(Record):
    """A figure as it once stood, in its statistic's unit."""

    value: Value
    bound: Bound = Bound.EXACT


StatedFigure = Annotated[
    Stated, BeforeValidator(parse_stated, json_schema_input_type=Decimal | tuple[Decimal, Decimal] | Stated)
]


class Correction(Record):
    """What was wrong: a figure (`was`, `now`), words (`stood`, `stands`), or else something beside them.

    `evidence` names what it rests on: sources, and figures as `id` or `id@key`.
    """

    date: Day
    statistic: DatedId
    was: StatedFigure | None = None
    now: StatedFigure | None = None
    stood: Text | None = None  # what was said, and is withdrawn
    stands: Text | None = None  # what is said instead, if anything is
    why: Text
    evidence: tuple[Line, ...] = ()


class Redirect(Record):
    """A page that has moved, in every language: names such as statistics/tech-firms."""

    old: PagePath
    new: PagePath


# --- content/charts/*.yaml and the front matter of content/LANG/**/*.md


class MarkSpec(Record):
    """One thing that a chart draws: an observation (`id` or `id@key`), with its label.

    What is said of it on the drawing, each in its ink: by the `pen`, the `article` or `others`; `against`: the mark of
    the same chart with which the pen compares it.
    """

    statistic: FigureId
    label: Text | None = None  # default: what form and chart say in `label_by`
    accent: Flag = False
    group: Text | None = None
    pen: Text | None = None
    against: Line | None = None
    article: Text | None = None
    others: Text | None = None


class ChartSpec(Record):
    form: Line
    subject: SubjectId
    title: Text
    subtitle: Text
    alt: Text
    note: Text
    label_by: Literal["statistic", "period", "observation"] = "statistic"
    units: Flag = True
    round_to: Step | None = None
    marks: tuple[MarkSpec, ...] = Field(min_length=1)
    options: dict[str, Any] = Field(default={})  # validated by the form
    related: tuple[Annotated[Id, IdOf("chart")], ...] = ()

    @cached_property
    def options_as(self) -> Callable[[type[Record]], Record]:
        """What reads its options as a form's model, once. Raises ValidationError."""
        return cache(lambda model: model.model_validate(self.options))


UNSEEN = ("sections_differ", "anchors")  # what of a page's front matter no reader sees


class FrontMatter(Record):
    title: Line
    description: Line = ""
    deck: Line = ""
    kicker: Line = ""
    sections_differ: Line = ""  # why the sections of this page don't correspond to those of the other languages
    anchors: Line = ""  # of a chapter: ids of earlier ones, whose links lead here

    @property
    def shown(self) -> tuple[str, ...]:
        """What of it readers see."""
        return tuple(text for name, text in self if name not in UNSEEN)
