"""One Markdown object over many pages, and the author's text back where a fence is only shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

import markdown
import pytest
from fakehost import FakeHost

from mkdocs_imggen.extension import ImggenExtension
from mkdocs_imggen.fences import Fence
from mkdocs_imggen.literal import restore_raw, restored

if TYPE_CHECKING:
    from collections.abc import Sequence

FENCE = "```imggen\nalt: A fox\nprompt: A fox\n```"
MARK = "\x02wzxhzdk:0\x03"


class TestManyPages:
    @pytest.mark.parametrize(
        "extensions", [[], ["fenced_code"], ["pymdownx.superfences"], ["pymdownx.superfences", "md_in_html"]]
    )
    def test_our_parts_are_there_for_the_pages_that_need_them_and_gone_for_the_others(self, extensions: Sequence[str]) -> None:
        host = FakeHost()
        md = markdown.Markdown(extensions=[*extensions, ImggenExtension(host)])
        plain = markdown.Markdown(extensions=list(extensions))
        other = "# Other\n\n```text\nnothing\n```\n\n![x](y.png)\n"
        for text in (other, FENCE, other, other, "![An owl](imggen:)", FENCE, other):
            md.reset()
            page = md.convert(text)
            if text == other:
                assert page == plain.reset().convert(text)
                assert "imggen" not in md.inlinePatterns
            else:
                assert "imggen" in md.inlinePatterns
        assert host.prompts == ["A fox", "An owl", "A fox"]
        assert host.faults == []

    def test_a_custom_fence_that_somebody_else_took_away_is_not_missed(self) -> None:
        md = markdown.Markdown(extensions=["pymdownx.superfences", ImggenExtension(FakeHost())])
        superfences: Any = md.preprocessors["fenced_code_block"]
        md.convert(FENCE)
        superfences.extension.superfences[:] = superfences.extension.superfences[:1]
        assert md.reset().convert("# Other\n") == "<h1>Other</h1>"
        assert [entry["name"] for entry in superfences.extension.superfences] == ["superfences"]


class TestTheTextIsGivenBack:
    def fence(self) -> Fence:
        return Fence.of(FENCE, body="alt: A fox\nprompt: A fox\n", prefix=0, header="")

    def test_in_elements_that_show_it_and_not_in_those_that_read_it(self) -> None:
        shown, read = Element("div"), Element("div", {"markdown": "block"})
        for parent in (shown, read):
            parent.text = f"\n{MARK}\n"
            child = SubElement(parent, "span")
            child.tail = f"x {MARK}"
            SubElement(parent, "br")
        restore_raw([self.fence(), shown, read], 1)
        assert FENCE in (shown.text or "")
        assert FENCE in (shown[0].tail or "")
        assert shown[1].tail is None
        assert read.text == f"\n{MARK}\n"
        assert read[0].tail == f"x {MARK}"

    def test_a_number_that_leads_to_nothing_of_ours_stays(self) -> None:
        far = "\x02wzxhzdk:99\x03"
        blocks = ["<p>no fence</p>", f"<pre>{MARK} {far}</pre>"]
        restore_raw(blocks, 0)
        assert blocks[1] == f"<pre>{MARK} {far}</pre>"
        assert restored(f"{MARK} {far}", blocks) == f"{MARK} {far}"
