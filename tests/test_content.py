"""The real site: it builds, holds together, and keeps its promise that nothing can disagree about a number.

No test here knows today's figures: they are taken from the data.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from microsite import pipeline
from microsite.charts.story import Story
from microsite.charts.style import WIDTHS
from microsite.errors import BuildError
from microsite.language.prose import machine
from microsite.pipeline import build, compose, read
from microsite.publish.manifest import MANIFEST, MARK
from microsite.publish.write import read_site
from microsite.quantities import Quantity
from microsite.source.markup import markers
from microsite.source.models import Statistic
from microsite.verify.report import Report
from tests.project import ENGINE


def pages(site: Mapping[str, bytes]) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in site.items() if name.endswith(".html")}


def copy_project(folder: Path) -> Path:
    """Copy what editors write; drawings, templates and style are left to the engine."""
    for name in ("data", "content"):
        shutil.copytree(ENGINE / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def site(site: Path) -> dict[str, bytes]:
    return read_site(site)


# --- the site as it is


def test_every_statistic_and_chart_has_its_pages(story: Story, site: dict[str, bytes]) -> None:
    for language in story.project.site.languages.values():
        folder = f"{language.folder}/" if language.folder else ""
        for id_ in story.project.statistics:
            assert f"{folder}statistics/{id_}/index.html" in site
        for slug in story.project.charts:
            assert f"{folder}charts/{slug}/index.html" in site
            assert f"{folder}embed/{slug}/index.html" in site
            assert f"data/charts/{slug}.csv" in site


READ = ("title", "alt", "aria-label", "content", "placeholder")  # attributes that reach a reader


def test_no_word_is_hidden_by_what_python_can_do_with_a_mapping(story: Story) -> None:
    """In a template `words.chart.copy` would be the method, and not the word."""

    def keys(words: Mapping[str, object]) -> Iterator[str]:
        for key, value in words.items():
            yield key
            if isinstance(value, Mapping):
                yield from keys(value)

    for words in story.project.words.values():
        assert not set(keys(words)) & set(dir(dict))


class Outline(HTMLParser):
    """What links, ids and texts a page holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.in_code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code += tag in ("code", "script", "style")
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            elif name in READ and value is not None:
                self.text.append(value)

    def handle_endtag(self, tag: str) -> None:
        self.in_code -= tag in ("code", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self.in_code:
            self.text.append(data)


def dead_links(site: Mapping[str, bytes], outlines: Mapping[str, Outline]) -> Iterator[str]:
    for name, outline in outlines.items():
        for link in outline.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            path = name
            if address.path:
                parts: list[str] = name.split("/")[:-1]
                for part in unquote(address.path).split("/"):
                    if part == "..":
                        assert parts, f"{name}: {link} leads above the site"
                        parts.pop()
                    elif part != ".":
                        parts.append(part)
                path = "/".join(parts)
            if path not in site or (address.fragment and unquote(address.fragment) not in outlines[path].ids):
                yield f"{name}: {link}"


@pytest.fixture(scope="module")
def outlines(site: dict[str, bytes]) -> dict[str, Outline]:
    return {name: Outline(html) for name, html in pages(site).items()}


def test_every_link_leads_somewhere_and_every_id_is_one(site: dict[str, bytes], outlines: dict[str, Outline]) -> None:
    assert list(dead_links(site, outlines)) == []
    for name, outline in outlines.items():
        assert len(outline.ids) == len(set(outline.ids)), name


def test_no_marker_and_nothing_unset_reaches_a_reader(site: dict[str, bytes], outlines: dict[str, Outline]) -> None:
    for name, html in pages(site).items():
        assert " object at 0x" not in html, name
        for text in outlines[name].text:
            assert not re.search("[{}\ue000]|^None$|Undefined", text.strip()), f"{name}: {text}"


def test_every_bound_number_is_a_datum_of_the_facts(story: Story, site: dict[str, bytes]) -> None:
    for name, html in pages(site).items():
        language = next(
            code for code, spec in story.project.site.languages.items() if f'lang="{spec.tag}"' in html.split("\n")[1]
        )
        wording = story.proses[language].wording
        for tag, text in re.findall(r'<data class="[^"]*\bstat\b[^"]*"([^>]*)>(.*?)</data>', html):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            key = f"@{attributes['data-key']}" if "data-key" in attributes else ""
            datum = story.facts.find(attributes["data-id"] + key)
            assert attributes["value"] == machine(datum.quantity), name
            size = wording.quantity(datum.quantity.size, datum.unit, "text")
            said = {wording.datum(datum, form) for form in ("text", "full", "value", "label")} | {size, datum.worded}
            assert " ".join(plain(text.encode()).split()) in said, name


# --- the promise: one value is changed in one place, and the whole site says the new one


# Too small for a claim to turn on them: it would stop the build, as it should.
STEPS = {
    "gov-funds-invested": Decimal(10**9),  # a hundredth of the whole, as its chart draws it
    "tech-firms": Decimal(1000),
    "ai-output-target": Decimal(10**10),
}


@pytest.fixture(scope="module")
def changed_site(
    story: Story, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Story, dict[str, bytes]]:
    """The site that says other values; reading it back takes longer than making it, and is for the thorough."""
    folder = tmp_path_factory.mktemp("changed")
    root = copy_project(folder / "project")
    for id_, step in STEPS.items():
        change_value(story, root, id_, format(story.facts.find(id_).quantity.number + step, "f"))
    changed = read(root)
    with pytest.MonkeyPatch.context() as patch:
        if not request.config.getoption("--thorough"):
            patch.setattr(pipeline, "verify", lambda *_: Report({}, (), ()))
        return changed, compose(changed, folder / "site").site


@pytest.mark.parametrize("id_", STEPS)
def test_one_changed_value_changes_everywhere(
    story: Story, site: dict[str, bytes], changed_site: tuple[Story, dict[str, bytes]], id_: str
) -> None:
    old, (changed_story, changed) = story.facts.find(id_), changed_site
    new_value = old.quantity.number + STEPS[id_]
    new = changed_story.facts.find(id_)
    assert new.quantity.value == new_value
    assert sorted(changed) == sorted(site.keys() - {MANIFEST, *MARK})

    stated = f'<data class="stat" value="{{}}" data-id="{id_}">'
    for code, language in story.project.site.languages.items():
        folder = f"{language.folder}/" if language.folder else ""
        was, now = (story_.proses[code].wording.datum(datum, "full") for story_, datum in
                    ((story, old), (changed_story, new)))  # fmt: skip
        assert was != now

        # its own page
        page = f"{folder}statistics/{id_}/index.html"
        assert stated.format(new_value) in changed[page].decode("utf-8")
        assert now in plain(changed[page])

        # the prose of this language
        prose = {
            name
            for name, source in story.project.pages[code].items()
            if any(marker.kind in ("number", "big") and marker.target == id_ for marker in markers(source.body))
        }
        assert prose, f"no page in {code} states {id_}"
        index = changed[f"{folder}index.html"].decode("utf-8")
        assert f'value="{new_value}" data-id="{id_}"' in index
        assert f'value="{old.quantity.number}" data-id="{id_}">' not in "".join(pages(changed).values())

        # charts that mark it: their tables, drawings, alternative texts
        charts = [
            slug
            for slug, spec in story.project.charts.items()
            if any(mark.statistic in (id_, old.reference) for mark in spec.marks)
        ]
        assert charts, f"no chart draws {id_}"
        for slug in charts:
            html = changed[f"{folder}charts/{slug}/index.html"].decode("utf-8")
            rows = re.findall(rf'<tr data-id="{id_}" data-key="{re.escape(old.key)}">(.*?)</tr>', html, re.DOTALL)
            assert rows
            assert all(now in plain(row.encode()) for row in rows), slug
            figure = story.proses[code].wording.number(new.quantity.number)
            assert figure in "".join(re.findall(r"<svg role.*?</svg>", html, re.DOTALL)), slug
            source = story.project.charts[slug].alt[code]
            if any(marker.kind == "number" and marker.target == id_ for marker in markers(source)):
                alts = re.findall(r'<svg role="img" aria-label="([^"]*)"', html)
                assert len(alts) == len(WIDTHS)
                assert all(figure in alt for alt in alts), slug

    # the downloads
    table = list(csv.DictReader(io.StringIO(changed["data/statistics.csv"].decode("utf-8-sig"))))
    row = next(row for row in table if row["id"] == id_ and row["key"] == old.key)
    assert Decimal(row["value"]) == new_value
    listed = json.loads(changed["data/statistics.json"])["statistics"][id_]["observations"]
    assert next(item for item in listed if item["key"] == old.key)["value"] == float(new_value)
    for slug in charts:
        marks = csv.DictReader(io.StringIO(changed[f"data/charts/{slug}.csv"].decode("utf-8-sig")))
        assert {Decimal(mark["value"]) for mark in marks if mark["id"] == id_ and mark["key"] == old.key} == {new_value}

    # and what is derived from it
    for datum in story.facts:
        if id_ in datum.inputs or old.reference in datum.inputs:
            derived = changed_story.facts.find(datum.statistic)
            assert f'data-id="{datum.statistic}"' in changed[f"statistics/{datum.statistic}/index.html"].decode("utf-8")
            assert machine(derived.quantity) in changed[f"statistics/{datum.statistic}/index.html"].decode("utf-8")


def change_value(story: Story, root: Path, id_: str, value: str) -> None:
    """Type another value into the statistic's first observation, as an editor would: in that one place.

    Were it printed so, its source would say it, too: the phrase is as the article's language words the value.
    """
    document = story.project.where[Statistic, id_].document
    start, end = document.values[id_, "observations", 0, "value"]
    lines = (root / document.path).read_text("utf-8").split("\n")
    assert start.line == end.line
    row = document.first_line + start.line
    lines[row] = lines[row][: start.column] + value + lines[row][end.column :]
    datum, wording = story.facts.find(id_), story.proses["zh"].wording
    said = wording.datum(replace(datum, quantity=Quantity(Decimal(value), datum.quantity.bound)), "full")
    start, end = document.values[id_, "observations", 0, "printed"]
    row = document.first_line + start.line
    lines[row] = lines[row][: start.column] + said
    (root / document.path).write_text("\n".join(lines), "utf-8")


def plain(html: bytes) -> str:
    return re.sub(r"<[^>]+>", "", html.decode("utf-8")).replace("&gt;", ">").replace("&lt;", "<")


def test_a_number_typed_by_hand_stops_the_build(story: Story, tmp_path: Path) -> None:
    root = copy_project(tmp_path / "project")
    pages = [story.project.pages[code]["index"].path for code in story.project.site.languages]
    for code, page in zip(story.project.site.languages, pages, strict=True):
        figure = story.proses[code].wording.number(Decimal(850_000))
        (root / page).write_text((ENGINE / page).read_text("utf-8") + f"\n{figure}\n", "utf-8")
    with pytest.raises(BuildError) as caught:
        build(root, tmp_path / "site")
    assert [problem.path for problem in caught.value.problems] == pages
    assert all("is a number typed by hand" in problem.message for problem in caught.value.problems)
    assert not (tmp_path / "site").exists()
