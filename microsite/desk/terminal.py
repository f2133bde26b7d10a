"""What the command line says → a terminal: in colours, and with how far a long work is; elsewhere, plain lines.

All that a command says goes through here, and nothing in it can be taken for more than text.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
import time
import traceback
from typing import TextIO

from microsite.errors import visible

PATIENCE, PACE = 1.0, 0.1  # seconds after which a work is long, and between two words on it
BOLD, RED, GREEN, YELLOW, CYAN = 1, 31, 32, 33, 36
WIPE = "\r\x1b[2K"

_COLOURS = [
    (re.compile(pattern, re.MULTILINE), colour)
    for pattern, colour in (
        (r"^\S+\.\w+(?::\d+:\d+)?(?=: )", BOLD),  # the place of a problem
        (r"did you mean '[^'\n]*'\?", CYAN),
        (r"^\d+ problems?; .*", RED),
        (r"^the fonts of pictures and headings lack .*", YELLOW),
        (r"^.* (?:0 not accounted for|no problem found)$", GREEN),
        (r"^ +- .*", RED),  # of a comparison
        (r"^ +\+ .*", GREEN),
    )
]


class UnheardError(Exception):
    """A stream takes nothing more: its reader has gone, as `head` does, or there is no room for what is said."""

    def __init__(self, stream: TextIO, error: OSError) -> None:
        self.stream = stream
        super().__init__(f"what there is to say can't be written: {error.strerror}")


def is_terminal(stream: TextIO) -> bool:
    """Return whether somebody reads the stream on a screen that knows ANSI's control sequences."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    if os.name == "nt":
        os.system("")  # has older consoles heed them, too
    return True


def say(*lines: object, stream: TextIO | None = None, end: str = "\n") -> None:
    """Write lines at once, to stdout or another stream: in colours on a terminal, unless NO_COLOR is set.

    Raises UnheardError.
    """
    stream = stream or sys.stdout
    text = "\n".join(visible(line) for said in lines for line in str(said).split("\n"))
    if is_terminal(stream) and not os.environ.get("NO_COLOR"):
        text = paint(text)
    put_out(text + end, stream)


def put_out(text: str, stream: TextIO) -> None:
    """Write text as it is. Raises UnheardError."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        raise UnheardError(stream, error) from error


def fault(error: BaseException) -> str:
    """Keep all that is known of a fault of this program in a file; return a line that says so, for an editor."""
    what = f"a fault of this program, and none of yours: {type(error).__name__}: {error}".replace("\n", " ")
    about = f"{sys.argv}\nPython {sys.version}\n{platform.platform()}\n\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="microsite-", suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(about + "".join(traceback.format_exception(error)))
    except OSError:  # no room, either
        last = traceback.extract_tb(error.__traceback__)[-1:]
        return " ".join([what, *(f"({frame.filename}:{frame.lineno})" for frame in last)])
    return f"{what}; please send {file.name} to who maintains it"


def paint(text: str) -> str:
    for pattern, colour in _COLOURS:
        text = pattern.sub(f"\x1b[{colour}m\\g<0>\x1b[0m", text)
    return text


class Progress:
    """One line of a terminal that says how far a work is once that takes a while, and goes with it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.live = stream, is_terminal(stream)
        self.begun, self.said = time.monotonic(), 0.0

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if self.live and now - self.begun > PATIENCE and now - self.said > PACE:
            self.stream.write(f"{WIPE}{what}: {done} of {of}")
            self.stream.flush()
            self.said = now

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.said:
            self.stream.write(WIPE)
            self.stream.flush()
