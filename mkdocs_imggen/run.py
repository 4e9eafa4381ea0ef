"""A run is one build: pages are planned while they render, and everything that takes time happens once, at the end."""

from __future__ import annotations

import os
import time
from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs_imggen import imaging
from mkdocs_imggen.alts import Said
from mkdocs_imggen.errors import ImggenError, MissingPictureError, StoreError, UnusableError, raise_all
from mkdocs_imggen.markup import Switch
from mkdocs_imggen.modes import Mode
from mkdocs_imggen.plan import Place, Plan, Planned
from mkdocs_imggen.record import State, changes
from mkdocs_imggen.report import Summary, money, places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from mkdocs_imggen import inputs
    from mkdocs_imggen.background import Background
    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.feeding import Files
    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.imaging import Pixels
    from mkdocs_imggen.plan import Rendition
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Source


class Run:
    """One build's pictures. `collecting` plans only: nothing is made, verified or refused."""

    def __init__(
        self,
        generator: Generator,
        *,
        names: Callable[[], Mapping[str, tuple[Directive, Place]]] = dict,
        docs_dir: Path | None = None,
        collecting: bool = False,
        switch: Switch = Switch.SYSTEM,
    ) -> None:
        self.generator = generator
        self.collecting = collecting
        drafts = (generator.mode is Mode.DRAFT or generator.background is not None) and not collecting
        settings = generator.settings
        self.plan = Plan(settings, generator.store, drafts=drafts, look=self._look, names=names, switch=switch)
        self.said: list[Said] = []
        self._docs_dir = docs_dir or settings.store.parent / "docs"
        self._faults: dict[str, ImggenError] = {}

    @cached_property
    def _files(self) -> Files:
        from mkdocs_imggen.feeding import Files  # noqa: PLC0415 - few sites put pictures into pictures

        return Files(self._docs_dir, self.generator.settings.inputs, self.generator.cache.facts)

    def _look(self, source: Source, page: str) -> tuple[inputs.Place, Pixels]:
        return self._files.look(source, page)

    @property
    def pictures(self) -> Sequence[Planned]:
        """All pictures planned so far that a page shows."""
        return [item for item in self.plan.pictures.values() if item.places]

    def fault(self, error: ImggenError, place: Place) -> None:
        """Collect a fault; all of them are reported together before anything is spent."""
        error.at(str(place))
        self._faults.setdefault(str(error), error)

    def says(self, directive: Directive, place: Place, planned: Planned, element: Element | None = None) -> None:
        """Remember what a place says of a picture, where somebody will judge it; `element` is what its page shows."""
        if self.collecting:
            self.said.append(Said.of(directive, place, planned.asset.request.key, element))

    def finish(self) -> Summary | None:
        """Make what is missing as far as the mode allows, then all renditions; say in one line what was done.

        Raises:
            ImggenError: everything that went wrong, together.

        """
        self.plan.closed = True
        self.raise_faults()
        if not self.plan.pictures or self.collecting:
            return None
        start = time.monotonic()
        todo = [item for item in self.pictures if item.state is State.MISSING and not item.draft]
        if todo and self.generator.mode is Mode.LOCKED:
            raise_all([self._missing(item) for item in todo])
        self._verify()
        summary = self._make(todo) if todo else Summary()
        drafts = [item for item in self.pictures if item.draft]
        written = self._render()
        reused = len({item.asset.request.key for item in self.pictures if item.state is not State.MISSING})
        self._tell_stale()
        self._tell_unseen()
        if drafts and self.generator.background:
            self._make_later(self.generator.background, drafts)
        elif drafts:
            self._tell_drafts(drafts)
        self.generator.store.remember()
        self.generator.cache.remember()
        return Summary(
            made=summary.made,
            reused=reused + summary.reused,
            drafts=len(drafts),
            renditions=written,
            seconds=time.monotonic() - start,
            dollars=summary.dollars,
            guessed=summary.guessed,
        )

    def raise_faults(self) -> None:
        """Raise what was collected.

        Raises:
            ImggenError: one fault, or several together.

        """
        faults, self._faults = list(self._faults.values()), {}
        raise_all(faults)

    def _make(self, todo: list[Planned]) -> Summary:
        from mkdocs_imggen.batch import Batch, orders  # noqa: PLC0415 - a warm build makes nothing
        from mkdocs_imggen.feeding import with_heroes  # noqa: PLC0415 - as above

        todo = with_heroes(todo)
        batch = Batch(self.generator, orders(todo))
        summary = batch.make()
        for item in todo:
            item.entry = batch.made[item.asset.request.key]
        return summary

    def _make_later(self, background: Background, drafts: list[Planned]) -> None:
        """Have drafts replaced while the server goes on; the store is watched, so the page comes again when they are there."""
        from mkdocs_imggen.batch import orders  # noqa: PLC0415 - as above
        from mkdocs_imggen.feeding import with_heroes  # noqa: PLC0415 - as above

        new = background.want(orders(with_heroes(drafts)))
        if new:
            counted = "1 picture is" if len(new) == 1 else f"{len(new)} pictures are"
            self.generator.reporter.info(f"{counted} made in the background: {places(order.where for order in new)}")

    def _missing(self, item: Planned) -> MissingPictureError:
        return MissingPictureError(
            f"the picture `{item.asset.label}` is not in the store, and this build makes none",
            where=item.where,
            hint="run `imggen generate` and commit the store",
        )

    def _verify(self) -> None:
        """Prove every original that is used."""
        store = self.generator.store
        used = {item.entry: item for item in self.pictures if item.entry}

        def prove(entry: Entry) -> ImggenError | None:
            try:
                store.verify(entry)
            except StoreError as fault:
                fault.what += f" (used at {used[entry].where})"
                return fault
            return None

        unproven = [entry for entry in used if not store.proven(entry)]
        if not unproven:
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - a warm build proves nothing anew

        # Reading and hashing let go of the interpreter, so that the processors share the work.
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="imggen-verify") as pool:
            raise_all([fault for fault in pool.map(prove, unproven) if fault])

    def files(self, planned: Planned) -> list[tuple[str, Path]]:
        """Give (address in the site, file in the cache) of a picture's renditions, as far as known now."""
        seed = self._seed(planned)
        cache = self.generator.cache
        families = {recipe: recipe.family(seed) for recipe in {item.recipe for item in planned.files}}
        return [(item.uri, cache.rendition(families[item.recipe], item.width, item.recipe.format)) for item in planned.files]

    def _seed(self, planned: Planned) -> str:
        """Say what a picture's renditions are made from; a draft's name says by which illustrator it was drawn."""
        if planned.entry:
            # Of the same bytes one record may say that a model made them and another that a person brought them.
            return f"{planned.entry.sha256}:{planned.entry.source}"
        if planned.draft:
            from mkdocs_imggen.providers.sketch import VERSION  # noqa: PLC0415 - only where something is drawn

            return f"draft:{VERSION}:{planned.asset.request.key}"
        return planned.asset.request.key

    def _render(self) -> int:
        """Write all renditions that the cache does not have; give their number."""
        todo = [item for item in self.pictures if any(not self.generator.cache.has(path) for _, path in self.files(item))]
        if not todo:
            return 0
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - a warm build renders nothing

        unique = {(self._seed(item), tuple((each.recipe, each.width) for each in item.files)): item for item in todo}
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="imggen-render") as pool:
            return sum(pool.map(self._render_one, unique.values()))

    def _render_one(self, planned: Planned) -> int:
        if planned.draft:
            data = self._draft(planned)
        elif planned.entry:
            data = self.generator.store.read(planned.entry)
        else:
            raise StoreError(f"`{planned.asset.label}` has no original", where=planned.where)
        written = 0
        for item, (_, path) in zip(planned.files, self.files(planned), strict=True):
            if not self.generator.cache.has(path):
                output = data if planned.draft else self._rendered(planned, item, data)
                try:
                    self.generator.cache.write(path, output)
                except OSError as fault:
                    raise StoreError(
                        f"the cache cannot be written ({fault.strerror})",
                        where=str(self.generator.settings.cache),
                        hint="make the folder writable",
                    ) from fault
                written += 1
        return written

    def _draft(self, planned: Planned) -> bytes:
        """Draw a picture that is missing; a dark twin from its picture, where that is there, or from its drawing."""
        from mkdocs_imggen.providers.sketch import dark_draft, draft  # noqa: PLC0415 - as above

        light = planned.light
        if light is None:
            return draft(planned.asset.request)
        picture = self.generator.store.read(light.entry) if light.entry else None
        return dark_draft(planned.asset.request, light.asset.request, picture)

    def _rendered(self, planned: Planned, item: Rendition, data: bytes) -> bytes:
        """Make one file from an original; a record may vouch for bytes that are no picture."""
        recipe = item.recipe
        try:
            return imaging.render(
                data,
                width=item.width,
                format_=recipe.format,
                quality=recipe.quality,
                trim=recipe.trim,
                source=planned.source if recipe.disclosed else "",
            )
        except UnusableError as fault:
            assert planned.entry is not None
            original = self.generator.store.original(planned.entry)
            raise StoreError(
                f"`{original.name}` cannot be used: {fault.what} (used at {planned.where})",
                where=f"{original.parent.name}/{original.name}",
                kept="nothing was published",
                hint=f"look at it; `imggen adopt {planned.asset.label} FILE` puts another in its place",
            ) from fault

    def stale(self) -> list[tuple[Planned, str]]:
        """Give the stale pictures with the reason of each."""
        store = self.generator.store
        return [
            (item, changes(item.asset, store.record(item.entry)))
            for item in self.pictures
            if item.state is State.STALE and item.entry
        ]

    def _tell_stale(self) -> None:
        stale = self.stale()
        if stale:
            reasons = "; ".join(dict.fromkeys(reason for _, reason in stale))
            counted = (
                "1 stale picture is used as it is" if len(stale) == 1 else f"{len(stale)} stale pictures are used as they are"
            )
            where = places(item.where for item, _ in stale)
            self.generator.reporter.info(f"{counted} ({reasons}): {where}; `imggen generate --stale` makes new ones")

    def _tell_unseen(self) -> None:
        """Say where twins are made that no reader sees: the theme may be about to get a palette, so it is no fault."""
        if twins := [item for item in self.pictures if item.dark and self.plan.switch is Switch.NEVER]:
            where = places(dict.fromkeys(item.where for item in twins))
            self.generator.reporter.info(f"dark twins are not shown, since the theme has no `palette` and stays light: {where}")

    def _tell_drafts(self, drafts: list[Planned]) -> None:
        total = sum(self._price(item) for item in drafts)
        self.generator.reporter.warn(
            f"{len(drafts)} {'pictures are drafts' if len(drafts) > 1 else 'picture is a draft'} and not kept:"
            f" {places(item.where for item in drafts)};"
            f" `imggen generate` makes {'them' if len(drafts) > 1 else 'it'} for about {money(total)}"
        )

    def _price(self, item: Planned) -> float:
        try:
            return self.generator.maker.prices.estimate(item.asset.request, item.asset.variants).dollars
        except ImggenError as fault:
            # What cannot be made as it stands has no price yet; the author hears of it now, not after the first purchase.
            self.generator.reporter.warn(str(fault.at(item.where)))
            return 0.0
