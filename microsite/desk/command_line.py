"""What was typed → the command that it names: one module of this folder each, loaded when it is asked for.

A command's module has `EXAMPLE`, `declare`, which adds its options to a parser, and `run`, which returns the exit
code. Nothing heavy is imported here: a build that has nothing to do is over before the rest of the engine is loaded.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, Protocol, cast

from microsite.desk.terminal import UnheardError, fault, put_out, say
from microsite.errors import BuildError, annotate, gathered, visible
from microsite.files import ENGINE

PLACES = ("--root", "--out")  # where a project and its site are

COMMANDS: Mapping[str, str] = {
    "build": "build the site (the default)",
    "check": "check data and content without building",
    "serve": "show the site while it is edited, always up to date",
    "explain": "say all that is known of a statistic",
    "diff": "say what readers will see change between two states, each a git revision or a folder",
    "audit": "hold the data against the article's text",
    "shape": "write the article's shape: its figures in place, and how long the words between them are",
    "new": "write the beginning of something, with what each field means",
    "schema": "write the schemas by which code editors complete",
    "addresses": "record the addresses that are published, so that none can be lost",
    "verify": "read the finished site back, and trace every number in it",
    "fonts": "cut the fonts of pictures and headings down to common characters and a project's own",
}


class Command(Protocol):
    EXAMPLE: str
    declare: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def load(name: str) -> Command:
    return cast(Command, import_module(f"microsite.desk.{name}"))


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the options of the command that is asked for, and its name as `command`. Ends the process at others."""
    places, wanted, rest = _split(arguments)
    parser = _Parser(
        prog="build.py",
        description="Build the site: data/ and content/ → site/.",
        epilog="build.py COMMAND --help says what a command takes; without one, the site is built. Where the project"
        " and its site are, --root and --out, may be said before any command.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, words in COMMANDS.items():
        description = f"{words[0].upper()}{words[1:]}."
        command = commands.add_parser(name, help=words, description=description)
        command.add_argument(
            "--root", type=Path, default=ENGINE, help="folder of the project: data/, content/ (default: here)"
        )
        if wanted == name:
            loaded = load(name)
            command.epilog = f"example: {loaded.EXAMPLE}"
            loaded.declare(command)
            if "--out" not in command.format_usage():  # it has no use for where the site is
                places.pop("--out", None)
    placed = [word for words in places.values() for word in words]
    return parser.parse_args([wanted, *placed, *rest] if wanted else rest)


def _split(arguments: list[str]) -> tuple[dict[str, list[str]], str, list[str]]:
    """Return the places that stand in front, the command (`build` where there is none), and what stands behind it."""
    if arguments[:1] in (["-h"], ["--help"]):
        return {}, "", arguments
    places, rest = {}, list(arguments)
    while rest and (name := rest[0].partition("=")[0]) in PLACES:
        count = 1 if "=" in rest[0] else 2
        places[name], rest = rest[:count], rest[count:]
    wanted = rest.pop(0) if rest and not rest[0].startswith("-") else "build"
    return places, wanted, rest


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def main(arguments: list[str]) -> int:
    """Run a command; return its exit code. What goes wrong is said in an editor's words, on stderr."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started this
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):  # Windows would write what is piped in an encoding without Chinese
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    threading.excepthook = lambda thread: _tell_fault(thread.exc_value)
    try:
        try:
            return _run(arguments)
        finally:
            for stream in (sys.stdout, sys.stderr):
                put_out("", stream)  # what argparse left there
    except UnheardError as error:
        for stream in (sys.stdout, sys.stderr):
            if stream is not error.stream and not isinstance(error.__cause__, BrokenPipeError):
                with suppress(UnheardError):
                    say(error, stream=stream)
        os.dup2(os.open(os.devnull, os.O_WRONLY), error.stream.fileno())  # the interpreter, as it ends, would try again
        return 1


def _run(arguments: list[str]) -> int:
    root = Path()
    try:
        parsed = parse_arguments(arguments)
        root = parsed.root
        return load(parsed.command).run(parsed)
    except BuildError as error:
        count = len(error.problems)
        say(
            *gathered(error.problems),
            f"{count} problem{'s' if count > 1 else ''}; nothing was written",
            stream=sys.stderr,
        )
        if os.environ.get("GITHUB_ACTIONS") == "true":  # whose runner shall take these for what they are
            put_out("".join(f"{annotate(problem, root)}\n" for problem in error.problems), sys.stdout)
        return 1
    except KeyboardInterrupt:
        say("interrupted", stream=sys.stderr)
        return 130
    except OSError as error:
        said = error.strerror or str(error)
        say(f"{error.filename}: {said}" if error.filename else said, stream=sys.stderr)
        return 1
    except UnheardError:
        raise
    except Exception as error:
        _tell_fault(error)
        return 1


def _tell_fault(error: BaseException | None) -> None:
    if error and not isinstance(error, UnheardError):
        say(fault(error), stream=sys.stderr)
