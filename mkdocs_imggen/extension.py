"""The Python-Markdown extension: finds directives wherever Markdown allows a picture, and puts their elements there.

It knows no provider, no store and no MkDocs: a `Host` gives it elements and takes its faults. An extension object may be
attached to many Markdown objects at once (MkDocs makes one a page, other plugins make inner ones), so everything that is
learned belongs to one Markdown object and to one conversion.

How the parts work together, and who must come before and after, stands beside each priority below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from mkdocs_imggen import fences
from mkdocs_imggen.fences import Fence
from mkdocs_imggen.inline import ImagePattern
from mkdocs_imggen.literal import Code, Raw
from mkdocs_imggen.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown import Markdown

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.errors import ImggenError
    from mkdocs_imggen.inline import Image


# Extensions that decide what is a paragraph, a list, a cell or code, and nothing else.
_STRUCTURAL = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|def_list|extra|fenced_code|footnotes|md_in_html|sane_lists|tables)"
    r"|pymdownx\.(?:blocks\.(?:admonition|caption|definition|details|html|tab)|details|extra|fancylists|saneheaders|snippets"
    r"|superfences|tabbed|tasklist)"
)


class Host(Protocol):
    """The world of the extension."""

    def picture(self, directive: Directive, file: Any | None) -> Element:
        """Give the element of a picture: an `<img>` or, with a caption, a `<figure>`. Raises `ImggenError`."""

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        """Take a fault; `text` is the author's source, for finding its line."""


class ImggenExtension(Extension):
    """Joins a Markdown object. Without a host, pictures are looked up in the store that the settings name."""

    def __init__(self, host: Host | None = None, **settings: Any) -> None:
        super().__init__()
        self._host = host
        self._settings = settings

    @property
    def host(self) -> Host:
        """Who gives the pictures."""
        if self._host is None:
            from mkdocs_imggen import standalone  # noqa: PLC0415 - a page without a directive needs no store

            self._host = standalone.host(self._settings)
        return self._host

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the parts; they do nothing on a page without the word `imggen`."""
        page = Page(md, self)
        # After snippets (32), white space (30) and front matter (27), before the fence extensions (25).
        md.preprocessors.register(Mark(page), "imggen", 25.5)
        # After html_block (20), which puts raw HTML into the stash.
        md.preprocessors.register(Raw(page), "imggen_raw", 19.5)
        # Before the highlighters (30), which read the text of indented code.
        md.treeprocessors.register(Code(page), "imggen_code", 31)
        # After attr_list (8), which decorates images; before abbr (7), toc (5), MkDocs's title (1) and relpath (0 or 1).
        md.treeprocessors.register(Pictures(page), "imggen", 7.5)


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
        self._entry: dict[str, Any] | None = None

    @property
    def file(self) -> Any | None:
        """MkDocs's file of the page that is really being rendered: for a blog's excerpt not the page it stands on."""
        processors = self.md.treeprocessors
        return getattr(processors["relpath"], "file", None) if "relpath" in processors else None

    def begin(self, source: str, *, active: bool) -> None:
        """Forget the last conversion, and be there for this one if it has something for us."""
        self.active = active
        self.first = len(self.md.htmlStash.rawHtmlBlocks)
        self.images, self.shown, self.source = {}, [], source
        patterns = self.md.inlinePatterns
        if active and "imggen" not in patterns:
            # After code spans (190), before everything that could change words: maths (189.9), keys, escapes (180).
            patterns.register(ImagePattern(self.md, self.images_found), "imggen", 189.95)
        elif not active and "imggen" in patterns:
            patterns.deregister("imggen")

    def images_found(self, element: Element, image: Image) -> None:
        """Remember what the inline pattern took, until the tree is complete."""
        self.images[element] = image

    def superfences(self) -> Any | None:
        """Give the SuperFences extension that is really in charge; `extra` after it replaces its scanner."""
        processors = self.md.preprocessors
        scanner = processors["fenced_code_block"] if "fenced_code_block" in processors else None  # noqa: SIM401 - it has no get
        extension = getattr(scanner, "extension", None)
        return extension if hasattr(extension, "extend_super_fences") else None

    def ride(self, superfences: Any) -> None:
        """Be a custom fence while a page contains one of ours: outside, `imggen` is a language like any other."""
        entries = superfences.superfences
        if self._entry in entries:
            if not self.active:
                entries.remove(self._entry)
        elif self.active:
            superfences.extend_super_fences(fences.LANGUAGE, self._format, _take_any_header, None)
            self._entry = entries[-1]

    def _format(self, *, src: str, md: Markdown, options: dict[str, Any], **header: Any) -> Fence:
        """Answer SuperFences with the author's text. Must not raise, since SuperFences prints the fence as code then."""
        scanner: Any = md.preprocessors["fenced_code_block"]
        said = [*options, *header.get("classes", ()), *([header["id_value"]] if header.get("id_value") else [])]
        text = "\n".join([scanner.first[len(scanner.ws) :], *scanner.code, scanner.last])
        return Fence.of(text, body=src, prefix=len(scanner.ws), header=" ".join(said))


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


class Mark(Preprocessor):
    """Looks whether a page has something for us, and sees to its fences."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.md)
        self.page = page

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines back, with placeholders for fences of ours where nobody else finds them."""
        page = self.page
        superfences = page.superfences()
        source = "\n".join(lines)
        active = "imggen" in source or (superfences is not None and _in_raw_fences(superfences))
        if not active and not page.active:
            return lines
        page.begin(source, active=active)
        if superfences is not None:
            page.ride(superfences)
            return lines
        return self._with_placeholders(lines) if active else lines

    def _with_placeholders(self, lines: list[str]) -> list[str]:
        found, self.page.shown = fences.scan(lines, self.page.md.tab_length)
        result: list[str] = []
        at = 0
        for one in found:
            placeholder = self.page.md.htmlStash.store(one.fence)
            result += lines[at : one.start]
            result += ["", placeholder, ""] if one.fence.padded else [one.prefix + placeholder]
            at = one.end
        return result + lines[at:]


def _in_raw_fences(superfences: Any) -> bool:
    """Look into the fences that SuperFences hides with `preserve_tabs`."""
    if not superfences.getConfigs().get("preserve_tabs"):
        return False
    return any("imggen" in code for code, _ in superfences.stash.stash.values())


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
            fault=lambda error, text: host.fault(error, text, file),
        )
        placing.run(root)
        for block in blocks[page.first :]:
            if isinstance(block, str) and not isinstance(block, Fence):
                placing.raw(block)


class _Names:
    """The host of a scan for names: keeps the directives that have one, and makes nothing."""

    def __init__(self) -> None:
        self.found: list[Directive] = []

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the protocol of a host
        if "name" in directive.options:
            self.found.append(directive)
        return Element("img", {"src": ""})

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        """Leave it to the page's own rendering, which finds it as well."""


def scan_names(
    text: str,
    file: Any | None,  # noqa: ARG001 - whose text it is; no rule depends on it yet
    extensions: Sequence[Any],
    configs: Mapping[str, Any],
) -> list[Directive]:
    """Find all directives of a page that carry a name, by converting it with those of its extensions that shape it.

    Nothing else of the page runs: no code, no highlighter, no download.
    """
    # A snippet may bring both words from another file.
    if "-8<-" not in text and not ("imggen" in text and "name" in text):
        return []
    names = _Names()
    chosen: list[Any] = [name for name in extensions if isinstance(name, str) and _STRUCTURAL.fullmatch(name)]
    settings = {name: dict(configs.get(name) or {}) for name in chosen}
    for name in chosen:
        if "superfences" in name:
            # Custom fences may run code; ours registers itself.
            settings[name].pop("custom_fences", None)
        elif "snippets" in name:
            settings[name].update(check_paths=False, url_download=False)
        elif "extra" in name:
            settings[name] = {}
    if any("superfences" in name or name == "pymdownx.extra" for name in chosen):
        chosen.append("pymdownx.highlight")
        settings["pymdownx.highlight"] = {"use_pygments": False}
    markdown.Markdown(extensions=[*chosen, ImggenExtension(names)], extension_configs=settings).convert(text)
    return names.found
