"""A Zensical project as the commands see it, and as Zensical itself builds it with the extension."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import markdown
import pytest
from commands import run
from sites import digests

from mkdocs_imggen import zensical

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '[project]\nsite_name = "Test"\nsite_url = "https://example.invalid/docs/"\n'
LISTED = """
[project.markdown_extensions]
attr_list = {}
imggen.provider = "sketch"
imggen.widths = [320]
"""
DEEP = "---\ntitle: Deep\n---\n# Deep\n\n```imggen\nname: owl\nalt: An owl\nprompt: An owl\nsize: 1:1\n```\n\n![Again](imggen:@owl)\n"


@dataclass
class Project:
    root: Path

    def config(self, text: str = HEAD + LISTED) -> None:
        (self.root / "zensical.toml").write_text(text, "utf-8")

    def page(self, name: str, text: str) -> None:
        path = self.root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def build(self, where: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run Zensical's own command, from another folder where that is said."""
        command = [sys.executable, "-m", "zensical", "build", "-f", str(self.root / "zensical.toml")]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=where or self.root)

    def html(self, name: str) -> str:
        return (self.root / "site" / name).read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path)
    made.config()
    made.page("index.md", "# Home\n\n![A fox](imggen:icon)\n")
    made.page("guide/deep.md", DEEP)
    return made


def test_every_picture_of_a_project_is_found_with_its_line(project: Project) -> None:
    assert run("plan").stdout.splitlines() == [
        "missing  owl  guide/deep.md:6  never made  sketch  1024x1024  $0.00 exact",
        "missing  a-fox  index.md:3  never made  sketch  1024x1024  $0.00 exact",
        "0 fresh, 0 stale, 2 missing; to make what is missing: $0.00 (prices of 2026-11-22)",
    ]


def test_a_real_build_shows_the_published_pictures_at_every_depth(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    done = project.build(tmp_path_factory.mktemp("elsewhere"))
    assert done.returncode == 0, done.stderr
    assert 'src="assets/imggen/a-fox-' in project.html("index.html")
    deep = project.html("guide/deep/index.html")
    assert deep.count('src="../../assets/imggen/owl-') == 2
    assert deep.count('srcset="../../assets/imggen/owl-') == 2
    named = set(re.findall(r"assets/imggen/[^ \",]+", project.html("index.html") + deep))
    assert len(named) == 4
    published = digests(project.root / "docs" / "assets")
    assert {f"assets/{name}" for name in published} == named
    assert digests(project.root / "site" / "assets" / "imggen") == digests(project.root / "docs" / "assets" / "imggen")


def test_zensicals_own_lightbox_leaves_pictures_whole_and_links_alone(project: Project) -> None:
    project.config(
        HEAD
        + "[project.plugins.glightbox]\n"
        + LISTED.replace("widths = [320]", 'formats = ["webp", "jpeg"]\nimggen.widths = []')
    )
    project.page(
        "index.md", "# Home\n\nA ![fox](imggen:icon) in a line.\n\n[![A fox](imggen:icon 'fox')](guide/deep.md), linked.\n"
    )
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    assert project.build().returncode == 0
    picture = r"<picture><source [^>]+><img [^>]+></picture>"
    first, second = re.findall(r"<p>(.*fox.*)</p>", project.html("index.html"))
    box = r'<a class="glightbox" data-type="image" href="assets/imggen/fox-[0-9a-f]{8}\.jpg">'
    assert re.fullmatch(rf"A {box}{picture}</a> in a line\.", first)
    assert re.fullmatch(rf'<a href="guide/deep/">{picture}</a>, linked\.', second)
    assert re.search(
        rf"<p>{box.replace('fox', 'owl').replace('assets', '../../assets')}{picture}</a></p>",
        project.html("guide/deep/index.html"),
    )


def test_the_pictures_of_a_page_that_did_not_change_follow_the_store_when_it_is_watched(project: Project) -> None:
    project.config(HEAD + 'watch = ["imggen"]\n' + LISTED)
    run("generate")
    run("publish")
    project.build()
    before = project.html("guide/deep/index.html")
    assert run("reroll", "owl").exit_code == 0
    run("publish")
    assert project.build().returncode == 0
    assert project.html("guide/deep/index.html") != before


def test_a_real_build_stops_at_a_picture_that_is_not_in_the_store_and_names_its_line(project: Project) -> None:
    done = project.build()
    assert done.returncode == 1
    assert "guide/deep.md:6: imggen: the picture `owl` is not in the store; run `imggen generate` first" in done.stderr


def test_all_faults_of_all_pages_are_said_together_with_their_lines(project: Project) -> None:
    project.page("index.md", "# Home\n\n![A fox](imggen:icno)\n")
    project.page("guide/deep.md", DEEP.replace("size: 1:1", "sise: 1:1"))
    done = run("plan")
    assert done.exit_code == 1
    first, second, third = done.stderr.splitlines()
    assert first.startswith("guide/deep.md:6: imggen: unknown option `sise`")
    assert second.startswith("guide/deep.md:13: imggen: there is no picture named `owl`")
    assert third.startswith("index.md:3: imggen: unknown preset `icno` (did you mean `icon`?)")


def test_a_name_without_an_alt_text_is_refused_before_the_build_would_refuse_it(project: Project) -> None:
    assert run("generate").exit_code == 0
    project.page("index.md", "# Home\n\n![](imggen:@owl)\n")
    assert "index.md:3: imggen: the alt text is missing" in project.build().stderr
    done = run("check")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "index.md:3: imggen: `@owl` needs an alt text of its own, since Zensical shows no page what another"
    )
    project.config(HEAD + LISTED + 'imggen.assets.hero = { alt = "A hero", prompt = "A fox", size = "1:1" }\n')
    project.page("index.md", "# Home\n\n![](imggen:@hero)\n")
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    assert project.build().returncode == 0
    assert 'alt="A hero"' in project.html("index.html")


def test_what_zensical_leaves_out_wants_no_picture(project: Project) -> None:
    project.config(HEAD + 'exclude_docs = "old/"\ndraft_docs = "*.draft.md"\n' + LISTED)
    for name in ("old/a.md", "b.draft.md", ".hidden/c.md", "d.txt"):
        project.page(name, f"![Nobody wants {name[0]}](imggen:)\n")
    assert "nobody" not in run("plan").stdout
    project.config()
    assert re.findall(r"nobody-wants-\S*  \S+", run("plan").stdout) == [
        "nobody-wants-b  b.draft.md:1",
        "nobody-wants-o  old/a.md:1",
    ]


def test_macros_write_directives_as_they_do_in_a_build(project: Project) -> None:
    project.config(HEAD + "[project.plugins.macros]\n" + LISTED)
    project.page("index.md", '# Home\n\n{% for word in ["gear", "key"] %}\n![A {{ word }}](imggen:icon)\n{% endfor %}\n')
    labels = [line.split()[1] for line in run("plan").stdout.splitlines()[:-1]]
    assert labels == ["owl", "a-gear", "a-key"]


def test_settings_of_the_project_are_read_from_its_folder_and_their_faults_are_named(project: Project) -> None:
    project.config(HEAD + '[project.markdown_extensions.imggen]\nprovider = "sketch"\nwidts = [320]\n')
    done = run("plan")
    assert (done.exit_code, done.stderr) == (
        2,
        "zensical.toml: imggen: option `widts`: unknown option (did you mean `widths`?)\n",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "imggen: zensical.toml does not list the extension; run `imggen init`\n"),
        ("[project", "zensical.toml: imggen: Zensical cannot read it (TOMLDecodeError: "),
        (
            HEAD + 'docs_dir = "nowhere"\n',
            "zensical.toml: imggen: Zensical cannot read it (ConfigurationError: Docs directory does not",
        ),
    ],
)
def test_a_configuration_that_cannot_be_used_is_refused_in_a_line(project: Project, text: str, said: str) -> None:
    project.config(text)
    done = run("check")
    assert done.exit_code == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_page_that_another_extension_cannot_render_is_named(project: Project) -> None:
    project.config(HEAD + "[project.markdown_extensions]\nimggen = {}\npymdownx.snippets.check_paths = true\n")
    project.page("index.md", '--8<-- "nowhere.md"\n')
    done = run("plan")
    assert done.exit_code == 1
    assert done.stderr.startswith("index.md: imggen: the page cannot be rendered (SnippetMissingError: ")


def test_without_zensical_it_is_said_what_to_install(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "zensical"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "zensical", None)
    done = run("plan")
    assert done.exit_code == 2
    assert (
        done.stderr
        == "zensical.toml: imggen: Zensical is not installed, and reads its own pages; `pip install zensical` here too\n"
    )


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("site_name: T\nmarkdown_extensions:\n  - toc\n  - imggen:\n      store: x\n", True),
        ("site_name: T\nmarkdown_extensions: [toc, imggen]\n", True),
        ("site_name: T\nplugins:\n- search\n- imggen\nmarkdown_extensions:\n- imggen\n", False),
        ("site_name: T\nplugins:\n  - imggen\n", False),
        ("site_name: imggen\nmarkdown_extensions:\n  - toc  # not imggen\n", False),
    ],
)
def test_a_file_of_mkdocs_is_zensicals_where_it_lists_the_extension_and_no_plugin(tmp_path: Path, text: str, ours: bool) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(text, "utf-8")
    assert zensical.configures(path) is ours


def test_a_file_of_mkdocs_that_lists_the_extension_is_read_by_zensical(project: Project) -> None:
    (project.root / "zensical.toml").unlink()
    text = "site_name: T\nmarkdown_extensions:\n  - imggen:\n      provider: sketch\n"
    (project.root / "mkdocs.yml").write_text(text, "utf-8")
    assert run("plan").stdout.splitlines()[-1].startswith("0 fresh, 0 stale, 2 missing")


def test_of_several_configurations_that_one_is_read_which_names_us(project: Project) -> None:
    (project.root / "mkdocs.yml").write_text("site_name: Old\n", "utf-8")
    assert run("plan").stdout.splitlines()[-1].startswith("0 fresh, 0 stale, 2 missing")


def test_commands_that_read_no_page_know_the_store_of_the_project(project: Project) -> None:
    project.config(HEAD + LISTED + 'imggen.store = "pictures"\n')
    assert run("generate").exit_code == 0
    assert (project.root / "pictures").is_dir()
    assert run("rescue").stdout == "nothing rescued\n"


def test_what_was_collected_leaves_no_page_behind_for_the_extension_elsewhere(project: Project) -> None:
    project.page("z/last.md", "# Last\n")
    assert run("generate").exit_code == 0
    html = markdown.markdown("![A fox](imggen:icon)", extensions=["imggen"], extension_configs={"imggen": {"widths": []}})
    assert 'src="assets/imggen/a-fox-' in html
