"""The editor's preview over HTTP: served as GitHub Pages serves, and never broken by a mistake."""

from __future__ import annotations

import gc
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import _lru_cache_wrapper, cache
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread, Timer
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from microsite.charts.chart import Chart, Form, resolve
from microsite.desk import preview, serve
from microsite.desk.command_line import main
from microsite.desk.preview import Composed, Desk, FullBuild
from microsite.desk.serve import compose, find_changes
from microsite.desk.server import find_port, network_address
from microsite.errors import BuildError, Problem
from microsite.language.prose import Prose
from microsite.pipeline import build
from microsite.source.models import ChartSpec
from tests.conftest import thorough_only
from tests.desk.conftest import PLAIN, Server
from tests.project import (
    CHAPTER,
    CHART,
    CHART_FILE,
    EN,
    ENGINE,
    GLOSSARY,
    HARVEST,
    SOURCES,
    SPEAKERS,
    STATISTICS,
    UNITS,
    ZH,
    counted,
    read_problems,
    with_course,
    write_project,
)

URL = "http://127.0.0.1:8000/orchard/"


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        yield int(other.getsockname()[1])


@pytest.fixture(scope="module")
def server(taken: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that is asked, was told to listen at a port that is taken, and whose project nobody changes."""
    root = write_project(tmp_path_factory.mktemp("serve") / "orchard", PLAIN)
    server = Server(root, "--port", str(taken))
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("content/charts/more-trees.yaml", CHART.replace("trees@2023}\n", "trees@1999}\n"), 9),
        ("data/statistics/harvest.yaml", STATISTICS.replace("trees:\n  label", "pears:\n  label"), 0),
        ("data/statistics/harvest.yaml", STATISTICS.replace("label: {en: Trees, zh: 果树}", "label: {en: Trees}"), 2),
        ("data/statistics/harvest.yaml", STATISTICS.replace("unit: trees", "unit: tree"), 4),
        ("content/charts/more-trees.yaml", CHART.replace("zh: 树更多了", "fr: Arbres"), 3),
    ],
    ids=["period", "renamed", "language", "unit", "title"],
)
def test_what_can_t_be_composed_is_a_problem_at_its_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    root = write_project(tmp_path / "orchard", {name: text})
    with pytest.raises(BuildError) as caught:
        compose(root, URL).check()  # as the desk does, once it has shown what it can
    assert not line or any(str(problem).startswith(f"{name}:{line}:") for problem in caught.value.problems)


@cache
def find_kept() -> list[_lru_cache_wrapper[Any]]:
    """Return what keeps what the engine has read, made and drawn."""
    found = (kept for kept in gc.get_objects() if isinstance(kept, _lru_cache_wrapper))
    return [kept for kept in found if kept.__module__.startswith("microsite")]


def forget() -> None:
    """Have nothing kept of what was before, as in a new process."""
    for kept in find_kept():
        kept.cache_clear()


def test_edits_after_one_another_give_what_a_build_gives(tmp_path: Path) -> None:
    more = counted(1300)
    course = with_course(more)
    moved = f"# Lines move.\n\n{course.replace('36', '37')}"
    claim = "more-trees: {holds: trees > trees@2023}\n"
    en, zh = (CHAPTER[code] + f"\n{{claim:more-trees|{word}}}.\n" for code, word in (("en", "More"), ("zh", "更多")))
    edits: list[dict[str, str]] = [
        {"data/claims.yaml": claim, EN: en, ZH: zh},
        {HARVEST: more},
        {HARVEST: course},
        {HARVEST: moved},
        {EN: en.replace("village", "valley")},
        {CHART_FILE: CHART.replace("More trees", "Many trees")},
        {
            HARVEST: moved.replace(
                "What a tree bears., zh: 一棵树结多少果。", '"Of {trees}, one.", zh: "{trees}中一棵。"'
            )
        },
        {"data/units.yaml": UNITS.replace("{0} tonnes", "{0} long tonnes")},
        {"data/sources.yaml": SOURCES.replace("The Almanac", "The Old Almanac").replace("weak", "official")},
        {"data/speakers.yaml": SPEAKERS.replace("the grower", "a grower")},
        {"content/glossary.yaml": GLOSSARY.replace("Fruit that fell by itself.", "Fruit that fell.")},
        {"data/claims.yaml": claim.replace("trees > trees@2023", "trees@2023 < trees"), ZH: zh.replace("村里", "村中")},
        {"templates/404.html": "{{ title }}", "static/site.css": "h1 { opacity: 0.5; }"},
    ]
    root, shown = tmp_path / "orchard", dict[str, bytes | None]()
    for number in range(len(edits)):
        write_project(root, {name: text for edit in edits[: number + 1] for name, text in edit.items()})
        edition, before = compose(root, URL), shown
        shown = {path: edition.get(path) for path in (*edition.pages, "data/cards.en.js", "data/courses.js")}
        assert shown != before, edits[number]
    forget()
    site = build(root, tmp_path / "site", url=URL).site
    assert {path for path, content in shown.items() if content != site[path]} == set()


def test_unsound_edits_after_one_another_are_told_as_a_check_tells_them(tmp_path: Path) -> None:
    noted, wrong = "note: {en: Pears are not counted., zh: 不含梨。}", "note: {en: 'In {crop@2020}, [or so]', zh: 好7}"
    chapter, again = CHAPTER["en"], "# Lines move.\n\n"
    counting, wordy = f"{chapter}\n`of-5`, {{crop}} tonnes.\n", CHART.replace("as bars", "as bars and " * 20)
    edits: list[dict[str, str]] = [
        {EN: f"{chapter}\n{{trees|labl}}s, {{pears}}, {{claim:a|A}}, [a](#b), {{name:72%}}.\n"},
        {EN: chapter.replace("The v", "Above.\n\n7 {trees|full}trees: the v")},
        {EN: counting, HARVEST: STATISTICS.replace("36", "37")},
        {EN: counting, HARVEST: STATISTICS.replace("unit: tonnes", "unit: kilograms").replace("36 tonnes", "36 kg")},
        {HARVEST: STATISTICS.replace(noted, wrong).replace("36 t", "37 t")},
        {HARVEST: again + STATISTICS.replace(noted, wrong)},
        {HARVEST: STATISTICS.replace("period: 2023", "period: 2022"), CHART_FILE: again + CHART},
        {HARVEST: again + STATISTICS.replace("36 tonnes", "36 kg").replace("crop:", "of-5:"), EN: counting},
        {"data/units.yaml": UNITS.replace("{0} tonne", "{0} load").replace("zh: 公斤", "zh: 吨"), EN: counting},
        {"data/units.yaml": UNITS.replace('{0} tonnes"', 'around {0} tonnes"'), EN: counting},
        {"content/glossary.yaml": GLOSSARY.replace("windfall:", "fall:"), CHART_FILE: wordy},
        {CHART_FILE: again + wordy},
        {CHART_FILE: again + CHART.replace("marks:", "options: {zero: 1}\nmarks:")},
        {"templates/words.en.yaml": "quoted: «{0}»\n", EN: chapter.replace("{trees} trees", "«{trees} trees»")},
    ]
    told = []
    for edit in edits:
        write_project(tmp_path / "orchard", edit)
        with pytest.raises(BuildError) as caught:
            compose(tmp_path / "orchard", URL).check()  # as the desk does
        told.append([*map(str, caught.value.problems)])
    for number, edit in enumerate(edits):
        forget()
        assert told[number] == read_problems(tmp_path / f"orchard-{number}", edit), edit


def test_what_other_pages_show_and_checks_ask_waits_until_a_page_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def watch(name: str, real: Callable[..., object]) -> Callable[..., object]:
        return lambda *given: asked.append(name) or real(*given)  # type: ignore[func-returns-value]

    for module, name in (("checks.check", "judge_claims"), ("source.load", "find_unread"),
                         ("pages.plan", "find_uses"), ("charts.story", "make_course")):  # fmt: skip
        at = f"microsite.{module}.{name}"
        monkeypatch.setattr(at, watch(name, pkgutil.resolve_name(at)))
    edition = compose(write_project(tmp_path / "orchard", {HARVEST: with_course(STATISTICS)}), URL)
    edition.get("glossary/index.html")
    assert asked == []
    edition.get("statistics/trees/index.html")
    assert sorted(asked) == ["find_uses", "make_course"]
    edition.check()
    assert {"judge_claims", "find_unread"} <= {*asked}


def test_a_chart_is_put_into_a_language_once_for_pages_and_checks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def resolved(slug: str, spec: ChartSpec, form: Form, prose: Prose) -> Chart:
        made.append(prose.wording.code)
        return resolve(slug, spec, form, prose)

    monkeypatch.setattr("microsite.charts.story.resolve", resolved)
    edition = compose(write_project(tmp_path / "orchard"), URL)
    edition.get("charts/more-trees/index.html")
    edition.check()
    assert sorted(made) == ["en", "zh"]


def test_serves_as_pages_does(server: Server) -> None:
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
    assert (response.status, csv[:4]) == (200, "\ufeffid,")


def test_a_browser_that_keeps_its_connection_gets_each_file_at_once(server: Server) -> None:
    with closing(HTTPConnection(urlsplit(server.url).netloc)) as connection:

        def ask() -> float:
            begin = time.perf_counter()
            connection.request("GET", f"{urlsplit(server.url).path}data/statistics.csv")
            connection.getresponse().read()
            return time.perf_counter() - begin

        ask()  # which makes it
        # Where a small file's head must be acknowledged first, that takes 0.04 s, each time.
        assert any(ask() < 0.03 for _ in range(50))


def test_it_answers_to_its_own_names_and_to_no_site_but_itself(server: Server) -> None:
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
    for site, use, expected in (
        ("cross-site", "script", 403), ("same-site", "script", 403), ("cross-site", "empty", 403),
        ("cross-site", "iframe", 403), ("cross-site", "document", 200), ("none", "document", 200),
        ("same-origin", "script", 200),
    ):  # fmt: skip
        assert status(Sec_Fetch_Site=site, Sec_Fetch_Dest=use) == expected, (site, use)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt for a single process")
def test_no_request_ends_in_a_traceback_nor_does_ctrl_c(start: Callable[..., Server]) -> None:
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
    assert server.stop() == 0
    assert "Traceback" not in "".join(server.lines)
    assert "fault" not in "".join(server.lines)


@pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine")
def test_others_are_let_in_where_that_is_asked_for(start: Callable[..., Server]) -> None:
    server = start("--host", "127.0.0.2")
    assert urlsplit(server.url).hostname == "127.0.0.2"
    assert server.get("/orchard/")[0].status == 200
    assert server.get("/orchard/", Host="evil.example")[0].status == 421
    server.hear("whoever is in this network can read it")


@pytest.mark.parametrize("asked", ["", *(pytest.param(name, marks=thorough_only) for name in ("0.0.0.0", "::"))])
def test_whatever_is_asked_for_the_address_is_one_that_a_phone_can_open(
    start: Callable[..., Server], asked: str
) -> None:
    try:
        address = network_address()
    except OSError:
        pytest.skip("this machine is in no network")
    server = start("--host", *[asked] * bool(asked))
    port = urlsplit(server.url).port
    assert server.url == f"http://{address}:{port}/orchard/"
    for host, status in ((address, 200), ("0.0.0.0", 421), ("[::]", 421), ("localhost", 421), ("evil.example", 421)):
        assert server.get("/orchard/", Host=f"{host}:{port}")[0].status == status, host


def test_without_a_network_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                      capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    def connect(*_: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", type("Cut", (socket.socket,), {"connect": connect}))
    assert main(["serve", "--root", str(write_project(tmp_path)), "--host"]) == 1
    assert capsys.readouterr().err == (
        "no others could look, for this machine is in no network: Network is unreachable\n"
    )


def test_an_address_that_is_not_of_this_machine_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_project(tmp_path)
    for host in ("192.0.2.1", "no such name"):
        assert main(["serve", "--root", str(root), "--host", host]) == 1
        assert capsys.readouterr().err.startswith(f"{host} is no address of this machine: ")


def test_the_built_site_holds_nothing_of_the_server(server: Server) -> None:
    _, html = server.get(urlsplit(server.url).path)
    assert "__serve__/reload.js" in html
    server.hear(" pages, ")
    built = (server.root / "site/index.html").read_text("utf-8")
    assert "1,200" in built
    assert "__serve__" not in built


def test_a_port_that_is_taken_is_passed_over(server: Server, taken: int) -> None:
    assert urlsplit(server.url).port != taken
    assert f"the port {taken} is taken; this is the next one that was free\n" in server.lines
    assert server.get("/orchard/")[0].status == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt for a single process")
def test_ctrl_c_while_it_starts(tmp_path: Path) -> None:
    root = write_project(tmp_path / "orchard")
    process = subprocess.Popen(
        [sys.executable, str(ENGINE / "build.py"), "serve", "--root", str(root)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    time.sleep(0.4)  # somewhere between its imports and the first page
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
    wrong = BuildError([Problem(Path("a.yaml"), 2, 3, "wrong")])
    editions: Iterator[Composed | BuildError] = iter([good, wrong, Composed({"index.html": lambda: "better"})])

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


def refused() -> None:
    raise BuildError([Problem(Path("a.yaml"), 2, 3, "wrong")])


def test_a_page_is_shown_before_it_is_checked_and_taken_back_if_it_is_unsound(tmp_path: Path) -> None:
    seen: list[tuple[bytes | None, tuple[str, ...]]] = []

    def look(wrong: Callable[[], None] = lambda: None) -> None:
        seen.append((desk.edition.get("index.html"), desk.problems))
        wrong()

    editions = iter([("good", look), ("unsound", lambda: look(refused)), ("sound", look)])

    def compose() -> Composed:
        text, check = next(editions)
        return Composed({"index.html": lambda: text}, check=check)

    desk = Desk(tmp_path, compose)
    versions = []
    for _ in range(3):
        desk.renew()
        versions.append(desk.version)
        seen.append((desk.edition.get("index.html"), desk.problems))
    wrong = ("a.yaml:2:3: wrong",)
    assert seen == [(b"good", ()), (b"good", ()), (b"unsound", ()), (b"good", wrong), (b"sound", ()), (b"sound", ())]
    assert len({*versions}) == len(versions)


@pytest.mark.parametrize("wrong", [refused, lambda: None], ids=["found", "not found"])
def test_an_edition_that_stumbles_is_not_shown_and_says_what_its_check_finds(
    tmp_path: Path, wrong: Callable[[], None]
) -> None:
    def stumble() -> str:
        raise KeyError("trees")

    asked: list[str] = []

    def check() -> None:
        asked.append("once")
        wrong()

    good = Composed({"index.html": lambda: "good"})
    editions = iter([good, Composed({"index.html": stumble}, check=check)])
    desk = Desk(tmp_path, lambda: next(editions))
    desk.open["index.html"] += 1
    desk.renew()
    desk.renew()
    assert desk.edition is good
    assert ("a.yaml:2:3: wrong" in desk.problems) == (wrong is refused)
    assert ("'trees'" in "".join(desk.problems)) == (wrong is not refused)
    assert asked == ["once"]


def test_who_asks_for_what_stumbles_hears_what_the_check_finds() -> None:
    def stumble() -> dict[str, bytes]:
        raise KeyError("trees")

    with pytest.raises(BuildError, match="2:3: wrong"):
        Composed({}, [stumble], check=refused).get("data/cards.en.js")
    with pytest.raises(KeyError):
        Composed({}, [stumble]).get("data/cards.en.js")


def test_a_page_that_is_made_while_a_newer_is_shown_hears_of_that(tmp_path: Path) -> None:
    def make() -> str:
        desk.show(Composed({"index.html": lambda: "<body>new</body>"}))  # as the next save does
        return "<body>old</body>"

    desk = Desk(tmp_path, lambda: Composed({"index.html": make}))
    desk.renew()
    version = desk.version
    with find_port(0, "/orchard/", {}) as server:
        server.desk = desk
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        page = urlopen(server.url).read().decode()
        server.shutdown()
    assert "old" in page
    assert f'data-version="{version}"' in page
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


# Takes its time to tidy up when it is interrupted.
LINGERS = """
import pathlib, signal, sys, time
begun, leave = map(pathlib.Path, sys.argv[1:])
def end(*_):
    deadline = time.monotonic() + 10
    while not leave.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    sys.exit()
signal.signal(signal.SIGINT, end)
begun.touch()
time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no interrupt for a single process")
def test_nobody_waits_for_a_build_that_is_outdated_but_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PAUSE", 0)
    begun, leave = tmp_path / "begun", tmp_path / "leave"
    builds = FullBuild([sys.executable, "-c", LINGERS, str(begun), str(leave)], Desk(tmp_path, lambda: Composed({})))
    builds.start()
    while not begun.exists() or builds.process is None:
        time.sleep(0.01)
    process = builds.process
    builds.interrupt()
    assert process.poll() is None
    Timer(0.1, leave.touch).start()
    builds.stop()
    assert process.poll() is not None


def test_there_is_no_port_beyond_the_last() -> None:
    with find_port(70000, "/orchard/", {}) as server:
        assert 0 < server.server_port <= 65535


def test_a_file_that_is_emptied_first_is_told_of_once_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "TICK", 1)
    path = tmp_path / "a.yaml"
    path.write_text("a")
    changes = find_changes([tmp_path])
    Timer(0.1, (tmp_path / "b").mkdir).start()  # or the first look would take the whole tick
    next(changes)
    path.write_text("")
    Timer(0.1, path.write_text, ("ab",)).start()
    assert (next(changes), path.read_text()) == ([str(path)], "ab")
    path.write_text("")
    assert next(changes) == [str(path)]  # an empty one, too, after a while


def test_folders_that_come_go_or_are_put_back_are_watched(tmp_path: Path) -> None:
    data, templates = tmp_path / "data", tmp_path / "templates"
    data.mkdir()
    (data / "a.yaml").write_text("a")
    changes = find_changes([data, templates])
    next(changes)

    def seen(name: str) -> bool:
        return any(name in "".join(next(changes)) for _ in range(80))

    for name in (".a.yaml.tmp.1", "#a.yaml#", "~$a.csv", ".sync.attr", "a.yaml.kate-swp"):  # and what is not looked for
        (data / name).write_text("half")
    assert not any("".join(next(changes)) for _ in range(5))

    templates.mkdir()
    assert seen("templates")
    (templates / "b.html").write_text("b")
    assert seen("b.html")
    data.rename(tmp_path / "kept")
    assert seen("data")
    (tmp_path / "kept").rename(data)
    assert seen("data")
    (data / "a.yaml").write_text("c")
    assert seen("a.yaml")
