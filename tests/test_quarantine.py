from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from makers import an_order

from mkdocs_imggen import files
from mkdocs_imggen.errors import StoreError
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.quarantine import Kept, Quarantine
from mkdocs_imggen.spool import Spool, Spooled

if TYPE_CHECKING:
    from pathlib import Path

ORDER = an_order()


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "cache/spool", print)


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "cache/quarantine")


def answered(spool: Spool, created: str = "2026-11-22T12:00:00+00:00") -> Spooled:
    intent = spool.begin(ORDER, provider="openai", dollars=0.011, sent=created)
    return spool.write(intent, Answer(body=b"paid", model="gpt-image-1-mini", notes=("one",)), created=created)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_answer_is_kept_with_the_reason_and_with_what_a_person_looks_at(spool: Spool, quarantine: Quarantine) -> None:
    answer = answered(spool)
    kept = quarantine.put(answer, "64x64 was asked and 32x32 came", b"the picture", "webp")
    stem = answer.path.stem
    assert names(quarantine.root) == [f"{stem}.answer", f"{stem}.txt", f"{stem}.webp"]
    assert (quarantine.root / f"{stem}.txt").read_text() == "64x64 was asked and 32x32 came\n"
    assert kept.look_at.read_bytes() == b"the picture"
    assert spool.answers() == []
    assert quarantine.find(ORDER.key) == [kept]
    assert (kept.order, kept.answer.body, kept.answer.notes) == (ORDER, b"paid", ("one",))


def test_where_no_picture_was_in_it_the_answer_is_what_to_look_at(spool: Spool, quarantine: Quarantine) -> None:
    kept = quarantine.put(answered(spool), "no picture", None, "bin")
    assert kept.look_at == kept.answer.path


def test_the_oldest_comes_first_and_other_keys_do_not_come(spool: Spool, quarantine: Quarantine) -> None:
    for day in (23, 21, 22):
        quarantine.put(answered(spool, f"2026-11-{day}"), f"of {day}", None, "bin")
    assert [kept.why for kept in quarantine.find(ORDER.key)] == ["of 21", "of 22", "of 23"]
    assert len(quarantine.find()) == 3
    assert quarantine.find("0" * 64) == []
    assert quarantine.find(ORDER.key[:8] + "0" * 56) == []  # file names hold eight digits only


def test_what_is_in_the_store_is_forgotten_whole(spool: Spool, quarantine: Quarantine) -> None:
    first, second = (quarantine.put(answered(spool), "why", b"picture", "webp") for _ in range(2))
    quarantine.release(first)
    assert names(quarantine.root) == [f"{second.answer.path.stem}.{end}" for end in ("answer", "txt", "webp")]


def test_a_crash_before_the_answer_moves_leaves_it_in_the_spool(
    spool: Spool, quarantine: Quarantine, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answered(spool)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_new", crash)
        with pytest.raises(KeyboardInterrupt):
            quarantine.put(answer, "why", b"picture", "webp")
    assert quarantine.find() == []
    (again,) = spool.answers()
    assert quarantine.put(again, "why", b"picture", "webp").why == "why"
    assert len(names(quarantine.root)) == 3


def test_a_paid_answer_that_cannot_be_read_is_an_error_and_never_nothing(spool: Spool, quarantine: Quarantine) -> None:
    kept = quarantine.put(answered(spool), "why", None, "bin")
    kept.answer.path.write_bytes(kept.answer.path.read_bytes()[:-1])
    with pytest.raises(StoreError) as caught:
        quarantine.find(ORDER.key)
    assert caught.value.what == f"the paid answer `{kept.answer.path.name}` cannot be read (torn)"
    assert caught.value.kept == "nothing was sent"


def test_without_its_reason_an_answer_is_found_all_the_same(spool: Spool, quarantine: Quarantine) -> None:
    kept: Kept = quarantine.put(answered(spool), "why", None, "bin")
    os.remove(quarantine.root / f"{kept.answer.path.stem}.txt")  # noqa: PTH107 - as a person would
    (found,) = quarantine.find()
    assert found.why == "it could not be used"


def test_it_is_private(spool: Spool, quarantine: Quarantine) -> None:
    quarantine.put(answered(spool), "why", None, "bin")
    assert quarantine.root.stat().st_mode & 0o777 == 0o700
