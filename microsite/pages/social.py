"""A page → what its head tells the world: its address, its card where it is shared, and what it is, by schema.org.

Where the site's address is not known, no page names one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from microsite.charts.chart import credits_of
from microsite.charts.story import Rendition
from microsite.facts.derive import Datum
from microsite.pictures.posters import TOUCH_ICON, Copywriter, Poster
from microsite.source.addresses import address, alternates
from microsite.source.calendar import iso

HEADLINE = 110  # characters that search engines show of one


class Card(NamedTuple):
    """A page where it is shared. Without the site's address, `url`, `alternates`, `image` and `picture` are empty.

    `picture` is the path of `image` below the site.
    """

    url: str
    alternates: tuple[tuple[str, str], ...]  # (language tag, address); last what serves every other language
    kind: str
    title: str
    locale: str
    other_locales: tuple[str, ...]
    image: str
    picture: str
    width: int
    height: int
    alt: str
    data: tuple[Markup, ...]  # JSON-LD, a thing each
    touch_icon: str  # path below the site


class Publicist(Rendition):
    """Describes the pages of one language."""

    def card(self, name: str, title: str, description: str, *, shared: bool) -> Card:
        languages = self.project.site.languages
        poster = Poster(name, self.code, self.folder)
        shown = bool(self.project.site.url) and shared
        image = f"{self.project.site.root}{poster.png.path}" if shown else ""
        things = (self._data(name, title, description, image), *self._reviews(name))
        width, height = poster.size
        return Card(
            url=address(self.project, name, self.code),
            alternates=alternates(self.project, name),
            kind="article" if name == "index" else "website",
            title=self.joined("title_join", title, self.text(self.project.site.title)) if name == "index" else title,
            locale=_locale(languages[self.code].locale),
            other_locales=tuple(_locale(language.locale) for code, language in languages.items() if code != self.code),
            image=image,
            picture=poster.png.path if shown else "",
            width=width,
            height=height,
            alt=Copywriter(self.story, self.code, self.charts).content(name).alt if shown else "",
            data=tuple(_script(thing) for thing in things if thing),
            touch_icon=TOUCH_ICON.path,
        )

    def _data(self, name: str, title: str, description: str, image: str) -> dict[str, Any]:
        """Describe the story as an article, data as data sets; other pages need no description."""
        kind, _, id_ = name.partition("/")
        if name == "index":
            return self._article(title, description, image)
        if name == "data":
            data: Collection[Datum] = ()
            own: dict[str, Any] = {"distribution": self._files("statistics.csv", "statistics.json")}
        elif kind == "charts" and id_:
            data = [mark.datum for mark in self.charts[id_, self.code].marks]
            own = {"distribution": self._files(f"charts/{id_}.csv", f"charts/{id_}-{self.code}.json"), "image": image}
        elif kind == "statistics" and id_:
            datum, data = self.facts.find(id_), self.facts.data[id_]
            own = {
                "variableMeasured": title,
                "temporalCoverage": iso(datum.period) if datum.period else "",
                "distribution": self._files("statistics.csv", "statistics.json"),
            }
        else:
            return {}
        credits_ = credits_of(data, self.prose)
        about = {"name": title, "description": description, "creator": self._organization()}
        return self._thing("Dataset", name, {**about, **own, "citation": list(credits_)})

    def _article(self, title: str, description: str, image: str) -> dict[str, Any]:
        site = self.project.site
        upright = Poster("index", self.code, self.folder, upright=True).png.path
        drawn = bool(image) and bool(self.project.pages[self.code]["index"].blocks("xray"))
        return self._thing(
            "NewsArticle",
            "index",
            {
                "headline": title if len(title) <= HEADLINE else self.text(self.project.site.title),
                "description": description,
                "image": [image, f"{site.root}{upright}"] if drawn else image,
                "datePublished": site.published or "",
                "dateModified": site.updated or "",
                "author": self._organization(),
                "publisher": self._organization(),
                "isBasedOn": self._based_on(),
            },
        )

    def _reviews(self, name: str) -> Iterator[dict[str, Any]]:
        """Describe the verdicts on a statistic's figures, where the site's address is known: a review names its own."""
        kind, _, id_ = name.partition("/")
        if kind != "statistics" or not id_ or not self.project.site.url:
            return
        for datum in self.facts.data[id_]:
            if (verdict := datum.verdict) is None:
                continue
            about = self.project.verdicts[verdict.kind]
            rating: dict[str, Any] = {"@type": "Rating", "alternateName": self.text(about.label)}
            if about.rating:
                rating |= {"ratingValue": about.rating, "bestRating": 5, "worstRating": 1}
            yield self._thing(
                "ClaimReview",
                name,
                {
                    "claimReviewed": self.joined("colon", self.prose.label(datum), self.wording.datum(datum, "full")),
                    "itemReviewed": self._claim(datum),
                    "reviewRating": rating,
                    "reviewBody": self.text(verdict.reason),
                    "datePublished": verdict.day,
                    "author": self._organization(),
                },
            )

    def _claim(self, datum: Datum) -> dict[str, Any]:
        """What was said, by whom: the speaker where that is somebody, else the newspaper that printed it."""
        printed = self._based_on()
        speaker = self.project.speakers.get(datum.speaker or "")
        author = printed.get("publisher")
        if speaker and speaker.is_a:
            author = {"@type": speaker.is_a, "name": self.text(speaker.label)}
        return _known(
            {
                "@type": "Claim",
                "author": author,
                "datePublished": printed.get("datePublished"),
                "appearance": printed,
            }
        )

    def _thing(self, kind: str, name: str, parts: Mapping[str, Any]) -> dict[str, Any]:
        """Return what schema.org calls a thing, as all pages describe theirs."""
        site = self.project.site
        head = {"@context": "https://schema.org", "@type": kind, "url": address(self.project, name, self.code)}
        tail = {
            "inLanguage": site.languages[self.code].tag,
            "license": site.licence_url,
            "isAccessibleForFree": True,
        }
        return _known({**head, **parts, **tail})

    def _organization(self) -> dict[str, str]:
        """Who answers for the site: its publisher where one is named, else the site itself, as in citations."""
        site = self.project.site
        name = site.publisher[self.code] if site.publisher else self.text(self.project.site.title)
        return _known({"@type": "Organization", "name": name, "url": address(self.project, "index", self.code)})

    def _based_on(self) -> dict[str, Any]:
        if not self.project.site.article:
            return {}
        source = self.project.sources[self.project.site.article]
        return _known(
            {
                "@type": "NewsArticle",
                "headline": source.title[self.code] if source.title else "",
                "datePublished": "" if "/" in (source.date or "") else source.date,  # of two, no one knows which
                "publisher": {"@type": "Organization", "name": source.publisher[self.code]},
                "url": source.url,
            }
        )

    def _files(self, *names: str) -> list[dict[str, str]]:
        root, kinds = self.project.site.root, {"csv": "text/csv", "json": "application/json"}
        return [
            {
                "@type": "DataDownload",
                "encodingFormat": kinds[name.rpartition(".")[2]],
                "contentUrl": f"{root}data/{name}",
            }
            for name in names
            if root
        ]


def _known(thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return a thing without what is not known of it."""
    return {key: value for key, value in thing.items() if value}


def _script(data: Mapping[str, Any]) -> Markup:
    """Write JSON-LD as it may stand in a page."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _locale(locale: str) -> str:
    """Write a locale as Open Graph does, without its script: zh_CN."""
    parts = locale.split("_")
    return "_".join((parts[0], parts[-1])) if len(parts) > 1 else parts[0]
