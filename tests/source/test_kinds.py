"""A kind of record and a kind of page are one entry each: both are added to a small site through that alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from markupsafe import Markup

from microsite.charts.story import make_story
from microsite.checks.check import check_project
from microsite.desk.schema import render_schemas
from microsite.errors import BuildError
from microsite.facts.derive import derive_facts
from microsite.pages.edition import Context, Edition
from microsite.pages.kinds import PAGES
from microsite.pages.plan import plan_pages
from microsite.pages.uses import find_uses
from microsite.pictures.drawn import Drawn
from microsite.source.addresses import PageName, list_addresses
from microsite.source.fields import Day, Text
from microsite.source.kinds import RECORDS, PageKind, RecordKind, RecordKinds
from microsite.source.load import load_project
from microsite.source.models import StatisticId
from microsite.source.project import Project
from microsite.source.record import Record
from microsite.verify.index import make_index
from tests.project import ENGINE, WITHOUT_CHARTS, write_project


class Tool(Record):
    name: Text
    statistics: tuple[StatisticId, ...] = ()
    made: Day | None = None


TOOL = RecordKind("tool", Tool, "content/tools.yaml", title="name", page="tools", anchor="tool-{id}")
KINDS: RecordKinds = {**RECORDS, Tool: TOOL}
LADDER = "ladder:\n  name: {en: 'A ladder for {trees} trees', zh: '{trees}果树的梯子'}\n  statistics: [crop]\n"
TEMPLATE = """\
{% extends "page.html" %}
{% block rest %}
{% for id, name in tools %}<p id="tool-{{ id }}">{{ name }}</p>{% endfor %}
{% endblock %}
"""


@dataclass(frozen=True)
class ToolsContext(Context):
    tools: tuple[tuple[str, Markup], ...]


def build_tools(edition: Edition, page: PageName) -> ToolsContext:
    links, tools = edition.links(page.name), edition.project.of(Tool)
    named = tuple((id_, edition.html(tool.name, links)) for id_, tool in tools.items())
    return ToolsContext(edition.shared(page), named)


TOOLS = PageKind("tools", "tools", build_tools, required=False)


def write_tools(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """Write a project with tools and a page of them; the names of both are words of its own."""
    words = {code: (ENGINE / f"templates/words.{code}.yaml").read_text("utf-8") for code in ("en", "zh")}
    named = {code: text.replace("\nnav: {", "\nnav: {tools: Tools, ").replace("\nuses: {", "\nuses: {tool: On tools, ")
             for code, text in words.items()}  # fmt: skip
    files: dict[str, str | None] = {
        **{name: text if isinstance(text, str) else None for name, text in WITHOUT_CHARTS.items()},
        **{f"content/{code}/tools.md": "---\ntitle: Tools\n---\n" for code in ("en", "zh")},
        **{f"templates/words.{code}.yaml": text for code, text in named.items()},
        "templates/tools.html": TEMPLATE,
        "content/tools.yaml": LADDER,
    }
    return write_project(folder / "project", {**files, **(changes or {})})


def load_tools(root: Path) -> Project:
    return load_project(root, (*PAGES, TOOLS), kinds=KINDS)


def test_a_kind_of_record_is_one_entry(tmp_path: Path) -> None:
    project = load_tools(write_tools(tmp_path))
    assert project.of(Tool)["ladder"].statistics == ("crop",)
    uses = find_uses(project, derive_facts(project)[0])
    lines = {use.line for id_ in ("trees", "crop") for use in uses[id_] if (use.kind, use.name) == ("tool", "ladder")}
    assert lines == {2, 3}
    schema = json.loads(render_schemas(project.words, {}, KINDS)["tools.schema.json"])
    assert schema["definitions"]["Tool"]["required"] == ["name"]


def test_what_is_wrong_in_one_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as raised:
        load_tools(write_tools(tmp_path, {"content/tools.yaml": LADDER.replace("name:", "nam:")}))
    assert [str(problem).partition("'")[0] for problem in raised.value.problems] == [
        "content/tools.yaml:1:1: the key ",
        "content/tools.yaml:2:3: unknown key ",
    ]


def test_a_kind_of_page_is_one_entry(tmp_path: Path) -> None:
    story, problems = make_story(load_tools(write_tools(tmp_path)))
    assert not problems
    assert not check_project(story)
    assert "zh/tools/index.html" in list_addresses(story.project)
    pages = plan_pages(story, Drawn({}, {}, {}, {}))
    html = pages["tools/index.html"]()
    assert '<p id="tool-ladder">A ladder for <a class="number measured" href="../statistics/trees/index.html">' in html
    assert '<a href="../tools/index.html" aria-current="page">Tools</a>' in html
    assert 'href="../../tools/index.html#tool-ladder"' in pages["statistics/crop/index.html"]()


def test_a_day_that_a_record_has_is_one_that_pages_may_name(tmp_path: Path) -> None:
    changes = {"content/tools.yaml": f"{LADDER}  made: 1907-08-09\n"}
    story, _ = make_story(load_tools(write_tools(tmp_path, changes)))
    assert not check_project(story)
    assert make_index(story).languages["en"].dates["1907-08-09"] == "9 August 1907"


def test_what_a_record_names_and_is_not_there_is_told(tmp_path: Path) -> None:
    changes = {"content/tools.yaml": LADDER.replace("[crop]", "[crops]")}
    story, _ = make_story(load_tools(write_tools(tmp_path, changes)))
    message = "content/tools.yaml:3:16: unknown statistic 'crops', did you mean 'crop'?"
    assert [*map(str, check_project(story))] == [message]


def test_a_page_on_which_records_stand_is_missed(tmp_path: Path) -> None:
    project = load_tools(write_tools(tmp_path, {"content/zh/tools.md": None}))
    story, _ = make_story(project)
    assert [*map(str, check_project(story))] == ["content/zh/tools.md: is missing: content/tools.yaml is shown there"]


def test_a_kind_without_its_words_is_a_problem_of_the_words_files(tmp_path: Path) -> None:
    plain = replace(next(kind for kind in PAGES if kind.name == "method"), name="tools")
    try:
        load_project(write_project(tmp_path), (*PAGES, plain), kinds=KINDS)
    except BuildError as error:
        said = [str(problem).partition(": ")[2] for problem in error.problems]
        assert [message for message in said if "lacks the key" in message] == [
            "lacks the key 'nav.tools'", "lacks the key 'uses.tool'",
            "lacks the key 'nav.tools'", "lacks the key 'uses.tool'",
        ]  # fmt: skip
    else:
        raise AssertionError
