"""Citations: title, site, date and address, in words and in BibTeX; dates only as editors typed them."""

from __future__ import annotations

import pytest

from microsite.charts.story import Story
from microsite.pages.cite import Citation, cite
from microsite.pipeline import read
from tests.project import write_project

ADDRESS = "https://orchard.example/charts/more-trees/"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read(write_project(tmp_path_factory.mktemp("cite")))


def cited(story: Story, code: str = "en", title: str = "More trees", address: str = ADDRESS, **dates: str) -> Citation:
    site = story.project.site.model_copy(update=dates)
    return cite(f"chart-more-trees-{code}", title, address, story.proses[code], site=site, article="2024-10-01")


@pytest.mark.parametrize(
    ("code", "dates", "text"),
    [
        ("en", {}, f"“More trees”, The orchard, on an article of 1 October 2024. {ADDRESS}"),
        ("en", {"published": "2025-03"}, f"“More trees”, The orchard, published March 2025. {ADDRESS}"),
        (
            "en",
            {"published": "2025-03", "updated": "2025-04-01"},
            f"“More trees”, The orchard, updated 1 April 2025. {ADDRESS}",
        ),
        ("zh", {"updated": "2025-04-01"}, f"《More trees》，果园，2025年4月1日更新。{ADDRESS}"),
    ],
)
def test_in_words(story: Story, code: str, dates: dict[str, str], text: str) -> None:
    assert cited(story, code, **dates).text == text


def test_in_bibtex(story: Story) -> None:
    assert cited(story, updated="2025-04-01").bibtex == (
        "@misc{chart-more-trees-en,\n"
        "  title = {{More trees}},\n"
        "  author = {{The orchard}},\n"
        "  year = {2025},\n"
        "  month = {4},\n"
        "  note = {updated 1 April 2025},\n"
        f"  url = {{{ADDRESS}}}\n"
        "}"
    )


def test_data_are_no_text(story: Story) -> None:
    site = story.project.site
    said = cite("data-en", "All figures", ADDRESS, story.proses["en"], site=site, article=None, carrier="DS/OL")
    assert said.gbt == f"The orchard. All figures[DS/OL]. [{{today}}]. {ADDRESS}"


def test_by_gbt_7714(story: Story) -> None:
    assert (
        cited(story, "zh", updated="2025-04-01").gbt == f"果园. More trees[EB/OL]. (2025-04-01)[{{today}}]. {ADDRESS}"
    )
    assert cited(story).gbt == f"The orchard. More trees[EB/OL]. [{{today}}]. {ADDRESS}"
    assert cited(story, address="").gbt == "The orchard. More trees[EB/OL]."


def test_what_is_not_known_is_left_out(story: Story) -> None:
    found = cited(story, address="", updated="2025")
    assert found.text == "“More trees”, The orchard, updated 2025."
    assert "month" not in found.bibtex
    assert "url" not in found.bibtex
    assert "year" not in cited(story).bibtex  # of an article, not of this site
    plain = cite("key", "More trees", "", story.proses["en"], site=story.project.site, article=None)
    assert plain.text == "“More trees”, The orchard."


def test_bibtex_has_the_month_where_one_is_known(story: Story) -> None:
    assert "  year = {2025},\n  month = {3},\n" in cited(story, published="2025-03").bibtex
    assert "month" not in cited(story, published="2025").bibtex


def test_what_means_something_to_latex_is_escaped(story: Story) -> None:
    bibtex = cited(story, title=r"50% & {more} #1 ~ a_b \c").bibtex
    assert r"{{50\% \& \{more\} \#1 \textasciitilde{} a\_b \textbackslash{}c}}" in bibtex
