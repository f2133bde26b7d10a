"""Never half a site: whenever a build is killed, runs out of room or meets another, what is there is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from microsite.pipeline import build
from microsite.publish.manifest import MANIFEST, MARK, is_intact
from microsite.publish.write import read_site, write_site
from tests.conftest import thorough_only
from tests.project import ENGINE, WITHOUT_CHARTS, finished, write_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

FILES = 60
# Writes one site after the other, each of many files that all hold its number, until it is killed.
WRITER = f"""
import sys
from itertools import count
from pathlib import Path
from microsite.publish.exchange import exchange
from microsite.publish.write import write_site
way = {{"exchange": exchange, "rename": lambda *_: False}}[sys.argv[2]]
for number in count(int(sys.argv[3])):
    site = {{f"{{index % 7}}/{{index}}.html": b"%d" % number * 2000 for index in range({FILES})}}
    write_site(site, Path(sys.argv[1]), way)
    if number == int(sys.argv[3]):
        print("begun", flush=True)
"""


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *map(str, arguments)], cwd=ENGINE, stdout=subprocess.PIPE)


def has_begun(process: subprocess.Popen[bytes]) -> None:
    """Wait until it has written one site, and goes on."""
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"


def finish(process: subprocess.Popen[bytes]) -> int:
    process.communicate()
    return process.returncode


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".microsite-") and path.is_dir())


def test_killed_again_and_again_while_it_writes(tmp_path: Path, *, thorough: bool) -> None:
    chance = random.Random(6)
    site = tmp_path / "site"
    seen = set()
    for number in range(50 if thorough else 8):
        process = start("-c", WRITER, site, "exchange", str(number * 10**6))
        has_begun(process)
        time.sleep(chance.uniform(0, 0.25))
        kill(process)
        assert is_intact(site), number
        assert len(left_over(tmp_path)) <= 1  # of this kill; those before are gone
        seen.add((site / "0/0.html").read_bytes())
    assert len(seen) > number
    write_site({"index.html": b"last"}, site)
    assert left_over(tmp_path) == []


def test_killed_where_folders_can_only_be_renamed_it_is_put_back(tmp_path: Path) -> None:
    """Between two renames there is no site; the next build begins with the previous one, whatever then happens."""
    chance = random.Random(6)
    site = tmp_path / "site"
    for number in range(6):
        process = start("-c", WRITER, site, "rename", str(number * 10**6))
        has_begun(process)
        time.sleep(chance.uniform(0, 0.25))
        kill(process)
    if site.exists():
        aside = tmp_path / f".microsite-{'0' * 32}/old/site"
        aside.parent.mkdir(parents=True)
        site.rename(aside)
    with pytest.raises(OSError, match=r"exists|irectory"):
        write_site({"a": b"a file", "a/b": b"below a file"}, site)
    assert is_intact(site)
    assert left_over(tmp_path) == []


@thorough_only  # what writes is killed above
def test_killed_as_a_whole_process(tmp_path: Path, figure: Callable[[str], None]) -> None:
    chance = random.Random(6)
    root = write_project(tmp_path / "story", WITHOUT_CHARTS)  # a browser would not be killed with the build
    site = tmp_path / "site"
    command = (ENGINE / "build.py", "--root", root, "--out", site)
    build(root, site)  # which draws what has to be drawn
    (root / "content/en/method.md").write_text("---\ntitle: Method\n---\n\nNo words.\n")
    begun = time.monotonic()
    assert finish(start(*command)) == 0
    whole = time.monotonic() - begun
    before = read_site(site)
    finished = 0
    for number in range(50):
        (root / "content/en/method.md").write_text(f"---\ntitle: Method\n---\n\nWords{'!' * number}\n")
        process = start(*command)
        time.sleep(chance.uniform(whole * 0.2, whole * 1.1))
        kill(process)
        assert is_intact(site), number
        finished += read_site(site) != before
        before = read_site(site)
    build(root, site)
    assert left_over(tmp_path) == []
    figure(f"{number + 1} builds killed, {finished} of them when the new site stood; each left a whole one")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a full disk looks like to whoever writes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_without_room_the_old_site_stays(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site({"index.html": b"old"}, site)
    with largest_file(4096), pytest.raises(OSError, match="large"):
        write_site({"a.html": b"new", "b.html": b"x" * 5000}, site)
    assert read_site(site) == finished({"index.html": b"old"})
    assert left_over(tmp_path) == []


@contextmanager
def powerless() -> Iterator[None]:
    """As a user who may not write: root may write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_keeps_its_site(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    for folder in (base, *base.parents):
        if folder.is_relative_to(tmp_path.parent.parent):
            folder.chmod(0o755)
    write_site({"index.html": b"old"}, base / "site")
    base.chmod(0o555)
    with powerless(), pytest.raises(PermissionError):
        write_site({"index.html": b"new"}, base / "site")
    base.chmod(0o755)
    assert read_site(base / "site") == finished({"index.html": b"old"})


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    """Neither removes what the other is writing, and what stands there is always the one's or the other's."""
    site = tmp_path / "site"
    processes = [start("-c", WRITER, site, "exchange", str(number * 10**6)) for number in (1, 2)]
    try:
        for process in processes:
            has_begun(process)
        until = time.monotonic() + 0.8
        while time.monotonic() < until:
            assert site.is_dir()
        assert all(process.poll() is None for process in processes)
    finally:
        for process in processes:
            kill(process)
    assert is_intact(site)
    written = {content for path, content in read_site(site).items() if path not in (MANIFEST, *MARK)}
    assert len(written) == 1
