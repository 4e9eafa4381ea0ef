"""Light and dark from one directive: what is asked, what it costs, what the commands call it, and which of both a page shows."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import markdown
import pytest
from commands import run
from engine import SERVER, engine
from makers import fence, inline
from makers import site as settings
from PIL import Image

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import imaging, meaning
from mkdocs_imggen.errors import DirectiveError, MissingPictureError
from mkdocs_imggen.markup import STYLE, switch_of
from mkdocs_imggen.meaning import resolve
from mkdocs_imggen.plan import Place
from mkdocs_imggen.run import Run
from mkdocs_imggen.testing import Reply, ScriptedProvider, picture

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Site

    from mkdocs_imggen.request import Asset
    from mkdocs_imggen.testing import ImageServer

TWO = "```imggen\nname: hero\nalt: A hill\nprompt: A hill\ndark: true\n```\n"
ONE = TWO.replace("dark: true\n", "")
PALETTE = {"name": "material", "font": False, "palette": [{"scheme": "default"}, {"scheme": "slate"}]}
HOME = Place(page="index.md")


def said(body: str) -> Any:
    return fence(f"alt: A hill\nprompt: A hill\n{body}").dark


def twin(body: str, **options: Any) -> Asset:
    found = resolve(fence(f"alt: A hill\nprompt: A hill\n{body}"), settings(**options)).dark
    assert found is not None
    return found


def states(*words: str) -> dict[str, str]:
    return {row["label"]: row["state"] for row in json.loads(run("plan", "--json", *words).stdout)["pictures"]}


def prompts(server: ImageServer) -> list[str]:
    return [str((request.body or {})["prompt"]) for request in server.requests]


class TestWords:
    @pytest.mark.parametrize(
        ("body", "found"),
        [
            ("dark: true", {}),
            ("dark: {}", {}),
            ("dark: false", None),
            ("", None),
            ("dark: At night", {"prompt": "At night"}),
            ("dark: AT&amp;amp;T at night", {"prompt": "AT&amp;T at night"}),
            ("dark:\n  prompt: At night\n  quality: low", {"prompt": "At night", "quality": "low"}),
            ("dark: { keep: [the sky, the sea], references: [logo: a.png] }", {"keep": ("the sky", "the sea"), "references": ("logo: a.png",)}),
            ("dark: { edit: none, prompt: Night }", {"edit": "none", "prompt": "Night"}),
        ],
    )  # fmt: skip
    def test_it_is_true_or_words_or_options(self, body: str, found: object) -> None:
        assert said(body) == found

    @pytest.mark.parametrize(
        ("address", "attributes", "found"),
        [
            ("?dark=true", {}, {}),
            ("?dark", {}, {}),
            ("", {"dark": "dark"}, {}),
            ("", {"dark": "true"}, {}),
            ("?dark=false", {}, None),
            ("", {"dark": "at night"}, {"prompt": "at night"}),
        ],
    )
    def test_in_a_line_it_is_true_or_words(self, address: str, attributes: dict[str, str], found: object) -> None:
        assert inline("A hill", address, **attributes).dark == found

    def test_an_asset_of_the_settings_says_it_in_yaml_of_types(self) -> None:
        body = {"alt": "A hill", "prompt": "A hill", "dark": {"take": 2, "trim": False, "text": ["a", "b"]}}
        assert grammar.config_asset("hero", body).dark == {"take": "2", "trim": "false", "text": ("a", "b")}
        assert grammar.config_asset("hero", body | {"dark": True}).dark == {}
        assert grammar.config_asset("hero", body | {"dark": False}).dark is None

    @pytest.mark.parametrize(
        ("body", "line"),
        [
            ("dark: yes", "imggen: `dark: yes` is neither true nor false"),
            ("dark: No", "imggen: `dark: No` is neither true nor false"),
            ('dark: ""', "imggen: `dark` has no value; write `dark: true`, or say what becomes of the picture on a dark page"),
            ("dark: [a, b]", "imggen: `dark` must be one text, not a list or a mapping"),
            ("dark: { qualty: low }", "imggen: unknown option `qualty` in `dark` (did you mean `quality`?); known there: background"),
            ("dark: { name: a }", "imggen: unknown option `name` in `dark`"),
            ("dark: { alt: a }", "imggen: unknown option `alt` in `dark`"),
            ("dark: { dark: true }", "imggen: unknown option `dark` in `dark`"),
            ("dark: { size: 1:1 }", "imggen: `size` in `dark`, and a twin has the size of its picture; leave it out"),
            ("dark: { quality: { a: b } }", "imggen: `quality` must be one text, not a list or a mapping"),
            ("dark: { background: auto }", "imggen: `background: auto` would not be repeatable"),
            ('dark: { prompt: "" }', "imggen: the prompt is empty; write `dark: true`, or say what becomes of the picture"),
            ("dark: { edit: none }", "imggen: `edit: none` in `dark` without a `prompt`; say there what to draw, or leave out"),
            ("dark: { preset: a b }", "imggen: `a b` is no name of a preset"),
            ("dark: { quality: hgih }", "imggen: in `dark`: `quality` is `hgih` (did you mean `high`?); use one of low"),
            ("dark: { preset: icno }", "imggen: in `dark`: unknown preset `icno` (did you mean `icon`?); see `presets:`"),
            ("dark: { take: 0 }", "imggen: in `dark`: `take` is `0`; write a whole number from 1 to 999"),
            ("dark: { trim: true }", "imggen: in `dark`: `trim` cuts off what is transparent, and this picture is opaque"),
            ("dark: { edit: none, prompt: x, keep: y }", "imggen: in `dark`: `keep` says what must stay of a picture that goes in"),
            ("dark: { edit: none, prompt: x, mask: m.png }", "imggen: in `dark`: a mask needs the picture that it lies over"),
            ("format: jpeg\ndark: { background: transparent }", "imggen: in `dark`: JPEG cannot be transparent"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_told_in_a_line(self, body: str, line: str) -> None:
        with pytest.raises(DirectiveError) as caught:
            resolve(fence(f"alt: A hill\nprompt: A hill\n{body}"), settings())
        assert str(caught.value).startswith(line)
        assert len(str(caught.value)) <= 300

    @pytest.mark.parametrize("word", ["true", "false", "at night"])
    def test_a_reference_has_the_twin_of_what_it_shows_and_none_of_its_own(self, word: str) -> None:
        with pytest.raises(DirectiveError, match="`dark` cannot be set on the reference `@hero`, since the picture is made"):
            inline("", "@hero", dark=word)


class TestWhatIsAsked:
    @pytest.mark.parametrize("dark", ["true", "At night", "{ quality: low, background: transparent }"])
    def test_the_picture_itself_stays_what_it_was(self, dark: str) -> None:
        plain, both = (resolve(fence(f"alt: A\nprompt: A hill\n{more}"), settings()) for more in ("", f"dark: {dark}"))
        assert replace(both, dark=None) == plain
        assert both.request.key == plain.request.key == "bedfe1548e619d583617bc8e0d9480f1094c85a0480f030ebaf22aa928cc393b"
        assert both.digest == plain.digest == "fabf941080c18da47f0dcc8dd38ec2f59abe45928b295b06d4f74aa6609d3c8a"

    def test_it_is_an_edit_of_it_like_it_in_all_that_is_not_said(self) -> None:
        body = (
            "name: hill\npreset: icon\nsize: 2:3\nquality: high\nmodel: gpt-image-2\nformat: png\ntake: 3\ntrim: true\ndark: true"
        )
        found = twin(body)
        request = found.request
        assert (found.label, found.name, found.preset, found.trim, found.variants) == (
            "hill--dark",
            "hill--dark",
            "icon",
            True,
            1,
        )
        assert (request.size, request.quality, request.model, request.format) == ("1024x1536", "high", "gpt-image-2", "png")
        assert (request.background, request.take) == ("transparent", 1)
        assert request.prompt == (
            "The same picture for a dark page, transparent as it is. Make dark lines and dark lettering light."
            " Keep unchanged: composition, shapes, text, everything else."
        )
        assert [(source.kind, source.written, source.light) for source in found.sources] == [("edit", "@hill", True)]

    def test_a_picture_without_a_name_has_one_too(self) -> None:
        found = resolve(inline("A hill", "?dark=true"), settings()).dark
        assert found
        assert (found.label, found.name, found.sources[0].written) == ("a-hill--dark", None, "a-hill")
        assert found.request.prompt.startswith("The same picture for a dark page. Make the background dark,")

    def test_it_has_room_in_a_file_name(self) -> None:
        assert len(twin("name: " + "x" * 48 + "\ndark: true").label) == 54

    def test_options_of_its_own_are_its_own_alone(self) -> None:
        body = "quality: high\ndark: { prompt: Night, quality: low, keep: the sky, take: 2, text: Hi, background: transparent }"
        both = resolve(fence(f"alt: A hill\nprompt: A hill\n{body}"), settings())
        assert both.dark
        request = both.dark.request
        assert (both.request.quality, both.request.background, both.request.take) == ("high", "opaque", 1)
        assert (request.quality, request.background, request.take) == ("low", "transparent", 2)
        assert request.prompt == (
            'Night. The picture contains exactly this text, legible and correctly spelt: "Hi". Keep unchanged: the sky.'
        )

    def test_what_its_picture_trims_is_trimmed_where_it_is_transparent_too(self) -> None:
        assert twin("preset: icon\ntrim: true\ndark: true").trim
        assert not twin("preset: icon\ntrim: true\ndark: { background: opaque }").trim
        assert not twin("preset: icon\ntrim: true\ndark: { trim: false }").trim

    def test_the_words_and_pictures_of_a_preset_are_in_the_picture_already(self) -> None:
        presets = {
            "house": {"prompt": "{prompt} on white", "palette": ["teal"], "avoid": ["people"], "references": ["logo: logo.png"]},
            "night": {"prompt": "{prompt}, neon", "size": "1:1", "quality": "low"},
        }

        def asked(body: str) -> tuple[str, list[str], str, str]:
            found = twin(f"preset: house\n{body}", presets=presets)
            return found.request.prompt, [source.written for source in found.sources], found.request.size, found.request.quality

        assert asked("dark: At night") == ("At night", ["a-hill"], "1536x1024", "medium")
        assert asked("dark: { prompt: At night, preset: night }") == ("At night, neon", ["a-hill"], "1536x1024", "low")
        assert asked("dark: { prompt: At night, edit: none }") == (
            "At night on white. Colours: teal. Avoid: people. Picture 1 is the logo.",
            ["logo.png"],
            "1536x1024",
            "medium",
        )

    def test_it_may_start_from_another_picture(self) -> None:
        found = twin("dark: { edit: night.png, mask: m.png, references: [a.png] }")
        assert [(source.kind, source.written) for source in found.sources] == [
            ("edit", "night.png"),
            ("reference", "a.png"),
            ("mask", "m.png"),
        ]

    def test_a_digest_is_what_the_picture_says_and_what_is_said_of_the_twin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = twin("dark: true")
        assert twin("caption: Else\nname: hill\ndark: {}").digest == before.digest
        assert twin("quality: low\ndark: true").digest != before.digest
        assert twin("dark: { quality: medium }").digest != before.digest
        assert twin("dark: { quality: medium }").request.key == before.request.key
        assert twin("dark: Night").digest != twin("dark: { prompt: Dusk }").digest
        monkeypatch.setattr(meaning, "DARK", {"opaque": "Reworded", "transparent": ""})
        assert twin("dark: true").digest == before.digest
        assert twin("dark: true").request.key != before.request.key

    def test_one_name_has_one_twin(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider())
        plan = Run(generator).plan
        plan.add(inline("A hill", "?name=hill&dark=true"), Place(page="a.md"))
        plan.add(inline("A hill", "?name=hill"), Place(page="b.md"))
        with pytest.raises(DirectiveError) as caught:
            plan.add(inline("A hill", "?name=hill&dark=Night"), Place(page="c.md"))
        assert str(caught.value) == (
            "imggen: the name `hill--dark` is already that of another picture, at a.md; rename one of the two"
        )
        generator.close()

    def test_a_twin_goes_into_no_other_picture(self, site: Site) -> None:
        site.page(TWO)
        assert run("generate").exit_code == 0
        site.page(TWO + "\n![A hill](imggen:?edit=@hero--dark)\n")
        assert run("plan").stderr.startswith(
            "index.md:8: imggen: `@hero--dark` is a dark twin, and none goes into another picture; name the picture itself, `@hero`"
        )

    def test_the_same_picture_with_a_twin_and_without_shows_each_as_it_says(self, tmp_path: Path) -> None:
        generator = engine(tmp_path, ScriptedProvider(), settings=SERVER)
        plan = Run(generator).plan
        both, plain, again = (plan.add(inline("A hill", words), HOME) for words in ("?dark=true", "", "?dark=true"))
        assert (both.dark is None, plain.dark is None, again is both) == (False, True, True)
        assert both.renditions == plain.renditions
        assert both.asset.request.key == plain.asset.request.key
        generator.close()


class TestMaking:
    def test_the_picture_comes_first_and_goes_in(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        done = run("generate")
        assert done.exit_code == 0, done.output
        assert [request.path for request in server.requests] == ["/v1/images/generations", "/v1/images/edits"]
        assert prompts(server)[0] == "A hill"
        assert prompts(server)[1].startswith("The same picture for a dark page.")
        (original,) = (path for path in (site.root / "imggen").glob("hero-*.webp") if "--dark" not in path.name)
        assert [(upload.name, upload.filename) for upload in server.requests[1].uploads] == [("image[]", "hero.png")]
        assert server.requests[1].uploads[0].data == imaging.upright_png(original.read_bytes())
        assert server.invalid == []
        assert [name.rpartition("-")[0] for name in site.store] == ["hero--dark", "hero--dark", "hero", "hero"]
        assert run("generate").stdout == "nothing to make\n"
        assert run("check").exit_code == 0

    def test_whoever_adds_it_later_buys_the_twin_alone(self, site: Site, server: ImageServer) -> None:
        site.page(ONE)
        run("generate")
        before = site.store
        site.page(TWO)
        assert states() == {"hero": "fresh", "hero--dark": "missing"}
        assert run("generate").exit_code == 0
        assert len(server.requests) == 2
        assert set(before) < set(site.store)

    def test_the_pages_are_the_same_before_and_after_it_is_made(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        first, again = site.build(), site.build()
        assert first.html().partition("<!--\nMkDocs")[0] == again.html().partition("<!--\nMkDocs")[0]
        assert len(server.requests) == 2

    def test_both_are_in_the_budget(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        done = run("generate", "--budget", "0.02")
        assert done.exit_code == 4
        assert "2 pictures would cost" in done.stderr
        assert server.requests == []

    def test_where_the_picture_fails_the_twin_is_not_sent(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        server.script = [Reply.error(400, "moderation_blocked", "no hills")]
        done = run("generate")
        assert "index.md:1: imggen: `hero`, which goes into `hero--dark`, could not be made; nothing was sent" in done.stderr
        assert len(server.requests) == 1

    def test_a_reworded_preset_buys_neither_of_them(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        run("generate")
        site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil", "quality": "high"}}
        site.config()
        assert states() == {"hero": "stale", "hero--dark": "stale"}
        assert not site.build().failed
        assert run("generate").stdout == "nothing to make\n"
        assert len(server.requests) == 2
        assert run("keep", "hero").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "stale"}
        assert run("keep", "hero--dark").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "fresh"}
        assert len(server.requests) == 2

    def test_both_are_made_anew_together_the_twin_from_the_new_picture(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        run("generate")
        site.imggen["presets"] = {"default": {"prompt": "{prompt}, oil", "quality": "high"}}
        site.config()
        assert run("generate", "--stale").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "fresh"}
        assert len(server.requests) == 4

    def test_other_words_of_the_picture_are_another_twin(self, site: Site) -> None:
        site.page(TWO)
        run("generate")
        site.page(TWO.replace("prompt: A hill", "prompt: A dale"))
        assert states() == {"hero": "missing", "hero--dark": "missing"}

    def test_what_is_made_from_the_picture_may_go_into_its_twin(self, site: Site, server: ImageServer) -> None:
        lamp = "```imggen\nname: lamp\nalt: A lamp\nprompt: Add a lamp\nedit: '@hero'\n```\n"
        site.page(TWO.replace("dark: true", "dark: { prompt: Night, references: ['@lamp'] }") + "\n" + lamp)
        assert run("generate").exit_code == 0
        assert prompts(server) == ["A hill", "Add a lamp", "Night"]
        assert [upload.filename for upload in server.requests[2].uploads] == ["hero.png", "lamp.png"]

    def test_words_alone_need_no_picture_first(self, site: Site, server: ImageServer) -> None:
        site.page(TWO.replace("dark: true", "dark: { edit: none, prompt: A hill at night }"))
        assert run("generate", "--only", "hero--dark").exit_code == 0
        assert [request.path for request in server.requests] == ["/v1/images/generations"]
        assert prompts(server) == ["A hill at night"]

    def test_a_draft_of_it_is_the_picture_in_the_dark_not_a_cover_of_its_words(self, site: Site) -> None:
        site.page("```imggen\nalt: A beaver\nprompt: A friendly beaver\nsize: 480x320\ndark: true\n```\n")
        site.imggen["mode"] = "draft"
        assert not site.build().failed
        light, dark = self.drafts(site)
        assert brightness(light) > 200
        assert brightness(dark) < 80
        middle = (240, 200)
        assert near(light.getpixel(middle), dark.getpixel(middle), 40)
        ribbon = (427, 13)
        assert near(light.getpixel(ribbon), dark.getpixel(ribbon), 12)

    def test_a_draft_is_made_of_the_picture_itself_where_that_is_there(self, site: Site, server: ImageServer) -> None:
        site.page(ONE)
        run("generate")
        (original,) = (site.root / "imggen").glob("hero-*.webp")
        site.page(TWO)
        site.imggen["mode"] = "draft"
        assert not site.build().failed
        (dark,) = self.drafts(site)
        with Image.open(original) as light:
            middle = (light.width // 2, light.height // 2)
            assert near(light.convert("RGB").getpixel(middle), dark.getpixel(middle), 40) is False
            assert brightness(light.convert("RGB")) > brightness(dark)
        assert len(server.requests) == 1

    @staticmethod
    def drafts(site: Site) -> list[Image.Image]:
        paths = sorted((site.root / "site/assets/imggen").glob("draft-*"), key=lambda path: "--dark" in path.name)
        return [Image.open(io.BytesIO(path.read_bytes())).convert("RGB") for path in paths]


def brightness(image: Image.Image) -> float:
    counts = image.convert("L").histogram()
    return sum(level * count for level, count in enumerate(counts)) / sum(counts)


def near(one: Any, other: Any, most: int) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


class TestCommands:
    def test_the_plan_has_it_below_its_picture(self, site: Site) -> None:
        site.page(TWO)
        lines = [line.split("  ") for line in run("plan").stdout.splitlines()]
        assert [line[1:4] for line in lines[:-1]] == [
            ["hero", "index.md:1", "never made"],
            ["└ hero--dark", "index.md:1", "never made, from @hero"],
        ]

    def test_only_the_twin_brings_its_picture_along_and_the_picture_not_the_twin(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        assert run("generate", "--only", "hero").exit_code == 0
        assert prompts(server) == ["A hill"]
        assert run("generate", "--only", "hero--dark").exit_code == 0
        assert len(server.requests) == 2

    def test_all_that_a_person_decides_works_by_its_name(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        run("generate")
        assert "picture:    hero--dark" in run("show", "hero--dark").stdout
        assert run("reroll", "hero--dark").exit_code == 0
        assert run("pick", "hero--dark", "1").exit_code == 0
        (site.root / "mine.webp").write_bytes(picture(1536, 1024, format_="webp", hue=0.2))
        assert run("adopt", "hero--dark", "mine.webp").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "fresh"}
        assert len(server.requests) == 3

    def test_one_that_was_sent_and_never_answered_is_sent_again_by_its_name(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        server.script = [Reply(), Reply.error(400, "moderation_blocked", "too dark")]
        assert run("generate").exit_code == 1
        assert run("generate").exit_code == 1
        assert len(server.requests) == 2
        assert run("retry", "hero--dark").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "fresh"}

    def test_another_take_of_the_picture_makes_it_stale(self, site: Site, server: ImageServer) -> None:
        site.page(TWO)
        run("generate")
        run("reroll", "hero")
        assert states() == {"hero": "fresh", "hero--dark": "stale"}
        assert run("generate", "--stale").exit_code == 0
        assert states() == {"hero": "fresh", "hero--dark": "fresh"}
        assert len(server.requests) == 4

    def test_it_is_kept_while_a_page_wants_it(self, site: Site) -> None:
        site.page(TWO)
        run("generate")
        assert run("gc").stdout == "nothing to collect\n"
        site.page(ONE)
        assert re.match(r"hero--dark-[0-9a-f]{8}: no page wants it\n", run("gc").stdout)

    def test_a_locked_build_names_both_that_are_missing(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "1")
        site.page(TWO)
        built = site.build()
        assert built.failed
        assert [line.partition(",")[0] for line in built.said("ERROR") if "not in the store" in line] == [
            "index.md:1: imggen: the picture `hero` is not in the store",
            "index.md:1: imggen: the picture `hero--dark` is not in the store",
        ]


class TestPages:
    @pytest.mark.parametrize(
        ("theme", "palette", "switch"),
        [
            ("material", True, "fragment"),
            ("materialx", True, "fragment"),
            ("zensical", True, "fragment"),
            ("material", False, "never"),
            ("mkdocs", False, "class"),
            ("readthedocs", False, "system"),
            ("readthedocs", True, "system"),
            (None, False, "system"),
        ],
    )
    def test_what_turns_a_theme_dark(self, theme: str | None, palette: bool, switch: str) -> None:
        assert switch_of(theme, palette=palette) == switch

    @pytest.mark.parametrize("directories", [True, False])
    def test_material_shows_the_one_of_its_palette_at_every_depth(self, site: Site, directories: bool) -> None:
        site.more = {"theme": PALETTE, "use_directory_urls": directories, "validation": {"anchors": "warn"}}
        site.page(TWO)
        site.page("# Deep\n\n![](imggen:@hero)\n", "a/deep.md")
        built = site.build()
        assert not built.failed, built.lines
        assert [text for level, text in built.lines if level == "WARNING"] == []
        up, name = ("../../", "a/deep/index.html") if directories else ("../", "a/deep.html")
        for html, root in ((built.html(), ""), (built.html(name), up)):
            assert re.findall(r'src="([^"]*/imggen/)[^"]*?(--dark|)-[0-9a-f]{8}\.webp(#[^"]*)"', html) == [
                (f"{root}assets/imggen/", "", "#only-light"),
                (f"{root}assets/imggen/", "--dark", "#only-dark"),
            ]
        assert "imggen-dark" not in built.html()

    def test_without_a_palette_only_the_light_one_is_seen_and_that_is_said(self, site: Site) -> None:
        site.more = {"theme": {"name": "material", "font": False}}
        site.page(TWO)
        built = site.build()
        assert "--dark" not in built.html()
        assert (
            "INFO",
            "imggen: dark twins are not shown, since the theme has no `palette` and stays light: index.md:1",
        ) in built.lines

    def test_the_theme_mkdocs_gets_its_rule_on_the_pages_with_twins(self, site: Site) -> None:
        site.page(TWO)
        site.page("# Deep\n\n![](imggen:@hero)\n", "a/deep.md")
        site.page("# Other\n\n![A fox](imggen:)\n", "other.md")
        built = site.build()
        for name in ("index.html", "a/deep/index.html"):
            head, _, body = built.html(name).partition("</head>")
            assert head.count(STYLE) == 1
            assert re.findall(r'class="(imggen-\w+)"', body) == ["imggen-light", "imggen-dark"]
            assert re.findall(r'loading="(\w+)"', body) == ["lazy", "lazy"]
        assert STYLE not in built.html("other/index.html")
        assert STYLE not in built.html("404.html")

    def test_readthedocs_and_others_leave_it_to_the_system(self, site: Site) -> None:
        site.more = {"theme": {"name": "readthedocs"}}
        site.page(TWO)
        html = site.build().html()
        assert re.search(
            r'<picture><source media="\(prefers-color-scheme: dark\)"[^>]* srcset="assets/imggen/hero--dark-[^>]* />'
            r'<img [^>]*loading="eager"[^>]* src="assets/imggen/hero-[0-9a-f]{8}\.webp"',
            html,
        )

    def test_a_twin_of_another_size_says_it(self, site: Site) -> None:
        site.more = {"theme": {"name": "readthedocs"}}
        site.page(TWO)
        run("generate")
        (site.root / "mine.webp").write_bytes(picture(600, 600, format_="webp", hue=0.2))
        assert run("adopt", "hero--dark", "mine.webp").exit_code == 0
        assert re.search(r'<source height="600" media="\(pref[^>]* width="600" />', site.build().html())

    def test_the_authors_loading_wins(self, site: Site) -> None:
        site.page(TWO.replace("dark:", "loading: eager\ndark:"))
        assert re.findall(r'loading="(\w+)"', site.build().html()) == ["eager", "eager"]

    def test_excerpts_of_a_blog_show_both_too(self, site: Site) -> None:
        site.more = {"theme": PALETTE}
        site.plugins = ["blog"]
        site.page("# Home\n")
        site.page("# Blog\n", "blog/index.md")
        site.page(
            "---\ndate: 2026-11-22\nslug: post\n---\n\n# Post\n\n![A hill](imggen:?dark=true)\n\n<!-- more -->\n",
            "blog/posts/post.md",
        )
        built = site.build()
        assert not built.failed, built.lines
        for name, up in (("blog/index.html", "../"), ("blog/2026/11/22/post/index.html", "../../../../../")):
            assert re.findall(rf'src="{re.escape(up)}assets/imggen/a-hill[^"]*#only-(\w+)"', built.html(name)) == [
                "light",
                "dark",
            ]

    def test_on_the_page_of_print_site_only_the_light_one_is_seen(self, site: Site) -> None:
        site.plugins = ["print-site"]
        site.page(TWO)
        built = site.build()
        assert not built.failed, built.lines
        assert re.findall(r'class="(imggen-\w+)"', built.html("print_page/index.html")) == ["imggen-light"]
        assert re.findall(r'class="(imggen-\w+)"', built.html()) == ["imggen-light", "imggen-dark"]

    @pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
    def test_each_of_both_can_be_enlarged_by_glightbox(self, site: Site, theme: str) -> None:
        site.plugins = ["glightbox"]
        site.more = {"theme": PALETTE if theme == "material" else {"name": theme}}
        site.imggen["formats"] = ["avif", "webp"]
        site.page(f"{TWO}\n[![A fox](imggen:?dark=true)](https://example.com)\n")
        built = site.build()
        assert not built.failed, built.lines
        assert built.html().count('class="glightbox"') == (1 if theme == "readthedocs" else 2)

    def test_a_page_without_a_head_says_that_both_are_seen(self, site: Site) -> None:
        theme = site.root / "theme"
        theme.mkdir()
        (theme / "main.html").write_text("{{ page.content }}", "utf-8")
        site.more = {"theme": {"name": "mkdocs", "custom_dir": str(theme)}}
        site.page(TWO)
        assert site.build().said("WARNING") == [
            "imggen: a page has no `</head>`, so pictures and their dark twins are both seen on it"
        ]

    def test_a_template_is_given_both_addresses(self, site: Site) -> None:
        theme = site.root / "theme"
        theme.mkdir()
        (theme / "main.html").write_text("{{ imggen('a').url }} {{ imggen('a').dark }} {{ imggen('b').dark }}.", "utf-8")
        site.more = {"theme": {"name": None, "custom_dir": str(theme)}}
        asset = {"alt": "A hill", "prompt": "A hill"}
        site.imggen["assets"] = {"a": asset | {"dark": True}, "b": asset}
        site.page("# Home\n")
        html = site.build().html()
        assert re.fullmatch(r"assets/imggen/a-[0-9a-f]{8}\.webp assets/imggen/a--dark-[0-9a-f]{8}\.webp \.", html.strip())
        assert len(list((site.root / "site/assets/imggen").iterdir())) == 3

    def test_the_extension_alone_asks_the_system_and_wants_both(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        site.imggen = {"provider": "sketch", "widths": []}
        site.page("![A hill](imggen:icon)\n")
        site.build()
        monkeypatch.chdir(site.root)

        def render(text: str) -> str:
            return markdown.markdown(text, extensions=["imggen"], extension_configs={"imggen": site.imggen})

        with pytest.raises(MissingPictureError, match="the picture `a-hill--dark` is not in the store; run `imggen generate`"):
            render("![A hill](imggen:icon?dark=true)")
        site.page("![A hill](imggen:icon?dark=true)\n")
        site.build()
        assert '<picture><source media="(prefers-color-scheme: dark)"' in render("![A hill](imggen:icon?dark=true)")


def test_zensical_shows_both_and_so_does_a_reference_on_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    palette = '[[project.theme.palette]]\nscheme = "default"\n[[project.theme.palette]]\nscheme = "slate"\n'
    head = '[project]\nsite_name = "Test"\nwatch = ["imggen"]\nsite_url = "https://example.invalid/docs/"\n'
    listed = '[project.markdown_extensions.imggen]\nprovider = "sketch"\nwidths = [320]\n'
    (tmp_path / "zensical.toml").write_text(head + listed + palette, "utf-8")
    (tmp_path / "docs/a").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Home\n\n![A hill](imggen:icon?name=hill&dark=true)\n", "utf-8")
    (tmp_path / "docs/a/deep.md").write_text("# Deep\n\n![The hill](imggen:@hill)\n", "utf-8")

    def build() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "zensical", "build"], capture_output=True, text=True, check=False)

    assert run("generate", "--only", "hill").exit_code == 0
    assert "the picture `hill--dark` is not in the store; run `imggen generate` first" in build().stderr
    assert run("generate").exit_code == 0
    assert run("publish").exit_code == 0
    assert run("check", "--strict").exit_code == 0
    done = build()
    assert done.returncode == 0, done.stderr
    for name, up in (("index.html", ""), ("a/deep/index.html", "../../")):
        html = (tmp_path / "site" / name).read_text("utf-8")
        assert re.findall(r'src="([^"]*)assets/imggen/hill(--dark|)-[0-9a-f]{8}\.webp#only-(\w+)"', html) == [
            (up, "", "light"),
            (up, "--dark", "dark"),
        ]
        assert html.count(f'srcset="{up}assets/imggen/hill') == 2
    named = set(re.findall(r"assets/imggen/[^ \",#]+", html))
    assert {path.name for path in (tmp_path / "site/assets/imggen").iterdir()} == {name.rpartition("/")[2] for name in named}
