"""A batch makes all pictures that are missing: one job a request key, in threads, failures together."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen.ending import in_order
from mkdocs_imggen.errors import BudgetError, ImggenError, StoppedError, StoreError, raise_all
from mkdocs_imggen.held import waiting
from mkdocs_imggen.order import Order
from mkdocs_imggen.record import State
from mkdocs_imggen.report import Summary, money, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.maker import Made
    from mkdocs_imggen.models import Estimate
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.record import Entry


class Batch:
    """Pictures that have to be made; `again` says that a person wants them sent although they may have been paid for.

    `made` are the entries by request key, as far as it came.
    """

    def __init__(self, generator: Generator, orders: Iterable[Order], *, again: bool = False) -> None:
        self.made: dict[str, Entry] = {}
        self._generator = generator
        self._again = again
        self._orders = {order.key: order for order in orders}
        self._errors: dict[str, ImggenError] = {}
        self._closing = threading.Event()

    def make(self) -> Summary:
        """Get all of them into the store, after the sum was found to be within the budget.

        Raises:
            ImggenError: the sum is over the budget (nothing was sent), or some pictures failed (the others are kept).

        """
        generator, total = self._generator, len(self._orders)
        for line in waiting(generator.maker, self._orders):
            generator.reporter.warn(line)
        for line in generator.maker.prices.notices([order.request for order in self._orders.values()]):
            generator.reporter.warn(line)
        if check_budget(generator, list(self._orders.values()), again=self._again):
            generator.maker.provider()  # a missing key is one fault, not one a picture; what is in the spool needs none
        generator.store.probe()
        generator.maker.probe()
        stop = generator.maker.stop
        if not self._closing.is_set():
            stop.clear()
        began = time.monotonic()
        generator.reporter.begin(f"{total} picture{'' if total == 1 else 's'} to make", total)
        # More than may be asked for at once: some wait for answers, the others take theirs in. One at a time stays in order.
        at_once = generator.settings.concurrency
        workers = at_once + min(at_once - 1, 4 * (os.cpu_count() or 1))
        pool = ThreadPoolExecutor(workers, thread_name_prefix="imggen")
        with in_order(stop.set):
            try:
                results = [made for future in self._all_jobs(pool) if (made := future.result())]
            finally:
                # An interrupt sends nothing new and waits for what is under way, which is paid for.
                stop.set()
                self._closing.set()
                pool.shutdown(wait=True, cancel_futures=True)
                generator.reporter.end()
                generator.store.remember()
        if self._errors:
            done = len(results)
            untried = total - done - len(self._errors)
            kept = f"{done} of {total} pictures are in the store" + (f", {untried} were not tried" if untried else "")
            # In the order of the pages, not in that of the threads.
            errors = [self._errors[key] for key in self._orders if key in self._errors]
            for error in errors:
                error.kept = f"{error.kept}; {kept}" if error.kept else kept
            raise_all(errors)
        self._tell_twins()
        reused = sum(made.source == "store" for made in results)
        return Summary(
            made=len(results) - reused,
            reused=reused,
            seconds=time.monotonic() - began,
            dollars=sum(made.dollars for made in results),
            guessed=not all(made.exact for made in results),
        )

    def end(self) -> None:
        """Send nothing new; what is under way is waited for by `make`."""
        self._closing.set()
        self._generator.maker.stop.set()

    def _tell_twins(self) -> None:
        """Say where two requests brought the same bytes: a server that answers from a cache, or one that is broken."""
        owners: dict[str, str] = {}
        for entry in self._generator.store.index().by_key.values():
            first = owners.setdefault(entry.sha256, entry.stem)
            if first != entry.stem and (entry.key in self.made or any(item.stem == first for item in self.made.values())):
                self._generator.reporter.warn(
                    f"`{first}` and `{entry.stem}` were asked for in other words and are the same bytes"
                )

    def _all_jobs(self, pool: ThreadPoolExecutor) -> list[Future[Made | None]]:
        """Do every job once, each as soon as the pictures that go into it are there, and wait for the last one."""
        futures: list[Future[Made | None]] = []
        done = threading.Semaphore(0)
        guard = threading.Lock()
        missing = {key: set(order.needs & self._orders.keys()) for key, order in self._orders.items()}
        after: dict[str, list[Order]] = {}
        for order in self._orders.values():
            for key in missing[order.key]:
                after.setdefault(key, []).append(order)

        def start(order: Order) -> None:
            future = pool.submit(self._job, order)
            futures.append(future)
            future.add_done_callback(lambda _: end(order.key))

        def end(key: str) -> None:
            with guard:
                for order in after.get(key, ()):
                    missing[order.key].discard(key)
                ready = [order for order in after.get(key, ()) if not missing[order.key]]
            for order in ready:
                if not self._closing.is_set():
                    start(order)
            done.release()

        for order in [order for order in self._orders.values() if not missing[order.key]]:
            start(order)
        for _ in self._orders:
            done.acquire()
        return futures

    def _job(self, order: Order) -> Made | None:
        maker = self._generator.maker
        if maker.stop.is_set():
            return None
        failed = sorted(self._orders[key].label for key in order.needs if key in self._errors)
        if failed:
            self._errors[order.key] = StoreError(
                f"`{failed[0]}`, which goes into `{order.label}`, could not be made", where=order.where, kept="nothing was sent"
            )
            return None
        reporter, began = self._generator.reporter, time.monotonic()
        try:
            result = maker.make(order, again=self._again)
        except StoppedError:
            return None
        except ImggenError as fault:
            self._errors[order.key] = fault.at(order.where)
            reporter.step(f"{order.label}: failed")
            return None
        self.made[order.key] = result.entry
        notes = "".join(f"; {note}" for note in result.notes)
        reporter.step(f"{order.label} ({time.monotonic() - began:.1f} s, {money(result.dollars)}){notes}")
        return result


def orders(items: Iterable[Planned]) -> list[Order]:
    """Give one order a request key, for all directives that want it."""
    wanted: dict[str, list[Planned]] = {}
    for item in items:
        wanted.setdefault(item.asset.request.key, []).append(item)
    return [_order(same) for same in wanted.values()]


def _order(same: Sequence[Planned]) -> Order:
    first = same[0]
    order = Order.of(first.asset, tuple(dict.fromkeys(digest for item in same for digest in item.digests)), first.where)
    needs = frozenset(hero.asset.request.key for hero in first.heroes if hero.state is State.MISSING)
    return replace(order, feeds=first.feeds, needs=needs, count=max(item.asset.variants for item in same))


def check_budget(generator: Generator, orders: Sequence[Order], *, again: bool = False) -> int:
    """See before the first request that the sum of all estimates fits, and that every model can do what is asked.

    Gives how many have to be asked for: the others are in the spool, or are not sent again without being told to.

    Raises:
        BudgetError: the sum does not fit.
        ImggenError: a model cannot do what is asked.

    """
    faults: list[ImggenError] = []
    estimates: list[Estimate] = []
    maker = generator.maker
    for order in orders:
        try:
            if not maker.spool.answers(order.key) and (again or maker.busy(order.key) or not maker.held(order)):
                estimates.append(maker.prices.estimate(order.request, order.count))
        except ImggenError as fault:
            faults.append(fault.at(order.where))
    raise_all(faults)
    total = sum(estimate.dollars for estimate in estimates)
    left = max(0.0, maker.ledger.budget - maker.ledger.spent)
    if total > left + 1e-6:
        bound = "at most" if any(estimate.kind == "upper bound" for estimate in estimates) else "about"
        raise BudgetError(
            f"{len(estimates)} picture{'' if len(estimates) == 1 else 's'} would cost {bound} {money(total)}"
            f" and the budget is {money(left)}: {places(order.where for order in orders)}",
            kept="nothing was sent",
            hint="raise `budget:`, or use `imggen generate` with --budget, --limit or --only",
        )
    return len(estimates)
