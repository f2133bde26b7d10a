"""What the index takes from a project: its records, citations, dates, and what states no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.language.numerals import Numerals
from microsite.pipeline import read
from microsite.verify.index import make_index
from microsite.verify.records import Index, Phrase, Recorded, even
from tests.project import CHAPTER, HARVEST, STATISTICS, write_project


def index_of(folder: Path, text: str = "", statistics: str = STATISTICS) -> Index:
    """Return the index of the orchard, with a paragraph more in the English chapter."""
    chapter = {"content/en/chapters/1-harvest.md": f"{CHAPTER['en']}\n{text}\n"}
    story = read(write_project(folder, {**chapter, HARVEST: statistics}))
    return make_index(story)


def test_records_are_as_pages_must_show_them(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    assert index.find("trees") == Recorded(
        "trees",
        "2024",
        "1200",
        "more-than",
        "trees",
        "2024",
        paragraphs=(2,),
        printed=("more than 1200 trees",),
        source=f"{HARVEST}:7",
        columns=(
            ("period_is", "stated"),
            ("status", "measured"),
            ("basis", "measured"),
            ("role", "article"),
            ("source", "gazette"),
            ("series", ""),
            ("counter", ""),
            ("speaker", "grower"),
        ),
        kinds=(("en", "counted or measured"), ("zh", "统计数")),
    )
    assert index.find("crop-per-tree", "2024") == index.find("crop-per-tree")


def test_a_scope_cites_what_its_texts_name(tmp_path: Path) -> None:
    index = index_of(tmp_path, "Of {trees@2023|value}, {trees@2023|label}.")
    assert index.cites["chart:more-trees"] == ("trees@2023|mark", "trees@2024|mark", "trees@2024", "trees@2023")
    assert index.cites["page:chapters/harvest"] == ("trees@2024", "trees@2023|value")
    assert set(index.cites["page:index"]) >= {"trees@2024", "trees@2023|value"}
    assert index.cites["statistic:crop-per-tree"] == ("crop-per-tree@2024", "trees@2024", "trees@2023")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A drone, {name:Pear 2.0}, flew.", Phrase("name", "Pear 2.0", 0, 8)),  # says more than a number
        ("Press {name:22} now.", Phrase("name", "Press 22 now", 6, 8)),
        ("It grew in {words:two} long rows.", Phrase("words", "It grew in two long rows", 11, 14)),
        ("{words:Two} of *those* rows.", Phrase("words", "Two of", 0, 3)),
        ("The rows of *the* {words:two} ({words:three}).", Phrase("words", "two", 0, 3)),
        ("- {words:Two} rows", Phrase("words", "Two rows", 0, 3)),
        ("| a |\n|---|\n| {words:two} |", Phrase("words", "two", 0, 3)),
    ],
)
def test_what_states_no_figure_is_tied_to_its_place(tmp_path: Path, text: str, phrase: Phrase) -> None:
    phrases = [item for item in index_of(tmp_path, text).languages["en"].phrases if item.kind in ("name", "words")]
    assert [item for item in phrases if item.text[item.start : item.end] == phrase.text[phrase.start : phrase.end]] == [
        phrase
    ]


def test_dates_are_those_of_records_sources_and_texts(tmp_path: Path) -> None:
    dates = index_of(tmp_path, "In {date:2019-05/2020}.").languages["zh"].dates
    assert {"2024", "2023", "2024-10-01", "2019-05/2020", "2019-05", "2020"} <= set(dates)
    assert dates["2019-05"] == "2019年5月"


def test_a_formulas_own_numbers_go_with_their_signs(tmp_path: Path) -> None:
    changed = STATISTICS.replace("(trees - trees@2023) / trees@2023", "trees / trees@2023 - 1")
    phrases = index_of(tmp_path, statistics=changed).languages["en"].phrases
    assert Phrase("formula", "− 1", 2, 3) in phrases


def test_places_say_where_texts_are_written(tmp_path: Path) -> None:
    places = index_of(tmp_path, "## More").places
    assert places["chart:more-trees"] == "content/charts/more-trees.yaml:1"
    assert places["statistic:crop"] == f"{HARVEST}:20"
    assert places["en/index#harvest"] == "content/en/chapters/1-harvest.md:4"
    assert places["en/index#more"] == "content/en/chapters/1-harvest.md:9"


@pytest.mark.parametrize(
    ("published", "held"), [("−€2 to −US$5", "€−2 to US$−5"), ("−€\u200e2", "€−\u200e2"), ("5−€2", "5€−2")]
)
def test_a_minus_is_held_beside_its_number(published: str, held: str) -> None:
    assert even(published.encode()).decode() == held


@pytest.mark.parametrize("locale", ["ru", "pl", "nb", "cs"])
def test_groups_of_digits_stay_together_where_a_space_parts_them(locale: str) -> None:
    published = "5\N{NO-BREAK SPACE}m, 1\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}000"
    values = [item.value for item in Numerals(locale, {}).find(even(published.encode()).decode())]
    assert values == [5, 1500000]
