"""The guides: commands that there are, YAML that loads, and the same in both languages."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from microsite.charts.forms import FORMS
from microsite.desk.command_line import main, parse_arguments
from tests.project import ENGINE

GUIDES = {code: (ENGINE / f"docs/editors{end}.md").read_text("utf-8") for code, end in (("en", ""), ("zh", ".zh"))}
DOCUMENTS = {path.name: path.read_text("utf-8") for path in (ENGINE / "README.md", ENGINE / "CONTRIBUTING.md")}
FIRST = {code: (ENGINE / f"docs/first-story{end}.md").read_text("utf-8") for code, end in (("en", ""), ("zh", ".zh"))}
DOCUMENTS |= {f"editors.{code}": text for code, text in GUIDES.items()}
DOCUMENTS |= {f"first-story.{code}": text for code, text in FIRST.items()}
COMMAND = re.compile(r"uv run build\.py([^`\n&]*)")
YAML = re.compile(r"^ *```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_is_one(name: str) -> None:
    commands = [re.sub(r"\s+#.*", "", rest) for rest in COMMAND.findall(DOCUMENTS[name])]
    assert commands
    for command in commands:
        parse_arguments(shlex.split(command))


def test_the_first_commands_are_those_that_are_tried() -> None:
    """And understood by pip before 23, which knows no --break-system-packages."""
    first = re.findall(r"^    (.*pip install .*uv run.*)$", DOCUMENTS["README.md"], re.MULTILINE)
    tried = (ENGINE / ".ci/run").read_text("utf-8").splitlines()
    assert len(first) == 2
    assert set(first) <= set(tried)
    assert all(command.startswith("PIP_BREAK_SYSTEM_PACKAGES=1 python3 -m pip install --quiet uv") for command in first)


@pytest.mark.parametrize("code", GUIDES)
def test_every_example_is_yaml(code: str) -> None:
    for example in YAML.findall(GUIDES[code]):
        assert yaml.safe_load(example)


@pytest.mark.parametrize("guides", [GUIDES, FIRST], ids=["editors", "first-story"])
def test_both_guides_say_the_same(guides: dict[str, str]) -> None:
    for pattern in (COMMAND, YAML, re.compile(r"^#+ ", re.MULTILINE), re.compile(r"^ *\d\. ", re.MULTILINE)):
        assert pattern.findall(guides["en"]) == pattern.findall(guides["zh"]), pattern.pattern


@pytest.mark.parametrize("code", GUIDES)
def test_every_form_of_chart_has_its_row_with_all_options(code: str) -> None:
    rows = {row[1]: row[2] for row in re.finditer(r"^   \| `(\w+)` \|(.*)", GUIDES[code], re.MULTILINE)}
    options = {(name, option) for name, form in FORMS.items() for option in form.Options.model_fields}
    assert {(name, option) for name, option in options if f"`{option}`" not in rows.get(name, "")} == set()


@pytest.mark.parametrize("code", GUIDES)
def test_links_within_lead_somewhere(code: str) -> None:
    titles = re.findall(r"^## (.*)$", GUIDES[code], re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    linked = set(re.findall(r"\]\(#([^)]+)\)", GUIDES[code]))
    assert linked <= anchors
    for path in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", GUIDES[code]):
        assert (ENGINE / "docs" / path).is_file(), path


def test_who_follows_the_first_story_publishes_it(tmp_path: Path) -> None:
    """Each block of the guide goes where the step above it says; what is left to write is the reader's own."""
    folder = tmp_path / "cider"
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", FIRST["en"].replace("\n   ", "\n"), re.DOTALL))
    marks, unit = re.findall(r"```yaml\n(.*?)```", FIRST["en"].replace("\n   ", "\n"), re.DOTALL)
    assert main(["new", "story", str(folder), "--languages", "en"]) == 0
    chart = folder / "content/charts/first-chart.yaml"
    chart.write_text(re.sub("marks:\n.*", marks, chart.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    (folder / "data/statistics/beginning.csv").write_text(blocks["csv"], "utf-8")
    (folder / "data/units.yaml").write_text(unit, "utf-8")
    (folder / "content/en/chapters/1-beginning.md").write_text(blocks["markdown"], "utf-8")
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.md")]:
        text = path.read_text("utf-8").replace("first-figure", "cider")
        path.write_text(text.replace("TODO", "So"), "utf-8")
    for command in ("check --strict", "addresses", "--strict"):
        assert f"build.py {command} --root ../cider" in FIRST["en"]
        assert main([*command.split(), "--root", str(folder)]) == 0
    assert "905 bottles" in (folder / "site/index.html").read_text("utf-8")
