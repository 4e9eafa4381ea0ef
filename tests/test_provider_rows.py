"""Whole runs against a server that misbehaves on the socket: what each fault costs, what is kept, and what the next run does.

The rows are those of the provider in the fault matrix; `test_openai.py` has them for one request at a time.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from contract import contract
from engine import SERVER, Heard, engine, in_store, plan

from mkdocs_imggen.batch import Batch, orders
from mkdocs_imggen.errors import AccountError, HeldError, ImggenError, NotSentError, RefusedError, UnclearError, UnusableError
from mkdocs_imggen.testing import ImageServer, Reply, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mkdocs_imggen.report import Summary

KEY = "canary-7f3kQ9zLw2Xy8VbN4tRs"
PIECES = [KEY[at : at + 8] for at in range(len(KEY) - 7)]


class Site:
    """A site at a folder whose pictures come from a server; every `run` is a process of its own."""

    def __init__(self, root: Path, server: ImageServer) -> None:
        self.root, self.server = root, server
        self.heard = Heard()

    def run(self, *prompts: str, options: str = "?size=64x64", **more: Any) -> Summary:
        settings = {**SERVER, "base_url": self.server.url, "concurrency": 1}
        generator = engine(self.root, env={"TEST_IMAGE_KEY": KEY}, settings=settings, reporter=self.heard)
        sleep = generator.maker._sleep

        def at_once(seconds: float) -> None:  # how long it waits is tested with one request
            sleep(0 * seconds)

        generator.maker._sleep = at_once  # type: ignore[method-assign] # see above
        try:
            return Batch(generator, orders(plan(generator, *prompts, options=options)), **more).make()
        finally:
            generator.close()

    def fails(self, *prompts: str, **more: Any) -> ImggenError:
        with pytest.raises(ImggenError) as error:
            self.run(*prompts, **more)
        assert [piece for piece in PIECES if piece in f"{error.value!s} {error.value!r}"] == []
        return error.value

    @property
    def posts(self) -> int:
        return len(self.server.requests)

    @property
    def quarantine(self) -> list[str]:
        return sorted(path.suffix for path in (self.root / ".cache/imggen/quarantine").glob("*"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    with ImageServer(validate=contract()) as server:
        site = Site(tmp_path, server)
        yield site
    assert server.invalid == []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert [piece for piece in PIECES if piece.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply.error(429, "insufficient_quota", kind="insufficient_quota"), id="[P4] quota"),
        pytest.param(Reply.error(400, "billing_hard_limit_reached"), id="[P4] limit"),
        pytest.param(Reply.error(429, "project_spend_limit_exceeded"), id="[P4] project"),
        pytest.param(Reply.error(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"), id="[P6]"),
        pytest.param(Reply.error(403, None, "Your organization must be verified."), id="[P7] 403"),
        pytest.param(Reply.error(404, "model_not_found"), id="[P7] 404"),
        pytest.param(Reply(status=307, headers={"Location": "http://127.0.0.1:9/"}), id="[P24]"),
    ],
)
def test_an_account_fault_is_met_once_in_a_run_and_leaves_nothing_to_decide(site: Site, reply: Reply) -> None:
    site.server.script = [reply] * 4
    error = site.fails("A fox", "An owl", "A hen")
    assert isinstance(error, AccountError)
    assert error.kept.endswith("; 0 of 3 pictures are in the store, 2 were not tried")
    assert site.posts == 1
    site.server.script = []
    assert site.run("A fox", "An owl", "A hen").made == 3
    assert site.posts == 4


@pytest.mark.parametrize(
    ("reply", "posts", "kind", "again"),
    [
        pytest.param(Reply.error(429, "rate_limit_exceeded"), 4, NotSentError, True, id="[P2]"),
        pytest.param(Reply.error(429, None, headers={"Retry-After": "3600"}), 1, NotSentError, True, id="[P3]"),
        pytest.param(Reply(status=502, body=b"<html>", content_type="text/html"), 3, NotSentError, True, id="[P5]"),
        pytest.param(Reply.error(400, "moderation_blocked"), 1, RefusedError, False, id="[P8]"),
        pytest.param(Reply(cut="before headers", reset=True), 1, UnclearError, False, id="[P10]"),
        pytest.param(Reply(cut="in body"), 1, UnclearError, False, id="[P11]"),
    ],
)
def test_one_picture_fails_the_others_are_made_and_only_what_was_surely_not_made_is_sent_again(
    site: Site, reply: Reply, posts: int, kind: type[ImggenError], again: bool
) -> None:
    site.server.script = [Reply(), *[reply] * posts, Reply()]
    error = site.fails("A fox", "An owl", "A hen")
    assert isinstance(error, kind)
    assert str(error).startswith("2.md: imggen: ")
    assert site.posts == 2 + posts
    assert len(in_store(site.root)) == 4
    if again:
        assert site.run("An owl").made == 1
    else:
        assert isinstance(site.fails("An owl"), HeldError)
    assert site.posts == 2 + posts + again
    assert site.run("An owl", again=True).made == (0 if again else 1)


def answered(data: bytes) -> Reply:
    return Reply(json={"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


def spoilt(text: str) -> Reply:
    return Reply(json={"created": 1, "data": [{"b64_json": text}]})


PNG = picture(64, 64)
TEXT = base64.b64encode(PNG).decode()


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        pytest.param(Reply(body=b"<html>Log in</html>"), "not an image answer (a proxy?): `<html>Log in</html>`", id="[P15]"),
        pytest.param(Reply(body=b""), "not an image answer (a proxy?): ``", id="[P15] empty"),
        pytest.param(Reply(json={"created": 1, "data": []}), "the answer holds no picture", id="[P16]"),
        pytest.param(spoilt(TEXT[:-4]), "the PNG is cut off, or something follows its end", id="[P17] cut by 4"),
        pytest.param(spoilt(TEXT[:-7]), "not an image answer (a proxy?): `{start}`", id="[P17] cut by 7"),
        pytest.param(answered(b"GIF89a"), "the bytes are no picture that can be used (UnidentifiedImageError)", id="[P18]"),
        pytest.param(answered(PNG[:-12]), "the PNG is cut off, or something follows its end", id="[P19]"),
        pytest.param(Reply(size="32x64"), "64x64 was asked and 32x64 came", id="[P20]"),
        pytest.param(Reply(size="1x1"), "64x64 was asked and 1x1 came", id="[P20] 1x1"),
        pytest.param(
            Reply(json={"created": 1, "data": [{"url": "http://127.0.0.1:9/a.png?key=secret"}]}),
            "the answer holds an address (`127.0.0.1`) instead of a picture, and none is fetched",
            id="[P23]",
        ),
    ],
)
def test_a_paid_answer_that_cannot_be_used_is_kept_and_not_bought_again(site: Site, reply: Reply, what: str) -> None:
    site.server.script = [reply]
    start = '{"created": 1, "data": [{"b64_json": "' + TEXT
    what = what.format(start=start[:80])
    error = site.fails("A fox")
    assert isinstance(error, UnusableError)
    assert error.what == what
    assert error.kept.startswith("the paid answer is kept in quarantine and is not bought again")
    assert ".answer" in site.quarantine
    held = site.fails("A fox")
    assert (type(held), held.what, site.posts) == (HeldError, what, 1)
    assert in_store(site.root) == []


def test_an_opaque_picture_where_a_transparent_one_was_asked_is_kept_and_not_bought_again(site: Site) -> None:
    """[P21]."""
    site.server.script = [Reply(opaque=True)]
    error = site.fails("A fox", options="?size=64x64&background=transparent")
    assert error.what == "a transparent picture was asked and an opaque one came"
    assert error.hint.endswith("`imggen accept a-fox` uses it as it is, `imggen retry a-fox` buys another")
    assert isinstance(site.fails("A fox", options="?size=64x64&background=transparent"), HeldError)
    assert site.posts == 1


@pytest.mark.parametrize("format_", ["png", "jpeg"])
def test_another_format_than_asked_is_kept_to_the_bit_and_told(site: Site, format_: str) -> None:
    """[P18]."""
    site.server.script = [Reply(format=format_)]
    site.run("A fox")
    assert site.heard.steps[0].endswith(f"; webp was asked and {format_} came")
    extension = {"png": ".png", "jpeg": ".jpg"}[format_]
    assert next(name for name in in_store(site.root) if not name.endswith(".yml")).endswith(extension)
    assert site.posts == 1


def test_unknown_fields_and_no_usage_are_accepted_at_an_estimate(site: Site) -> None:
    """[P25]."""
    site.server.script = [Reply(change=lambda answer: {**answer, "created": "yesterday", "mood": 1, "usage": None})]
    summary = site.run("A fox")
    assert (summary.made, summary.guessed, round(summary.dollars, 3), site.posts) == (1, True, 0.011, 1)


def test_the_same_bytes_for_two_prompts_are_two_originals(site: Site) -> None:
    """[P26]."""
    site.server.script = [answered(PNG)] * 2
    assert site.run("A fox", "An owl").made == 2
    originals = [site.root / "imggen" / name for name in in_store(site.root) if name.endswith(".png")]
    assert [path.read_bytes() for path in originals] == [PNG, PNG]
    assert (len(in_store(site.root)), site.posts) == (4, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_another_number_of_pictures_than_asked_for(site: Site, count: int) -> None:
    """[P22]."""
    site.server.script = [Reply(count=count)]
    with suppress(UnusableError):
        site.run("A fox", options="?size=64x64&variants=2")
    assert site.server.requests[0].body is not None
    assert (site.server.requests[0].body["n"], site.posts) == (2, 1)
    assert len(in_store(site.root)) == 2 * count
    assert site.run("A fox", options="?size=64x64&variants=2").made == 0
    assert site.posts == 1
