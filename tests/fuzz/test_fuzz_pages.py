"""Whole Markdown pages made of what directives, Markdown and HTML consist of: our own error or a page that can do no more than without us."""

from __future__ import annotations

import pytest
import targets
from fuzzing import fuzz, parts, texts_like
from hypothesis import strategies as st
from pages import SETUPS

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

PAGES = (
    '# A ![A lock](imggen:) b\n\nWords ![Lock](imggen:icon?size=1:1 "A padlock"){ .a data-x="y" } words.\n\n- ![x](imggen:@lock)\n',
    "```imggen\nname: lock\nprompt: A lock\nalt: Lock\ncaption: Ours\n```\n\n- a\n\n    ```imggen\n    prompt: >\n      A key\n    alt: Key\n    ```\n",
    "> ~~~imggen\n> prompt: A lock\n> alt: x\n> ~~~\n\n| a | b |\n|---|---|\n| ![x](imggen:) | `![y](imggen:)` |\n",
    "<div markdown>\n![A lock](imggen:)\n</div>\n\n<pre>\n```imggen\nprompt: x\n```\n</pre>\n\n<!-- ![x](imggen:) -->\n",
    '![a][r] [b](imggen:) ![c][]\n\n[r]: imggen:icon "A lock"\n[c]: <imggen:>\n\n````\n```imggen\nprompt: x\n```\n````\n',
    "Term\n: ![A lock](imggen:?caption=x)\n\nA[^1]\n\n[^1]: ![A key](imggen:)\n\n!!! note\n    ![A door](imggen:)\n\n*[lock]: x\n",
)
PAGE_TOKENS = (
    *parts(
        "![|](imggen:|)|[|]|(|]|\"|'|`|``|\\|*|**|_|{|}|{ .a }|{ size=1:1 }|{ onclick=x }|{: #a }|<|>|<!--|-->|&lt;|&#2;|&|#|==|~",
        "|",
    ),
    *parts(
        "@```imggen\n@```\n@~~~imggen\n@~~~\n@````\n@prompt: @alt: @caption: @\n@\n\n@    @\t@> @- @1. @!!! x\n@|@\n|---|\n@[^1]@[^1]: @: @\r\n",
        "@",
    ),
    *parts(
        '<div>|</div>|<div markdown>|<pre>|</pre>|<script>|</script>|<b title="|<img src=x onerror=y>|<a href="javascript:x">|javascript:x',
        "|",
    ),
    *parts(
        "\x02|\x03|\x02wzxhzdk:0\x03|\x02klzzwxh:0001\x03|\x0233\x03|imggen|imggen:|:imggen|![x](imggen:@y)|[r]: imggen:|\ud83d|\x00|é",
        "|",
    ),
)


@fuzz(commit=600, nightly=40_000, text=texts_like(PAGES, PAGE_TOKENS), setup=st.sampled_from(list(SETUPS)))
def test_a_damaged_page_does_no_more_than_without_us(text: str, setup: str) -> None:
    targets.check_page(text, setup)


pieces = st.lists(st.sampled_from([*PAGE_TOKENS, "A lock", "x"]), max_size=14).map("".join)


@fuzz(commit=400, nightly=20_000, text=pieces, setup=st.sampled_from(list(SETUPS)))
def test_a_page_of_pieces_does_no_more_than_without_us(text: str, setup: str) -> None:
    targets.check_page(text, setup)
