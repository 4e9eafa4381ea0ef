"""Draws in processes of their own: drawing holds the interpreter's lock, so that threads draw one after the other.

Not with `multiprocessing`, which would run the main module of whoever builds a site again in each of its processes.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from mkdocs_imggen.providers.base import Answer, InputPicture
from mkdocs_imggen.request import Input, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORTH = 4
"""Pictures asked for at the same time from which on processes are worth their start, which takes as long as a picture."""
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from mkdocs_imggen.providers.sketch import answer, workers
workers.work(answer)
"""


def processors() -> int:
    """Give how many processes can draw at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """A process that draws what it is asked for, one picture after the other, until its input ends."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C is for the build, which waits for what is under way.
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, with words of ours
            [sys.executable, "-I", "-c", _CODE, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def draw(self, request: Request, inputs: Sequence[InputPicture], n: int) -> Answer | None:
        """Have a request drawn; None where the process cannot, or is gone."""
        put_in = [asdict(item) | {"data": base64.b64encode(item.data).decode()} for item in inputs]
        order = {"request": asdict(request), "inputs": put_in, "n": n}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            said = json.loads(self._process.stdout.readline())
            return Answer(body=base64.b64decode(said["body"]), notes=tuple(said["notes"]))
        except (OSError, ValueError, KeyError):
            return None

    def end(self) -> None:
        """End it; what it was drawing is lost."""
        # An order may still be on its way to one that is gone.
        with suppress(OSError), self._process:
            self._process.kill()


class Workers:
    """As many processes as there are processors, from the picture on from which they are worth it; none when all is drawn."""

    def __init__(self) -> None:
        self._most = processors()
        self._guard = threading.Condition()
        self._under_way = 0
        self._all: list[Worker] = []
        self._idle: list[Worker] = []

    @contextmanager
    def one(self) -> Iterator[Worker | None]:
        """Lend a worker, as soon as one is idle; None where the caller had better draw itself."""
        with self._guard:
            self._under_way += 1
            worker = self._taken() if self._most > 1 and (self._all or self._under_way >= WORTH) else None
        try:
            yield worker
        finally:
            with self._guard:
                self._under_way -= 1
                if worker:
                    self._idle.append(worker)
                    self._guard.notify()
                if not self._under_way:
                    for each in self._all:
                        each.end()
                    self._all, self._idle = [], []

    def _taken(self) -> Worker:
        while not self._idle and len(self._all) >= self._most:
            self._guard.wait()
        if not self._idle:
            self._idle.append(Worker())
            self._all += self._idle
        return self._idle.pop()


def work(draw: Callable[[Request, Sequence[InputPicture], int], Answer]) -> None:
    """Be a worker: an order in each line that comes, an answer in each line that goes; an empty one where it cannot."""
    given, taken = sys.stdin.buffer, _apart(sys.stdout.buffer)
    for line in given:
        try:
            order: dict[str, Any] = json.loads(line)
            asked = order["request"]
            request = Request(**asked | {"inputs": tuple(Input(*item) for item in asked["inputs"])})
            inputs = [InputPicture(**item | {"data": base64.b64decode(item["data"])}) for item in order["inputs"]]
            made = draw(request, inputs, order["n"])
            said: dict[str, Any] = {"body": base64.b64encode(made.body).decode(), "notes": made.notes}
        except Exception:  # noqa: BLE001 - whoever asked draws it again, and tells of it
            said = {}
        taken.write(json.dumps(said).encode() + b"\n")
        taken.flush()


def _apart(output: IO[bytes]) -> IO[bytes]:
    """Keep the way of the answers free of what a library may print."""
    taken = os.fdopen(os.dup(output.fileno()), "wb")
    os.dup2(2, output.fileno())
    return taken
