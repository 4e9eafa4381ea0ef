"""Pictures that go into other pictures: looked at while a page is planned, read when a request is about to leave."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from mkdocs_imggen import imaging, inputs
from mkdocs_imggen.errors import DirectiveError, StoreError, UnusableError
from mkdocs_imggen.imaging import Pixels
from mkdocs_imggen.providers.base import InputPicture
from mkdocs_imggen.record import State
from mkdocs_imggen.request import Input

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mkdocs_imggen.cache import Facts
    from mkdocs_imggen.files import Stamp
    from mkdocs_imggen.plan import Feed, Planned
    from mkdocs_imggen.request import Request, Source
    from mkdocs_imggen.store import Store


class Files:
    """The files that may go in; what one shows is looked at once, and remembered by its stamp where `facts` are.

    `folders` are those that may be read: the docs folder where none is listed.
    """

    def __init__(self, docs_dir: Path, folders: Sequence[Path], facts: Facts | None) -> None:
        self._docs_dir = docs_dir
        self._folders = folders or (docs_dir,)
        self._facts = facts
        self._known: dict[Path, tuple[Stamp, Pixels]] = {}

    def look(self, source: Source, page: str | None) -> tuple[inputs.Place, Pixels]:
        """Find a file and say what it shows; `page` is where its name was written, inside the docs folder.

        Raises:
            DirectiveError: it is not there, may not be read, or is no picture.

        """
        place = inputs.find(source.written, docs_dir=self._docs_dir, folders=self._folders, page=None if source.of_site else page)
        known = self._known.get(place.path) or self._recall(place.path)
        if known is None or known[0] != place.stamp:
            known = (place.stamp, inputs.look(place))
            if self._facts:
                pixels = known[1]
                blob = [place.stamp, [pixels.width, pixels.height, pixels.clearest, pixels.digest]]
                self._facts.keep(self._fact(place.path), json.dumps(blob))
        self._known[place.path] = known
        return place, known[1]

    def _recall(self, path: Path) -> tuple[Stamp, Pixels] | None:
        """Read back what was learned of a file; whatever does not fit is as good as nothing."""
        text = self._facts.get(self._fact(path)) if self._facts else None
        try:
            (size, modified, inode), (width, height, clearest, digest) = json.loads(text or "")
            pixels = Pixels(width=int(width), height=int(height), clearest=int(clearest), digest=str(digest))
        except (ValueError, TypeError, RecursionError):
            return None
        return (size, modified, inode), pixels

    @staticmethod
    def _fact(path: Path) -> str:
        return f"input-1:{path}"


def outline(request: Request) -> tuple[InputPicture, ...]:
    """Give what goes into a request without its bytes: enough to check it against a model and to say what it costs."""
    return tuple(InputPicture(role=item.kind, name="", data=b"") for item in request.inputs)


def load(feeds: Sequence[Feed], request: Request, store: Store) -> tuple[InputPicture, ...]:
    """Read what goes in, fit to send, and see that it is what the request's key was computed for.

    Raises:
        ImggenError: one is not there, cannot be read, or has changed since the page was planned.

    """
    return tuple(_load(feed, item.digest, store) for feed, item in zip(feeds, request.inputs, strict=True))


def _load(feed: Feed, digest: str, store: Store) -> InputPicture:
    written, kind = feed.source.written, feed.source.kind
    if feed.place is not None:
        read = inputs.read(feed.place)
        if read.pixels.digest != digest:
            raise _changed(written)
        return InputPicture(role=kind, name=read.name, data=read.data, type=read.type)
    assert feed.hero is not None
    index = store.index(again=True)
    entry = index.by_key.get(feed.hero.entry.key if feed.hero.entry else feed.hero.asset.request.key)
    if entry is None:
        raise StoreError(f"`{written}`, which goes into this picture, is not in the store", kept="nothing was sent")
    if f"{entry.key}:{entry.revision}" != digest:
        raise _changed(written)
    data = store.read(entry)
    try:
        if kind == "mask" and not imaging.inspect(data).alpha:
            raise DirectiveError(f"the mask `{written}` has no transparent pixel, so nothing could change")
        png = imaging.upright_png(data)
    except UnusableError as fault:
        raise DirectiveError(f"`{written}`: {fault.what}") from fault
    return InputPicture(role=kind, name=f"{feed.hero.asset.label}.png", data=png)


def _changed(written: str) -> DirectiveError:
    return DirectiveError(f"`{written}` changed since the page was read", kept="nothing was sent", hint="run again")


def afresh(items: Iterable[Planned]) -> list[Planned]:
    """Have the stale ones among pictures made anew, and what they go into of the new ones, not of those that they replace."""
    todo = {id(item): item for item in items}
    waiting = dict(todo)

    def renew(item: Planned) -> None:
        if waiting.pop(id(item), None) is None:
            return
        for hero in item.heroes:
            renew(hero)
        request = item.asset.request
        put_in = tuple(
            Input(given.kind, f"{feed.hero.asset.request.key}:1") if feed.hero and id(feed.hero) in todo else given
            for feed, given in zip(item.feeds, request.inputs, strict=True)
        )
        item.asset = replace(item.asset, request=replace(request, inputs=put_in))
        item.state, item.entry = State.MISSING, None

    for item in todo.values():
        renew(item)
    return with_heroes(todo.values())


def with_heroes(items: Iterable[Planned], *, stale: bool = False) -> list[Planned]:
    """Give pictures, and before each that is missing (or stale, where that is said) the missing ones that go into it."""
    found: dict[int, Planned] = {}

    def visit(item: Planned) -> None:
        if item.state is State.MISSING or (stale and item.state is State.STALE):
            for hero in item.heroes:
                if hero.state is State.MISSING:
                    visit(hero)
        found.setdefault(id(item), item)

    for item in items:
        visit(item)
    return list(found.values())
