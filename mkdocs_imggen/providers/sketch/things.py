"""What was read in a prompt: the things to draw, and all that is said about the picture as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkdocs_imggen.providers.sketch import lexicon


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """Something that will be drawn, as the prompt describes it."""

    name: str
    word: str
    count: int = 1
    colour: str = ""
    states: frozenset[str] = frozenset()
    pose: str = ""
    wears: str = ""
    wears_colour: str = ""
    start: int = 0
    also: tuple[int, ...] = ()
    idea: bool = False

    @property
    def acts(self) -> bool:
        """Whether it is a character."""
        return self.name in lexicon.CHARACTERS


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """All that was understood of a prompt, and the words that were not."""

    things: tuple[Thing, ...]
    unknown: tuple[str, ...]
    texts: tuple[str, ...] = ()
    style: str = "flat"
    colours: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    setting: str = ""
    dark: bool = False
    pastel: bool = False
    mono: bool = False
    sunset: bool = False
    white: bool = False
    said: str = ""

    def position(self, pattern: str) -> int:
        """Where a pattern stands in the prompt, or -1."""
        match = re.search(pattern, self.said)
        return match.start() if match else -1
