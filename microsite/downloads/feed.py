"""The log of corrections → an Atom feed in each language (RFC 4287)."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from markupsafe import Markup, escape

from microsite.charts.chart import credit
from microsite.charts.story import Story
from microsite.facts.corrections import LogEntry, list_entries
from microsite.language.prose import Prose
from microsite.source.addresses import Links, page_path
from microsite.source.project import Project

ATOM = "http://www.w3.org/2005/Atom"
FEED = "feed.xml"  # in each language's folder


def last_changed(project: Project) -> str:
    """Return the date that a feed bears: of its newest entry, else of the site, else of the newest source.

    Without a page of corrections, there is none.
    """
    if "corrections" not in project.pages[project.default_language]:
        return ""
    entries = [correction.date for correction in project.corrections.values()]
    dated = (project.site.published, project.site.updated, *(source.date for source in project.sources.values()))
    return max(entries or [date.split("/")[-1] for date in dated if date], default="")


def render_feeds(story: Story) -> dict[str, bytes]:
    """Return the feeds by path.

    Its ids are made from what an entry is about, so that they stay when the site moves or is called otherwise; no date
    is that of a clock. A project in which nothing is dated, or that has no page of corrections, has no feed.
    """
    project, site = story.project, story.project.site
    if not (newest := last_changed(project)):
        return {}
    entries = list_entries(project, story.facts)
    ElementTree.register_namespace("", ATOM)
    feeds = {}
    for code, prose in story.proses.items():
        folder = site.languages[code].root
        base = site.root and f"{site.root}{folder}"  # without one, addresses are relative
        root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": site.languages[code].tag})
        title, words = prose.text(site.title[code]), prose.wording.words
        _add(root, "id", _urn(project, "feed", code))
        _add(root, "title", words["nav"]["corrections"] + words["title_join"] + title)
        _add(root, "updated", _instant(newest))
        _add(ElementTree.SubElement(root, f"{{{ATOM}}}author"), "name", title)
        _add(root, "link", rel="self", type="application/atom+xml", href=f"{base}{FEED}")
        _add(root, "link", rel="alternate", type="text/html", href=f"{base}{page_path('corrections')}")
        for entry in entries:
            root.append(_entry(entry, project, prose, base))
        ElementTree.indent(root, "")
        feeds[f"{folder}{FEED}"] = ElementTree.tostring(root, "utf-8", xml_declaration=True) + b"\n"
    return feeds


def changes_of(entry: LogEntry, prose: Prose, links: Links) -> tuple[tuple[Markup, Markup], ...]:
    """Return what was wrong, a figure, words, or both, each with what stands instead: nothing, where words are gone.

    A figure that stands says of what time it is: there may be a newer one.
    """
    code, correction = prose.wording.code, entry.correction
    found = []
    if entry.was and entry.now:
        now = prose.data(entry.now, "full")
        if entry.now.period:
            period = prose.text(prose.wording.period(entry.now))
            now = Markup(prose.wording.words["aside"]).format(now, period)
        found.append((prose.data(entry.was, "full"), now))
    if correction.stood:
        stands = prose.html(correction.stands[code], links) if correction.stands else Markup("")
        found.append((prose.html(correction.stood[code], links), stands))
    return tuple(found)


def _entry(entry: LogEntry, project: Project, prose: Prose, base: str) -> ElementTree.Element:
    code, correction = prose.wording.code, entry.correction
    element = ElementTree.Element(f"{{{ATOM}}}entry")
    _add(element, "id", _urn(project, correction.date, entry.datum.reference, code))
    _add(element, "title", prose.label(entry.datum))
    _add(element, "updated", _instant(correction.date))
    _add(element, "link", rel="alternate", type="text/html", href=f"{base}{page_path('corrections')}#{entry.anchor}")
    wording, links = prose.wording, Links(base, "")
    words = wording.words["corrections"]
    said = [
        Markup("<p><del>{}</del> → {}</p>").format(was, Markup("<ins>{}</ins>").format(now) if now else words["gone"])
        for was, now in changes_of(entry, prose, links)
    ]
    said.append(Markup("<p>{}</p>").format(prose.html(correction.why[code], links)))
    rests: list[Markup] = []
    for datum, source in entry.evidence:
        figure = [prose.data(datum, "full")] if datum else []
        credits_ = [escape(credit(project.sources[source], wording))] if source else []
        rests.append(Markup(wording.words["separator"]).join(figure + credits_))
    if rests:
        said.append(Markup("<p>{}{}{}</p>").format(words["evidence"], wording.words["colon"],
                                                   Markup(wording.words["list_break"]).join(rests)))  # fmt: skip
    if entry.is_unseen(project.site.published):
        said.append(Markup("<p>{}</p>").format(words["unseen"]))
    _add(element, "content", "".join(said), type="html")
    return element


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = text


def _instant(period: str) -> str:
    return f"{period}{'-01' * (2 - period.count('-'))}T00:00:00Z"


def _urn(project: Project, *parts: str) -> str:
    name = project.site.feed_id or project.site.title[project.default_language]  # checks/ asks for one in time
    return uuid5(NAMESPACE_URL, "\n".join((name, *parts))).urn
