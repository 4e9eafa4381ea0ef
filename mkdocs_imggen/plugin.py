"""The MkDocs and ProperDocs plugin: hooks of a few lines; the work is in `build`, `run` and `generator`.

It imports only `mkdocs.*`, which ProperDocs answers with its own modules, and what a site without directives needs. The module is
a little over 300 lines because each hook says when it has to be called, and why.
"""

from __future__ import annotations

import logging
import os
import re
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.utils import get_relative_url

from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.errors import MAX_LINE, DirectiveError, ImggenError, SeveralErrors, clean
from mkdocs_imggen.extension import ImggenExtension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping
    from xml.etree.ElementTree import Element

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from mkdocs_imggen.build import Build
    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.run import Run
    from mkdocs_imggen.settings import Settings

log = get_plugin_logger("imggen")
error_log = logging.getLogger("mkdocs.plugins.imggen")
"""The same without its prefix, since our error lines begin with their place."""

# Inside a tag only: text may show such an address, and code does.
_LEFT_OVER = re.compile(r"<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?:src|srcset|href)\s*=\s*[\"']?\s*imggen\s*:", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Pending:
    """One build as the hooks and the Markdown extension see it; the first directive makes it a real one."""

    def __init__(self, plugin: ImggenPlugin, config: MkDocsConfig) -> None:
        self.files: Files | None = None
        self.page: Page | None = None
        self._plugin = plugin
        self._config = config

    @cached_property
    def build(self) -> Build:
        """The build, begun on first use."""
        from mkdocs_imggen.build import Build  # noqa: PLC0415 - a site without directives loads none of it

        plugin = self._plugin
        if self.files is None:
            raise PluginError("imggen: a directive was met before MkDocs knows its files; render Markdown in `on_nav` or later")
        try:
            generator = plugin.generator()
        except ImggenError as fault:
            raise PluginError(str(fault)) from None
        build = Build(generator, self._config, self.files, collecting=plugin.collecting, serving=plugin.serving)
        plugin.runs.append(build.run)
        return build

    @property
    def begun(self) -> bool:
        """Whether there was a directive."""
        return "build" in self.__dict__

    def picture(self, directive: Directive, file: File | None) -> Element:
        """Plan a picture and give its element."""
        return self.build.picture(directive, file, self.page)

    def cover(self, meta: MutableMapping[str, Any], file: File | None) -> Element | None:
        """Plan a page's cover and give its element."""
        assert file is not None, "the front matter is that of its page"
        return self.build.cover(meta, file)

    def credits(self, file: File | None) -> Element:
        """Give the table of all pictures, or what stands for it."""
        return self.build.credits(file, self.page)

    def fault(self, error: ImggenError, text: str, file: File | None) -> None:
        """Collect a fault."""
        self.build.fault(error, text, file or (self.page.file if self.page else None))

    def from_template(self, name: str) -> dict[str, Any]:
        """Answer the Jinja function `imggen("name")`."""
        return self.build.from_template(name)


class ImggenPlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg] # its settings are ours, not a MkDocs schema
    """Finds image directives, makes what is missing, publishes renditions."""

    settings: Settings

    def __init__(self) -> None:
        self.collect_for: Callable[[Settings], Generator] | None = None
        self.runs: list[Run] = []
        self._command = "build"
        self._spent = 0.0
        self._generator: Generator | None = None
        self._server: LiveReloadServer | None = None
        self._watched: set[Path] = set()
        self._builds: list[Pending] = []

    @property
    def collecting(self) -> bool:
        """Whether the `imggen` command runs us, with a generator of its own, to see what a real build wants."""
        return self.collect_for is not None

    @property
    def serving(self) -> bool:
        """Whether `mkdocs serve` runs us, which builds again and again in one process."""
        return self._command == "serve"

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> tuple[Any, Any]:
        """Read our settings by our own schema; all faults are reported in MkDocs's form."""
        base = Path(config_file_path).absolute().parent if config_file_path else Path.cwd()
        self.settings, faults = settings_module.load(options, base)
        self.config = options  # other plugins may look; it stays what the user wrote
        return [(clean(key), ValidationError(clean(message, MAX_LINE))) for key, message in faults], []

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002 - MkDocs's signature
        """Learn the command; defining this hook makes MkDocs keep the object over the rebuilds of `serve`."""
        self._command = command
        self.runs = []

    # First, and in place: plugins that render Markdown inside Markdown keep the list as they find it.
    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begin a build. Builds nest, and one process may do several: i18n plugins build again inside `on_post_build`."""
        if sum(isinstance(other, ImggenPlugin) for other in config.plugins.values()) > 1:
            raise PluginError("imggen is listed twice under `plugins:`; list it once")
        self._keep_out_of(Path(config.docs_dir))
        if self.serving and not self._builds:
            self.runs = []
            if self._generator is not None and self._generator.background:
                self._generator.background.begin()
        pending = Pending(self, config)
        self._builds.append(pending)
        extensions: list[Any] = config.markdown_extensions
        extensions[:] = [item for item in extensions if item != "imggen" and not isinstance(item, ImggenExtension)]
        extensions.append(ImggenExtension(host=pending))
        return config

    # Last: what other plugins add must be there, and what we add later must land in the final collection.
    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002 - MkDocs's signature
        """Remember where files are collected."""
        self._builds[-1].files = files
        return files

    # First: other plugins may render Markdown in this very hook.
    @event_priority(100)
    def on_page_markdown(
        self,
        markdown: str,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 - as above
        files: Files,
    ) -> str | None:
        """Remember the page, for Markdown inside Markdown that does not know it, and the files as they are now."""
        pending = self._builds[-1]
        pending.page, pending.files = page, files
        if "cover" in page.meta and not markdown.strip():
            from mkdocs_imggen import covers  # noqa: PLC0415 - pages without a cover load none of it

            # Markdown does not even begin with an empty page.
            return "<!-- -->" if covers.of(page.meta) else None
        return None

    @event_priority(100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:  # noqa: ARG002 - as above
        """Remember the page, for what other plugins render late."""
        self._builds[-1].page = page

    # Last: other plugins may put addresses into the page, or take them out.
    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:  # noqa: ARG002 - as above
        """Refuse an address that the browser could not follow, before anything is spent; mend what other plugins broke."""
        if "imggen" not in html.lower():
            return None
        pending = self._builds[-1]
        # What the extension saw it has named better already; this is for what came into the page past it.
        if _LEFT_OVER.search(_COMMENT.sub("", html)) and not (pending.begun and pending.build.faulty(page.file)):
            hint = "write it as a Markdown image with `imggen:` in lower case, not in raw HTML or a link"
            pending.fault(DirectiveError("an `imggen:` address is left in the finished page", hint=hint), "imggen:", page.file)
        if not pending.begun:
            return None
        from mkdocs_imggen import neighbours  # noqa: PLC0415 - as in `Pending.build`

        # The text that the plugin print-site has taken for the page that holds all pages.
        if "print-site" in config.plugins and isinstance(taken := getattr(page, "html", None), str):
            page.html = neighbours.printed(neighbours.lightbox(taken))  # type: ignore[attr-defined]
        return neighbours.lightbox(html)

    # First: files must be there for every plugin that looks at them (privacy, optimize).
    @event_priority(100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002 - as above
        """All pages are rendered: make what is missing, then all renditions."""
        pending = self._builds[-1]
        env.globals["imggen"] = pending.from_template
        if pending.begun or self.settings.assets:
            pending.build.use(files)
            pending.build.plan_site_assets()
            with _told():
                pending.build.finish()
            self._watch()
        return env

    @event_priority(100)
    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> None:  # noqa: ARG002 - as above
        """Give the function once more: print-site renders its page from such a context, in an environment of its own."""
        context["imggen"] = self._builds[-1].from_template

    # Behind what makes cards of its own (Material's social, 50), before what makes pages smaller (0) in ways of its own.
    @event_priority(25)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002 - as above
        """Mend what came from another page, say what the theme's rules do not of sizes and dark pages, and tell of a cover."""
        pending = self._builds[-1]
        if not pending.begun:
            return None
        from mkdocs_imggen import neighbours, plan  # noqa: PLC0415 - as in `Pending.build`

        mended = neighbours.shaped(neighbours.moved(output, get_relative_url(plan.FOLDER, page.url)))
        return pending.build.with_card(pending.build.styled(mended), page.file)

    # Last: others may still read our files from the cache (optimize does).
    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - as above
        """End a build; pages rendered late (excerpts) may have had faults."""
        pending = self._builds.pop()
        if pending.begun:
            with _told():
                pending.build.run.raise_faults()
        if not self.serving and not self._builds:
            self._close()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - as above
        """End a build that failed."""
        if self._builds:
            self._builds.pop()
        if not self.serving:
            self._close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:  # noqa: ARG002 - as above
        """Build again when the background, `imggen generate` or a merge brings pictures."""
        self._server = server
        self._watch()

    def _watch(self) -> None:
        """Have the store and the folders of input pictures watched from the first picture on, once; MkDocs watches the pages."""
        if self._server is None or not (self.runs and self.runs[-1].pictures):
            return
        self.settings.store.mkdir(parents=True, exist_ok=True)  # what does not exist yet cannot be watched
        for folder in (self.settings.store, *self.settings.inputs):
            if folder not in self._watched and folder.is_dir():
                self._watched.add(folder)
                self._server.watch(str(folder))

    def on_shutdown(self) -> None:
        """Let go of clients and files."""
        self._close()

    def generator(self) -> Generator:
        """Give the generator of this process, a new one when the settings changed.

        Raises:
            ImggenError: the environment says something that cannot be.

        """
        if self._generator is None or self._generator.settings != self.settings:
            self._close()
            self._generator = (self.collect_for or self._make_generator)(self.settings)
            # The budget is the process's: a rebuild, or a setting that changed, does not begin a new one.
            self._generator.spent = max(self._generator.spent, self._spent)
        return self._generator

    def _keep_out_of(self, docs: Path) -> None:
        """Refuse a store or a cache that MkDocs would publish."""
        for name in ("store", "cache"):
            folder: Path = getattr(self.settings, name)
            if docs.resolve() in (folder.resolve(), *folder.resolve().parents):
                shown = os.path.relpath(folder, docs.parent)
                raise PluginError(f"imggen: `{name}: {shown}` lies in docs_dir and would be published; set it elsewhere")

    def _close(self) -> None:
        if self._generator is not None and not self.collecting:
            self._generator.close()
            self._spent = self._generator.spent
        self._generator = None

    def _make_generator(self, settings: Settings) -> Generator:
        from mkdocs_imggen.build import generator_for  # noqa: PLC0415 - as in `Pending.build`

        return generator_for(settings, self._command, log)


@contextmanager
def _told() -> Iterator[None]:
    """Turn our errors into MkDocs's: each in one line of its own, no traceback."""
    try:
        yield
    except SeveralErrors as several:
        for each in several.errors:
            error_log.error("%s", each)
        raise PluginError(f"imggen: {len(several.errors)} problems, listed above") from None
    except ImggenError as error:
        raise PluginError(str(error)) from None
