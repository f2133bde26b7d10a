"""What is typed names a command and its options, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from microsite.desk.command_line import COMMANDS, main, parse_arguments
from tests.project import ENGINE


def test_the_default_is_to_build_this_project() -> None:
    arguments = parse_arguments([])
    assert (arguments.command, arguments.root, arguments.out, arguments.strict) == ("build", ENGINE, None, False)


@pytest.mark.parametrize(
    "order", [["--root", "story", "check"], ["--root=story", "check"], ["check", "--root", "story"]]
)
def test_the_project_stands_before_or_after_the_command(order: list[str]) -> None:
    assert (parse_arguments(order).command, parse_arguments(order).root) == ("check", Path("story"))


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
    ],
)
def test_what_a_command_does_not_know_is_refused(
    arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert word in capsys.readouterr().err
