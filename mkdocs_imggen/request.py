"""What is asked of a provider, what is done to its answer, and the identities of both.

A request key is the SHA-256 of the canonical JSON of an explicit list of fields; a field that is not set is left out, so
a new option changes no old key. Changing this is a breaking change: it would make users pay again (`tests/keys.json`).
"""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_imggen.settings import Settings

Kind = Literal["edit", "reference", "mask"]
"""What a picture goes in for: to be changed, to be looked at, to say where the first one may change."""
SIZES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "1:1": (1024, 1024),
        "square": (1024, 1024),
        "3:2": (1536, 1024),
        "landscape": (1536, 1024),
        "2:3": (1024, 1536),
        "portrait": (1024, 1536),
    }
)
"""Sizes by their words, in pixels; the three that every GPT Image model takes."""
QUALITIES = ("low", "medium", "high", "xhigh", "max")
BACKGROUNDS = ("opaque", "transparent")
FORMATS = ("webp", "png", "jpeg")
MAX_PIXELS = 50_000_000
"""Largest picture that is asked for, or decoded: a bomb claims more."""
MAX_TAKE = 999
ENCODING: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {"drawing": MappingProxyType({"webp": 85, "avif": 60}), "photo": MappingProxyType({"webp": 75, "avif": 50})}
)
"""Quality of lossy renditions by the kind of a picture and by format; AVIF's scale is not WebP's.

Measured at 960 pixels, with the SSIM of the worst hundredth of all fields of 8x8, where one sees it first. A drawing of the
illustrator has WebP 85: 19 kB, 0.967 · 75: 14 kB, 0.933 · AVIF 60: 13 kB, 0.970 · 50: 11 kB, 0.953; flat grounds show every
ring around an edge, and little is won. Two photographs, of circuit boards, have WebP 85: 120 and 76 kB, 0.950 and 0.937 · 75:
85 and 50 kB, 0.915 and 0.889 · AVIF 60: 70 and 54 kB, 0.918 and 0.929 · 50: 50 and 38 kB, 0.857 and 0.883; their grain hides
it, and a third is won.
"""
JPEG = 85
"""Quality of JPEG renditions, for both kinds; PNG has none."""
_INHERITED = ("preset", "size", "quality", "background", "model", "format")
"""Options that a directive inherits when it does not say them."""


# One encoder for all: `json.dumps` would make a new one for each of the two digests of a directive.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(fields: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON: sorted names, no blanks, UTF-8."""
    return hashlib.sha256(_CANONICAL.encode(fields).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A picture that goes in, as its author names it: `written` is a path, or `@name` for another picture of the site.

    `role` says what it is in words ("logo"); `of_site` that a preset names it, whose paths start from the site's folders;
    `light` that it is the picture whose dark twin is asked for, which need not have a name.
    """

    kind: Kind
    written: str
    role: str = ""
    of_site: bool = False
    light: bool = False

    @property
    def ref(self) -> str:
        """The name after the `@`; empty for a path."""
        return self.written[1:] if self.written.startswith("@") else ""


class Input(NamedTuple):
    """A picture that goes in, by what it shows: `digest` is that of its pixels, or the key and revision of an original."""

    kind: Kind
    digest: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """One picture as it is asked of a provider, everything resolved.

    `provider` and `model` are as *set* (`auto` stays `auto`), so that a model's death makes no picture stale.
    `width` and `height` are pixels. `format` is the format of the original. `inputs` are the pictures that go in, in the order
    in which the prompt counts them, and `fidelity` how closely they are kept, where that was said.
    """

    prompt: str
    provider: str
    model: str
    width: int
    height: int
    quality: str
    background: str
    format: str
    take: int = 1
    inputs: tuple[Input, ...] = ()
    fidelity: str = ""

    @property
    def size(self) -> str:
        """`WIDTHxHEIGHT`, as the wire wants it."""
        return f"{self.width}x{self.height}"

    @property
    def transparent(self) -> bool:
        """Whether the picture must have real alpha."""
        return self.background == "transparent"

    @cached_property
    def key(self) -> str:
        """The request key, 64 hexadecimal digits."""
        fields: dict[str, Any] = {
            "prompt": self.prompt,
            "provider": self.provider,
            "model": self.model,
            "size": self.size,
            "quality": self.quality,
            "background": self.background,
            "format": self.format,
        }
        if self.take != 1:
            fields["take"] = self.take
        if self.inputs:
            fields["inputs"] = [list(item) for item in self.inputs]
        if self.fidelity:
            fields["input_fidelity"] = self.fidelity
        return digest_of(fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One picture the site needs.

    `label` is its name, or a slug of its prompt; `digest` is the directive digest; `preset` the preset that applied. `sources`
    are the pictures that go in, which the plan looks up: until then the request has no inputs. `variants` is how many takes
    are asked for at once when it is made; `trim` says that its renditions are trimmed, and is no part of the request. `dark` is
    its twin for dark pages, an asset of its own: nothing of it enters what this one is.
    """

    label: str
    name: str | None
    digest: str
    preset: str
    request: Request
    said: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    variants: int = 1
    trim: bool = False
    dark: Asset | None = None

    def shorter(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give the digest of every directive that says a part of what this one says, with the options it leaves out.

        Somebody who spells out what a picture was made with has not asked for another picture.
        """
        optional = [name for name in self.said if name in _INHERITED]
        for count in range(1, len(optional) + 1):
            for left_out in itertools.combinations(optional, count):
                rest = {name: value for name, value in self.said.items() if name not in left_out}
                yield digest_of(rest), left_out


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What is done to an original for the page, besides its width; free to change.

    `disclosed` says that the file tells how the picture was made.
    """

    format: str
    quality: int = 85
    trim: bool = False
    disclosed: bool = False

    def family(self, seed: str) -> str:
        """64 hexadecimal digits shared by the renditions of one original that differ in width only."""
        more = (":trim" if self.trim else "") + (":disclosed" if self.disclosed else "")
        return hashlib.sha256(f"{seed}:{self.format}:{self.quality}{more}".encode()).hexdigest()


def recipes(
    settings: Settings, *, formats: tuple[str, ...] = (), kind: str = "drawing", trim: bool = False
) -> tuple[Recipe, ...]:
    """One recipe for each format of the renditions, best format first (`formats` instead of those of the settings).

    `kind` is one of `ENCODING`.
    """
    disclosed = settings.disclosure != "none"
    return tuple(
        Recipe(format=name, quality=ENCODING[kind].get(name, JPEG), trim=trim, disclosed=disclosed)
        for name in formats or settings.formats
    )


OF_A_MODEL = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
"""IPTC's words for what a model made: out of words alone, or out of a person's picture."""


def source_type(provider: str, inputs: tuple[Input, ...]) -> str:
    """Give IPTC's word for how a picture was made; nothing for one that came from a person, or from nobody knows where.

    `provider` is the one that made it. What goes in as a file is a person's; what another picture of the site gave has a colon
    in its digest.
    """
    if provider in {"person", "unknown"}:
        return ""
    if provider == "sketch":
        return "digitalCreation"
    of_a_person = any(item.kind != "mask" and ":" not in item.digest for item in inputs)
    return OF_A_MODEL[of_a_person]


def widths(settings: Settings, own: int) -> tuple[int, ...]:
    """Widths of the renditions in pixels: those of the settings below the original's own, and its own."""
    return (*(width for width in settings.widths if width < own), own)
