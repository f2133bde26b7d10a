"""Two listings of what a project shows (shown.py) → what readers will see change, for an editor to read."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from microsite.desk.revisions import checked_out
from microsite.desk.shown import Item, Shown, ShownAt, list_shown
from microsite.desk.terminal import say
from microsite.errors import BuildError, visible
from microsite.facts.corrections import draft_corrections
from microsite.pipeline import load, read

EXAMPLE = "uv run build.py diff HEAD~1"

NONE = "Readers will see no change."
KINDS = {  # in the order in which they are reported: the heading, one of it, several
    "figure": ("Figures", "figure", "figures"),
    "page": ("Text of pages", "passage of text", "passages of text"),
    "table": ("Tables of charts", "table", "tables"),
    "drawing": ("Drawings of charts", "drawing", "drawings"),
    "alternative text": ("Alternative texts", "alternative text", "alternative texts"),
    "claim": ("Claims", "claim", "claims"),
    "": ("Other texts", "other text", "other texts"),
    "interface": ("Words of the interface", "word of the interface", "words of the interface"),
    "setting": ("Settings of pages", "page's setting", "settings of pages"),
    "order": ("Orders of lists", "order of a list", "orders of lists"),
    "file": ("Templates and styles", "template or style", "templates or styles"),
}
DIFFERENTLY = {  # of what is shown by no line of text: what is said of a change
    "drawing": "is drawn differently",
    "setting": "is set differently: its headings, lists, paragraphs or emphases",
    "order": "stands in another order",
    "file": "is another file",
}


def declare(parser: argparse.ArgumentParser) -> None:
    parser.description = f"{parser.description} Both are read with today's engine."
    parser.add_argument("old", help="what readers see now: a revision, or a folder that holds data/")
    parser.add_argument("new", nargs="?", help="what they will see (default: the files as they are)")
    parser.add_argument("--markdown", action="store_true", help="for the summary of a pull request")
    parser.add_argument("--draft", action="store_true", help="entries for data/corrections.yaml instead")


def run(arguments: argparse.Namespace) -> int:
    root = arguments.root
    with ExitStack() as stack:
        try:
            before = stack.enter_context(checked_out(root, arguments.old))
            after = stack.enter_context(checked_out(root, arguments.new)) if arguments.new else root
        except ValueError as error:
            say(error, stream=sys.stderr)
            return 1
        stories, shown = [], []
        for name, folder in ((arguments.old, before), (arguments.new, after)):
            try:  # unchecked, but for the files as they are: rules may be younger than what they are for
                stories.append(load(folder)[0] if name else read(folder))
                shown.append(list_shown(stories[-1]))
            except (BuildError, ValueError, KeyError) as error:
                if not name:
                    raise
                reason = f"something lacks {error}" if isinstance(error, KeyError) else error
                say(f"'{name}' can't be read by today's engine, so there is nothing to compare:", reason)
                return 1
    if arguments.draft:
        old, new = stories
        say(draft_corrections(old.facts, new.facts, new.project, time.strftime("%Y-%m-%d")), end="")
        return 0
    changes = compare(*shown)
    say(render_markdown(changes) if arguments.markdown else render_text(changes))
    return 0


@dataclass(frozen=True)
class Change:
    """What is shown no more at one place, and what is shown instead."""

    place: ShownAt
    source: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.place.kind if self.place.kind in KINDS else ""

    @property
    def name(self) -> str:
        named = "" if self.place.kind in KINDS else f"{self.place.kind} "
        return named + self.place.name + (f" ({self.place.language})" if self.place.language else "")


def compare(before: Shown, after: Shown) -> tuple[Change, ...]:
    """Return the changes place by place, figures first; of a place, one for each run of lines that differs."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    changes = [change for place in dict.fromkeys((*after, *before)) for change in _changes(place, before, after)]
    return tuple(sorted(changes, key=lambda change: order[change.kind]))


def _changes(place: ShownAt, before: Shown, after: Shown) -> Iterator[Change]:
    nothing = Item((), "")
    old, new = before.get(place, nothing), after.get(place, nothing)
    source = new.source or old.source
    if place.kind in DIFFERENTLY:
        both = old.lines and new.lines and (place.kind != "order" or sorted(old.lines) == sorted(new.lines))
        if old.lines != new.lines and (both or place.kind == "file"):
            yield Change(place, source, (), (DIFFERENTLY[place.kind],))
        return
    for kind, first, last, start, end in SequenceMatcher(None, old.lines, new.lines, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(place, source, old.lines[first:last], new.lines[start:end])


def summarise(changes: Iterable[Change]) -> str:
    """Return how much of what kind changes, in a line."""
    counts = {kind: len(list(found)) for kind, found in groupby(changes, key=lambda change: change.kind)}
    said = [f"{count} {KINDS[kind][1 if count == 1 else 2]}" for kind, count in counts.items()]
    return f"Readers will see change: {', '.join(said)}." if said else NONE


def render_text(changes: Iterable[Change]) -> str:
    """Say the changes for a terminal."""
    lines = []
    for kind, found in groupby(changes, key=lambda change: change.kind):
        lines += [KINDS[kind][0], ""]
        for (name, source), same in groupby(found, key=lambda change: (change.name, change.source)):
            lines += [f"  {name}  {source}", *(f"    {line}" for line in _marked(same)), ""]
    return "\n".join([*lines, summarise(changes)])


def render_markdown(changes: Iterable[Change]) -> str:
    """Say the changes for the summary of a pull request."""
    lines = ["## What readers will see change", "", summarise(changes)]
    for kind, found in groupby(changes, key=lambda change: change.kind):
        lines += ["", "<details open>" if kind == "figure" else "<details>"]
        lines += [f"<summary>{KINDS[kind][0]}</summary>", ""]
        for (name, source), same in groupby(found, key=lambda change: (change.name, change.source)):
            lines += [f"**{name}** `{source}`", "", "````diff", *_marked(same), "````", ""]
        lines.append("</details>")
    return "\n".join(lines)


def _marked(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield from (f"- {visible(line)}" for line in change.before)
        yield from (f"+ {visible(line)}" for line in change.after)
