"""A preview as an editor starts it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.project import CHAPTER, ENGINE, write_project

TALL = "".join(f"\n## Part {{words:{word}}}\n\nApples.\n" for word in ("one", "two", "three", "four", "five"))
CHART = "content/charts/more-trees.yaml"
TEXTS = {f"content/{code}/chapters/1-harvest.md": text + TALL for code, text in CHAPTER.items()}
PLAIN = {CHART: None, **{name: text.replace("{chart:more-trees}", "") for name, text in TEXTS.items()}}


class Server:
    """`build.py serve` in a process of its own, as an editor starts it."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, str(ENGINE / "build.py"), "serve", "--root", str(root), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
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

    def save(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, "utf-8")

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

    def started(changes: Mapping[str, str | None] = PLAIN, *arguments: str, port: int = 0) -> Server:
        root = write_project(tmp_path / "orchard", changes)
        server = Server(root, "--port", str(port or free_port()), *arguments)
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
