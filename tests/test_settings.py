from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from makers import BASE, site

from mkdocs_imggen.presets import BUILT_IN, Preset
from mkdocs_imggen.settings import Settings, load


def faults_of(**options: Any) -> list[tuple[str, str]]:
    return load(options, BASE)[1]


def test_nothing_set_gives_the_documented_defaults() -> None:
    assert site() == Settings(
        provider="auto",
        mode="auto",
        serve="draft",
        model="auto",
        base_url=None,
        api_key_env="OPENAI_API_KEY",
        store=Path("/project/imggen"),
        cache=Path("/project/.cache/imggen"),
        budget=1.0,
        concurrency=4,
        images_per_minute=5,
        timeout=360.0,
        preset="default",
        presets=BUILT_IN,
        assets={},
        format="webp",
        formats=("webp",),
        widths=(640, 1280),
        lazy=True,
        publish="auto",
    )


def test_every_setting_has_a_help_and_a_default_that_it_would_accept() -> None:
    defaults = Settings()
    for item in fields(Settings):
        assert len(item.metadata["help"]) > 10, item.name
        value = getattr(defaults, item.name)
        if item.name not in {"store", "cache", "presets", "assets", "formats", "widths"}:
            assert item.metadata["read"](value) == value, item.name


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("provider", " sketch ", "sketch"),
        ("mode", "locked", "locked"),
        ("serve", "generate", "generate"),
        ("base_url", None, None),
        ("api_key_env", "MY_KEY_2", "MY_KEY_2"),
        ("store", "pictures", Path("/project/pictures")),
        ("store", "/elsewhere", Path("/elsewhere")),
        ("cache", "../cache", Path("/project/../cache")),
        ("budget", 3, 3.0),
        ("budget", 0, 0.0),
        ("concurrency", 64, 64),
        ("concurrency", 8.0, 8),
        ("timeout", 1.5, 1.5),
        ("format", "png", "png"),
        ("formats", ["avif", "webp", "avif"], ("avif", "webp")),
        ("formats", ("png",), ("png",)),
        ("widths", [1280, 640, 640], (640, 1280)),
        ("widths", [], ()),
        ("lazy", False, False),
        ("inputs", ["docs", "/brand"], (Path("/project/docs"), Path("/brand"))),
        ("assets", {"hero": {"prompt": "x"}, 7: None}, {"hero": {"prompt": "x"}, "7": None}),
    ],
)
def test_values_are_read_as_the_user_meant_them(name: str, written: object, value: object) -> None:
    assert getattr(site(**{name: written}), name) == value


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("provider", "", "expected text, got ''"),
        ("provider", ["sketch"], "expected text, got ['sketch']"),
        ("mode", "lokced", "expected one of auto, generate, locked, draft; got 'lokced' (did you mean `locked`?)"),
        ("mode", False, "expected one of auto, generate, locked, draft; got False"),
        ("serve", "locked", "expected one of draft, generate; got 'locked'"),
        ("base_url", 7, "expected text, got 7"),
        ("budget", -0.01, "expected a number from 0 to 100000, got -0.01"),
        ("budget", "1.00", "expected a number from 0 to 100000, got '1.00'"),
        ("budget", True, "expected a number from 0 to 100000, got True"),
        ("budget", float("nan"), "expected a number from 0 to 100000, got nan"),
        ("budget", float("inf"), "expected a number from 0 to 100000, got inf"),
        ("concurrency", 0, "expected a number from 1 to 64, got 0"),
        ("concurrency", 65, "expected a number from 1 to 64, got 65"),
        ("concurrency", 2.5, "expected a whole number, got 2.5"),
        ("images_per_minute", None, "expected a number from 1 to 10000, got None"),
        ("timeout", 0.5, "expected a number from 1 to 3600, got 0.5"),
        ("presets", [], "expected a mapping, got []"),
        ("assets", "hero", "expected a mapping, got 'hero'"),
        ("format", "avif", "expected one of webp, png, jpeg; got 'avif'"),
        ("formats", "webp", "expected a list, got 'webp'"),
        ("formats", [], "expected a list, got []"),
        ("formats", ["wepb"], "expected one of avif, webp, png, jpeg; got 'wepb' (did you mean `webp`?)"),
        ("widths", 640, "expected a list of widths in pixels, got 640"),
        ("widths", [15], "expected a number from 16 to 8192, got 15"),
        ("inputs", "docs", "expected a list of folders, got 'docs'"),
        ("lazy", "no", "expected true or false, got 'no'"),
        ("publish", "symlink", "expected one of auto, copy, link; got 'symlink' (did you mean `link`?)"),
        ("store", 5, "expected text, got 5"),
        ("preset", "ikon", "unknown preset `ikon` (did you mean `icon`?)"),
    ],
)
def test_a_wrong_value_is_one_fault_and_the_default_stays(name: str, written: object, message: str) -> None:
    settings, faults = load({name: written}, BASE)
    assert faults == [(name, message)]
    assert name == "preset" or getattr(settings, name) == getattr(site(), name)


@pytest.mark.parametrize("written", ["sk-proj-abcdef", "sk_live_abcdef", "MY-KEY", "MY KEY", "SCHLÜSSEL", "_", "$KEY"])
def test_a_key_in_the_file_is_refused_and_not_repeated(written: str) -> None:
    assert faults_of(api_key_env=written) == [
        ("api_key_env", "expected the NAME of an environment variable; a key itself never belongs into a file")
    ]
    assert faults_of(api_key=written) == [("api_key", "a key never belongs into a file; set the environment variable")]


def test_unknown_options_are_named_with_the_nearest_known_one() -> None:
    assert faults_of(budgte="x", zzz=1, Widths=[]) == [
        ("budgte", "unknown option (did you mean `budget`?)"),
        ("zzz", "unknown option"),
        ("Widths", "unknown option (did you mean `widths`?)"),
    ]
    assert load({5: "x"}, BASE)[1] == [("5", "unknown option")]  # type: ignore[dict-item] # YAML has keys that are no text


def test_all_faults_are_reported_together() -> None:
    assert faults_of(mode="x", budget=-1, lazzy=True, presets={"a": {"size": 1}, "b": []}) == [
        ("mode", "expected one of auto, generate, locked, draft; got 'x'"),
        ("budget", "expected a number from 0 to 100000, got -1"),
        ("lazzy", "unknown option (did you mean `lazy`?)"),
        ("presets", "preset `a`: `size` must be text, got 1; put it in quotes"),
        ("presets", "preset `b`: expected a mapping, got list"),
    ]


def test_a_faulty_preset_does_not_also_make_its_name_unknown() -> None:
    assert faults_of(preset="house", presets={"house": {"sise": "1:1"}}) == [
        ("presets", "preset `house`: unknown option `sise` (did you mean `size`?)")
    ]


def test_presets_of_the_site_join_the_built_in_ones() -> None:
    settings = site(preset="house", presets={"house": {"prompt": "{prompt}, in ink"}})
    assert settings.presets["house"] == Preset(prompt="{prompt}, in ink")
    assert settings.presets["icon"] == BUILT_IN["icon"]


def test_another_server_needs_its_own_model_and_key() -> None:
    assert faults_of(base_url="https://pictures.example/v1") == [
        ("model", "needed with `base_url`: `auto` knows OpenAI's own models only"),
        ("api_key_env", "needed with `base_url`: OPENAI_API_KEY is only ever sent to OpenAI itself"),
    ]
    assert faults_of(base_url="pictures.example", model="m", api_key_env="MY_KEY") == [
        ("base_url", "expected an address that starts with https:// or http://")
    ]
    settings = site(base_url="http://localhost:8000/v1", model="m", api_key_env="MY_KEY", server="localai")
    assert settings.official is False
    assert faults_of(server="localai") == [("server", "says what speaks at `base_url`, and there is none")]
    assert site().official is True


@pytest.mark.parametrize(
    ("store", "cache"),
    [
        (".cache/imggen", ".cache/imggen"),
        (".cache/imggen/store", ".cache/imggen"),
        ("pictures", "."),
        (".cache/x/../imggen/store", ".cache/imggen"),
        ("pictures/./a", "pictures"),
    ],
)
def test_the_store_must_not_lie_in_what_may_be_deleted(store: str, cache: str) -> None:
    assert faults_of(store=store, cache=cache) == [("store", "must not lie in `cache`, which may be deleted")]


@pytest.mark.parametrize(("store", "cache"), [("imggen", "imggen/.cache"), (".cache/imggen2", ".cache/imggen")])
def test_the_cache_may_lie_in_the_store_or_beside_it(store: str, cache: str) -> None:
    assert faults_of(store=store, cache=cache) == []


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = site()
    with pytest.raises(AttributeError):
        settings.budget = 100.0  # type: ignore[misc] # that it cannot is the point
    with pytest.raises(TypeError):
        settings.presets["default"] = Preset(quality="max")  # type: ignore[index] # as above


@pytest.mark.parametrize("name", ["store", "cache"])
def test_a_path_has_no_characters_that_no_path_has(name: str) -> None:
    assert load({name: "a\0b"}, Path("/project"))[1] == [(name, "expected a path, got 'a\\x00b'")]
