"""The picture by which social networks and feeds show a page: which file it is, and the tags in the page's head."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from mkdocs_imggen import imaging
from mkdocs_imggen.plan import Rendition
from mkdocs_imggen.request import recipes

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.settings import Settings

LEAST_WIDTH = 1200
"""Pixels from which networks show a picture in full width."""
_UNREAD = "avif"
"""The one format of ours that they do not read."""
_END = re.compile(r"</head\s*>|<body[\s>]", re.IGNORECASE)
_THERE = re.compile(r"(?:property|name)\s*=\s*[\"']?((?:og|twitter):[\w:]+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A page's picture: its whole address, its pixels, and what it shows."""

    url: str
    width: int
    height: int
    alt: str

    @classmethod
    def of(cls, planned: Planned, *, alt: str, settings: Settings, site_url: str | None, meta: MutableMapping[str, Any]) -> Self:
        """Choose the file, see that it will be made, and say it as `image` in the page's front matter unless that has one.

        The address is that below the site's root where nobody knows the site's own.
        """
        file = planned.card = planned.card or _chosen(planned, settings)
        url = f"{site_url.rstrip('/')}/{file.uri}" if site_url else file.uri
        meta.setdefault("image", url)
        return cls(url=url, width=file.width, height=max(1, round(file.width * planned.height / planned.width)), alt=alt)

    @property
    def tags(self) -> dict[str, tuple[str, str]]:
        """What a page's head says of it: (attribute, content) by name."""
        return {
            "og:image": ("property", self.url),
            "og:image:width": ("property", str(self.width)),
            "og:image:height": ("property", str(self.height)),
            "og:image:alt": ("property", self.alt),
            "twitter:card": ("name", "summary_large_image"),
            "twitter:image": ("name", self.url),
            "twitter:image:alt": ("name", self.alt),
        }


def with_tags(page: str, card: Card) -> str:
    """Put the tags at the end of a page's head, unless a theme or a plugin gave it an `og:image`; a tag that is there stays."""
    end = _END.search(page)
    if end is None:
        return page
    there = {name.lower() for name in _THERE.findall(page, 0, end.start())}
    if "og:image" in there:
        return page
    tags = "".join(
        f'<meta {attribute}="{name}" content="{html.escape(content)}">\n'
        for name, (attribute, content) in card.tags.items()
        if content and name not in there
    )
    return page[: end.start()] + tags + page[end.start() :]


def _chosen(planned: Planned, settings: Settings) -> Rendition:
    """Give the narrowest file that is wide enough, in the best format of the site that networks read; else one more file."""
    readable = [item for item in planned.renditions if item.recipe.format != _UNREAD]
    if not readable:
        preset = settings.presets.get(planned.asset.preset)
        (recipe,) = recipes(settings, formats=("webp",), kind=preset.kind if preset else "drawing", trim=planned.asset.trim)
        name = f"{planned.asset.label}-{recipe.family(planned.seed)[:8]}.{imaging.EXTENSIONS[recipe.format]}"
        return Rendition(name=name, recipe=recipe, width=planned.width)
    best = [item for item in readable if item.recipe is readable[0].recipe]
    return next((item for item in best if item.width >= LEAST_WIDTH), best[-1])
