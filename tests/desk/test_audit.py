"""The audit of a small article of our own: what it counts, and each thing it complains of."""

from __future__ import annotations

from typing import Any

import pytest

from microsite.checks.printed import Print
from microsite.desk.audit import Audit, audit, render_report
from microsite.language.numerals import Numerals
from microsite.source.models import SetAside, Statistic, Unit
from tests.language.words import LOCALES, words

PARAGRAPHS = (
    "村里的果园",
    "村报客户端2024-10-01",
    "一位果农说,园中种着超1200棵树,占全村近八成。",
    "每棵树浇水2小时,共用约11万元;第二年省到30分钟。",
    "园里有六坡五谷,去年还拿了亚军,今年又添11万元。",
)


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh": words}


UNITS = {
    id_: Unit.model_validate(
        {"name": text(wording), "full": {"zh": f"{{0}}{wording}"}, "scale": scale}
        | ({} if dimension is None else {"dimension": dimension})
        | ({"plural": "ordinal"} if id_ == "rank" else {})
    )
    for id_, wording, dimension, scale in (
        ("trees", "棵", {"tree": "1"}, "1"),
        ("minutes", "分钟", {"time": "1"}, "60"),
        ("hours", "小时", {"time": "1"}, "3600"),
        ("yuan", "元", {"CNY": "1"}, "1"),
        ("dollars", "美元", {"USD": "1"}, "1"),
        ("percent", "%", {}, "0.01"),
        ("yuan-a-tree", "元一棵", {"CNY": "1", "tree": "-1"}, "1"),
        ("slopes", "坡", {"slope": "1"}, "1"),
        ("rank", "名", None, "1"),
    )
}


def reader(code: str) -> Print:
    patterns = [pattern for unit in UNITS.values() for pattern in unit.patterns(code)]
    return Print(UNITS, code, Numerals(LOCALES[code], words(code), patterns))


def observation(paragraph: int, printed: str, value: Any, bound: str = "exact", **fields: Any) -> dict[str, Any]:
    place = {"paragraph": str(paragraph), "printed": printed}
    return {"value": value, "bound": bound, "role": "article", "source": "gazette", **place, **fields}


def statistic(unit: str, *observations: dict[str, Any]) -> Statistic:
    return Statistic.model_validate(
        {
            "label": text("果"),
            "definition": text("果"),
            "unit": unit,
            "subject": "harvest",
            "observations": observations,
        }
    )


def aside(paragraph: int | list[int], printed: str) -> SetAside:
    number = [str(one) for one in paragraph] if isinstance(paragraph, list) else str(paragraph)
    return SetAside.model_validate({"paragraph": number, "printed": printed, "reason": "grammar"})


SAVED = {"paragraph": "5", "printed": "添11万元"}
STATISTICS = {
    "trees": statistic("trees", observation(3, "超1200棵", "1200", "more-than")),
    "share": statistic("percent", observation(3, "近八成", "80", "nearly")),
    "before": statistic("minutes", observation(4, "2小时", "120")),
    "after": statistic("minutes", observation(4, "30分钟", "30")),
    "cost": statistic("yuan", observation(4, "约11万元", "110000", "about", mentions=[SAVED])),
    "slopes": statistic("slopes", observation(5, "六坡", "6")),
    "valleys": statistic("slopes", observation(5, "五谷", "5")),
    "place": statistic("rank", observation(5, "亚军", "2", implied="true")),
}
SET_ASIDE = (aside(2, "2024-10-01"), aside(3, "一位"), aside(4, "第二年"))


def run(changes: dict[str, Statistic | None] | None = None, set_aside: tuple[SetAside, ...] = SET_ASIDE) -> Audit:
    """Audit the small article; `changes` replace statistics, add them, or with None leave them out."""
    statistics = {id_: one for id_, one in {**STATISTICS, **(changes or {})}.items() if one is not None}
    return audit(PARAGRAPHS, statistics, set_aside, "gazette", reader("zh"))


def messages(report: Audit) -> list[str]:
    return [f"{finding.paragraph}:{finding.position} {finding.message}" for finding in report.findings]


def test_a_complete_register_has_no_findings() -> None:
    report = run()
    assert messages(report) == []
    assert (report.paragraphs, report.numerals, report.registered, report.set_aside) == (5, 13, 8, 5)
    assert (report.phrases, report.equal) == (9, 8)
    assert [(phrase.statistic, phrase.printed) for phrase in report.implied] == [("place", "亚军")]


def test_the_report_is_rendered_for_a_terminal() -> None:
    assert render_report(run({"slopes": None})).splitlines() == [
        "13 numerals in 5 paragraphs: 7 registered, 5 set aside, 1 neither",
        "8 phrases: 7 say the registered value, 1 imply it",
        "  paragraph 5: '亚军' is taken to mean 2 (place)",
        "findings: 1",
        "  paragraph 5, character 4: …园里有六坡五谷,去年…: this number is neither registered nor set aside",
    ]


ONE_STATISTIC = [
    # every numeral is accounted for, idioms and grammar too
    ("slopes", None, ["5:4 this number is neither registered nor set aside"]),
    # the value
    (
        "slopes",
        statistic("slopes", observation(5, "六坡", "7")),
        ["5:4 '六坡' (slopes) says 6; 7 slopes is registered"],
    ),
    (
        "share",
        statistic("percent", observation(3, "近八成", "8", "nearly")),
        ["3:22 '近八成' (share) says 80%; 8 percent is registered"],
    ),
    (
        "share",
        statistic("trees", observation(3, "近八成", "80", "nearly")),
        ["3:22 '近八成' (share) says 80%; 80 trees is registered"],
    ),
    (
        "share",
        statistic("trees", observation(3, "近八成", "0.8", "nearly")),
        ["3:22 '近八成' (share) says 80%; 0.8 trees is registered"],
    ),
    (
        "before",
        statistic("minutes", observation(4, "2小时", "2")),
        ["4:6 '2小时' (before) says 2; 2 minutes is registered"],
    ),
    (
        "cost",
        statistic("dollars", observation(4, "约11万元", "110000", "about", mentions=[SAVED])),
        [
            "4:12 '约11万元' (cost) counts in 元; the statistic's unit is dollars",
            "5:20 '添11万元' (cost) counts in 元; the statistic's unit is dollars",
        ],
    ),
    (
        "place",
        statistic("rank", observation(5, "亚军", "2")),
        ["5:14 '亚军' (place) says no number; 2 rank is registered"],
    ),
    (
        "slopes",
        statistic("slopes", observation(5, "六坡", ["6", "7"])),
        ["5:4 '六坡' (slopes) says 6; 6 to 7 slopes is registered"],
    ),
    # the bound
    (
        "trees",
        statistic("trees", observation(3, "超1200棵", "1200")),
        ["3:11 '超1200棵' (trees) says 'more-than'; 'exact' is registered"],
    ),
    (
        "trees",
        statistic("trees", observation(3, "1200棵", "1200", "more-than")),
        ["3:12 '1200棵' (trees) leaves out the words that make it 'more-than'"],
    ),
    (
        "slopes",
        statistic("slopes", observation(5, "六坡", "6", "about")),
        ["5:4 '六坡' (slopes) says 'exact'; 'about' is registered"],
    ),
    (
        "cost",
        statistic("yuan", observation(4, "约11万元", "110000", "exact", mentions=[SAVED])),
        ["4:12 '约11万元' (cost) says 'about'; 'exact' is registered"],
    ),
    # implied
    (
        "slopes",
        statistic("slopes", observation(5, "六坡", "6", implied="true")),
        ["5:4 '六坡' (slopes) says 6 itself: 'implied' is unnecessary"],
    ),
    # the place
    (
        "slopes",
        statistic("slopes", observation(4, "六坡", "6")),
        [
            "4:0 '六坡' (slopes) does not occur here, but in paragraph 5",
            "5:4 this number is neither registered nor set aside",
        ],
    ),
    (
        "slopes",
        statistic("slopes", observation(9, "六坡", "6")),
        [
            "5:4 this number is neither registered nor set aside",
            "9:0 '六坡' (slopes): the article has only 5 paragraphs",
        ],
    ),
    (
        "trees",
        statistic("trees", observation(3, "200棵", "200")),
        [
            "3:0 '200棵' (trees) occurs only as a part of a longer number",
            "3:12 this number is neither registered nor set aside",
        ],
    ),
    (
        "place",
        statistic("rank", observation(5, "年", "2", implied="true")),
        ["5:10 '年' (place) occurs 2 times: print a longer phrase"],
    ),
    (
        "place",
        statistic("rank", {"value": "2", "role": "article", "source": "gazette", "paragraph": "5"}),
        ["5:0 place cites the article without paragraph or phrase"],
    ),
    # once only
    (
        "hills",
        statistic("slopes", observation(5, "六坡", "6")),
        ["5:4 '六坡' (slopes) is registered for hills too: counted twice"],
    ),
]


@pytest.mark.parametrize(("id_", "changed", "expected"), ONE_STATISTIC)
def test_one_statistic_that_disagrees(id_: str, changed: Statistic | None, expected: list[str]) -> None:
    assert messages(run({id_: changed})) == expected


def test_a_wrong_phrase_is_not_counted_as_equal() -> None:
    assert run().equal == 8
    assert run({"trees": statistic("trees", observation(3, "超1200棵", "1200"))}).equal == 7


def test_a_phrase_that_says_its_value_is_not_left_to_the_reader() -> None:
    report = run({"slopes": statistic("slopes", observation(5, "六坡", "6", implied="true"))})
    assert [phrase.statistic for phrase in report.implied] == ["place"]


def test_a_unit_stands_after_the_word_of_the_bound() -> None:
    statistics = {"time": statistic("hours", observation(1, "120多分钟", "2", "more-than"))}
    assert messages(audit(["浇水120多分钟。"], statistics, (), "gazette", reader("zh"))) == []


def test_the_longest_wording_of_a_unit_counts() -> None:
    statistics = {"price": statistic("yuan", observation(1, "5元", "5"))}
    assert messages(audit(["果苗5元一棵。"], statistics, (aside(1, "一棵"),), "gazette", reader("zh"))) == [
        "1:3 '5元' (price) counts in 元一棵; the statistic's unit is yuan"
    ]


def test_a_mention_may_say_less_than_its_statistic() -> None:
    exact_first = observation(5, "添11万元", "110000", "about", mentions=[{"paragraph": "4", "printed": "约11万元"}])
    assert messages(run({"cost": statistic("yuan", exact_first)})) == []


def test_a_size_in_words_may_be_registered_as_about() -> None:
    article = ["千元果苗"]
    for bound, findings in (("exact", 0), ("about", 0), ("more-than", 1)):
        statistics = {"size": statistic("yuan", observation(1, "千元", "1000", bound))}
        assert len(audit(article, statistics, (), "gazette", reader("zh")).findings) == findings


def test_a_word_of_order_is_read_for_a_rank() -> None:
    statistics = {"rank": statistic("rank", observation(1, "全县第三", "3"))}
    assert messages(audit(["果园列全县第三。"], statistics, (), "gazette", reader("zh"))) == []


def test_other_sources_are_passed_over() -> None:
    other = statistic("trees", observation(9, "九十棵", "1", source="almanac"))
    assert messages(run({"other": other})) == []


SET_ASIDES = [
    (aside(3, "一位"), aside(3, "一颗"), "3:0 '一颗' (set aside) does not occur here"),
    (
        aside(2, "2024-10-01"),
        aside([2, 3], "2024-10-01"),
        "3:0 '2024-10-01' (set aside) does not occur here, but in paragraph 2",
    ),
    (aside(4, "第二年"), aside(4, "第二年省到30分钟"), "4:18 set aside, and registered as a statistic too"),
]


@pytest.mark.parametrize(("old", "new", "expected"), SET_ASIDES)
def test_what_is_set_aside_is_checked_too(old: SetAside, new: SetAside, expected: str) -> None:
    set_aside = tuple(new if one == old else one for one in SET_ASIDE)
    assert expected in messages(run(set_aside=set_aside))


def test_a_class_name_inside_a_phrase_may_be_set_aside() -> None:
    statistics = {"slopes": statistic("slopes", observation(1, "3处万亩坡", "3"))}
    report = audit(["这里有3处万亩坡。"], statistics, (aside(1, "万亩"),), "gazette", reader("zh"))
    assert messages(report) == []
    assert (report.registered, report.set_aside) == (2, 0)


def test_a_language_without_its_own_table_is_audited_by_what_can_be_read() -> None:
    statistics = {"trees": statistic("trees", observation(1, "more than two hundred", "200", "more-than"))}
    report = audit(["The first orchard has more than two hundred trees."], statistics, (), "gazette", reader("en"))
    assert messages(report) == ["1:5 this number is neither registered nor set aside"]
    assert report.equal == 1
