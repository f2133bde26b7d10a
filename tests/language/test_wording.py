"""Figures, bounds, units and periods in words: the same value in two languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from microsite.facts.derive import Datum, derive_facts
from microsite.language.wording import Wording, WordingForm
from microsite.quantities import Bound, Quantity, parse_value
from microsite.source.models import Language
from microsite.source.project import Project
from tests.language.words import words
from tests.project import load

Code = Literal["en", "zh"]


def wordings_of(project: Project) -> dict[str, Wording]:
    return {
        code: Wording(language, project.units, project.words[code], code)
        for code, language in project.site.languages.items()
    }


@pytest.fixture(scope="module")
def wordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Wording]:
    return wordings_of(load(tmp_path_factory.mktemp("wording")))


def quantity(typed: str, bound: Bound = Bound.EXACT) -> Quantity:
    """Read `5`, `85万` or `1 to 2`."""
    low, _, high = typed.partition(" to ")
    return Quantity(parse_value([low, high] if high else low), bound)


# --- numbers

NUMBERS = [
    ("0", "0", "0"),
    ("7", "7", "7"),
    ("0.5", "0.5", "0.5"),
    ("6.31", "6.31", "6.31"),
    ("1000", "1,000", "1000"),
    ("1035", "1,035", "1035"),
    ("9999", "9,999", "9999"),
    ("10000", "10,000", "1万"),
    ("12340", "12,340", "1.234万"),
    ("12345", "12,345", "12345"),
    ("-12.7", "−12.7", "−12.7"),
    ("850000", "850,000", "85万"),
    ("999999", "999,999", "999999"),
    ("1000000", "1 million", "100万"),
    ("1300000", "1.3 million", "130万"),
    ("1234567", "1,234,567", "1234567"),
    ("99999999", "99,999,999", "9999.9999万"),
    ("100000000", "100 million", "1亿"),
    ("11580000000", "11.58 billion", "115.8亿"),
    ("100000000000", "100 billion", "1000亿"),
    ("594900000000", "594.9 billion", "5949亿"),
    ("1000000000000", "1 trillion", "1万亿"),
    ("9400000000000", "9.4 trillion", "9.4万亿"),
    ("-9400000000000", "−9.4 trillion", "−9.4万亿"),
    ("123456789012345", "123,456,789,012,345", "123456789012345"),
]


@pytest.mark.parametrize(("typed", "english", "chinese"), NUMBERS)
def test_numbers(wordings: dict[str, Wording], typed: str, english: str, chinese: str) -> None:
    assert wordings["en"].figure(quantity(typed)) == english
    said = wordings["zh"].figure(quantity(typed))
    assert said == chinese


@pytest.mark.parametrize(
    ("typed", "bound", "english", "chinese"),
    [
        ("86.023 billion", Bound.EXACT, "86.0bn", "860亿"),  # as exact as the others beside it
        ("88.093 billion", Bound.MORE_THAN, ">88.0bn", ">880亿"),
        ("9.44 trillion", Bound.ABOUT, "≈9.44tn", "≈9.44万亿"),
        ("300 million", Bound.EXACT, "300 million", "3亿"),
    ],
)
def test_labels_are_short_and_as_exact_as_they_were_rounded(
    wordings: dict[str, Wording], typed: str, bound: Bound, english: str, chinese: str
) -> None:
    of = quantity(typed, bound)
    wordings["en"].quantity(Quantity(Decimal(86_000_000_000)), "trees", "label")  # is equal, and worded otherwise
    rounded = of.rounded(Decimal("1E+8")) if of.number < 10**12 else of
    for code, said in (("en", f"{english} trees"), ("zh", f"{chinese}棵")):
        label = wordings[code].quantity(rounded, "trees", "label")
        assert label == said
        (numeral,) = wordings[code].numerals.find(label)
        assert (numeral.value, numeral.bound) == (rounded.value, bound)


def test_ranges(wordings: dict[str, Wording]) -> None:
    assert wordings["en"].figure(quantity("1 to 2")) == "1 to 2"
    assert wordings["zh"].figure(quantity("30万 to 1.2亿")) == "30万至1.2亿"


def test_a_range_does_not_lend_its_scale_word_to_its_lower_end(wordings: dict[str, Wording]) -> None:
    assert wordings["en"].figure(quantity("1 to 2 million")) == "1 to 2,000,000"
    assert wordings["zh"].figure(quantity("1 to 2 million")) == "1至2000000"


# --- bounds, units and forms

BOUNDS = [  # the sign beside a mark is the words file's
    (Bound.EXACT, "1,200 trees", "1200棵"),
    (Bound.MORE_THAN, "more than 1,200 trees", "超过1200棵"),
    (Bound.AT_LEAST, "at least 1,200 trees", "不少于1200棵"),
    (Bound.LESS_THAN, "less than 1,200 trees", "不到1200棵"),
    (Bound.AT_MOST, "at most 1,200 trees", "不超过1200棵"),
    (Bound.NEARLY, "nearly 1,200 trees", "近1200棵"),
    (Bound.ABOUT, "about 1,200 trees", "约1200棵"),
    (Bound.ABOUT_OR_MORE, "about 1,200 trees or more", "约1200棵或以上"),
    (Bound.ABOUT_OR_LESS, "about 1,200 trees or less", "约1200棵或以下"),
]


@pytest.mark.parametrize(("bound", "english", "chinese"), BOUNDS)
def test_bounds(wordings: dict[str, Wording], bound: Bound, english: str, chinese: str) -> None:
    said = quantity("1200", bound)
    assert wordings["en"].quantity(said, "trees", "full") == english
    assert wordings["zh"].quantity(said, "trees", "full") == chinese
    assert wordings["en"].quantity(said, "trees", "label") == wordings["en"].words["signs"][bound] + "1,200 trees"


FORMS: list[tuple[str, Bound, str, WordingForm, str, str]] = [
    ("850000", Bound.MORE_THAN, "trees", "text", "more than 850,000", "超过85万棵"),
    ("850000", Bound.MORE_THAN, "trees", "value", "850,000", "85万棵"),
    ("850000", Bound.MORE_THAN, "trees", "full", "more than 850,000 trees", "超过85万棵"),
    ("850000", Bound.MORE_THAN, "trees", "label", ">850,000 trees", ">85万棵"),
    ("1", Bound.EXACT, "trees", "full", "1 tree", "1棵"),
    ("2", Bound.EXACT, "trees", "full", "2 trees", "2棵"),
    ("0.5", Bound.EXACT, "tonnes", "full", "0.5 tonnes", "0.5吨"),
    ("1 to 2", Bound.EXACT, "tonnes", "full", "1 to 2 tonnes", "1至2吨"),
    ("1 to 2", Bound.ABOUT, "percent", "text", "about 1 to 2%", "约1至2%"),
    ("80", Bound.NEARLY, "percent", "text", "nearly 80%", "近80%"),
    ("-12.7", Bound.EXACT, "percent", "full", "−12.7%", "−12.7%"),
    ("300", Bound.MORE_THAN, "trees-per-day", "full", "more than 300 trees a day", "每天超过300棵"),
    ("300", Bound.MORE_THAN, "trees-per-day", "label", ">300 trees a day", "每天>300棵"),
    ("300", Bound.MORE_THAN, "trees-per-day", "value", "300 trees a day", "每天300棵"),
    ("6", Bound.EXACT, "trees", "text", "six", "6棵"),
    ("1", Bound.EXACT, "tonnes", "text", "one tonne", "1吨"),
    ("9", Bound.AT_LEAST, "trees", "text", "at least nine", "不少于9棵"),
    ("1 to 2", Bound.EXACT, "tonnes", "text", "one to two tonnes", "1至2吨"),
    ("8 to 12", Bound.EXACT, "trees", "text", "8 to 12", "8至12棵"),
    ("10", Bound.EXACT, "trees", "text", "10", "10棵"),
    ("6.0", Bound.EXACT, "trees", "text", "6.0", "6.0棵"),
    ("0", Bound.EXACT, "trees", "text", "0", "0棵"),
    ("6", Bound.EXACT, "trees", "value", "6", "6棵"),
    ("6", Bound.EXACT, "percent", "text", "6%", "6%"),
    ("6", Bound.EXACT, "kilograms", "text", "6 kg", "6公斤"),
    ("1", Bound.EXACT, "rank", "full", "1st", "第1"),
    ("2", Bound.EXACT, "rank", "full", "2nd", "第2"),
    ("3", Bound.EXACT, "rank", "text", "3rd", "第3"),
    ("11", Bound.EXACT, "rank", "full", "11th", "第11"),
    ("27", Bound.EXACT, "rank", "full", "27th", "第27"),
    ("101", Bound.EXACT, "rank", "full", "101st", "第101"),
]


@pytest.mark.parametrize(("typed", "bound", "unit", "form", "english", "chinese"), FORMS)
def test_forms(
    wordings: dict[str, Wording], typed: str, bound: Bound, unit: str, form: WordingForm, english: str, chinese: str
) -> None:
    assert wordings["en"].quantity(quantity(typed, bound), unit, form) == english
    assert wordings["zh"].quantity(quantity(typed, bound), unit, form) == chinese


@pytest.mark.parametrize(
    ("typed", "bound", "size", "mirrored"),
    [
        ("5", Bound.MORE_THAN, "5", Bound.MORE_THAN),
        ("-5", Bound.EXACT, "5", Bound.EXACT),
        ("-5", Bound.MORE_THAN, "5", Bound.LESS_THAN),
        ("-5", Bound.AT_MOST, "5", Bound.AT_LEAST),
        ("-5", Bound.ABOUT_OR_LESS, "5", Bound.ABOUT_OR_MORE),
        ("-5", Bound.ABOUT, "5", Bound.ABOUT),
        ("-3 to -2", Bound.EXACT, "2 to 3", Bound.EXACT),
        ("-3 to 2", Bound.EXACT, "-3 to 2", Bound.EXACT),
    ],
)
def test_the_size_of_what_fell(typed: str, bound: Bound, size: str, mirrored: Bound) -> None:
    assert quantity(typed, bound).size == quantity(size, mirrored)


# --- one value, two languages


def read_back(wording: Wording, said: str) -> tuple[object, Bound]:
    found = wording.numerals.find(said)
    assert len(found) == 1, f"{said}: {found}"
    return found[0].value, found[0].bound


@given(
    digits=st.integers(1, 10**7 - 1),
    power=st.integers(0, 12),
    bound=st.sampled_from(Bound),
)
@example(digits=99999, power=0, bound=Bound.EXACT)
@example(digits=9999999, power=6, bound=Bound.NEARLY)
@example(digits=1, power=8, bound=Bound.MORE_THAN)
def test_yi_and_billion_are_one_value(wordings: dict[str, Wording], digits: int, power: int, bound: Bound) -> None:
    """Both wordings, read back, give the value that was worded, with its bound: 10⁴ to 10¹⁴ and around."""
    value = Decimal(digits).scaleb(power)
    said = {code: wording.quantity(Quantity(value, bound), "trees") for code, wording in wordings.items()}
    for code, wording in wordings.items():
        assert read_back(wording, said[code]) == (value, bound), said[code]


@given(tenths=st.integers(10**5, 10**15), power=st.integers(-1, 0))
def test_decimals_survive_both_languages(wordings: dict[str, Wording], tenths: int, power: int) -> None:
    value = Decimal(tenths).scaleb(power)
    for wording in wordings.values():
        assert read_back(wording, wording.number(value))[0] == value


@given(low=st.integers(1, 10**14), more=st.integers(1, 10**14))
def test_ranges_survive_both_languages(wordings: dict[str, Wording], low: int, more: int) -> None:
    value = (Decimal(low), Decimal(low + more))
    for wording in wordings.values():
        said = wording.figure(Quantity(value))
        assert [numeral.value for numeral in wording.numerals.find(said)] == [value], said


# --- dates and periods

DATES = [
    ("2024", "2024", "2024年"),
    ("2024-12", "December 2024", "2024年12月"),
    ("2025-05-08", "8 May 2025", "2025年5月8日"),
    ("2024-H1", "1st half 2024", "2024年上半年"),
    ("2024-Q3", "3rd quarter 2024", "2024年第3季度"),
    ("2023-H2/2024-H1", "2nd half 2023 to 1st half 2024", "2023年下半年至2024年上半年"),
    ("2023/24", "2023/24", "2023/24年度"),
    ("2019/2024", "2019 to 2024", "2019年至2024年"),
    ("2024-10/2025-03", "October 2024 to March 2025", "2024年10月至2025年3月"),
]


@pytest.mark.parametrize(("period", "english", "chinese"), DATES)
def test_dates(wordings: dict[str, Wording], period: str, english: str, chinese: str) -> None:
    assert (wordings["en"].date(period), wordings["zh"].date(period)) == (english, chinese)


@pytest.mark.parametrize(
    ("code", "said", "later"),
    [
        ("fr", "1er mai 2024", "11 mai 2024"),
        ("pt", "1º de maio de 2024", "11 de maio de 2024"),
        ("es", "1 de mayo de 2024", "11 de mayo de 2024"),
    ],
)
def test_the_first_of_a_month(code: str, said: str, later: str) -> None:
    language = Language.model_validate({"tag": code, "name": code, "locale": code})
    wording = Wording(language, {}, words(code), code)
    assert (wording.date("2024-05-01"), wording.date("2024-05-11")) == (said, later)


def test_periods(tmp_path: Path) -> None:
    project = load(tmp_path)
    wordings = wordings_of(project)
    datum: Datum = derive_facts(project)[0].find("trees")
    assert [wordings[code].period(datum) for code in ("en", "zh")] == ["2024", "2024年"]
    labelled = replace(datum, period_label={"en": "this autumn", "zh": "今秋"})
    assert [wordings[code].period(labelled) for code in ("en", "zh")] == ["this autumn", "今秋"]
    undated = replace(datum, period=None)
    assert [wordings[code].period(undated) for code in ("en", "zh")] == [
        project.words[code]["period_is"]["unstated"] for code in ("en", "zh")
    ]


def test_one_paragraph_or_several(wordings: dict[str, Wording]) -> None:
    said = {code: (wording.paragraphs(6), wording.paragraphs(6, 14)) for code, wording in wordings.items()}
    assert said == {"en": ("paragraph 6", "paragraphs 6, 14"), "zh": ("第6段", "第6、14段")}
