"""A page's title, the site and a date typed by an editor → how to cite it: a line of text, BibTeX, GB/T 7714.

The dates come from data/site.yaml: no build looks at a clock.
"""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from microsite.language.prose import Prose
from microsite.pages.views import Snippet, Views
from microsite.source.addresses import page_path
from microsite.source.models import Site

_SPECIAL = re.compile(r"[\\{}&%$#_~^]")  # what means something to LaTeX
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Citation(NamedTuple):
    text: str
    bibtex: str
    gbt: str  # GB/T 7714-2015, an electronic resource; {today} stands for the day on which it is read


def cite(key: str, title: str, address: str, said: Prose, *, site: Site, article: str | None,
         carrier: str = "EB/OL") -> Citation:  # fmt: skip
    """Cite a page of the site by its plain title; `address` is empty where none is known.

    `article` is the date of the article that the site is about, named where the site bears none itself.
    `key` is BibTeX's, the same on every build; `carrier` what GB/T 7714 calls a text, or data (DS/OL), online.
    """
    wording = said.wording
    words, name = wording.words["cite"], said.text(site.title[wording.code])
    date = site.updated or site.published
    known = ((words["updated"], site.updated), (words["published"], site.published), (words["article"], article))
    dated = next((worded.format(wording.date(when)) for worded, when in known if when), "")
    parts = (str(words["quoted"]).format(title), name, dated)
    text = str(wording.words["separator"]).join(filter(None, parts)) + str(wording.words["stop"])
    fields = {
        "title": f"{{{_latex(title)}}}",  # doubly braced: no style lowers its capitals
        "author": f"{{{_latex(name)}}}",
        "year": date[:4] if date else "",
        "month": str(int(date[5:7])) if date and len(date) > len("2025") else "",
        "note": _latex(dated),
        "url": address,
    }
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value]
    dates = (f"({date})" if date else "") + ("[{today}]" if address else "")
    gbt = ". ".join(filter(None, (name, f"{title}[{carrier}]", dates, address))) + ("" if address else ".")
    return Citation(f"{text}{address}".rstrip(), f"@misc{{{key},\n" + ",\n".join(lines) + "\n}", gbt)


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0], f"\\{found[0]}"), text)


def view_citations(
    views: Views, name: str, key: str, title: str, carrier: str = "EB/OL"
) -> tuple[tuple[str, Snippet], ...]:
    """Cite a page: as a line, in BibTeX and, where readers do, by GB/T 7714; each with what that is called."""
    site, words = views.project.site, views.words["share"]
    article = views.project.sources[site.article].date if site.article else None
    address = views.absolute(f"{views.folder}{page_path(name)}".removesuffix("index.html"))
    say = partial(cite, f"{key}-{views.code}", title, said=views.prose, site=site, article=article, carrier=carrier)
    addressed = say(address)
    plain = addressed if site.url else say("")
    snippets = (Snippet(text.replace("[{today}]", ""), other * (text != other or "{today}" in other))
                for text, other in zip(plain, addressed, strict=True))  # fmt: skip
    named = zip(("", words["bibtex"], words["gbt"]), snippets, strict=True)
    return tuple((name, snippet) for index, (name, snippet) in enumerate(named) if name or not index)
