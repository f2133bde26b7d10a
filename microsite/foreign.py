"""A page in HTML → the same page with its runs of other languages marked, `<span lang>` around each.

Screen readers change their voice and browsers their glyphs by `lang`. What a run of a language looks
like is said in data/site.yaml (`script`, a regular expression): nothing here knows a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape, unescape

# What holds no markup of its own, or no text that is read; then tags; then text.
PIECES = re.compile(
    r"""<(?P<whole>head|script|style|svg|title|textarea|option|code)\b(?:[^>"']|"[^"]*"|'[^']*')*>.*?</(?P=whole)>"""
    r"""|<!.*?>|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*)>|[^<]+|<""",
    re.DOTALL,
)
LANG = re.compile(r'\blang="([^"]*)"')
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")


def mark_foreign(html: str, scripts: Mapping[str, str]) -> str:
    """Mark the runs of other languages. `scripts` are regular expressions by language tag.

    Text in an element that says its language already is left as it is, and so is what can't be marked:
    attributes, options, drawings.
    """
    if not scripts:
        return html
    return "".join(_marked(html, scripts))


def _marked(html: str, scripts: Mapping[str, str]) -> Iterator[str]:
    open_tags: list[tuple[str, str | None]] = []  # those not yet closed, each with the language of its text
    page = None
    for match in PIECES.finditer(html):
        piece, name = match[0], match["name"]
        own = open_tags[-1][1] if open_tags else None
        if name and match["close"]:
            while open_tags and open_tags.pop()[0] != name:
                pass  # browsers, too, close what was left open
        elif name and name not in VOID and not match["rest"].endswith("/"):
            said = LANG.search(match["rest"])
            page = page or (said[1] if said else None)
            open_tags.append((name, said[1] if said else own))
        elif not piece.startswith("<") and own == page:
            piece = _mark_text(piece, tuple((tag, script) for tag, script in scripts.items() if tag != page))
        yield piece


@lru_cache(maxsize=65536)  # pages share much of their text: spaces, labels, sources
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
