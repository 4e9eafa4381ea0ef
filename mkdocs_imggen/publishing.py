"""The command `imggen publish`: puts renditions into the docs folder, for hosts in which nothing of ours can publish them."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from mkdocs_imggen import files
from mkdocs_imggen.collecting import collect, config_option, stated
from mkdocs_imggen.errors import MissingPictureError, SettingsError, StoreError
from mkdocs_imggen.intake import shown
from mkdocs_imggen.plan import FOLDER
from mkdocs_imggen.record import State
from mkdocs_imggen.run import Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mkdocs_imggen.collecting import Site


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """One file of the docs folder as it has to be; `there` is None where it is not, and says whether it is the same."""

    path: Path
    data: bytes
    there: bool | None


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 3 when something would be written.")
@config_option
def publish(*, config_file: Path | None, check: bool) -> None:
    """Write the pictures of all pages into the docs folder of a Zensical project; change and remove nothing there."""
    with stated(), collect(config_file) as site:
        if site.docs is None:
            hint = "nothing to do; this command is for Zensical"
            raise SettingsError("the plugin publishes pictures itself, in each build", hint=hint)
        wanted = publications(site, site.docs)
        new = [item for item in wanted if item.there is None]
        for item in new:
            if not check:
                _write(item, site.docs)
            click.echo(f"{'missing' if check else 'written'}: {shown(item.path)}")
        for item in wanted:
            if item.there is False:
                click.echo(str(_other(item)), err=True)
        lacking = [item for item in site.pictures if item.state is State.MISSING]
        for picture in lacking:
            error = MissingPictureError(f"`{picture.asset.label}` is not in the store", hint="run `imggen generate`")
            click.echo(str(error.at(picture.where)), err=True)
        done = f"{len(new)} {'to write' if check else 'written'}"
        click.echo(f"{done}, {sum(item.there is True for item in wanted)} there already, in {shown(site.docs / FOLDER)}")
        if any(item.there is False for item in wanted):
            sys.exit(StoreError.exit_code)
        if lacking or (check and new):
            sys.exit(MissingPictureError.exit_code)


def publications(site: Site, docs: Path) -> list[Publication]:
    """Give every file that the pages name and the store has the picture for, with the bytes that a build publishes.

    Raises:
        ImggenError: an original is damaged, or the cache cannot be written.

    """
    run = Run(site.generator)  # of what is there only, so that it makes renditions and nothing else
    run.plan.pictures.update({str(number): item for number, item in enumerate(site.pictures) if item.entry})
    run.finish()
    wanted = dict(pair for item in run.pictures for pair in run.files(item))
    return [_compare(docs / uri, path.read_bytes()) for uri, path in wanted.items()]


def unpublished(wanted: Sequence[Publication]) -> list[str]:
    """Say of each file that is not there as it has to be what to do about it."""
    return [
        str(_other(item)) if item.there is False else f"{shown(item.path)}: is not there; run `imggen publish`"
        for item in wanted
        if not item.there
    ]


def _compare(path: Path, data: bytes) -> Publication:
    try:
        same: bool | None = files.read(path)[0] == data
    except FileNotFoundError:
        same = None
    except OSError:  # a link, a folder, or what nobody can read: not ours in any case
        same = False
    return Publication(path=path, data=data, there=same)


def _write(item: Publication, docs: Path) -> None:
    try:
        if not item.path.parent.resolve().is_relative_to(docs.resolve()):
            raise OSError(errno.ELOOP, "a symbolic link leads out of the docs folder")
        files.make_folder(item.path.parent)
        files.write_new(item.path, item.data, same_is_fine=True)
    except FileExistsError as fault:
        raise _other(item) from fault
    except OSError as fault:
        raise StoreError(f"the picture cannot be written ({fault.strerror})", where=shown(item.path)) from fault


def _other(item: Publication) -> StoreError:
    return StoreError(
        "a file of this name holds something else: another program changed it, or another Pillow made it",
        where=shown(item.path),
        kept="it was left alone",
        hint="delete it and run `imggen publish` again",
    )
