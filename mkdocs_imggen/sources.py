"""Where a directive stands in what its author edits: the page, or a snippet that the page includes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.directive import find_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.structure.files import File

_INCLUDE = re.compile(r"^[ \t]*-+8<-+[ \t]+[\"']([^\"'\n]+)[\"']", re.MULTILINE)
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
