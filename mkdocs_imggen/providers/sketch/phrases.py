"""Phrases in a prompt: its words in the singular, and the longest phrases of a table among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOKEN = re.compile(r"[a-z0-9]+(?:[-'/.][a-z0-9]+)*")
IRREGULAR = MappingProxyType(
    {
        "people": "person", "men": "man", "women": "woman", "children": "child", "leaves": "leaf", "shelves": "shelf",
        "bookshelves": "bookshelf", "mice": "mouse", "knives": "knife",
    }
)  # fmt: skip
PAIRED = frozenset(
    {
        "blocks", "book stack", "chats", "check", "coins", "documents", "gears", "headset", "mountain", "music", "packages",
        "pipe",
        "glasses icon", "glasses line icon", "binoculars icon", "binoculars line icon", "swords icon", "swords line icon",
        "scales", "scissors", "shelf", "sparkles", "stairs", "toolbox", "wave",
    }
)  # fmt: skip
"""One drawing shows what the plural means."""


@dataclass(slots=True)
class Word:
    """A word of the prompt, and whether it was understood."""

    text: str
    single: str
    start: int
    end: int
    taken: bool = False


@dataclass(slots=True)
class Found:
    """A phrase that was found: the name it stands for, and its first and last word."""

    name: str
    first: int
    last: int
    idea: bool
    plural: bool


def singular(word: str) -> str:
    """Take the plural off a word; applied to both sides, it need not be right, only the same."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if re.fullmatch(r"\w{2,}ies", word):
        return word[:-3] + "y"
    if re.fullmatch(r"\w+(?:ch|sh|x|ss|z)es", word):
        return word[:-2]
    if re.fullmatch(r"\w+[^sui\W]s", word):
        return word[:-1]
    return word


def index_of(table: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Turn a table of names and their phrases around."""
    return {key_of(phrase): name for name, phrases in table.items() for phrase in phrases.split("|")}


def key_of(phrase: str) -> tuple[str, ...]:
    """Bring a phrase into the form in which it is looked up."""
    return tuple(singular(part) for part in TOKEN.findall(phrase))


def find(words: Sequence[Word], index: Mapping[tuple[str, ...], str], *, idea: bool) -> list[Found]:
    """Find the longest phrase at every place; mark its words as understood."""
    longest = max(len(phrase) for phrase in index)
    found = []
    place = 0
    while place < len(words):
        for length in range(min(longest, len(words) - place), 0, -1):
            span = words[place : place + length]
            phrase = tuple(word.single for word in span)
            if phrase in index and not any(word.taken for word in span) and _together(span):
                for word in span:
                    word.taken = True
                plural = span[-1].text != span[-1].single and index[phrase] not in PAIRED
                found.append(Found(index[phrase], place, place + length - 1, idea, plural))
                place += length - 1
                break
        place += 1
    return found


def _together(span: Sequence[Word]) -> bool:
    """Whether nothing but one blank stands between the words of a phrase."""
    return all(after.start - before.end <= 1 for before, after in pairwise(span))


def mark(words: Sequence[Word], start: int, end: int) -> None:
    """Mark the words of a stretch of the prompt as understood."""
    for word in words:
        if word.start >= start and word.end <= end:
            word.taken = True
