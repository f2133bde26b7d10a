"""What the YAML files and the Markdown front matter may say.

Every model forbids unknown keys and is frozen: what load.py accepts is what all later stages read.
Text that a reader sees is a mapping of language to text (`Text`); it may hold markers such as
`{tech-firms}` (see prose.py). Ids are kebab-case, public and permanent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from microsite.quantities import MOST_DIGITS, Bound, parse_value
from microsite.source.yamlfile import Location

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PERIOD_POINT = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
PLURALS = ("zero", "one", "two", "few", "many", "other")
PERIOD = re.compile(rf"{PERIOD_POINT}(/{PERIOD_POINT})?")


def _check_id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError(f"'{value}' is not an id: lower-case letters, digits and single hyphens, such as 'tech-firms'")
    return value


def split_reference(reference: str) -> tuple[str, str | None]:
    """Split `id@key` into the statistic's id and the observation's key, None meaning the first."""
    id_, at, key = reference.partition("@")
    return id_, key if at else None


def check_period(value: str) -> str:
    if not PERIOD.fullmatch(value):
        raise ValueError(
            f"'{value}' is not a period: expected a year (2024), a month (2024-12), a day (2024-12-31) "
            "or two of them with a slash (2019/2024)"
        )
    days = [_first_day(point) for point in value.split("/")]
    if days != sorted(days):
        raise ValueError(f"'{value}' ends before it begins")
    return value


def _check_date(value: str) -> str:
    if "/" in check_period(value):
        raise ValueError(f"'{value}' is two dates: expected one, a year, a month or a day such as 2025-05-09")
    return value


def _check_day(value: str) -> str:
    if len(check_period(value)) != len("2025-05-09"):
        raise ValueError(f"'{value}' is not a day, such as 2025-05-09")
    return value


def is_overdue(due: str, today: str) -> bool:
    """Whether a period (a year, a month, a day, or the last of two) had passed before a day began."""
    last = due.split("/")[-1]
    return today[: len(last)] > last


def end_of(period: str | None) -> str:
    """Return what sorts periods by where they end: a year after its months, none before all."""
    last = (period or "").split("/")[-1]
    return last + "-12-31"[len(last) - 4 :] if last else ""


def is_latest(period: str | None, others: Iterable[str | None]) -> bool:
    """Whether none of the others ends later: only then is a next figure still to come."""
    return all(end_of(other) <= end_of(period) for other in others)


def _first_day(point: str) -> date:
    try:
        return date(*[*map(int, point.split("-")), 1, 1][:3])
    except ValueError:
        raise ValueError(f"'{point}' is no day of the calendar") from None


def _check_locale(value: str) -> str:
    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"'{value}' is no locale that CLDR knows, such as en_GB or zh_Hans_CN") from None
    return value


def _check_tag(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value):
        raise ValueError(f"'{value}' is no language tag, such as en or zh-Hans")
    return value


def _check_folder(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]*", value):
        raise ValueError(f"'{value}' is not the name of a folder: letters, digits and hyphens")
    return value


def _check_page_name(value: str) -> str:
    if not all(ID.fullmatch(part) for part in value.split("/")):
        raise ValueError(f"'{value}' is not the name of a page, such as method or statistics/tech-firms")
    return value


def _check_script(value: str) -> str:
    try:
        re.compile(value)
        re.compile(f"(?:{value})")  # as it stands in another: flags can't
    except re.error as error:
        raise ValueError(f"'{value}' is no regular expression: {error}") from None
    return value


def check_address(value: str) -> str:
    """Check an absolute address. Raises ValueError."""
    if not re.fullmatch(r"https?://[^\s/\"<>]+(/[^\s\"<>]*)?|", value):
        raise ValueError(f"'{value}' is not an absolute address, such as https://name.github.io/site/")
    return value


def _check_repository(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+/[^\s/]+/[^\s/]+", value):
        raise ValueError(f"'{value}' is not the address of a repository, such as https://github.com/name/project")
    return value


def _parse_flag(value: Any) -> Any:
    if value not in ("true", "false"):
        raise ValueError(f"'{value}' is neither 'true' nor 'false'")
    return value == "true"


def _parse_whole(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]+", value):
        raise ValueError(f"'{value}' is not a whole number in plain digits, such as 21")
    return int(value)


def _parse_number(value: Any) -> Any:
    number = parse_value(value)
    if isinstance(number, tuple):
        raise ValueError("expected one number, not a range")
    return number


def _parse_scale(value: Any) -> Any:
    numerator, _, denominator = value.partition("/") if isinstance(value, str) else (value, "", "")
    divisor = _parse_number(denominator) if denominator else Decimal(1)
    if not divisor:
        raise ValueError(f"'{value}' divides by zero")
    if (scale := _parse_number(numerator) / divisor) <= 0:
        raise ValueError(f"'{value}' is not above zero, as the size of a unit is")
    return scale


def _parse_power(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"-?[1-9]", value):
        raise ValueError(f"'{value}' is not the power of a dimension: a whole number such as 1 or -1")
    return int(value)


def _parse_pattern(value: Any) -> Any:
    patterns = value if isinstance(value, dict) else {"other": value}
    if "other" not in patterns:
        raise ValueError("lacks a pattern for 'other', which serves every number that no other pattern does")
    for category, pattern in patterns.items():
        if category not in PLURALS:
            raise ValueError(f"'{category}' is no plural category of CLDR (known: {', '.join(PLURALS)})")
        if not isinstance(pattern, str) or not re.fullmatch(r"[^{}]*\{0\}[^{}]*", pattern):
            raise ValueError(f"'{pattern}' must hold {{0}}, once, where the number stands")
    return value


def _parse_stated(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


def _parse_paragraphs(value: Any) -> Any:
    return tuple(map(_parse_whole, value)) if isinstance(value, list) else (_parse_whole(value),)


class _ByLanguage:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "by-language": True}  # schema.py knows which languages there are


@dataclass(frozen=True)
class Prose(_ByLanguage):
    """Marks text that readers read: markers work in it, and no number is typed in it by hand."""


@dataclass(frozen=True)
class Name(_ByLanguage):
    """Marks names, titles and patterns: taken as they are typed."""


Id = Annotated[str, AfterValidator(_check_id)]
Period = Annotated[str, AfterValidator(check_period)]
Date = Annotated[str, AfterValidator(_check_date)]  # as exact as it is known
Day = Annotated[str, AfterValidator(_check_day)]
Flag = Annotated[bool, BeforeValidator(_parse_flag)]
Whole = Annotated[int, BeforeValidator(_parse_whole)]
Line = Annotated[str, Field(min_length=1)]
Paragraphs = Annotated[
    tuple[int, ...], BeforeValidator(_parse_paragraphs, json_schema_input_type=int | tuple[int, ...])
]
Text = Annotated[dict[str, Line], Prose()]
NameText = Annotated[dict[str, Line], Name()]
Number = Annotated[Decimal, BeforeValidator(_parse_number)]
Power = Annotated[int, BeforeValidator(_parse_power)]
Patterns = Annotated[dict[str, Annotated[str | dict[str, str], BeforeValidator(_parse_pattern)]], Name()]
Value = Annotated[Decimal | tuple[Decimal, Decimal], BeforeValidator(parse_value)]


Texts = tuple[tuple[Location, Mapping[str, str], bool], ...]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @cached_property
    def texts(self) -> Texts:
        """Every text in it by language, with its location, and whether it is prose or a name."""
        return tuple(_texts(type(self), self, ()))


def _texts(kind: Any, value: Any, location: Location) -> Iterator[tuple[Location, Mapping[str, str], bool]]:
    """Yield every text in a value of a type."""
    if value is None or (isinstance(value, (dict, tuple)) and not get_args(kind)):
        return  # nothing there, or another member of a union
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        if any(isinstance(mark, (Prose, Name)) for mark in marks):
            yield location, value, any(isinstance(mark, Prose) for mark in marks)
        else:
            yield from _texts(inner, value, location)
    elif get_origin(kind) in (Union, UnionType):
        for member in get_args(kind):
            yield from _texts(member, value, location)
    elif isinstance(value, Record):
        for name, annotation in _text_fields(type(value)):
            yield from _texts(annotation, getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(get_args(kind)[0], item, (*location, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(get_args(kind)[-1], item, (*location, key))


@cache
def _text_fields(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Return the fields below which texts may stand, with their types: most fields hold none."""
    annotations = {name: info.rebuild_annotation() for name, info in model.model_fields.items()}
    return tuple((name, annotation) for name, annotation in annotations.items() if _may_hold_text(annotation))


def _may_hold_text(kind: Any) -> bool:
    if isinstance(kind, (Prose, Name)):
        return True
    if isinstance(kind, type) and issubclass(kind, Record):
        return bool(_text_fields(kind))
    return any(map(_may_hold_text, get_args(kind)))


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

    tag: Annotated[str, AfterValidator(_check_tag)]  # BCP 47, for `lang` and `hreflang`
    locale: Annotated[str, AfterValidator(_check_locale)]  # CLDR, for Babel
    folder: Annotated[str, AfterValidator(_check_folder)] = ""
    name: Line  # in that language itself
    compact_from: Number = Decimal(10**6)
    script: Annotated[str, AfterValidator(_check_script)] | None = None
    grouping: Flag = True  # whether thousands are separated: 1,035 or 1035
    words_a_minute: Annotated[Whole, Field(gt=0)] = 240  # read in silence; of scripts without spaces, characters
    shortest_alt: Whole = 40  # characters that a chart's alternative text needs: kind, what it shows, what it says


class Site(Record):
    title: Text
    description: Text
    languages: dict[Id, Language] = Field(min_length=1)  # the first is the default
    article: Id | None = None  # the source whose paragraphs the observations of role article cite
    url: Annotated[str, AfterValidator(check_address)] = ""  # of the published site, where one is known
    repository: Annotated[str, AfterValidator(_check_repository)] | None = None  # where numbers are edited, errors told
    published: Date | None = None  # when the site first was; citations name it
    updated: Date | None = None  # when its data or text last changed, as an editor says: no build looks at a clock
    licence: NameText
    licence_url: Annotated[str, AfterValidator(check_address)] = ""  # its terms
    publisher: NameText | None = None  # who answers for the site, where that is not the site by its own name


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
    bound: Literal["outside", "inside"] = "outside"  # "more than US$5 billion", but 每天超过300家
    dimension: dict[str, Power] | None = None
    scale: Annotated[Decimal, BeforeValidator(_parse_scale)] = Decimal(1)


class Grade(StrEnum):
    """How good a source is, best first."""

    OFFICIAL = "official"
    STATE_MEDIA = "state-media"
    INTERNATIONAL_MEDIA = "international-media"
    TRADE_MEDIA = "trade-media"
    COMPANY = "company"
    RELAY = "relay"  # a copy of a named original: the publisher is credited, the page linked as relayed
    MIRROR = "mirror"  # a mirrored copy: credited and never linked
    WEAK = "weak"


class Source(Record):
    title: NameText | None = None
    publisher: NameText
    date: Period | None = None  # of publication, or the two between which it must lie; omitted where it bears none
    date_note: Text | None = None
    grade: Grade
    url: Line | None = None
    note: Text | None = None


class Speaker(Record):
    """Who states a figure inside the article."""

    label: Text
    note: Text | None = None


# --- data/statistics/*.yaml


class Mention(Record):
    """A further place where the article prints the same figure."""

    paragraph: Whole
    printed: Line
    implied: Flag = False


class Observation(Record):
    """A statistic's figure for one period, from one source.

    `key` names it in markers (`{unicorns@hurun}`); it is the period where none is given.
    `printed` is the article's own short phrase; `implied` says that the phrase implies the value
    without a numeral that could be read out of it ("runner-up" for 2).
    """

    value: Value
    bound: Bound = Bound.EXACT
    period: Period | None = None
    period_is: Literal["stated", "inferred", "unstated"] = "stated"
    period_label: Text | None = None
    key: Id | None = None
    status: Status = Status.MEASURED
    role: Role
    source: Id
    speaker: Id | None = None
    paragraph: Whole | None = None
    printed: Line | None = None
    implied: Flag = False
    mentions: tuple[Mention, ...] = ()
    label: Text | None = None  # what this observation counts, where it differs from the statistic
    note: Text | None = None
    next_release: Period | None = None  # when its source is due to publish the next figure


class Derivation(Record):
    """A value computed from other statistics. `significant` is the number of digits that it bears."""

    formula: Line
    words: Text
    period: Period | None = None
    significant: Annotated[Whole, Field(ge=1, le=MOST_DIGITS)] = 3


class Statistic(Record):
    label: Text
    definition: Text
    note: Text | None = None
    unit: Id
    chapter: Id
    not_charted: Text | None = None  # why no chart may draw it
    observations: tuple[Observation, ...] = ()
    derive: Derivation | None = None
    related: tuple[Id, ...] = ()


class Claim(Record):
    """What words such as "fewer than the year before" rest on: a comparison that the build tests again.

    `holds` compares formulas: `a < b`, `a >= b`, or a chain `a < b < c`.
    """

    holds: Line
    note: Text | None = None


class Disagreement(Record):
    """Figures (id or id@key) that can't all be right, or that readers could take for one; the first is the one used."""

    figures: tuple[Line, ...] = Field(min_length=1)
    why: Text  # how they differ, and why the first is used


class SetAside(Record):
    """A numeral of the article that is no statistic, and why."""

    paragraph: Paragraphs
    printed: Line
    reason: Literal["idiom", "rhetoric", "name", "date", "anecdote", "structural", "category", "count", "grammar"]
    note: Text | None = None


# --- content/*.yaml


class Term(Record):
    term: Text
    definition: Text
    rendering: Literal["established", "ours"]
    rendering_note: Text | None = None


class Drawing(Record):
    """How an exhibit's figures are drawn: a length as an outline, figures before and after as bars, a count as dots."""

    form: Literal["person", "block", "pairs", "dots"]
    of: tuple[Line, ...] = Field(min_length=1)  # `id` or `id@key`


class Exhibit(Record):
    name: NameText
    maker: NameText | None = None
    maker_named: Flag = True  # whether the article names the maker
    claim: Text | None = None  # what is said of it, in our words
    note: Text | None = None
    paragraphs: Paragraphs
    statistics: tuple[Id, ...] = ()
    drawing: Drawing | None = None
    name_is: Literal["established", "ours", "descriptive"]


class Policy(Record):
    name: Text
    kind: Id  # a key of `policy_kinds` in the words files
    summary: Text
    note: Text | None = None
    paragraphs: Paragraphs
    statistics: tuple[Id, ...] = ()
    name_is: Literal["established", "ours", "descriptive"]


class Place(Record):
    name: Text
    kind: Id  # a key of `place_kinds` in the words files
    summary: Text
    paragraphs: Paragraphs
    named: Flag = True  # whether the article names it
    statistics: tuple[Id, ...] = ()


class Stated(Record):
    """A figure as it once stood, in its statistic's unit."""

    value: Value
    bound: Bound = Bound.EXACT


Figure = Annotated[
    Stated, BeforeValidator(_parse_stated, json_schema_input_type=Decimal | tuple[Decimal, Decimal] | Stated)
]


class Correction(Record):
    """What readers saw that was wrong. Without `was` and `now`, something else than the figure was."""

    date: Day
    statistic: Line  # id, or id@key
    was: Figure | None = None
    now: Figure | None = None
    why: Text


class Redirect(Record):
    """A page that has moved, in every language: names such as statistics/tech-firms."""

    old: Annotated[str, AfterValidator(_check_page_name)]
    new: Annotated[str, AfterValidator(_check_page_name)]


# --- content/charts/*.yaml and the front matter of content/LANG/**/*.md


class MarkSpec(Record):
    """One thing that a chart draws: an observation (`id` or `id@key`), with its label."""

    statistic: Line
    label: Text | None = None  # default: what form and chart say in `label_by`
    accent: Flag = False
    group: Text | None = None


class ChartSpec(Record):
    form: Line
    chapter: Id
    title: Text
    subtitle: Text
    alt: Text
    note: Text
    label_by: Literal["statistic", "period", "observation"] = "statistic"
    marks: tuple[MarkSpec, ...] = Field(min_length=1)
    options: dict[str, Any] = {}  # validated by the form
    related: tuple[Id, ...] = ()


class FrontMatter(Record):
    title: Line
    description: Line = ""
    deck: Line = ""
    kicker: Line = ""
    sections_differ: Line = ""  # why the sections of this page don't correspond to those of the other languages
    finding: Line = ""  # of the story: a chart or a big figure, as in Markdown, under the title
