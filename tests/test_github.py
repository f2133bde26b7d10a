"""What the project and GitHub know of each other: links beside numbers, annotations, workflows, the issue form."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from microsite.desk.command_line import main, parse_arguments
from microsite.errors import Problem, annotate
from microsite.pictures.rasters import KEPT
from microsite.pipeline import build
from tests.project import ENGINE, HARVEST, SITE, STATISTICS, write_project

REPOSITORY = "https://github.com/village/orchard"
WORKFLOWS = sorted((ENGINE / ".github/workflows").glob("*.yml"))
FORM = ENGINE / ".github/ISSUE_TEMPLATE/correction.yml"


def page(folder: Path, name: str) -> str:
    return (folder / name / "index.html").read_text("utf-8")


# --- links beside a number


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("github")
    root = write_project(folder / "orchard", {"data/site.yaml": f"{SITE}repository: {REPOSITORY}\n"})
    build(root, folder / "site", url="https://village.github.io/orchard/")
    return folder / "site"


def links(html: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(rf'href="({REPOSITORY}/[^"]+)"', html)]


def test_each_figure_leads_to_its_line(site: Path) -> None:
    found = [link for link in links(page(site, "statistics/trees")) if "/blob/" in link]
    lines = [number for number, line in enumerate(STATISTICS.split("\n"), 1) if "value:" in line]
    assert found == [f"{REPOSITORY}/blob/HEAD/{HARVEST}#L{number}" for number in lines[:2]]


def test_a_calculated_figure_leads_to_its_formula(site: Path) -> None:
    (found,) = (link for link in links(page(site, "statistics/crop-per-tree")) if "/blob/" in link)
    line = STATISTICS[: STATISTICS.index("formula:")].count("\n") + 1
    assert found == f"{REPOSITORY}/blob/HEAD/{HARVEST}#L{line}"


@pytest.mark.parametrize(("folder", "figure"), [("", "900 trees"), ("zh/", "900棵")])
def test_a_report_knows_the_figure(site: Path, folder: str, figure: str) -> None:
    _, report = (link for link in links(page(site, f"{folder}statistics/trees")) if "/issues/new?" in link)
    query = {name: values[0] for name, values in parse_qs(urlsplit(report).query).items()}
    assert query.pop("title").startswith("trees")
    assert query == {
        "template": FORM.name,
        "statistic": "trees@2023",
        "figure": figure,
        "page": f"https://village.github.io/orchard/{folder}statistics/trees/index.html",
    }
    ids = {part.get("id") for part in yaml.safe_load(FORM.read_text("utf-8"))["body"]}
    assert set(query) - {"template"} <= ids


def test_without_a_repository_there_are_no_links(tmp_path: Path) -> None:
    build(write_project(tmp_path / "orchard"), tmp_path / "site")
    assert 'class="upkeep"' not in page(tmp_path / "site", "statistics/trees")


def test_a_repository_is_an_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path, {"data/site.yaml": f"{SITE}repository: village/orchard\n"})
    assert main(["check", "--root", str(root)]) == 1
    assert "'village/orchard' is not the address of a repository" in capsys.readouterr().err


# --- the site's address


def test_the_page_for_missing_pages_stands_at_any_depth(site: Path, tmp_path: Path) -> None:
    html = (site / "404.html").read_text("utf-8")
    assert 'href="https://village.github.io/orchard/index.html"' in html
    led = re.findall(r' (?:href|src|action)="([^"]+)"', html + (site / "zh/404.html").read_text("utf-8"))
    assert [link for link in led if not link.startswith(("https://", "#", "data:"))] == []
    build(write_project(tmp_path / "orchard"), tmp_path / "site")
    lost = (tmp_path / "site" / "404.html").read_text("utf-8")
    assert 'href="index.html"' in lost
    assert "static/site.css" not in html
    assert "static/site.css" in lost  # in the script that finds out where the site's root is


def test_the_address_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path / "orchard")
    monkeypatch.setenv("SITE_URL", "https://village.github.io/orchard")
    assert main(["--root", str(root)]) == 0
    assert "https://village.github.io/orchard/" in (root / "site" / "404.html").read_text("utf-8")


# --- problems at their lines


def test_problems_are_annotated_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    broken = STATISTICS.replace("unit: tonnes", "unit: tonne")
    write_project(tmp_path / "orchard", {HARVEST: broken, "content/zh/method.md": None})
    assert main(["check", "--root", "orchard"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "::error file=orchard/content/zh/method.md::is missing",
        f"::error file=orchard/{HARVEST},line=24,col=9::unknown unit 'tonne', did you mean 'tonnes'?",
    ]
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert main(["check", "--root", "orchard"]) == 1
    assert capsys.readouterr().out == ""


def test_an_annotation_is_one_line(tmp_path: Path) -> None:
    problem = Problem(Path("a,b:c.yaml"), 2, 3, "100%\nof it\r\n::add-mask::x")
    said = "::error file=a%2Cb%3Ac.yaml,line=2,col=3::100%25\\nof it\\r\\n::add-mask::x"
    assert annotate(problem, tmp_path) == said


def test_what_a_message_quotes_commands_no_runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its lines are commands from `::` on, after spaces, or from `##[` on, wherever that stands; in both streams."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    value = r'"]0;x\n::add-mask::a\n  ::stop-commands::b::warning::c ##[add-mask]d ##vso[task.x]e"'
    write_project(tmp_path, {HARVEST: STATISTICS.replace("value: 1200", f"value: {value}", 1)})
    assert main(["check", "--root", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    *_, last = err.splitlines()
    assert last.startswith("1 problem")
    assert len(err.splitlines()) == 2
    assert len(out.splitlines()) == 1
    assert out.startswith("::error file=")
    for text in (out, err):
        assert not re.search(r"##\w*\[|^\s*::(?!error file=)", text, re.MULTILINE)
        assert text.replace("\n", "").isprintable()
        assert r"]0;x\n" in text


# --- workflows


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_official_and_pinned(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text("utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", action), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_tools_are_pinned(path: Path) -> None:
    """What a workflow installs or runs from a registry has an exact version; all else is locked."""
    text = path.read_text("utf-8")
    tools = re.findall(
        r"\b(?:pipx (?:install|run)|uvx|uv tool (?:install|run)|pip install|npx|npm install) +(\S+)", text
    )
    assert tools
    assert [tool for tool in tools if not re.fullmatch(r"[\w-]+==\d+(\.\d+)+", tool)] == []


@pytest.mark.parametrize(
    ("name", "action"), [("pages.yml", "actions/cache"), ("pull-request.yml", "actions/cache/restore")]
)
def test_pictures_are_kept_between_publications_and_pull_requests_take_them(name: str, action: str) -> None:
    steps = yaml.safe_load((ENGINE / ".github/workflows" / name).read_text("utf-8"))["jobs"]["build"]["steps"]
    order = [step.get("uses", step.get("run", "")).partition("@")[0] for step in steps]
    kept = order.index(action)
    assert kept < order.index("uv run --locked build.py --strict")
    assert steps[kept]["with"]["path"] == KEPT.as_posix()
    assert steps[kept]["with"]["restore-keys"] == "pictures-"  # of whatever was published last
    assert f"/{steps[kept]['with']['path']}/\n" in (ENGINE / ".gitignore").read_text("utf-8")


def test_a_pull_request_is_built_as_it_will_be_published() -> None:
    """With an address, by which pages say more."""
    for path in WORKFLOWS:
        steps = yaml.safe_load(path.read_text("utf-8"))["jobs"]["build"]["steps"]
        [build] = [step for step in steps if step.get("run") == "uv run --locked build.py --strict"]
        assert list(build["env"]) == ["SITE_URL"]


@pytest.mark.parametrize("path", [*WORKFLOWS, ENGINE / ".pre-commit-config.yaml"], ids=lambda path: path.name)
def test_they_call_commands_that_there_are(path: Path) -> None:
    calls = re.findall(r"uv run (.*build\.py.*)", path.read_text("utf-8"))
    assert calls
    for call in calls:
        words = shlex.split(call.partition(">")[0])
        parse_arguments(words[words.index("build.py") + 1 :])  # or exits
