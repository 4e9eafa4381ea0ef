"""Markdown pages through the real extension, and what an attacker would want to find in the HTML that comes of them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import markdown
from fuzzing import parts
from makers import site

from mkdocs_imggen.extension import ImggenExtension
from mkdocs_imggen.plan import FOLDER, Place
from mkdocs_imggen.standalone import StandaloneHost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.errors import ImggenError
    from mkdocs_imggen.plan import Planned

_COMMON = ["attr_list", "tables", "md_in_html", "def_list", "footnotes", "admonition"]
SETUPS: dict[str, tuple[str, ...]] = {
    "superfences": (*_COMMON, "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.inlinehilite"),
    "fenced_code": (*_COMMON, "fenced_code", "abbr"),
    "none": (),
}
ACTIVE = frozenset(
    parts(
        "applet audio base bgsound body button details dialog embed form frame frameset head html iframe input link marquee math"
        " meta noscript object option script select style svg template textarea title video xmp",
        " ",
    )
)
"""Elements that run, load or send something, or change how what follows is read."""
_ADDRESSES = frozenset(parts("action background cite data formaction href poster src srcset xlink:href", " "))
_SCRIPT = re.compile(r"(?:^|,)(?:javascript|vbscript|data|livescript):")
_HEADER = re.compile(r"((?:`{3,}|~{3,}) *\{? *\.?imggen)\b[^\n]*")
_SETTINGS = site(formats=["avif", "webp"], assets={})


class AllThere(StandaloneHost):
    """The extension's own host, for a site whose pictures are all in the store; keeps the faults."""

    def __init__(self) -> None:
        super().__init__(_SETTINGS)
        self.faults: list[ImggenError] = []
        self.directives: list[Directive] = []

    def plan(self, directive: Directive) -> Planned:
        return self._plan.add(directive, Place(page="Markdown"))

    def picture(self, directive: Directive, file: Any | None) -> Element:
        planned = self.plan(directive)
        element = self._plan.element(directive, planned, src=f"{FOLDER}/", url=f"{FOLDER}/", lazy=True)
        self.directives.append(directive)
        return element

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        self.faults.append(error)


class Rendered(NamedTuple):
    """A page, and what the host saw."""

    html: str
    host: AllThere


@cache
def _markdown(extensions: tuple[str, ...], *, ours: bool) -> tuple[markdown.Markdown, ImggenExtension]:
    extension = ImggenExtension(AllThere())
    return markdown.Markdown(extensions=[*extensions, *([extension] if ours else [])]), extension


def rendered(text: str, extensions: Sequence[str]) -> Rendered:
    """Convert a page. As in a build, one Markdown object converts many."""
    md, extension = _markdown(tuple(extensions), ours=True)
    extension._host = host = AllThere()
    try:
        return Rendered(md.reset().convert(text), host)
    except Exception:
        _markdown.cache_clear()
        raise


def plain(text: str, extensions: Sequence[str]) -> str:
    """Convert the same page without us."""
    md, _ = _markdown(tuple(extensions), ours=False)
    try:
        return md.reset().convert(text)
    except Exception:
        _markdown.cache_clear()
        raise


class Elements(HTMLParser):
    """The elements of a page with their attributes, also those that a script or a style would swallow."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html.replace("<![", "<! ["))  # the parser gives up at what is no section of XML
        self.close()

    def set_cdata_mode(self, *_: Any, **__: Any) -> None:
        """Go on reading elements."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.found]


def harm(html: str) -> Counter[tuple[str, ...]]:
    """Count what could do harm: active elements, handlers, styles, addresses of scripts."""
    found: Counter[tuple[str, ...]] = Counter()
    for tag, attributes in Elements(html).found:
        if tag in ACTIVE:
            found["element", tag] += 1
        for name, value in attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                found["attribute", tag, name] += 1
            if name in _ADDRESSES and _SCRIPT.search(re.sub(r"[\x00-\x20\x7f-\xa0]", "", value).lower()):
                found["address", tag, name] += 1
    return found


def is_no_worse(page: Rendered, text: str, extensions: Sequence[str]) -> bool:
    """Tell whether a page can do no more than Markdown alone would have made of its text.

    We take fences that others do not, whatever follows the word on their first line, so it may also be read without that;
    and we leave raw HTML as it is, also where another extension would find a fence in it.
    """
    found = harm(page.html)
    return any(found <= harm(plain(one, more)) for more in (extensions, ()) for one in (text, _HEADER.sub(r"\1", text)))
