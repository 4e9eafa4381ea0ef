"""What is asked of a provider, what is done to its answer, and the identities of both.

A request key is the SHA-256 of the canonical JSON of an explicit list of fields; a field that is not set is left out, so
a new option changes no old key. Changing this is a breaking change: it would make users pay again (`tests/keys.json`).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.directive import MAX_PROMPT, slug
from mkdocs_imggen.errors import DirectiveError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.presets import Preset
    from mkdocs_imggen.settings import Settings

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
_INHERITED = ("preset", "size", "quality", "background", "model", "format")
"""Options that a directive inherits when it does not say them."""
_PIXELS = re.compile(r"([1-9][0-9]{1,3})x([1-9][0-9]{1,3})")
_ENDS = (".", "!", "?", "…")
_TAKE = re.compile(r"[1-9][0-9]{0,2}")


# One encoder for all: `json.dumps` would make a new one for each of the two digests of a directive.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(fields: dict[str, Any]) -> str:
    """SHA-256 over canonical JSON: sorted names, no blanks, UTF-8."""
    return hashlib.sha256(_CANONICAL.encode(fields).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Request:
    """One picture as it is asked of a provider, everything resolved.

    `provider` and `model` are as *set* (`auto` stays `auto`), so that a model's death makes no picture stale.
    `width` and `height` are pixels. `format` is the format of the original.
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
        return digest_of(fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One picture the site needs.

    `label` is its name, or a slug of its prompt; `digest` is the directive digest; `preset` the preset that applied.
    """

    label: str
    name: str | None
    digest: str
    preset: str
    request: Request
    said: Mapping[str, Any] = field(default_factory=dict)

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
    """What is done to an original for the page, besides its width; free to change."""

    format: str
    quality: int = 85

    def family(self, seed: str) -> str:
        """64 hexadecimal digits shared by the renditions of one original that differ in width only."""
        return hashlib.sha256(f"{seed}:{self.format}:{self.quality}".encode()).hexdigest()


def recipes(settings: Settings) -> tuple[Recipe, ...]:
    """One recipe for each format of the renditions, best format first."""
    # AVIF's scale is not WebP's: 60 looks like WebP's 85 and is smaller.
    return tuple(Recipe(format=name, quality=60 if name == "avif" else 85) for name in settings.formats)


def widths(settings: Settings, own: int) -> tuple[int, ...]:
    """Widths of the renditions in pixels: those of the settings below the original's own, and its own."""
    return (*(width for width in settings.widths if width < own), own)


def resolve(directive: Directive, settings: Settings) -> Asset:
    """Give a directive its meaning: the preset applied, words turned into values, keys computed.

    Raises:
        DirectiveError: an option has no such value, or there is no such preset.

    """
    lettering, said = _words(directive.options)
    preset_name = said.get("preset") or settings.preset
    preset = settings.presets.get(preset_name)
    if preset is None:
        raise DirectiveError(f"unknown preset `{preset_name}`{nearest(preset_name, settings.presets)}", hint="see `presets:`")
    width, height = _size(said.get("size") or preset.size)
    take = said.get("take") or "1"
    if not _TAKE.fullmatch(take):
        raise DirectiveError(f"`take` is `{take}`", hint=f"write a whole number from 1 to {MAX_TAKE}")
    request = Request(
        prompt=_final_prompt(directive.prompt, preset, lettering),
        provider=settings.provider,
        model=said.get("model") or settings.model,
        width=width,
        height=height,
        quality=_one_of("quality", said.get("quality") or preset.quality, QUALITIES),
        background=_one_of("background", said.get("background") or preset.background, BACKGROUNDS),
        format=_one_of("format", said.get("format") or settings.format, FORMATS),
        take=int(take),
    )
    if len(request.prompt) > MAX_PROMPT:
        raise DirectiveError(f"the prompt has {len(request.prompt):,} characters", hint=f"shorten it to {MAX_PROMPT:,}")
    if request.transparent and request.format == "jpeg":
        raise DirectiveError("JPEG cannot be transparent", hint="use `format: webp` or `png`, or an opaque background")
    try:
        # The key is computed here too, where a fault still has its place.
        spoken = _spoken(directive.prompt, said, request, lettering)
        digest, _ = digest_of(spoken), request.key
    except UnicodeEncodeError as fault:
        raise DirectiveError("half of a character (a lone surrogate) in the words of this picture") from fault
    name = said.get("name")
    return Asset(label=name or slug(directive.prompt), name=name, digest=digest, preset=preset_name, request=request, said=spoken)


def _spoken(prompt: str, said: Mapping[str, Any], request: Request, lettering: tuple[str, ...]) -> dict[str, Any]:
    """Give what the directive itself says, in one spelling, for its digest: what it inherits may change at no cost."""
    fields: dict[str, Any] = {"prompt": prompt}
    if "preset" in said:
        fields["preset"] = said["preset"]
    for option in ("size", "quality", "background", "model", "format"):
        if option in said:
            fields[option] = getattr(request, option)
    if request.take != 1:
        fields["take"] = request.take
    if lettering:
        fields["text"] = list(lettering)
    return fields


def _final_prompt(words: str, preset: Preset, lettering: tuple[str, ...]) -> str:
    """Join the author's words, the preset's, and what else must be in the picture, as sentences."""
    palette = ", ".join(preset.palette)
    template = preset.prompt.replace("{palette}", palette)
    # An author may end the words with a full stop or another mark, and a template may set a full stop behind them.
    if words.endswith(_ENDS):
        template = template.replace("{prompt}.", "{prompt}")
    sentences = [template.replace("{prompt}", words).strip()]
    if palette and "{palette}" not in preset.prompt:
        sentences.append(f"Colours: {palette}.")
    if preset.avoid:
        sentences.append(f"Avoid: {', '.join(preset.avoid)}.")
    if lettering:
        quoted = " and ".join(f'"{line}"' for line in lettering)
        sentences.append(f"The picture contains exactly this text, legible and correctly spelt: {quoted}.")
    if len(sentences) > 1 and not sentences[0].endswith(_ENDS):
        sentences[0] += "."
    return " ".join(sentences)


def _size(word: str) -> tuple[int, int]:
    if word in SIZES:
        return SIZES[word]
    pixels = _PIXELS.fullmatch(word)
    if not pixels:
        raise DirectiveError(f"`size` is `{word}`{nearest(word, SIZES)}", hint=f"use {', '.join(SIZES)} or WIDTHxHEIGHT")
    width, height = int(pixels[1]), int(pixels[2])
    if width * height > MAX_PIXELS:
        raise DirectiveError(f"`size` is `{word}`, more than {MAX_PIXELS:,} pixels", hint="ask for a smaller picture")
    return width, height


def _one_of(option: str, word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise DirectiveError(f"`{option}` is `{word}`{nearest(word, known)}", hint=f"use one of {', '.join(known)}")
    return word


def _words(options: Mapping[str, str | tuple[str, ...]]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Part the lettering, which may be a list, from options that hold one word; a list elsewhere is the author's mistake."""
    lettering: tuple[str, ...] = ()
    words: dict[str, str] = {}
    for option, value in options.items():
        if option == "text":
            lettering = (value,) if isinstance(value, str) else value
        elif isinstance(value, str):
            words[option] = value
        else:
            raise DirectiveError(f"`{option}` is a list", hint="write one value")
    return lettering, words
