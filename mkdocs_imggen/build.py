"""One build inside MkDocs: what the Markdown extension is handed, and the files that MkDocs will copy.

Imported when the first directive is met: a site without directives never loads what follows from here.
"""

from __future__ import annotations

import os
import posixpath
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from mkdocs_imggen import colophon, covers, neighbours
from mkdocs_imggen.cards import Card, with_tags
from mkdocs_imggen.errors import DirectiveError, ImggenError, clean
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.markup import STYLE, Switch, switch_of
from mkdocs_imggen.plan import FOLDER, Place
from mkdocs_imggen.report import LogReporter, TerminalReporter, places
from mkdocs_imggen.run import Run
from mkdocs_imggen.sources import locate, scan_names, text_of

if TYPE_CHECKING:
    import logging
    from collections.abc import Mapping, MutableMapping
    from xml.etree.ElementTree import Element

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.plan import Planned
    from mkdocs_imggen.settings import Settings

MAX_PATH = 4096
"""Characters of a page's path in a message."""


def generator_for(settings: Settings, command: str, log: logging.LoggerAdapter[logging.Logger]) -> Generator:
    """Make the generator of a host's process: with a progress bar where somebody watches, plain lines elsewhere."""
    reporter = (TerminalReporter if sys.stderr.isatty() else LogReporter)(log, prefix="")
    return Generator(settings, env=os.environ, reporter=reporter, command=command)


class Build:
    """One build: what the Markdown extension is handed, and the files that MkDocs will copy."""

    def __init__(self, generator: Generator, config: MkDocsConfig, files: Files, *, collecting: bool, serving: bool) -> None:
        switch = switch_of(config.theme.name, palette=bool(config.theme.get("palette")))
        self.run = Run(generator, names=self._names, docs_dir=Path(config.docs_dir), collecting=collecting, switch=switch)
        self._config = config
        self._files = files
        self._serving = serving
        self._published: dict[str, File] = {}
        self._begun: set[str] = set()
        self._said: dict[tuple[str | None, str], tuple[str, str]] = {}
        self._faulty: set[str] = set()
        self._cards: dict[str, tuple[Card, Place]] = {}
        self._credited: dict[str, File] = {}

    def picture(self, directive: Directive, file: File | None, page: Page | None) -> Element:
        """Plan a picture and give its element.

        `file` is the page it is rendered for, None inside another plugin's Markdown; `page` is the one MkDocs works on.
        """
        shown_on = file or (page.file if page else None)
        return self._planned(directive, self._place(directive.text, shown_on), file, shown_on)[1]

    def cover(self, meta: MutableMapping[str, Any], file: File) -> Element | None:
        """Plan the picture of a page's front matter, and the tags of that page; give its element where the page shows it.

        A fault is collected.
        """
        text = covers.source(text_of(file))
        place = self._place(text, file)
        try:
            directive, shown = covers.read(meta[covers.KEY], text)
            planned, element = self._planned(directive, place, file, file, hidden=not shown)
            alt = next(element.iter("img")).get("alt", "")
            settings, site_url = self.run.plan.settings, self._config.site_url
            card = Card.of(planned, alt=alt, settings=settings, site_url=site_url, meta=meta)
            for rendition in planned.files:
                self._publish(rendition.uri)
        except ImggenError as error:
            self.fault(error, text, file)
            return None
        self._cards[file.src_uri] = card, place
        return element if shown else None

    def credits(self, file: File | None, page: Page | None) -> Element:
        """Give the table of all pictures; while pages are being rendered, its place, which `finish` fills."""
        shown_on = file or (page.file if page else None)
        if self.run.plan.closed or shown_on is None:
            return self._table(file, shown_on)
        self._credited[shown_on.src_uri] = shown_on
        return colophon.place()

    def _table(self, file: File | None, shown_on: File | None) -> Element:
        folder, _ = self._addresses(file, shown_on)
        return colophon.table(colophon.of_pictures(self.run.pictures, self.run.generator.store), folder)

    def _fill_in_credits(self) -> None:
        """Put the table into the pages that asked for it, now that all pictures are known: in every build the same."""
        place = ET.tostring(colophon.place(), encoding="unicode", method="html")
        for file in self._credited.values():
            content = (file.page.content if file.page else None) or ""
            if place not in content:
                what = "the table of credits has no place any more, since another plugin changed the page"
                raise DirectiveError(what, where=file.src_uri, hint="see which plugins change `page.content`")
            made = ET.tostring(self._table(None, file), encoding="unicode", method="html")
            page: Any = file.page
            page.content = content.replace(place, made)
            if isinstance(taken := getattr(page, "html", None), str):  # what print-site took for its page of all pages
                page.html = taken.replace(place, made)

    def with_card(self, output: str, file: File) -> str:
        """Give a finished page with the tags of its cover."""
        card, _ = self._cards.get(file.src_uri, (None, None))
        return with_tags(output, card) if card and self._config.site_url else output

    def _planned(
        self, directive: Directive, place: Place, file: File | None, shown_on: File | None, *, hidden: bool = False
    ) -> tuple[Planned, Element]:
        planned = self.run.plan.add(directive, place)
        for item in planned.shown:
            for rendition in item.renditions:
                if rendition.uri not in self._published:
                    self._publish(rendition.uri)
        src, url = self._addresses(file, shown_on)
        lazy = hidden or place.page in self._begun
        if not hidden:
            self._begun.add(place.page)
        element = self.run.plan.element(directive, planned, src=src, url=url, lazy=lazy)
        self.run.says(directive, place, planned, element)
        return planned, element

    def _addresses(self, file: File | None, shown_on: File | None) -> tuple[str, str]:
        """Say how a page names the folder of pictures in `src` and elsewhere; once a page, since every picture asks."""
        key = (file.src_uri if file else None, shown_on.url if shown_on else "")
        known = self._said.get(key)
        if known is None:
            url = get_relative_url(FOLDER, key[1]) + "/"
            # With a file, MkDocs's own step turns `src` from a path between sources into an address, and checks it on the way.
            # Both from a root, since `relpath` of what has none asks for the working directory, which may be gone.
            src = posixpath.relpath(f"/{FOLDER}", posixpath.dirname(f"/{key[0]}")) + "/" if key[0] else url
            known = self._said[key] = (src, url)
        return known

    def fault(self, error: ImggenError, text: str, shown_on: File | None) -> None:
        """Collect a fault for the end of rendering."""
        if shown_on:
            self._faulty.add(shown_on.src_uri)
        self.run.fault(error, self._place(text, shown_on))

    def faulty(self, file: File) -> bool:
        """Whether a fault of a page was collected already."""
        return file.src_uri in self._faulty

    def use(self, files: Files) -> None:
        """Go on with another collection of files, when a plugin replaced the one that we knew."""
        if files is not self._files:
            self._files = files
            for uri, file in self._published.items():
                if files.get_file_from_path(uri) is None:
                    files.append(file)

    def finish(self) -> None:
        """Make and render everything, and hand the files to MkDocs."""
        summary = self.run.finish()
        # A picture that has a dark twin on one page and none on another is planned twice, and its files are the same.
        for uri, path in dict(pair for planned in self.run.pictures for pair in self.run.files(planned)).items():
            file = self._publish(uri)
            if self.run.collecting:
                self._files.remove(file)
            else:
                file.abs_src_path = str(path)
                self._link(path, file)
        if not self.run.collecting:
            self._fill_in_credits()
        if summary:
            self.run.generator.reporter.info(summary.line())
            for warning in neighbours.strippers(self._config, self.run.plan.settings):
                self.run.generator.reporter.warn(warning)
            self._tell_of_cards()

    def _tell_of_cards(self) -> None:
        """Warn where covers cannot reach social networks, which need whole addresses."""
        if self._cards and not self._config.site_url:
            self.run.generator.reporter.warn(
                "covers have no tags for social networks, since `site_url` is not set:"
                f" {places(str(place) for _, place in self._cards.values())}; set it to the site's address"
            )

    def styled(self, html: str) -> str:
        """Give a finished page the rule that shows one of two pictures, where the theme has none and the page needs it."""
        if self.run.plan.switch is not Switch.CLASS or "imggen-dark" not in html:
            return html
        before, head, after = html.partition("</head>")
        if not head:
            self.run.generator.reporter.warn("a page has no `</head>`, so pictures and their dark twins are both seen on it")
            return html
        return f"{before}{STYLE}{head}{after}"

    def from_template(self, name: str) -> dict[str, Any]:
        """Give a theme template what it needs of an asset of the settings: `url` (for the `url` filter), `width height alt`.

        `dark` is the address of its twin, empty where there is none.
        """
        if name not in self.run.plan.settings.assets:
            raise PluginError(f'a template asks for imggen("{name}"), and there is no such asset under `assets:`')
        directive, planned = self._site_asset(name)
        return {
            "url": planned.renditions[-1].uri,
            "width": planned.width,
            "height": planned.height,
            "alt": directive.alt or "",
            "dark": planned.dark.renditions[-1].uri if planned.dark else "",
        }

    def plan_site_assets(self) -> None:
        """Plan what the settings name, since templates are rendered when it is too late to ask."""
        for name in self.run.plan.settings.assets:
            try:
                directive, planned = self._site_asset(name)
                self.run.says(directive, planned.places[-1], planned)
                for rendition in (each for item in planned.shown for each in item.renditions):
                    self._publish(rendition.uri)
            except ImggenError as fault:
                self.run.fault(fault, Place(page=f"assets: {name}"))

    def _site_asset(self, name: str) -> tuple[Directive, Planned]:
        directive, _ = self.run.plan.site_asset(name)
        return directive, self.run.plan.add(directive, Place(page=f"assets: {name}"))

    def _publish(self, uri: str) -> File:
        """Register a file with MkDocs while its bytes may not exist yet; they are needed only after `on_env`."""
        file = self._published.get(uri)
        if file is None:
            other = self._files.get_file_from_path(uri)
            if other is not None and other.generated_by is None:  # MkDocs would replace it and say nothing
                raise DirectiveError(
                    f"docs_dir or the theme has a file of its own under the name of this picture, `{uri}`",
                    hint="rename or remove that file",
                )
            file = File.generated(self._config, uri, abs_src_path=os.devnull, inclusion=InclusionLevel.INCLUDED)
            self._published[uri] = file
            self._files.append(file)
        return file

    def _link(self, path: Path, file: File) -> None:
        """Hard-link a rendition into the site instead of copying it; MkDocs leaves a copy of a file onto itself alone."""
        publish = self.run.plan.settings.publish
        # Of `serve` the folder is a temporary one, which optimisers leave alone; what writes through a link all the same
        # is noticed by the next build, which renders anew.
        if publish == "copy" or (publish == "auto" and not self._serving):
            return
        target = Path(file.abs_dest_path)
        with suppress(OSError):  # another file system, or one without links: MkDocs copies
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.hardlink_to(path)

    def _place(self, text: str, file: File | None) -> Place:
        if file is None:
            return Place(page="(no page)")
        # A file may have any name, and a place is printed: a line break in it would begin a line of its own.
        return Place(
            page=file.src_uri, spot=lambda: clean(locate(file, text, self._config.mdx_configs) or file.src_uri, MAX_PATH)
        )

    def _names(self) -> Mapping[str, tuple[Directive, Place]]:
        """Find all directives with a name in the sources of this build."""
        found: dict[str, tuple[Directive, Place]] = {}
        for file in self._files.documentation_pages():
            for directive in scan_names(text_of(file), self._config.markdown_extensions, self._config.mdx_configs):
                name = directive.options["name"]
                found.setdefault(str(name), (directive, self._place(directive.text, file)))
        return found
