"""A story's charts, drawn when they are asked for, and what of them can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.charts import story as stories
from microsite.charts.chart import Artboard
from microsite.errors import BuildError
from microsite.pictures.drawn import refuse_undrawable, sketch
from microsite.pipeline import read
from microsite.source.models import Statistic
from tests.project import HARVEST, STATISTICS, with_course, write_project

COURSE = {HARVEST: with_course(STATISTICS)}


def test_a_figure_that_can_not_be_drawn_is_a_problem_once(tmp_path: Path) -> None:
    def refuse(*_: object) -> str:
        raise ValueError("the colour 'red' is none of the design's tokens")

    drawn = sketch(read(write_project(tmp_path)), draw=refuse)
    with pytest.raises(BuildError) as caught:
        refuse_undrawable(drawn)
    path = "content/charts/more-trees.yaml"
    assert str(caught.value) == f"{path}: can't be drawn: the colour 'red' is none of the design's tokens"


def test_courses_are_no_charts_of_files_and_only_statistics_that_have_one_have_it(tmp_path: Path) -> None:
    drawn = sketch(read(write_project(tmp_path, COURSE)))
    assert drawn.all_charts["course.trees", "en"].spec.form == "line"
    assert ("course.trees", "en") in drawn.all_charts.keys() - drawn.charts.keys()
    for slug in ("course.trees", "trees", "pears"):
        assert drawn.charts.get((slug, "en")) is None
        with pytest.raises(KeyError):
            drawn.figures[Artboard(slug, "en", 320)]
    for slug in ("trees", "course.crop", "course.pears", "course.more-trees"):
        assert drawn.all_charts.get((slug, "en")) is None
        assert drawn.artboards.get(Artboard(slug, "en", 320)) is None


def test_a_course_is_made_when_somebody_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(statistic: Statistic, *_: object) -> None:
        made.append(statistic.label["en"])

    story = read(write_project(tmp_path, COURSE))
    monkeypatch.setattr(stories, "make_course", make)
    drawn = sketch(story)
    drawn.artboards[next(iter(drawn.figures))]
    assert made == []
    for _ in range(2):
        assert drawn.all_charts.get(("course.trees", "en")) is None
    assert made == ["Trees"]
