"""The templates of the engine: each is that of a kind of page, or is named by another or by what renders it."""

from __future__ import annotations

import re

from microsite.pages.kinds import PAGES
from tests.project import ENGINE


def test_every_template_is_rendered() -> None:
    texts = {path.name: path.read_text("utf-8") for path in (ENGINE / "templates").glob("*.html")}
    code = "".join(path.read_text("utf-8") for path in (ENGINE / "microsite/pages").glob("*.py"))
    named = {f"{kind.template}.html" for kind in PAGES}
    named |= {f"{mark}{name}.html" for call, mark in (("_fragment", "_"), ("templates.render", ""))
              for name in re.findall(rf'\b{call}\("(\w+)"', code)}  # fmt: skip
    named |= {name for own, text in texts.items() for name in set(re.findall(r'"(\w+\.html)"', text)) - {own}}
    assert set(texts) == named
