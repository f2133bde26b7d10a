"""Running text → the numbers that it states, with their bounds: the reverse of wording.py.

Both work from one table: the signs of decimals and groups, and the words of scales are CLDR's; those of bounds and
ranges, the words of numbers and what looks like one stand in templates/words.LANG.yaml, below `bounds` and `numbers`
(docs/languages.md says how). What the numbers count is not known here; only what stands beside numbers of a unit.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, getcontext
from functools import cache, lru_cache
from itertools import pairwise
from math import prod
from string import Template
from typing import Any, NamedTuple

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from microsite.quantities import Bound, plain
from microsite.source.words import SAYS

_FULL_WIDTH = dict(zip("％＋＞＜～．٪", "%+><~.%", strict=True))
_OTHER_DIGIT = re.compile(r"[^\D0-9]")  # full-width, or of another script
_HAS_OTHERS = re.compile(rf"{_OTHER_DIGIT.pattern}|[{''.join(_FULL_WIDTH)}]")
_FULL_WIDTH_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")
_MARKS = "\u200e\u200f\u061c"  # of writing direction
MONEY = f"(?:US[$]|[$]|{'|'.join('¥￥€£₩₹₽₺')})"  # signs of currencies, for texts and for bytes
# 同比−5% falls, 长征-5 is a name; the sign stands before that of a currency, too: −€5.
_SIGN = rf"[{_MARKS}]?(?:(?:(?<![\w%)])-|(?<![0-9A-Za-z%)])−){MONEY}?[{_MARKS}]?(?=[0-9]))?"
_SIGNED, _DIGIT = re.compile(_SIGN), re.compile("[0-9]")
_WINDOW = 32  # characters before a number that are searched for the words of its bound
_MOST_WORDS = 24  # of one number
_NEVER = "(?!)"
TABLES = ("bounds", "signs", "range", "numbers")  # of a words file, what is read by
_SPACES = "\u00a0\u202f"  # between groups of digits, where a language has spaces there
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
_FIXED = {"=": Bound.EXACT, ">": Bound.MORE_THAN, "≥": Bound.AT_LEAST, "<": Bound.LESS_THAN, "≤": Bound.AT_MOST}
_PARTS = {Bound.ABOUT_OR_MORE: Bound.AT_LEAST, Bound.ABOUT_OR_LESS: Bound.AT_MOST}  # with "about", they make these
_PLACE = re.compile(r"\{([0-9.]+)\}")  # of a number in a unit's words: {0} h, {0} h {60} min

NumeralValue = Decimal | tuple[Decimal, Decimal]


class Numeral(NamedTuple):
    """A number that a text states; `text` is text[start:end]: digits or words, scale, percent sign.

    The words of the bound stand around it, unless it is `fixed` within. A share is in percent (80%, 八成, four in five:
    all 80). `vague`: only an order of magnitude is named (千亿); without any figure ("hundreds", 几十) it is a range of
    two to nine of them. `scale` is the factor in the value that the lower end of a range may leave out; what is `weak`
    states a number at one end of a range only, as 一 does in 一至两.
    """

    start: int
    end: int
    value: NumeralValue
    text: str = ""
    bound: Bound = Bound.EXACT
    fixed: bool = False
    percent: bool = False
    vague: bool = False
    scale: Decimal = Decimal(1)
    weak: bool = False


def make_numerals(locale: str, words: Mapping[str, Any], units: Iterable[str] = ()) -> Numerals:
    """Return what reads the numbers of a language: for equal tables the same, with all that it has read."""
    return _made(locale, json.dumps({name: words[name] for name in TABLES if name in words}), tuple(units))


@lru_cache(maxsize=16)
def _made(locale: str, words: str, units: tuple[str, ...]) -> Numerals:
    return Numerals(locale, json.loads(words), units)


class _Token(NamedTuple):
    """A word of a number, or digits. `least` and `most` differ for what varies, such as 几."""

    end: int
    least: Decimal
    most: Decimal
    kind: str  # word, scale, digits
    apart: bool = False  # from what stands before it


class _Form(NamedTuple):
    """A way of saying a number, and what it says: see SAYS; None for nothing."""

    pattern: re.Pattern[str]
    says: re.Match[str] | None


class Numerals:
    """Reads the numbers of one language. `words` has TABLES of its words file; `units` are as "{0} km"."""

    def __init__(self, locale: str, words: Mapping[str, Any], units: Iterable[str] = ()) -> None:
        known, table = Locale.parse(locale), words.get("numbers", {})
        self.bounds_are_known = "bounds" in words
        self.characters = "characters" in table  # is written without spaces, a character a word
        self.elided, self.ones_first = "elided" in table, "ones-first" in table
        self.decimal, group = get_decimal_symbol(known), get_group_symbol(known)
        self.groups = {"’": "’'"}.get(group, group if group.strip() else _SPACES)
        self.ungrouped = str.maketrans(dict.fromkeys(self.groups, "") | {self.decimal: "."})
        first = known.decimal_formats[None].grouping[1]
        groups = f"[{re.escape(self.groups)}]"
        self.group = re.compile(rf"([0-9]){groups}(?=(?:[0-9]{{{first}}}{groups})*[0-9]{{3}}(?![0-9]))")
        self.digits = (
            rf"(?:[0-9]{{1,3}}(?:{groups}[0-9]{{{first}}})*{groups}[0-9]{{3}}(?![0-9])|[0-9]++)"
            rf"(?:{re.escape(self.decimal)}[0-9]++)?"
        )
        self.all_digits = re.compile(self.digits)
        self.wide = str.maketrans(_FULL_WIDTH | {"٫": self.decimal, "٬": self.groups[0]})
        parts = [_PLACE.split(unit) for unit in units]
        self.befores = tuple(_longest({before for before, *_ in parts}))
        self.afters = _longest({after for *_, after in parts})
        self.compounds = {(part[2], part[4]): Decimal(part[3]) for part in parts if part[3:]}
        self.patterns = self._patterns(known, table)
        self.forms = self._forms(table)
        self.begins = self._filled(table.get("begins", ""))
        self.numeral, self.own = self._numeral([]), re.compile(_NEVER)
        self.percent = re.compile(rf"\s?%|{self._filled(table.get('percent', _NEVER))}", re.IGNORECASE)
        infix = words.get("range", "").replace("{0}", "").replace("{1}", "")
        joints = "|".join(filter(None, ("[-–~]", _spoken(infix), self._filled(table.get("range", "")))))
        self.joint = re.compile(f"(?:{joints}){self.patterns['unit']}", re.IGNORECASE)
        self.change = re.compile(self._filled(table.get("change", _NEVER) + "$unit") + "$", re.IGNORECASE)
        self.weak = re.compile(self._filled(table.get("weak", _NEVER)), re.IGNORECASE)
        self.states = re.compile(self._filled(table.get("states", _NEVER)), re.IGNORECASE)
        self.between = re.compile(rf"[{table.get('between', '')}+\s]*")
        self.before, self.after = self._bounds(words, table)
        self.own, before = self._holding()
        self.numeral = self._numeral(before)
        self.find = cache(self._find)  # most texts are checked by several rules, and read back

    def _find(self, text: str, *, loose: bool = False) -> tuple[Numeral, ...]:
        """Return every number that the text states, in order; offsets count characters of `text`.

        Idioms and grammar (一个, 第一, 千行百业, "one", "first") are left out. `loose` takes in all that can be read
        as a number, for phrases known to hold one (第一, 六链).
        """
        folded = text
        if not text.isascii() and _HAS_OTHERS.search(text):
            folded = _FULL_WIDTH_COMMA.sub(",", text).translate(self.wide)
            folded = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), folded)
        readings: list[Numeral] = []
        for reading in self._readings(folded):
            span = self._joined(folded, readings[-1], reading) if readings else None
            if span:
                readings[-1] = span
            else:
                readings.append(reading)
        return tuple(
            found._replace(
                text=text[found.start : found.end], value=_tidy(found.value), bound=self._bound(folded, found)
            )
            for found in readings
            if loose or not found.weak
        )

    def stated(self, text: str) -> tuple[Numeral, ...]:
        """Return the numbers of a text that has to state one, be it "one"."""
        return self.find(text) or self.find(text, loose=True)

    def following(self, text: str, numeral: Numeral) -> str:
        """Return what stands after a number and a word or sign of its bound: there its unit may be named."""
        skipped = self.between.match(text, numeral.end)
        return text[skipped.end() if skipped else numeral.end :]

    def fold(self, text: str) -> str:
        """Fold what readers may type in several ways: case, full width (８５％) and signs between groups of digits."""
        return self.group.sub(r"\1", unicodedata.normalize("NFKC", self.group.sub(r"\1", text)).lower())

    def powers(self) -> Iterator[tuple[str, int]]:
        """Yield the words of scales, each with its power of ten."""
        for word, size in (self.scales | {word: size for word, size in self.glued.items() if word[1:]}).items():
            if size == Decimal(10) ** size.adjusted():
                yield word, size.adjusted()

    # --- what is made of the table

    def _patterns(self, locale: Locale, table: Mapping[str, Any]) -> dict[str, str]:
        """Return the pieces of which a words file's patterns may be made: $digits, $word, $number and more."""
        said = (pattern for patterns in scale_patterns(locale).values() for pattern in patterns.values())
        scales = {
            _spoken(word): Decimal(10) ** power for power, pattern in said if (word := pattern.strip("0\xa0 ").lower())
        }
        scales |= {word: Decimal(size) for word, size in _listed(table, "scales")}
        known = {"digits": self.digits, "sign": _SIGN, "scale": _any(scales)}
        words = [word for word, _ in _listed(table, "words")]
        self.words = {_literal(word): _ends(value) for word, value in _listed(table, "words")}
        self.scales = {_literal(word): size for word, size in scales.items()}
        self.parts = {_literal(word): Decimal(part) for word, part in _listed(table, "parts")}
        self.many = {_literal(word): Decimal(size) for word, size in _listed(table, "many")}
        self.glued = {word: Decimal(size) for word, size in _listed(table, "glued")}
        known |= {
            "word": Template(_any(words)).safe_substitute(known),
            "part": _any(self.parts),
            "many": _any(self.many),
        }
        known["glued"] = f"(?-i:{_any(self.glued)})"
        token = Template(_any([*words, *scales])).safe_substitute(known)
        tokens = f"(?P<digits>{self.digits})|(?P<glued>(?<=[0-9]){known['glued']})|{token}"
        self.tokens = re.compile(tokens, re.IGNORECASE)
        self.point = re.compile(table.get("point", _NEVER), re.IGNORECASE)
        join = table.get("join", "" if self.characters else r"[-\s]")
        known["join"] = f"(?:{Template(join).safe_substitute(known)})"
        if self.characters:
            token = f"(?:{self.digits}|{token})"
        start, end = table.get("start", "" if self.characters else r"(?<!\w)"), table.get("end", "")
        end = end or ("" if self.characters else r"(?![\w\u0300-\u036f\u064b-\u0652\u093a-\u094f])")
        known |= {"start": start, "end": end}
        known["run"] = f"{token}(?:{known['join']}{token}){{0,{_MOST_WORDS}}}"
        point = f"(?:{self.point.pattern}{known['word']}++(?!{known['scale']}))?" if "point" in table else ""
        known["number"] = f"{start}{known['run']}{point}{end}"
        unit = "|".join([MONEY, *map(_spoken, self.befores)])
        gap = "|".join([*map(_spoken, self.afters), table.get("gap", r"(?:\s[^\W\d]+){0,2}")])
        known |= {"unit": f"(?:{unit})?", "gap": f"(?:{gap})"}
        for name, pattern in table.get("patterns", {}).items():
            known[name] = f"(?:{Template(pattern).safe_substitute(known)})"
        known["gap"] = Template(known["gap"]).safe_substitute(known)
        return known

    def _filled(self, pattern: str) -> str:
        return Template(pattern).safe_substitute(self.patterns)

    def _forms(self, table: Mapping[str, Any]) -> list[_Form]:
        listed = ((says, [said] if isinstance(said, str) else said) for says, said in table.get("forms", {}).items())
        forms = [(says, pattern) for says, patterns in listed for pattern in patterns]
        digits = [rf"{self.digits}$glued(?!\w)", rf"{self.digits}(?:(?:[-\s]$scale)+$end)?"]
        numbers = [f"{_SIGN}$number"] if self.characters else [*(_SIGN + item for item in digits), "$number"]
        forms += [("n", f"(?P<n>{number})") for number in numbers]
        return [_Form(re.compile(self._filled(p), re.IGNORECASE), SAYS.fullmatch(says)) for says, p in forms]

    def _numeral(self, holding: list[str]) -> re.Pattern[str]:
        """Return what finds the forms of numbers, each a group by its place among them, and words that are none."""
        forms = (
            f"(?P<f{index}>{re.sub('[(][?]P<[nd]>', '(?:', form.pattern.pattern)})"
            for index, form in enumerate(self.forms)
        )
        begins = f"(?=[-−0-9]|{self.begins})" if self.begins else ""
        return re.compile("|".join([*holding, f"{begins}(?:{'|'.join(forms)})"]), re.IGNORECASE)

    def _holding(self) -> tuple[re.Pattern[str], list[str]]:
        """Return what finds the words of units that hold numbers themselves, beside a number of their own.

        Those after one, as per 100,000 is, and what else stands before: a number in front of such words is that alone.
        """
        edge = "" if self.characters else r"(?!\w)"
        after = [
            _spoken(words) + ("(?![0-9])" if words[-1].isdecimal() else edge)
            for words in filter(self._find, self.afters)
        ]
        if after:
            alone = [form for form in self.forms if form.says and form.says[0] == "n"]
            self.forms[:0] = [
                form._replace(pattern=re.compile(f"{form.pattern.pattern}(?={'|'.join(after)})", re.IGNORECASE))
                for form in alone
            ]
        before = [f"{_spoken(words)}(?={_SIGN}[0-9])" for words in filter(self._find, self.befores)]
        return re.compile("|".join(after) or _NEVER, re.IGNORECASE), before

    def _bounds(
        self, words: Mapping[str, Any], table: Mapping[str, Any]
    ) -> tuple[Callable[[str], Bound | None], re.Pattern[str]]:
        """Return what finds the words before and after a number, those in which bounds are worded among them."""
        edge, space = ("", r"\s?") if self.characters else (self.patterns["start"], r"\s")
        before, after = ({bound: [own[bound]] if bound in (own := table.get(side, {})) else [] for bound in _SIGNS}
                         for side in ("before", "after"))  # fmt: skip
        known = [self._filled(pattern) for side in ("before", "after") for pattern in table.get(side, {}).values()]

        def is_known(words: str) -> bool:
            """Whether a pattern finds some words, which also says where they are none."""
            return any(re.fullmatch(pattern, words, re.IGNORECASE) for pattern in known)

        for name, pattern in words.get("bounds", {}).items():
            first = last = Bound(name)
            left, right = (side.strip() for side in pattern.split("{0}"))
            if left and right:
                first, last = Bound.ABOUT, _PARTS.get(first, first)
            if left and not is_known(left):
                before[first].append(_spoken(left))
            if right and not (is_known(right) or is_known(f" {right}")):
                after[last].append(f"$gap{space[:2]}?{_spoken(right)}{edge and '$end'}")
        said = {bound: "|".join(dict.fromkeys(filter(None, patterns))) for bound, patterns in before.items()}
        link = table.get("link", space)
        groups = []
        for bound, sign in _SIGNS.items():
            own = words.get("signs", {}).get(bound, "")
            spoken_sign = any(map(str.isalpha, own)) and not is_known(own.strip())
            signs = [sign + r"\s?", *([edge + _spoken(own)] if spoken_sign else [])]
            spoken = [f"{edge}(?:{said[bound]}){link}"] if said[bound] else []
            groups.append(f"(?P<{bound.name}>{'|'.join(spoken + signs)})")
        after[Bound.MORE_THAN].append(r"\+")
        tails = [f"(?P<{bound.name}>{'|'.join(patterns)})" for bound, patterns in after.items() if patterns]
        found = re.compile(self._filled(f"(?:{'|'.join(groups)})$unit") + "$", re.IGNORECASE)

        @lru_cache(maxsize=16384)  # much the same stands before many numbers
        def ends_with(text: str) -> Bound | None:
            last = found.search(text)
            return Bound[last.lastgroup] if last and last.lastgroup else None

        return ends_with, re.compile(self._filled("|".join(tails)), re.IGNORECASE)

    # --- what a text says

    def _readings(self, text: str) -> Iterator[Numeral]:
        position = 0
        while match := self.numeral.search(text, position):
            position = match.end()
            if reading := self._read(text, match) if match.lastgroup else None:
                if not reading.percent and (percent := self.percent.match(text, reading.end)):
                    reading = reading._replace(end=percent.end(), percent=True, weak=False)
                own = self.own.match(text, reading.end)
                position = own.end() if own else reading.end
                yield reading

    def _read(self, text: str, found: re.Match[str]) -> Numeral | None:
        first = int(str(found.lastgroup)[1:])
        if found[0].isdecimal() and (says := self.forms[first].says) and says[0] == "n":  # as most numbers are
            return Numeral(*found.span(), Decimal(found[0]))
        for form in self.forms[first:]:
            if match := form.pattern.match(text, found.start()):
                if form.says is None:
                    return None
                if reading := self._said(form.says, match):
                    return reading
        if digits := self.all_digits.search(text, *found.span()):  # no digit is ever passed over
            return Numeral(*digits.span(), self._number(digits[0]))
        return None

    def _said(self, says: re.Match[str], match: re.Match[str]) -> Numeral | None:
        """Return what a form says, or None where it turns out to say nothing."""
        (start, end), text, (own, _, stop) = match.span(), match.string, (says[0], *_span(match, "n"))
        bound = _FIXED.get(says["bound"] or "", Bound.EXACT)
        reading = Numeral(start, end, Decimal(says["factor"] or 1), bound=bound, fixed=bool(says["bound"]))
        if says["many"]:
            sizes = [self.many[word] for word in re.findall(_any(self.many), match["n"].lower())]
            size = prod(sizes, start=Decimal(1))
            return reading._replace(value=(2 * size, 9 * size), vague=True)
        if says["n"]:
            read = self._value(match, "n")
            if read is None or (read.end < stop < end):
                return None
            last, value = read.end if stop == end else end, _times(read.value, reading.value)
            reading = reading._replace(end=last, value=value, scale=read.scale, vague=read.vague)
            spelled = not _DIGIT.search(text, start, reading.end)
            if own.strip("=") == "n" and spelled and self.weak.fullmatch(text, start, reading.end):
                reading = reading._replace(weak=not self.states.match(text, reading.end))
            if own == "n":  # as most forms are
                return reading
        value = reading.value
        if says["share"]:
            of = self._value(match, "d")
            if of is None or isinstance(of.value, tuple) or isinstance(value, tuple) or not of.value:
                return None
            if says["share"] == " in d" and value >= of.value:
                return None
            value = 100 * value / of.value
        if says["plus"] and isinstance(value, Decimal):
            value += Decimal(says["plus"])
        percent = bool(says["percent"] or says["share"])
        return reading._replace(value=value, percent=percent, weak=reading.weak or bool(says["weak"]))

    def _value(self, match: re.Match[str], group: str) -> Numeral | None:
        """Read a run of digits and words of numbers, as far as it is one number, or return None: 三三, 万一."""
        (start, end), text = match.span(group), match.string
        run = text[start:end].lower()
        found = _SIGNED.match(text[start:end])
        sign = found[0] if found else ""
        start, run, falls = start + len(sign), run[len(sign) :], "-" in sign or "−" in sign
        if self.all_digits.fullmatch(run):  # as most numbers are
            return Numeral(start, end, self._number(run) * (-1 if falls else 1))
        if run in self.parts:
            return Numeral(start, end, self.parts[run])
        if run in self.words and group == "n" and match.end() > end:  # "a third"
            return Numeral(start, end, self.words[run][0])
        point = self.point.search(text, start, end)
        tokens = [*self._tokens(text, start, point.start() if point else end)]
        places = [*self._tokens(text, point.end(), end)] if point else []
        cut, value = True, None
        while tokens and (value := self._varying(tokens) if cut else None) is None:
            last, places = tokens.pop(), []
            cut = last.apart and last.kind != "scale"
        if value is None:
            return None
        if places and isinstance(value, Decimal):
            value += Decimal("0." + "".join(format(place.least, "f") for place in places))
        stem = len(tokens)
        while stem and tokens[stem - 1].kind == "scale" and (not self.characters or tokens[stem - 1].least >= 10**4):
            stem -= 1
        scale = prod((token.least for token in tokens[stem:]), start=Decimal(1)) if stem else Decimal(1)
        vague = all(token.kind == "scale" for token in tokens) or any(token.least != token.most for token in tokens)
        value = _times(value, Decimal(-1)) if falls else value
        return Numeral(start, places[-1].end if places else tokens[-1].end, value, scale=scale, vague=vague)

    def _tokens(self, text: str, start: int, end: int) -> Iterator[_Token]:
        last = start
        for match in self.tokens.finditer(text, start, end):
            word = re.sub(r"\s", " ", match[0].lower())
            apart, last = match.start() > last, match.end()
            if match["digits"]:
                yield _Token(last, number := self._number(word), number, "digits", apart)
            elif match["glued"]:
                yield _Token(last, self.glued[match[0]], self.glued[match[0]], "scale", apart)
            elif word in self.scales:
                yield _Token(last, self.scales[word], self.scales[word], "scale", apart)
            else:
                yield _Token(last, *self.words[word], "word", apart)

    def _varying(self, tokens: Sequence[_Token]) -> NumeralValue | None:
        """Return what words of a number come to; of such as vary (几十, 两三百) both ends."""
        numbers = [(token.least, token.kind) for token in tokens]
        index = next((index for index, token in enumerate(tokens) if token.least != token.most), None)
        if index is not None:
            ends, rest = (Decimal(1) if index else tokens[index].least, tokens[index].most), index + 1
            if len(tokens) == 1:
                return None
        elif (value := self._sum(numbers)) is not None or not self.characters:
            return value
        else:
            pairs = ((a, b) for a, b in pairwise(tokens) if a.kind == b.kind == "word" and 1 <= a.least == b.least - 1)
            index = next((tokens.index(a) for a, _ in pairs), None)
            if index is None:
                return None
            ends, rest = (tokens[index].least, tokens[index + 1].least), index + 2
        low, high = (self._sum([*numbers[:index], (end, "word"), *numbers[rest:]]) for end in ends)
        return None if low is None or high is None else (low, high)

    def _sum(self, numbers: Sequence[tuple[Decimal, str]]) -> Decimal | None:
        """Return what words of a number come to: what stands before the largest scale times that, and the rest."""
        size = max((number for number, kind in numbers if kind == "scale"), default=None)
        if size is None:
            return self._small([number for number, _ in numbers], digits=any(kind == "digits" for _, kind in numbers))
        at = len(numbers) - 1 - numbers[::-1].index((size, "scale"))
        head, tail = numbers[:at], numbers[at + 1 :]
        many = self._sum(head) if head else Decimal(1)
        if many is None or (size, "scale") in head or (self.characters and size < 10**4 and many >= 10):  # 2025百强
            return None
        if self.elided and len(tail) == 1 and tail[0][1] == "word" and tail[0][0]:  # 一百二 is 120
            return many * size + tail[0][0] * size // 10
        while tail and not tail[0][0]:
            tail = tail[1:]
        rest = self._sum(tail) if tail else Decimal(0)
        return many * size + rest if rest is not None and rest < size else None

    def _small(self, numbers: Sequence[Decimal], *, digits: bool) -> Decimal | None:
        if len(numbers) == 1:
            return numbers[0] if digits or numbers[0] >= 1 or not numbers[0] else None  # "a half" is a share
        if digits:
            return None
        if self.characters and max(numbers) < 10:  # 二〇二五
            row = len(numbers) >= 4 or not all(numbers[1:])
            return Decimal("".join(map(str, numbers))) if row else None
        for last, number in pairwise(numbers):
            turned = self.ones_first and last < 10 and 20 <= number < 100 and not number % 10
            if number >= _room(last) and not turned:
                return None
        return sum(numbers, Decimal(0))

    def _joined(self, text: str, low: Numeral, high: Numeral) -> Numeral | None:
        """Join two neighbours to one quantity, 1 h 23 min, or to a range; or return None.

        In 5–10万 and 6–7% the first, too, is of 万 and %.
        """
        if isinstance(low.value, tuple) or isinstance(high.value, tuple):
            return None
        for (between, after), size in self.compounds.items():
            ends = high.end == len(text) or text.startswith(after, high.end)
            if ends and text[low.end : high.start] == between:
                value = low.value * size + high.value.copy_sign(low.value)
                return high._replace(start=low.start, value=value, bound=low.bound, fixed=low.fixed)
        joint = self.joint.fullmatch(text, low.end, high.start)
        if not joint or (low.weak and high.weak) or (low.percent and not high.percent):
            return None
        inside = text[max(0, low.start - 1) : low.start] in {"-", ":", "/", "."}  # a date or a time
        if inside and not text.endswith(self.befores, 0, low.start):
            return None
        if self.change.search(text, max(0, low.start - _WINDOW), low.start):
            return None
        implied = high.scale if low.scale == 1 and low.value < high.value / high.scale else Decimal(1)
        if low.value * implied >= high.value:
            return None
        span = (low.value * implied, high.value)
        return high._replace(start=low.start, value=span, bound=low.bound, fixed=low.fixed, weak=False)

    def _bound(self, text: str, reading: Numeral) -> Bound:
        if reading.fixed:
            return reading.bound
        before = self.before(text[max(0, reading.start - _WINDOW) : reading.start])
        after = self.after.match(text, reading.end) if reading.end < len(text) else None
        behind = Bound[str(after.lastgroup)] if after else None
        if before is Bound.ABOUT:
            return next((whole for whole, part in _PARTS.items() if part is behind), before)
        return before or behind or Bound.EXACT

    def _number(self, digits: str) -> Decimal:
        return Decimal(digits.translate(self.ungrouped))


@lru_cache(maxsize=64)
def scale_patterns(locale: Locale) -> Mapping[str, Mapping[Decimal, tuple[int, str]]]:
    """Return how a language words large numbers, by plural category and the least number that is worded so: the power
    of ten of the word of scale, and the pattern, such as 0 million."""
    formats = locale.compact_decimal_formats
    found: dict[str, dict[Decimal, tuple[int, str]]] = {}
    for category, patterns in formats.get("long", formats.get("short", {})).items():
        for least, pattern in patterns.items():
            said = re.sub(f"['{_MARKS}]|;.*", "", pattern.pattern)
            found.setdefault(category, {})[Decimal(least)] = len(least) - said.count("0"), re.sub("0+", "0", said)
    return found


def _listed(table: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a table of numbers with its number."""
    for value, words in table.get(name, {}).items():
        yield from ((word, value) for word in words.split("|"))


def _literal(word: str) -> str:
    """Return a word without what may not stand beside it."""
    return re.sub(r"\(\?[^()]*\)", "", word).replace(r"\s", " ").replace("\\", "").lower()


def _ends(value: str) -> tuple[Decimal, Decimal]:
    low, _, high = value.partition("..")
    return Decimal(low), Decimal(high or low)


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(_longest(words)) or _NEVER})"


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(filter(None, words), key=lambda word: (-len(_literal(word)), word))


def _spoken(words: str) -> str:
    """Return a pattern of words, in which a space may be of any kind."""
    return re.sub(r"(?:\\?\s)+", r"\\s", re.escape(words))


def _room(number: Decimal) -> Decimal:
    """Return what a word that is added to another has to be less than: ten after twenty."""
    return Decimal(10) ** (len(digits := format(number, "f")) - len(digits.rstrip("0"))) if number >= 1 else Decimal(0)


def _times(value: NumeralValue, factor: NumeralValue) -> NumeralValue:
    assert isinstance(factor, Decimal)
    return (value[0] * factor, value[1] * factor) if isinstance(value, tuple) else value * factor


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    return match.span(group) if group in match.re.groupindex else (0, 0)


def _tidy(value: NumeralValue) -> NumeralValue:
    if isinstance(value, tuple):
        return plain(value[0]), plain(value[1])
    return plain(value) if value.adjusted() < getcontext().prec - 1 else value  # a row of digits may be endless
