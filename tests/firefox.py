"""Debian's Firefox ESR, spoken to as its makers' own tests do: what Playwright drives is a Firefox of its own."""

from __future__ import annotations

import itertools
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FIREFOX = shutil.which("firefox-esr")
PATIENCE = 60  # seconds for a start or an answer: the first start makes a profile
# A window as wide as asked, whose scroll bars take none of it, as on a phone.
PREFERENCES = {"marionette.port": 0, "ui.useOverlayScrollbars": 1}


class Firefox:
    """A running Firefox with one tab, by Marionette: each message is its length, a colon, and JSON."""

    def __enter__(self) -> Self:
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        told = "".join(f'user_pref("{name}", {value});\n' for name, value in PREFERENCES.items())
        Path(self.profile.name, "user.js").write_text(told)
        command = (str(FIREFOX), "--headless", "--marionette", "--remote-allow-system-access")
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([*command, "--profile", self.profile.name], stdout=quiet, stderr=quiet)
        self.numbers = itertools.count(1)
        self.socket = socket.create_connection(("127.0.0.1", self._port()), timeout=PATIENCE)
        self.answers = self.socket.makefile("rb")
        self._read()  # who is there
        self.call("WebDriver:NewSession")
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.profile.cleanup()

    def open(self, address: str) -> None:
        self.call("WebDriver:Navigate", url=address)

    def set_width(self, width: int) -> None:
        """Have the window be `width` px wide inside."""
        self.call("Marionette:SetContext", value="chrome")
        self.evaluate(f"() => gBrowser.selectedBrowser.style.maxWidth = '{width}px'")  # no window gets so narrow
        self.call("WebDriver:SetWindowRect", width=max(width, 500), height=1000)
        self.call("Marionette:SetContext", value="content")

    def evaluate(self, function: str) -> Any:
        return self.call("WebDriver:ExecuteScript", script=f"return ({function})()", args=[], sandbox="system")["value"]

    def wait_for(self, function: str) -> None:
        until = time.monotonic() + PATIENCE
        while not self.evaluate(function):
            assert time.monotonic() < until, function
            time.sleep(0.05)

    def call(self, name: str, **arguments: Any) -> Any:
        asked = json.dumps([0, next(self.numbers), name, arguments]).encode()
        self.socket.sendall(b"%d:%s" % (len(asked), asked))
        _, _, error, result = self._read()
        assert error is None, error["message"]
        return result

    def _read(self) -> Any:
        length = b"".join(iter(lambda: self.answers.read(1), b":"))
        return json.loads(self.answers.read(int(length)))

    def _port(self) -> int:
        """Return the port that Firefox has chosen, once it says it."""
        said = Path(self.profile.name, "MarionetteActivePort")
        until = time.monotonic() + PATIENCE
        while not said.is_file() or not said.read_text():
            assert self.process.poll() is None, "Firefox has ended"
            assert time.monotonic() < until, "Firefox does not answer"
            time.sleep(0.05)
        return int(said.read_text())
