"""The command line, and what a build leaves behind when it succeeds and when it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from microsite.desk.command_line import main
from microsite.desk.shape import ABOUT
from microsite.errors import BuildError
from microsite.pipeline import build
from microsite.progress import telling
from microsite.publish.write import read_site
from tests.project import (
    CHAPTER,
    CHART,
    ENGINE,
    HARVEST,
    SITE,
    SOURCES,
    SPEAKERS,
    STATISTICS,
    WITHOUT_CHARTS,
    write_project,
)

BROKEN = {HARVEST: STATISTICS.replace("unit: tonnes", "unit: tonne"), "content/zh/method.md": None}
PROBLEMS = [
    "content/zh/method.md: is missing",
    f"{HARVEST}:24:9: unknown unit 'tonne', did you mean 'tonnes'?",
    "2 problems; nothing was written",
]


# --- building


def test_builds_into_site_below_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["--root", str(root)]) == 0
    out, err = capsys.readouterr()
    assert " pages, " in out
    assert err == ""
    site = read_site(root / "site")
    for name in (
        *("index", "404", "charts/index", "statistics/index", "glossary/index", "method/index", "corrections/index"),
        *("data/index", "statistics/trees/index", "charts/more-trees/index", "embed/more-trees/index"),
    ):
        assert f"{name}.html" in site
        assert f"zh/{name}.html" in site
    for name in ("statistics.csv", "statistics.json", "datapackage.json", "charts/more-trees.csv"):
        assert f"data/{name}" in site
    assert ".nojekyll" in site
    assert "static/site.css" in site


def test_what_is_noted_of_a_speaker_stands_with_what_they_say(tmp_path: Path) -> None:
    note = "  note: {en: 'The grower sells what grows: {trees}.', zh: '果农卖的就是这些：{trees}。'}\n"
    build(write_project(tmp_path, {"data/speakers.yaml": f"{SPEAKERS}{note}"}), tmp_path / "site")
    for folder, said in (("", "The grower sells what grows"), ("zh/", "果农卖的就是这些")):
        assert said in (tmp_path / f"site/{folder}statistics/trees/index.html").read_text("utf-8")


def test_a_build_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with telling(lambda what, done, of: told.append((what, done, of))):
        built = build(write_project(tmp_path / "story"), tmp_path / "site")
    works = {what: [step for step in told if step[0] == what] for what, _, _ in told}
    assert list(works) == ["pages and files rendered", "files read back"]
    for what, steps in works.items():
        assert steps == [(what, done, len(steps)) for done in range(len(steps))]
        assert len(steps) > built.pages


def test_builds_elsewhere(tmp_path: Path) -> None:
    root = write_project(tmp_path / "story")
    assert main(["build", "--root", str(root), "--out", str(tmp_path / "deep" / "public")]) == 0
    assert (tmp_path / "deep" / "public" / "index.html").is_file()
    assert not (root / "site").exists()


def test_a_changed_number_is_drawn_in_both_languages_without_any_browser(tmp_path: Path) -> None:
    """As a process that finds no program but Python: not a browser, nor any other."""
    root, out = write_project(tmp_path / "story"), tmp_path / "site"
    pages = [out / f"{folder}charts/more-trees/index.html" for folder in ("", "zh/")]
    build(root, out)
    drawn = [page.read_text("utf-8") for page in pages]
    write_project(root, {HARVEST: STATISTICS.replace("1200", "1300")})
    command = [sys.executable, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]
    environment = {**os.environ, "PATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    pictures = read_site(out / "data/charts")
    assert all(pictures[f"more-trees-{code}.png"].startswith(b"\x89PNG") for code in ("en", "zh"))
    said = ((">1,200", ">1,300"), (">1200", ">1300"))
    for before, page, (old, new) in zip(drawn, pages, said, strict=True):
        after = page.read_text("utf-8")
        assert old in texts_of(before) and new not in texts_of(before)
        assert new in texts_of(after) and old not in texts_of(after)


def texts_of(html: str) -> str:
    """Return the texts of the drawings in a page."""
    return unescape(" ".join(re.findall(r"<text [^>]*>(.*?)</text>", html)))


def test_a_character_that_no_font_of_pictures_has_is_told_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path, {"content/charts/more-trees.yaml": CHART.replace("树更多了", "龘树")})
    assert main(["--root", str(root)]) == 0
    assert "the fonts of pictures and headings lack 龘: others stand in (uv run" in capsys.readouterr().err


# --- failing


def test_strict_refuses_a_figure_that_plotly_does_not_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, out = write_project(tmp_path / "story"), tmp_path / "site"
    build(root, out, strict=True)
    monkeypatch.setattr("microsite.pipeline.find_invalid", lambda _: "Invalid property specified")
    build(root, out)
    with pytest.raises(BuildError, match=r"more-trees\.yaml: makes a figure that Plotly does not take: Invalid prop"):
        build(root, out, strict=True)


def test_problems_go_to_stderr_and_the_old_site_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["--root", str(root)]) == 0
    before = read_site(root / "site")
    capsys.readouterr()
    (root / "content/zh/method.md").unlink()
    (root / HARVEST).write_text(str(BROKEN[HARVEST]), "utf-8")
    assert main(["--root", str(root)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == PROBLEMS
    assert read_site(root / "site") == before


@pytest.mark.parametrize("out", ["/", ".", "..", "data", "content"])
def test_a_folder_that_holds_the_sources_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    root = write_project(tmp_path / "story")
    before = read_site(tmp_path)
    assert main(["--root", str(root), "--out", str(root / out)]) == 1
    assert "would be replaced by the site, and holds what the site is made from" in capsys.readouterr().err
    assert read_site(tmp_path) == before


@pytest.mark.parametrize(
    "out",
    [
        "notes", "story/notes", "story/content/en", "story/data/new", "story/static/x/y", "story/.git/x",
        "other/templates/x", "other/static/site", "linked/x",
    ],
)  # fmt: skip
def test_a_folder_that_holds_or_lies_in_something_else_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    """Also in another project, and through a link; at once, and whatever is wrong in the sources."""
    root = write_project(tmp_path / "story", {**WITHOUT_CHARTS, "notes/draft.txt": "the only copy", ".git/x": ""})
    write_project(tmp_path / "other", {"templates/x.html": "", "static/x.css": ""})
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/index.html").write_text("a web root")
    (tmp_path / "linked").symlink_to("other/static")
    (root / "static").mkdir()
    (root / "data/units.yaml").write_text("broken:")
    before = read_site(tmp_path)
    assert main(["--root", str(root), "--out", str(tmp_path / out)]) == 1
    said = capsys.readouterr().err
    assert "holds what no build left there" in said or "holds what a site is made from; choose" in said
    assert said.endswith("1 problem; nothing was written\n")
    assert read_site(tmp_path) == before


# --- files for the site's root

GIVEN = {
    "CNAME": "orchard.example\n",
    "google1234567.html": "google-site-verification: google1234567.html",
    "BingSiteAuth.xml": "<users><user>1234567</user></users>",
    ".well-known/security.txt": "Contact: mailto:a@orchard.example\n",
    "robots.txt": "User-agent: *\nDisallow: /data/\n",
}


def test_files_for_the_root_of_the_site_stand_there_as_they_are(tmp_path: Path) -> None:
    more = {f"static/root/{path}": text for path, text in {**GIVEN, ".DS_Store": ""}.items()}
    root = write_project(tmp_path / "story", {"data/site.yaml": f"{SITE}url: https://orchard.example/\n", **more})
    assert main(["--root", str(root)]) == 0
    site = read_site(root / "site")
    assert {path: site[path].decode() for path in GIVEN} == GIVEN
    assert not [path for path in site if "root/" in path or ".DS_Store" in path]
    assert main(["verify", "--root", str(root)]) == 0


@pytest.mark.parametrize("path", ["index.html", "data", "ZH/notes.txt", "SHA256SUMS", "statistics/trees/index.html"])
def test_a_file_for_the_root_leaves_the_site_s_own_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    root = write_project(tmp_path, {f"static/root/{path}": ""})
    message = f"static/root/{path}: stands where the site has a file or folder of its own; give it another name\n"
    for command in ("check", "build"):
        assert main([command, "--root", str(root)]) == 1
        assert message in capsys.readouterr().err
    assert not (root / "site").exists()


@pytest.mark.parametrize("out", ["microsite/x", "tests/x", "docs/x", "static/x"])
def test_nor_is_one_in_the_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str) -> None:
    assert main(["--root", str(write_project(tmp_path)), "--out", str(ENGINE / out)]) == 1
    assert "holds what a site is made from; choose another folder" in capsys.readouterr().err
    assert not (ENGINE / out).exists()


def test_a_file_in_the_sites_place_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story")
    (tmp_path / "public").write_text("precious")
    assert main(["--root", str(root), "--out", str(tmp_path / "public")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'public'}: Not a directory\n"
    assert (tmp_path / "public").read_text() == "precious"


def test_a_mistake_in_the_style_is_a_problem_and_leaves_the_old_site(tmp_path: Path) -> None:
    root = write_project(tmp_path / "story", {"static/tokens.yaml": "ink: {light\n"})
    with pytest.raises(BuildError, match=r"tokens\.yaml:1:6: the { opened here"):
        build(root, tmp_path / "site")
    assert not (tmp_path / "site").exists()


# --- other commands


def test_explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["explain", "trees", "--root", str(root)]) == 0
    assert capsys.readouterr().out.startswith(f"trees  {HARVEST}:1\n")
    assert main(["explain", "tree", "--root", str(root)]) == 1
    assert capsys.readouterr() == ("", "unknown statistic 'tree', did you mean 'trees'?\n")


def test_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "article.txt"
    article.write_text("丰年\n\n村里有超过1200棵果树。\n今年摘了36吨。\n", "utf-8")
    printed = STATISTICS.replace("printed: more than 1200 trees", "printed: 超过1200棵").replace(
        "printed: 36 tonnes", "printed: 36吨"
    )
    sources = SOURCES.replace("language: en", "language: zh-Hans")
    root = write_project(tmp_path / "story", {HARVEST: printed, "data/sources.yaml": sources})
    assert main(["audit", str(article), "--root", str(root)]) == 0
    article.write_text("丰年\n村里有超过1200棵果树。\n今年摘了36吨，另有八百棵。\n", "utf-8")
    assert main(["audit", str(article), "--root", str(root)]) == 1
    assert "八百" in capsys.readouterr().out


def test_audit_without_an_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story")
    assert main(["audit", str(tmp_path / "none.txt"), "--root", str(root)]) == 1
    assert "none.txt: No such file or directory\n" in capsys.readouterr().err
    with (tmp_path / "long.txt").open("wb") as file:
        file.truncate(10**12)
    assert main(["audit", str(tmp_path / "long.txt"), "--root", str(root)]) == 1
    assert "long.txt: is larger than 16 MB" in capsys.readouterr().err
    orchard = ENGINE / "tests/sites/orchard"
    assert main(["audit", str(tmp_path / "none.txt"), "--root", str(orchard)]) == 1
    assert ": names no article\n" in capsys.readouterr().err


def test_a_shape_that_somebody_else_wrote_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story", {"data/shape.yaml": "- runs: 7 crop\n"})
    (tmp_path / "article.txt").write_text("A good year\n", "utf-8")
    assert main(["shape", str(tmp_path / "article.txt"), "--root", str(root)]) == 1
    assert "data/shape.yaml: was not written by this command; move it away" in capsys.readouterr().err
    assert (root / "data/shape.yaml").read_text() == "- runs: 7 crop\n"


def test_the_articles_shape_is_written_and_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "A good year\n\nThat year: more than 1200 trees, all well.\nThen\n“We picked 36 tonnes.”\n", "utf-8"
    )
    moved = STATISTICS.replace("paragraph: 3", "paragraph: 4")
    root = write_project(tmp_path / "story", {HARVEST: moved, "data/shape.yaml": f"{ABOUT}\n- runs: 7 crop\n"})
    assert main(["check", "--root", str(root)]) == 1
    assert capsys.readouterr().err.splitlines()[:2] == [
        f"{HARVEST}:13:18: the article's shape lacks it in paragraph 2: "
        f"uv run build.py --root {root} shape ARTICLE writes data/shape.yaml",
        f"{HARVEST}:33:18: the article's shape lacks it in paragraph 4: "
        f"uv run build.py --root {root} shape ARTICLE writes data/shape.yaml",
    ]
    assert main(["shape", str(article), "--root", str(root)]) == 0
    assert (root / "data/shape.yaml").read_text("utf-8").splitlines()[1:] == [
        "# 1", "- runs: 11", "  headline: true", "# 2", "- runs: 9 trees 8",
        "# 3", "- runs: 4", "  headline: true", "# 4", "- runs: 9 crop",
    ]  # fmt: skip
    assert main(["check", "--root", str(root)]) == 0
    capsys.readouterr()
    main(["audit", str(article), "--root", str(root)])
    assert "another shape" not in capsys.readouterr().out
    article.write_text(article.read_text("utf-8").replace("all well", "all very well"), "utf-8")
    assert main(["audit", str(article), "--root", str(root)]) == 1
    assert "  paragraph 2: data/shape.yaml has another shape" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="signals and pipes are those of Unix")
def test_who_ends_it_is_told_no_more_than_that(tmp_path: Path) -> None:
    root = write_project(tmp_path / "story")
    command = f"{sys.executable} {ENGINE / 'build.py'} --root {root}"
    shown = subprocess.run(f"{command} explain trees | true", shell=True, capture_output=True, text=True, check=False)
    assert shown.stderr == ""


def test_an_interrupt_is_no_mistake(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("microsite.desk.check.read", interrupted)
    assert main(["check"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_as_a_process(tmp_path: Path) -> None:
    """Exit codes and streams as a shell sees them, from any working directory; a check writes nothing."""
    command = [sys.executable, str(ENGINE / "build.py"), "check", "--root", "story"]
    write_project(tmp_path / "story")
    before = read_site(tmp_path)
    sound = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (sound.returncode, sound.stdout, sound.stderr) == (0, "3 statistics, 1 charts: no problem found\n", "")
    assert read_site(tmp_path) == before
    write_project(tmp_path / "story", {"content/en/chapters/1-harvest.md": CHAPTER["en"] + "\nSome 12 trees.\n"})
    broken = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr.startswith("content/en/chapters/1-harvest.md:9:6: '12' is a number typed by hand;")
