"""What the published files, and the pages, say about how their pictures were made.

The files are read by Exiv2, the library behind many programs for photographs. Neither the packet nor the containers come from
it: the packet is ours, the containers are Pillow's.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from commands import run
from PIL import Image
from pyexiv2 import ImageData
from sites import digests

from mkdocs_imggen.testing import picture

if TYPE_CHECKING:
    from sites import Built, Site

    from mkdocs_imggen.testing import ImageServer

FORMATS = ["avif", "webp", "png", "jpeg"]
VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NO_METADATA = {
    ".jpg": ("jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"),
    ".png": ("XML:com.adobe.xmp",),  # the packet itself, by PNG's name for it
    ".webp": ("loop", "background", "timestamp", "duration"),
    ".avif": ("timestamp", "duration"),
}
"""What Pillow tells about a file's coding beside what stands in it."""
OFFICE = """\
```imggen
name: office
alt: The office at night
prompt: The same office at night
size: 1:1
edit: office.jpg
```

```imggen
name: dawn
alt: The office at dawn
prompt: The same office at dawn
size: 1:1
edit: "@office"
```
"""


def said(built: Built) -> dict[str, set[str]]:
    """Give what each picture's files say, by the picture's name."""
    found: dict[str, set[str]] = {}
    for path in (built.site / "assets/imggen").iterdir():
        with Image.open(path) as image:  # what Exiv2 does not call metadata: the resolution, and texts in PNG
            image.load()
            assert set(image.info) <= {"xmp", *NO_METADATA.get(path.suffix, ())}
        with ImageData(path.read_bytes()) as file:
            said = file.read_xmp()
            assert (file.read_exif(), file.read_iptc(), file.read_comment(), file.read_icc()) == ({}, {}, "", b"")
        word = said.pop("Xmp.iptcExt.DigitalSourceType", VOCABULARY + "nothing")
        assert said == {}
        assert word.startswith(VOCABULARY)
        found.setdefault(re.split(r"-[0-9a-f]{8}", path.name)[0], set()).add(word.removeprefix(VOCABULARY))
    return found


@pytest.fixture
def small(site: Site) -> Site:
    site.page("![A fox](imggen:?size=1:1)\n")
    site.imggen |= {"formats": FORMATS, "widths": [64]}
    return site


def test_every_file_of_a_models_picture_says_so_and_the_original_stays_as_it_came(small: Site, server: ImageServer) -> None:
    built = small.build()
    assert len(list((built.site / "assets/imggen").iterdir())) == 8
    assert said(built) == {"a-fox": {"trainedAlgorithmicMedia"}}
    (original,) = [small.root / "imggen" / name for name in small.store if name.endswith(".webp")]
    assert b"digitalsourcetype" not in original.read_bytes()
    before = digests(small.root / "imggen")
    small.imggen["disclosure"] = "none"
    assert said(small.build()) == {"a-fox": {"nothing"}}
    assert digests(small.root / "imggen") == before
    assert len(server.requests) == 1


def test_names_change_with_it_and_come_back(small: Site) -> None:
    def names(**settings: Any) -> set[str]:
        small.imggen |= settings
        return set(re.findall(r"assets/imggen/([\w.-]+)", small.build().html()))

    disclosed, not_disclosed = names(), names(disclosure="none")
    assert len(disclosed) == len(not_disclosed) == 8
    assert disclosed & not_disclosed == set()
    assert names(disclosure="caption") == disclosed  # the same bytes


def test_a_drawing_of_the_illustrator_is_no_work_of_a_model(small: Site) -> None:
    small.imggen = {"provider": "sketch", "formats": FORMATS, "widths": [], "disclosure": "caption"}
    built = small.build()
    assert said(built) == {"a-fox": {"digitalCreation"}}
    assert "Picture made with AI" not in built.html()


def test_what_a_persons_file_went_into_is_a_composite_and_what_came_of_that_by_name_is_not(small: Site) -> None:
    (small.root / "docs/office.jpg").write_bytes(picture(1024, 1024, format_="jpeg"))
    small.page(OFFICE)
    assert said(small.build()) == {
        "office": {"compositeWithTrainedAlgorithmicMedia"},
        "dawn": {"trainedAlgorithmicMedia"},
    }


def test_a_picture_of_ones_own_says_nothing_although_a_model_made_the_same_bytes(small: Site) -> None:
    small.page("![A fox](imggen:?size=1:1)\n\n![An owl](imggen:?size=1:1)\n")
    small.imggen["disclosure"] = "caption"
    small.config()
    run("generate", "--only", "a-fox")
    (fox,) = [small.root / "imggen" / name for name in small.store if name.endswith(".webp")]
    (small.root / "mine.webp").write_bytes(fox.read_bytes())
    assert run("adopt", "an-owl", "mine.webp").exit_code == 0
    built = small.build()
    assert said(built) == {"a-fox": {"trainedAlgorithmicMedia"}, "an-owl": {"nothing"}}
    assert built.html().count("Picture made with AI") == 1


def test_an_original_that_lost_its_record_says_nothing_any_more(small: Site) -> None:
    small.config()
    run("generate")
    assert said(small.build()) == {"a-fox": {"trainedAlgorithmicMedia"}}
    (record,) = [small.root / "imggen" / name for name in small.store if name.endswith(".yml")]
    record.unlink()
    assert run("adopt", "a-fox").exit_code == 0
    assert said(small.build()) == {"a-fox": {"nothing"}}


def test_one_picture_trimmed_and_whole_is_bought_once_and_both_files_are_there(site: Site, server: ImageServer) -> None:
    how = "background=transparent&size=1:1"
    site.page(f"![A fox](imggen:?{how})\n\n![A fox](imggen:?{how}&trim=true)\n")
    built = site.build()  # which looks at the bytes of every file
    assert len(list((built.site / "assets/imggen").iterdir())) == 2
    assert len(server.requests) == 1
    again = site.build()
    assert "0 made, 1 reused, 0 renditions written" in " ".join(text for _, text in again.lines)


CAPTIONED = """\
![A fox](imggen:?size=64x64&caption=Ours)

Before ![A fox](imggen:?size=64x64) after, and [![A fox](imggen:?size=64x64)](https://example.org/).

- ![A fox](imggen:?size=64x64)
"""


class TestACaption:
    def test_readers_see_it_below_the_authors_words_and_where_no_caption_can_stand_there_is_none(self, site: Site) -> None:
        site.page(CAPTIONED)
        site.imggen["disclosure"] = "caption"
        built = site.build()
        assert built.said() == []
        html = built.html()
        line = "<small>Picture made with AI</small></figcaption></figure>"
        assert html.count("<img ") == 4
        assert html.count(f"<figcaption>Ours<br />{line}") + html.count(f"<figcaption>Ours<br>{line}") == 1
        assert html.count(f"<figcaption>{line}") == html.count("<figure>") - 1 == 1
        assert re.search(r"<p>Before <img [^>]+> after, and <a [^>]+><img [^>]+></a>\.</p>", html)

    def test_the_generating_build_and_the_next_one_give_the_same_page(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # MkDocs writes the time of the build into pages
        site.page(CAPTIONED)
        site.imggen["disclosure"] = "caption"
        assert site.build().html() == site.build().html()

    def test_a_draft_was_made_by_no_model(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TEST_IMAGE_KEY")
        site.page(CAPTIONED)
        site.imggen["disclosure"] = "caption"
        html = site.build().html()
        assert "draft-a-fox" in html
        assert "Picture made with AI" not in html


STRIPS = (
    "imggen: the plugin `material/optimize` strips from {} renditions how they were made (`disclosure`);"
    ' add `optimize_exclude: ["assets/imggen/*"]` to it'
)


class TestAPluginThatStrips:
    @pytest.mark.parametrize(
        ("settings", "optimize", "formats"),
        [
            ({}, {}, "png and jpeg"),
            ({}, {"optimize_jpg": False}, "png"),
            ({}, {"optimize_png_strip": False}, "jpeg"),
            ({}, {"optimize_png": False}, "jpeg"),
            ({}, {"optimize_exclude": ["assets/imggen/*"]}, ""),
            ({}, {"enabled": False}, ""),
            ({}, {"optimize": False}, ""),
            ({"formats": ["avif", "webp"]}, {}, ""),
            ({"disclosure": "none"}, {}, ""),
        ],
    )
    def test_it_is_told_once_a_build(
        self,
        small: Site,
        caplog: pytest.LogCaptureFixture,
        settings: dict[str, Any],
        optimize: dict[str, Any],
        formats: str,
    ) -> None:
        # A folder of its own: it may lie in the working directory, which tests that run beside each other share.
        small.plugins = [{"material/optimize": {"cache": False, "cache_dir": str(small.root / "optimized"), **optimize}}]
        small.more = {"theme": {"name": "material"}}
        small.imggen |= settings
        # The plugin may fail afterwards, and what it is set to do has been told before: pngquant need not be installed, and
        # where a picture is small its own thread renames the file before it has taken it out of MkDocs's collection.
        with suppress(ValueError):
            small.build(check=False)
        lines = [record.getMessage() for record in caplog.records if "strips" in record.getMessage()]
        assert lines == ([STRIPS.format(formats)] if formats else [])
