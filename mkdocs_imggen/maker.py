"""The maker gets one picture at a time into the store: budget, pace, provider, spool, one job per key.

lock of the key ─► store (somebody else made it) ─► spool (paid for before) ─► held (a person decides)
                ─► intent ─► provider ─► spool ─► intake
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import files, rescue
from mkdocs_imggen.errors import (
    HeldError,
    ImggenError,
    ProviderError,
    RefusedError,
    StoppedError,
    StoreError,
    UnclearError,
)
from mkdocs_imggen.feeding import load
from mkdocs_imggen.held import REFUSED, RESCUED, held
from mkdocs_imggen.intake import Intake, shown
from mkdocs_imggen.limits import Ledger, Pace, effective_budget
from mkdocs_imggen.locks import busy, locked
from mkdocs_imggen.prices import Prices
from mkdocs_imggen.providers import choose
from mkdocs_imggen.quarantine import Quarantine
from mkdocs_imggen.spool import Spool, Spooled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.models import Estimate
    from mkdocs_imggen.order import Order
    from mkdocs_imggen.providers.base import Answer, InputPicture, Provider
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.spool import Intent


HEAD_START = 1.0
"""Seconds by which the first request to OpenAI's own host goes before the others: what is wrong with key, quota or model is
answered at once and is the same for all, and a picture takes twenty times as long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """How a picture came into the store: `source` is `provider`, `spool` (paid for before) or `store` (somebody else made it)."""

    entry: Entry
    source: str
    dollars: float = 0.0
    exact: bool = True
    notes: tuple[str, ...] = ()


class Maker:
    """Makes pictures for a generator; `budget` is what the command line says. Loaded when the first one has to be made."""

    def __init__(self, generator: Generator, *, env: Mapping[str, str], provider: Provider | None, budget: float | None) -> None:
        self.settings = generator.settings
        self.store = generator.store
        self.spool = Spool(self.settings.cache / "spool", generator.reporter.warn)
        self.quarantine = Quarantine(self.settings.cache / "quarantine")
        self.intake = Intake(self.store, self.spool, self.quarantine)
        self._locks = self.settings.cache / "locks"
        self._believes = generator.trusted
        self.ledger = Ledger(effective_budget(self.settings.budget, env, budget))
        self._now = generator.now
        self._reporter = generator.reporter
        self._env = env
        self._provider = provider
        self._given = provider is not None
        self.prices = Prices(self.settings, generator.now)
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(self.settings.concurrency)
        self.stop = threading.Event()
        self._first, self._answered = threading.Lock(), threading.Event()
        self._pace = Pace(self.settings.images_per_minute, sleep=self._sleep)

    def make(self, order: Order, *, again: bool = False) -> Made:
        """Get a picture into the store: from the store of somebody faster, from the spool, or from the provider.

        `again` says that a person wants it sent although it may have been paid for before.

        Raises:
            ImggenError: it did not work; says what was kept and spent.

        """
        try:
            files.make_folder(self.settings.cache)  # refuses a link, before anything is made behind it
            with self.alone(order):
                entry = self.store.index(again=True).by_key.get(order.key)
                if entry:
                    return Made(entry=entry, source="store")
                found = self.spool.answers(order.key)
                if found:
                    return self._from_spool(found[0], order)
                before = self.spool.intents(order.key)
                refusal = None if again else self.held(order)
                if refusal:
                    raise refusal
                estimate = self.prices.estimate(order.request, order.count)
                # While a picture is taken in, the next request may already be on its way.
                with self._places:
                    answer = self._ask(order, estimate)
                taken = self.intake.take(answer, order, estimate)
                self.ledger.settle(estimate.dollars, taken.cost.dollars)
                for intent in before:
                    self.spool.remove(intent.path)
                return Made(
                    entry=taken.entry,
                    source="provider",
                    dollars=taken.cost.dollars,
                    exact=taken.cost.kind == "exact",
                    notes=taken.notes,
                )
        except ImggenError as fault:
            if fault.stops_run:
                self.stop.set()
            raise
        except OSError as fault:
            self.stop.set()
            raise self._unwritable(fault) from fault

    def busy(self, key: str) -> bool:
        """Whether another job, here or in another process, is making the picture just now."""
        return busy(self._locks, key)

    def _from_spool(self, answer: Spooled, order: Order) -> Made:
        """Use what an earlier run paid for."""
        if not self._believes:
            raise HeldError(
                f"a paid answer for `{order.label}` lies in the cache, which is not believed in a build service",
                kept="nothing was sent",
                hint=f"set IMGGEN_TRUST_CACHE=1 to use it, or remove {shown(answer.path)}",
            )
        taken = self.intake.take(answer, order, None)
        return Made(entry=taken.entry, source="spool", notes=taken.notes)

    def alone(self, order: Order) -> AbstractContextManager[None]:
        """Hold the one job that there may be for a picture.

        Raises:
            OSError: the cache cannot be written.
            StoreError: somebody else holds it for too long.

        """

        def tell(who: str) -> None:
            self._reporter.info(f"waiting for {who}, which makes `{order.label}`")

        holder = order.where or order.label
        return locked(self._locks, order.key, holder=holder, limit=self.settings.timeout, waiting=tell)

    def held(self, order: Order) -> HeldError | None:
        """Say why a picture is not sent by a build.

        Raises:
            StoreError: nobody can tell, because the spool or the quarantine cannot be read.

        """
        refusal, hint = held(order, self.store, self.spool, self.quarantine), "run `imggen rescue`"
        if refusal is None or refusal.hint != hint:
            # The disk that did not take the answer took no word of it into the intent either.
            for path in rescue.found(self._env, self.settings.store):
                if f"-{order.key[:8]}-" in path.name:
                    return HeldError(f"the paid answer for `{order.label}` is in {path}", kept="nothing was sent", hint=hint)
        return refusal

    def probe(self) -> None:
        """Make sure, before anything is paid for, that an answer can be kept.

        Raises:
            StoreError: it cannot.

        """
        try:
            files.make_folder(self.settings.cache)
            self.spool.probe()
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def _unwritable(self, fault: OSError) -> StoreError:
        place = str(self.settings.cache)
        return StoreError(f"the cache cannot be written ({fault.strerror})", where=place, hint="make the folder writable")

    def close(self) -> None:
        """Let go of the provider's client."""
        close = getattr(self._provider, "close", None)
        if close and not self._given:
            close()

    def _sleep(self, seconds: float) -> None:
        """Wait before a request leaves, unless the run is ended: then nothing leaves any more."""
        if self.stop.wait(seconds):
            raise StoppedError("the run was ended before this picture was sent")

    def _ask(self, order: Order, estimate: Estimate) -> Spooled:
        """Send one request, with an intent before it, and keep the answer's bytes before anybody looks at them."""
        provider = self.provider()
        put_in = load(order.feeds, order.request, self.store)
        self.ledger.reserve(estimate.dollars)
        billed, intent = False, None
        try:
            if self.prices.provider == "openai" and self.settings.official:
                self._pace.wait(order.count)
                if not self._first.acquire(blocking=False):
                    self._answered.wait(HEAD_START)
            self._sleep(0)
            intent = self.spool.begin(order, provider=self.prices.provider, dollars=estimate.dollars, sent=self._time())
            answer = self._send(provider, order, put_in)
            billed = True
        except ProviderError as fault:
            if fault.stops_run:
                self.stop.set()  # before the next request gets this one's place
            billed = fault.billed
            if intent and not (billed or isinstance(fault, RefusedError)):
                self.spool.remove(intent.path)
            elif intent:
                with suppress(OSError):  # it stays as it is, and says that nobody knows
                    self.spool.settle(intent, f"{REFUSED if isinstance(fault, RefusedError) else ''}{fault.what}")
                if not isinstance(fault, RefusedError):
                    fault.hint = f"look at the provider's account first; `imggen retry {order.label}` sends it again"
            raise
        except ImggenError:
            if intent:
                self.spool.remove(intent.path)  # a directive that cannot be sent as it is
            raise
        finally:
            self._answered.set()
            if not billed:
                self.ledger.release(estimate.dollars)
        try:
            return self.spool.write(intent, answer, created=self._time())
        except OSError as fault:
            raise self._rescued(intent, answer, fault) from fault

    def _send(self, provider: Provider, order: Order, put_in: tuple[InputPicture, ...]) -> Answer:
        request = order.request
        more: dict[str, Any] = {}
        # Only what is asked for is said, so that a provider may do without what it cannot do.
        if order.count > 1:
            more["n"] = order.count
        if request.fidelity:
            more["fidelity"] = request.fidelity
        try:
            return provider.generate(request, *([put_in] if put_in else []), **more)
        except ImggenError:
            raise
        except Exception as fault:
            # Somebody else's code: what it raised says nothing about what it sent.
            raise UnclearError(
                f"the provider `{self.prices.provider}` failed ({type(fault).__name__}: {fault})", kept="it may have been billed"
            ) from fault

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _rescued(self, intent: Intent, answer: Answer, fault: OSError) -> StoreError:
        """Keep a paid answer elsewhere when the spool has become unwritable since it was probed; say where."""
        spooled = self.spool.spooled(intent, answer, created=self._time())
        error = StoreError(f"the spool cannot be written ({fault.strerror})")
        error.stops_run = True
        try:
            path = rescue.keep(self._env, self.settings.store, spooled)
        except OSError as last:
            error.kept = f"the paid answer is lost, no folder took it ({last.strerror})"
            error.hint = f"make room; `imggen retry {intent.order.label}` buys it again"
            return error
        with suppress(OSError):
            self.spool.settle(intent, f"{RESCUED}{path}")
        error.kept, error.hint = f"the paid answer is in {path}", "make the folder writable, then run `imggen rescue`"
        return error

    def provider(self) -> Provider:
        """Give the provider, made on first use.

        Raises:
            SettingsError: there is no such provider.
            AccountError: its key is missing.

        """
        with self._guard:
            if self._provider is None:
                self._provider = choose.load(
                    self.prices.provider, self.settings, env=self._env, today=lambda: self._now().date(), pause=self._sleep
                )
            return self._provider
