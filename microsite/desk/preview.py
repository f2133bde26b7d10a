"""A site in the making → what open pages show of it, and what they are told is wrong.

Knows neither how a site is made nor of what: it is given `compose`, which returns the next edition or raises
BuildError, and a command that builds the whole site once editing pauses.
"""

from __future__ import annotations

import gc
import json
import os
import re
import secrets
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from microsite.desk.terminal import fault, say
from microsite.errors import BuildError, gathered

PAUSE = 0.5  # seconds without a change after which the whole site is built
HEARTBEAT = 15.0  # seconds after which a silent connection is tried: its page may be gone
PLACE = re.compile(r"((?:[A-Za-z]:)?[^:\n]+?)(?::(\d+):(\d+))?: (.*)", re.DOTALL)


class Composed:
    """One state of the site. Pages and files are made when they are first asked for: most are not, before the next.

    Each of `files` makes many at once; they are tried in turn. `check` raises BuildError with all that is wrong.
    """

    def __init__(
        self,
        pages: Mapping[str, Callable[[], str]],
        files: Iterable[Callable[[], Mapping[str, bytes]]] = (),
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.pages, self.waiting, self.check = pages, iter(files), check
        self.made: dict[str, bytes] = {}
        self.lock = threading.Lock()

    def get(self, path: str) -> bytes | None:
        """Return a file of the site, None if there is none. Raises BuildError, also for what it stumbles over."""
        try:
            return self.make(path)
        except Exception:
            self.check()  # it is asked for before it is checked
            raise

    def make(self, path: str) -> bytes | None:
        """Return a file of the site, None if there is none. Raises whatever it stumbles over."""
        with self.lock:
            if path in self.pages and path not in self.made:
                self.made[path] = self.pages[path]().encode()
            while path not in self.made and (make := next(self.waiting, None)):
                self.made |= make()
            return self.made.get(path)


class Desk:
    """What the open pages show: the last good edition, and what is wrong with the newest."""

    def __init__(self, root: Path, compose: Callable[[], Composed]) -> None:
        self.root, self.compose = root, compose
        self.edition = Composed({})
        self.session, self.number = secrets.token_hex(4), 0
        self.problems: tuple[str, ...] = ()
        self.shown = 0.0  # when the newest edition was, by the clock of time.perf_counter
        self.open: Counter[str] = Counter()  # paths in the site of the pages that wait for news
        self.changed = threading.Condition()
        self.closed = False

    @property
    def version(self) -> str:
        return f"{self.session}-{self.number}"

    def renew(self) -> None:
        """Compose the next edition; the pages that are open are rendered before anyone hears of it.

        It is checked once it is shown: if it is unsound, the last good one is shown again.
        """
        good, edition, stumbled = self.edition, Composed({}), None
        try:
            edition = self.compose()
            for path in [path for path, count in [*self.open.items()] if count and path in edition.pages]:
                edition.make(path)
            self.show(edition)
        except Exception as error:  # over what the check will say, or else a mistake in the engine
            stumbled = error
        try:
            edition.check()
            if stumbled:
                raise stumbled
        except Exception as error:  # must not end the preview
            problems = map(str, gathered(error.problems)) if isinstance(error, BuildError) else [fault(error)]
            self.show(good, problems)

    def show(self, edition: Composed, problems: Iterable[str] = ()) -> None:
        with self.changed:
            if edition is not self.edition:
                self.edition, self.number, self.shown = edition, self.number + 1, time.perf_counter()
            self.tell(problems)

    def tell(self, problems: Iterable[str]) -> None:
        with self.changed:
            self.problems = tuple(problems)
            self.changed.notify_all()

    def close(self) -> None:
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def news(self) -> Iterator[str]:
        """Yield what a page should know, as often as it changes; and nothing, now and then."""
        told = None
        while not self.closed:
            with self.changed:
                if (state := (self.version, self.problems)) == told:
                    self.changed.wait(HEARTBEAT)
                    state = (self.version, self.problems)
            yield "" if state == told else self._message(*state)
            told = state

    def _message(self, version: str, problems: tuple[str, ...]) -> str:
        return json.dumps({"version": version, "problems": [_placed(line, self.root) for line in problems]})


def _placed(line: str, root: Path) -> dict[str, str]:
    """Split `path:line:column: message`, and add the address that opens an editor there."""
    match = PLACE.fullmatch(line)
    path = root / match[1] if match else None
    if match is None or path is None or not path.exists():
        return {"place": "", "link": "", "message": line}
    position = f":{match[2]}:{match[3]}" if match[2] else ""
    link = f"vscode://file/{quote(path.resolve().as_posix().lstrip('/'), safe='/:')}{position}"
    return {"place": f"{match[1]}{position}", "link": link, "message": match[4]}


class FullBuild:
    """Builds the whole site in a process of its own, once editing pauses: it checks what a preview does not."""

    def __init__(self, command: list[str], desk: Desk) -> None:
        self.command, self.desk = command, desk
        self.process: subprocess.Popen[str] | None = None
        self.outdated: subprocess.Popen[str] | None = None
        self.timer = threading.Timer(0, self._run)

    def start(self) -> None:
        self.stop()
        self.timer = threading.Timer(PAUSE, self._run, (self.desk.version,))
        self.timer.daemon = True
        self.timer.start()

    def interrupt(self) -> None:
        """Have a build end that is outdated, without waiting until it has."""
        self.timer.cancel()
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            self.outdated = process
            with suppress(OSError):  # an interrupt lets it tidy up; Windows would interrupt us, too
                process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)

    def stop(self) -> None:
        self.interrupt()
        if self.outdated is not None:
            self.outdated.wait()

    def _run(self, version: str) -> None:
        gc.collect()  # now that nobody waits
        self.process = process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        out, err = process.communicate()
        if self.process is not process or self.desk.version != version or self.desk.problems:
            return  # outdated: a later one will say
        lines = (err if process.returncode else out).rstrip().split("\n")
        say(*lines)
        if process.returncode:
            self.desk.tell([line for line in lines if PLACE.fullmatch(line)] or lines[-1:])
