"""`build.py serve`: the project composed in memory, and shown while it is edited."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from microsite.charts.story import Story
from microsite.desk.preview import Composed, Desk, FullBuild
from microsite.desk.server import HOST, find_port, network_address
from microsite.desk.terminal import say
from microsite.files import ENGINE, find_files, is_unwanted
from microsite.pages.assets import read_given
from microsite.pages.headings import render_headings
from microsite.pages.plan import plan_pages
from microsite.pictures.drawn import sketch
from microsite.pipeline import Make, check, draw, load, plan_pictures, plan_texts

EXAMPLE = "uv run build.py serve"
PORT = 8000  # where it is free
ANY = ("", "0.0.0.0", "::")  # asked for as an address of this machine: what others can open is that in their network
TICK = 0.1  # seconds between two looks at what has changed


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, help="where whole builds go (default: site/ in the project)")
    parser.add_argument(
        "--host",
        nargs="?",
        const="",
        default=HOST,
        metavar="ADDRESS",
        help="let others in the network look, such as your phone, at an address of this machine (default: find it)",
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}; where it is taken, the next one")


def run(arguments: argparse.Namespace) -> int:
    root, out, port = arguments.root, arguments.out or arguments.root / "site", arguments.port
    sys.setswitchinterval(0.0005)  # who asks for the new page is answered while it is checked
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    files = {path.name: path.read_bytes() for path in find_files(ENGINE / "templates/serve", "*")}
    host = network_address() if arguments.host in ANY else arguments.host
    server = find_port(port, f"/{root.resolve().name or 'site'}/", files, host)
    server.desk = desk = Desk(root.resolve(), partial(compose, root, server.url))
    builds = FullBuild([sys.executable, str(ENGINE / "build.py"), "--root", str(root), "--out", str(out)], desk)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)  # Ctrl-C waits as long
    folders = [base / name for base in dict.fromkeys((root, ENGINE)) for name in ("templates", "static")]
    changes = find_changes([*folders, root / "data", root / "content"])
    try:
        next(changes)  # from here on no change is lost
        _renew(desk, builds, ())
        serving.start()
        if server.server_port != port:
            say(f"the port {port} is taken; this is the next one that was free")
        say(f"{server.url}  (Ctrl-C ends)")
        if server.host != HOST:
            say("whoever is in this network can read it, and what is not published yet: end it when you have looked")
        for change in changes:
            if change:
                _renew(desk, builds, change)
    except KeyboardInterrupt:
        pass
    finally:
        builds.stop()
        desk.close()
        if serving.is_alive():  # or else there is nothing to shut down, and it would wait for ever
            server.shutdown()
        server.server_close()
    return 0


def compose(root: Path, url: str) -> Composed:
    """Return the project's next edition, at the address of the server. Raises BuildError."""
    story, problems = load(root, url)
    if problems:
        check(story, problems)
    try:
        return _edition(story, root)
    except Exception:  # by a mistake that a check tells at its line, or else one in the engine
        check(story)
        raise


def _edition(story: Story, root: Path) -> Composed:
    drawn = sketch(story)

    def pictures() -> Iterator[Make]:
        yield from plan_pictures(story, draw(story, shared=False))

    style, *texts = plan_texts(story, drawn)
    files: list[Make] = [style, partial(render_headings, story), *texts, partial(read_given, root)]
    return Composed(plan_pages(story, drawn), chain(files, pictures()), partial(check, story))


def find_changes(folders: Iterable[Path]) -> Iterator[Sequence[str]]:
    """Yield what has changed below folders, every tenth of a second: also that one came, went, or is another.

    A file that is empty is not told of at once: many programs empty one as they begin to save it.
    """
    folders = [folder.resolve() for folder in folders]
    told: Iterable[str] = ()
    while True:
        there = _there(folders)
        looking = watch(*there, watch_filter=_Wanted(), debounce=100, step=3, rust_timeout=int(1000 * TICK),
                        yield_on_timeout=True, raise_interrupt=True) if there else iter([])  # fmt: skip
        first = next(looking, ())  # from here on no change is lost
        yield sorted({*told, *(path for _, path in first)})
        held: set[str] = set()
        for change in looking:
            new = {path for _, path in change}
            held |= new
            if (now := _there(folders)) != there:
                told = [*map(str, there.keys() ^ now.keys() or there), *held]
                break
            if any(map(_is_empty, new)):
                continue
            yield sorted(held)
            held.clear()
        else:
            told = ()
            time.sleep(TICK)


class _Wanted(DefaultFilter):
    """Passes over what editors and programs that synchronise folders leave, as reading a project does."""

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and not is_unwanted(Path(path).name)


def _is_empty(path: str) -> bool:
    with suppress(OSError):  # it has gone
        return Path(path).stat().st_size == 0
    return False


def _there(folders: Iterable[Path]) -> dict[Path, int]:
    """Return which folders there are, and which they are: one that was put back is another."""
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder] = folder.stat().st_ino
    return found


def _renew(desk: Desk, builds: FullBuild, paths: Iterable[str]) -> None:
    begin = time.perf_counter()
    builds.interrupt()
    desk.renew()
    names = ", ".join(Path(path).relative_to(desk.root).as_posix() if Path(path).is_relative_to(desk.root) else path
                      for path in paths)  # fmt: skip
    if desk.problems:
        count = len(desk.problems)
        say(*desk.problems, f"{count} problem{'s' if count > 1 else ''}; the last good site is still shown")
    else:
        say(f"{names or 'ready'}: {1000 * (desk.shown - begin):.0f} ms")
        builds.start()
