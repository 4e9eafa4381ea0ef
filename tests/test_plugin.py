"""The plugin's hooks in real MkDocs builds: builds in builds, builds that fail, `serve`, and what comes too early or too late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from sites import Built, Site

from mkdocs_imggen.cli import main
from mkdocs_imggen.generator import Generator
from mkdocs_imggen.plugin import ImggenPlugin

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOX = "![A fox](imggen:?size=64x64)\n"
OWL = "![An owl](imggen:?size=64x64)\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    made = Site(root=tmp_path, plugins=[], imggen={"provider": "sketch", "widths": []})
    made.more["theme"] = {"name": None, "custom_dir": str(Path(__file__).parent / "golden" / "theme")}
    return made


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Generator]:
    """All generators that were closed."""
    seen: list[Generator] = []
    close = Generator.close

    def remember(self: Generator) -> None:
        seen.append(self)
        close(self)

    monkeypatch.setattr(Generator, "close", remember)
    return seen


def hook(site: Site, code: str) -> None:
    (site.root / "hooks.py").write_text(code, "utf-8")
    site.more["hooks"] = [str(site.root / "hooks.py")]


def errors(built: Built) -> list[str]:
    return [text for level, text in built.lines if level == "ERROR"]


def kinds(site: Site) -> list[str]:
    return [name.rpartition("-")[0] for name in site.store if name.endswith(".yml")]


class TestBuildsInBuilds:
    """As i18n plugins do: when a site is built, another language is built with the same configuration."""

    CODE = """
from mkdocs.commands.build import build
from mkdocs.plugins import event_priority
inside = []
@event_priority({priority})
def on_post_build(config):
    if inside:
        return
    inside.append(True)
    docs, site = config.docs_dir, config.site_dir
    for language in ("de", "fr"):
        config.docs_dir, config.site_dir = docs + "_" + language, site + "/" + language
        build(config)
    config.docs_dir, config.site_dir = docs, site
"""

    @pytest.mark.parametrize("priority", [0, -200], ids=["before ours ends", "after ours ended"])
    def test_each_gets_its_own_pictures_and_all_are_known(self, site: Site, closed: list[Generator], priority: int) -> None:
        hook(site, self.CODE.format(priority=priority))
        site.page(FOX)
        site.page(OWL, "../docs_de/index.md")
        site.page(FOX + "\n![A hen](imggen:?size=64x64)\n", "../docs_fr/index.md")
        built = site.build()
        assert not built.failed, built.lines
        assert kinds(site) == ["a-fox", "a-hen", "an-owl"]
        for page, labels in (("index.html", ["a-fox"]), ("de/index.html", ["an-owl"]), ("fr/index.html", ["a-fox", "a-hen"])):
            folder = (site.root / "site" / page).parent / "assets" / "imggen"
            assert sorted(file.name.rpartition("-")[0] for file in folder.iterdir()) == labels
            assert all(f'src="assets/imggen/{label}-' in built.html(page) for label in labels)
        assert len(built.runs) == 3
        assert len(closed) == len({run.generator for run in built.runs})

    @pytest.mark.parametrize("priority", [0, -200])
    def test_the_command_sees_the_pictures_of_all(self, site: Site, priority: int) -> None:
        hook(site, self.CODE.format(priority=priority))
        site.page(FOX)
        site.page(OWL, "../docs_de/index.md")
        site.page(FOX, "../docs_fr/index.md")
        site.config()
        done = CliRunner().invoke(main, ["plan"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert [line.split("  ")[:2] for line in done.stdout.splitlines()[:-1]] == [
            ["missing", "a-fox"],
            ["missing", "an-owl"],
        ]

    def test_a_fault_in_an_inner_one_ends_all_of_them(self, site: Site, closed: list[Generator]) -> None:
        hook(site, self.CODE.format(priority=0))
        site.page(FOX)
        site.page(FOX, "../docs_de/index.md")
        site.page("![A hen](imggen:?sise=1)\n", "../docs_fr/index.md")
        built = site.build()
        assert built.failed
        assert [line.split(";")[0] for line in errors(built)] == [
            "index.md:1: imggen: unknown option `sise` (did you mean `size`?)"
        ]
        plugin = an_object(site.config())
        assert plugin._builds == []
        assert plugin._generator is None
        assert closed


def an_object(path: Path) -> ImggenPlugin:
    """The plugin's object, which MkDocs keeps from one configuration to the next."""
    return plugin_of(load_config(str(path)))


def plugin_of(config: MkDocsConfig) -> ImggenPlugin:
    (plugin,) = (item for item in config.plugins.values() if isinstance(item, ImggenPlugin))
    return plugin


class TestServe:
    def again(self, site: Site, *, begin: bool = False) -> MkDocsConfig:
        """Build once more in the same process, as `mkdocs serve` does when a file has changed."""
        config = load_config(str(site.config()), site_dir=str(site.root / "site"))
        if begin:
            config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url="http://127.0.0.1:8000/")
        return config

    def test_the_generator_stays_until_a_setting_changes(self, site: Site, closed: list[Generator]) -> None:
        site.page(FOX)
        plugin = plugin_of(self.again(site, begin=True))
        first = plugin._generator
        assert first is not None
        site.page(FOX + OWL)
        assert plugin_of(self.again(site)) is plugin
        assert plugin._generator is first
        assert len(plugin.runs) == 1
        assert closed == []

        site.imggen["widths"] = [32]
        config = self.again(site)
        assert plugin._generator is not first
        assert closed == [first]
        config.plugins.on_shutdown()
        assert len(closed) == 2
        assert plugin._generator is None

    def test_a_build_that_failed_does_not_end_it(self, site: Site, closed: list[Generator]) -> None:
        site.page(FOX)
        plugin = plugin_of(self.again(site, begin=True))
        kept = plugin._generator
        site.page("![A fox](imggen:?sise=1)\n")
        with pytest.raises(Abort):
            self.again(site)
        assert plugin._builds == []
        assert plugin._generator is kept
        site.page(OWL)
        self.again(site).plugins.on_shutdown()
        assert closed == [kept]

    def test_renditions_are_linked_into_its_folder(self, site: Site) -> None:
        site.page(FOX)
        self.again(site, begin=True).plugins.on_shutdown()
        (published,) = (site.root / "site/assets/imggen").iterdir()
        assert published.name.startswith("draft-a-fox-")
        assert published.stat().st_nlink == 2

    def test_it_builds_again_when_the_store_or_a_picture_that_may_go_in_changes(self, site: Site) -> None:
        watched: list[str] = []

        class Server:
            def watch(self, path: str) -> None:
                watched.append(path)

        server: Any = Server()
        site.page("# Home\n")
        config = self.again(site, begin=True)
        config.plugins.on_serve(server, config=config, builder=lambda: None)
        assert watched == []
        site.page(FOX)
        (site.root / "brand").mkdir()
        site.imggen["inputs"] = ["docs", "brand", "not there yet"]
        config = self.again(site)
        config.plugins.on_serve(server, config=config, builder=lambda: None)
        assert watched == [str(site.root / name) for name in ("imggen", "docs", "brand")]
        config.plugins.on_shutdown()


class TestBuildsThatFail:
    def test_a_failure_of_somebody_else_closes_what_was_begun(self, site: Site, closed: list[Generator]) -> None:
        hook(
            site,
            "from mkdocs.exceptions import PluginError\ndef on_env(env, config, files):\n    raise PluginError('not mine')\n",
        )
        site.page(FOX)
        built = site.build()
        assert built.failed
        assert errors(built) == ["not mine"]
        assert len(closed) == 1
        assert an_object(site.config())._builds == []

    def test_one_before_our_part_begins_is_none_of_our_business(self, site: Site, closed: list[Generator]) -> None:
        code = "from mkdocs.exceptions import PluginError\nfrom mkdocs.plugins import event_priority\n"
        hook(site, code + "@event_priority(200)\ndef on_config(config):\n    raise PluginError('not mine')\n")
        site.page(FOX)
        built = site.build()
        assert (built.failed, errors(built), closed) == (True, ["not mine"], [])

    def test_a_broken_variable_is_one_line(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("IMGGEN_MODE", "drfat")
        site.page(FOX)
        built = site.build()
        assert built.failed
        assert errors(built) == [
            "Error reading page 'index.md':",  # MkDocs's own
            "imggen: IMGGEN_MODE is `drfat` (did you mean `draft`?); use one of generate, locked, draft",
        ]

    def test_without_directives_nobody_looks_at_the_variable(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("IMGGEN_MODE", "drfat")
        site.page("# Home\n")
        assert not site.build().failed

    def test_an_asset_of_the_settings_that_is_wrong_is_told_even_if_no_page_asks_for_it(self, site: Site) -> None:
        site.imggen["assets"] = {
            "hero": {"prompt": "A fox", "alt": "Hero", "size": "64x64"},
            "logo": {"prompt": "An owl", "alt": "Logo", "sise": "64x64"},
        }
        site.page("# Home\n")
        built = site.build()
        assert built.failed
        (error,) = errors(built)
        assert error.startswith("assets: logo: imggen: unknown option `sise` (did you mean `size`?)")
        assert site.store == []


class TestTheRightMoment:
    LATE = """
import markdown
def render(config, text):
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(text)
"""

    def test_a_page_rendered_after_the_end_may_show_what_is_planned(self, site: Site) -> None:
        late = f"def on_page_context(context, page, config, nav):\n    page.content += render(config, {FOX!r})\n"
        hook(site, self.LATE + late)
        site.page(FOX)
        built = site.build()
        assert not built.failed, built.lines
        assert built.html().count('src="assets/imggen/a-fox-') == 2

    def test_a_new_picture_there_fails_the_build_with_what_to_do(self, site: Site, closed: list[Generator]) -> None:
        late = f"def on_page_context(context, page, config, nav):\n    page.content += render(config, {OWL!r})\n"
        hook(site, self.LATE + late)
        site.page(FOX)
        built = site.build()
        assert built.failed
        assert errors(built) == [
            "index.md: imggen: this directive was met only after all pictures were made; write it on a page too, or in `assets:`"
        ]
        assert kinds(site) == ["a-fox"]
        assert len(closed) == 1

    def test_markdown_before_the_first_page_has_no_page(self, site: Site) -> None:
        hook(
            site,
            self.LATE
            + f"def on_nav(nav, config, files):\n    render(config, {FOX!r})\n    render(config, '![x](imggen:?sise=1)')\n",
        )
        site.page("# Home\n")
        built = site.build()
        assert built.failed
        (error,) = errors(built)
        assert error.startswith("(no page): imggen: unknown option `sise`")

    def test_markdown_before_the_files_are_known_is_told_what_is_wrong(self, site: Site) -> None:
        hook(site, self.LATE + f"def on_pre_build(config):\n    render(config, {FOX!r})\n")
        site.page("# Home\n")
        built = site.build()
        assert built.failed
        assert errors(built) == [
            "imggen: a directive was met before MkDocs knows its files; render Markdown in `on_nav` or later"
        ]


class TestAddressesThatAreLeft:
    @pytest.mark.parametrize(
        "html",
        [
            '<img src="imggen:icon">',
            "<IMG SRC='imggen:icon'>",
            "<img src=imggen:icon>",
            '<img alt="a > b" src="imggen:icon">',
            '<img srcset="imggen:icon 2x">',
            '<a title=\'"\' href = " imggen:icon">x</a>',
        ],
    )
    def test_in_a_tag_that_a_plugin_wrote_they_are_an_error(self, site: Site, html: str) -> None:
        hook(site, f"def on_page_content(html, page, config, files):\n    return html + {html!r}\n")
        site.page("# Home\n")
        built = site.build()
        assert built.failed
        (error,) = errors(built)
        assert error.startswith(
            "index.md: imggen: an `imggen:` address is left in the finished page; write it as a Markdown image"
        )

    @pytest.mark.parametrize("extensions", [["fenced_code"], ["pymdownx.superfences"], ["pymdownx.superfences", "md_in_html"]])
    @pytest.mark.parametrize("highlight", [True, False])
    def test_in_code_text_and_comments_they_are_shown(self, site: Site, extensions: list[Any], highlight: bool) -> None:
        site.extensions = ["attr_list", *extensions, {"pymdownx.highlight": {"use_pygments": highlight}}]
        site.page(
            '# Home\n\n```html\n<img src="imggen:icon">\n<a href=\'imggen:icon\'>\n```\n\n    <img src="imggen:icon">\n\n'
            'and `<img src="imggen:icon">`, and src="imggen:icon" too\n\n<!-- <img src="imggen:icon"> -->\n'
        )
        built = site.build()
        assert not built.failed, built.lines
        assert site.store == []


def test_a_plugin_may_copy_the_list_of_extensions(site: Site) -> None:
    (site.root / "hook.py").write_text(
        "import copy\ndef on_files(files, config, **_):\n    copy.deepcopy(config.markdown_extensions)\n"
    )
    site.more = {"hooks": ["hook.py"]}
    site.page("![A rocket](imggen:icon)\n")
    assert not site.build().failed


def test_a_plugin_may_replace_the_collection_of_files(site: Site) -> None:
    (site.root / "hook.py").write_text(
        "from mkdocs.structure.files import Files\n"
        "from mkdocs.plugins import event_priority\n"
        "@event_priority(-200)\n"
        "def on_files(files, **_):\n    return Files(list(files))\n"
    )
    site.more = {"hooks": ["hook.py"]}
    site.page("![A rocket](imggen:icon)\n")
    built = site.build()
    assert not built.failed, built.lines
    assert built.said() == []


def test_markdown_that_other_plugins_render_in_the_hooks_of_a_page_has_its_addresses(site: Site) -> None:
    (site.root / "hook.py").write_text(
        "import markdown\n"
        "from mkdocs.plugins import event_priority\n"
        "def inner(config):\n"
        "    return markdown.markdown('![A rocket](imggen:icon)', extensions=config.markdown_extensions)\n"
        "@event_priority(50)\n"
        "def on_page_markdown(text, config, **_):\n    return text + chr(10) * 2 + inner(config)\n"
        "def on_page_context(context, config, page, **_):\n    page.content += inner(config)\n"
    )
    site.more = {"hooks": ["hook.py"]}
    site.page("# Home\n")
    site.page("# Deep\n", "a/b/c.md")
    site.page("# Last\n", "z.md")
    built = site.build()
    assert not built.failed, built.lines
    assert built.html("a/b/c/index.html").count('src="../../../assets/imggen/a-rocket-') == 2
    assert built.html("z/index.html").count('src="../assets/imggen/a-rocket-') == 2
    assert built.html().count('src="assets/imggen/a-rocket-') == 2
