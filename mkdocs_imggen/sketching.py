"""The command `imggen sketch`: draws one prompt with the built-in illustrator, explains it, or makes a contact sheet.

For trying words before they go into a page: the same prompt, size and background give the picture that a site with
`provider: sketch` would get. No site, no key and no store is needed.
"""

from __future__ import annotations

import base64
import sys
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_imggen import files
from mkdocs_imggen.directive import Directive, normalise, slug
from mkdocs_imggen.errors import DirectiveError, ImggenError, SettingsError, StoreError, clean
from mkdocs_imggen.meaning import resolve
from mkdocs_imggen.providers.sketch import VERSION, SketchProvider, understand
from mkdocs_imggen.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs_imggen.providers.base import Answer
    from mkdocs_imggen.request import Request

FORMAT_OF = {".webp": "webp", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
"""What a file's name says about its format."""
INTERRUPTED = 130
SHEET = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }}
body {{ margin: 0 auto; padding: 1.5rem; max-width: 110rem }}
main {{ display: grid; gap: 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 34rem), 1fr)) }}
h2 {{ font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere }}
.cards {{ display: grid; gap: .5rem; grid-template-columns: 1fr 1fr }}
.card {{ padding: .75rem; border-radius: .5rem; outline: 1px solid #8886 }}
.light {{ background: #fff }}
.dark {{ background: #1b1d24 }}
img {{ display: block; width: 100%; height: auto }}
ul {{ margin: .5rem 0 0; padding-left: 1.25rem }}
</style>
<header>
<h1>{title}</h1>
<p>{summary}</p>
</header>
<main>
{articles}
</main>
</html>
"""
ARTICLE = """<article>
<h2>{number}. {prompt}</h2>
<div class="cards">
<div class="card light"><img src="{data}" alt="{alt}" width="{width}" height="{height}" loading="lazy"></div>
<div class="card dark"><img src="{data}" alt="" width="{width}" height="{height}" loading="lazy"></div>
</div>
<ul>{notes}</ul>
</article>"""
"""The picture on the dark card says nothing new, so readers who hear the page meet it once."""


@click.command()
@click.argument("prompt", required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to: .webp, .png or .jpg; default: a name made of the prompt, here.",
)
@click.option("--size", default="3:2", show_default=True, metavar="SIZE", help="square, 3:2, 2:3, 1200x630 …")
@click.option("--transparent", is_flag=True, help="The subject alone, with real alpha around it.")
@click.option("--explain", is_flag=True, help="Say what is understood, what is not, and the layout; write nothing.")
@click.option(
    "--sheet",
    nargs=2,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PROMPTS OUT",
    help="Draw every line of a text file into one HTML page.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def sketch(
    *,
    prompt: str | None,
    output: Path | None,
    size: str,
    transparent: bool,
    explain: bool,
    sheet: tuple[Path, Path] | None,
    force: bool,
) -> None:
    """Draw a prompt with the built-in illustrator, for nothing and without a network."""
    with _stated():
        if sheet:
            if prompt is not None or output or explain:
                raise SettingsError("`--sheet` takes its prompts from a file", hint="leave out PROMPT, --output and --explain")
            write_sheet(*sheet, size=size, transparent=transparent, force=force)
            return
        if prompt is None:
            raise SettingsError("there is no prompt", hint='write one, as in: imggen sketch "A lighthouse at dawn"')
        target = output or Path(f"{slug(normalise(prompt))}.webp")
        request = ask(prompt, size=size, transparent=transparent, format_=_format_of(target))
        if explain:
            click.echo(str(understand(request.prompt, request.width, request.height, transparent=transparent)))
            return
        _check_free(target, force=force)
        answer = SketchProvider().generate(request)
        _write(target, answer.body, force=force)
        notes = clean("; ".join(answer.notes), 600)
        click.echo(f"{target}: {request.size}, {len(answer.body) / 1024:.0f} KB; {notes}")


def ask(prompt: str, *, size: str, transparent: bool, format_: str) -> Request:
    """Give the request that a site with `provider: sketch` and no other settings would make of these words.

    Raises:
        SettingsError: the command line holds a value that no picture can have.

    """
    words = normalise(prompt)
    if not words:
        raise SettingsError("the prompt is empty", hint='write one, as in: imggen sketch "A lighthouse at dawn"')
    options = {"size": size, "background": "transparent" if transparent else "opaque", "format": format_}
    try:
        return resolve(Directive(form="inline", prompt=words, options=options), replace(Settings(), provider="sketch")).request
    except DirectiveError as fault:
        raise SettingsError(fault.what, hint=fault.hint) from fault


def write_sheet(source: Path, target: Path, *, size: str, transparent: bool, force: bool) -> None:
    """Draw every prompt of a file, one a line, into one page that needs no other file."""
    try:
        lines = files.read(source)[0].decode()
    except OSError as fault:
        raise SettingsError(f"cannot read the prompts: {fault.strerror}", where=str(source)) from fault
    except UnicodeDecodeError as fault:
        raise SettingsError("the prompts are not UTF-8 text", where=str(source)) from fault
    prompts = [line for line in map(str.strip, lines.splitlines()) if line and not line.startswith("#")]
    if not prompts:
        raise SettingsError("there is no prompt in it", where=str(source), hint="write one a line; a line with # is a comment")
    # All are checked before the first is drawn: a fault in the last line shall not cost the work of the others.
    requests = [ask(prompt, size=size, transparent=transparent, format_="webp") for prompt in prompts]
    _check_free(target, force=force)
    provider = SketchProvider()
    drawn = [(request, provider.generate(request)) for request in requests]
    _write(target, page_of(drawn).encode(), force=force)
    lost = sum(any(note.startswith(("not drawn", "text left out")) for note in answer.notes) for _, answer in drawn)
    click.echo(f"{target}: {len(drawn)} pictures, {lost} of them without something that was asked for")


def page_of(drawn: Sequence[tuple[Request, Answer]]) -> str:
    """Lay pictures out as a page: each on a light and on a dark card, with its prompt and its notes."""
    articles = []
    for number, (request, answer) in enumerate(drawn, 1):
        articles.append(
            ARTICLE.format(
                number=number,
                prompt=escape(request.prompt),
                data=f"data:image/webp;base64,{base64.b64encode(answer.body).decode()}",
                alt=escape(request.prompt),
                width=request.width,
                height=request.height,
                notes="".join(f"<li>{escape(note)}</li>" for note in answer.notes),
            )
        )
    kinds = {(request.size, request.background) for request, _ in drawn}
    sizes = ", ".join(f"{size} {background}" for size, background in sorted(kinds))
    return SHEET.format(
        title="Contact sheet",
        summary=f"{len(drawn)} prompts, {sizes}, drawn by the built-in illustrator, version {VERSION}",
        articles="\n".join(articles),
    )


def _format_of(target: Path) -> str:
    """Take the format from the name."""
    if target.suffix.lower() not in FORMAT_OF:
        raise SettingsError(f"no picture format is called `{target.suffix or target.name}`", hint="use .webp, .png or .jpg")
    return FORMAT_OF[target.suffix.lower()]


def _check_free(target: Path, *, force: bool) -> None:
    """See before anything is drawn that it can be kept."""
    if not force and (target.exists() or target.is_symlink()):
        raise SettingsError("the file is there already", where=str(target), hint="give another --output, or --force")
    if not target.parent.is_dir():
        raise SettingsError(f"there is no folder {target.parent}", where=str(target))


def _write(target: Path, data: bytes, *, force: bool) -> None:
    """Write a file, whole or not at all."""
    try:
        if force:
            target.unlink(missing_ok=True)
        files.write_new(target, data, same_is_fine=False)
    except OSError as fault:
        raise StoreError(f"cannot write it: {fault.strerror}", where=str(target)) from fault


@contextmanager
def _stated() -> Iterator[None]:
    """Turn an error of ours into its line and its exit code, as the other commands do."""
    try:
        yield
    except ImggenError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        click.echo("imggen: interrupted", err=True)
        sys.exit(INTERRUPTED)
