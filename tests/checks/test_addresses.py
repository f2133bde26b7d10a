"""Published addresses stay: pages that would be gone, redirects, and the record of what was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.checks.addresses import list_published
from microsite.desk.command_line import main
from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.source.addresses import list_addresses
from tests.project import SITE, read_problems, write_project

RECORD, REDIRECTS = "data/addresses.txt", "data/redirects.yaml"


def test_the_addresses_are_those_of_the_pages(tmp_path: Path) -> None:
    root = write_project(tmp_path, {REDIRECTS: "- {old: charts/less-trees, new: charts/more-trees}\n"})
    build(root, root / "site")
    pages = {path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*.html")}
    assert set(list_addresses(read(root).project)) == pages - {"404.html", "zh/404.html"}
    assert {"charts/less-trees/index.html", "zh/embed/less-trees/index.html"} <= pages


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({RECORD: "# ours\nstatistics/crops/index.html\n"},
         f"{RECORD}:2:1: the page 'statistics/crops/index.html' was published and would be gone; "
         f"say in {REDIRECTS} where it went (did you mean 'statistics/crop/index.html'?)"),
        ({RECORD: "fr/index.html\n"}, f"{RECORD}:1:1: the page 'fr/index.html' was published and would be gone"),
        ({REDIRECTS: "- {old: statistics/crops, new: statistics/corp}\n"},
         f"{REDIRECTS}:1:32: there is no page 'statistics/corp', did you mean 'statistics/crop'?"),
        ({REDIRECTS: "- {old: statistics/crop, new: statistics/trees}\n"},
         f"{REDIRECTS}:1:9: 'statistics/crop' is a page that there is"),
        ({REDIRECTS: "- {old: crops, new: statistics/crop}\n- {old: crops, new: index}\n"},
         f"{REDIRECTS}:2:9: 'crops' is redirected above already"),
        ({REDIRECTS: "- {old: crops}\n"}, f"{REDIRECTS}:1:3: the key 'new' is missing"),
        ({REDIRECTS: "- {old: ../crops, new: index}\n"}, f"{REDIRECTS}:1:9: '../crops' is not the name of a page"),
    ],
)  # fmt: skip
def test_what_would_be_lost(tmp_path: Path, files: dict[str, str | bytes | None], problem: str) -> None:
    (said,) = read_problems(tmp_path, files)
    assert said.startswith(problem)


def test_a_redirect_keeps_what_was_published(tmp_path: Path) -> None:
    record = "statistics/crops/index.html\nzh/statistics/crops/index.html\nindex.html\n"
    assert (
        read_problems(tmp_path, {RECORD: record, REDIRECTS: "- {old: statistics/crops, new: statistics/crop}\n"}) == []
    )


def test_recording_adds_what_is_new_and_keeps_what_people_wrote(tmp_path: Path) -> None:
    first = "# Ours.\n\n# Printed on posters:\nstatistics/crop/index.html\n# Chinese:\nzh/index.html\n"
    root = write_project(tmp_path, {RECORD: first})
    assert main(["addresses", "--root", str(root)]) == 0
    lines = (root / RECORD).read_text("utf-8").splitlines()
    assert [line for line in lines if line in first.splitlines()] == first.splitlines()
    listed = [line for line in lines if line and line[0] != "#"]
    assert listed == list(list_published(read(root).project))
    assert main(["addresses", "--root", str(root)]) == 0
    assert (root / RECORD).read_text("utf-8").splitlines() == lines


@pytest.mark.parametrize(
    ("url", "canonical"),
    [("", "../../../zh/method/index.html"), ("https://a.example/b/", "https://a.example/b/zh/method/")],
)
def test_a_redirect_needs_no_script_and_is_not_indexed(tmp_path: Path, url: str, canonical: str) -> None:
    root = write_project(tmp_path, {
        "data/site.yaml": SITE + (f"url: {url}\n" if url else ""),
        REDIRECTS: "- {old: stories/autumn, new: method}\n",
    })  # fmt: skip
    build(root, root / "site")
    html = (root / "site/zh/stories/autumn/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../../zh/method/index.html">' in html
    assert f'<link rel="canonical" href="{canonical}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="../../../zh/method/index.html">本页已移至新地址</a>' in html
    assert "<script" not in html


def test_the_command_adds_to_the_record_and_drops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path, {RECORD: "pears/index.html\n", REDIRECTS: "- {old: pears, new: index}\n"})
    assert main(["--root", str(root), "addresses"]) == 0
    assert capsys.readouterr().out.startswith(str(root / RECORD))
    lines = [line for line in (root / RECORD).read_text("utf-8").splitlines() if line[0] != "#"]
    assert lines == sorted(lines)
    assert {"pears/index.html", "zh/pears/index.html", "index.html", "zh/embed/more-trees/index.html"} <= set(lines)
    before = (root / RECORD).read_bytes()
    assert main(["--root", str(root), "addresses"]) == 0
    assert (root / RECORD).read_bytes() == before


def test_what_is_published_is_recorded_where_a_record_is_kept(tmp_path: Path) -> None:
    root = write_project(tmp_path, {RECORD: "index.html\n"})
    with pytest.raises(
        BuildError, match=rf"{RECORD}: lacks 404|{RECORD}: lacks charts/index.html and \d+ more; uv run"
    ):
        build(root, root / "site", strict=True)
    build(root, root / "site")  # not at the desk
    (root / RECORD).unlink()
    build(root, root / "site", strict=True)  # nor where none is kept


def test_parts_of_pages_keep_their_ids(tmp_path: Path) -> None:
    page = "---\ntitle: Method\n---\n{}## Who they are\n\nWords.\n\n## Their work {{#work}}\n"
    changes: dict[str, str | bytes | None] = {"content/en/method.md": page.format("")}
    root = write_project(tmp_path, changes)
    assert main(["--root", str(root), "addresses"]) == 0
    record = (root / RECORD).read_text("utf-8")
    kept = [line for line in record.splitlines() if line.startswith("method/")]
    assert kept == ["method/index.html", "method/index.html#who-they-are", "method/index.html#work"]

    above = page.format("## Before\n\nWords.\n\n")
    assert read_problems(tmp_path, {RECORD: record, "content/en/method.md": above}) == []
    named = above.replace("Who they are", "The growers {#who-they-are}").replace("Their work", "What they do")
    named = named.replace("Before", "Before {#之前}")
    assert read_problems(tmp_path, {RECORD: record, "content/en/method.md": named}) == []
    said = "the part 'method/index.html#who-they-are' was published and would be gone; its heading keeps its id: ## … "
    renamed = above.replace("Who they are", "The growers")
    problem = f"content/en/method.md:8:1: {said}{{#who-they-are}}"  # the new heading that is most like it
    assert read_problems(tmp_path, {RECORD: record, "content/en/method.md": renamed}) == [problem]


def test_parts_of_a_page_that_moved_go_with_it(tmp_path: Path) -> None:
    record = "crops/index.html\ncrops/index.html#apples\n"
    assert read_problems(tmp_path, {RECORD: record, REDIRECTS: "- {old: crops, new: statistics/crop}\n"}) == []


def test_a_record_that_names_no_part_is_of_pages(tmp_path: Path) -> None:
    root = write_project(tmp_path, {RECORD: "index.html\n"})
    assert main(["--root", str(root), "addresses"]) == 0
    assert "#" not in (root / RECORD).read_text("utf-8").replace("# ", "")


def in_both(name: str) -> dict[str, str | bytes | None]:
    return {f"content/{code}/{name}.md": "---\ntitle: Pears\n---" for code in ("en", "zh")}


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ({"data/site.yaml": SITE.replace("folder: zh, ", "")},
         ["data/site.yaml:5:3: 'zh' has the folder of 'en'; give it one of its own"]),
        ({"data/site.yaml": SITE.replace("folder: zh,", "folder: data,")},
         ["content/en/data.md: would be written to data/index.html, as would 'index' in 'zh'; rename it"]),
        ({"data/site.yaml": SITE.replace("tag: en, locale: en_GB,", "tag: en, locale: en_GB, folder: ZH,")},
         ["data/site.yaml:5:50: 'zh' has the folder of 'en'; give it one of its own"]),
        ({"data/redirects.yaml": "- {old: zh, new: method}\n"},
         ["data/site.yaml: would be written to zh/index.html, as would 'index' in 'zh'; rename it"]),
        (in_both("charts/more"),
         [f"content/{code}/charts/more.md: stands where pages of records are, and is of none; rename it"
          for code in ("en", "zh")]),
        (in_both("zh"), ["content/en/zh.md: would be written to zh/index.html, as would 'index' in 'zh'; rename it"]),
        (in_both("statistics/trees"),
         ["content/en/statistics/trees.md: would be written to statistics/trees/index.html, as would "
          "'statistics/trees' in 'en'; rename it",
          "content/zh/statistics/trees.md: would be written to zh/statistics/trees/index.html, as would "
          "'statistics/trees' in 'zh'; rename it"]),
        (in_both("2-"),  # whose address would be that of the root of all folders
         [f"content/{code}/2-.md: '' is not the name of a page: lower-case letters, digits and single hyphens"
          for code in ("en", "zh")]),
        (in_both("Our pears"),
         [f"content/{code}/Our pears.md: 'Our pears' is not the name of a page: lower-case letters, digits and single "
          "hyphens" for code in ("en", "zh")]),
        (in_both("pears"), []),
    ],
)  # fmt: skip
def test_each_page_has_a_place_of_its_own(
    tmp_path: Path, files: dict[str, str | bytes | None], problems: list[str]
) -> None:
    assert read_problems(tmp_path, files) == problems
