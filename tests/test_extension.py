"""The Markdown extension: what becomes a picture, what stays text, and what is an error because it looks like one."""

from __future__ import annotations

import re
import textwrap
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import markdown
import pytest
from fakehost import FakeHost, convert
from markdown.treeprocessors import Treeprocessor

from mkdocs_imggen import extension, fences, inline, literal, misses, placing, standalone
from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.extension import ImggenExtension
from mkdocs_imggen.sources import scan_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETUPS = {"superfences": ["pymdownx.superfences"], "fenced_code": ["fenced_code"], "none": []}
FENCE = "```imggen\nprompt: A lock\nalt: Lock\n```"
PICTURE = '<img alt="Lock" src="P(A lock)" />'
ALONE = f"<p>{PICTURE}</p>"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("![A lock](imggen:)", '<p><img alt="A lock" src="P(A lock)" /></p>'),
        ('![Lock](imggen: "A lock")', f"<p>{PICTURE}</p>"),
        ("![Lock](imggen: 'A lock')", f"<p>{PICTURE}</p>"),
        ('![Lock](imggen:\n"A\nlock"\n)', f"<p>{PICTURE}</p>"),
        ('![Lock](<imggen:icon> "A lock")', f"<p>{PICTURE}</p>"),
        ('![Lock](imggen:icon "A lock"){ .a .b #c width=240 data-title=Tip }', PICTURE),
        ("![again](imggen:@mascot)", '<p><img alt="again" src="P(@mascot)" /></p>'),
        ("[![A lock](imggen:)](a.md) text", '<p><a href="a.md"><img alt="A lock" src="P(A lock)" /></a> text</p>'),
        ("# ![A lock](imggen:) head", '<h1><img alt="A lock" src="P(A lock)" /> head</h1>'),
        ('![Lock][ref]\n\n[ref]: imggen:icon "A lock"', f"<p>{PICTURE}</p>"),
        ('![Lock][]\n\n[lock]: imggen: "A lock"', f"<p>{PICTURE}</p>"),
        ('![Lock]\n\n[lock]: imggen:\n    "A lock"', f"<p>{PICTURE}</p>"),
        ("![ok](pic.png) ![A lock](imggen:)", '<p><img alt="ok" src="pic.png" /> <img alt="A lock" src="P(A lock)" /></p>'),
        ("![a] ![A lock](imggen:)", '<p>![a] <img alt="A lock" src="P(A lock)" /></p>'),
        ("| a |\n|---|\n| ![a\\|b](imggen:) |", '<td><img alt="a|b" src="P(a|b)" /></td>'),
        ("Term\n: ![A lock](imggen:)", '<dd><img alt="A lock" src="P(A lock)" /></dd>'),
        ("<p markdown=1>![A lock](imggen:)</p>", '<p><img alt="A lock" src="P(A lock)" /></p>'),
    ],
)
def test_an_image_with_our_scheme_becomes_a_picture(text: str, page: str) -> None:
    html, host = convert(text, ["attr_list", "tables", "def_list", "md_in_html"])
    assert host.messages == []
    if "{" in text:
        page = '<img alt="Lock" class="a b" id="c" src="P(A lock)" title="Tip" width="240" />'
    assert page in html


@pytest.mark.parametrize(
    ("title", "prompt"),
    [
        (r"He said \"hi\" (twice), it\'s", 'He said "hi" (twice), it\'s'),
        ('He said "hi" there', 'He said "hi" there'),
        (r"2 \* 3 \_ \\ \x", "2 * 3 _ \\ \\x"),
        (r"a \\`b` c \\", "a \\b c \\"),
        (r"a \") b", 'a ") b'),
        ("caf&eacute; &amp;lt; &lt;b&gt;", "café &lt; <b>"),
        ("costs $5$ or $6$ [^1] :smile: ++ctrl++ (c) -- ... 1/2", "costs $5$ or $6$ [^1] :smile: ++ctrl++ (c) -- ... 1/2"),
        ("**bold** _words_ and ==marks==", "**bold** _words_ and ==marks=="),
        ("HTML and `x < y` and `#!python z`", "HTML and x < y and z"),
        ("no\u00a0break", "no\u00a0break"),
        ("https://example.org <https://example.org>", "https://example.org <https://example.org>"),
    ],
)
def test_no_other_extension_changes_the_words_of_a_prompt(title: str, prompt: str) -> None:
    others = "abbr footnotes smarty tables pymdownx.arithmatex pymdownx.betterem pymdownx.caret pymdownx.emoji pymdownx.keys"
    others += " pymdownx.inlinehilite pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.smartsymbols pymdownx.tilde"
    text = f'![Alt](imggen: "{title}")\n\n[^1]: Note ![{title.replace("[^1]", "")}](imggen:)\n\n*[HTML]: Words\n'
    _, host = convert(text, others.split())
    assert host.messages == []
    assert host.prompts[0] == prompt
    assert host.prompts[1] == prompt.replace("[^1] ", "")


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("ours_first", [True, False])
@pytest.mark.parametrize(
    ("text", "page"),
    [
        (FENCE, ALONE),
        (f"before\n{FENCE}\nafter", f"<p>before</p>\n{ALONE}\n<p>after</p>"),
        (f"a\n\n{FENCE}\n\n{FENCE}", f"<p>a</p>\n{ALONE}\n{ALONE}"),
        (textwrap.indent(FENCE, "> "), f"<blockquote>\n{ALONE}\n</blockquote>"),
        ("- a\n\n" + textwrap.indent(FENCE, "    "), f"<ul>\n<li>\n<p>a</p>\n{ALONE}\n</li>\n</ul>"),
        ("~~~~ imggen\nprompt: A lock\n\nalt: Lock\n~~~~", ALONE),
        ("```{.imggen}\nprompt: A lock\nalt: Lock\n```", ALONE),
        ("<div markdown>\n" + FENCE + "\n</div>", f"<div>\n{ALONE}\n</div>"),
        ("- a\n\n\t```imggen\n\tprompt: A lock\n\talt: Lock\n\t```", f"<ul>\n<li>\n<p>a</p>\n{ALONE}\n</li>\n</ul>"),
    ],
)
def test_a_fence_becomes_a_picture_in_a_paragraph_of_its_own(setup: str, text: str, page: str, ours_first: bool) -> None:
    html, host = convert(text, [*SETUPS[setup], "md_in_html"], ours_first=ours_first)
    assert host.messages == []
    assert html == page


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize(
    "text",
    [
        f"<pre>\n{FENCE}\n</pre>",
        f"<!--\n{FENCE}\n-->",
        f"<div>\n{FENCE}\n\n{FENCE}\n{FENCE}\n</div>",
        f"<section>\n<div>\n<div>\n{FENCE}\n</div>\n{FENCE}\n</div>\n</section>",
        f"<script>\n{FENCE}\n</script>",
        "<div>\n" + textwrap.indent(FENCE, "    ") + "\n</div>",
    ],
)
def test_raw_html_gets_its_text_back_to_the_letter(setup: str, text: str) -> None:
    html, host = convert(text, SETUPS[setup])
    assert (html, host.prompts, host.messages) == (text, [], [])


@pytest.mark.parametrize("setup", SETUPS)
def test_raw_html_inside_html_that_is_read_gets_its_text_back(setup: str) -> None:
    text = f"<section markdown>\n\n<div markdown=0>\n<div>\n{FENCE}\n</div>\n{FENCE}\n</div>\n\n{FENCE}\n\n</section>"
    html, host = convert(text, [*SETUPS[setup], "md_in_html"])
    assert html == f"<section>\n<div>\n<div>\n{FENCE}\n</div>\n{FENCE}\n</div>\n{ALONE}\n</section>"
    assert (host.prompts, host.messages) == (["A lock"], [])


@pytest.mark.parametrize("setup", SETUPS)
def test_indented_code_gets_its_text_back_with_its_own_indentation(setup: str) -> None:
    fence = "```imggen\nprompt: <A>\n\n  alt: b\n```"
    text = "- a\n\n" + textwrap.indent(fence, " " * 8, lambda line: bool(line.strip()))
    html, host = convert(text, SETUPS[setup])
    assert "<code>```imggen\nprompt: &lt;A&gt;\n\n  alt: b\n```\n</code>" in html
    assert (host.prompts, host.messages) == ([], [])


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("`![A lock](imggen:)`", "<code>![A lock](imggen:)</code>"),
        ("!\\[A lock](imggen:)", "![A lock](imggen:)"),
        ("a <!-- ![A lock](imggen:) --> b", "<!-- ![A lock](imggen:) -->"),
        ('a <span title="![A lock](imggen:)">b</span>', '<span title="![A lock](imggen:)">b</span>'),
        ("    ![A lock](imggen:)", "<code>![A lock](imggen:)"),
        ("<div>![A lock](imggen:)</div>", "<div>![A lock](imggen:)</div>"),
        (f"````\n{FENCE}\n````", "```imggen\nprompt: A lock\nalt: Lock\n```"),
        (f"~~~md\n{FENCE}\n~~~", "prompt: A lock"),
        ("```IMGGEN\nprompt: x\n```\n\n```imggen2\nprompt: x\n```", "prompt: x"),
        ("The word imggen: and imggen.", "The word imggen: and imggen."),
        ('<div><!-- <img src="imggen:"> --></div>', '<!-- <img src="imggen:"> -->'),
        ('<pre><code>&lt;img src="imggen:"></code></pre>', '&lt;img src="imggen:">'),
        ('a <b title="<" class="![A lock](imggen:)">b</b>', 'class="![A lock](imggen:)"'),
    ],
)
@pytest.mark.parametrize("setup", SETUPS)
def test_what_is_shown_stays_as_it_is(setup: str, text: str, literal: str) -> None:
    if setup != "superfences" or "````" in text:  # without a highlighter the text is in one piece
        html, host = convert(text, SETUPS[setup])
        assert literal in html
        assert (host.prompts, host.messages) == ([], [])


NEAR_MISSES = [
    ("[A lock](imggen:)", "a link to `imggen:`, which is no page; write `!` before the bracket", "[A lock](imggen:"),
    ("\\![A lock](imggen:)", "a link to `imggen:`, which is no page", "[A lock](imggen:"),
    ("[*A lock*](imggen:icon)", "a link to `imggen:icon`, which is no page", "](imggen:icon"),
    ("![x [A lock](imggen:)", "a link to `imggen:`, which is no page", "[A lock](imggen:"),
    ('<img src="imggen:icon">', "`imggen:icon` in the HTML tag <img>, where it stays as it is", "imggen:icon"),
    ("words <a href='imggen:@x'>x</a>", "`imggen:@x` in the HTML tag <a>", "imggen:@x"),
    ("<i title='a > b' data-x=y src='imggen:x'>z</i>", "`imggen:x` in the HTML tag <i>", "imggen:x"),
    ("<div markdown>\n<video src=imggen:x></video>\n</div>", "`imggen:x` in the HTML tag <video>", "imggen:x"),
    ("| a | b | c |\n|---|---|---|\n| ![x|y](imggen:) | z |", "an image that Markdown left as text: `y](imggen:)`", "y](imggen:"),
    ("| a |\n|---|\n| ![x|y](imggen:) |", "a bar in a table cell cuts an image in two; write `\\|`", "![x"),
    ('![A lock](imggen: "unclosed)', '`"unclosed` is no name of a preset', '](imggen: "unclosed'),
    ("![A lock](imggen: a (big lock)", "an image that Markdown left as text", "![A lock](imggen:"),
    ("```imggen\nprompt: x", "a fence that Markdown did not take: ````imggen`", "```imggen"),
    ("text\n\n  ~~~imggen\n  prompt: x", "a fence that Markdown did not take: `~~~imggen`", "~~~imggen"),
    ("- ```imggen\n  prompt: x\n  ```", "a fence that Markdown did not take: ````imggen`", "imggen\n  prompt: x"),
    ("![A lock](imggen:) { size=1:1 }", "`{ size=1:1 }` would be printed after the picture", "![A lock](imggen:)"),
    ("![A lock](imggen:)\n{ size=1:1 }", "`size=` belongs to the <p> around the picture", "![A lock](imggen:)"),
    ("*![A lock](imggen:)*{ size=1:1 }", "`size=` belongs to the <em> around the picture", "![A lock](imggen:)"),
    ("![A lock](imggen:){ title=x }", "`title=` would replace the prompt", "![A lock](imggen:)"),
    ('![A](imggen: "lock"){ title=x }', "`title=` would replace the prompt", '![A](imggen: "lock")'),
    ("![A lock](imggen:){ alt=x }", "`alt` is not an option of the inline form", "![A lock](imggen:)"),
    ("![A lock](imggen:){ src=x }", "unknown option `src`", "![A lock](imggen:)"),
    (f"{FENCE}\n\n{{ .wide }}", "a `{ … }` after a fence would be printed", FENCE),
    (
        "text ![x](imggen:?caption=y)",
        "a picture with a caption cannot stand inside a <p> with something",
        "![x](imggen:?caption=y)",
    ),
    (
        "[![x](imggen:?caption=y)](z)",
        "a picture with a caption cannot stand inside a <a> with something",
        "![x](imggen:?caption=y)",
    ),
    (
        "# ![x](imggen:?caption=y)",
        "a picture with a caption cannot stand inside a <h1> with something",
        "![x](imggen:?caption=y)",
    ),
    ("```imggen\n```", "the fence is not plain YAML: line 1 of its body: it is empty", "```imggen\n```"),
    (
        "```imggen\nprompt: a: b\n```",
        "the fence is not plain YAML: line 1 of its body: mapping values",
        "```imggen\nprompt: a: b\n```",
    ),
    ("![refuse me](imggen:)", "refused", "![refuse me](imggen:)"),
    ("![a `b`{ c\n\\* d](imggen:?x=1)", "unknown option `x`", "![a `b`{ c\n\\* d](imggen:?x=1)"),
]


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize(("text", "message", "source"), NEAR_MISSES)
def test_what_only_looks_like_a_directive_is_an_error_with_its_line(setup: str, text: str, message: str, source: str) -> None:
    _, host = convert(f"Words.\n\n{text}\n\nWords.\n", [*SETUPS[setup], "attr_list", "tables", "md_in_html"])
    assert [found.startswith(f"imggen: {message}") for found in host.messages] == [True], host.messages
    assert host.texts == [source]
    assert len(host.messages[0]) <= 300


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize(
    "header", ["```imggen size=1:1", '```imggen size="1:1"', "``` { .imggen .wide }", "```{.imggen #x}", "```imggen wide"]
)
def test_options_on_the_first_line_of_a_fence_are_an_error(setup: str, header: str) -> None:
    _, host = convert(f"{header}\nprompt: A lock\nalt: Lock\n```", [*SETUPS[setup], "attr_list"])
    assert len(host.messages) == 1
    assert re.match(r"imggen: (.* on the first line of the fence; |a fence that Markdown did not take: ).*body", host.messages[0])


@pytest.mark.parametrize("more", [[], ["pymdownx.inlinehilite"]])
def test_a_code_span_around_a_fence_gets_its_text_back(more: list[str]) -> None:
    page, host = convert("text `a\n```imggen\nprompt: <A>\n```\nb`", ["pymdownx.superfences", *more])
    assert page == "<p>text <code>a\n```imggen\nprompt: &lt;A&gt;\n```\nb</code></p>"
    assert (host.prompts, host.messages) == ([], [])


def test_a_highlighted_code_span_that_was_meant_as_a_fence_is_an_error() -> None:
    _, host = convert("```imggen size=1:1\nprompt: x\n```", ["pymdownx.superfences", "pymdownx.inlinehilite"])
    assert host.messages[0].startswith("imggen: a fence that Markdown did not take: ````imggen size=1:1`;")


def test_braces_are_an_error_where_attr_list_is_off() -> None:
    _, host = convert("![A lock](imggen:){ size=1:1 }")
    assert host.messages[0].startswith("imggen: `{ size=1:1 }` would be printed after the picture; write it right behind")


@pytest.mark.parametrize("setup", SETUPS)
def test_braces_after_a_fence_are_an_error(setup: str) -> None:
    for extensions in (SETUPS[setup], [*SETUPS[setup], "attr_list"]):
        _, host = convert(f"{FENCE}\n{{ .wide }}", extensions)
        assert [message.startswith("imggen: a `{ … }` after a fence") for message in host.messages] == [True]


def test_html_attributes_on_the_paragraph_are_an_authors_own() -> None:
    page, host = convert("![A lock](imggen:)\n{ .centred }", ["attr_list"])
    assert (page, host.messages) == ('<p class="centred"><img alt="A lock" src="P(A lock)" /></p>', [])


def test_a_figure_takes_the_place_of_the_paragraph_that_it_fills() -> None:
    page, _ = convert("![x](imggen:?caption=y)\n{ .wide #here }", ["attr_list"])
    assert page == '<figure class="wide" id="here"><img alt="x" src="P(x)" /><figcaption>y</figcaption></figure>'


def test_a_figure_may_stand_in_a_list_item_and_in_a_cell() -> None:
    page, host = convert("- ![x](imggen:?caption=y)\n\n| a |\n|---|\n| ![x](imggen:?caption=y) |", ["tables"])
    assert page.count("<figure>") == 2
    assert host.messages == []


@pytest.mark.parametrize("setup", SETUPS)
def test_a_fence_with_a_caption_splits_its_paragraph(setup: str) -> None:
    text = "a *b*\n```imggen\nprompt: A lock\nalt: Lock\ncaption: C\n```\nd ![e](imggen:) f"
    page, _ = convert(text, SETUPS[setup])
    figure = f"<figure>{PICTURE}<figcaption>C</figcaption></figure>"
    assert page == f'<p>a <em>b</em></p>\n{figure}\n<p>d <img alt="e" src="P(e)" /> f</p>'


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (f"{FENCE}\n===", f"<h1>{PICTURE}</h1>"),
        (f"*a\n{FENCE}\nb*", f"<p><em>a\n{PICTURE}\nb</em></p>"),
        ("*a\n```imggen\nprompt: refuse me\nalt: x\n```\nb*", "<p><em>a\n\nb</em></p>"),
        ("a\n```imggen\nprompt: refuse me\nalt: x\n```", "<p>a</p>"),
        ("```imggen\nprompt: x\nalt: y\ncaption: z\n```\n===", "<h1></h1>"),
    ],
)
def test_a_fence_in_an_odd_place_does_not_break_the_tree(text: str, page: str) -> None:
    html, host = convert(text, ["pymdownx.superfences"])
    assert html == page
    assert len(host.messages) == (1 if "refuse" in text or "caption" in text else 0)


def test_a_stash_number_that_leads_nowhere_is_an_error_and_not_a_prompt() -> None:
    host = FakeHost()
    md = markdown.Markdown(extensions=[ImggenExtension(host)])
    md.preprocessors.deregister("normalize_whitespace")
    md.convert("![a \x02klzzwxh:9999\x03](imggen:)")
    assert host.messages == ["imggen: a control character in `alt`; remove it; it cannot be seen in most editors"]


def test_without_markdowns_own_html_pattern_a_tag_is_text_like_any_other() -> None:
    host = FakeHost()
    md = markdown.Markdown(extensions=[ImggenExtension(host)])
    md.inlinePatterns.deregister("html")
    assert md.convert("a <b ![A lock](imggen:) > c") == '<p>a &lt;b <img alt="A lock" src="P(A lock)" /> &gt; c</p>'


def test_an_ordinary_image_that_a_bar_cuts_is_no_concern_of_ours() -> None:
    page, host = convert("| a |\n|---|\n| ![x|y](a.png) ![A lock](imggen:) |", ["tables"])
    assert "![x" in page
    assert host.messages == []


@pytest.mark.parametrize("fence", ["~~~", "````", "~~~~ md"])
def test_without_a_fence_extension_a_longer_fence_still_shows_what_is_in_it(fence: str) -> None:
    _, host = convert(f"{fence}\n{FENCE}\n{fence[:4].strip()}\n\n{fence}\nwords\n\n```imggen\nprompt: x\n{fence[:4].strip()}")
    assert (host.prompts, host.messages) == ([], [])


def test_pictures_are_asked_for_in_the_order_of_the_page() -> None:
    text = "![1](imggen:) [^n]\n\n```imggen\nprompt: two\nalt: x\n```\n- ![3](imggen:)\n\n[^n]: ![5](imggen:)\n\n![4](imggen:)"
    _, host = convert(text, ["footnotes", "pymdownx.superfences"])
    assert host.prompts == ["1", "two", "3", "4", "5"]


def test_elements_are_built_so_that_no_text_becomes_markup() -> None:
    hostile = '\\"><script>alert(1)</script><img src=x onerror=alert(1)>'
    text = f"![{hostile}](imggen: \"{hostile}\")\n\n```imggen\nprompt: '{hostile}'\nalt: '{hostile}'\ncaption: '{hostile}'\n```\n"
    page, host = convert(text, ["fenced_code"])
    assert host.messages == []
    assert re.findall(r"<(?!/)(\w+)", page) == ["p", "img", "figure", "img", "figcaption"]
    assert not re.search(r"<[^>]*\son\w+=[^>\"]*>", re.sub('"[^"]*"', '""', page))


def test_a_page_without_the_word_costs_no_part_and_is_the_same() -> None:
    text = "# A\n\n![a](b.png) `c`\n\n```python\nd\n```\n"
    plain = markdown.markdown(text, extensions=["pymdownx.superfences"])
    md = markdown.Markdown(extensions=["pymdownx.superfences", ImggenExtension(FakeHost())])
    assert md.convert(text) == plain
    assert "imggen" not in md.inlinePatterns


def test_the_host_is_not_asked_for_when_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standalone, "host", lambda _: pytest.fail("no directive, so no store"))
    assert markdown.markdown("![a](b.png)", extensions=[ImggenExtension()]) == '<p><img alt="a" src="b.png" /></p>'


def test_without_a_host_pictures_come_from_the_store_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    host, settings = FakeHost(), []
    monkeypatch.setattr(standalone, "host", lambda said: settings.append(said) or host)  # type: ignore[func-returns-value]
    ours = ImggenExtension(store="pictures")
    for _ in range(2):
        assert markdown.markdown("![A lock](imggen:)", extensions=[ours]) == '<p><img alt="A lock" src="P(A lock)" /></p>'
    assert settings == [{"store": "pictures"}]


def test_one_extension_object_serves_many_markdown_objects_at_once() -> None:
    host = FakeHost()
    ours = ImggenExtension(host)
    inner = markdown.Markdown(extensions=[ours])

    class Nested(Treeprocessor):
        """Another plugin's own Markdown, in the middle of a page."""

        def run(self, root: Any) -> None:
            inner.convert("![inner](imggen:)\n\n" + FENCE)
            inner.convert("nothing")

    outer = markdown.Markdown(extensions=["pymdownx.superfences", ours])
    outer.treeprocessors.register(Nested(), "nested", 12)
    page = outer.convert("![outer](imggen:)\n\n" + FENCE)
    assert page == f'<p><img alt="outer" src="P(outer)" /></p>\n{ALONE}'
    assert host.prompts == ["inner", "A lock", "outer", "A lock"]


@pytest.mark.parametrize("setup", SETUPS)
def test_one_markdown_object_converts_page_after_page(setup: str) -> None:
    host = FakeHost()
    md = markdown.Markdown(extensions=[*SETUPS[setup], ImggenExtension(host)])
    for reset in (True, False, True):
        assert md.convert(FENCE) == ALONE
        assert md.convert("![A lock](imggen:)") == '<p><img alt="A lock" src="P(A lock)" /></p>'
        assert "imggen" not in md.convert("```python\nx\n```")
        if reset:
            md.reset()
    assert len(host.prompts) == 6


def test_imggen_is_a_language_like_any_other_once_no_page_has_a_fence_of_ours() -> None:
    md = markdown.Markdown(extensions=["pymdownx.superfences", ImggenExtension(FakeHost())])
    scanner: Any = md.preprocessors["fenced_code_block"]
    md.convert(FENCE)
    assert [entry["name"] for entry in scanner.extension.superfences] == ["superfences", "imggen", "imggen-credits"]
    md.convert("nothing")
    assert [entry["name"] for entry in scanner.extension.superfences] == ["superfences"]


@pytest.mark.parametrize("extensions", [["pymdownx.superfences", "extra"], ["extra", "pymdownx.superfences"], ["pymdownx.extra"]])
def test_whichever_fence_extension_is_really_in_charge_is_ridden_on(extensions: list[str]) -> None:
    page, host = convert(f"{FENCE}\n\n- a\n\n{textwrap.indent(FENCE, '    ')}", extensions)
    assert (page.count(PICTURE), host.messages) == (2, [])


def test_fences_that_superfences_hides_to_preserve_tabs_are_found() -> None:
    page, host = convert(FENCE, ["pymdownx.superfences"], {"pymdownx.superfences": {"preserve_tabs": True}})
    assert (page, host.messages) == (ALONE, [])
    page, host = convert("```c\nx\n```", ["pymdownx.superfences"], {"pymdownx.superfences": {"preserve_tabs": True}})
    assert host.prompts == []


def test_a_directive_in_a_snippet_is_found(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text(f"![A lock](imggen:)\n\n{FENCE}\n")
    page, _ = convert('--8<-- "part.md"', ["pymdownx.snippets"], {"pymdownx.snippets": {"base_path": [str(tmp_path)]}})
    assert page == f'<p><img alt="A lock" src="P(A lock)" /></p>\n{ALONE}'


def test_the_file_is_the_one_that_mkdocs_is_rendering_for() -> None:
    host = FakeHost()
    md = markdown.Markdown(extensions=[ImggenExtension(host)])
    md.convert("![A lock](imggen:)")
    relpath = Treeprocessor(md)
    relpath.file = file = SimpleNamespace(src_uri="a.md")  # type: ignore[attr-defined]
    md.treeprocessors.register(relpath, "relpath", 0)
    relpath.run = lambda root: None  # type: ignore[method-assign]
    md.convert("![A lock](imggen:)")
    assert host.files == [None, file]


def test_an_image_that_another_extension_made_of_ours_is_taken() -> None:
    class Maker(Treeprocessor):
        def run(self, root: Any) -> None:
            root[0][0].attrib.update({"src": "imggen:icon", "title": "A lock", "alt": "Lock"})

    host = FakeHost()
    md = markdown.Markdown(extensions=[ImggenExtension(host)])
    md.treeprocessors.register(Maker(), "maker", 9)
    assert md.convert("![x](a.png) imggen") == f"<p>{PICTURE} imggen</p>"
    assert host.directives[0].options == {"preset": "icon"}


NAMED = """\
![A lock](imggen:?name=lock "x")

=== "Tab"

    ```imggen
    name: beaver
    prompt: A beaver
    alt: Bo
    ```

    - ![x](imggen:@elsewhere) ![y](imggen:)

````
```imggen
name: shown
prompt: x
alt: y
```
````

![broken](imggen:?name=a--b)
"""


@pytest.mark.parametrize("setup", SETUPS)
def test_a_scan_finds_the_directives_that_carry_a_name(setup: str) -> None:
    extensions = [*SETUPS[setup], "toc", "pymdownx.tabbed", "pymdownx.emoji", object()]
    found = scan_names(NAMED, extensions, {"pymdownx.tabbed": {"alternate_style": True}})
    assert [(one.options["name"], one.prompt) for one in found] == [("lock", "x"), ("beaver", "A beaver")]


def test_a_scan_runs_no_code_and_needs_no_snippet_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text(NAMED)
    configs = {
        "pymdownx.superfences": {"custom_fences": [{"name": "run", "class": "run", "format": lambda *_: pytest.fail("ran")}]},
        "pymdownx.snippets": {"base_path": [str(tmp_path)], "check_paths": True},
    }
    text = '```run\nx\n```\n\n--8<-- "part.md"\n\n--8<-- "missing.md"\n'
    found = scan_names(text, ["pymdownx.tabbed", "pymdownx.snippets", "pymdownx.superfences"], configs)
    assert [one.options["name"] for one in found] == ["lock", "beaver"]
    assert scan_names(NAMED, ["pymdownx.extra"], {"pymdownx.extra": {"pymdownx.superfences": {"custom_fences": [{}]}}})


def test_a_page_that_names_nothing_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "Markdown", lambda **_: pytest.fail("converted"))
    assert scan_names("![A lock](imggen:)", [], {}) == []


MODULES = (extension, fences, inline, literal, misses, placing)
PATTERNS = [pattern for module in MODULES for pattern in vars(module).values() if isinstance(pattern, re.Pattern)]
PATTERNS += list(inline._CLOSINGS.values())
WORST = [
    "![",
    "[",
    "](imggen:",
    "![x](imggen:",
    '![x](imggen: "',
    "![x](imggen:<",
    "`",
    "```\n",
    "```imggen ",
    "~",
    " ",
    "{",
    "{ .",
]
WORST += [
    "{a=",
    '"',
    '" ',
    "'",
    "\\",
    "\x02",
    "\x02klzzwxh:1",
    "<",
    "<code",
    "> ",
    "imggen",
    "\n",
    "{: .a",
    "hl_lines=",
    ".a",
    "= ",
    "#",
]


def seconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:24])
def test_every_pattern_is_linear(pattern: re.Pattern[str]) -> None:
    size = misses._MAX_TAG if pattern is misses._TAG else 1_000_000  # that one only ever sees a short window
    for worst in WORST:
        text = worst * (size // len(worst)) + "\x01"
        # The best of a few, since the machine does other things too; a nested quantifier would take hours.
        assert min(seconds(lambda text=text: pattern.match(text)) for _ in range(3)) < 0.1, worst  # type: ignore[misc]
        assert min(seconds(lambda text=text: pattern.fullmatch(text)) for _ in range(3)) < 0.1, worst  # type: ignore[misc]


@pytest.mark.parametrize(
    "worst", ["![", "![x](imggen: '", '![x](imggen: "', "![x](imggen:<", "![\\]", "![x][", '![x](imggen: "a\\"']
)
def test_the_inline_pattern_is_linear_over_a_flood(worst: str) -> None:
    pattern = inline.ImagePattern(markdown.Markdown(), lambda *_: None)

    def read(times: int) -> float:
        text = worst * times
        return seconds(lambda: [pattern.handleMatch(match, text) for match in re.finditer(r"!\[", text)])

    read(100)
    assert min(read(8_000) for _ in range(3)) < 8 * max(0.01, min(read(2_000) for _ in range(3)))


@pytest.mark.parametrize(
    "worst",
    ["](imggen:", "!\x0291\x03x](imggen:", "```imggen\n", "<a src=imggen:x>", "<a ", "<!--", "imggen:<", '<a src="imggen:'],
)
def test_a_flood_of_near_misses_is_looked_at_once(worst: str) -> None:
    text = worst * (500_000 // len(worst))
    assert min(seconds(lambda: list(misses.left_as_text(text))) for _ in range(3)) < 0.2
    assert min(seconds(lambda: list(misses.raw_html("imggen:" + text))) for _ in range(3)) < 0.2


@pytest.mark.parametrize("line", ["```imggen", "    ```imggen", "> ```a", "```a", "~~~", "    ```", "```"])
def test_the_fence_scan_is_linear_over_a_flood(line: str) -> None:
    lines = [line + " " * (number % 2) for number in range(20_000)]
    assert min(seconds(lambda: fences.scan(lines)) for _ in range(3)) < 0.5


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["```imggen", "a", "```"], [(0, 3, "")]),
        (["```imggen", "a", "````"], []),
        (["```imggen", "a", " ```"], []),
        (["```imggen", "a", "```  "], [(0, 3, "")]),
        (["````md", "```imggen", "a", "```", "````"], []),
        (["```imggen", "a", "~~~imggen", "b", "~~~"], [(2, 5, "")]),
        (["  ```imggen", "  a", "  ```"], [(0, 3, "  ")]),
        (["  ```imggen", " a", "  ```"], []),
        (["  ```imggen", "", "    a", "  ```"], [(0, 4, "  ")]),
        (["    ```a", "  ```imggen", "  b", "  ```"], [(1, 4, "  ")]),
        (["> ```imggen", "> a", "> ```"], [(0, 3, "> ")]),
        (["> ```imggen", ">> a", "> ```"], []),
        (["> ```imggen", ">", "> a", "> ```"], [(0, 4, "> ")]),
        (["> ```imggen", "a", "> ```"], []),
        (["\t```imggen\r", "\ta\r", "\t```\r"], [(0, 3, "    ")]),
        (["```imggen size=1:1", "a", "```"], [(0, 3, "")]),
        (["``` not a fence", "```imggen", "a", "```"], [(1, 4, "")]),
        (["```imggen"], []),
    ],
)
def test_fences_are_found_by_the_rules_of_the_extensions(lines: list[str], found: list[tuple[int, int, str]]) -> None:
    assert [(one.start, one.end, one.prefix) for one in fences.scan(lines)[0]] == found


def test_a_found_fence_keeps_its_text_and_reads_its_body_without_the_prefix() -> None:
    found, shown = fences.scan(["> ~~~ {.imggen #x}", "> a: b", ">", ">   c", "> ~~~", "```", "![](imggen:)", "```"])
    fence = found[0].fence
    assert (str(fence), fence.body, fence.header) == ("~~~ {.imggen #x}\n> a: b\n>\n>   c\n> ~~~", "a: b\n\n  c", "#x")
    assert shown == ["```\n![](imggen:)\n```"]


def test_an_error_of_the_host_that_is_not_ours_is_not_swallowed() -> None:
    class Broken(FakeHost):
        def picture(self, directive: Any, file: Any | None) -> Any:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        markdown.markdown("![A lock](imggen:)", extensions=[ImggenExtension(Broken())])


def test_a_host_may_raise_its_faults() -> None:
    class Strict(FakeHost):
        def fault(self, error: Any, text: str, file: Any | None) -> None:
            raise error.at(text)

    with pytest.raises(DirectiveError, match=r"^!.x.*: imggen: unknown option `y`"):
        markdown.markdown("![x](imggen:?y=1)", extensions=[ImggenExtension(Strict())])
