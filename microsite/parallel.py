"""Work of many pieces → what comes of it, done by two processes at once where that is sound, and else by this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from microsite.progress import step, steps, telling

FEW = 100  # pieces that are done before a second process is under way

_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")


def share(what: str, work: Callable[[Iterable[_Piece]], _Result], pieces: Sequence[_Piece]) -> list[_Result]:
    """Have `work` done on all pieces, each a step of `what`; return what came of it in each process.

    This process takes pieces from the beginning and a copy of it from the end, until they meet: neighbours are alike,
    and what was made ready for one serves the next. What the copy does not bring, since it failed or was killed, is
    done here: an error is the one that this process alone would have met first.
    """
    if len(pieces) < FEW or not _can_fork():
        return [work(steps(what, pieces))]
    context = multiprocessing.get_context("fork")
    left = context.Semaphore(len(pieces))
    receiver, sender = context.Pipe(duplex=False)
    taken: list[_Piece] = []

    def take(order: Iterable[_Piece]) -> Iterator[_Piece]:
        for piece in order:
            if not left.acquire(block=False):
                break
            step(what, len(pieces) - left.get_value() - 1, len(pieces))
            taken.append(piece)
            yield piece

    def copied() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the work ends the copy, too
        receiver.close()
        with suppress(BaseException), telling(None):
            sender.send(work(take(reversed(pieces))))

    copy = context.Process(target=copied, daemon=True)
    copy.start()
    sender.close()
    try:
        mine = work(take(pieces))
        try:
            return [mine, receiver.recv()]
        except (EOFError, OSError):
            return [mine, work(pieces[len(taken) :])]
    finally:
        copy.kill()
        copy.join()


def _can_fork() -> bool:
    """Whether a copy of this process is sound and has a processor: of several threads, only one would live on in it."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1
