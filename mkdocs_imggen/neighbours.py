"""Puts right on a finished page what plugins and themes do to our pictures without knowing `<picture>`, `srcset` or heights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mkdocs_imggen.plan import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(r"<(!--|/?(?:script|picture|source|img|a)\b)")
_REST = re.compile(r"(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>")
_ENDS = {"!--": "-->", "script": "</script"}
_SRCSET = re.compile(rf"\ssrcset=\"[^\"]*{FOLDER}/[^\"]*\"")
_WAY = re.compile(rf"(?<=[\s\",])(?:\.\./)*{FOLDER}/")
_CHOICES = re.compile(r"\s(?:srcset|sizes)=\"[^\"]*\"")
_SHAPE = f"<style>:where(img[src*='{FOLDER}/']){{height:auto}}</style>"


class _Tag(NamedTuple):
    """A tag of a page: its name, with a slash before that of an end tag, where it stands, and its text."""

    name: str
    start: int
    end: int
    text: str


def _tags(html: str) -> Iterator[_Tag]:
    """Give the tags that matter here, outside of comments and scripts; each character is looked at once or twice."""
    at = 0
    while found := _BEGIN.search(html, at):
        if found[1] in _ENDS:
            at = html.find(_ENDS[found[1]], found.end())
            if at < 0:
                return
            continue
        rest = _REST.match(html, found.end())
        if rest is None:
            return
        at = rest.end()
        yield _Tag(found[1], found.start(), at, html[found.start() : at])


def _edited(html: str, edits: list[tuple[int, int, str]]) -> str:
    """Put new texts into the places from a character to another."""
    parts, done = [], 0
    for start, end, text in sorted(edits):
        parts += [html[done:start], text]
        done = end
    return "".join([*parts, html[done:]])


def lightbox(html: str) -> str:
    """Put the anchors of mkdocs-glightbox around whole pictures, and take them away inside of links.

    It puts one around every `<img>`: inside a `<picture>`, where HTML allows none and the browser's choice of a format is
    lost, and inside links that hold more than the image alone.
    """
    if 'class="glightbox"' not in html:
        return html
    tags = list(_tags(html))
    edits: list[tuple[int, int, str]] = []
    links = at = 0
    while at < len(tags):
        box = tags[at]
        names = [tag.name for tag in tags[at : at + 4]]
        if names[:3] != ["a", "img", "/a"] or 'class="glightbox"' not in box.text or f"{FOLDER}/" not in tags[at + 1].text:
            links += (box.name == "a") - (box.name == "/a" and links > 0)
            at += 1
            continue
        end = tags[at + 2]
        first = at - 1
        while first >= 0 and tags[first].name == "source":
            first -= 1
        if links or (first >= 0 and tags[first].name == "picture" and names[3:] == ["/picture"]):
            edits += [(box.start, box.end, ""), (end.start, end.end, "")]
            if not links:
                whole = tags[first].start, tags[at + 3].end
                edits += [(whole[0], whole[0], box.text), (whole[1], whole[1], end.text)]
        at += 3
    return _edited(html, edits)


def moved(html: str, folder: str) -> str:
    """Say in each `srcset` how this page names the folder of pictures.

    MaterialX's blog shows on its lists what it rendered for a post, and mends `src` alone.
    """
    return _SRCSET.sub(lambda found: _WAY.sub(f"{folder}/", found[0]), html) if f"{FOLDER}/" in html else html


def printed(html: str) -> str:
    """Leave our pictures one file each, the original's size: print-site moves a page's text elsewhere, and mends `src` alone."""
    ours = [tag for tag in _tags(html) if tag.name in {"source", "img"} and f"{FOLDER}/" in tag.text]
    return _edited(html, [(tag.start, tag.end, _CHOICES.sub("", tag.text) if tag.name == "img" else "") for tag in ours])


def shaped(html: str) -> str:
    """Let our pictures keep their shape where a theme makes them narrower than their `width` and says nothing of their height.

    MkDocs's own theme does, and would stretch them to their `height`. The rule is weaker than any of a theme, by `:where`.
    """
    return html.replace("</head>", f"{_SHAPE}</head>", 1) if f"{FOLDER}/" in html else html
