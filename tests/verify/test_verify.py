"""Faults planted in a finished site, in every kind of place and in both languages: each is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.charts import story as story_module
from microsite.desk.command_line import main
from microsite.errors import BuildError
from microsite.language.wording import wording_of
from microsite.pipeline import build
from microsite.publish.write import read_site, write_site
from microsite.verify.records import INDEX, Index
from microsite.verify.report import Report
from microsite.verify.verify import verify
from tests.project import CHAPTER, CHART, EN, ENGINE, FILES, HARVEST, SITE, STATISTICS, UNITS, ZH, load, write_project

MONEY = """\
income:
  label: {en: Income, zh: 收入}
  definition: {en: "What {trees} trees earned.", zh: "{trees}果树的收入。"}
  unit: yuan
  subject: harvest
  observations:
    - {value: 350 million, bound: nearly, period: 2024-09, role: context, source: almanac}
    - {value: 85万, bound: more-than, period: 2023, role: context, source: almanac}
visits:
  label: {en: Visits, zh: 访客}
  definition: {en: People who came., zh: 来过的人次。}
  unit: visits
  subject: harvest
  observations:
    - {value: 850000, bound: more-than, period: 2024, role: context, source: almanac}
floor:
  label: {en: Least share, zh: 最低比例}
  definition: {en: Of sound fruit., zh: 好果所占。}
  unit: percent
  subject: harvest
  observations:
    - {value: 6.5, bound: at-least, period: 2024, role: context, source: almanac}
fall:
  label: {en: Change, zh: 变化}
  definition: {en: Against the year before., zh: 比上年。}
  unit: percent
  subject: harvest
  observations:
    - {value: -12.7, period: 2024, role: context, source: almanac}
stalls:
  label: {en: Stalls, zh: 摊位}
  definition: {en: Where they were sold., zh: 卖果子的地方。}
  unit: trees
  subject: harvest
  observations:
    - {value: 6, period: 2024, role: context, source: almanac}
    - {value: 1, period: 2023, role: context, source: almanac}
doubled:
  label: {en: Crop counted again, zh: 重算的收成}
  definition: {en: For the test., zh: 供测试。}
  unit: tonnes
  subject: harvest
  derive:
    formula: crop * 3
    words: {en: The crop and more., zh: 收成的几倍。}
    period: 2024
"""
TEXTS = {
    "en": """\
---
title: The harvest
---

The village has {trees} trees in {words:two} orchards, among them {term:windfall|windfalls}.

## What it earned

By {date:2024-10} {visits} visits had brought in {income}. A harvester, {name:Picker 2.0}, helped. {date:2023} was
worse than {date:2024} with {crop}. Of its stalls, {stalls} were open, after {stalls@2023}. The floor of
{floor|value} held, and prices fell by {fall|size}.

{big:trees@2023}

{chart:more-trees}
""",
    "zh": """\
---
title: 收成
---

村里{words:两}片果园，有{trees}果树，也有{term:windfall}。

## 收入

到{date:2024-10}，{visits}带来{income}。采摘机{name:Picker 2.0}出了力，{date:2024}{crop}好于{date:2023}。
摊位{stalls}，原先{stalls@2023}。

{floor|value}的底线守住了，价格下降{fall|size}。

{big:trees@2023}

{chart:more-trees}
""",
}
GLOSSARY = """\
windfall:
  term: {en: windfall, zh: 落果}
  definition: {en: "Fruit that fell by itself, {crop} of it.", zh: "自己落下的果子，有{crop}。"}
  rendering: established
"""
INDEX_PAGE = "---\ntitle: {}\ndescription: {}\n---\n"
CHANGES = {
    "data/site.yaml": f"{SITE}url: https://village.example/orchard\nupdated: 2024-12-02\n",
    "data/units.yaml": UNITS
    + """\
yuan:
  name: {en: yuan, zh: 元}
  full: {en: "{0} yuan", zh: "{0}元"}
  dimension: {CNY: 1}
us-dollars:
  name: {en: US dollars, zh: 美元}
  full: {en: "US${0}", zh: "{0}美元"}
  dimension: {USD: 1}
visits:
  name: {en: visits, zh: 人次}
  text: {en: "{0}", zh: "{0}人次"}
  full: {en: "{0} visits", zh: "{0}人次"}
  dimension: {visit: 1}
""",
    HARVEST: STATISTICS + MONEY,
    "content/glossary.yaml": GLOSSARY,
    "content/charts/more-trees.yaml": CHART.replace(
        "{en: More trees, zh: 树更多了}", '{en: "Now {trees}", zh: "今有{trees}"}'
    ),
    "content/charts/round.yaml": CHART.replace("marks:", "round_to: 1000\nmarks:"),
    "data/corrections.yaml": """\
- date: 2024-12-01
  statistic: visits@2024
  was: {value: 815000, bound: nearly}
  now: {value: 850000, bound: more-than}
  why: {en: "Not counted in {date:2024-10}.", zh: "{date:2024-10}没有数。"}
""",
    "data/disagreements.yaml": """\
trees-counted:
  figures: [trees@2024, trees@2023]
  why: {en: "A gate was shut in {date:2023}; {crop@2024} came in all.", zh: "{date:2023}关了门，仍收了{crop@2024}。"}
""",
    "data/redirects.yaml": "- {old: statistics/fruit, new: statistics/crop}\n",
    **{f"content/{code}/chapters/1-harvest.md": text for code, text in TEXTS.items()},
    "content/en/index.md": INDEX_PAGE.format("The orchard", "'{trees} trees bore fruit.'"),
    "content/zh/index.md": INDEX_PAGE.format("果园", "'{trees}果树结了果。'"),
}

Site = dict[str, bytes]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("orchard"), CHANGES)


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    build(root, root / "site")
    return read_site(root / "site")


def read_back(site: Site) -> Report:
    return verify(site, Index.from_json(site[INDEX]))


def planted(site: Site, path: str, old: str, new: str) -> Site:
    """Return the site with the first `old` in a file replaced."""
    text = site[path].decode()
    assert old in text, f"{path} does not hold {old}"
    return {**site, path: text.replace(old, new, 1).encode()}


def test_the_sound_site_is_accounted_for(site: Site) -> None:
    report = read_back(site)
    assert list(map(str, report.findings)) == []
    assert report.read == report.total("traced") + report.exempt
    for place in (
        "prose",
        "table",
        "chart text",
        "alternative text",
        "page title",
        "description",
        "CSV",
        "JSON",
        "card",
        "title attribute",
        "caption",
        "heading",
        "quotation",
        "interactive chart",
        "feed",
    ):
        assert report.counts[place].total() > 0, place


TREES = '<data class="stat" value="1200" data-id="trees">'
CSV, JSON, CARDS = "data/statistics.csv", "data/statistics.json", "data/cards.en.js"
CHART_PAGE, ZH_CHART = "charts/more-trees/index.html", "zh/charts/more-trees/index.html"
ROUND = "charts/round/index.html"
FIGURES = "data/charts/more-trees-en.json"
LOG, VISITS = "corrections/index.html", "statistics/visits/index.html"

# What is planted · the file · what stood there · what stands there now · the place and what is said of it.
FAULTS: list[tuple[str, str, str, str, str]] = [
    # prose
    ("another digit", "index.html", f"{TREES}more than 1,200<", f"{TREES}more than 1,300<", "prose: has another value"),
    ("another bound", "index.html", f"{TREES}more than 1,200<", f"{TREES}at least 1,200<", "prose: has another bound"),
    ("a bound lost", "index.html", f"{TREES}more than 1,200<", f"{TREES}1,200<", "prose: has another bound"),
    ("no number", "index.html", f"{TREES}more than 1,200<", f"{TREES}many<", "prose: states no number"),
    (
        "two numbers",
        "index.html",
        f"{TREES}more than 1,200<",
        f"{TREES}1,100, more than 1,200<",
        "prose: states 2 numbers",
    ),
    (
        "another currency",
        "index.html",
        "nearly 350\u00a0million yuan<",
        "nearly US$350 million<",
        "prose: has another unit",
    ),
    (
        "another scale",
        "index.html",
        "nearly 350\u00a0million yuan<",
        "nearly 350 billion yuan<",
        "prose: has another value",
    ),
    ("percent for a count", "index.html", "more than 850,000<", "more than 850,000%<", "prose: has another unit"),
    ("another value for machines", "index.html", TREES, TREES.replace("1200", "1300"), "prose: is 1300 to machines"),
    ("another record", "index.html", TREES, TREES.replace('trees"', 'crop"'), "prose: is 1200 to machines"),
    ("a record that is not", "index.html", TREES, TREES.replace('trees"', 'pears"'), "prose: names the record pears"),
    ("a small number in another word", "index.html", ">six<", ">seven<", "prose: has another value"),
    ("a one that is none", "index.html", ">one<", ">some<", "prose: states no number"),
    ("a number typed by hand", "index.html", "in two orchards", "in 17 orchards", "prose: is of no"),
    ("a number word changed", "index.html", "in two orchards", "in three orchards", "prose: is of no"),
    ("a number word elsewhere", "index.html", ", among them", ", two of them", "prose: is of no"),
    ("a name changed", "index.html", "Picker 2.0", "Picker 3.0", "prose: is of no"),
    ("a year that nobody states", "index.html", "October 2024", "October 2034", "prose: is of no"),
    ("a year for a count", "index.html", "trees in two", "trees and 2024 trees in two", "prose: is of no"),
    ("a year of millions", "index.html", "trees in two", "trees and 2024 million trees in two", "prose: is of no"),
    ("a minus where there was none", "index.html", "prices fell by", "prices fell by −3 and by", "prose: is of no"),
    ("a size not left to the words", "index.html", ">12.7%<", ">about 12.7%<", "prose: has another bound"),
    ("a big figure's sign", "statistics/trees/index.html", '<span class="sign">&gt;</span>', "", "prose: does not say"),
    (
        "a big figure's digit",
        "index.html",
        '<p class="figure" aria-hidden="true">900',
        '<p class="figure" aria-hidden="true">800',
        "prose: does not say what its record says: trees@2023",
    ),
    ("亿 for 万", "zh/index.html", "超过85万人次<", "超过85亿人次<", "prose: has another value"),
    ("another bound in Chinese", "zh/index.html", ">超过1200棵<", ">不到1200棵<", "prose: has another bound"),
    ("another measure word", "zh/index.html", ">超过1200棵<", ">超过1200吨<", "prose: has another unit"),
    ("one language differs", "zh/index.html", ">超过1200棵<", ">超过1201棵<", "prose: has another value"),
    ("a number typed in Chinese", "zh/index.html", "出了力", "出了三成力", "prose: is of no"),
    # headings, captions, tables
    ("a heading", "index.html", "What it earned</h3>", "What 12 earned</h3>", "heading: is of no"),
    (
        "a chart's heading",
        CHART_PAGE,
        "more than 1,200</data></a></h1>",
        "more than 1,250</data></a></h1>",
        "heading: has another value",
    ),
    ("a caption", CHART_PAGE, "<caption>Now more than 1,200", "<caption>Now more than 1,100", "caption: is of no"),
    ("a stale cell", CHART_PAGE, "<td>900 trees</td>", "<td>910 trees</td>", "table: has no cell with"),
    ("a cell of another row", ZH_CHART, "<td>900棵</td>", "<td>超过1200棵</td>", "table: has no cell with"),
    ("an empty cell", ZH_CHART, "<td>900棵</td>", "<td>—</td>", "table: has no cell with"),
    ("another period", CHART_PAGE, "</td><td>2023</td>", "</td><td>2024</td>", "table: has the period 2024"),
    (
        "a statistic's table",
        "statistics/crop/index.html",
        ">36 tonnes</data></td>",
        ">37 tonnes</data></td>",
        "table: has another value",
    ),
    (
        "a note in a table",
        "zh/statistics/crop/index.html",
        "<small>第3段",
        "<small>第2段",
        "table: is not the paragraph of crop@2024",
    ),
    (
        "a quotation",
        "statistics/crop/index.html",
        ">36 tonnes</q>",
        ">38 tonnes</q>",
        "quotation: is not what its source",
    ),
    ("a formula's number", "statistics/doubled/index.html", "× 3", "× 4", "prose: is of no"),
    # what is said of charts and links
    (
        "an alternative text",
        CHART_PAGE,
        'aria-label="more than 1,200 trees',
        'aria-label="more than 1,400 trees',
        "alternative text: is of no",
    ),
    ("its bound", ZH_CHART, 'aria-label="超过1200棵', 'aria-label="约1200棵', "alternative text: does not say"),
    ("a text of a drawing", CHART_PAGE, ">900 trees</text>", ">901 trees</text>", "chart text: is of no"),
    ("a figure rounded wrongly", ROUND, "&gt;1,000 trees</text>", "&gt;2,000 trees</text>", "chart text: is of no"),
    (
        "a figure rounded in a tip",
        ROUND,
        "more than 1,200 trees</title>",
        "more than 1,000 trees</title>",
        "chart tip: is of no",
    ),
    (
        "a figure rounded in an interactive tip",
        "data/charts/round-en.json",
        "more than 1,200 trees",
        "more than 1,000 trees",
        "interactive tip: is of no",
    ),
    (
        "a figure rounded in a sentence",
        ROUND,
        ">Trees that bear fruit<",
        ">More than 1,000 trees<",
        "caption: is of no",
    ),
    ("a text of a Chinese drawing", ZH_CHART, ">900棵</text>", ">90棵</text>", "chart text: is of no"),
    ("a tip in a drawing", CHART_PAGE, "</text>", "</text><title>more than 1,201 trees</title>", "chart tip: is of no"),
    (
        "a tooltip",
        "index.html",
        "Fruit that fell by itself, 36 tonnes",
        "Fruit that fell by itself, 36 kg",
        "title attribute: does not say",
    ),
    (
        "a Chinese tooltip",
        "zh/index.html",
        "自己落下的果子，有36吨",
        "自己落下的果子，有36万吨",
        "title attribute: is of no",
    ),
    # what machines and other sites show
    ("a page's title", CHART_PAGE, "<title>Now more than 1,200", "<title>Now more than 12,000", "page title: is of no"),
    (
        "a description",
        "index.html",
        'content="more than 1,200 trees',
        'content="fewer than 1,200 trees',
        "description: does not say",
    ),
    ("a Chinese description", "zh/index.html", 'content="超过1200棵', 'content="超过1200万棵', "description: is of no"),
    (
        "a social card",
        "index.html",
        "<title>",
        '<meta property="og:description" content="1,100 trees"><title>',
        "social card: is of no",
    ),
    (
        "JSON-LD",
        "index.html",
        "<title>",
        '<script type="application/ld+json">{"description": "1,100 trees"}</script><title>',
        "JSON-LD: is of no",
    ),
    (
        "a page's card elsewhere",
        CHART_PAGE,
        'og:title" content="Now more than 1,200',
        'og:title" content="Now 1,200',
        "social card: does not say",
    ),
    (
        "a Chinese page's card",
        "zh/index.html",
        'og:description" content="超过1200棵',
        'og:description" content="超过1300棵',
        "social card: is of no",
    ),
    (
        "the words for a card's picture",
        CHART_PAGE,
        'og:image:alt" content="more than 1,200',
        'og:image:alt" content="more than 120',
        "social card: is of no",
    ),
    (
        "what a page tells search engines",
        CHART_PAGE,
        '"name":"Now more than 1,200',
        '"name":"Now about 1,200',
        "JSON-LD: does not say",
    ),
    (
        "the same in Chinese",
        "zh/statistics/trees/index.html",
        '"description":"超过1200棵',
        '"description":"1200棵',
        "JSON-LD: does not say",
    ),
    (
        "the span of a figure's time",
        "statistics/trees/index.html",
        '"temporalCoverage":"2024"',
        '"temporalCoverage":"2031"',
        "JSON-LD: is no date",
    ),
    ("when a page was changed", "sitemap.xml", "<lastmod>2024-12-02", "<lastmod>2024-12-03", "sitemap: "),
    (
        "a picture to take away",
        "data/charts/more-trees-zh.svg",
        ">900棵</text>",
        ">800棵</text>",
        "chart text: is of no",
    ),
    ("an interactive chart's label", FIGURES, "<br>900 trees", "<br>950 trees", "interactive tip: is of no"),
    (
        "an interactive chart's title",
        FIGURES,
        '"title":"Now more than 1,200',
        '"title":"Now about 1,200',
        "interactive tip: does not say",
    ),
    ("a card's value", CARDS, '"value":"36 tonnes"', '"value":"63 tonnes"', "card: has another value"),
    ("a card's text", "data/cards.zh.js", "自己落下的果子，有36吨", "自己落下的果子，有26吨", "card: is of no"),
    # data
    ("a value", CSV, "36,,36,36,exact", "37,,36,36,exact", "CSV: is the value of crop@2024"),
    ("a limit", CSV, "36,,36,36,exact", "36,,36,37,exact", "CSV: is the high of crop@2024"),
    ("a bound", CSV, "1200,,1200,,more-than", "1200,,1200,,at-least", "CSV: is the bound of trees@2024"),
    ("a unit", CSV, "tonnes,2024,stated,36", "kilograms,2024,stated,36", "CSV: is the unit of crop@2024"),
    ("a row lost", "data/charts/more-trees.csv", "\ntrees,2023,", "\ncrop,2024,", "CSV: is missing"),
    ("a value in JSON", JSON, '"value": 900', '"value": 9000', "JSON: is the value of trees@2023"),
    ("a value in JSON lost", JSON, '"value": 900,', "", "JSON: is the value of trees@2023"),
    ("words in JSON", JSON, '"worded_en": "900 trees"', '"worded_en": "950 trees"', "JSON: has another value"),
    ("a text in JSON", JSON, "What more than 1,200 trees", "What more than 1,300 trees", "JSON: is of no"),
    ("a Chinese text in JSON", JSON, "超过1200棵果树的收入", "超过1200吨果树的收入", "JSON: does not say"),
    ("a formula in JSON", JSON, "crop * 3", "crop * 4", "JSON: is not the formula of doubled"),
    ("the package", "data/datapackage.json", '"description": "', '"description": "9 orchards. ', "JSON: is of no"),
    # what changed, what disagrees
    ("what a figure was", LOG, ">nearly 815,000\u00a0visits<", ">nearly 825,000 visits<", "prose: has another value"),
    ("its bound", f"zh/{LOG}", ">近81.5万人次<", ">81.5万人次<", "prose: has another bound"),
    (
        "an old figure left in a text",
        "index.html",
        ">more than 850,000<",
        ">nearly 815,000<",
        "prose: has another value",
    ),
    ("an old figure typed in a text", "index.html", "had brought in", "(nearly 815,000 visits) had", "prose: is of no"),
    (
        "a correction on a statistic's page",
        VISITS,
        ">nearly 815,000\u00a0visits<",
        ">815,000 visits<",
        "prose: has another",
    ),
    ("why it was corrected", f"zh/{VISITS}", "<wbr>10月</span>没有数", "<wbr>11月</span>没有数", "prose: is of no"),
    (
        "a figure that disagrees",
        "statistics/trees/index.html",
        '<div class="rivals"><ul>\n<li>',
        '<div class="rivals"><ul>\n<li>1,300 trees, ',
        "prose: is of no",
    ),
    ("why it is not used", "zh/statistics/trees/index.html", "仍收了<a", "比37吨少，仍收了<a", "prose: is of no"),
    ("a figure that disagrees, on a card", CARDS, "900 trees (", "990 trees (", "card: does not say"),
    ("a place of use", "statistics/trees/index.html", ">The harvest: ", ">The harvest of 9 farms: ", "prose: is of no"),
    ("a redirect", "statistics/fruit/index.html", "<title>", "<title>36 tonnes. ", "page title: is of no"),
    # feeds
    (
        "a figure in the feed",
        "feed.xml",
        "nearly 815,000\u00a0visits",
        "nearly 816,000 visits",
        "feed: has another value",
    ),
    ("a bound in the Chinese feed", "zh/feed.xml", "超过85万人次", "近85万人次", "feed: has another bound"),
    ("a text in the feed", "feed.xml", "Not counted", "Some 700 not counted", "feed: is of no"),
    # files
    ("a page that is broken", "zh/index.html", "</p>", "</div>", "file: can't be read: </div> closes <p>"),
    ("a tag that is none", "index.html", "<p>", "<p class=x>", "file: can't be read: '<p class=x>"),
    # which thing a number belongs to, and what kind of number it is
    (
        "a row without its period",
        "statistics/trees/index.html",
        '"rowheader">2024',
        '"rowheader">Then',
        "table: has no cell with the period",
    ),
    ("another status", CSV, "exact,estimated,", "exact,measured,", "CSV: is the status of crop@2024"),
    ("another role", CSV, "measured,context,almanac", "measured,article,almanac", "CSV: is the role of trees@2023"),
    ("another source", CSV, "measured,context,almanac", "measured,context,gazette", "CSV: is the source of trees@2023"),
    ("another speaker", JSON, '"speaker": "grower"', '"speaker": "miller"', "JSON: is the speaker of trees@2024"),
    ("the words for a kind", CHART_PAGE, "<td>counted or measured<", "<td>target<", "table: has a cell with 'target'"),
    (
        "the words beside a swatch",
        "zh/statistics/crop/index.html",
        "</i> 预计数，",
        "</i> 统计数，",
        "prose: says '统计数': crop@2024 is '预计数'",
    ),
    ("the words on a card", CARDS, '"kind":"estimate"', '"kind":"target"', "card: is not 'estimate': crop@2024"),
    ("data that is broken", JSON, "{", "[", "file: can't be read"),
    ("another index", INDEX, '"1200"', '"1300"', ""),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), [fault[1:] for fault in FAULTS[:-1]],
                         ids=[fault[0] for fault in FAULTS[:-1]])  # fmt: skip
def test_a_planted_fault_is_found(site: Site, path: str, old: str, new: str, expected: str) -> None:
    report = verify({path: planted(site, path, old, new)[path]}, Index.from_json(site[INDEX]))
    place, _, reason = expected.partition(": ")
    found = [item for item in report.findings if item.path == path]
    assert any(item.place == place and reason in f"{item.reason}" for item in found), list(map(str, report.findings))


def test_an_index_that_was_tampered_with_disagrees_with_the_site(site: Site) -> None:
    changed = planted(site, *FAULTS[-1][1:4])
    assert "data/verification.json" in {item.path for item in verify(changed, Index.from_json(site[INDEX])).findings}
    assert {"index.html", "data/statistics.csv"} <= {item.path for item in read_back(changed).findings}


def test_a_feed_is_read(site: Site) -> None:
    feed = "<feed><title>News</title><entry><content type='html'>&lt;p&gt;{} trees&lt;/p&gt;</content></entry></feed>"
    assert not read_back({**site, "feed.xml": feed.format("No").encode()}).findings
    (finding,) = read_back({**site, "feed.xml": feed.format("77").encode()}).findings
    assert str(finding) == "feed.xml: feed: '77' in “77 trees” is of no record that is cited there, and not exempt"


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([(10, "0"), (60, "50"), (110, "100")], True),
        ([(10, "0"), (60, "50"), (110, "110")], False),  # another step
        ([(10, "0"), (70, "50"), (110, "100")], False),  # not where it belongs
        ([(10, "6%"), (60, "6.5%"), (110, "7%")], True),
        ([(10, "10"), (60, "100"), (110, "1,000")], True),  # each ten times the one before
        ([(10, "10"), (60, "1,000"), (110, "10,000")], False),
        ([(10, "17"), (60, "34"), (110, "51")], False),  # no steps that a scale has
        ([(10, "2015"), (60, "2018"), (110, "2021")], True),  # every third year
        ([(10, "2015"), (60, "2018"), (110, "2020")], False),  # not as far apart as they stand
        ([(10, "40"), (60, "50")], False),  # two numbers are no scale
        ([(10, "≥50"), (60, "100"), (110, "150")], False),  # a scale has no bounds
    ],
)
def test_the_numbers_of_a_scale_are_where_their_values_are(
    site: Site,
    ticks: list[tuple[int, str]],
    expected: bool,  # noqa: FBT001
) -> None:
    texts = "".join(f'<text x="{x}" y="20">{text}</text>' for x, text in ticks)
    for code in ("", "zh/"):
        page = f"{code}{CHART_PAGE}"
        changed = {page: planted(site, page, "</text>", f"</text>{texts}")[page]}
        assert (not verify(changed, Index.from_json(site[INDEX])).findings) is expected


def test_a_finding_says_where_its_text_is_written(site: Site) -> None:
    changed = planted(site, "zh/index.html", "出了力", "出了9份力")
    (problem,) = read_back(changed).problems(Path("nowhere"))
    assert str(problem).startswith("content/zh/chapters/1-harvest.md:7:1: zh/index.html: prose: '9' in “…年10月，超过")
    assert str(problem).endswith("原先1棵。” is of no record that is cited there, and not exempt")


def test_a_fault_on_many_pages_is_said_once(site: Site) -> None:
    changed = site
    for path in ("index.html", CHART_PAGE):
        changed = planted(changed, path, "<td>900 trees</td>", "<td>910 trees</td>")
    report = read_back(changed)
    assert len({item.path for item in report.findings}) == 2
    assert all(str(problem).endswith("times, on 2 pages)") for problem in report.problems(Path("nowhere")))


def test_a_text_in_data_that_no_reader_is_known_for_is_named(site: Site) -> None:
    assert "data/more.json" in read_back({**site, "data/more.json": b"{}"}).unread


# --- the index


def test_the_index_comes_back_as_it_was_published(site: Site) -> None:
    index = Index.from_json(site[INDEX])
    assert index.json == site[INDEX]
    assert Index.from_json(index.json) == index
    assert index.find("trees") == index.find("trees", "2024")
    assert index.find("trees", "1999") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"languages": {"en": {}}}'])
def test_what_is_no_index_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no index|Expecting"):
        Index.from_json(content)


# --- the command line


BASE = (ENGINE / "templates/base.html").read_text("utf-8")


def test_a_build_ends_with_verification_and_writes_nothing_that_is_wrong(tmp_path: Path) -> None:
    root = write_project(tmp_path, {"templates/base.html": BASE.replace("{{ words.skip }}", "{{ words.skip }} 9")})
    with pytest.raises(BuildError) as caught:
        build(root, root / "site")
    assert all("9” is of no record" in str(item) for item in caught.value.problems)
    assert not (root / "site").exists()


def test_verify_reads_the_folder_and_not_the_sources(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "site"
    write_site(site, folder)
    assert main(["verify", "--out", str(folder)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^place +read +traced +date", out)
    assert re.search(r"^\d+ numbers read back: \d+ traced .* 0 not accounted for$", out, re.MULTILINE)
    (folder / "zh/404.html").unlink()
    assert main(["verify", "--out", str(folder)]) == 1
    assert "site/zh/404.html: is missing, though SHA256SUMS lists it" in capsys.readouterr().out
    page, broken = folder / "zh/index.html", folder / "index.html"
    page.write_text(page.read_text("utf-8").replace("超过1200棵", "超过1300棵"), "utf-8")
    broken.write_bytes(broken.read_bytes() + b"\xff")
    assert main(["verify", "--out", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "'超过1300棵'" in out
    assert "index.html: file: 'index.html' can't be read: 'utf-8' codec" in out


@pytest.mark.parametrize(("index", "expected"), [(None, "has no data/verification.json"), ("{}", "is no index")])
def test_a_folder_that_is_no_site_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], index: str | None, expected: str
) -> None:
    (tmp_path / "data").mkdir()
    if index is not None:
        (tmp_path / INDEX).write_text(index, "utf-8")
    assert main(["verify", "--out", str(tmp_path)]) == 1
    assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    "label", ["It's trees", "Trees\u00a0here", "Trees  here", '"Trees\\n"', "CO₂ & H₂O", "No.\u00a0Ⅻ"]
)
def test_names_may_be_written_in_several_ways(tmp_path: Path, label: str) -> None:
    """A check takes them, and so does a build that knows its address, and makes more of them."""
    changes = {
        name: FILES[name].replace("en: Trees, zh", f"en: {label}, zh").replace("en: More trees,", f"en: {label},")
        for name in ("data/statistics/harvest.yaml", "content/charts/more-trees.yaml")
    }
    assert all(text != FILES[name] for name, text in changes.items())
    build(write_project(tmp_path, changes), tmp_path / "site", url="https://name.example/story")


@pytest.mark.parametrize("name", ["2024", "counted or measured"])
def test_a_name_may_be_a_date_or_a_kind(tmp_path: Path, name: str) -> None:
    """Where a row has its own period and kind, what else stands in it says another of nothing."""
    said = "{date:2024}" if name == "2024" else name
    label = f"      source: almanac\n      label: {{en: '{said}', zh: '{said}'}}\n"
    mark = f"{{statistic: trees@2023, label: {{en: '{said}', zh: '{said}'}}}}"
    changes = {
        "data/sources.yaml": FILES["data/sources.yaml"].replace("en: The Almanac", f"en: '{name}'"),
        "data/statistics/harvest.yaml": FILES["data/statistics/harvest.yaml"].replace("      source: almanac\n", label),
        "content/charts/more-trees.yaml": FILES["content/charts/more-trees.yaml"].replace(
            "{statistic: trees@2023}", mark
        ),
    }
    assert all(text != FILES[path] for path, text in changes.items())
    build(write_project(tmp_path, changes), tmp_path / "site")


def test_a_name_may_hold_a_date_in_each_language_s_words(tmp_path: Path) -> None:
    """Also where it stands beside the name in another language, and where it is searched."""
    changes = {
        "content/glossary.yaml": "en: windfall, zh: 落果",
        "data/statistics/harvest.yaml": "en: Trees, zh: 果树",
    }
    said = "en: 'Year {date:2024-10}', zh: '{date:2024-10}'"
    texts = {path: FILES[path].replace(old, said, 1) for path, old in changes.items()}
    assert all(text != FILES[path] for path, text in texts.items())
    build(write_project(tmp_path, texts), tmp_path / "site")
    assert '<span class="also" lang="zh-Hans">2024年10月' in (tmp_path / "site/glossary/index.html").read_text("utf-8")
    assert "year october 2024" in (tmp_path / "site/data/search.js").read_text("utf-8")


def test_a_bound_may_stand_within_the_words_of_a_unit(tmp_path: Path) -> None:
    """As in 每天超过300棵: what stands right before the number is no word of the unit."""
    words = (
        '{name: {en: a day, zh: 天}, text: {en: "{0}", zh: "{0}株"}, full: {en: "each day {0} trees", zh: "每天{0}棵"}'
    )
    changes = {
        "data/statistics/harvest.yaml": FILES["data/statistics/harvest.yaml"].replace("unit: trees", "unit: planted"),
        "data/units.yaml": f"{FILES['data/units.yaml']}planted: {words}, bound: inside, dimension: {{tree: 1}}}}\n",
    }
    build(write_project(tmp_path, changes), tmp_path / "site", url="https://name.example/story")


def test_words_of_a_bound_may_stand_between_a_number_and_its_unit(tmp_path: Path) -> None:
    """As in 300以上株, where nothing of the unit stands before the number."""
    changes = {
        "templates/words.en.yaml": "bounds: {more-than: '{0} upwards'}\n",
        "data/units.yaml": FILES["data/units.yaml"].replace(
            'text: {en: "{0}", zh: "{0}棵"}', 'text: {en: "{0} pcs", zh: "{0}棵"}\n  bound: inside', 1
        ),
    }
    build(write_project(tmp_path, changes), tmp_path / "site")
    assert "1,200 upwards pcs" in (tmp_path / "site/index.html").read_text("utf-8")


def test_thousands_may_be_said_in_words(tmp_path: Path) -> None:
    """Which end as 2nd does: that is no unit of theirs."""
    english = SITE.replace("name: English}", "name: English, compact_from: 1000}")
    build(write_project(tmp_path, {"data/site.yaml": english}), tmp_path / "site")
    assert ">more than 1.2 thousand trees<" in (tmp_path / "site/statistics/trees/index.html").read_text("utf-8")


def test_a_chapter_s_title_may_hold_a_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As which it also heads what is listed under the chapter, on each page over which the list goes."""
    monkeypatch.setattr(story_module, "FULL", 3)
    changes = {file: FILES[file].replace("title: ", "title: Of {crop}, ", 1) for file in (EN, ZH)}
    build(write_project(tmp_path, changes), tmp_path / "site")
    for page in ("charts", "statistics", "statistics--2"):
        assert ">Of 36 tonnes, The harvest<" in (tmp_path / f"site/{page}/index.html").read_text("utf-8")


def test_a_source_s_title_may_say_millions_of_what_is_a_year_elsewhere(tmp_path: Path) -> None:
    titles = FILES["data/sources.yaml"].replace("A good year", "2024 million apples")
    build(write_project(tmp_path, {"data/sources.yaml": titles}), tmp_path / "site")
    assert "2024 million apples" in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_language_s_code_may_have_subtags(tmp_path: Path) -> None:
    def renamed(name: str) -> str:
        return name.replace("content/zh/", "content/zh-hans/")

    files = {renamed(name): re.sub(r"\bzh: ", "zh-hans: ", text) for name, text in FILES.items()}
    files["templates/words.zh-hans.yaml"] = (ENGINE / "templates/words.zh.yaml").read_text("utf-8")
    dropped = dict.fromkeys(name for name in FILES if name != renamed(name))
    root = write_project(tmp_path, {**files, **dropped})
    build(root, root / "site")
    chart = (root / "site/data/charts/more-trees-zh-hans.json").read_bytes()
    site = {
        **read_site(root / "site"),
        "data/charts/more-trees-zh-hans.json": chart.replace("1200棵".encode(), "1300棵".encode()),
    }
    report = verify(site, Index.from_json(site[INDEX]))
    assert {finding.path for finding in report.findings} == {"data/charts/more-trees-zh-hans.json"}


def test_a_name_may_hold_digits(tmp_path: Path) -> None:
    """That of a language stands on every page; that of a unit above its figures."""
    changes = {
        "data/site.yaml": FILES["data/site.yaml"].replace("name: 中文", "name: 中文２"),
        "data/units.yaml": FILES["data/units.yaml"].replace("name: {en: tonnes", "name: {en: m² of 100"),
    }
    build(write_project(tmp_path, changes), tmp_path / "site", url="https://name.example/story")


def test_a_day_may_be_said_with_a_comma_and_a_loss_in_money(tmp_path: Path) -> None:
    """In what is searched, American English says "august 18, 2022"; a minus stands before a currency's sign."""
    statistic = """
loss:
  label: {en: Loss, zh: 亏损}
  definition: {en: Loss, zh: 亏损}
  unit: euros
  subject: harvest
  observations:
    - {value: -250 million, period: 2022-08-18, source: gazette}
"""
    unit = """
euros:
  name: {en: euros, zh: 欧元}
  full: {en: "€{0}", zh: "{0}欧元"}
"""
    changes = {
        "data/site.yaml": FILES["data/site.yaml"].replace("locale: en_GB", "locale: en"),
        "data/units.yaml": FILES["data/units.yaml"] + unit,
        "data/statistics/loss.yaml": statistic,
    }
    build(write_project(tmp_path, changes), tmp_path / "site")
    assert "august 18, 2022" in (tmp_path / "site/data/search.js").read_text("utf-8")


SERIES = """\
pears:
  label: {en: Pears, zh: 梨}
  definition: {en: Pears that were weighed., zh: 称过的梨。}
  unit: tonnes
  subject: harvest
  series:
    barn:
      label: {en: Weighed in the barn, zh: 谷仓称重}
      source: almanac
      status: measured
      values:
"""
SPANS = {
    "quarters": ("2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"),
    "seasons": ("2021/22", "2022/23", "2023/24"),
    "half-years": ("2022-H2", "2023-H1", "2023-H2"),
}


@pytest.mark.parametrize("periods", SPANS.values(), ids=SPANS)
def test_figures_of_any_period_are_drawn_said_and_read_back(tmp_path: Path, periods: tuple[str, ...]) -> None:
    """In a line over time, in its statistic's course, and in texts that name one by its period."""
    text = f"\nIn {{date:{periods[1]}}} it was {{pears@{periods[1]}|full}}.\n\n{{chart:pears}}\n"
    chart = FILES["content/charts/more-trees.yaml"].partition("marks:")[0].replace("form: bars", "form: line")
    chart = re.sub("{trees(@2023)?}(果树)?", f"{{pears@{periods[0]}|full}}", chart).replace(
        "条形图", "折线，每一期各有一点"
    )
    files = {
        "data/statistics/pears.yaml": SERIES + "".join(f"        {p}: {4 + i}\n" for i, p in enumerate(periods)),
        "content/charts/pears.yaml": f"{chart}marks:\n" + "".join(f"  - {{statistic: pears@{p}}}\n" for p in periods),
    }
    chapters = {f"content/{code}/chapters/1-harvest.md": CHAPTER[code] + text for code in ("en", "zh")}
    root = write_project(tmp_path, {**files, **chapters})
    build(root, root / "site", url="https://pears.example/")
    page = (root / "site/zh/statistics/pears/index.html").read_text("utf-8")
    assert wording_of(load(tmp_path / "again"), "zh").date(periods[1]) in page
