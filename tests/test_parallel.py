"""Work that two processes share is done once, whole and in order, whatever happens to one of them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.project import ENGINE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, one process does all")

PIECES = 400
# A process of its own, for one that runs tests has other threads. Prints what came of the pieces, and who did them.
BEGIN = f"""
import json, os, select, signal, sys, threading, time, warnings
from microsite.parallel import share
from microsite.progress import telling
warnings.simplefilter("error")
first, pieces = os.getpid(), range({PIECES})
os.sched_getaffinity = lambda _: {{0, 1}}  # wherever the test runs
def work(pieces):
    done = []
    for piece in pieces:
        time.sleep(0.0002)
        at(piece)
        done.append(piece)
    return os.getpid() == first, done
def at(piece): pass
met = os.pipe()
def meet(piece, last={PIECES - 1}):
    "Have this process wait at its second piece until its copy has come to this one: on a busy machine, it is late."
    if (os.getpid(), piece) == (first, 1):
        select.select([met[0]], [], [], 30)
    elif os.getpid() != first and piece == last:
        os.write(met[1], b"!")
"""
END = "\nprint(json.dumps(share('pieces', work, pieces)))\n"


def start(script: str, end: str = END) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", BEGIN + script + end], cwd=ENGINE, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def shared(script: str = "", end: str = END) -> Any:
    said, complained = start(script, end).communicate()
    assert not complained
    return json.loads(said)


def test_each_takes_pieces_from_its_end_until_they_meet() -> None:
    (first, front), (second, back) = shared("at = meet")
    assert (first, second) == (True, False)
    assert front
    assert back
    assert front + back[::-1] == list(range(PIECES))


@pytest.mark.parametrize(
    "script",
    [
        "pieces = range(99)",
        "os.sched_getaffinity = lambda _: {0}",
        "threading.Thread(target=time.sleep, args=(1,), daemon=True).start()",
        "sys.platform = 'darwin'",
    ],
    ids=["few pieces", "one processor", "another thread", "another system"],
)
def test_one_process_does_all_where_two_would_be_unsound_or_no_faster(script: str) -> None:
    assert shared(script) == [[True, list(range(99 if "99" in script else PIECES))]]


@pytest.mark.parametrize(
    "failing",
    ["raise ValueError", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)", "raise SystemExit('gone')"],
)
@pytest.mark.parametrize("last", [PIECES - 1, PIECES - 20])
def test_what_a_copy_that_fails_does_not_bring_is_done_here(failing: str, last: int) -> None:
    script = f"""
def at(piece):
    meet(piece, {last})
    if piece == {last} and os.getpid() != first:
        {failing}
"""
    (_, front), (again, rest) = shared(script)
    assert again
    assert front + rest == list(range(PIECES))


def test_what_comes_of_it_may_be_large() -> None:
    script = "def work(pieces): return [(os.getpid() == first, 'x' * 100_000) for piece in pieces]"
    assert sum(len(part) for part in shared(script)) == PIECES


@pytest.mark.parametrize("wrong", [(3, 390), (200, 399), (399,)])
def test_an_error_is_the_first_in_order(wrong: tuple[int, ...]) -> None:
    script = f"""
def at(piece):
    if piece in {wrong}:
        raise ValueError(piece)
"""
    end = """
try:
    share("pieces", work, pieces)
except ValueError as error:
    print(error)
"""
    assert shared(script, end) == wrong[0]


def test_an_interrupt_ends_both_at_once() -> None:
    script = """
def at(piece):
    if piece == 3:
        print(os.getpid(), flush=True)
        os.killpg(0, signal.SIGINT)  # as Ctrl-C does
    time.sleep(0.02)
os.setpgrp()
"""
    end = """
begun = time.monotonic()
try:
    share("pieces", work, pieces)
except KeyboardInterrupt:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        print(time.monotonic() - begun < 3)
"""
    said, complained = start(script, end).communicate()
    assert said.endswith("True\n"), said
    assert not complained


def test_a_copy_ends_that_nobody_waits_for() -> None:
    """Killed, a process can't end its copy: that ends by itself, even with more to say than a pipe holds."""
    script = """
def at(piece):
    meet(piece)
    if os.getpid() != first:
        print(os.getpid(), flush=True)
        os.kill(first, signal.SIGKILL)
def work(pieces, work=work): return work(pieces), "x" * 10**6
"""
    said, complained = start(script).communicate()  # returns when nobody holds its streams any more
    assert not complained
    copy, deadline = Path("/proc", said.split()[0], "stat"), time.monotonic() + 5
    with suppress(FileNotFoundError):  # or else it waits for the system to take note of its end
        while ") Z " not in copy.read_text("utf-8"):
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_how_far_both_are_is_told_by_one() -> None:
    script = "at = meet\ntold = []\ntell = lambda *step: told.append((os.getpid() == first, *step))"
    end = "\nwith telling(tell):\n    share('pieces', work, pieces)\nprint(json.dumps(told))\n"
    told = shared(script, end)
    assert {(here, what, of) for here, what, _, of in told} == {(True, "pieces", PIECES)}
    done = [number for *_, number, _ in told]
    assert done == sorted(done)
    assert len(done) < PIECES
    assert 0 <= done[0] < done[-1] < PIECES
