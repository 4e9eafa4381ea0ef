"""Commands in processes of their own."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TESTS = Path(__file__).parent.parent


@dataclass(kw_only=True)
class Child:
    """A command in a process of its own."""

    pid: int
    channel: socket.socket
    output: Path
    calls: int = 0
    failed: str = ""
    code: int | None = None
    _said: bytes = b""

    @property
    def text(self) -> str:
        return self.output.read_text("utf-8", "replace")

    def line(self) -> dict[str, Any] | None:
        """Wait for the next thing that the child says; None when it is gone."""
        while b"\n" not in self._said:
            try:
                more = self.channel.recv(1 << 16)
            except ConnectionError:
                more = b""
            if not more:
                return None
            self._said += more
        line, _, self._said = self._said.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
        return said

    def wait(self, at_point: Callable[[dict[str, Any]], None] | None = None) -> Self:
        """Wait until it is gone; `code` stays None when it did not end by itself."""
        while (said := self.line()) is not None:
            if "exit" in said:
                self.code, self.calls, self.failed = said["exit"], said["calls"], said["failed"]
            elif "point" in said:
                if at_point:
                    at_point(said)
                with suppress(ConnectionError):
                    self.channel.sendall(b"+")
        self.channel.close()
        return self

    def kill(self, number: int = signal.SIGKILL) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)


class Zygote:
    """Starts commands; see `zygote.py`."""

    def __init__(self, package: str | None = None) -> None:
        self.numbers = itertools.count(1)
        self._children: list[Child] = []
        self._link, other = socket.socketpair()
        path = os.pathsep.join(filter(None, [package, str(TESTS)]))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "crash.zygote", str(other.fileno())],
            pass_fds=[other.fileno()],
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        )
        other.close()
        assert self._link.recv(1) == b"+", "the zygote did not start"

    def start(
        self,
        words: Iterable[str],
        folder: Path,
        *,
        environment: Mapping[str, str],
        output: Path,
        shim: Mapping[str, Any] | None = None,
        mutants: Iterable[str] = (),
        values: Mapping[str, Any] | None = None,
    ) -> Child:
        """Start a command; `values` are constants of modules that are others for it."""
        mine, others = socket.socketpair()
        order = {
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "output": str(output),
            "shim": shim,
            "mutants": list(mutants),
            "values": dict(values or {}),
        }
        socket.send_fds(self._link, [json.dumps(order).encode()], [others.fileno()])
        others.close()
        output.touch()
        child = Child(pid=0, channel=mine, output=output)
        said = child.line()
        assert said, "the child did not start"
        child.pid = said["pid"]
        self._children.append(child)
        return child

    def end_all(self) -> None:
        """End what a test that failed has left behind."""
        for child in self._children:
            if child.channel.fileno() >= 0:
                child.kill()
                child.wait()
        self._children.clear()

    def close(self) -> None:
        self.end_all()
        self._link.close()
        self._process.wait(10)
