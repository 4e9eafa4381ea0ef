from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mkdocs_imggen.markup import SIZES, Source, picture, without_disclosure

WEBP = Source(format="webp", files=(("a-640.webp", 640), ("a.webp", 1536)))
AVIF = Source(format="avif", files=(("a-640.avif", 640), ("a.avif", 1536)))


def html(**changes: Any) -> str:
    arguments: dict[str, Any] = {
        "src": "../a.webp",
        "sources": (WEBP,),
        "width": 1536,
        "height": 1024,
        "alt": "A lighthouse",
        "lazy": True,
        "attributes": {},
    }
    return ET.tostring(picture(**{**arguments, **changes}), encoding="unicode", method="html")


def test_a_picture_is_an_img_with_all_its_widths() -> None:
    assert html() == (
        '<img src="../a.webp" srcset="a-640.webp 640w, a.webp 1536w" sizes="(min-width: 60em) 50em, 100vw"'
        ' alt="A lighthouse" width="1536" height="1024" loading="lazy" decoding="async">'
    )


def test_a_picture_of_one_width_needs_no_srcset_and_the_first_of_a_page_is_not_lazy() -> None:
    assert html(sources=(Source(format="webp", files=(("a.webp", 500),)),), width=500, height=400, lazy=False) == (
        '<img src="../a.webp" alt="A lighthouse" width="500" height="400" loading="eager" decoding="async">'
    )


def test_several_formats_are_a_picture_element_best_first() -> None:
    assert html(sources=(AVIF, WEBP)) == (
        '<picture><source srcset="a-640.avif 640w, a.avif 1536w" sizes="(min-width: 60em) 50em, 100vw" type="image/avif">'
        '<img src="../a.webp" srcset="a-640.webp 640w, a.webp 1536w" sizes="(min-width: 60em) 50em, 100vw"'
        ' alt="A lighthouse" width="1536" height="1024" loading="lazy" decoding="async"></picture>'
    )


def test_the_first_picture_of_a_page_is_fetched_before_others_unless_its_author_says_lazy() -> None:
    assert 'loading="eager" fetchpriority="high" decoding="async"' in html(lazy=False, first=True)
    assert "fetchpriority" not in html(lazy=False)
    late = html(lazy=False, first=True, attributes={"loading": "lazy"})
    assert "fetchpriority" not in late
    assert late.count("loading=") == late.count('loading="lazy"') == 1


def test_sizes_are_those_that_were_said_but_for_a_picture_of_a_width_of_its_own() -> None:
    assert html(sources=(AVIF, WEBP), shown="33vw").count('sizes="33vw"') == 2
    assert html(sources=(AVIF, WEBP), shown="33vw", attributes={"width": "240"}).count('sizes="240px"') == 2


def test_a_line_about_its_making_is_below_the_authors_own_caption() -> None:
    assert html(disclosure="By a machine", caption="Ours & yours").endswith(
        "<figcaption>Ours &amp; yours<br><small>By a machine</small></figcaption></figure>"
    )
    assert html(disclosure="By a machine").endswith("<figcaption><small>By a machine</small></figcaption></figure>")


def test_only_a_figure_without_a_caption_of_its_author_can_do_without_being_one() -> None:
    def figure(**words: Any) -> ET.Element:
        return picture(src="a", sources=(WEBP,), width=3, height=2, alt="", lazy=True, attributes={}, **words)

    bare = without_disclosure(figure(disclosure="By a machine"))
    assert bare is not None
    assert bare.tag == "img"
    assert without_disclosure(figure(disclosure="By a machine", caption="Ours")) is None


def test_a_caption_makes_a_figure_around_either() -> None:
    one = (Source(format="webp", files=(("a.webp", 10),)),)
    assert html(sources=one, caption="Our <harbour>") == (
        '<figure><img src="../a.webp" alt="A lighthouse" width="1536" height="1024" loading="lazy" decoding="async">'
        "<figcaption>Our &lt;harbour&gt;</figcaption></figure>"
    )
    assert html(sources=(AVIF, WEBP), caption="Ours").startswith("<figure><picture><source ")


@pytest.mark.parametrize(
    ("attributes", "width", "height", "sizes"),
    [
        ({}, "1536", "1024", SIZES),
        ({"width": "240"}, "240", "160", "240px"),
        ({"height": "160"}, "240", "160", "240px"),
        ({"width": "100", "height": "100"}, "100", "100", "100px"),
        ({"width": "1"}, "1", "1", "1px"),
        ({"height": "1"}, "2", "1", "2px"),
        ({"width": "3072"}, "3072", "2048", "3072px"),
    ],
)
def test_an_authors_own_width_or_height_wins_and_the_other_follows(
    attributes: dict[str, str], width: str, height: str, sizes: str
) -> None:
    element = ET.fromstring(html(attributes=attributes, sources=(WEBP,)).replace(">", "/>"))
    assert (element.get("width"), element.get("height"), element.get("sizes")) == (width, height, sizes)


def test_a_very_flat_picture_keeps_a_pixel() -> None:
    flat = ET.fromstring(html(width=5000, height=1, attributes={"width": "100"}).replace(">", "/>"))
    assert flat.get("height") == "1"
    tall = ET.fromstring(html(width=1, height=5000, attributes={"height": "100"}).replace(">", "/>"))
    assert tall.get("width") == "1"


def test_the_sizes_of_an_authors_width_are_told_to_every_format() -> None:
    assert html(sources=(AVIF, WEBP), attributes={"width": "240"}).count('sizes="240px"') == 2


def test_attributes_pass_through_and_may_replace_what_we_would_say() -> None:
    text = html(attributes={"class": "wide shadow", "id": "x", "loading": "eager", "data-a": "1", "title": "A tooltip"})
    assert text.endswith('loading="eager" decoding="async" class="wide shadow" id="x" data-a="1" title="A tooltip">')


def test_an_empty_alt_is_said_to_be_empty() -> None:
    assert ' alt="" ' in html(alt="")


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "' onerror='alert(1)", "a & b < c > d", '" srcset="x'])
@pytest.mark.parametrize("place", ["alt", "caption", "src", "class", "title"])
def test_words_never_become_markup(text: str, place: str) -> None:
    words: dict[str, Any] = {place: text} if place in {"alt", "caption", "src"} else {"attributes": {place: text}}
    plain: dict[str, Any] = {place: "x"} if place in {"alt", "caption", "src"} else {"attributes": {place: "x"}}
    reader, plain_reader = _Reader(), _Reader()
    reader.feed(html(**words))
    plain_reader.feed(html(**plain))
    assert reader.outline() == plain_reader.outline()
    assert text in reader.said


class _Reader(HTMLParser):
    """Reads a page as a browser would: which elements with which attributes there are, and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, list[str]]] = []
        self.said = ""

    def outline(self) -> list[tuple[str, list[str]]]:
        self.close()
        return self.elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, [name for name, _ in attrs]))
        self.said += "\n".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.said += data
