"""How a run is ended from outside: in order at the first signal, at once at the second."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
"""What ends a run; Windows has no SIGHUP."""
_ORDERLY = b"imggen: ending; nothing new is sent, what is under way is waited for and kept; once more ends at once\n"
_AT_ONCE = b"imggen: ended at once; the next run names what was under way\n"


@contextmanager
def in_order(stop: Callable[[], None]) -> Iterator[None]:
    """End what runs inside at a signal: `stop` is called, then KeyboardInterrupt or SystemExit(128 + signal) is raised.

    A second signal leaves at once; what was under way has its intent. A handler that the host set stays in charge.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python delivers signals to the main thread only
        return
    begun = False

    def end(number: int, _: FrameType | None) -> NoReturn:
        nonlocal begun
        # os.write, since a handler may come in the middle of anybody's print.
        if begun:
            os.write(2, _AT_ONCE)
            os._exit(128 + number)
        begun = True
        os.write(2, _ORDERLY)
        stop()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}]
    before = {number: signal.signal(number, end) for number in ours}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
