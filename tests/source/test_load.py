"""Files → models: what each mistake is answered with, at which line and column."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pages.kinds import PAGES
from microsite.source.load import load_project
from microsite.source.models import Statistic
from tests.project import CHART, ENGINE, FILES, GLOSSARY, SITE, STATISTICS, UNITS, load, load_problems

EXPECTED = "expected plain digits such as 850000 or 6.31, or a scale word such as 9.4 trillion"

PEARS = """\
pears:
  label: {{en: Pears, zh: 梨}}
  definition: {{en: Pears., zh: 梨。}}
  unit: trees
  subject: harvest
  observations:
    - value: {value}
      role: context
      source: almanac
"""

VALUES = [
    ("1_000", "'1_000' has a separator between its digits"),
    ("1,000", "'1,000' has a separator between its digits"),
    ("198,5", "'198,5' has a comma before its decimals, where a point stands: 198.5"),
    ("1，000", "'1，000' has a separator between its digits"),
    ("850 000", "'850 000' has a separator between its digits"),
    (
        "12:30",
        "'12:30' is a time of day; a duration is a number in a unit, such as 83 with unit minutes",
    ),
    ("no", "'no' is a yes or no, not a number"),
    ("2024-12-31", "'2024-12-31' is a date; dates belong in 'period'"),
    ("2024-12", "'2024-12' is a date; dates belong in 'period'"),
    ("８５", "'８５' has full-width digits"),
    ("85％", "'85％' is not a number"),
    ("−5", "'−5' has a dash before it; a number below zero has a hyphen, such as -5"),
    ("4–5", "'4–5' is two numbers; a range stands in brackets, such as [4, 5]"),
    ("€4.50", "'€4.50' has the sign of a currency; the unit says that"),
    ("85%", "'85%' has a percent sign; the unit percent says that"),
    ("300+", "'300+' has a sign of a bound; the bound stands in 'bound'"),
    ("≥300", "'≥300' has a sign of a bound; the bound stands in 'bound'"),
    ("007", "'007' begins with a zero"),
    ("0x1F", "'0x1F' is not a number"),
    ("1e3", "'1e3' is not a number"),
    (".5", "'.5' is not a number"),
    ("五", "'五' is not a number"),
    ("1234567890123456", "'1234567890123456' has more than 15 digits before its point"),
    (
        "5 milion",
        "'5 milion' has an unknown scale word 'milion' (known: thousand, million, billion, trillion, 万, 亿, 万亿)",
    ),
    ("[1, two]", "'two' is not a number"),
]


@pytest.mark.parametrize(("typed", "reason"), VALUES)
def test_values(tmp_path: Path, typed: str, reason: str) -> None:
    problems = load_problems(tmp_path, {"data/statistics/pears.yaml": PEARS.format(value=typed)})
    assert problems == [f"data/statistics/pears.yaml:7:14: {reason}; {EXPECTED}"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("[2, 1]", "the range [2, 1] does not rise"),
        ("[1, 1]", "the range [1, 1] does not rise"),
        ("[1]", f"not a number; {EXPECTED}, or a range such as [1, 2]"),
        ("[1, 2, 3]", f"not a number; {EXPECTED}, or a range such as [1, 2]"),
        ("{low: 1}", f"not a number; {EXPECTED}, or a range such as [1, 2]"),
    ],
)
def test_ranges(tmp_path: Path, typed: str, reason: str) -> None:
    problems = load_problems(tmp_path, {"data/statistics/pears.yaml": PEARS.format(value=typed)})
    assert problems == [f"data/statistics/pears.yaml:7:14: {reason}"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("850000", Decimal(850000)),
        ("-2.50", Decimal("-2.5")),
        ("0", Decimal(0)),
        ("9.4 trillion", Decimal("9400000000000")),
        ("594.9 billion", Decimal("594900000000")),
        ("85万", Decimal(850000)),
        ("9.4 万亿", Decimal("9400000000000")),
        ("[1, 2 million]", (Decimal(1), Decimal(2000000))),
        ("'12'", Decimal(12)),
    ],
)
def test_values_that_are_read(tmp_path: Path, typed: str, value: object) -> None:
    project = load(tmp_path, {"data/statistics/pears.yaml": PEARS.format(value=typed)})
    assert project.statistics["pears"].observations[0].value == value


OBSERVATION = [
    ("periode: 2024", "10:7: unknown key 'periode', did you mean 'period'?"),
    (
        "xyzzy: 2024",
        "10:7: unknown key 'xyzzy'; known here: bound, period_is, period_label, status, role, source, counter, "
        "speaker, paragraph, printed, worded, implied, mentions, note, next_release, value, key, label, "
        "period, series, "
        "verdict",
    ),
    ("role: article", "10:7: the key 'role' stands here a second time (first in line 8)"),
    (
        "bound: morethan",
        "10:14: 'bound' can't be 'morethan', did you mean 'more-than'? (known: exact, more-than, at-least, less-than, "
        "at-most, nearly, about, about-or-more, about-or-less)",
    ),
    (
        "status: guessed",
        "10:15: 'status' can't be 'guessed' (known: measured, estimated, targeted, claimed, derived)",
    ),
    ("paragraph: two", "10:18: 'two' is not a whole number in plain digits, such as 21"),
    ("paragraph: 2.5", "10:18: '2.5' is not a whole number in plain digits, such as 21"),
    ("paragraph: ２", "10:18: '２' is not a whole number in plain digits, such as 21"),
    ("implied: yes", "10:16: 'yes' is neither 'true' nor 'false'"),
    ("note:", "10:12: 'note' is empty"),
    ("note: {en: }", "10:18: 'en' is empty"),
    (
        "note: not counted",
        "10:13: 'note' must hold keys of its own, each on a line below it (such as en: … and zh: …)",
    ),
    ("note: {en: {trees}}", "10:18: 'en' must be text (one that begins with a bracket stands in quotes)"),
    (
        "verdict: true",
        "10:16: 'verdict' must hold keys of its own, each on a line below it (such as 'kind', 'day', 'reason')",
    ),
    ("mentions: 5", "10:17: 'mentions' must be a list: entries that begin with '- ', or [a, b]"),
    ("mentions: [{paragraph: 5}]", "10:18: the key 'printed' is missing"),
    (
        "period: 2024-13",
        "10:15: '2024-13' is not a period: expected a year (2024, or -44 before Christ), a half-year (2024-H1), "
        "a quarter (2024-Q3), a season (2023/24), a month (2024-12), a day (2024-12-31) or two of them with a slash "
        "(2019/2024)",
    ),
    ("period: 2023-02-29", "10:15: '2023-02-29' is no day of the calendar"),
    ("period: 2024/2019", "10:15: '2024/2019' ends before it begins"),
    ("period: 2024-Q3/2024-H1", "10:15: '2024-Q3/2024-H1' ends before it begins"),
    (
        "key: Of 2024",
        "10:12: 'Of 2024' is not an id: lower-case letters, digits and single hyphens, 100 at most, "
        "such as 'tech-firms'",
    ),
]


@pytest.mark.parametrize(("line", "message"), OBSERVATION)
def test_observations(tmp_path: Path, line: str, message: str) -> None:
    text = PEARS.format(value=5) + f"      {line}\n"
    assert load_problems(tmp_path, {"data/statistics/pears.yaml": text}) == [f"data/statistics/pears.yaml:{message}"]


UNIT = "acres:\n  name: {{en: acres, zh: 英亩}}\n  full: {full}\n  {more}\n"
PATTERN = '{en: "{0} acres", zh: "{0}英亩"}'

FILES_WITH_MISTAKES: list[tuple[Mapping[str, str | bytes | None], list[str]]] = [
    # statistics
    ({"data/statistics/a.yaml": "- a\n"}, ["data/statistics/a.yaml:1:1: expected ids, each with its entry below it"]),
    (
        {"data/statistics/a.yaml": "pears:\n"},
        ["data/statistics/a.yaml:1:7: expected keys such as 'label', 'definition', 'unit'"],
    ),
    (
        {"data/statistics/a.yaml": "Old_pears:\n  unit: trees\n"},
        [
            "data/statistics/a.yaml:1:1: 'Old_pears' is not an id: lower-case letters, digits and single hyphens, "
            "100 at most, such as 'tech-firms'"
        ],
    ),
    (
        {"data/statistics/a.yaml": f"{'a' * 101}:\n  unit: trees\n"},  # a folder's name, too
        [
            f"data/statistics/a.yaml:1:1: '{'a' * 101}' is not an id: lower-case letters, digits and single hyphens, "
            "100 at most, such as 'tech-firms'"
        ],
    ),
    (
        {"data/statistics/z.yaml": PEARS.format(value=5).replace("pears:", "trees:")},
        ["data/statistics/z.yaml:1:1: the id 'trees' stands in data/statistics/harvest.yaml:1 already"],
    ),
    (
        {"data/statistics/a.yaml": PEARS.format(value=5).replace("  unit: trees\n", "")},
        ["data/statistics/a.yaml:1:1: the key 'unit' is missing"],
    ),
    (
        {"data/statistics/a.yaml": PEARS.split("  observations")[0].format() + "  derive: {formula: trees}\n"},
        ["data/statistics/a.yaml:6:3: the key 'words' is missing"],
    ),
    # the site: what maps for search engines and BibTeX take for one date
    (
        {"data/site.yaml": f"{SITE}published: 2024/2025\nupdated: 2025-01/2025-03\n"},
        [
            "data/site.yaml:9:12: '2024/2025' is two dates: expected one, a year, a month or a day such as 2025-05-09",
            "data/site.yaml:10:10: '2025-01/2025-03' is two dates: "
            "expected one, a year, a month or a day such as 2025-05-09",
        ],
    ),
    # lists
    (
        {"data/set-aside.yaml": "a: b\n"},
        ["data/set-aside.yaml:1:1: expected a list: entries that begin with '- '"],
    ),
    (
        {"data/set-aside.yaml": "- paragraph: [1, x]\n  printed: a\n  reason: idiom\n- hello\n"},
        [
            "data/set-aside.yaml:1:14: 'x' is not a whole number in plain digits, such as 21",
            "data/set-aside.yaml:4:3: expected keys such as 'paragraph', 'printed', 'reason'",
        ],
    ),
    # charts
    (
        {"content/charts/More.yaml": CHART},
        ["content/charts/More.yaml: the file's name is not an id: lower-case letters, digits and single hyphens"],
    ),
    (
        {"content/charts/b.yaml": CHART.split("marks:")[0] + "marks: []\n"},
        ["content/charts/b.yaml:8:8: 'marks' is empty"],
    ),
    (
        {"content/charts/b.yaml": CHART.split("marks:")[0] + "marks:\n  - {statistik: trees}\n  - {statistic: }\n"},
        [
            "content/charts/b.yaml:9:5: the key 'statistic' is missing",
            "content/charts/b.yaml:9:6: unknown key 'statistik', did you mean 'statistic'?",
            "content/charts/b.yaml:10:17: 'statistic' is empty",
        ],
    ),
    # pages
    (
        {"content/en/index.md": "Hello\n"},
        [
            "content/en/index.md:1:1: expected front matter first: a line '---', the page's title and so on, "
            "and a line '---'"
        ],
    ),
    ({"content/en/index.md": "---\n---\nHello\n"}, ["content/en/index.md: is empty"]),
    (
        {"content/en/index.md": "---\ntitel: Hello\n---\n"},
        [
            "content/en/index.md:2:1: the key 'title' is missing",
            "content/en/index.md:2:1: unknown key 'titel', did you mean 'title'?",
        ],
    ),
    (
        {"content/en/index.md": "---\ntitle: Apples: a harvest\n---\n"},
        [
            "content/en/index.md:2:14: a second ': ' in one line; put the text in quotes, "
            "or the key on a line of its own"
        ],
    ),
    (
        {"content/en/chapters/02-harvest.md": "---\ntitle: Again\n---\n"},
        [
            "content/en/chapters/02-harvest.md: the page 'chapters/harvest' stands in "
            "content/en/chapters/1-harvest.md already"
        ],
    ),
    (
        {"content/zh/index.md": "---\ntitle: 果园\n---\n一句\n二句".encode("gb18030")},
        ["content/zh/index.md:2:8: is not UTF-8 here; save the file in the encoding UTF-8"],
    ),
    # the site, its units and words
    ({"data/site.yaml": None}, ["data/site.yaml: is missing"]),
    ({"data/site.yaml": "# later\n"}, ["data/site.yaml: holds comments only"]),
    (
        {"data/site.yaml": SITE.replace("en_GB", "en_XX_YY_ZZ")},
        ["data/site.yaml:4:25: 'en_XX_YY_ZZ' is no locale that CLDR knows, such as en_GB or zh_Hans_CN"],
    ),
    (
        {"data/site.yaml": SITE.replace("tag: zh-Hans", "tag: '中文'")},
        ["data/site.yaml:5:13: '中文' is no tag of a language that CLDR knows, such as en or zh-Hans"],
    ),
    (
        {"data/sources.yaml": FILES["data/sources.yaml"].replace("language: en", "language: jp")},
        ["data/sources.yaml:7:13: 'jp' is no tag of a language that CLDR knows, such as en or zh-Hans"],
    ),
    (
        {"data/site.yaml": SITE.replace("folder: zh", "folder: ../zh")},
        ["data/site.yaml:5:50: '../zh' is not the name of a folder: letters, digits and hyphens"],
    ),
    (
        {"data/site.yaml": SITE.replace("compact_from: 10000", "compact_from: [1, 2]")},
        ["data/site.yaml:5:78: expected one number, not a range"],
    ),
    (
        {"data/site.yaml": SITE[: SITE.index("  en:")].replace("languages:", "languages: {}") + "licence: {en: x}\n"},
        ["data/site.yaml:3:12: 'languages' is empty"],
    ),
    (
        {
            "data/site.yaml": SITE.replace("  zh: {tag", "  fr: {tag"),
            **{name: None for name in FILES if name.startswith("content/zh/")},
        },
        ["templates/words.fr.yaml: is missing: the interface's words for 'fr'"],
    ),
    (
        {"templates/words.en.yaml": "- Skip\n"},
        ["templates/words.en.yaml:1:1: expected keys, each with its words"],
    ),
    (
        {"data/units.yaml": UNITS + UNIT.format(full=PATTERN, more="dimension: {length: two}")},
        ["data/units.yaml:42:23: 'two' is not the power of a dimension: a whole number such as 1 or -1"],
    ),
    (
        {"data/units.yaml": UNITS + UNIT.format(full=PATTERN, more="dimension: {length: [2]}")},
        ["data/units.yaml:42:23: '['2']' is not the power of a dimension: a whole number such as 1 or -1"],
    ),
    (
        {"data/units.yaml": UNITS + UNIT.format(full='{en: acres, zh: "{0}{1}"}', more="plural: cardinal")},
        [
            "data/units.yaml:41:14: 'acres' must hold {0}, once, where the number stands",
            "data/units.yaml:41:25: '{0}{1}' must hold {0}, once, where the number stands",
        ],
    ),
    (
        {"data/units.yaml": UNITS + UNIT.format(full='{en: {one: "{0} acre"}}', more="plural: ordnal")},
        [
            "data/units.yaml:41:14: lacks a pattern for 'other', which serves every number that no other pattern does",
            "data/units.yaml:42:11: 'plural' can't be 'ordnal', did you mean 'ordinal'? (known: cardinal, ordinal)",
        ],
    ),
    (
        {"data/units.yaml": UNITS + UNIT.format(full='{en: {others: "{0}", other: "{0}"}}', more="plural: cardinal")},
        ["data/units.yaml:41:14: 'others' is no plural category of CLDR (known: zero, one, two, few, many, other)"],
    ),
    # several files at once
    (
        {
            "data/statistics/pears.yaml": PEARS.format(value="1_000"),
            "content/glossary.yaml": GLOSSARY.replace("established", "establish").replace("term:", "terms:"),
            "content/zh/index.md": b"\xef\xbb\xbf---\ntitle: x\n---\n",
        },
        [
            "content/glossary.yaml:1:1: the key 'term' is missing",
            "content/glossary.yaml:2:3: unknown key 'terms', did you mean 'term'?",
            "content/glossary.yaml:4:14: 'rendering' can't be 'establish', did you mean 'established'? "
            "(known: established, ours)",
            "content/zh/index.md:1:1: begins with a byte-order mark; save the file as UTF-8 without one",
            "data/statistics/pears.yaml:7:14: '1_000' has a separator between its digits; " + EXPECTED,
        ],
    ),
]


@pytest.mark.parametrize(("changes", "messages"), FILES_WITH_MISTAKES)
def test_files(tmp_path: Path, changes: Mapping[str, str | bytes | None], messages: list[str]) -> None:
    assert load_problems(tmp_path, changes) == messages


def test_the_small_project_has_no_problem(tmp_path: Path) -> None:
    project = load(tmp_path)
    assert list(project.statistics) == ["trees", "crop", "crop-per-tree"]
    assert project.default_language == "en"
    assert project.chapters == ("harvest",)


def test_records_of_a_file_that_did_not_change_are_the_same(tmp_path: Path) -> None:
    before = load(tmp_path)
    (tmp_path / "content/glossary.yaml").write_text(GLOSSARY + "\n# more\n", "utf-8")
    after = load_project(tmp_path, PAGES)
    assert after.statistics["trees"] is before.statistics["trees"]
    assert all(after.terms[id_] is not before.terms[id_] for id_ in after.terms)


def test_a_problem_names_the_path_below_the_project(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        load(tmp_path, {"data/site.yaml": ""})
    assert caught.value.problems[0].path == Path("data/site.yaml")


def test_files_that_a_project_does_without(tmp_path: Path) -> None:
    optional = ("data/speakers.yaml", "content/glossary.yaml", "content/charts/more-trees.yaml")
    project = load(tmp_path, dict.fromkeys(optional))
    assert not any((project.speakers, project.terms, project.charts, project.exhibits, project.corrections))


def test_spaces_are_even(tmp_path: Path) -> None:
    text = "Trees  \\n that\\tbear\\u00a0 fruit\\u2002\\n\\n"
    statistics = FILES["data/statistics/harvest.yaml"].replace("en: Trees that bear fruit.", f'en: "{text}"')
    project = load(tmp_path, {"data/statistics/harvest.yaml": statistics})
    assert project.statistics["trees"].definition["en"] == "Trees that bear\u00a0fruit"


def test_digits_of_other_scripts_make_no_year(tmp_path: Path) -> None:
    statistics = FILES["data/statistics/harvest.yaml"].replace("period: 2023", "period: ٢٠٢٣")
    (problem,) = load_problems(tmp_path, {"data/statistics/harvest.yaml": statistics})
    assert "'٢٠٢٣' is not a period" in problem


@pytest.mark.parametrize(
    "typed", ["2024-Q5", "2024-Q0", "2024-H3", "2024-q3", "2024Q3", "2023/25", "2024/5", "2019/2020/2021"]
)
def test_what_is_no_period_is_refused(tmp_path: Path, typed: str) -> None:
    statistics = FILES["data/statistics/harvest.yaml"].replace("period: 2023", f"period: {typed}")
    (problem,) = load_problems(tmp_path, {"data/statistics/harvest.yaml": statistics})
    assert "is not a period: expected a year" in problem


def test_chapters_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    page = "---\ntitle: x\n---\n"
    names = ("2-late", "10-last", "1-early")
    project = load(tmp_path, {f"content/en/chapters/{name}.md": page for name in names})
    assert project.chapters == ("early", "harvest", "late", "last")


def test_a_page_knows_where_its_body_begins(tmp_path: Path) -> None:
    project = load(tmp_path, {"content/en/index.md": "---\r\ntitle: x\r\ndeck: y\r\n---\r\nFirst.\r\n"})
    page = project.pages["en"]["index"]
    assert (page.body, page.body_line) == ("First.\n", 4)


def test_the_projects_own_words_come_before_the_engines(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.en.yaml").read_text("utf-8")
    project = load(tmp_path, {"templates/words.en.yaml": words.replace("home: The story", "home: The orchard")})
    assert project.words["en"]["home"] == "The orchard"
    assert project.words["zh"]["home"] != "The orchard"


def test_a_project_says_what_it_words_otherwise(tmp_path: Path) -> None:
    """Of a group of words some; of a vocabulary all: whoever names its own places has no use for the engine's."""
    own = "nav: {exhibits: Gauges}\nplace_kinds: {gauge: Gauge}\nreading_time: about {0} min\n"
    project = load(tmp_path, {"templates/words.en.yaml": own})
    words, engine = project.words["en"], load(tmp_path / "engine", {}).words["en"]
    assert words["nav"] == {**engine["nav"], "exhibits": "Gauges"}
    assert words["place_kinds"] == {"gauge": "Gauge"}
    assert words["reading_time"] == "about {0} min"
    assert (words["grades"], words["home"]) == (engine["grades"], engine["home"])


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("nav: {exhibit: Gauges}", "1:7: unknown key 'exhibit', did you mean 'exhibits'?"),
        ("home: {one: Story}", "1:7: 'home' has one text, no keys or list"),
        ("reading_time: '{1} min'", "1:15: '{1}' is no place where something is put in (places: {0})"),
        ("reading_time: {one: '{0} min'}", "1:1: lacks the key 'reading_time.other'"),
        ("reading_time: {single: '{0}', other: '{0}'}", "1:16: unknown key 'single'"),
        ("grades: official", "1:9: expected keys, each with its words"),
        (
            "numbers: {change: 'from ('}",
            "1:19: is no regular expression: missing ), unterminated subpattern, at character 6",
        ),
        ("numbers: {spell_out: nine}", "1:22: is no whole number, such as 9"),
        ("grades: {good: [a]}", "1:16: 'good' has one text, no keys or list"),
    ],
)
def test_words_that_would_not_be_read(tmp_path: Path, said: str, problem: str) -> None:
    assert load_problems(tmp_path, {"templates/words.en.yaml": f"{said}\n"}) == [f"templates/words.en.yaml:{problem}"]


def test_a_language_that_the_engine_does_not_speak_says_all(tmp_path: Path) -> None:
    words = (ENGINE / "templates/words.en.yaml").read_text("utf-8").splitlines(keepends=True)
    own = "".join(line for line in words if not line.startswith(("grades:", "place_kinds:", "home:")))
    changes = {
        "data/site.yaml": SITE.replace("  zh: {tag", "  pl: {tag").replace("zh:", "pl:"),
        "templates/words.pl.yaml": own.replace("reading_time: {one: ", "reading_time: {few: '{0} minuty', one: "),
    }
    assert "templates/words.pl.yaml:3:1: lacks the key 'home'" in load_problems(tmp_path, changes)
    assert not [said for said in load_problems(tmp_path, changes) if "grades" in said or "few" in said]


@pytest.mark.parametrize(
    ("locale", "category", "is_refused"),
    [("en_GB", "one", False), ("ar", "two", False), ("ru_RU", "one", True), ("lv_LV", "zero", True)],
)
def test_only_words_for_a_single_number_may_leave_it_out(
    tmp_path: Path, locale: str, category: str, *, is_refused: bool
) -> None:
    """In Russian, 21 is worded as 1 is, and in Latvian 10 as 0."""
    changes = {
        "data/site.yaml": SITE.replace("locale: en_GB", f"locale: {locale}"),
        "templates/words.en.yaml": f"reading_time: {{{category}: a while, other: '{{0}} minutes'}}\n",
    }
    told = f"templates/words.en.yaml:1:{len(category) + 18}: lacks '{{0}}', in place of which something is put in"
    assert load_problems(tmp_path, changes) == [told] * is_refused


def test_records_know_their_lines(tmp_path: Path) -> None:
    project = load(tmp_path)
    lines = FILES["data/statistics/harvest.yaml"].split("\n")
    assert project.where[Statistic, "crop"].begin() == f"data/statistics/harvest.yaml:{lines.index('crop:') + 1}"


def test_nothing_is_read_of_a_folder_that_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"data/site\.yaml: is missing"):
        load_project(tmp_path, PAGES)


@pytest.mark.parametrize(
    ("path", "before", "after", "problem"),
    [
        ("data/units.yaml", "scale: 1000", "scale: 0", "'0' is not above zero, as the size of a unit is"),
        ("data/units.yaml", "scale: 1000", "scale: -1", "'-1' is not above zero, as the size of a unit is"),
        ("data/site.yaml", "name: English", 'name: English, script: "(?i)[a-z]+"', "is no regular expression"),
        ("data/statistics/harvest.yaml", "/ trees@2023\n", "/ trees@2023\n    significant: 0\n", "'significant'"),
        ("data/statistics/harvest.yaml", "/ trees@2023\n", "/ trees@2023\n    significant: 40\n", "'significant'"),
    ],
)
def test_numbers_that_would_end_a_build(tmp_path: Path, path: str, before: str, after: str, problem: str) -> None:
    (said,) = load_problems(tmp_path, {path: FILES[path].replace(before, after)})
    assert said.startswith(path)
    assert problem in said


def test_spaces_behind_the_lines_around_front_matter_are_none(tmp_path: Path) -> None:
    typed = FILES["content/en/method.md"].replace("---\n", "---  \n")
    assert load(tmp_path, {"content/en/method.md": typed}).pages["en"]["method"].front.title


def test_a_comment_behind_a_text_for_readers_is_refused(tmp_path: Path) -> None:
    """Whatever it says: of one word, too."""
    cut = "' #' begins a comment, which nobody sees: put the text in quotes, or the comment on a line of its own"
    changes: dict[str, str | bytes | None] = {
        "data/statistics/harvest.yaml": STATISTICS.replace(
            "label: {en: Trees, zh: 果树}", "label:\n    en: trees # 1\n    zh: 果树"
        ),
        "content/en/method.md": "---\ntitle: method # 1\n---\n",
        "data/units.yaml": UNITS.replace("trees:\n", "trees: # patterns\n", 1),
    }
    assert load_problems(tmp_path, changes) == [
        f"content/en/method.md:2:15: {cut}",
        f"data/statistics/harvest.yaml:3:15: {cut}",
    ]
