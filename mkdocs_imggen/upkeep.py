"""What a person decides about pictures that are there: accept, keep, adopt, another take, rescue, garbage.

Nothing here sends a request; `imggen retry` and `imggen reroll` order what a batch then sends.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mkdocs_imggen import files, imaging, rescue
from mkdocs_imggen.errors import ImggenError, SettingsError, StoreError, nearest
from mkdocs_imggen.intake import misfit, next_take
from mkdocs_imggen.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.imaging import Facts
    from mkdocs_imggen.order import Order
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Request
    from mkdocs_imggen.spool import Intent
    from mkdocs_imggen.store import Store

GC_DAYS = 30
"""Days that garbage stays in quarantine before `imggen gc --apply` deletes it."""
GC_FOLDER = "gc-"
"""How the folders in quarantine begin that hold garbage; the date follows."""
SHORTEST_KEY = 8
"""Digits of a request key by which a picture may be called, as in file names."""


def accept(generator: Generator, name: str) -> Entry:
    """Take a picture out of quarantine into the store as it was delivered.

    Raises:
        SettingsError: nothing of that name is in quarantine.
        ImggenError: it holds no picture, or the store cannot be written.

    """
    maker = generator.maker
    kept = [item for item in maker.quarantine.find() if called(item.order, name)]
    if not kept:
        known = [item.order.label for item in maker.quarantine.find()]
        raise SettingsError(f"nothing called `{name}` is in quarantine{nearest(name, known)}", hint="see `imggen show`")
    keys = {item.order.key for item in kept}
    if len(keys) > 1:
        several = ", ".join(sorted(key[:SHORTEST_KEY] for key in keys))
        raise SettingsError(f"`{name}` is the name of several pictures in quarantine", hint=f"use one of {several}")
    with maker.alone(kept[-1].order):
        return maker.intake.accept(kept[-1])


def called(order: Order, name: str) -> bool:
    """Whether a person means this picture: by its name, its label or the beginning of its key."""
    return name in {order.name, order.label} or (len(name) >= SHORTEST_KEY and order.key.startswith(name))


def keep(generator: Generator, planned: Planned) -> Entry:
    """Stamp a stale picture as fresh: the same bytes, under what is asked today.

    Raises:
        ImggenError: the original is damaged, or the store cannot be written.

    """
    assert planned.entry is not None
    store, request = generator.store, planned.asset.request
    old = store.record(planned.entry)
    outline = (request.width, request.height)
    record = replace(
        old,
        request=request,
        directives=tuple(planned.digests),
        preset=planned.asset.preset,
        name=planned.asset.name or old.name,
        use=None,
        # A later revision says that the picture is not of the size that is asked.
        revision=1 if (old.width, old.height) == outline else 2,
        usage={},
        cost="0",
        notes=(*old.notes, f"kept from {old.stem}")[-20:],
        stem="",
    )
    return store.put(record, store.read(planned.entry), planned.asset.label)


def adopt(generator: Generator, planned: Planned, data: bytes | None) -> Entry:
    """Use a person's own picture, or an original that lost its record.

    Raises:
        ImggenError: it is no picture, or the store cannot be written.

    """
    store, request = generator.store, planned.asset.request
    orphan = store.orphan(request.key) if data is None else None
    if data is None:
        if orphan is None:
            raise SettingsError(f"no original of `{planned.asset.label}` is in the store without a record", hint="give a FILE")
        data, _ = files.read(orphan)
    facts = imaging.inspect(data)
    twin = store.index().by_key.get(request.key)
    digest = hashlib.sha256(data).hexdigest()
    if twin and twin.sha256 == digest:
        store.restore(twin, data)
        return twin
    record = _by_hand(planned, facts, digest, provider="unknown" if orphan else "person", created=_today(generator))
    if twin:
        record = replace(record, revision=twin.revision + 1)
    elif misfit(request, facts):
        record = replace(record, revision=2)
    return store.put(record, data, orphan.stem.rpartition("-")[0] if orphan else planned.asset.label)


def _by_hand(planned: Planned, facts: Facts, digest: str, *, provider: str, created: str) -> Record:
    return Record(
        request=planned.asset.request,
        directives=tuple(planned.digests),
        preset=planned.asset.preset,
        name=planned.asset.name,
        sha256=digest,
        format=facts.format,
        width=facts.width,
        height=facts.height,
        alpha=facts.alpha,
        provider=provider,
        created=created,
        cost="0",
    )


def take_in(generator: Generator, env: Mapping[str, str], more: Iterable[Path] = ()) -> tuple[list[Entry], list[ImggenError]]:
    """Put every paid answer into the store: those in the spool, in the rescue folders, and in the files given.

    Gives what came in, and what did not.
    """
    maker = generator.maker
    faults: list[ImggenError] = []
    entries = []
    for path in (*rescue.found(env, generator.settings.store), *more):
        try:
            maker.spool.take(path)
        except (OSError, ValueError) as fault:
            faults.append(StoreError(f"this is no whole answer ({fault})", where=str(path), kept="it was left alone"))
            continue
        path.unlink()
    for answer in maker.spool.answers():
        order = answer.order
        try:
            with maker.alone(order):
                twin = generator.store.index(again=True).by_key.get(order.key)
                if twin and not maker.intake.holds(answer, twin):
                    # It was bought twice on purpose: the second one is another take, to be picked or not.
                    order = next_take(generator.store, order)
                entries.append(maker.intake.take(answer, order, None).entry)
        except ImggenError as fault:
            faults.append(fault.at(order.where))
    return entries, faults


@dataclass(frozen=True, kw_only=True, slots=True)
class Garbage:
    """What nothing names any more: records with their originals, originals without a record, and old quarantined garbage.

    `intents` are requests that were never answered, for pictures that no page wants any more.
    """

    entries: tuple[Entry, ...]
    orphans: tuple[Path, ...]
    intents: tuple[Intent, ...]
    old: tuple[Path, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is none."""
        return not (self.entries or self.orphans or self.intents or self.old)


def garbage(generator: Generator, pictures: Sequence[Planned], before: Sequence[Entry]) -> Garbage:
    """Find what no page, record, take or spool names; `before` is what was in the store before the pages were read.

    Raises:
        StoreError: the spool cannot be read, so nobody knows what it names.

    """
    maker, store = generator.maker, generator.store
    index = store.index(again=True)
    named = {item.entry.key for item in pictures if item.entry} | {item.asset.request.key for item in pictures}
    wanted = set(named)
    sent = maker.spool.intents()
    orders = [intent.order for intent in sent] + [answer.order for answer in maker.spool.answers()]
    orders += [kept.order for kept in maker.quarantine.find()]
    named |= {key for order in orders for key in (order.key, order.base)}
    named.discard("")
    # All takes of a picture that is used may be picked again; one of them is what its record says to use.
    used = {take_of(store, entry) for key in named if (entry := index.by_key.get(key))}
    kept = [entry for entry in before if entry.key in named or take_of(store, entry) in used]
    unused = tuple(entry for entry in before if entry not in kept)
    orphans = tuple(path for path in store.orphans() if not any(path.stem.endswith(key[:8]) for key in named))
    today = generator.now().date().toordinal()
    old = tuple(
        folder
        for folder in sorted(maker.quarantine.root.glob(f"{GC_FOLDER}*"))
        if (day := _day_of(folder)) and today - day >= GC_DAYS
    )
    forgotten = tuple(
        intent for intent in sent if not {intent.order.key, intent.order.base} & wanted and not maker.busy(intent.order.key)
    )
    return Garbage(entries=unused, orphans=orphans, intents=forgotten, old=old)


def same_picture(store: Store, entry: Entry, request: Request) -> bool:
    """Whether a record is a take of a request."""
    return take_of(store, entry) == replace(request, take=1).key


def take_of(store: Store, entry: Entry) -> str:
    """Give what all takes of one picture share."""
    return replace(store.record(entry).request, take=1).key


def sweep(generator: Generator, rubbish: Garbage) -> Path:
    """Move garbage to quarantine, records first, and delete what lay there for long; give the folder.

    Raises:
        StoreError: something cannot be moved; what was moved before stays moved, and nothing is lost.

    """
    store = generator.store
    folder = generator.maker.quarantine.root / f"{GC_FOLDER}{_today(generator)[:10]}"
    try:
        files.make_folder(folder, 0o700)
        for entry in rubbish.entries:
            files.move(store.root / f"{entry.stem}.yml", folder)
            with suppress(FileNotFoundError):
                files.move(store.original(entry), folder)
        for path in rubbish.orphans:
            files.move(path, folder)
        for intent in rubbish.intents:
            generator.maker.spool.remove(intent.path)
        for old in rubbish.old:
            for path in old.iterdir():
                path.unlink()
            old.rmdir()
    except OSError as fault:
        raise StoreError(
            f"garbage cannot be moved to quarantine ({fault.strerror})", where=str(folder), kept="nothing is lost"
        ) from fault
    return folder


def _day_of(folder: Path) -> int | None:
    from datetime import date  # noqa: PLC0415 - for its parser only

    try:
        return date.fromisoformat(folder.name.removeprefix(GC_FOLDER)).toordinal()
    except ValueError:
        return None


def _today(generator: Generator) -> str:
    return generator.now().isoformat(timespec="seconds")
