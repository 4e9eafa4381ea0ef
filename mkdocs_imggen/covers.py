"""The cover of a page, said in its front matter: `cover: {prompt: …, alt: …}`.

Pure: from what the host's YAML reader gave to a Directive. A `cover:` that is no mapping with a prompt is another tool's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs_imggen import directive as grammar
from mkdocs_imggen.errors import DirectiveError, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs_imggen.directive import Directive

KEY = "cover"
"""What it is called in front matter."""
_FENCES = ("---", "...")


class Taken(dict[str, Any]):
    """A cover whose page is being converted: Markdown inside that page sees the same front matter, and leaves it alone."""


def of(meta: Mapping[Any, Any]) -> bool:
    """Whether front matter has a cover of ours that nobody is placing."""
    return type(said := meta.get(KEY)) is dict and is_ours(said)


def is_ours(said: Mapping[Any, Any]) -> bool:
    """Whether a mapping asks for a picture, or would but for a slip in its one needed word."""
    if "prompt" in said:
        return True
    import difflib  # noqa: PLC0415 - only another tool's cover, or somebody's slip, needs it

    return bool(difflib.get_close_matches("prompt", map(str, said), n=1, cutoff=0.8))


def read(said: Mapping[Any, Any], text: str) -> tuple[Directive, bool]:
    """Give the directive, and whether the page shows it; `text` is the author's, as `source` gives it.

    Raises:
        DirectiveError: it is not written as it should be.

    """
    shown = said.get("shown", True)
    if not isinstance(shown, bool):
        raise DirectiveError(f"`shown: {clean(str(shown), 60)}` is neither true nor false", hint="leave it out to show the cover")
    return grammar.cover({key: value for key, value in said.items() if key != "shown"}, text=text), shown


def source(page: str) -> str:
    """Give the lines of a page's source from its `cover:` to the end of its front matter; nothing where there is none."""
    first, *lines = page.split("\n")
    if first.rstrip() != _FENCES[0]:
        return ""
    end = next((number for number, line in enumerate(lines) if line.rstrip() in _FENCES), 0)
    begin = next((number for number, line in enumerate(lines[:end]) if _is_key(line)), end)
    return "\n".join(lines[begin:end])


def _is_key(line: str) -> bool:
    key, colon, _ = line.partition(":")
    return bool(colon) and key.rstrip().strip("\"'") == KEY
