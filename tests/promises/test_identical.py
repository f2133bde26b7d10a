"""The same bytes from every build, wherever, whenever and however it runs; and a list that says which they are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from microsite.pictures.rasters import KEPT
from microsite.pipeline import build
from microsite.publish.manifest import MANIFEST, is_intact
from microsite.publish.write import read_site
from tests.conftest import thorough_only
from tests.project import ENGINE, finished, write_project

# Where a build could look, and must not: the clock, the time zone, the locale, the order of hashes, the user.
SURROUNDINGS = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C", "LANG": "C", "HOME": "/nowhere", "USER": "a"},
    {
        "PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "zh_CN.UTF-8",
        "PYTHONUTF8": "0", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "20",
    },
]  # fmt: skip
# As at another time: every clock that Python can ask, thirty years on.
ALONE = "import os; hasattr(os, 'sched_setaffinity') and os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
LATER = "import time; now = time.time; time.time = lambda: now() + 1e9; "
# With a drawing's text in place of its PNG, which takes longer than all the rest: it is kept as PNGs are.
UNDRAWN = "from microsite.pictures import rasters; rasters.draw = lambda drawing, *_: drawing.encode(); "
RUN = "import runpy, sys; sys.argv = sys.argv[1:]; sys.path.insert(0, '.'); "
RUN += "runpy.run_path(sys.argv[0], run_name='__main__')"


def built(root: Path, out: Path, surroundings: dict[str, str], *before: str) -> dict[str, bytes]:
    command = [sys.executable, *before, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)]
    plain = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    subprocess.run(command, cwd=ENGINE, env={**plain, **surroundings}, check=True, capture_output=True)
    return read_site(out)


def test_builds_in_other_folders_times_zones_locales_and_orders_are_the_same(tmp_path: Path) -> None:
    """Of one that draws all, and of the next, with what that kept: in a deeper folder, files made in another order."""
    root = tmp_path / "a" / "story"
    shutil.copytree(ENGINE / "tests/sites/orchard", root, ignore=shutil.ignore_patterns("expected"))
    one = built(root, tmp_path / "one", SURROUNDINGS[0], "-c", UNDRAWN + RUN)
    assert (root / KEPT).is_dir()
    other = tmp_path / "b" / "a deeper folder, 更深" / "别处"
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file():
            copy = other / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            os.utime(copy, (10**9, 10**9))
    two = built(other, tmp_path / "deep" / "er" / "two", SURROUNDINGS[1], "-c", ALONE + LATER + RUN)
    assert sorted(one) == sorted(two)
    assert [path for path in one if one[path] != two[path]] == []
    assert not [path for path, content in one.items() if str(tmp_path).encode() in content]


@thorough_only
def test_the_real_site_is_the_same_twice_on_one_processor_and_on_all(tmp_path: Path) -> None:
    root = tmp_path / "project"
    for name in ("data", "content", "static"):
        shutil.copytree(ENGINE / name, root / name)
    one = built(root, tmp_path / "one", SURROUNDINGS[0])
    two = built(root, tmp_path / "two", SURROUNDINGS[1], "-c", ALONE + LATER + RUN)
    assert one[MANIFEST] == two[MANIFEST]
    assert one == two


# --- the list of hashes


def test_the_site_lists_what_it_holds_as_sha256sum_reads_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(write_project(tmp_path / "story"), site)
    listed = (site / MANIFEST).read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+", line) for line in listed)
    assert {line[66:] for line in listed} == set(read_site(site)) - {MANIFEST}
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=site, check=True)


def test_a_folder_is_intact_until_a_file_changes_goes_or_comes(tmp_path: Path) -> None:
    site = {"index.html": b"a", "zh/index.html": "中".encode()}
    for path, content in finished(site).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    tmp_path.chmod(0o755)
    page = tmp_path / "zh/index.html"
    assert is_intact(tmp_path)
    (tmp_path / "more.html").write_bytes(b"")
    assert not is_intact(tmp_path)
    (tmp_path / "more.html").unlink()
    page.write_bytes(b"b")
    assert not is_intact(tmp_path)
    page.unlink()
    assert not is_intact(tmp_path)
    page.write_bytes(site["zh/index.html"])
    assert is_intact(tmp_path)
    page.chmod(0o600)  # which a web server could not read
    assert os.name == "nt" or not is_intact(tmp_path)
    page.chmod(0o644)
    (tmp_path / MANIFEST).unlink()
    assert not is_intact(tmp_path)
