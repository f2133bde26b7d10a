"""A finished site and an index of its records → a report: every number in it, traced to its record or not.

Nothing of what rendered the site is used: files are read as readers get them (passages.py, figures.py, data.py),
numbers are read back by numerals.py, and each has to equal a record in value, bound and unit, or be exempt by what the
content states. The index is made from the project by index.py; it is published with the site, so that a folder can be
verified without its sources.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from html import unescape
from typing import Any

from microsite.parallel import share
from microsite.source.addresses import PART
from microsite.verify.account import Account, SiteFile
from microsite.verify.data import DataFile
from microsite.verify.figures import read_figure
from microsite.verify.passages import Reader, UnreadableError
from microsite.verify.records import INDEX, Index, even
from microsite.verify.report import Finding, Report

_SCOPES = {"statistics": "statistic", "charts": "chart", "embed": "chart"}  # what pages are about, by their folder
_PAGE = re.compile(r"(^|/)(index|404)\.html$")
_CARDS = re.compile(r"data/cards\.([a-z0-9-]+?)(--\d+)?\.js")
_SILENT = re.compile(r"robots\.txt|data/(search|courses)(--\d+)?\.js")  # of which nobody reads a number

_Read = tuple[Counter[tuple[str, str]], list[Finding], list[str]]  # outcomes by place and kind, findings, unread files


def verify(site: Mapping[str, bytes], index: Index) -> Report:
    """Read back every number of a finished site, given as {path: content}."""
    spoken = [name for code, item in index.languages.items() for name in (item.folder, code) if name]

    def language(path: str) -> int:
        return next((spoken.index(part) for part in re.split("[-./]", path) if part in spoken), 0)

    files = sorted(site.items(), key=lambda item: language(item[0]))  # of two processes, each reads the texts of one
    parts = share("files read back", partial(_read, index), files)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcomes, _, _ in parts:
        for (place, kind), count in outcomes.items():
            counts[place][kind] += count
    findings = {finding for _, found, _ in parts for finding in found}
    return Report(dict(counts), tuple(sorted(findings)), tuple(sorted(path for *_, unread in parts for path in unread)))


def _read(index: Index, files: Iterable[tuple[str, bytes]]) -> _Read:
    """Read some of a site's files."""
    verifier = _Verifier(Account(index))
    for path, content in files:
        verifier.file(path, even(content))
    return verifier.account.outcomes, verifier.account.findings, verifier.unread


class _Verifier:
    """Reads files one after the other, each as the kind that its path says it is."""

    def __init__(self, account: Account) -> None:
        self.account, self.index = account, account.index
        self.reader = Reader()
        self.folders = sorted(((item.folder, code) for code, item in self.index.languages.items()), reverse=True)
        charts = [scope for scope in self.index.cites if scope.startswith("chart:")]
        codes = self.index.languages
        self.charts = {f"{scope.removeprefix('chart:')}-{code}": (scope, code) for scope in charts for code in codes}
        self.unread: list[str] = []

    def file(self, path: str, content: bytes) -> None:
        """Read one file, if it is of a kind that states numbers to readers."""
        try:
            if path == INDEX:
                if content != self.index.json:
                    raise UnreadableError("it is not the index of the records that the site was made from")
            elif not self._read(path, path.rpartition(".")[2], content):
                self.unread.append(path)
        except (ValueError, TypeError, AttributeError) as error:
            self.account.fault(path, "file", path.rpartition("/")[2], f"can't be read: {error}")

    def _read(self, path: str, kind: str, content: bytes) -> bool:
        """Read a file; return whether there is a way to read it, or nothing in it for readers."""
        if _PAGE.search(path) or (path.startswith("social/") and kind == "svg"):
            shown = path.removeprefix("social/").replace("-upright.svg", ".svg")
            self.page(path, shown if kind == "svg" else path, content.decode())
        elif path == "data/statistics.csv":
            DataFile(self.account, path, "CSV").table(content, "")
        elif path.startswith("data/charts/") and kind == "csv":
            slug = path.removeprefix("data/charts/").removesuffix(".csv")
            DataFile(self.account, path, "CSV").table(content, f"chart:{slug}")
        elif path.startswith("data/charts/") and kind == "svg":
            self.html(self.chart(path), content.decode())
        elif path.startswith("data/charts/") and kind in ("js", "json"):
            file, data = self.chart(path), _assigned(content)
            for figure in [data] if "layout" in data else data.values():  # one, or one a width
                tag, drawing = self.index.languages[file.code].tag, -len(self.account.scales) - 1  # and no page's
                self.account.passages(file, [*read_figure(figure, tag, drawing)])
        elif path == "data/statistics.json":
            DataFile(self.account, path, "JSON").statistics(json.loads(content))
        elif path == "data/datapackage.json":
            DataFile(self.account, path, "JSON").package(json.loads(content))
        elif match := _CARDS.fullmatch(path):
            cards = _assigned(content)
            DataFile(self.account, path, "card").cards(match[1], {"numbers": cards, "terms": {}} if match[2] else cards)
        elif path == "sitemap.xml":
            for date in re.findall("<lastmod>(.*?)</lastmod>", content.decode()):
                self.account.date(path, "sitemap", date)
        elif kind == "xml" and b"<feed" in content:
            self.feed(path, content.decode())
        else:
            return (
                bool(_SILENT.fullmatch(path))
                or path.startswith("static/")
                or kind not in ("csv", "html", "json", "js", "svg", "txt", "xml")
            )
        return True

    def html(self, file: SiteFile, text: str, place: str = "") -> None:
        self.account.passages(file, self.reader.html(text, self.index.languages[file.code].tag), place)

    def page(self, path: str, shown: str, text: str) -> None:
        """Read a page, or the picture of one; `shown` is the page's path. A part of one is about what the whole is."""
        folder, code = self.folder(shown)
        name = re.sub(r"(/index)?\.html$|\.svg$", "", shown.removeprefix(f"{folder}/")).partition(PART)[0]
        top, _, id_ = name.partition("/")
        scope = f"{_SCOPES[top]}:{id_}" if id_ and top in _SCOPES else f"page:{name}"
        self.html(SiteFile(path, code, name, scope), text)

    def feed(self, path: str, text: str) -> None:
        """Read an Atom feed: the texts in it that are HTML are read as such."""
        file = SiteFile(path, self.folder(path)[1], "", "page:corrections")
        for kind, part in re.findall(r"<(?:title|subtitle|summary|content)( type=.html.)?>([^<]*)</", text):
            self.html(file, unescape(part) if kind else part, place="feed")

    def folder(self, path: str) -> tuple[str, str]:
        """Return the folder of the language that a file is in, and that language."""
        return next(item for item in self.folders if path.startswith(f"{item[0]}/" if item[0] else ""))

    def chart(self, path: str) -> SiteFile:
        """Return which chart, in which language, a file is of: data/charts/SLUG-LANG and more."""
        name = path.removeprefix("data/charts/").partition(".")[0].removesuffix("-dark")
        if name not in self.charts:
            raise ValueError("it belongs to no chart")
        scope, code = self.charts[name]
        return SiteFile(path, code, "", scope)


def _assigned(content: bytes) -> Any:
    """Return the data of a JSON file, or of a script that does nothing but assign it."""
    text = content.decode()
    return json.loads(text[text.index("{") : text.rindex("}") + 1])
