"""The inline pattern: takes images whose address begins with `imggen:`, by links and by references, and no other image.

It runs before every extension's patterns, so that emoji, smart quotes, maths and abbreviations cannot change the words of a
prompt, and leaves an `<img>` that `attr_list` can decorate.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor

from mkdocs_imggen.misses import SCHEME

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

# Nearly every directive: nothing escaped, nothing stashed, no entity, no bracket or quote inside.
_SIMPLE = re.compile(r'!\[([^\[\]\\\x02&]*)\]\(imggen:([^\s"\'()<>\\\x02&]*)(?: +"([^"\\\x02&]*)")?\)')
_ADDRESS = re.compile(r"\(\s*(?:<\s*imggen:([^<>\"]*)>\s*|imggen:([^\"'()<>]*))")
_REFERENCE = re.compile(r"\s?\[([^\]]*)\]")
_BRACKETS = re.compile(r"[\[\]]|\\.", re.DOTALL)
_CLOSINGS = {quote: re.compile(rf"{quote}\s*\)") for quote in "\"'"}
_STASHED = re.compile(r"\x02klzzwxh:([0-9]+)\x03|\x02wzxhzdk:([0-9]+)\x03|\x02([0-9]+)\x03")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_ANGLES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """An inline directive as its parts: Markdown's escapes undone, entities not."""

    alt: str
    address: str
    title: str | None
    text: str


class ImagePattern(InlineProcessor):
    """Takes the images of ours and hands each to `found`, with the `<img>` that stands for it."""

    def __init__(self, md: Markdown, found: Callable[[Element, Image], None]) -> None:
        super().__init__(r"!\[", md)
        self._md = md
        self._found = found
        self._brackets: tuple[str, dict[int, int]] = ("", {})
        self._unclosed: dict[str, tuple[str, int]] = {}

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's name; its stubs know only the oldest signature
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Give the `<img>` of a directive and where it stands, or three times None."""
        start = m.start()
        if simple := _SIMPLE.match(data, start):
            alt, address, title = simple.groups()
            end, image = simple.end(), Image(alt=alt, address=address, title=title, text=simple[0])
        elif read := self._read(data, start, m.end()):
            end, image = read
        else:
            return None, None, None
        if _is_escaped(data, start):
            return None, None, None
        if tag := self._html_around(data, start, end):
            return tag
        element = Element("img", {"src": SCHEME + image.address, "alt": image.alt})
        self._found(element, image)
        return element, start, end

    def _read(self, data: str, start: int, inside: int) -> tuple[int, Image] | None:
        close = self._closing_bracket(data, inside - 1)
        if close is None:
            return None
        alt, after = data[inside:close], close + 1
        if match := _ADDRESS.match(data, after):
            address, end = match[1] if match[1] is not None else match[2], match.end()
            title: str | None = None
            quote = data[end : end + 1]
            if quote in {'"', "'"}:
                ends = self._closing_quote(data, quote, end + 1)
                if ends is None:
                    return None
                title, end = data[end + 1 : ends[0]], ends[1]
            elif quote == ")":
                end += 1
            else:
                return None
        elif data.startswith("(", after):
            return None
        else:
            match = _REFERENCE.match(data, after)
            end = match.end() if match else after
            name = _SPACE.sub(" ", (match and match[1]) or alt).lower()
            found = self._md.references.get(name)
            if not found or not found[0].startswith(SCHEME):
                return None
            address, title = found[0].removeprefix(SCHEME), found[1]
        parts = {"alt": self._clean(alt), "address": self._clean(address).strip()}
        title = None if title is None else self._clean(title)
        return end, Image(**parts, title=title, text=self._source(data[start:end]))

    def _closing_bracket(self, data: str, opening: int) -> int | None:
        """Find the bracket that closes this one. All are paired at once, so that a flood of them costs one pass."""
        if self._brackets[0] is not data or opening not in self._brackets[1]:
            pairs: dict[int, int] = {}
            stack: list[int] = []
            for match in _BRACKETS.finditer(data, opening):
                if match[0] == "[":
                    stack.append(match.start())
                elif match[0] == "]" and stack:
                    pairs[stack.pop()] = match.start()
            pairs.update(dict.fromkeys(stack, -1))
            self._brackets = (data, pairs)
        close = self._brackets[1].get(opening, -1)
        return None if close < 0 else close

    def _closing_quote(self, data: str, quote: str, start: int) -> tuple[int, int] | None:
        """Find the quote that ends a title: the first one before a closing parenthesis that is not escaped."""
        searched, since = self._unclosed.get(quote, ("", 0))
        if searched is data and start >= since:
            return None
        for match in _CLOSINGS[quote].finditer(data, start):
            if not _is_escaped(data, match.start()):
                return match.span()
        self._unclosed[quote] = (data, start)
        return None

    def _html_around(self, data: str, start: int, end: int) -> tuple[str, int, int] | None:
        """Take the HTML comment or tag that a directive stands in as a whole, before Markdown's own images change it."""
        if data.find("<", 0, start) < 0 or data.find(">", end) < 0:
            return None
        if "html" not in self._md.inlinePatterns:
            return None
        html_pattern: Any = self._md.inlinePatterns["html"]
        # It begins at the last comment before, or at one of the last angle brackets (an attribute may hold one, too).
        openings = [data.rfind("<!--", 0, start)]
        at = start
        while len(openings) < _ANGLES and (at := data.rfind("<", 0, at)) >= 0:
            openings.append(at)
        for opening in openings:
            match = html_pattern.getCompiledRegExp().match(data, opening) if opening >= 0 else None
            if match and end < match.end():
                taken: tuple[str, int, int] = html_pattern.handleMatch(match, data)
                return taken
        return None

    def _clean(self, text: str) -> str:
        """Undo escapes and give back the text of what was stashed already (code spans), keeping entities."""
        # Escapes first: what comes out of the stash, such as code, has none.
        if "\\" in text:
            # Tables add the bar to what can be escaped; in a title, quotes can be as well.
            escapable = frozenset((*self._md.ESCAPED_CHARS, '"', "'"))
            text = _ESCAPED.sub(lambda match: match[1] if match[1] in escapable else match[0], text)
        return self._unstash(text)

    def _unstash(self, text: str) -> str:
        def plain(match: re.Match[str]) -> str:
            stashed, raw, code = match.groups()
            if code:
                return chr(int(code))
            value: Any = self._stashed(stashed) if stashed else self._raw(int(raw))
            if value is None:
                return match[0]
            return self._unstash(value if isinstance(value, str) else "".join(value.itertext()))

        return _STASHED.sub(plain, text) if "\x02" in text else text

    def _source(self, text: str) -> str:
        """Give the author's spelling as far as it is known: code spans get one backtick back."""

        def written(match: re.Match[str]) -> str:
            if match[1]:
                value = self._stashed(match[1])
                if isinstance(value, str):
                    return _STASHED.sub(written, value)
                return match[0] if value is None else f"`{html.unescape(''.join(value.itertext()))}`"
            return "\\" + chr(int(match[3])) if match[3] else match[0]

        return _STASHED.sub(written, text) if "\x02" in text else text

    def _stashed(self, number: str) -> Any:
        processor: Any = self._md.treeprocessors["inline"]
        return processor.stashed_nodes.get(number)

    def _raw(self, number: int) -> Any:
        blocks = self._md.htmlStash.rawHtmlBlocks
        value = blocks[number] if number < len(blocks) else None
        return _TAG.sub("", value) if isinstance(value, str) else value


def _is_escaped(data: str, at: int) -> bool:
    """Tell whether an odd number of backslashes stands before a place."""
    before = at
    while before and data[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1
