"""`imggen init`: what it makes of a site's files, which are changed by inserting lines and in no other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commands import run
from sites import build_site

from mkdocs_imggen.initialising import ZENSICAL_DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

NEXT = "after writing a directive: `imggen plan` says what it costs, `imggen generate` makes it\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n", "utf-8")
    return tmp_path


def test_a_site_of_mkdocs_gets_the_plugin_and_the_diff_is_shown(root: Path) -> None:
    (root / "mkdocs.yml").write_text("# ours\nsite_name: T\ntheme:\n  name: material  # nice\n", "utf-8")
    done = run("init")
    assert done.exit_code == 0
    assert done.stdout == (
        "mkdocs.yml: MkDocs with the theme material\n"
        "--- a/mkdocs.yml\n"
        "+++ b/mkdocs.yml\n"
        "@@ -2,3 +2,6 @@\n"
        " site_name: T\n"
        " theme:\n"
        "   name: material  # nice\n"
        "+plugins:\n"
        "+  - search\n"
        "+  - imggen\n"
        "--- /dev/null\n"
        "+++ b/.gitignore\n"
        "@@ -0,0 +1 @@\n"
        "+.cache/\n"
        "commit mkdocs.yml, .gitignore and imggen/; never .cache/\n" + NEXT
    )
    assert (root / "mkdocs.yml").read_text("utf-8").endswith("# nice\nplugins:\n  - search\n  - imggen\n")
    assert (root / ".gitignore").read_text("utf-8") == ".cache/\n"


def test_a_second_time_there_is_nothing_to_add(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    run("init")
    before = {path: path.read_bytes() for path in root.iterdir() if path.is_file()}
    done = run("init")
    assert done.stdout == (
        "mkdocs.yml: MkDocs with the theme that it has by itself\nnothing to add\n"
        "commit mkdocs.yml and imggen/; never .cache/\n" + NEXT
    )
    assert {path: path.read_bytes() for path in root.iterdir() if path.is_file()} == before


def test_a_dry_run_shows_the_same_and_writes_nothing(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    dry = run("init", "--dry-run")
    assert "nothing was written; without --dry-run mkdocs.yml and .gitignore would be\n" in dry.stdout
    assert (root / "mkdocs.yml").read_text("utf-8") == "site_name: T\n"
    assert not (root / ".gitignore").exists()
    assert run("init").stdout == "".join(line for line in dry.stdout.splitlines(keepends=True) if "--dry-run" not in line)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("plugins:\n  - search\nnav: []\n", "plugins:\n  - search\n  - imggen\nnav: []\n"),
        (
            "plugins:\n- search\n- blog:\n    x: 1\n# end\n\nnav: []\n",
            "plugins:\n- search\n- blog:\n    x: 1\n- imggen\n# end\n\nnav: []\n",
        ),
        (
            "plugins:\n    # first\n    - search # a\n    # - tags",
            "plugins:\n    # first\n    - search # a\n    - imggen\n    # - tags",
        ),
        ("plugins:\n  - search", "plugins:\n  - search\n  - imggen\n"),
        (
            "x: !ENV [A, b]\nplugins:\n  - a: !!python/name:os.x ''\n",
            "x: !ENV [A, b]\nplugins:\n  - a: !!python/name:os.x ''\n  - imggen\n",
        ),
        ("plugins:\r\n  - search\r\nnav: []\r\n", "plugins:\r\n  - search\r\n  - imggen\r\nnav: []\r\n"),
        (
            "plugins:\n  - a: |\n      text\n\n  - b: >-\n      - not a list\n",
            "plugins:\n  - a: |\n      text\n\n  - b: >-\n      - not a list\n  - imggen\n",
        ),
    ],
)
def test_the_plugin_becomes_the_last_of_a_list_and_nothing_else_changes(root: Path, before: str, after: str) -> None:
    (root / "mkdocs.yml").write_bytes(before.encode())
    assert run("init").exit_code == 0
    assert (root / "mkdocs.yml").read_bytes().decode() == after


@pytest.mark.parametrize(
    "text",
    [
        "plugins: [search]\n",
        "plugins:\n  search: {}\n",
        "plugins: []\n",
        "plugins:\n",
        "plugins: &p\n  - search\nother: *p\n",
        "{site_name: T}\n",
        "INHERIT: ../base.yml\n",
        "site_name: T\n...\n",
        "site_name: T\n---\nplugins:\n  - search\n",
        "site_name: [T\n",
        "- a\n",
        "plugins:\n  - a: |\n      text\n      # no comment\n",
        "",
    ],
)
def test_an_unusual_form_is_left_alone_and_the_lines_are_printed(root: Path, text: str) -> None:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    done = run("init")
    assert done.exit_code == 0
    assert "its form is unusual, so it is left alone; add this to it yourself:\n\n" in done.stdout
    assert "  - imggen\n" in done.stdout
    assert (root / "mkdocs.yml").read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        "plugins: [search, imggen]\n",
        "plugins:\n  imggen: {}\n",
        "plugins:\n  - imggen:\n      widths: []\n",
        "plugins:\n  - 'imggen'\n",
    ],
)
def test_a_plugin_that_is_listed_in_any_form_is_seen(root: Path, text: str) -> None:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    (root / ".gitignore").write_text("site/\n/.cache\n", "utf-8")
    assert "nothing to add\n" in run("init").stdout


def test_mkdocs_builds_with_what_was_written(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    run("init")
    assert run("plan").stdout.startswith("0 fresh, 0 stale, 0 missing")
    assert not build_site(root / "mkdocs.yml", root / "site", strict=True).failed


def test_a_site_of_properdocs_is_called_so(root: Path) -> None:
    (root / "properdocs.yml").write_text("site_name: T\ntheme: 'material'\n", "utf-8")
    assert run("init").stdout.startswith("properdocs.yml: ProperDocs with the theme material\n")


def test_what_is_ignored_already_is_not_ignored_again_and_the_rest_stays(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    (root / ".gitignore").write_bytes(b"site/\n# .cache/\nx.cache/")
    run("init")
    assert (root / ".gitignore").read_bytes() == b"site/\n# .cache/\nx.cache/\n.cache/\n"


def zensical_config(path: Path) -> tuple[list[str], dict[str, object], list[str]]:
    from zensical.config import parse_config  # noqa: PLC0415 - only here

    config = parse_config(str(path))
    return list(config["markdown_extensions"]), dict(config["mdx_configs"]), list(config["watch"])


def test_a_project_of_zensical_that_lists_nothing_keeps_all_that_zensical_has_on(root: Path) -> None:
    path = root / "zensical.toml"
    path.write_text('# ours\n[project] # here\nsite_name = "T"\n\n[project.theme]\nlanguage = "en"', "utf-8")
    extensions, options, _ = zensical_config(path)
    done = run("init")
    assert done.exit_code == 0
    assert path.read_text("utf-8") == (
        '# ours\n[project] # here\nwatch = ["imggen"]\nsite_name = "T"\n\n[project.theme]\nlanguage = "en"\n' + ZENSICAL_DEFAULTS
    )
    after, options_after, watch = zensical_config(path)
    assert [name for name in after if name != "imggen"] == extensions
    assert {name: said for name, said in options_after.items() if name != "imggen"} == options
    assert watch == ["imggen"]
    assert run("plan").stdout.startswith("0 fresh, 0 stale, 0 missing")
    assert done.stdout.splitlines()[-2:] == [
        "commit zensical.toml, .gitignore, imggen/ and the docs folder's assets/imggen/; never .cache/",
        "after writing a directive: `imggen generate`, `imggen publish`, then build; the gate is `imggen check --strict`",
    ]
    assert "nothing to add\n" in run("init").stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "[project]\nwatch = []\n[project.markdown_extensions]\ntoc = {}\nx.y = [\n  1,\n]\n# end\n\n[other]\n",
            "[project]\nwatch = []\n[project.markdown_extensions]\ntoc = {}\nx.y = [\n  1,\n]\nimggen = {}\n# end\n\n[other]\n",
        ),
        (
            "[project]\nwatch = []\n[project.markdown_extensions.toc]\npermalink = true",
            "[project]\nwatch = []\n[project.markdown_extensions.toc]\npermalink = true\n\n[project.markdown_extensions.imggen]\n",
        ),
        (
            '[project]\r\nsite_name = "T"\r\n[project.markdown_extensions]\r\n',
            '[project]\r\nwatch = ["imggen"]\r\nsite_name = "T"\r\n[project.markdown_extensions]\r\nimggen = {}\r\n',
        ),
    ],
)
def test_the_extension_is_added_to_those_that_are_listed(root: Path, before: str, after: str) -> None:
    (root / "zensical.toml").write_bytes(before.encode())
    assert run("init").exit_code == 0
    assert (root / "zensical.toml").read_bytes().decode() == after


@pytest.mark.parametrize(
    "text",
    [
        'site_name = "T"\n',
        'project = { site_name = "T" }\n',
        '[project]\nmarkdown_extensions = ["toc"]\n',
        "[project]\nmarkdown_extensions = { toc = {} }\n",
        '[project]\nx = """\n[project.markdown_extensions]\n"""\n[project.markdown_extensions.toc]\n',
        "[project\n",
    ],
)
def test_an_unusual_project_of_zensical_is_left_alone_and_the_lines_are_printed(root: Path, text: str) -> None:
    (root / "zensical.toml").write_text(text, "utf-8")
    done = run("init")
    assert done.exit_code == 0
    assert 'yourself:\n\n[project]\nwatch = ["imggen"]\n\n[project.markdown_extensions]\nimggen = {}\n' in done.stdout
    assert (root / "zensical.toml").read_text("utf-8") == text


def test_a_file_of_mkdocs_that_lists_the_extension_is_zensicals_and_complete(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: T\nmarkdown_extensions:\n  - imggen\n", "utf-8")
    (root / ".gitignore").write_text(".cache/\n", "utf-8")
    assert run("init").stdout.splitlines()[:2] == ["mkdocs.yml: Zensical", "nothing to add"]


@pytest.mark.parametrize(
    ("name", "program"),
    [("docs/conf.py", "Sphinx"), ("conf.py", "Sphinx"), ("astro.config.mjs", "Astro"), ("eleventy.config.js", "Eleventy")],
)
def test_a_site_of_another_program_is_told_that_it_is_not_supported(root: Path, name: str, program: str) -> None:
    (root / name).write_text("", "utf-8")
    done = run("init")
    assert done.exit_code == 2
    assert done.stderr == (
        f"{name}: imggen: this looks like a site of {program}, which is not supported yet; MkDocs, ProperDocs and Zensical are;"
        " nothing was changed\n"
    )
    assert not (root / ".gitignore").exists()


def test_several_configurations_are_a_question(root: Path) -> None:
    for name in ("mkdocs.yml", "zensical.toml"):
        (root / name).write_text("", "utf-8")
    done = run("init")
    assert done.exit_code == 2
    assert (
        done.stderr == "imggen: several programs could build this site: mkdocs.yml, zensical.toml; name one with --config-file\n"
    )
    (root / "mkdocs.yml").write_text("site_name: T\n", "utf-8")
    assert run("init", "-f", "mkdocs.yml").exit_code == 0


def test_without_a_configuration_nothing_is_made(root: Path) -> None:
    done = run("init")
    assert (done.exit_code, done.stderr.startswith("imggen: there is none of mkdocs.yml, ")) == (2, True)
    done = run("init", "-f", "nowhere.yml")
    assert (done.exit_code, done.stderr.startswith("imggen: there is no nowhere.yml; ")) == (2, True)
    assert [path.name for path in root.iterdir()] == ["docs"]


def test_a_configuration_that_is_no_text_or_a_link_is_left_alone(root: Path) -> None:
    (root / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    done = run("init")
    assert (done.exit_code, done.stderr) == (2, "mkdocs.yml: imggen: it is not UTF-8; it was left alone\n")
    (root / "other.yml").write_text("site_name: T\n", "utf-8")
    (root / "mkdocs.yml").unlink()
    (root / "mkdocs.yml").symlink_to("other.yml")
    assert run("init").exit_code == 1
    assert (root / "other.yml").read_text("utf-8") == "site_name: T\n"
