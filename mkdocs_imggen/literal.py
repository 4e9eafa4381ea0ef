"""Gives the author's text back where a fence of ours was found in something that only shows it: raw HTML, comments, code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from mkdocs_imggen.fences import Fence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_imggen.conversion import Page

PLACEHOLDER = re.compile(r"\x02wzxhzdk:([0-9]+)\x03")
"""What Markdown writes for a block in its stash of raw HTML."""
_WITH_LINE_ENDS = re.compile(r"(\n?)\x02wzxhzdk:([0-9]+)\x03(\n?)")


def restore_raw(blocks: list[Any], first: int) -> None:
    """Put the author's text of fences back into raw HTML and comments, from the stash's block `first` on."""
    for number in range(first, len(blocks)):
        block = blocks[number]
        if isinstance(block, Element):
            _restore_element(block, blocks)
        elif not isinstance(block, Fence):
            blocks[number] = _restore_text(block, blocks)


def _restore_element(element: Element, blocks: Sequence[Any]) -> None:
    # md_in_html marks what it will read as Markdown; there, a fence stays a picture.
    read = element.get("markdown") in {"block", "span"}
    if not read and element.text:
        element.text = _restore_text(element.text, blocks)
    for child in element:
        _restore_element(child, blocks)
        if not read and child.tail:
            child.tail = _restore_text(child.tail, blocks)


def _restore_text(text: str, blocks: Sequence[Any]) -> str:
    def source(match: re.Match[str]) -> str:
        before, number, after = match.groups()
        fence = blocks[int(number)] if int(number) < len(blocks) else None
        if not isinstance(fence, Fence):
            return match[0]
        return str(fence) if fence.padded else before + fence + after

    return _WITH_LINE_ENDS.sub(source, text) if "\x02wzxhzdk:" in text else text


class Code(Treeprocessor):
    """Gives indented code its text back, where a fence of ours was found inside it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: Element) -> None:
        """Change code blocks only."""
        if self.page.active:
            for code in root.iter("code"):
                restore_code(code, self.page.md.htmlStash.rawHtmlBlocks)


def restore_code(code: Element, blocks: Sequence[Any]) -> None:
    """Put the author's text of fences back into a code element that swallowed them."""
    if code.text and "\x02wzxhzdk:" in code.text:
        code.text = AtomicString(restored(code.text, blocks))


def restored(text: str, blocks: Sequence[Any]) -> str:
    """Give a code's text with the fences that it swallowed, escaped as code is."""

    def source(match: re.Match[str]) -> str:
        number = int(match[1])
        fence = blocks[number] if number < len(blocks) else None
        if not isinstance(fence, Fence):
            return match[0]
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        return code_escape(fence.shifted(max(0, fence.prefix - column)))

    return PLACEHOLDER.sub(source, text)
