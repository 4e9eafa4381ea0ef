"""Presets: named defaults of a site, and the built-in ones as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from mkdocs_imggen.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A house style: what a directive that names it does not have to say.

    `prompt` is a template with `{prompt}` and, where wanted, `{palette}`. `palette` lists colours, `avoid` what must not be
    in the picture; both become words of the prompt. `references` are pictures that go in, each a path or `@name`, with a role
    before it where it has one (`logo: brand/logo.png`).
    What follows is about renditions and the page, and no part of what is asked: `kind` chooses how they are encoded, `trim`
    scales a transparent picture's subject to its frame, `sizes` tells the browser how wide it is shown, as in HTML.
    """

    prompt: str = "{prompt}"
    size: str = "3:2"
    background: str = "opaque"
    quality: str = "medium"
    palette: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    kind: str = "drawing"
    trim: bool = False
    sizes: str = ""


BUILT_IN: Mapping[str, Preset] = MappingProxyType(
    {
        "default": Preset(),
        "icon": Preset(
            prompt="{prompt}. One simple icon, flat vector, bold shapes, centred, no text.",
            size="1:1",
            background="transparent",
        ),
        "character": Preset(
            prompt="{prompt}. A friendly mascot, full figure, clean flat vector shapes, no text.",
            size="1:1",
            background="transparent",
        ),
        "sticker": Preset(
            prompt="{prompt}. A die-cut sticker with a white border, clean vector shapes.",
            size="1:1",
            background="transparent",
        ),
        "hero": Preset(
            prompt="{prompt}. A wide, calm hero illustration for a documentation page, flat vector, generous empty space.",
            quality="high",
        ),
        "isometric": Preset(prompt="{prompt}. Isometric vector illustration, soft light, no text."),
    }
)
"""What every site has. `default` adds no words, so that a prompt means what it says."""

SEXAGESIMAL: Mapping[int, str] = MappingProxyType({61: "1:1", 182: "3:2", 123: "2:3"})
"""YAML 1.1 reads these ratios as numbers to the base of sixty, so MkDocs hands us the numbers."""
WORDS = tuple(field.name for field in fields(Preset))
"""What a preset in the settings may hold, besides `extends`."""
KINDS = ("drawing", "photo")
"""What renditions are encoded for."""
# Conditions with their lengths, and a length alone at the end: one that a browser cannot read is taken for 100vw.
_LENGTH = r"(?:[0-9]*\.?[0-9]+(?:px|em|rem|ch|vw|vh|vmin|vmax)|(?:calc|min|max|clamp)\([^<>\"']+\))"
_SIZES = re.compile(rf"(?:\([a-z0-9 :.<>=()-]+\) {_LENGTH}, )*{_LENGTH}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_MAX_CHAIN = 20


def read_presets(raw: Mapping[str, object]) -> dict[str, Preset]:
    """Join the site's presets to the built-in ones, following `extends`.

    Raises:
        ValueError: with every fault of every preset, one a line.

    """
    done: dict[str, Preset] = dict(BUILT_IN)
    faults: list[str] = []

    def build(name: str, chain: tuple[str, ...]) -> Preset:
        if name in chain:
            raise ValueError(f"`{name}` extends itself")
        if len(chain) > _MAX_CHAIN:
            raise ValueError(f"extends more than {_MAX_CHAIN} presets in a row")
        if name not in raw:
            if name in BUILT_IN:
                return BUILT_IN[name]
            raise ValueError(f"extends unknown preset `{name}`{nearest(name, {*raw, *BUILT_IN})}")
        body = raw[name]
        if not isinstance(body, dict):
            raise ValueError(f"expected a mapping, got {type(body).__name__}")  # noqa: TRY004 - all faults are ValueErrors here
        # A preset that redefines a built-in one starts from that one, so that one changed word stays one changed word.
        parent = body.get("extends", name if name in BUILT_IN else "default")
        base = BUILT_IN[name] if parent == name and name in BUILT_IN else build(str(parent), (*chain, name))
        return replace(base, **{key: _value(str(key), value) for key, value in body.items() if key != "extends"})  # type: ignore[arg-type]

    for name in raw:
        try:
            if not _NAME.fullmatch(name):
                raise ValueError("a preset's name has letters a to z, digits, `-` and `_` only")
            done[name] = build(name, ())
        except ValueError as fault:
            faults.append(f"preset `{name}`: {fault}")
    if faults:
        raise ValueError("\n".join(faults))
    return done


def _value(key: str, value: object) -> str | bool | tuple[str, ...]:
    if key not in WORDS:
        raise ValueError(f"unknown option `{key}`{nearest(key, (*WORDS, 'extends'))}")
    if key in {"palette", "avoid", "references"}:
        parts = value.split(",") if isinstance(value, str) else value
        if key == "references" and isinstance(parts, list):
            parts = [_with_role(part) for part in parts]
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValueError(f"`{key}` must be a list of texts, got {value!r}; put them in quotes")
        return tuple(part.strip() for part in parts if part.strip())
    if key == "trim":
        if not isinstance(value, bool):
            raise ValueError(f"`trim` must be true or false, got {value!r}")
        return value
    if key == "size" and isinstance(value, int) and value in SEXAGESIMAL:
        return SEXAGESIMAL[value]
    if not isinstance(value, str):
        raise ValueError(f"`{key}` must be text, got {value!r}; put it in quotes")  # noqa: TRY004 - as above
    _check_text(key, value)
    return value


def _check_text(key: str, value: str) -> None:
    if key == "kind" and value not in KINDS:
        raise ValueError(f"`kind` must be {' or '.join(KINDS)}, got {value!r}")
    if key == "sizes" and not _SIZES.fullmatch(value):
        raise ValueError(f"`sizes` must be as in HTML, such as `(min-width: 60em) 50em, 100vw`, got {value!r}")
    if key == "prompt":
        if "{prompt}" not in value:
            raise ValueError("`prompt` must contain `{prompt}`")
        rest = value.replace("{prompt}", "").replace("{palette}", "")
        if "{" in rest or "}" in rest:
            raise ValueError("`prompt` may contain `{prompt}` and `{palette}` and no other braces")


def _with_role(entry: object) -> object:
    """Join `role: path`, which YAML reads as a mapping, into one text again."""
    if isinstance(entry, dict) and len(entry) == 1:
        return ": ".join(str(part) for part in next(iter(entry.items())))
    return entry
