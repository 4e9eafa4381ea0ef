"""A page's cover: said in front matter, shown on the page and in lists, told to social networks; and nobody else's is touched."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import markdown
import pytest
from commands import run
from fakehost import FakeHost
from markdown.treeprocessors import Treeprocessor
from PIL import Image
from sites import Built, Site

from mkdocs_imggen import covers
from mkdocs_imggen.cards import Card, with_tags
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.extension import ImggenExtension

if TYPE_CHECKING:
    from mkdocs_imggen.testing import ImageServer

COVER = "---\ntitle: Home\ncover:\n  prompt: A rocket\n  alt: A rocket on its pad\n---\n\n"
MATERIAL = {"theme": {"name": "material", "font": False}}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    return Site(root=tmp_path, imggen={"provider": "sketch", "widths": []})


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def tags(page: str) -> dict[str, str]:
    """The tags of a page's head that networks read."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page.partition("</head>")[0]))


class TestTheWords:
    def test_are_those_of_a_fence_as_a_yaml_reader_gives_them(self) -> None:
        directive, shown = covers.read({"prompt": 404, "alt": "No page", "trim": True, "class": "wide", "size": "1:1"}, "text")
        assert (directive.prompt, directive.alt, directive.text) == ("404", "No page", "text")
        assert (directive.options, directive.attributes) == ({"trim": "true", "size": "1:1"}, {"class": "wide"})
        assert shown

    @pytest.mark.parametrize(
        ("said", "alt"), [({}, None), ({"alt": "Ours"}, "Ours"), ({"decorative": True}, ""), ({"alt": "", "class": "a"}, None)]
    )
    def test_may_name_another_picture(self, said: dict[str, Any], alt: str | None) -> None:
        directive, shown = covers.read({"prompt": "@hero", "shown": False, **said}, "")
        assert (directive.ref, directive.prompt, directive.alt, shown) == ("hero", "", alt, False)

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"prompt": "A fox"}, "the alt text is missing"),
            ({"prompt": "", "alt": "A fox"}, "the prompt is empty"),
            ({"prompt": ["A", "fox"], "alt": "A fox"}, "`prompt: ['A', 'fox']` is not text; put the value into quotes"),
            ({"promt": "A fox", "alt": "A fox"}, "unknown option `promt` (did you mean `prompt`?)"),
            ({"prompt": "A fox", "alt": "A", "shown": "no"}, "`shown: no` is neither true nor false"),
            ({"prompt": "A fox", "alt": "A", "take": int("9" * 4301, 16)}, "a number or a list in the cover is too long"),
            ({"prompt": "@hero", "size": "1:1"}, "`size` cannot be set on the reference `@hero`"),
            ({"prompt": "@hero", "alt": "A", "decorative": True}, "`decorative` and an alt text contradict each other"),
            ({"prompt": "@No Hero", "alt": "A"}, "`No Hero` cannot be a name"),
        ],
    )
    def test_that_are_wrong_are_refused(self, said: dict[str, Any], error: str) -> None:
        with pytest.raises(DirectiveError, match=re.escape(error)):
            covers.read(said, "")

    @pytest.mark.parametrize(
        ("said", "ours"),
        [
            ({"prompt": "A fox"}, True),
            ({"promt": "A fox"}, True),
            ({"prompts": "A fox"}, True),
            ({"image": "a.png", "alt": "A", "caption": "B"}, False),
            ({"promo": "a", 7: "b"}, False),
            ({}, False),
        ],
    )
    def test_say_whose_cover_it_is(self, said: dict[Any, Any], ours: bool) -> None:
        assert covers.is_ours(said) is ours

    @pytest.mark.parametrize(
        ("page", "text"),
        [
            ("---\ndiscover: x\ncover:\n  prompt: A\nz: 1\n---\ncover: no\n", "cover:\n  prompt: A\nz: 1"),
            ('---\n"cover" : {prompt: A}\n...\n', '"cover" : {prompt: A}'),
            ("---\ntitle: x\n---\ncover:\n", ""),
            ("---\ncover:\n", ""),
            ("cover:\n", ""),
            ("", ""),
        ],
    )
    def test_are_found_in_the_front_matter(self, page: str, text: str) -> None:
        assert covers.source(page) == text


class Relpath(Treeprocessor):
    """What MkDocs puts into the Markdown of a page, and mkdocstrings into that of a docstring."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.file = SimpleNamespace(page=page)


class TestOnThePage:
    def convert(self, text: str, cover: Any, extensions: list[Any] | None = None) -> tuple[str, FakeHost]:
        host, page = FakeHost(), SimpleNamespace(meta={"title": "x", "cover": cover})
        md = markdown.Markdown(extensions=[*(extensions or []), ImggenExtension(host)])
        md.treeprocessors.register(Relpath(page), "relpath", 0)
        html = md.convert(text)
        assert page.meta == {"title": "x", "cover": cover}
        assert type(page.meta["cover"]) is type(cover)
        return html, host

    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("# Home\n\nWords.", "<h1>Home</h1>\n{}\n<p>Words.</p>"),
            ("# Home", "<h1>Home</h1>\n{}"),
            ("Words.\n\n# Home", "{}\n<p>Words.</p>\n<h1>Home</h1>"),
            ("## Home", "{}\n<h2>Home</h2>"),
            ("<!-- a -->\n\n<!-- b -->\n\n# Home\n\nWords.", "<!-- a -->\n\n<!-- b -->\n\n<h1>Home</h1>\n{}\n<p>Words.</p>"),
            ("<!-- a -->\n\nWords.", "{}\n<!-- a -->\n\n<p>Words.</p>"),
            ("<div>a</div>\n\n# Home", "{}\n<div>a</div>\n\n<h1>Home</h1>"),
        ],
    )
    def test_it_stands_behind_the_heading_that_a_page_begins_with_or_at_the_top(self, text: str, html: str) -> None:
        page, host = self.convert(text, {"prompt": "A fox", "alt": "Fox"})
        assert page == html.format('<p><img alt="Fox" src="P(A fox)" /></p>')
        assert host.prompts == ["A fox"]

    def test_a_caption_makes_it_a_figure(self) -> None:
        page, _ = self.convert("# Home\n", {"prompt": "A fox", "alt": "Fox", "caption": "A ](imggen: b"})
        assert page == ('<h1>Home</h1>\n<figure><img alt="Fox" src="P(A fox)" /><figcaption>A ](imggen: b</figcaption></figure>')

    def test_it_is_asked_for_before_all_other_pictures_of_the_page(self) -> None:
        _, host = self.convert("![An owl](imggen:)\n", {"prompt": "A fox", "alt": "Fox"})
        assert host.prompts == ["A fox", "An owl"]

    @pytest.mark.parametrize("cover", [{"image": "a.png", "alt": "A"}, "a.png", None, ["prompt"], {}])
    def test_that_of_another_tool_is_left_alone(self, cover: Any) -> None:
        page, host = self.convert("# Home\n", cover)
        assert page == "<h1>Home</h1>"
        assert host.directives == []

    def test_markdown_inside_the_page_has_none(self) -> None:
        """As in docstrings, whose Markdown knows the page too."""
        host, page = FakeHost(), SimpleNamespace(meta={"cover": {"prompt": "A fox", "alt": "Fox"}})
        ours = ImggenExtension(host)

        def inside(source: str, *_: Any, **__: Any) -> str:
            inner = markdown.Markdown(extensions=[ours])
            inner.treeprocessors.register(Relpath(page), "relpath", 0)
            return inner.convert(source)

        fences = {"custom_fences": [{"name": "inside", "class": "x", "format": inside}]}
        md = markdown.Markdown(extensions=["pymdownx.superfences", ours], extension_configs={"pymdownx.superfences": fences})
        md.treeprocessors.register(Relpath(page), "relpath", 0)
        for _ in range(2):
            html = md.reset().convert("# Home\n\n```inside\n# Deep\n\n![An owl](imggen:)\n```\n")
            assert html.count("<img") == 2
            assert html.index("P(A fox)") < html.index("Deep")
        assert host.prompts == ["A fox", "An owl"] * 2

    def test_a_cover_with_a_fault_leaves_the_page_whole(self) -> None:
        class Faulty(FakeHost):
            def cover(self, meta: Any, file: Any | None) -> None:  # type: ignore[override]
                return None

        md = markdown.Markdown(extensions=[ImggenExtension(Faulty())])
        md.treeprocessors.register(Relpath(SimpleNamespace(meta={"cover": {"prompt": "A fox"}})), "relpath", 0)
        assert md.convert("# Home\n") == "<h1>Home</h1>"


class TestASite:
    @pytest.mark.parametrize("directory_urls", [True, False])
    def test_a_blog_shows_it_in_its_lists_and_on_the_post_with_tags_there_alone(self, site: Site, directory_urls: bool) -> None:
        site.more = MATERIAL | {"use_directory_urls": directory_urls}
        site.plugins = ["blog"]
        site.page("# Home\n")
        site.page("# Blog\n", "blog/index.md")
        site.page(
            "---\ndate: 2026-11-22\nslug: post\ncategories: [News]\ncover:\n  prompt: A rocket\n  alt: A rocket\n---\n\n"
            "# Post\n\nWords.\n\n<!-- more -->\n\nMore.\n",
            "blog/posts/post.md",
        )
        built = site.build()
        assert not built.failed, built.lines
        end = "/index.html" if directory_urls else ".html"
        for name in (
            "blog/index.html",
            f"blog/archive/2026{end}",
            f"blog/category/news{end}",
        ):
            page = built.html(name)
            assert page.count('<img alt="A rocket"') == 1, name
            assert page.index("Post</a></h2>") < page.index('alt="A rocket"') < page.index("<p>Words.</p>")
            assert tags(page) == {}
        post = built.html(f"blog/2026/11/22/post{end}")
        assert post.index("Post</h1>") < post.index('alt="A rocket"') < post.index("<p>Words.</p>")
        assert 'fetchpriority="high"' in post
        (name,) = [path.name for path in (site.root / "site" / "assets" / "imggen").iterdir()]
        assert tags(post) == {
            "og:image": f"https://example.invalid/docs/assets/imggen/{name}",
            "og:image:width": "1536",
            "og:image:height": "1024",
            "og:image:alt": "A rocket",
            "twitter:card": "summary_large_image",
            "twitter:image": f"https://example.invalid/docs/assets/imggen/{name}",
            "twitter:image:alt": "A rocket",
        }

    def test_the_first_build_and_the_next_give_the_same_pages(self, site: Site) -> None:
        site.imggen["formats"] = ["avif"]
        site.page(COVER + "# Home\n\n![An owl](imggen:icon)\n")
        first, second = site.build(), site.build()
        assert not first.failed, first.lines
        assert first.html() == second.html()
        assert second.said() == []
        assert first.html().count('fetchpriority="high"') == 1
        assert first.html().index("A rocket on its pad") < first.html().index("<img")

    @pytest.mark.parametrize(
        ("settings", "name", "width", "format_"),
        [
            ({}, "-1280.webp", "1280", "WEBP"),
            ({"formats": ["avif", "jpeg", "webp"]}, "-1280.jpg", "1280", "JPEG"),
            ({"formats": ["png"], "widths": [640]}, ".png", "1536", "PNG"),
            ({"formats": ["avif"]}, ".webp", "1536", "WEBP"),
        ],
    )
    def test_networks_get_the_narrowest_file_in_full_width_and_in_a_format_that_they_read(
        self, site: Site, settings: dict[str, Any], name: str, width: str, format_: str
    ) -> None:
        site.imggen = {"provider": "sketch"} | settings
        site.page(COVER + "# Home\n")
        site.page("# Other\n\n![Same](imggen: 'A rocket')\n", "other.md")
        built = site.build()
        assert not built.failed, built.lines
        card = tags(built.html())
        assert card["og:image"].endswith(name)
        assert card["og:image:width"] == width
        with Image.open(site.root / "site" / card["og:image"].removeprefix("https://example.invalid/docs/")) as image:
            assert (str(image.width), str(image.height)) == (width, card["og:image:height"])
            assert image.format == format_
        # A picture is shown alike wherever it stands: what networks need adds nothing to a page.
        shown = r"<(?:img|picture|source)[^>]* (?:src|srcset)=\"[^\"]*"
        assert len(re.findall(shown, built.html())) == len(re.findall(shown, built.html("other/index.html"))) >= 1

    def test_a_page_without_a_word_shows_its_own_and_no_other_tools(self, site: Site) -> None:
        site.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
        site.page(COVER)
        site.page("---\ncover: {image: a.png}\n---\n", "b.md")
        built = site.build()
        assert re.fullmatch(r'<p><img alt="A rocket on its pad" [^>]*></p>\n<!-- -->', built.html())
        assert "b/index.html" not in built.digests  # MkDocs skips a page of which nothing came

    def test_a_cover_that_is_not_shown_is_in_the_head_only(self, site: Site) -> None:
        site.page(COVER.replace("  alt", "  shown: false\n  alt") + "# Home\n\n![An owl](imggen:icon)\n")
        built = site.build()
        assert not built.failed, built.lines
        body = built.html().partition("</head>")[2]
        assert "rocket" not in body
        assert 'fetchpriority="high"' in body
        assert tags(built.html())["og:image:alt"] == "A rocket on its pad"

    def test_templates_find_its_address_as_the_image_of_the_page(self, site: Site) -> None:
        theme = site.root / "theme"
        theme.mkdir()
        (theme / "main.html").write_text(
            "{{ page.meta.image }}|{{ (page.meta.image or '') | url }}|{{ (page.meta.cover or {}).prompt }}", "utf-8"
        )
        site.more = {"theme": {"name": None, "custom_dir": str(theme)}}
        site.page("# Home\n")
        site.page(COVER, "a/deep.md")
        site.page(COVER.replace("title", "image: own.png\ntitle"), "own.md")
        whole, again, prompt = site.build().html("a/deep/index.html").split("|")
        assert re.fullmatch(r"https://example\.invalid/docs/assets/imggen/a-rocket-[0-9a-f]{8}\.webp", whole)
        assert (again, prompt) == (whole, "A rocket")
        site.more["site_url"] = ""
        built = site.build(check=False)
        bare, from_page, _ = built.html("a/deep/index.html").split("|")
        assert re.fullmatch(r"assets/imggen/a-rocket-[0-9a-f]{8}\.webp", bare)
        assert from_page == f"../../{bare}"
        assert built.html("own/index.html").startswith("own.png|")

    def test_without_the_address_of_the_site_there_are_no_tags_and_one_warning(self, site: Site) -> None:
        site.more = {"site_url": ""}
        site.page(COVER)
        site.page(COVER, "b.md")
        built = site.build(check=False)
        assert not built.failed
        assert tags(built.html()) == {}
        (warning,) = built.said("WARNING")
        assert warning == (
            "imggen: covers have no tags for social networks, since `site_url` is not set: index.md:3, b.md:3;"
            " set it to the site's address"
        )

    def test_what_a_theme_says_of_the_page_stays(self, site: Site) -> None:
        theme = site.root / "theme"
        theme.mkdir()
        head = "<html><head>{% if page.meta.own %}<meta content=x property='og:image'>{% endif %}<meta name=twitter:card content=a></HEAD>"
        (theme / "main.html").write_text(head + "<body>{{ page.content }}</body></html>", "utf-8")
        site.more = {"theme": {"name": None, "custom_dir": str(theme)}}
        site.page(COVER)
        site.page(COVER.replace("title", "own: 1\ntitle"), "own.md")
        built = site.build(check=False)
        assert tags(built.html("own/index.html")) == {}
        assert set(tags(built.html().replace("</HEAD>", "</head>"))) == {
            "og:image",
            "og:image:width",
            "og:image:height",
            "og:image:alt",
            "twitter:image",
            "twitter:image:alt",
        }

    def test_one_with_a_dark_twin_is_told_to_networks_as_it_is_by_day(self, site: Site) -> None:
        site.more = {"theme": {"name": "material", "font": False, "palette": [{"scheme": "default"}, {"scheme": "slate"}]}}
        site.page(COVER.replace("  alt", "  dark: true\n  name: pad\n  alt") + "# Home\n\n```imggen-credits\n```\n")
        built = site.build()
        assert not built.failed, built.lines
        page = built.html()
        assert re.findall(r"/(pad(?:--dark)?)-[0-9a-f]{8}\.webp(?:#only-\w+)\"", page) == ["pad", "pad--dark"]
        assert re.search(r"/pad-[0-9a-f]{8}\.webp$", tags(page)["og:image"])
        assert page.count('<th scope="row">') == 2
        site.page(COVER.replace("  alt", "  name: pad\n  alt") + "# Again, and alone\n", "again.md")
        site.config()
        assert run("check", "--strict").exit_code == 0

    def test_a_fault_names_the_line_of_the_cover(self, site: Site) -> None:
        site.page(COVER.replace("alt:", "size: tall\n  alt:"))
        site.page(COVER.replace("  prompt", "  promt"), "b.md")
        site.page(COVER.replace("A rocket\n", '"@nobody"\n'), "c.md")
        built = site.build()
        assert [line.partition("; ")[0] for line in errors(built)[:3]] == [
            "index.md:3: imggen: `size` is `tall`",
            "b.md:3: imggen: unknown option `promt` (did you mean `prompt`?)",
            "c.md:3: imggen: there is no picture named `nobody`",
        ]
        assert site.store == []

    def test_other_pages_may_name_it_and_it_may_name_others(self, site: Site) -> None:
        site.imggen["assets"] = {"logo": {"prompt": "A key", "alt": "Our key", "size": "1:1"}}
        site.page("# Home\n\n![](imggen:@hero)\n")
        site.page(COVER.replace("  alt", "  name: hero\n  alt"), "z.md")
        site.page('---\ncover: {prompt: "@logo"}\n---\n', "logo.md")
        built = site.build()
        assert not built.failed, built.lines
        assert 'alt="A rocket on its pad"' in built.html()
        assert 'src="../assets/imggen/hero-' in built.html("z/index.html")
        assert tags(built.html("logo/index.html"))["og:image:alt"] == "Our key"
        assert [name.rpartition("-")[0] for name in site.store if name.endswith(".yml")] == ["hero", "logo"]

    def test_two_covers_of_one_name_are_an_error_that_names_both(self, site: Site) -> None:
        named = COVER.replace("  alt", "  name: hero\n  alt")
        site.page("![](imggen:@hero)\n\n" + FENCE_IN_FRONT.format("x"))
        site.page(named, "y.md")
        site.page(named.replace("A rocket\n", "A gear\n"), "z.md")
        (error,) = errors(site.build())
        assert error == "z.md:3: imggen: the name `hero` is already that of another picture, at y.md:3; rename one of the two"

    def test_a_docstring_on_its_page_does_not_show_it_again(self, site: Site) -> None:
        (site.root / "shapes.py").write_text('"""Shapes.\n\nWords.\n"""\n', "utf-8")
        site.plugins = [{"mkdocstrings": {"handlers": {"python": {"paths": [str(site.root)]}}}}]
        site.page(COVER + "# API\n\n::: shapes\n")
        built = site.build()
        assert not built.failed, built.lines
        assert built.html().count('<img alt="A rocket on its pad"') == 1

    def test_commands_see_it(self, site: Site) -> None:
        site.page(COVER.replace("on its pad", "").replace("A rocket \n", "rocket.png\n") + "# Home\n")
        site.config()
        assert run("plan").stdout.splitlines()[0] == "missing  a-rocket  index.md:3  never made  sketch  1536x1024  $0.00 exact"
        assert run("generate", "--only", "index.md").exit_code == 0
        assert run("gc").stdout.startswith("nothing")
        assert json.loads(run("check", "--json").stdout)["lines"] == [
            "index.md:3: the alt text `rocket.png` is like a file's name; say what the picture shows"
        ]

    def test_a_locked_build_names_the_line_of_one_that_is_missing(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "1")
        site.page(COVER)
        (error,) = errors(site.build())
        assert error.startswith("index.md:3: imggen: the picture `a-rocket` is not in the store")

    def test_it_costs_once_and_keeps_to_the_budget(
        self, tmp_path: Path, server: ImageServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TEST_IMAGE_KEY", "test-key-1234567890")
        settings = {"base_url": server.url, "model": "gpt-image-1-mini", "api_key_env": "TEST_IMAGE_KEY", "budget": 0.001}
        site = Site(root=tmp_path, imggen=settings)
        site.page(COVER)
        assert "the budget is $0.001: index.md:3; nothing was sent" in errors(site.build())[0]
        site.imggen["budget"] = 1
        for _ in range(2):
            assert not site.build().failed
        assert len(server.requests) == 1

    def test_properdocs_shows_it_too(self, site: Site) -> None:
        site.more = MATERIAL
        site.page(COVER + "# Home\n")
        command = [sys.executable, "-m", "properdocs", "build", "-f", str(site.config()), "-d", str(site.root / "site")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        page = (site.root / "site" / "index.html").read_text("utf-8")
        assert page.count('<img alt="A rocket on its pad"') == 1
        assert len(tags(page)) == 7


FENCE_IN_FRONT = "```imggen\nalt: {0}\nprompt: A {0}\n```\n"


class TestZensical:
    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "theme").mkdir()
        block = '{% extends "base.html" %}{% block extrahead %}{% if page.meta and page.meta.image %}<meta property="og:image" content="{{ page.meta.image }}">{% endif %}{% endblock %}'
        (tmp_path / "theme" / "main.html").write_text(block, "utf-8")
        (tmp_path / "zensical.toml").write_text(
            '[project]\nsite_name = "Test"\nsite_url = "https://example.invalid/docs/"\n[project.theme]\ncustom_dir = "theme"\n'
            '[project.markdown_extensions]\nimggen.provider = "sketch"\nimggen.formats = ["avif"]\nimggen.widths = []\n',
            "utf-8",
        )
        (tmp_path / "docs" / "a").mkdir(parents=True)
        (tmp_path / "docs" / "index.md").write_text("# Home\n\n![Fox](imggen:@hero)\n", "utf-8")
        (tmp_path / "docs" / "a" / "deep.md").write_text(
            COVER.replace("  alt", "  name: hero\n  alt") + "# Deep\n\nWords.\n", "utf-8"
        )
        return tmp_path

    def build(self, root: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "zensical", "build", "-f", str(root / "zensical.toml")]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)

    def test_shows_it_and_templates_find_its_address(self, root: Path) -> None:
        assert run("plan").stdout.splitlines()[0] == "missing  hero  a/deep.md:3  never made  sketch  1536x1024  $0.00 exact"
        assert run("generate").exit_code == 0
        assert run("publish").exit_code == 0
        assert run("check", "--strict").exit_code == 0
        done = self.build(root)
        assert done.returncode == 0, done.stderr
        page = (root / "site" / "a" / "deep" / "index.html").read_text("utf-8")
        assert page.index("Deep</h1>") < page.index('src="../../assets/imggen/hero-') < page.index("<p>Words.</p>")
        address = tags(page)["og:image"]
        assert re.fullmatch(r"https://example\.invalid/docs/assets/imggen/hero-[0-9a-f]{8}\.webp", address)
        assert (root / "site" / address.removeprefix("https://example.invalid/docs/")).is_file()

    def test_stops_with_the_line_of_a_cover_that_is_missing_or_wrong(self, root: Path) -> None:
        done = self.build(root)
        assert done.returncode == 1
        assert "a/deep.md:3: imggen: the picture `hero` is not in the store; run `imggen generate` first" in done.stderr
        (root / "docs" / "a" / "deep.md").write_text(COVER.replace("alt:", "atl:") + "# Deep\n", "utf-8")
        (root / "docs" / "index.md").write_text("# Home\n", "utf-8")
        checked = run("check")
        assert checked.exit_code == 1
        assert checked.stderr.startswith("a/deep.md:3: imggen: unknown option `atl` (did you mean `alt`?)")

    def test_is_told_when_a_page_has_no_words_to_render(self, root: Path) -> None:
        (root / "docs" / "a" / "deep.md").write_text(COVER, "utf-8")
        assert run("check").stderr == "a/deep.md: imggen: a cover needs a page with words; write at least a heading\n"

    def test_a_cover_that_is_not_shown_is_not_on_the_page(self, root: Path) -> None:
        (root / "docs" / "a" / "deep.md").write_text(
            COVER.replace("  alt", "  name: hero\n  shown: false\n  alt") + "# Deep\n", "utf-8"
        )
        assert run("generate").exit_code == 0
        assert self.build(root).returncode == 0
        page = (root / "site" / "a" / "deep" / "index.html").read_text("utf-8")
        assert "<img" not in page.partition("<body")[2] or "hero-" not in page.partition("<body")[2]
        assert "/hero-" in tags(page)["og:image"]


def test_tags_are_put_before_the_body_where_the_end_of_the_head_was_left_out() -> None:
    card = Card(url="https://x.invalid/a.webp", width=3, height=2, alt="")
    page = with_tags("<!doctype html><title>x</title>\n<body class=a>y", card)
    assert page.startswith('<!doctype html><title>x</title>\n<meta property="og:image" content="https://x.invalid/a.webp">\n')
    assert page.endswith("\n<body class=a>y")
    assert ":alt" not in page
    assert with_tags("no page at all", card) == "no page at all"
