"""A finished site and what its pages may weigh → the heaviest page of each kind, and a problem for what is too heavy.

Weights are those on the way to a reader: compressed as hosts do it, with what the page asks for at once.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from posixpath import dirname, join, normpath

from microsite.errors import Problem, refuse, suggestion
from microsite.source.own import get_own, read_document
from microsite.source.yamlfile import Document

FILE = Path("templates/budgets.yaml")  # the project's own, or else the engine's
OTHER = "page"  # the kind of pages that none of the file's kinds names
MEASURED = 2  # pages of each kind and language: those with most bytes, which compress alike
HEADER = 18  # bytes that gzip adds

_DATA = re.compile(r"(data/[a-z]+)[a-z0-9.-]*\.js")  # what scripts load when a reader asks, in parts if it is much
_KIND = re.compile(rb'<html lang="([^"]*)".*?<body class="([^" ]*)', re.DOTALL)
_ASKED = {  # what a page asks for at once; other pictures wait until one comes near them
    "scripts": re.compile(r'<script\b[^>]*\bsrc="([^":]+)"'),
    "styles": re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*\bhref="([^":]+)"'),
    "fonts": re.compile(r'<link\b[^>]*\brel="preload"[^>]*\bas="font"[^>]*\bhref="([^":]+)"'),
    "pictures": re.compile(r'<img\b(?![^>]*\bloading="lazy")[^>]*\bsrc="([^":]+)"'),
    "icons": re.compile(r'<link\b[^>]*\brel="icon"[^>]*\bhref="([^":]+)"'),
}
_LIMITED = ("html", "scripts", "styles", "fonts", "all", "requests")  # bytes, compressed; but `requests`, which counts
_SCRIPT = re.compile(r"<script(?: data-[^>]*)?>(.*?)</script>", re.DOTALL)
_PARTS = re.compile(r'<(figure|section|table|details)\b[^>]*?\bid="([^"]+)"')


@dataclass(frozen=True)
class WeighedPage:
    path: str
    kind: str
    language: str
    weight: Mapping[str, int]

    def line(self, budget: Mapping[str, int]) -> str:
        """Say what it weighs of what it may."""
        said = (f"{name} {_amount(name, self.weight[name])} of {budget[name]}" for name in budget)
        return f"{self.path}: {', '.join(said)};"


@dataclass(frozen=True)
class Budgets:
    """Limits by kind of page, in KB (`requests`: a number), and the file that they stand in."""

    limits: Mapping[str, Mapping[str, int]]
    document: Document

    def of(self, kind: str) -> Mapping[str, int]:
        return self.limits.get(kind, {} if "/" in kind else self.limits[OTHER])


def read_budgets(root: Path) -> Budgets:
    """Return the project's budgets, or else the engine's. Raises BuildError."""
    document = read_document(get_own(FILE, root), FILE)
    refuse(_check(document))
    return Budgets(
        {kind: {name: int(limit) for name, limit in limits.items()} for kind, limits in document.data.items()}, document
    )


def _check(document: Document) -> Iterator[Problem]:
    if not isinstance(document.data, dict) or OTHER not in document.data:
        yield document.problem((), f"expected kinds of page, among them '{OTHER}', each with its limits")
        return
    for kind, limits in document.data.items():
        for name, limit in limits.items() if isinstance(limits, dict) else [("", "")]:
            if name not in _LIMITED:
                message = f"unknown key '{name}'{suggestion(name, _LIMITED)} (known: {', '.join(_LIMITED)})"
                yield document.problem((kind, name), message, at_key=True)
            elif not isinstance(limit, str) or not re.fullmatch("[0-9]{1,6}", limit):
                yield document.problem((kind, name), f"'{name}' is not a whole number")


def weigh(site: Mapping[str, bytes]) -> list[WeighedPage]:
    """Return the heaviest page of each kind and language, by kind, and the heaviest file of each kind of data."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, content in site.items():
        if path.endswith(".html") and (found := _KIND.search(content[:65536])):
            groups[found[2].decode(), found[1].decode()].append(path)
        elif data := _DATA.fullmatch(path):
            groups[data[1], ""].append(path)

    heaviest = []
    for (kind, language), paths in sorted(groups.items()):
        largest = sorted(paths, key=lambda path: (-len(site[path]), path))[:MEASURED]
        pages = [WeighedPage(path, kind, language, _weigh(path, lambda file: site.get(file, b""))) for path in largest]
        heaviest.append(max(pages, key=lambda page: page.weight["all"]))
    return heaviest


def check_budgets(pages: list[WeighedPage], budgets: Budgets, site: Mapping[str, bytes], before: Path) -> list[Problem]:
    """Return a problem for each limit that a page is over; `before` is the folder of the previous site."""
    problems = []
    for page in pages:
        for name, limit in budgets.of(page.kind).items():
            weight = page.weight[name]
            if weight > (limit if name == "requests" else limit * 1024):
                kind = page.kind if page.kind in budgets.limits else OTHER
                said = f"{page.path}: {name} {_amount(name, weight)}, where '{kind}' may have {limit}"
                grown = _grown(page, name, weight, before)
                parts = (
                    f"; its largest parts: {', '.join(heavy_parts(site[page.path].decode()))}" if name == "html" else ""
                )
                problems.append(budgets.document.problem((kind, name), said + grown + parts))
    return problems


def heavy_parts(html: str) -> list[str]:
    """Return the page's parts that have ids, those with most bytes first, with their share of it."""
    sizes = {}
    for found in _PARTS.finditer(html):
        end = html.find(f"</{found[1]}>", found.end())  # of the first that ends: parts hold few of their own kind
        sizes[found[2]] = len(html[found.start() : end].encode()) if end > 0 else 0
    whole = len(html.encode())
    largest = sorted(sizes, key=lambda id_: (-sizes[id_], id_))[:3]
    return [f"#{id_} {sizes[id_] * 100 // whole}%" for id_ in largest]


def _weigh(path: str, read: Callable[[str], bytes]) -> dict[str, int]:
    """Weigh a page and what it asks for; `read` returns the bytes of a file, none of one that is not there."""
    html = read(path).decode(errors="replace")
    asked = {
        name: [normpath(join(dirname(path), found)) for found in pattern.findall(html)]
        for name, pattern in _ASKED.items()
    }
    weights = {name: sum(_packed(read(file)) for file in files) for name, files in {"html": [path], **asked}.items()}
    weights["all"] = sum(weights.values())
    within = "".join(_SCRIPT.findall(html)).encode()  # of the page's own bytes, the scripts are part of both
    weights["scripts"] += len(zlib.compress(within, 6)) if within else 0
    return weights | {"requests": len({path, *chain(*asked.values())})}


def _grown(page: WeighedPage, name: str, weight: int, before: Path) -> str:
    """Say by how much the page has grown since the previous build, where there was one."""

    def read(path: str) -> bytes:
        return (before / path).read_bytes() if (before / path).is_file() else b""

    was = _weigh(page.path, read)[name] if read(page.path) else weight
    return f" (it was {_amount(name, was)})" if was != weight else ""


@lru_cache(maxsize=256)  # all pages ask for the same few
def _packed(content: bytes) -> int:
    return len(zlib.compress(content, 6)) + HEADER


def _amount(name: str, weight: int) -> str:
    return str(weight) if name == "requests" else f"{weight / 1024:.1f}"
