"""What authors edit: where a directive stands, in a page or in a snippet, and which names the sources hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.structure.files import File
from sites import Site

from mkdocs_imggen.sources import locate, scan_names, text_of

NAMED = "![A fox](imggen:?name=hero)"
SNIPPETS = "pymdownx.snippets"
THEME = str(Path(__file__).parent / "golden" / "theme")


def page(content: str | bytes, name: str = "a/page.md") -> File:
    """A page of a site in the working directory."""
    path = Path("docs", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return File(name, "docs", "site", use_directory_urls=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


class TestWhereADirectiveStands:
    def test_in_its_page_with_the_line(self, here: Path) -> None:
        assert locate(page("# A\n\ntext\n\n![A fox](imggen:)\n"), "![A fox](imggen:)", {}) == "a/page.md:5"

    @pytest.mark.parametrize(
        ("base_path", "file", "place"),
        [
            (None, "part.md", "part.md:3"),
            ("parts", "parts/part.md", "parts/part.md:3"),
            (["nowhere", "parts"], "parts/part.md", "parts/part.md:3"),
        ],
    )
    def test_in_a_snippet_of_the_folders_that_the_settings_name(self, here: Path, base_path: Any, file: str, place: str) -> None:
        write(here / file, "Some text.\n\n![A fox](imggen:)\n")
        extensions = {SNIPPETS: {} if base_path is None else {"base_path": base_path}}
        assert locate(page('# A\n\n--8<-- "part.md"\n'), "![A fox](imggen:)", extensions) == place

    def test_in_a_part_of_a_snippet(self, here: Path) -> None:
        write(here / "part.md", "Some text.\n\n![A fox](imggen:)\n")
        assert locate(page('  --8<-- "part.md:2:3"\n'), "![A fox](imggen:)", {}) == "part.md:3"

    def test_in_a_snippet_in_a_snippet(self, here: Path) -> None:
        write(here / "one.md", '--8<-- "two.md"\n')
        write(here / "two.md", '--8<-- "three.md"\n')
        write(here / "three.md", '![A fox](imggen:)\n--8<-- "four.md"\n')
        write(here / "four.md", "![An owl](imggen:)\n")
        assert locate(page('--8<-- "one.md"\n'), "![A fox](imggen:)", {}) == "three.md:1"
        assert locate(page('--8<-- "one.md"\n'), "![An owl](imggen:)", {}) is None  # nobody nests so deep

    def test_snippets_that_bring_each_other_have_an_end(self, here: Path) -> None:
        write(here / "one.md", '--8<-- "one.md"\n--8<-- "one.md"\n')
        assert locate(page('--8<-- "one.md"\n'), "![A fox](imggen:)", {}) is None

    def test_what_cannot_be_read_has_no_lines(self, here: Path) -> None:
        (here / "part.md").write_bytes(b"\xff\xfe\xff")
        (here / "folder.md").mkdir()
        text = '--8<-- "part.md"\n--8<-- "folder.md"\n--8<-- "gone.md"\n--8<-- "nul\0.md"\n'
        assert locate(page(text), "![A fox](imggen:)", {}) is None
        assert text_of(page(b"\xff\xfe\xff")) == ""
        assert locate(page(b"\xff\xfe\xff"), "![A fox](imggen:)", {}) is None


class TestNames:
    @pytest.mark.parametrize(
        "extensions",
        [
            [],
            ["attr_list", "tables", "fenced_code"],
            ["extra"],
            ["markdown.extensions.extra"],
            ["pymdownx.extra"],
            ["pymdownx.superfences"],
            ["pymdownx.superfences", "pymdownx.highlight", "toc", "codehilite"],
            [object()],
        ],
        ids=lambda extensions: " ".join(str(name).split(" object")[0] for name in extensions) or "none",
    )
    def test_both_forms_are_found_whatever_the_page_uses(self, extensions: list[Any]) -> None:
        text = f"# A\n\n{NAMED}\n\n![No name](imggen:)\n\n```imggen\nname: logo\nalt: Logo\nprompt: An owl\n```\n"
        found = scan_names(text, extensions, {"extra": {"pymdownx.superfences": {"custom_fences": []}}})
        assert [directive.options["name"] for directive in found] == ["hero", "logo"]

    @pytest.mark.parametrize("extensions", [["fenced_code"], ["pymdownx.superfences"], ["extra"], ["pymdownx.extra"]])
    def test_what_is_only_shown_has_none(self, extensions: list[str]) -> None:
        text = f"`{NAMED}`\n\n```md\n{NAMED}\n```\n\n    {NAMED}\n\n<!-- {NAMED} -->\n"
        assert scan_names(text, extensions, {}) == []

    @pytest.mark.parametrize("text", ["# A\n", "an imggen page\n", "a name\n"])
    def test_a_page_without_the_words_is_not_read_as_markdown(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("markdown.Markdown", None)
        assert scan_names(text, ["extra"], {}) == []

    def test_a_fault_is_left_to_the_pages_own_rendering(self) -> None:
        assert scan_names(f"![x](imggen:?sise=1&name=x)\n\n{NAMED}\n", [], {})[0].options["name"] == "hero"

    @pytest.mark.parametrize(
        ("cover", "names"),
        [
            ("{prompt: A fox, alt: Fox, name: hero}", ["hero"]),
            ("{prompt: A fox, alt: Fox}", []),
            ("{prompt: A fox, alt: Fox, name: Not one}", []),
            ("{image: prompt.png, name: hero}", []),
            ("prompt.png", []),
        ],
    )
    def test_a_cover_may_have_one_beside_those_of_the_page(self, cover: str, names: list[str]) -> None:
        text = f"---\ntitle: name\ncover: {cover}\n---\n\n```imggen-credits\n```\n"
        assert [directive.options["name"] for directive in scan_names(text, ["fenced_code"], {})] == names
        found = scan_names(f"{text}\n![An owl](imggen:?name=owl)\n", ["fenced_code"], {})
        assert [directive.options["name"] for directive in found] == [*names, "owl"]

    def test_no_code_of_the_page_runs(self, here: Path) -> None:
        def run(*_: Any, **__: Any) -> str:
            raise AssertionError("a custom fence ran")

        config = {"custom_fences": [{"name": "python", "class": "python", "format": run, "validator": run}]}
        text = f"```python\nprint('name')\n```\n\n{NAMED}\n"
        (found,) = scan_names(text, ["pymdownx.superfences"], {"pymdownx.superfences": config})
        assert found.options["name"] == "hero"
        assert len(config["custom_fences"]) == 1

    def test_snippets_are_read_and_none_is_downloaded(self, here: Path) -> None:
        write(here / "part.md", NAMED + "\n")
        config = {SNIPPETS: {"check_paths": True, "url_download": True, "base_path": ["."]}}
        text = '--8<-- "part.md"\n\n--8<-- "gone.md"\n\n--8<-- "http://127.0.0.1:9/x.md"\n'
        (found,) = scan_names(text, [SNIPPETS], config)
        assert found.options["name"] == "hero"

    def test_a_reference_finds_them_on_other_pages_and_in_snippets(self, here: Path) -> None:
        site = Site(root=here, imggen={"provider": "sketch", "widths": []})
        site.extensions = ["attr_list", {SNIPPETS: {"base_path": [str(here)]}}]
        site.more["theme"] = {"name": None, "custom_dir": THEME}
        site.page("![Fox](imggen:@hero)\n\n![Owl](imggen:@logo)\n")
        site.page('--8<-- "part.md"\n', "b.md")
        site.page("# C\n\n![An owl](imggen:?name=logo&size=64x64)\n", "c.md")
        write(here / "part.md", "![A fox](imggen:?name=hero&size=64x64)\n")
        built = site.build()
        assert not built.failed, built.lines
        assert [name.rpartition("-")[0] for name in site.store if name.endswith(".yml")] == ["hero", "logo"]
        assert 'src="assets/imggen/hero-' in built.html()

        write(here / "part.md", "![A fox](imggen:?name=logo&size=64x64)\n")
        site.page("![Owl](imggen:@logo)\n")
        built = site.build()
        assert built.failed
        (error,) = [line for level, line in built.lines if level == "ERROR"]
        assert error == (
            "c.md:3: imggen: the name `logo` is already that of another picture, at part.md:1; rename one of the two"
        )
