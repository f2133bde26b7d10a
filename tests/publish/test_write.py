"""A site replaces its folder in one step, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.publish.manifest import MANIFEST, MARK, make_manifest
from microsite.publish.write import read_site, write_site
from tests.project import finished

SITE = {"index.html": b"new", "zh/charts/a/index.html": b"\xe6\x96\xb0", ".nojekyll": b""}


def test_writes_all_files_and_reads_them(tmp_path: Path) -> None:
    assert read_site(tmp_path / "a") == {}
    write_site(SITE, tmp_path / "a" / "site")
    assert read_site(tmp_path) == {f"a/site/{name}": content for name, content in finished(SITE).items()}


def test_what_stood_there_is_gone(tmp_path: Path) -> None:
    write_site({"old/page.html": b"old"}, tmp_path / "site")
    write_site(SITE, tmp_path / "site")
    assert read_site(tmp_path / "site") == finished(SITE)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_of_a_language_that_is_gone_no_folder_stays(tmp_path: Path) -> None:
    """Empty folders would be taken for somebody else's by the next build."""
    for pages in ({"de/statistics/a/index.html": b"a", "index.html": b"b"}, SITE, {"index.html": b"c"}):
        write_site(pages, tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir() if path.is_dir()] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_server_can_read_all_of_it_whatever_the_umask(tmp_path: Path) -> None:
    """Also what did not change, and was closed to others: by an umask, or by hand."""
    folder = tmp_path / "a" / "b" / "site"
    before = os.umask(0o077)
    try:
        write_site(SITE, folder)
        (folder / "index.html").chmod(0o600)
        (folder / "zh").chmod(0o700)
        write_site({**SITE, "more/index.html": b"more"}, folder)
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "a").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o644}


# --- what is nobody's but its owner's


def foreign(folder: Path) -> str:
    with pytest.raises(BuildError) as caught:
        write_site(SITE, folder)
    return str(caught.value)


MADE = finished({"index.html": b"old", "zh/index.html": b"old"})
MANIFESTS = {
    "of downloads": make_manifest({"debian.iso": b"large"}),
    "of another order": b"".join(reversed(finished({"debian.iso": b"large"})[MANIFEST].splitlines(keepends=True))),
    "of a site by something else": make_manifest({".nojekyll": b"", "debian.iso": b"large"}),
    "with comments": b"# downloads\n" + finished({"debian.iso": b"large"})[MANIFEST],
    "of a tool that says more": finished({"debian.iso": b"large"})[MANIFEST].replace(b"  ", b" *"),
}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"index.html": b"a web root", "precious/thesis": b"y"}, "index.html, precious/thesis"),
        ({**MADE, "precious/thesis": b"y"}, "precious/thesis"),
        ({**MADE, ".git": b"gitdir: elsewhere"}, ".git"),
        ({**MADE, "._thesis": b"y"}, "._thesis"),
        ({**MADE, "index.html": b"mended by hand"}, "index.html"),
        ({**MADE, "zh/empty/": b""}, "zh/empty"),
        ({MANIFEST: MADE[MANIFEST], "more": b""}, "more"),
        *(({"debian.iso": b"large", MANIFEST: said}, "SHA256SUMS, debian.iso") for said in MANIFESTS.values()),
    ],
    ids=str,
)
def test_what_no_build_left_there_is_not_replaced(tmp_path: Path, changes: dict[str, bytes], named: str) -> None:
    for path, content in changes.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).mkdir() if path.endswith("/") else (tmp_path / "site" / path).write_bytes(content)
    before = read_site(tmp_path)
    assert f"holds what no build left there as it is: {named}" in foreign(tmp_path / "site")
    assert read_site(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_builds_left_before_they_said_so_is_replaced(tmp_path: Path) -> None:
    """Their mark was empty."""
    site = dict.fromkeys((".nojekyll", "data/verification.json", "index.html"), b"")
    (tmp_path / "site/data").mkdir(parents=True)
    for path, content in {**site, MANIFEST: make_manifest(site)}.items():
        (tmp_path / "site" / path).write_bytes(content)
    write_site(SITE, tmp_path / "site")
    assert read_site(tmp_path / "site") == finished(SITE)


def test_nor_is_a_link_to_something_else(tmp_path: Path) -> None:
    write_site(SITE, tmp_path / "site")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site" / "more").symlink_to("../elsewhere")
    assert "more" in foreign(tmp_path / "site")
    (tmp_path / "site" / "more").unlink()
    (tmp_path / "site" / "index.html").rename(tmp_path / "page")
    (tmp_path / "site" / "index.html").symlink_to("../page")
    assert "index.html" in foreign(tmp_path / "site")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_nor_is_a_pipe_waited_for(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    os.mkfifo(tmp_path / "site" / MANIFEST)
    assert MANIFEST in foreign(tmp_path / "site")


def test_what_a_system_puts_beside_files_is_nobody_s(tmp_path: Path) -> None:
    write_site({"index.html": b"old"}, tmp_path / "site")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._index.html"):
        (tmp_path / "site" / name).write_bytes(b"")
    write_site(SITE, tmp_path / "site")
    assert read_site(tmp_path) == {f"site/{name}": content for name, content in finished(SITE).items()}


@pytest.mark.parametrize("name", ["site", "*", "[a-z]*", "?", ".hidden", "ab" * 127])
def test_neighbours_stay(tmp_path: Path, name: str) -> None:
    neighbours = (f".{name}-new-design"[:200], f".{name}-old-backup"[:200], ".site-old-x", ".microsite-notes", "other")
    for neighbour in neighbours:
        (tmp_path / neighbour).mkdir(exist_ok=True)
        (tmp_path / neighbour / "thesis").write_text("the only copy")
    before = read_site(tmp_path)
    for site in (SITE, {"index.html": b"newer"}):
        write_site(site, tmp_path / name)
        assert read_site(tmp_path) == before | {f"{name}/{path}": said for path, said in finished(site).items()}


def test_of_what_a_killed_build_left_only_that_goes(tmp_path: Path) -> None:
    """A folder of such a name may hold what somebody put there since."""
    left = tmp_path / f".microsite-{'0' * 32}"
    for path, content in finished({"index.html": b"half"}).items():
        (left / "new/site" / path).parent.mkdir(parents=True, exist_ok=True)
        (left / "new/site" / path).write_bytes(content)
    (left / "new/site/thesis").write_bytes(b"y")
    (left / "other").mkdir()
    (left / "other/thesis").write_bytes(b"y")
    write_site(SITE, tmp_path / "site")
    assert sorted(read_site(left)) == ["new/site/thesis", "other/thesis"]


def test_a_failure_while_writing_leaves_the_old_site(tmp_path: Path) -> None:
    write_site({"index.html": b"old"}, tmp_path / "site")
    with pytest.raises(OSError, match=r"exists|irectory"):
        write_site({"a": b"a file", "a/b": b"below a file"}, tmp_path / "site")
    assert read_site(tmp_path) == {f"site/{name}": said for name, said in finished({"index.html": b"old"}).items()}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def no_exchange(*_: Path) -> bool:
    return False


def test_where_folders_can_not_be_exchanged_they_are_renamed(tmp_path: Path) -> None:
    write_site({"index.html": b"old"}, tmp_path / "site")
    write_site(SITE, tmp_path / "site", no_exchange)
    assert read_site(tmp_path) == {f"site/{name}": content for name, content in finished(SITE).items()}


def test_a_failure_at_the_last_step_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site({"index.html": b"old"}, tmp_path / "site")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        write_site(SITE, tmp_path / "site", no_exchange)
    assert read_site(tmp_path) == {f"site/{name}": said for name, said in finished({"index.html": b"old"}).items()}


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("precious")
    with pytest.raises(NotADirectoryError) as caught:
        write_site(SITE, tmp_path / "site")
    assert caught.value.filename == os.fspath(tmp_path / "site")
    assert read_site(tmp_path) == {"site": b"precious"}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "site").symlink_to("public")
    write_site(SITE, tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert read_site(tmp_path / "public") == finished(SITE)


def test_what_did_not_change_stays_the_same_file(tmp_path: Path) -> None:
    """But for what has another name elsewhere: a copy of the site is no part of the next."""
    folder = tmp_path / "site"
    write_site({"same": b"a", "changed": b"a", "copied": b"a"}, folder)
    (tmp_path / "kept").hardlink_to(folder / "copied")
    before = {path.name: path.lstat() for path in folder.iterdir()}
    site = {"same": b"a", "changed": b"b", "copied": b"a", "new": b"a"}
    write_site(site, folder)
    after = {path.name: path.lstat() for path in folder.iterdir()}
    assert {name for name in before if os.path.samestat(before[name], after[name])} == {"same", *MARK}
    assert read_site(folder) == finished(site)
    assert {said.st_nlink for said in after.values()} == {1}


def test_a_folder_that_others_have_open_or_mounted_holds_the_new_site(tmp_path: Path) -> None:
    """As a container has: it sees the folder that was there, whatever stands by its name."""
    write_site({"index.html": b"old", "gone/index.html": b"old"}, tmp_path / "site")
    inside = os.open(tmp_path / "site", os.O_RDONLY)
    try:
        write_site(SITE, tmp_path / "site")
        assert os.path.samestat(os.fstat(inside), (tmp_path / "site").stat())
        assert set(os.listdir(inside)) == {path.partition("/")[0] for path in finished(SITE)}  # noqa: PTH208
    finally:
        os.close(inside)
    assert read_site(tmp_path) == {f"site/{name}": content for name, content in finished(SITE).items()}


def test_a_mount_is_filled_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site({"index.html": b"old", "gone/index.html": b"old"}, tmp_path / "site")
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "site")
    monkeypatch.setattr(os, "link", raising)
    write_site(SITE, tmp_path / "site", raising)
    assert read_site(tmp_path) == {f"site/{name}": content for name, content in finished(SITE).items()}


def raising(*_: object) -> bool:
    raise OSError(18, "Invalid cross-device link")
