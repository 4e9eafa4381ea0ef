"""What looks like a directive and became something else: each is an error, since the page would be wrong in silence.

Pure: it judges texts, addresses and attributes of a finished page; `extension.py` shows it where they are.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import TYPE_CHECKING

from mkdocs_imggen.directive import OPTIONS
from mkdocs_imggen.errors import DirectiveError, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SCHEME = "imggen:"
"""What the address of an inline directive begins with."""

_OPENING = re.compile(r"^[> \t]*(?:`{3,}|~{3,}) *\{? *\.?imggen(?:-credits)?(?![\w#+-])[^\n]*", re.MULTILINE)
_SPAN = re.compile(r"imggen(?:-credits)?(?![\w:.#+-])[^\n]*\n")
_ESCAPED_BRACKET = "!\x0291\x03"
"""`!` and an escaped `[` as Markdown keeps them until the end: the author shows a directive, and means it."""
# A tag up to the value of an attribute that holds an address. It is matched backwards from the address, over a short window.
_TAG = re.compile(r"<([a-zA-Z][\w:-]*+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?[\s\"'/](?:src|href|srcset|poster|data)\s*=\s*[\"']?\s*")
_VALUE = re.compile(r"[^\s\"'<>]{1,200}")
_MAX_TAG = 500
_MAX_LINE = 10_000
_MAX_QUOTE = 200
_ENOUGH = 20
"""Faults of one kind reported in one paragraph: more would be the same mistake."""
_BRACES = re.compile(r"\{:?[^{}\n]+\}| +\{:? *(?:[.#][\w-]|[\w-]+=)[^{}\n]*\}")
_BRACES_ALONE = re.compile(r"\s*\{:? *(?:[.#][\w-]|[\w-]+=)[^{}\n]*\}\s*")


def left_as_text(text: str) -> Iterator[tuple[DirectiveError, str]]:
    """Find directives that Markdown left as text; each with the part by which its line is found."""
    yield from islice(_images_left_as_text(text), _ENOUGH)
    for match in islice(_OPENING.finditer(text) if "imggen" in text else (), _ENOUGH):
        yield _unopened(match[0].strip()), match[0].strip()


def _images_left_as_text(text: str) -> Iterator[tuple[DirectiveError, str]]:
    start = 0
    while (at := text.find("](" + SCHEME, start)) >= 0:
        if text.rfind(_ESCAPED_BRACKET, start, at) < 0:
            begin = max(text.rfind("\n", start, at) + 1, text.rfind("\x03", start, at) + 1, start, at - _MAX_QUOTE)
            yield (
                DirectiveError(
                    f"an image that Markdown left as text: `{clean(text[begin : at + 40], 80)}`",
                    hint="check quotes, brackets and parentheses; a bar in a table is \\|; to show it as text, use a code span",
                ),
                text[begin : at + 2 + len(SCHEME)],
            )
        start = at + 2


def cut_by_bar(cell: str, source: str) -> tuple[DirectiveError, str] | None:
    """Judge a table cell that holds the beginning of an image: a bar in it has cut the rest off."""
    at = cell.rfind("![")
    if at < 0 or "]" in cell[at:]:
        return None
    begin = cell[at:].strip()
    found = source.find(begin + "|")
    rest = source[found : found + _MAX_LINE].partition("\n")[0] if found >= 0 else ""
    if not rest[rest.find("](") :].startswith("](" + SCHEME):
        return None
    return DirectiveError("a bar in a table cell cuts an image in two", hint="write `\\|`"), begin


def in_code(text: str) -> tuple[DirectiveError, str] | None:
    """Judge a code span: one that begins like a fence was meant as one, and its marks do not match."""
    if not text.startswith("imggen") or not _SPAN.match(text):
        return None
    source = html.unescape(text)
    return _unopened("```" + source.partition("\n")[0]), source


def link(text: str, address: str) -> tuple[DirectiveError, str]:
    """Say that a link goes to `imggen:`."""
    error = DirectiveError(
        f"a link to `{clean(address, 60)}`, which is no page",
        hint="write `!` before the bracket to make it a picture; to show it as text, use a code span",
    )
    return error, f"[{text}]({address}" if text and "\x02" not in text else f"]({address}"


def element(tag: str, address: str) -> tuple[DirectiveError, str]:
    """Say that raw HTML has an address that only Markdown images can have."""
    error = DirectiveError(
        f"`{clean(address, 60)}` in the HTML tag <{clean(tag, 20)}>, where it stays as it is",
        hint="write a Markdown image; inside an HTML block that needs the attribute `markdown` and the extension md_in_html",
    )
    return error, address


def raw_html(block: str) -> Iterator[tuple[DirectiveError, str]]:
    """Find addresses of ours in the tags of raw HTML; comments do not count."""
    if SCHEME in block:
        yield from islice(_addresses(_without_comments(block)), _ENOUGH)


def _addresses(block: str) -> Iterator[tuple[DirectiveError, str]]:
    at = -1
    while (at := block.find(SCHEME, at + 1)) >= 0:
        begin = block.rfind("<", max(0, at - _MAX_TAG), at)
        tag = _TAG.fullmatch(block, begin, at) if begin >= 0 else None
        if tag and (address := _VALUE.match(block, at)):
            yield element(tag[1], address[0])


def _without_comments(block: str) -> str:
    kept: list[str] = []
    start = 0
    while (opening := block.find("<!--", start)) >= 0 and (closing := block.find("-->", opening)) >= 0:
        kept.append(block[start:opening])
        start = closing + 3
    return "".join([*kept, block[start:]])


def braces(after: str, *, inline: bool) -> DirectiveError | None:
    """Judge what follows a directive: a `{ … }` that no extension took would be printed."""
    match = _BRACES.match(after) if inline else _BRACES_ALONE.match(after)
    if match is None:
        return None
    if not inline:
        return DirectiveError("a `{ … }` after a fence would be printed", hint="write options and attributes in the fence's body")
    return DirectiveError(
        f"`{clean(match[0].strip(), 60)}` would be printed after the picture",
        hint="write it right behind the parenthesis and turn on `attr_list`, or use a query: imggen:icon?size=1:1",
    )


def misplaced(tag: str, attributes: Iterable[str]) -> DirectiveError | None:
    """Judge the attributes of the element around a picture: options of ours there were meant for the picture."""
    ours = sorted(OPTIONS.intersection(attributes))
    if not ours:
        return None
    return DirectiveError(
        f"`{ours[0]}=` belongs to the <{tag}> around the picture, not to the picture",
        hint="write the braces on the same line, right behind the closing parenthesis",
    )


def _unopened(opening: str) -> DirectiveError:
    return DirectiveError(
        f"a fence that Markdown did not take: `{clean(opening, 60)}`",
        hint="begin its line with it, close it with the same mark and indentation, and write options in its body",
    )
