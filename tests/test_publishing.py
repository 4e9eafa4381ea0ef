"""`imggen publish` and `imggen check --strict`: what lies in the docs folder of a Zensical project, and what is in its way."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from commands import run
from sites import Site, digests

if TYPE_CHECKING:
    from pathlib import Path

TOML = """\
[project]
site_name = "Test"

[project.markdown_extensions]
attr_list = {}
imggen.provider = "sketch"
imggen.widths = [320]
imggen.formats = ["webp", "png"]
"""
PAGE = "# Home\n\n![A fox](imggen:icon)\n\n```imggen\nname: owl\nalt: An owl\nprompt: An owl\npreset: icon\n```\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Zensical project whose two pictures are in the store."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(PAGE, "utf-8")
    (tmp_path / "zensical.toml").write_text(TOML, "utf-8")
    assert run("generate").exit_code == 0
    return tmp_path


def published(root: Path) -> list[Path]:
    return sorted((root / "docs" / "assets" / "imggen").iterdir())


def test_publish_writes_the_bytes_that_a_build_of_mkdocs_publishes_and_then_nothing(root: Path) -> None:
    first = run("publish")
    assert first.exit_code == 0
    assert first.stdout.splitlines()[-1] == "8 written, 0 there already, in docs/assets/imggen"
    stamps = {path: path.stat().st_mtime_ns for path in published(root)}
    assert run("publish").stdout == "0 written, 8 there already, in docs/assets/imggen\n"
    assert {path: path.stat().st_mtime_ns for path in published(root)} == stamps
    mkdocs = Site(
        root=root / "other", imggen={"provider": "sketch", "widths": [320], "formats": ["webp", "png"], "store": "../imggen"}
    )
    mkdocs.page(PAGE)
    built = mkdocs.build(check=False)
    assert not built.failed, built.lines
    assert digests(root / "other" / "site" / "assets" / "imggen") == digests(root / "docs" / "assets" / "imggen")


def test_check_says_what_would_be_written_and_writes_nothing(root: Path) -> None:
    done = run("publish", "--check")
    assert done.exit_code == 3
    assert [line.partition("/imggen/")[0] for line in done.stdout.splitlines()[:-1]] == ["missing: docs/assets"] * 8
    assert done.stdout.splitlines()[-1] == "8 to write, 0 there already, in docs/assets/imggen"
    assert not (root / "docs" / "assets").exists()
    run("publish")
    done = run("publish", "--check")
    assert (done.exit_code, done.stdout) == (0, "0 to write, 8 there already, in docs/assets/imggen\n")


def test_what_no_page_wants_any_more_stays(root: Path) -> None:
    run("publish")
    (root / "docs" / "index.md").write_text("# Home\n\n![A fox](imggen:icon)\n", "utf-8")
    assert run("publish").stdout == "0 written, 4 there already, in docs/assets/imggen\n"
    assert len(published(root)) == 8


def test_a_file_that_holds_something_else_is_left_alone_and_named(root: Path) -> None:
    run("publish")
    changed, gone, *_ = published(root)
    changed.write_bytes(b"mine")
    gone.unlink()
    done = run("publish")
    assert done.exit_code == 1
    assert done.stderr == (
        f"docs/assets/imggen/{changed.name}: imggen: a file of this name holds something else: another program changed it, or"
        " another Pillow made it; it was left alone; delete it and run `imggen publish` again\n"
    )
    assert changed.read_bytes() == b"mine"
    assert gone.is_file()
    assert run("publish", "--check").exit_code == 1
    changed.unlink()
    assert run("publish").exit_code == 0


def test_nothing_is_written_through_a_symbolic_link(root: Path) -> None:
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    run("publish")
    link = published(root)[0]
    same = root / "same"
    link.rename(same)
    for target in (elsewhere / "file", same):
        link.symlink_to(target)
        assert run("publish").exit_code == 1
        assert run("check", "--strict").exit_code == 3
        link.unlink()
    for folder in (root / "docs" / "assets" / "imggen", root / "docs" / "assets"):
        folder.rename(root / f"old-{folder.name}")
        folder.symlink_to(elsewhere, target_is_directory=True)
        done = run("publish")
        assert done.exit_code == 1
        assert "the picture cannot be written (" in done.stderr
        folder.unlink()
        if folder.name == "imggen":
            (root / "old-imggen").rename(folder)
    assert list(elsewhere.iterdir()) == []


def test_pictures_that_are_not_in_the_store_are_named_and_the_others_published(root: Path) -> None:
    (root / "docs" / "index.md").write_text(PAGE + "\n![A gear](imggen:icon)\n", "utf-8")
    done = run("publish")
    assert done.exit_code == 3
    assert done.stderr == "index.md:12: imggen: `a-gear` is not in the store; run `imggen generate`\n"
    assert len(published(root)) == 8


def test_a_damaged_original_is_not_published(root: Path) -> None:
    original = next((root / "imggen").glob("owl-*.webp"))
    original.write_bytes(original.read_bytes()[:-1])
    done = run("publish")
    assert done.exit_code == 1
    assert original.name in done.stderr
    assert not (root / "docs" / "assets").exists()


def test_the_plugin_publishes_by_itself(site: Site) -> None:
    done = run("publish")
    assert done.exit_code == 2
    assert done.stderr == (
        "imggen: the plugin publishes pictures itself, in each build; nothing to do; this command is for Zensical\n"
    )


def test_the_strict_gate_is_shut_until_everything_is_published(root: Path) -> None:
    assert run("check").exit_code == 0
    done = run("check", "--strict")
    assert done.exit_code == 3
    lines = done.stdout.splitlines()
    assert len(lines) == 9
    assert all(line.endswith(".webp: is not there; run `imggen publish`") or ".png: " in line for line in lines[:-1])
    run("publish")
    assert run("check", "--strict").stdout == "2 pictures: 0 missing, 0 stale, 0 damaged\n"
    assert run("check", "--strict").exit_code == 0


def test_the_strict_gate_is_shut_where_a_published_file_was_changed(root: Path) -> None:
    run("publish")
    published(root)[0].write_bytes(b"mine")
    assert run("check").exit_code == 0
    done = run("check", "--strict")
    assert done.exit_code == 3
    assert "holds something else" in done.stdout


def test_the_strict_gate_is_shut_for_stale_pictures(root: Path) -> None:
    run("publish")
    (root / "zensical.toml").write_text(TOML + 'imggen.presets.icon = { extends = "icon", prompt = "{prompt}, oil" }\n', "utf-8")
    assert run("check").exit_code == 0
    done = run("check", "--strict", "--json")
    assert done.exit_code == 3
    document = json.loads(done.stdout)
    assert (document["missing"], document["stale"], len(document["lines"])) == (0, 2, 2)


def test_the_strict_gate_is_shut_for_a_warning_of_the_host(site: Site) -> None:
    assert run("generate").exit_code == 0
    assert run("check", "--strict").exit_code == 0
    site.page("# Other\n\n[Nowhere](nowhere.md)\n", "other.md")
    assert run("check").exit_code == 0
    done = run("check", "--strict")
    assert done.exit_code == 3
    assert done.stdout.splitlines()[0].startswith("Doc file 'other.md' contains a link 'nowhere.md', but the target is not found")


def test_listening_for_warnings_leaves_the_loggers_as_they_were(site: Site) -> None:
    run("check", "--strict")
    before = {
        name: (logging.getLogger(name).level, len(logging.getLogger(name).handlers)) for name in ("", "mkdocs", "properdocs")
    }
    run("check", "--strict")
    after = {
        name: (logging.getLogger(name).level, len(logging.getLogger(name).handlers)) for name in ("", "mkdocs", "properdocs")
    }
    assert after == before


def test_a_build_that_fails_says_why_under_the_strict_gate_too(site: Site) -> None:
    site.page("![A fox](imggen:icno)\n")
    done = run("check", "--strict")
    assert done.exit_code == 1
    assert "index.md:1: imggen: unknown preset `icno` (did you mean `icon`?)" in done.output
