"""What readers will see change, between two states of a project."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from microsite.charts.story import Story
from microsite.charts.texts import written
from microsite.desk.command_line import main
from microsite.desk.diff import NONE, Change, compare, render_markdown, render_text, summarise
from microsite.desk.shown import ShownAt, list_shown, sentences
from microsite.pipeline import load, read
from tests.project import (
    CHAPTER,
    CHART,
    CHART_FILE,
    EN,
    FILES,
    HARVEST,
    SOURCES,
    STATISTICS,
    ZH,
    counted,
    write_project,
)

MORE = counted(1300)


def changes(tmp_path: Path, files: dict[str, str | bytes | None]) -> tuple[Change, ...]:
    before, after = write_project(tmp_path / "before"), write_project(tmp_path / "after", files)
    return compare(list_shown(read(before)), list_shown(read(after)))


def said(found: tuple[Change, ...], kind: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(change.name, change.before, change.after) for change in found if change.kind == kind]


def test_a_big_figure_is_a_line_of_its_page(tmp_path: Path) -> None:
    block = "\n\n{big:trees@2023}\n"
    texts: dict[str, str | bytes | None] = {path: CHAPTER[code] + block for path, code in ((EN, "en"), (ZH, "zh"))}
    (_, removed, added), _ = said(changes(tmp_path, texts), "page")
    assert removed == ()
    assert " ".join(added).endswith("900 trees")


def test_a_new_value_changes_all_that_shows_it(tmp_path: Path) -> None:
    found = changes(tmp_path, {HARVEST: MORE})
    old, new = "more than 1,200 trees · 超过1200棵", "more than 1,300 trees · 超过1300棵"
    assert said(found, "figure") == [
        ("trees@2024", (old,), (new,)),
        ("trees@2024", ("printed: more than 1200 trees",), ("printed: more than 1300 trees",)),
        ("crop-per-tree@2024", ("more than 33.3% · 超过33.3%",), ("more than 44.4% · 超过44.4%",)),
    ]
    assert said(found, "page") == [
        (
            "chapters/harvest (en)",
            ("The village has more than 1,200 trees, among them windfalls.",),
            ("The village has more than 1,300 trees, among them windfalls.",),
        ),
        ("chapters/harvest (zh)", ("村里有超过1200棵果树，也有落果。",), ("村里有超过1300棵果树，也有落果。",)),
    ]
    assert [name for name, _, _ in said(found, "table")] == ["more-trees (en)", "more-trees (zh)"]
    assert [name for name, _, _ in said(found, "drawing")] == ["more-trees (en)", "more-trees (zh)"]
    ((_, _, (alt,)), _) = said(found, "alternative text")
    assert alt == "more than 1,300 trees, after 900, as bars by year."
    assert next(change.source for change in found if change.kind == "figure") == f"{HARVEST}:7"


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "name"),
    [
        (EN, "The village has", "The valley has", "page", "chapters/harvest (en)"),
        (ZH, "title: 收成", "title: 丰收", "page", "chapters/harvest (zh)"),
        (HARVEST, "printed: 36 tonnes", "printed: 36t", "figure", "crop@2024"),
        (HARVEST, "Apples picked.", "Apples sold.", "", "statistic crop (en)"),
        (CHART_FILE, "zh: 秋季清点。", "zh: 春季清点。", "", "chart more-trees (zh)"),
        (CHART_FILE, ", accent: true", "", "drawing", "more-trees (en)"),
    ],
)
def test_each_kind_of_change(tmp_path: Path, file: str, old: str, new: str, kind: str, name: str) -> None:
    text = {EN: CHAPTER["en"], ZH: CHAPTER["zh"], HARVEST: STATISTICS, CHART_FILE: CHART}[file]
    assert old in text
    found = changes(tmp_path, {file: text.replace(old, new)})
    assert name in [name for name, _, _ in said(found, kind)]


def test_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    lines = STATISTICS.split("\n")
    index = lines.index("    - value: 900")
    more = "\n".join(
        [*lines[:index], "    - {value: 1000, period: 2022, role: context, source: almanac}", *lines[index:]]
    )
    (figure, *_) = changes(tmp_path, {HARVEST: more})
    assert figure == Change(
        ShownAt("figure", "trees@2022"), f"{HARVEST}:15", (), ("1,000 trees · 1000棵", "period: 2022 (stated)",
                                                             "kind: measured", "source: almanac"))  # fmt: skip
    (back, *_) = compare(list_shown(read(tmp_path / "after")), list_shown(read(tmp_path / "before")))
    assert (back.before, back.after) == (figure.after, ())


def test_a_correction_says_its_figures_as_they_are_typed(tmp_path: Path) -> None:
    figures = "was: 1150, now: {value: 1200, bound: more-than}"
    log = f"- {{date: 2025-06-01, statistic: trees@2024, {figures}, why: {{en: A., zh: 甲。}}}}"
    found = changes(tmp_path, {"data/corrections.yaml": log})
    (added, *_) = (change.after for change in found if change.name.startswith("correction"))
    assert {"was: 1150", "now: {value: 1200, bound: more-than}"} <= set(added)


def test_no_change(tmp_path: Path) -> None:
    found = changes(tmp_path, {"data/speakers.yaml": "# the same\ngrower:\n  label: {en: the grower, zh: 果农}\n"})
    assert found == ()
    assert render_text(found) == NONE


def test_no_text_leaves_the_fence_it_stands_in() -> None:
    text = "A text\n````\n</details><h1>Approved</h1>\u202e"
    (shown,) = [
        line
        for line in render_markdown([Change(ShownAt("page", "a"), "a.md", (), (text,))]).split("\n")
        if "h1" in line
    ]
    assert shown == r"+ A text\n````\n</details><h1>Approved</h1>\u202e"


def test_it_is_said_for_a_terminal_and_for_a_pull_request(tmp_path: Path) -> None:
    found = changes(tmp_path, {EN: CHAPTER["en"].replace("The village", "The valley")})
    assert summarise(found) == "Readers will see change: 1 passage of text."
    assert render_text(found).split("\n") == [
        "Text of pages",
        "",
        f"  chapters/harvest (en)  {EN}",
        "    - The village has more than 1,200 trees, among them windfalls.",
        "    + The valley has more than 1,200 trees, among them windfalls.",
        "",
        "Readers will see change: 1 passage of text.",
    ]
    lines = render_markdown(found).split("\n")
    assert lines[:3] == ["## What readers will see change", "", "Readers will see change: 1 passage of text."]
    assert lines[lines.index("````diff") + 1 :][:3] == [
        "- The village has more than 1,200 trees, among them windfalls.",
        "+ The valley has more than 1,200 trees, among them windfalls.",
        "````",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? “Three!” Four", ("One.", "Two?", "“Three!”", "Four")),
        ("At 6.5 per cent, e.g. here.", ("At 6.5 per cent, e.g. here.",)),
        ("一句。两句？“三句！”四句", ("一句。", "两句？", "“三句！”", "四句")),
        ("", ()),
    ],
)
def test_sentences(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


# --- the command line


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project below the top of a repository, in two revisions: the second has more trees."""
    root = write_project(tmp_path / "stories" / "orchard")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "first")
    (root / HARVEST).write_text(MORE, "utf-8")
    commit(tmp_path, "more trees")
    return root


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", message)


def test_revisions_folders_and_the_files_as_they_are(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--root", str(repository), "diff"]
    assert main([*command, "HEAD~1"]) == 0
    one = capsys.readouterr().out
    assert "- more than 1,200 trees · 超过1200棵" in one
    assert main([*command, "HEAD~1", "HEAD"]) == 0
    assert capsys.readouterr().out == one
    assert main([*command, "HEAD"]) == 0
    assert capsys.readouterr().out == f"{NONE}\n"
    assert main([*command, str(write_project(repository.parent / "other")), "HEAD"]) == 0
    assert capsys.readouterr().out == one
    assert main([*command, "main", "HEAD~1", "--markdown"]) == 0
    assert "+ more than 1,200 trees · 超过1200棵" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["HEAD~5", "mian", "--help-me", "/nowhere"])
def test_what_is_no_revision(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["--root", str(repository), "diff", "HEAD", "--", name] if name[0] == "-" else
                ["--root", str(repository), "diff", name]) == 1  # fmt: skip
    assert f"'{name}' is neither a folder that holds data/ nor a revision that git knows" in (
        err := capsys.readouterr().err
    )
    assert ("did you mean 'main'?" in err) is (name == "mian")


def test_what_git_says_is_passed_on(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository.parents[1] / ".git").rename(repository.parents[1] / "git")
    assert main(["--root", str(repository), "diff", "HEAD~1"]) == 1
    assert "nor a revision that git knows; git says: fatal: not a git repository" in capsys.readouterr().err


def test_a_state_that_cannot_be_read_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "data/units.yaml").write_text("trees: {nam: tree}\n", "utf-8")
    commit(repository.parents[1], "broken")
    git(repository, "checkout", "-q", "HEAD~1", "--", ".")
    assert main(["--root", str(repository), "diff", "HEAD", "--markdown"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("'HEAD' can't be read by today's engine, so there is nothing to compare:\n")
    assert "data/units.yaml:1:9: unknown key 'nam', did you mean 'name'?" in out


def test_a_chart_that_is_refused_today_has_no_drawing_to_compare(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chart = repository / "content/charts/more-trees.yaml"
    sound = chart.read_text("utf-8")
    chart.write_text(sound.replace("form: bars", "form: target"), "utf-8")  # without a target
    commit(repository.parents[1], "refused today")
    chart.write_text(sound, "utf-8")
    assert main(["--root", str(repository), "diff", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert "+ form: bars" in out
    assert "drawn" not in out


def test_a_mistake_in_the_new_state_is_told_as_always(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / EN).write_text(CHAPTER["en"].replace("{trees}", "{treez}"), "utf-8")
    assert main(["--root", str(repository), "diff", "HEAD"]) == 1
    assert f"{EN}:5:17: unknown statistic 'treez', did you mean 'trees'?" in capsys.readouterr().err


def test_a_draft_is_an_entry_for_the_log(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "diff", "HEAD~1", "--draft"]) == 0
    draft = capsys.readouterr().out
    date, *rest = draft.split("\n")
    assert date.startswith("- date: 20")
    assert rest == [
        "  statistic: trees@2024",
        "  was: {value: 1200, bound: more-than}",
        "  now: {value: 1300, bound: more-than}",
        "  why: {en: TODO, zh: TODO}",
        "# changes with it: crop-per-tree@2024",
        "",
    ]
    (repository / "data/corrections.yaml").write_text(draft, "utf-8")  # and it fits
    assert main(["--root", str(repository), "check"]) == 0
    capsys.readouterr()
    assert main(["--root", str(repository), "diff", "HEAD~1", "--draft"]) == 0
    assert capsys.readouterr().out == ""  # what is logged is drafted no more


# --- all that reaches a reader

SHAPES: list[Callable[[str, str], str]] = [
    lambda text, token: f"{token}. {text}",
    lambda text, token: re.sub(r"(?<=[.。]) ?|$", f" {token}. ", text, count=1),
    lambda text, token: f"{text} {token}",
    lambda text, token: f"{token}\n\n{text}",
    lambda text, token: f"{text}\nSaid in {token}\nlines",
    lambda text, token: f"{text}\n\n- one\n- {token}\n",
    lambda text, token: f"{text}!? … {token}?!",
]
BODIES = [
    "\n\n{}.\n", "\n\nOne.  \n{}\nthree.\n", "\n\n- One.\n- {}\n", "\n\n1. {}\n", "\n\n> {}.\n", "\n\n## {}\n",
    "\n\n    {}\n", "\n\n| one | {} |\n|---|---|\n| x | y |\n", "\n\n`{}`\n", "\n\n`\n{}`\n", "\n\n*{}*\n",
    "\n\n[x](https://host.example/{})\n", '\n\n[x](page:method "{}")\n', "\n\n<https://host.example/{}>\n",
    "\n\n[x][y]\n\n[y]: https://host.example/{}\n",
]  # fmt: skip


def retold(story: Story, folder: Path, shift: int) -> dict[str, str]:
    """Write a project whose every text has a token of its own in one of the shapes; return where each stands."""
    tokens: dict[str, str] = {}

    def token(place: str) -> str:
        name = "".join(chr(ord("a") + int(digit)) for digit in f"{len(tokens):05}")
        tokens[f"Q{name}x"] = place
        return f"Q{name}x"

    def told(text: Any, place: str) -> Any:
        if isinstance(text, dict):
            return {key: told(item, f"{place}.{key}") for key, item in text.items()}
        return SHAPES[(len(tokens) + shift) % len(SHAPES)](text, token(place))

    project = story.project
    data: dict[Path, Any] = {}
    for document in dict.fromkeys(where.document for *_, where in project.entries()):  # some hold an entry of a file
        read = deepcopy(document.data)
        data[document.path] = {**data.get(document.path, {}), **read} if isinstance(read, dict) else read
    for _, id_, record, where in project.entries():
        for location, text, _ in written(record):
            part = data[where.document.path]
            for step in (*where.location, *location):
                part = part[step]
            for code in text:
                part[code] = told(part[code], f"{type(record).__name__} {id_} {location} {code}")
    shutil.copytree(project.root / "content", folder / "content")
    for path, content in data.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    for pages in project.pages.values():
        for page in pages.values():
            front = {
                name: told(said, f"{page.path} {name}")
                for name, said in page.front
                if said and name not in ("sections_differ", "anchors")
            }
            body = page.body + BODIES[(len(tokens) + shift) % len(BODIES)].format(token(str(page.path)))
            head = yaml.safe_dump(front, allow_unicode=True)
            (folder / page.path).write_text(f"---\n{head}---\n{body}", "utf-8")
    return tokens


def test_every_text_that_changes_is_shown(story: Story, tmp_path: Path, *, thorough: bool) -> None:
    """Each in one shape, all shapes among them; if thorough, each in all."""
    before = list_shown(story)
    for shift in range(len(BODIES) if thorough else 1):
        folder = tmp_path / str(shift)
        tokens = retold(story, folder, shift)
        found = compare(before, list_shown(load(folder)[0]))
        shown = set(re.findall("Q[a-j]{5}x", "\n".join(line for change in found for line in change.after)))
        assert [place for token, place in tokens.items() if token not in shown] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        (HARVEST, "Trees that bear fruit.", "Trees that bear fruit!", ""),
        (EN, "among them", "*among* them", "setting"),
        (EN, "The village", "## The village", "setting"),
        (HARVEST, "subject: harvest\n  observations:\n    - value: 36", "subject: harvest\n  related: [trees]\n"
         "  observations:\n    - value: 36", ""),
        (HARVEST, "paragraph: 3", "mentions: [{paragraph: 9, printed: 36t}]\n      paragraph: 3", "figure"),
        (HARVEST, "status: estimated", "next_release: 2031\n      status: estimated", "figure"),
        ("data/sources.yaml", "grade: weak", "grade: relay", ""),
        ("data/site.yaml", "name: English", "name: British", ""),
        ("content/glossary.yaml", "rendering: established", "rendering: ours", ""),
    ],
)  # fmt: skip
def test_what_is_no_text_is_shown(tmp_path: Path, file: str, old: str, new: str, kind: str) -> None:
    assert FILES[file].count(old) == 1
    assert said(changes(tmp_path, {file: FILES[file].replace(old, new)}), kind)


def test_the_id_of_a_heading_is_shown(tmp_path: Path) -> None:
    before, after = (
        write_project(tmp_path / id_, {EN: f"{CHAPTER['en']}\n## Who they are {{#{id_}}}\n"}) for id_ in ("old", "new")
    )
    found = compare(list_shown(read(before)), list_shown(read(after)))
    assert said(found, "page") == [("chapters/harvest (en)", ("Who they are → #old",), ("Who they are → #new",))]


def test_the_order_and_the_look_are_shown(tmp_path: Path) -> None:
    first, second = SOURCES.split("almanac:")
    found = changes(tmp_path, {"data/sources.yaml": f"almanac:{second}{first}", "static/site.css": "p {}\n"})
    assert [(change.kind, change.place.name) for change in found] == [("order", "source"), ("file", "static/site.css")]


@pytest.mark.parametrize("path", ["static/root/robots.txt", "static/reports/report.pdf"])
def test_what_is_published_as_it_is_is_shown(tmp_path: Path, path: str) -> None:
    assert [(change.kind, change.place.name) for change in changes(tmp_path, {path: "a"})] == [("file", path)]


def test_how_a_column_is_aligned_is_shown(tmp_path: Path) -> None:
    table = "\n| Tree |\n| --- |\n| Pear |\n"
    write_project(tmp_path / "old", {EN: CHAPTER["en"] + table})
    write_project(tmp_path / "new", {EN: CHAPTER["en"] + table.replace("---", "---:")})
    shown = [list_shown(load(tmp_path / name)[0]) for name in ("old", "new")]
    assert [change.kind for change in compare(*shown)] == ["setting"]
