"""What is typed names a command and its options, or is refused in words."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from microsite.desk.command_line import COMMANDS, main, parse_arguments
from microsite.errors import command
from tests.conftest import thorough_only
from tests.project import EN, ENGINE, WITHOUT_CHARTS, ZH, write_project


def test_the_default_is_to_build_this_project() -> None:
    arguments = parse_arguments([])
    assert (arguments.command, arguments.root, arguments.out, arguments.strict) == ("build", ENGINE, None, False)


@pytest.mark.parametrize(
    "order",
    [
        ["--root", "story", "check"],
        ["--root=story", "check"],
        ["check", "--root", "story"],
        ["--root", "story", "--out", "elsewhere", "check"],
    ],
)
def test_the_project_stands_before_or_after_the_command(order: list[str]) -> None:
    assert (parse_arguments(order).command, parse_arguments(order).root) == ("check", Path("story"))


def test_a_command_that_writes_no_site_leaves_its_place_alone() -> None:
    assert not hasattr(parse_arguments(["--out", "elsewhere", "explain", "trees"]), "out")
    assert parse_arguments(["--out=elsewhere", "verify"]).out == Path("elsewhere")


def test_check_asks_for_the_sites_place_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(ENGINE / "data"), "check"]) == 1
    assert "holds what the site is made from" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_each_commands_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse_arguments([command, "--help"])
    assert caught.value.code == 0
    assert "example: uv run " in " ".join(capsys.readouterr().out.split())


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert caught.value.code == 0
    assert all(f"{name} {words}" in said for name, words in COMMANDS.items())


# --- streams, and what nobody thought of


def shell(command: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = command.replace("BUILD", f"{sys.executable} {ENGINE / 'build.py'}").replace("ROOT", f"--root {root}")
    environment = {**os.environ, "GITHUB_ACTIONS": "true", "PYTHONUNBUFFERED": ""}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, cwd=root, env=environment
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("{ sleep .2; BUILD ROOT; } | true; exit ${PIPESTATUS[0]}", 1, ""),
        pytest.param("{ sleep .2; BUILD --help; } | true; exit ${PIPESTATUS[0]}", 1, "", marks=thorough_only),
        ("{ sleep .2; BUILD nonsense; } 2>&1 | true; exit ${PIPESTATUS[0]}", 1, ""),
        pytest.param("rm data/units.yaml; { sleep .2; BUILD check ROOT; } 2>&1 | true; exit ${PIPESTATUS[0]}", 1, "",
                     marks=thorough_only),
        ("rm data/units.yaml; { sleep .2; BUILD check ROOT; } 2>/dev/null | true; exit ${PIPESTATUS[0]}", 1, ""),
        ("BUILD check ROOT >/dev/full", 1, "what there is to say can't be written: No space left on device\n"),
        ("BUILD --help >/dev/full", 1, "what there is to say can't be written: No space left on device\n"),
        ("BUILD nonsense 2>/dev/full", 1, ""),
        ("BUILD check ROOT >&-", 0, ""),
        ("BUILD explain nonsense ROOT 2>&-", 1, ""),
    ],
)  # fmt: skip
def test_streams_that_take_nothing_end_in_no_traceback(tmp_path: Path, command: str, code: int, said: str) -> None:
    done = shell(command, write_project(tmp_path / "story", WITHOUT_CHARTS))
    assert (done.returncode, done.stderr) == (code, said)


def test_a_fault_of_the_program_is_one_line_and_a_file_to_send(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> int:
        raise KeyError("nobody\nthought of")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("microsite.desk.check.run", fails)
    assert main(["check"]) == 1
    (kept,) = tmp_path.iterdir()
    said = "a fault of this program, and none of yours: KeyError: 'nobody\\nthought of'"
    assert capsys.readouterr().err == f"{said}; please send {kept} to who maintains it\n"
    assert "in fails" in kept.read_text()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    assert main(["check"]) == 1
    assert re.fullmatch(rf"{re.escape(said)} \(.*test_command_line.py:\d+\)\n", capsys.readouterr().err)


def test_one_in_a_thread_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("threading.excepthook", threading.excepthook)  # put back afterwards

    def run(_: object) -> int:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
        return 0

    monkeypatch.setattr("microsite.desk.check.run", run)
    assert main(["check"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("a fault of this program, and none of yours: ZeroDivisionError")
    Path(said.split("please send ")[1].split()[0]).unlink()


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device"), "No space left on device\n"),
        (OSError("no free port at 127.0.0.1"), "no free port at 127.0.0.1\n"),
        (OSError(13, "Permission denied", "a\x1bb"), "a\\x1bb: Permission denied\n"),
    ],
)
def test_what_the_system_refuses_is_one_line(
    error: OSError, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: object) -> int:
        raise error

    monkeypatch.setattr("microsite.desk.check.run", fails)
    assert main(["check"]) == 1
    assert capsys.readouterr().err == line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["biuld"], "biuld"),
        (["--strct"], "--strct"),
        (["--root"], "--root"),
        (["explain", "trees", "--strict"], "--strict"),
        (["explain", "trees", "--out", "elsewhere"], "--out"),
        (["check", "--as-of", "someday"], "someday"),
        (["schema", "--as-of", "2026-01-31"], "--as-of"),
        (["schema", "a\x1b[2Jb"], r"a\x1b[2Jb"),
    ],
)
def test_what_a_command_does_not_know_is_refused(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert word in capsys.readouterr().err


ODD = """l'été, 细数 "2026" & $HOME"""  # a folder's name that a shell would take apart
SHAPE, SHAPED = "data/shape.yaml", "- runs: 7\n- runs: trees\n- runs: crop\n"


@pytest.mark.parametrize(
    ("files", "arguments", "told"),
    [
        ({"data/addresses.txt": "index.html\n"}, ["check", "--strict"], ["addresses"]),
        ({SHAPE: "- runs: 7\n"}, ["check"], ["shape", "ARTICLE"]),
        (
            {SHAPE: SHAPED, "an article": "A good year\n"},
            ["audit", "{root}/an article"],
            ["shape", "{root}/an article"],
        ),
        ({}, ["verify"], []),
        ({}, ["verify", "--out", "{root}/my site"], ["--out", "{root}/my site"]),
        ({EN: None, ZH: None}, ["new", "chart", "cider"], ["new", "page", "chapters/NAME"]),
    ],
)
def test_a_command_that_is_told_can_be_pasted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], arguments: list[str], told: list[str]
) -> None:
    root = write_project(tmp_path / ODD, files)
    main([*(word.format(root=root) for word in arguments), "--root", str(root)])
    said = "".join(capsys.readouterr())
    expected = ["--root", str(root), *(word.format(root=root) for word in told)]
    line = said.partition("uv run build.py ")[2].partition("\n")[0]
    assert shlex.split(line.rstrip(")"))[: len(expected)] == expected


def test_commands_on_a_new_story_can_be_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / ODD
    assert main(["new", "story", str(folder)]) == 0
    said = capsys.readouterr().out.partition("uv run build.py ")[2].partition("\n")[0]
    assert parse_arguments(shlex.split(said)).root == folder
    lines = [
        shlex.split(line) for line in (folder / "README.md").read_text("utf-8").splitlines() if line[:4] == " " * 4
    ]
    (_, engine), *commands = lines
    assert (folder / engine).resolve() == ENGINE
    parsed = [parse_arguments(command[3:]) for command in commands]
    assert [(ENGINE / arguments.root).resolve() for arguments in parsed] == [folder, folder]


def test_a_command_on_the_engine_s_own_project_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ENGINE)
    assert {command(root, "serve") for root in (ENGINE, Path(), Path("docs/.."))} == {"uv run build.py serve"}
    assert command(Path("tests"), "new", "page", "a b") == "uv run build.py --root tests new page 'a b'"


def test_commands_are_worded_in_one_place() -> None:
    """But for examples."""
    ends = {"microsite": ("py",), "templates": ("html", "yaml", "md")}
    paths = (path for folder, names in ends.items() for end in names for path in (ENGINE / folder).rglob(f"*.{end}"))
    told = (line for path in paths for line in path.read_text("utf-8").splitlines() if "uv run" in line)
    assert not [line for line in told if not line.startswith("EXAMPLE = ")]
