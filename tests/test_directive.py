"""The grammar: every form and spelling, and one clear error for everything else."""

from __future__ import annotations

import re
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_imggen import directive as module
from mkdocs_imggen.directive import Directive, check_name, config_asset, fence, find_line, inline, normalise, slug
from mkdocs_imggen.errors import DirectiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def picture(
    alt: str = "A lock", address: str = "", title: str | None = None, attributes: Mapping[str, str | None] | None = None
) -> Directive:
    return inline(alt=alt, address=address, title=title, attributes=attributes or {}, text="source")


def seconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(DirectiveError) as caught:
        call()
    return str(caught.value)


def test_without_a_title_the_alt_text_is_the_prompt() -> None:
    assert picture("A lighthouse at dawn") == Directive(
        form="inline", prompt="A lighthouse at dawn", alt="A lighthouse at dawn", text="source"
    )


def test_the_title_is_the_prompt() -> None:
    assert picture("Our mascot", "", "A beaver, waving") == Directive(
        form="inline", prompt="A beaver, waving", alt="Our mascot", text="source"
    )


def test_a_preset_stands_after_the_colon_and_options_in_a_query() -> None:
    found = picture("Lock", "icon?quality=high&size=1%3A1&caption=50%25&amp;take=2&class=a%20b", "A padlock")
    assert found.options == {"preset": "icon", "quality": "high", "size": "1:1", "caption": "50%", "take": "2"}
    assert found.attributes == {"class": "a b"}


def test_options_and_attributes_may_stand_in_braces() -> None:
    found = picture("Lock", "icon", "A padlock", {"size": "1:1", "class": "shadow", "width": "240", "data-x": None, "id": "lock"})
    assert found.options == {"size": "1:1", "preset": "icon"}
    assert found.attributes == {"class": "shadow", "width": "240", "data-x": "", "id": "lock"}


def test_the_tooltip_of_an_inline_picture_is_data_title() -> None:
    assert picture(attributes={"data-title": "Hover"}).attributes == {"title": "Hover"}


def test_a_reference_carries_a_name_and_no_prompt() -> None:
    assert picture("The same again", "@mascot") == Directive(form="inline", alt="The same again", ref="mascot", text="source")


def test_a_reference_with_empty_brackets_says_no_alt() -> None:
    assert picture("", "@mascot").alt is None


def test_a_reference_may_have_a_caption_a_class_and_no_meaning() -> None:
    found = picture("", "@mascot?caption=Bo", attributes={"class": "x", "decorative": None})
    assert (found.alt, found.options, found.attributes) == ("", {"caption": "Bo"}, {"class": "x"})


@pytest.mark.parametrize("word", ["true", "decorative", None])
def test_a_decorative_picture_has_an_empty_alt_text(word: str | None) -> None:
    found = picture("", "", "A swirl", {"decorative": word})
    assert (found.alt, found.prompt, found.options) == ("", "A swirl", {"decorative": "true"})


def test_a_decorative_picture_may_have_its_prompt_between_the_brackets() -> None:
    found = picture("A swirl", "?decorative=true")
    assert (found.alt, found.prompt) == ("", "A swirl")


def test_an_empty_caption_is_as_if_unsaid() -> None:
    assert fence('prompt: x\nalt: y\ncaption: ""\ntext: ""', text="") == Directive(form="fence", prompt="x", alt="y")


def test_decorative_false_is_as_if_unsaid() -> None:
    assert picture(attributes={"decorative": "false"}) == picture()


def test_a_fence_holds_every_word() -> None:
    body = (
        "name: mascot\nalt: A beaver in an orange hard hat\ncaption: Bo, who builds the docs\nprompt: >\n  A friendly beaver,\n"
        "  waving.\npreset: character\nsize: 1:1\nbackground: transparent\ntext: [Hello, 'World: 2']\ntitle: Bo\nloading: eager\n"
    )
    assert fence(body, text="source") == Directive(
        form="fence",
        prompt="A friendly beaver, waving.",
        alt="A beaver in an orange hard hat",
        options={
            "name": "mascot",
            "caption": "Bo, who builds the docs",
            "preset": "character",
            "size": "1:1",
            "background": "transparent",
            "text": ("Hello", "World: 2"),
        },
        attributes={"title": "Bo", "loading": "eager"},
        text="source",
    )


@pytest.mark.parametrize("alt", ['alt: ""', "decorative: true", 'alt: ""\ndecorative: true'])
def test_a_fence_may_say_that_its_picture_has_no_meaning(alt: str) -> None:
    assert fence(f"prompt: A swirl\n{alt}", text="").alt == ""


def test_an_asset_of_the_config_is_a_fence_with_its_name_outside() -> None:
    values = {"prompt": "A beaver", "alt": "Bo", "size": "1:1", "take": 2, "decorative": False, "text": ["a", "b"]}
    found = config_asset("mascot", values)
    assert found == Directive(
        form="config",
        prompt="A beaver",
        alt="Bo",
        options={"size": "1:1", "take": "2", "text": ("a", "b"), "name": "mascot"},
    )


@pytest.mark.parametrize(("read", "meant"), [(61, "1:1"), (182, "3:2"), (123, "2:3")])
def test_ratios_that_mkdocs_reads_to_the_base_of_sixty_are_understood(read: int, meant: str) -> None:
    assert config_asset("a", {"prompt": "x", "alt": "y", "size": read}).options["size"] == meant


SPELLINGS = {
    "alt text": lambda: picture("A café \u201cOpen\u201d, 5 < 6"),
    "decomposed": lambda: picture(unicodedata.normalize("NFD", "A café \u201cOpen\u201d, 5 < 6")),
    "entities and line ends": lambda: picture(" A caf&eacute;\n  &ldquo;Open&#8221;,\t5 &lt; 6 "),
    "title": lambda: picture("A café \u201cOpen\u201d, 5 < 6", "", "A café \u201cOpen\u201d,\r\n5 &#x3C; 6"),
    "fence": lambda: fence("prompt: A café \u201cOpen\u201d, 5 < 6\nalt: A café \u201cOpen\u201d, 5 < 6", text="source"),
    "folded": lambda: fence(
        'prompt: >\n  A café\n  \u201cOpen\u201d,\n  5 &lt; 6\nalt: "A café \u201cOpen\u201d, 5 < 6"', text=""
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_spellings_of_one_prompt_are_one_prompt(spelling: str) -> None:
    found = SPELLINGS[spelling]()
    assert (found.prompt, found.alt) == ("A café \u201cOpen\u201d, 5 < 6", "A café \u201cOpen\u201d, 5 < 6")
    assert (dict(found.options), dict(found.attributes)) == ({}, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a&nbsp;b", "a\u00a0b"),
        ("AT&T &copy 2 &notit; &amp;lt;", "AT&T &copy 2 &notit; &lt;"),
        ("&#0; &#55296;", "\ufffd \ufffd"),
        ("  \n\t ", ""),
    ],
)
def test_normalising_undoes_entities_once_and_keeps_the_rest(text: str, expected: str) -> None:
    assert normalise(text) == expected


LISTS: list[object] = []
for _ in range(100_000):
    LISTS = [LISTS]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: picture(""), 'imggen: the prompt is empty; ![what to draw](imggen:) or ![alt text](imggen: "what to draw")'),
        (lambda: picture("x", "", " "), "imggen: the prompt is empty"),
        (lambda: picture("", "", "A lock"), "imggen: the alt text is missing; say between the brackets what the picture shows"),
        (lambda: picture("x", "", "y" * 40_000), "imggen: the prompt has 40,000 characters, more than 32,000; shorten it"),
        (lambda: picture("\u00a0"), "imggen: the prompt is empty"),
        (lambda: picture("half \ud83d"), "imggen: a control character in `alt`"),
        (lambda: picture("a", "?caption=x\ud83d"), "imggen: a control character in `caption`"),
        (lambda: picture("a\x02klzzwxh:0001\x03"), "imggen: a control character in `alt`"),
        (lambda: picture("a", "", "b\x02klzzwxh:0001\x03"), "imggen: a control character, or markup of another extension"),
        (lambda: picture("x", "?sise=1:1"), "imggen: unknown option `sise` (did you mean `size`?); known: alt background"),
        (lambda: picture("x", "?zzzzzz=1"), "imggen: unknown option `zzzzzz`; known: alt background"),
        (lambda: picture("x", "icon", None, {"onclick": "alert(1)"}), "imggen: unknown option `onclick`;"),
        (lambda: picture("x", "icon", None, {"style": "x"}), "imggen: unknown option `style`"),
        (lambda: picture("x", "icon", None, {"src": "x"}), "imggen: unknown option `src`"),
        (lambda: picture("x", "?trim=yes"), "imggen: `trim: yes` is neither true nor false"),
        (lambda: picture("x", "?size=Auto"), "imggen: `size: auto` would not be repeatable; say which: landscape, 1:1 or"),
        (lambda: picture("x", "?background=auto"), "imggen: `background: auto` would not be repeatable; say which: opaque or"),
        (lambda: picture("x", "?quality"), "imggen: `quality` has no value; give it one, or leave it out"),
        (lambda: picture("x", "?quality="), "imggen: `quality` has no value"),
        (lambda: picture("x", "?size=1:1&size=3:2"), "imggen: `size` is given twice in the address; keep one of them"),
        (lambda: picture("x", "?size=1:1", None, {"size": "1:1"}), "imggen: `size` is given in the address and in the braces"),
        (lambda: picture("x", "icon?preset=photo"), "imggen: the preset is given twice; keep the one after the colon"),
        (lambda: picture("x", "?caption=%ff"), "imggen: `caption=%ff` is not valid percent-encoded UTF-8"),
        (lambda: picture("x", "?=3"), "imggen: an option without a name in the address"),
        (lambda: picture("x", "a dog"), "imggen: `a dog` is no name of a preset; put a prompt into quotes: ![alt](imggen:"),
        (lambda: picture("x", "icon#only-dark"), "imggen: `icon#only-dark` is no name of a preset"),
        (lambda: picture("x", "", "y", {"title": "z"}), "imggen: `title=` would replace the prompt"),
        (lambda: picture("x", "?prompt=y"), "imggen: `prompt` is not an option of the inline form; write it as the title"),
        (lambda: picture("x", "", None, {"alt": "y"}), "imggen: `alt` is not an option of the inline form; write it between"),
        (lambda: picture("x", "", "y", {"decorative": None}), "imggen: `decorative` and an alt text contradict each other;"),
        (lambda: picture("x", "@a", None, {"decorative": None}), "imggen: `decorative` and an alt text contradict each other;"),
        (lambda: picture("x", "?decorative=yes"), "imggen: `decorative: yes` is neither true nor false"),
        (lambda: picture("x", "@"), "imggen: no name after the `@`; write the name of an asset: imggen:@mascot"),
        (lambda: picture("x", "@Mascot"), "imggen: `Mascot` cannot be a name; use lower-case letters, digits and single"),
        (lambda: picture("x", "@mascot", "y"), "imggen: a reference to `@mascot` cannot have a prompt of its own;"),
        (lambda: picture("x", "@mascot?size=1:1"), "imggen: `size` cannot be set on the reference `@mascot`, since the"),
        (lambda: picture("x", "@mascot?preset=icon"), "imggen: `preset` cannot be set on the reference `@mascot`"),
        (lambda: picture("x", "?name=--"), "imggen: `--` cannot be a name"),
        (lambda: picture(attributes={"width": "50%"}), 'imggen: `width="50%"` cannot be used; it must be a number of pixels'),
        (lambda: picture(attributes={"loading": "auto"}), 'imggen: `loading="auto"` cannot be used; it must be `eager` or'),
        (lambda: picture(attributes={"align": "top"}), 'imggen: `align="top"` cannot be used; it must be `left`, `right`'),
        (lambda: picture(attributes={"class": 'x" onerror="y'}), "imggen: `class="),
        (lambda: picture(attributes={"id": "a b"}), 'imggen: `id="a b"` cannot be used; it must be one word'),
        (lambda: picture(attributes={"data-X": "a"}), "imggen: unknown option `data-X`"),
        (lambda: fence("", text=""), "imggen: the fence is not plain YAML: line 1 of its body: it is empty; write lines of"),
        (lambda: fence("a: b: c", text=""), "imggen: the fence is not plain YAML: line 1 of its body: mapping values are not"),
        (lambda: fence("alt: x", text=""), "imggen: the prompt is empty; add a line `prompt: what to draw`"),
        (lambda: fence('prompt: ""\nalt: x', text=""), "imggen: the prompt is empty"),
        (lambda: fence("prompt: x", text=""), "imggen: the alt text is missing; add a line `alt: what the picture shows`, or"),
        (lambda: fence("prompt: x\ndecorative: true\nalt: y", text=""), "imggen: `decorative` and an alt text contradict"),
        (lambda: fence("prompt: [x]\nalt: y", text=""), "imggen: `prompt` must be one text, not a list or a mapping"),
        (lambda: fence("prompt: x\nalt: y\nsize: {a: b}", text=""), "imggen: `size` must be one text, not a list or a mapping"),
        (lambda: fence("prompt: x\nalt: y\ntext: [[a]]", text=""), "imggen: `text` must be one text, not a list or a mapping"),
        (lambda: fence("prompt: x\nalt: y\ncaptoin: z", text=""), "imggen: unknown option `captoin` (did you mean `caption`?)"),
        (lambda: fence("prompt: x\nalt: y\npreset: a b", text=""), "imggen: `a b` is no name of a preset"),
        (lambda: config_asset("a", {"prompt": "x", "alt": None}), "imggen: `alt` has no value; give it one, or leave it out"),
        (lambda: config_asset("a", {"prompt": "x", "alt": "y", "size": 969}), "imggen: `size: 969` is not text; put the value"),
        (lambda: config_asset("a", {"prompt": 1.5, "alt": "y"}), "imggen: `prompt: 1.5` is not text; put the value into quotes"),
        (lambda: config_asset("a", {"prompt": "x", "alt": "y", "name": "b"}), "imggen: the asset `a` gives itself another name"),
        (lambda: config_asset("a", {"prompt": 1 << 16_000}), "imggen: a number or a list in the asset `a` is too long; put the"),
        (lambda: config_asset("a", {1 << 16_000: "x"}), "imggen: a number or a list in the asset `a` is too long"),
        (lambda: config_asset("a", {"prompt": LISTS}), "imggen: a number or a list in the asset `a` is too long"),
        (lambda: config_asset("Hero", {"prompt": "x", "alt": "y"}), "imggen: `Hero` cannot be a name"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(call: Callable[[], object], message: str) -> None:
    found = refused(call)
    assert found.startswith(message)
    assert "\n" not in found
    assert len(found) <= 300


@pytest.mark.parametrize("name", ["mascot", "a", "hero-2", "big_beaver", "2026", "x" * 48])
def test_a_portable_name_is_a_name(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "Mascot", "a b", "a--b", "-a", "a-", "a/b", "../a", "a.b", "é", "con", "lpt1", "x" * 49, "a\n", "@a", "a_-b"]
)
def test_any_other_name_is_refused(name: str) -> None:
    assert "cannot be a name" in refused(lambda: check_name(name))


def test_the_hint_of_a_refused_name_is_itself_a_name() -> None:
    for name in ("Our Mascot!", "con", "a--b", "灯台", "x" * 99):
        hint = refused(lambda name=name: check_name(name)).rpartition("`")[0].rpartition("`")[2]  # type: ignore[misc]
        assert check_name(hint) == hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A lighthouse at dawn, flat vector", "a-lighthouse-at-dawn-flat-vector"),
        ("Élan — Straße & Ærø", "elan-strasse-aero"),
        ("灯台", "picture"),
        ("灯台 at dawn", "at-dawn"),
        ("", "picture"),
        ("--", "picture"),
        ("a -- b", "a-b"),
        ("x" * 60, "x" * 48),
        ("word " * 20, "word-word-word-word-word-word-word-word-word"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_readable_and_portable(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_every_text_has_a_portable_slug(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 48


PAGE = """\
# Title

> - ![a   lighthouse
>   at dawn](imggen:)

| a | b |
|---|---|
| ![x \\| y](imggen:) | z |

1. one

\t```imggen
\tprompt: a

\talt: b
\t```
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("![a lighthouse\nat dawn](imggen:)", 3),
        ("![x | y](imggen:)", 8),
        ("```imggen\n    prompt: a\n\n    alt: b\n    ```", 12),
        ("```imggen\nprompt: a\n\nalt: b\n```", 12),
        ("# Title", 1),
        ("# Title\nwith more than the page has", 1),
        ("![elsewhere](imggen:)", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_directive_is_found_in_its_page_whatever_stands_before_it(text: str, line: int | None, ends: str) -> None:
    assert find_line(PAGE.replace("\n", ends), text) == line


@pytest.mark.parametrize(
    "worst", ["&", "&#", "&a", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", " ", "\n", "> ", " \\", "a-", "a", "a.b ", "-"]
)
@pytest.mark.parametrize(
    "pattern",
    [
        *(value for name, value in vars(module).items() if isinstance(value, re.Pattern)),
        *(p for p, _ in module._ATTRIBUTE_VALUES.values()),
    ],
    ids=lambda pattern: pattern.pattern[:20],
)
def test_every_pattern_is_linear(pattern: re.Pattern[str], worst: str) -> None:
    text = worst * (1_000_000 // len(worst)) + "\x01"
    # The best of a few, since the machine does other things too; a nested quantifier would take hours.
    assert min(seconds(lambda: pattern.fullmatch(text)) for _ in range(3)) < 0.1
    assert min(seconds(lambda: pattern.match(text)) for _ in range(3)) < 0.1


@pytest.mark.parametrize("body", ["A beaver", None, ["A beaver"], 7])
def test_an_asset_of_the_settings_is_a_mapping(body: object) -> None:
    with pytest.raises(DirectiveError, match="the asset `hero` is no mapping; write `prompt:` and `alt:` below `hero:`"):
        module.config_asset("hero", body)
