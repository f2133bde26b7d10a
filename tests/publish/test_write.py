"""A site replaces its folder in one step, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from microsite.publish import write
from microsite.publish.write import read_site, write_site

SITE = {"index.html": b"new", "zh/charts/a/index.html": b"\xe6\x96\xb0", ".nojekyll": b""}


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_writes_all_files(tmp_path: Path) -> None:
    write_site(SITE, tmp_path / "a" / "site")
    assert files(tmp_path) == {f"a/site/{name}": content for name, content in SITE.items()}


def test_what_stood_there_is_gone(tmp_path: Path) -> None:
    (tmp_path / "site" / "old").mkdir(parents=True)
    (tmp_path / "site" / "old" / "page.html").write_text("old")
    write_site(SITE, tmp_path / "site")
    assert files(tmp_path / "site") == SITE
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_folder_can_be_read_by_a_server(tmp_path: Path) -> None:
    write_site(SITE, tmp_path / "site")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755


def test_a_failure_while_writing_leaves_the_old_site(tmp_path: Path) -> None:
    write_site({"index.html": b"old"}, tmp_path / "site")
    with pytest.raises(OSError, match="directory"):
        write_site({"a": b"a file", "a/b": b"below a file"}, tmp_path / "site")
    assert files(tmp_path) == {"site/index.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def no_exchange(*_: Path) -> bool:
    return False


def test_where_folders_can_not_be_exchanged_they_are_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_exchange", no_exchange)
    write_site({"index.html": b"old"}, tmp_path / "site")
    write_site(SITE, tmp_path / "site")
    assert files(tmp_path) == {f"site/{name}": content for name, content in SITE.items()}


def test_a_failure_at_the_last_step_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_exchange", no_exchange)
    write_site({"index.html": b"old"}, tmp_path / "site")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if "-new-" in self.name:
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        write_site(SITE, tmp_path / "site")
    assert files(tmp_path) == {"site/index.html": b"old"}


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("precious")
    with pytest.raises(NotADirectoryError) as caught:
        write_site(SITE, tmp_path / "site")
    assert caught.value.filename == os.fspath(tmp_path / "site")
    assert files(tmp_path) == {"site": b"precious"}


def test_a_site_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_site(SITE, tmp_path / "site")
    assert read_site(tmp_path / "site") == SITE
    with pytest.raises(NotADirectoryError):
        read_site(tmp_path / "none")


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "site").symlink_to("public")
    write_site(SITE, tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert read_site(tmp_path / "public") == SITE


def test_what_did_not_change_stays_the_same_file(tmp_path: Path) -> None:
    """But for what is a link, or has another name elsewhere: a copy of the site is no part of the next."""
    folder, elsewhere = tmp_path / "site", tmp_path / "copy"
    write_site({"same": b"a", "changed": b"a", "linked": b"a", "copied": b"a"}, folder)
    (folder / "linked").unlink()
    elsewhere.write_bytes(b"a")
    (folder / "linked").symlink_to(elsewhere)
    (tmp_path / "kept").hardlink_to(folder / "copied")
    before = {path.name: path.lstat() for path in folder.iterdir()}
    write_site({"same": b"a", "changed": b"b", "linked": b"a", "copied": b"a", "new": b"a"}, folder)
    after = {path.name: path.lstat() for path in folder.iterdir()}
    assert {name for name in before if os.path.samestat(before[name], after[name])} == {"same"}
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == [b"b", b"a", b"a", b"a", b"a"]
    assert {said.st_nlink for said in after.values()} == {1}
    assert not (folder / "linked").is_symlink()
