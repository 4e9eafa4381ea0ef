"""[M3] A run that is ended from outside: what was paid for is kept, what was under way is named, the exit code is the shell's."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engine import engine, in_spool, in_store

from mkdocs_imggen.ending import in_order
from mkdocs_imggen.held import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = """
import sys, threading, time
from pathlib import Path
from engine import SERVER, engine, plan
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.collecting import stated
from mkdocs_imggen.testing import ScriptedProvider
root = Path(sys.argv[1])
def slow(request):
    print("sent", flush=True)
    while not (root / "answer").exists():
        time.sleep(0.01)
generator = engine(root, ScriptedProvider(slow), settings=SERVER | {"concurrency": 1})
with stated():
    Batch(generator, orders(plan(generator, "A fox", "An owl", "A hen"))).make()
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run with one request under way and two to come."""
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "sent\n"
        yield process
        process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_one_signal_sends_nothing_new_and_keeps_what_is_under_way(
    running: subprocess.Popen[str], tmp_path: Path, number: int, code: int
) -> None:
    running.send_signal(number)
    assert running.stderr
    assert running.stderr.readline() == (
        "imggen: ending; nothing new is sent, what is under way is waited for and kept; once more ends at once\n"
    )
    (tmp_path / "answer").touch()
    said, errors = running.communicate(timeout=20)
    assert said == ""
    assert errors.rstrip("\n") in {"", "imggen: interrupted; what was paid for is kept"}
    assert running.returncode == code
    assert len(in_store(tmp_path)) == 2
    assert waiting(engine(tmp_path).maker) == []


def test_a_second_signal_leaves_at_once_and_the_next_run_names_what_was_under_way(
    running: subprocess.Popen[str], tmp_path: Path
) -> None:
    running.send_signal(signal.SIGINT)
    assert running.stderr
    running.stderr.readline()
    running.send_signal(signal.SIGTERM)
    _, errors = running.communicate(timeout=20)
    assert errors == "imggen: ended at once; the next run names what was under way\n"
    assert running.returncode == 143
    assert in_store(tmp_path) == []
    assert in_spool(tmp_path) == []
    (line,) = waiting(engine(tmp_path).maker)
    assert line.startswith(
        "imggen: `a-fox` was sent at 2026-11-22T12:00:00+00:00 and no answer was kept; it may have been billed"
    )


def test_a_handler_of_the_host_stays_in_charge() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with in_order(lambda: heard.append(0)):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


def test_handlers_are_put_back_and_other_threads_leave_them_alone() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    inside: list[object] = []

    def work() -> None:
        with in_order(lambda: None):
            inside.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert inside == [before[1]]
    with in_order(lambda: None):
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
