"""What the commands share: the site as a real build sees it, the choice of pictures, and how an error is told."""

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

from mkdocs_imggen import zensical
from mkdocs_imggen.errors import ImggenError, SettingsError, SeveralErrors, StoreError, nearest
from mkdocs_imggen.feeding import with_heroes
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.modes import Mode
from mkdocs_imggen.order import Order
from mkdocs_imggen.record import State, changes
from mkdocs_imggen.report import LogReporter, TerminalReporter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from mkdocs_imggen.alts import Said
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.plugin import ImggenPlugin
    from mkdocs_imggen.run import Run
    from mkdocs_imggen.settings import Settings

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml", "zensical.toml")

log = logging.getLogger("imggen")

config_option = click.option(
    "-f",
    "--config-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The site's configuration; default: mkdocs.yml here.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of a table.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """What one real build of a site wants: `pictures` are shown or have to be made, `everything` goes into others as well.

    `said` is what its pages say of them. `docs` is the folder that has to hold the renditions, where no plugin publishes them.
    """

    generator: Generator
    pictures: Sequence[Planned]
    everything: Sequence[Planned]
    said: Sequence[Said]
    docs: Path | None


@contextmanager
def collect(config_file: Path | None, *, budget: float | None = None) -> Iterator[Site]:
    """Build the site for real into a folder that is thrown away, with generation off, and give what it planned."""
    path = _found(config_file)
    if zensical.configures(path):
        project = zensical.Project(path)
        generator = _generator(project.settings, budget)
        try:
            yield _site(generator, [project.plan(generator)], project.docs)
        finally:
            generator.close()
        return
    generators: list[Generator] = []

    def make(settings: Settings) -> Generator:
        generators.append(_generator(settings, budget))
        return generators[-1]

    with tempfile.TemporaryDirectory(prefix="imggen-") as folder:
        config, plugin = _configured(path, folder)
        from mkdocs.commands.build import build  # noqa: PLC0415 - only after the host is known

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
        yield _site(generators[0], plugin.runs, None)
    finally:
        for generator in generators:
            generator.close()


@contextmanager
def settled(config_file: Path | None) -> Iterator[Generator]:
    """Read the configuration only, for what needs no page."""
    path = _found(config_file)
    settings = zensical.Project(path).settings if zensical.configures(path) else _configured(path, None)[1].settings
    generator = _generator(settings, None)
    try:
        yield generator
    finally:
        generator.close()


def _site(generator: Generator, runs: Sequence[Run], docs: Path | None) -> Site:
    planned = {key: item for run in runs for key, item in run.plan.pictures.items()}
    shown = with_heroes(item for item in planned.values() if item.places)
    said = [one for run in runs for one in run.said]
    return Site(generator=generator, pictures=shown, everything=list(planned.values()), said=said, docs=docs)


def _found(config_file: Path | None) -> Path:
    """Find the site's configuration: of several that one which names us."""
    here = [Path(name) for name in CONFIG_FILES if Path(name).is_file()]
    named = (path for path in here if len(here) > 1 and b"imggen" in path.read_bytes())
    path = config_file or next(named, here[0] if here else Path(CONFIG_FILES[0]))
    if not path.is_file():
        raise SettingsError(f"there is no {path}", hint="run this beside mkdocs.yml, or give --config-file")
    return path


def _configured(path: Path, site_dir: str | None) -> tuple[MkDocsConfig, ImggenPlugin]:
    if path.stem == "properdocs":
        # ProperDocs answers every later import of `mkdocs.*` with its own modules.
        import properdocs.replacement  # type: ignore[import-untyped,unused-ignore] # noqa: PLC0415, F401
    from mkdocs.config import load_config  # noqa: PLC0415 - only after the host is known

    from mkdocs_imggen.plugin import ImggenPlugin  # noqa: PLC0415 - as above

    config = load_config(str(path), strict=False, **({"site_dir": site_dir} if site_dir else {}))
    plugin = next((item for item in config.plugins.values() if isinstance(item, ImggenPlugin)), None)
    if plugin is None:
        raise SettingsError(f"{path} does not list the plugin", hint="add `imggen` to `plugins:`")
    return config, plugin


def _generator(settings: Settings, budget: float | None) -> Generator:
    reporter = (TerminalReporter if sys.stderr.isatty() else LogReporter)(log, "")
    return Generator(settings, env=os.environ, reporter=reporter, mode=Mode.GENERATE, budget=budget)


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


def why(generator: Generator, item: Planned) -> str:
    """Say in a few words why a picture is in its state."""
    if item.state is State.STALE and item.entry:
        return changes(item.asset, generator.store.record(item.entry))
    if item.state is State.MISSING:
        if generator.maker.held(Order.of(item.asset, tuple(item.digests))):
            return "sent before, see `imggen show`"
        bearer = generator.store.index().by_name.get(item.asset.name or "")
        return f"replaces {bearer[0].stem}" if bearer else "never made"
    return ""


def chosen(item: Planned, only: Sequence[str]) -> bool:
    """Whether a person means this picture, by its name, its label or one of its pages; nothing said means all."""
    return not only or item.asset.label in only or any(place.page in only for place in item.places)


def called(site: Site, names: Sequence[str]) -> list[Planned]:
    """Give the pictures that a person names.

    Raises:
        SettingsError: a name is nobody's.

    """
    for name in names:
        if not any(chosen(item, [name]) for item in site.pictures):
            known = {item.asset.label for item in site.pictures}
            raise SettingsError(f"no picture is called `{name}`{nearest(name, known)}", hint="see `imggen plan`")
    return [item for item in site.pictures if chosen(item, names)]


@contextmanager
def stated() -> Iterator[None]:
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
    except OSError as fault:
        what = f"a file cannot be read or written ({fault.strerror})"
        hint = "mend that, then run this again"
        click.echo(str(StoreError(what, where=str(fault.filename or ""), kept="what was paid for is kept", hint=hint)), err=True)
        sys.exit(StoreError.exit_code)
    except KeyboardInterrupt:
        click.echo("imggen: interrupted; what was paid for is kept", err=True)
        sys.exit(130)


def print_json(document: dict[str, Any]) -> None:
    """Print one document for programs."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
