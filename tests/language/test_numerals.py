"""What numerals.py reads, and what it leaves out, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel import localedata
from hypothesis import example, given
from hypothesis import strategies as st

from microsite.language.numerals import Numeral, Numerals, NumeralValue
from microsite.language.wording import Wording
from microsite.quantities import Bound, Quantity, plain
from microsite.source.models import Language, Unit
from tests.language.words import LOCALES, TEMPLATES, numerals, words


def find_numerals(text: str, code: str, *, loose: bool = False) -> list[Numeral]:
    return list(numerals(code).find(text, loose=loose))


def number(text: str) -> NumeralValue:
    """Return 5, or the range 1..2, as a test writes it."""
    low, _, high = text.partition("..")
    return (Decimal(low), Decimal(high)) if high else Decimal(low)


def only(text: str, language: str) -> Numeral:
    found = find_numerals(text, language)
    assert len(found) == 1, f"{text}: {[numeral.text for numeral in found]}"
    return found[0]


CHINESE_VALUES = [
    # digits, separators, decimals, full width
    ("树有850棵", "850", "850"),
    ("收入850,000元", "850,000", "850000"),
    ("共３５，０００棵", "３５，０００", "35000"),
    ("高１．５米", "１．５", "1.5"),
    ("产量同比−3.2吨", "−3.2", "-3.2"),
    ("（-3.2吨）", "-3.2", "-3.2"),
    ("型号A-5", "5", "5"),
    ("果园-5", "5", "5"),
    ("型号N2", "2", "2"),
    # scales
    ("85万棵", "85万", "850000"),
    ("9.4万亿元", "9.4万亿", "9400000000000"),
    ("5949亿美元", "5949亿", "594900000000"),
    ("千亿元", "千亿", "100000000000"),
    ("万亿级集群", "万亿", "1000000000000"),
    ("5千亿元", "5千亿", "500000000000"),
    ("百万亿", "百万亿", "100000000000000"),
    ("3亿5000万元", "3亿5000万", "350000000"),
    ("30多万棵", "30多万", "300000"),
    ("3千米长", "3", "3"),
    # Chinese numerals
    ("三家果园", "三", "3"),
    ("两年之后", "两", "2"),
    ("十二个", "十二", "12"),
    ("二十五棵", "二十五", "25"),
    ("三百棵", "三百", "300"),
    ("三百零五棵", "三百零五", "305"),
    ("一百二十棵", "一百二十", "120"),
    ("一百二", "一百二", "120"),
    ("三万五千棵", "三万五千", "35000"),
    ("三万五", "三万五", "35000"),
    ("一万零五百棵", "一万零五百", "10500"),
    ("三亿五千万元", "三亿五千万", "350000000"),
    ("二〇二五年", "二〇二五", "2025"),
    ("一九九八年", "一九九八", "1998"),
    ("参数百亿", "百亿", "10000000000"),
    ("三点五倍", "三点五", "3.5"),
    ("一倍", "一", "1"),
    ("千倍", "千", "1000"),
    ("千比特", "千", "1000"),
    ("百余棵", "百", "100"),
    ("收入过亿", "亿", "100000000"),
    # what varies
    ("两三岁", "两三", "2..3"),
    ("七八十棵", "七八十", "70..80"),
    ("三四百万元", "三四百万", "3000000..4000000"),
    ("十几棵", "十几", "11..19"),
    ("几十棵", "几十", "20..90"),
    ("数百棵", "数百", "200..900"),
    # ranges
    ("1至2项", "1至2", "1..2"),
    ("一至两年", "一至两", "1..2"),
    ("三到五年", "三到五", "3..5"),
    ("5–10万", "5–10万", "50000..100000"),
    ("3000—5000亿元", "3000—5000亿", "300000000000..500000000000"),
    ("5−8棵", "5−8", "5..8"),
    ("1000～2万棵", "1000～2万", "1000..20000"),
    ("¥5–¥8", "5–¥8", "5..8"),
    # doublings
    ("产量翻番", "翻番", "2"),
    ("翻了两番", "翻了两番", "4"),
    ("产量翻倍", "翻倍", "2"),
    ("半小时", "半", "0.5"),
    ("近半年", "半", "0.5"),
]


@pytest.mark.parametrize(("text", "printed", "value"), CHINESE_VALUES)
def test_chinese_values(text: str, printed: str, value: str) -> None:
    numeral = only(text, "zh")
    assert (numeral.text, numeral.value) == (printed, number(value))
    assert not numeral.percent
    assert text[numeral.start : numeral.end] == printed


CHINESE_SHARES = [
    ("增长12.7%", "12.7%", "12.7"),
    ("增长８％", "８％", "8"),
    ("降低2.5个百分点", "2.5个百分点", "2.5"),
    ("5%—6%", "5%—6%", "5..6"),
    ("5—6%", "5—6%", "5..6"),
    ("占八成", "八成", "80"),
    ("占7成", "7成", "70"),
    ("七成半", "七成半", "75"),
    ("两三成", "两三成", "20..30"),
    ("占一半", "一半", "50"),
    ("近半", "半", "50"),
    ("半数果树", "半数", "50"),
    ("五分之一", "五分之一", "20"),
    ("十分之三", "十分之三", "30"),
    ("百分之八十五", "百分之八十五", "85"),
    ("百分之十二点七", "百分之十二点七", "12.7"),
    ("百分之3.5", "百分之3.5", "3.5"),
]


@pytest.mark.parametrize(("text", "printed", "value"), CHINESE_SHARES)
def test_chinese_shares_are_in_percent(text: str, printed: str, value: str) -> None:
    numeral = only(text, "zh")
    assert (numeral.text, numeral.value, numeral.percent) == (printed, number(value), True)


CHINESE_BOUNDS = [
    ("超300棵", Bound.MORE_THAN),
    ("超过了300棵", Bound.MORE_THAN),
    ("突破85万棵", Bound.MORE_THAN),
    ("多于3棵", Bound.MORE_THAN),
    ("55万余棵", Bound.MORE_THAN),
    ("1000多棵", Bound.MORE_THAN),
    ("1000多元", Bound.MORE_THAN),
    ("三年多", Bound.MORE_THAN),
    ("10个多元园区", Bound.EXACT),
    ("30多万棵", Bound.MORE_THAN),
    ("50+棵", Bound.MORE_THAN),
    ("过半", Bound.MORE_THAN),
    ("大半", Bound.MORE_THAN),
    ("收入过亿", Bound.MORE_THAN),
    ("通过百家", Bound.EXACT),
    ("赶超300家", Bound.EXACT),
    ("上百棵", Bound.AT_LEAST),
    ("以上百棵", Bound.EXACT),
    ("不少于10棵", Bound.AT_LEAST),
    ("至少10棵", Bound.AT_LEAST),
    ("6%以上", Bound.AT_LEAST),
    ("50亿元以上", Bound.AT_LEAST),
    ("50亿元规模以上", Bound.EXACT),
    ("3家以上市为目标", Bound.EXACT),
    ("不足5棵", Bound.LESS_THAN),
    ("不到5棵", Bound.LESS_THAN),
    ("达到5棵", Bound.EXACT),
    ("少于5棵", Bound.LESS_THAN),
    ("至多3棵", Bound.AT_MOST),
    ("不超过3棵", Bound.AT_MOST),
    ("不超过半数", Bound.AT_MOST),
    ("超过半数", Bound.MORE_THAN),
    ("3棵以下", Bound.AT_MOST),
    ("近八成", Bound.NEARLY),
    ("接近300棵", Bound.NEARLY),
    ("接近三年", Bound.NEARLY),
    ("附近3棵", Bound.EXACT),
    ("近三年", Bound.EXACT),
    ("约11万棵", Bound.ABOUT),
    ("大约11万棵", Bound.ABOUT),
    ("约US$5", Bound.ABOUT),
    ("签约10项", Bound.EXACT),
    ("10棵左右", Bound.ABOUT),
    ("约50亿元或以上", Bound.ABOUT_OR_MORE),
    ("约50亿元或以下", Bound.ABOUT_OR_LESS),
    ("≥10棵", Bound.AT_LEAST),
    ("<≈10棵", Bound.NEARLY),
    ("约1至2项", Bound.ABOUT),
    ("十来个", Bound.ABOUT),
    ("85万来人", Bound.ABOUT),
    ("85万来自海淀", Bound.EXACT),
    ("85万来源", Bound.EXACT),
]


@pytest.mark.parametrize(("text", "bound"), CHINESE_BOUNDS)
def test_chinese_bounds(text: str, bound: Bound) -> None:
    assert only(text, "zh").bound is bound


BOUND_WORDS = {
    "zh": {
        Bound.MORE_THAN: "超 超过 超出 突破 突破了 多于 逾 高于 大于 不止",
        Bound.AT_LEAST: "不少于 不低于 不小于 至少 起码",
        Bound.LESS_THAN: "不足 不到 少于 低于 小于 未满",
        Bound.AT_MOST: "不超 不超过 不多于 不高于 不大于 至多 最多",
        Bound.NEARLY: "近 接近 将近",
        Bound.ABOUT: "约 约为 大约 大概 大致",
    },
    "en": {
        Bound.MORE_THAN: "more_than greater_than over above exceeds exceeding surpassed in_excess_of upwards_of",
        Bound.AT_LEAST: "at_least no_fewer_than no_less_than not_less_than a_minimum_of",
        Bound.LESS_THAN: "fewer_than less_than under below short_of",
        Bound.AT_MOST: "at_most no_more_than not_more_than up_to a_maximum_of",
        Bound.NEARLY: "nearly almost close_to approaching",
        Bound.ABOUT: "about around approximately roughly some circa",
    },
}


@pytest.mark.parametrize(
    ("language", "word", "bound"),
    [
        (language, word.replace("_", " "), bound)
        for language, table in BOUND_WORDS.items()
        for bound, words in table.items()
        for word in words.split()
    ],
)
def test_words_before_a_number(language: str, word: str, bound: Bound) -> None:
    assert only(f"{word}300棵" if language == "zh" else f"{word} 300 trees", language).bound is bound


@pytest.mark.parametrize(
    ("word", "bound"),
    [
        ("以上", Bound.AT_LEAST),
        ("以下", Bound.AT_MOST),
        ("以内", Bound.AT_MOST),
        ("左右", Bound.ABOUT),
        ("上下", Bound.ABOUT),
    ],
)
def test_words_after_a_chinese_number(word: str, bound: Bound) -> None:
    assert [only(f"{number}{word}", "zh").bound for number in ("300棵", "50亿元", "6%", "三百")] == [bound] * 4


CHINESE_SILENCE = [
    *("一个", "一家", "一次", "第一", "第三", "统一", "进一步", "一方面", "一些", "一成不变", "一二三产业"),
    *(
        "百年大计",
        "千家万户",
        "千人千面",
        "三番五次",
        "三天两头",
        "成百上千",
        "三点一线",
        "二次元",
        "五台山",
        "十一假期",
    ),
    *("千行百业", "万一", "千万别忘", "百姓", "十分好", "十足", "三三两两", "四面八方", "五花八门", "成千上万"),
    *("两会", "三角", "两院", "六链五群", "百强", "二维码", "四川", "十四五规划", "双十一", "三位一体", "百家争鸣"),
    *("一到三线", "第十二届", "三万五万", "超半导体产能"),
    *("半导体", "上半年", "半程", "好几个", "数据", "人数", "千瓦", "双电池", "亿万", "从一到三", "周一至周五"),
]


@pytest.mark.parametrize("text", CHINESE_SILENCE)
def test_chinese_idioms_and_grammar_state_no_number(text: str) -> None:
    assert find_numerals(text, "zh") == []


ENGLISH_VALUES = [
    ("850 trees", "850", "850"),
    ("850,000 trees", "850,000", "850000"),
    ("6.31 metres", "6.31", "6.31"),
    ("a fall of −5 degrees", "−5", "-5"),
    ("model A-5", "5", "5"),
    ("the N2", "2", "2"),
    ("the 27th fair", "27", "27"),
    ("US$594.9 billion", "594.9 billion", "594900000000"),
    ("9.4\N{NO-BREAK SPACE}trillion yuan", "9.4\N{NO-BREAK SPACE}trillion", "9400000000000"),
    ("a 100-billion-yuan fund", "100-billion", "100000000000"),
    ("US$14bn", "14bn", "14000000000"),
    ("850K", "850K", "850000"),
    ("5m tall", "5", "5"),
    ("two trees", "two", "2"),
    ("TWO trees", "TWO", "2"),
    ("twenty-five trees", "twenty-five", "25"),
    ("ninety nine", "ninety nine", "99"),
    ("three hundred", "three hundred", "300"),
    ("three hundred and fifty thousand", "three hundred and fifty thousand", "350000"),
    ("two thousand three hundred", "two thousand three hundred", "2300"),
    ("one million", "one million", "1000000"),
    ("a hundred", "a hundred", "100"),
    ("two and a half million", "two and a half million", "2500000"),
    ("half a million", "half a million", "500000"),
    ("half an hour", "half", "0.5"),
    ("a dozen", "a dozen", "12"),
    ("two dozen", "two dozen", "24"),
    ("a thousand-qubit machine", "a thousand", "1000"),
    ("trillion-yuan clusters", "trillion", "1000000000000"),
    ("hundreds of trees", "hundreds", "200..900"),
    ("tens of thousands", "tens of thousands", "20000..90000"),
    ("twice as many", "twice", "2"),
    ("it doubled", "doubled", "2"),
    ("tripling", "tripling", "3"),
    ("a tenfold gain", "tenfold", "10"),
    ("1–2 results", "1–2", "1..2"),
    ("1 to 2 results", "1 to 2", "1..2"),
    ("one or two results", "one or two", "1..2"),
    ("5–10 million", "5–10 million", "5000000..10000000"),
    ("5 million to 10 million", "5 million to 10 million", "5000000..10000000"),
    ("1,000 to 2 million", "1,000 to 2 million", "1000..2000000"),
]


@pytest.mark.parametrize(("text", "printed", "value"), ENGLISH_VALUES)
def test_english_values(text: str, printed: str, value: str) -> None:
    numeral = only(text, "en")
    assert (numeral.text, numeral.value) == (printed, number(value))
    assert not numeral.percent


ENGLISH_SHARES = [
    ("up 12.7%", "12.7%", "12.7"),
    ("up 12.7 per cent", "12.7 per cent", "12.7"),
    ("up eight percent", "eight percent", "8"),
    ("one per cent", "one per cent", "1"),
    ("by 2 percentage points", "2 percentage points", "2"),
    ("3–4%", "3–4%", "3..4"),
    ("half the trees", "half", "50"),
    ("it halved", "halved", "50"),
    ("a quarter of them", "a quarter", "25"),
    ("one fifth", "one fifth", "20"),
    ("three-quarters", "three-quarters", "75"),
    ("one in five", "one in five", "20"),
    ("four out of five", "four out of five", "80"),
    ("1 in 5", "1 in 5", "20"),
    ("9 out of 10", "9 out of 10", "90"),
]


@pytest.mark.parametrize(("text", "printed", "value"), ENGLISH_SHARES)
def test_english_shares_are_in_percent(text: str, printed: str, value: str) -> None:
    numeral = only(text, "en")
    assert (numeral.text, numeral.value, numeral.percent) == (printed, number(value), True)


ENGLISH_BOUNDS = [
    ("more than 850,000", Bound.MORE_THAN),
    ("More than US$594.9 billion", Bound.MORE_THAN),
    ("over 300", Bound.MORE_THAN),
    ("300 plus trees", Bound.MORE_THAN),
    ("300 plus a few more", Bound.EXACT),  # an addition
    ("exceeding 300", Bound.MORE_THAN),
    ("50+ policies", Bound.MORE_THAN),
    ("at least 10", Bound.AT_LEAST),
    ("no fewer than 10", Bound.AT_LEAST),
    ("5 trees or more", Bound.AT_LEAST),
    ("fewer than 5", Bound.LESS_THAN),
    ("less than half", Bound.LESS_THAN),
    ("at most 5", Bound.AT_MOST),
    ("no more than 5", Bound.AT_MOST),
    ("up to 40%", Bound.AT_MOST),
    ("nearly half", Bound.NEARLY),
    ("almost 300", Bound.NEARLY),
    ("about 12.7%", Bound.ABOUT),
    ("around 300", Bound.ABOUT),
    ("300 or so", Bound.ABOUT),
    ("about 5 square metres or more", Bound.ABOUT_OR_MORE),
    ("about 5 or less", Bound.ABOUT_OR_LESS),
    ("turnover 300", Bound.EXACT),
    ("more than a few; 300", Bound.EXACT),
    (">300", Bound.MORE_THAN),
    ("≲300", Bound.ABOUT_OR_LESS),
    ("about 1 to 2", Bound.ABOUT),
]


@pytest.mark.parametrize(("text", "bound"), ENGLISH_BOUNDS)
def test_english_bounds(text: str, bound: Bound) -> None:
    assert only(text, "en").bound is bound


ENGLISH_SILENCE = [
    *("one firm", "no one", "One of them", "the first", "second place", "a third firm", "the first half", "halfway"),
    *(
        "half-marathon",
        "half marathon",
        "someone",
        "often",
        "tent",
        "freight",
        "weight",
        "from one to another",
        "one in one",
    ),
]


@pytest.mark.parametrize("text", ENGLISH_SILENCE)
def test_english_pronouns_and_ordinals_state_no_number(text: str) -> None:
    assert find_numerals(text, "en") == []


SEVERAL = [
    # a change is no range, nor are a date, a time or numbers that fall
    ("en", "from 219 to 300 a day", ["219", "300"]),
    ("en", "from more than 219 to 300", ["219", "300"]),
    ("zh", "从219至300家", ["219", "300"]),
    ("zh", "从219家增至300家", ["219", "300"]),
    ("en", "2025-05-09 09:36-10:40", ["2025", "05", "09", "09", "36", "10", "40"]),
    ("en", "2023-24", ["2023", "24"]),
    ("en", "5%–10", ["5%", "10"]),
    ("zh", "八点三十分", ["三十"]),
    ("en", "5, 6 and seven", ["5", "6", "seven"]),
    ("en", "seven and three", ["seven", "three"]),
    ("en", "the first three quarters", ["three"]),
    ("en", "two ten-year plans", ["two", "ten"]),
    # "in" makes a share of small numbers only
    ("en", "eight in 2024", ["eight", "2024"]),
    ("en", "24 in 2024", ["24", "2024"]),
    ("en", "ten in five years", ["ten", "five"]),
    # a run that is no number gives up its digits all the same
    ("zh", "入选2025十大果园", ["2025", "十"]),
    ("zh", "入选2025百强", ["2025"]),
    ("zh", "2025成", ["2025成"]),
    ("zh", "3万50000", ["3", "50000"]),
    ("zh", "9成为定局", ["9"]),
    ("zh", "7个千亿级集群", ["7", "千亿"]),
]


@pytest.mark.parametrize(("language", "text", "printed"), SEVERAL)
def test_neighbours(language: str, text: str, printed: list[str]) -> None:
    assert [numeral.text for numeral in find_numerals(text, language)] == printed


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [("zh", "第一", [1]), ("zh", "六链五群", [6, 5]), ("zh", "零付费", [0]), ("en", "one", [1]), ("en", "third", [3])],
)
def test_loose_reads_what_grammar_leaves_out(language: str, text: str, values: list[int]) -> None:
    assert [numeral.value for numeral in find_numerals(text, language, loose=True)] == values


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "千亿元"), ("zh", "几十棵"), ("zh", "数百棵"), ("en", "hundreds"), ("en", "billion-yuan")],
)
def test_sizes_are_vague(language: str, text: str) -> None:
    assert only(text, language).vague


def test_figures_are_not_vague() -> None:
    assert not any(only(text, "zh").vague for text in ("5千亿元", "三百棵", "85万棵"))


def test_without_a_words_file_digits_are_read_as_the_language_writes_them() -> None:
    found = Numerals("fr", {}).find("deux arbres, 1,5 million, >30%, one")
    assert [(numeral.text, numeral.value, numeral.bound) for numeral in found] == [
        ("1,5 million", Decimal(1500000), Bound.EXACT),
        ("30%", Decimal(30), Bound.MORE_THAN),
    ]


def test_a_row_of_digits_may_be_endless() -> None:
    assert only("9" * 60, "en").text == "9" * 60


OTHERS = [
    ("de", "etwa 1,5 Mio. Bäume", ["1500000"]),
    ("de", "ein Drittel, jeder vierte, drei von vier, die Hälfte, zehn Prozent", ["33", "25", "75", "50", "10"]),
    ("de", "halb so viele, hundertmal mehr, halb leer", ["50", "100"]),
    ("en", "1.5k users, 10k", ["1500", "10000"]),
    ("es", "una decena, una veintena, un centenar", ["10", "20", "100"]),
    ("pt", "uma dezena, uma centena", ["10", "100"]),
    ("zh", "廿五人", ["25"]),
    ("ja", "十数人、二十数人", ["11..19", "21..29"]),
    ("ko", "반년, 반 시간, 수백만 명, 반장", ["0.5", "0.5", "2000000..9000000"]),
    ("ar", "ضعفين", ["2"]),
    ("hi", "तिगुना, सवा लाख", ["3", "125000"]),
    ("de", "ein Mann, jemand, zweite Wahl, einmal, Achtung", []),
    ("de", "anderthalb Millionen, Tausende, zweimal", ["1500000", "2000..9000", "2"]),
    ("fr", "un tiers, la moitié, un sur quatre, une dizaine, des milliers", ["33", "50", "25", "10", "2000..9000"]),
    ("fr", "12\u202f345,6 mètres, 7 pour cent", ["12345.6", "7"]),
    ("fr", "une ville, la première fois", []),
    ("es", "un tercio, la mitad, uno de cada cuatro, medio millón", ["33", "50", "25", "500000"]),
    ("es", "una ciudad, la primera vez", []),
    ("pt", "um terço, metade, um em cada quatro, duzentos mil", ["33", "50", "25", "200000"]),
    ("ja", "3割5分、三分の一、4人に1人、数百人、約1億2000万円", ["35", "33", "25", "200..900", "120000000"]),
    ("ja", "一般、三菱、十分、一部、第一、四国と九州、二度と、六本木、五十嵐、万歳", []),
    ("ja", "九州に三人、四か国、二度", ["3", "4", "2"]),
    ("ko", "3분의 1, 절반, 수백 명, 1억 2000만 원, 세 곳", ["33", "50", "200..900", "120000000", "3"]),
    ("ko", "이 사람, 한 개, 일본, 이상, 백화점", []),
    ("ar", "ثلث، نصف، عشرات الآلاف، ثلاثة آلاف، 1,234.5", ["33", "50", "20000..90000", "3000", "1234.5"]),
    ("ar", "٣٫٥ و١٢٬٣٤٥", ["3.5", "12345"]),
    ("hi", "एक तिहाई, आधे, डेढ़ लाख, 12,34,567, हज़ारों", ["33", "50", "150000", "1234567", "2000..9000"]),
    ("hi", "एक आदमी", []),
]


@pytest.mark.parametrize(("code", "text", "values"), OTHERS)
def test_other_languages(code: str, text: str, values: list[str]) -> None:
    def said(value: NumeralValue) -> str:
        if isinstance(value, tuple):
            return "..".join(map(said, value))
        return "33" if 33 < value < 34 else str(value)

    assert [said(numeral.value) for numeral in find_numerals(text, code)] == values


# --- round trips


def in_chinese(whole: int) -> str:
    """Spell a whole number below 10^12, by the rules of the schoolbook."""
    for scale, character in ((10**8, "亿"), (10**4, "万")):
        if whole >= scale:
            head, tail = divmod(whole, scale)
            gap = "零" if 0 < tail < scale // 10 else ""
            return in_chinese(head) + character + gap + (in_chinese(tail) if tail else "")
    digits = "零一二三四五六七八九"
    text = ""
    for place, character in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = whole // place % 10
        if digit:
            text += digits[digit] + character
        elif text and whole % place and not text.endswith("零"):
            text += "零"
    return text


SMALL = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SMALL += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(whole: int) -> str:
    """Spell a whole number below 10^15 as British usage does."""
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if whole >= scale:
            head, tail = divmod(whole, scale)
            link = " and " if 0 < tail < 100 else ", "
            return f"{in_english(head)} {word}" + (link + in_english(tail) if tail else "")
    if whole >= 100:
        head, tail = divmod(whole, 100)
        return f"{SMALL[head]} hundred" + (f" and {in_english(tail)}" if tail else "")
    if whole < 20:
        return SMALL[whole]
    return TENS[whole // 10] + (f"-{SMALL[whole % 10]}" if whole % 10 else "")


@given(st.integers(2, 10**12 - 1))
@example(10**4 + 10)
@example(10**8)
@example(110)
def test_spelled_in_chinese(whole: int) -> None:
    assert only(f"有{in_chinese(whole)}个。", "zh").value == whole


@given(st.integers(2, 10**15 - 1))
@example(2300)
@example(10**6 + 1)
def test_spelled_in_english(whole: int) -> None:
    assert only(f"has {in_english(whole)} trees.", "en").value == whole


SPELLED = yaml.load((Path(__file__).parent / "spelled.yaml").read_text("utf-8"), yaml.CBaseLoader)
COUNTED = {"ja": "{}個", "ko": "{} 명"}  # without what is counted, a word may be no number


@pytest.mark.parametrize("code", SPELLED)
def test_spelled_in_other_languages(code: str) -> None:
    for digits, spelled in SPELLED[code].items():
        assert only(COUNTED.get(code, "– {}.").format(spelled), code).value == Decimal(digits), spelled


TREES = {
    "en": {"one": "{0} tree", "other": "{0} trees"},
    "zh": "{0}棵",
    "de": {"one": "{0} Baum", "other": "{0} Bäume"},
    "fr": {"one": "{0} arbre", "other": "{0} arbres"},
    "es": {"one": "{0} árbol", "other": "{0} árboles"},
    "pt": {"one": "{0} árvore", "other": "{0} árvores"},
    "ja": "{0}本",
    "ko": "{0}그루",
    "ar": {"one": "{0} شجرة", "few": "{0} أشجار", "other": "{0} شجرة"},
    "hi": "{0} पेड़",
}

HOURS = {
    "en": {"one": "{0} hour", "other": "{0} hours"},
    "de": {"one": "{0} Stunde", "other": "{0} Stunden"},
    "fr": "{0} h",
    "es": {"one": "{0} hora", "other": "{0} horas"},
    "pt": "{0} h",
    "zh": "{0}小时",
    "ja": "{0}時間",
    "ko": "{0}시간",
    "ar": "{0} ساعة",
    "hi": {"one": "{0} घंटा", "other": "{0} घंटे"},
}
MINUTES = {
    "en": {"one": "{0} minute", "other": "{0} minutes"},
    "de": {"one": "{0} Minute", "other": "{0} Minuten"},
    "fr": "{0} min",
    "es": {"one": "{0} minuto", "other": "{0} minutos"},
    "pt": "{0} min",
    "zh": "{0}分钟",
    "ja": "{0}分",
    "ko": "{0}분",
    "ar": "{0} دقيقة",
    "hi": "{0} मिनट",
}
OUT_OF_FIVE = {
    "en": "{0} out of 5",
    "de": "{0} von 5",
    "fr": "{0} sur 5",
    "es": "{0} de 5",
    "pt": "{0} de 5",
    "zh": "{0}分（满分5分）",
    "ja": "5点満点中{0}点",
    "ko": "5점 만점에 {0}점",
    "ar": "{0} من 5",
    "hi": "5 में से {0}",
}
ONE_IN = {
    "en": "1 in {0}",
    "de": "1 von {0}",
    "fr": "1 sur {0}",
    "es": "1 de cada {0}",
    "pt": "1 em cada {0}",
    "zh": "{0}人中有1人",
    "ja": "{0}人に1人",
    "ko": "{0}명 중 1명",
    "ar": "1 من كل {0}",
    "hi": "{0} में से 1",
}


def everywhere(pattern: str) -> dict[str, str]:
    return dict.fromkeys(LOCALES, pattern)


UNITS = {
    id_: Unit.model_validate(
        {"name": everywhere(id_), "full": full, "dimension": {id_: "1"}, "grouping": str(id_ != "year").lower()}
    )
    for id_, full in {
        "trees": TREES,
        "percent": everywhere("{0}%"),
        "euros": everywhere("€{0}"),
        "metres": everywhere("{0} m"),
        "rate": everywhere("{0} / 100,000"),
        "degrees": everywhere("{0} °C"),
        "year": everywhere("{0}"),
        "area": everywhere("{0} m²"),
        "mass": everywhere("{0} t"),
        "ratio": everywhere("1:{0}"),
        "stars": OUT_OF_FIVE,
        "hours": HOURS,
        "minutes": MINUTES,
    }.items()
}
TIMES = {
    "minutes": UNITS["minutes"].model_copy(update={"scale": Decimal(60), "larger": "hours"}),
    "hours": UNITS["hours"].model_copy(update={"scale": Decimal(3600)}),
}
UNITS |= TIMES
ALONE = {"one-in": UNITS["stars"].model_copy(update={"full": ONE_IN})}  # beside stars, nobody could tell 1 of 5


@cache
def wording(code: str, unit: str = "") -> Wording:
    chinese: dict[str, Any] = {"compact_from": "10000", "grouping": "false"}
    fields = {"tag": code, "name": code, "locale": LOCALES[code], **(chinese if code == "zh" else {})}
    return Wording(Language.model_validate(fields), ALONE if unit in ALONE else UNITS, words(code), code)


NUMBERS = st.decimals(-(10**6), 10**6, places=3) | st.integers(1, 10**13 - 1).map(Decimal)
NUMBERS |= st.builds(lambda size, power: Decimal(size).scaleb(power), st.integers(1, 9999), st.integers(-2, 12))
# Ends of like size: "1 to 1.25 million" cannot be told from a range of millions, by a reader either.
RANGES = st.builds(
    lambda low, width, scale: (Decimal(low * scale), Decimal((low + width) * scale)),
    st.integers(1, 500),
    st.integers(1, 400),
    st.sampled_from([1, 10**4, 10**6]),
)


@pytest.mark.parametrize("code", LOCALES)
def test_decimals_stay_as_they_are_typed_and_years_ungrouped(code: str) -> None:
    sizes = {"5.0": "percent", "5": "percent", "4.50": "euros", "-4.50": "euros", "1933": "year"}
    for typed, unit in sizes.items():
        said = wording(code).quantity(Quantity(Decimal(typed)), unit)
        digits = "".join(filter(str.isdigit, said))
        assert digits == typed.replace(".", "").lstrip("-"), said
        assert [item.value for item in wording(code).numerals.find(said)] == [Decimal(typed)], said
    assert wording("en").quantity(Quantity(Decimal("-4.50")), "euros") == "−€4.50"


LASTED = {
    "en": "1 hour 23 minutes",
    "de": "1 Stunde 23 Minuten",
    "fr": "1 h 23 min",
    "es": "1 hora 23 minutos",
    "pt": "1 h 23 min",
    "zh": "1小时23分钟",
    "ja": "1時間23分",
    "ko": "1시간 23분",
    "ar": "1 ساعة و23 دقيقة",
    "hi": "1 घंटा 23 मिनट",
}


@pytest.mark.parametrize("code", LOCALES)
def test_a_quantity_in_two_units(code: str) -> None:
    said = {size: wording(code).quantity(Quantity(Decimal(size)), "minutes") for size in (83, 60, 120, -83, 59)}
    assert said[83].replace("\u200e", "") == LASTED[code]
    for size, text in said.items():
        assert [item.value for item in wording(code).numerals.find(f"({text})")] == [size], text
        assert len(re.findall("[0-9]+", text)) == (1 if size in (59, 60, 120) else 2), text


ERAS = {
    "en": "44 BC, 14 AD",
    "de": "44 v. Chr., 14 n. Chr.",
    "fr": "44 av. J.-C., 14 ap. J.-C.",
    "es": "44 a. C., 14 d. C.",
    "pt": "44 a.C., 14 d.C.",
    "zh": "公元前44年, 公元14年",
    "ja": "紀元前44年, 西暦14年",
    "ko": "BC 44년, AD 14년",
    "ar": "44 ق.م, 14 م",
    "hi": "44 ईसा-पूर्व, 14 ईस्वी",
}


@pytest.mark.parametrize("code", LOCALES)
def test_years_before_christ_and_soon_after(code: str) -> None:
    said = ", ".join(map(wording(code).date, ["-44", "0014"]))
    assert said.replace("\u00a0", " ") == ERAS[code]


OF_MILLIONS = {
    "it": {"one": "{0} lira", "many": "{0} di lire", "other": "{0} lire"},
    "ca": {"one": "{0} euro", "many": "{0} d’euros", "other": "{0} euros"},
    "fr": {"one": "{0} euro", "many": "{0} d’euros", "other": "{0} euros"},
    "es": {"one": "{0} euro", "many": "{0} de euros", "other": "{0} euros"},
    "pt": {"one": "{0} euro", "many": "{0} de euros", "other": "{0} euros"},
}
SAID_OF_MILLIONS = [
    ("it", "1200000", "1,2 milioni di lire"),
    ("it", "1000000", "1 milione di lire"),
    ("it", "12000", "12 mila lire"),
    ("it", "1234567.5", "1.234.567,5 lire"),
    ("it", "3000000..5000000", "3 milioni–5 milioni di lire"),
    ("it", "5..1200000", "5–1.200.000 lire"),
    ("ca", "-1200000000", "−1,2 milers de milions d’euros"),
    ("fr", "1000000", "1 million d’euros"),
    ("fr", "1200000", "1,2 million d’euros"),
    ("fr", "2000000", "2 millions d’euros"),
    ("fr", "85000", "85 mille euros"),
    ("es", "1200000", "1,2 millones de euros"),
    ("es", "1", "1 euro"),
    ("pt", "1200000", "1,2 milhão de euros"),
    ("pt", "12345678.9", "12.345.678,9 euros"),
]


@cache
def of_millions(code: str) -> Wording:
    """Return what words money in a language, be it one without a words file, by CLDR and the words of its bounds."""
    own = words(code) if code in LOCALES else {**words("en"), "range": "{0}–{1}", "numbers": {}}
    unit = Unit.model_validate(
        {"name": {code: "money"}, "full": {code: OF_MILLIONS[code]}, "dimension": {"money": "1"}}
    )
    language = Language.model_validate({"tag": code, "name": code, "locale": code, "compact_from": "10000"})
    return Wording(language, {"money": unit}, own, code)


@pytest.mark.parametrize(("code", "typed", "said"), SAID_OF_MILLIONS)
def test_of_millions_the_unit_has_its_preposition(code: str, typed: str, said: str) -> None:
    assert of_millions(code).quantity(Quantity(number(typed)), "money").replace("\u00a0", " ") == said


@pytest.mark.parametrize("code", OF_MILLIONS)
@given(value=NUMBERS.map(plain) | RANGES, bound=st.sampled_from(Bound))
def test_what_has_its_preposition_is_read_back(code: str, value: NumeralValue, bound: Bound) -> None:
    text = of_millions(code).quantity(Quantity(value, bound), "money").replace("\u00a0", " ")
    found = of_millions(code).numerals.find(f"{text}.")
    assert [(item.value, item.bound) for item in found] == [(value, bound)], text


TONGUES = [tongue for tongue in localedata.locale_identifiers() if "_" not in tongue and tongue != "tok"]


def test_every_language_of_cldr_reads_its_scale_words() -> None:
    """But for Toki Pona, of which CLDR has groups of two digits. Some have words before digits, or right behind."""
    for tongue in TONGUES:
        language = Language.model_validate({"tag": "en", "name": tongue, "locale": tongue, "compact_from": "1000"})
        own = Wording(language, {}, {"minus": "−{0}"}, tongue)
        for size in ("1000", "1200", "85000", "1000000", "-1200000", "3000000", "1234567", "25000000", "9400000000000"):
            said = own.number(Decimal(size))
            assert [item.value for item in own.numerals.find(said)] == [Decimal(size)], (tongue, said)
    assert of_millions("fr").number(Decimal(1000000)) == "1 million"
    assert [item.value for item in Numerals("sw", {}).find("3 milioni")] == [3000000]  # CLDR: milioni 0;milioni -0


def test_the_guide_s_example_reads_italian() -> None:
    guide = (TEMPLATES.parent / "docs/languages.md").read_text("utf-8")
    table = yaml.load(guide.partition("```yaml\n")[2].partition("```")[0], yaml.CBaseLoader)
    text = "duemilatrecentoventotto, ventitré, un uomo, nove per cento, diciassette, un milione, tre quarti"
    found = Numerals("it", table).find(text)
    assert [item.value for item in found] == [*map(Decimal, (2328, 23, 9, 17, 10**6, 75))]


def test_two_units_beside_each_other_are_one_quantity_only_in_their_order() -> None:
    values = [
        item.value for item in wording("en").numerals.find("2 hours 5 trees, 5 minutes 2 hours, 1 hour and 2 minutes")
    ]
    assert values == [2, 5, 5, 2, 1, 2]


MORE = ["en: 59 or more than 60", "de: 59 und mehr als 60", "fr: 59 ou plus de 60", "es: 59 o más de 60"]
MORE += ["pt: 59 ou mais de 60", "ar: 59 أو أكثر من 60"]


@pytest.mark.parametrize("text", MORE)
def test_more_that_belongs_to_the_next_number(text: str) -> None:
    found = find_numerals(text[4:], text[:2])
    assert [item.bound for item in found] == [Bound.EXACT, Bound.MORE_THAN]


def test_a_bound_s_words_begin_where_the_language_lets_words_begin() -> None:
    assert [item.bound for item in find_numerals("بين 3 وما يقارب 5", "ar")] == [Bound.EXACT, Bound.NEARLY]


def test_a_range_lends_no_scale_to_its_lower_end() -> None:
    for code in LOCALES:
        value = (Decimal(1), Decimal(2_000_000))
        assert [item.value for item in wording(code).numerals.find(wording(code).figure(Quantity(value)))] == [value]


@pytest.mark.parametrize("code", LOCALES)
@given(
    value=NUMBERS.map(plain) | RANGES,
    bound=st.sampled_from(Bound),
    unit=st.sampled_from(sorted(UNITS | ALONE)),
    form=st.sampled_from(["full", "label", "value"]),
)
def test_what_wording_words_is_read_back(code: str, value: NumeralValue, bound: Bound, unit: str, form: Any) -> None:
    own = wording(code, unit)
    text = own.quantity(Quantity(value, bound), unit, form).replace("\u00a0", " ")  # as pages are read
    found = own.numerals.find(f"{text}。" if code in ("zh", "ja") else f"{text}.")
    said = Bound.EXACT if form == "value" else bound
    assert [(item.value, item.bound, item.percent) for item in found] == [(value, said, unit == "percent")], text


@given(st.text("0123456789一二两三十百千万亿半零〇几数第成分之至约超余多个%,.- –+０５，abtwo ten", max_size=40))
def test_no_digit_is_passed_over(text: str) -> None:
    for language in ("en", "zh"):
        found = find_numerals(text, language, loose=True)
        covered = [position for numeral in found for position in range(numeral.start, numeral.end)]
        assert covered == sorted(set(covered)), "in order, without overlap"
        assert {position for position, character in enumerate(text) if character in "0123456789０５"} <= set(covered)
        assert all(numeral.text == text[numeral.start : numeral.end] for numeral in found)
        assert set(find_numerals(text, language)) <= set(found)
