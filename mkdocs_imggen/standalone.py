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

from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.directive import find_line
from mkdocs_imggen.errors import ImggenError, MissingPictureError, SettingsError
from mkdocs_imggen.feeding import Files
from mkdocs_imggen.markup import Switch, switch_of
from mkdocs_imggen.plan import FOLDER, Place, Plan
from mkdocs_imggen.record import State
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive


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

    def __init__(self, settings: settings_module.Settings, *, docs: Path | None = None, source: Source | None = None) -> None:
        # No facts: without a build there is no moment to keep them.
        store = Store(settings.store, None)
        put_in = Files(docs or Path.cwd() / "docs", settings.inputs, None)
        switch = source.switch if source else Switch.SYSTEM
        self._plan = Plan(settings, store, drafts=False, look=put_in.look, switch=switch)
        self._source = source

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the host's signature
        """Give the element of a picture that is in the store.

        Raises:
            ImggenError: it is not, or the directive is wrong.

        """
        planned = self._plan.add(directive, Place(page=self._source.src_uri if self._source else "Markdown"))
        for item in planned.shown:
            if item.state is State.MISSING:
                raise MissingPictureError(
                    f"the picture `{item.asset.label}` is not in the store", hint="run `imggen generate` first"
                )
        folder = self._source.pictures if self._source else f"{FOLDER}/"
        # Which picture is a page's first is not known here, and the same text must always give the same page.
        return self._plan.element(directive, planned, src=folder, url=folder, lazy=True)

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:  # noqa: ARG002 - as above
        """Raise a fault; where the page is not known, it is the caller's to know."""
        if self._source is None:
            raise error.at(f"`{text.splitlines()[0][:60]}`" if text else "")
        try:
            line = find_line(self._source.content_string, text)
        except (OSError, UnicodeError):
            line = None
        raise error.at(f"{self._source.src_uri}:{line}" if line else self._source.src_uri)


def host(options: Mapping[str, Any]) -> StandaloneHost:
    """Make the host of an extension that was given settings of its own.

    Relative paths start from the folder of Zensical's configuration, elsewhere from the working directory.

    Raises:
        SettingsError: a setting is wrong; names all of them.

    """
    root, source = _in_zensical() or (Path.cwd(), None)
    settings, faults = settings_module.load(options, root)
    if faults:
        raise SettingsError("; ".join(f"option `{key}`: {message}" for key, message in faults))
    return StandaloneHost(settings, docs=source.docs if source else None, source=source)


def switch_in(config: Mapping[str, Any]) -> Switch:
    """Say what turns the pages of a Zensical project dark."""
    theme = config["theme"]
    return switch_of(theme.get("name") or "zensical", palette=bool(theme.get("palette")))


def _in_zensical() -> tuple[Path, Source] | None:
    """Give the folder of Zensical's configuration and the page that it renders just now; None in any other program."""
    module = sys.modules.get("zensical.config")
    config: dict[str, Any] = (module.get_config() if module else None) or {}
    # What Zensical knows of the page it puts into an extension, for the Markdown objects of its own and of other extensions.
    for extension in config.get("markdown_extensions", ()):
        if getattr(extension, "name", "") == "zensical.extensions.context":
            context: Any = Markdown(extensions=[extension]).preprocessors["rendering_context"]
            root = Path(config["root_dir"])
            return root, Source(docs=root / config["docs_dir"], src_uri=context.page.path, switch=switch_in(config))
    return None
