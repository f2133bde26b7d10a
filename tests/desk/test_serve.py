"""The editor's preview: served as GitHub Pages serves, renewed in place, and never broken by a mistake."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from microsite.desk.command_line import main
from microsite.desk.preview import Composed, Desk, find_port
from microsite.errors import BuildError, Problem
from tests.conftest import BROWSER
from tests.project import CHAPTER, ENGINE, STATISTICS, counted, write_project
from tests.project import CHART as CHARTED

HARVEST = "data/statistics/harvest.yaml"
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
        with closing(HTTPConnection(parts.hostname or "", parts.port, timeout=10)) as connection:
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


@pytest.fixture
def page() -> Iterator[Page]:
    if BROWSER is None:
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 480, "height": 300})
        browser.close()


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


# --- in a browser


def test_a_saved_number_appears_where_the_reader_was(start: Callable[..., Server], page: Page) -> None:
    server = start()
    page.goto(server.url)
    number = page.locator("main data[data-id=trees]").first
    expect(number).to_have_text(re.compile("1,200"))
    page.evaluate("scrollTo(0, 400)")
    page.wait_for_function("() => scrollY === 400")
    server.save(HARVEST, counted(1300))
    expect(number).to_have_text(re.compile("1,300"))
    page.wait_for_function("() => scrollY === 400")
    assert page.locator("#serve-problems").count() == 0


def test_what_changed_is_put_into_the_page_as_it_stands(start: Callable[..., Server], page: Page) -> None:
    server = start()
    page.goto(server.url)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.opened = 'once'")
    number = page.locator("main data[data-id=trees]").first
    for value, words in (("1300", "1,300"), ("1400", "1,400")):
        server.save(HARVEST, counted(value))
        expect(number).to_have_text(re.compile(words))
    assert page.evaluate("window.opened") == "once"
    assert page.evaluate("fetch(location.href).then(found => found.text())").count("1,400") == page.content().count(
        "1,400"
    )


@pytest.mark.parametrize("text", ["Apples and pears.", "Apples.\n\nAnd pears."], ids=["sentence", "paragraph"])
def test_so_is_a_text_where_scripts_were_at_work(start: Callable[..., Server], page: Page, text: str) -> None:
    server = start()
    page.goto(server.url)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".chapter[style]")).to_have_count(1)  # laid out by site.js
    page.evaluate("window.opened = 'once'")
    path = "content/en/chapters/1-harvest.md"
    server.save(path, str(PLAIN[path]).replace("Apples.", text, 1))
    expect(page.locator(".chapter")).to_contain_text("pears.")
    assert page.evaluate("window.opened") == "once"
    words = page.locator(".chapter").get_attribute("data-words")
    assert f'data-words="{words}"' in page.evaluate("fetch(location.href).then(found => found.text())")


def test_the_index_of_statistics_finds_what_changed(start: Callable[..., Server], page: Page) -> None:
    server = start()
    page.goto(f"{server.url}statistics/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.opened = 'once'")
    server.save(HARVEST, STATISTICS.replace("status: estimated", "status: targeted"))
    row = page.locator("tr#crop")
    expect(row).to_have_attribute("data-kind", "targeted")
    page.wait_for_load_state("networkidle")
    page.locator(".filters [name=q]").fill("trees")
    expect(row).to_be_hidden()


def test_a_chart_that_is_new_can_be_made_interactive(start: Callable[..., Server], page: Page) -> None:
    server = start(TEXTS)
    page.goto(server.url)
    page.wait_for_load_state("networkidle")
    server.save("content/charts/again.yaml", CHARTED)
    for path, text in TEXTS.items():
        server.save(path, f"{text}\n{{chart:again}}\n")
    buttons = page.locator("[data-figures]")
    expect(buttons).to_have_count(2)
    page.wait_for_load_state("networkidle")
    for button in buttons.all():
        expect(button).to_be_enabled()


@pytest.mark.parametrize("change", ["the style", "what a card says"])
def test_what_scripts_and_styles_hold_is_loaded_anew(start: Callable[..., Server], page: Page, change: str) -> None:
    server = start({**PLAIN, "static/more.css": ""})
    page.goto(server.url)
    page.locator("main a.number[href*=trees]").first.hover()
    expect(page.locator(".card")).to_contain_text("1,200")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.opened = 'once'")
    if change == "the style":
        server.save("static/site.css", f"{(ENGINE / 'static/site.css').read_text('utf-8')}\nh1 {{ opacity: 0.5; }}\n")
    else:
        server.save(HARVEST, counted(1300))
    page.wait_for_function("() => !window.opened")
    if change == "the style":
        expect(page.locator("h1")).to_have_css("opacity", "0.5")


def test_a_mistake_is_laid_over_the_last_good_page_until_it_is_mended(start: Callable[..., Server], page: Page) -> None:
    server = start()
    page.goto(f"{server.url}zh/")
    server.save(HARVEST, STATISTICS.replace("value: 1200", "valeu: 1300"))
    overlay = page.locator("#serve-problems [role=alert]")
    expect(overlay).to_contain_text("unknown key 'valeu', did you mean 'value'?")
    place = overlay.get_by_role("link", name=f"{HARVEST}:7:7").first
    assert place.get_attribute("href") == f"vscode://file{(server.root / HARVEST).resolve().as_posix()}:7:7"
    number = page.locator("main data[data-id=trees]").first
    expect(number).to_have_text(re.compile("1200"))
    page.reload()
    expect(number).to_have_text(re.compile("1200"))
    expect(overlay).to_be_visible()
    server.save(HARVEST, counted(1300))
    expect(number).to_have_text(re.compile("1300"))
    expect(overlay).to_have_count(0)


def test_a_mistake_in_a_template_too(start: Callable[..., Server], page: Page) -> None:
    server = start({**PLAIN, "templates/policies.html": "Apples"})  # of a page that this project does not have
    page.goto(server.url)
    server.save("templates/story.html", "{% extends 'base.html' %}\n{% block main %}{{ heeding }}{% endblock %}")
    expect(page.locator("#serve-problems [role=alert]")).to_contain_text("templates/story.html:2:1")
    expect(page.locator("h1")).to_have_text("Index")
    (server.root / "templates/story.html").unlink()
    expect(page.locator("#serve-problems")).to_have_count(0)


def test_a_chart_is_drawn_again(start: Callable[..., Server], page: Page) -> None:
    server = start(TEXTS)
    page.goto(server.url)
    tip = page.locator("figure svg title", has_text="1,200").first
    expect(tip).to_be_attached()
    server.save(HARVEST, counted(1300))
    expect(page.locator("figure svg title", has_text="1,300").first).to_be_attached()
    expect(tip).to_have_count(0)


# --- over HTTP


def test_serves_as_pages_does(start: Callable[..., Server]) -> None:
    server = start()
    base = urlsplit(server.url).path
    assert base == "/orchard/"
    for wrong in ("/", "/orchard"):
        response, _ = server.get(wrong)
        assert (response.status, response.getheader("Location")) == (302, base)
    response, html = server.get(f"{base}statistics/trees")
    assert (response.status, response.getheader("Location")) == (302, f"{base}statistics/trees/")
    response, html = server.get(f"{base}statistics/trees/")
    assert (response.status, response.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
    assert "1,200" in html
    response, html = server.get(f"{base}no/such/page.html")
    assert response.status == 404
    assert "Not here" in html
    response, csv = server.get(f"{base}data/statistics.csv")
    assert (response.status, csv[:3]) == (200, "id,")


def test_it_answers_to_its_own_names_and_to_no_site_but_itself(start: Callable[..., Server]) -> None:
    server = start()
    port = urlsplit(server.url).port
    path = f"{urlsplit(server.url).path}data/statistics.json"

    def status(**headers: str) -> int:
        response, said = server.get(path, **headers)
        assert response.getheader("Cross-Origin-Resource-Policy") == "same-origin"
        assert response.getheader("X-Content-Type-Options") == "nosniff"
        assert bool(said) == (response.status == 200)
        return response.status

    for name in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert status(Host=name) == 200, name
    for name in (
        "evil.example", f"evil.example:{port}", "localhost", "127.0.0.1:1", f"localhost.evil.example:{port}", "[",
        f"user@localhost:{port}", f"localhost:{port}/evil", f"[::1]:{port}", f"0.0.0.0:{port}", f"localhost:x{port}",
        "",
    ):  # fmt: skip
        assert status(Host=name) == 421, name
    for site, mode, expected in (
        ("cross-site", "no-cors", 403), ("same-site", "no-cors", 403), ("cross-site", "cors", 403),
        ("cross-site", "navigate", 200), ("none", "navigate", 200), ("same-origin", "no-cors", 200),
    ):  # fmt: skip
        assert status(Sec_Fetch_Site=site, Sec_Fetch_Mode=mode) == expected, (site, mode)


def test_no_request_ends_in_a_traceback(start: Callable[..., Server]) -> None:
    server = start()
    host = urlsplit(server.url).netloc
    for line, code in (
        ("GET http://[ HTTP/1.1", b"400"), ("GET http://evil.example/ HTTP/1.1", b"421"), ("GET //[ HTTP/1.1", b"404"),
        ("GET /%00%ff%zz HTTP/1.1", b"404"), ("GET /orchard/__serve__/%5b?page=[ HTTP/1.1", b"404"),
        ("BREW / HTTP/1.1", b"501"), ("GET", b""), ("GET / HTTP/x", b"400"), ("\x16\x03\x01", b"400"),
    ):  # fmt: skip
        with socket.create_connection((urlsplit(server.url).hostname or "", urlsplit(server.url).port or 0), 10) as to:
            to.sendall(f"{line}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
            assert code in to.recv(999), line
    with socket.create_connection((urlsplit(server.url).hostname or "", urlsplit(server.url).port or 0), 10) as to:
        to.sendall(b"GET /orchard/ HTTP/1.0\r\n\r\n")
        assert b"421" in to.recv(99)  # nobody's name
    server.stop()
    assert "Traceback" not in "".join(server.lines)
    assert "fault" not in "".join(server.lines)


@pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine")
def test_others_are_let_in_where_that_is_asked_for(start: Callable[..., Server]) -> None:
    server = start(PLAIN, "--host", "127.0.0.2")
    assert urlsplit(server.url).hostname == "127.0.0.2"
    assert server.get("/orchard/")[0].status == 200
    assert server.get("/orchard/", Host="evil.example")[0].status == 421
    for _ in range(100):
        if any("whoever is in this network can read it" in line for line in server.lines):
            break
        time.sleep(0.1)
    else:
        raise AssertionError("no warning")


def test_an_address_that_is_not_of_this_machine_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path)
    for host in ("192.0.2.1", "no such name"):
        assert main(["serve", "--root", str(root), "--host", host]) == 1
        assert capsys.readouterr().err.startswith(f"{host} is no address of this machine: ")


def test_the_built_site_holds_nothing_of_the_server(start: Callable[..., Server]) -> None:
    server = start()
    _, html = server.get(urlsplit(server.url).path)
    assert "__serve__/reload.js" in html
    for _ in range(300):
        if any(" pages, " in line for line in server.lines):
            break
        time.sleep(0.1)
    built = (server.root / "site/index.html").read_text("utf-8")
    assert "1,200" in built
    assert "__serve__" not in built


def test_a_port_that_is_taken_is_passed_over(start: Callable[..., Server]) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = start(port=port)
        assert urlsplit(server.url).port != port
        assert server.get("/orchard/")[0].status == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt for a single process")
def test_ctrl_c_ends_it_cleanly(start: Callable[..., Server]) -> None:
    server = start()
    assert server.stop() == 0
    assert "Traceback" not in "".join(server.lines)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt for a single process")
def test_ctrl_c_while_it_starts(tmp_path: Path) -> None:
    root = write_project(tmp_path / "orchard")
    process = subprocess.Popen(
        [sys.executable, str(ENGINE / "build.py"), "serve", "--root", str(root)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    time.sleep(1.5)  # somewhere between its imports and the first page
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


# --- without a server


def test_a_page_is_made_once_and_only_when_asked_for() -> None:
    made: list[str] = []

    def make(name: str) -> Callable[[], str]:
        return lambda: made.append(name) or name  # type: ignore[func-returns-value]

    edition = Composed({"a.html": make("a"), "b.html": make("b")}, [lambda: {"c.css": b"c"}, lambda: {"d": b"d"}])
    assert (edition.get("a.html"), edition.get("a.html"), edition.get("c.css"), edition.get("e")) == (
        b"a", b"a", b"c", None,
    )  # fmt: skip
    assert made == ["a"]


def test_a_mistake_keeps_the_edition(tmp_path: Path) -> None:
    good = Composed({"index.html": lambda: "good"})
    editions: Iterator[Composed | BuildError] = iter([good, BuildError([Problem(Path("a.yaml"), 2, 3, "wrong")]), good])

    def compose() -> Composed:
        edition = next(editions)
        if isinstance(edition, BuildError):
            raise edition
        return edition

    desk = Desk(tmp_path, compose)
    desk.renew()
    version = desk.version
    desk.renew()
    assert (desk.edition, desk.version, desk.problems) == (good, version, ("a.yaml:2:3: wrong",))
    desk.renew()
    assert desk.problems == ()
    assert desk.version != version


def test_a_page_that_is_opened_meanwhile_does_not_disturb(tmp_path: Path) -> None:
    desk = Desk(tmp_path, lambda: Composed(pages))

    class Pages(dict[str, Callable[[], str]]):
        def __contains__(self, path: object) -> bool:
            desk.open[f"{path} opened meanwhile"] += 1  # as a reader's thread does
            return super().__contains__(path)

    pages = Pages({"index.html": lambda: "good"})
    desk.open.update({"index.html": 1, "about.html": 1})
    desk.renew()
    assert desk.problems == ()


def test_there_is_no_port_beyond_the_last() -> None:
    with find_port(70000, "/orchard/", {}) as server:
        assert 0 < server.server_port <= 65535
