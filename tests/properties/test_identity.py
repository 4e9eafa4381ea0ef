"""What must hold for all words and options: identities depend on what is meant, not on how it is spelt."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from makers import BASE

from mkdocs_imggen import directive as grammar
from mkdocs_imggen import plainyaml, settings
from mkdocs_imggen.meaning import resolve
from mkdocs_imggen.record import Record, read, write
from mkdocs_imggen.request import BACKGROUNDS, FORMATS, QUALITIES, SIZES, Request, digest_of

SITE, _ = settings.load({}, BASE)
letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
words = st.text(letters, min_size=1, max_size=80).map(grammar.normalise).filter(bool)
sizes = st.sampled_from([*SIZES, "1536x1024", "640x480"])
options = st.fixed_dictionaries(
    {},
    optional={
        "size": sizes,
        "quality": st.sampled_from(QUALITIES),
        "background": st.sampled_from(BACKGROUNDS),
        "format": st.sampled_from(["webp", "png"]),
        "take": st.integers(1, 999).map(str),
        "preset": st.sampled_from(sorted(SITE.presets)),
        "model": st.sampled_from(["auto", "gpt-image-2"]),
        "name": st.sampled_from(["hero", "mascot-2"]),
        "caption": st.just("A caption"),
    },
)
requests = st.builds(
    Request,
    prompt=words,
    provider=words,
    model=words,
    width=st.integers(1, 9999),
    height=st.integers(1, 9999),
    quality=words,
    background=words,
    format=st.sampled_from(FORMATS),
    take=st.integers(1, 999),
)
digests = st.integers(0, 2**256 - 1).map("{:064x}".format)
counts = st.integers(0, 10**9 - 1)
records = st.builds(
    Record,
    request=requests,
    directives=st.lists(digests, min_size=1, max_size=3).map(tuple),
    preset=words,
    sha256=digests,
    format=st.sampled_from(FORMATS),
    width=st.integers(1, 10**9 - 1),
    height=st.integers(1, 10**9 - 1),
    alpha=st.booleans(),
    provider=words,
    name=st.none() | words,
    model=st.none() | words,
    revision=st.integers(2, 10**9 - 1),  # of the first revision the size is the one that was asked
    created=st.just("") | words,
    usage=st.dictionaries(words, counts, max_size=4),
    cost=st.just("") | words,
    notes=st.lists(words, max_size=3).map(tuple),
    stem=st.just("lighthouse-0123abcd"),
)


def identity(directive: grammar.Directive) -> tuple[str, str]:
    asset = resolve(directive, SITE)
    return asset.digest, asset.request.key


@given(prompt=words, said=options, data=st.data())
def test_the_order_of_options_and_the_line_ends_change_nothing(prompt: str, said: dict[str, str], data: st.DataObject) -> None:
    fields = {"prompt": prompt, "alt": "x", **said}
    shuffled = dict(data.draw(st.permutations(list(fields.items()))))
    texts = [plainyaml.dump(fields), plainyaml.dump(shuffled), plainyaml.dump(shuffled).replace("\n", "\r\n")]
    assert len({identity(grammar.fence(text, text=text)) for text in texts}) == 1


@given(prompt=words, said=options)
def test_the_inline_form_the_fence_and_the_config_agree(prompt: str, said: dict[str, str]) -> None:
    inline = grammar.inline(alt="x", address="", title=prompt.replace("&", "&amp;"), attributes=said, text="")
    fence = grammar.fence(plainyaml.dump({"prompt": prompt.replace("&", "&amp;"), "alt": "x", **said}), text="")
    assert identity(inline) == identity(fence)


@given(
    prompt=st.lists(words, min_size=1, max_size=4),
    blanks=st.lists(st.sampled_from([" ", "  ", "\n", "\t", " \r\n "]), min_size=5),
)
def test_how_words_are_broken_into_lines_changes_nothing(prompt: list[str], blanks: list[str]) -> None:
    plain = " ".join(prompt)
    broken = "".join(word + blank for word, blank in zip(prompt, blanks, strict=False))
    one, other = (
        grammar.inline(alt=text, address="", title=None, attributes={}, text="") for text in (plain, blanks[4] + broken)
    )
    assert identity(one) == identity(other)


@given(request=requests)
def test_a_field_that_is_not_set_enters_no_key(request: Request) -> None:
    fields: dict[str, Any] = {
        "prompt": request.prompt,
        "provider": request.provider,
        "model": request.model,
        "size": f"{request.width}x{request.height}",
        "quality": request.quality,
        "background": request.background,
        "format": request.format,
    }
    if request.take != 1:
        fields["take"] = request.take
    assert request.key == digest_of(fields)


@given(prompt=words, said=options)
def test_a_digest_holds_what_was_said_and_nothing_else(prompt: str, said: dict[str, str]) -> None:
    plain = grammar.Directive(form="config", prompt=prompt, options=said)
    meant = {name: value for name, value in said.items() if name not in {"name", "caption"} and (name, value) != ("take", "1")}
    silent = grammar.Directive(form="config", prompt=prompt, options=meant, alt="other", attributes={"class": "x"})
    assert identity(plain) == identity(silent)


@given(fields=st.dictionaries(words, words | st.integers(1, 999), max_size=6))
def test_a_digest_does_not_depend_on_the_order_of_fields(fields: dict[str, Any]) -> None:
    assert digest_of(fields) == digest_of(dict(reversed(fields.items()))) == digest_of(json.loads(json.dumps(fields)))


@given(record=records)
def test_a_record_is_read_back_as_it_was_written(record: Record) -> None:
    text = write(record)
    assert read(text, "lighthouse-0123abcd.yml") == record
    assert read(text.replace("\n", "\r\n"), "lighthouse-0123abcd.yml") == record
    assert write(read(text, "lighthouse-0123abcd.yml")) == text
