"""Hostile words in every place that reaches a page: they arrive as words, or they are refused."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fuzzing import fuzz, parts, texts_like
from hypothesis import strategies as st
from pages import Elements, harm, is_no_worse, rendered
from payloads import NAMES, PAYLOADS

from mkdocs_imggen import plainyaml
from mkdocs_imggen.directive import HTML_ATTRIBUTES, OPTIONS, normalise

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

EXTENSIONS = ["attr_list", "fenced_code"]
NAMED = sorted(OPTIONS | HTML_ATTRIBUTES | {"data-x", "aria-label", "data-title"})
"""Every word that a directive may say, and one of each kind of attribute that may have any name."""
WORDS = {"alt", "caption", "title", "data-x", "aria-label", "data-title"}
"""Those that are words for people, and so must arrive to the letter."""
PLACED_ELSEWHERE = {"alt", "prompt", "title"}
"""Those for which the inline form has places of its own, and so refuses them as options."""
FROM_A_LIST = frozenset(
    parts("class id width height loading align name preset size background quality format take decorative", " ")
)
"""Those that take words from a short list or of a few letters, and so hardly any payload."""
ATTRIBUTE = re.compile("(?:data|aria)-[a-z0-9._-]+|src|srcset|sizes|type|media|alt|width|height|loading|decoding")
PICTURES = (
    ["p", "picture", "source", "img"],
    ["figure", "picture", "source", "img", "figcaption"],
    ["p", "picture", "source", "source", "source", "img"],
)
"""What a directive becomes; the last with its dark twin."""


def braces(name: str, word: str) -> str:
    quote_mark = "'" if '"' in word else '"'  # there is no third way to write one
    return f"![A lock](imggen:){{ {name}={quote_mark}{word}{quote_mark} }}"


def fence(name: str, word: str) -> str:
    return f"```imggen\n{plainyaml.dump({'prompt': 'A lock', 'alt': 'Lock', name: word})}```"


SPELT: dict[str, Callable[[str, str], str]] = {
    "query": lambda name, word: f"![A lock](imggen:?{name}={quote(word, safe='')})",
    "braces": braces,
    "fence": fence,
}
"""The forms of a directive, each with a word spelt so that all of it is the value."""
RAW: dict[str, Callable[[str, str], str]] = {
    "query": lambda name, word: f"![A lock](imggen:?{name}={word})",
    "braces": lambda name, word: f'![A lock](imggen:){{ {name}="{word}" }}',
    "bare braces": lambda name, word: f"![A lock](imggen:){{ {name}={word} }}",
    "header": lambda name, word: f"```imggen {name}={word}\nprompt: A lock\nalt: Lock\n```",
    "brackets": lambda _, word: f"![{word}](imggen:)",
    "title": lambda _, word: f'![Lock](imggen: "{word}")',
    "preset": lambda _, word: f"![Lock](imggen:{word})",
    "reference": lambda _, word: f'![{word}][r]\n\n[r]: imggen:?{word} "{word}"',
    "fence": lambda name, word: f"```imggen\nprompt: A lock\nalt: Lock\n{name}: {word}\n```",
    "quoted fence": lambda name, word: f'```imggen\nprompt: A lock\nalt: Lock\n{name}: "{word}"\n```',
    "block fence": lambda name, word: f"```imggen\nprompt: A lock\nalt: Lock\n{name}: |\n  {word}\n```",
}
NAMING = frozenset(RAW) - {"brackets", "title", "preset", "reference"}
"""The same and more, with the word as it is, so that it may end what it stands in."""


def words_of(text: str) -> str:
    """Give what a reader sees: entities undone as often as they are there, white space and Markdown's own marks left out."""
    while (undone := html.unescape(text)) != text:
        text = undone
    return " ".join(text.replace("\x02", "").replace("\x03", "").split())


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("form", SPELT)
def test_a_payload_is_a_word_like_any_other_or_refused(form: str, name: str) -> None:
    arrived = 0
    for payload in PAYLOADS:
        text = SPELT[form](name, payload)
        whole = page, host = rendered(text, EXTENSIONS)
        elements = Elements(page)
        if form == "braces":  # `attr_list` takes not all of them, and what it leaves is Markdown
            assert is_no_worse(whole, text, EXTENSIONS), (payload, page)
        else:
            assert not harm(page), (payload, page)
            assert elements.tags in (([], ["p"], ["p", "span"]) if host.faults else PICTURES), (payload, page)
        if host.faults or elements.tags not in PICTURES or "{" in elements.text:
            continue
        arrived += 1
        if name in WORDS:
            shown = "title" if name == "data-title" and form != "fence" else name
            word = elements.text if name == "caption" else dict(elements.found)["img"][shown]
            assert words_of(word) == words_of(normalise(payload)), (payload, page)
    if name in FROM_A_LIST or (name in PLACED_ELSEWHERE and form != "fence"):
        assert arrived <= 5
    elif name in WORDS:
        assert arrived >= (30 if form == "braces" else 90)


@pytest.mark.parametrize("form", RAW)
def test_a_payload_that_ends_its_place_does_no_more_than_in_plain_markdown(form: str) -> None:
    for name in ("alt", "caption", "class", "data-x", "name", "size") if form in NAMING else ("",):
        for payload in PAYLOADS:
            text = RAW[form](name, payload)
            page = rendered(text, EXTENSIONS)
            assert is_no_worse(page, text, EXTENSIONS), (text, page.html)


@pytest.mark.parametrize("form", SPELT)
def test_an_attribute_that_nobody_may_set_is_refused(form: str) -> None:
    for name in NAMES:
        for word in ("alert(1)", "javascript:alert(1)"):
            page, host = rendered(SPELT[form](name, word), EXTENSIONS)
            assert not harm(page), page
            if form == "braces" and not host.faults:  # `attr_list` makes names of what is none
                assert all(ATTRIBUTE.fullmatch(found) for _, attributes in Elements(page).found for found in attributes), page
            else:
                assert len(host.faults) == 1, name


def test_there_are_sixty_payloads_and_more() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert {"element", "attribute", "address"} <= {kind for payload in PAYLOADS for kind, *_ in harm(payload)}


@fuzz(
    commit=300,
    nightly=40_000,
    word=texts_like(PAYLOADS, PAYLOADS),
    name=st.sampled_from(NAMED),
    form=st.sampled_from([*SPELT.items(), *RAW.items()]),
)
def test_a_damaged_payload_does_no_more_than_in_plain_markdown(
    word: str, name: str, form: tuple[str, Callable[[str, str], str]]
) -> None:
    text = form[1](name, word)
    page = rendered(text, EXTENSIONS)
    assert is_no_worse(page, text, EXTENSIONS), (text, page.html)
