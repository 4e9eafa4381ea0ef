"""The `imggen` command: sees what a real build sees, then plans, makes or checks pictures.

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the store is out of date, 4 the budget is reached, 130 interrupted.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mkdocs_imggen import alts
from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.collecting import called, collect, config_option, json_option, log, print_json, stated, why
from mkdocs_imggen.errors import ImggenError, clean
from mkdocs_imggen.feeding import afresh, with_heroes
from mkdocs_imggen.held import waiting
from mkdocs_imggen.initialising import init
from mkdocs_imggen.modelling import models
from mkdocs_imggen.models import PRICES_AS_OF
from mkdocs_imggen.publishing import publications, publish, unpublished
from mkdocs_imggen.record import State
from mkdocs_imggen.report import money
from mkdocs_imggen.sketching import sketch
from mkdocs_imggen.tending import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.plan import Planned

OUT_OF_DATE = 3
"""Exit code of `check` when something is missing, or stale and that was asked about."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mkdocs-imggen", prog_name="imggen")
@click.option("-v", "--verbose", is_flag=True, help="Print what happens in between.")
def main(*, verbose: bool) -> None:
    """Pictures from prompts in your documentation, made once and kept."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name in ("imggen", "mkdocs", "properdocs"):
        logging.getLogger(name).handlers[:] = [handler]
        logging.getLogger(name).propagate = False
    log.setLevel(logging.INFO)
    for name in ("mkdocs", "properdocs"):
        # The build that finds the directives is a means; only what stops it is news.
        logging.getLogger(name).setLevel(logging.INFO if verbose else logging.ERROR)


for command in (init, sketch, models, publish, *COMMANDS):
    main.add_command(command)


@main.command()
@config_option
@json_option
def plan(*, config_file: Path | None, as_json: bool) -> None:
    """List all pictures of the site: state, why, where, model, cost."""
    with stated(), collect(config_file) as site:
        rows = [_row(site.generator, item) | {"depth": depth} for depth, item in _tree(site.pictures)]
        total = sum(row["dollars"] for row in rows)
        if as_json:
            print_json({"pictures": rows, "dollars": round(total, 4), "prices_as_of": PRICES_AS_OF.isoformat()})
            return
        _print_table(rows)
        counts = ", ".join(f"{sum(row['state'] == state for row in rows)} {state}" for state in State)
        kinds = {row["price"] for row in rows if row["dollars"]}
        kind = "at most " if "upper bound" in kinds else "about " if kinds else ""
        click.echo(f"{counts}; to make what is missing: {kind}{money(total)} (prices of {PRICES_AS_OF})")


@main.command()
@config_option
@json_option
@click.option("--only", multiple=True, metavar="NAME", help="Only these pictures: names, labels or pages; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many, in the order of the pages.")
@click.option("--stale", is_flag=True, help="Also make new pictures for stale ones.")
@click.option("--budget", type=click.FloatRange(min=0), metavar="USD", help="What this run may spend; default: the settings'.")
def generate(
    *, config_file: Path | None, as_json: bool, only: tuple[str, ...], limit: int | None, stale: bool, budget: float | None
) -> None:
    """Make the pictures that are missing, and put them into the store."""
    with stated(), collect(config_file, budget=budget) as site:
        wanted = {State.MISSING, State.STALE} if stale else {State.MISSING}
        todo = with_heroes((item for item in called(site, only) if item.state in wanted), stale=stale)
        todo = afresh(todo) if stale else todo
        for line in _from_stale(todo):
            log.info(line)
        keys = list(dict.fromkeys(item.asset.request.key for item in todo))[:limit]
        todo = [item for item in todo if item.asset.request.key in keys]
        batch = Batch(site.generator, orders(todo))
        summary = batch.make() if todo else None
        if as_json:
            made = [
                {"label": item.asset.label, "file": site.generator.store.original(entry).name}
                for item in todo
                if (entry := batch.made.get(item.asset.request.key))
            ]
            print_json({"made": made, "dollars": round(summary.dollars, 4) if summary else 0})
        elif summary:
            click.echo(f"{summary.line()}; commit {os.path.relpath(site.generator.settings.store)}")
        else:
            click.echo("nothing to make")


@main.command()
@config_option
@json_option
@click.option("--no-stale", is_flag=True, help="Exit 3 also when a picture is stale.")
@click.option("--strict", is_flag=True, help="Exit 3 also for every other line: stale, poor alt, not published, warned of.")
def check(*, config_file: Path | None, as_json: bool, no_stale: bool, strict: bool) -> None:
    """Check that every picture is in the store, unharmed; exit 3 when one is missing.

    Alt texts are listed that are empty without `decorative: true`, like a file's name, or the same for two pictures of a page.
    """
    with stated(), _warned(listen=strict) as warnings, collect(config_file) as site:
        faults: list[str] = []
        for entry in site.generator.store.index().by_key.values():
            try:
                site.generator.store.read(entry)
            except ImggenError as fault:
                faults.append(str(fault))
        faults += [
            f"{path.name}: imggen: an original without its record; `git checkout` its record, or `imggen adopt` it"
            for path in site.generator.store.orphans()
        ]
        missing = [item for item in site.pictures if item.state is State.MISSING]
        stale = [item for item in site.pictures if item.state is State.STALE]
        lines = [f"{item.where}: `{item.asset.label}` is missing; run `imggen generate`" for item in missing]
        lines += [f"{item.where}: `{item.asset.label}` is stale: {why(site.generator, item)}" for item in stale]
        lines += waiting(site.generator.maker, {item.asset.request.key for item in missing})
        if strict and site.docs and not faults:
            lines += unpublished(publications(site, site.docs))
        lines += alts.faults(site.said)
        lines += warnings
        if as_json:
            print_json({"damaged": faults, "missing": len(missing), "stale": len(stale), "lines": lines})
        else:
            for line in [*faults, *lines]:
                click.echo(line)
            click.echo(f"{len(site.pictures)} pictures: {len(missing)} missing, {len(stale)} stale, {len(faults)} damaged")
        if faults:
            sys.exit(1)
        if missing or (stale and no_stale) or (strict and lines):
            sys.exit(OUT_OF_DATE)


@contextmanager
def _warned(*, listen: bool) -> Iterator[list[str]]:
    """Give what the host, its plugins and extensions warn of while the site is read, where somebody wants to know."""
    heard: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                click.echo(record.getMessage(), err=True)  # the host's own, of which it dies
            else:
                heard.append(clean(record.getMessage()))

    if not listen:
        yield heard
        return
    keep = Keep(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("", "mkdocs", "properdocs")]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(min(logger.level or logging.WARNING, logging.WARNING))
            logger.handlers[:] = [keep]
        yield heard
    finally:
        for logger, level, handlers in before:
            logger.setLevel(level)
            logger.handlers[:] = handlers


def _from_stale(todo: list[Planned]) -> list[str]:
    """Say which pictures are made from stale ones that are used as they are."""
    keys = {item.asset.request.key for item in todo}
    return [
        f"`{item.asset.label}` is made from `{hero.asset.label}` as it is, which is stale"
        for item in todo
        for hero in item.heroes
        if hero.state is State.STALE and hero.asset.request.key not in keys
    ]


def _tree(items: Sequence[Planned]) -> list[tuple[int, Planned]]:
    """Put pictures under the first of those that they are made from, with their depth."""
    rows: list[tuple[int, Planned]] = []

    def visit(item: Planned, depth: int) -> None:
        rows.append((depth, item))
        for other in items:
            if other.heroes and other.heroes[0] is item:
                visit(other, depth + 1)

    for item in items:
        if not (item.heroes and any(item.heroes[0] is other for other in items)):
            visit(item, 0)
    return rows


def _row(generator: Generator, item: Planned) -> dict[str, Any]:
    """Give what `plan` says of one picture."""
    request = item.asset.request
    row: dict[str, Any] = {
        "state": str(item.state),
        "label": item.asset.label,
        "where": item.where,
        "places": len(item.places),
        "from": [feed.source.written for feed in item.feeds],
        "why": why(generator, item),
        "provider": generator.maker.prices.provider,
        "model": "",
        "size": request.size,
        "quality": request.quality,
        "background": request.background,
        "dollars": 0.0,
        "price": "",
        "key": request.key,
    }
    if item.entry:
        record = generator.store.record(item.entry)
        row["provider"], row["model"] = record.provider, record.model or ""
        return row
    try:
        row["model"] = generator.maker.prices.model(request, item.asset.variants) or ""
        estimate = generator.maker.prices.estimate(request, item.asset.variants)
    except ImggenError as fault:
        raise fault.at(item.where) from None
    row["dollars"], row["price"] = round(estimate.dollars, 4), estimate.kind
    return row


def _print_table(rows: list[dict[str, Any]]) -> None:
    columns = ("state", "label", "where", "why", "model", "size", "cost")
    lines = []
    for row in rows:
        cost = f"{money(row['dollars'])} {row['price']}" if row["state"] == State.MISSING else ""
        model = row["model"] or row["provider"]
        label = "  " * (row["depth"] - 1) + "└ " + row["label"] if row["depth"] else row["label"]
        source = f"from {', '.join(row['from'])}" if row["from"] else ""
        why = ", ".join(part for part in (row["why"], source) if part)
        lines.append([row["state"], label, row["where"], why, model, row["size"], cost.strip()])
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - only where somebody watches
        from rich.table import Table  # noqa: PLC0415 - as above
        from rich.text import Text  # noqa: PLC0415 - as above

        table = Table(*columns, box=None, pad_edge=False)
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        Console().print(table)
        return
    for line in lines:
        click.echo("  ".join(cell for cell in line if cell))
