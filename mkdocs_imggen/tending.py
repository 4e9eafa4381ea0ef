"""Commands for what a person decides: accept, retry, reroll, keep, adopt, rescue, garbage, and the story of a picture."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_imggen import files, upkeep
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.collecting import Site, called, collect, config_option, json_option, print_json, settled, stated, why
from mkdocs_imggen.errors import SettingsError, StoreError, raise_all
from mkdocs_imggen.feeding import with_heroes
from mkdocs_imggen.intake import next_take, shown
from mkdocs_imggen.order import Order
from mkdocs_imggen.record import State
from mkdocs_imggen.request import MAX_TAKE

if TYPE_CHECKING:
    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.record import Entry

budget_option = click.option(
    "--budget", type=click.FloatRange(min=0), metavar="USD", help="What this run may spend; default: the settings'."
)


@click.command()
@click.argument("name")
@config_option
def accept(*, name: str, config_file: Path | None) -> None:
    """Use the paid picture NAME from quarantine as it was delivered."""
    with stated(), settled(config_file) as generator:
        _say(generator, "accepted", [upkeep.accept(generator, name)])


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@budget_option
@config_option
def retry(*, names: tuple[str, ...], budget: float | None, config_file: Path | None) -> None:
    """Send again what was sent before and is not in the store: refused, unanswered or in quarantine. It costs again."""
    with stated(), collect(config_file, budget=budget) as site:
        chosen = called(site, names)
        again = orders(with_heroes(item for item in chosen if item.state is State.MISSING)) + _held_takes(site.generator, chosen)
        if not again:
            raise SettingsError(f"there is nothing to send again of {', '.join(names)}", hint="see `imggen show`")
        _make(site.generator, again, again=True)


@click.command()
@click.argument("name")
@budget_option
@config_option
def reroll(*, name: str, budget: float | None, config_file: Path | None) -> None:
    """Make the next take of NAME and use it; the takes before it stay in the store."""
    with stated(), collect(config_file, budget=budget) as site:
        item = _one(site, name)
        if item.state is not State.FRESH:
            raise SettingsError(f"`{name}` is {item.state}", where=item.where, hint=_toward_fresh(item))
        key = item.asset.request.key
        waiting = [answer for answer in site.generator.maker.spool.answers() if answer.order.base == key]
        order = waiting[0].order if waiting else next_take(site.generator.store, orders([item])[0])
        _make(site.generator, [replace(order, base=key)])


@click.command()
@click.argument("name")
@click.argument("take", type=click.IntRange(1, MAX_TAKE))
@config_option
def pick(*, name: str, take: int, config_file: Path | None) -> None:
    """Use TAKE of NAME from now on, one of those in the store; for nothing."""
    with stated(), collect(config_file) as site:
        item = _one(site, name)
        store, request = site.generator.store, item.asset.request
        entry = store.index().by_key.get(replace(request, take=take).key)
        if item.state is not State.FRESH or entry is None:
            raise SettingsError(f"there is no take {take} of `{name}` in the store", hint=f"see `imggen show {name}`")
        store.use(request.key, take)
        _say(site.generator, "picked", [entry])


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME...]")
@config_option
def keep(*, names: tuple[str, ...], config_file: Path | None) -> None:
    """Keep stale pictures as they are: they count as fresh from now on, for nothing. Without a NAME all of them."""
    with stated(), collect(config_file) as site:
        stale = {item.asset.request.key: item for item in called(site, names) if item.state is State.STALE}
        _say(site.generator, "kept", [upkeep.keep(site.generator, item) for item in stale.values()])


@click.command()
@click.argument("name")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def adopt(*, name: str, file: Path | None, config_file: Path | None) -> None:
    """Use FILE, a picture of your own, for NAME; without FILE an original in the store that lost its record."""
    with stated(), collect(config_file) as site:
        item = _one(site, name)
        try:
            data = files.read(file)[0] if file else None
        except OSError as fault:
            raise StoreError(f"the file cannot be read ({fault.strerror})", where=str(file)) from fault
        _say(site.generator, "adopted", [upkeep.adopt(site.generator, item, data)])


@click.command()
@click.argument("answers", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE...]")
@config_option
def rescue(*, answers: tuple[Path, ...], config_file: Path | None) -> None:
    """Take paid answers into the store: from the spool, the rescue folders, and the files given. Sends nothing."""
    with stated(), settled(config_file) as generator:
        entries, faults = upkeep.take_in(generator, os.environ, answers)
        _say(generator, "rescued", entries)
        raise_all(faults)


@click.command()
@click.option("--apply", is_flag=True, help="Do it: move to quarantine, and delete what lay there for 30 days.")
@config_option
def gc(*, apply: bool, config_file: Path | None) -> None:
    """List what no page, record, take or spool names any more; with --apply, move it to quarantine."""
    with stated():
        with settled(config_file) as generator:
            # Before the pages are read: what another process adds while they are is not garbage.
            before = list(generator.store.index().entries)
        with collect(config_file) as site:
            rubbish = upkeep.garbage(site.generator, site.everything, before)
            if rubbish.nothing:
                click.echo("nothing to collect")
                return
            for entry in rubbish.entries:
                click.echo(f"{entry.stem}: no page wants it")
            for path in rubbish.orphans:
                click.echo(f"{path.name}: an original without a record")
            for intent in rubbish.intents:
                click.echo(f"{intent.order.label}: sent at {intent.sent} and never answered, and no page wants it")
            for path in rubbish.old:
                click.echo(f"{shown(path)}: in quarantine for {upkeep.GC_DAYS} days")
            if apply:
                folder = upkeep.sweep(site.generator, rubbish)
                moved = len(rubbish.entries) + len(rubbish.orphans)
                gone = f", {len(rubbish.intents)} requests forgotten" if rubbish.intents else ""
                click.echo(f"{moved} moved to {shown(folder)}, {len(rubbish.old)} old folders deleted{gone}")
            else:
                click.echo("nothing was changed; `imggen gc --apply` moves it to quarantine")


@click.command()
@click.argument("name")
@json_option
@config_option
def show(*, name: str, as_json: bool, config_file: Path | None) -> None:
    """Tell the whole story of NAME: where it is used, what was asked, made, paid, kept and left to decide."""
    with stated(), collect(config_file) as site:
        stories = [_story(site.generator, item) for item in called(site, [name])]
        if as_json:
            print_json({"pictures": stories})
            return
        for story in stories:
            for field, value in story.items():
                for line in value if isinstance(value, list) else [value]:
                    if line:
                        click.echo(f"{field + ':':<11} {line}")


COMMANDS = (accept, retry, reroll, pick, keep, adopt, rescue, gc, show)
"""What the command line offers from here."""


def _story(generator: Generator, item: Planned) -> dict[str, Any]:
    store, maker, request = generator.store, generator.maker, item.asset.request
    order = Order.of(item.asset, tuple(item.digests))
    mine = {request.key} | ({item.entry.key} if item.entry else set())
    takes = [entry for entry in store.index().entries if entry.key in mine or upkeep.same_picture(store, entry, request)]
    held = [
        f"{intent.sent}: {intent.outcome or 'sent, and no answer was kept'}"
        for intent in maker.spool.intents()
        if order.key in (intent.order.key, intent.order.base)
    ]
    held += [f"{answer.created}: paid for, in the spool" for answer in maker.spool.answers(order.key)]
    held += [
        f"{kept.answer.created}: in quarantine ({kept.why}): {shown(kept.look_at)}"
        for kept in maker.quarantine.find()
        if order.key in (kept.order.key, kept.order.base)
    ]
    return {
        "picture": item.asset.label,
        "state": f"{item.state}{f' ({reason})' if (reason := why(generator, item)) else ''}",
        "used at": [str(place) for place in item.places],
        "prompt": request.prompt,
        "asked": f"{request.size} {request.quality} {request.background} {request.format}, preset {item.asset.preset}",
        "key": request.key,
        "original": [_line(generator, entry, item.entry) for entry in takes],
        "undecided": held,
    }


def _line(generator: Generator, entry: Entry, used: Entry | None) -> str:
    record = generator.store.record(entry)
    by = " ".join(part for part in (record.provider, record.model or "") if part)
    notes = f"; {'; '.join(record.notes)}" if record.notes else ""
    use = ", used" if used and entry.stem == used.stem else ""
    name = generator.store.original(entry).name
    return (
        f"{name}: take {record.request.take}, revision {record.revision}{use}; {by}, {record.width}x{record.height},"
        f" {record.created or 'no date'}, cost {record.cost or 'unknown'}{notes}"
    )


def _held_takes(generator: Generator, chosen: list[Planned]) -> list[Order]:
    """Give further takes of the pictures that were sent and brought nothing."""
    keys = {item.asset.request.key: item for item in chosen}
    maker, known = generator.maker, generator.store.index().by_key
    everything = [intent.order for intent in maker.spool.intents()] + [kept.order for kept in maker.quarantine.find()]
    held = {order.key: order for order in everything if order.base in keys and order.key not in known}
    return [replace(order, feeds=keys[order.base].feeds) for order in held.values()]


def _one(site: Site, name: str) -> Planned:
    items = {item.asset.request.key: item for item in called(site, [name])}
    if len(items) > 1:
        raise SettingsError(f"`{name}` is the name of {len(items)} pictures", hint="give each a `name:`")
    return next(iter(items.values()))


def _toward_fresh(item: Planned) -> str:
    return "`imggen keep` it first" if item.state is State.STALE else "run `imggen generate`"


def _make(generator: Generator, wanted: list[Order], *, again: bool = False) -> None:
    batch = Batch(generator, wanted, again=again)
    summary = batch.make()
    _say(generator, "made", list(batch.made.values()))
    click.echo(f"{summary.line()}; commit {shown(generator.settings.store)}")


def _say(generator: Generator, what: str, entries: list[Entry]) -> None:
    for entry in entries:
        click.echo(f"{what}: {shown(generator.store.original(entry))}")
    if not entries:
        click.echo(f"nothing {what}")
