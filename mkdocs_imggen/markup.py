"""From an asset's renditions to the element on the page; built with ElementTree, never from strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZES = "(min-width: 60em) 50em, 100vw"
"""How wide a picture is shown, for the browser's choice: documentation themes cap the text at about 50 em."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The renditions of one format: (address as the page says it, width in pixels), narrowest first."""

    format: str
    files: tuple[tuple[str, int], ...]

    @property
    def srcset(self) -> str:
        """The value of a `srcset` attribute."""
        return ", ".join(f"{address} {width}w" for address, width in self.files)


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
) -> ET.Element:
    """Build the element: `<img>`, in a `<picture>` when there are several formats, in a `<figure>` when there is a caption.

    `width` and `height` are the original's pixels; an author's own `width` or `height` wins and the other follows, so that
    nothing shifts while the page loads. `src` is the address of the last source's widest file, which may be written
    differently from the same one in `srcset` (the host rewrites `src` and not `srcset`). `shown` is how wide the picture is
    shown where its author says no width, `first` that it is the first of its page, which the browser fetches at once.
    `disclosure` is a line about its making, below the caption.
    """
    shown_width, shown_height, sizes = _shown(attributes, width, height, shown)
    image = ET.Element("img", {"src": src})
    if len(sources[-1].files) > 1:
        image.set("srcset", sources[-1].srcset)
        image.set("sizes", sizes)
    image.set("alt", alt)
    image.set("width", shown_width)
    image.set("height", shown_height)
    loading = attributes.get("loading") or ("lazy" if lazy else "eager")
    image.set("loading", loading)
    if first and loading == "eager":
        image.set("fetchpriority", "high")
    image.set("decoding", "async")
    for name, value in attributes.items():
        if name not in {"width", "height", "loading"}:
            image.set(name, value)
    element = image
    if len(sources) > 1:
        element = ET.Element("picture")
        for source in sources[:-1]:
            ET.SubElement(element, "source", {"srcset": source.srcset, "sizes": sizes, "type": f"image/{source.format}"})
        element.append(image)
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
