"""Where a reader meets a figure of the article, its verdict is there, in every language, and machines can read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from microsite.pipeline import build
from tests.project import FILES, STATISTICS, WITHOUT_CHARTS, write_project

VERDICTS = """\
agreed:
  label: {en: agreed by others, zh: 另有人这样说}
  meaning: {en: Others say the same., zh: 别人也这样说。}
  rule: same-voice
  stroke: underline
  rating: 4
unchecked:
  label: {en: not checked, zh: 无从核对}
  meaning: {en: Nothing allows it., zh: 没有依据。}
  rule: none
  stroke: query
"""
STATED = STATISTICS.replace(
    "      printed: more than 1200 trees\n",
    "      printed: more than 1200 trees\n"
    "      verdict:\n        kind: agreed\n        day: 2024-12-01\n        rests_on: [trees@counted]\n"
    "        reason: {en: 'The almanac has {trees@counted}, too.', zh: '年鉴也写{trees@counted}。'}\n"
    "    - {value: 1250, period: 2024, key: counted, role: context, source: almanac,\n"
    "       label: {en: Trees by the almanac, zh: 年鉴的树}}\n",
).replace(
    "      printed: 36 tonnes\n",
    "      printed: 36 tonnes\n"
    "      verdict:\n        kind: unchecked\n        day: 2024-12-01\n"
    "        reason: {en: Nobody else weighed it., zh: 没有别人称过。}\n"
    "        missing: {en: The scales., zh: 秤。}\n",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verdicts")
    speakers = FILES["data/speakers.yaml"] + "  is_a: Person\n"
    changes = {"data/verdicts.yaml": VERDICTS, "data/statistics/harvest.yaml": STATED, "data/speakers.yaml": speakers}
    root = write_project(folder / "story", changes)
    build(root, folder / "site", url="https://orchard.example/")
    return folder / "site"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("statistics/trees/index.html", ["agreed by others", "The almanac has", "01 December 2024|1 December 2024"]),
        ("statistics/crop/index.html", ["not checked", "Nobody else weighed it", "What is missing: The scales"]),
        ("statistics/trees/index.html", ["In the article:|in the article:", "<small>Trees by the almanac; "]),
        ("zh/statistics/trees/index.html", ["另有人这样说", "年鉴也写", "2024年12月1日"]),
        ("method/index.html", ['id="verdict-agreed"', "Others say the same"]),
        ("statistics/index.html", ['data-verdict="agreed"', '<option value="unchecked">not checked']),
        ("charts/more-trees/index.html", ["<td>agreed by others</td>"]),
        ("data/cards.en.js", ["agreed by others. The almanac has 1,250"]),
        ("data/statistics.csv", [",agreed,2024-12-01\n"]),
        ("data/charts/more-trees.csv", [",agreed\n"]),
        ("data/search.js", ["agreed by others", "另有人这样说"]),
    ],
)
def test_it_is_there(site: Path, path: str, said: list[str]) -> None:
    text = (site / path).read_text("utf-8")
    assert [words for words in said if not re.search(words, text)] == []


def test_it_comes_first_on_the_page_of_its_statistic(site: Path) -> None:
    page = (site / "statistics/trees/index.html").read_text("utf-8")
    assert page.index("agreed by others") < page.index("Trees that bear fruit.", page.index("<main"))


def review(path: Path) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text("utf-8"))
    (reviews) = [thing for thing in map(json.loads, found) if thing["@type"] == "ClaimReview"]
    (only,) = reviews
    return dict(only)


def test_machines_read_a_claim_review(site: Path) -> None:
    about = review(site / "statistics/trees/index.html")
    assert about["claimReviewed"] == "Trees: more than 1,200 trees"
    assert about["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "agreed by others",
        "ratingValue": 4,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert about["itemReviewed"]["author"] == {"@type": "Person", "name": "the grower"}
    assert (about["datePublished"], about["itemReviewed"]["datePublished"]) == ("2024-12-01", "2024-10-01")
    assert about["itemReviewed"]["appearance"]["@type"] == "NewsArticle"
    assert "ratingValue" not in review(site / "statistics/crop/index.html")["reviewRating"]


def test_without_an_address_nothing_is_reviewed(tmp_path: Path) -> None:
    changes = {"data/verdicts.yaml": VERDICTS, "data/statistics/harvest.yaml": STATED, **WITHOUT_CHARTS}
    build(write_project(tmp_path / "story", changes), tmp_path / "site")
    assert "ClaimReview" not in (tmp_path / "site/statistics/trees/index.html").read_text("utf-8")
