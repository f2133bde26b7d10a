"""Pages that grow too heavy fail the build, which says what they weigh, what they may, and what grew."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from microsite.desk.command_line import main
from microsite.errors import BuildError
from microsite.pipeline import build
from microsite.publish.write import read_site, write_site
from microsite.verify.budgets import Budgets, check_budgets, heavy_parts, read_budgets, weigh
from tests.project import WITHOUT_CHARTS, write_project

BUDGETS = "story: {html: 2, requests: 3}\npage: {html: 1, scripts: 1, all: 4}\n"


def noise(size: int) -> str:
    """Letters that hardly compress: three quarters of their number."""
    chance = random.Random(size)
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", k=size))


def page(kind: str, body: str, head: str = "", language: str = "en") -> bytes:
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body class="{kind}">{body}</body></html>'.encode()
    )


def budgets(folder: Path, text: str = BUDGETS) -> Budgets:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates/budgets.yaml").write_text(text, "utf-8")
    return read_budgets(folder)


def test_a_page_weighs_what_it_asks_for_at_once() -> None:
    head = (
        '<link rel="stylesheet" href="../static/a.css"><link rel="preload" as="font" href="../static/a.woff2">'
        '<script defer src="../static/a.js"></script><link rel="icon" href="../static/icon.svg">'
        '<link rel="canonical" href="../static/big.png">'
    )
    site = {
        "a/index.html": page("story wide", '<img src="../b.png"><a href="../static/big.png">x</a>', head),
        **{name: noise(2000).encode() for name in ("static/a.css", "static/a.js", "static/icon.svg", "b.png")},
        "static/a.woff2": noise(4000).encode(),
        "static/big.png": noise(99000).encode(),
    }
    (heaviest,) = weigh(site)
    weight = heaviest.weight
    assert (heaviest.kind, heaviest.language, weight["requests"]) == ("story", "en", 6)
    assert 1450 < weight["scripts"] == weight["styles"] < 1650
    assert 2900 < weight["fonts"] < 3200
    assert weight["all"] == weight["html"] + 4 * weight["scripts"] + weight["fonts"]


def test_scripts_that_stand_in_a_page_count_as_scripts_and_once_in_all() -> None:
    (heaviest,) = weigh({"index.html": page("story", f'<script data-cards="c.js">{noise(4000)}</script>')})
    weight = heaviest.weight
    assert 2900 < weight["scripts"] < 3200
    assert weight["all"] == weight["html"] > weight["scripts"]


def test_the_heaviest_page_of_each_kind_and_language_is_found() -> None:
    site = {f"{name}.html": page("x", noise(size)) for name, size in (("a", 10), ("b", 3000), ("c", 200))}
    site |= {
        "zh/a.html": page("x", "", language="zh"),
        "d.html": page("y", "z" * 90000),
        "e.html": page("y", noise(9000)),
    }
    assert [(item.kind, item.language, item.path) for item in weigh(site)] == [
        ("x", "en", "b.html"),
        ("x", "zh", "zh/a.html"),
        ("y", "en", "e.html"),  # though d.html has more bytes
    ]


def test_what_is_too_heavy_is_a_problem_that_says_what_grew(tmp_path: Path) -> None:
    before, after = (
        {"index.html": page("story", f'<section id="one">{noise(size)}</section><figure id="two">x</figure>')}
        for size in (2000, 4000)
    )
    write_site(before, tmp_path / "site")
    limits = budgets(tmp_path)
    assert check_budgets(weigh(before), limits, before, tmp_path / "none") == []
    assert [str(problem) for problem in check_budgets(weigh(after), limits, after, tmp_path / "site")] == [
        "templates/budgets.yaml:1:15: index.html: html 3.1, where 'story' may have 2 (it was 1.6); "
        "its largest parts: #one 97%, #two 0%"
    ]
    (problem,) = check_budgets(weigh(after), limits, after, tmp_path / "none")
    assert "it was" not in str(problem)


def test_kinds_that_are_not_named_have_the_budget_of_others(tmp_path: Path) -> None:
    site = {"a.html": page("map", "", '<script src="a.js"></script>'), "a.js": noise(4000).encode()}
    (problem,) = check_budgets(weigh(site), budgets(tmp_path), site, tmp_path)
    assert str(problem).startswith("templates/budgets.yaml:2:26: a.html: scripts 3.")
    assert "'page' may have 1" in str(problem)


def test_each_part_of_what_scripts_load_has_the_budget_of_its_kind_and_none_without_one(tmp_path: Path) -> None:
    sizes = {"data/cards.en.js": 500, "data/cards.zh--2.js": 3000, "data/search--12.js": 3000, "data/charts/a.js": 9000}
    site = {path: noise(size).encode() for path, size in sizes.items()}
    assert [item.path for item in weigh(site)] == ["data/cards.zh--2.js", "data/search--12.js"]
    limits = budgets(tmp_path, BUDGETS + "data/cards: {all: 2}\n")
    (problem,) = check_budgets(weigh(site), limits, site, tmp_path)
    assert str(problem) == ("templates/budgets.yaml:3:19: data/cards.zh--2.js: all 2.3, where 'data/cards' may have 2")


def test_a_kilobyte_has_1024_bytes(tmp_path: Path) -> None:
    pages = ({"a.html": page("map", noise(size))} for size in range(400, 1400, 10))
    site, weight = next(
        (site, item.weight["html"]) for site in pages for item in weigh(site) if item.weight["html"] > 1000
    )
    assert weight <= 1024
    assert check_budgets(weigh(site), budgets(tmp_path), site, tmp_path) == []


def test_pictures_that_wait_for_the_reader_are_no_part_of_a_first_visit() -> None:
    for loading, requests in (("", 2), (' loading="lazy"', 1)):
        site = {"a.html": page("story", "", f'<img{loading} src="a.png" alt="">'), "a.png": b"0"}
        (found,) = weigh(site)
        assert found.weight["requests"] == requests


def test_requests_are_counted(tmp_path: Path) -> None:
    scripts = "".join(f'<script src="{number}.js"></script>' for number in (1, 2, 3, 3))
    site = {"a.html": page("story", "", scripts), **{f"{number}.js": b"" for number in (1, 2, 3)}}
    (problem,) = check_budgets(weigh(site), budgets(tmp_path), site, tmp_path)
    assert str(problem) == "templates/budgets.yaml:1:28: a.html: requests 4, where 'story' may have 3"


def test_the_largest_parts_have_names() -> None:
    html = (
        f'<section id="a">{"x" * 900}</section><p id="b">{"x" * 999}</p><figure class="c" id="d">{"x" * 500}</figure>'
    )
    assert heavy_parts(html) == ["#a 37%", "#d 21%"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("story: {html: 70}\n", "1:1: expected kinds of page, among them 'page', each with its limits"),
        ("[]\n", "1:1: expected kinds of page, among them 'page', each with its limits"),
        ("page: {htm: 70}\n", "1:8: unknown key 'htm', did you mean 'html'? (known: html, scripts, styles, "),
        ("page: {html: 7.5}\n", "1:14: 'html' is not a whole number"),
        ("page: 7\n", "1:1: unknown key '' (known: html, scripts, styles, fonts, all, requests)"),
        ("page: {html: [\n", "is not YAML"),
    ],
)  # fmt: skip
def test_mistakes_in_the_budgets(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BuildError) as caught:
        budgets(tmp_path, text)
    (problem,) = caught.value.problems
    assert str(problem).startswith("templates/budgets.yaml:")
    assert said in str(problem) or "does not fit" in str(problem)


def test_a_build_over_its_budget_leaves_the_old_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story", WITHOUT_CHARTS)
    build(root, tmp_path / "site")
    before = read_site(tmp_path / "site")
    write_project(root, {**WITHOUT_CHARTS, "templates/budgets.yaml": "page: {all: 1}\n"})
    for command in ("check", "build"):
        assert main([command, "--root", str(root), "--out", str(tmp_path / "site")]) == 1
        assert "templates/budgets.yaml:1:13: index.html: all " in capsys.readouterr().err
    assert read_site(tmp_path / "site") == before


def test_verify_lists_the_heaviest_pages_and_their_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story", WITHOUT_CHARTS)
    build(root, root / "site")
    assert main(["verify", "--root", str(root)]) == 0
    said = capsys.readouterr().out
    assert "\nindex.html: html " in said
    assert "\nzh/index.html: html " in said
    assert "%\n" in said
