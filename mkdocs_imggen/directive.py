"""From the author's text to a Directive: grammar only, no meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Directive:
    """What an author wrote, normalised but not interpreted.

    `alt` is None when it was not said, and empty when it was said to be empty. `options` are our own words as written
    (strings, or tuples of strings for lists), `attributes` the HTML attributes that pass through. `ref` is the name after
    `@` (then there is no prompt). `text` is the author's source, for finding its line when an error needs it.
    """

    form: Literal["inline", "fence", "config"]
    prompt: str = ""
    alt: str | None = None
    ref: str | None = None
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
