"""Bounds, interval arithmetic, and rounding that keeps a bound true."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from microsite.quantities import INFINITY, Bound, End, Interval, Quantity, parse_value, plain, round_significant


def number(text: str) -> Decimal:
    value = parse_value(text)
    assert isinstance(value, Decimal)
    return value


def interval(text: str) -> Interval:
    """Read `[1, 2)`, as mathematicians write it; `~` before it marks an approximate one."""
    body = text.removeprefix("~")
    low, high = body[1:-1].split(", ")
    return Interval(End(Decimal(low), body[0] == "("), End(Decimal(high), body[-1] == ")"), text != body)


def written(value: Interval) -> str:
    low, high = (str(end.at).replace("Infinity", "inf") for end in (value.low, value.high))
    return f"{'~' * value.approximate}{'[('[value.low.open]}{low}, {high}{'])'[value.high.open]}"


# --- what is said, and what it means


@pytest.mark.parametrize(
    ("bound", "meaning", "low", "high"),
    [
        (Bound.EXACT, "[5, 5]", 5, 5),
        (Bound.MORE_THAN, "(5, inf)", 5, None),
        (Bound.AT_LEAST, "[5, inf)", 5, None),
        (Bound.LESS_THAN, "(-inf, 5)", None, 5),
        (Bound.AT_MOST, "(-inf, 5]", None, 5),
        (Bound.NEARLY, "~[5, 5]", None, 5),
        (Bound.ABOUT, "~[5, 5]", None, None),
        (Bound.ABOUT_OR_MORE, "~[5, inf)", None, None),
        (Bound.ABOUT_OR_LESS, "~(-inf, 5]", None, None),
    ],
)
def test_bounds(bound: Bound, meaning: str, low: int | None, high: int | None) -> None:
    quantity = Quantity(Decimal(5), bound)
    assert (written(quantity.interval), quantity.low, quantity.high) == (meaning, low, high)


def test_a_range_has_two_ends() -> None:
    quantity = Quantity((Decimal(1), Decimal(2)))
    assert [quantity.number, quantity.upper] == [1, 2]
    assert [quantity.low, quantity.high] == [1, 2]
    assert written(quantity.interval) == "[1, 2]"
    assert written(Quantity((Decimal(1), Decimal(2)), Bound.MORE_THAN).interval) == "(1, inf)"


# --- arithmetic

SUMS: list[tuple[str, str, str, str]] = [
    ("[2, 2]", "+", "[3, 3]", "[5, 5]"),
    ("(300, inf)", "+", "[3, 3]", "(303, inf)"),
    ("[1, 2]", "+", "~[3, 3]", "~[4, 5]"),
    ("(1, 2]", "+", "[3, 4)", "(4, 6)"),
    ("(5, inf)", "-", "[1, 2]", "(3, inf)"),
    ("[1, 2]", "-", "(5, inf)", "(-inf, -3)"),
    ("(5, inf)", "-", "(5, inf)", "(-inf, inf)"),
    ("[2, 3]", "*", "[-1, 4]", "[-3, 12]"),
    ("(2, inf)", "*", "[3, 3]", "(6, inf)"),
    ("(2, inf)", "*", "[-3, -3]", "(-inf, -6)"),
    ("[0, 5]", "*", "(1, 2)", "[0, 10)"),  # nothing, taken any number of times, is nothing
    ("(0, 5]", "*", "[0, 2]", "[0, 10]"),
    ("(-inf, inf)", "*", "[0, 0]", "[0, 0]"),
    ("[6, 6]", "/", "[3, 3]", "[2, 2]"),
    ("(300, inf)", "/", "[3, 3]", "(100, inf)"),
    ("[300, 300]", "/", "(3, inf)", "(0, 100)"),
    ("[300, 300]", "/", "(-inf, -3)", "(-100, 0)"),
    ("(6, inf)", "/", "(3, inf)", "(0, inf)"),
    ("[0, 6]", "/", "(2, 3]", "[0, 3)"),
    ("[-6, 6]", "/", "[-3, -2]", "[-3, 3]"),
]
OPERATIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


@pytest.mark.parametrize(("left", "sign", "right", "result"), SUMS)
def test_arithmetic(left: str, sign: str, right: str, result: str) -> None:
    assert written(OPERATIONS[sign](interval(left), interval(right))).replace("-0,", "0,") == result


@pytest.mark.parametrize("divisor", ["[0, 0]", "[-1, 1]", "[0, 2]", "(0, 2]", "[-2, 0)", "(-inf, 5)"])
def test_what_may_be_zero_divides_nothing(divisor: str) -> None:
    with pytest.raises(ValueError, match=r"^divides by something that may be zero$"):
        interval("[1, 1]") / interval(divisor)


small = st.integers(-40, 40).map(Decimal) | st.integers(-400, 400).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def intervals_with_a_member(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval of any shape (open, closed, unbounded, a point) and a number in it."""
    member = draw(small)
    below, above = draw(small.map(abs)), draw(small.map(abs))
    low = End(member - below, bool(below) and draw(st.booleans()))
    high = End(member + above, bool(above) and draw(st.booleans()))
    if draw(st.booleans()):
        low = End(-INFINITY, open=True)
    if draw(st.booleans()):
        high = End(INFINITY, open=True)
    return Interval(low, high, draw(st.booleans())), member


def contains(outer: Interval, member: Fraction, slack: Fraction = Fraction(0)) -> bool:
    def rises(low: Decimal, high: Fraction, *, is_open: bool) -> bool:
        return low == -INFINITY or Fraction(low) < high + slack or (Fraction(low) == high + slack and not is_open)

    return rises(outer.low.at, member, is_open=outer.low.open) and rises(
        -outer.high.at, -member, is_open=outer.high.open
    )


@given(intervals_with_a_member(), intervals_with_a_member(), st.sampled_from("+-*"))
@example((interval("[0, 5]"), Decimal(0)), (interval("(1, 2)"), Decimal("1.5")), "*")
def test_a_result_contains_the_result_of_any_members(
    left: tuple[Interval, Decimal], right: tuple[Interval, Decimal], sign: str
) -> None:
    a, b = Fraction(left[1]), Fraction(right[1])
    expected = {"+": a + b, "-": a - b, "*": a * b}[sign]
    result = OPERATIONS[sign](left[0], right[0])
    assert contains(result, expected)
    assert result.approximate == (left[0].approximate or right[0].approximate)


@given(intervals_with_a_member(), intervals_with_a_member())
def test_a_quotient_contains_the_quotient_of_any_members(
    left: tuple[Interval, Decimal], right: tuple[Interval, Decimal]
) -> None:
    assume(not right[0].low.at <= 0 <= right[0].high.at)
    result = left[0] / right[0]
    # Decimal itself rounds in the twenty-eighth digit.
    assert contains(result, Fraction(left[1]) / Fraction(right[1]), slack=Fraction(1, 10**20))


@given(intervals_with_a_member(), st.sampled_from("+-*"))
def test_a_point_gives_the_ends_themselves(left: tuple[Interval, Decimal], sign: str) -> None:
    """No wider than needed: with an exact 2, each end is the result of an end."""
    result = OPERATIONS[sign](left[0], Interval.exactly(Decimal(2)))
    ends = {OPERATIONS[sign](Interval.exactly(end.at), Interval.exactly(Decimal(2))).low.at for end in
            (left[0].low, left[0].high)}  # fmt: skip
    assert {result.low.at, result.high.at} == ends


# --- rounding

SAID = [
    ("[3, 3]", 3, "3", Bound.EXACT),
    ("[3.14159, 3.14159]", 3, "3.14", Bound.ABOUT),
    ("~[3, 3]", 3, "3", Bound.ABOUT),
    ("(301.37, inf)", 3, "301", Bound.MORE_THAN),
    ("[301.99, inf)", 3, "301", Bound.AT_LEAST),
    ("(-301.37, inf)", 3, "-302", Bound.MORE_THAN),
    ("(-inf, 301.37)", 3, "302", Bound.LESS_THAN),
    ("(-inf, 301.37]", 3, "302", Bound.AT_MOST),
    ("(-inf, -301.37]", 3, "-301", Bound.AT_MOST),
    ("~[301.37, inf)", 3, "301", Bound.ABOUT_OR_MORE),
    ("~(-inf, 301.37]", 3, "302", Bound.ABOUT_OR_LESS),
    ("(0, 12.34)", 2, "13", Bound.LESS_THAN),  # that it is above nothing goes without saying
    ("(-12.34, 0)", 2, "-13", Bound.MORE_THAN),
    ("[850000, 850000]", 1, "800000", Bound.ABOUT),  # half to even
    ("(109799.99999999999999999999998, inf)", 4, "109800", Bound.MORE_THAN),  # 28 digits' noise is no bound
    ("[0.9999999999999999999999999999, 0.9999999999999999999999999999]", 3, "1", Bound.EXACT),
]


@pytest.mark.parametrize(("text", "significant", "value", "bound"), SAID)
def test_what_is_said_of_an_interval(text: str, significant: int, value: str, bound: Bound) -> None:
    assert interval(text).quantity(significant) == Quantity(Decimal(value), bound)


@pytest.mark.parametrize(
    ("text", "ends", "bound"),
    [
        ("[1, 2]", ("1", "2"), Bound.EXACT),
        ("[1.29, 2.31]", ("1.2", "2.4"), Bound.ABOUT),  # outwards
        ("[0, 2]", ("0", "2"), Bound.EXACT),
        ("~[1, 2]", ("1", "2"), Bound.ABOUT),
    ],
)
def test_what_is_said_of_two_ends(text: str, ends: tuple[str, str], bound: Bound) -> None:
    assert interval(text).quantity(2) == Quantity((Decimal(ends[0]), Decimal(ends[1])), bound)


@pytest.mark.parametrize("text", ["(-inf, inf)", "(0, inf)", "(-inf, 0)"])
def test_nothing_can_be_said_of_an_interval_without_an_end(text: str) -> None:
    with pytest.raises(ValueError, match=r"^has no known end: the bounds of its parts leave it open on both sides$"):
        interval(text).quantity(3)


@given(intervals_with_a_member(), st.integers(1, 6))
def test_rounding_keeps_a_bound_true(drawn: tuple[Interval, Decimal], significant: int) -> None:
    outer, member = drawn
    try:
        quantity = outer.quantity(significant)
    except ValueError:
        return
    if quantity.low is not None:
        assert quantity.low <= member
    if quantity.high is not None:
        assert quantity.high >= member
    if isinstance(quantity.value, tuple):
        assert quantity.number <= member <= quantity.upper
    if quantity.bound is Bound.MORE_THAN:
        assert quantity.number < member
    if quantity.bound is Bound.LESS_THAN:
        assert quantity.number > member


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=4), st.integers(-4, 6), st.sampled_from(Bound))
def test_a_rounded_figure_bounds_what_it_bounded(value: Decimal, power: int, bound: Bound) -> None:
    step = Decimal(1).scaleb(power)
    rounded = Quantity(value, bound).rounded(step)
    assert rounded.bound is bound
    assert not rounded.number % step or bound is Bound.NEARLY
    assert abs(rounded.number - value) < step
    if bound in (Bound.MORE_THAN, Bound.AT_LEAST, Bound.ABOUT_OR_MORE):
        assert rounded.number <= value
    elif bound in (Bound.LESS_THAN, Bound.AT_MOST, Bound.ABOUT_OR_LESS):
        assert rounded.number >= value
    elif bound is Bound.NEARLY:
        assert rounded.number == value
    else:
        assert abs(rounded.number - value) <= step / 2


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=4), st.integers(1, 8))
def test_rounding_to_significant_digits(value: Decimal, digits: int) -> None:
    rounded = round_significant(value, digits)
    assert len(rounded.normalize().as_tuple().digits) <= digits
    if value:
        assert abs(rounded - value) <= abs(value) * Decimal(10) ** (1 - digits) / 2


@given(st.decimals(-(10**20), 10**20, allow_nan=False, places=6))
def test_the_published_form_is_the_same_number_without_trailing_zeros(value: Decimal) -> None:
    text = format(plain(value), "f")
    assert Decimal(text) == value
    assert "E" not in str(plain(value))
    assert "." not in text or text[-1] not in "0."


# --- typing


@given(st.decimals(0, 10**12, allow_nan=False, places=3))
def test_what_is_published_can_be_typed(value: Decimal) -> None:
    assert number(format(plain(value), "f")) == value


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("1.3 million", "130万"), ("594.9 billion", "5949亿"), ("9.4 trillion", "9.4万亿"), ("850 thousand", "85万")],
)
def test_scale_words_of_two_languages(english: str, chinese: str) -> None:
    assert number(english) == number(chinese)
