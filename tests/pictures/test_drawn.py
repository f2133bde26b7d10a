"""A story's charts, drawn when they are asked for, and what of them can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pictures.drawn import refuse_undrawable, sketch
from microsite.pipeline import read
from tests.project import write_project


def test_a_figure_that_can_not_be_drawn_is_a_problem_once(tmp_path: Path) -> None:
    def refuse(*_: object) -> str:
        raise ValueError("the colour 'red' is none of the design's tokens")

    drawn = sketch(read(write_project(tmp_path)), draw=refuse)
    with pytest.raises(BuildError) as caught:
        refuse_undrawable(drawn)
    path = "content/charts/more-trees.yaml"
    assert str(caught.value) == f"{path}: can't be drawn: the colour 'red' is none of the design's tokens"
