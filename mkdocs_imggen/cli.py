"""The `imggen` command: sees what a real build sees, then plans, makes or checks pictures.

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 the store is out of date, 4 the budget is reached, 130 interrupted.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_imggen.batch import Batch
from mkdocs_imggen.errors import ImggenError, SettingsError, SeveralErrors
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.models import PRICES_AS_OF
from mkdocs_imggen.modes import Mode
from mkdocs_imggen.record import State, changes
from mkdocs_imggen.report import LogReporter, TerminalReporter, money
from mkdocs_imggen.sketching import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.settings import Settings

OUT_OF_DATE = 3
"""Exit code of `check` when something is missing, or stale and that was asked about."""
CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")

log = logging.getLogger("imggen")

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The site's configuration; default: mkdocs.yml here.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")


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


main.add_command(sketch)


@main.command()
@config_option
@json_option
def plan(*, config_file: Path | None, as_json: bool) -> None:
    """List all pictures of the site: state, why, where, model, cost."""
    with _stated(), _site(config_file) as site:
        rows = [_row(site.generator, item) for item in site.pictures]
        total = sum(row["dollars"] for row in rows)
        if as_json:
            _print_json({"pictures": rows, "dollars": round(total, 4), "prices_as_of": PRICES_AS_OF.isoformat()})
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
    with _stated(), _site(config_file, budget=budget) as site:
        wanted = {State.MISSING, State.STALE} if stale else {State.MISSING}
        todo = [item for item in site.pictures if item.state in wanted and _chosen(item, only)]
        keys = list(dict.fromkeys(item.asset.request.key for item in todo))[:limit]
        todo = [item for item in todo if item.asset.request.key in keys]
        if only and not any(_chosen(item, only) for item in site.pictures):
            raise SettingsError(f"no picture is called {', '.join(only)}", hint="see `imggen plan`")
        summary = Batch(site.generator, todo).make() if todo else None
        if as_json:
            made = [
                {"label": item.asset.label, "file": site.generator.store.original(item.entry).name} for item in todo if item.entry
            ]
            _print_json({"made": made, "dollars": round(summary.dollars, 4) if summary else 0})
        elif summary:
            click.echo(f"{summary.line()}; commit {os.path.relpath(site.generator.settings.store)}")
        else:
            click.echo("nothing to make")


@main.command()
@config_option
@json_option
@click.option("--no-stale", is_flag=True, help="Exit 3 also when a picture is stale.")
def check(*, config_file: Path | None, as_json: bool, no_stale: bool) -> None:
    """Check that every picture is in the store, unharmed; exit 3 when one is missing."""
    with _stated(), _site(config_file) as site:
        faults: list[str] = []
        for entry in site.generator.store.index().by_key.values():
            try:
                site.generator.store.read(entry)
            except ImggenError as fault:
                faults.append(str(fault))
        missing = [item for item in site.pictures if item.state is State.MISSING]
        stale = [item for item in site.pictures if item.state is State.STALE]
        lines = [f"{item.where}: `{item.asset.label}` is missing; run `imggen generate`" for item in missing]
        lines += [f"{item.where}: `{item.asset.label}` is stale: {_why(site.generator, item)}" for item in stale]
        if as_json:
            _print_json({"damaged": faults, "missing": len(missing), "stale": len(stale), "lines": lines})
        else:
            for line in [*faults, *lines]:
                click.echo(line)
            click.echo(f"{len(site.pictures)} pictures: {len(missing)} missing, {len(stale)} stale, {len(faults)} damaged")
        if faults:
            sys.exit(1)
        if missing or (stale and no_stale):
            sys.exit(OUT_OF_DATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """What one real build of a site wants."""

    generator: Generator
    pictures: Sequence[Planned]


@contextmanager
def _site(config_file: Path | None, *, budget: float | None = None) -> Iterator[Site]:
    """Build the site for real into a folder that is thrown away, with generation off, and give what it planned."""
    path = config_file or next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), Path(CONFIG_FILES[0]))
    if not path.is_file():
        raise SettingsError(f"there is no {path}", hint="run this beside mkdocs.yml, or give --config-file")
    if path.stem == "properdocs":
        # ProperDocs answers every later import of `mkdocs.*` with its own modules.
        import properdocs.replacement  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415, F401
    from mkdocs.commands.build import build  # noqa: PLC0415 - only after the host is known
    from mkdocs.config import load_config  # noqa: PLC0415 - as above

    from mkdocs_imggen.plugin import ImggenPlugin  # noqa: PLC0415 - as above

    reporter = (TerminalReporter if sys.stderr.isatty() else LogReporter)(log, "")
    generators: list[Generator] = []

    def make(settings: Settings) -> Generator:
        generators.append(Generator(settings, env=os.environ, reporter=reporter, mode=Mode.GENERATE, budget=budget))
        return generators[-1]

    with tempfile.TemporaryDirectory(prefix="imggen-") as folder:
        config = load_config(str(path), site_dir=folder, strict=False)
        plugin = next((item for item in config.plugins.values() if isinstance(item, ImggenPlugin)), None)
        if plugin is None:
            raise SettingsError(f"{path} does not list the plugin", hint="add `imggen` to `plugins:`")
        plugin.collect_for = make
        try:
            config.plugins.on_startup(command="build", dirty=False)
            with _nothing_made():
                build(config)
        finally:
            config.plugins.on_shutdown()
            plugin.collect_for = None  # MkDocs keeps the object for the next configuration of this process
    if not generators:  # no directive was met
        make(plugin.settings)
    try:
        pictures = {key: item for run in plugin.runs for key, item in run.plan.pictures.items()}
        yield Site(generator=generators[0], pictures=list(pictures.values()))
    finally:
        for generator in generators:
            generator.close()


@contextmanager
def _nothing_made() -> Iterator[None]:
    """See that builds inside this build, in processes that we cannot reach (Material's projects), buy nothing either."""
    before = os.environ.get("IMGGEN_MODE")
    os.environ["IMGGEN_MODE"] = Mode.DRAFT
    try:
        yield
    finally:
        if before is None:
            del os.environ["IMGGEN_MODE"]
        else:
            os.environ["IMGGEN_MODE"] = before


def _row(generator: Generator, item: Planned) -> dict[str, Any]:
    """Give what `plan` says of one picture."""
    request = item.asset.request
    row: dict[str, Any] = {
        "state": str(item.state),
        "label": item.asset.label,
        "where": item.where,
        "places": len(item.places),
        "why": _why(generator, item),
        "provider": generator.maker.provider_name,
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
        row["model"] = generator.maker.model(request) or ""
        estimate = generator.maker.estimate(request)
    except ImggenError as fault:
        raise fault.at(item.where) from None
    row["dollars"], row["price"] = round(estimate.dollars, 4), estimate.kind
    return row


def _why(generator: Generator, item: Planned) -> str:
    """Say in a few words why a picture is in its state."""
    if item.state is State.STALE and item.entry:
        return changes(item.asset, generator.store.record(item.entry))
    if item.state is State.MISSING:
        bearer = generator.store.index().by_name.get(item.asset.name or "")
        return f"replaces {bearer[0].stem}" if bearer else "never made"
    return ""


def _chosen(item: Planned, only: tuple[str, ...]) -> bool:
    return not only or item.asset.label in only or any(place.page in only for place in item.places)


def _print_table(rows: list[dict[str, Any]]) -> None:
    columns = ("state", "label", "where", "why", "model", "size", "cost")
    lines = []
    for row in rows:
        cost = f"{money(row['dollars'])} {row['price']}" if row["state"] == State.MISSING else ""
        model = row["model"] or row["provider"]
        lines.append([row["state"], row["label"], row["where"], row["why"], model, row["size"], cost.strip()])
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


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


@contextmanager
def _stated() -> Iterator[None]:
    """Turn an error of ours into its line and its exit code; the host has printed its own already."""
    try:
        yield
    except SeveralErrors as several:
        for error in several.errors:
            click.echo(str(error), err=True)
        sys.exit(several.exit_code)
    except ImggenError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("imggen: interrupted; what was paid for is kept", err=True)
        sys.exit(130)
