"""Records that the small project lacks, and what many rules say."""

from __future__ import annotations

from tests.project import Changes

BY_HAND = (
    "'{0}' is a number typed by hand; bind it to its statistic with {{id}}, "
    "or write {{date:…}}, {{name:…}} or {{words:…}} if it states none"
)


def by_hand(number: str) -> str:
    return BY_HAND.format(number)


EXHIBIT = """\
press:
  name: {{en: N2 press, zh: N2榨汁机}}
  claim: {claim}
  paragraphs: [3]
  statistics: [{statistic}]
  name_is: ours
"""
POLICY = """\
grant:
  name: {{en: The grant, zh: 补贴}}
  kind: {kind}
  summary: {{en: Money., zh: 钱。}}
  paragraphs: 3
  statistics: [{statistic}]
  name_is: ours
"""


LISTS: Changes = {
    f"content/{code}/{name}.md": f"---\ntitle: {name}\n---\n"
    for code in ("en", "zh")
    for name in ("exhibits", "policies")
}


def drawn(form: str, statistics: str) -> str:
    exhibit = EXHIBIT.format(claim="{en: It presses., zh: 榨汁。}", statistic="crop")
    return f"{exhibit}  drawing: {{form: {form}, of: [{statistics}]}}\n"
