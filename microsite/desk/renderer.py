"""A browser that stays open → SVGs of figures, for whoever draws again and again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from microsite.charts.chart import Figure
from microsite.pictures import svg
from microsite.pictures.svg import Artboard, NoBrowserError

PATIENCE, FAREWELL = 30, 5  # seconds that a browser may take for anything, and to end


class Renderer:
    """Renders as svg.render does."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.session: Future[Any] | None = None

    def warm(self) -> Future[Any]:
        """Start the browser in the background, unless it is there; return what waits for it."""
        if not self.thread.is_alive():
            self.thread.start()
        if self.session is None:
            self.session = asyncio.run_coroutine_threadsafe(svg.open_warm(), self.loop)
        return self.session

    def render(self, figures: Mapping[Artboard, Figure]) -> dict[Artboard, str]:
        """Raises NoBrowserError, and ValueError for a figure that the house style does not allow."""
        exporting = svg.export(self.warm().result(PATIENCE), figures)
        try:
            return asyncio.run_coroutine_threadsafe(exporting, self.loop).result(PATIENCE)
        except ValueError:
            raise
        except Exception as error:  # the browser has gone: those that come next get another
            self.session = None
            raise NoBrowserError(f"the browser has gone: {error}") from error

    def close(self) -> None:
        if self.session is not None:
            with suppress(Exception):  # a browser that never started, or has gone already
                closing = self.session.result(FAREWELL).close()
                asyncio.run_coroutine_threadsafe(closing, self.loop).result(FAREWELL)
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(FAREWELL)
        self.loop.close()
