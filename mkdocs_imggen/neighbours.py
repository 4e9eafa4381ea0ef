"""Puts right on a finished page what other plugins did to our pictures without knowing `<picture>` or `srcset`."""

from __future__ import annotations

import re

from mkdocs_imggen.plan import FOLDER

_ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
_BOXED = re.compile(
    rf"<!--.*?-->|<script\b.*?</script>"
    rf"|(?P<picture><picture\b{_ATTRIBUTES}>(?:\s*<source\b{_ATTRIBUTES}>)*\s*)?"
    rf"(?P<box><a\b(?=[^>]*class=\"glightbox\"){_ATTRIBUTES}>)(?P<image><img\b{_ATTRIBUTES}>)</a>(?P<end>\s*</picture>)?"
    rf"|(?P<link><a\b{_ATTRIBUTES}>)|(?P<unlink></a>)",
    re.DOTALL,
)
_OURS = rf"\"[^\"]*{FOLDER}/[^\"]*\"{_ATTRIBUTES}>"
_SOURCE = re.compile(rf"<source\b{_ATTRIBUTES}\bsrcset={_OURS}")
_IMAGE = re.compile(rf"<img\b{_ATTRIBUTES}\bsrc={_OURS}")
_SRCSET = re.compile(rf"\ssrcset=\"[^\"]*{FOLDER}/[^\"]*\"")
_WAY = re.compile(rf"(?<=[\s\",])(?:\.\./)*{FOLDER}/")
_CHOICES = re.compile(r"\s(?:srcset|sizes)=\"[^\"]*\"")


def lightbox(html: str) -> str:
    """Put the anchors of mkdocs-glightbox around whole pictures, and take them away inside of links.

    It puts one around every `<img>`: inside a `<picture>`, where HTML allows none and the browser's choice of a format is
    lost, and inside links that hold more than the image alone.
    """
    links = 0

    def placed(found: re.Match[str]) -> str:
        nonlocal links
        links += bool(found["link"]) - bool(found["unlink"] and links)
        box, picture, image, end = found["box"], found["picture"] or "", found["image"], found["end"] or ""
        if not box or f"{FOLDER}/" not in image:
            return found[0]
        return f"{picture}{image}{end}" if links else f"{box}{picture}{image}{end}</a>"

    return _BOXED.sub(placed, html) if 'class="glightbox"' in html else html


def moved(html: str, folder: str) -> str:
    """Say in each `srcset` how this page names the folder of pictures.

    MaterialX's blog shows on its lists what it rendered for a post, and mends `src` alone.
    """
    return _SRCSET.sub(lambda found: _WAY.sub(f"{folder}/", found[0]), html) if f"{FOLDER}/" in html else html


def printed(html: str) -> str:
    """Leave our pictures one file each, the original's size: print-site moves a page's text elsewhere, and mends `src` alone."""
    return _IMAGE.sub(lambda found: _CHOICES.sub("", found[0]), _SOURCE.sub("", html))
