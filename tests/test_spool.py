from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.spool import Spool, Spooled, locked

if TYPE_CHECKING:
    from pathlib import Path

KEY = "a" * 64
ANSWER = Answer(body=b"\x89PNG\r\n\x1a\n\n\nbody", model="gpt-image-1-mini", notes=("one", "two"))


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def spool(tmp_path: Path, notes: list[str]) -> Spool:
    return Spool(tmp_path / "cache" / "spool", notes.append)


def test_an_answer_is_found_as_it_came(spool: Spool, notes: list[str]) -> None:
    path = spool.write(KEY, ANSWER, provider="openai", created="2026-11-22T12:00:00+00:00")
    assert spool.find(KEY) == [
        Spooled(
            path=path,
            body=ANSWER.body,
            provider="openai",
            model="gpt-image-1-mini",
            created="2026-11-22T12:00:00+00:00",
            notes=("one", "two"),
        )
    ]
    assert notes == []


def test_a_drawing_has_no_model_and_an_answer_may_be_empty(spool: Spool) -> None:
    spool.write(KEY, Answer(body=b""), provider="sketch", created="")
    (found,) = spool.find(KEY)
    assert (found.body, found.model, found.notes) == (b"", None, ())


def test_the_spool_is_private(spool: Spool) -> None:
    path = spool.write(KEY, ANSWER, provider="openai", created="")
    assert spool.root.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_answer_is_synced_before_write_returns(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        sizes.append(os.fstat(handle).st_size)
        real(handle)

    spool.root.mkdir(parents=True)
    monkeypatch.setattr(os, "fsync", fsync)
    path = spool.write(KEY, ANSWER, provider="openai", created="")
    assert sizes[0] == path.stat().st_size
    assert len(sizes) == 2  # the answer, then the folder that holds its name


def test_answers_of_other_keys_are_not_ours(spool: Spool) -> None:
    spool.write("b" * 64, ANSWER, provider="openai", created="")
    assert spool.find(KEY) == []


def test_nothing_is_found_where_there_is_no_spool(spool: Spool) -> None:
    assert spool.find(KEY) == []
    assert not spool.root.exists()


def test_the_oldest_of_several_answers_comes_first(spool: Spool) -> None:
    for second in (3, 1, 2):
        spool.write(KEY, Answer(body=b"%d" % second), provider="openai", created=f"2026-11-22T12:00:0{second}+00:00")
    assert [found.body for found in spool.find(KEY)] == [b"1", b"2", b"3"]


def test_an_answer_is_forgotten_once(spool: Spool) -> None:
    path = spool.write(KEY, ANSWER, provider="openai", created="")
    spool.remove(path)
    spool.remove(path)
    assert spool.find(KEY) == []


def test_an_answer_that_was_cut_anywhere_is_torn_and_stays(spool: Spool, notes: list[str]) -> None:
    path = spool.write(KEY, ANSWER, provider="openai", created="")
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert spool.find(KEY) == [], end
        assert notes == [f"{path.name} in the spool is torn and was left alone"]
        notes.clear()
    assert path.exists()


def test_an_answer_with_any_byte_of_its_body_changed_is_torn(spool: Spool, notes: list[str]) -> None:
    path = spool.write(KEY, ANSWER, provider="openai", created="")
    whole = path.read_bytes()
    for place in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert spool.find(KEY) == [], place
    assert len(notes) == len(ANSWER.body)


EMPTY = hashlib.sha256(b"").hexdigest()
HEAD = {"key": KEY, "size": 0, "sha256": EMPTY, "provider": "x", "model": None, "created": "", "notes": []}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"7",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        json.dumps({**HEAD, "key": "b" * 64}).encode(),
        json.dumps({**HEAD, "sha256": "0" * 64}).encode(),
        json.dumps({**HEAD, "notes": None}).encode(),
        json.dumps({name: value for name, value in HEAD.items() if name != "provider"}).encode(),
    ],
)
def test_a_planted_answer_is_torn(spool: Spool, notes: list[str], line: bytes) -> None:
    spool.root.mkdir(parents=True)
    (spool.root / f"{KEY}-planted.answer").write_bytes(line + b"\n")
    assert spool.find(KEY) == []
    assert notes == [f"{KEY}-planted.answer in the spool is torn and was left alone"]


def test_a_whole_answer_beside_a_torn_one_is_used(spool: Spool, notes: list[str]) -> None:
    spool.write(KEY, ANSWER, provider="openai", created="")
    (spool.root / f"{KEY}-00000000.answer").write_bytes(b"{")
    assert [found.body for found in spool.find(KEY)] == [ANSWER.body]
    assert len(notes) == 1


def test_an_answer_behind_a_link_is_not_read(spool: Spool, tmp_path: Path, notes: list[str]) -> None:
    outside = Spool(tmp_path / "outside", notes.append).write(KEY, ANSWER, provider="openai", created="")
    spool.root.mkdir(parents=True)
    (spool.root / f"{KEY}-link.answer").symlink_to(outside)
    assert spool.find(KEY) == []
    assert len(notes) == 1


def test_a_spool_behind_a_link_is_neither_read_nor_written(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    spool.root.parent.mkdir()
    spool.root.symlink_to(tmp_path / "outside")
    with pytest.raises(StoreError) as caught:
        spool.find(KEY)
    assert str(caught.value).endswith(
        "imggen: the spool of paid answers is no folder that we can read and write; nothing was sent;"
        " make it a folder of yours, or remove it"
    )
    with pytest.raises(OSError, match="symbolic link"):
        spool.write(KEY, ANSWER, provider="openai", created="")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_spool_that_cannot_be_read_is_not_an_empty_one(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.root.mkdir(parents=True)
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests may read everything
    with pytest.raises(StoreError, match="the spool of paid answers"):
        spool.find(KEY)


HOLD = """
import sys, time
from pathlib import Path
from mkdocs_imggen.spool import locked
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
    monkeypatch.setattr("mkdocs_imggen.spool.PATIENCE", 0.05)
    told: list[str] = []
    with (
        locked(tmp_path / "locks", KEY),
        pytest.raises(StoreError, match="another process is making this picture and does not finish") as caught,
        locked(tmp_path / "locks", KEY, limit=0.05, waiting=lambda: told.append("waiting")),
    ):
        raise AssertionError("two hold one lock")
    assert told == ["waiting"]
    assert caught.value.kept == "nothing was sent by this one"


def test_who_waits_goes_on_as_soon_as_the_other_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_imggen.spool.PATIENCE", 0.05)
    held, told = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(tmp_path / "locks", KEY):
            held.set()
            told.wait(5)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(5)
    with locked(tmp_path / "locks", KEY, waiting=told.set):
        assert told.is_set()
    other.join()


def test_a_spool_that_takes_a_file_passes_the_probe_and_keeps_nothing_of_it(spool: Spool) -> None:
    spool.probe()
    assert list(spool.root.iterdir()) == []
