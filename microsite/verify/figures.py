"""A Plotly figure → its texts as they are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from microsite.verify.passages import Passage, joint

_PLACE = "interactive chart"
_TIP = "interactive tip"  # what is told in full, however a chart rounds what it draws
_MARKUP = re.compile(r"</?(?:b|i|span)\b[^<>]*>")
_HEAD = re.compile("</b><br>(?!<b>)")


def read_figure(figure: Mapping[str, Any], tag: str, drawing: int) -> Iterator[Passage]:
    """Yield its texts, those of its `drawing` as such; `at` are the values at which some stand, which have no px."""
    for text in figure["layout"].get("meta", {}).values():
        yield Passage(_TIP, tag, text)
    for trace in figure["data"]:
        said = [(_TIP, trace.get("hovertext", ())), (_TIP, trace.get("customdata", ()))]
        if trace.get("mode") == "text":
            for x, y, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
                yield Passage(_PLACE, tag, " ".join(_plain(text)), drawing=drawing, at=(x, y))
        else:
            said.append((_PLACE, trace.get("text", ())))
        for place, texts in said:
            for text in [texts] if isinstance(texts, str) else texts:
                yield from (Passage(place, tag, part, drawing=drawing) for part in _plain(text))


def _plain(text: str) -> Iterator[str]:
    """Yield a text as it is seen, what is bold at its beginning by itself."""
    for part in _HEAD.split(text):
        lines = _MARKUP.sub("", part).split("<br>")
        whole = lines[0]
        for line in lines[1:]:
            whole += joint(whole, line) + line if whole and line else line
        yield unescape(whole)
