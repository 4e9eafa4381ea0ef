from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from makers import a_record, a_request, fence, inline, site

from mkdocs_imggen.errors import DirectiveError
from mkdocs_imggen.meaning import resolve
from mkdocs_imggen.record import Index, State
from mkdocs_imggen.request import Input, Recipe, Request, digest_of, recipes, source_type, widths

if TYPE_CHECKING:
    from mkdocs_imggen.directive import Directive
    from mkdocs_imggen.settings import Settings

LITERALS = json.loads(Path(__file__).with_name("keys.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", LITERALS["requests"], ids=lambda case: case["why"])
def test_literal_requests_have_their_literal_keys_for_ever(case: dict[str, Any]) -> None:
    """A failure here would make users pay again: the code is to be changed, never `keys.json`."""
    assert Request(**case["request"]).key == case["key"]


@pytest.mark.parametrize("case", LITERALS["directives"], ids=lambda case: case["why"])
def test_literal_directives_have_their_literal_digests_and_keys_for_ever(case: dict[str, Any]) -> None:
    """As above."""
    asset = resolve(fence(case["fence"]), site(**case["settings"]))
    assert (asset.digest, asset.request.key) == (case["digest"], case["key"])


def test_the_literals_differ_wherever_their_requests_do() -> None:
    assert len(LITERALS["requests"]) >= 12
    assert len({case["key"] for case in LITERALS["requests"]}) == len(LITERALS["requests"])


def test_a_key_is_the_digest_of_canonical_json() -> None:
    # printf '{"a":1,"b":"é"}' | sha256sum
    assert digest_of({"b": "é", "a": 1}) == "09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6"


def test_the_first_take_is_not_a_field_of_the_key() -> None:
    assert a_request(take=1).key == a_request().key
    assert a_request(take=2).key != a_request().key


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "A lighthouse at dusk"},
        {"provider": "sketch"},
        {"model": "gpt-image-2"},
        {"width": 1024},
        {"height": 1536},
        {"quality": "high"},
        {"background": "transparent"},
        {"format": "png"},
        {"take": 2},
    ],
)
def test_every_field_of_a_request_enters_its_key(changes: dict[str, Any]) -> None:
    assert a_request(**changes).key != a_request().key


def test_a_request_knows_its_size_and_whether_it_lets_the_page_through() -> None:
    assert a_request().size == "1536x1024"
    assert a_request().transparent is False
    assert a_request(background="transparent").transparent is True


WRITTEN = "prompt: A lighthouse at dawn\nalt: A lighthouse\n"


def state_after(before: Directive, then: Settings, after: Directive, now: Settings) -> State:
    """Make the picture of one directive, and ask what the store then has for another."""
    made = resolve(before, then)
    entry = a_record(request=made.request, directives=(made.digest,), preset=made.preset, name=made.name, stem="x").entry
    return Index([entry]).find(resolve(after, now))[0]


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ("", "name: beacon\n", "fresh"),
        ("name: beacon\n", "name: tower\n", "fresh"),
        ("name: beacon\n", "", "fresh"),
        ("", "caption: Ours\nclass: wide\nwidth: 240\n", "fresh"),
        ("", "size: 3:2\n", "fresh"),
        ("", "size: landscape\n", "fresh"),
        ("", "size: 1536x1024\n", "fresh"),
        ("", "quality: medium\n", "fresh"),
        ("", "background: opaque\n", "fresh"),
        ("", "format: webp\n", "fresh"),
        ("", "model: auto\n", "fresh"),
        ("", "take: 1\n", "fresh"),
        ("", "preset: default\n", "fresh"),
        ("", "references: ' , '\n", "fresh"),
        ("size: 1:1\n", "size: square\n", "fresh"),
        ("", "size: 1:1\n", "missing"),
        ("", "quality: high\n", "missing"),
        ("", "background: transparent\n", "missing"),
        ("", "format: png\n", "missing"),
        ("", "model: gpt-image-2\n", "missing"),
        ("", "take: 2\n", "missing"),
        ("", "preset: icon\n", "missing"),
        ("", "text: Ahoy\n", "missing"),
    ],
)
def test_what_a_change_of_a_directive_costs(before: str, after: str, state: str) -> None:
    assert state_after(fence(WRITTEN + before), site(), fence(WRITTEN + after), site()) == state


@pytest.mark.parametrize(
    ("then", "now", "written", "state"),
    [
        ({}, {"preset": "hero"}, "", "stale"),
        ({}, {"preset": "icon"}, "", "stale"),
        ({}, {"provider": "sketch"}, "", "stale"),
        ({}, {"model": "gpt-image-2"}, "", "stale"),
        ({}, {"format": "png"}, "", "stale"),
        ({}, {"presets": {"default": {"quality": "low"}}}, "", "stale"),
        ({}, {"presets": {"icon": {"prompt": "{prompt}, in ink"}}}, "preset: icon\n", "stale"),
        ({}, {"presets": {"icon": {"prompt": "{prompt}, in ink"}}}, "", "fresh"),
        ({}, {"presets": {"default": {"prompt": "{prompt}"}}}, "", "fresh"),
        ({}, {"model": "auto", "provider": "auto", "format": "webp", "preset": "default"}, "", "fresh"),
        ({}, {"widths": [320], "formats": ["avif"], "lazy": False, "publish": "copy", "budget": 9}, "", "fresh"),
        ({}, {"store": "elsewhere", "cache": "/tmp/cache", "mode": "locked", "serve": "generate"}, "", "fresh"),
        ({}, {"preset": "hero"}, "preset: icon\nsize: 1:1\n", "fresh"),
    ],
)
def test_what_a_change_of_the_site_costs(then: dict[str, Any], now: dict[str, Any], written: str, state: str) -> None:
    directive = fence(WRITTEN + written)
    assert state_after(directive, site(**then), directive, site(**now)) == state


def test_going_back_to_an_earlier_prompt_finds_its_picture() -> None:
    old, new = resolve(fence("prompt: A cat\nalt: A cat"), site()), resolve(fence("prompt: A dog\nalt: A cat"), site())
    entries = [a_record(request=asset.request, directives=(asset.digest,), stem=asset.label).entry for asset in (old, new)]
    state, entry = Index(entries).find(resolve(fence("prompt: A cat\nalt: A cat"), site()))
    assert state is State.FRESH
    assert entry
    assert entry.stem == "a-cat"


def test_a_moved_directive_is_the_same_asset_in_every_form() -> None:
    assets = [
        resolve(inline("A lighthouse at dawn"), site()),
        resolve(inline("A lighthouse", title="A lighthouse at dawn"), site()),
        resolve(inline("A  lighthouse\n at&#32;dawn "), site()),
        resolve(fence("prompt: >\n  A lighthouse\n  at dawn\nalt: x"), site()),
        resolve(fence('alt: x\r\nprompt: "A lighthouse at dawn"\r\n'), site()),
        resolve(fence("alt: x\nprompt: A lighthouse at dawn\n"), site()),
    ]
    assert {asset.digest for asset in assets} == {"616d6a421cca1a6e2aaa30a3787619cb378ecc924c47237f88f699d15a04042b"}
    assert {asset.request.key for asset in assets} == {a_request().key}


def test_an_option_in_the_address_in_braces_and_in_a_fence_is_the_same() -> None:
    assets = [
        resolve(inline("A cat", "icon?size=3:2&quality=high"), site()),
        resolve(inline("A cat", "icon?quality=high", size="landscape"), site()),
        resolve(fence("prompt: A cat\nalt: x\nquality: high\nsize: 1536x1024\npreset: icon"), site()),
    ]
    assert len({(asset.digest, asset.request.key) for asset in assets}) == 1


def test_everything_resolved_is_in_the_asset() -> None:
    settings = site(provider="sketch", model="m", format="png", presets={"ink": {"prompt": "{prompt} in ink", "quality": "low"}})
    asset = resolve(fence("prompt: A cat\nalt: x\nname: tom\npreset: ink\nsize: 2:3\ntake: 7"), settings)
    assert (asset.label, asset.name, asset.preset) == ("tom", "tom", "ink")
    assert asset.request == Request(
        prompt="A cat in ink",
        provider="sketch",
        model="m",
        width=1024,
        height=1536,
        quality="low",
        background="opaque",
        format="png",
        take=7,
    )


def test_a_picture_without_a_name_is_labelled_by_its_prompt() -> None:
    assert resolve(inline("A Lighthouse, at dawn!"), site()).label == "a-lighthouse-at-dawn"
    assert resolve(inline("灯台"), site()).label == "picture"
    assert resolve(inline("灯台"), site()).name is None


@pytest.mark.parametrize(
    ("preset", "written", "prompt"),
    [
        ({}, "", "A cat"),
        ({"prompt": "Draw {prompt}, in {palette}. "}, "", "Draw A cat, in ."),
        ({"prompt": "{prompt} in {palette}", "palette": "red, blue"}, "", "A cat in red, blue"),
        ({"palette": ["red", "blue"]}, "", "A cat. Colours: red, blue."),
        ({"avoid": ["text", "people"]}, "", "A cat. Avoid: text, people."),
        ({}, "text: Ahoy\n", 'A cat. The picture contains exactly this text, legible and correctly spelt: "Ahoy".'),
        (
            {"palette": "red", "avoid": "fog"},
            "text: [Ahoy, 'Land ho']\n",
            (
                "A cat. Colours: red. Avoid: fog. The picture contains exactly this text, legible and correctly spelt:"
                ' "Ahoy" and "Land ho".'
            ),
        ),
    ],
)
def test_the_final_prompt_is_the_authors_words_in_the_presets_template(preset: dict[str, Any], written: str, prompt: str) -> None:
    directive = fence("prompt: A cat\nalt: x\n" + written)
    assert resolve(directive, site(presets={"default": preset})).request.prompt == prompt


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("A cat", "A cat. In ink. Avoid: fog."),
        ("A cat.", "A cat. In ink. Avoid: fog."),
        ("A cat!", "A cat! In ink. Avoid: fog."),
    ],
)
def test_a_full_stop_stands_once_between_sentences(words: str, prompt: str) -> None:
    settings = site(presets={"default": {"prompt": "{prompt}. In ink", "avoid": "fog"}})
    assert resolve(inline(words), settings).request.prompt == prompt


def test_an_authors_own_full_stop_stays_where_the_preset_adds_nothing() -> None:
    assert resolve(inline("A cat."), site()).request.prompt == "A cat."
    assert (
        resolve(inline("Look: a cat!"), site(presets={"default": {"avoid": "fog"}})).request.prompt == "Look: a cat! Avoid: fog."
    )


def test_braces_in_an_authors_words_are_words() -> None:
    directive = fence('prompt: "a {palette} of {prompt}"\nalt: x')
    settings = site(presets={"default": {"prompt": "{prompt} ({palette})", "palette": "red"}})
    assert resolve(directive, settings).request.prompt == "a {palette} of {prompt} (red)"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("preset: ikon", "imggen: unknown preset `ikon` (did you mean `icon`?); see `presets:`"),
        (
            "size: 16:9",
            "imggen: `size` is `16:9`; use 1:1, square, 3:2, landscape, 2:3, portrait or WIDTHxHEIGHT",
        ),
        (
            "size: landscpe",
            (
                "imggen: `size` is `landscpe` (did you mean `landscape`?);"
                " use 1:1, square, 3:2, landscape, 2:3, portrait or WIDTHxHEIGHT"
            ),
        ),
        ("size: 0x10", "imggen: `size` is `0x10`; use 1:1, square, 3:2, landscape, 2:3, portrait or WIDTHxHEIGHT"),
        ("size: 10000x10", "imggen: `size` is `10000x10`; use 1:1, square, 3:2, landscape, 2:3, portrait or WIDTHxHEIGHT"),
        ("take: 0", "imggen: `take` is `0`; write a whole number from 1 to 999"),
        ("take: 1000", "imggen: `take` is `1000`; write a whole number from 1 to 999"),
        ("take: -1", "imggen: `take` is `-1`; write a whole number from 1 to 999"),
        ("take: 1.0", "imggen: `take` is `1.0`; write a whole number from 1 to 999"),
        ("take: ٣", "imggen: `take` is `٣`; write a whole number from 1 to 999"),
        ("quality: ultra", "imggen: `quality` is `ultra`; use one of low, medium, high, xhigh, max"),
        ("quality: hihg", "imggen: `quality` is `hihg` (did you mean `high`?); use one of low, medium, high, xhigh, max"),
        ("background: white", "imggen: `background` is `white`; use one of opaque, transparent"),
        ("format: avif", "imggen: `format` is `avif`; use one of webp, png, jpeg"),
        (
            "format: jpeg\nbackground: transparent",
            "imggen: JPEG cannot be transparent; use `format: webp` or `png`, or an opaque background",
        ),
    ],
)
def test_a_value_without_a_meaning_is_told(written: str, line: str) -> None:
    with pytest.raises(DirectiveError) as caught:
        resolve(fence(f"{WRITTEN}{written}\n"), site())
    assert str(caught.value) == line


def test_a_take_of_five_thousand_digits_is_told_too() -> None:
    with pytest.raises(DirectiveError, match="`take` is `9999"):
        resolve(fence(f"{WRITTEN}take: {'9' * 5000}\n"), site())


def test_a_list_where_a_word_is_wanted_is_told() -> None:
    directive = fence(WRITTEN)
    wrong = type(directive)(form="config", prompt="x", options={"size": ("1:1", "3:2")})
    with pytest.raises(DirectiveError) as caught:
        resolve(wrong, site())
    assert str(caught.value) == "imggen: `size` is a list; write one value"


def test_a_prompt_that_a_preset_makes_too_long_is_told() -> None:
    settings = site(presets={"default": {"prompt": "{prompt} " + "x" * 31_999}})
    with pytest.raises(DirectiveError) as caught:
        resolve(inline("A cat"), settings)
    assert str(caught.value) == "imggen: the prompt has 32,005 characters; shorten it to 32,000"


@pytest.mark.parametrize("options", [{"prompt": "half \ud800"}, {"prompt": "x", "options": {"model": "\udfff"}}])
def test_half_a_character_is_told_and_not_hashed(options: dict[str, Any]) -> None:
    wrong = type(fence(WRITTEN))(form="config", **options)
    with pytest.raises(DirectiveError) as caught:
        resolve(wrong, site())
    assert str(caught.value) == "imggen: half of a character (a lone surrogate) in the words of this picture"


def test_renditions_are_never_wider_than_the_original() -> None:
    assert widths(site(), 1536) == (640, 1280, 1536)
    assert widths(site(), 1280) == (640, 1280)
    assert widths(site(), 500) == (500,)
    assert widths(site(widths=[]), 1536) == (1536,)


def test_each_format_has_a_recipe_with_its_own_scale_of_quality() -> None:
    assert recipes(site(formats=["avif", "webp", "jpeg"])) == (
        Recipe(format="avif", quality=60, disclosed=True),
        Recipe(format="webp", quality=85, disclosed=True),
        Recipe(format="jpeg", quality=85, disclosed=True),
    )
    assert recipes(site(formats=["avif", "webp", "jpeg"], disclosure="none"), kind="photo", trim=True) == (
        Recipe(format="avif", quality=50, trim=True),
        Recipe(format="webp", quality=75, trim=True),
        Recipe(format="jpeg", quality=85, trim=True),
    )


@pytest.mark.parametrize(("disclosure", "disclosed"), [("none", False), ("metadata", True), ("caption", True)])
def test_a_recipe_says_whether_the_file_tells_how_the_picture_was_made(disclosure: str, disclosed: bool) -> None:
    assert [recipe.disclosed for recipe in recipes(site(disclosure=disclosure))] == [disclosed]


@pytest.mark.parametrize(
    ("provider", "inputs", "word"),
    [
        ("openai", (), "trainedAlgorithmicMedia"),
        ("auto", (), "trainedAlgorithmicMedia"),
        ("openai", (Input("edit", "a" * 64),), "compositeWithTrainedAlgorithmicMedia"),
        ("openai", (Input("reference", "a" * 64),), "compositeWithTrainedAlgorithmicMedia"),
        ("openai", (Input("edit", f"{'a' * 64}:1"), Input("mask", "b" * 64)), "trainedAlgorithmicMedia"),
        ("sketch", (), "digitalCreation"),
        ("person", (), ""),
        ("unknown", (Input("edit", "a" * 64),), ""),
    ],
)
def test_how_a_picture_was_made_is_said_in_a_word_of_iptc(provider: str, inputs: tuple[Input, ...], word: str) -> None:
    assert source_type(provider, inputs) == word


def test_trim_is_no_part_of_what_is_asked_nor_of_what_the_directive_says() -> None:
    plain = resolve(inline("A lock", "icon"), site())
    cut = resolve(inline("A lock", "icon?trim=true"), site())
    assert (plain.trim, cut.trim) == (False, True)
    assert (cut.request.key, cut.digest) == (plain.request.key, plain.digest)
    of_preset = site(presets={"icon": {"trim": True, "kind": "photo", "sizes": "10em"}})
    assert resolve(inline("A lock", "icon"), of_preset) == cut
    assert resolve(inline("A lock", "icon?trim=false"), of_preset) == plain


@pytest.mark.parametrize("address", ["?trim=true", "?trim", "icon?trim=true&background=opaque", "cut?background=opaque"])
def test_what_is_opaque_cannot_be_trimmed(address: str) -> None:
    with pytest.raises(DirectiveError) as caught:
        resolve(inline("A lock", address), site(presets={"cut": {"extends": "icon", "trim": True}}))
    assert str(caught.value) == (
        "imggen: `trim` cuts off what is transparent, and this picture is opaque;"
        " add `background: transparent`, or say `trim: false`"
    )


def test_a_family_depends_on_original_format_and_quality() -> None:
    # printf 'abc:webp:85' | sha256sum
    assert Recipe(format="webp").family("abc") == "e4e00bdea6fbdf30dba9e7bcbc42bfb65532521266a2d329d1fc1c72472343a4"
    families = {
        Recipe(format="webp").family("abc"),
        Recipe(format="webp").family("abd"),
        Recipe(format="png").family("abc"),
        Recipe(format="webp", quality=84).family("abc"),
        Recipe(format="webp", trim=True).family("abc"),
        Recipe(format="webp", disclosed=True).family("abc"),
    }
    assert len(families) == 6
