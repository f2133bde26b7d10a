"""Templates: each of the engine's is rendered; what one names and is not there is told at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pages.kinds import PAGES
from microsite.pages.templates import Templates
from tests.project import ENGINE


def test_every_template_is_rendered() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (ENGINE / "templates").glob("*.html")}
    code = "".join(path.read_text("utf-8") for path in (ENGINE / "microsite/pages").glob("*.py"))
    named = {f"{kind.template}.html" for kind in PAGES}
    named |= {f"{mark}{name}.html" for call, mark in (("_fragment", "_"), ("templates.render", ""))
              for name in re.findall(rf'\b{call}\("(\w+)"', code)}  # fmt: skip
    named |= {name for own, text in texts.items() for name in set(re.findall(r'"(\w+\.html)"', text)) - {own}}
    assert set(texts) == named


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("words.statistic.labell", "there is no 'labell' here, did you mean 'label'?"),
        ("titel", "there is no 'titel' here"),
        ("title.xyz", "there is no 'xyz' here"),
    ],
)
def test_what_a_template_names_and_is_not_there_is_told_at_its_line(tmp_path: Path, named: str, said: str) -> None:
    (tmp_path / "page.html").write_text(f"<p>\n{{{{ {named} }}}}\n", "utf-8")
    with pytest.raises(BuildError) as raised:
        Templates(tmp_path).render("page", {"title": "x", "words": {"statistic": {"label": "Statistic"}}})
    assert str(raised.value) == f"templates/page.html:2:1: {said}"
