"""The maker gets one picture at a time into the store: budget, pace, provider, spool, one job per key."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import imaging, models
from mkdocs_imggen.errors import (
    ImggenError,
    ProviderError,
    StoppedError,
    StoreError,
    UnclearError,
    UnusableError,
    clean,
)
from mkdocs_imggen.limits import Ledger, Pace, effective_budget
from mkdocs_imggen.providers import choose
from mkdocs_imggen.providers.base import unpack
from mkdocs_imggen.providers.choose import FREE
from mkdocs_imggen.record import Record
from mkdocs_imggen.spool import Spool, Spooled, locked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.providers.base import Answer, Provider
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Asset, Request

MAX_COUNT = 10**9
MAX_COUNTS = 32
"""What a record takes of an answer's `usage`: so many counts of so many tokens."""
_COUNTED = re.compile(r"[A-Za-z0-9_.-]{1,64}")


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
        self.ledger = Ledger(effective_budget(self.settings.budget, env, budget))
        self._now = generator.now
        self._reporter = generator.reporter
        self._env = env
        self._provider = provider
        self._given = provider is not None
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(self.settings.concurrency)
        self._hands = threading.BoundedSemaphore(os.cpu_count() or 1)
        self.stop = threading.Event()
        self._pace = Pace(self.settings.images_per_minute, sleep=self._sleep)

    @property
    def provider_name(self) -> str:
        """What makes pictures here: `auto` is `openai`."""
        return "openai" if self.settings.provider == "auto" else self.settings.provider

    def model(self, request: Request) -> str | None:
        """Name the model that would be asked today; None for a provider that has none of our table.

        Raises:
            DirectiveError: the model is gone, or cannot do what is asked.

        """
        if self.provider_name != "openai":
            return None
        if not self.settings.official:
            return request.model
        name = models.resolve(request.model, request, self._now().date())
        models.check(name, request)
        return name

    def estimate(self, request: Request) -> models.Estimate:
        """Say what a picture would cost."""
        if self.provider_name in FREE:
            return models.Estimate(dollars=0.0, kind="exact")
        # A provider that is not in the table counts as an unknown model: the upper bound.
        return models.estimate(self.model(request) or f"{self.provider_name}/{request.model}", request)

    def make(self, asset: Asset, digests: tuple[str, ...]) -> Made:
        """Get a picture into the store: from the store of somebody faster, from the spool, or from the provider.

        `digests` are those of all directives that want it.

        Raises:
            ImggenError: it did not work; says what was kept and spent.

        """
        key = asset.request.key
        try:
            locks, label = self.settings.cache / "locks", asset.label

            def tell() -> None:
                self._reporter.info(f"waiting for another process that makes `{label}`")

            with locked(locks, key, limit=self.settings.timeout, waiting=tell):
                entry = self.store.index(again=True).by_key.get(key)
                if entry:
                    return Made(entry=entry, source="store")
                found = self.spool.find(key)
                if found:
                    return self._take_in(asset, digests, found[0], None)
                estimate = self.estimate(asset.request)
                # While a picture is taken in, the next request may already be on its way.
                with self._places:
                    answer = self._ask(asset.request, estimate)
                return self._take_in(asset, digests, answer, estimate)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def probe(self) -> None:
        """Make sure, before anything is paid for, that an answer can be kept.

        Raises:
            StoreError: it cannot.

        """
        try:
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

    def _ask(self, request: Request, estimate: models.Estimate) -> Spooled:
        """Send one request and keep the answer's bytes before anybody looks at them."""
        provider = self.provider()
        self.ledger.reserve(estimate.dollars)
        billed = True
        try:
            if self.provider_name == "openai" and self.settings.official:
                self._pace.wait()
            self._sleep(0)
            answer = provider.generate(request)
        except ProviderError as fault:
            billed = fault.billed
            if fault.stops_run:
                self.stop.set()  # before the next request gets this one's place
            raise
        except ImggenError:
            billed = False  # a directive that cannot be sent as it is
            raise
        except Exception as fault:
            # Somebody else's code: what it raised says nothing about what it sent.
            raise UnclearError(
                f"the provider `{self.provider_name}` failed ({type(fault).__name__}: {fault})",
                kept="it may have been billed",
                hint="look at the provider's account first: the next run sends it again",
            ) from fault
        finally:
            if not billed:
                self.ledger.release(estimate.dollars)
        created = self._now().isoformat(timespec="seconds")
        try:
            path = self.spool.write(request.key, answer, provider=self.provider_name, created=created)
        except OSError as fault:
            raise self._rescued(request.key, answer, created, fault) from fault
        return Spooled(
            path=path, body=answer.body, provider=self.provider_name, model=answer.model, created=created, notes=answer.notes
        )

    def _rescued(self, key: str, answer: Answer, created: str, fault: OSError) -> StoreError:
        """Keep a paid answer elsewhere when the spool has become unwritable since it was probed; say where."""
        folder = Path(tempfile.mkdtemp(prefix="imggen-rescue-"))
        path = Spool(folder, self.spool.note).write(key, answer, provider=self.provider_name, created=created)
        return StoreError(
            f"the spool cannot be written ({fault.strerror})",
            kept=f"the paid answer is in {path}",
            hint=f"move it to {_shown(self.spool.root)}, and it is used by the next run",
        )

    def _take_in(self, asset: Asset, digests: tuple[str, ...], answer: Spooled, estimate: models.Estimate | None) -> Made:
        """Look at a paid answer and put its picture into the store; `estimate` is None for one from an earlier run."""
        request = asset.request
        try:
            # Waiting for a provider is cheap; a decoded picture is not, so only as many as there are processors.
            with self._hands:
                delivery = unpack(answer.body)
                picture = delivery.pictures[0]
                facts = imaging.inspect(picture)
            if (facts.width, facts.height) != (request.width, request.height):
                raise UnusableError(f"{request.size} was asked and {facts.width}x{facts.height} came")
            if request.transparent and not facts.alpha:
                raise UnusableError("a transparent picture was asked and an opaque one came")
        except UnusableError as fault:
            fault.kept = "the paid answer is kept and is not bought again"
            fault.hint = f"look at it; to buy another, delete {_shown(answer.path)}"
            raise
        notes = answer.notes
        if facts.format != request.format:
            notes = (*notes, f"{request.format} was asked and {facts.format} came")
        spent = models.cost(answer.model or "", delivery.usage) if answer.model else None
        if spent is None:
            # For an answer from an earlier run not by what its model can do today: it may be gone.
            spent = estimate or models.estimate(answer.model or "", request)
        if estimate:
            self.ledger.settle(estimate.dollars, spent.dollars)
        record = Record(
            request=request,
            directives=digests,
            preset=asset.preset,
            name=asset.name,
            sha256=hashlib.sha256(picture).hexdigest(),
            format=facts.format,
            width=facts.width,
            height=facts.height,
            alpha=facts.alpha,
            provider=answer.provider,
            model=answer.model,
            created=answer.created,
            usage=_flat(delivery.usage),
            cost="0" if answer.provider in FREE else f"{spent.dollars:.4f} {spent.kind}",
            notes=tuple(clean(note) for note in notes),
        )
        entry = self.store.put(record, picture, asset.label)
        self.spool.remove(answer.path)
        if estimate is None:
            return Made(entry=entry, source="spool", notes=notes)
        return Made(entry=entry, source="provider", dollars=spent.dollars, exact=spent.kind == "exact", notes=notes)

    def provider(self) -> Provider:
        """Give the provider, made on first use.

        Raises:
            SettingsError: there is no such provider.
            AccountError: its key is missing.

        """
        with self._guard:
            if self._provider is None:
                self._provider = choose.load(
                    self.provider_name, self.settings, env=self._env, today=lambda: self._now().date(), pause=self._sleep
                )
            return self._provider


def _shown(path: Path) -> str:
    """Say a path from here where that is possible: an absolute one may be cut in a line."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _flat(usage: Mapping[str, Any]) -> dict[str, int]:
    """Token counts as one flat mapping, for the record; what is not a plain count under a plain name is left out."""
    flat: dict[str, int] = {}
    for name, value in usage.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for part, count in inner:
            label = f"{name}.{part}" if part else str(name)
            if type(count) is int and 0 <= count < MAX_COUNT and _COUNTED.fullmatch(label) and len(flat) < MAX_COUNTS:
                flat[label] = count
    return flat
