"""A preview as an editor starts it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.project import CHAPTER, ENGINE, write_project

TALL = "".join(f"\n## Part {{words:{word}}}\n\nApples.\n" for word in ("one", "two", "three", "four", "five"))
CHART = "content/charts/more-trees.yaml"
LAST = "static/last.css"  # of no page: what is saved here is heard of after all else
BUILDS = (str(ENGINE / "build.py"),)
# Without the build of the whole site, once editing pauses: what shows in a browser is there before.
PREVIEWS = ("-c", "import sys; from microsite.desk import command_line, preview; preview.PAUSE = 999; "
            "command_line.main(sys.argv[1:])")  # fmt: skip
TEXTS = {f"content/{code}/chapters/1-harvest.md": text + TALL for code, text in CHAPTER.items()}
PLAIN = {CHART: None, **{name: text.replace("{chart:more-trees}", "") for name, text in TEXTS.items()}}


class Server:
    """`build.py serve` in a process of its own, as an editor starts it."""

    def __init__(self, root: Path, *arguments: str, program: Sequence[str] = BUILDS) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, *program, "serve", "--root", str(root), "--port", str(free_port()), *arguments],
            cwd=ENGINE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        self.lines: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("http://"):
                break
        assert self.lines, "the server ended at once"
        self.url = self.lines[-1].split()[0]
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(self.process.stdout)

    def hear(self, said: str, lines: int = 0) -> None:
        """Wait until a line holds this, one after so many."""
        deadline = time.monotonic() + 60
        while not any(said in line for line in self.lines[lines:]):
            assert time.monotonic() < deadline, self.lines
            time.sleep(0.02)

    def save(self, name: str, text: str) -> None:
        """Save in one step, as many editors do: what is half written could make an edition of its own."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f"{path.name}~")
        part.write_text(text, "utf-8")
        part.replace(path)

    def settle(self) -> None:
        """Wait until the server has heard of all that was saved, and shows it."""
        told = len(self.lines)
        self.save(LAST, f"/* {told} */")
        self.hear(LAST, told)

    def files(self) -> dict[str, str]:
        """Return the project's files, but for what is kept of pictures."""
        paths = (path for path in self.root.glob("[!.]*/**/*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_text("utf-8") for path in paths}

    def put_back(self, files: dict[str, str]) -> None:
        """Have the project be as it was, and wait until the server has heard of all that changed."""
        now = self.files()
        for name in now.keys() - files.keys():
            (self.root / name).unlink()
        for name, text in files.items():
            if now.get(name) != text:
                self.save(name, text)
        self.settle()

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        parts = urlsplit(self.url)
        with closing(HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): said for name, said in headers.items()})
            response = connection.getresponse()
            return response, response.read().decode()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
            self.reader.join(5)
            if self.process.stdout is not None:
                self.process.stdout.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    servers = []

    def started(*arguments: str) -> Server:
        server = Server(write_project(tmp_path / "orchard", PLAIN), *arguments, program=PREVIEWS)
        servers.append(server)
        return server

    yield started
    for server in servers:
        if server.process.poll() is None:
            server.stop()


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
