from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from makers import a_record, a_request

from mkdocs_imggen.errors import RecordError
from mkdocs_imggen.record import HEAD, Entry, Index, State, changes, read, write
from mkdocs_imggen.request import Asset

KEY = a_request().key
SHA = "5b16e8c7e3a6f3e0c0a8e5f3d9f2d7b6a1c4e8f7b2d3a6c9e0f1b4d7a8c5e2f3"
TEXT = f"""\
# Made by mkdocs-imggen. This and the picture beside it are what was reviewed: commit both, edit neither.
version: 1
name: beacon
request: {KEY}
directive: {"d" * 64} {"e" * 64}
asked:
  prompt: A lighthouse at dawn
  provider: auto
  model: auto
  size: 1536x1024
  quality: medium
  background: opaque
  format: webp
preset: default
revision: 2
format: webp
width: 1536
height: 1024
alpha: false
provider: openai
model: gpt-image-1-mini
created: 2026-11-22T12:00:00+00:00
usage:
  input_tokens: 14
  output_tokens: 1568
cost: 0.0126 exact
notes:
  - webp was asked and it came
sha256: {SHA}
"""
RECORD = a_record(
    name="beacon",
    directives=("d" * 64, "e" * 64),
    revision=2,
    sha256=SHA,
    usage={"input_tokens": 14, "output_tokens": 1568},
    cost="0.0126 exact",
    notes=("webp was asked and it came",),
    stem="beacon-12345678",
)


def test_a_record_is_written_as_one_field_a_line() -> None:
    assert write(RECORD) == TEXT


def test_a_record_is_read_back_as_it_was() -> None:
    assert read(TEXT, "beacon-12345678.yml") == RECORD


@pytest.mark.parametrize("spelling", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.removeprefix(HEAD), TEXT + "\n\n"])
def test_what_editors_and_git_do_to_line_ends_changes_nothing(spelling: str) -> None:
    assert read(spelling, "beacon-12345678.yml") == RECORD


def test_a_record_with_nothing_optional_is_short() -> None:
    record = a_record(model=None, created="", stem="x")
    text = write(record)
    assert read(text, "x.yml") == record
    for name in ("name:", "usage:", "notes:", "cost:", "created:", "take:"):
        assert name not in text
    assert text.count("model:") == 1  # the one that was asked


def test_a_take_is_written_where_it_is_not_the_first() -> None:
    record = a_record(request=a_request(take=3), stem="x")
    assert "  take: 3\n" in write(record)
    assert read(write(record), "x.yml") == record


def test_a_record_never_holds_a_path_or_its_own_file_name() -> None:
    text = write(RECORD)
    assert "beacon-12345678" not in text
    assert "/" not in text


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("version: 1\n", "", "`version` is missing"),
        ("version: 1\n", "version: one\n", "`version` must be a whole number"),
        ("version: 1\n", "version: [1]\n", "`version` must be text"),
        ("width: 1536\n", "", "`width` is missing"),
        ("width: 1536\n", "width: wide\n", "`width` must be a whole number from 1"),
        ("width: 1536\n", "width: 0\n", "`width` must be a whole number from 1"),
        ("height: 1024\n", "height: -1\n", "`height` must be a whole number from 1"),
        ("height: 1024\n", "height: 9999999999\n", "`height` must be a whole number from 1"),
        ("revision: 2\n", "revision: 0\n", "`revision` must be a whole number from 1"),
        ("  input_tokens: 14\n", "  input_tokens: many\n", "`input_tokens` must be a whole number"),
        ("cost: 0", "costs: 0", "unknown field `costs` (did you mean `cost`?)"),
        ("cost: 0", "take: 2\ncost: 0", "unknown field `take` (did you mean `asked`?)"),
        ("cost: 0", "file: ../../x.webp\ncost: 0", "unknown field `file`"),
        (KEY, "0" * 64, "`request` is not the key of what was `asked`"),
        ("quality: medium", "quality: high", "`request` is not the key of what was `asked`"),
        ("A lighthouse at dawn", "A lighthouse at dusk", "`request` is not the key of what was `asked`"),
        ("  format: webp\n", "  format: webp\n  take: 0\n", "`take` must be a whole number from 1"),
        ("  format: webp\n", "  format: webp\n  seed: 7\n", "unknown field `seed` in `asked`"),
        ("  format: webp\n", "  format: webp\n  inputs: hero\n", "`inputs` must be kinds with their digests"),
        ("size: 1536x1024", "size: big", "`size` must be WIDTHxHEIGHT"),
        ("size: 1536x1024", "size: 0x1024", "`size` must be WIDTHxHEIGHT"),
        ("d" * 64 + " ", "D" * 64 + " ", "`directive` is no SHA-256"),
        ("d" * 64 + " ", "d" * 64 + "  ", "`directive` is no SHA-256"),
        (SHA, SHA.upper(), "`sha256` is no SHA-256"),
        (SHA, SHA[:-1], "`sha256` is no SHA-256"),
        (SHA, SHA + "0", "`sha256` is no SHA-256"),
        (SHA, "md5:" + SHA[4:], "`sha256` is no SHA-256"),
        (SHA, "../../etc/passwd", "`sha256` is no SHA-256"),
        ("\nformat: webp", "\nformat: svg", "`format` is `svg`"),
        ("alpha: false", "alpha: no", "`alpha` is `no`"),
        ("\npreset: default", "\npreset: [default]", "`preset` must be text"),
        ("  - webp was asked and it came", "  x: y", "`usage` is a mapping and `notes` a list"),
        ("usage:\n  input_tokens: 14\n  output_tokens: 1568\n", "usage: 5\n", "`usage` is a mapping and `notes` a list"),
    ],
)
def test_whatever_is_not_as_we_write_it_is_an_error(old: str, new: str, what: str) -> None:
    assert old in TEXT
    with pytest.raises(RecordError) as caught:
        read(TEXT.replace(old, new, 1), "beacon.yml")
    assert str(caught.value) == (
        f"beacon.yml: imggen: this record cannot be read: {what}; its original was left alone;"
        " restore it with `git checkout`, or resolve the merge"
    )


def test_asked_must_be_a_mapping() -> None:
    before, rest = TEXT.split("asked:\n")
    with pytest.raises(RecordError, match="`asked` must be a mapping"):
        read(before + "asked: a lighthouse\n" + rest[rest.index("preset:") :], "x.yml")


def test_a_newer_form_says_to_update_and_not_to_restore() -> None:
    with pytest.raises(RecordError) as caught:
        read(TEXT.replace("version: 1", "version: 2"), "x.yml")
    assert str(caught.value) == (
        "x.yml: imggen: this record cannot be read: its form is version 2, and this mkdocs-imggen knows 1;"
        " its original was left alone; update mkdocs-imggen"
    )


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (TEXT.replace("preset:", "<<<<<<< HEAD\npreset:"), "x.yml:14", "could not find expected ':'"),
        (TEXT.replace("name: beacon", "name: beacon\nname: tower"), "x.yml:4", "`name` stands there twice"),
        (TEXT.replace("cost:", "cost\0:"), "x.yml:26", "a control character (U+0000)"),
        (TEXT.replace("A lighthouse at dawn", "&a dawn"), "x.yml:7", "an anchor"),
        ("", "x.yml:1", "it is empty"),
        (TEXT + "# " + "x" * 300_000, "x.yml:1", "longer than 262,144 bytes"),
    ],
)
def test_text_that_is_no_plain_yaml_is_an_error_with_its_line(text: str, place: str, what: str) -> None:
    with pytest.raises(RecordError) as caught:
        read(text, "x.yml")
    assert str(caught.value).startswith(f"{place}: imggen: this record cannot be read: ")
    assert what in str(caught.value)


def test_a_record_that_was_cut_anywhere_is_an_error() -> None:
    for end in range(len(TEXT) - 1):
        with pytest.raises(RecordError):
            read(TEXT[:end], "beacon-12345678.yml")
    assert read(TEXT[:-1], "beacon-12345678.yml") == RECORD  # only the last line break is missing


def test_the_longest_prompt_fits_into_a_record() -> None:
    record = a_record(request=a_request(prompt="\x85" * 32_000), stem="x")
    assert read(write(record), "x.yml") == record


def test_an_entry_is_what_a_build_needs_of_a_record() -> None:
    assert RECORD.entry == Entry(
        stem="beacon-12345678",
        key=KEY,
        use="",
        directives=("d" * 64, "e" * 64),
        name="beacon",
        preset="default",
        created="2026-11-22T12:00:00+00:00",
        sha256=SHA,
        revision=2,
        format="webp",
        width=1536,
        height=1024,
        source="trainedAlgorithmicMedia",
    )


def test_an_entry_survives_json() -> None:
    row = [*RECORD.entry[:3], list(RECORD.directives), *RECORD.entry[4:]]
    assert Entry.revive([row, row]) == [RECORD.entry, RECORD.entry]
    assert Entry.revive([]) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, None),
        (1, "../../x"),
        (1, 7),
        (2, "d"),
        (2, None),
        (3, [["d"]]),
        (3, "d"),
        (3, 7),
        (4, None),
        (7, "x" * 64),
        (8, "2"),
        (8, True),
        (8, 0),
        (9, "svg"),
        (10, 1536.0),
        (11, 0),
        (12, "a photograph"),
        (12, None),
    ],
)
def test_what_is_no_entry_is_refused(place: int, value: object) -> None:
    row: list[Any] = [*RECORD.entry[:3], list(RECORD.directives), *RECORD.entry[4:]]
    bad = [*row[:place], value, *row[place + 1 :]]
    with pytest.raises(ValueError, match="entr"):
        Entry.revive([row, bad])


@pytest.mark.parametrize("count", [0, 12, 14])
def test_an_entry_has_thirteen_fields(count: int) -> None:
    with pytest.raises(ValueError, match="not entries"):
        Entry.revive([([*RECORD.entry, "x"])[:count]])


def entry(**changes: Any) -> Entry:
    return RECORD.entry._replace(**{"key": "1" * 64, "sha256": "a" * 64, "name": "", **changes})


def asset(**changes: Any) -> Asset:
    return replace(Asset(label="x", name=None, digest="d" * 64, preset="default", request=a_request()), **changes)


def test_a_picture_with_the_same_key_is_fresh_even_where_another_has_the_directive() -> None:
    fresh, stale = entry(stem="a", key=KEY, directives=("9" * 64,), sha256="b" * 64), entry(stem="b", created="2030")
    assert Index([stale, fresh]).find(asset()) == (State.FRESH, fresh)


def test_a_picture_of_the_same_directive_is_stale() -> None:
    stale = entry(directives=("c" * 64, "d" * 64))
    assert Index([stale]).find(asset()) == (State.STALE, stale)


def test_anything_else_is_missing() -> None:
    assert Index([entry(directives=("c" * 64,), name="x")]).find(asset(name="x")) == (State.MISSING, None)
    assert Index([]).find(asset()) == (State.MISSING, None)


def test_among_stale_pictures_the_same_preset_wins_and_then_the_newest() -> None:
    old = entry(stem="old", key="1" * 64, created="2026-01-01", preset="ink")
    new = entry(stem="new", key="2" * 64, created="2026-02-01", preset="ink")
    newest = entry(stem="newest", key="3" * 64, created="2026-03-01", preset="default")
    index = Index([new, newest, old])
    assert index.find(asset(preset="ink")) == (State.STALE, new)
    assert index.find(asset(preset="default")) == (State.STALE, newest)
    assert index.find(asset(preset="icon")) == (State.STALE, newest)


def test_the_choice_among_equals_does_not_depend_on_their_order() -> None:
    one, two = entry(stem="one", key="1" * 64), entry(stem="two", key="2" * 64)
    assert Index([one, two]).find(asset()) == Index([two, one]).find(asset()) == (State.STALE, two)


def test_records_are_found_by_name_and_by_every_directive() -> None:
    named = entry(name="beacon", directives=("c" * 64, "d" * 64))
    index = Index([named])
    assert index.by_name == {"beacon": [named]}
    assert index.by_directive == {"c" * 64: [named], "d" * 64: [named]}


def test_two_records_of_one_key_are_fine_where_their_bytes_are_the_same() -> None:
    one, two = entry(stem="one"), entry(stem="two")
    assert Index([one, two]).by_key == {"1" * 64: one}


def test_two_records_of_one_key_with_other_bytes_are_both_named() -> None:
    with pytest.raises(RecordError) as caught:
        Index([entry(stem="ours"), entry(stem="theirs", sha256="b" * 64)])
    assert str(caught.value) == (
        "imggen: `ours.yml` and `theirs.yml` hold two pictures for one request;"
        " look at both, keep one record with its original and delete the other"
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({}, ""),
        ({"preset": "ink"}, "preset `default` is now `ink`"),
        ({"request": a_request(prompt="A lighthouse, in ink")}, "preset `default` was reworded"),
        (
            {"preset": "ink", "request": a_request(prompt="A lighthouse, in ink", quality="high")},
            "preset `default` is now `ink`, quality medium is now high",
        ),
        (
            {"request": a_request(width=1024, background="transparent", format="png", provider="sketch", model="m")},
            (
                "size 1536x1024 is now 1024x1024, background opaque is now transparent, format webp is now png,"
                " provider auto is now sketch, model auto is now m"
            ),
        ),
    ],
)
def test_why_a_picture_is_stale_is_said_in_a_few_words(now: dict[str, Any], words: str) -> None:
    assert changes(asset(**now), RECORD) == words


def test_a_record_whose_size_is_not_the_one_that_was_asked_was_edited_unless_it_was_accepted_as_it_came() -> None:
    accepted = TEXT.replace("width: 1536\n", "width: 4000\n")
    assert read(accepted, "beacon-12345678.yml").width == 4000
    with pytest.raises(RecordError, match="`width` and `height` are 4000x1024, and 1536x1024 was asked"):
        read(accepted.replace("revision: 2\n", "revision: 1\n"), "beacon-12345678.yml")


def test_the_take_that_was_picked_stands_for_a_picture() -> None:
    base = replace(RECORD, use=3, stem="beacon-12345678")
    assert base.entry.use == replace(RECORD.request, take=3).key
    assert "use: 3\n" in write(base)
    assert read(write(base), "beacon-12345678.yml") == base
    first, third = entry(key=KEY, use="3" * 64), entry(key="3" * 64, sha256="b" * 64, directives=("9" * 64,))
    assert Index([first, third]).find(asset()) == (State.FRESH, third)
    assert Index([first._replace(key="8" * 64), third]).find(asset()) == (State.STALE, third)


def test_a_take_that_is_not_there_is_an_error_and_never_another_picture() -> None:
    with pytest.raises(RecordError) as caught:
        Index([entry(key=KEY, use="3" * 64)]).find(asset())
    assert str(caught.value) == (
        "imggen: `beacon-12345678.yml` says to use another take, and there is no record of that;"
        " restore it with `git checkout`, or take the line `use:` out"
    )


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_revisions_of_a_picture_the_later_counts(turn: int) -> None:
    first, second = entry(revision=1), entry(revision=2, sha256="b" * 64, stem="beacon-12345678-r2", name="beacon")
    index = Index([first, second][::turn])
    assert index.by_key == {"1" * 64: second}
    assert index.by_directive["d" * 64] == [second]
    assert index.by_name == {"beacon": [second]}
    assert len(index.entries) == 2


@pytest.mark.parametrize("use", ["0", "x", "-1", ""])
def test_what_is_no_take_cannot_be_used(use: str) -> None:
    with pytest.raises(RecordError, match="`use` must be a whole number from 1"):
        read(write(replace(RECORD, use=7)).replace("use: 7", f"use: {use}" if use else 'use: ""'), "x.yml")
