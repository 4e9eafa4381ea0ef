"""The plugins that sites use beside ours, each in real builds of its own, under the checker that looks at every address.

A row is a plugin: its distribution, its settings, pages that bring it to work, the number of pictures to be bought, and what
must hold beyond the checker. Each row is built with both kinds of addresses and with our plugin before and after it: once
bought from the loopback server, then locked, with equal bytes.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import fontpkg_nunito
import pytest
from contract import contract
from PIL import Image
from sites import Built, Site, build_site, check_site, digests

from mkdocs_imggen.testing import ImageServer, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

pytestmark = (
    pytest.mark.no_cover
)  # real builds of whole sites: tracing them takes twice as long, and covers nothing that others do not

MATERIAL = {"theme": {"name": "material", "font": False}}
FOX = "![A fox](imggen:)"
OWL = "```imggen\nalt: An owl\ncaption: Night watch\nprompt: Sphinx of black quartz\n```\n"
PAGES = {
    "index.md": f"# Home\n\n{FOX}\n\nSee [the guide](guide/deep.md).\n",
    "guide/deep.md": f"# Deep\n\nWords before.\n\n{OWL}\nWords {FOX} in a line.\n",
}


def nothing(built: Built) -> None:
    """Hold what the checker holds, and no more."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A plugin in a site of its own; "imggen" among `plugins` says where ours stands when that is not free."""

    plugins: Sequence[Any]
    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    requests: int = 2
    extensions: Sequence[Any] = ("attr_list", "pymdownx.superfences")
    more: Mapping[str, Any] = field(default_factory=dict)
    imggen: Mapping[str, Any] = field(default_factory=dict)
    holds: Callable[[Built], None] = nothing


def page_of(built: Built, name: str) -> str:
    """Give a page, whichever kind of addresses its site has."""
    folder = built.site / name / "index.html"
    return (folder if folder.is_file() else built.site / f"{name}.html").read_text("utf-8")


def pictures_of(html: str) -> list[str]:
    """Say which pictures of ours a page shows, by their labels, in order."""
    return re.findall(r'<img\b[^>]* src="?[^">]*assets/imggen/([\w-]+)-[0-9a-f]{8}\.', html)


def search_finds_words_and_no_prompt(built: Built) -> None:
    index = json.loads((built.site / "search/search_index.json").read_text("utf-8"))
    text = json.dumps(index["docs"])
    assert "Words before." in text
    assert "Night watch" in text
    assert not re.search(r"Sphinx|imggen|<img|<picture|<source|\.webp", text)


def cards_are_there(built: Built) -> None:
    cards = re.findall(r'property="og:image" content="([^"]+)"', page_of(built, "guide/deep"))
    assert cards == ["https://example.invalid/docs/assets/images/social/guide/deep.png"]
    assert pictures_of(page_of(built, "guide/deep")) == ["sphinx-of-black-quartz", "a-fox"]
    covered = page_of(built, "covered")
    assert re.findall(r'property="og:image" content="([^"]+)"', covered) == [cards[0].replace("guide/deep", "covered")]
    assert pictures_of(covered) == ["a-cow"]


def every_list_shows_its_pictures(built: Built) -> None:
    shown = {
        "blog": ["a-hen"],
        "blog/page/2": ["an-ox"],
        "blog/archive/2026": ["a-hen"],
        "blog/archive/2026/page/2": ["an-ox"],
        "blog/category/beasts": ["a-hen"],
        "blog/category/beasts/page/2": ["an-ox"],
        "blog/2026/11/21/one": ["an-ox", "a-pig"],
        "blog/2026/11/22/two": ["a-hen"],
    }
    assert {name: pictures_of(page_of(built, name)) for name in shown} == shown


def tags_list_their_pages(built: Built) -> None:
    assert "guide/deep" in page_of(built, "tags")
    assert pictures_of(page_of(built, "tagged")) == ["a-fox"]


def nothing_leaves_its_folder(built: Built) -> None:
    assert (built.site / "search/search_index.js").is_file()
    assert "Sphinx" not in (built.site / "search/search_index.js").read_text("utf-8")
    for page in built.site.rglob("*.html"):
        for address in re.findall(r'(?:src|href|srcset)="([^"]*assets/imggen/[^"]*)"', page.read_text("utf-8")):
            assert re.fullmatch(r"(?:(?:\.\./)*assets/imggen/[\w.-]+(?: \d+w)?(?:, )?)+", address)


LINKED = """\
# Linked

[![A fox](imggen:)](guide/deep.md)

See [the **bold ![A fox](imggen:) one** there](guide/deep.md), then ![A fox > a hen](imggen: "A fox").

![Not this](imggen: "A fox"){ .off-glb }
"""
_BOX = re.compile(r'<a\b(?=[^>]* class="glightbox")[^>]*>(?:<picture\b.*?</picture>|<img\b[^>]*>)</a>')


def a_click_enlarges(built: Built) -> None:
    for name, boxed, shown in (("guide/deep", 2, 2), ("linked", 1, 4), ("off", 0, 1)):
        page = page_of(built, name)
        boxes = _BOX.findall(page)
        assert len(boxes) == page.count('class="glightbox"') == boxed
        assert len(pictures_of(page)) == shown
        for box in boxes:
            href = re.search(r' href="([^"]+)"', box)
            source = re.search(r'<img\b[^>]* src="([^"]+)"', box)
            assert href is not None
            assert source is not None
            assert href[1] == source[1]
            assert re.search(r"-[0-9a-f]{8}\.(?:webp|jpg)$", href[1])  # the original's size, no smaller one
    assert 'data-title="A fox &gt; a hen"' in page_of(built, "linked")


def the_smaller_page_says_the_same(built: Built) -> None:
    page = page_of(built, "guide/deep")
    assert "\n\n" not in page
    assert page.count("<source ") == page.count("<img ") == 2
    assert len(re.findall(r'srcset="?[^">]+ 32w, [^">]+ 64w', page)) == 4


def macros_wrote_directives(built: Built) -> None:
    assert pictures_of(page_of(built, "made")) == ["a-gear", "a-key", "a-key"]


def included_pictures_fit_their_pages(built: Built) -> None:
    assert pictures_of(page_of(built, "a/b/includes")) == ["sphinx-of-black-quartz", "a-gear", "a-fox"]
    assert pictures_of(built.html()) == ["a-fox", "sphinx-of-black-quartz", "a-gear", "a-fox"]


def two_languages_share_their_pictures(built: Built) -> None:
    german = page_of(built, "de/guide/deep")
    assert pictures_of(german) == ["sphinx-of-black-quartz", "a-fox"]
    assert 'alt="Eine Eule"' in german
    assert "<figcaption>Nachtwache</figcaption>" in german
    assert 'alt="Ein Fuchs"' in german
    english = page_of(built, "guide/deep")
    assert 'alt="An owl"' in english
    assert "<figcaption>Night watch</figcaption>" in english
    assert pictures_of((built.site / "de/index.html").read_text("utf-8")) == ["a-fox"]
    assert len({path.name for path in (built.site / "assets/imggen").iterdir()}) == 8
    assert not (built.site / "de/assets/imggen").exists()


def docstrings_show_theirs(built: Built) -> None:
    assert pictures_of(page_of(built, "api/shapes")) == ["a-gear", "a-key"]


def what_ran_shows_its_picture(built: Built) -> None:
    assert pictures_of(page_of(built, "a/ran")) == ["a-gear", "a-key"]


def generated_pages_show_theirs(built: Built) -> None:
    assert [pictures_of(page_of(built, f"made/up{n}")) for n in range(3)] == [["a-fox"], ["a-fox"], ["a-gear"]]


def a_section_is_a_page_with_a_picture(built: Built) -> None:
    assert pictures_of((built.site / "guide/index.html").read_text("utf-8")) == ["a-fox"]


def the_old_address_leads_on(built: Built) -> None:
    target = re.search(r'url=([^"]+)"', page_of(built, "old"))
    assert target is not None
    assert target[1].endswith(("guide/deep/", "guide/deep.html"))


def one_page_shows_all(built: Built) -> None:
    assert pictures_of(page_of(built, "print_page")) == ["a-fox", "sphinx-of-black-quartz", "a-fox"]


def the_credits_are_printed(built: Built) -> None:
    printed = page_of(built, "print_page")
    assert printed.count('<div class="imggen-credits"><table>') == 1
    assert printed.count('<th scope="row">') == 2


ROWS = {
    "search": Row(plugins=["search"], more=MATERIAL, holds=search_finds_words_and_no_prompt),
    "social": Row(
        plugins=["social"],
        pages={"covered.md": "---\ncover: {prompt: A cow, alt: A cow}\n---\n\n# Covered\n"},
        requests=3,
        more=MATERIAL,
        holds=cards_are_there,
    ),
    "privacy": Row(plugins=[{"privacy": {"assets_exclude": ["unpkg.com/*"]}}], more=MATERIAL),
    "blog": Row(
        plugins=[{"blog": {"pagination_per_page": 1}}],
        more=MATERIAL,
        pages={
            "blog/index.md": "# Blog\n",
            "blog/posts/one.md": "---\ndate: 2026-11-21\nslug: one\ncategories: [Beasts]\n---\n# One\n\n"
            "![An ox](imggen:)\n\n<!-- more -->\n\n![A pig](imggen:)\n",
            "blog/posts/two.md": "---\ndate: 2026-11-22\nslug: two\ncategories: [Beasts]\n---\n# Two\n\n"
            "```imggen\nalt: A hen\nprompt: A hen\n```\n\n<!-- more -->\n\nWords.\n",
        },
        requests=5,
        holds=every_list_shows_its_pictures,
    ),
    "tags": Row(
        plugins=["tags"],
        more=MATERIAL,
        pages={
            "tags.md": "# Tags\n\n<!-- material/tags -->\n",
            "tagged.md": f"---\ntags: [beasts]\n---\n# Tagged\n\n{FOX}\n",
            "guide/deep.md": f"---\ntags: [beasts]\n---\n{PAGES['guide/deep.md']}",
        },
        holds=tags_list_their_pages,
    ),
    "offline": Row(plugins=["search", "offline"], more=MATERIAL, holds=nothing_leaves_its_folder),
    "glightbox": Row(
        plugins=[{"glightbox": {"auto_caption": True}}],
        pages={"linked.md": LINKED, "off.md": f"---\nglightbox: false\n---\n# Off\n\n{FOX}\n"},
        holds=a_click_enlarges,
    ),
    "glightbox and one format": Row(
        plugins=[{"glightbox": {"auto_caption": True}}],
        pages={"linked.md": LINKED, "off.md": f"---\nglightbox: false\n---\n# Off\n\n{FOX}\n"},
        imggen={"formats": ["webp"]},
        holds=a_click_enlarges,
    ),
    "glightbox and print-site": Row(plugins=["imggen", "glightbox", "print-site"], more=MATERIAL, holds=one_page_shows_all),
    # PNGs need a program, pngquant, that no package of Python brings.
    "optimize": Row(
        plugins=[{"optimize": {"optimize_png": False, "optimize_exclude": ["assets/imggen/*"]}}],
        more=MATERIAL,
    ),
    "minify": Row(
        plugins=[{"minify": {"minify_html": True, "htmlmin_opts": {"remove_comments": True}}}],
        holds=the_smaller_page_says_the_same,
    ),
    "macros": Row(
        plugins=["macros"],
        files={"main.py": "def define_env(env):\n    env.macro(lambda word: f'![A {word}](imggen:)', 'show')\n"},
        pages={
            "made.md": '# Made\n\n{% for word in ["gear", "key"] %}\n![A {{ word }}](imggen:)\n{% endfor %}\n\n{{ show("key") }}\n'
        },
        requests=4,
        holds=macros_wrote_directives,
    ),
    "include-markdown": Row(
        plugins=["include-markdown"],
        pages={
            "index.md": f'# Home\n\n{FOX}\n\n{{% include-markdown "parts/part.md" %}}\n',
            "a/b/includes.md": '# Includes\n\n{% include-markdown "../../parts/part.md" heading-offset=1 %}\n',
            "parts/part.md": f"# Part\n\nSee [the guide](../guide/deep.md).\n\n{OWL}\n![A gear](imggen:)\n\n![One][fox]\n\n"
            '[fox]: imggen: "A fox"\n',
        },
        requests=3,
        holds=included_pictures_fit_their_pages,
    ),
    "static-i18n": Row(
        plugins=[
            {
                "i18n": {
                    "docs_structure": "suffix",
                    "languages": [{"locale": "en", "name": "English", "default": True}, {"locale": "de", "name": "Deutsch"}],
                }
            }
        ],
        more=MATERIAL,
        pages={
            "guide/deep.de.md": "# Tief\n\nWorte davor.\n\n"
            + OWL.replace("An owl", "Eine Eule").replace("Night watch", "Nachtwache")
            + '\nWorte ![Ein Fuchs](imggen: "A fox") in einer Zeile.\n',
        },
        holds=two_languages_share_their_pictures,
    ),
    "mkdocstrings": Row(
        plugins=[{"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}}],
        files={
            "shapes.py": '"""Shapes.\n\n![A gear](imggen:)\n"""\n\n\ndef turn() -> None:\n    """Turn.\n\n    - a list\n\n'
            '        ```imggen\n        alt: A key\n        prompt: A key\n        ```\n    """\n',
        },
        pages={"api/shapes.md": "# API\n\n::: shapes\n"},
        requests=4,
        holds=docstrings_show_theirs,
    ),
    "markdown-exec": Row(
        plugins=["markdown-exec"],
        pages={
            "a/ran.md": '# Ran\n\n```python exec="1"\nprint("![A gear](imggen:)")\n```\n\n- item\n\n'
            '    ```python exec="1"\n    print("![A key](imggen:)")\n    ```\n'
        },
        requests=4,
        holds=what_ran_shows_its_picture,
    ),
    "gen-files": Row(
        plugins=[{"gen-files": {"scripts": ["make.py"]}}],
        files={
            "make.py": "import mkdocs_gen_files\n\nfor n, word in enumerate(['fox', 'fox', 'gear']):\n"
            "    with mkdocs_gen_files.open(f'made/up{n}.md', 'w') as page:\n"
            "        print(f'# Page\\n\\n![A {word}](imggen:)', file=page)\n"
        },
        requests=3,
        holds=generated_pages_show_theirs,
    ),
    "section-index": Row(
        plugins=["section-index"],
        pages={"guide/index.md": f"# Guide\n\n{FOX}\n"},
        more={**MATERIAL, "nav": ["index.md", {"Guide": ["guide/index.md", "guide/deep.md"]}]},
        holds=a_section_is_a_page_with_a_picture,
    ),
    "awesome-nav": Row(
        plugins=["awesome-nav"],
        pages={"guide/index.md": f"# Guide\n\n{FOX}\n"},
        files={"docs/.nav.yml": "nav:\n  - guide\n  - index.md\n"},
        holds=a_section_is_a_page_with_a_picture,
    ),
    "redirects": Row(
        plugins=[{"redirects": {"redirect_maps": {"old.md": "guide/deep.md"}}}],
        holds=the_old_address_leads_on,
    ),
    "print-site": Row(plugins=["imggen", "print-site"], more=MATERIAL, holds=one_page_shows_all),
    "print-site and credits": Row(
        plugins=["imggen", "print-site"],
        pages={"credits.md": "# Credits\n\n```imggen-credits\n```\n"},
        more=MATERIAL,
        holds=the_credits_are_printed,
    ),
}


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer(validate=contract()) as running:
        yield running
        assert running.invalid == []


@pytest.fixture
def site(tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # MkDocs writes the time of the build into pages
    monkeypatch.chdir(tmp_path)  # where some plugins look for files, and write
    settings = {
        "base_url": server.url,
        "model": "gpt-image-1-mini",
        "api_key_env": "TEST_IMAGE_KEY",
        "presets": {"default": {"size": "64x64"}},
        "formats": ["webp", "jpeg"],
        "widths": [32],
    }
    # Social cards fetch the theme's font where it is not there yet.
    font = tmp_path / ".cache/plugin/social/fonts/Roboto/Regular.ttf"
    font.parent.mkdir(parents=True)
    font.write_bytes((fontpkg_nunito.ROOT / "files" / "Nunito[wght].ttf").read_bytes())
    return Site(root=tmp_path, imggen=settings)


def write(site: Site, row: Row, *, ours_first: bool = False) -> None:
    for name, text in {**PAGES, **row.pages}.items():
        site.page(text, name)
    for name, text in row.files.items():
        (site.root / name).write_text(text, "utf-8")
    ours = {"imggen": {**site.imggen, **row.imggen}}
    plugins = [ours if plugin == "imggen" else plugin for plugin in row.plugins]
    if ours not in plugins:
        plugins.insert(0 if ours_first else len(plugins), ours)
    site.extensions = [*row.extensions]
    site.more = {**row.more, "plugins": plugins}


@pytest.mark.parametrize("directory_urls", [True, False], ids=["folders", "files"])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_plugin_and_ours_leave_each_other_whole(
    row: Row, directory_urls: bool, site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, row, ours_first=not directory_urls)
    site.more["use_directory_urls"] = directory_urls
    first = site.build()
    assert not first.failed, first.lines
    assert [text for level, text in first.lines if level in {"WARNING", "ERROR"}] == []
    assert len(server.requests) == row.requests
    row.holds(first)

    monkeypatch.setenv("CI", "1")
    monkeypatch.delenv("TEST_IMAGE_KEY")
    locked = site.build()
    assert not locked.failed, locked.lines
    assert locked.digests == first.digests
    assert len(server.requests) == row.requests


def jpegs_encoded_anew(name: str, data: bytes) -> bytes:
    if not name.endswith(".jpg"):
        return data
    encoded = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.save(encoded, "jpeg", quality=60, progressive=True)
    return encoded.getvalue()


def test_optimize_publishes_what_it_made_of_ours_under_our_names(site: Site) -> None:
    # Large ones: where a file is small, the plugin's own thread renames it before it has left MkDocs's collection.
    site.imggen |= {"presets": {}, "widths": []}
    write(site, Row(plugins=[{"optimize": {"optimize_png": False}}], more=MATERIAL))
    built = site.build(check=False)
    assert not built.failed, built.lines
    assert check_site(built, through=jpegs_encoded_anew) == 6


class _Png(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        data = picture(8, 8, format_="png")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_privacy_fetches_the_pictures_of_others_and_leaves_ours_alone(site: Site, server: ImageServer) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Png) as elsewhere:
        Thread(target=elsewhere.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{elsewhere.server_address[1]}/badge.png"
        write(site, Row(plugins=["privacy"], more=MATERIAL, pages={"index.md": f"# Home\n\n![badge]({address})\n\n{FOX}\n"}))
        built = site.build()
        elsewhere.shutdown()
    assert not built.failed, built.lines
    assert re.search(r'<img alt="badge" src="assets/external/127.0.0.1[^"]*/badge.png"', built.html())
    assert pictures_of(built.html()) == ["a-fox"]
    assert len(server.requests) == 2


MANY = Row(
    plugins=["search", "tags", {"glightbox": {}}, "section-index", "imggen", {"minify": {"minify_html": True}}, "print-site"],
    pages={"guide/index.md": f"---\ntags: [beasts]\n---\n# Guide\n\n{FOX}\n", "tags.md": "# Tags\n\n<!-- material/tags -->\n"},
    extensions=("attr_list", "pymdownx.superfences", "md_in_html", "footnotes", "admonition", "pymdownx.details"),
    more=MATERIAL,
    holds=a_section_is_a_page_with_a_picture,
)


@pytest.mark.parametrize("directory_urls", [True, False], ids=["folders", "files"])
def test_many_plugins_at_once_below_a_path_with_settings_that_are_inherited(
    site: Site, server: ImageServer, directory_urls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site, MANY)
    site.more |= {"site_url": "https://example.org/docs/below/", "use_directory_urls": directory_urls}
    site.config().rename(site.root / "base.yml")
    config = site.root / "mkdocs.yml"
    config.write_text("INHERIT: base.yml\nsite_name: Inherited\n", "utf-8")
    first = site.build(config=config, check=False)
    assert not first.failed, first.lines
    assert check_site(first, site_url="https://example.org/docs/below/") == 32
    MANY.holds(first)
    assert pictures_of(page_of(first, "print_page")) == ["a-fox", "a-fox", "sphinx-of-black-quartz", "a-fox"]
    assert len(server.requests) == 2
    monkeypatch.setenv("CI", "1")
    monkeypatch.delenv("TEST_IMAGE_KEY")
    assert site.build(config=config, check=False).digests == first.digests


def command(name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment, which finds the others of it."""
    folder = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"} | more
    return subprocess.run([folder / name, *words], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("theme", "search"), [("material", {}), ("materialx", {"provider": "lunr"})], ids=["material", "materialx"]
)
@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_both_hosts_run_the_plugins_of_both_themes(
    host: str, theme: str, search: dict[str, str], site: Site, server: ImageServer
) -> None:
    blog = ROWS["blog"]
    plugins = [{"search": search}, "tags", *blog.plugins]
    write(site, Row(plugins=plugins, pages=blog.pages, more={"theme": {"name": theme, "font": False}}))
    site.config()
    # MaterialX is a fork under Material's own import name, so it has a folder of its own.
    path = {"PYTHONPATH": str(Path(sys.prefix) / "materialx")} if theme == "materialx" else {}
    for out, more in (("site", {}), ("locked", {"CI": "1", "TEST_IMAGE_KEY": ""})):
        done = command(host, "build", "-d", out, **path, **more)
        assert done.returncode == 0, done.stderr
        assert len(server.requests) == 5
    assert f"mkdocs-{theme}-" in (site.root / "site/index.html").read_text("utf-8")
    assert digests(site.root / "site") == digests(site.root / "locked")
    built = Built(site=site.root / "site", lines=[], runs=[], failed=False, digests={})
    blog.holds(built)
    # A build in this process knows the bytes that should be there; it has Material alone.
    site.more |= {"theme": {"name": "material", "font": False}, "plugins": [*blog.plugins, {"imggen": site.imggen}]}
    built.runs = build_site(site.config(), site.root / "again").runs
    assert check_site(built) > 50


def test_a_version_that_mike_deploys_has_its_pictures_below_its_own_path(site: Site, server: ImageServer) -> None:
    write(site, Row(plugins=["search", "mike"], more=MATERIAL))
    first = site.build()
    assert len(server.requests) == 2

    def git(*words: str) -> None:
        name = ("-c", "user.name=T", "-c", "user.email=t@example.invalid")
        subprocess.run(["git", *name, *words], check=True, capture_output=True)

    git("init", "--quiet")
    (site.root / ".gitignore").write_text("site/\n.cache/\n", "utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "A site")
    who = {f"GIT_{role}_{what}": "t@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = command("mike", "deploy", "1.0", "latest", **who)
    assert done.returncode == 0, done.stdout + done.stderr
    git("clone", "--quiet", "--branch", "gh-pages", ".", "published")
    version = Built(site=site.root / "published/1.0", lines=[], runs=first.runs, failed=False, digests={})
    assert check_site(version, site_url="https://example.invalid/docs/1.0/") == 15
    assert "https://example.invalid/docs/1.0/guide/deep/" in (version.site / "sitemap.xml").read_text("utf-8")

    site.page("# New\n\n![A heron](imggen:)\n", "new.md")
    refused = command("mike", "deploy", "1.1", **who)
    assert refused.returncode == 1
    assert (
        "new.md:3: imggen: the picture `a-heron` is not in the store, and this build makes none"
        in refused.stdout + refused.stderr
    )
    assert len(server.requests) == 2


def test_a_template_that_asks_for_a_picture_has_it_on_the_page_of_all_pages_too(site: Site, server: ImageServer) -> None:
    site.imggen["assets"] = {"hero": {"prompt": "A rocket", "alt": "Off we go"}}
    asking = "{% extends 'base.html' %}{% block footer %}<img src=\"{{ imggen('hero').url | url }}\">{% endblock %}"
    (site.root / "theme").mkdir()
    (site.root / "theme/main.html").write_text(asking, "utf-8")
    theme = {"theme": {"name": "material", "font": False, "custom_dir": "theme"}}
    write(site, Row(plugins=["imggen", "print-site"], more=theme))
    built = site.build()
    assert not built.failed, built.lines
    assert pictures_of(page_of(built, "print_page")) == ["a-fox", "sphinx-of-black-quartz", "a-fox", "hero"]
    assert len(server.requests) == 3
