"""The intake: a paid answer becomes an original with its record, or is put where a person decides about it."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import imaging, models
from mkdocs_imggen.errors import StoreError, UnusableError, clean
from mkdocs_imggen.feeding import outline
from mkdocs_imggen.providers.base import unpack
from mkdocs_imggen.providers.choose import FREE
from mkdocs_imggen.record import Record
from mkdocs_imggen.request import MAX_TAKE, digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.imaging import Facts
    from mkdocs_imggen.models import Estimate
    from mkdocs_imggen.order import Order
    from mkdocs_imggen.providers.base import Delivery
    from mkdocs_imggen.quarantine import Kept, Quarantine
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Request
    from mkdocs_imggen.spool import Spool, Spooled
    from mkdocs_imggen.store import Store

MAX_COUNT = 10**9
MAX_COUNTS = 32
"""What a record takes of an answer's `usage`: so many counts of so many tokens."""
MIN_BOARD = 0.05
"""Share of a transparent picture over which a checkerboard may not be painted."""
MIN_THROUGH = 0.02
"""Share of a transparent picture that lets the page through at least."""
CORNERS = 4
_COUNTED = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A picture that came into the store, what its answer cost, and what is worth saying about it."""

    entry: Entry
    cost: Estimate
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """What was found in an answer, what all of it cost, and which take its first picture is."""

    delivery: Delivery
    cost: Estimate
    take: int


class Intake:
    """Looks at paid answers; whatever it finds, the bytes stay in a file."""

    def __init__(self, store: Store, spool: Spool, quarantine: Quarantine) -> None:
        self._store = store
        self._spool = spool
        self._quarantine = quarantine
        self._hands = threading.BoundedSemaphore(os.cpu_count() or 1)

    def take(self, answer: Spooled, order: Order, estimate: Estimate | None) -> Taken:
        """Put what is in a spooled answer into the store; `estimate` is None for one that an earlier run paid for.

        The first picture is the one that was ordered, every other one a further take of it.

        Raises:
            UnusableError: one is not what was asked, or some are lacking; says where everything is.
            StoreError: the store, or the quarantine, cannot be written; the answer is in the spool.

        """
        found: list[tuple[Order, bytes, Facts]] = []
        faults: list[tuple[str, bytes | None, Facts | None]] = []
        try:
            # Waiting for a provider is cheap; a decoded picture is not, so only as many as there are processors.
            with self._hands:
                delivery = unpack(answer.body)
        except UnusableError as fault:
            raise self._quarantined(answer, fault, None, None) from fault
        for number, picture in enumerate(delivery.pictures):
            facts = None
            try:
                with self._hands:
                    facts = imaging.inspect(picture, veil=order.request.transparent)
                why = misfit(order.request, facts)
            except UnusableError as fault:
                why = fault.what
            if facts is None or why:
                faults.append((why, picture if facts else None, facts))
            else:
                found.append((order if number == 0 else self._take_number(order, number, picture), picture, facts))
        seen = self._seen(answer, order, delivery, estimate)
        try:
            entries = [self._put(each, answer, seen, picture=picture, facts=facts, revision=1) for each, picture, facts in found]
        except StoreError as fault:
            fault.stops_run = True
            fault.kept = f"the paid answer is kept as {shown(answer.path)}"
            fault.hint = "make the store writable, then run `imggen rescue`"
            raise
        if faults:
            what, spoilt, facts = faults[0]
            raise self._quarantined(answer, UnusableError(what), spoilt, facts)
        self._spool.remove(answer.path)
        if len(entries) < order.count:
            raise UnusableError(
                f"{order.count} pictures were asked and {len(entries)} came",
                kept="what came is in the store",
                hint=f"`imggen reroll {order.label}` makes another",
            )
        notes = _notes(answer, order.request, found[0][2])
        if len(entries) > 1:
            names = ", ".join(entry.stem for entry in entries[1:])
            notes = (*notes, f"{len(entries)} takes came ({names}); `imggen pick {order.label} N` uses another")
        return Taken(entry=entries[0], cost=seen.cost, notes=notes)

    def holds(self, answer: Spooled, entry: Entry) -> bool:
        """Whether the picture of an answer is an entry's original."""
        try:
            return hashlib.sha256(unpack(answer.body).pictures[0]).hexdigest() == entry.sha256
        except UnusableError:
            return False

    def accept(self, kept: Kept) -> Entry:
        """Put what is in an answer in quarantine into the store as it was delivered.

        Raises:
            UnusableError: there is no picture in it.
            StoreError: the store cannot be written.

        """
        answer, order = kept.answer, kept.order
        delivery = unpack(answer.body)
        looked = [(picture, imaging.inspect(picture)) for picture in delivery.pictures]
        seen = self._seen(answer, order, delivery, None)
        entries = []
        for number, (picture, facts) in enumerate(looked):
            each = order if number == 0 else self._take_number(order, number, picture)
            twin = self._store.index(again=True).by_key.get(each.key)
            if twin is None or twin.sha256 != hashlib.sha256(picture).hexdigest():
                revision = (twin.revision if twin else 1) + 1
                twin = self._put(each, answer, seen, picture=picture, facts=facts, revision=revision)
            entries.append(twin)
        if order.base:
            self._store.use(order.base, order.request.take)
        self._quarantine.release(kept)
        return entries[0]

    def _take_number(self, order: Order, number: int, picture: bytes) -> Order:
        """Order the take that a further picture of one answer is: so many after the first, or the next free one."""
        later = as_take(order, order.request.take + number)
        twin = self._store.index(again=True).by_key.get(later.key)
        if twin and twin.sha256 != hashlib.sha256(picture).hexdigest():
            return next_take(self._store, order)
        return later

    def _seen(self, answer: Spooled, order: Order, delivery: Delivery, estimate: Estimate | None) -> _Seen:
        cost = models.cost(answer.model or "", delivery.usage) if answer.model else None
        if cost is None:
            # For an answer from an earlier run not by what its model can do today: it may be gone.
            cost = estimate or models.estimate(answer.model or "", order.request, inputs=outline(order.request), n=order.count)
        return _Seen(delivery=delivery, cost=cost, take=order.request.take)

    def _put(self, order: Order, answer: Spooled, seen: _Seen, *, picture: bytes, facts: Facts, revision: int) -> Entry:
        request = order.request
        share = seen.cost.dollars / len(seen.delivery.pictures)
        record = Record(
            request=request,
            directives=order.directives,
            preset=order.preset,
            name=order.name or None,
            revision=revision,
            sha256=hashlib.sha256(picture).hexdigest(),
            format=facts.format,
            width=facts.width,
            height=facts.height,
            alpha=facts.alpha,
            provider=answer.provider,
            model=answer.model,
            created=answer.created,
            usage=_flat(seen.delivery.usage) if request.take == seen.take else {},  # of all pictures, so counted once
            cost="0" if answer.provider in FREE else f"{share:.4f} {seen.cost.kind}",
            notes=tuple(clean(note) for note in _notes(answer, request, facts)),
        )
        twin = self._store.index(again=True).by_key.get(request.key)
        if twin and (twin.sha256, twin.revision) == (record.sha256, revision):
            entry = twin  # a crash came between this and what follows
        else:
            entry = self._store.put(record, picture, order.label)
        if order.base:
            self._store.use(order.base, request.take)
        return entry

    def _quarantined(self, answer: Spooled, fault: UnusableError, picture: bytes | None, facts: Facts | None) -> UnusableError:
        """Move what cannot be used to where a person looks at it, and say how that goes on."""
        extension = imaging.EXTENSIONS[facts.format] if facts else "bin"
        try:
            kept = self._quarantine.put(answer, str(fault.what), picture, extension)
        except OSError as problem:
            fault.kept = f"the paid answer is kept as {shown(answer.path)} ({problem.strerror}), and is not bought again"
            return fault
        fault.kept, fault.hint = decide(kept)
        return fault


def as_take(order: Order, take: int) -> Order:
    """Order another take of a picture; its name stays with the picture that it is a take of."""
    # Not the digest of the directive: what that finds when it is stale is the picture that this one is a take of.
    directives = tuple(digest_of({"directive": digest, "take": take}) for digest in order.directives)
    return replace(order, request=replace(order.request, take=take), directives=directives, name="", base="", count=1)


def next_take(store: Store, order: Order) -> Order:
    """Order the first take of a picture that is not in the store."""
    take, known = order.request.take, store.index().by_key
    while take < MAX_TAKE and replace(order.request, take=take).key in known:
        take += 1
    return as_take(order, take)


def misfit(request: Request, facts: Facts) -> str:
    """Say how a picture is not what was asked; nothing when it is."""
    if (facts.width, facts.height) != (request.width, request.height):
        return f"{request.size} was asked and {facts.width}x{facts.height} came"
    came = _hiding(facts) if request.transparent else ""
    return came and f"a transparent picture was asked and {came}"


def _hiding(facts: Facts) -> str:
    """Say how a picture hides the page that should show behind it; what was not looked at closely is judged by its alpha."""
    veil = facts.veil
    board = f"a checkerboard is painted over {veil.board:.0%} of it" if veil and veil.board >= MIN_BOARD else ""
    if not facts.alpha:
        return "an opaque one came" + (f": {board}" if board else "")
    if veil is None or board:
        return board and f"one came that is none: {board}"
    if veil.through < MIN_THROUGH:
        return f"one came of which {veil.through:.1%} let the page through, less than {MIN_THROUGH:.0%}"
    return "one came whose four corners hide the page" if veil.corners == CORNERS else ""


def _notes(answer: Spooled, request: Request, facts: Facts) -> tuple[str, ...]:
    if facts.format != request.format:
        return (*answer.notes, f"{request.format} was asked and {facts.format} came")
    return answer.notes


def decide(kept: Kept) -> tuple[str, str]:
    """Say what was kept of an unusable answer, and what a person can do about it."""
    label = kept.order.label
    return (
        "the paid answer is kept in quarantine and is not bought again",
        f"look at {shown(kept.look_at)}; `imggen accept {label}` uses it as it is, `imggen retry {label}` buys another",
    )


def shown(path: Path) -> str:
    """Say a path from here where that is possible: an absolute one may be cut in a line."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):  # not below it, or somebody removed the working directory
        return str(path)


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
