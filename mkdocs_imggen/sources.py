"""What authors edit: where a directive stands in a page or in a snippet, and which directives carry a name."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import markdown

from mkdocs_imggen import covers
from mkdocs_imggen.directive import find_line
from mkdocs_imggen.errors import ImggenError
from mkdocs_imggen.extension import ImggenExtension

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from mkdocs.structure.files import File

    from mkdocs_imggen.directive import Directive

_INCLUDE = re.compile(r"^[ \t]*-+8<-+[ \t]+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
# Extensions that decide what is a paragraph, a list, a cell or code, and nothing else.
_STRUCTURAL = re.compile(
    r"(?:markdown\.extensions\.)?(?:abbr|admonition|attr_list|def_list|extra|fenced_code|footnotes|md_in_html|sane_lists|tables)"
    r"|pymdownx\.(?:blocks\.(?:admonition|caption|definition|details|html|tab)|details|extra|fancylists|saneheaders|snippets"
    r"|superfences|tabbed|tasklist)"
)
_DEPTH = 3
"""How deep snippets in snippets are followed for a message."""


def text_of(file: File) -> str:
    """Give a page's own text; what cannot be read has no lines to point at."""
    try:
        return file.content_string
    except (OSError, UnicodeError, ValueError):
        return ""


def locate(file: File, text: str, extensions: Mapping[str, Any]) -> str | None:
    """Give `page.md:12` or `snippet.md:3`; None when the text is in neither, as when a macro wrote it.

    `extensions` are the settings of the Markdown extensions, of which snippets name the folders they read from.
    """
    source = text_of(file)
    line = find_line(source, text)
    if line:
        return f"{file.src_uri}:{line}"
    settings = extensions.get("pymdownx.snippets", {})
    folders = settings.get("base_path", ["."])
    for path, snippet in _snippets(source, [folders] if isinstance(folders, str) else folders, _DEPTH):
        line = find_line(snippet, text)
        if line:
            return f"{os.path.relpath(path)}:{line}"
    return None


def _snippets(source: str, folders: list[Any], depth: int) -> Iterator[tuple[Path, str]]:
    for name in _INCLUDE.findall(source) if depth else ():
        for folder in folders:
            # What follows a colon picks lines or a section of the file.
            path = Path(str(folder)) / name.partition(":")[0]
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeError, ValueError):
                continue
            yield path, text
            yield from _snippets(text, folders, depth - 1)
            break


class _Names:
    """The host of a scan for names: keeps the directives that have one, and makes nothing."""

    def __init__(self) -> None:
        self.found: list[Directive] = []

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the protocol of a host
        if "name" in directive.options:
            self.found.append(directive)
        return Element("img", {"src": ""})

    def cover(self, meta: MutableMapping[str, Any], file: Any | None) -> None:
        """Leave it to `_named_cover`, since this Markdown knows of no page."""

    def credits(self, file: Any | None) -> Element:  # noqa: ARG002 - the protocol of a host
        return Element("div")

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        """Leave it to the page's own rendering, which finds it as well."""


def scan_names(text: str, extensions: Sequence[Any], configs: Mapping[str, Any]) -> list[Directive]:
    """Find all directives of a page that carry a name, by converting it with those of its extensions that shape it.

    Nothing else of the page runs: no code, no highlighter, no download.
    """
    covering = _named_cover(text)
    # A snippet may bring both words from another file.
    if "-8<-" not in text and not ("imggen" in text and "name" in text):
        return covering
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
    return covering + names.found


def _named_cover(text: str) -> list[Directive]:
    """Find the cover of a page if it carries a name."""
    if not text.startswith("---") or not all(word in text for word in (covers.KEY, "prompt", "name")):
        return []
    from mkdocs.utils.meta import get_data  # noqa: PLC0415 - few pages have one

    said = get_data(text)[1].get(covers.KEY)
    if not isinstance(said, dict) or not covers.is_ours(said):
        return []
    try:
        directive, _ = covers.read(said, covers.source(text))
    except ImggenError:  # left to the page's own rendering, which finds it as well
        return []
    return [directive] if "name" in directive.options else []
