"""Markdown → HTML in which markers are held as they are typed.

What editors type is text: tags are shown as they are typed, pictures and underlines are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from string import ascii_lowercase
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from microsite.source.addresses import Links
from microsite.source.markup import BLOCKS, HEADING, MARKER, WIDE_LETTERS, sections, wide_joint

PIPE = "\ue000"  # stands for a marker's | while Markdown looks for the cells of tables
HOLD = "\ue001"  # stands before a marker that Markdown has passed on
AMPERSAND = "\ue002"  # stands for a typed &, which is one, and never begins an entity
STEP = 4  # spaces by which Markdown takes a line to stand in the item above it
# A marker passed on, with the paragraph in which it stands alone: a block does without.
HELD = re.compile(rf"(?P<begin><p>)?{HOLD}(?P<marker>\{{[^{{}}]*\}})(?(begin)</p>)")
_RULE = re.compile(r"^ {0,3}([-_*])(?: {0,2}\1){2,} *$", re.MULTILINE)  # a line across
_ITEM = re.compile(r"( *)([-+*]|[0-9]{1,9}[.)])( +)(?=\S)")
_BLOCK = re.compile(rf"^ {{0,3}}\{{(?:{'|'.join(BLOCKS)}):[^{{}}]*\}} *$", re.MULTILINE)
_CODE = re.compile(r"<code[^<>]*>(.*?)</code>", re.DOTALL)
_SET = re.compile(rf"(?s)<pre>.*?</pre>|{wide_joint(rf'(?:</?(?:a|em|s|strong)(?: [^<>]*)?>|{HOLD})*')}")
_TEXTS = re.compile(r"(?s)<(pre|code)\b.*?</\1>|<[^<>]*>")


@lru_cache(maxsize=512)  # whoever renders again and again converts what was written anew
def convert(source: str, links: Links, anchor: str, shift: int) -> str:
    """Convert Markdown to HTML in which the markers are held as they are typed, as `HELD` finds them."""
    ids = [section.id for section in sections(source)][1:]
    source = source.replace("&", AMPERSAND)
    source = MARKER.sub(lambda match: match[0].replace("|", PIPE).replace(AMPERSAND, "&"), source)
    markers = _Markers(_Outline(links, ids, shift))
    extensions = [TableExtension(), FencedCodeExtension(), SaneListExtension(), _Notes(anchor), markers]
    html = markdown.markdown(source, extensions=extensions, output_format="html")
    html = html.replace(PIPE, "|").replace(AMPERSAND, "&amp;")
    return _SET.sub(
        lambda found: found[0] if found[0].startswith("<pre>") else re.sub(r"[ \t]*\n[ \t]*", "", found[0]), html
    )


def unread(source: str) -> Iterator[str]:
    """Yield the markers that Markdown takes for code, as typed."""
    if "`" in source or "    " in source or "~~~" in source:
        for code in _CODE.findall(convert(source, Links("", ""), "", 0)):
            yield from (match[0] for match in MARKER.finditer(unescape(code)) if f"{HOLD}{match[0]}" not in code)


def seen(source: str) -> str:
    """Return all that readers see of a Markdown text, code, too; its markers as typed."""
    return unescape(re.sub(r"<[^<>]*>", "", convert(source, Links("", ""), "", 0))).replace(HOLD, "")


def shown(source: str) -> str:
    """Return what readers see of a Markdown text, its markers as typed, without what it shows as code."""
    return unescape(_TEXTS.sub("", convert(source, Links("", ""), "", 0))).replace(HOLD, "")


class _Markers(Extension):
    """Markers held, links to pages, heading levels; HTML, pictures and underlines off: what editors type is text."""

    def __init__(self, outline: _Outline) -> None:
        super().__init__()
        self.outline = outline

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(_Lines(md), "lines", 20)
        md.parser.blockprocessors.deregister("setextheader")
        for name in ("html", "image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.inlinePatterns.register(_MarkerPattern(MARKER.pattern, md), "marker", 185)
        marks: Any = md.delimiters
        marks.add("~", "s", double=True)
        # An underscore within a word is one; letters of scripts without spaces make no word with what is beside them.
        underscore = marks.delimiters["_"]
        typed = underscore.boundary.pattern.replace(r"[\w_]", rf"(?:_|[^\W{WIDE_LETTERS}])")
        underscore.boundary = re.compile(typed)
        md.treeprocessors.register(self.outline, "outline", 5)


class _Lines(Preprocessor):
    """Has lists begin right below a paragraph, and within another's item at two spaces or more, as elsewhere."""

    def run(self, lines: list[str]) -> list[str]:
        source = _RULE.sub(r"\n\g<0>\n", "\n".join(lines))  # or each would be looked for anew in all that follows
        source = HEADING.sub(r"\n\1 \2\n", source)  # or what stands above would take it into its list or table
        source = _BLOCK.sub(r"\n\g<0>\n", source)  # or it would stand in a paragraph with what is beside it
        return _nested(source.split("\n"))


def _nested(lines: list[str]) -> list[str]:
    """Return lines with the items of lists, and what stands in them, moved in by STEP for each list around them."""
    found: list[str] = []
    around: list[tuple[int, bool]] = []  # of the items that a line may be part of: how far in they stand, if numbered
    quoted: list[str] = []
    above = ""
    for line in [*lines, ""]:
        if line.startswith(">"):
            quoted.append(line[1:].removeprefix(" "))
            continue
        if quoted:
            found += [*[""] * bool(around), *(f"> {inner}" for inner in _nested(quoted))]
            quoted, around, above = [], [], ">"
        item, indent = _ITEM.match(line), len(line) - len(line.lstrip(" "))
        outer = [level for level in around if level[0] <= indent - 2]
        if not line.strip():
            found.append(line)
        elif item and (around or indent < STEP) and not _RULE.fullmatch(line):
            numbered = item[2][-1] in ".)"
            if above.strip() and (not around or any(beside[1] != numbered for beside in around[len(outer) :][:1])):
                found.append("")
            around = [*outer, (indent, numbered)]
            found.append(f"{' ' * STEP * len(outer)}{item[2].replace(')', '.')} {line[item.end() :]}")
        else:
            around = around if above.strip() else outer
            found.append(f"{' ' * STEP * len(around)}{line.lstrip(' ')}" if around and indent < 2 * STEP else line)
        above = line
    return found[:-1]


class _MarkerPattern(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002
        return self.md.htmlStash.store(f"{HOLD}{m[0]}"), m.start(0), m.end(0)


class _Notes(FootnoteExtension):
    """Footnotes, with ids of their own on a page that is made of several texts."""

    def __init__(self, anchor: str) -> None:
        super().__init__(BACKLINK_TITLE="", USE_DEFINITION_ORDER=False)
        self.anchor = anchor

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002
        return f"{self.anchor}-fn:{id}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, FBT001, FBT002
        return self.unique_ref(f"{self.anchor}-fnref:{id}", found)


class _Outline(Treeprocessor):
    def __init__(self, links: Links, ids: Sequence[str], shift: int) -> None:
        super().__init__()
        self.links, self.ids, self.shift = links, ids, shift

    def run(self, root: Element) -> None:
        ids, top = iter(self.ids), set(root)  # what stands deeper is in a list or a quotation
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + self.shift, 6)}"
                if element in top and (id_ := next(ids, "")):
                    element.set("id", id_)
            elif aligned := element.attrib.pop("style", ""):  # of a table's cell; a page's policy allows no such style
                element.set("class", aligned.removeprefix("text-align: ").rstrip(";"))
            elif element.tag == "a" and element.get("class", "").startswith("footnote"):
                element.attrib.pop("title", None)
                element.set("role", "doc-noteref" if element.get("class") == "footnote-ref" else "doc-backlink")
                if element.get("class") == "footnote-ref":  # a letter: a digit would be read as a number
                    element.text = ascii_lowercase[(int(element.text or "1") - 1) % len(ascii_lowercase)]
            elif element.tag == "a":
                typed = element.get("href", "").replace(AMP_SUBSTITUTE, "&")  # of <a@b.example>, in entities
                address = self.links.resolve(unescape(typed))
                if address is None:
                    element.attrib.pop("href", None)
                else:
                    element.set("href", address)
