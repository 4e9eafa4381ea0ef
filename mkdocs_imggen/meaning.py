"""What a directive means: its preset applied, its words turned into values, its prompt and its keys computed."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.directive import LISTS, MAX_PROMPT, Directive, slug
from mkdocs_imggen.errors import DirectiveError, nearest
from mkdocs_imggen.request import (
    BACKGROUNDS,
    FORMATS,
    MAX_PIXELS,
    MAX_TAKE,
    QUALITIES,
    SIZES,
    Asset,
    Request,
    Source,
    digest_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.presets import Preset
    from mkdocs_imggen.settings import Settings

FIDELITIES = ("low", "high")
MAX_VARIANTS = 10
"""Pictures that one request may ask for; the Images API takes no more."""
MAX_REFERENCES = 16
"""Pictures that may go in; no model of the table takes more."""
TWIN = "--dark"
"""What follows a picture's name or label in those of its dark twin; no name of an author can hold it."""
DARK: Mapping[str, str] = MappingProxyType(
    {
        "opaque": (
            "The same picture for a dark page. Make the background dark, and make lines and lettering light."
            " Keep unchanged: composition, shapes, text, everything else."
        ),
        "transparent": (
            "The same picture for a dark page, transparent as it is. Make dark lines and dark lettering light."
            " Keep unchanged: composition, shapes, text, everything else."
        ),
    }
)
"""The words of `dark: true` by background: for an image model, and such that the illustrator understands them."""
_SHARED = ("preset", "quality", "background", "model", "format")
"""Options of a picture that hold for its twin as well."""
_PIXELS = re.compile(r"([1-9][0-9]{1,3})x([1-9][0-9]{1,3})")
_ENDS = (".", "!", "?", "…")
_TAKE = re.compile(r"[1-9][0-9]{0,2}")
_ROLE = re.compile(r"[\w -]{1,40}")


def resolve(directive: Directive, settings: Settings) -> Asset:
    """Give a directive its meaning: the preset applied, words turned into values, keys computed; the same for its dark twin.

    Raises:
        DirectiveError: an option has no such value, or there is no such preset.

    """
    asset = _resolved(directive, settings)
    if directive.dark is None:
        return asset
    try:
        return replace(asset, dark=_twin(directive, asset, settings))
    except DirectiveError as fault:
        fault.what = f"in `dark`: {fault.what}"
        raise


def _twin(directive: Directive, light: Asset, settings: Settings) -> Asset:
    """Give the dark twin of a picture: an edit of it, or what is said instead; in its size, and else like it unless said."""
    dark = directive.dark or {}
    own = {name: value for name, value in dark.items() if (name, value) != ("edit", "none")}
    shared = {name: directive.options[name] for name in _SHARED if name in directive.options}
    asset = _resolved(
        Directive(
            form=directive.form,
            prompt=str(own.pop("prompt", "")),
            options={"trim": "false", **shared, **own, "size": light.request.size},
        ),
        settings,
        light=None if "edit" in dark else light,
    )
    lists, said = _words(dark)
    # What its picture says, and what is said of it: so it goes stale with that picture, and missing with its words.
    whole = {**light.said, "dark": _spoken(said.get("prompt", ""), said, asset.request, lists)}
    return replace(
        asset,
        label=light.label + TWIN,
        name=light.name and light.name + TWIN,
        digest=digest_of(whole),
        said=whole,
        trim=asset.trim if "trim" in dark else light.trim and asset.request.transparent,
    )


def _resolved(directive: Directive, settings: Settings, *, light: Asset | None = None) -> Asset:
    """Give one picture; `light` is the one that it is a dark edit of."""
    lists, said = _words(directive.options)
    lettering = lists.get("text", ())
    preset_name = said.get("preset") or settings.preset
    preset = settings.presets.get(preset_name)
    if preset is None:
        raise DirectiveError(f"unknown preset `{preset_name}`{nearest(preset_name, settings.presets)}", hint="see `presets:`")
    if light and preset_name == light.preset:
        # The house style is in the picture that goes in already, and its words are of pages that are light.
        preset = replace(preset, prompt="{prompt}", palette=(), avoid=(), references=())
    width, height = _size(said.get("size") or preset.size)
    background = _one_of("background", said.get("background") or preset.background, BACKGROUNDS)
    sources = _sources(said, lists.get("references", ()), preset, light)
    if lists.get("keep") and not sources:
        raise DirectiveError("`keep` says what must stay of a picture that goes in, and none does", hint="add `edit:`")
    fidelity = said.get("input_fidelity", "")
    if fidelity and not sources:
        raise DirectiveError("`input_fidelity` is about pictures that go in, and none does", hint="add `edit:` or `references:`")
    request = Request(
        prompt=_final_prompt(directive.prompt or DARK[background], preset, lettering, lists.get("keep", ()), sources),
        provider=settings.provider,
        model=said.get("model") or settings.model,
        width=width,
        height=height,
        quality=_one_of("quality", said.get("quality") or preset.quality, QUALITIES),
        background=background,
        format=_one_of("format", said.get("format") or settings.format, FORMATS),
        take=_whole("take", said, MAX_TAKE),
        fidelity=_one_of("input_fidelity", fidelity, FIDELITIES) if fidelity else "",
    )
    if len(request.prompt) > MAX_PROMPT:
        raise DirectiveError(f"the prompt has {len(request.prompt):,} characters", hint=f"shorten it to {MAX_PROMPT:,}")
    if request.transparent and request.format == "jpeg":
        raise DirectiveError("JPEG cannot be transparent", hint="use `format: webp` or `png`, or an opaque background")
    try:
        # The key is computed here too, where a fault still has its place.
        spoken = _spoken(directive.prompt, said, request, lists)
        digest, _ = digest_of(spoken), request.key
    except UnicodeEncodeError as fault:
        raise DirectiveError("half of a character (a lone surrogate) in the words of this picture") from fault
    name = said.get("name")
    trim = said["trim"] == "true" if "trim" in said else preset.trim
    if trim and not request.transparent:
        raise DirectiveError(
            "`trim` cuts off what is transparent, and this picture is opaque",
            hint="add `background: transparent`, or say `trim: false`",
        )
    return Asset(
        label=name or slug(directive.prompt),
        name=name,
        digest=digest,
        preset=preset_name,
        request=request,
        said=spoken,
        sources=sources,
        variants=_whole("variants", said, MAX_VARIANTS),
        trim=trim,
    )


def _whole(option: str, said: Mapping[str, str], most: int) -> int:
    word = said.get(option) or "1"
    if not _TAKE.fullmatch(word) or int(word) > most:
        raise DirectiveError(f"`{option}` is `{word}`", hint=f"write a whole number from 1 to {most}")
    return int(word)


def _sources(said: Mapping[str, str], references: tuple[str, ...], preset: Preset, light: Asset | None) -> tuple[Source, ...]:
    """Give the pictures that go in, in the order in which the prompt counts them; the mask last."""
    sources = [Source(kind="edit", written=said["edit"])] if "edit" in said else []
    if light:
        sources = [Source(kind="edit", written=f"@{light.name}" if light.name else light.label, light=True)]
    for of_site, entries in ((False, references), (True, preset.references)):
        for entry in entries:
            role, colon, written = entry.rpartition(": ")
            if colon and not _ROLE.fullmatch(role):
                raise DirectiveError(f"`{role}` cannot be the role of a picture", hint="use a word or two: `logo`, `style`")
            sources.append(Source(kind="reference", written=written.strip(), role=role, of_site=of_site))
    if len(sources) > MAX_REFERENCES:
        raise DirectiveError(
            f"{len(sources)} pictures go in, and no model takes more than {MAX_REFERENCES}", hint="leave some out"
        )
    if "mask" in said:
        if "edit" not in said and not light:
            raise DirectiveError("a mask needs the picture that it lies over", hint="add `edit: that picture`")
        sources.append(Source(kind="mask", written=said["mask"]))
    return tuple(sources)


def _spoken(prompt: str, said: Mapping[str, Any], request: Request, lists: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Give what the directive itself says, in one spelling, for its digest: what it inherits may change at no cost."""
    fields: dict[str, Any] = {"prompt": prompt} if prompt else {}
    if "preset" in said:
        fields["preset"] = said["preset"]
    for option in ("size", "quality", "background", "model", "format"):
        if option in said:
            fields[option] = getattr(request, option)
    if request.take != 1:
        fields["take"] = request.take
    for option in ("edit", "mask", "input_fidelity"):
        if option in said:
            fields[option] = said[option]
    for option, entries in lists.items():
        if entries:
            fields[option] = list(entries)
    return fields


def _final_prompt(
    words: str, preset: Preset, lettering: tuple[str, ...], keep: tuple[str, ...], sources: tuple[Source, ...]
) -> str:
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
    if keep:
        sentences.append(f"Keep unchanged: {', '.join(keep)}.")
    sentences += [f"Picture {number} is the {source.role}." for number, source in enumerate(sources, 1) if source.role]
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


def _words(options: Mapping[str, str | tuple[str, ...]]) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Part options that may be a list from those that hold one word; a list elsewhere is the author's mistake."""
    lists: dict[str, tuple[str, ...]] = {}
    words: dict[str, str] = {}
    for option, value in options.items():
        if option == "text":
            lists[option] = (value,) if isinstance(value, str) else value
        elif option in LISTS:
            # In a line there is no list, so commas part the entries.
            parts = value.split(",") if isinstance(value, str) else value
            lists[option] = tuple(part.strip() for part in parts if part.strip())
        elif isinstance(value, str):
            words[option] = value
        else:
            raise DirectiveError(f"`{option}` is a list", hint="write one value")
    return lists, words
