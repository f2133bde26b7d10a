"""Formulas → figures with bounds and units; and what they refuse to calculate."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from microsite.facts.derive import Datum, Facts, derive_facts
from microsite.facts.formulas import tokens
from microsite.quantities import Bound, Quantity
from microsite.source.models import Role, Status
from tests.project import UNITS, load

OBSERVED = """\
{id}:
  label: {{en: A, zh: 甲}}
  definition: {{en: A, zh: 甲}}
  unit: {unit}
  subject: harvest
  observations:
    - {{value: {value}, bound: {bound}, status: {status}, role: context, source: almanac, period: 2024}}
    - {{value: 7, role: context, source: almanac, period: 2023, key: the-year-before}}
"""
DERIVED = """\
{id}:
  label: {{en: B, zh: 乙}}
  definition: {{en: B, zh: 乙}}
  unit: {unit}
  subject: harvest
  derive:
    formula: "{formula}"
    words: {{en: B, zh: 乙}}
    significant: {significant}
"""

CALLS = "expected days(2024), with a year, verdicts(kind), stated(id) or distance(…)"


def observed(id_: str, value: str, unit: str, bound: str = "exact", status: str = "measured") -> str:
    return OBSERVED.format(id=id_, value=value, unit=unit, bound=bound, status=status)


def derived(id_: str, formula: str, unit: str, significant: int = 3) -> str:
    return DERIVED.format(id=id_, formula=formula, unit=unit, significant=significant)


PLACES = """\
degrees:
  name: {en: degrees, zh: 度}
  full: {en: "{0}°", zh: "{0}°"}
  dimension: {angle: 1}
kilometres:
  name: {en: kilometres, zh: 公里}
  full: {en: "{0} km", zh: "{0}公里"}
  dimension: {length: 1}
  scale: 1000
"""
KNOWN = "".join(
    (
        observed("oaks", "1200", "trees"),
        observed("elms", "300", "trees", "more-than"),
        observed("firs", "40", "trees", "about"),
        observed("yews", "[10, 20]", "trees"),
        observed("none", "0", "trees"),
        observed("load", "2.5", "tonnes"),
        observed("sack", "50", "kilograms"),
        observed("growth", "25", "percent"),
        observed("pace", "3", "trees-per-day"),
        observed("spell", "30", "days"),
        observed("place", "2", "rank"),
        observed("north", "60", "degrees"),
        observed("east", "20", "degrees"),
        observed("vague", "20", "degrees", "more-than"),
        observed("hoped", "10", "trees", status="targeted"),
        observed("guessed", "10", "trees", status="estimated"),
        observed("said", "10", "trees", status="claimed"),
    )
)


def derive(folder: Path, statistics: str) -> tuple[Facts, list[str]]:
    files = {"data/statistics/x.yaml": KNOWN + statistics, "data/units.yaml": UNITS + PLACES}
    facts, problems = derive_facts(load(folder, files))
    return facts, [problem.message for problem in problems]


def result(folder: Path, formula: str, unit: str, significant: int = 3) -> Datum:
    facts, problems = derive(folder, derived("result", formula, unit, significant))
    assert problems == []
    return facts.find("result")


@pytest.mark.parametrize(
    ("formula", "unit", "value", "bound"),
    [
        ("oaks", "trees", "1200", Bound.EXACT),
        ("oaks + elms", "trees", "1500", Bound.MORE_THAN),
        ("oaks - elms", "trees", "900", Bound.LESS_THAN),
        ("oaks + firs", "trees", "1240", Bound.ABOUT),
        ("oaks@the-year-before", "trees", "7", Bound.EXACT),
        ("oaks - oaks@the-year-before - 0 * oaks", "trees", "1190", Bound.ABOUT),  # 1193, to three digits
        ("oaks / elms", "times", "4", Bound.LESS_THAN),
        ("oaks / stated(elms)", "times", "4", Bound.EXACT),
        ("elms / oaks", "percent", "25", Bound.MORE_THAN),  # a fraction is turned into percent
        ("oaks * (1 + growth)", "trees", "1500", Bound.EXACT),  # and percent into a fraction
        ("oaks / (1 + growth) - 2 * oaks / 4", "trees", "360", Bound.EXACT),
        ("load", "kilograms", "2500", Bound.EXACT),
        ("load / sack", "times", "50", Bound.EXACT),
        ("load + sack", "tonnes", "2.55", Bound.EXACT),
        ("pace * spell", "trees", "90", Bound.EXACT),
        ("oaks / spell", "trees-per-day", "40", Bound.EXACT),
        ("elms / days(2023)", "trees-per-day", "0.821", Bound.MORE_THAN),  # of 365 days
        ("elms / days(2024)", "trees-per-day", "0.819", Bound.MORE_THAN),  # of 366 days
        ("pace * days(2024)", "trees", "1100", Bound.ABOUT),  # 1098, to three digits
        ("10 / 4 * oaks / oaks", "times", "2.5", Bound.EXACT),
        ("7 - 2 - 1", "times", "4", Bound.EXACT),  # from left to right
        ("24 / 4 / 2", "times", "3", Bound.EXACT),
        ("1 + 2 * 3", "times", "7", Bound.EXACT),
    ],
)
def test_formulas(tmp_path: Path, formula: str, unit: str, value: str, bound: Bound) -> None:
    quantity = result(tmp_path, formula, unit).quantity
    assert (quantity.value, quantity.bound) == (Decimal(value), bound)


def test_a_distance_is_that_on_a_globe(tmp_path: Path) -> None:
    """A degree of latitude is 111.195 km anywhere; one of longitude, half of that at sixty degrees north."""
    meridian = "distance(north, east, north@the-year-before, east)"
    assert result(tmp_path, meridian, "kilometres", 4).quantity == Quantity(Decimal(5893), Bound.ABOUT)
    assert result(tmp_path, meridian, "kilometres", 12).quantity.bound is Bound.ABOUT  # the Earth is no globe
    parallel = "distance(north, east, north, east + east / 20)"
    assert result(tmp_path, parallel, "kilometres", 3).quantity == Quantity(Decimal("55.6"), Bound.ABOUT)


def test_a_range_stays_a_range(tmp_path: Path) -> None:
    assert result(tmp_path, "oaks + yews", "trees", 4).quantity.value == (1210, 1220)
    assert result(tmp_path, "oaks / yews", "times").quantity.value == (60, 120)


def test_significant_digits(tmp_path: Path) -> None:
    assert result(tmp_path, "oaks / 7", "trees", 2).quantity.value == 170
    assert result(tmp_path, "oaks / 7", "trees", 5).quantity.value == Decimal("171.43")


def test_a_unit_whose_scale_is_no_round_number_costs_no_exactness(tmp_path: Path) -> None:
    quantity = result(tmp_path, "pace * days(2024)", "trees", 4).quantity
    assert quantity == Quantity(Decimal(1098))


def test_a_formula_over_a_formula_is_calculated_unrounded(tmp_path: Path) -> None:
    statistics = derived("half", "oaks / 7", "trees", 1) + derived("whole", "half * 7", "trees", 4)
    facts, _ = derive(tmp_path, statistics)
    assert [facts.find(id_).quantity.value for id_ in ("half", "whole")] == [200, 1200]


def test_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    facts, problems = derive(tmp_path, derived("whole", "half * 2", "trees") + derived("half", "oaks / 2", "trees"))
    assert problems == []
    assert facts.find("whole").quantity.value == 1200
    assert list(facts.data)[-2:] == ["whole", "half"]


def test_what_a_derived_figure_knows_of_itself(tmp_path: Path) -> None:
    datum = result(tmp_path, "oaks / elms + oaks / elms@the-year-before", "times")
    assert (datum.key, datum.status, datum.reference) == ("derived", Status.DERIVED, "result@derived")
    assert datum.inputs == ("oaks", "elms", "elms@the-year-before")


@pytest.mark.parametrize(
    ("formula", "basis"),
    [
        ("oaks + elms", Status.MEASURED),
        ("oaks + guessed", Status.ESTIMATED),
        ("guessed + said", Status.CLAIMED),
        ("said + hoped", Status.TARGETED),
        ("hoped + guessed + oaks", Status.TARGETED),
    ],
)
def test_a_derived_figure_is_as_uncertain_as_the_least_certain_input(
    tmp_path: Path, formula: str, basis: Status
) -> None:
    facts, _ = derive(tmp_path, derived("a", formula, "trees") + derived("b", "a * 2", "trees"))
    assert [facts.find(id_).basis for id_ in ("a", "b")] == [basis, basis]


@pytest.mark.parametrize(("formula", "role"), [("trees", Role.ARTICLE), ("trees + oaks", Role.CONTEXT)])
def test_only_what_the_article_gives_derives_an_article_figure(tmp_path: Path, formula: str, role: Role) -> None:
    assert result(tmp_path, formula, "trees").role is role


REFUSED = [
    ("oaks + load", "trees", "adds mass to tree"),
    ("oaks - growth", "trees", "subtracts a plain number from tree"),
    ("load / sack", "tonnes", "gives a plain number, not the unit 'tonnes' (mass)"),
    ("oaks * oaks", "trees", "gives tree^2, not the unit 'trees' (tree)"),
    ("oaks / days(2024)", "trees", "gives time^-1 · tree, not the unit 'trees' (tree)"),
    ("oaks", "rank", "gives tree, and the unit 'rank' can't be calculated with"),
    ("oaks * place", "trees", "calculates with 'place', whose unit 'rank' is no amount"),
    ("oaks / none", "times", "divides by something that may be zero"),
    ("oaks / (elms - 400 * oaks / oaks * hoped / 10)", "times", "divides by something that may be zero"),
    ("elms - elms", "trees", "has no known end: the bounds of its parts leave it open on both sides"),
    ("oks", "trees", "names what is not there: unknown statistic 'oks', did you mean 'oaks'?"),
    ("zzzz", "trees", "names what is not there: unknown statistic 'zzzz'"),
    (
        "oaks@the-year-befor",
        "trees",
        "names what is not there: 'oaks' has no observation 'the-year-befor', did you mean 'the-year-before'?",
    ),
    ("oaks@1066", "trees", "names what is not there: 'oaks' has no observation '1066' (known: 2024, the-year-before)"),
    ("oaks +", "trees", "ends too early"),
    ("(oaks", "trees", "lacks a ')'"),
    ("oaks )", "trees", "can't be read from ')' on"),
    ("oaks elms", "trees", "can't be read from 'elms' on"),
    ("oaks % 2", "trees", "can't be read from '% 2' on; expected a share, such as 0.75 for 75%"),
    ("oaks × 2", "trees", "can't be read from '× 2' on; expected *"),
    ("* oaks", "trees", "has '*' where a number or an id was expected"),
    (
        "days(24)",
        "days",
        f"can't be read from 'days(' on: {CALLS}",
    ),
    (
        "days(oaks)",
        "days",
        f"can't be read from 'days(' on: {CALLS}",
    ),
    (
        "stated(7)",
        "times",
        f"can't be read from 'stated(' on: {CALLS}",
    ),
    (
        "stated(oaks + elms)",
        "trees",
        f"can't be read from 'stated(' on: {CALLS}",
    ),
    ("distance(north, east)", "kilometres", "needs four angles in distance(latitude, longitude, latitude, longitude)"),
    (
        "distance(north, oaks, north, east)",
        "kilometres",
        "needs four angles in distance(latitude, longitude, latitude, longitude)",
    ),
    (
        "distance(north, vague, north, east)",
        "kilometres",
        "measures a distance from a place that is not exact",
    ),
    ("oaks, elms", "trees", "can't be read from ',' on"),
    ("result * 2", "trees", "leads back to itself: result → result"),
    ("(" * 11 + "oaks" + ")" * 11, "trees", "has brackets more than 10 deep"),
    ("+".join(["oaks"] * 300), "trees", "has more than 1000 characters"),
    (f"oaks * {'9' * 60}", "trees", "comes to 1E+27 or more; no figure is so large"),
]


@pytest.mark.parametrize(("formula", "unit", "reason"), REFUSED)
def test_refusals(tmp_path: Path, formula: str, unit: str, reason: str) -> None:
    facts, problems = derive(tmp_path, derived("result", formula, unit))
    assert problems == [f"the formula of 'result' {reason}"]
    assert "result" not in facts.data


def test_a_refusal_stands_at_its_formula(tmp_path: Path) -> None:
    _, problems = derive_facts(load(tmp_path, {"data/statistics/x.yaml": derived("result", "oaks", "trees")}))
    assert (
        str(problems[0])
        == "data/statistics/x.yaml:7:14: the formula of 'result' names what is not there: unknown statistic 'oaks'"
    )


def test_circles_are_named(tmp_path: Path) -> None:
    circle = derived("a", "b + oaks", "trees") + derived("b", "c", "trees") + derived("c", "a", "trees")
    assert derive(tmp_path, circle)[1] == [
        "the formula of 'a' leads back to itself: a → b → c → a",
        "the formula of 'b' leads back to itself: b → c → a → b",
        "the formula of 'c' leads back to itself: c → a → b → c",
    ]


def test_a_long_chain_of_formulas_is_refused(tmp_path: Path) -> None:
    chain = "".join(derived(f"d-{number}", f"d-{number + 1}", "trees") for number in range(400))
    _, problems = derive(tmp_path, chain + derived("d-400", "oaks", "trees"))
    assert "the formula of 'd-0' rests on a chain of more than 10 derived figures" in problems


def test_every_formula_that_fails_is_reported_at_once(tmp_path: Path) -> None:
    statistics = derived("a", "oks", "trees") + derived("b", "oaks", "trees") + derived("c", "elm", "trees")
    facts, problems = derive(tmp_path, statistics)
    assert len(problems) == 2
    assert "b" in facts.data


def test_a_derived_figure_has_one_observation_that_nobody_states(tmp_path: Path) -> None:
    statistics = (
        derived("a", "oaks", "trees") + derived("b", "a@2024", "trees") + derived("c", "stated(a)", "trees")
        + derived("d", "a@derived", "trees")
    )  # fmt: skip
    assert derive(tmp_path, statistics)[1] == [
        "the formula of 'b' names 'a@2024': 'a' is derived, and has no other observation",
        "the formula of 'c' has stated(a), which is derived: nobody states it",
    ]


def test_tokens_keep_hyphens_in_ids_and_take_them_for_minus_between_spaces() -> None:
    assert tokens("new-firms - 2 * old-firms@2023/2024") == [
        ("id", "new-firms"), ("sign", "-"), ("number", "2"), ("sign", "*"), ("id", "old-firms@2023/2024"),
    ]  # fmt: skip


# --- finding


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("tres", "unknown statistic 'tres', did you mean 'trees'?"),
        ("trees@2024-12", "'trees' has no observation '2024-12', did you mean '2024'?"),
        ("trees@spring", "'trees' has no observation 'spring' (known: 2024, 2023)"),
    ],
)
def test_finding_what_is_not_there(tmp_path: Path, reference: str, message: str) -> None:
    facts, _ = derive_facts(load(tmp_path))
    with pytest.raises(ValueError) as caught:
        facts.find(reference)
    assert str(caught.value) == message


def test_finding_figures(tmp_path: Path) -> None:
    facts, _ = derive_facts(load(tmp_path))
    assert facts.find("trees") is facts.find("trees@2024") is facts.data["trees"][0]
    assert facts.find("trees@2023").quantity.value == 900
    assert [datum.reference for datum in facts] == ["trees@2024", "trees@2023", "crop@2024", "crop-per-tree@2024"]
