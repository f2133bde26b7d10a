"""What the small projects lack: each kind of file, each form of chart with its options, each way of Markdown.

Laid over the small projects, they are what the fuzzing changes.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.checks.test_verdicts import KINDS
from tests.project import ENGINE, FILES

UNITS = """
kilometres:
  name: {en: kilometres, zh: 公里}
  full: {en: "{0} km", zh: "{0}公里"}
  dimension: {length: 1}
  scale: 1000
degrees-north:
  name: {en: degrees north, zh: 北纬}
  full: {en: "{0}°N", zh: "北纬{0}°"}
  dimension: {angle: 1}
degrees-east:
  name: {en: degrees east, zh: 东经}
  full: {en: "{0}°E", zh: "东经{0}°"}
  dimension: {angle: 1}
percent:
  name: {en: per cent, zh: 百分比}
  full: {en: "{0}%", zh: "{0}%"}
  dimension: {}
  scale: 0.01
"""


def _statistic(id_: str, unit: str, *figures: str, status: str = "measured") -> str:
    """Return a statistic; its figures as `period: value`, or with a key behind."""
    return f"""\
{id_}:
  label: {{en: "The {id_}", zh: "{id_}一项"}}
  definition: {{en: As the village has it., zh: 照村里的说法。}}
  unit: {unit}
  subject: harvest
  observations:
""" + "".join(
        "    - {{period: {}, value: {}{}, role: context, source: harvest-book, status: {}}}\n".format(
            *figure.partition(": ")[::2], "", status
        )
        for figure in figures
    )


STATISTICS = (
    _statistic("orchards", "trees", "2024: 410", "2023: 350", "2022: 320", "2021: 300")
    + _statistic("pear-trees", "trees", "2024: 41", "2023: 35", "2022: 32", "2021: 30")
    + _statistic("share", "percent", "2024: 6.5", "2023: 6.7", "2022: 6.8")
    + _statistic("plan", "trees", "2025: 450", status="targeted")
    + _statistic("press-height", "kilometres", "2024: 0.003")
    + _statistic("ladder-height", "kilometres", "2024: 0.005")
    + _statistic("north", "degrees-north", "2024: 40.1, key: mill", "2024: 40.3, key: barn")
    + _statistic("east", "degrees-east", "2024: 116.1, key: mill", "2024: 116.4, key: barn")
    + """\
way:
  label: {en: The way from the mill to the barn, zh: 磨坊到谷仓的路}
  definition: {en: As the crow flies., zh: 直线距离。}
  unit: kilometres
  subject: harvest
  derive:
    formula: distance(north@mill, east@mill, north@barn, east@barn)
    words: {en: Of a sphere., zh: 按球面算。}
    period: 2024
    significant: 2
"""
)


def _chart(form: str, marks: str, options: str = "", more: str = "") -> str:
    return f"""\
form: {form}
subject: harvest
title: {{en: "As {form}", zh: "以{form}画出"}}
subtitle: {{en: Of the orchard, zh: 果园}}
alt: {{en: "What the orchard has, drawn by the village.", zh: 村里画的果园，一年一年的样子，都在这里头。}}
note: {{en: "Counted by hand, {{date:2024-10}}.", zh: "{{date:2024-10}}手工清点。"}}
marks: [{marks}]
{options and f"options: {options}"}
{more}
"""


def _marks(*references: str, pen: str = "") -> str:
    """Return marks, of the last of which the pen says something."""
    return ", ".join(f"{{statistic: {name}{pen * (name == references[-1])}}}" for name in references)


YEARS = ("orchards@2021", "orchards@2022", "orchards@2023", "orchards")
SAID = "{en: so it grew, zh: 于是多了}"
PEN = f", pen: {SAID}"
CHARTS = {
    "over-years": _chart("line", _marks(*YEARS), f"{{zero: true, broken: {SAID}}}", "label_by: period"),
    "pressed-by-year": _chart("line", _marks("pressed@2022", "pressed@2023", "pressed"), "{key: false}"),
    "in-columns": _chart("columns", _marks(*YEARS, pen=PEN), "{}", "label_by: period"),
    "in-dots": _chart("dots", _marks("pear-trees@2021", "orchards@2021", pen=PEN), "{whole: 100}"),
    "in-tiles": _chart("tiles", _marks("pear-trees@2021"), "{names: {pear-trees@2021: [{en: Old, zh: 老树}]}}"),
    "in-parts": _chart("proportion", _marks("share@2022", "share@2023", pen=PEN)),
    "in-squares": _chart("areas", _marks("orchards", "pear-trees")),
    "at-target": _chart("target", _marks("plan", "orchards", pen=f"{PEN}, against: plan")),
    "as-stated": _chart(
        "timeline", _marks("orchards@2021", "trees@county-paper", "orchards@2022", pen=PEN),
        "{dates: {orchards@2021: 2021-10-01, orchards@2022: 2022-10-01}}",
    ),
    "to-scale": _chart(
        "scale", _marks("press-height", "ladder-height", pen=", article: {en: Of oak, zh: 橡木}"),
        '{outlines: {press-height: "-0.2,0 0.2,0 0.2,1"}}', "round_to: 0.001",
    ),
    "on-a-plan": _chart(
        "plan",
        ", ".join(
            f"{{statistic: {axis}@{name}, label: {{en: {axis}, zh: {axis}}}, group: {{en: {name}, zh: {name}}}}}"
            for name in ("mill", "barn") for axis in ("north", "east")
        ) + ', {statistic: way, pen: {en: "one firm, {way} apart", zh: "一家，相隔{way}"}}',
        '{scale: kilometres, outlines: ["116,40 117,40 117,41"], apart: {way: [north@mill, north@barn]}}',
    ),
}  # fmt: skip
BODY = """
Of {orchards@2021}, {orchards|full}, {orchards|value}, {orchards|size}, {orchards|label}, “{trees@county-paper|label}”;
since {date:2024-10-01}, in {date:2021/2024}, {words:two} rows of {name:Row 7}.[^why] {term:windfall|Windfalls} fell,
*{term:windfall}* and **{trees}**, ~~gone~~, `code`, <https://orchard.example/a?b=c>, [a page](page:about "Why"),
[a chart](chart:in-dots), [a number](stat:orchards), [there](#who), <growers@orchard.example>.
It is {claim:more|more} than before.

[^why]: As {trees@county-paper} says.

## Who counted {#who}

> A quotation of {trees}
>
> - with a list
>     - of *these*
>
> and its end.

- An item
    - in an item

        with a paragraph of {pear-trees}

- another

* * *

| Year | Trees |
| :--- | ---: |
| {date:2023} | {orchards@2023|value} |

```
code in lines
```

{chart:over-years}

{big:orchards}
"""
VERDICT = """\
      verdict:
        kind: none
        day: 2024-12-01
        reason: {en: Nobody else counted., zh: 没有人再数过。}
        missing: {en: Another count., zh: 第二次清点。}
"""
ORCHARD: Mapping[str, str] = {
    "data/units.yaml": (ENGINE / "tests/sites/orchard/data/units.yaml").read_text("utf-8") + UNITS,
    "data/statistics/wide.yaml": STATISTICS,
    **{f"content/charts/{name}.yaml": text for name, text in CHARTS.items()},
    **{f"content/{code}/chapters/11-wide.md": f"---\ntitle: Wide\n---\n{BODY}" for code in ("en", "zh")},
}
VILLAGE: Mapping[str, str] = {  # which has an article
    "data/statistics/harvest.yaml": FILES["data/statistics/harvest.yaml"]
    .replace("      printed: more than 1200 trees\n", f"      printed: more than 1200 trees\n{VERDICT}")
    .replace("      printed: 36 tonnes\n", f"      printed: 36 tonnes\n{VERDICT}"),
    "data/verdicts.yaml": KINDS,
    "data/shape.yaml": "- runs: 5 3\n  headline: true\n- runs: 4 trees 7\n- runs: 2 crop 2\n",
    "content/en/index.md": "---\ntitle: Index\n---\n\n{xray:gazette}\n",
    "content/zh/index.md": "---\ntitle: Index\n---\n\n{xray:gazette}\n",
    "data/corrections.yaml": """\
- date: 2024-12-01
  statistic: trees@2023
  was: {value: 890, bound: about}
  now: 900
  why: {en: A row was left out., zh: 漏了一行。}
  evidence: [almanac, trees@2024]
""",
}
