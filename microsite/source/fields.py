"""The types of records' fields: what an editor types → what later stages read, or what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Any
from unicodedata import is_normalized
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field

from microsite.quantities import parse_value
from microsite.source.calendar import check_date, check_day, check_period
from microsite.source.markup import even
from microsite.source.record import AsDate, AsName, AsProse

ID = re.compile(r"(?!.{101})[a-z0-9]+(-[a-z0-9]+)*")  # which names files: no system has longer ones than 255 bytes
NO_ID = "'{}' is not an id: lower-case letters, digits and single hyphens, 100 at most, such as 'tech-firms'"
PLURALS = ("zero", "one", "two", "few", "many", "other")


@cache
def find_single(locale: str) -> Collection[str]:
    """Return the plural categories of a single number each, whose words may do: "a minute", but not of 1 and 21."""
    numbers = Counter(map(Locale.parse(locale).plural_form, range(200)))
    return [category for category, count in numbers.items() if count == 1]


def _like(pattern: str, message: str, fits: Callable[[str], bool] = bool) -> Callable[[Any], str]:
    """Return what checks that a text is like a pattern, and fits if it is not empty; else raises ValueError with a
    message that quotes it."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value) or (value and not fits(value)):
            raise ValueError(message.format(value))
        return value

    return check


def _names_host(address: str) -> bool:
    """Whether there can be a host, and a port, as an address names them, by the rules of IP, DNS and IDNA."""
    try:
        parts = urlsplit(address.replace("mailto:", "//", 1))
        host = parts.hostname or ""
        last = host.rpartition(".")[2]
        if "[" in parts.netloc:
            IPv6Address(host)
        elif last.isdecimal() or last.startswith("0x"):  # as browsers tell an address of IPv4
            IPv4Address(host)
        return parts.port != 0 and len(host.encode("idna")) <= _LONGEST_HOST and is_normalized("NFKC", host)
    except ValueError:
        return False


_LONGEST_HOST = 253
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-fA-F:.]+\])(?::[0-9]{{1,5}})?"
_SIGN = r"\s\"<>\\^`{|}"  # none that an address holds
_ESCAPED = "%[0-9A-Fa-f]{2}"
_PLAIN = rf"(?:[^{_SIGN}?#&;'@%]|{_ESCAPED})"  # of addresses to which more is added
_WEB = rf"https?://{_HOST}(?:[/?#](?:[^{_SIGN}%]|{_ESCAPED})*)?"
_USER = r"[^\s@\"<>?&,;:.]+"
# An address of IPv4 is no domain of mail: RFC 5321 has it in brackets, in which hardly a program takes it.
_MAIL = rf"mailto:{_USER}(?:\.{_USER})*@(?![0-9.]+(?:\?|$)){_LABEL}(?:\.{_LABEL})+(?:\?[^\s\"<>]*)?"

check_id = _like(ID.pattern, NO_ID)
check_link = _like(rf"{_WEB}|{_MAIL}", "'{}' is no address, such as https://name.example/page", _names_host)
check_address = _like(  # of a site, to which those of pages are added; it may be empty
    rf"(?:https?://{_HOST}(?:/{_PLAIN}*)?)?",
    "'{}' is not the address of a site, such as https://name.github.io/site/",
    _names_host,
)
_check_repository = _like(
    rf"https://{_HOST}(?:/[^{_SIGN}/?#&;'@%]+){{2}}",
    "'{}' is not the address of a repository, such as https://github.com/name/project",
    _names_host,
)
_check_tag = _like(
    r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*",
    "'{}' is no tag of a language that CLDR knows, such as en or zh-Hans",
    lambda tag: tag.partition("-")[0].lower() in Locale("en").languages,
)
_check_folder = _like(r"[A-Za-z0-9-]*", "'{}' is not the name of a folder: letters, digits and hyphens")
_check_flag = _like("true|false", "'{}' is neither 'true' nor 'false'")
_check_whole = _like("[0-9]{1,9}", "'{}' is not a whole number in plain digits, such as 21")
_check_power = _like("-?[1-9]", "'{}' is not the power of a dimension: a whole number such as 1 or -1")
_check_page_name = _like(
    rf"{ID.pattern}(/{ID.pattern})*", "'{}' is not the name of a page, such as method or statistics/tech-firms"
)


def _check_locale(value: str) -> str:
    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"'{value}' is no locale that CLDR knows, such as en_GB or zh_Hans_CN") from None
    return value


def _parse_points(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        points = tuple(tuple(map(float, point.split(","))) for point in value.split())
    except ValueError:
        points = ()
    if len(points) < 3 or any(len(point) != 2 for point in points):
        raise ValueError("this is no outline: three or more points x,y with spaces between them")
    return points


def _check_script(value: str) -> str:
    try:
        re.compile(value)
        re.compile(f"(?:{value})")  # as it stands in another: flags can't
    except re.error as error:
        raise ValueError(f"'{value}' is no regular expression: {error}") from None
    return value


def _parse_number(value: Any) -> Any:
    number = parse_value(value)
    if isinstance(number, tuple):
        raise ValueError("expected one number, not a range")
    return number


def _parse_step(value: Any) -> Any:
    number = _parse_number(value)
    if number != Decimal(1).scaleb(number.adjusted()):
        raise ValueError(f"'{value}' is no power of ten, such as 100 million or 0.1")
    return Decimal(1).scaleb(number.adjusted())


def _parse_scale(value: Any) -> Any:
    numerator, _, denominator = value.partition("/") if isinstance(value, str) else (value, "", "")
    divisor = _parse_number(denominator) if denominator else Decimal(1)
    if not divisor:
        raise ValueError(f"'{value}' divides by zero")
    if (scale := _parse_number(numerator) / divisor) <= 0:
        raise ValueError(f"'{value}' is not above zero, as the size of a unit is")
    return scale


GAP = re.compile(r"(?<=[0-9])[ \u00a0](?=[0-9]{3}(?![0-9]))")  # between groups of digits: pour 100 000 habitants


def _parse_pattern(value: Any) -> Any:
    patterns = value if isinstance(value, dict) else {"other": value}
    if "other" not in patterns:
        raise ValueError("lacks a pattern for 'other', which serves every number that no other pattern does")
    for category, pattern in patterns.items():
        if category not in PLURALS:
            raise ValueError(f"'{category}' is no plural category of CLDR (known: {', '.join(PLURALS)})")
        if not isinstance(pattern, str) or not re.fullmatch(r"[^{}]*\{0\}[^{}]*", pattern):
            raise ValueError(f"'{pattern}' must hold {{0}}, once, where the number stands")
    said = {category: GAP.sub("\u202f", even(pattern)) for category, pattern in patterns.items()}
    return said if isinstance(value, dict) else said["other"]


def parse_stated(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": value}


def _parse_paragraphs(value: Any) -> Any:
    return [*map(_check_whole, value if isinstance(value, list) else [value])]


def _parse_runs(value: Any) -> Any:
    runs = value.split() if isinstance(value, str) else []
    if not runs:
        raise ValueError("expected lengths and figures, with spaces between: 12 8 tech-firms 5")
    for run in runs:
        check_id(run.partition("@")[0])
    return tuple(int(run) if run.isdecimal() else run for run in runs)


Id = Annotated[str, AfterValidator(check_id)]
Period = Annotated[str, AfterValidator(check_period), AsDate()]
Date = Annotated[str, AfterValidator(check_date), AsDate()]  # as exact as it is known
Day = Annotated[str, AfterValidator(check_day), AsDate()]
Tag = Annotated[str, AfterValidator(_check_tag)]  # BCP 47
LocaleName = Annotated[str, AfterValidator(_check_locale)]  # CLDR's
Folder = Annotated[str, AfterValidator(_check_folder)]
PagePath = Annotated[str, AfterValidator(_check_page_name)]
Script = Annotated[str, AfterValidator(_check_script)]  # a regular expression
SiteAddress = Annotated[str, AfterValidator(check_address)]
Repository = Annotated[str, AfterValidator(_check_repository)]
Flag = Annotated[bool, BeforeValidator(_check_flag)]
Whole = Annotated[int, BeforeValidator(_check_whole)]
Line = Annotated[str, BeforeValidator(even), Field(min_length=1)]


Paragraphs = Annotated[
    tuple[int, ...], BeforeValidator(_parse_paragraphs, json_schema_input_type=int | tuple[int, ...])
]
Runs = Annotated[tuple[int | str, ...], BeforeValidator(_parse_runs, json_schema_input_type=str)]
Points = Annotated[
    tuple[tuple[float, float], ...], BeforeValidator(_parse_points, json_schema_input_type=str)
]  # an outline: "116.4,39.9 116.5,40 …"
Text = Annotated[dict[str, Line], AsProse()]
NameText = Annotated[dict[str, Line], AsName()]
Address = Annotated[Line, AfterValidator(check_link)]
Number = Annotated[Decimal, BeforeValidator(_parse_number)]
Step = Annotated[Decimal, BeforeValidator(_parse_step)]  # a power of ten
Scale = Annotated[Decimal, BeforeValidator(_parse_scale)]
Power = Annotated[int, BeforeValidator(_check_power)]
Patterns = Annotated[dict[str, Annotated[str | dict[str, str], BeforeValidator(_parse_pattern)]], AsName()]
Value = Annotated[Decimal | tuple[Decimal, Decimal], BeforeValidator(parse_value)]
