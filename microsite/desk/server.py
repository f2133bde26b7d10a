"""What the open pages show (preview.py) → a local web server that answers as GitHub Pages will.

What the browser needs for reloading stands in templates/serve/ and is put into pages on their way out.
"""

from __future__ import annotations

import mimetypes
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from errno import EACCES, EADDRINUSE
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from microsite.desk.preview import Desk
from microsite.desk.terminal import fault, say
from microsite.errors import BuildError, gathered

HOST, PORTS = "127.0.0.1", 20  # how many ports after one that is taken are tried
ALONE = {  # what browsers hold other sites to: they may link here, and neither run, show nor read what stands here
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
OWN = "__serve__/"  # below it stands what is the server's own
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


class Handler(BaseHTTPRequestHandler):
    """Answers as GitHub Pages does: folders by their index.html, and 404.html for what there is not."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a file waits 40 ms for its head to be acknowledged
    server: Server
    version: str  # that a page is said to be: no newer than it is, or it would not hear of what is

    def do_GET(self) -> None:
        with suppress(ConnectionError):  # the page has gone
            self._answer()

    do_HEAD = do_GET  # noqa: N815 - the name that the base looks for

    def _answer(self) -> None:
        self.version = self.server.desk.version
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
            script = f'<script src="{quote(self.server.base)}{OWN}reload.js" data-version="{self.version}">'
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

    desk: Desk  # which needs to know the address, and is there before anybody is served
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken

    def __init__(self, host: str, port: int, base: str, own: Mapping[str, bytes]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), Handler)
        self.host, self.base, self.own = host, base, own

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
    """Return a server on this port, the next that is free, or any. Raises OSError for another machine's address."""
    for candidate in range(port, port + PORTS):
        try:
            return Server(host, candidate, base, own)
        except OverflowError:  # beyond the last port
            break
        except OSError as error:
            if error.errno not in (EADDRINUSE, EACCES):
                raise OSError(f"{host} is no address of this machine: {error.strerror}") from error
    return Server(host, 0, base, own)


def network_address() -> str:
    """Return the address by which others in the network reach this machine. Raises OSError where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as looking:
        try:
            looking.connect(("192.0.2.1", 9))  # nobody's (RFC 5737): it asks the routes, and sends nothing
        except OSError as error:
            raise OSError(f"no others could look, for this machine is in no network: {error.strerror}") from error
        return str(looking.getsockname()[0])
