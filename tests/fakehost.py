"""A host that shows in the page what it was asked for, for the tests of the Markdown extension."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import markdown

from mkdocs_imggen import covers
from mkdocs_imggen.errors import DirectiveError, ImggenError
from mkdocs_imggen.extension import ImggenExtension

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from mkdocs_imggen.directive import Directive


class FakeHost:
    """Renders `<img src="P(prompt)">`, collects faults, and refuses the prompt `refuse me`."""

    def __init__(self) -> None:
        self.directives: list[Directive] = []
        self.faults: list[ImggenError] = []
        self.texts: list[str] = []
        self.files: list[Any] = []

    def picture(self, directive: Directive, file: Any | None) -> ET.Element:
        if directive.prompt == "refuse me":
            raise DirectiveError("refused")
        self.directives.append(directive)
        self.files.append(file)
        shown = directive.prompt or f"@{directive.ref}"
        image = ET.Element("img", {"alt": directive.alt or "", "src": f"P({shown})", **directive.attributes})
        if "caption" not in directive.options:
            return image
        figure = ET.Element("figure")
        figure.append(image)
        ET.SubElement(figure, "figcaption").text = str(directive.options["caption"])
        return figure

    def cover(self, meta: MutableMapping[str, Any], file: Any | None) -> ET.Element:
        directive, _ = covers.read(meta["cover"], "")
        return self.picture(directive, file)

    def credits(self, file: Any | None) -> ET.Element:
        table = ET.Element("div")
        table.text = "CREDITS"
        return table

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        self.faults.append(error)
        self.texts.append(text)

    @property
    def prompts(self) -> list[str]:
        return [directive.prompt for directive in self.directives]

    @property
    def messages(self) -> list[str]:
        return [str(fault) for fault in self.faults]


def convert(
    text: str, extensions: Sequence[str] = (), configs: Mapping[str, Any] | None = None, *, ours_first: bool = False
) -> tuple[str, FakeHost]:
    host = FakeHost()
    ours = ImggenExtension(host)
    chosen: list[Any] = [ours, *extensions] if ours_first else [*extensions, ours]
    page = markdown.Markdown(extensions=chosen, extension_configs=dict(configs or {})).convert(text)
    assert not re.search("[\x02\x03]", page), page
    return page, host
