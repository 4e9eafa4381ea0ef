"""The strict reader and its writer: text stays text, whatever it looks like, and nothing hostile costs time."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_imggen import plainyaml
from mkdocs_imggen.plainyaml import PlainYamlError, dump, load


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers, since a machine without libyaml must read the same."""
    name = str(request.param)
    if name == "libyaml" and not hasattr(yaml, "CBaseLoader"):
        pytest.skip("PyYAML without libyaml")
    monkeypatch.setattr(plainyaml, "_LOADER", yaml.CBaseLoader if name == "libyaml" else yaml.BaseLoader)
    return name


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("size: 16:9", {"size": "16:9"}),
        ("a: no\nb: null\nc: ~x", {"a": "no", "b": "null", "c": "~x"}),
        ("date: 2026-99-99", {"date": "2026-99-99"}),
        ("take: 1e999", {"take": "1e999"}),
        (f"n: {'9' * 5000}", {"n": "9" * 5000}),
        ("a: 'it''s'", {"a": "it's"}),
        ('a: "two\\nlines: yes"', {"a": "two\nlines: yes"}),
        ('a: ""', {"a": ""}),
        ("a: >\n  one\n  two\nb: x", {"a": "one two\n", "b": "x"}),
        ("a: |\n  one\n  two", {"a": "one\ntwo"}),
        ("a: one\n  two", {"a": "one two"}),
        ("a: [x, '@y', 3]", {"a": ("x", "@y", "3")}),
        ("a:\n  - x\n  - y", {"a": ("x", "y")}),
        ("a: {b: c, d: [e]}", {"a": {"b": "c", "d": ("e",)}}),
        ("a: []\nb: {}", {"a": (), "b": {}}),
        ("# a comment\n\na: b # and another\n", {"a": "b"}),
        ("---\na: b\n", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: >\r\n  b\r\n  c\r\n", {"a": "b c\n"}),
        ("\ufeffa: b", {"a": "b"}),
        ("'<<': b", {"<<": "b"}),
        ("a: x:y #z", {"a": "x:y"}),
        ("a: c#", {"a": "c#"}),
    ],
)
def test_every_scalar_is_text(text: str, value: object) -> None:
    assert load(text) == value


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "it is empty", 1),
        ("# only a comment", "it is empty", 1),
        ("- a\n- b", "it is a list", 1),
        ("just text", "it is a text", 1),
        ("a: b\na: c", "`a` stands there twice", 2),
        ('a: b\n"a": c', "`a` stands there twice", 2),
        ("a: b\nc: &x d", "an anchor (`&x`)", 2),
        ("a: {b: c}\nd: *x", "an alias (`*x`)", 2),
        ("a: !!python/object:os.system {}", "a tag (`!`)", 1),
        ("a: !x y", "a tag (`!`)", 1),
        ("a: &x {b: c}", "an anchor (`&x`)", 1),
        ("a: !x [b]", "a tag (`!`)", 1),
        ("<<: {a: b}", "a merge key", 1),
        ("a: b\n---\nc: d", "a second document begins", 2),
        ("%YAML 1.1\n---\na: b", "a directive (`%`)", 1),
        ("a: b\nc:", "`c:` has no value", 2),
        ("a: [b, , c]", "", 1),
        ("a:\n  -\n  - b", "a value or a key is missing", 2),
        (": b", "", 1),
        ("? [a]\n: b", "a key must be a word", 1),
        ("a: b\n\tc: d", "", 2),
        ("a: b\n c: d", "mapping values are not allowed", 2),
        ("prompt: a sign: open", "mapping values are not allowed", 1),
        ("a: 'open\nb: c", "", 1),
        ('a: "open\nb: c', "", 1),
        ("a: [b", "", 1),
        ("a: b\nc: d\x00", "a control character (U+0000)", 2),
        ("a: \x1b[31m", "a control character (U+001B)", 1),
        ("a: b\ufeffc", "a control character (U+FEFF)", 1),
        ("a: b\nc: \ud83d", "half of a pair", 2),
        ("a: b\nc: !<%ED%A0%80> d", "", 2),
        ("%TAG ! %ED%A0%80\n---\na: b", "", 1),
        ("%YAML " + "9" * 5000 + ".1\n---\na: b", "", 1),
        ('a: b\nc: "\\ud83d"', "", 2),
        ('a: b\nc: "\\U0011ffff"', "", 2),
        ('a: b\nc: "\\Uffffffff"', "", 2),
        ("a: b\n" + "c" * 129 + ": d", "a key of 129 characters is too long", 2),
        ("a: @b", "", 1),
        ("a: `b`", "", 1),
        ("[" * 100_000, "longer than 16,384 bytes", 1),
        ("a: " + "x" * 1_000_000, "longer than 16,384 bytes", 1),
        ("a: " + "é" * 9_000, "longer than 16,384 bytes", 1),
        ("a: " + "[" * 16_000, "nested more than 20 levels", 1),
        ("- " * 8_000, "it is a list", 1),
        ("a: " + "{a: " * 4_000, "nested more than 20 levels", 1),
        ("? " * 8_000, "a key must be a word", 1),
        ("a: \x89PNG\x1a", "a control character", 1),
    ],
)
def test_anything_else_is_one_clear_error_at_once(parser: str, text: str, what: str, line: int) -> None:
    begin = time.perf_counter()
    with pytest.raises(PlainYamlError) as caught:
        load(text)
    assert what in caught.value.what
    assert 1 <= caught.value.line <= line + 1
    assert str(caught.value).startswith(f"line {caught.value.line}: ")
    # Without libyaml, PyYAML looks for a key at every bracket of the first kilobyte before it hands out an event.
    assert time.perf_counter() - begin < (0.2 if parser == "libyaml" else 5.0)


def test_a_deep_text_does_not_reach_the_recursion_limit_when_the_size_cap_is_raised() -> None:
    with pytest.raises(PlainYamlError, match="nested more than 50 levels"):
        load("a: " + "[" * 100_000, max_bytes=1_000_000, max_depth=50)


LINES = st.one_of(
    st.text(alphabet="ab: #-é1\u00a0\u2003'\"[]{}&*!|>%@`,?=<\t", max_size=12),
    st.builds("{}: {}".format, st.sampled_from("abc"), st.text(alphabet="ab: #-é1\u00a0'\"[]{}&*,?", max_size=10)),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, max_size=4).map("\n".join))
def test_the_fast_path_reads_what_the_parser_reads(text: str) -> None:
    fast = plainyaml._simple(text)
    assert fast is None or fast == plainyaml._Builder(20).build(text)


def test_plain_lines_take_the_fast_path() -> None:
    text = "name: mascot\nalt: A beaver, waving\n\nprompt: 3 beavers (1:1) & a 100 % hat\n"
    assert plainyaml._simple(text) == {"name": "mascot", "alt": "A beaver, waving", "prompt": "3 beavers (1:1) & a 100 % hat"}


def test_a_record_is_written_plainly_where_that_is_safe() -> None:
    mapping = {
        "name": "mascot",
        "prompt": "A sign: open",
        "size": "1:1",
        "empty": "",
        "lines": "a\nb\t\x1b\u2028\ufeff",
        "usage": {"input": "12", "output": "-3"},
        "texts": ("a", "# b"),
        "none": (),
        "nothing": {},
    }
    assert dump(mapping) == (
        "name: mascot\n"
        'prompt: "A sign: open"\n'
        "size: 1:1\n"
        'empty: ""\n'
        'lines: "a\\nb\\t\\x1b\\u2028\\ufeff"\n'
        'usage:\n  input: 12\n  output: "-3"\n'
        'texts:\n  - a\n  - "# b"\n'
        "none: []\n"
        "nothing: {}\n"
    )


KEYS = st.text(max_size=20)
TEXTS = st.one_of(st.text(), st.sampled_from([" a", "a ", "a: b", "a #b", "😀", "\u200d", "no", "~", "- a", "a:", "---", "\x85"]))
MAPPINGS = st.dictionaries(
    KEYS, st.one_of(TEXTS, st.lists(TEXTS).map(tuple), st.dictionaries(KEYS, TEXTS, max_size=4)), min_size=1, max_size=5
)


@settings(max_examples=400, deadline=None)
@given(MAPPINGS)
def test_what_was_written_is_read_back(mapping: dict[str, plainyaml.Value]) -> None:
    assert load(dump(mapping), max_bytes=1_000_000) == mapping


@settings(max_examples=100, deadline=None)
@given(MAPPINGS)
def test_what_was_written_is_read_back_without_libyaml(mapping: dict[str, plainyaml.Value]) -> None:
    assert plainyaml._Builder(20).build(dump(mapping)) == mapping
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plainyaml, "_LOADER", yaml.BaseLoader)
        assert plainyaml._Builder(20).build(dump(mapping)) == mapping


@pytest.mark.parametrize("value", [1, None, True, [1], {"a": ["b"]}, "\ud83d"])
def test_what_is_not_text_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="text"):
        dump({"a": value})


def test_a_key_that_not_every_reader_takes_is_not_written() -> None:
    with pytest.raises(ValueError, match="a key of 200 characters"):
        dump({"a" * 200: "b"})
