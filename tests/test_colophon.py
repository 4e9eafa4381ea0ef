"""The table of credits: every picture of the site on one page, the same in every build, and literal where it is only shown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from commands import run
from fakehost import convert
from sites import Built, Site, check_site

from mkdocs_imggen.testing import ImageServer

if TYPE_CHECKING:
    from collections.abc import Iterator

CREDITS = "```imggen-credits\n```\n"
TODAY = r"20\d\d-\d\d-\d\d"
HEAD = ["Picture", "Made by", "Date", "Prompt"]


class Table(HTMLParser):
    """The rows of the tables of a page, cell by cell, where a picture stands for its alt text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.opened: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag == "img" and {"td", "th"} & {*self.opened}:
            self.rows[-1][-1] += f"[{dict(attrs)['alt']}]"

    def handle_endtag(self, tag: str) -> None:
        self.opened = self.opened[: len(self.opened) - self.opened[::-1].index(tag) - 1]

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & {*self.opened}:
            self.rows[-1][-1] += data


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    made = Site(
        root=tmp_path, imggen={"provider": "sketch", "widths": [320]}, extensions=["attr_list", "admonition", "fenced_code"]
    )
    made.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
    made.page("# Home\n\n![A rocket](imggen:icon)\n\n" + CREDITS)
    made.page("# Late\n\n![Bo](imggen:?name=bo 'A beaver')\n\n![A rocket](imggen:icon)\n", "z/late.md")
    return made


@pytest.fixture
def server() -> Iterator[ImageServer]:
    with ImageServer() as running:
        yield running


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def test_every_picture_has_a_row_also_those_of_later_pages_and_every_build_gives_the_same(site: Site) -> None:
    first = site.build()
    assert not first.failed, first.lines
    head, *rows = Table(first.html()).rows
    assert head == HEAD
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("[a rocket]", "the built-in illustrator", "A rocket. One simple icon, flat vector, bold shapes, centred, no text."),
        ("[bo]", "the built-in illustrator", "A beaver"),
    ]
    assert all(re.fullmatch(TODAY, row[2]) for row in rows)
    assert site.build().html() == first.html()
    assert check_site(first) == 3 * 3 + 2 * 2


def test_it_is_a_table_with_a_caption_and_headers_of_columns_and_rows_and_small_linked_pictures(site: Site) -> None:
    site.page(CREDITS, "deep/er.md")
    page = site.build().html("deep/er/index.html")
    assert page.startswith(
        '<div class="imggen-credits"><table><caption>What made each picture of this site, when, and from which'
    )
    assert page.count('<th scope="col">') == 4
    assert page.count('<th scope="row">') == 2
    assert re.search(
        r'<th scope="row"><a href="\.\./\.\./assets/imggen/bo-[0-9a-f]{8}\.webp"><img src="\.\./\.\./assets/imggen/bo-[0-9a-f]{8}-320\.webp"'
        r' alt="bo" width="120" height="80" loading="lazy" decoding="async"></a></th>',
        page,
    )


def test_models_people_and_drafts_are_told_apart(site: Site, server: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
    site.imggen = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "widths": []}
    assert not site.build().failed
    (own,) = (site.root / "imggen").glob("a-rocket-*.webp")
    (site.root / "own.webp").write_bytes(own.read_bytes())
    site.config()
    assert run("adopt", "bo", "own.webp").exit_code == 0
    site.page("![A new one](imggen:)\n", "new.md")
    monkeypatch.delenv("TEST_IMAGE_KEY")
    built = site.build()
    assert not built.failed, built.lines
    rows = {row[0]: row[1:] for row in Table(built.html()).rows}
    assert rows["[a new one]"] == ["a draft, not kept", "—", "A new one"]
    assert rows["[a rocket]"][0] == "gpt-image-1-mini"
    maker, day, words = rows["[bo]"]
    assert (maker, words) == ("a person", "—")
    assert re.fullmatch(TODAY, day)


def test_it_stands_wherever_a_fence_may_and_stays_text_where_it_is_shown(site: Site) -> None:
    shown = f"````\n{CREDITS}````\n\n    ```imggen-credits\n    ```\n\n<!--\n{CREDITS}-->\n\n`imggen-credits`\n"
    site.page(f"# Home\n\n![A rocket](imggen:icon)\n\n!!! note\n\n    ```imggen-credits\n    ```\n\n{shown}")
    page = site.build().html()
    assert page.count("<table>") == 1
    assert page.index('class="admonition note"') < page.index("<table>") < page.index("</div>\n</div>")
    assert page.count("```imggen-credits\n```") == 3
    assert "<code>imggen-credits</code>" in page


@pytest.mark.parametrize("extensions", [[], ["fenced_code"], ["pymdownx.superfences"]])
@pytest.mark.parametrize(
    ("text", "html"),
    [
        (CREDITS, "<div>CREDITS</div>"),
        (f"A\n\n{CREDITS}\nB", "<p>A</p>\n<div>CREDITS</div>\n<p>B</p>"),
        ("~~~ {.imggen-credits}\n~~~", "<div>CREDITS</div>"),
        ("- A\n\n    ```imggen-credits\n    ```\n", "<ul>\n<li>\n<p>A</p>\n<div>CREDITS</div>\n</li>\n</ul>"),
    ],
)
def test_all_fence_extensions_find_it(extensions: list[str], text: str, html: str) -> None:
    page, host = convert(text, extensions)
    assert page == html
    assert host.messages == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CREDITS.replace("\n", "\ncolumns: 3\n", 1), "words in a fence `imggen-credits`, which takes none; leave it empty"),
        ("```imggen-credits wide\n```\n", "`wide` on the first line of the fence"),
        ("```imggen-credits\n", "a fence that Markdown did not take: `"),
    ],
)
def test_what_it_does_not_take_is_an_error(text: str, message: str) -> None:
    page, host = convert(text, ["pymdownx.superfences"])
    assert "CREDITS" not in page
    assert message in host.messages[0]


def test_a_language_that_only_begins_so_is_nobodys() -> None:
    page, host = convert("```imggen-creditsx\nx\n```\n", ["fenced_code"])
    assert page == '<pre><code class="language-imggen-creditsx">x\n</code></pre>'
    assert host.messages == []


def test_on_a_page_whose_content_another_plugin_replaced_it_is_told_and_not_lost(site: Site) -> None:
    (site.root / "hook.py").write_text(
        "def on_page_content(html, **_):\n    return html.replace('imggen-credits', 'x')\n", "utf-8"
    )
    site.more["hooks"] = ["hook.py"]
    built = site.build()
    assert built.failed
    (error,) = errors(built)
    assert error == (
        "index.md: imggen: the table of credits has no place any more, since another plugin changed the page;"
        " see which plugins change `page.content`"
    )


def test_a_post_and_its_excerpt_show_it_with_addresses_that_fit(site: Site) -> None:
    site.more = {"theme": {"name": "material", "font": False}}
    site.plugins = ["blog"]
    site.page("# Blog\n", "blog/index.md")
    site.page(f"---\ndate: 2026-11-22\nslug: post\n---\n\n# Post\n\n{CREDITS}\n<!-- more -->\n", "blog/posts/post.md")
    built = site.build()
    assert not built.failed, built.lines
    post, listed = built.html("blog/2026/11/22/post/index.html"), built.html("blog/index.html")
    assert Table(post).rows == Table(listed).rows
    assert len(Table(listed).rows) == 3
    assert 'href="../assets/imggen/bo-' in listed
    assert 'href="../../../../../assets/imggen/bo-' in post


def test_search_finds_what_is_in_it(site: Site) -> None:
    site.plugins = ["search"]
    site.more = {}
    site.build()
    index = json.loads((site.root / "site" / "search" / "search_index.json").read_text("utf-8"))
    assert any("A beaver" in entry["text"] for entry in index["docs"] if entry["location"] in {"", "#home"})


def test_a_site_without_a_picture_has_an_empty_table(site: Site) -> None:
    (site.root / "docs" / "z" / "late.md").unlink()
    site.page(CREDITS)
    built = site.build()
    assert not built.failed, built.lines
    assert Table(built.html()).rows == [HEAD]


def test_commands_pass_it_by(site: Site) -> None:
    site.config()
    assert run("generate").exit_code == 0
    assert run("check", "--strict").exit_code == 0


def test_alone_it_names_what_is_in_the_store(site: Site, tmp_path: Path) -> None:
    site.build()
    html = markdown.markdown(CREDITS, extensions=["imggen"], extension_configs={"imggen": site.imggen})
    names = [row[0] for row in Table(html).rows]
    assert names[0] == "Picture"
    assert re.fullmatch(r"a-rocket-[0-9a-f]{8}", names[1])
    assert names[2:] == ["bo"]


def test_zensical_shows_what_is_in_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = '[project]\nsite_name = "Test"\n[project.markdown_extensions]\nimggen.provider = "sketch"\nimggen.widths = []\n'
    (tmp_path / "zensical.toml").write_text(text, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n{CREDITS}\n![Bo](imggen:?name=bo 'A <b>beaver</b>')\n", "utf-8")
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    command = [sys.executable, "-m", "zensical", "build", "-f", str(tmp_path / "zensical.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    head, row = Table((tmp_path / "site" / "index.html").read_text("utf-8")).rows
    assert head == HEAD
    assert (row[0], row[1], row[3]) == ("bo", "the built-in illustrator", "A <b>beaver</b>")
