"""From an asset's renditions to the element on the page; built with ElementTree, never from strings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES = "(min-width: 60em) 50em, 100vw"
"""How wide a picture is shown, for the browser's choice: documentation themes cap the text at about 50 em."""


_BY_FRAGMENT = frozenset({"material", "materialx", "zensical"})
"""Themes that hide `<img>` by `#only-light` or `#only-dark` at the end of its `src`."""
STYLE = (
    "<style>html:not([data-bs-theme=dark]) .imggen-dark,html[data-bs-theme=dark] .imggen-light{display:none!important}</style>"
)
"""What hides the one of two pictures that `Switch.CLASS` marks; important, since Bootstrap's classes for `display` are."""


class Switch(StrEnum):
    """What turns pages dark, and so what chooses between a picture and its dark twin."""

    SYSTEM = "system"
    """The reader's system, which `<source media>` asks."""
    FRAGMENT = "fragment"
    """The theme's own palette, whose style hides pictures by the fragment of their address."""
    CLASS = "class"
    """Bootstrap's `data-bs-theme`, with `STYLE` in the page's head."""
    NEVER = "never"
    """Nothing: the theme has one look."""


def switch_of(theme: str | None, *, palette: bool) -> Switch:
    """Say what turns the pages of a theme dark; `palette` is whether its settings say one."""
    if theme in _BY_FRAGMENT:
        # Without a palette these themes are light, and have no rule that would hide anything: both pictures would show.
        return Switch.FRAGMENT if palette else Switch.NEVER
    return Switch.CLASS if theme == "mkdocs" else Switch.SYSTEM


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The renditions of one format: (address as the page says it, width in pixels), narrowest first."""

    format: str
    files: tuple[tuple[str, int], ...]

    @property
    def srcset(self) -> str:
        """The value of a `srcset` attribute."""
        return ", ".join(f"{address} {width}w" for address, width in self.files)


@dataclass(frozen=True, kw_only=True, slots=True)
class Twin:
    """The same picture for dark pages: its address as `src` says it, its renditions, its original's pixels."""

    src: str
    sources: tuple[Source, ...]
    width: int
    height: int


def picture(
    *,
    src: str,
    sources: tuple[Source, ...],
    width: int,
    height: int,
    alt: str,
    lazy: bool,
    first: bool = False,
    shown: str = SIZES,
    caption: str = "",
    disclosure: str = "",
    attributes: Mapping[str, str],
    dark: Twin | None = None,
    switch: Switch = Switch.SYSTEM,
) -> ET.Element:
    """Build the element: `<img>`, in a `<picture>` when there are several formats, in a `<figure>` when there is a caption.

    `width` and `height` are the original's pixels; an author's own `width` or `height` wins and the other follows, so that
    nothing shifts while the page loads. `src` is the address of the last source's widest file, which may be written
    differently from the same one in `srcset` (the host rewrites `src` and not `srcset`). `shown` is how wide the picture is
    shown where its author says no width, `first` that it is the first of its page, which the browser fetches at once.
    `disclosure` is a line about its making, below the caption. With a `dark` twin it is a `<picture>` where the system
    chooses, else a `<span>` of both, of which the theme hides one (`switch`).
    """
    light = Twin(src=src, sources=sources, width=width, height=height)
    first = first and attributes.get("loading") != "lazy"
    loading = "lazy" if lazy else "eager"
    if dark is None or switch in {Switch.SYSTEM, Switch.NEVER}:
        element = _img(light, alt, shown, attributes, loading=loading, first=first)
        if dark and switch is Switch.SYSTEM:
            element = _with_dark(element, dark, light, shown, attributes)
    else:
        element = _both(light, dark, alt, shown, attributes, switch=switch, first=first)
    if caption or disclosure:
        figure = ET.Element("figure")
        figure.append(element)
        words = ET.SubElement(figure, "figcaption")
        words.text = caption or None
        if disclosure:
            if caption:
                ET.SubElement(words, "br")
            ET.SubElement(words, "small").text = disclosure
        element = figure
    return element


def _img(one: Twin, alt: str, shown: str, attributes: Mapping[str, str], *, loading: str, first: bool) -> ET.Element:
    """Build one picture."""
    width, height, sizes = _shown(attributes, one.width, one.height, shown)
    image = ET.Element("img", {"src": one.src})
    if len(one.sources[-1].files) > 1:
        image.set("srcset", one.sources[-1].srcset)
        image.set("sizes", sizes)
    image.set("alt", alt)
    image.set("width", width)
    image.set("height", height)
    image.set("loading", attributes.get("loading") or loading)
    if first:
        image.set("fetchpriority", "high")
    image.set("decoding", "async")
    for name, value in attributes.items():
        if name not in {"width", "height", "loading"}:
            image.set(name, value)
    if len(one.sources) == 1:
        return image
    element = ET.Element("picture")
    for source in one.sources[:-1]:
        ET.SubElement(element, "source", {"srcset": source.srcset, "sizes": sizes, "type": f"image/{source.format}"})
    element.append(image)
    return element


def _with_dark(element: ET.Element, dark: Twin, light: Twin, shown: str, attributes: Mapping[str, str]) -> ET.Element:
    """Put the sources of a dark twin before those of its picture: the browser takes the first that fits."""
    if element.tag == "img":
        image, element = element, ET.Element("picture")
        element.append(image)
    width, height, sizes = _shown(attributes, dark.width, dark.height, shown)
    for place, source in enumerate(dark.sources):
        said = {
            "media": "(prefers-color-scheme: dark)",
            "srcset": source.srcset,
            "sizes": sizes,
            "type": f"image/{source.format}",
        }
        if (dark.width, dark.height) != (light.width, light.height):
            said |= {"width": width, "height": height}
        element.insert(place, ET.Element("source", said))
    return element


def _both(
    light: Twin, dark: Twin, alt: str, shown: str, attributes: Mapping[str, str], *, switch: Switch, first: bool
) -> ET.Element:
    """Put both pictures into a `<span>`, which bears the id, so that a link to it leads somewhere in either look.

    Both are lazy, the page's first picture as well and whatever `lazy` says in the settings: of a picture that is not displayed
    a browser fetches nothing then, and an eager one it fetches before it knows any style. `fetchpriority` stays, so that the one
    that is seen comes before what else is fetched at that time.
    """
    both = ET.Element("span")
    if "id" in attributes:
        both.set("id", attributes["id"])
    plain = {name: value for name, value in attributes.items() if name != "id"}
    for word, one in (("light", light), ("dark", dark)):
        said, marked = plain, one
        if switch is Switch.FRAGMENT:
            marked = replace(one, src=f"{one.src}#only-{word}")
        else:
            said = plain | {"class": f"{plain['class']} imggen-{word}" if "class" in plain else f"imggen-{word}"}
        both.append(_img(marked, alt, shown, said, loading="lazy", first=first))
    return both


def without_disclosure(figure: ET.Element) -> ET.Element | None:
    """Give the picture alone where its author gave it no caption: it may stand where no figure can."""
    return None if figure[1].text else figure[0]


def _shown(attributes: Mapping[str, str], width: int, height: int, shown_as: str) -> tuple[str, str, str]:
    """Width and height on the page, and the `sizes` that tell the browser so."""
    asked_width, asked_height = attributes.get("width"), attributes.get("height")
    if asked_width and asked_height:
        return asked_width, asked_height, f"{asked_width}px"
    if asked_width:
        return asked_width, str(max(1, round(int(asked_width) * height / width))), f"{asked_width}px"
    if asked_height:
        shown = str(max(1, round(int(asked_height) * width / height)))
        return shown, asked_height, f"{shown}px"
    return str(width), str(height), shown_as
