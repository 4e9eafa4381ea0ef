"""All pictures that are missing: the sum before the first request, failures together, and nothing paid for lost."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from engine import SERVER, Heard, api_answer, engine, in_store, plan, planned

from mkdocs_imggen.batch import Batch, check_budget, orders
from mkdocs_imggen.errors import (
    AccountError,
    BudgetError,
    DirectiveError,
    NotSentError,
    RefusedError,
    SeveralErrors,
    UnclearError,
)
from mkdocs_imggen.providers.base import Answer
from mkdocs_imggen.run import Run
from mkdocs_imggen.spool import Spool
from mkdocs_imggen.testing import ScriptedProvider, picture

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs_imggen.request import Request

ONE_AT_A_TIME = SERVER | {"concurrency": 1}


class TestWhatItDoes:
    def test_it_makes_each_request_once_for_all_who_want_it(self, tmp_path: Path) -> None:
        heard, provider = Heard(), ScriptedProvider()
        generator = engine(tmp_path, provider, reporter=heard)
        run = Run(generator)
        todo = [
            *planned(run, "A fox", "An owl"),
            *planned(run, "A fox", options="?size=64x64&name=reynard"),
            *planned(run, "A fox", options="?size=64x64&name=reiner&preset=default"),
        ]
        batch = Batch(generator, orders(todo))
        summary = batch.make()
        assert sorted(request.prompt for request in provider.requests) == ["A fox", "An owl"]
        assert (summary.made, summary.reused, round(summary.dollars, 3), summary.guessed) == (2, 0, 0.022, True)
        fox, owl, reynard, same = (item.asset.request.key for item in todo)
        assert fox == reynard == same
        assert set(batch.made) == {fox, owl}
        assert len(generator.store.record(batch.made[fox]).directives) == 2  # one of them says the preset
        assert heard.begun == [("2 pictures to make", 2)]
        assert [step.partition(" (")[0] for step in sorted(heard.steps)] == ["a-fox", "an-owl"]
        assert heard.steps[0].endswith(" s, $0.011)")
        assert heard.ended == 1
        generator.close()

    def test_one_picture_is_not_several_and_its_notes_are_told(self, tmp_path: Path) -> None:
        heard = Heard()
        generator = engine(tmp_path, ScriptedProvider([picture(64, 64)]), reporter=heard)
        Batch(generator, orders(plan(generator, "A fox"))).make()
        assert heard.begun == [("1 picture to make", 1)]
        assert heard.steps[0].endswith(" s, $0.011); webp was asked and png came")
        generator.close()

    def test_it_tells_exact_prices_from_guesses(self, tmp_path: Path) -> None:
        usage = {
            "input_tokens": 10,
            "output_tokens": 1000,
            "input_tokens_details": {"text_tokens": 10, "image_tokens": 0},
        }
        body = api_answer(picture(64, 64, format_="webp"), **usage)
        generator = engine(tmp_path, ScriptedProvider(lambda _: Answer(body=body, model="gpt-image-1-mini")))
        summary = Batch(generator, orders(plan(generator, "A fox", "An owl"))).make()
        assert (summary.made, round(summary.dollars, 5), summary.guessed) == (2, 0.01604, False)
        generator.close()

    def test_what_another_process_made_meanwhile_is_reused(self, tmp_path: Path) -> None:
        generator, other = engine(tmp_path, ScriptedProvider()), engine(tmp_path, ScriptedProvider())
        todo = plan(generator, "A fox", "An owl")
        Batch(other, orders(plan(other, "A fox"))).make()
        batch = Batch(generator, orders(todo))
        summary = batch.make()
        assert (summary.made, summary.reused, round(summary.dollars, 3)) == (1, 1, 0.011)
        assert set(batch.made) == {item.asset.request.key for item in todo}
        for each in (generator, other):
            each.close()

    def test_no_more_than_its_concurrency_are_under_way(self, tmp_path: Path) -> None:
        under_way, peak, guard = 0, 0, threading.Lock()
        three = threading.Barrier(3, timeout=10)

        def count(_: Request) -> None:
            nonlocal under_way, peak
            with guard:
                under_way += 1
                peak = max(peak, under_way)
            three.wait()
            with guard:
                under_way -= 1

        generator = engine(tmp_path, ScriptedProvider(count), settings=SERVER | {"concurrency": 3})
        Batch(generator, orders(plan(generator, *(f"Fox {number}" for number in range(9))))).make()
        assert peak == 3
        generator.close()

    def test_what_is_in_the_spool_needs_no_key_and_no_budget(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, settings=SERVER | {"budget": 0})
        todo = plan(generator, "A fox")
        spool = Spool(tmp_path / ".cache/imggen/spool", Heard().warn)
        answer = Answer(body=picture(64, 64, format_="webp"), model="gpt-image-1-mini")
        intent = spool.begin(orders(todo)[0], provider="openai", dollars=0.011, sent="2026-11-21T07:59:00+00:00")
        spool.write(intent, answer, created="2026-11-21T08:00:00+00:00")
        summary = Batch(generator, orders(todo)).make()
        assert (summary.made, summary.reused, summary.dollars, summary.guessed) == (1, 0, 0.0, False)
        assert len(in_store(tmp_path)) == 2
        with pytest.raises(AccountError, match="no key: TEST_IMAGE_KEY is not set"):
            Batch(engine(tmp_path), orders(plan(generator, "An owl"))).make()
        generator.close()


class TestFailures:
    def test_they_come_together_in_the_order_of_the_pages_and_the_others_are_kept(self, tmp_path: Path) -> None:
        owl_failed = threading.Event()

        def say(request: Request) -> Exception | None:
            if request.prompt == "An owl":
                owl_failed.set()
                return RefusedError("moderation refused it")
            if request.prompt == "A fox":
                assert owl_failed.wait(10)
                return UnclearError("no answer came", kept="it may have been billed")
            return None

        heard = Heard()
        generator = engine(tmp_path, ScriptedProvider(say), reporter=heard)
        with pytest.raises(SeveralErrors) as caught:
            Batch(generator, orders(plan(generator, "A fox", "A hen", "An owl"))).make()
        fox = (
            "1.md: imggen: no answer came; it may have been billed; 1 of 3 pictures are in the store;"
            " look at the provider's account first; `imggen retry a-fox` sends it again"
        )
        assert str(caught.value).splitlines() == [
            fox,
            "3.md: imggen: moderation refused it; 1 of 3 pictures are in the store",
        ]
        assert sorted(step.partition(" (")[0] for step in heard.steps) == ["a-fox: failed", "a-hen", "an-owl: failed"]
        assert len(in_store(tmp_path)) == 2
        assert heard.ended == 1
        generator.close()

    def test_an_account_fault_stops_the_rest_and_counts_what_was_not_tried(self, tmp_path: Path) -> None:
        provider = ScriptedProvider([None, AccountError("the key is wrong")])
        generator = engine(tmp_path, provider, settings=ONE_AT_A_TIME)
        with pytest.raises(AccountError) as caught:
            Batch(generator, orders(plan(generator, *(f"Fox {number}" for number in range(5))))).make()
        assert str(caught.value) == ("2.md: imggen: the key is wrong; 1 of 5 pictures are in the store, 3 were not tried")
        assert len(provider.requests) == 2
        generator.close()

    def test_to_the_official_host_one_request_goes_ahead_so_that_an_account_fault_is_met_once(self, tmp_path: Path) -> None:
        """[P4]"""
        provider = ScriptedProvider(lambda _: AccountError("the quota is used up"))
        generator = engine(tmp_path, provider, settings={"model": "gpt-image-1-mini", "concurrency": 8})
        with pytest.raises(AccountError) as caught:
            Batch(generator, orders(plan(generator, *(f"Fox {number}" for number in range(20)), options=""))).make()
        assert len(provider.requests) == 1
        assert caught.value.kept == "0 of 20 pictures are in the store, 19 were not tried"
        generator.close()

    def test_a_slow_first_answer_holds_the_others_up_for_a_second_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mkdocs_imggen.maker.HEAD_START", 0.05)
        both = threading.Barrier(2, timeout=10)

        def meet(_: Request) -> None:
            both.wait()

        generator = engine(tmp_path, ScriptedProvider(meet), settings={"model": "gpt-image-1-mini", "widths": []})
        assert Batch(generator, orders(plan(generator, "A fox", "An owl", options=""))).make().made == 2
        generator.close()

    def test_the_same_bytes_for_other_words_are_told(self, tmp_path: Path) -> None:
        """[P26]"""
        same = picture(64, 64, format_="webp")
        heard = Heard()
        generator = engine(tmp_path, ScriptedProvider([same, same]), reporter=heard, settings=ONE_AT_A_TIME)
        batch = Batch(generator, orders(plan(generator, "A fox", "An owl")))
        batch.make()
        first, second = sorted(entry.stem for entry in batch.made.values())
        assert heard.warnings == [f"`{first}` and `{second}` were asked for in other words and are the same bytes"]
        assert len(in_store(tmp_path)) == 4
        generator.close()

    def test_the_next_run_asks_only_for_what_failed(self, tmp_path: Path) -> None:
        provider = ScriptedProvider([None, NotSentError("no network")])
        for _ in range(2):
            generator = engine(tmp_path, provider, settings=ONE_AT_A_TIME)
            todo = [item for item in plan(generator, "A fox", "An owl") if not item.entry]
            with suppress(NotSentError):
                Batch(generator, orders(todo)).make()
            generator.close()
        assert [request.prompt for request in provider.requests] == ["A fox", "An owl", "An owl"]
        assert len(in_store(tmp_path)) == 4


class TestTheBudget:
    def test_the_sum_is_looked_at_before_the_first_request(self, tmp_path: Path) -> None:
        provider = ScriptedProvider()
        generator = engine(tmp_path, provider, settings=SERVER | {"budget": 0.05})
        with pytest.raises(BudgetError) as caught:
            Batch(generator, orders(plan(generator, *(f"Fox {number}" for number in range(7))))).make()
        assert str(caught.value) == (
            "imggen: 7 pictures would cost about $0.077 and the budget is $0.050:"
            " 1.md, 2.md, 3.md, 4.md, 5.md and 2 more; nothing was sent;"
            " raise `budget:`, or use `imggen generate` with --budget, --limit or --only"
        )
        assert provider.requests == []
        assert check_budget(generator, orders(plan(generator, "A fox", "An owl"))) == 2
        generator.close()

    def test_a_price_that_nobody_knows_is_an_upper_bound(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider(), settings={"provider": "painter", "budget": 0.01})
        with pytest.raises(
            BudgetError, match=r"1 picture would cost at most \$0\.\d+ and the budget is \$0\.010: 1\.md; nothing"
        ):
            Batch(generator, orders(plan(generator, "A fox"))).make()
        generator.close()

    @pytest.mark.parametrize(("variable", "option", "made"), [("0.02", None, 1), ("0.02", 5.0, 2), (None, 0.015, 1)])
    def test_it_is_the_processes_and_not_a_builds(
        self, tmp_path: Path, variable: str | None, option: float | None, made: int
    ) -> None:
        env = {"IMGGEN_BUDGET": variable} if variable else {}
        generator = engine(tmp_path, ScriptedProvider(), env=env, budget=option)
        done = 0
        for prompt in ("A fox", "An owl"):
            try:
                done += Batch(generator, orders(plan(generator, prompt))).make().made
            except BudgetError:
                break
        assert done == made
        generator.close()

    def test_models_that_cannot_do_what_is_asked_are_told_together_before_anything_is_sent(self, tmp_path: Path) -> None:
        provider = ScriptedProvider()
        generator = engine(tmp_path, provider, settings={"model": "gpt-image-1-mini"})
        run = Run(generator)
        todo: list[Any] = planned(run, "A fox", "An owl")
        todo += planned(run, "A hen", options="")
        with pytest.raises(SeveralErrors) as caught:
            Batch(generator, orders(todo)).make()
        lines = str(caught.value).splitlines()
        assert [line.partition(" takes")[0] for line in lines] == [
            "1.md: imggen: `gpt-image-1-mini`",
            "2.md: imggen: `gpt-image-1-mini`",
        ]
        assert all(isinstance(error, DirectiveError) for error in caught.value.errors)
        assert provider.requests == []
        generator.close()
