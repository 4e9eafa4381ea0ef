"""The same directives beside other hosts and plugins: ProperDocs, blogs, Markdown inside Markdown, macros, snippets, templates."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import markdown
import pytest
from sites import Site, build_site, check_site, digests

from mkdocs_imggen.errors import DirectiveError, MissingPictureError, SettingsError

pytestmark = pytest.mark.no_cover  # as long as two minutes under tracing, in which nothing runs that others do not

EXAMPLE = Path(__file__).parents[1] / "example-site"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(root=tmp_path, imggen={"provider": "sketch", "widths": []})


def test_example_site_builds_locked_from_what_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    built = build_site(EXAMPLE / "mkdocs.yml", tmp_path / "site", strict=True)
    assert not built.failed, built.lines
    assert check_site(built, site_url="https://example.invalid/manual/") >= 60
    pictures = [item for run in built.runs for item in run.pictures]
    assert len({item.asset.request.key for item in pictures}) >= 12
    assert len({item.asset.preset for item in pictures}) >= 3
    assert {item.asset.request.transparent for item in pictures} == {True, False}
    mascot = next(item for item in pictures if item.asset.name == "mascot")
    assert len({place.page for place in mascot.places} - {"assets: mascot"}) >= 2


def test_demo_draws_everything_anew_and_builds_the_same_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    done = subprocess.run([sys.executable, str(EXAMPLE / "demo.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"imggen: (\d+) made, 0 reused", done.stderr)
    assert re.search(r"imggen: 0 made, (\d+) reused, 0 renditions written", done.stderr)
    assert "the two sites are equal, byte for byte" in done.stdout


def test_properdocs_builds_the_site_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    site.more = {"theme": {"name": "material", "font": False}}  # ProperDocs does not ship the theme `mkdocs`
    site.page("# Home\n\n![A rocket](imggen:icon)\n")
    config = site.config()
    for out in ("first", "second"):
        command = [sys.executable, "-m", "properdocs", "build", "-f", str(config), "-d", str(site.root / out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert len(site.store) == 2
    assert digests(site.root / "first") == digests(site.root / "second")
    check_site(site.build())


def test_an_excerpt_in_a_blog_finds_its_pictures_from_the_page_it_stands_on(site: Site) -> None:
    site.more = {"theme": {"name": "material", "font": False}}
    site.plugins = ["blog"]
    site.imggen["widths"] = [320]
    site.page("# Home\n")
    site.page("# Blog\n", "blog/index.md")
    site.page(
        "---\ndate: 2026-11-22\nslug: post\n---\n\n# Post\n\n![A rocket](imggen:icon)\n\n<!-- more -->\n\n![A gear](imggen:icon)\n",
        "blog/posts/post.md",
    )
    built = site.build()
    assert not built.failed, built.lines
    assert 'src="../assets/imggen/a-rocket-' in built.html("blog/index.html")
    assert 'srcset="../assets/imggen/a-rocket-' in built.html("blog/index.html")
    assert 'src="../../../../../assets/imggen/a-rocket-' in built.html("blog/2026/11/22/post/index.html")


def test_markdown_inside_markdown_gets_addresses_that_fit_the_page(site: Site) -> None:
    site.plugins = ["markdown-exec"]
    site.page("# Home\n")
    site.page('# Deep\n\n```python exec="1"\nprint("![A rocket](imggen:icon)")\n```\n', "a/deep.md")
    built = site.build()
    assert not built.failed, built.lines
    assert 'src="../../assets/imggen/a-rocket-' in built.html("a/deep/index.html")


def test_docstrings_may_hold_pictures(site: Site) -> None:
    (site.root / "shapes.py").write_text('"""Shapes.\n\n![A gear](imggen:icon)\n"""\n', "utf-8")
    site.plugins = [{"mkdocstrings": {"handlers": {"python": {"paths": [str(site.root)]}}}}]
    site.page("# API\n\n::: shapes\n", "api/shapes.md")
    site.page("# Home\n")
    built = site.build()
    assert not built.failed, built.lines
    assert 'src="../../assets/imggen/a-gear-' in built.html("api/shapes/index.html")


def test_macros_and_snippets_may_write_directives(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    (site.root / "part.md").write_text("Some text.\n\n![A rocket](imggen:icon)\n", "utf-8")
    site.extensions = [{"pymdownx.snippets": {"base_path": [str(site.root)]}}]
    site.plugins = ["macros"]
    site.page('{% for word in ["gear", "key"] %}\n![A {{ word }}](imggen:icon)\n{% endfor %}\n\n--8<-- "part.md"\n')
    built = site.build()
    assert not built.failed, built.lines
    assert [name.rpartition("-")[0] for name in site.store if name.endswith(".yml")] == ["a-gear", "a-key", "a-rocket"]


def test_a_fault_in_a_snippet_names_the_snippet(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    (site.root / "part.md").write_text("Some text.\n\n![A rocket](imggen:icno)\n", "utf-8")
    site.extensions = [{"pymdownx.snippets": {"base_path": [str(site.root)]}}]
    site.page('--8<-- "part.md"\n')
    built = site.build()
    assert built.failed
    (error,) = [text for level, text in built.lines if level == "ERROR"]
    assert error.startswith("part.md:3: imggen: unknown preset `icno` (did you mean `icon`?)")


def test_a_theme_template_may_ask_for_an_asset_of_the_settings(site: Site) -> None:
    theme = site.root / "theme"
    theme.mkdir()
    (theme / "main.html").write_text(
        "{% set hero = imggen('hero') %}"
        '<img src="{{ hero.url | url }}" width="{{ hero.width }}" height="{{ hero.height }}" alt="{{ hero.alt }}">{{ page.content }}',
        "utf-8",
    )
    site.more = {"theme": {"name": None, "custom_dir": str(theme)}}
    site.imggen["assets"] = {"hero": {"prompt": "A rocket", "alt": "Off we go", "preset": "icon"}}
    site.page("# Home\n")
    site.page("# Deep\n", "a/deep.md")
    built = site.build()
    assert not built.failed, built.lines
    assert re.match(
        r'<img src="../../assets/imggen/hero-[0-9a-f]{8}.webp" width="1024" height="1024" alt="Off we go">',
        built.html("a/deep/index.html"),
    )


def test_a_template_that_asks_for_something_else_fails_with_a_sentence(site: Site) -> None:
    theme = site.root / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("{{ imggen('hero').url }}{{ page.content }}", "utf-8")
    site.more = {"theme": {"name": None, "custom_dir": str(theme)}}
    site.page("# Home\n")
    built = site.build()
    assert built.failed
    assert [text for level, text in built.lines if level == "ERROR"][-1] == (
        'a template asks for imggen("hero"), and there is no such asset under `assets:`'
    )


def test_the_extension_alone_renders_from_the_store(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page("![A rocket](imggen:icon)\n")
    site.build()
    monkeypatch.chdir(site.root)
    html = markdown.markdown("![A rocket](imggen:icon)", extensions=["imggen"], extension_configs={"imggen": site.imggen})
    assert re.fullmatch(
        r'<p><img alt="A rocket" decoding="async" height="1024" loading="lazy" src="assets/imggen/a-rocket-[0-9a-f]{8}.webp"'
        r' width="1024" /></p>',
        html,
    )


def test_the_extension_alone_refuses_what_is_missing_or_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MissingPictureError, match="the picture `a-rocket` is not in the store; run `imggen generate` first"):
        markdown.markdown("![A rocket](imggen:)", extensions=["imggen"])
    with pytest.raises(DirectiveError, match="unknown option `sise`"):
        markdown.markdown("![A rocket](imggen:?sise=1)", extensions=["imggen"])
    with pytest.raises(SettingsError, match=r"option `modle`: unknown option \(did you mean `mode`\?\)"):
        markdown.markdown("![A rocket](imggen:)", extensions=["imggen"], extension_configs={"imggen": {"modle": "x"}})


def test_serve_draws_drafts_and_says_what_they_would_cost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.imggen = {"widths": []}
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-real-key-000000000")
    site.page("![A rocket](imggen:icon)\n")
    built = site.build(command="serve")
    assert not built.failed
    assert site.store == []
    assert "draft-a-rocket-" in built.html()
    assert built.said("WARNING") == [
        "imggen: 1 picture is a draft and not kept: index.md:1; `imggen generate` makes it for about $0.011"
    ]


@pytest.mark.parametrize("publish", ["link", "copy"])
def test_renditions_are_linked_or_copied_as_the_settings_say(site: Site, publish: str) -> None:
    site.imggen["publish"] = publish
    site.page("![A rocket](imggen:icon)\n")
    built = site.build()
    (published,) = (site.root / "site" / "assets" / "imggen").iterdir()
    assert (published.stat().st_nlink == 2) is (publish == "link")
    assert not built.failed


def test_a_cache_that_is_deleted_costs_time_and_nothing_else(site: Site) -> None:
    import shutil  # noqa: PLC0415

    site.page("![A rocket](imggen:icon)\n")
    first = site.build()
    shutil.rmtree(site.root / ".cache")
    again = site.build()
    assert again.html() == first.html()
    assert "imggen: 0 made, 1 reused, 1 rendition written" in " ".join(text for _, text in again.lines)
