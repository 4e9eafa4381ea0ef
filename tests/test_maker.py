"""One picture into the store: what is sent, kept, counted and recorded, whatever happens on the way."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from contract import contract
from engine import NOON, SERVER, SMALL, Heard, api_answer, engine, in_spool, in_store, plan
from PIL import Image

from mkdocs_imggen import upkeep
from mkdocs_imggen.errors import (
    AccountError,
    BudgetError,
    DirectiveError,
    HeldError,
    ImggenError,
    NotSentError,
    RefusedError,
    SettingsError,
    StoppedError,
    StoreError,
    UnclearError,
    UnusableError,
)
from mkdocs_imggen.locks import locked
from mkdocs_imggen.order import Order
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.spool import Spool
from mkdocs_imggen.testing import ImageServer, ScriptedProvider, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.maker import Made
    from mkdocs_imggen.request import Request

WEBP = picture(64, 64, format_="webp")
USAGE = {
    "input_tokens": 10,
    "output_tokens": 1000,
    "total_tokens": 1010,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
}


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Made]]:
    """Make one picture of a fox in a process of its own, as far as the engine can tell."""
    opened: list[Generator] = []
    monkeypatch.chdir(tmp_path)

    def run(provider: Any = None, *, options: str = SMALL, prompt: str = "A fox", again: bool = False, **more: Any) -> Made:
        generator = engine(tmp_path, provider, **more)
        opened.append(generator)
        (item,) = plan(generator, prompt, options=options)
        return generator.maker.make(Order.of(item.asset, tuple(item.digests)), again=again)

    yield run
    for generator in opened:
        generator.close()


def in_quarantine(root: Path, pattern: str) -> list[Path]:
    return sorted((root / ".cache/imggen/quarantine").glob(pattern))


def spooled(root: Path, order: Order, answer: Answer, created: str) -> None:
    """Put an answer into the spool as an earlier run would have."""
    spool = Spool(root / ".cache/imggen/spool", Heard().warn)
    spool.write(spool.begin(order, provider="openai", dollars=0.011, sent=created), answer, created=created)


def spoil(root: Path) -> None:
    """Put a file in the place of the spool, as if its disk had failed."""
    spool = root / ".cache" / "imggen" / "spool"
    shutil.rmtree(spool, ignore_errors=True)
    spool.parent.mkdir(parents=True, exist_ok=True)
    spool.write_text("in the way")


class TestAnAnswer:
    def test_its_bytes_and_its_story_are_in_the_store_and_the_spool_is_empty(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        provider = ScriptedProvider([Answer(body=api_answer(WEBP, **USAGE), model="gpt-image-1-mini", notes=("waited 1 s",))])
        generator = engine(tmp_path, provider)
        (item,) = plan(generator, "A fox", options="?size=64x64&name=fox")
        made = generator.maker.make(Order.of(item.asset, ("d" * 64, "e" * 64)))
        assert (made.source, round(made.dollars, 5), made.exact, made.notes) == ("provider", 0.00802, True, ("waited 1 s",))
        assert generator.maker.ledger.spent == pytest.approx(0.00802)
        assert (tmp_path / "imggen" / f"{made.entry.stem}.webp").read_bytes() == WEBP
        assert in_spool(tmp_path) == []
        record = generator.store.record(made.entry)
        assert record.request == item.asset.request
        assert record.directives == ("d" * 64, "e" * 64)
        assert (record.preset, record.name) == ("default", "fox")
        assert (record.format, record.width, record.height, record.alpha) == ("webp", 64, 64, False)
        assert (record.provider, record.model) == ("openai", "gpt-image-1-mini")
        assert record.created == "2026-11-22T12:00:00+00:00"
        assert record.cost == "0.0080 exact"
        assert record.notes == ("waited 1 s",)
        assert record.usage == {
            "input_tokens": 10,
            "output_tokens": 1000,
            "total_tokens": 1010,
            "input_tokens_details.text_tokens": 10,
            "input_tokens_details.image_tokens": 0,
        }
        generator.close()

    def test_of_its_usage_only_plain_counts_under_plain_names_are_recorded(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        usage = {
            "good": 1,
            "a bad name": 2,
            "evil\nname": 3,
            "x" * 65: 4,
            "negative": -1,
            "huge": 10**9,
            "half": 0.5,
            "true": True,
            "text": "5",
            "none": None,
            "list": [1, 2],
            "inner": {"good": 6, "bad name": 7, "deep": {"er": 8}, "text": "9"},
        }
        provider = ScriptedProvider([Answer(body=api_answer(WEBP, **usage))])
        made = make(provider)
        record = engine(tmp_path).store.record(made.entry)
        assert record.usage == {"good": 1, "inner.good": 6}

    def test_of_a_flood_of_counts_32_are_recorded(self, make: Callable[..., Made], tmp_path: Path) -> None:
        provider = ScriptedProvider([Answer(body=api_answer(WEBP, **{f"n{number}": number for number in range(100)}))])
        assert list(engine(tmp_path).store.record(make(provider).entry).usage) == [f"n{number}" for number in range(32)]

    def test_a_price_that_is_not_known_is_the_estimate_and_says_so(self, make: Callable[..., Made], tmp_path: Path) -> None:
        made = make(ScriptedProvider())
        assert (round(made.dollars, 4), made.exact) == (0.011, False)
        assert engine(tmp_path).store.record(made.entry).cost == "0.0110 estimated"

    def test_a_provider_that_is_not_in_the_table_is_counted_as_the_dearest(self, make: Callable[..., Made]) -> None:
        made = make(ScriptedProvider(), settings={"provider": "scripted", "budget": 10})
        assert made.dollars > 0.1
        assert made.exact is False

    def test_a_drawing_costs_nothing(self, make: Callable[..., Made], tmp_path: Path) -> None:
        made = make(ScriptedProvider(model=None), settings={"provider": "sketch", "budget": 0})
        assert (made.dollars, made.exact) == (0.0, True)
        record = engine(tmp_path).store.record(made.entry)
        assert (record.provider, record.model, record.cost) == ("sketch", None, "0")

    def test_another_format_than_asked_is_kept_bit_for_bit_with_a_note(self, make: Callable[..., Made], tmp_path: Path) -> None:
        png = picture(64, 64)
        made = make(ScriptedProvider([png]))
        assert made.notes == ("webp was asked and png came",)
        assert made.entry.format == "png"
        assert (tmp_path / "imggen" / f"{made.entry.stem}.png").read_bytes() == png

    def test_what_the_store_has_by_now_is_not_asked_for(self, make: Callable[..., Made]) -> None:
        provider = ScriptedProvider()
        first = make(provider)
        again = make(provider)
        assert len(provider.requests) == 1
        assert (again.source, again.entry, again.dollars) == ("store", first.entry, 0.0)


class TestAnAnswerThatCannotBeUsed:
    @pytest.mark.parametrize(
        ("options", "body", "what"),
        [
            (SMALL, picture(64, 32), "64x64 was asked and 64x32 came"),
            ("?size=64x64&background=transparent", picture(64, 64), "a transparent picture was asked and an opaque one came"),
            (SMALL, b"<html>Welcome to our proxy</html>", "not an image answer (a proxy?): `<html>Welcome to our proxy</html>`"),
            (SMALL, picture(64, 64)[:-5], "the PNG is cut off, or something follows its end"),
            (SMALL, b'{"data": []}', "the answer holds no picture"),
        ],
        ids=["size", "opaque", "a page", "cut", "empty"],
    )
    def test_it_goes_to_quarantine_and_is_not_bought_again(
        self,
        make: Callable[..., Made],
        tmp_path: Path,
        options: str,
        body: bytes,
        what: str,
    ) -> None:
        provider = ScriptedProvider([body])
        with pytest.raises(UnusableError) as caught:
            make(provider, options=options)
        (answer,) = in_quarantine(tmp_path, "*.answer")
        pictures = in_quarantine(tmp_path, "*.webp") + in_quarantine(tmp_path, "*.png") + in_quarantine(tmp_path, "*.bin")
        look_at = pictures[0] if pictures else answer
        rest = (
            "the paid answer is kept in quarantine and is not bought again;"
            f" look at .cache/imggen/quarantine/{look_at.name};"
            " `imggen accept a-fox` uses it as it is, `imggen retry a-fox` buys another"
        )
        assert str(caught.value) == f"imggen: {what}; {rest}"
        assert answer.read_bytes().endswith(body)
        assert in_quarantine(tmp_path, "*.txt")[0].read_text() == f"{what}\n"
        for _ in range(2):
            with pytest.raises(HeldError) as held:
                make(provider, options=options)
            assert str(held.value) == f"imggen: {what}; {rest}"
        assert len(provider.requests) == 1
        assert (in_store(tmp_path), in_spool(tmp_path)) == ([], [])
        assert make(provider, options=options, again=True).source == "provider"
        assert len(provider.requests) == 2
        assert answer.exists()

    def test_what_a_person_looks_at_is_the_picture_that_came(self, make: Callable[..., Made], tmp_path: Path) -> None:
        png = picture(64, 32)
        with pytest.raises(UnusableError):
            make(ScriptedProvider([Answer(body=api_answer(png))]))
        (look_at,) = in_quarantine(tmp_path, "*.png")
        assert look_at.read_bytes() == png

    def test_where_the_quarantine_takes_nothing_it_stays_in_the_spool(self, make: Callable[..., Made], tmp_path: Path) -> None:
        (tmp_path / ".cache/imggen").mkdir(parents=True)
        (tmp_path / ".cache/imggen/quarantine").write_text("in the way")
        with pytest.raises(UnusableError) as caught:
            make(ScriptedProvider([picture(64, 32)]))
        (kept,) = in_spool(tmp_path)
        assert (
            caught.value.kept
            == f"the paid answer is kept as .cache/imggen/spool/{kept.name} (File exists), and is not bought again"
        )

    def test_it_counts_as_spent(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider([picture(64, 32)]))
        (item,) = plan(generator, "A fox")
        with pytest.raises(UnusableError):
            generator.maker.make(Order.of(item.asset, ()))
        assert round(generator.maker.ledger.spent, 4) == 0.011
        generator.close()


class TestTheSpool:
    def test_an_answer_in_it_is_used_without_a_request_or_a_dollar(self, make: Callable[..., Made], tmp_path: Path) -> None:
        (item,) = plan(engine(tmp_path), "A fox")
        answer = Answer(body=api_answer(WEBP, **USAGE), model="gpt-image-1-mini", notes=("from yesterday",))
        spooled(tmp_path, Order.of(item.asset, ("d" * 64,)), answer, "2026-11-21T08:00:00+00:00")
        provider = ScriptedProvider()
        made = make(provider, settings={**SERVER, "budget": 0})
        assert provider.requests == []
        assert (made.source, made.dollars, made.exact, made.notes) == ("spool", 0.0, True, ("from yesterday",))
        record = engine(tmp_path).store.record(made.entry)
        assert (record.created, record.cost) == ("2026-11-21T08:00:00+00:00", "0.0080 exact")
        assert in_spool(tmp_path) == []

    def test_an_answer_of_a_model_that_is_gone_by_now_is_used_all_the_same(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        settings = {"model": "dall-e-3", "widths": []}
        (item,) = plan(engine(tmp_path, settings=settings), "A fox")
        answer = Answer(body=WEBP, model="dall-e-3")
        spooled(tmp_path, Order.of(item.asset, ("d" * 64,)), answer, "2026-05-01T08:00:00+00:00")
        made = make(ScriptedProvider(), settings=settings)
        assert made.source == "spool"
        assert engine(tmp_path).store.record(made.entry).cost.endswith(" upper bound")

    def test_what_is_in_it_is_taken_in_by_the_next_run_when_the_store_failed(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        def fail(_: Request) -> None:
            (tmp_path / "imggen").write_text("in the way")

        provider = ScriptedProvider(fail)
        with pytest.raises(StoreError) as caught:
            make(provider)
        (kept,) = in_spool(tmp_path)
        assert str(caught.value).endswith(
            "imggen: the store cannot be read (Not a directory);"
            f" the paid answer is kept as .cache/imggen/spool/{kept.name};"
            " make the store writable, then run `imggen rescue`"
        )
        (tmp_path / "imggen").unlink()
        assert make(provider).source == "spool"
        assert len(provider.requests) == 1

    def test_an_answer_that_it_cannot_take_any_more_is_rescued_and_the_error_says_where(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        """[M4]"""
        rescued = tmp_path / "rescue"
        env = {"IMGGEN_RESCUE": str(rescued)}

        def fail(_: Request) -> bytes:
            spoil(tmp_path)
            return WEBP

        with pytest.raises(StoreError) as caught:
            make(ScriptedProvider(fail), env=env)
        (kept,) = rescued.rglob("*.answer")
        assert caught.value.what == "the spool cannot be written (File exists)"
        assert caught.value.kept == f"the paid answer is in {kept}"
        assert caught.value.hint == "make the folder writable, then run `imggen rescue`"
        assert kept.parent.name.startswith(f"{tmp_path.name}-")
        assert kept.stat().st_mode & 0o777 == 0o600
        assert kept.parent.stat().st_mode & 0o777 == 0o700

        (tmp_path / ".cache/imggen/spool").unlink()
        generator = engine(tmp_path, env=env)
        (entry,), faults = upkeep.take_in(generator, env)
        assert faults == []
        assert (tmp_path / "imggen" / f"{entry.stem}.webp").read_bytes() == WEBP
        assert list(rescued.rglob("*.answer")) == in_spool(tmp_path) == []
        provider = ScriptedProvider()
        assert make(provider).source == "store"
        assert provider.requests == []
        generator.close()

    def test_as_long_as_an_answer_waits_elsewhere_the_run_says_where_and_sends_nothing(
        self, make: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[M4]"""
        real = os.open

        def full(path: Any, flags: int, *more: Any, **names: Any) -> int:
            if flags & os.O_CREAT and str(path).endswith(".answer") and "rescue" not in str(path):
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(path, flags, *more, **names)

        env = {"IMGGEN_RESCUE": str(tmp_path / "rescue")}
        provider = ScriptedProvider([WEBP])
        monkeypatch.setattr(os, "open", full)
        with pytest.raises(StoreError, match="the spool cannot be written"):
            make(provider, env=env)
        monkeypatch.setattr(os, "open", real)
        (kept,) = (tmp_path / "rescue").rglob("*.answer")
        with pytest.raises(HeldError) as caught:
            make(provider, env=env)
        assert caught.value.what == f"`a-fox` was sent at 2026-11-22T12:00:00+00:00 and its answer is in {kept}"
        assert (caught.value.kept, caught.value.hint) == ("it is not sent again", "run `imggen rescue`")
        assert len(provider.requests) == 1

    def test_an_answer_that_waits_elsewhere_is_found_also_where_no_intent_says_so(
        self, make: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """[M4]: the disk that did not take the answer took no word about it either."""
        real = os.open

        def full(path: Any, flags: int, *more: Any, **names: Any) -> int:
            if flags & os.O_CREAT and str(path).endswith((".answer", ".tmp")) and "rescue" not in str(path) and sent:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(path, flags, *more, **names)

        env = {"IMGGEN_RESCUE": str(tmp_path / "rescue")}
        provider = ScriptedProvider([WEBP])
        sent = provider.requests
        monkeypatch.setattr(os, "open", full)
        with pytest.raises(StoreError, match="the spool cannot be written"):
            make(provider, env=env)
        monkeypatch.setattr(os, "open", real)
        (kept,) = (tmp_path / "rescue").rglob("*.answer")
        with pytest.raises(HeldError) as caught:
            make(provider, env=env)
        assert caught.value.what == f"the paid answer for `a-fox` is in {kept}"
        assert (caught.value.kept, caught.value.hint) == ("nothing was sent", "run `imggen rescue`")
        assert len(provider.requests) == 1

    def test_where_no_folder_takes_it_the_loss_is_said_and_it_is_not_bought_again(
        self, make: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_text("in the way")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))

        def fail(_: Request) -> bytes:
            real = os.open

            def full(path: Any, flags: int, *more: Any, **names: Any) -> int:
                if flags & os.O_CREAT and str(path).endswith(".answer"):
                    raise OSError(errno.ENOSPC, "No space left on device")
                return real(path, flags, *more, **names)

            monkeypatch.setattr(os, "open", full)
            return WEBP

        provider = ScriptedProvider(fail)
        with pytest.raises(StoreError) as caught:
            make(provider, env={"HOME": str(tmp_path / "file")})
        assert str(caught.value) == (
            "imggen: the spool cannot be written (No space left on device);"
            " the paid answer is lost, no folder took it (Not a directory);"
            " make room; `imggen retry a-fox` buys it again"
        )
        with pytest.raises(HeldError, match=r"`a-fox` was sent at .* and no answer was kept"):
            make(provider)
        assert len(provider.requests) == 1

    def test_that_it_cannot_be_written_is_known_before_anything_is_paid(self, tmp_path: Path) -> None:
        generator = engine(tmp_path)
        spoil(tmp_path)
        with pytest.raises(StoreError) as caught:
            generator.maker.probe()
        assert str(caught.value).endswith("imggen: the cache cannot be written (File exists); make the folder writable")
        generator.close()

    def test_a_cache_that_takes_no_lock_is_said_before_anything_is_paid(self, make: Callable[..., Made], tmp_path: Path) -> None:
        locks = tmp_path / ".cache/imggen/locks"
        locks.parent.mkdir(parents=True)
        locks.write_text("in the way")
        provider = ScriptedProvider()
        with pytest.raises(StoreError, match="the cache cannot be written"):
            make(provider)
        assert provider.requests == []


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("fault", "spent"),
        [
            (UnclearError("no answer"), 0.011),
            (UnusableError("an empty answer"), 0.011),
            (RefusedError("moderation"), 0.0),
            (AccountError("no such key"), 0.0),
        ],
    )
    def test_what_may_have_been_billed_does_and_what_was_refused_does_not(
        self, tmp_path: Path, fault: ImggenError, spent: float
    ) -> None:
        generator = engine(tmp_path, ScriptedProvider([fault]))
        (item,) = plan(generator, "A fox")
        with pytest.raises(type(fault)):
            generator.maker.make(Order.of(item.asset, ()))
        assert round(generator.maker.ledger.spent, 4) == spent
        assert in_spool(tmp_path) == []
        generator.close()

    @pytest.mark.parametrize(
        "fault", [RuntimeError("a bug"), ConnectionRefusedError(111, "Connection refused"), KeyError("data")]
    )
    def test_a_provider_that_breaks_down_is_one_line_and_counts_as_billed(self, tmp_path: Path, fault: Exception) -> None:
        generator = engine(tmp_path, ScriptedProvider([fault]), settings={"provider": "painter", "budget": 5})
        (item,) = plan(generator, "A fox")
        with pytest.raises(UnclearError) as caught:
            generator.maker.make(Order.of(item.asset, ()))
        assert str(caught.value) == (
            f"imggen: the provider `painter` failed ({type(fault).__name__}: {fault});"
            " it may have been billed; look at the provider's account first; `imggen retry a-fox` sends it again"
        )
        assert caught.value.__cause__ is fault
        assert generator.maker.ledger.spent > 0.1
        generator.close()

    def test_nothing_is_sent_over_the_budget(self, make: Callable[..., Made], tmp_path: Path) -> None:
        provider = ScriptedProvider()
        with pytest.raises(BudgetError):
            make(provider, settings={**SERVER, "budget": 0.01})
        assert provider.requests == []

    @pytest.mark.parametrize(
        ("settings", "paced"), [({}, 1), (SERVER, 0), ({"provider": "sketch"}, 0), ({"provider": "openai"}, 1)]
    )
    def test_only_the_official_host_is_paced(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], paced: int
    ) -> None:
        generator = engine(tmp_path, ScriptedProvider([RefusedError("enough")]), settings=settings)
        waits: list[None] = []
        monkeypatch.setattr(generator.maker._pace, "wait", lambda _: waits.append(None))
        (item,) = plan(generator, "A fox", options="?size=1:1")
        with pytest.raises(RefusedError):
            generator.maker.make(Order.of(item.asset, ()))
        assert len(waits) == paced
        generator.close()

    def test_a_model_that_cannot_do_it_is_asked_nothing(self, make: Callable[..., Made]) -> None:
        provider = ScriptedProvider()
        with pytest.raises(DirectiveError, match="not 64x64"):
            make(provider, settings={})
        assert provider.requests == []


UNDECIDED = (
    "it may have been billed (about $0.011) and is not sent again by itself;"
    " look at the provider's account, then `imggen retry a-fox`"
)


class TestWhatWasSentBefore:
    @pytest.mark.parametrize(
        ("fault", "held"),
        [
            (
                UnclearError("no answer in 360 s"),
                "`a-fox` was sent at 2026-11-22T12:00:00+00:00 and no answer in 360 s; " + UNDECIDED,
            ),
            (
                RefusedError("moderation: a brand"),
                "refused: moderation: a brand; nothing was sent again; change the words, or `imggen retry a-fox`",
            ),
        ],
        ids=["unclear", "refused"],
    )
    def test_it_is_not_sent_again_by_itself(
        self, make: Callable[..., Made], tmp_path: Path, fault: ImggenError, held: str
    ) -> None:
        provider = ScriptedProvider([fault])
        with pytest.raises(type(fault)):
            make(provider)
        for _ in range(2):
            with pytest.raises(HeldError) as caught:
                make(provider)
            assert str(caught.value) == f"imggen: {held}"
        assert len(provider.requests) == 1
        assert make(provider, again=True).source == "provider"
        assert len(provider.requests) == 2
        assert list((tmp_path / ".cache/imggen/spool").iterdir()) == []

    def test_a_crash_while_it_is_under_way_leaves_an_intent_that_the_next_run_names(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        seen: list[Path] = []

        class Crash(BaseException):
            pass

        def crash(_: Request) -> None:
            seen.extend((tmp_path / ".cache/imggen/spool").glob("*.intent"))
            raise Crash

        provider = ScriptedProvider(crash)
        with pytest.raises(Crash):
            make(provider)
        assert len(seen) == 1
        with pytest.raises(HeldError, match=r"`a-fox` was sent at 2026-11-22T12:00:00.00:00 and no answer was kept"):
            make(provider)
        assert len(provider.requests) == 1

    def test_a_retry_that_did_not_leave_takes_nothing_back(self, make: Callable[..., Made]) -> None:
        provider = ScriptedProvider([UnclearError("no answer"), NotSentError("no network")])
        with pytest.raises(UnclearError):
            make(provider)
        with pytest.raises(NotSentError):
            make(provider, again=True)
        with pytest.raises(HeldError, match="no answer"):
            make(provider)

    def test_an_outcome_that_cannot_be_written_leaves_the_intent(
        self, make: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(_: Request) -> UnclearError:
            monkeypatch.setattr("mkdocs_imggen.files.replace", full)
            return UnclearError("no answer")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        provider = ScriptedProvider(fail)
        with pytest.raises(UnclearError):
            make(provider)
        with pytest.raises(HeldError, match="and no answer was kept"):
            make(provider)

    @pytest.mark.parametrize("fault", [NotSentError("no network"), AccountError("no such key"), DirectiveError("too large")])
    def test_what_surely_did_not_leave_is_sent_by_the_next_run(self, make: Callable[..., Made], fault: ImggenError) -> None:
        provider = ScriptedProvider([fault])
        with pytest.raises(type(fault)):
            make(provider)
        assert make(provider).source == "provider"

    def test_an_original_that_lost_its_record_is_not_bought_again(self, make: Callable[..., Made], tmp_path: Path) -> None:
        """[D6]"""
        provider = ScriptedProvider()
        made = make(provider)
        (tmp_path / "imggen" / f"{made.entry.stem}.yml").unlink()
        with pytest.raises(HeldError) as caught:
            make(provider)
        assert str(caught.value) == (
            f"imggen: the original `{made.entry.stem}.webp` is in the store without its record; nothing was sent;"
            " restore the record with `git checkout`, or run `imggen adopt a-fox`"
        )
        assert len(provider.requests) == 1

    def test_in_a_build_service_an_answer_in_the_cache_is_neither_used_nor_bought_again(
        self, make: Callable[..., Made], tmp_path: Path
    ) -> None:
        """[D11] [threat 12]"""
        (item,) = plan(engine(tmp_path), "A fox")
        spooled(tmp_path, Order.of(item.asset, ("d" * 64,)), Answer(body=WEBP), "2026-11-21T08:00:00+00:00")
        (kept,) = in_spool(tmp_path)
        provider = ScriptedProvider()
        with pytest.raises(HeldError) as caught:
            make(provider, env={"CI": "1"})
        assert str(caught.value) == (
            "imggen: a paid answer for `a-fox` lies in the cache, which is not believed in a build service; nothing was sent;"
            f" set IMGGEN_TRUST_CACHE=1 to use it, or remove .cache/imggen/spool/{kept.name}"
        )
        assert provider.requests == []
        assert make(provider, env={"CI": "1", "IMGGEN_TRUST_CACHE": "1"}).source == "spool"


class TestOneJobAKey:
    def test_of_two_threads_one_asks_and_the_other_finds_it_in_the_store(self, tmp_path: Path) -> None:
        begun, go = threading.Event(), threading.Event()

        def slow(_: Request) -> None:
            begun.set()
            assert go.wait(10)

        provider = ScriptedProvider(slow)
        generator = engine(tmp_path, provider)
        (item,) = plan(generator, "A fox")
        with ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(generator.maker.make, Order.of(item.asset, ("d" * 64,))) for _ in range(2)]
            assert begun.wait(10)
            go.set()
            assert sorted(job.result().source for job in jobs) == ["provider", "store"]
        assert len(provider.requests) == 1
        assert len(in_store(tmp_path)) == 2
        generator.close()

    def test_of_two_processes_one_asks_and_the_other_finds_it_in_the_store(self, tmp_path: Path) -> None:
        code = """
import sys, time
from pathlib import Path
from engine import engine, plan
from mkdocs_imggen.order import Order
from mkdocs_imggen.testing import ScriptedProvider
root = Path(sys.argv[1])
def slow(request):
    with open(root / "asked", "a") as asked:
        asked.write("x")
    time.sleep(0.5)
generator = engine(root, ScriptedProvider(slow))
(item,) = plan(generator, "A fox")
generator.store.index()
(root / f"ready-{sys.argv[2]}").touch()
while len(list(root.glob("ready-*"))) < 2:
    time.sleep(0.005)
print(generator.maker.make(Order.of(item.asset, ("d" * 64,))).source)
generator.close()
"""
        command = [sys.executable, "-c", code, str(tmp_path)]
        running = [
            subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent)
            for number in range(2)
        ]
        assert sorted(process.communicate(timeout=30)[0].strip() for process in running) == ["provider", "store"]
        assert (tmp_path / "asked").read_text() == "x"
        assert len(in_store(tmp_path)) == 2


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, point: str) -> None:
    """Put a tiny distribution on the path that offers a provider."""
    info = folder / "imggen_painter-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: imggen-painter\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[mkdocs_imggen.providers]\n{point}\n")
    (folder / "imggen_painter_test.py").write_text(code)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "imggen_painter_test", raising=False)


PAINTER = """
from mkdocs_imggen.testing import ScriptedProvider
class Painter(ScriptedProvider):
    closed = 0
    def close(self):
        type(self).closed += 1
"""


class TestTheProvider:
    def test_another_package_may_offer_one(
        self, make: Callable[..., Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install(tmp_path / "packages", monkeypatch, PAINTER, "painter = imggen_painter_test:Painter")
        generator = engine(tmp_path, settings={"provider": "painter"})
        (item,) = plan(generator, "A fox")
        made = generator.maker.make(Order.of(item.asset, ("d" * 64,)))
        assert generator.store.record(made.entry).provider == "painter"
        provider = generator.maker.provider()
        assert generator.maker.provider() is provider
        generator.close()
        assert provider.closed == 1  # type: ignore[attr-defined] # the painter's own

    def test_one_that_cannot_be_loaded_is_named_with_its_fault(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        install(tmp_path / "packages", monkeypatch, "import a_module_nobody_has", "painter = imggen_painter_test:Painter")
        generator = engine(tmp_path, settings={"provider": "painter"})
        with pytest.raises(SettingsError) as caught:
            generator.maker.provider()
        assert str(caught.value) == (
            "imggen: the provider `painter` cannot be loaded (ModuleNotFoundError: No module named 'a_module_nobody_has');"
            " install it anew, or use another one"
        )
        generator.close()

    def test_one_that_nobody_offers_is_an_error_with_the_nearest_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install(tmp_path / "packages", monkeypatch, PAINTER, "painter = imggen_painter_test:Painter")
        generator = engine(tmp_path, settings={"provider": "paintre"})
        with pytest.raises(SettingsError) as caught:
            generator.maker.provider()
        assert str(caught.value) == (
            "imggen: unknown provider `paintre` (did you mean `painter`?);"
            " use one of openai, sketch, painter, or install the one you mean"
        )
        generator.close()

    @pytest.mark.parametrize("env", [{}, {"TEST_IMAGE_KEY": "  "}])
    def test_openai_needs_a_key(self, tmp_path: Path, env: dict[str, str]) -> None:
        generator = engine(tmp_path, env=env)
        with pytest.raises(AccountError, match="no key: TEST_IMAGE_KEY is not set"):
            generator.maker.provider()
        generator.close()

    def test_openai_gets_its_settings_and_is_closed_with_the_generator(self, tmp_path: Path) -> None:
        with ImageServer(validate=contract()) as server:
            settings = SERVER | {"base_url": server.url}
            generator = engine(tmp_path, env={"TEST_IMAGE_KEY": " test-key-1234567890\n"}, settings=settings)
            (item,) = plan(generator, "A fox")
            made = generator.maker.make(Order.of(item.asset, ("d" * 64,)))
            generator.close()
        assert (made.source, made.exact) == ("provider", True)
        assert [request.headers["authorization"] for request in server.requests] == ["Bearer test-key-1234567890"]

    def test_the_illustrator_draws_a_real_picture(self, make: Callable[..., Made], tmp_path: Path) -> None:
        made = make(settings={"provider": "sketch"}, prompt="A rocket", options="?size=64x64&format=png")
        with Image.open(io.BytesIO((tmp_path / "imggen" / f"{made.entry.stem}.png").read_bytes())) as image:
            assert image.size == (64, 64)

    def test_one_that_was_handed_in_is_its_owners_to_close(self, tmp_path: Path) -> None:
        closed: list[str] = []

        class Owned(ScriptedProvider):
            def close(self) -> None:
                closed.append("closed by somebody else")

        generator = engine(tmp_path, Owned())
        generator.maker.provider()
        generator.close()
        assert closed == []

    def test_the_model_is_todays_for_the_official_host_and_as_set_elsewhere(self, tmp_path: Path) -> None:
        def model(settings: dict[str, Any]) -> str | None:
            generator = engine(tmp_path, settings=settings)
            (item,) = plan(generator, "A fox", options="")
            generator.close()
            return generator.maker.prices.model(item.asset.request)

        assert NOON.isoformat() == "2026-11-22T12:00:00+00:00"
        assert model({}) == "gpt-image-1-mini"
        assert model({**SERVER, "model": "flux"}) == "flux"
        assert model({"provider": "sketch"}) is None


def test_who_waits_for_another_process_tells_which_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_imggen.locks.PATIENCE", 0.05)
    heard = Heard()
    generator = engine(tmp_path, ScriptedProvider([None]), reporter=heard)
    (item,) = plan(generator, "A fox")
    key, released = item.asset.request.key, threading.Event()

    def hold() -> None:
        with locked(generator.settings.cache / "locks", key):
            while not heard.infos and not released.wait(0.01):
                pass

    other = threading.Thread(target=hold)
    other.start()
    time.sleep(0.1)
    made = generator.maker.make(Order.of(item.asset, (item.asset.digest,)))
    released.set()
    other.join()
    assert (made.source, heard.infos) == ("provider", [f"waiting for process {os.getpid()}, which makes `a-fox`"])
    generator.close()


def test_nothing_leaves_any_more_once_the_run_is_ended(tmp_path: Path) -> None:
    provider = ScriptedProvider([None])
    generator = engine(tmp_path, provider)
    (item,) = plan(generator, "A fox")
    generator.maker.stop.set()
    with pytest.raises(StoppedError, match="the run was ended before this picture was sent"):
        generator.maker.make(Order.of(item.asset, (item.asset.digest,)))
    assert (provider.requests, generator.spent) == ([], 0.0)
    generator.close()


def test_what_an_earlier_generator_spent_counts(tmp_path: Path) -> None:
    generator = engine(tmp_path, ScriptedProvider([None]))
    generator.spent = 0.25
    assert generator.maker.ledger.spent == 0.25
    generator.spent = 0.5
    assert (generator.maker.ledger.spent, generator.spent) == (0.5, 0.5)
    generator.close()


def test_a_directive_that_a_provider_cannot_send_is_the_authors_and_was_not_billed(tmp_path: Path) -> None:
    generator = engine(tmp_path, ScriptedProvider([DirectiveError("this model makes opaque pictures only")]))
    (item,) = plan(generator, "A fox")
    with pytest.raises(DirectiveError, match="this model makes opaque pictures only"):
        generator.maker.make(Order.of(item.asset, (item.asset.digest,)))
    assert generator.spent == 0.0
    generator.close()
