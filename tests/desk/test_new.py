"""What `new` writes builds at once, explains itself, and is not published as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from microsite.checks.texts import find_unfinished
from microsite.desk.command_line import main, parse_arguments
from microsite.errors import BuildError
from microsite.files import put
from microsite.pages.kinds import PAGES
from microsite.pipeline import build, read
from microsite.source.load import load_project
from microsite.source.project import Project
from tests.project import CHART, ENGINE, SITE, SOURCES, WITHOUT_CHARTS, write_project

KINDS = ("statistic", "chart", "page", "source", "term")


def new(root: Path, *arguments: str) -> int:
    return main(["new", *arguments, "--root", str(root)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "orchard")


@pytest.mark.parametrize("kind", KINDS)
def test_it_builds_at_once_and_is_not_fit_for_readers(root: Path, tmp_path: Path, kind: str) -> None:
    assert new(root, kind, "apple-pie") == 0
    build(root, tmp_path / "site")
    with pytest.raises(BuildError) as caught:
        build(root, tmp_path / "site", strict=True)
    assert "is still to be written: 'TODO'" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "places"),
    [
        ("statistic", ["data/statistics/harvest.yaml:45"]),
        (
            "chart",
            [
                "content/charts/apple-pie.yaml:1",
                "content/en/chapters/1-harvest.md:9",
                "content/zh/chapters/1-harvest.md:9",
            ],
        ),
        ("page", ["content/en/apple-pie.md:1", "content/zh/apple-pie.md:1"]),
        ("source", ["data/sources.yaml:12"]),
        ("term", ["content/glossary.yaml:6"]),
    ],
)
def test_it_says_where_and_what_is_next(
    root: Path, capsys: pytest.CaptureFixture[str], kind: str, places: list[str]
) -> None:
    assert new(root, kind, "apple-pie") == 0
    *said, first = capsys.readouterr().out.partition("Replace every TODO")
    assert said[0].splitlines() == places
    assert "apple-pie" in first
    assert first.endswith("\n")
    path, line = places[0].split(":")
    assert (root / path).read_text("utf-8").splitlines()[int(line) - 1].strip()


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_is_given_once(root: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    assert new(root, kind, "apple-pie") == 0
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert new(root, kind, "apple-pie") == 1
    assert "'apple-pie' is there already: " in capsys.readouterr().err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_is_known_of_a_statistic(root: Path) -> None:
    assert new(root, "statistic", "apple-pie", "--subject", "harvest") == 0
    text = (root / "data/statistics/harvest.yaml").read_text("utf-8")
    assert "# What exactly is counted, and what is not / 究竟统计什么，不统计什么\n" in text
    statistic = read(root).project.statistics["apple-pie"]
    assert (statistic.subject, statistic.observations[0].source) == ("harvest", "almanac")


def test_what_is_guessed_of_a_statistic_is_no_later_than_its_source(root: Path) -> None:
    write_project(root, {"data/sources.yaml": SOURCES + "  date: 2024-12-31\n"})
    assert new(root, "statistic", "apple-pie") == 0
    assert read(root).project.statistics["apple-pie"].observations[0].period == "2024"


def test_a_chapter_has_the_next_number(root: Path) -> None:
    assert new(root, "page", "chapters/apple-pie") == 0
    assert read(root).project.chapters == ("harvest", "apple-pie")
    assert (root / "content/zh/chapters/2-apple-pie.md").is_file()
    assert new(root, "statistic", "pies") == 0
    assert (root / "data/statistics/apple-pie.yaml").is_file()


def test_the_first_term_brings_its_page(root: Path, tmp_path: Path) -> None:
    write_project(
        root, {f"content/{code}/glossary.md": None for code in ("en", "zh")} | {"content/glossary.yaml": None}
    )
    assert new(root, "term", "apple-pie") == 0
    assert (root / "content/zh/glossary.md").is_file()
    build(root, tmp_path / "site")


def test_a_chart_draws_what_can_be_drawn(root: Path) -> None:
    write_project(root, {"data/statistics/a.yaml": RANK})
    assert new(root, "chart", "apple-pie") == 0
    assert read(root).project.charts["apple-pie"].marks[0].statistic == "trees"


RANK = """\
place:
  label: {en: Place, zh: 名次}
  definition: {en: Among villages., zh: 在各村里。}
  unit: rank
  subject: harvest
  observations:
    - {value: 2, period: 2024, role: context, source: almanac}
"""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["term", "Apple Pie"], "'Apple Pie' is not an id"),
        (["statistic", "pie", "--subject", "harvst"], "unknown subject 'harvst' (known: harvest)"),
    ],
)
def test_mistakes(root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert new(root, *arguments) == 1
    assert message in capsys.readouterr().err


def test_other_mistakes_may_wait(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who names a source in an observation first, and then makes it, is no stranger."""
    text = (root / "data/statistics/harvest.yaml").read_text("utf-8").replace("source: almanac", "source: census")
    write_project(root, {"data/statistics/harvest.yaml": text})
    assert main(["check", "--root", str(root)]) == 1
    assert new(root, "source", "census") == 0
    assert main(["check", "--root", str(root)]) == 0
    assert "unknown source 'census'" in capsys.readouterr().err


def test_what_stands_half_written_elsewhere_is_in_nobodys_way(root: Path) -> None:
    write_project(root, {"content/charts/more-trees.yaml": CHART.replace("form: bars", "forn: bars")})
    assert new(root, "term", "apple-pie") == 0
    assert "apple-pie" in (root / "content/glossary.yaml").read_text("utf-8")


def test_a_site_that_cannot_be_read_is_mended_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_project(root, {"data/site.yaml": SITE.replace("title:", "titel:")})
    assert new(root, "term", "apple-pie") == 1
    assert "unknown key 'titel'" in capsys.readouterr().err
    assert "apple-pie" not in (root / "content/glossary.yaml").read_text("utf-8")


def test_what_would_not_build_is_not_written(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microsite.desk.new.UNFINISHED", "42")
    assert new(root, "source", "fine") == 0  # a publisher may be called so
    before = (root / "content/glossary.yaml").read_text("utf-8")
    assert new(root, "term", "apple-pie") == 1
    assert "'42' is a number typed by hand" in capsys.readouterr().err
    assert (root / "content/glossary.yaml").read_text("utf-8") == before


def test_a_statistic_needs_a_source(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = SOURCES[: SOURCES.index("almanac:")]
    changed = (root / "data/statistics/harvest.yaml").read_text("utf-8").replace("source: almanac", "source: gazette")
    write_project(root, {"data/sources.yaml": only, "data/statistics/harvest.yaml": changed})
    assert new(root, "statistic", "pie") == 1
    assert "a statistic needs a source and a unit" in capsys.readouterr().err


def test_a_plural_of_a_unit_may_be_unfinished(root: Path) -> None:
    text = (root / "data/units.yaml").read_text("utf-8")
    assert 'other: "{0} trees"' in text
    write_project(root, {"data/units.yaml": text.replace('other: "{0} trees"', 'other: "{0} TODO"', 1)})
    (problem,) = find_unfinished(read(root).project)
    assert str(problem).startswith("data/units.yaml:") and str(problem).endswith(": is still to be written: 'TODO'")
    assert problem.column > 1


def test_what_is_unfinished_has_a_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "data/statistics/harvest.yaml").read_text("utf-8")
    write_project(root, {"data/statistics/harvest.yaml": text.replace("结果的树。", "TODO")})
    story = read(root)
    (problem,) = find_unfinished(story.project)
    said = "data/statistics/harvest.yaml:3:48: is still to be written: 'TODO'"
    assert str(problem) == said
    assert main(["check", "--root", str(root)]) == 0
    assert main(["check", "--strict", "--root", str(root)]) == 1
    assert said in capsys.readouterr().err


def test_a_project_without_chapters_begins_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without: dict[str, str | bytes | None] = {**WITHOUT_CHARTS, "data/statistics/harvest.yaml": None}
    without |= {f"content/{code}/chapters/1-harvest.md": None for code in ("en", "zh")}
    root = write_project(tmp_path, without)
    assert main(["new", "statistic", "pears", "--root", str(root)]) == 1
    assert "there is no chapter yet to put it in" in capsys.readouterr().err
    assert main(["new", "page", "chapters/first", "--root", str(root)]) == 0
    assert (root / "content/en/chapters/1-first.md").is_file()


def test_a_page_bears_the_name_that_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["new", "page", "2024-review", "--root", str(root)]) == 1
    assert "digits and a hyphen before a file's name order it" in capsys.readouterr().err
    assert main(["new", "page", "chapters/2024-review", "--root", str(root)]) == 0
    assert load_project(root, PAGES).chapters == ("harvest", "2024-review")


def test_what_can_not_be_written_whole_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    written: list[Path] = []

    def fail_at_the_second(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device", str(path))
        put(path, content)

    monkeypatch.setattr("microsite.desk.new.put", fail_at_the_second)
    assert main(["new", "chart", "pears", "--root", str(root)]) == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


# --- a story of one's own


def new_story(folder: Path, languages: str = "en") -> int:
    return main(["new", "story", str(folder), "--languages", languages])


def words_of(site: Path) -> str:
    """Return what readers see and hear of all pages: texts, and names of things."""
    pages = "".join(path.read_text("utf-8") for path in sorted(site.rglob("*.html")))
    shown = re.sub(r"<(style|script)\b.*?</\1>", " ", pages, flags=re.DOTALL)
    return " ".join([re.sub(r"<[^>]*>", " ", shown), *re.findall(r'(?:aria-label|title|alt)="([^"]*)"', shown)])


def test_a_language_that_the_engine_does_not_speak_has_a_hint_for_its_numbers(tmp_path: Path) -> None:
    assert new_story(tmp_path / "story", "ko,it") == 0
    italian, korean = ((tmp_path / f"story/templates/words.{code}.yaml").read_text("utf-8") for code in ("it", "ko"))
    assert "# numbers:" not in korean
    hint = italian[italian.index("# numbers:") :].replace("\n# ", "\n").removeprefix("# ")
    (tmp_path / "story/templates/words.it.yaml").write_text(italian + hint, "utf-8")
    assert load_project(tmp_path / "story", PAGES).words["it"]["numbers"]["weak"] == "one"


@pytest.mark.parametrize("languages", ["en", "zh,en", "de", "en,pt-BR"])
def test_a_story_builds_at_once_and_is_not_fit_for_readers(tmp_path: Path, languages: str) -> None:
    folder = tmp_path / "rhine"
    assert new_story(folder, languages) == 0
    codes = [tag.partition("-")[0] for tag in languages.split(",")]
    project = build_and_read(folder, tmp_path / "site")
    assert list(project.site.languages) == codes
    assert [language.tag for language in project.site.languages.values()] == languages.split(",")
    with pytest.raises(BuildError) as caught:
        build(folder, tmp_path / "site", strict=True)
    assert {problem.message for problem in caught.value.problems} == {"is still to be written: 'TODO'"}


def build_and_read(folder: Path, out: Path) -> Project:
    build(folder, out)
    return read(folder).project


def test_a_new_story_is_on_no_article_and_speaks_of_none(tmp_path: Path) -> None:
    assert new_story(tmp_path / "rhine") == 0
    build(tmp_path / "rhine", tmp_path / "site")
    said = words_of(tmp_path / "site")
    assert "What is counted" in said
    assert not re.search(r"\barticle|other sources|\bverdict|\bset aside", said, re.IGNORECASE)


def test_words_of_a_new_language_say_what_is_to_be_translated_and_why(tmp_path: Path) -> None:
    assert new_story(tmp_path / "rhine", "pt") == 0
    text = (tmp_path / "rhine/templates/words.pt.yaml").read_text("utf-8")
    above = ""
    for line in text.splitlines():
        if re.match(r"[a-z_]+:", line):
            assert re.search(r"# TODO \w", line) or above.startswith("# TODO "), line
        above = line
    assert not re.search(r"^(policy_kinds|place_kinds|reasons|numbers):", text, re.MULTILINE)
    found = {problem.path.as_posix() for problem in find_unfinished(read(tmp_path / "rhine").project)}
    assert "templates/words.pt.yaml" in found


def test_a_story_is_finished_when_nothing_is_left_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "rhine"
    assert new_story(folder) == 0
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.md")]:
        path.write_text(path.read_text("utf-8").replace("TODO", "So"), "utf-8")
    assert main(["addresses", "--root", str(folder)]) == 0
    build(folder, tmp_path / "site", strict=True)


def test_its_workflow_builds_it_strictly_with_what_the_engine_pins(tmp_path: Path) -> None:
    assert new_story(tmp_path / "rhine") == 0
    name = ".github/workflows/pages.yml"
    own, engine = ((root / name).read_text("utf-8") for root in (tmp_path / "rhine", ENGINE))
    pinned = re.compile(r"uses: (.*)")
    assert set(pinned.findall(own)) == set(pinned.findall(engine))
    jobs = yaml.safe_load(own)["jobs"]
    (command,) = (step["run"] for step in jobs["build"]["steps"] if step.get("name") == "Build")
    arguments = parse_arguments(shlex.split(command.partition("build.py ")[2]))
    assert (arguments.root, arguments.strict, arguments.out) == (Path("../story"), True, Path("../site"))
    assert "hashFiles('story/data/**'" in own


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["story", "{folder}", "--languages", "en,xx"], "'xx' is no language that CLDR knows"),
        (["story", "{folder}", "--languages", "en,en-GB"], "'en' is asked for more than once"),
        (["term", "pie", "--languages", "en"], "--languages is for a new story"),
        (["story", str(ENGINE / "data/rhine")], "holds what a site is made from; choose another folder"),
    ],
)
def test_mistakes_of_a_new_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    folder = tmp_path / "rhine"
    assert main(["new", *(word.format(folder=folder) for word in arguments)]) == 1
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_story_takes_nobodys_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rhine").mkdir()
    (tmp_path / "rhine/notes.txt").write_text("mine")
    assert new_story(tmp_path / "rhine") == 1
    assert "rhine is there already, and is no empty folder" in capsys.readouterr().err
    (tmp_path / "rhine/notes.txt").unlink()
    assert new_story(tmp_path / "rhine") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["rhine"]
