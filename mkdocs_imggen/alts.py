"""Alt texts that help no reader: empty without a word about it, a file's name, or the same for two pictures of a page.

Pure: it judges what pages say of their pictures; `imggen check` lists it. Two pages may call two pictures the same, since
nobody meets them together, and one picture may be called the same wherever it is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mkdocs_imggen.errors import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.plan import Place

_MAX_QUOTE = 60
_SAY = "say what the picture shows"
_EXTENSIONS = frozenset("avif bmp gif heic jpeg jpg pdf png psd svg tif tiff webp".split())  # noqa: SIM905 - reads better
_CAMERA = re.compile(r"(?:dcim|dsc[fn]?|gopr|imag?|img|mvi|pxl|sam|vid|wp)[ _-]?[0-9]{3}[\w -]*", re.IGNORECASE)
_SCREENSHOT = re.compile(r"(?:screen ?shot|screenshot from)[ _-]*[0-9][\w .:-]*|[0-9][0-9 _.:-]{5,}", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:figure|file|graphic|image|img|photo|pic|picture|scan|screen ?shot|unnamed|untitled)[ _-]*\(?[0-9]*\)?", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What one place says of a picture; `picture` is its request key, and `meant` that an empty alt text is an answer."""

    place: Place
    alt: str
    picture: str
    meant: bool

    @classmethod
    def of(cls, directive: Directive, place: Place, picture: str, element: Element | None = None) -> Self:
        """Take it from the element that a page shows, where there is one: a reference may say what its picture says."""
        image = None if element is None else next(element.iter("img"))
        alt = (directive.alt or "") if image is None else image.get("alt", "")
        # What a reference leaves to its picture is said, and judged, where that is defined.
        return cls(place=place, alt=alt, picture=picture, meant=bool(directive.ref) or "decorative" in directive.options)


def faults(said: Iterable[Said]) -> list[str]:
    """Give a line for each alt text that should be another, in the order of the pages."""
    first: dict[tuple[str, str], Said] = {}
    return list(dict.fromkeys(line for one in said for line in _judged(one, first)))


def _judged(one: Said, first: dict[tuple[str, str], Said]) -> Iterator[str]:
    """Judge one alt text; `first` are the pictures that were called so before, by their page."""
    if not one.alt:
        if not one.meant:
            yield f"{one.place}: the alt text is empty; {_SAY}, or `decorative: true` if it carries no meaning"
        return
    quoted = f"`{clean(one.alt, _MAX_QUOTE)}`"
    if _is_like_a_file(one.alt):
        yield f"{one.place}: the alt text {quoted} is like a file's name; {_SAY}"
        return
    before = first.setdefault((one.place.page, one.alt.casefold()), one)
    if before.picture != one.picture:
        yield f"{one.place}: the alt text {quoted} is also that of another picture, at {before.place}; say what tells them apart"


def _is_like_a_file(alt: str) -> bool:
    """Whether somebody left in the alt text what a camera, a screen or an editor called the file."""
    if " " not in alt and alt.rpartition(".")[2].lower() in _EXTENSIONS and "." in alt:
        return True
    return any(pattern.fullmatch(alt) for pattern in (_CAMERA, _SCREENSHOT, _GENERIC))
