"""A small project for tests: an orchard in two languages, as files that a test may replace one by one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from microsite.errors import BuildError
from microsite.pages.kinds import PAGES
from microsite.pipeline import read
from microsite.publish.manifest import MANIFEST, MARK, make_manifest
from microsite.source.load import load_project
from microsite.source.project import Project

ENGINE = Path(__file__).resolve().parents[1]

Changes = Mapping[str, str | bytes | None]  # the small project's files that are otherwise, or gone

HARVEST, CHART_FILE = "data/statistics/harvest.yaml", "content/charts/more-trees.yaml"
EN, ZH = "content/en/chapters/1-harvest.md", "content/zh/chapters/1-harvest.md"

SITE = """\
title: {en: The orchard, zh: 果园}
description: {en: What a village picks., zh: 村里摘了多少果子。}
languages:
  en: {tag: en, locale: en_GB, name: English}
  zh: {tag: zh-Hans, locale: zh_Hans_CN, folder: zh, name: 中文, compact_from: 10000, grouping: false, shortest_alt: 20}
article: gazette
licence: {en: CC BY 4.0, zh: CC BY 4.0}
feed_id: orchard
"""

UNITS = """\
trees:
  name: {en: trees, zh: 棵}
  text: {en: "{0}", zh: "{0}棵"}
  full: {en: {one: "{0} tree", other: "{0} trees"}, zh: "{0}棵"}
  dimension: {tree: 1}
trees-per-day:
  name: {en: trees a day, zh: 棵/天}
  full: {en: "{0} trees a day", zh: "每天{0}棵"}
  bound: inside
  dimension: {tree: 1, time: -1}
  scale: 0.000011574074074074074074074074074
kilograms:
  name: {en: kilograms, zh: 公斤}
  full: {en: "{0} kg", zh: "{0}公斤"}
  dimension: {mass: 1}
tonnes:
  name: {en: tonnes, zh: 吨}
  full: {en: {one: "{0} tonne", other: "{0} tonnes"}, zh: "{0}吨"}
  dimension: {mass: 1}
  scale: 1000
percent:
  name: {en: per cent, zh: "%"}
  full: {en: "{0}%", zh: "{0}%"}
  dimension: {}
  scale: 0.01
times:
  name: {en: times, zh: 倍}
  full: {en: "{0} times", zh: "{0}倍"}
  dimension: {}
days:
  name: {en: days, zh: 天}
  full: {en: {one: "{0} day", other: "{0} days"}, zh: "{0}天"}
  dimension: {time: 1}
  scale: 86400
rank:
  name: {en: rank, zh: 名次}
  full: {en: {one: "{0}st", two: "{0}nd", few: "{0}rd", other: "{0}th"}, zh: "第{0}"}
  plural: ordinal
"""

SOURCES = """\
gazette:
  title: {en: A good year, zh: 丰年}
  publisher: {en: The Gazette, zh: 村报}
  date: 2024-10-01
  grade: official
  url: https://gazette.example/autumn
  language: en
almanac:
  publisher: {en: The Almanac, zh: 年鉴}
  grade: weak
"""

SPEAKERS = """\
grower:
  label: {en: the grower, zh: 果农}
"""

STATISTICS = """\
trees:
  label: {en: Trees, zh: 果树}
  definition: {en: Trees that bear fruit., zh: 结果的树。}
  unit: trees
  subject: harvest
  observations:
    - value: 1200
      bound: more-than
      period: 2024
      role: article
      source: gazette
      speaker: grower
      paragraph: 2
      printed: more than 1200 trees
    - value: 900
      period: 2023
      role: context
      source: almanac
  related: [crop]
crop:
  label: {en: Crop, zh: 收成}
  definition: {en: Apples picked., zh: 摘下的苹果。}
  note: {en: Pears are not counted., zh: 不含梨。}
  unit: tonnes
  subject: harvest
  observations:
    - value: 36
      period: 2024
      status: estimated
      role: article
      source: gazette
      speaker: grower
      paragraph: 3
      printed: 36 tonnes
crop-per-tree:
  label: {en: Crop per tree, zh: 单株产量}
  definition: {en: What a tree bears., zh: 一棵树结多少果。}
  unit: percent
  subject: harvest
  derive:
    formula: (trees - trees@2023) / trees@2023
    words: {en: The growth in trees., zh: 果树的增幅。}
    period: 2024
"""


def counted(trees: int | str) -> str:
    """Return the statistics with another number of trees, in the article, too."""
    return STATISTICS.replace("1200", str(trees))


def with_course(statistics: str) -> str:
    """Return the statistics with the trees of two more years: enough for a course."""
    years = "".join(f"    - {{value: {year - 1800}, period: {year}, role: context, source: almanac}}\n"
                    for year in (2019, 2021))  # fmt: skip
    return statistics.replace("      source: almanac\n", f"      source: almanac\n{years}", 1)


CHART = """\
form: bars
subject: harvest
title: {en: More trees, zh: 树更多了}
subtitle: {en: Trees that bear fruit, zh: 结果的树}
alt: {en: "{trees} trees, after {trees@2023}, as bars by year.", zh: "{trees}果树，此前为{trees@2023}，逐年的条形图。"}
note: {en: Counted in autumn., zh: 秋季清点。}
label_by: period
marks:
  - {statistic: trees@2023}
  - {statistic: trees, accent: true}
"""

GLOSSARY = """\
windfall:
  term: {en: windfall, zh: 落果}
  definition: {en: Fruit that fell by itself., zh: 自己落下的果子。}
  rendering: established
"""

CHAPTER = {
    "en": """\
---
title: The harvest
---

The village has {trees} trees, among them {term:windfall|windfalls}.

{chart:more-trees}
""",
    "zh": """\
---
title: 收成
---

村里有{trees}果树，也有{term:windfall}。

{chart:more-trees}
""",
}

TITLE = {name: name.title() for name in ("index", "charts", "statistics", "glossary", "method", "corrections", "data")}
TITLE["404"] = "Not here"

FILES: Mapping[str, str] = {
    "data/site.yaml": SITE,
    "data/units.yaml": UNITS,
    "data/sources.yaml": SOURCES,
    "data/speakers.yaml": SPEAKERS,
    "data/statistics/harvest.yaml": STATISTICS,
    "content/charts/more-trees.yaml": CHART,
    "content/glossary.yaml": GLOSSARY,
    **{f"content/{code}/chapters/1-harvest.md": text for code, text in CHAPTER.items()},
    **{f"content/{code}/{name}.md": f"---\ntitle: {title}\n---\n" for code in CHAPTER for name, title in TITLE.items()},
}

# Changes after which nothing has to be drawn: no browser starts.
WITHOUT_CHARTS: Mapping[str, str | None] = {
    "content/charts/more-trees.yaml": None,
    **{f"content/{code}/chapters/1-harvest.md": text.partition("{chart:")[0] for code, text in CHAPTER.items()},
}


def finished(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a site with what is written into its folder beside it."""
    site = {**site, **MARK}
    return {**site, MANIFEST: make_manifest(site)}


def write_project(folder: Path, changes: Changes | None = None) -> Path:
    """Write the small project; `changes` replace files, add them, or with None leave them out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def load(folder: Path, changes: Changes | None = None) -> Project:
    return load_project(write_project(folder, changes), PAGES)


def load_problems(folder: Path, changes: Changes) -> list[str]:
    """Return what loading the changed project complains of, as an editor reads it."""
    try:
        load(folder, changes)
    except BuildError as error:
        return [str(problem) for problem in error.problems]
    return []


def read_problems(folder: Path, changes: Changes) -> list[str]:
    """Return everything that is wrong with the changed project: loaded, derived and checked."""
    try:
        read(write_project(folder, changes))
    except BuildError as error:
        return [str(problem) for problem in error.problems]
    return []
