"""What a process may spend, and how fast it may ask."""

from __future__ import annotations

import collections
import threading
import time
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import BudgetError, SettingsError
from mkdocs_imggen.report import money

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Ledger:
    """What may be spent and what is: reserved before a request leaves, settled when its price is known."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.spent = 0.0
        self._guard = threading.Lock()

    def reserve(self, dollars: float) -> None:
        """Count an estimate as spent.

        Raises:
            BudgetError: it does not fit any more.

        """
        with self._guard:
            # Sums of cents are not exact in binary; a millionth of a dollar is nobody's picture.
            if self.spent + dollars > self.budget + 1e-6:
                raise BudgetError(
                    f"the budget of {money(self.budget)} is reached: {money(self.spent)} spent and {money(dollars)} to come",
                    kept="this picture was not sent",
                    hint="raise `budget:` or use `--budget`",
                )
            self.spent += dollars

    def release(self, dollars: float) -> None:
        """Take back what was reserved for a request that was not billed."""
        with self._guard:
            self.spent -= dollars

    def settle(self, reserved: float, dollars: float) -> None:
        """Replace an estimate by what it really was."""
        with self._guard:
            self.spent += dollars - reserved


class Pace:
    """Lets so many requests leave in any minute, since the official host counts them."""

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._most = per_minute
        self._starts: collections.deque[float] = collections.deque(maxlen=per_minute)
        self._clock, self._sleep = clock, sleep
        self._guard = threading.Lock()

    def wait(self, count: int = 1) -> None:
        """Return when the next request may leave; it asks for so many pictures, and the host counts those."""
        with self._guard:
            now = self._clock()
            start = now
            over = min(count - (self._most - len(self._starts)), len(self._starts))
            if over > 0:
                start = max(now, self._starts[over - 1] + 60)
            self._starts.extend([start] * count)
        if start > now:
            self._sleep(start - now)


def effective_budget(setting: float, env: Mapping[str, str], option: float | None) -> float:
    """Give `--budget` if given, else the smaller of the file's and the environment's, in US dollars.

    Raises:
        SettingsError: IMGGEN_BUDGET is no amount.

    """
    if option is not None:
        return option
    text = env.get("IMGGEN_BUDGET", "").strip()
    if not text:
        return setting
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise SettingsError(f"IMGGEN_BUDGET is `{text}`", hint="write an amount of US dollars such as 0.50")
    return min(setting, value)
