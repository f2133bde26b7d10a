"""A site in the making → a local web server that shows it as GitHub Pages will, and reloads what is open.

Knows neither how a site is made nor of what: it is given `compose`, which returns the next edition or raises
BuildError, and a command that builds the whole site once editing pauses. What the browser needs for reloading
stands in templates/serve/ and is put into pages on their way out.
"""

from __future__ import annotations

import gc
import json
import mimetypes
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from errno import EACCES, EADDRINUSE
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from watchfiles import watch

from microsite.desk.terminal import fault, say
from microsite.errors import BuildError, gathered
from microsite.files import find_files

HOST, PORTS = "127.0.0.1", 20  # how many ports after one that is taken are tried
ALONE = {  # what browsers hold other sites to: they may link here, and neither run, show nor read what stands here
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
OWN = "__serve__/"  # below it stands what is the server's own
PAUSE = 0.5  # seconds without a change after which the whole site is built
HEARTBEAT = 15.0  # seconds after which a silent connection is tried: its page may be gone
PLACE = re.compile(r"((?:[A-Za-z]:)?[^:\n]+?)(?::(\d+):(\d+))?: (.*)", re.DOTALL)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
EMPTY = b"<!doctype html><html><head><meta charset='utf-8'><title>\xe2\x80\xa6</title></head><body></body></html>"

Say = Callable[[str], None]
TICK = 0.1  # seconds between two looks at what has changed


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
        """Return a file of the site, None if there is none. Raises BuildError."""
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
                edition.get(path)
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

    def __init__(self, command: list[str], desk: Desk, say: Say) -> None:
        self.command, self.desk, self.say = command, desk, say
        self.process: subprocess.Popen[str] | None = None
        self.timer = threading.Timer(0, self._run)

    def start(self) -> None:
        self.stop()
        self.timer = threading.Timer(PAUSE, self._run, (self.desk.version,))
        self.timer.daemon = True
        self.timer.start()

    def stop(self) -> None:
        self.timer.cancel()
        process, self.process = self.process, None
        if process is not None and process.poll() is None:
            with suppress(OSError):  # an interrupt lets it tidy up; Windows would interrupt us, too
                process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
            process.wait()

    def _run(self, version: str) -> None:
        gc.collect()  # now that nobody waits
        self.process = process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        out, err = process.communicate()
        if self.process is not process or self.desk.version != version or self.desk.problems:
            return  # outdated: a later one will say
        lines = (err if process.returncode else out).rstrip().split("\n")
        self.say("\n".join(lines))
        if process.returncode:
            self.desk.tell([line for line in lines if PLACE.fullmatch(line)] or lines[-1:])


class Handler(BaseHTTPRequestHandler):
    """Answers as GitHub Pages does: folders by their index.html, and 404.html for what there is not."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        with suppress(ConnectionError):  # the page has gone
            self._answer()

    do_HEAD = do_GET  # noqa: N815 - the name that the base looks for

    def _answer(self) -> None:
        try:
            address = urlsplit(self.path)
        except ValueError:  # of http://[
            return self._send(HTTPStatus.BAD_REQUEST, "", b"")
        local, named = str(self.connection.getsockname()[0]), self.headers["Host"] or ""
        if not all(self.server.is_called(name, local) for name in (named, address.netloc or named)):
            return self._send(HTTPStatus.MISDIRECTED_REQUEST, "", b"")
        if self._is_for_others():
            return self._send(HTTPStatus.FORBIDDEN, "", b"")
        path, base = unquote(address.path), self.server.base
        if not path.startswith(base):
            return self._redirect(base) if path in ("/", base[:-1]) else self._page(HTTPStatus.NOT_FOUND, "404.html")
        path = path.removeprefix(base)
        if path.startswith(OWN):
            return self._own(path.removeprefix(OWN), parse_qs(address.query))
        if path.endswith("/") or not path:
            return self._file(f"{path}index.html")
        return self._file(path)

    def _is_for_others(self) -> bool:
        """Whether a page of another site asks, and is not left for what it gets, framed or loaded (Fetch Metadata)."""
        alone = self.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
        return not alone and self.headers.get("Sec-Fetch-Dest") != "document"

    def end_headers(self) -> None:
        for name, value in ALONE.items():
            self.send_header(name, value)
        super().end_headers()

    def _file(self, path: str) -> None:
        edition = self.server.desk.edition
        try:
            content = edition.get(path)
            if content is None and f"{path}/index.html" in edition.pages:
                return self._redirect(f"{self.server.base}{path}/")
        except BuildError as error:  # of a page that was not open when its edition was composed
            self.server.desk.tell(map(str, gathered(error.problems)))
            return self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "x.html", EMPTY)
        if content is None:
            return self._page(HTTPStatus.NOT_FOUND, "404.html")
        return self._send(HTTPStatus.OK, path, content)

    def _page(self, status: HTTPStatus, path: str) -> None:
        with suppress(BuildError):
            return self._send(status, path, self.server.desk.edition.get(path) or EMPTY)
        return self._send(status, path, EMPTY)

    def _own(self, name: str, query: dict[str, list[str]]) -> None:
        if name == "events":
            return self._events(unquote(query.get("page", [""])[0]))
        content = self.server.own.get(name)
        return self._send(HTTPStatus.OK if content else HTTPStatus.NOT_FOUND, name, content or b"")

    def _events(self, page: str) -> None:
        """Tell an open page what is new, for as long as it is open."""
        desk = self.server.desk
        path = page.removeprefix(self.server.base)
        path = f"{path}index.html" if path.endswith("/") or not path else path
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        desk.open[path] += 1
        try:
            for message in desk.news():
                self.wfile.write(f"data: {message}\n\n".encode() if message else b": still here\n\n")
                self.wfile.flush()
        finally:
            desk.open[path] -= 1
            self.close_connection = True

    def _redirect(self, address: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", quote(address))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, path: str, content: bytes) -> None:
        suffix = Path(path).suffix
        if suffix == ".html":
            script = f'<script src="{quote(self.server.base)}{OWN}reload.js" data-version="{self.server.desk.version}">'
            head, body, tail = content.rpartition(b"</body>")
            content = head + script.encode() + b"</script>" + body + tail
        self.send_response(status)
        kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing: the terminal is for what the editor does."""


class Server(ThreadingHTTPServer):
    """`base` is the path below which the site stands, with a slash at both ends; `own` is what OWN holds."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken

    def __init__(self, host: str, port: int, base: str, own: Mapping[str, bytes]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)
        self.host, self.base, self.own = host, base, own
        self.desk = Desk(Path(), lambda: Composed({}))

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.server_port}{quote(self.base)}"

    def is_called(self, name: str, local: str) -> bool:
        """Whether a request's Host is this server: the address at which it was reached, or a name of its own.

        Any other is that of a site which has its name lead here, to read what it may not (DNS rebinding).
        """
        try:
            asked = urlsplit(f"//{name}")
            port = asked.port or 80
        except ValueError:
            return False
        names = {local, self.host, "localhost" if ip_address(local).is_loopback else local}
        return asked.netloc == name and asked.hostname in names and port == self.server_port and "@" not in name

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - the base's
        """A browser that goes away is no error; ours are shown."""
        error = sys.exception()
        if error and not isinstance(error, ConnectionError):
            say(fault(error), stream=sys.stderr)


def find_port(port: int, base: str, own: Mapping[str, bytes], host: str = HOST) -> Server:
    """Return a server on this port or the next that is free; raises OSError where none is, or for another's address."""
    for candidate in (*range(port, port + PORTS), 0):
        try:
            return Server(host, candidate, base, own)
        except OverflowError:  # beyond the last port
            continue
        except OSError as error:
            if error.errno not in (EADDRINUSE, EACCES):
                raise OSError(f"{host} is no address of this machine: {error.strerror}") from error
    raise OSError(f"no free port at {host}")


def network_address() -> str:
    """Return the address by which others in the network reach this machine. Raises OSError where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        looking.connect(("192.0.2.1", 9))  # nobody's (RFC 5737): it asks the routes, and sends nothing
        return str(looking.getsockname()[0])


def serve(
    root: Path,
    folders: Iterable[Path],
    own: Path,
    compose: Callable[[str], Composed],
    full: list[str],
    say: Say,
    port: int,
    host: str = HOST,
) -> None:
    """Serve the project below `root` until interrupted, and compose it anew when `folders` change.

    `own` holds reload.js and overlay.css; `compose` takes the site's address; `full` is the command that
    builds the whole site.
    """
    root = root.resolve()
    files = {path.name: path.read_bytes() for path in find_files(own, "*")}
    server = find_port(port, f"/{root.name or 'site'}/", files, host)
    server.desk = desk = Desk(root, partial(compose, server.url))
    builds = FullBuild(full, desk, say)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    changes = _changes(folders)
    try:
        next(changes)  # from here on no change is lost
        _renew(desk, builds, say, ())
        serving.start()
        if server.server_port != port:
            say(f"the port {port} is taken; this is the next one that was free")
        say(f"{server.url}  (Ctrl-C ends)")
        if host != HOST:
            say("whoever is in this network can read it, and what is not published yet: end it when you have looked")
        for change in changes:
            if change:
                _renew(desk, builds, say, change)
    except KeyboardInterrupt:
        pass
    finally:
        builds.stop()
        desk.close()
        if serving.is_alive():  # or else there is nothing to shut down, and it would wait for ever
            server.shutdown()
        server.server_close()


def _changes(folders: Iterable[Path]) -> Iterator[Sequence[str]]:
    """Yield what has changed below folders, every tenth of a second: also that one came, went, or is another."""
    folders = [folder.resolve() for folder in folders]
    told: Iterable[str] = ()
    while True:
        there = _there(folders)
        looking = watch(*there, debounce=100, step=3, rust_timeout=int(1000 * TICK), yield_on_timeout=True,
                        raise_interrupt=True) if there else iter([])  # fmt: skip
        first = next(looking, ())  # from here on no change is lost
        yield sorted({*told, *(path for _, path in first)})
        for change in looking:
            if (now := _there(folders)) != there:
                told = [*map(str, there.keys() ^ now.keys() or there), *(path for _, path in change)]
                break
            yield sorted({path for _, path in change})
        else:
            told = ()
            time.sleep(TICK)


def _there(folders: Iterable[Path]) -> dict[Path, int]:
    """Return which folders there are, and which they are: one that was put back is another."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder] = folder.stat().st_ino
    return found


def _renew(desk: Desk, builds: FullBuild, say: Say, paths: Iterable[str]) -> None:
    begin = time.perf_counter()
    builds.stop()
    desk.renew()
    names = ", ".join(Path(path).relative_to(desk.root).as_posix() if Path(path).is_relative_to(desk.root) else path
                      for path in paths)  # fmt: skip
    if desk.problems:
        say("\n".join(desk.problems))
        count = len(desk.problems)
        say(f"{count} problem{'s' if count > 1 else ''}; the last good site is still shown")
    else:
        say(f"{names or 'ready'}: {1000 * (desk.shown - begin):.0f} ms")
        builds.start()
