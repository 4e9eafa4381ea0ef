"""One job a key between threads and processes: who waits, who is told, who gives up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.locks import busy, locked

if TYPE_CHECKING:
    from pathlib import Path

KEY = "a" * 64

HOLD = """
import sys, time
from pathlib import Path
from mkdocs_imggen.locks import locked
with locked(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_waits_until_the_holder_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "locks"), KEY], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        got = threading.Event()

        def take() -> None:
            with locked(tmp_path / "locks", KEY):
                got.set()

        waiter = threading.Thread(target=take)
        waiter.start()
        with locked(tmp_path / "locks", "b" * 64):  # another key is free
            waited = not got.wait(0.3)
        holder.kill()
        assert got.wait(5)
        waiter.join()
    assert waited


def test_threads_take_turns_too(tmp_path: Path) -> None:
    inside, most = [0], [0]

    def work() -> None:
        with locked(tmp_path / "locks", KEY):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.005)
            inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_a_lock_is_given_back_after_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path / "locks", KEY):
        raise KeyError
    with locked(tmp_path / "locks", KEY):
        pass


@pytest.mark.parametrize("place", ["locks", f"locks/{KEY}.lock"])
def test_a_lock_behind_a_link_is_refused_and_touches_nothing(tmp_path: Path, place: str) -> None:
    canary = tmp_path / "canary"
    canary.write_text("mine")
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to(canary)
    with pytest.raises(OSError, match="is a symbolic link"), locked(tmp_path / "locks", KEY):
        pass
    assert canary.read_text() == "mine"


def test_who_waits_for_another_process_says_so_and_gives_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_imggen.locks.PATIENCE", 0.05)
    told: list[str] = []
    with (
        locked(tmp_path / "locks", KEY, holder="index.md:3"),
        pytest.raises(StoreError) as caught,
        locked(tmp_path / "locks", KEY, limit=0.05, waiting=told.append),
    ):
        raise AssertionError("two hold one lock")
    who = f"process {os.getpid()} (index.md:3)"
    assert told == [who]
    assert caught.value.what == f"{who} is making this picture and does not finish"
    assert caught.value.kept == "nothing was sent by this one"


def test_who_waits_goes_on_as_soon_as_the_other_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_imggen.locks.PATIENCE", 0.05)
    held, told = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(tmp_path / "locks", KEY):
            held.set()
            told.wait(5)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(5)
    with locked(tmp_path / "locks", KEY, waiting=lambda _: told.set()):
        assert told.is_set()
    other.join()


@pytest.mark.parametrize("note", [None, b"", b"\xff\x1b[31m", b"::set-env name=x::y"])
def test_a_holder_that_says_nothing_sensible_is_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: bytes | None
) -> None:
    monkeypatch.setattr("mkdocs_imggen.locks.PATIENCE", 0.05)
    told: list[str] = []
    with locked(tmp_path / "locks", KEY):
        (tmp_path / "locks" / f"{KEY}.holder").unlink()
        if note is not None:
            (tmp_path / "locks" / f"{KEY}.holder").write_bytes(note)
        with (
            pytest.raises(StoreError, match="another process is making this picture"),
            locked(tmp_path / "locks", KEY, limit=0.05, waiting=told.append),
        ):
            raise AssertionError("two hold one lock")
    assert told == ["another process"]


def test_a_key_is_busy_while_somebody_works_on_it(tmp_path: Path) -> None:
    assert not busy(tmp_path / "locks", KEY)
    with locked(tmp_path / "locks", KEY):
        assert busy(tmp_path / "locks", KEY)
        assert not busy(tmp_path / "locks", "b" * 64)
    assert not busy(tmp_path / "locks", KEY)


def test_a_lock_that_is_a_link_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / f"{KEY}.lock").symlink_to(tmp_path / "canary")
    assert not busy(tmp_path / "locks", KEY)
    assert not (tmp_path / "canary").exists()
