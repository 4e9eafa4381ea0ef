"""Puts pictures into a finished tree, in the order of the page, and says what only looks like a directive.

Pictures are asked for in document order, because the first one of a page is special; they are placed in reverse order,
because splitting a paragraph moves what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import misses
from mkdocs_imggen.errors import DirectiveError, ImggenError
from mkdocs_imggen.fences import Fence
from mkdocs_imggen.inline import Image
from mkdocs_imggen.literal import PLACEHOLDER, restore_code, restored
from mkdocs_imggen.markup import without_disclosure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_ONLY_PLACEHOLDER = re.compile(r"\s*\x02wzxhzdk:([0-9]+)\x03\s*")
_FLOW = frozenset(
    "article aside blockquote body dd details div figcaption figure footer form header li main nav section td th".split()  # noqa: SIM905
)
"""Elements that may hold a `<figure>` or a table."""
_BLOCKS = frozenset({"div", "figure"})
_RAW = frozenset({"pre", "script", "style", "textarea"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Spot:
    """Where a picture goes: in the place of `node`, or (a fence) of `start` to `end` in the text or the tail of `node`."""

    picture: Element | None
    parent: Element
    node: Element
    source: str
    in_text: bool = False
    start: int = -1
    end: int = -1


class Placing:
    """One tree. `images` are what the inline pattern took, `blocks` the stash, `shown` fences showing ours, `source` the page."""

    def __init__(
        self,
        *,
        images: Mapping[Element, Image],
        blocks: list[Any],
        shown: Sequence[str],
        source: str,
        picture: Callable[[grammar.Directive], Element],
        table: Callable[[], Element],
        fault: Callable[[ImggenError, str], None],
    ) -> None:
        self.images, self.blocks, self.shown, self.source = images, blocks, shown, source
        self.picture, self.table, self.fault = picture, table, fault
        self.spots: list[_Spot] = []
        self.parents: dict[Element, Element] = {}
        # Where each element stands in its parent. It stays true while pictures are placed, since only what follows moves.
        self.places: dict[Element, int] = {}

    def run(self, root: Element) -> None:
        """Do all of it, in place."""
        self.walk(root, root)
        for spot in reversed(self.spots):
            if spot.start < 0:
                self.put_image(spot)
            else:
                self.put_fence(spot)

    def walk(self, element: Element, parent: Element) -> None:
        """Visit an element and what is in it, in document order."""
        self.parents[element] = parent
        tag = element.tag
        if element in self.images:
            self.image(element, parent, self.images[element])
        elif element.attrib:
            self.addresses(element, parent)
        if tag == "code":
            self.code(element, parent)
        elif element.text and tag not in _RAW:
            if _concerns(element.text):
                self.text(element, element, element.text, in_text=True)
            if tag in {"td", "th"}:
                self.cell(element, parent)
        before: Fence | None = None
        for place, child in enumerate(element):
            self.places[child] = place
            text = child.text or ""
            if before is not None and child.tag == "p" and (miss := misses.braces(text, inline=False)):
                self.fault(miss, str(before))
            before = self.only_a_fence(text) if "\x02" in text and child.tag == "p" and not len(child) else None
            self.walk(child, element)
            if child.tail and _concerns(child.tail):
                self.text(child, element, child.tail, in_text=False)

    def image(self, element: Element, parent: Element, image: Image) -> None:
        """Turn an inline directive into a picture."""
        said = {name: value for name, value in element.attrib.items() if name not in {"src", "alt"}}
        for name, ours in (("src", misses.SCHEME + image.address), ("alt", image.alt)):
            if element.get(name) != ours:
                said[name] = element.get(name, "")
        picture = None
        try:
            if miss := misses.braces(element.tail or "", inline=True) or misses.misplaced(str(parent.tag), parent.attrib):
                raise miss
            picture = self.picture(
                grammar.inline(alt=image.alt, address=image.address, title=image.title, attributes=said, text=image.text)
            )
        except ImggenError as error:
            self.fault(error, image.text)
        self.spots.append(_Spot(picture=picture, parent=parent, node=element, source=image.text))

    def addresses(self, element: Element, parent: Element) -> None:
        """Report addresses of ours where they stay as they are; take images that another extension made of ours."""
        source, target = element.get("src") or "", element.get("href") or ""
        if source.startswith(misses.SCHEME):
            if element.tag != "img":
                self.fault(*misses.element(str(element.tag), source))
                return
            image = Image(
                alt=element.get("alt") or "",
                address=source.removeprefix(misses.SCHEME),
                title=element.attrib.pop("title", None),
                text=f"]({source}",
            )
            element.set("alt", image.alt)
            self.image(element, parent, image)
        elif target.startswith(misses.SCHEME):
            self.fault(*misses.link(element.text or "", target))

    def code(self, element: Element, parent: Element) -> None:
        """Give a code span its text back, and report one that was meant as a fence."""
        restore_code(element, self.blocks)
        text = element.text or ""
        # A highlighter of code spans keeps their text in the stash.
        if (match := _ONLY_PLACEHOLDER.fullmatch(text)) and isinstance(text := self.block(int(match[1])), str):
            self.blocks[int(match[1])] = text = restored(text, self.blocks)
        if parent.tag != "pre" and text and (found := misses.in_code(text)) and not self.is_shown(found[1]):
            self.fault(*found)

    def cell(self, element: Element, parent: Element) -> None:
        """Report an image that a bar cut in two, unless its other part became a cell and is reported as text."""
        cut = misses.cut_by_bar(element.text or "", self.source)
        if cut and not any(f"]({misses.SCHEME}" in (cell.text or "") for cell in parent):
            self.fault(*cut)

    def raw(self, block: str) -> None:
        """Report what is wrong in raw HTML."""
        for error, source in misses.raw_html(block):
            self.fault(error, source)

    def text(self, node: Element, parent: Element, text: str, *, in_text: bool) -> None:
        """Turn fences in a text into pictures, and report what was left as text."""
        if isinstance(text, AtomicString):
            return
        if "\x02wzxhzdk:" in text:
            for match in PLACEHOLDER.finditer(text):
                fence = self.fence(int(match[1]))
                if fence is None:
                    continue
                picture = None
                try:
                    if miss := misses.braces(text[match.end() :], inline=False):
                        raise miss
                    directive = fence.read()
                    picture = self.picture(directive) if directive else self.table()
                except ImggenError as error:
                    self.fault(error, str(fence))
                start, end = match.span()
                spot = _Spot(picture=picture, parent=parent, node=node, source=str(fence), in_text=in_text, start=start, end=end)
                self.spots.append(spot)
        if "imggen" in text:
            for miss, source in misses.left_as_text(text):
                if not self.is_shown(source):
                    self.fault(miss, source)

    def block(self, number: int) -> Any:
        """Give what is behind a placeholder."""
        return self.blocks[number] if number < len(self.blocks) else None

    def fence(self, number: int) -> Fence | None:
        """Give the fence behind a placeholder, if it is one of ours."""
        block = self.block(number)
        return block if isinstance(block, Fence) else None

    def only_a_fence(self, text: str) -> Fence | None:
        """Give the fence of ours that is all of a paragraph."""
        match = _ONLY_PLACEHOLDER.fullmatch(text)
        return self.fence(int(match[1])) if match else None

    def is_shown(self, source: str) -> bool:
        """Tell whether these lines stand in a longer fence, on a page without a fence extension: they are meant literally."""
        return any(all(line.strip() in shown for line in source.split("\n")) for shown in self.shown)

    def put_image(self, spot: _Spot) -> None:
        """Put a picture in the place of its `<img>`; a figure takes the place of the paragraph that it fills."""
        picture, parent, node = spot.picture, spot.parent, spot.node
        if picture is not None and picture.tag == "figure" and parent.tag not in _FLOW:
            if parent.tag == "p" and len(parent) == 1 and not _has_words(parent.text, node.tail):
                _inherit(picture, parent)
                picture.tail = parent.tail
                self.parents[parent][self.places[parent]] = picture
                return
            if (picture := without_disclosure(picture)) is None:
                self.fault(
                    DirectiveError(
                        f"a picture with a caption cannot stand inside a <{parent.tag}> with something else",
                        hint="give it a paragraph of its own, or leave out `caption`",
                    ),
                    spot.source,
                )
        # The build fails anyway; an empty element keeps the tree whole for the extensions that come after.
        picture = Element("span") if picture is None else picture
        picture.tail = node.tail
        parent[self.places[node]] = picture

    def put_fence(self, spot: _Spot) -> None:
        """Put a picture in the place of its fence, outside of the paragraph that Markdown put around it."""
        picture, parent, node = spot.picture, spot.parent, spot.node
        content = (node.text if spot.in_text else node.tail) or ""
        before, after = content[: spot.start], content[spot.end :]
        place = 0 if spot.in_text else self.places[node] + 1
        if parent.tag == "p":
            _set(node, before.rstrip(), in_text=spot.in_text)
            self.split(spot, place, after.lstrip())
            return
        if picture is not None and picture.tag in _BLOCKS and parent.tag not in _FLOW:
            what = "a table" if picture.tag == "div" else "a picture with a caption"
            if (picture := without_disclosure(picture) if picture.tag == "figure" else None) is None:
                self.fault(DirectiveError(f"{what} cannot stand inside a <{parent.tag}>"), spot.source)
        if picture is None:
            _set(node, before + after, in_text=spot.in_text)
            return
        _set(node, before, in_text=spot.in_text)
        picture.tail = after
        parent.insert(place, picture)

    def split(self, spot: _Spot, place: int, after: str) -> None:
        """Split a paragraph at a fence: what was before stays in it, what comes after goes into another one."""
        paragraph, outer = spot.parent, self.parents[spot.parent]
        index = self.places[paragraph]
        rest = Element("p")
        rest.text = after
        rest.extend(paragraph[place:])
        del paragraph[place:]
        tail = paragraph.tail
        pieces = [paragraph] if len(paragraph) or _has_words(paragraph.text) else []
        if spot.picture is not None and spot.picture.tag in _BLOCKS:
            pieces.append(spot.picture)
        elif spot.picture is not None:  # a plain picture has a paragraph of its own, as an image on a line of its own has
            pieces.append(Element("p"))
            pieces[-1].append(spot.picture)
        pieces += [rest] if len(rest) or after else []
        if paragraph.attrib and paragraph not in pieces and spot.picture is not None:
            self.fault(
                DirectiveError("a `{ … }` after a fence", hint="write options and attributes in the fence's body"), spot.source
            )
        outer[index : index + 1] = pieces
        for piece in pieces:
            piece.tail = "\n"
        if pieces:
            pieces[-1].tail = tail


def _concerns(text: str) -> bool:
    """Whether a text can hold a fence, or something that only looks like a directive; most texts of a page do not."""
    return "\x02wzxhzdk:" in text or "imggen" in text


def _has_words(*texts: str | None) -> bool:
    return any(text and text.strip() for text in texts)


def _set(node: Element, content: str, *, in_text: bool) -> None:
    if in_text:
        node.text = content
    else:
        node.tail = content


def _inherit(figure: Element, paragraph: Element) -> None:
    """Keep what an author gave the paragraph that a figure takes the place of."""
    for name, value in paragraph.attrib.items():
        own = figure.get(name)
        figure.set(name, f"{own} {value}" if own and name == "class" else own or value)
