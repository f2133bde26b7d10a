"""A page in HTML → the same page with its runs of other languages marked, `<span lang>` around each.

Screen readers change their voice and browsers their glyphs by `lang`. What a run of a language looks
like is said in data/site.yaml (`script`, a regular expression): nothing here knows a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

# Hardly a way back, for a page has thousands of tags; a group keeps its own: Python before 3.11.5 fails on `(…)*+`.
_UP_TO_END = "[^<]*+(?:<(?!/(?P={0})>)[^<]*+)*</(?P={0})(?=>)"  # of an element
# What is not read as text, and what says its language already: both are left as they are, each up to its last >.
_LEFT = (
    rf"<(?P<whole>head|script|style|svg|title|textarea|option|code)\b[^>]*+>{_UP_TO_END.format('whole')}"
    r"|<!.*?(?=>)"
    rf'|<(?P<said>(?!html\b)[a-z][a-z0-9]*+)[^>]*? lang="[^>]*+>{_UP_TO_END.format("said")}'
    r'|<[a-z](?:[^"<>]*+"[^"<>]*+")*[^"<>]*+"[^"<>]*+>[^"]*"[^>]*(?=>)'  # a bare > within quotes ends no tag
)
_LANG = re.compile(r'<html\b[^>]*\blang="([^"]*)"')


def mark_foreign(html: str, scripts: Mapping[str, str]) -> str:
    """Mark the runs of other languages. `scripts` are regular expressions by language tag.

    Text in an element that says its language already is left as it is, and so is what can't be marked:
    attributes, options, drawings.
    """
    said = _LANG.search(html)
    others = tuple((tag, script) for tag, script in scripts.items() if not said or tag != said[1])
    if not others:
        return html
    return _pieces(others).sub(
        lambda piece: f">{_mark_text(piece['text'], others)}" if piece["text"] else piece[0], html
    )


def _pieces(scripts: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Find what is left as it is, and the texts that may hold a run: to look at each of the others takes long."""
    runs = "|".join(f"(?:{script})" for _, script in scripts)
    return re.compile(rf"{_LEFT}|>(?P<text>(?!<)[^<]*?(?:{runs}|&)[^<]*)", re.DOTALL)


def _mark_text(text: str, scripts: tuple[tuple[str, str], ...]) -> str:
    plain = unescape(text)
    runs = sorted(
        (run.start(), run.end(), tag) for tag, script in scripts for run in re.finditer(script, plain) if run[0]
    )
    if not runs:
        return text
    parts, end = [], 0
    for start, stop, tag in runs:
        if start >= end:  # runs of two languages do not overlap
            parts += [escape(plain[end:start], quote=False)]
            parts += [f'<span lang="{tag}">{escape(plain[start:stop], quote=False)}</span>']
            end = stop
    return "".join([*parts, escape(plain[end:], quote=False)])
