"""The Python-Markdown extension: finds directives wherever Markdown allows a picture, and puts their elements there.

It knows no provider, no store and no MkDocs: a `Host` gives it elements and takes its faults. An extension object may be
attached to many Markdown objects at once (MkDocs makes one a page, other plugins make inner ones), so everything that is
learned belongs to one Markdown object and to one conversion. What finds and places pictures is in `conversion`, loaded when
the first page with the word `imggen` is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    from mkdocs_imggen.conversion import Page
    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.errors import ImggenError


class Host(Protocol):
    """The world of the extension."""

    def picture(self, directive: Directive, file: Any | None) -> Element:
        """Give the element of a picture: an `<img>` or, with a caption, a `<figure>`. Raises `ImggenError`."""

    def cover(self, meta: MutableMapping[str, Any], file: Any | None) -> Element | None:
        """Give the element of the `cover` of a page's front matter; None where the page does not show it, or it has a fault."""

    def credits(self, file: Any | None) -> Element:
        """Give the table of all pictures, or what stands for it until they are known. Raises `ImggenError`."""

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        """Take a fault; `text` is the author's source, for finding its line."""


class ImggenExtension(Extension):
    """Joins a Markdown object. Without a host, pictures are looked up in the store that the settings name."""

    def __init__(self, host: Host | None = None, **settings: Any) -> None:
        super().__init__()
        self._host = host
        self._settings = settings

    def __deepcopy__(self, memo: object) -> ImggenExtension:
        """Stay who we are when a plugin copies the list of extensions: the host is the build's, and is not copied."""
        return self

    @property
    def host(self) -> Host:
        """Who gives the pictures."""
        if self._host is None:
            from mkdocs_imggen import standalone  # noqa: PLC0415 - a page without a directive needs no store

            self._host = standalone.host(self._settings)
        return self._host

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the two parts that have to be there from the start; they do nothing on a page without the word `imggen`."""
        mark = Mark(md, self)
        # After snippets (32), white space (30) and front matter (27), before the fence extensions (25).
        md.preprocessors.register(mark, "imggen", 25.5)
        # After html_block (20), which puts raw HTML into the stash.
        md.preprocessors.register(Raw(mark), "imggen_raw", 19.5)


class Mark(Preprocessor):
    """Looks whether a page has something for us, and if so begins its conversion."""

    def __init__(self, md: Markdown, extension: ImggenExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.page: Page | None = None

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines back, with placeholders for fences of ours where nobody else finds them."""
        source = "\n".join(lines)
        superfences = self.superfences()
        meta = _with_cover(self.md)
        active = meta is not None or "imggen" in source or (superfences is not None and _in_raw_fences(superfences))
        if self.page is None:
            if not active:
                return lines
            from mkdocs_imggen.conversion import Page  # noqa: PLC0415 - a site without directives loads none of it

            self.page = Page(self.md, self.extension)
        return self.page.begin(lines, source, superfences, active=active, meta=meta)

    def superfences(self) -> Any | None:
        """Give the SuperFences extension that is really in charge; `extra` after it replaces its scanner."""
        processors = self.md.preprocessors
        scanner = processors["fenced_code_block"] if "fenced_code_block" in processors else None  # noqa: SIM401 - it has no get
        extension = getattr(scanner, "extension", None)
        return extension if hasattr(extension, "extend_super_fences") else None


class Raw(Preprocessor):
    """Gives raw HTML and comments their text back, where a fence of ours was found inside them."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.md)
        self.mark = mark

    def run(self, lines: list[str]) -> list[str]:
        """Change the stash only."""
        if self.mark.page is not None:
            self.mark.page.restore_raw()
        return lines


def _with_cover(md: Markdown) -> MutableMapping[str, Any] | None:
    """Give the front matter of the page that is really rendered (of a post, where its excerpt is) if it has a cover of ours."""
    if "relpath" in md.treeprocessors:
        page = getattr(getattr(md.treeprocessors["relpath"], "file", None), "page", None)
    elif "rendering_context" in md.preprocessors:  # Zensical's
        page = getattr(md.preprocessors["rendering_context"], "page", None)
    else:
        return None
    meta = getattr(page, "meta", None)
    if not meta or "cover" not in meta:
        return None
    from mkdocs_imggen import covers  # noqa: PLC0415 - pages without a cover load none of it

    return meta if covers.of(meta) else None


def _in_raw_fences(superfences: Any) -> bool:
    """Look into the fences that SuperFences hides with `preserve_tabs`."""
    if not superfences.getConfigs().get("preserve_tabs"):
        return False
    return any("imggen" in code for code, _ in superfences.stash.stash.values())
