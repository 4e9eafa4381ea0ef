"""The Markdown extension on its own, in Zensical or any program that runs Python-Markdown: looks pictures up and renders them.

It never makes a picture and never writes: those programs offer no moment at which that would be safe. The files that it
names are those that `imggen publish` puts into the docs folder.
"""

from __future__ import annotations

import posixpath
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown

from mkdocs_imggen import colophon, covers
from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.cards import Card
from mkdocs_imggen.directive import find_line
from mkdocs_imggen.errors import ImggenError, MissingPictureError, SettingsError
from mkdocs_imggen.feeding import Files
from mkdocs_imggen.markup import Switch, switch_of
from mkdocs_imggen.plan import FOLDER, Place, Plan
from mkdocs_imggen.record import State
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.plan import Planned


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A page's source in a docs folder; `src_uri` is its path there, with slashes, `switch` what turns its site dark."""

    docs: Path
    src_uri: str
    switch: Switch = Switch.SYSTEM

    @property
    def content_string(self) -> str:
        """The page's text.

        Raises:
            OSError: it cannot be read.
            UnicodeError: it is not UTF-8.

        """
        return (self.docs / self.src_uri).read_text("utf-8-sig")

    @property
    def pictures(self) -> str:
        """The folder of pictures as seen from this source, in every attribute: Zensical makes addresses of such paths."""
        return posixpath.relpath(f"/{FOLDER}", posixpath.dirname(f"/{self.src_uri}")) + "/"


class StandaloneHost:
    """Renders from the store; every fault is raised at once, since nobody would collect them."""

    def __init__(
        self,
        settings: settings_module.Settings,
        *,
        docs: Path | None = None,
        source: Source | None = None,
        site_url: str | None = None,
    ) -> None:
        # No facts: without a build there is no moment to keep them.
        self._store = store = Store(settings.store, None)
        put_in = Files(docs or Path.cwd() / "docs", settings.inputs, None)
        switch = source.switch if source else Switch.SYSTEM
        self._plan = Plan(settings, store, drafts=False, look=put_in.look, switch=switch)
        self._source = source
        self._site_url = site_url

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the host's signature
        """Give the element of a picture that is in the store.

        Raises:
            ImggenError: it is not, or the directive is wrong.

        """
        return self._planned(directive)[1]

    def _planned(self, directive: Directive) -> tuple[Planned, Element]:
        planned = self._plan.add(directive, Place(page=self._source.src_uri if self._source else "Markdown"))
        for item in planned.shown:
            if item.state is State.MISSING:
                raise MissingPictureError(
                    f"the picture `{item.asset.label}` is not in the store", hint="run `imggen generate` first"
                )
        folder = self._source.pictures if self._source else f"{FOLDER}/"
        # Which picture is a page's first is not known here, and the same text must always give the same page.
        return planned, self._plan.element(directive, planned, src=folder, url=folder, lazy=True)

    def cover(self, meta: MutableMapping[str, Any], file: Any | None) -> Element | None:
        """Give the element of a page's cover where the page shows it, and put its address into the page's front matter.

        Raises:
            ImggenError: it is not in the store, or the cover is not written as it should be.

        """
        text = covers.source(self._text())
        try:
            directive, shown = covers.read(meta[covers.KEY], text)
            planned, element = self._planned(directive)
        except ImggenError as error:
            self.fault(error, text, file)
            raise
        alt = next(element.iter("img")).get("alt", "")
        Card.of(planned, alt=alt, settings=self._plan.settings, site_url=self._site_url, meta=meta)
        return element if shown else None

    def credits(self, file: Any | None) -> Element:  # noqa: ARG002 - as above
        """Give the table of all pictures in the store, since one page knows nothing of the others.

        Raises:
            ImggenError: the store cannot be read.

        """
        return colophon.table(colophon.of_store(self._store), "")

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:  # noqa: ARG002 - as above
        """Raise a fault; where the page is not known, it is the caller's to know."""
        if self._source is None:
            raise error.at(f"`{text.splitlines()[0][:60]}`" if text else "")
        line = find_line(self._text(), text)
        raise error.at(f"{self._source.src_uri}:{line}" if line else self._source.src_uri)

    def _text(self) -> str:
        """Give the page's source; what cannot be read has no lines to point at."""
        try:
            return self._source.content_string if self._source else ""
        except (OSError, UnicodeError):
            return ""


def host(options: Mapping[str, Any]) -> StandaloneHost:
    """Make the host of an extension that was given settings of its own.

    Relative paths start from the folder of Zensical's configuration, elsewhere from the working directory.

    Raises:
        SettingsError: a setting is wrong; names all of them.

    """
    root, source, site_url = _in_zensical() or (Path.cwd(), None, None)
    settings, faults = settings_module.load(options, root)
    if faults:
        raise SettingsError("; ".join(f"option `{key}`: {message}" for key, message in faults))
    return StandaloneHost(settings, docs=source.docs if source else None, source=source, site_url=site_url)


def switch_in(config: Mapping[str, Any]) -> Switch:
    """Say what turns the pages of a Zensical project dark."""
    theme = config["theme"]
    return switch_of(theme.get("name") or "zensical", palette=bool(theme.get("palette")))


def _in_zensical() -> tuple[Path, Source, str | None] | None:
    """Give the folder of Zensical's configuration, the page that it renders just now and the site's address, if it runs us."""
    module = sys.modules.get("zensical.config")
    config: dict[str, Any] = (module.get_config() if module else None) or {}
    # What Zensical knows of the page it puts into an extension, for the Markdown objects of its own and of other extensions.
    for extension in config.get("markdown_extensions", ()):
        if getattr(extension, "name", "") == "zensical.extensions.context":
            context: Any = Markdown(extensions=[extension]).preprocessors["rendering_context"]
            root = Path(config["root_dir"])
            source = Source(docs=root / config["docs_dir"], src_uri=context.page.path, switch=switch_in(config))
            return root, source, config.get("site_url")
    return None
