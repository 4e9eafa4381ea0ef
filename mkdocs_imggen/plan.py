"""The plan of a build: which pictures its directives want, what the store has for them, what they are called on the site.

It is final while a page is being rendered, before any byte exists. The module is long because a picture's name, what goes
into it, its dark twin, its renditions and its element are settled in one step.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import imaging, markup
from mkdocs_imggen.errors import DirectiveError, nearest
from mkdocs_imggen.meaning import TWIN, resolve
from mkdocs_imggen.presets import Preset
from mkdocs_imggen.record import State
from mkdocs_imggen.request import OF_A_MODEL, Asset, Input, Recipe, recipes, source_type, widths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen import inputs
    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.imaging import Pixels
    from mkdocs_imggen.record import Entry
    from mkdocs_imggen.request import Source
    from mkdocs_imggen.settings import Settings
    from mkdocs_imggen.store import Store

DISCLOSURE = "Picture made with AI"
"""What readers see below a model's picture where the settings say so."""
FOLDER = "assets/imggen"
"""Where pictures are published, below the site's root."""


_GONE = Preset()


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A picture that goes into another: a file at `place`, or `hero`, a picture of this run."""

    source: Source
    place: inputs.Place | None = None
    hero: Planned | None = None


@dataclass(kw_only=True, slots=True)
class Planned:
    """One picture of this run, and all places that want it: none where it only goes into others.

    `home` is where it is defined, `feeds` what goes into it, `dark` its twin for dark pages, `card` the file by which networks
    show a page that it is the cover of.
    """

    asset: Asset
    state: State
    entry: Entry | None
    draft: bool
    width: int
    height: int
    renditions: tuple[Rendition, ...]
    home: Place
    feeds: tuple[Feed, ...] = ()
    places: list[Place] = field(default_factory=list)
    digests: dict[str, None] = field(default_factory=dict)
    dark: Planned | None = None
    card: Rendition | None = None

    @property
    def seed(self) -> str:
        """What its files are named after: the original and its revision."""
        return f"{self.entry.key}:{self.entry.revision}" if self.entry else f"{self.asset.request.key}:1"

    @property
    def files(self) -> tuple[Rendition, ...]:
        """All files that are published of it."""
        return self.renditions if self.card is None or self.card in self.renditions else (*self.renditions, self.card)

    @property
    def where(self) -> str:
        """The first place that wants it."""
        return str(self.places[0] if self.places else self.home)

    @property
    def source(self) -> str:
        """IPTC's word for how it was made, or will be: only `provider: sketch`, by name, ever keeps a drawing."""
        if self.entry:
            return self.entry.source
        request = self.asset.request
        return source_type("sketch" if self.draft else request.provider, request.inputs)

    @property
    def heroes(self) -> list[Planned]:
        """The pictures of this run that go into it."""
        return [feed.hero for feed in self.feeds if feed.hero]

    @property
    def shown(self) -> list[Planned]:
        """The pictures that a page has of it: itself, and its dark twin."""
        return [self, self.dark] if self.dark else [self]

    @property
    def light(self) -> Planned | None:
        """The picture that this one is a dark edit of."""
        return next((feed.hero for feed in self.feeds if feed.source.light), None)


class Plan:
    """What one build wants, picture by picture.

    `names` gives the directives with a name that a scan of all sources finds; it is called when the first `@name` is met
    that the settings do not know. `drafts` says that what is missing will be drawn as a draft, under a name of its own.
    `look` finds a file that goes into a picture, and says what it shows; `switch` is what turns the site's pages dark.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        drafts: bool,
        look: Callable[[Source, str], tuple[inputs.Place, Pixels]],
        names: Callable[[], Mapping[str, tuple[Directive, Place]]] = dict,
        switch: markup.Switch = markup.Switch.SYSTEM,
    ) -> None:
        self.settings = settings
        self.switch = switch
        self.pictures: dict[str, Planned] = {}
        self.closed = False
        self._store = store
        self._drafts = drafts
        self._look = look
        self._names = names
        self._found: Mapping[str, tuple[Directive, Place]] | None = None
        self._owners: dict[str, tuple[str, Place]] = {}
        self._alts: dict[str, str | None] = {}

    def add(self, directive: Directive, place: Place) -> Planned:
        """Find out what a directive asks for and what the store has for it; the answer is final for this build.

        Raises:
            ImggenError: the directive asks for something that cannot be.

        """
        if directive.ref:
            asset, home = self._named(directive.ref)
        else:
            asset, home = resolve(directive, self.settings), place
            self._own(asset, place)
        planned = self._enter(asset, home, ())
        if asset.dark:
            planned.dark = self._enter(asset.dark, home, (), light=planned)
        for item in planned.shown:
            item.places.append(place)
        return planned

    def _enter(self, asset: Asset, home: Place, above: tuple[str, ...], *, light: Planned | None = None) -> Planned:
        """Find or plan the picture of an asset; `above` are the names of the pictures that it goes into, from the page down.

        `light` is the picture that this one is the dark twin of.
        """
        feeds: tuple[Feed, ...] = ()
        if asset.sources:
            above = (*above, asset.name or asset.label)
            feeds, put_in = self._fed(asset, home, above, light)
            asset = replace(asset, request=replace(asset.request, inputs=put_in))
        # One request may be shown in several ways, trimmed and not, with a dark twin and without.
        kind = self._preset(asset.preset).kind
        key = f"{asset.request.key}:{asset.label}:{kind}:{asset.trim}:{asset.dark.digest if asset.dark else ''}"
        planned = self.pictures.get(key)
        if planned is None:
            if self.closed:
                raise DirectiveError(
                    "this directive was met only after all pictures were made", hint="write it on a page too, or in `assets:`"
                )
            planned = self.pictures[key] = self._new(asset, home, feeds)
        planned.digests[asset.digest] = None
        return planned

    def _fed(
        self, asset: Asset, home: Place, above: tuple[str, ...], light: Planned | None
    ) -> tuple[tuple[Feed, ...], tuple[Input, ...]]:
        """Look up what goes into a picture; its key is made of what is really there, or of what will be."""
        from mkdocs_imggen import inputs  # noqa: PLC0415 - few pages have such a picture
        from mkdocs_imggen.imaging import Pixels  # noqa: PLC0415 - as above

        feeds, put_in = [], []
        first: Pixels | None = None
        for source in asset.sources:
            hero = light if source.light else None
            if source.ref and not hero:
                if source.ref in above:
                    way = " → ".join((*above[above.index(source.ref) :], source.ref))
                    raise DirectiveError(f"a picture cannot be made from itself: {way}", hint="take one of them out")
                hero = self._enter(*self._named(source.ref), above)
            if hero:
                entry = hero.entry
                digest = f"{entry.key}:{entry.revision}" if entry else f"{hero.asset.request.key}:1"
                feeds.append(Feed(source=source, hero=hero))
                pixels = Pixels(width=hero.width, height=hero.height, clearest=0, digest=digest)
            else:
                place, pixels = self._look(source, home.page)
                digest = pixels.digest
                feeds.append(Feed(source=source, place=place))
            put_in.append(Input(source.kind, digest))
            if source.kind == "mask" and first is not None:
                inputs.check_mask(pixels, first, written=source.written)
            first = first or pixels
        return tuple(feeds), tuple(put_in)

    def element(self, directive: Directive, planned: Planned, *, src: str, url: str, lazy: bool) -> Element:
        """Build the element of a picture; `src` and `url` are how the page says the folder of pictures in those attributes."""
        alt = directive.alt
        if directive.ref and alt is None:
            # A reference that says nothing of its own says what the picture says where it is defined.
            alt = self._alts.get(directive.ref)
        if alt is None:
            raise DirectiveError("the alt text is missing", hint="say what the picture shows, or `decorative=true`")
        light, *twins = (_files(item, src, url) for item in planned.shown)
        caption = directive.options.get("caption", "")
        preset = planned.asset.preset if directive.ref else directive.options.get("preset", self.settings.preset)
        disclosed = self.settings.disclosure == "caption" and any(item.source in OF_A_MODEL for item in planned.shown)
        return markup.picture(
            src=light.src,
            sources=light.sources,
            width=light.width,
            height=light.height,
            alt=alt,
            lazy=lazy and self.settings.lazy,
            first=not lazy,
            shown=self._preset(str(preset)).sizes or markup.SIZES,
            disclosure=DISCLOSURE if disclosed else "",
            caption=caption if isinstance(caption, str) else " ".join(caption),
            attributes=directive.attributes,
            dark=twins[0] if twins else None,
            switch=self.switch,
        )

    def _preset(self, name: str) -> Preset:
        """Give a preset; one of which only a record knows is gone, and says nothing."""
        return self.settings.presets.get(name) or _GONE

    def _new(self, asset: Asset, home: Place, feeds: tuple[Feed, ...]) -> Planned:
        state, entry = self._store.find(asset)
        draft = state is State.MISSING and self._drafts
        width, height = (entry.width, entry.height) if entry else (asset.request.width, asset.request.height)
        seed = f"{entry.key}:{entry.revision}" if entry else f"{asset.request.key}:1"
        prefix = "draft-" if draft else ""
        done = recipes(self.settings, kind=self._preset(asset.preset).kind, trim=asset.trim)
        renditions = []
        for recipe in (Recipe(format="webp"),) if draft else done:
            stem = f"{prefix}{asset.label}-{recipe.family(seed)[:8]}"
            extension = imaging.EXTENSIONS[recipe.format]
            for wide in (width,) if draft else widths(self.settings, width):
                name = f"{stem}.{extension}" if wide == width else f"{stem}-{wide}.{extension}"
                renditions.append(Rendition(name=name, recipe=recipe, width=wide))
        return Planned(
            asset=asset,
            state=state,
            entry=entry,
            draft=draft,
            width=width,
            height=height,
            renditions=tuple(renditions),
            home=home,
            feeds=feeds,
        )

    def _named(self, name: str) -> tuple[Asset, Place]:
        """Resolve `@name`, with where it is defined: the settings' assets, then names in the sources, then records."""
        if name.endswith(TWIN):
            hint = f"name the picture itself, `@{name.removesuffix(TWIN)}`"
            raise DirectiveError(f"`@{name}` is a dark twin, and none goes into another picture", hint=hint)
        if name in self.settings.assets:
            return self.site_asset(name)[1], Place(page="assets")
        if self._found is None:
            self._found = self._names()
        if name in self._found:
            directive, owner = self._found[name]
            self._alts[name] = directive.alt
            asset = resolve(directive, self.settings)
            self._own(asset, owner)
            return asset, owner
        if recorded := self._recorded(name):
            # A page that gives the name to another picture later would make this page depend on what was there before.
            self._own(*recorded)
            return recorded
        known = {other for other in (*self.settings.assets, *self._found, *self._store.index().by_name) if TWIN not in other}
        raise DirectiveError(
            f"there is no picture named `{name}`{nearest(name, known)}", hint="name one, on a page or in `assets:`"
        )

    def _recorded(self, name: str) -> tuple[Asset, Place] | None:
        """Give the picture of which only records know, the newest, and its dark twin."""
        entry, twin = (
            max(self._store.index().by_name.get(each, ()), key=lambda item: (item.created, item.key), default=None)
            for each in (name, name + TWIN)
        )
        if entry is None:
            return None
        dark = self._of_record(name + TWIN, twin) if twin else None
        return replace(self._of_record(name, entry), dark=dark), Place(page=f"{entry.stem}.yml")

    def _of_record(self, name: str, entry: Entry) -> Asset:
        request = self._store.record(entry).request
        trim = self._preset(entry.preset).trim and request.transparent
        return Asset(label=name, name=name, digest=entry.directives[0], preset=entry.preset, request=request, trim=trim)

    def site_asset(self, name: str) -> tuple[Directive, Asset]:
        """Give an asset of the settings.

        Raises:
            DirectiveError: it is not written as it should be.

        """
        directive = grammar.config_asset(name, self.settings.assets[name])
        self._alts[name] = directive.alt
        asset = resolve(directive, self.settings)
        self._own(asset, Place(page="assets"))
        return directive, asset

    def _own(self, asset: Asset, place: Place) -> None:
        """One name, one picture, and one twin."""
        for item in (asset, asset.dark):
            if item and item.name:
                known, first = self._owners.setdefault(item.name, (item.digest, place))
                if known != item.digest:
                    raise DirectiveError(
                        f"the name `{item.name}` is already that of another picture, at {first}", hint="rename one of the two"
                    )


def _files(planned: Planned, src: str, url: str) -> markup.Twin:
    """Give the files of a picture as the page says them, format by format."""
    sources = [
        markup.Source(
            format=recipe.format,
            files=tuple((url + item.name, item.width) for item in planned.renditions if item.recipe is recipe),
        )
        for recipe in dict.fromkeys(item.recipe for item in planned.renditions)
    ]
    width, height = planned.width, planned.height
    return markup.Twin(src=src + planned.renditions[-1].name, sources=tuple(sources), width=width, height=height)
