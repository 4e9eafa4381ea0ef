"""Puts right on a finished page what plugins and themes do to our pictures without knowing `<picture>`, `srcset` or heights."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from mkdocs_imggen.plan import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs_imggen.settings import Settings

_IN_TAG = r"(?>[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+"
_BOXED = re.compile(
    r"<(?:!--.*?(?:-->|\Z)|script\b.*?(?:</script>|\Z)"
    rf"|(?P<picture>picture\b{_IN_TAG}>(?>\s*<source\b{_IN_TAG}>)*+\s*+<)?"
    rf"(?P<link>a\b{_IN_TAG}>)(?:(?P<image><img\b{_IN_TAG}>)</a>(?P<end>\s*</picture>)?)?"
    r"|(?P<unlink>/a>))",
    re.DOTALL,
)
_BOX = 'class="glightbox"'
_IMAGE = re.compile(rf"<(?P<tag>source|img)\b{_IN_TAG}>")
_CHOICES = re.compile(r"\s(?:srcset|sizes)=\"[^\"]*\"")
_SRCSET = re.compile(r"\ssrcset=\"[^\"]*+\"")
_WAY = re.compile(rf"(?<=[\s\",])(?:\.\./)*{FOLDER}/")
_SHAPE = f"<style>:where(img[src*='{FOLDER}/']){{height:auto}}</style>"


def lightbox(html: str) -> str:
    """Put the anchors of mkdocs-glightbox around whole pictures, and take them away inside of links.

    It puts one around every `<img>`: inside a `<picture>`, where HTML allows none and the browser's choice of a format is
    lost, and inside links that hold more than the image alone.
    """
    links = 0

    def placed(found: re.Match[str]) -> str:
        nonlocal links
        link, image = found["link"], found["image"]
        if not image:
            links += bool(link) - bool(found["unlink"] and links)
        if not image or _BOX not in link or f"{FOLDER}/" not in image:
            return found[0]
        picture = f"<{found['picture'][:-1]}{image}{found['end'] or ''}" if found["picture"] else image
        return picture if links else f"<{link}{picture}</a>"

    return _BOXED.sub(placed, html) if _BOX in html else html


def moved(html: str, folder: str) -> str:
    """Say in each `srcset` how this page names the folder of pictures.

    MaterialX's blog shows on its lists what it rendered for a post, and mends `src` alone.
    """
    return _SRCSET.sub(lambda found: _WAY.sub(f"{folder}/", found[0]), html)


def printed(html: str) -> str:
    """Leave our pictures one file each, the original's size: print-site moves a page's text elsewhere, and mends `src` alone.

    Nor does its page have the rule that hides one of two pictures; on paper it is the dark one.
    """

    def plain(found: re.Match[str]) -> str:
        if f"{FOLDER}/" not in found[0]:
            return found[0]
        gone = found["tag"] == "source" or 'imggen-dark"' in found[0]
        return "" if gone else _CHOICES.sub("", found[0])

    return _IMAGE.sub(plain, html)


def shaped(html: str) -> str:
    """Let our pictures keep their shape where a theme makes them narrower than their `width` and says nothing of their height.

    MkDocs's own theme does, and would stretch them to their `height`. The rule is weaker than any of a theme, by `:where`.
    """
    return html.replace("</head>", f"{_SHAPE}</head>", 1) if f"{FOLDER}/" in html else html


def strippers(plugins: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """Give a line for each plugin (Material's optimize) that takes out of the files what we say in them."""
    if settings.disclosure == "none":
        return
    for name, plugin in plugins.items():
        if name.rpartition("/")[2] != "optimize":
            continue  # a hook, which stands among the plugins, has no settings
        said = plugin.config
        if not (said.get("enabled") and said.get("optimize")):
            continue
        # It encodes every JPEG anew, and takes out of a PNG what is no pixel.
        lost = {"png": said.get("optimize_png") and said.get("optimize_png_strip"), "jpeg": said.get("optimize_jpg")}
        formats = [format_ for format_ in settings.formats if lost.get(format_)]
        if formats and not any(fnmatch(f"{FOLDER}/picture", pattern) for pattern in said.get("optimize_exclude", ())):
            yield (
                f"the plugin `{name}` strips from {' and '.join(formats)} renditions how they were made (`disclosure`);"
                f' add `optimize_exclude: ["{FOLDER}/*"]` to it'
            )
