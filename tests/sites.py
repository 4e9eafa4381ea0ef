"""Small sites for tests: written to disk, built by the real MkDocs, looked at by one checker."""

from __future__ import annotations

import hashlib
import logging
import posixpath
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from mkdocs_imggen import imaging
from mkdocs_imggen.plugin import ImggenPlugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mkdocs_imggen.run import Run

PICTURES = (".webp", ".png", ".jpg", ".jpeg", ".avif", ".gif", ".svg")


@dataclass(kw_only=True)
class Built:
    """What one build did: its site, its log (level and text), the runs of the plugin, and whether it failed."""

    site: Path
    lines: list[tuple[str, str]]
    runs: list[Run]
    failed: bool
    digests: Mapping[str, str]

    def html(self, name: str = "index.html") -> str:
        return (self.site / name).read_text(encoding="utf-8")

    def said(self, *levels: str) -> list[str]:
        return [text for level, text in self.lines if level in (levels or ("WARNING", "ERROR")) and "imggen" in text]


@dataclass(kw_only=True)
class Site:
    """A site on disk that a test writes and builds."""

    root: Path
    plugins: list[Any] = field(default_factory=list)
    extensions: list[Any] = field(default_factory=lambda: ["attr_list", "pymdownx.superfences"])
    more: dict[str, Any] = field(default_factory=dict)
    imggen: dict[str, Any] = field(default_factory=dict)

    def page(self, text: str, name: str = "index.md") -> None:
        path = self.root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @property
    def store(self) -> list[str]:
        folder = self.root / "imggen"
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []

    @property
    def records(self) -> list[Mapping[str, Any]]:
        return [yaml.safe_load((self.root / "imggen" / name).read_text("utf-8")) for name in self.store if name.endswith(".yml")]

    def config(self) -> Path:
        path = self.root / "mkdocs.yml"
        document = {
            "site_name": "Test",
            "site_url": "https://example.invalid/docs/",
            "theme": {"name": "mkdocs"},
            "plugins": [*self.plugins, {"imggen": self.imggen}],
            "markdown_extensions": self.extensions,
            **self.more,
        }
        path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return path

    def build(self, *, command: str = "build", config: Path | None = None, check: bool = True) -> Built:
        built = build_site(config or self.config(), self.root / "site", command=command)
        if check and not built.failed:
            check_site(built)
        return built


def build_site(config_file: Path, site_dir: Path, *, command: str = "build", strict: bool = False) -> Built:
    """Build a site as MkDocs's own command does, in this process."""
    with _logged() as lines:
        failed, runs = False, []
        try:
            config = load_config(str(config_file), site_dir=str(site_dir), strict=strict)
            plugin = next((item for item in config.plugins.values() if isinstance(item, ImggenPlugin)), None)
            config.plugins.on_startup(command=command, dirty=False)  # type: ignore[arg-type]
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
                runs = plugin.runs if plugin else []
        except Abort:
            failed = True
    # Taken now: the next build writes into the same folder.
    return Built(site=site_dir, lines=lines, runs=runs, failed=failed, digests=digests(site_dir))


@contextmanager
def _logged() -> Iterator[list[tuple[str, str]]]:
    lines: list[tuple[str, str]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append((record.levelname, record.getMessage()))

    logger, handler = logging.getLogger("mkdocs"), Keep()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, but for the archive in which MkDocs writes the time."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "sitemap.xml.gz"
    }


class _References(HTMLParser):
    """Collects every address of a picture that a page names, and what stands where HTML does not allow it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.misplaced: list[str] = []
        self._open: list[str] = []

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        within = self._open[-1] if self._open else ""
        if (within == "picture" and tag not in {"source", "img"}) or (tag == "a" and "a" in self._open):
            self.misplaced.append(f"<{tag}> in <{within}>")
        if tag == "source" and within not in {"picture", "video", "audio"}:
            self.misplaced.append(f"<source> in <{within}>")
        if tag == "figure" and "p" in self._open:
            self.misplaced.append("<figure> in <p>")
        if tag in {"a", "picture", "p", "video", "audio"}:
            self._open.append(tag)
        if tag in {"img", "source", "script", "video", "input"} and given.get("src"):
            self.found.append(given["src"])
        for entry in given.get("srcset", "").split(","):
            if entry.strip():
                self.found.append(entry.split()[0])
        if tag in {"a", "link"} and urlsplit(given.get("href", "")).path.lower().endswith(PICTURES):
            self.found.append(given["href"])
        if tag == "meta" and given.get("property", given.get("name", "")) in {"og:image", "twitter:image"}:
            self.found.append(given["content"])


def check_site(
    built: Built,
    *,
    site_url: str = "https://example.invalid/docs/",
    through: Callable[[str, bytes], bytes] = lambda _, data: data,
) -> int:
    """See that every picture named in any page stands where it may and is a file, and that ours have the bytes they should have.

    `through` says what another plugin makes of a file of ours. Returns the number of references to pictures of ours.
    """
    expected: dict[str, bytes] = {}
    for run in built.runs:
        for planned in run.pictures:
            if planned.entry:
                original = run.generator.store.read(planned.entry)
                for item in planned.files:
                    expected[item.uri] = imaging.render(
                        original,
                        width=item.width,
                        format_=item.recipe.format,
                        quality=item.recipe.quality,
                        trim=item.recipe.trim,
                        source=planned.source if item.recipe.disclosed else "",
                    )
    ours = 0
    for page in sorted(built.site.rglob("*.html")):
        parser = _References()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.misplaced == [], page
        for reference in parser.found:
            address = urljoin(site_url + page.relative_to(built.site).as_posix(), urldefrag(reference)[0])
            if not address.startswith(site_url):
                assert urlsplit(reference).scheme in {"http", "https", "data"}, f"{page.name}: {reference} is outside of the site"
                continue
            name = posixpath.normpath(unquote(urlsplit(address[len(site_url) :]).path))
            file = built.site / name
            assert file.is_file(), f"{page.relative_to(built.site)} names {reference}, and there is no {name}"
            if name.startswith("assets/imggen/"):
                ours += 1
                if not posixpath.basename(name).startswith("draft-"):
                    assert file.read_bytes() == through(name, expected[name]), f"{name} is not the expected rendition"
    return ours
