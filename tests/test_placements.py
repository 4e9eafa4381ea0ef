"""Random placements of directives and of look-alikes, two contexts deep: all render, or stay what the author wrote."""

from __future__ import annotations

import html
import random
import re
import textwrap
from typing import TYPE_CHECKING

import pytest
from fakehost import convert

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites import Site

    from mkdocs_imggen.testing import ImageServer

COMMON = [
    "abbr",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "smarty",
    "admonition",
    "pymdownx.details",
    "pymdownx.tabbed",
    "pymdownx.emoji",
    "pymdownx.arithmatex",
    "pymdownx.keys",
    "pymdownx.betterem",
    "pymdownx.smartsymbols",
    "pymdownx.inlinehilite",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.tab",
]
SETUPS = {"superfences": ["pymdownx.superfences"], "fenced_code": ["fenced_code"], "none": []}
PAGES, ON_A_PAGE = 70, 3  # 3 set-ups x 70 pages x 3 placements = 630


def indent(text: str, prefix: str = "    ") -> str:
    return textwrap.indent(text, prefix, lambda line: prefix != "    " or bool(line.strip()))


# What may hold blocks: each takes the text of a block and gives it a place.
HOLDERS: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "after a paragraph": lambda text: f"Words before.\n\n{text}\n\nWords after.",
    "bullet list": lambda text: f"- item\n\n{indent(text)}\n\n- another",
    "numbered list": lambda text: f"1. item\n2. item\n\n{indent(text)}\n",
    "nested list": lambda text: f"- item\n    1. item\n\n{indent(text, '        ')}\n",
    "quote": lambda text: indent(text, "> "),
    "quoted list": lambda text: indent(f"- item\n\n{indent(text)}", "> "),
    "admonition": lambda text: f'!!! note "Title"\n\n{indent(text)}\n',
    "details": lambda text: f"??? tip\n\n{indent(text)}\n",
    "tab": lambda text: f'=== "One"\n\n{indent(text)}\n\n=== "Two"\n\n    words\n',
}
# The same, but only at the left margin.
OUTERMOST: dict[str, Callable[[str], str]] = {
    "footnote": lambda text: f"A claim[^n].\n\n[^n]: Words.\n\n{indent(text)}\n",
    "definition": lambda text: f"Term\n:   Words\n\n{indent(text)}\n",
    "html": lambda text: f"<section markdown>\n\n{text}\n\n</section>",
    "block": lambda text: f"/// note | Title\n\n{text}\n\n///",
    "block of a tab": lambda text: f"/// tab | Title\n{text}\n///",
}
# Where a line of Markdown can stand inside a block: each takes an inline directive.
LINES: dict[str, Callable[[str], str]] = {
    "paragraph": lambda line: line,
    "sentence": lambda line: f"Words {line} more *words* and `code`,\nand a line.",
    "heading": lambda line: f"### {line} heading",
    "strong": lambda line: f"**{line}**",
    "link": lambda line: f"[{line}](https://example.org/)",
    "cell": lambda line: f"| a | b |\n|---|---|\n| {line} | c |",
    "tight item": lambda line: f"- {line}\n- item",
    "attributes": lambda line: f"{line}{{ .wide width=200 }}",
    "inline html": lambda line: f"Words <b>{line}</b> <br> words.",
}
# Where a directive must stay text.
LITERAL_LINES: dict[str, Callable[[str], str]] = {
    "code span": lambda line: f"Write `{line}` so.",
    "double code span": lambda line: f"Write `` {line} `` so.",
    "escaped bracket": lambda line: "Write " + line.replace("![", "!\\[") + " so.",
    "comment in a line": lambda line: f"Words <!-- {line} --> words.",
    "tag": lambda line: (
        f"Words <span title='{line}'>words</span>." if '"' in line else f'Words <span title="{line}">words</span>.'
    ),
    "cell": lambda line: f"| a | b |\n|---|---|\n| `{line}` | c |",
}
LITERAL_BLOCKS: dict[str, Callable[[str], str]] = {
    "longer fence": lambda text: f"`````\n{text}\n`````",
    "longer fence with a language": lambda text: f"``````markdown\n{text}\n``````",
    "indented code": lambda text: "Words:\n\n" + indent(text),
}
LITERAL_OUTERMOST: dict[str, Callable[[str], str]] = {
    "pre": lambda text: f"<pre>\n{text}\n</pre>",
    "comment": lambda text: f"<!--\n{text}\n-->",
    "raw html": lambda text: f"<div>\n{text}\n</div>",
    "script": lambda text: f"<script>\n{text}\n</script>",
    "raw html in read html": lambda text: f"<section markdown>\n\nWords.\n\n<pre>\n{text}\n</pre>\n\n</section>",
}
INLINE: list[Callable[[str], str]] = [
    lambda word: f"![A {word}](imggen:)",
    lambda word: f'![Alt](imggen: "A {word}")',
    lambda word: f'![Alt "quoted"](imggen:icon?size=1:1 "A {word}")',
    lambda word: f"![Alt](imggen:icon 'A {word}')",
    lambda word: f'![Alt](<imggen:icon> "A {word}")',
]
FENCED: list[Callable[[str], str]] = [
    lambda word: f"```imggen\nalt: x\nprompt: A {word}\n```",
    lambda word: f"~~~imggen\nalt: 'x'\nprompt: >\n  A\n  {word}\n~~~",
    lambda word: f"```` imggen\nalt: <b> & `x`\n\nprompt: A {word}\n````",
]


def placement(choose: random.Random, number: int, setup: str, *, deep: bool = False) -> tuple[str, str, str]:
    """Give a block of Markdown, the prompt of the picture that must come of it (or none), and what must stay literal.

    Two contexts deep at most, or (`deep`) at least.
    """
    word = f"mark{number}x"
    holders = [choose.choice([*HOLDERS.values()]) for _ in range(choose.randint(1, 3) if deep else choose.randint(0, 2))]
    kind = choose.choice(["line", "line", "fence", "fence", "literal line", "literal fence", "literal block"])
    inline, fenced = choose.choice(INLINE)(word), choose.choice(FENCED)(word)
    enclosed = len(holders) < 2 and (deep or choose.random() < 0.3)
    outermost = choose.choice([*OUTERMOST.values()]) if enclosed else None
    literal = word if kind == "literal line" else ""  # smart quotes may change the rest of a line
    if kind == "line":
        block = choose.choice([*LINES.values()])(inline)
    elif kind == "fence":
        block = fenced
    elif kind == "literal line":
        block = choose.choice([*LITERAL_LINES.values()])(inline)
    else:
        text = inline if kind == "literal block" else fenced
        if choose.random() < 0.4:
            block = choose.choice([*LITERAL_OUTERMOST.values()])(text)
            if deep:
                nest = choose.choice([OUTERMOST["html"], LITERAL_OUTERMOST["raw html"]])
                block = nest(nest(block))
            return block, "", text
        # Without SuperFences a fence inside a list is no code to Markdown, and an empty line ends a code span.
        text = text if setup == "superfences" else text.replace("\n\n", "\n")
        block, literal = choose.choice([*LITERAL_BLOCKS.values()])(text), text
    for holder in holders:
        block = holder(block)
    return outermost(block) if outermost else block, "" if literal else f"A {word}", literal


@pytest.mark.parametrize("setup", SETUPS)
def test_every_placement_renders_or_stays_as_it_should(setup: str) -> None:
    choose = random.Random(f"imggen {setup}")
    for _ in range(PAGES):
        placed = [placement(choose, number, setup) for number in range(ON_A_PAGE)]
        source = "".join(f"Paragraph {n}.\n\n{block}\n\n" for n, (block, _, _) in enumerate(placed)) + "The end.\n"
        if source.count("[^n]:") > 1:
            source = source.replace("[^n]", "[^m]", 2)
        page, host = convert(source, [*COMMON, *SETUPS[setup]])
        assert host.messages == [], source
        expected = sorted(prompt for _, prompt, _ in placed if prompt)
        assert sorted(host.prompts) == expected, source
        assert page.count('src="P(') == len(expected), source
        text = html.unescape(re.sub("<[^!][^>]*>", "", page))
        for _, _, literal in placed:
            for line in literal.split("\n"):
                assert line in text or line in page, source
        assert "The end." in page


# How a text comes onto a page of a site: each takes it, a number and the site, and gives what the page's file says.
def in_a_snippet(text: str, number: int, site: Site) -> str:
    (site.root / f"part{number}.md").write_text(text, "utf-8")
    return f'--8<-- "part{number}.md"'


def from_a_macro(text: str, number: int, site: Site) -> str:
    with (site.root / "main.py").open("a", encoding="utf-8") as module:
        module.write(f"TEXTS[{number}] = {text!r}\n")
    return f"{{{{ text({number}) }}}}"


def in_a_docstring(text: str, number: int, site: Site) -> str:
    (site.root / f"shapes{number}.py").write_text(f'r"""Shapes.\n\n{text}\n"""\n', "utf-8")
    return f"::: shapes{number}"


def from_code_that_runs(text: str, number: int, site: Site) -> str:
    return f'`````````python exec="1"\nprint({text!r})\n`````````'


CARRIERS: list[Callable[[str, int, Site], str]] = [
    lambda text, number, site: text,
    in_a_snippet,
    from_a_macro,
    in_a_docstring,
    from_code_that_runs,
]
MACROS = "TEXTS = {}\n\n\ndef define_env(env):\n    env.macro(TEXTS.get, 'text')\n\n\n"
EXTENSIONS = ["pymdownx.superfences", {"pymdownx.snippets": {"base_path": ["."]}}]


@pytest.mark.no_cover  # tracing takes half a minute, and sees nothing that smaller sites do not show
def test_a_thousand_placements_in_a_real_site_render_or_stay_and_only_the_rendered_are_paid_for(
    site: Site, server: ImageServer
) -> None:
    choose = random.Random("imggen site")
    handler = {"paths": [str(site.root)], "options": {"docstring_style": None, "show_root_heading": False}}
    site.plugins = ["macros", {"mkdocstrings": {"handlers": {"python": handler}}}, "markdown-exec"]
    # Emoji copy a large table for every page, and are in the test above.
    site.extensions = [*(name for name in COMMON if name != "pymdownx.emoji"), *EXTENSIONS]
    plain = {"prompt": "{prompt}", "size": "64x64", "background": "opaque"}
    site.imggen |= {"presets": {"default": plain, "icon": plain}, "budget": 1000}
    (site.root / "main.py").write_text(MACROS, "utf-8")
    pages: dict[str, list[tuple[str, str]]] = {}
    for number in range(200):
        placed = [placement(choose, 5 * number + n, "superfences", deep=True) for n in range(5)]
        # A page may say each footnote once; and small pictures are quicker.
        blocks = [text.replace("[^n]", f"[^{n}]").replace("1:1", "64x64") for n, (text, _, _) in enumerate(placed)]
        carried = CARRIERS[number % len(CARRIERS)]("\n\nWords.\n\n".join(blocks), number, site)
        site.page(f"# Page\n\n{carried}\n\nThe end.\n", f"page{number}.md")
        pages[f"page{number}"] = [(prompt, literal.replace("1:1", "64x64")) for _, prompt, literal in placed]
    site.page("# Home\n")
    built = site.build()
    assert not built.failed, built.said()
    expected = sorted(prompt for said in pages.values() for prompt, _ in said if prompt)
    assert sorted(str(request.body["prompt"]) for request in server.requests if request.body) == expected
    for name, said in pages.items():
        page = built.html(f"{name}/index.html")
        assert page.count('src="../assets/imggen/') == sum(bool(prompt) for prompt, _ in said), name
        text = html.unescape(re.sub("<[^!][^>]*>", "", page))
        for _, literal in said:
            for line in literal.split("\n"):
                assert line in text or line in page, (name, line)
        assert "The end." in page
