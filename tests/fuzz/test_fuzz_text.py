"""Damaged YAML, directives, records and answers: our own error or something sound, always at once."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import targets
from fuzzing import bytes_like, fuzz, parts, texts_like
from hypothesis import strategies as st
from makers import a_record, a_request

from mkdocs_imggen import record
from mkdocs_imggen.directive import HTML_ATTRIBUTES, OPTIONS
from mkdocs_imggen.testing import picture

pytestmark = pytest.mark.no_cover  # tracing more than doubles the time, and what only luck reaches is not tested

YAML = (
    "name: mascot\nalt: A beaver\nprompt: >\n  A friendly beaver,\n  waving\npreset: character\nsize: 1:1\n",
    "prompt: |\n  A lock\nalt: 'it''s'\ntext: [a, \"b\\n\", '@c']\nbackground: transparent\n",
    'alt: "A \\u00e9 \\x41"\nprompt: A lock # comment\ndata-x: "<b>"\nwidth: 240\nclass: a b\n',
    "a: {b: c, d: [e, {f: g}]}\nh:\n  - i\n  - j: k\n",
    "---\nalt: x\nprompt: y\n...\n",
    "a: {b: c}\nd: *x\ne: f\n",
    "a: &x b\nc: !d e\n",
    f"a: {'[' * 24}b{']' * 24}\n",
    "prompt: A lock\nalt: x\nreferences: [brand/a.png, '@hero', {logo: b.png}]\nedit: ../x.png\nkeep: [face, hands]\nmask: m.png\n",
    "decorative: true\nprompt: A lock\nquality: high\nformat: png\ntake: 3\nmodel: gpt-image-2\n",
)
YAML_TOKENS = (
    *parts(
        ": |- |>|>+2|[|]|{|}|,|&a |*a|!|!!str |!<%ED%A0%80>|!%C0%80 |%YAML 1.1\n|%TAG ! x\n|---\n|...\n|#|'|\"|\\|@|`|?|? |<<: ",
        "|",
    ),
    *parts(
        "\n~\n\n~\n  ~\t~\r~\r\n~\x00~\x07~\x1b[31m~\x85~\xa0~\u2028~\u202e~\ufeff~\ufffe~\ud83d~\U0001f600~\xe9~e\u0301~\xdf~\U0010ffff",
        "~",
    ),
    *parts(r'"\ud83d"~"\U0011FFFF"~"\UFFFFFFFF"~"\0"~"\e"~"\x02wzxhzdk:0\x03"~&#xD800;~&#2;~&#x110000;~&lt;~&amp;lt;', "~"),
    *parts("16:9,no,1e999,2026-99-99,0x10,~,null,.inf,prompt: x\n,alt: y\n,size: auto\n,name: a--b\n,<b>,::,{prompt}", ","),
    "9" * 5000,
    "[" * 60,
    "{a: " * 60,
    "x" * 20_000,
)
texts = st.text(max_size=60)
yaml_texts = texts_like(YAML, YAML_TOKENS) | st.text(max_size=200)


@fuzz(commit=2500, nightly=100_000, text=yaml_texts)
def test_plain_yaml_is_read_or_refused(text: str) -> None:
    targets.check_yaml(text)


values = (
    st.sampled_from(YAML_TOKENS) | texts | st.sampled_from(["1:1", "640x480", "99999x99999", "high", "true", "2", "icon", "@a"])
)
words = st.sampled_from([*sorted(OPTIONS | HTML_ATTRIBUTES), "data-x", "aria-label", "onclick", "style", "DATA-X", ""]) | texts
ADDRESSES = (
    "",
    "icon",
    "@mascot",
    "icon?size=1:1&quality=high",
    "?name=a&take=2",
    "?data-x=%3Cb%3E&class=a&width=240",
    "?alt&decorative",
)
addresses = texts_like(ADDRESSES, ("%", "%00", "%ff", "%ED%A0%80", "%26", "&", "=", "?", "@", *YAML_TOKENS))


@fuzz(commit=1500, nightly=60_000, body=yaml_texts)
def test_a_fence_is_read_or_refused(body: str) -> None:
    targets.check_fence(body)


@fuzz(
    commit=2500,
    nightly=100_000,
    alt=texts | values,
    address=addresses,
    title=st.none() | texts | values,
    attributes=st.dictionaries(words, values, max_size=2),
)
def test_an_inline_directive_is_read_or_refused(alt: str, address: str, title: str | None, attributes: dict[str, str]) -> None:
    targets.check_inline(alt, address, title, attributes)


anything = st.recursive(
    values | st.none() | st.booleans() | st.floats() | st.integers() | st.dates() | st.just("2**16000"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.integers(), inner, max_size=3),
    max_leaves=6,
)


@fuzz(
    commit=1000,
    nightly=40_000,
    name=st.sampled_from(["hero", "Hero", "con"]) | texts,
    body=st.dictionaries(words | st.integers() | st.just("2**16000"), anything, max_size=4) | anything,
)
def test_an_asset_of_the_settings_is_read_or_refused(name: str, body: Any) -> None:
    targets.check_config(name, body)


RECORDS = tuple(
    record.write(one)
    for one in (
        a_record(),
        a_record(
            request=a_request(prompt="A sign: “open”\nand more", take=3),
            directives=("d" * 64, "e" * 64),
            name="mascot",
            revision=2,
            alpha=True,
            usage={"input": 14, "output": 1568},
            cost="0.011",
            notes=("drawn: a lock", "not understood: x"),
        ),
    )
)
RECORD_TOKENS = (
    *YAML_TOKENS,
    *parts(
        '../,/etc/passwd,..\\,C:\\,name: ../../x\n,sha256: ,: ""\n,version: 2\n,<<<<<<< HEAD\n,=======\n,>>>>>>> x\n,D,d,0,-1',
        ",",
    ),
    *parts(
        "use: 2\n,take: 1\n,take: 1000\n,width: 0\n,format: ../x\n,format: svg\n,size: 0x0\n,usage: {a: 1}\n,notes: [[a]]\n", ","
    ),
)


@fuzz(commit=1500, nightly=60_000, text=texts_like(RECORDS, RECORD_TOKENS))
def test_a_damaged_record_is_refused_or_still_a_record(text: str) -> None:
    targets.check_record(text)


def test_a_record_that_was_cut_anywhere_is_refused() -> None:
    for whole in RECORDS:
        data = whole.encode()
        for end in range(len(data) - 1):
            assert targets.check_record(data[:end].decode("utf-8", "surrogateescape")) is None, end
        assert targets.check_record(whole[:-1]) == targets.check_record(whole)


PNG = base64.b64encode(picture(8, 8)).decode()
ANSWERS = (
    json.dumps(
        {"created": 1, "data": [{"b64_json": PNG}], "usage": {"input_tokens": 14, "details": {"image_tokens": 7}}}
    ).encode(),
    json.dumps({"data": [{"b64_json": "data:image/png;base64," + PNG}, {"b64_json": PNG, "revised_prompt": "é\ud83d"}]}).encode(),
    picture(8, 8),
)
ANSWER_TOKENS = (
    *parts(
        b'{~}~[~]~,~:~"~null~true~-1~1e999~NaN~Infinity~\\ud83d~\\u0000~\xff~\xfe\xff~\xff\xfe~\xef\xbb\xbf~\x00~\x1b[31m~=~==~-~_~\n',
        b"~",
    ),
    *parts(
        b'"data":~"b64_json":~"usage":~[]~{}~"data":{"b64_json":"QUJD"}~{"url":"http://169.254.169.254/"}~sk-abcdefghijkl~RIFF',
        b"~",
    ),
    b"[" * 100_000,
    b"9" * 5000,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | texts | st.sampled_from([PNG, PNG[:-1], "QUJD"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["data", "b64_json", "usage", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@fuzz(
    commit=1000,
    nightly=60_000,
    body=bytes_like(ANSWERS, ANSWER_TOKENS) | json_values.map(lambda value: json.dumps(value).encode()),
)
def test_a_damaged_answer_is_refused_or_holds_pictures(body: bytes) -> None:
    targets.check_answer(body)
