"""The command `imggen models`: what every model can do, when it ends and what it costs, and what a server says of that today."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_imggen.collecting import CONFIG_FILES, config_option, json_option, print_json, settled, stated
from mkdocs_imggen.errors import clean
from mkdocs_imggen.models import GONE, MODELS, PRICES_AS_OF, estimate
from mkdocs_imggen.modeltable import SizeRule
from mkdocs_imggen.providers import choose
from mkdocs_imggen.providers.openai import OpenAIProvider
from mkdocs_imggen.providers.servers import SERVERS
from mkdocs_imggen.request import Request
from mkdocs_imggen.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs_imggen.models import Model

PATIENCE = 30.0
"""Seconds for a server's list; it takes one."""


@click.command()
@config_option
@json_option
@click.option("--live", is_flag=True, help="Ask the server which models it has, and compare; needs its key.")
def models(*, config_file: Path | None, as_json: bool, live: bool) -> None:
    """List the image models: sizes, qualities, what goes in, prices, end and successor."""
    with stated():
        today = datetime.now(UTC).date()
        settings = _settings(config_file) if live else Settings()
        found = _listed(settings) if live else None
        rows = [describe(row) for row in MODELS.values()]
        others = _others(found or {}, official=settings.official)
        if found is not None:
            for row, model in zip(rows, MODELS.values(), strict=True):
                row["live"] = compare(model, found, today)
        if as_json:
            document: dict[str, Any] = {"prices_as_of": PRICES_AS_OF.isoformat(), "models": rows}
            document["gone"] = {name: end.isoformat() for name, end in GONE.items()}
            document["servers"] = [_server(name) for name in SERVERS]
            print_json(document if found is None else {**document, "others": others})
            return
        columns = ("model", "sizes", "a picture of 3:2", "inputs", "fidelity", "$ per M tokens", "end", "successor")
        _print(columns, [_cells(row, today) for row in MODELS.values()])
        gone = ", ".join(f"{name} ({end})" for name, end in GONE.items())
        click.echo(f"gone: {gone}; prices of {PRICES_AS_OF}, text in / image in / image out")
        if found is not None:
            where = "OpenAI" if settings.official else "the server"
            for row in rows:
                click.echo(f"{row['name']}: {row['live']}")
            click.echo(f"{where} also lists: {', '.join(others) or 'nothing else'}")


def describe(row: Model) -> dict[str, Any]:
    """Give all of a row as plain values, for programs."""
    sizes: Any = asdict(row.sizes) if isinstance(row.sizes, SizeRule) else list(row.sizes)
    return {
        "name": row.name,
        "sizes": sizes,
        "qualities": list(row.qualities),
        "transparent": row.transparent,
        "formats": list(row.formats),
        "inputs": asdict(row.inputs) if row.inputs else None,
        "most": row.most,
        "dollars_per_million_tokens": asdict(row.prices),
        "dollars_per_picture": {size: _dollars(row, size) for size in ("1024x1024", "1536x1024")},
        "retires": row.retires and row.retires.isoformat(),
        "azure_retires": row.azure_retires and row.azure_retires.isoformat(),
        "successor": row.successor,
        "as_of": row.as_of.isoformat(),
        "source": row.source,
    }


def compare(row: Model, found: Mapping[str, str | None], today: date) -> str:
    """Say how a server's list differs from a row, or that it does not."""
    said = row.retires.isoformat() if row.retires else "no end"
    if row.name not in found:
        return "not listed, as the table says" if row.retires and row.retires <= today else "not listed"
    end = clean(found[row.name] or "no end", 40)
    return f"listed, {end}" if end == said else f"listed, {end}; the table says {said}"


def _settings(config_file: Path | None) -> Settings:
    """Give the site's settings where there is a site here, for its server and the name of its key."""
    if config_file is None and not any(Path(name).is_file() for name in CONFIG_FILES):
        return Settings()
    with settled(config_file) as generator:
        return generator.settings


def _listed(settings: Settings) -> dict[str, str | None]:
    provider = choose.load(
        "openai",
        replace(settings, timeout=min(settings.timeout, PATIENCE)),
        env=os.environ,
        today=lambda: datetime.now(UTC).date(),
        pause=lambda _: None,
    )
    assert isinstance(provider, OpenAIProvider)
    try:
        return provider.listed()
    finally:
        provider.close()


def _others(found: Iterable[str], *, official: bool) -> list[str]:
    """Give the models that a server lists and the table does not know; OpenAI lists many that make no pictures."""
    unknown = [name for name in found if name not in MODELS]
    return sorted(clean(name, 60) for name in unknown if not official or "image" in name or name.startswith("dall-e"))


def _dollars(row: Model, size: str) -> dict[str, dict[str, Any]]:
    """Give what one picture with a short prompt costs, by quality."""
    width, height = map(int, size.split("x"))
    guesses = {
        quality: estimate(
            row.name,
            Request(
                prompt="",
                provider="openai",
                model=row.name,
                width=width,
                height=height,
                quality=quality,
                background="opaque",
                format="png",
            ),
        )
        for quality in row.qualities
    }
    return {quality: {"dollars": round(guess.dollars, 4), "kind": guess.kind} for quality, guess in guesses.items()}


def _server(name: str) -> dict[str, Any]:
    server = SERVERS[name]
    return {
        "name": name,
        "generate": sorted(server.generate),
        "edit": sorted(server.edit),
        "add": dict(server.add),
        "usage": server.usage,
        "as_of": server.as_of.isoformat(),
        "source": server.source,
    }


def _cells(row: Model, today: date) -> list[str]:
    """Give a row in a few words a column."""
    inputs = f"{row.inputs.most}{' and mask' if row.inputs.mask else ''}" if row.inputs else "none"
    fidelity = (" ".join(row.inputs.fidelity) or ("always high" if row.inputs.faithful else "")) if row.inputs else ""
    prices = row.prices
    ends = [f"{row.retires}{'' if today < row.retires else ' (gone)'}"] if row.retires else []
    ends += [f"Azure {row.azure_retires}"] if row.azure_retires else []
    figures = (f"{quality} {_figure(guess)}" for quality, guess in _dollars(row, "1536x1024").items())
    sizes = f"any in steps of {row.sizes.step}" if isinstance(row.sizes, SizeRule) else ", ".join(row.sizes)
    return [
        row.name,
        sizes,
        ", ".join(figures),
        inputs,
        fidelity,
        f"{prices.text_in:g} / {prices.image_in:g} / {prices.image_out:g}",
        ", ".join(ends),
        row.successor or "",
    ]


def _figure(guess: Mapping[str, Any]) -> str:
    return f"{'up to ' if guess['kind'] == 'upper bound' else ''}${guess['dollars']:.3f}"


def _print(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - only where somebody watches
        from rich.table import Table  # noqa: PLC0415 - as above
        from rich.text import Text  # noqa: PLC0415 - as above

        table = Table(box=None, pad_edge=False)
        for column in columns:
            table.add_column(column, no_wrap=column in {"model", "successor"})
        for line in lines:
            table.add_row(*(Text(cell) for cell in line))
        Console().print(table)
        return
    for line in lines:
        name, *cells = line
        click.echo("; ".join([name, *(f"{column}: {cell}" for column, cell in zip(columns[1:], cells, strict=True) if cell)]))
