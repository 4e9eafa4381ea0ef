"""What `mkdocs serve` makes while nobody waits: after a quiet second, each request once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mkdocs_imggen.batch import Batch
from mkdocs_imggen.errors import ImggenError, SeveralErrors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.order import Order

QUIET = 1.0
"""Seconds without another build before a request leaves: somebody who types saves more often than that."""


class Background:
    """Makes pictures behind a server that goes on; a request that failed is not sent again before its words change."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._wanted: dict[str, Order] = {}
        self._tried: set[str] = set()
        self._told: set[str] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._batch: Batch | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Forget what is wanted: a build begins, and says anew what it wants."""
        with self._changed:
            self._wanted = {}

    def want(self, orders: Iterable[Order]) -> list[Order]:
        """Make these in a while; give those that no build wanted before."""
        with self._changed:
            self._wanted |= {order.key: order for order in orders if order.key not in self._tried}
            new = [order for key, order in self._wanted.items() if key not in self._told]
            self._told |= self._wanted.keys()
            if self._wanted and self._thread is None:
                # Not a daemon: what is under way when the server ends is paid for, and so waited for.
                self._thread = threading.Thread(target=self._work, name="imggen-background")
                self._thread.start()
            self._changed.notify_all()
            return new

    def close(self) -> None:
        """Send nothing new, and wait for what is under way."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            if self._batch is not None:
                self._batch.end()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            try:
                summary = batch.make()
            except SeveralErrors as several:
                for error in several.errors:
                    self._generator.reporter.warn(str(error))
            except ImggenError as error:
                self._generator.reporter.warn(str(error))
            else:
                self._generator.reporter.info(summary.line())

    def _next(self) -> Batch | None:
        """Wait until there is something to make and nobody has saved for a while; None at the end."""
        with self._changed:
            while not self._closed:
                if not self._wanted:
                    self._changed.wait()
                elif not self._changed.wait(QUIET):
                    wanted, self._wanted = self._wanted, {}
                    self._tried |= wanted.keys()
                    self._batch = Batch(self._generator, wanted.values())
                    return self._batch
        return None
