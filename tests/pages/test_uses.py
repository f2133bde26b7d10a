"""Where a statistic is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.desk.command_line import main
from microsite.facts.derive import derive_facts
from microsite.pages.uses import Use, find_uses
from microsite.source.kinds import RECORDS
from microsite.source.models import Claim, Speaker
from tests.language.words import words
from tests.project import (
    CHAPTER,
    CHART,
    CHART_FILE,
    EN,
    GLOSSARY,
    HARVEST,
    SITE,
    SOURCES,
    SPEAKERS,
    STATISTICS,
    ZH,
    load,
    write_project,
)


def uses_of(folder: Path, id_: str, body: str = "") -> list[Use]:
    project = load(folder, {EN: CHAPTER["en"] + body, ZH: CHAPTER["zh"] + body})
    return list(find_uses(project, derive_facts(project)[0]).get(id_, ()))


def test_pages_charts_and_formulas(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "trees") == [
        Use("page", "chapters/harvest", Path(EN), 5, "en"),
        Use("page", "chapters/harvest", Path(ZH), 5, "zh"),
        Use("chart", "more-trees", Path(CHART_FILE), 9),
        Use("formula", "crop-per-tree", Path(HARVEST), 41),
    ]


def test_a_link_a_section_and_a_front_matter_are_uses(tmp_path: Path) -> None:
    body = "\n## What it *weighs*\n\n[So much](stat:crop).\n\n## More\n\n{crop}\n"
    assert uses_of(tmp_path, "crop", body)[:2] == [
        Use("page", "chapters/harvest", Path(EN), 11, "en", "what-it-weighs", "What it *weighs*"),
        Use("page", "chapters/harvest", Path(EN), 15, "en", "more", "More"),
    ]
    text = CHAPTER["en"].replace("title: The harvest", "title: The harvest\ndeck: '{crop}'")
    project = load(tmp_path, {EN: text})
    uses = find_uses(project, derive_facts(project)[0])
    assert uses["crop"] == (Use("page", "chapters/harvest", Path(EN), 3, "en"),)


def test_a_claim_is_listed_with_its_words_where_it_is_made(tmp_path: Path) -> None:
    claims = {"data/claims.yaml": "grown:\n  holds: trees > trees@2023\n"}
    project = load(tmp_path, {**claims, EN: CHAPTER["en"] + "\n{claim:grown|More than before}.\n"})
    uses = find_uses(project, derive_facts(project)[0])
    assert [use for use in uses["trees"] if use.kind == "claim"] == [
        Use("claim", "chapters/harvest", Path(EN), 9, "en", words="More than before")
    ]


def test_records_that_name_it(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("Fruit that fell by itself.", "'{crop} of fruit.'")
    chart = CHART.replace("Counted in autumn.", "'{crop}.'")
    statistics = STATISTICS.replace("Pears are not counted.", "'{crop} and no pears.'")
    project = load(tmp_path, {"content/glossary.yaml": glossary, CHART_FILE: chart, HARVEST: statistics})
    uses = find_uses(project, derive_facts(project)[0])
    assert [(use.kind, use.name, use.line) for use in uses["crop"]] == [
        ("chart", "more-trees", 6),
        ("term", "windfall", 3),
    ]


TOLD = {kind.name: model for model, kind in RECORDS.items() if kind.page}


def judged(statistics: str) -> str:
    """Give each figure of the article a verdict, which it needs where there are kinds of them."""
    verdict = f"      verdict: {{kind: none, day: 2025-06-01, reason: {BOTH}, missing: {BOTH}}}\n"
    return re.sub(r"( +printed: .*\n)", rf"\1{verdict}", statistics)


BOTH = "{en: 'Of {crop@2024}.', zh: '共{crop@2024}。'}"
ENTRY = f"  paragraphs: [2]\n  summary: {BOTH}\n"
EVERYWHERE: dict[str, str | bytes | None] = {  # `crop` is named in a text of every kind of record
    "data/site.yaml": SITE.replace("{en: What a village picks., zh: 村里摘了多少果子。}", BOTH),
    "data/sources.yaml": SOURCES.replace("  grade: weak", f"  date_note: {BOTH}\n  grade: weak"),
    "data/speakers.yaml": f"{SPEAKERS}  note: {BOTH}\n",
    "data/set-aside.yaml": f"- {{paragraph: 2, printed: 十棵树, reason: idiom, note: {BOTH}}}\n",
    "data/corrections.yaml": f"- date: 2025-06-01\n  statistic: trees@2023\n  why: {BOTH}\n",
    "data/disagreements.yaml": f"count:\n  figures: [trees@2024, trees@2023]\n  why: {BOTH}\n",
    "data/claims.yaml": f"grown:\n  holds: trees > trees@2023\n  note: {BOTH}\n",
    "content/exhibits.yaml": f"press:\n  name: {{en: Press, zh: 榨汁机}}\n  paragraphs: [2]\n"
    f"  note: {BOTH}\n  name_is: ours\n",
    "content/policies.yaml": f"grant:\n  name: {{en: Grant, zh: 补贴}}\n  kind: reform\n{ENTRY}  name_is: ours\n",
    "content/places.yaml": f"hill:\n  name: {{en: Hill, zh: 山坡}}\n  kind: city\n{ENTRY}",
    "content/glossary.yaml": GLOSSARY.replace("{en: Fruit that fell by itself., zh: 自己落下的果子。}", BOTH),
    CHART_FILE: CHART.replace("{en: Counted in autumn., zh: 秋季清点。}", BOTH),
    "data/verdicts.yaml": f"none:\n  label: {{en: not checked, zh: 无从核对}}\n  meaning: {BOTH}\n"
    "  rule: none\n  stroke: query\n",
    HARVEST: judged(STATISTICS.replace("{en: Trees that bear fruit., zh: 结果的树。}", BOTH)),
    EN: CHAPTER["en"] + "\n{claim:grown|More than before}.\n",
    ZH: CHAPTER["zh"] + "\n{claim:grown|比以前多}。\n",
    **{
        f"content/{code}/{name}.md": "---\ntitle: List\n---\n"
        for code in ("en", "zh")
        for name in ("exhibits", "policies")
    },
}


def test_every_text_of_a_record_that_readers_see_is_a_use(tmp_path: Path) -> None:
    project = load(tmp_path, EVERYWHERE)
    uses = find_uses(project, derive_facts(project)[0])["crop"]
    assert {use.kind for use in uses} == TOLD.keys()
    assert all(BOTH in (tmp_path / use.path).read_text("utf-8").splitlines()[use.line - 1] for use in uses)
    with_texts = {type(item) for _, _, item, _ in project.entries() for *_, is_prose in item.texts if is_prose}
    assert with_texts == {*TOLD.values(), Claim, Speaker}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_each_kind_of_use_has_its_words(code: str) -> None:
    assert set(words(code)["uses"]) == {"page", "claim", "formula", *TOLD}


def test_a_statistic_s_page_leads_to_where_it_is_used(tmp_path: Path) -> None:
    below = "---\ntitle: Below\n---\n\n## Here: {{trees}} {{#here-{}}}\n\n{{crop}}\n"
    names = ("about", "chapters/2-pick", "about/team", "chapters/part/3-press")
    pages = {f"content/{code}/{name}.md": below.format(name[-3:].lower()) for code in ("en", "zh") for name in names}
    root = write_project(tmp_path, {**EVERYWHERE, **pages})
    assert main(["--root", str(root)]) == 0
    for folder, correction in (("", "1 June 2025: Trees"), ("zh", "2025年6月1日：果树")):
        page = root / "site" / folder / "statistics/crop/index.html"
        listed = page.read_text("utf-8").partition('<div class="uses">')[2].partition("</div>")[0]
        links = re.findall('<li><a href="([^"#]*)#?([^"]*)">(.*?)</a></li>', listed)
        assert len(links) == len(names) + len(TOLD)
        assert correction in [text for *_, text in links]
        for path, anchor, _ in links:
            assert not anchor or f'id="{anchor}"' in (page.parent / path).read_text("utf-8")


def test_what_an_exhibit_or_a_policy_counts_is_a_use(tmp_path: Path) -> None:
    changes = {
        name: str(EVERYWHERE[name]).replace("  paragraphs: [2]", "  paragraphs: [2]\n  statistics: [trees]")
        for name in ("content/exhibits.yaml", "content/policies.yaml", "content/places.yaml")
    }
    drawn = changes["content/exhibits.yaml"] + "  drawing: {form: dots, of: [crop-per-tree]}\n"
    project = load(tmp_path, {**EVERYWHERE, **changes, "content/exhibits.yaml": drawn})
    uses = find_uses(project, derive_facts(project)[0])
    assert {"exhibit", "policy", "place"} <= {use.kind for use in uses["trees"]}
    assert [use.line for use in uses["crop-per-tree"] if use.kind == "exhibit"] == [7]


def test_a_claim_in_a_record_is_a_use_of_what_it_compares(tmp_path: Path) -> None:
    changes = {
        "data/claims.yaml": "grown:\n  holds: trees > trees@2023\n",
        "content/glossary.yaml": GLOSSARY.replace("Fruit that fell by itself.", "'{claim:grown|More}.'"),
    }
    project = load(tmp_path, changes)
    uses = find_uses(project, derive_facts(project)[0])["trees"]
    assert Use("term", "windfall", Path("content/glossary.yaml"), 3) in uses


def test_a_record_may_have_the_id_of_a_statistic(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("windfall:", "crop:").replace("Fruit that fell by itself.", "'{crop}.'")
    project = load(tmp_path, {"content/glossary.yaml": glossary})
    assert [use.kind for use in find_uses(project, derive_facts(project)[0])["crop"]] == ["term"]


def test_each_place_is_listed_once_at_its_first_line(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\nSo {crop} and {crop@2024|value}.\n\n{big:crop}\n") == [
        Use("page", "chapters/harvest", Path(EN), 9, "en"),
        Use("page", "chapters/harvest", Path(ZH), 9, "zh"),
    ]


def test_terms_dates_and_names_are_no_uses(tmp_path: Path) -> None:
    assert uses_of(tmp_path, "crop", "\n{name:crop} {words:crop} {date:2024}\n") == []
