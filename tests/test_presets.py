from __future__ import annotations

import pytest

from mkdocs_imggen.presets import BUILT_IN, WORDS, Preset, read_presets
from mkdocs_imggen.request import BACKGROUNDS, QUALITIES, SIZES


def test_the_default_preset_adds_no_words() -> None:
    assert BUILT_IN["default"] == Preset(
        prompt="{prompt}", size="3:2", background="opaque", quality="medium", palette=(), avoid=()
    )


def test_every_built_in_preset_can_be_used_as_it_is() -> None:
    assert list(BUILT_IN) == ["default", "icon", "character", "sticker", "hero", "isometric"]
    for preset in BUILT_IN.values():
        assert "{prompt}" in preset.prompt
        assert preset.size in SIZES
        assert preset.background in BACKGROUNDS
        assert preset.quality in QUALITIES


def test_a_site_without_presets_has_the_built_in_ones() -> None:
    assert read_presets({}) == BUILT_IN


def test_a_preset_starts_from_the_default_and_changes_what_it_says() -> None:
    presets = read_presets(
        {"ink": {"prompt": "{prompt} in ink, {palette}", "palette": ["black", " red "], "avoid": "text, , people"}}
    )
    assert presets["ink"] == Preset(prompt="{prompt} in ink, {palette}", palette=("black", "red"), avoid=("text", "people"))


@pytest.mark.parametrize(
    "sizes",
    [
        "50em",
        "100vw",
        "calc(100vw - 2rem)",
        "(min-width: 60em) 50em, 100vw",
        "(width <= 30em) 90vw, (min-width: 60em) 20.5em, 50vw",
    ],
)
def test_a_preset_says_how_wide_its_pictures_are_shown_and_how_they_are_treated(sizes: str) -> None:
    presets = read_presets({"wide": {"sizes": sizes, "kind": "photo"}, "cut": {"extends": "icon", "trim": True}})
    assert presets["wide"] == Preset(sizes=sizes, kind="photo")
    assert (presets["cut"].trim, presets["cut"].background) == (True, "transparent")


def test_extends_is_followed_whatever_the_order() -> None:
    presets = read_presets({"c": {"extends": "b", "size": "2:3"}, "b": {"extends": "icon", "quality": "low"}})
    assert presets["c"] == Preset(prompt=BUILT_IN["icon"].prompt, size="2:3", background="transparent", quality="low")


def test_a_changed_built_in_preset_keeps_the_rest_of_itself() -> None:
    presets = read_presets({"icon": {"quality": "high"}, "hero": {"extends": "hero", "size": "1:1"}})
    assert presets["icon"] == Preset(prompt=BUILT_IN["icon"].prompt, size="1:1", background="transparent", quality="high")
    assert presets["hero"] == Preset(prompt=BUILT_IN["hero"].prompt, size="1:1", quality="high")


def test_a_changed_default_is_inherited_by_the_presets_of_the_site_only() -> None:
    presets = read_presets({"default": {"quality": "low"}, "ink": {"size": "1:1"}})
    assert presets["ink"] == Preset(quality="low", size="1:1")
    assert presets["isometric"].quality == "medium"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"a": {"extends": "a"}}, "preset `a`: `a` extends itself"),
        ({"a": None}, "preset `a`: expected a mapping, got NoneType"),
        ({"a": {"extends": "ikon"}}, "preset `a`: extends unknown preset `ikon` (did you mean `icon`?)"),
        ({"a": {"extends": ["icon"]}}, "preset `a`: extends unknown preset `['icon']` (did you mean `icon`?)"),
        ({"a": {"qualty": "low"}}, "preset `a`: unknown option `qualty` (did you mean `quality`?)"),
        ({"a": {1: "low"}}, "preset `a`: unknown option `1`"),
        ({"a": {"size": 969}}, "preset `a`: `size` must be text, got 969; put it in quotes"),
        ({"a": {"prompt": "in ink"}}, "preset `a`: `prompt` must contain `{prompt}`"),
        (
            {"a": {"prompt": "{prompt} {style}"}},
            "preset `a`: `prompt` may contain `{prompt}` and `{palette}` and no other braces",
        ),
        ({"a": {"prompt": "{prompt} }"}}, "preset `a`: `prompt` may contain `{prompt}` and `{palette}` and no other braces"),
        ({"a": {"palette": None}}, "preset `a`: `palette` must be a list of texts, got None; put them in quotes"),
        ({"a": {"avoid": ["x", 7]}}, "preset `a`: `avoid` must be a list of texts, got ['x', 7]; put them in quotes"),
        ({"a": {"kind": "painting"}}, "preset `a`: `kind` must be drawing or photo, got 'painting'"),
        ({"a": {"kind": True}}, "preset `a`: `kind` must be text, got True; put it in quotes"),
        ({"a": {"trim": "yes"}}, "preset `a`: `trim` must be true or false, got 'yes'"),
        (
            {"a": {"sizes": "wide"}},
            "preset `a`: `sizes` must be as in HTML, such as `(min-width: 60em) 50em, 100vw`, got 'wide'",
        ),
        (
            {"a": {"sizes": '50em" onload="x'}},
            "preset `a`: `sizes` must be as in HTML, such as `(min-width: 60em) 50em, 100vw`, got '50em\" onload=\"x'",
        ),
        ({"a b": {}}, "preset `a b`: a preset's name has letters a to z, digits, `-` and `_` only"),
        ({"größe": {}}, "preset `größe`: a preset's name has letters a to z, digits, `-` and `_` only"),
        ({"-a": {}}, "preset `-a`: a preset's name has letters a to z, digits, `-` and `_` only"),
    ],
)
def test_each_mistake_is_told(raw: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared below
        read_presets(raw)
    assert str(caught.value) == message


def test_a_circle_is_told_for_each_preset_in_it() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - as above
        read_presets({"a": {"extends": "b"}, "b": {"extends": "a"}})
    assert str(caught.value) == "preset `a`: `a` extends itself\npreset `b`: `b` extends itself"


def test_a_chain_has_an_end() -> None:
    chain: dict[str, object] = {f"p{n}": {"extends": f"p{n + 1}"} for n in range(5000)}
    with pytest.raises(ValueError, match="preset `p0`: extends more than 20 presets in a row"):
        read_presets({"p0": chain["p0"], **chain, "p5000": {}})
    fine: dict[str, object] = {f"p{n}": {"extends": f"p{n + 1}"} for n in range(19)}
    assert read_presets({**fine, "p19": {"quality": "max"}})["p0"] == Preset(quality="max")


def test_the_words_of_a_preset_are_its_fields() -> None:
    assert WORDS == (
        "prompt",
        "size",
        "background",
        "quality",
        "palette",
        "avoid",
        "references",
        "kind",
        "trim",
        "sizes",
    )


def test_references_are_paths_with_or_without_a_role() -> None:
    assert read_presets({"a": {"references": ["logo.png", {"style": "ink.png"}, "@hero"]}})["a"].references == (
        "logo.png",
        "style: ink.png",
        "@hero",
    )


def test_ratios_that_yaml_read_as_numbers_are_ratios_again() -> None:
    presets = read_presets({"a": {"size": 61}, "b": {"size": 182}, "c": {"size": 123}})
    assert [presets[name].size for name in "abc"] == ["1:1", "3:2", "2:3"]
    with pytest.raises(ValueError, match="`size` must be text, got 62; put it in quotes"):
        read_presets({"a": {"size": 62}})
