from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from makers import a_request, an_order

from mkdocs_imggen import files
from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.spool import Intent, Spool, Spooled

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs_imggen.order import Order

ORDER = an_order()
KEY = ORDER.key
ANSWER = Answer(body=b"\x89PNG\r\n\x1a\n\n\nbody", model="gpt-image-1-mini", notes=("one", "two"))


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def spool(tmp_path: Path, notes: list[str]) -> Spool:
    return Spool(tmp_path / "cache" / "spool", notes.append)


def begin(spool: Spool, order: Order = ORDER, sent: str = "2026-11-22T11:59:00+00:00") -> Intent:
    return spool.begin(order, provider="openai", dollars=0.011, sent=sent)


def put(spool: Spool, answer: Answer = ANSWER, *, created: str = "", order: Order = ORDER) -> Path:
    return spool.write(begin(spool, order), answer, created=created).path


def test_an_answer_is_found_as_it_came(spool: Spool, notes: list[str]) -> None:
    path = put(spool, created="2026-11-22T12:00:00+00:00")
    assert spool.answers(KEY) == [
        Spooled(
            path=path,
            order=ORDER,
            body=ANSWER.body,
            provider="openai",
            model="gpt-image-1-mini",
            created="2026-11-22T12:00:00+00:00",
            notes=("one", "two"),
        )
    ]
    assert notes == []


def test_a_drawing_has_no_model_and_an_answer_may_be_empty(spool: Spool) -> None:
    put(spool, Answer(body=b""))
    (found,) = spool.answers(KEY)
    assert (found.body, found.model, found.notes) == (b"", None, ())


def test_the_spool_is_private(spool: Spool) -> None:
    path = put(spool)
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
    path = put(spool)
    assert sizes[2] == path.stat().st_size
    assert len(sizes) == 4  # intent and folder before anything is sent; the answer, then the folder that holds its name


def test_a_key_that_shares_eight_digits_with_another_is_another(spool: Spool) -> None:
    begin(spool)
    assert len(spool.intents(KEY)) == 1
    assert spool.intents(KEY[:8] + "0" * 56) == []
    put(spool)
    assert len(spool.answers(KEY)) == 1
    assert spool.answers(KEY[:8] + "0" * 56) == []


def test_answers_of_other_keys_are_not_ours(spool: Spool) -> None:
    put(spool, order=an_order(request=a_request(prompt="An owl")))
    assert spool.answers(KEY) == []


def test_nothing_is_found_where_there_is_no_spool(spool: Spool) -> None:
    assert spool.answers(KEY) == []
    assert not spool.root.exists()


def test_the_oldest_of_several_answers_comes_first(spool: Spool) -> None:
    for second in (3, 1, 2):
        put(spool, Answer(body=b"%d" % second), created=f"2026-11-22T12:00:0{second}+00:00")
    assert [found.body for found in spool.answers(KEY)] == [b"1", b"2", b"3"]


def test_an_answer_is_forgotten_once(spool: Spool) -> None:
    path = put(spool)
    spool.remove(path)
    spool.remove(path)
    assert spool.answers(KEY) == []


def test_an_answer_that_was_cut_anywhere_is_torn_and_stays(spool: Spool, notes: list[str]) -> None:
    path = put(spool)
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert spool.answers(KEY) == [], end
    assert notes == [f"{path.name} in the spool is torn and was left alone"]  # said once, not whenever somebody looks
    assert path.exists()


def test_an_answer_with_any_byte_changed_is_torn(spool: Spool, notes: list[str]) -> None:
    path = put(spool)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert spool.answers(KEY) == [], place
    assert len(notes) == 1


HEAD: dict[str, Any] = {"order": ORDER.to_json(), "provider": "x", "model": None, "created": "", "notes": []}


def sealed(line: bytes) -> bytes:
    """A file as somebody would write who knows the form."""
    return hashlib.sha256(line + b"\n").hexdigest().encode() + b"\n" + line + b"\n"


def without(name: str) -> dict[str, Any]:
    return {other: value for other, value in HEAD.items() if other != name}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"7",
        b'["x"]',
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        json.dumps({**HEAD, "order": an_order(request=a_request(prompt="An owl")).to_json()}).encode(),
        json.dumps({**HEAD, "order": {**ORDER.to_json(), "label": 7}}).encode(),
        json.dumps({**HEAD, "order": {**ORDER.to_json(), "asked": {"prompt": "x"}}}).encode(),
        json.dumps({**HEAD, "order": []}).encode(),
        json.dumps({**HEAD, "notes": None}).encode(),
        json.dumps(without("provider")).encode(),
        json.dumps(without("order")).encode(),
    ],
)
def test_a_planted_answer_is_torn(spool: Spool, notes: list[str], line: bytes) -> None:
    spool.root.mkdir(parents=True)
    (spool.root / f"beacon-{KEY[:8]}-planted.answer").write_bytes(sealed(line))
    assert spool.answers(KEY) == []
    assert notes == [f"beacon-{KEY[:8]}-planted.answer in the spool is torn and was left alone"]


def test_a_whole_answer_beside_a_torn_one_is_used(spool: Spool, notes: list[str]) -> None:
    put(spool)
    (spool.root / f"beacon-{KEY[:8]}-00000000.answer").write_bytes(b"{")
    assert [found.body for found in spool.answers(KEY)] == [ANSWER.body]
    assert len(notes) == 1


def test_an_answer_behind_a_link_is_not_read(spool: Spool, tmp_path: Path, notes: list[str]) -> None:
    outside = put(Spool(tmp_path / "outside", notes.append))
    spool.root.mkdir(parents=True)
    (spool.root / f"beacon-{KEY[:8]}-link.answer").symlink_to(outside)
    assert spool.answers(KEY) == []
    assert len(notes) == 1


def test_a_spool_behind_a_link_is_neither_read_nor_written(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    spool.root.parent.mkdir()
    spool.root.symlink_to(tmp_path / "outside")
    with pytest.raises(StoreError) as caught:
        spool.answers(KEY)
    assert str(caught.value).endswith(
        "imggen: the spool of paid answers is no folder that we can read and write; nothing was sent;"
        " make it a folder of yours, or remove it"
    )
    with pytest.raises(OSError, match="symbolic link"):
        begin(spool)
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_spool_that_cannot_be_read_is_not_an_empty_one(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.root.mkdir(parents=True)
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs the tests may read everything
    with pytest.raises(StoreError, match="the spool of paid answers"):
        spool.answers(KEY)


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.EMFILE])
def test_an_answer_that_cannot_be_read_is_not_none(spool: Spool, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    path = put(spool)

    def read(_: Path) -> tuple[bytes, files.Stamp]:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(files, "read", read)
        with pytest.raises(StoreError, match="the spool of paid answers"):
            spool.answers(KEY)
    assert [answer.path for answer in spool.answers(KEY)] == [path]


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_left_alone_and_named(spool: Spool, notes: list[str], make: Callable[[str, int], None]) -> None:
    path = put(spool)
    other = path.with_name(f"beacon-{KEY[:8]}-00000000.answer")
    make(str(other), 0o600)
    handles = len(list(Path("/dev/fd").iterdir()))
    assert [answer.path for answer in spool.answers(KEY)] == [path]
    assert len(list(Path("/dev/fd").iterdir())) == handles
    assert notes == [f"{other.name} in the spool is no file and was left alone"]


def test_a_spool_that_takes_a_file_passes_the_probe_and_keeps_nothing_of_it(spool: Spool) -> None:
    spool.probe()
    assert list(spool.root.iterdir()) == []


def test_an_intent_is_on_disk_before_anything_leaves(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        real(handle)

    spool.root.mkdir(parents=True)
    monkeypatch.setattr(os, "fsync", fsync)
    intent = begin(spool)
    assert synced[0] == intent.path.stat().st_size
    assert len(synced) == 2  # the intent, then the folder that holds its name
    assert spool.intents(KEY) == [
        Intent(path=intent.path, order=ORDER, provider="openai", dollars=0.011, sent="2026-11-22T11:59:00+00:00", outcome="")
    ]


def test_an_answer_settles_its_intent(spool: Spool) -> None:
    path = put(spool)
    assert spool.intents() == []
    assert [item.name for item in spool.root.iterdir()] == [path.name]


def test_an_intent_beside_its_answer_is_no_open_one(spool: Spool) -> None:
    intent = begin(spool)
    data = intent.path.read_bytes()
    spool.write(intent, ANSWER, created="")
    intent.path.write_bytes(data)  # a crash came before it was removed
    assert spool.intents(KEY) == []
    assert len(spool.answers(KEY)) == 1


def test_a_torn_answer_settles_no_intent(spool: Spool) -> None:
    intent = begin(spool)
    data = intent.path.read_bytes()
    path = spool.write(intent, ANSWER, created="").path
    intent.path.write_bytes(data)
    for end in range(path.stat().st_size):
        os.truncate(path, end)
        assert [open_one.path for open_one in spool.intents(KEY)] == [intent.path]


def test_an_intent_that_cannot_be_written_is_not_left_behind(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.root.mkdir(parents=True)

    def sync_folder(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "sync_folder", sync_folder)
    with pytest.raises(OSError, match="Input/output"):
        begin(spool)
    assert list(spool.root.iterdir()) == []


@pytest.mark.parametrize("look", [Spool.answers, Spool.intents])
def test_a_spool_that_cannot_be_listed_is_not_an_empty_one(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, look: Callable[[Spool], object]
) -> None:
    spool.root.mkdir(parents=True)

    def listdir(_: object) -> list[str]:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "listdir", listdir)
    with pytest.raises(StoreError, match="the spool of paid answers"):
        look(spool)


@pytest.mark.parametrize("look", [Spool.answers, Spool.intents])
def test_a_file_that_cannot_be_read_now_is_not_a_torn_one(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, look: Callable[[Spool], object]
) -> None:
    put(spool)
    begin(spool)

    def read(_: Path) -> tuple[bytes, files.Stamp]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "read", read)
    with pytest.raises(StoreError, match="the spool of paid answers"):
        look(spool)


def test_what_became_of_a_request_is_written_into_its_intent(spool: Spool) -> None:
    first, second = begin(spool, sent="2026-11-22T12:00:00+00:00"), begin(spool)
    spool.settle(first, "no complete answer within 360 s")
    assert [(intent.path, intent.outcome) for intent in spool.intents()] == [
        (second.path, ""),
        (first.path, "no complete answer within 360 s"),
    ]


@pytest.mark.parametrize("line", [b"{}", b"[]", json.dumps({"order": ORDER.to_json(), "provider": "x", "dollars": "?"}).encode()])
def test_an_intent_that_was_torn_while_it_was_written_says_that_nothing_left(spool: Spool, notes: list[str], line: bytes) -> None:
    spool.root.mkdir(parents=True)
    (spool.root / f"beacon-{KEY[:8]}-planted.intent").write_bytes(sealed(line))
    assert spool.intents(KEY) == []
    assert notes == [f"beacon-{KEY[:8]}-planted.intent in the spool is torn and was left alone"]


def test_an_answer_from_elsewhere_is_taken_in_under_its_name(spool: Spool, tmp_path: Path, notes: list[str]) -> None:
    there = put(Spool(tmp_path / "rescue", notes.append))
    taken = spool.take(there)
    assert (taken.path, taken.body, taken.order) == (spool.root / there.name, ANSWER.body, ORDER)
    assert spool.take(there) == taken  # a second time is no fault
    there.write_bytes(there.read_bytes()[:-1])
    with pytest.raises(ValueError, match="torn"):
        spool.take(there)


def test_an_answer_from_elsewhere_takes_the_place_of_a_torn_one_of_its_name_only(
    spool: Spool, tmp_path: Path, notes: list[str]
) -> None:
    there = put(Spool(tmp_path / "rescue", notes.append))
    whole = there.read_bytes()
    spool.root.mkdir(parents=True)
    for end in range(len(whole) + 1):
        (spool.root / there.name).write_bytes(whole[:end])
        spool.take(there)
        assert (spool.root / there.name).read_bytes() == whole
    other = put(Spool(tmp_path / "other", notes.append), Answer(body=b"another")).read_bytes()
    (spool.root / there.name).write_bytes(other)
    with pytest.raises(FileExistsError):
        spool.take(there)
    assert (spool.root / there.name).read_bytes() == other


def test_an_answer_of_another_user_is_left_alone(spool: Spool, notes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """[D11]"""
    path = put(spool)
    owner = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    os.chown(spool.root.parent, owner + 1, -1)
    assert spool.answers(KEY) == []
    assert notes == [f"{path.name} in the spool is another user's and was left alone"]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707])
def test_a_spool_that_others_can_write_is_not_believed(spool: Spool, notes: list[str], mode: int) -> None:
    """[D11]"""
    path = put(spool)
    spool.root.chmod(mode)
    assert spool.answers(KEY) == []
    assert notes == [f"{path.name} in the spool is another user's and was left alone"]


def test_where_a_system_has_no_users_files_are_ours(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    put(spool)
    monkeypatch.delattr(os, "geteuid")
    assert len(spool.answers(KEY)) == 1


def test_an_answer_that_another_process_takes_in_meanwhile_is_no_fault(
    spool: Spool, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(spool)
    names = files.names
    monkeypatch.setattr(files, "names", lambda folder: [*names(folder), f"beacon-{KEY[:8]}-gone.answer"])
    assert len(spool.answers(KEY)) == 1
    assert notes == []
