"""What nobody reads is named; what editors and systems leave is neither read, nor published, nor in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from microsite.files import is_unwanted
from microsite.pages.assets import render_assets
from microsite.pipeline import build, load, read
from tests.project import CHART, ENGINE, FILES, WITHOUT_CHARTS, read_problems, write_project

NOBODY = "is read by nobody"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"data/disagreements.yml": "a: b"}, f"{NOBODY}, did you mean 'data/disagreements.yaml'?"),
        ({"data/Claims.yaml": "a: b"}, f"data/Claims.yaml: {NOBODY}, did you mean 'data/claims.yaml'?"),
        ({"data/claims.yaml.txt": "a: b"}, f"data/claims.yaml.txt: {NOBODY}, did you mean 'data/claims.yaml'?"),
        ({"data/claim.yaml": "a: b"}, f"data/claim.yaml: {NOBODY}, did you mean 'data/claims.yaml'?"),
        ({"content/redirects.yaml": "- a"}, f"content/redirects.yaml: {NOBODY}, did you mean 'data/redirects.yaml'?"),
        ({"data/addresses.csv": "a"}, f"data/addresses.csv: {NOBODY}, did you mean 'data/addresses.txt'?"),
        ({"data/statistics/more.yml": "a: b"}, f"more.yml: {NOBODY}, did you mean 'data/statistics/more.yaml'?"),
        ({"data/statistics/deeper/more.yaml": "a: b"}, f"data/statistics/deeper: {NOBODY}; what is read there: "),
        ({"data/statistic/more.yaml": "a: b"}, f"data/statistic: {NOBODY}, did you mean 'data/statistics'?"),
        ({"data/diary.txt": "a"}, f"data/diary.txt: {NOBODY}; what is read there: "),
        ({"content/charts/shade.YAML": CHART}, f"{NOBODY}, did you mean 'content/charts/shade.yaml'?"),
        ({"content/en/foo.MD": "a"}, f"content/en/foo.MD: {NOBODY}, did you mean 'content/en/foo.md'?"),
        ({"content/en/foo.markdown": "a"}, f"{NOBODY}, did you mean 'content/en/foo.md'?"),
        ({"content/zh/chapters/2-rain.txt": "a"}, f"{NOBODY}, did you mean 'content/zh/chapters/2-rain.md'?"),
        ({"content/fr/foo.md": "a"}, f"content/fr: {NOBODY}; what is read there: "),
        ({"content/foo.md": "a"}, f"content/foo.md: {NOBODY}; what is read there: "),
        ({"templates/words.fr.yaml": "a: b"}, f"templates/words.fr.yaml: {NOBODY}, "),
        ({"templates/storey.html": "a"}, f"templates/storey.html: {NOBODY}, did you mean 'templates/story.html'?"),
        ({"templates/new/term.yaml": "a: b"}, f"templates/new: {NOBODY}; what is read there: "),
        ({"templates/fields.yaml": "a: b"}, f"templates/fields.yaml: {NOBODY}"),
        ({"data/sources.yaml": None, "data/sources.yaml/x": "a"}, "data/sources.yaml: is a folder, and must be a file"),
        ({"content/en/foo.md/x.txt": "a"}, "content/en/foo.md: is a folder, and must be a file of this name"),
        ({"content/charts/x.yaml/x.txt": "a"}, "content/charts/x.yaml: is a folder, and must be a file of this name"),
        ({"templates/base.html/x.html": "a"}, "templates/base.html: is a folder, and must be a file of this name"),
        ({"static/site.css/x.css": "a"}, "static/site.css: is a folder, and must be a file of this name"),
        ({"template/base.html": "a"}, f"template: {NOBODY}, did you mean 'templates'?"),
        ({"Static/site.css": "a"}, f"Static: {NOBODY}, did you mean 'static'?"),
        ({"static/fonts": "a"}, "static/fonts: is a file, and must be a folder of this name"),
    ],
    ids=str,
)  # fmt: skip
def test_what_nobody_reads_is_named(tmp_path: Path, changes: dict[str, str | bytes | None], said: str) -> None:
    found = read_problems(tmp_path, changes)
    assert [problem for problem in found if said in problem] != [], found
    assert len([problem for problem in found if NOBODY in problem or "must be" in problem]) == 1, found


def test_it_is_named_beside_what_comes_of_it(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {"data/site.yaml": None, "data/site.yml": FILES["data/site.yaml"]}
    assert read_problems(tmp_path, changes) == [
        "data/site.yaml: is missing",
        f"data/site.yml: {NOBODY}, did you mean 'data/site.yaml'?",
    ]


def test_an_older_state_can_be_loaded_all_the_same(tmp_path: Path) -> None:
    story, problems = load(write_project(tmp_path, {"data/notes.txt": "a"}))
    assert problems == []
    assert len(story.project.unread) == 1


def test_what_people_read_and_what_templates_name_is_no_problem(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        "data/README.md": "How we type.",
        "templates/_mine.html": "{% include '_yours.html' %}",
        "templates/_yours.html": "yours",
        "templates/page.html": '{% extends "base.html" %}{% block main %}{% include "_mine.html" %}{% endblock %}',
        "static/more.css": "",
        "static/downloads/report.pdf": "",
        "templates/words.fr.yaml": (ENGINE / "templates/words.fr.yaml").read_bytes(),  # a copy of the engine's folder
    }
    assert read_problems(tmp_path, changes) == []


DROPPINGS = (
    ".DS_Store", "._units.yaml", ".units.yaml.swp", ".#units.yaml", "#units.yaml#", "units.yaml~", "units.yaml.bak",
    "units.yaml.orig", "units.yaml.rej", "Thumbs.db", "desktop.ini", ".env", "prod.env", ".env.local", ".gitignore",
    "~$units.yaml", "units.yaml.tmp", "units.yaml.~1~", ".nfs0001", "units.yaml.crdownload",
    "server.pem", "server.key", "cert.p12", "cert.PFX", "my.ppk", "id_rsa", "id_ed25519", "id_ed25519_sk", "story.kdbx",
)  # fmt: skip


def test_droppings_are_neither_read_nor_published_nor_in_the_way(tmp_path: Path) -> None:
    """Of every folder, also as a link that leads nowhere, which is how Emacs locks a file, and as a folder."""
    root = write_project(tmp_path / "story", {**WITHOUT_CHARTS, "static/kept.css": ""})
    before = render_assets(root, ENGINE, {})
    folders = ("data", "data/statistics", "content", "content/en/chapters", "content/charts", "templates", "static")
    for folder in folders:
        (root / folder).mkdir(exist_ok=True)
        for name in DROPPINGS:
            (root / folder / name).write_bytes(b"\xff")
        for name in ("harvest.yaml", "1-harvest.md", "site.css"):
            (root / folder / f"._{name}").write_bytes(b"\x00\x05\x16\x07")
            if os.name != "nt":
                (root / folder / f".#{name}").symlink_to("editor@machine.4711:1700000000")
        (root / folder / "__MACOSX").mkdir()
        (root / folder / "__MACOSX" / "x.md").write_bytes(b"\xff")
    assert read(root).project.unread == ()
    assert render_assets(root, ENGINE, {}) == before
    build(root, tmp_path / "site")
    assert not any(is_unwanted(path.name) for path in (tmp_path / "site").rglob("*") if path.name != ".nojekyll")


@pytest.mark.parametrize("name", [Path(name).name for name in FILES] + ["favicon.ico", "report-2024.pdf", "a.b.svg"])
def test_what_an_editor_names_is_wanted(name: str) -> None:
    assert not is_unwanted(name)
