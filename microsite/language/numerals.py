"""Running text → the numbers that it states, with their bounds: the reverse of wording.py.

Digits are read in any language. Words, scales and idioms of a language stand in its entry of
`LANGUAGES`, so that another language is one more entry. What the numbers count is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, getcontext
from functools import lru_cache
from typing import NamedTuple

from microsite.quantities import Bound, plain

_FULL_WIDTH = str.maketrans("％＋＞＜～．", "%+><~.")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")  # full-width, or of another script
_HAS_OTHERS = re.compile(rf"{_OTHER_DIGIT.pattern}|[％＋＞＜～．]")
_FULL_WIDTH_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]++)(?:\.[0-9]++)?"
_SIGN = r"(?:(?:(?<![\w%)])-|(?<![0-9A-Za-z%)])−)(?=[0-9]))?"  # 同比−5% falls, 长征-5 is a name
_CURRENCY = r"(?:US\$|[$¥￥€£])?"
_WINDOW = 32  # characters before a number that are searched for the words of its bound
_SIGNS = {
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: "≥",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "≤",
    Bound.NEARLY: "<≈",
    Bound.ABOUT: "[~≈]",
    Bound.ABOUT_OR_MORE: "≳",
    Bound.ABOUT_OR_LESS: "≲",
}

NumeralValue = Decimal | tuple[Decimal, Decimal]


class Numeral(NamedTuple):
    """A number that a text states; `text` is text[start:end]: digits or words, scale, percent sign.

    The words of the bound stand around it. A share is in percent (80%, 八成, four in five: all 80).
    `vague`: only an order of magnitude is named (千亿); without any figure ("hundreds", 几十) it is a
    range of two to nine of them.
    """

    start: int
    end: int
    text: str
    value: NumeralValue
    bound: Bound = Bound.EXACT
    percent: bool = False
    vague: bool = False


class _Reading(NamedTuple):
    """What a match says. `weak`: states a number only at one end of a range, as 一 does in 一至两."""

    start: int
    end: int
    value: NumeralValue
    scale: Decimal = Decimal(1)  # the factor in the value that the lower end of a range may leave out
    bound: Bound | None = None  # decided within the number, whatever stands around it
    percent: bool = False
    vague: bool = False
    weak: bool = False


@dataclass(frozen=True)
class NumberRules:
    """How a language writes numbers. Groups of `after` are named after members of Bound."""

    numeral: re.Pattern[str]
    read: Callable[[re.Match[str]], _Reading | None]  # None where nothing is stated
    percent: re.Pattern[str]
    joint: re.Pattern[str]  # all that stands between the two ends of a range
    change: re.Pattern[str]  # stands before two numbers that are no range, as in "from 2 to 3"
    before: Callable[[str], Bound | None]  # that a text ends with
    after: re.Pattern[str]


def fold(text: str) -> str:
    """Fold what readers may type in several ways: case, full width (８５％) and thousands separators."""
    text = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"([0-9]),(?=[0-9]{3}(?![0-9]))", r"\1", text)


def find_numerals(text: str, language: str, *, loose: bool = False) -> list[Numeral]:
    """Return every number that the text states, in order; offsets count characters of `text`.

    `language` is a code of `LANGUAGES`, subtags ignored; of any other only digits are read. Idioms and
    grammar (一个, 第一, 千行百业, "one", "first") are left out. `loose` takes in all that can be read as
    a number, for phrases known to hold one (第一, 六链).
    """
    rules = LANGUAGES.get(language.partition("-")[0], _ANY)
    folded = text
    if not text.isascii() and _HAS_OTHERS.search(text):
        folded = _FULL_WIDTH_COMMA.sub(",", text).translate(_FULL_WIDTH)
        folded = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), folded)
    readings: list[_Reading] = []
    for reading in _readings(folded, rules):
        span = _range(folded, readings[-1], reading, rules) if readings else None
        if span:
            readings[-1] = span
        else:
            readings.append(reading)
    return [
        Numeral(
            start=r.start,
            end=r.end,
            text=text[r.start : r.end],
            value=_tidy(r.value),
            bound=_bound(folded, r, rules),
            percent=r.percent,
            vague=r.vague,
        )
        for r in readings
        if loose or not r.weak
    ]


def following(text: str, numeral: Numeral) -> str:
    """Return what stands after a number and a word or sign of its bound: there its unit may be named."""
    return text[numeral.end :].lstrip("余多来+ ")


def _tidy(value: NumeralValue) -> NumeralValue:
    if isinstance(value, tuple):
        return plain(value[0]), plain(value[1])
    return plain(value) if value.adjusted() < getcontext().prec - 1 else value  # a row of digits may be endless


def _readings(text: str, rules: NumberRules) -> Iterator[_Reading]:
    position = 0
    while match := rules.numeral.search(text, position):
        reading = rules.read(match)
        if reading is None:
            position = match.end()
            continue
        if not reading.percent and (percent := rules.percent.match(text, reading.end)):
            reading = reading._replace(end=percent.end(), percent=True, weak=False)
        position = reading.end
        yield reading


def _range(text: str, low: _Reading, high: _Reading, rules: NumberRules) -> _Reading | None:
    """Join two neighbours to a range, or return None. In 5–10万 and 6–7% the first, too, is of 万 and %."""
    if not rules.joint.fullmatch(text, low.end, high.start) or (low.weak and high.weak):
        return None
    if isinstance(low.value, tuple) or isinstance(high.value, tuple) or (low.percent and not high.percent):
        return None
    if text[max(0, low.start - 1) : low.start] in {"-", ":", "/", "."}:  # inside a date or a time
        return None
    if rules.change.search(text, max(0, low.start - _WINDOW), low.start):
        return None
    implied = high.scale if low.scale == 1 and low.value < high.value / high.scale else Decimal(1)
    if low.value * implied >= high.value:
        return None
    return high._replace(start=low.start, value=(low.value * implied, high.value), bound=low.bound, weak=False)


def _bound(text: str, reading: _Reading, rules: NumberRules) -> Bound:
    if reading.bound:
        return reading.bound
    before = rules.before(text[max(0, reading.start - _WINDOW) : reading.start])
    after = rules.after.match(text, reading.end)
    bounds = [bound for bound in (before, Bound[after.lastgroup] if after and after.lastgroup else None) if bound]
    if bounds == [Bound.ABOUT, Bound.AT_LEAST]:
        return Bound.ABOUT_OR_MORE
    if bounds == [Bound.ABOUT, Bound.AT_MOST]:
        return Bound.ABOUT_OR_LESS
    return bounds[0] if bounds else Bound.EXACT


def _before(words: Mapping[Bound, str], pattern: str) -> Callable[[str], Bound | None]:
    """Return what finds the words before a number, given as a table, and the signs that all languages share."""
    groups = (f"(?P<{bound.name}>{pattern.format(words.get(bound, '(?!)'))}|{_SIGNS[bound]}\\s?)" for bound in _SIGNS)
    last = re.compile(rf"(?:{'|'.join(groups)}){_CURRENCY}$", re.IGNORECASE)

    @lru_cache(maxsize=16384)  # much the same stands before many numbers
    def bound(text: str) -> Bound | None:
        found = last.search(text)
        return Bound[found.lastgroup] if found and found.lastgroup else None

    return bound


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").replace("−", "-"))


_ANY = NumberRules(
    numeral=re.compile(_SIGN + _DIGITS),
    read=lambda match: _Reading(match.start(), match.end(), _number(match[0])),
    percent=re.compile(r"\s?%"),
    joint=re.compile(rf"[-–~]{_CURRENCY}"),
    change=re.compile("(?!)"),
    before=_before({}, "{}"),
    after=re.compile(r"(?P<MORE_THAN>\+)"),
)

# --- English

_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16}
_TEENS |= {"seventeen": 17, "eighteen": 18, "nineteen": 19}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SMALL = _ONES | _TEENS | _TENS
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES = {"dozen": 12, "hundred": 100} | _LARGE
_LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12}
_PLURALS = {"tens": 10} | {f"{word}s": scale for word, scale in _SCALES.items()}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_TIMES = {"twice": 2, "doubl": 2, "thrice": 3, "tripl": 3, "trebl": 3, "quadrupl": 4}
_ORDINALS = {"first": 1, "second": 2, "fourth": 4} | _PARTS


def _any(words: Mapping[str, int]) -> str:
    return f"(?:{'|'.join(words)})"


_SCALE = rf"(?:[-\s]{_any(_SCALES)}(?![a-z]))"
_BELOW_100 = rf"(?:{_any(_TENS)}(?:[-\s]{_any(_ONES)})?|{_any(_TEENS)}|{_any(_ONES)})"
_TO_99 = rf"{_BELOW_100}(?!\w)"
_TO_999 = rf"(?:(?:{_TO_99}|an?)[-\s]hundred(?:\s(?:and\s)?{_TO_99})?(?!\w)|{_TO_99})"
_SUM = rf"(?:,?\s(?:and\s)?{_TO_999}{_SCALE}+)*(?:\sand\s{_TO_99})?"
_WORDS = rf"{_TO_999}(?:\sand\sa\shalf)?(?:{_SCALE}+{_SUM})?"
_ENGLISH = re.compile(
    rf"""(?:(?=[-−0-9])|\b(?=an?[-\s]|bi|do|ei|el|fi|fo|hal|hun|mi|ni|on|qu|se|si|te|th[ior]|tr[ei]|tw))(?:
        (?P<count>{_TO_99}|(?<!\w)1|(?<!\w)[1-9](?=\sout))\s(?:in|out\sof)(?:\severy)?\s(?P<group>{_TO_99}|[0-9]{{1,3}}(?![\w.,%]))
      | (?P<plural>{_any(_PLURALS)})(?:\sof\s(?P<plurals>{_any(_PLURALS)}))?(?!\w)
      # "a third of the firms" is a share, "a third firm" is not
      | (?<!first\s)(?<!last\s)
        (?P<share>{_any(_ONES)}|an?(?=[-\s]\w+(?!\s(?!of|more|less|fewer|as|to|in|or|and)[a-z])\b))[-\s](?P<part>{_any(_PARTS)})s?(?!\w)
      | (?<!first\s)(?<!second\s)(?<!other\s)(?P<half>half|halv(?:e[sd]?|ing))
        (?![-\w]|\smarathon|\sa\s{_any(_SCALES)})
      | (?P<times>{_any(_TIMES)})(?:e[ds]?|ing)?(?!\w)
      | (?P<fold>{_BELOW_100})-?fold(?!\w)
      | (?P<words>{_WORDS}|(?:half[-\s])?(?:an?[-\s])?{_any(_SCALES)}(?!\w))
      | (?P<ordinal>{_any(_ORDINALS)})(?!\w)
      | (?P<digits>{_SIGN}{_DIGITS})(?:(?P<letter>(?-i:[KMBT])|[mbt]n)(?!\w)|(?P<scales>{_SCALE}+))?
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def _english_number(words: str) -> Decimal:
    total, section = Decimal(0), Decimal(0)
    for word in re.findall("[a-z]+|[0-9]+", words):
        if word in _LARGE:
            total, section = total + (section or 1) * _LARGE[word], Decimal(0)
        elif word in _SCALES:
            section = (section or Decimal(1)) * _SCALES[word]
        elif word == "half":  # stands before its scale: half a million, two and a half million
            section += Decimal("0.5")
        elif word not in ("a", "an", "and"):
            section += _SMALL[word] if word in _SMALL else int(word)
    return total + section


def _read_english(match: re.Match[str]) -> _Reading | None:
    start, end = match.span()
    if match["digits"] == match[0]:  # as most numbers are
        return _Reading(start, end, _number(match[0]))
    groups = {name: text.lower() for name, text in match.groupdict().items() if text}
    if "digits" in groups:
        scale = Decimal(_LETTERS.get(groups.get("letter", ""), 1)) * _english_number(groups.get("scales", "") or "1")
        return _Reading(start, end, _number(groups["digits"]) * scale, scale)
    if "count" in groups:
        count, group = _english_number(groups["count"]), _english_number(groups["group"])
        if count < group:
            return _Reading(start, end, 100 * count / group, percent=True)
        return _Reading(start, match.end("count"), count, weak=count == 1)
    if "plural" in groups:
        size = Decimal(_PLURALS[groups["plural"]] * _PLURALS.get(groups.get("plurals", ""), 1))
        return _Reading(start, end, (2 * size, 9 * size), vague=True)
    if "share" in groups:
        return _Reading(start, end, Decimal(100) * _ONES.get(groups["share"], 1) / _PARTS[groups["part"]], percent=True)
    if "half" in groups:
        if re.match(r"\san?\s", match.string[end : end + 4]):  # half an hour
            return _Reading(start, end, Decimal("0.5"))
        return _Reading(start, end, Decimal(50), percent=True)
    if "times" in groups:
        return _Reading(start, end, Decimal(_TIMES[groups["times"]]))
    if "fold" in groups:
        return _Reading(start, end, _english_number(groups["fold"]))
    if "ordinal" in groups:
        return _Reading(start, end, Decimal(_ORDINALS[groups["ordinal"]]), weak=True)
    words = groups["words"]
    return _Reading(start, end, _english_number(words), vague=words in _SCALES, weak=words == "one")


_ENGLISH_BEFORE = {
    Bound.MORE_THAN: "(?:more|greater) than|over|above|(?:exceed|surpass)(?:e?s|ed|ing)?|in excess of|upwards? of",
    Bound.AT_LEAST: "at least|(?:no|not) (?:fewer|less) than|a minimum of",
    Bound.LESS_THAN: "(?:fewer|less) than|under|below|short of",
    Bound.AT_MOST: "at most|(?:no|not) more than|up to|a maximum of",
    Bound.NEARLY: "nearly|almost|close to|approaching",
    Bound.ABOUT: "about|around|approximately|roughly|some|circa",
}

# --- Chinese

_HAN_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_HAN_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_HAN = "一二两三四五六七八九"
_VARYING = re.compile("一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|[几数]")
# A numeral of one character states a quantity only before one of these: 三家 does, 三角 and 两会 do not.
_MEASURE = (
    "(?:小时|分钟|公里|平方米?|厘米|毫米|公斤|比特|[美欧]元|部门|世纪|字节|"
    "[个家项条所名位人次种类只台座届块张件支款间批组对倍大元年月日天周岁轮层步米秒吨篇场份套棵辆架颗枚例起处户门股笔页])"
)
# What the rules below would take for a quantity, and is none.
_IDIOMS = "|".join(
    (
        "十分(?![之钟])|千万(?=[别不要记莫勿]|小心|注意)",  # adverbs: very, by all means
        "百家(?=[争号姓])|百年大计|千家万户|千人[千一]面|五花八门|三番五次|三天两头|成[百千]上[千万]|[三两]点一线",
        "[三五]位一体|[二三]次元|五台山|双十一|十一(?=假期|黄金周|长假)|十四五(?![个家名岁])",  # names
    )
)
_RUN = rf"(?:{_DIGITS}|[零〇几十百万亿{_HAN}]|千(?![克米瓦伏卡赫]))+"  # 3千米 is 3 kilometres
_CHINESE = re.compile(
    rf"""(?=[-−0-9零〇几数十百千万亿半翻倍加双成大{_HAN}])(?:
        (?P<idiom>{_IDIOMS})
      | (?P<double>翻了?(?P<times>[一二两三四]?)番|[翻加]倍|倍增)
      | (?P<half>一半|半数|大半|(?<=[过近超逾约占减])半(?![导径年个小]))
      | (?P<half_unit>(?<![上下前后])半(?=年|小时|个))
      | (?P<whole>{_RUN})分之(?P<part>{_RUN}(?:点[零〇{_HAN}]++)?)
      | (?P<tenths>{_DIGITS}|[{_HAN}]{{1,2}})成(?![为功员果立长熟本就都交品分效绩形不群年])(?P<and_half>半?)
      | (?P<run>{_SIGN}(?:(?<![人总参指倍次函系位级多少])数(?=[十百千万亿]))?{_RUN}(?:点[零〇{_HAN}]++(?!十))?)
        (?:(?P<more>[多余])(?P<scale>[百千万亿]++))?
    )""",
    re.VERBOSE,
)
_STATES = re.compile(rf"(?<=一)倍|(?<!一)来?{_MEASURE}|(?<=[十百千万亿])[多余]")
_REACHED = re.compile("(?P<MORE_THAN>(?<![经通不超])过)|(?P<AT_LEAST>(?<!以)上)")  # 过半, 过亿, 上百
_RECENT = re.compile("(?<![接将附最])近$")
_TIME = re.compile("[年月日天周届]|个月")
_CHINESE_BEFORE = {
    Bound.MORE_THAN: "(?<!赶)超[过出]?|突破|多于|逾|高于|大于|不止",
    Bound.AT_LEAST: "不少于|不低于|不小于|至少|起码",
    Bound.LESS_THAN: "不足|不到|少于|低于|小于|未满",
    Bound.AT_MOST: "不超过?|不多于|不高于|不大于|至多|最多",
    Bound.NEARLY: "(?<![附最靠临])近",
    Bound.ABOUT: "(?<![节签合条预履契公])约|大概|大致",
}
_CHINESE_AFTER = (
    rf"(?P<MORE_THAN>[余多+]|{_MEASURE}多(?![元样种边数方极是为]))"
    rf"|{_MEASURE}{{0,2}}(?:(?P<AT_LEAST>或?以上(?!市))|(?P<AT_MOST>或?以[下内])|(?P<ABOUT>左右|上下|(?<=[十百千万])来))"
)


def _chinese_number(run: str) -> Decimal | None:
    """Return what a run of digits and Chinese numerals says, or None where it is no number (三三, 万一)."""
    if run in _HAN_DIGITS or run == "零":
        return Decimal(_HAN_DIGITS.get(run, 0))
    if re.fullmatch(_DIGITS, run):
        return _number(run)
    if re.fullmatch("[零一二三四五六七八九]+", run) and ("零" in run[1:] or len(run) >= 4):
        return Decimal("".join(str(_HAN_DIGITS.get(digit, 0)) for digit in run))  # 二零二五
    for character, size in _HAN_SCALES.items():
        head, found, tail = run.rpartition(character)
        if not found:
            continue
        if character in head or (tail and not head and size > 10):
            return None  # 三百五百, 万一
        many = _chinese_number(head) if head else Decimal(1)
        if many is None or (size < 10**4 and many >= 10):
            return None  # 2025百强
        rest = _chinese_number(tail.removeprefix("零")) if tail else Decimal(0)
        if tail in _HAN_DIGITS:  # 一百二 is 120
            rest = Decimal(_HAN_DIGITS[tail] * size // 10)
        return many * size + rest if rest is not None and rest < size else None
    return None


def _chinese_value(run: str) -> NumeralValue | None:
    """Read a run with what may vary in it: 三点五, 两三百 (200 to 300), 几十 and 数十 (20 to 90)."""
    whole, _, places = run.lstrip("-−").replace("〇", "零").partition("点")
    if (value := _chinese_number(whole)) is not None:
        value += Decimal("0." + "".join(str(_HAN_DIGITS.get(digit, 0)) for digit in places + "零"))
        return -value if run[0] in "-−" else value
    varying = _VARYING.search(whole)
    if varying is None or whole in ("几", "数"):
        return None
    ends = varying[0] if len(varying[0]) == 2 else ("一九" if varying.start() else "二九")
    low, high = (_chinese_number(whole[: varying.start()] + end + whole[varying.end() :]) for end in ends)
    return None if low is None or high is None else (low, high)


def _read_chinese(match: re.Match[str]) -> _Reading | None:
    reading = None if match["idiom"] else _chinese_share(match) or _chinese_run(match)
    if reading is None and (digits := re.search(_DIGITS, match[0])):  # no digit is ever passed over
        start, end = (match.start() + offset for offset in digits.span())
        return _Reading(start, end, _number(digits[0]))
    return reading


def _chinese_share(match: re.Match[str]) -> _Reading | None:
    """Read halves, tenths, fractions (all in percent) and doublings."""
    value: NumeralValue | None = None
    if match["half"]:
        value = Decimal(50)
    elif match["double"]:
        return _Reading(*match.span(), Decimal(2) ** _HAN_DIGITS.get(match["times"] or "一", 1))
    elif match["half_unit"]:
        return _Reading(*match.span(), Decimal("0.5"))
    elif match["part"]:
        whole, part = _chinese_value(match["whole"]), _chinese_value(match["part"])
        value = 100 * part / whole if isinstance(whole, Decimal) and isinstance(part, Decimal) and whole else None
    elif match["tenths"]:
        tenths, extra = _chinese_value(match["tenths"]), 5 if match["and_half"] else 0
        value = (tenths[0] * 10, tenths[1] * 10) if isinstance(tenths, tuple) else tenths and tenths * 10 + extra
    if value is None:
        return None
    bound = Bound.MORE_THAN if match[0] == "大半" else _reached(match)
    return _Reading(*match.span(), value, percent=True, bound=bound)


def _chinese_run(match: re.Match[str]) -> _Reading | None:
    if not match["run"]:
        return None
    text, run, (start, end) = match.string, match["run"] + (match["scale"] or ""), match.span()
    if run.isascii() and not match["more"]:  # digits and nothing else, as most numbers are
        recent = (
            text.startswith("近", max(0, start - 1))
            and _RECENT.search(text, max(0, start - 2), start)
            and _TIME.match(text, end)
        )
        return _Reading(start, end, _number(run), bound=Bound.EXACT if recent else None)
    value = _chinese_value(run)
    if value is None:
        return None
    stem = run.rstrip("万亿")
    scale = _chinese_number(run[len(stem) :]) if stem else None
    size_only = not run.strip("百千万亿")
    bound = Bound.MORE_THAN if match["more"] else _reached(match) if size_only else None
    if _RECENT.search(text, max(0, start - 2), start) and _TIME.match(text, end):
        bound = Bound.EXACT  # 近三年 is the last three years, not nearly three
    ordinal = text[max(0, start - 1) : start] == "第"
    alone = len(run) == 1 or _VARYING.fullmatch(run)
    states = _STATES.match(text, end) or (bound and run in ("万", "亿"))
    weak = not re.search("[0-9]", run) and bool(ordinal or (alone and not states))
    vague = size_only or not {"几", "数"}.isdisjoint(run)
    return _Reading(start, end, value, scale or Decimal(1), bound, vague=vague, weak=weak)


def _reached(match: re.Match[str]) -> Bound | None:
    reached = _REACHED.fullmatch(match.string, max(0, match.start() - 1), match.start())
    return Bound[str(reached.lastgroup)] if reached else None


LANGUAGES = {
    "en": NumberRules(
        numeral=_ENGLISH,
        read=_read_english,
        percent=re.compile(r"\s?%|[-\s]per[-\s]?cent(?:age[-\s]points?)?(?!\w)", re.IGNORECASE),
        joint=re.compile(rf"(?:[-–~]|[-\s](?:to|or)[-\s]){_CURRENCY}", re.IGNORECASE),
        change=re.compile(rf"\bfrom\s(?:[a-z]+\s){{0,3}}{_CURRENCY}$", re.IGNORECASE),
        before=_before(_ENGLISH_BEFORE, r"\b(?:{})\s"),
        after=re.compile(
            r"(?P<MORE_THAN>\+|[-\s]plus\b(?!\s(?:an?|the|another)\b))|(?:\s[a-z]+){0,2}\sor\s"
            r"(?:(?P<AT_LEAST>more|above|over)|(?P<AT_MOST>less|fewer|below|under)|(?P<ABOUT>so))\b",
            re.IGNORECASE,
        ),
    ),
    "zh": NumberRules(
        numeral=_CHINESE,
        read=_read_chinese,
        percent=re.compile(r"\s?%|个?百分点"),
        joint=re.compile(rf"(?:[-–—~～−]|至|到|或){_CURRENCY}"),
        change=re.compile(r"[从由自][^，。；、0-9]{0,4}$"),
        before=_before(_CHINESE_BEFORE, r"(?:{})[了为]?\s?"),
        after=re.compile(_CHINESE_AFTER),
    ),
}
