"""What a process may spend, and how fast it may ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mkdocs_imggen.errors import BudgetError, SettingsError
from mkdocs_imggen.limits import Ledger, Pace, effective_budget


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class TestPace:
    def test_so_many_leave_in_any_minute_and_the_next_ones_wait_for_it(self) -> None:
        clock = Clock()
        pace = Pace(5, clock, clock.sleep)
        left = []
        for _ in range(12):
            pace.wait()
            left.append(clock.now - 1000)
        assert left == [0, 0, 0, 0, 0, 60, 60, 60, 60, 60, 120, 120]
        assert clock.slept == [60, 60]

    def test_a_minute_begins_with_each_request_and_not_with_the_clock(self) -> None:
        clock = Clock()
        pace = Pace(3, clock, clock.sleep)
        left = []
        for at in (0, 20, 40, 41, 62, 200):
            clock.now = max(clock.now, 1000 + at)
            pace.wait()
            left.append(clock.now - 1000)
        assert left == [0, 20, 40, 60, 80, 200]

    @pytest.mark.parametrize(
        ("counts", "left"),
        [([4, 1, 1], [0, 0, 60]), ([4, 4, 4], [0, 60, 120]), ([2, 2, 4], [0, 0, 60]), ([9, 1], [0, 60])],
    )
    def test_a_request_for_several_pictures_counts_as_so_many(self, counts: list[int], left: list[int]) -> None:
        clock = Clock()
        pace = Pace(5, clock, clock.sleep)
        found = []
        for count in counts:
            pace.wait(count)
            found.append(clock.now - 1000)
        assert found == left

    def test_who_waits_does_not_keep_others_from_learning_their_turn(self) -> None:
        clock = Clock()
        turns: list[float] = []
        pace = Pace(1, clock, turns.append)  # nobody's sleep moves the clock
        for _ in range(4):
            pace.wait()
        assert turns == [60, 120, 180]


class TestLedger:
    def test_what_is_reserved_is_spent_until_it_is_released_or_settled(self) -> None:
        ledger = Ledger(1.0)
        ledger.reserve(0.25)
        ledger.reserve(0.5)
        assert ledger.spent == 0.75
        ledger.release(0.5)
        assert ledger.spent == 0.25
        ledger.settle(0.25, 0.125)
        assert ledger.spent == 0.125

    def test_what_does_not_fit_is_refused_and_not_counted(self) -> None:
        ledger = Ledger(1.0)
        ledger.reserve(0.75)
        with pytest.raises(BudgetError) as caught:
            ledger.reserve(0.5)
        assert str(caught.value) == (
            "imggen: the budget of $1.00 is reached: $0.750 spent and $0.500 to come;"
            " this picture was not sent; raise `budget:` or use `--budget`"
        )
        assert ledger.spent == 0.75

    def test_ten_dimes_are_a_dollar(self) -> None:
        ledger = Ledger(1.0)
        for _ in range(10):
            ledger.reserve(0.1)
        with pytest.raises(BudgetError):
            ledger.reserve(0.01)

    def test_a_price_above_the_estimate_may_pass_the_budget_and_stops_what_follows(self) -> None:
        ledger = Ledger(1.0)
        ledger.reserve(0.5)
        ledger.settle(0.5, 1.25)
        assert ledger.spent == 1.25
        with pytest.raises(BudgetError):
            ledger.reserve(0.0)

    def test_threads_together_spend_no_more_than_the_budget(self) -> None:
        ledger = Ledger(10.0)

        def spend(number: int) -> bool:
            try:
                ledger.reserve(0.25)
            except BudgetError:
                return False
            if number % 2:
                ledger.release(0.25)
                ledger.reserve(0.25)
            ledger.settle(0.25, 0.25)
            return True

        with ThreadPoolExecutor(32) as pool:
            served = list(pool.map(spend, range(40)))
        assert served == [True] * 40
        assert ledger.spent == 10.0
        with ThreadPoolExecutor(32) as pool:
            assert list(pool.map(spend, range(0, 64, 2))) == [False] * 32
        assert ledger.spent == 10.0


class TestTheEffectiveBudget:
    @pytest.mark.parametrize(
        ("setting", "variable", "option", "budget"),
        [
            (1.0, None, None, 1.0),
            (1.0, "", None, 1.0),
            (1.0, "  ", None, 1.0),
            (1.0, "0.5", None, 0.5),
            (1.0, " 0.5 ", None, 0.5),
            (1.0, "5", None, 1.0),
            (1.0, "0", None, 0.0),
            (1.0, "0.5", 20.0, 20.0),
            (1.0, "lots", 0.0, 0.0),
        ],
    )
    def test_the_option_wins_and_the_environment_only_lowers(
        self, setting: float, variable: str | None, option: float | None, budget: float
    ) -> None:
        env = {} if variable is None else {"IMGGEN_BUDGET": variable}
        assert effective_budget(setting, env, option) == budget

    @pytest.mark.parametrize("text", ["lots", "-1", "nan", "inf", "1,50", "$2"])
    def test_what_is_no_amount_is_an_error_and_not_the_default(self, text: str) -> None:
        with pytest.raises(SettingsError) as caught:
            effective_budget(1.0, {"IMGGEN_BUDGET": text}, None)
        assert str(caught.value) == f"imggen: IMGGEN_BUDGET is `{text}`; write an amount of US dollars such as 0.50"
