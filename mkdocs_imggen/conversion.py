"""One Markdown object's work on pages that have something for us: its parts, and how they work together.

Who must come before and after stands beside each priority below and in `extension`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from mkdocs_imggen import covers, fences, literal, neighbours
from mkdocs_imggen.fences import Fence
from mkdocs_imggen.inline import ImagePattern
from mkdocs_imggen.placing import Placing

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown import Markdown

    from mkdocs_imggen.extension import ImggenExtension
    from mkdocs_imggen.inline import Image


class Page:
    """What one conversion learned, renewed when the next one begins."""

    def __init__(self, md: Markdown, extension: ImggenExtension) -> None:
        self.md = md
        self.extension = extension
        self.active = False
        self.first = 0
        self.images: dict[Element, Image] = {}
        self.shown: list[str] = []
        self.source = ""
        self.cover: Element | None = None
        self._meta: MutableMapping[str, Any] | None = None
        self._said: dict[str, Any] = {}
        self._entries: list[dict[str, Any]] = []
        # Before the highlighters (30), which read the text of indented code.
        md.treeprocessors.register(literal.Code(self), "imggen_code", 31)
        # After attr_list (8), which decorates images; before abbr (7), toc (5), MkDocs's title (1) and relpath (0 or 1).
        md.treeprocessors.register(Pictures(self), "imggen", 7.5)
        # After the anchors that enlarge images, which Zensical puts into the tree (7).
        if "glightbox" in md.treeprocessors:
            md.treeprocessors.register(Boxes(self), "imggen_boxes", 6.5)

    @property
    def file(self) -> Any | None:
        """MkDocs's file of the page that is really being rendered: for a blog's excerpt not the page it stands on."""
        processors = self.md.treeprocessors
        return getattr(processors["relpath"], "file", None) if "relpath" in processors else None

    def begin(
        self,
        lines: list[str],
        source: str,
        superfences: Any | None,
        *,
        active: bool,
        meta: MutableMapping[str, Any] | None = None,
    ) -> list[str]:
        """Forget the last conversion, be there for this one if it has something for us, and see to its cover and its fences.

        `meta` is the page's front matter where it has a cover of ours.
        """
        if not active and not self.active:
            return lines
        self.active = active
        self.first = len(self.md.htmlStash.rawHtmlBlocks)
        self.images, self.shown, self.source = {}, [], source
        self._meta, self.cover = meta, None
        if meta is not None:
            # Now, since it comes before all pictures of the page, those of Markdown inside it too.
            self.cover = self.extension.host.cover(meta, self.file)
            self._said = meta[covers.KEY]
            meta[covers.KEY] = covers.Taken(self._said)
        patterns = self.md.inlinePatterns
        if active and "imggen" not in patterns:
            # After code spans (190), before everything that could change words: maths (189.9), keys, escapes (180).
            patterns.register(ImagePattern(self.md, self.images_found), "imggen", 189.95)
        elif not active and "imggen" in patterns:
            patterns.deregister("imggen")
        if superfences is not None:
            self.ride(superfences)
            return lines
        return self._with_placeholders(lines) if active else lines

    def restore_raw(self) -> None:
        """Give raw HTML its text back."""
        if self.active:
            literal.restore_raw(self.md.htmlStash.rawHtmlBlocks, self.first)

    def place_cover(self, root: Element) -> None:
        """Put the cover behind the heading that a page begins with, else at its top; its front matter is again as it was."""
        if self._meta is None:
            return
        self._meta[covers.KEY] = self._said
        if self.cover is None:
            return
        block = self.cover
        if block.tag != "figure":
            block = Element("p")
            block.append(self.cover)
        block.tail = "\n"
        first = next((place for place, child in enumerate(root) if not self._is_comment(child)), 0)
        behind = len(root) > first and root[first].tag == "h1"
        root.insert(first + 1 if behind else 0, block)

    def _is_comment(self, element: Element) -> bool:
        """Whether an element is an HTML comment, which many pages begin with for the sake of some tool."""
        match = literal.PLACEHOLDER.fullmatch((element.text or "").strip()) if not len(element) else None
        blocks = self.md.htmlStash.rawHtmlBlocks
        block = blocks[int(match[1])] if match and int(match[1]) < len(blocks) else ""
        return isinstance(block, str) and block.startswith("<!--")

    def images_found(self, element: Element, image: Image) -> None:
        """Remember what the inline pattern took, until the tree is complete."""
        self.images[element] = image

    def ride(self, superfences: Any) -> None:
        """Be two custom fences while a page contains one of ours: outside, `imggen` is a language like any other."""
        entries = superfences.superfences
        there = [entry for entry in self._entries if entry in entries]
        if not self.active:
            for entry in there:
                entries.remove(entry)
        elif not there:
            for language in (fences.LANGUAGE, fences.CREDITS):
                form = partial(self._format, table=language == fences.CREDITS)
                superfences.extend_super_fences(language, form, _take_any_header, None)
            self._entries = entries[-2:]

    def _format(
        self,
        *,
        src: str,
        md: Markdown,
        options: dict[str, Any],
        table: bool,
        **header: Any,
    ) -> Fence:
        """Answer SuperFences with the author's text. Must not raise, since SuperFences prints the fence as code then."""
        scanner: Any = md.preprocessors["fenced_code_block"]
        said = [*options, *header.get("classes", ()), *([header["id_value"]] if header.get("id_value") else [])]
        text = "\n".join([scanner.first[len(scanner.ws) :], *scanner.code, scanner.last])
        return Fence.of(text, body=src, prefix=len(scanner.ws), header=" ".join(said), table=table)

    def _with_placeholders(self, lines: list[str]) -> list[str]:
        found, self.shown = fences.scan(lines, self.md.tab_length)
        result: list[str] = []
        at = 0
        for one in found:
            placeholder = self.md.htmlStash.store(one.fence)
            result += lines[at : one.start]
            result += ["", placeholder, ""] if one.fence.padded else [one.prefix + placeholder]
            at = one.end
        return result + lines[at:]


def _take_any_header(
    language: str,  # noqa: ARG001 - SuperFences's signature
    inputs: dict[str, Any],
    options: dict[str, Any],
    attrs: dict[str, Any],  # noqa: ARG001 - SuperFences's signature
    md: Markdown,  # noqa: ARG001 - SuperFences's signature
) -> bool:
    # A refused header would make it a code block in silence; a taken one becomes an error with its line.
    options.update(inputs)
    return True


class Pictures(Treeprocessor):
    """Puts pictures into the finished tree, in the order of the page, and reports what only looks like a directive."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        page = self.page
        if not page.active:
            return
        host, file = page.extension.host, page.file
        blocks: list[Any] = page.md.htmlStash.rawHtmlBlocks
        placing = Placing(
            images=page.images,
            blocks=blocks,
            shown=page.shown,
            source=page.source,
            picture=lambda directive: host.picture(directive, file),
            table=lambda: host.credits(file),
            fault=lambda error, text: host.fault(error, text, file),
        )
        placing.run(root)
        page.place_cover(root)
        for block in blocks[page.first :]:
            if isinstance(block, str) and not isinstance(block, Fence):
                placing.raw(block)


class Boxes(Treeprocessor):
    """Puts anchors that enlarge images where they may stand."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        if self.page.active:
            neighbours.boxed(root)
