"""A Zensical project as the commands see it: its configuration and its pages, read by Zensical's own Python side.

Zensical knows no plugin of ours and does not render a page again that did not change, so its build cannot be asked. What it
calls for each page can: the same configuration, extensions (macros and snippets among them) and front matter.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_imggen import colophon, covers
from mkdocs_imggen import settings as settings_module
from mkdocs_imggen.cards import Card
from mkdocs_imggen.errors import DirectiveError, ImggenError, SettingsError, clean
from mkdocs_imggen.extension import ImggenExtension
from mkdocs_imggen.plan import Place
from mkdocs_imggen.run import Run
from mkdocs_imggen.sources import locate, scan_names, text_of
from mkdocs_imggen.standalone import Source, switch_in

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from xml.etree.ElementTree import Element

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.generator import Generator
    from mkdocs_imggen.plan import Planned

NAME = "imggen"
"""What the extension is called in a configuration."""
_NOT_BUILT = [".*"]
"""Patterns of what Zensical leaves out by itself."""
_LISTED = re.compile(r"^[ \t]*-[ \t]+[\"']?imggen\b|[\[,][ \t]*[\"']?imggen\b", re.MULTILINE)


def configures(path: Path) -> bool:
    """Whether a configuration is Zensical's: TOML, or MkDocs's file where it lists our extension and not our plugin."""
    if path.suffix == ".toml":
        return True
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError):
        return False  # whoever reads it next says so
    parts = {part.partition(":")[0]: part for part in re.split(r"^(?=[^\s#-])", text, flags=re.MULTILINE)}
    return bool(_LISTED.search(parts.get("markdown_extensions", ""))) and not _LISTED.search(parts.get("plugins", ""))


class Project:
    """A project's configuration.

    Raises:
        SettingsError: Zensical is not there, cannot read it, or it does not list the extension as it should.

    """

    def __init__(self, path: Path) -> None:
        try:
            self._config: dict[str, Any] = import_module("zensical.config").parse_config(str(path.absolute()))
        except ModuleNotFoundError as fault:
            if (fault.name or "").partition(".")[0] != "zensical":
                raise _unreadable(path, fault) from fault
            hint = "`pip install zensical` here too"
            raise SettingsError("Zensical is not installed, and reads its own pages", where=str(path), hint=hint) from fault
        except Exception as fault:  # another program's reader: whatever it raises means the same
            raise _unreadable(path, fault) from fault
        if NAME not in self._config["markdown_extensions"]:
            raise SettingsError(f"{path} does not list the extension", hint="run `imggen init`")
        self.root = Path(self._config["root_dir"])
        self.docs = self.root / self._config["docs_dir"]
        self.settings, faults = settings_module.load(self._config["mdx_configs"].get(NAME) or {}, self.root)
        if faults:
            raise SettingsError("; ".join(f"option `{key}`: {said}" for key, said in faults), where=str(path))

    @cached_property
    def pages(self) -> list[Source]:
        """All sources that a build renders, in the order of their names."""
        ignored = [*_NOT_BUILT, *((self._config.get(key) or "") for key in ("exclude_docs", "draft_docs"))]
        spec = import_module("pathspec.gitignore").GitIgnoreSpec.from_lines("\n".join(ignored).splitlines())
        names = sorted(path.relative_to(self.docs).as_posix() for path in self.docs.rglob("*.md") if path.is_file())
        return [Source(docs=self.docs, src_uri=name) for name in names if not spec.match_file(name)]

    def plan(self, generator: Generator) -> Run:
        """Render all pages as a build does, and give what they want; nothing is made.

        Raises:
            ImggenError: a directive is wrong, or a page cannot be rendered; all of a site's directives together.

        """
        run = Run(generator, names=self._names, docs_dir=self.docs, collecting=True, switch=switch_in(self._config))
        host = _Host(run, self)
        extensions: list[Any] = self._config["markdown_extensions"]
        before = list(extensions)
        extensions[before.index(NAME)] = ImggenExtension(host)
        try:
            for source in self.pages:
                host.source = source
                self._render(source)
        finally:
            extensions[:] = before  # without the page that Zensical put there, which the extension would take for its own
        run.finish()
        return run

    def place(self, text: str, source: Source) -> Place:
        """Say where a directive stands, with its line when that is asked for."""
        configs = self._config["mdx_configs"]
        return Place(page=source.src_uri, spot=lambda: clean(locate(source, text, configs) or source.src_uri))  # type: ignore[arg-type]

    def _render(self, source: Source) -> None:
        from mkdocs.utils.meta import get_data  # noqa: PLC0415 - a command's, not a page's

        try:
            text, meta = get_data(source.content_string)
            if not text.strip() and covers.of(meta):
                raise DirectiveError("a cover needs a page with words", where=source.src_uri, hint="write at least a heading")
            render = import_module("zensical.markdown.render").render
            render(text, source.src_uri, self._url(source.src_uri), json.dumps(meta, default=str))
        except ImggenError:
            raise
        except Exception as fault:  # other extensions and the author's macros raise whatever they like
            what = f"the page cannot be rendered ({type(fault).__name__}: {fault})"
            raise ImggenError(what, where=source.src_uri, hint="see what `zensical build` says of it") from fault

    def _url(self, name: str) -> str:
        stem = name.removesuffix(".md")
        folder, _, last = stem.rpartition("/")
        if last in {"index", "README"}:
            return f"{folder}/" if folder else ""
        return f"{stem}/" if self._config["use_directory_urls"] else f"{stem}.html"

    def _names(self) -> Mapping[str, tuple[Directive, Place]]:
        """Find all directives with a name in the sources."""
        found: dict[str, tuple[Directive, Place]] = {}
        for source in self.pages:
            text = text_of(source)  # type: ignore[arg-type] # it has what is asked of MkDocs's file
            for directive in scan_names(text, self._config["markdown_extensions"], self._config["mdx_configs"]):
                found.setdefault(str(directive.options["name"]), (directive, self.place(directive.text, source)))
        return found


class _Host:
    """What the extension is handed while pages are planned."""

    def __init__(self, run: Run, project: Project) -> None:
        self.source = Source(docs=project.docs, src_uri="")
        self._run = run
        self._project = project

    def picture(self, directive: Directive, file: Any | None) -> Element:  # noqa: ARG002 - the host's signature
        return self._planned(directive)[1]

    def cover(self, meta: MutableMapping[str, Any], file: Any | None) -> Element | None:
        text = covers.source(text_of(self.source))  # type: ignore[arg-type] # it has what is asked of MkDocs's file
        try:
            directive, _ = covers.read(meta[covers.KEY], text)
            planned, element = self._planned(directive)
            Card.of(planned, alt="", settings=self._project.settings, site_url=None, meta=meta)
        except ImggenError as error:
            self.fault(error, text, file)
            return None
        return element

    def _planned(self, directive: Directive) -> tuple[Planned, Element]:
        if directive.ref and directive.alt is None and directive.ref not in self._project.settings.assets:
            # In Zensical's build one page knows nothing of another, and a record holds no alt text.
            what = f"`@{directive.ref}` needs an alt text of its own, since Zensical shows no page what another says"
            raise DirectiveError(what, hint="write it between the brackets, or define the picture in `assets`")
        place = self._project.place(directive.text, self.source)
        planned = self._run.plan.add(directive, place)
        element = self._run.plan.element(directive, planned, src=self.source.pictures, url=self.source.pictures, lazy=True)
        self._run.says(directive, place, planned, element)
        return planned, element

    def credits(self, file: Any | None) -> Element:  # noqa: ARG002 - as above
        return colophon.place()

    def fault(self, error: ImggenError, text: str, file: Any | None) -> None:  # noqa: ARG002 - as above
        self._run.fault(error, self._project.place(text, self.source))


def _unreadable(path: Path, fault: Exception) -> SettingsError:
    said = getattr(fault, "message", "") or str(fault)
    return SettingsError(f"Zensical cannot read it ({type(fault).__name__}: {said})", where=str(path))
