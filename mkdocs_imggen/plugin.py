"""The MkDocs and ProperDocs plugin: hooks of a few lines; the work is in `run` and `generator`.

It imports only `mkdocs.*`, which ProperDocs answers with its own modules.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.directive import find_line
from mkdocs_imggen.errors import DirectiveError, ImggenError, SeveralErrors
from mkdocs_imggen.extension import ImggenExtension, scan_names
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.plan import Place
from mkdocs_imggen.report import LogReporter, TerminalReporter
from mkdocs_imggen.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from xml.etree.ElementTree import Element

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.settings import Settings

log = get_plugin_logger("imggen")
error_log = logging.getLogger("mkdocs.plugins.imggen")
"""The same without its prefix, since our error lines begin with their place."""

_LEFT_OVER = re.compile(r"(?:src|srcset|href)\s*=\s*[\"']?\s*imggen:")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Build:
    """One build: what the Markdown extension is handed, and the files that MkDocs will copy."""

    def __init__(self, generator: Generator, config: MkDocsConfig, *, collecting: bool, serving: bool) -> None:
        self.serving = serving
        self.run = Run(generator, names=self._names, collecting=collecting)
        self.config = config
        self.files: Files | None = None
        self.page: Page | None = None
        self._published: dict[str, File] = {}
        self._begun: set[str] = set()
        self._faulty: set[str] = set()

    def picture(self, directive: Directive, file: Any | None) -> Element:
        """Plan a picture and give its element; `file` is the page it is rendered for, None inside another plugin's Markdown."""
        shown_on = file or (self.page.file if self.page else None)
        base = shown_on.url if shown_on else ""
        place = self._place(directive.text, shown_on)
        planned = self.run.plan.add(directive, place)
        for rendition in planned.renditions:
            self._publish(rendition.uri)
        # With a file, MkDocs's own step turns `src` from a path between sources into an address, and checks it on the way.
        folder = posixpath.dirname(file.src_uri) if file else None
        lazy = place.page in self._begun
        self._begun.add(place.page)
        return self.run.plan.element(
            directive,
            planned,
            src=lambda uri: get_relative_url(uri, base) if folder is None else posixpath.relpath(uri, folder or "."),
            url=lambda uri: get_relative_url(uri, base),
            lazy=lazy,
        )

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:
        """Collect a fault for the end of rendering."""
        shown_on = file or (self.page.file if self.page else None)
        if shown_on:
            self._faulty.add(shown_on.src_uri)
        self.run.fault(error, self._place(text, shown_on))

    def faulty(self, file: File) -> bool:
        """Whether a fault of a page was collected already."""
        return file.src_uri in self._faulty

    def finish(self) -> None:
        """Make and render everything, and hand the files to MkDocs."""
        summary = self.run.finish()
        for planned in self.run.pictures:
            for uri, path in self.run.files(planned):
                file = self._publish(uri)
                if self.run.collecting:
                    self._forget(file)
                else:
                    file.abs_src_path = str(path)
                    self._link(path, file)
        if summary:
            self.run.generator.reporter.info(summary.line())

    def from_template(self, name: str) -> dict[str, Any]:
        """Give a theme template what it needs of an asset of the settings: `url` (for the `url` filter), `width height alt`."""
        if name not in self.run.plan.settings.assets:
            raise PluginError(f'a template asks for imggen("{name}"), and there is no such asset under `assets:`')
        directive, planned = self._site_asset(name)
        return {
            "url": planned.renditions[-1].uri,
            "width": planned.width,
            "height": planned.height,
            "alt": directive.alt or "",
        }

    def plan_site_assets(self) -> None:
        """Plan what the settings name, since templates are rendered when it is too late to ask."""
        for name in self.run.plan.settings.assets:
            try:
                _, planned = self._site_asset(name)
            except ImggenError as fault:
                self.run.fault(fault, Place(page=f"assets: {name}"))
                continue
            for rendition in planned.renditions:
                self._publish(rendition.uri)

    def _site_asset(self, name: str) -> tuple[Directive, Planned]:
        directive, _ = self.run.plan.site_asset(name)
        return directive, self.run.plan.add(directive, Place(page=f"assets: {name}"))

    def _publish(self, uri: str) -> File:
        """Register a file with MkDocs while its bytes may not exist yet; they are needed only after `on_env`."""
        file = self._published.get(uri)
        if file is None:
            file = File.generated(self.config, uri, abs_src_path=os.devnull, inclusion=InclusionLevel.INCLUDED)
            self._published[uri] = file
            if self.files is not None:
                self.files.append(file)
        return file

    def _forget(self, file: File) -> None:
        if self.files is not None and file.src_uri in self.files.src_uris:
            self.files.remove(file)

    def _link(self, path: Path, file: File) -> None:
        """Hard-link a rendition into the site instead of copying it; MkDocs leaves a copy of a file onto itself alone."""
        publish = self.run.plan.settings.publish
        # The folder of `serve` is nobody else's, so no optimiser can write through the link into the cache.
        if publish == "copy" or (publish == "auto" and not self.serving):
            return
        target = Path(file.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.unlink(missing_ok=True)
            target.hardlink_to(path)
        except OSError:
            return  # another file system, or one without links: MkDocs copies

    def _place(self, text: str, file: File | None) -> Place:
        if file is None:
            return Place(page="(no page)")
        return Place(page=file.src_uri, line=lambda: find_line(_source(file), text))

    def _names(self) -> Mapping[str, tuple[Directive, Place]]:
        """Find all directives with a name in the sources of this build."""
        found: dict[str, tuple[Directive, Place]] = {}
        for file in self.files.documentation_pages() if self.files else ():
            text = _source(file)
            if "imggen" not in text or "name" not in text:
                continue
            for directive in scan_names(text, file, self.config.markdown_extensions, self.config.mdx_configs):
                name = directive.options["name"]
                found.setdefault(str(name), (directive, self._place(directive.text, file)))
        return found


def _source(file: File) -> str:
    """Give a page's own text; what cannot be read has no lines to point at."""
    try:
        return file.content_string
    except (OSError, UnicodeError, ValueError):
        return ""


class ImggenPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg] # its settings are ours, not a MkDocs schema
    """Finds image directives, makes what is missing, publishes renditions."""

    settings: Settings

    def __init__(self) -> None:
        self.collecting = False
        self.make_generator: Callable[[Settings], Generator] = self._generator_of_this_process
        self.runs: list[Run] = []
        self._command = "build"
        self._generator: Generator | None = None
        self._builds: list[Build] = []

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[Any, Any]:
        """Read our settings by our own schema; all faults are reported in MkDocs's form."""
        base = Path(config_file_path).absolute().parent if config_file_path else Path.cwd()
        self.settings, faults = settings_module.load(options, base)
        self.config = options  # type: ignore[assignment] # other plugins may look; it stays what the user wrote
        return [(key, ValidationError(message)) for key, message in faults], []

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs's signature
        """Learn the command; defining this hook makes MkDocs keep the object over the rebuilds of `serve`."""
        self._command = command

    # Last: the extension must be the last one to join, after plugins that replace the list.
    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begin a build. Builds nest: i18n plugins build again inside `on_post_build`."""
        try:
            if self._generator is None or self._generator.settings != self.settings:
                self._close()
                self._generator = self.make_generator(self.settings)
        except ImggenError as fault:
            raise PluginError(str(fault)) from fault
        build = Build(self._generator, config, collecting=self.collecting, serving=self._command == "serve")
        self._builds.append(build)
        self.runs.append(build.run)
        kept = [
            extension
            for extension in config.markdown_extensions
            if not isinstance(extension, ImggenExtension) and extension != "imggen"
        ]
        config.markdown_extensions = [*kept, ImggenExtension(host=build)]  # type: ignore[list-item] # MkDocs hands it on as it is
        return config

    # Last: what other plugins add must be there, and what we add later must land in the final collection.
    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002 - MkDocs's signature
        """Remember where files are collected."""
        self._builds[-1].files = files
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - as above
        """Remember the page, for Markdown inside Markdown that does not know it."""
        self._builds[-1].page = page

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - as above
        """Refuse an address that the browser could not follow, before anything is spent."""
        # What the extension saw it has named better already; this is for what came into the page past it.
        if "imggen:" in html and not self._builds[-1].faulty(page.file) and _LEFT_OVER.search(_COMMENT.sub("", html)):
            fault = DirectiveError(
                "an `imggen:` address is left in the finished page",
                hint="write it as a Markdown image, not in raw HTML or a link",
            )
            self._builds[-1].fault(fault, "imggen:", page.file)

    # First: files must be there for every plugin that looks at them (privacy, optimize).
    @event_priority(100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """All pages are rendered: make what is missing, then all renditions."""
        build = self._builds[-1]
        build.files = files
        build.plan_site_assets()
        with _told():
            build.finish()
        env.globals["imggen"] = build.from_template
        return env

    # Last: others may still read our files from the cache (optimize does).
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs's signature
        """End a build; pages rendered late (excerpts) may have had faults."""
        build = self._builds.pop()
        with _told():
            build.run.raise_faults()
        if self._command != "serve" and not self._builds:
            self._close()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - MkDocs's signature
        """End a build that failed."""
        if self._builds:
            self._builds.pop()
        if self._command != "serve":
            self._close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:  # noqa: ARG002 - as above
        """Build again when `imggen generate` or a merge brings pictures."""
        if self.settings.store.is_dir():
            server.watch(str(self.settings.store))

    def on_shutdown(self) -> None:
        """Let go of clients and files."""
        self._close()

    def _close(self) -> None:
        if self._generator is not None and not self.collecting:
            self._generator.close()
        self._generator = None

    def _generator_of_this_process(self, settings: Settings) -> Generator:
        reporter = (TerminalReporter if sys.stderr.isatty() else LogReporter)(log, prefix="")
        return Generator(settings, env=os.environ, reporter=reporter, command=self._command)


class _told:  # noqa: N801 - reads as a word where it stands
    """Turn our errors into MkDocs's: each in one line of its own, no traceback."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SeveralErrors):
            for each in error.errors:
                error_log.error("%s", each)
            raise PluginError(f"imggen: {len(error.errors)} problems, listed above") from None
        if isinstance(error, ImggenError):
            raise PluginError(str(error)) from None
