"""The Markdown extension on its own, in any program that runs Python-Markdown: looks pictures up in the store and renders them.

It never makes a picture and never writes: those programs offer no moment at which that would be safe.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.errors import ImggenError, MissingPictureError, SettingsError
from mkdocs_imggen.feeding import Files
from mkdocs_imggen.plan import FOLDER, Place, Plan
from mkdocs_imggen.record import State
from mkdocs_imggen.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive


class StandaloneHost:
    """Renders from the store; every fault is raised at once, since nobody would collect them."""

    def __init__(self, settings: settings_module.Settings) -> None:
        # No facts: without a build there is no moment to keep them.
        store = Store(settings.store, None)
        put_in = Files(Path.cwd() / "docs", settings.inputs, None)
        self._plan = Plan(settings, store, drafts=False, look=put_in.look)

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the host's signature
        """Give the element of a picture that is in the store.

        Raises:
            ImggenError: it is not, or the directive is wrong.

        """
        planned = self._plan.add(directive, Place(page="Markdown"))
        if planned.state is State.MISSING:
            raise MissingPictureError(
                f"the picture `{planned.asset.label}` is not in the store", hint="run `imggen generate` first"
            )
        # Which picture is a page's first is not known here, and the same text must always give the same page.
        return self._plan.element(directive, planned, src=f"{FOLDER}/", url=f"{FOLDER}/", lazy=True)

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:  # noqa: ARG002 - as above
        """Raise a fault; the page it is on is the caller's to know."""
        raise error.at(f"`{text.splitlines()[0][:60]}`" if text else "")


def host(options: Mapping[str, Any]) -> StandaloneHost:
    """Make the host of an extension that was given settings of its own; relative paths start from the working directory.

    Raises:
        SettingsError: a setting is wrong; names all of them.

    """
    settings, faults = settings_module.load(options, Path.cwd())
    if faults:
        raise SettingsError("; ".join(f"option `{key}`: {message}" for key, message in faults))
    return StandaloneHost(settings)
