"""The plan of a build: which pictures its directives want, what the store has for them, what they are called on the site.

It is final while a page is being rendered, before any byte exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import imaging, markup
from mkdocs_imggen.errors import DirectiveError, nearest
from mkdocs_imggen.record import State
from mkdocs_imggen.request import Asset, Recipe, recipes, resolve, widths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.settings import Settings
    from mkdocs_imggen.store import Store

FOLDER = "assets/imggen"
"""Where pictures are published, below the site's root."""
NAMED = 5
"""How many places one counted line names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a directive stands: its page, and the exact spot, looked up only when a message needs it."""

    page: str
    spot: Callable[[], str | None] = lambda: None

    def __str__(self) -> str:
        """Give `page.md:12`, or the page alone where the spot is not to be found (text made by macros)."""
        return self.spot() or self.page


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendition:
    """One published file: its name in the folder of pictures, and what is done to the original for it."""

    name: str
    recipe: Recipe
    width: int

    @property
    def uri(self) -> str:
        """Its address below the site's root."""
        return f"{FOLDER}/{self.name}"


@dataclass(kw_only=True, slots=True)
class Planned:
    """One picture of this run, and all places that want it."""

    asset: Asset
    state: State
    entry: Entry | None
    draft: bool
    width: int
    height: int
    renditions: tuple[Rendition, ...]
    places: list[Place] = field(default_factory=list)
    digests: dict[str, None] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The first place that wants it."""
        return str(self.places[0])


class Plan:
    """What one build wants, picture by picture.

    `names` gives the directives with a name that a scan of all sources finds; it is called when the first `@name` is met
    that the settings do not know. `drafts` says that what is missing will be drawn as a draft, under a name of its own.
    """

    def __init__(
        self, settings: Settings, store: Store, *, drafts: bool, names: Callable[[], Mapping[str, tuple[Directive, Place]]] = dict
    ) -> None:
        self.settings = settings
        self.pictures: dict[str, Planned] = {}
        self.closed = False
        self._store = store
        self._drafts = drafts
        self._names = names
        self._found: Mapping[str, tuple[Directive, Place]] | None = None
        self._owners: dict[str, tuple[str, Place]] = {}
        self._alts: dict[str, str | None] = {}
        self._recipes = recipes(settings)

    def add(self, directive: Directive, place: Place) -> Planned:
        """Find out what a directive asks for and what the store has for it; the answer is final for this build.

        Raises:
            ImggenError: the directive asks for something that cannot be.

        """
        asset = self._named(directive.ref) if directive.ref else resolve(directive, self.settings)
        if asset.name and not directive.ref:
            self._own(asset.name, asset.digest, place)
        key = f"{asset.request.key}:{asset.label}"
        planned = self.pictures.get(key)
        if planned is None:
            if self.closed:
                raise DirectiveError(
                    "this directive was met only after all pictures were made", hint="write it on a page too, or in `assets:`"
                )
            planned = self.pictures[key] = self._new(asset)
        planned.places.append(place)
        planned.digests[asset.digest] = None
        return planned

    def element(self, directive: Directive, planned: Planned, *, src: str, url: str, lazy: bool) -> Element:
        """Build the element of a picture; `src` and `url` are how the page says the folder of pictures in those attributes."""
        alt = directive.alt
        if directive.ref and alt is None:
            # A reference that says nothing of its own says what the picture says where it is defined.
            alt = self._alts.get(directive.ref)
        if alt is None:
            raise DirectiveError("the alt text is missing", hint="say what the picture shows, or `decorative=true`")
        sources = [
            markup.Source(
                format=recipe.format,
                files=tuple((url + item.name, item.width) for item in planned.renditions if item.recipe is recipe),
            )
            for recipe in dict.fromkeys(item.recipe for item in planned.renditions)
        ]
        caption = directive.options.get("caption", "")
        return markup.picture(
            src=src + planned.renditions[-1].name,
            sources=tuple(sources),
            width=planned.width,
            height=planned.height,
            alt=alt,
            lazy=lazy and self.settings.lazy,
            caption=caption if isinstance(caption, str) else " ".join(caption),
            attributes=directive.attributes,
        )

    def _new(self, asset: Asset) -> Planned:
        state, entry = self._store.find(asset)
        draft = state is State.MISSING and self._drafts
        width, height = (entry.width, entry.height) if entry else (asset.request.width, asset.request.height)
        seed = f"{entry.key}:{entry.revision}" if entry else f"{asset.request.key}:1"
        prefix = "draft-" if draft else ""
        renditions = []
        for recipe in (Recipe(format="webp"),) if draft else self._recipes:
            stem = f"{prefix}{asset.label}-{recipe.family(seed)[:8]}"
            extension = imaging.EXTENSIONS[recipe.format]
            for wide in (width,) if draft else widths(self.settings, width):
                name = f"{stem}.{extension}" if wide == width else f"{stem}-{wide}.{extension}"
                renditions.append(Rendition(name=name, recipe=recipe, width=wide))
        return Planned(
            asset=asset, state=state, entry=entry, draft=draft, width=width, height=height, renditions=tuple(renditions)
        )

    def _named(self, name: str) -> Asset:
        """Resolve `@name`: the settings' assets, then names in the sources, then records."""
        if name in self.settings.assets:
            return self.site_asset(name)[1]
        if self._found is None:
            self._found = self._names()
        if name in self._found:
            directive, owner = self._found[name]
            self._alts[name] = directive.alt
            asset = resolve(directive, self.settings)
            self._own(name, asset.digest, owner)
            return asset
        entries = self._store.index().by_name.get(name)
        if entries:
            entry = max(entries, key=lambda item: (item.created, item.key))
            request = self._store.record(entry).request
            # A page that gives the name to another picture later would make this page depend on what was there before.
            self._own(name, entry.directives[0], Place(page=f"{entry.stem}.yml"))
            return Asset(label=name, name=name, digest=entry.directives[0], preset=entry.preset, request=request)
        known = {*self.settings.assets, *self._found, *self._store.index().by_name}
        raise DirectiveError(
            f"there is no picture named `{name}`{nearest(name, known)}", hint="name one, on a page or in `assets:`"
        )

    def site_asset(self, name: str) -> tuple[Directive, Asset]:
        """Give an asset of the settings.

        Raises:
            DirectiveError: it is not written as it should be.

        """
        directive = grammar.config_asset(name, self.settings.assets[name])
        self._alts[name] = directive.alt
        asset = resolve(directive, self.settings)
        self._own(name, asset.digest, Place(page="assets"))
        return directive, asset

    def _own(self, name: str, digest: str, place: Place) -> None:
        """One name, one picture."""
        known, first = self._owners.setdefault(name, (digest, place))
        if known != digest:
            raise DirectiveError(
                f"the name `{name}` is already that of another picture, at {first}", hint="rename one of the two"
            )


def places(wheres: Iterable[str]) -> str:
    """Name the first few places and count the rest."""
    everywhere = list(wheres)
    names = ", ".join(everywhere[:NAMED])
    return names + (f" and {len(everywhere) - NAMED} more" if len(everywhere) > NAMED else "")
