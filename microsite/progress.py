"""Work of many steps → how far it is, told to whoever asked: the command line does, tests and the preview don't."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Tell = Callable[[str, int, int], None]  # what there is to do, how much of it is done, of how much

_T = TypeVar("_T")
_tell: ContextVar[Tell | None] = ContextVar("tell", default=None)


@contextmanager
def telling(tell: Tell | None) -> Iterator[None]:
    """Have `tell`, or nobody, called at each of the steps below."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def step(what: str, done: int, of: int) -> None:
    """Tell whoever asked that a step begins."""
    tell = _tell.get()
    if tell is not None:
        tell(what, done, of)


def steps(what: str, things: Collection[_T]) -> Iterator[_T]:
    """Yield the things, each a step of the work."""
    for number, thing in enumerate(things):
        step(what, number, len(things))
        yield thing
