"""Pages that list: in the story's order, what is drawn before what is not, and no filter without a figure."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from microsite.charts.story import Story
from microsite.pages.charts import build_chart, build_charts
from microsite.pages.edition import Edition
from microsite.pages.kinds import PAGES
from microsite.pages.lists import build_exhibits, build_glossary
from microsite.pages.statistics import build_statistics
from microsite.pages.templates import Templates
from microsite.pipeline import draw, read
from microsite.source.addresses import PageName
from microsite.source.kinds import PageKind
from tests.project import CHAPTER, CHART, ENGINE, GLOSSARY, SITE, SPEAKERS, STATISTICS, write_project

KINDS: dict[str, PageKind] = {kind.name: kind for kind in PAGES}
EXHIBIT = """\
{id}:
  name: {{en: Press, zh: 榨汁机}}
  paragraphs: [2]
  name_is: ours
{drawing}"""
DRAWN = "  drawing: {form: dots, of: [crop]}\n"
CROP_CHART = CHART.replace("trees@2023", "crop").replace("  - {statistic: trees, accent: true}\n", "")
CROP_CHART = CROP_CHART.replace("title: {en: More trees, zh: 树更多了}", "title: {en: A crop, zh: 收成}")


def edition_of(folder: Path, changes: dict[str, str | bytes | None]) -> Edition:
    story: Story = read(write_project(folder, changes))
    drawn = draw(story)
    templates = Templates(ENGINE / "templates")
    return Edition(story, "en", drawn.charts, drawn.artboards, dict, "", templates, assets=dict, tokens={})


def test_what_is_drawn_stands_before_what_is_not(tmp_path: Path) -> None:
    ids = (("ladle", ""), ("press", DRAWN), ("barrel", ""), ("crate", DRAWN))
    text = "".join(EXHIBIT.format(id=id_, drawing=drawing) for id_, drawing in ids)
    pages = {f"content/{code}/exhibits.md": "---\ntitle: Exhibits\n---\n" for code in ("en", "zh")}
    edition = edition_of(tmp_path, {"content/exhibits.yaml": text, **pages})
    entries = build_exhibits(edition, PageName(KINDS["exhibits"], "exhibits")).entries
    assert [entry.id for entry in entries] == ["press", "crate", "ladle", "barrel"]


@pytest.mark.parametrize(("code", "beside"), [("en", None), ("zh", "Press")])
def test_only_where_the_article_has_it_otherwise_two_names_stand_there(
    tmp_path: Path, code: str, beside: str | None
) -> None:
    changes = {f"content/{code}/exhibits.md": "---\ntitle: Exhibits\n---\n" for code in ("en", "zh")}
    edition = edition_of(tmp_path, {"content/exhibits.yaml": EXHIBIT.format(id="press", drawing=""), **changes})
    page = PageName(KINDS["exhibits"], "exhibits")
    [press] = build_exhibits(dataclasses.replace(edition, code=code), page).entries
    assert dict(press.other_names) == ({"en": beside} if beside else {})
    assert bool(press.remark) is bool(beside)


def test_terms_stand_by_subject_and_those_of_none_last(tmp_path: Path) -> None:
    term = "{}:\n  term: {{en: {}, zh: 词}}\n  definition: {{en: What it is., zh: 释义。}}\n{}"
    listed = (("pome", ""), ("graft", "cider"), ("must", "cider"), ("windfall", "grove"))
    text = "".join(term.format(id_, id_, f"  subject: {subject}\n" if subject else "") for id_, subject in listed)
    site = SITE + "subjects: {grove: {en: Grove, zh: 树}, cider: {en: Cider, zh: 酒}}\n"
    harvest = STATISTICS.replace("subject: harvest", "subject: grove")
    edition = edition_of(tmp_path, {"content/glossary.yaml": text, "data/site.yaml": site,
                                    "data/statistics/harvest.yaml": harvest,
                                    "content/charts/more-trees.yaml": CHART.replace("harvest", "grove")})  # fmt: skip
    sections = build_glossary(edition, PageName(KINDS["glossary"], "glossary")).sections
    assert [(part.title, [entry.id for entry in part.items]) for part in sections] == [
        ("Grove", ["windfall"]), ("Cider", ["graft", "must"]), ("", ["pome"])
    ]  # fmt: skip


def test_a_term_that_is_folded_says_the_first_sentence_of_what_it_means(tmp_path: Path) -> None:
    said = "{en: 'Juice of {trees}. Not yet cider.', zh: '{trees}的汁。还不是酒。'}"
    term = f"must:\n  term: {{en: must, zh: 醪}}\n  definition: {said}\n"
    edition = edition_of(tmp_path, {"content/glossary.yaml": term + GLOSSARY})
    for code, first, rest in (("en", "1,200</data></a>.", " Not yet cider."), ("zh", "</a>的汁。", "还不是酒。")):
        page = PageName(KINDS["glossary"], "glossary")
        must = build_glossary(dataclasses.replace(edition, code=code), page).sections[0].items[0]
        assert must.gist[0].endswith(first)
        assert must.text == must.gist[0] + rest


@pytest.mark.parametrize("first", ["a-crop", "more-trees"])
def test_charts_stand_in_the_order_of_the_story(tmp_path: Path, first: str) -> None:
    last = "more-trees" if first == "a-crop" else "a-crop"
    both = f"{{chart:{first}}}\n\nThen\n\n{{chart:{last}}}\n"
    chapters = {
        f"content/{code}/chapters/1-harvest.md": text.replace("{chart:more-trees}\n", both)
        for code, text in CHAPTER.items()
    }
    edition = edition_of(tmp_path, {"content/charts/a-crop.yaml": CROP_CHART, **chapters})
    (section,) = build_charts(edition, PageName(KINDS["charts"], "charts")).sections
    assert [figure.slug for figure in section.items] == [first, last]


def test_a_chart_that_no_page_shows_has_its_page_and_stands_in_the_list(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {"content/charts/a-crop.yaml": CROP_CHART})
    (section,) = build_charts(edition, PageName(KINDS["charts"], "charts")).sections
    assert [figure.slug for figure in section.items] == ["more-trees", "a-crop"]
    shown = {
        slug: build_chart(edition, PageName(KINDS["charts/{id}"], f"charts/{slug}", slug)).shown
        for slug in ("more-trees", "a-crop")
    }
    assert [link.text for link in shown["more-trees"]] == ["The harvest"]
    assert shown["a-crop"] == ()


def test_statistics_and_charts_are_listed_by_the_subjects_of_the_site_where_it_has_any(tmp_path: Path) -> None:
    subjects = "subjects: {fruit: {en: Fruit, zh: 果实}, wood: {en: Wood, zh: 木材}}\n"
    changes: dict[str, str | bytes | None] = {
        "data/site.yaml": SITE + subjects,
        "data/statistics/harvest.yaml": STATISTICS.replace("subject: harvest", "subject: wood", 1).replace(
            "subject: harvest", "subject: fruit"
        ),
        "content/charts/more-trees.yaml": CHART.replace("subject: harvest", "subject: wood"),
    }
    edition = edition_of(tmp_path, changes)
    listed = build_statistics(edition, PageName(KINDS["statistics"], "statistics")).sections
    assert [(part.id, part.title, len(part.items)) for part in listed] == [("fruit", "Fruit", 2), ("wood", "Wood", 1)]
    (section,) = build_charts(edition, PageName(KINDS["charts"], "charts")).sections
    assert (section.id, section.title) == ("wood", "Wood")


def test_no_filter_offers_what_no_figure_has(tmp_path: Path) -> None:
    filters = build_statistics(edition_of(tmp_path, {}), PageName(KINDS["statistics"], "statistics")).filters
    offered = {item.name: [value for value, _ in item.choices] for item in filters}
    assert offered["kind"] == ["measured", "estimated", "derived"]
    assert offered["origin"] == ["article", "context", "derived"]
    assert offered["who"] == ["The Almanac", "grower", "this-site"]


def test_speakers_of_one_name_are_one_choice(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {"data/speakers.yaml": SPEAKERS.replace("the grower", "The Almanac")}
    filters = build_statistics(edition_of(tmp_path, changes), PageName(KINDS["statistics"], "statistics")).filters
    [who] = [item.choices for item in filters if item.name == "who"]
    assert who == (("The Almanac|grower", "The Almanac"), ("this-site", "this site"))


def test_the_charts_key_tells_what_the_story_has(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, {})
    kinds = {datum.status for datum in edition.facts}
    own, whose = edition.legend[: len(kinds)], edition.legend[len(kinds) :]
    assert ({status for status, _, _ in own}, {role for _, role, _ in own}) == (kinds, {""})
    assert [(status, role) for status, role, _ in whose] == [
        ("measured", "article"), ("measured", "context"), ("measured", "open")
    ]  # fmt: skip
    changes: dict[str, str | bytes | None] = {
        "data/statistics/harvest.yaml": STATISTICS.replace("more-than", "about").replace("more than", "about")
    }
    ends = [
        role for status, role, _ in edition_of(tmp_path / "about", changes).legend[len(kinds) :] if role != "context"
    ]
    assert ends == ["article", "about"]
