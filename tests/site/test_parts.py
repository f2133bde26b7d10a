"""A large index of statistics goes over several pages, and what scripts load over several files, from disk, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from microsite.charts import story as story_module
from microsite.charts.story import Story
from microsite.pipeline import build, read
from microsite.publish.write import read_site
from microsite.verify.records import INDEX, Index
from microsite.verify.verify import verify
from tests.conftest import Open, needs_browser
from tests.project import CHART, CHART_FILE, HARVEST, SITE, STATISTICS, write_project
from tests.site.test_reading import card, ids, rows, search

pytestmark = needs_browser

FULL = 20  # names and figures: ten kinds of trees, with a name and a figure each
SUBJECTS = "subjects: {wood: {en: Wood, zh: 木材}, fruit: {en: Fruit, zh: 果实}, leaf: {en: Leaves, zh: 树叶}}\n"
KIND = """\
{id}:
  label: {{en: Kind {letter}, zh: 品种{letter}}}
  definition: {{en: Trees of it., zh: 这种树。}}
  unit: trees
  subject: {subject}
  observations:
    - {{value: {value}, period: 2023, role: context, source: almanac}}
"""
PAGES = [f"statistics{end}/index.html" for end in ("", "--2", "--3", "--4")]


def kind(number: int, subject: str) -> str:
    letter = chr(ord("a") + number)
    return KIND.format(id=f"kind-{letter}", letter=letter * 3, subject=subject, value=4000 + 7 * number)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Three statistics of wood, 22 of fruit, which no page holds, and two of leaves."""
    kinds = [kind(number, "fruit") for number in range(22)] + [kind(number, "leaf") for number in (22, 23)]
    changes = {
        "data/site.yaml": SITE + SUBJECTS,
        HARVEST: STATISTICS.replace("subject: harvest", "subject: wood") + "".join(reversed(kinds)),
        CHART_FILE: CHART.replace("subject: harvest", "subject: wood"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story_module, "FULL", FULL)
        yield read(write_project(tmp_path_factory.mktemp("large"), changes))


@pytest.fixture(scope="module")
def site(story: Story) -> Path:
    """Its site, in a folder whose name ends as that of a part does."""
    out = story.project.root / "site--9"
    build(story.project.root, out)
    return out


def data(site: Path, name: str) -> list[set[str]]:
    """Return the ids that each part of some data has."""
    paths = (site / f"data/{name}{end}.js" for end in ("", "--2", "--3", "--4"))
    return [set(re.findall(r'"([a-z-]+)":[\[{]', path.read_text("utf-8"))) for path in paths if path.exists()]


def test_a_subject_is_on_one_page_if_it_fits_and_no_page_has_more_than_it_holds(story: Story) -> None:
    statistics = story.project.statistics
    subjects = [list(dict.fromkeys(statistics[id_].subject for id_ in part)) for part in story.parts]
    assert subjects == [["wood"], ["fruit"], ["fruit"], ["fruit", "leaf"]]
    assert [sum(1 + len(story.facts.data[id_]) for id_ in part) for part in story.parts] == [7, 20, 20, 8]
    assert [id_ for part in story.parts for id_ in part] == [
        id_ for subject in story.project.subjects for id_ in statistics if statistics[id_].subject == subject
    ]


def test_a_statistic_that_no_page_holds_has_its_own(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_module, "FULL", 2)
    assert story.cut([["crop", "trees", "kind-a"]]) == (("crop",), ("trees",), ("kind-a",))
    assert story.cut([]) == ((),)


def test_groups_that_follow_a_group_that_fits_do_so_if_they_fit_too(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {"crop": 9, "trees": 1, "kind-a": 7, "kind-b": 3}
    (datum,) = story.facts.data["kind-a"]
    facts = replace(story.facts, data={id_: (datum,) * (size - 1) for id_, size in sizes.items()})
    story = replace(story, facts=facts)
    monkeypatch.setattr(story_module, "FULL", 10)
    assert story.cut([["trees", "crop"], ["kind-a", "kind-b"]]) == (("trees", "crop"), ("kind-a", "kind-b"))
    assert story.cut([["trees"], ["crop"], ["kind-a"]]) == (("trees", "crop"), ("kind-a",))
    assert story.cut([["kind-b"], ["crop", "trees"]]) == (("kind-b",), ("crop", "trees"))


def test_each_part_has_its_own_data(story: Story, site: Path) -> None:
    for name in ("search", "courses"):
        assert all(found <= {*part} for found, part in zip(data(site, name), story.parts, strict=True))
    assert data(site, "search") == [{*part} for part in story.parts]
    cards = [found & {*story.project.statistics} for found in data(site, "cards.en")]
    assert [id_ for part in cards for id_ in sorted(part)] == sorted(story.project.statistics)
    assert [len(part) for part in cards] == [10, 10, 7]


def test_what_later_parts_say_is_read_back(site: Path) -> None:
    files = read_site(site)
    index = Index.from_json(files[INDEX])
    assert not verify(files, index).findings
    for path in (PAGES[2], "zh/" + PAGES[2], "data/cards.en--2.js", "data/cards.zh--2.js"):
        said = b"4,077" if b"4,077" in files[path] else b"4077"
        changed = {**files, path: files[path].replace(said, b"4,078" if b"," in said else b"4078")}
        assert verify(changed, index).findings, path


def test_without_scripts_all_parts_are_pages_that_lead_to_each_other(opened: Open, story: Story) -> None:
    page = opened(PAGES[0], java_script_enabled=False)
    found: list[tuple[str, ...]] = []
    for subjects in (["Wood"], ["Fruit"], ["Fruit"], ["Fruit", "Leaves"]):
        page.locator(".parts").last.locator("li").nth(len(found)).locator("a").first.click()
        page.wait_for_url(f"**/{PAGES[len(found)]}*")
        expect(page.locator(".parts").first.locator("[aria-current]")).to_have_text(subjects)
        expect(page.locator("#navigation [aria-current]")).to_have_count(1)
        found.append(tuple(ids(page)))
    assert tuple(found) == story.parts
    expect(page.get_by_role("heading", level=1)).to_have_text("Statistics: Fruit, Leaves")
    page.locator("a.language").first.click()
    page.wait_for_url(f"**/zh/{PAGES[3]}")
    assert tuple(ids(page)) == story.parts[3]


def test_a_search_says_on_which_pages_there_is_what_it_finds_and_goes_along(opened: Open) -> None:
    page = opened(PAGES[0])
    assert search(page, "aaa") == []
    expect(page.locator("output")).to_have_text("0 of 27 statistics")
    for nav in page.locator(".parts").all():
        assert [text.strip() for text in nav.locator("small").all_inner_texts()] == ["", "", "", "1"]
    page.locator(".parts").first.locator("li").nth(3).locator("a").first.click()
    expect(rows(page)).to_have_count(1)
    assert ids(page) == ["kind-a"]
    search(page, "kind")
    assert [text.strip() for text in page.locator(".parts").first.locator("small").all_inner_texts()] == [
        "", "10", "10", "4"
    ]  # fmt: skip
    assert search(page, "no such thing") == []
    expect(page.locator("output")).not_to_contain_text("27")


def test_filters_and_order_are_those_of_a_page(opened: Open) -> None:
    page = opened(PAGES[3])
    page.select_option("[name=subject]", "leaf")
    assert ids(page) == ["kind-x", "kind-w"]
    expect(page.locator("output")).to_have_text("2 of 4 statistics")  # of this page: others are not asked
    assert page.locator("[name=subject] option").count() == 3
    page.locator("th[data-sort=name]").get_by_role("button").click()
    expect(page.locator("th[data-sort=name]")).to_have_attribute("aria-sort", "ascending")
    assert ids(page) == ["kind-w", "kind-x"]


@pytest.mark.parametrize(("fragment", "path"), [("kind-a", PAGES[3]), ("kind-v", PAGES[1]), ("leaf", PAGES[3])])
def test_who_comes_for_a_row_or_a_subject_of_another_page_is_led_there(opened: Open, fragment: str, path: str) -> None:
    page = opened(PAGES[0], f"#{fragment}")
    page.wait_for_url(f"**/{path}#{fragment}")
    expect(page.locator(f"[id='{fragment}']")).to_be_in_viewport()


def test_a_card_is_found_in_the_part_that_has_it(opened: Open) -> None:
    page = opened(PAGES[1])
    assert not page.evaluate("'cards' in window")
    page.hover("tr[id=kind-t] a.number")
    expect(card(page)).to_contain_text("4,133 trees")
    assert page.evaluate("'trees' in cards.numbers && !('kind-k' in cards.numbers)")
    page.hover("tr[id=kind-n] a.number")
    expect(card(page)).to_contain_text("4,091 trees")
    assert page.evaluate("'kind-k' in cards.numbers")
