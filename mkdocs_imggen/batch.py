"""A batch makes all pictures that are missing: one job a request key, in threads, failures together."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import BudgetError, ImggenError, StoppedError, raise_all
from mkdocs_imggen.plan import places
from mkdocs_imggen.report import Summary, money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.maker import Made
    from mkdocs_imggen.models import Estimate
    from mkdocs_imggen.plan import Planned


class Batch:
    """The pictures of one run that have to be made."""

    def __init__(self, generator: Generator, todo: Iterable[Planned]) -> None:
        self._generator = generator
        self._jobs: dict[str, list[Planned]] = {}
        for item in todo:
            self._jobs.setdefault(item.asset.request.key, []).append(item)
        self._errors: dict[str, ImggenError] = {}

    def make(self) -> Summary:
        """Get all of them into the store, after the sum was found to be within the budget.

        Raises:
            ImggenError: the sum is over the budget (nothing was sent), or some pictures failed (the others are kept).

        """
        generator, total = self._generator, len(self._jobs)
        if check_budget(generator, [items[0] for items in self._jobs.values()]):
            generator.maker.provider()  # a missing key is one fault, not one a picture; what is in the spool needs none
        generator.store.probe()
        generator.maker.probe()
        stop = generator.maker.stop
        stop.clear()
        began = time.monotonic()
        generator.reporter.begin(f"{total} picture{'' if total == 1 else 's'} to make", total)
        # More than may be asked for at once: some wait for answers, the others take theirs in. One at a time stays in order.
        at_once = generator.settings.concurrency
        workers = at_once + min(at_once - 1, 4 * (os.cpu_count() or 1))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="imggen")
        try:
            futures = [pool.submit(self._job, items) for items in self._jobs.values()]
            wait_for(futures)
            results = [made for future in futures if (made := future.result())]
        finally:
            # An interrupt sends nothing new and waits for what is under way, which is paid for.
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            generator.reporter.end()
            generator.store.remember()
        if self._errors:
            done = len(results)
            untried = total - done - len(self._errors)
            kept = f"{done} of {total} pictures are in the store" + (f", {untried} were not tried" if untried else "")
            # In the order of the pages, not in that of the threads.
            errors = [self._errors[key] for key in self._jobs if key in self._errors]
            for error in errors:
                error.kept = f"{error.kept}; {kept}" if error.kept else kept
            raise_all(errors)
        reused = sum(made.source == "store" for made in results)
        return Summary(
            made=len(results) - reused,
            reused=reused,
            seconds=time.monotonic() - began,
            dollars=sum(made.dollars for made in results),
            guessed=not all(made.exact for made in results),
        )

    def _job(self, items: Sequence[Planned]) -> Made | None:
        first = items[0]
        maker = self._generator.maker
        if maker.stop.is_set():
            return None
        reporter, began = self._generator.reporter, time.monotonic()
        digests = tuple(dict.fromkeys(digest for item in items for digest in item.digests))
        try:
            result = maker.make(first.asset, digests)
        except StoppedError:
            return None
        except ImggenError as fault:
            self._errors[first.asset.request.key] = fault.at(first.where)
            reporter.step(f"{first.asset.label}: failed")
            return None
        for item in items:
            item.entry = result.entry
        notes = "".join(f"; {note}" for note in result.notes)
        reporter.step(f"{first.asset.label} ({time.monotonic() - began:.1f} s, {money(result.dollars)}){notes}")
        return result


def check_budget(generator: Generator, items: Sequence[Planned]) -> int:
    """See before the first request that the sum of all estimates fits, and that every model can do what is asked.

    Gives how many have to be asked for: the others are in the spool.

    Raises:
        BudgetError: the sum does not fit.
        ImggenError: a model cannot do what is asked.

    """
    faults: list[ImggenError] = []
    estimates: list[Estimate] = []
    maker = generator.maker
    for item in items:
        try:
            if not maker.spool.find(item.asset.request.key):
                estimates.append(maker.estimate(item.asset.request))
        except ImggenError as fault:
            faults.append(fault.at(item.where))
    raise_all(faults)
    total = sum(estimate.dollars for estimate in estimates)
    left = max(0.0, maker.ledger.budget - maker.ledger.spent)
    if total > left + 1e-6:
        bound = "at most" if any(estimate.kind == "upper bound" for estimate in estimates) else "about"
        raise BudgetError(
            f"{len(items)} picture{'' if len(items) == 1 else 's'} would cost {bound} {money(total)}"
            f" and the budget is {money(left)}: {places(items)}",
            kept="nothing was sent",
            hint="raise `budget:`, or use `imggen generate` with --budget, --limit or --only",
        )
    return len(estimates)
