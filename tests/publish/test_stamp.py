"""A build with nothing to do says so at once, and is never wrong about it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from microsite.pipeline import build
from microsite.publish.manifest import MANIFEST
from microsite.publish.stamp import Stamp
from tests.project import ENGINE, FILES, WITHOUT_CHARTS, finished, write_project

SITE = {"index.html": b"a page"}
SAID = "1 page"


@pytest.fixture
def made(tmp_path: Path) -> Stamp:
    """The stamp of a site that was built from a small project by a small engine, in a process that began after both."""
    root = write_project(tmp_path / "story", {"static/photos/a/en.svg": "<svg/>"})
    engine = tmp_path / "engine"
    for name in ("build.py", "microsite/language/prose.py", "templates/base.html", "static/site.css"):
        (engine / name).parent.mkdir(parents=True, exist_ok=True)
        (engine / name).write_text(name)
    out = tmp_path / "site"
    out.mkdir()
    for path, content in finished(SITE).items():
        (out / path).write_bytes(content)
    made = Stamp(engine, root, out, ("", "", ""), begun=time.time_ns() + 10**9)
    made.keep(SAID)
    assert made.holds() == SAID
    return made


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def in_project(name: str) -> Callable[[Stamp], None]:
    return lambda made: append(made.root / name)


def make_pipe(path: Path) -> None:
    path.unlink()
    if os.name != "nt":
        os.mkfifo(path)


CHANGES: dict[str, Callable[[Stamp], object]] = {
    **{f"{name} changes": in_project(name) for name in FILES},
    "a page is added": lambda made: (made.root / "content/en/more.md").write_text(""),
    "a file goes": lambda made: (made.root / "content/glossary.yaml").unlink(),
    "a file is renamed": lambda made: (made.root / "data/units.yaml").rename(made.root / "data/unit.yaml"),
    "two files swap": lambda made: (
        (made.root / "data/units.yaml").rename(made.root / "data/x"),
        (made.root / "data/sources.yaml").rename(made.root / "data/units.yaml"),
        (made.root / "data/x").rename(made.root / "data/sources.yaml"),
    ),
    "a drawing changes": lambda made: append(made.root / "static/photos/a/en.svg"),
    "an empty folder is added": lambda made: (made.root / "content/charts/x").mkdir(),
    "build.py changes": lambda made: append(made.engine / "build.py"),
    "the engine changes": lambda made: append(made.engine / "microsite/language/prose.py"),
    "a template changes": lambda made: append(made.engine / "templates/base.html"),
    "the style changes": lambda made: append(made.engine / "static/site.css"),
    "a page of the site changes": lambda made: append(made.out / "index.html"),
    "a page of the site goes": lambda made: (made.out / "index.html").unlink(),
    "a page of the site is replaced with its hash": lambda made: (
        (made.out / "index.html").write_bytes(b"another"),
        (made.out / MANIFEST).write_bytes(finished({"index.html": b"another"})[MANIFEST]),
    ),
    "something else is put into the site": lambda made: (made.out / "more.html").write_text(""),
    "the stamp is cut off": lambda made: made.path.write_bytes(made.path.read_bytes()[:40]),
    "the stamp is nonsense": lambda made: made.path.write_bytes(b"[]"),
    "a page of the site can be read by nobody else": lambda made: (made.out / "index.html").chmod(0o600),
    "the stamp is a pipe": lambda made: make_pipe(made.path),
    "the stamp goes": lambda made: made.path.unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_noticed(made: Stamp, change: str) -> None:
    CHANGES[change](made)
    assert made.holds() == ""


def test_other_options_make_another_site(made: Stamp) -> None:
    assert Stamp(made.engine, made.root, made.out, ("strict", "", "")).holds() == ""
    assert Stamp(made.engine, made.root, made.out, ("", "", "https://site.example/")).holds() == ""


def test_another_package_or_python_makes_another_site(
    made: Stamp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version", "4.0")
    assert made.holds() == ""
    monkeypatch.undo()
    assert made.holds() == SAID
    (tmp_path / "packages" / "markdown-9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "packages")
    assert made.holds() == ""


def test_a_file_that_was_only_touched_changes_nothing(made: Stamp) -> None:
    for path in made.root.rglob("*"):
        os.utime(path)
    for path in made.out.rglob("*"):
        os.utime(path)
    (made.engine / "microsite/__pycache__").mkdir()
    (made.engine / "microsite/__pycache__/prose.pyc").write_bytes(b"compiled")
    assert made.holds() == SAID


@pytest.mark.parametrize("where", ["root", "engine"])
def test_what_changed_while_the_site_was_built_leaves_it_without_a_stamp(made: Stamp, where: str) -> None:
    """Though it be changed back: nobody knows which content was read."""
    made.path.unlink()
    made = replace(made, begun=time.time_ns())
    time.sleep(0.05)
    path = (made.root / "data/units.yaml") if where == "root" else (made.engine / "build.py")
    os.utime(path, (10**9, 10**9))
    made.keep(SAID)
    assert not made.path.exists()


def test_a_link_leaves_a_site_without_a_stamp(made: Stamp) -> None:
    made.path.unlink()
    (made.root / "elsewhere").mkdir()
    (made.root / "content/charts/linked").symlink_to("../../elsewhere")
    made.keep(SAID)
    assert not made.path.exists()


def test_a_stranger_s_file_is_no_stamp(made: Stamp) -> None:
    made.path.write_text("the only copy")
    made.keep(SAID)
    assert made.path.read_text() == "the only copy"


# Runs build.py as a process would, and prints every file below the two folders that it opened to read.
WATCHED = """
import os, runpy, sys
opened = set()
def watch(event, arguments):
    name, _, flags = (*arguments, 0, 0)[:3]
    if event == "open" and isinstance(name, (str, bytes)) and not (flags or 0) & (os.O_WRONLY | os.O_RDWR):
        opened.add(os.path.abspath(os.fsdecode(name)))
os.sched_getaffinity = lambda _: {0}  # one process does all: what another opens is not seen here
sys.addaudithook(watch)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
from microsite.pictures import rasters
rasters.draw = lambda drawing, *_: drawing.encode()  # a PNG takes longer than all else, and reads no file of its own
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    assert not end.code
print(*(path for path in opened if os.path.isfile(path)), sep="\\n")
"""


def test_a_build_reads_nothing_that_its_stamp_does_not_know(tmp_path: Path) -> None:
    root, out = tmp_path / "story", tmp_path / "site"
    shutil.copytree(ENGINE / "tests/sites/orchard", root, ignore=shutil.ignore_patterns("expected"))
    site = root / "data/site.yaml"  # without an address, for which a hundred pictures would be drawn of the same files
    site.write_text(re.sub("(?m)^url: .*\n", "", site.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-c", WATCHED, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    folders = "|".join(re.escape(str(folder)) for folder in (ENGINE, root))
    own = re.compile(rf"(?:{folders})/(?!\.venv/|\.pictures_cache/|.*__pycache__)")
    opened = {Path(line) for line in said.splitlines() if own.match(line)}
    assert {root / "data/site.yaml", root / "content/en/index.md", ENGINE / "templates/base.html"} <= opened
    assert opened <= set(Stamp(ENGINE, root, out, ())._paths())


def test_a_process_with_nothing_to_do(tmp_path: Path) -> None:
    """It says what the build before it said, and loads none of what that one needed."""
    root, out = write_project(tmp_path / "story", WITHOUT_CHARTS), tmp_path / "site"
    command = [sys.executable, "-X", "importtime", str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]

    def run() -> tuple[str, str]:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout, done.stderr

    build(root, out)  # what it draws and keeps is an input of the next
    (root / "content/en/method.md").write_text("---\ntitle: Method\n---\n\nNo words.\n")
    time.sleep(0.1)  # what is written in the moment that a build begins may be written again in that moment
    first, _ = run()
    second, imported = run()
    assert second.startswith("nothing changed: ")
    assert all(line in first for line in second.removeprefix("nothing changed: ").splitlines())
    assert not re.search(r"\b(pydantic|yaml|jinja2|babel|microsite\.load)\b", imported)
    (out / "index.html").unlink()
    assert not run()[0].startswith("nothing changed")
    assert (out / "index.html").is_file()
